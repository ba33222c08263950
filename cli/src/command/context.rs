//! The contexts of the configuration file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use schemars::JsonSchema;
use serde::Serialize;
use vcenter_iso::{SingleLine, Vcenter};

use crate::arguments::{ContextCommand, ContextSetArgs, OptionalSetting};
use crate::config::configuration::{Configuration, Context};
use crate::config::document::{ConfigurationDocument, ContextTable};
use crate::config::settings::{Settings, is_simulator};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Cell, Column, Printer, Record};
use crate::terminal::{Interrupts, report};

/// A context of the configuration file
// Without the password command, which may contain a secret.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ContextRecord {
    /// The name of the context
    name: String,
    /// Whether it is the context to use if no other setting names a server
    default: bool,
    /// The host name or URL of vCenter
    server: String,
    /// The user name
    username: Option<String>,
    /// Whether the context has a command that prints the password
    has_password_command: bool,
    /// The file of root certificates to trust in addition
    ca_cert: Option<PathBuf>,
    /// The thumbprint of the only certificate to trust
    thumbprint: Option<String>,
    /// Whether any certificate is accepted
    insecure: bool,
    /// The time limit of each request
    timeout: Option<String>,
    /// The language of the messages of the server
    locale: Option<String>,
}

impl Record for ContextRecord {
    const COLUMNS: &'static [Column] = &[
        Column::new("NAME"),
        Column::new("SERVER"),
        Column::new("USER").minor(),
        Column::new("DEFAULT"),
        Column::new("PASSWORD COMMAND").wide(),
        Column::new("TRUST").wide(),
        Column::new("TIMEOUT").wide(),
        Column::new("LOCALE").wide(),
    ];

    fn rows(&self) -> Vec<Vec<Cell>> {
        let or_none = |text: Option<&String>| Cell::or_none(text);
        let trust = match (&self.ca_cert, &self.thumbprint) {
            (Some(file), _) => Some(file.display().to_string()),
            (None, Some(thumbprint)) => Some(thumbprint.clone()),
            (None, None) => self.insecure.then(|| "insecure".to_owned()),
        };
        vec![vec![
            Cell::new(&self.name),
            Cell::new(&self.server),
            or_none(self.username.as_ref()),
            Cell::new(if self.default { "yes" } else { "no" }),
            Cell::new(if self.has_password_command { "yes" } else { "no" }),
            or_none(trust.as_ref()),
            or_none(self.timeout.as_ref()),
            or_none(self.locale.as_ref()),
        ]]
    }

    fn name(&self) -> Cell {
        Cell::new(&self.name)
    }
}

impl ContextRecord {
    fn new(name: &str, context: &Context, default: Option<&str>) -> Self {
        let context = context.clone();
        Self {
            name: name.to_owned(),
            default: default == Some(name),
            server: without_user_info(&context.server).to_owned(),
            username: context.username,
            has_password_command: context.password_command.is_some(),
            ca_cert: context.ca_cert,
            thumbprint: context.thumbprint,
            insecure: context.insecure.unwrap_or_default(),
            timeout: context.timeout,
            locale: context.locale,
        }
    }
}

pub(crate) async fn run(command: ContextCommand, mut interrupts: Interrupts) -> Result<Exit, Failure> {
    let interrupts = &mut interrupts;
    match command {
        ContextCommand::List(arguments) => {
            let printer = Printer::new(&arguments.output)?;
            let configuration = Configuration::read()?;
            let default = configuration.default_context.as_deref();
            let record = |(name, context)| ContextRecord::new(name, context, default);
            let contexts: Vec<_> = configuration.contexts().map(record).collect();
            if contexts.is_empty() {
                report::note("no context exists; `vcenter-iso context set` adds one");
            }
            printer.print_all(contexts, interrupts).await
        }
        ContextCommand::Show(arguments) => {
            let printer = Printer::new(&arguments.output)?;
            let configuration = Configuration::read()?;
            let default = configuration.default_context.as_deref();
            let name = arguments.name.as_deref().or(default).ok_or_else(|| {
                Failure::usage(
                    "no context is the default: name one, or choose one with `vcenter-iso context use`",
                )
            })?;
            let record = ContextRecord::new(name, configuration.context(name)?, default);
            printer.print_all([record], interrupts).await
        }
        ContextCommand::Use { name } => {
            let mut document = ConfigurationDocument::open(interrupts).await?;
            document.configuration()?.context(&name)?;
            document.set_default(&name)?;
            document.write()?;
            report::note(&format!("{} is the default now", shown(&name)));
            Ok(Exit::Done)
        }
        ContextCommand::Set(arguments) => set(arguments, interrupts).await,
        ContextCommand::Delete { names } => delete(&names, interrupts).await,
    }
}

async fn set(arguments: ContextSetArgs, interrupts: &mut Interrupts) -> Result<Exit, Failure> {
    let name = &arguments.name;
    check_name(name)?;
    if let Some(server) = arguments.server.as_deref().filter(|server| !is_simulator(server)) {
        Vcenter::builder(server).url()?;
    }
    let mut document = ConfigurationDocument::open(interrupts).await?;
    let known = document.configuration()?;
    if arguments.server.is_none() && known.context(name).is_err() {
        return Err(Failure::usage(format!("{} does not exist: pass --server to add it", shown(name))));
    }
    let mut context = document.context(name)?;
    for setting in &arguments.unset {
        context.remove(setting.key());
    }
    put(&mut context, "server", arguments.server.as_deref());
    put(&mut context, OptionalSetting::Username.key(), arguments.username.as_deref());
    put(&mut context, OptionalSetting::PasswordCommand.key(), arguments.password_command.as_deref());
    put(&mut context, OptionalSetting::Timeout.key(), arguments.timeout.as_deref());
    put(&mut context, OptionalSetting::Locale.key(), arguments.locale.as_deref());
    let thumbprint = arguments.thumbprint.map(|thumbprint| thumbprint.to_string());
    put_trust(&mut context, arguments.ca_cert.as_deref(), thumbprint.as_deref(), arguments.insecure)?;
    finish(document, &known, name, arguments.default)
}

/// Saves the settings of a login as a context.
pub(crate) async fn save(
    name: &str,
    settings: &Settings,
    interrupts: &mut Interrupts,
) -> Result<(), Failure> {
    check_name(name)?;
    let trust = &settings.trust;
    let ca_cert = match trust.ca_certs.as_ref().map(|files| files.as_slice()) {
        None => None,
        Some([file]) => Some(file.as_path()),
        Some(_) => {
            return Err(Failure::usage(
                "a context has one file of certificates: put all into one file and pass it with --ca-cert",
            ));
        }
    };
    let mut document = ConfigurationDocument::open(interrupts).await?;
    let known = document.configuration()?;
    let mut context = document.context(name)?;
    put(&mut context, "server", Some(settings.server.as_str()));
    put(&mut context, OptionalSetting::Username.key(), settings.username());
    let locale = settings.locale.as_ref().map(|locale| locale.as_str());
    put(&mut context, OptionalSetting::Locale.key(), locale);
    if settings.timeout.is_set() {
        put(&mut context, OptionalSetting::Timeout.key(), Some(&text(*settings.timeout)));
    }
    let thumbprint = trust.thumbprint.as_ref().map(|thumbprint| thumbprint.to_string());
    put_trust(&mut context, ca_cert, thumbprint.as_deref(), trust.insecure.is_some())?;
    finish(document, &known, name, false).map(|_| ())
}

/// Writes the file. The first context becomes the default.
fn finish(
    mut document: ConfigurationDocument,
    known: &Configuration,
    name: &str,
    default: bool,
) -> Result<Exit, Failure> {
    let is_first = known.contexts().next().is_none() && known.default_context.is_none();
    let is_known = known.context(name).is_ok();
    if default || is_first {
        document.set_default(name)?;
    }
    document.write()?;
    let done = if is_known { "changed" } else { "added" };
    let of_default = match known.default_context.as_deref() {
        _ if default || is_first => "; it is the default now".to_owned(),
        Some(other) if other == name => "; it is the default".to_owned(),
        _ => {
            format!("; use it with --context, or by default after `vcenter-iso context use {}`", quoted(name))
        }
    };
    report::note(&format!("{} is {done}{of_default}", shown(name)));
    Ok(Exit::Done)
}

async fn delete(names: &[String], interrupts: &mut Interrupts) -> Result<Exit, Failure> {
    let mut document = ConfigurationDocument::open(interrupts).await?;
    let known = document.configuration()?;
    for name in names {
        known.context(name)?;
    }
    for name in names {
        document.remove_context(name);
    }
    let without_default = known.default_context.as_ref().is_some_and(|default| names.contains(default));
    if without_default {
        document.remove_default();
    }
    document.write()?;
    let names: Vec<_> = names.iter().map(|name| shown(name)).collect();
    let default = if without_default { "; no context is the default now" } else { "" };
    report::note(&format!("deleted {}{default}", names.join(", ")));
    Ok(Exit::Done)
}

fn put(context: &mut ContextTable<'_>, key: &str, value: Option<&str>) {
    if let Some(value) = value {
        context.put(key, value);
    }
}

/// Sets the certificate trust, which is one setting: the keys of another kind are removed.
fn put_trust(
    context: &mut ContextTable<'_>,
    ca_cert: Option<&Path>,
    thumbprint: Option<&str>,
    insecure: bool,
) -> Result<(), Failure> {
    if ca_cert.is_none() && thumbprint.is_none() && !insecure {
        return Ok(());
    }
    for kind in [OptionalSetting::CaCert, OptionalSetting::Thumbprint, OptionalSetting::Insecure] {
        match kind {
            OptionalSetting::CaCert if ca_cert.is_some() => {}
            OptionalSetting::Thumbprint if thumbprint.is_some() => {}
            OptionalSetting::Insecure if insecure => {}
            _ => context.remove(kind.key()),
        }
    }
    if let Some(file) = ca_cert {
        // The working directory of a later command is another one.
        let file = std::path::absolute(file)
            .map_err(|error| Failure::usage_caused_by(format!("--ca-cert {}", file.display()), error))?;
        let file = file
            .into_os_string()
            .into_string()
            .map_err(|_| Failure::usage("--ca-cert: a path that is not UTF-8 text cannot be stored"))?;
        context.put(OptionalSetting::CaCert.key(), file);
    }
    put(context, OptionalSetting::Thumbprint.key(), thumbprint);
    if insecure {
        context.put(OptionalSetting::Insecure.key(), true);
    }
    Ok(())
}

fn check_name(name: &str) -> Result<(), Failure> {
    if name.trim().is_empty() || name.contains(char::is_control) {
        return Err(Failure::usage("the name of a context is one line of text"));
    }
    Ok(())
}

/// Returns an address without the user and the password that someone may have written into it.
fn without_user_info(server: &str) -> &str {
    server.rsplit_once('@').map_or(server, |(_, host)| host)
}

/// Returns a duration as the configuration file has it.
fn text(duration: Duration) -> String {
    humantime::format_duration(duration).to_string()
}

fn shown(name: &str) -> String {
    format!("context `{}`", SingleLine(name))
}

/// Returns a name as a word of a command line.
fn quoted(name: &str) -> String {
    let is_plain =
        name.chars().all(|character| character.is_ascii_alphanumeric() || "-_.".contains(character));
    if is_plain { name.to_owned() } else { format!("'{name}'") }
}
