//! The effective settings.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Serialize;
use vcenter_iso::Vcenter;

use crate::arguments::{ConfigCommand, ConfigShowArgs};
use crate::config::configuration;
use crate::config::password::Password;
use crate::config::settings::Settings;
use crate::config::sourced::{Source, Sourced};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Cell, Column, Printer, Record};
use crate::session::connection;
use crate::session::store::SessionStore;
use crate::terminal::Interrupts;

/// An effective setting
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct SettingRecord {
    /// The name of the setting
    setting: &'static str,
    /// Its value, null if it has none, and always null for the password
    value: Option<String>,
    /// The flag, variable or context that it comes from, or `default`; null for a setting without a value
    source: Option<String>,
}

impl Record for SettingRecord {
    const COLUMNS: &'static [Column] = &[Column::new("SETTING"), Column::new("VALUE"), Column::new("SOURCE")];

    fn rows(&self) -> Vec<Vec<Cell>> {
        let (value, source) = (Cell::or_none(self.value.as_ref()), Cell::or_none(self.source.as_ref()));
        vec![vec![Cell::new(self.setting), value, source]]
    }

    fn name(&self) -> Cell {
        Cell::new(self.setting)
    }
}

impl SettingRecord {
    fn new(setting: &'static str, value: Option<Sourced<String>>) -> Self {
        let source = value.as_ref().map(|value| value.source().to_string());
        Self { setting, value: value.map(|value| value.to_string()), source }
    }
}

pub(crate) async fn run(command: ConfigCommand, mut interrupts: Interrupts) -> Result<Exit, Failure> {
    let ConfigCommand::Show(ConfigShowArgs { output, connection: options }) = command;
    let printer = Printer::new(&output)?;
    let settings = connection::settings(&options, &mut interrupts).await?;
    printer.print_all(records(settings)?, &mut interrupts).await
}

fn records(settings: Settings) -> Result<Vec<SettingRecord>, Failure> {
    let simulated = settings.is_simulator();
    let proxy = if simulated { None } else { Vcenter::builder(settings.server.as_str()).proxy()? };
    let path = |path: Option<PathBuf>, variable: &'static str| {
        let is_set = std::env::var_os(variable).is_some_and(|value| PathBuf::from(value).is_absolute());
        let source = if is_set { Source::new(variable) } else { Source::DEFAULT };
        path.map(|path| source.of(path.display().to_string()))
    };
    let Settings { context, server, username, password, trust, timeout, retries, locale, datacenter } =
        settings;
    let ca_certs = trust.ca_certs.map(|files| {
        files.map(|files| std::env::join_paths(&files).unwrap_or_default().to_string_lossy().into_owned())
    });
    let password = SettingRecord {
        setting: "password",
        value: None,
        source: Some(match *password {
            Password::Prompt => "prompt".to_owned(),
            Password::Command { .. } => format!("password_command of {}", password.source()),
            Password::Given(_) | Password::Stdin => password.source().to_string(),
        }),
    };
    let sessions = SessionStore::of_this_user().ok().map(|store| store.path());
    Ok(vec![
        SettingRecord::new("context", context),
        SettingRecord::new("server", Some(server)),
        SettingRecord::new("username", username),
        password,
        SettingRecord::new("ca_cert", ca_certs),
        SettingRecord::new("thumbprint", trust.thumbprint.map(|value| value.map(|value| value.to_string()))),
        SettingRecord::new("insecure", trust.insecure.map(|source| source.of("true".to_owned()))),
        SettingRecord::new(
            "timeout",
            Some(timeout.map(|timeout| humantime::format_duration(timeout).to_string())),
        ),
        SettingRecord::new("retries", Some(retries.map(|retries| retries.to_string()))),
        SettingRecord::new("locale", locale),
        SettingRecord::new("datacenter", datacenter),
        SettingRecord::new("proxy", proxy.map(|proxy| Source::new(proxy.variable()).of(proxy.url()))),
        SettingRecord::new("configuration_file", path(configuration::path(), "XDG_CONFIG_HOME")),
        SettingRecord::new("session_file", path(sessions, "XDG_STATE_HOME")),
    ])
}
