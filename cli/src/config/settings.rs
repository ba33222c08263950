//! The settings of a connection.

use std::path::PathBuf;
use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use vcenter_iso::{RetryPolicy, Thumbprint, Vcenter};

use crate::arguments::{ConnectionOptions, DEFAULT_TIMEOUT, duration};
use crate::config::configuration::{Configuration, Context};
use crate::config::environment::{self, GovcUrl, variable};
use crate::config::known_hosts;
use crate::config::password::Password;
use crate::failure::Failure;

/// The name of the embedded simulator.
const SIMULATOR: &str = "sim:";
const SIMULATOR_USER: &str = "administrator@vsphere.local";

#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) server: String,
    pub(crate) username: Option<String>,
    pub(crate) password: Password,
    pub(crate) trust: Trust,
    pub(crate) timeout: Duration,
    retries: Option<usize>,
    pub(crate) locale: Option<String>,
    /// The datacenter to select VMs in, if no flag selects one.
    pub(crate) datacenter: Option<String>,
}

/// The server certificates to trust. By default, those with a root certificate of the system.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Trust {
    pub(crate) ca_certs: Vec<PathBuf>,
    pub(crate) thumbprint: Option<Thumbprint>,
    /// The setting that accepts any certificate, for the warning.
    pub(crate) insecure: Option<&'static str>,
}

impl Trust {
    /// Returns `None` if more than one is set.
    fn one_of(
        ca_cert: Option<PathBuf>,
        thumbprint: Option<Thumbprint>,
        insecure: Option<&'static str>,
    ) -> Option<Self> {
        let set = [ca_cert.is_some(), thumbprint.is_some(), insecure.is_some()];
        let is_unique = set.into_iter().filter(|set| *set).count() <= 1;
        is_unique.then(|| Self { ca_certs: ca_cert.into_iter().collect(), thumbprint, insecure })
    }
}

/// The setting that names the server. It determines which other settings apply.
enum Origin {
    /// `--server`, `VCENTER_SERVER`, or `GOVC_URL`.
    Named(String),
    Context(String, Context),
}

/// The environment of govc.
struct Govc {
    /// Whether the variables apply: the URL names this server, or it is not set.
    applies: bool,
    url: Option<GovcUrl>,
}

impl Govc {
    fn of_this_process(server: &str) -> Self {
        // An invalid URL does not name this server.
        let Ok(url) = GovcUrl::from_environment() else { return Self { applies: false, url: None } };
        let applies = url.as_ref().is_none_or(|url| is_same(&url.server, server));
        Self { applies, url }
    }

    fn username(self) -> Result<Option<String>, Failure> {
        if !self.applies {
            return Ok(None);
        }
        let set = environment::govc_secret("GOVC_USERNAME")?.map(|user| user.expose_secret().to_owned());
        Ok(set.or(self.url.and_then(|url| url.username)))
    }

    fn password(&self) -> Result<Option<SecretString>, Failure> {
        if !self.applies {
            return Ok(None);
        }
        let in_url = || self.url.as_ref()?.password.clone();
        Ok(environment::govc_secret("GOVC_PASSWORD")?.or_else(in_url))
    }
}

/// Returns whether two spellings name the same server.
fn is_same(one: &str, other: &str) -> bool {
    let url = |server: &str| Vcenter::builder(server).url().ok();
    url(one).is_some_and(|one| url(other) == Some(one))
}

impl Settings {
    /// Reads the settings. Flags take precedence. A context is complete: the environment adds only
    /// `VCENTER_PASSWORD`, and only if the context has no password command. Without a context, each setting
    /// comes from its variable.
    pub(crate) fn of(options: &ConnectionOptions) -> Result<Self, Failure> {
        let mut settings = match Origin::of(options)? {
            Origin::Context(name, context) => Self::of_context(name, context)?,
            Origin::Named(server) => Self::of_environment(server)?,
        };
        if options.password_stdin {
            settings.password = Password::Stdin;
        }
        if let Some(trust) = trust_of_flags(options) {
            settings.trust = trust;
        }
        settings.username = options.username.clone().or(settings.username);
        settings.timeout = options.timeout.unwrap_or(settings.timeout);
        settings.retries = options.retries;
        settings.locale = options.locale.clone().or(settings.locale);
        if settings.is_simulator() {
            settings.username.get_or_insert_with(|| SIMULATOR_USER.to_owned());
            if matches!(settings.password, Password::Prompt) {
                settings.password = Password::Given("any password".into());
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
        let insecure = context.insecure.unwrap_or_default().then_some("the context is insecure");
        let trust = Trust::one_of(context.ca_cert, thumbprint, insecure).ok_or_else(|| {
            Failure::usage(format!("context `{name}`: set only one of ca_cert, thumbprint and insecure"))
        })?;
        let password = match (context.password_command, environment::password()?) {
            (Some(command), _) => Password::Command { command, context: name },
            (None, Some(password)) => Password::Given(password),
            (None, None) => Password::Prompt,
        };
        Ok(Self {
            server: context.server,
            username: context.username,
            password,
            trust,
            timeout,
            retries: None,
            locale: context.locale,
            datacenter: None,
        })
    }

    fn of_environment(server: String) -> Result<Self, Failure> {
        let govc = Govc::of_this_process(&server);
        let trust = trust_of_environment(&server, &govc)?;
        let datacenter = if govc.applies { environment::govc_datacenter()? } else { None };
        if govc.applies && govc.url.is_some() {
            environment::note_unused();
        }
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
            password: password.map_or(Password::Prompt, Password::Given),
            trust,
            timeout: environment::parsed("VCENTER_TIMEOUT", duration)?.unwrap_or(DEFAULT_TIMEOUT),
            retries: None,
            locale: variable("VCENTER_LOCALE")?,
            datacenter,
        })
    }

    /// Returns the retry policy of each request.
    pub(crate) fn retry(&self) -> RetryPolicy {
        let policy = RetryPolicy::default();
        match self.retries {
            Some(retries) => policy.max_attempts(retries.saturating_add(1)),
            None => policy,
        }
    }

    /// Returns the longest time of the work on one VM.
    pub(crate) fn longest_work(&self) -> Duration {
        self.retry().longest(self.timeout)
    }

    /// Returns whether the server is the embedded simulator.
    pub(crate) fn is_simulator(&self) -> bool {
        self.server.trim().eq_ignore_ascii_case(SIMULATOR)
    }

    /// Returns the user name, which is required for a login.
    pub(crate) fn user(&self) -> Result<&str, Failure> {
        match &self.username {
            Some(user) if !user.is_empty() => Ok(user),
            _ => Err(Failure::usage(
                "no user name: pass --username, set VCENTER_USERNAME, or set `username` in the context",
            )),
        }
    }
}

impl Origin {
    fn of(options: &ConnectionOptions) -> Result<Self, Failure> {
        if let Some(server) = &options.server {
            return Ok(Self::Named(server.clone()));
        }
        let context = |configuration: &Configuration, name: &str| {
            Ok(Self::Context(name.to_owned(), configuration.context(name)?.clone()))
        };
        if let Some(name) = &options.context {
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
        match &configuration.default_context {
            Some(name) => context(&configuration, name),
            None => Err(Failure::usage(
                "no server: pass --server or --context, or set VCENTER_SERVER; `--server sim:` starts an embedded simulator",
            )),
        }
    }
}

/// Returns the trust that the flags set, if any.
fn trust_of_flags(options: &ConnectionOptions) -> Option<Trust> {
    let trust = Trust {
        ca_certs: options.ca_cert.iter().cloned().collect(),
        thumbprint: options.thumbprint,
        insecure: options.insecure.then_some("--insecure"),
    };
    (trust != Trust::default()).then_some(trust)
}

/// Returns the trust that the environment sets. govc's variables must not weaken `VCENTER_` variables.
fn trust_of_environment(server: &str, govc: &Govc) -> Result<Trust, Failure> {
    let parse = |text: &str| text.parse().map_err(|error: vcenter_iso::InvalidThumbprint| error.to_string());
    let insecure = environment::parsed("VCENTER_INSECURE", environment::yes_or_no)?;
    let ca_cert = environment::path("VCENTER_CA_CERT");
    let thumbprint = environment::parsed("VCENTER_THUMBPRINT", parse)?;
    let is_set = insecure.is_some() || ca_cert.is_some() || thumbprint.is_some();
    if is_set || !govc.applies {
        let insecure = (insecure == Some(true)).then_some("VCENTER_INSECURE");
        return Trust::one_of(ca_cert, thumbprint, insecure).ok_or_else(|| {
            Failure::usage("set only one of VCENTER_CA_CERT, VCENTER_THUMBPRINT and VCENTER_INSECURE")
        });
    }
    let thumbprint = known_hosts::thumbprint(server)?;
    let insecure = thumbprint.is_none() && environment::govc_insecure()?;
    Ok(Trust {
        ca_certs: environment::paths("GOVC_TLS_CA_CERTS"),
        thumbprint,
        insecure: insecure.then_some("GOVC_INSECURE"),
    })
}
