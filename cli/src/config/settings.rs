//! The settings of a connection.

use std::path::PathBuf;
use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use vcenter_iso::{RetryPolicy, Thumbprint, Vcenter};

use crate::arguments::{ConnectionOptions, DEFAULT_RETRIES, DEFAULT_TIMEOUT, duration};
use crate::config::configuration::{Configuration, Context};
use crate::config::environment::{self, GovcUrl, variable};
use crate::config::known_hosts;
use crate::config::password::Password;
use crate::config::sourced::{Source, Sourced};
use crate::failure::Failure;

/// The name of the embedded simulator.
const SIMULATOR: &str = "sim:";
const SIMULATOR_USER: &str = "administrator@vsphere.local";

const GOVC_URL: Source = Source::new("GOVC_URL");

#[derive(Debug)]
pub(crate) struct Settings {
    /// The context that the settings come from.
    pub(crate) context: Option<Sourced<String>>,
    pub(crate) server: Sourced<String>,
    pub(crate) username: Option<Sourced<String>>,
    pub(crate) password: Sourced<Password>,
    pub(crate) trust: Trust,
    pub(crate) timeout: Sourced<Duration>,
    pub(crate) retries: Sourced<usize>,
    pub(crate) locale: Option<Sourced<String>>,
    /// The datacenter to select VMs in, if no flag selects one.
    pub(crate) datacenter: Option<Sourced<String>>,
}

/// The server certificates to trust. By default, those with a root certificate of the system.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Trust {
    pub(crate) ca_certs: Option<Sourced<Vec<PathBuf>>>,
    pub(crate) thumbprint: Option<Sourced<Thumbprint>>,
    /// The setting that accepts any certificate.
    pub(crate) insecure: Option<Source>,
}

impl Trust {
    /// Returns `None` if more than one is set.
    fn one_of(
        ca_cert: Option<Sourced<PathBuf>>,
        thumbprint: Option<Sourced<Thumbprint>>,
        insecure: Option<Source>,
    ) -> Option<Self> {
        let set = [ca_cert.is_some(), thumbprint.is_some(), insecure.is_some()];
        let is_unique = set.into_iter().filter(|set| *set).count() <= 1;
        let ca_certs = ca_cert.map(|file| file.map(|file| vec![file]));
        is_unique.then_some(Self { ca_certs, thumbprint, insecure })
    }
}

/// The setting that names the server. It determines which other settings apply.
enum Origin {
    /// `--server`, `VCENTER_SERVER`, or `GOVC_URL`.
    Named(Sourced<String>),
    Context(Sourced<String>, Context),
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

    fn username(self) -> Result<Option<Sourced<String>>, Failure> {
        if !self.applies {
            return Ok(None);
        }
        let in_url = || Some(GOVC_URL.of(self.url?.username?));
        let set = environment::govc_secret("GOVC_USERNAME")?;
        let set = set.map(|user| Source::new("GOVC_USERNAME").of(user.expose_secret().to_owned()));
        Ok(set.or_else(in_url))
    }

    fn password(&self) -> Result<Option<Sourced<SecretString>>, Failure> {
        if !self.applies {
            return Ok(None);
        }
        let in_url = || Some(GOVC_URL.of(self.url.as_ref()?.password.clone()?));
        let set = environment::govc_secret("GOVC_PASSWORD")?;
        Ok(set.map(|password| Source::new("GOVC_PASSWORD").of(password)).or_else(in_url))
    }
}

/// Returns whether this is the name of the embedded simulator.
pub(crate) fn is_simulator(server: &str) -> bool {
    server.trim().eq_ignore_ascii_case(SIMULATOR)
}

/// Returns whether two spellings name the same server.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
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
            settings.password = Source::new("--password-stdin").of(Password::Stdin);
        }
        if let Some(trust) = trust_of_flags(options) {
            settings.trust = trust;
        }
        settings.username = flag("--username", options.username.clone()).or(settings.username);
        settings.timeout = flag("--timeout", options.timeout).unwrap_or(settings.timeout);
        settings.retries = flag("--retries", options.retries).unwrap_or(settings.retries);
        settings.locale = flag("--locale", options.locale.clone()).or(settings.locale);
        if settings.is_simulator() {
            let simulator = Source::new("simulator");
            settings.username.get_or_insert_with(|| simulator.of(SIMULATOR_USER.to_owned()));
            if matches!(*settings.password, Password::Prompt) {
                settings.password = simulator.of(Password::Given("any password".into()));
            }
        }
        Ok(settings)
    }

    fn of_context(name: Sourced<String>, context: Context) -> Result<Self, Failure> {
        let invalid =
            |what: &str, reason: String| Failure::usage(format!("context `{}`: {what}: {reason}", *name));
        let thumbprint = match &context.thumbprint {
            Some(text) => Some(text.parse().map_err(|error| invalid("thumbprint", format!("{error}")))?),
            None => None,
        };
        let timeout = match &context.timeout {
            Some(text) => Some(duration(text).map_err(|reason| invalid("timeout", reason))?),
            None => None,
        };
        let source = Source::context(&name);
        let trust = Trust::one_of(
            context.ca_cert.map(|file| source.of(file)),
            thumbprint.map(|thumbprint| source.of(thumbprint)),
            context.insecure.unwrap_or_default().then(|| source.clone()),
        );
        let trust = trust.ok_or_else(|| {
            Failure::usage(format!("context `{}`: set only one of ca_cert, thumbprint and insecure", *name))
        })?;
        let password = match (context.password_command, environment::password()?) {
            (Some(command), _) => source.of(Password::Command { command, context: name.to_string() }),
            (None, Some(password)) => Source::new(environment::PASSWORD).of(Password::Given(password)),
            (None, None) => Source::DEFAULT.of(Password::Prompt),
        };
        Ok(Self {
            context: Some(name),
            server: source.of(context.server),
            username: context.username.map(|username| source.of(username)),
            password,
            trust,
            timeout: timeout.map_or(Source::DEFAULT.of(DEFAULT_TIMEOUT), |timeout| source.of(timeout)),
            retries: Source::DEFAULT.of(DEFAULT_RETRIES),
            locale: context.locale.map(|locale| source.of(locale)),
            datacenter: None,
        })
    }

    fn of_environment(server: Sourced<String>) -> Result<Self, Failure> {
        let govc = Govc::of_this_process(&server);
        let trust = trust_of_environment(&server, &govc)?;
        let datacenter = if govc.applies { environment::govc_datacenter()? } else { None };
        if govc.applies && govc.url.is_some() {
            environment::note_unused();
        }
        let password = match environment::password()? {
            Some(password) => Some(Source::new(environment::PASSWORD).of(password)),
            None => govc.password()?,
        };
        let password = match password {
            Some(password) => password.map(Password::Given),
            None => Source::DEFAULT.of(Password::Prompt),
        };
        let username = match sourced_variable("VCENTER_USERNAME")? {
            Some(username) => Some(username),
            None => govc.username()?,
        };
        let timeout = environment::parsed("VCENTER_TIMEOUT", duration)?;
        Ok(Self {
            context: None,
            server,
            username,
            password,
            trust,
            timeout: flag("VCENTER_TIMEOUT", timeout).unwrap_or(Source::DEFAULT.of(DEFAULT_TIMEOUT)),
            retries: Source::DEFAULT.of(DEFAULT_RETRIES),
            locale: sourced_variable("VCENTER_LOCALE")?,
            datacenter: flag(environment::GOVC_DATACENTER, datacenter),
        })
    }

    /// Returns the retry policy of each request.
    pub(crate) fn retry(&self) -> RetryPolicy {
        RetryPolicy::default().max_attempts(self.retries.saturating_add(1))
    }

    /// Returns the longest time of the work on one VM.
    pub(crate) fn longest_work(&self) -> Duration {
        self.retry().longest(*self.timeout)
    }

    /// Returns whether the server is the embedded simulator.
    pub(crate) fn is_simulator(&self) -> bool {
        is_simulator(&self.server)
    }

    pub(crate) fn username(&self) -> Option<&str> {
        self.username.as_ref().map(|username| username.as_str())
    }

    pub(crate) fn datacenter(&self) -> Option<&str> {
        self.datacenter.as_ref().map(|datacenter| datacenter.as_str())
    }

    /// Returns the user name, which is required for a login.
    pub(crate) fn user(&self) -> Result<&str, Failure> {
        match &self.username {
            Some(user) if !user.is_empty() => Ok(user.as_str()),
            _ => Err(Failure::usage(
                "no user name: pass --username, set VCENTER_USERNAME, or set `username` in the context",
            )),
        }
    }
}

impl Origin {
    fn of(options: &ConnectionOptions) -> Result<Self, Failure> {
        if let Some(server) = flag("--server", options.server.clone()) {
            return Ok(Self::Named(server));
        }
        let context = |configuration: &Configuration, name: Sourced<String>| {
            let context = configuration.context(&name)?.clone();
            Ok(Self::Context(name, context))
        };
        if let Some(name) = flag("--context", options.context.clone()) {
            return context(&Configuration::read()?, name);
        }
        if let Some(server) = sourced_variable("VCENTER_SERVER")? {
            return Ok(Self::Named(server));
        }
        if let Some(name) = sourced_variable("VCENTER_CONTEXT")? {
            return context(&Configuration::read()?, name);
        }
        if let Some(url) = GovcUrl::from_environment()? {
            return Ok(Self::Named(GOVC_URL.of(url.server)));
        }
        let configuration = Configuration::read()?;
        match flag("default_context", configuration.default_context.clone()) {
            Some(name) => context(&configuration, name),
            None => Err(Failure::usage(
                "no server: pass --server or --context, set VCENTER_SERVER, or choose a context with `vcenter-iso \
                 context use`; `--server sim:` starts an embedded simulator",
            )),
        }
    }
}

/// Returns the value of a flag, a variable or a key of the configuration file, if it is set.
fn flag<T>(name: &'static str, value: Option<T>) -> Option<Sourced<T>> {
    value.map(|value| Source::new(name).of(value))
}

fn sourced_variable(name: &'static str) -> Result<Option<Sourced<String>>, Failure> {
    Ok(flag(name, variable(name)?))
}

/// Returns the trust that the flags set, if any.
fn trust_of_flags(options: &ConnectionOptions) -> Option<Trust> {
    let trust = Trust {
        ca_certs: flag("--ca-cert", options.ca_cert.clone().map(|file| vec![file])),
        thumbprint: flag("--thumbprint", options.thumbprint),
        insecure: options.insecure.then_some(Source::new("--insecure")),
    };
    (trust != Trust::default()).then_some(trust)
}

/// Returns the trust that the environment sets. govc's variables must not weaken `VCENTER_` variables.
fn trust_of_environment(server: &str, govc: &Govc) -> Result<Trust, Failure> {
    let parse = |text: &str| text.parse().map_err(|error: vcenter_iso::InvalidThumbprint| error.to_string());
    let insecure = environment::parsed("VCENTER_INSECURE", environment::yes_or_no)?;
    let ca_cert = flag("VCENTER_CA_CERT", environment::path("VCENTER_CA_CERT"));
    let thumbprint = flag("VCENTER_THUMBPRINT", environment::parsed("VCENTER_THUMBPRINT", parse)?);
    let is_set = insecure.is_some() || ca_cert.is_some() || thumbprint.is_some();
    if is_set || !govc.applies {
        let insecure = (insecure == Some(true)).then_some(Source::new("VCENTER_INSECURE"));
        return Trust::one_of(ca_cert, thumbprint, insecure).ok_or_else(|| {
            Failure::usage("set only one of VCENTER_CA_CERT, VCENTER_THUMBPRINT and VCENTER_INSECURE")
        });
    }
    let thumbprint = flag(known_hosts::VARIABLE, known_hosts::thumbprint(server)?);
    let insecure = thumbprint.is_none() && environment::govc_insecure()?;
    let ca_certs = Some(environment::paths("GOVC_TLS_CA_CERTS")).filter(|files| !files.is_empty());
    Ok(Trust {
        ca_certs: flag("GOVC_TLS_CA_CERTS", ca_certs),
        thumbprint,
        insecure: insecure.then_some(Source::new("GOVC_INSECURE")),
    })
}
