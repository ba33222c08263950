//! What a connection needs, from wherever the user has put it.

use std::path::PathBuf;
use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use vcenter_iso::{Thumbprint, Vcenter};

use crate::arguments::{self, DEFAULT_TIMEOUT, duration};
use crate::config::configuration::{Configuration, Context};
use crate::config::environment::{self, GovcUrl, variable};
use crate::config::password::Password;
use crate::failure::Failure;

/// The server that stands for the embedded simulator.
const SIMULATOR: &str = "sim:";
const SIMULATORS_USER: &str = "administrator@vsphere.local";

#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) server: String,
    pub(crate) username: Option<String>,
    pub(crate) password: Password,
    pub(crate) trust: Trust,
    pub(crate) timeout: Duration,
    pub(crate) locale: Option<String>,
}

/// Whom to trust, beside the roots of the system.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Trust {
    pub(crate) ca_certs: Vec<PathBuf>,
    pub(crate) thumbprint: Option<Thumbprint>,
    /// What says that every certificate is to be accepted.
    pub(crate) insecure: Option<&'static str>,
}

/// What names the server; whatever else is set belongs to it.
enum Origin {
    /// `--server`, `VCENTER_SERVER`, or `GOVC_URL`.
    Named(String),
    Context(String, Context),
}

/// What govc's environment says of the server.
struct Govc {
    /// Not if its URL names another server: then all of it is for that.
    counts: bool,
    url: Option<GovcUrl>,
}

impl Govc {
    fn of_this_process(server: &str) -> Self {
        // One that cannot be read names no server, least of all this one.
        let Ok(url) = GovcUrl::from_environment() else { return Self { counts: false, url: None } };
        let counts = url.as_ref().is_none_or(|url| is_same(&url.server, server));
        Self { counts, url }
    }

    fn username(self) -> Result<Option<String>, Failure> {
        if !self.counts {
            return Ok(None);
        }
        let set = environment::govc_secret("GOVC_USERNAME")?.map(|user| user.expose_secret().to_owned());
        Ok(set.or(self.url.and_then(|url| url.username)))
    }

    fn password(&self) -> Result<Option<SecretString>, Failure> {
        if !self.counts {
            return Ok(None);
        }
        let in_url = || self.url.as_ref()?.password.clone();
        Ok(environment::govc_secret("GOVC_PASSWORD")?.or_else(in_url))
    }
}

/// Whether two ways to write a server mean the same.
fn is_same(one: &str, other: &str) -> bool {
    let url = |server: &str| Vcenter::builder(server).url().ok();
    url(one).is_some_and(|one| url(other) == Some(one))
}

impl Settings {
    /// Flags come first. A context is a whole: beside it only flags count, and the password of the environment if it
    /// has no command for one. Otherwise the environment counts, variable by variable.
    pub(crate) fn of(arguments: &arguments::Connection) -> Result<Self, Failure> {
        let mut settings = match Origin::of(arguments)? {
            Origin::Context(name, context) => Self::of_context(name, context)?,
            Origin::Named(server) => Self::of_environment(server)?,
        };
        if arguments.password_stdin {
            settings.password = Password::Stdin;
        }
        if let Some(trust) = of_flags(arguments) {
            settings.trust = trust;
        }
        settings.username = arguments.username.clone().or(settings.username);
        settings.timeout = arguments.timeout.unwrap_or(settings.timeout);
        settings.locale = arguments.locale.clone().or(settings.locale);
        if settings.is_simulator() {
            settings.username.get_or_insert_with(|| SIMULATORS_USER.to_owned());
            if matches!(settings.password, Password::Ask) {
                settings.password = Password::Given("any password will do".into());
            }
        }
        Ok(settings)
    }

    fn of_context(name: String, context: Context) -> Result<Self, Failure> {
        let invalid =
            |what: &str, reason: String| Failure::usage(format!("context `{name}`: {what}: {reason}"));
        let thumbprint = match &context.thumbprint {
            Some(text) => Some(text.parse().map_err(|error| invalid("thumbprint", format!("{error}")))?),
            None => None,
        };
        let timeout = match &context.timeout {
            Some(text) => duration(text).map_err(|reason| invalid("timeout", reason))?,
            None => DEFAULT_TIMEOUT,
        };
        let insecure = context.insecure.unwrap_or_default();
        let ways = [insecure, thumbprint.is_some(), context.ca_cert.is_some()];
        if ways.into_iter().filter(|way| *way).count() > 1 {
            return Err(Failure::usage(format!(
                "context `{name}`: set one of ca_cert, thumbprint, insecure"
            )));
        }
        let password = match (context.password_command, environment::password()?) {
            (Some(command), _) => Password::Command { command, context: name },
            (None, Some(password)) => Password::Given(password),
            (None, None) => Password::Ask,
        };
        Ok(Self {
            server: context.server,
            username: context.username,
            password,
            trust: Trust {
                ca_certs: context.ca_cert.into_iter().collect(),
                thumbprint,
                insecure: insecure.then_some("the context is insecure"),
            },
            timeout,
            locale: context.locale,
        })
    }

    fn of_environment(server: String) -> Result<Self, Failure> {
        let govc = Govc::of_this_process(&server);
        let trust = trust_of_environment(&govc)?;
        let password = match environment::password()? {
            Some(password) => Some(password),
            None => govc.password()?,
        };
        let username = match variable("VCENTER_USERNAME")? {
            Some(username) => Some(username),
            None => govc.username()?,
        };
        Ok(Self {
            server,
            username,
            password: password.map_or(Password::Ask, Password::Given),
            trust,
            timeout: environment::parsed("VCENTER_TIMEOUT", duration)?.unwrap_or(DEFAULT_TIMEOUT),
            locale: variable("VCENTER_LOCALE")?,
        })
    }

    /// Whether the embedded simulator is asked for.
    pub(crate) fn is_simulator(&self) -> bool {
        self.server.trim().eq_ignore_ascii_case(SIMULATOR)
    }

    /// The user name, which a login needs.
    pub(crate) fn user(&self) -> Result<&str, Failure> {
        match &self.username {
            Some(user) if !user.is_empty() => Ok(user),
            _ => Err(Failure::usage(
                "no user name: pass --username, or set VCENTER_USERNAME, or `username` in the context",
            )),
        }
    }
}

impl Origin {
    fn of(arguments: &arguments::Connection) -> Result<Self, Failure> {
        if let Some(server) = &arguments.server {
            return Ok(Self::Named(server.clone()));
        }
        let context = |configuration: &Configuration, name: &str| {
            Ok(Self::Context(name.to_owned(), configuration.context(name)?.clone()))
        };
        if let Some(name) = &arguments.context {
            return context(&Configuration::read()?, name);
        }
        if let Some(server) = variable("VCENTER_SERVER")? {
            return Ok(Self::Named(server));
        }
        if let Some(name) = variable("VCENTER_CONTEXT")? {
            return context(&Configuration::read()?, &name);
        }
        if let Some(url) = GovcUrl::from_environment()? {
            return Ok(Self::Named(url.server));
        }
        let configuration = Configuration::read()?;
        match configuration.default_context() {
            Some(name) => context(&configuration, name),
            None => Err(Failure::usage(
                "no server: pass --server or --context, or set VCENTER_SERVER; `--server sim:` is an embedded simulator",
            )),
        }
    }
}

/// What the flags say of whom to trust, if they say anything.
fn of_flags(arguments: &arguments::Connection) -> Option<Trust> {
    let trust = Trust {
        ca_certs: arguments.ca_cert.iter().cloned().collect(),
        thumbprint: arguments.thumbprint,
        insecure: arguments.insecure.then_some("--insecure"),
    };
    (trust != Trust::default()).then_some(trust)
}

/// What the environment says of whom to trust. One that is insecure for govc must not undo what is said here.
fn trust_of_environment(govc: &Govc) -> Result<Trust, Failure> {
    let parse = |text: &str| text.parse().map_err(|error: vcenter_iso::InvalidThumbprint| error.to_string());
    let insecure = environment::parsed("VCENTER_INSECURE", environment::yes_or_no)?;
    let ca_cert = environment::path("VCENTER_CA_CERT");
    let thumbprint = environment::parsed("VCENTER_THUMBPRINT", parse)?;
    let ways = [insecure == Some(true), ca_cert.is_some(), thumbprint.is_some()];
    if ways.into_iter().filter(|way| *way).count() > 1 {
        return Err(Failure::usage("set one of VCENTER_CA_CERT, VCENTER_THUMBPRINT, VCENTER_INSECURE"));
    }
    if insecure.is_some() || ca_cert.is_some() || thumbprint.is_some() {
        return Ok(Trust {
            ca_certs: ca_cert.into_iter().collect(),
            thumbprint,
            insecure: (insecure == Some(true)).then_some("VCENTER_INSECURE"),
        });
    }
    if !govc.counts {
        return Ok(Trust::default());
    }
    Ok(Trust {
        ca_certs: environment::paths("GOVC_TLS_CA_CERTS"),
        thumbprint: None,
        insecure: environment::govc_insecure()?.then_some("GOVC_INSECURE"),
    })
}
