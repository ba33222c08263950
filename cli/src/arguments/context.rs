use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand, ValueEnum};
use vcenter_iso::Thumbprint;

use crate::arguments::connection::duration;
use crate::arguments::output::OutputOptions;

pub(super) const EXAMPLES: &str = "\
Examples:
  vcenter-iso context set lab --server vcenter.example.com --username automation@vsphere.local
  vcenter-iso context set lab --password-command 'pass show vcenter/lab'
  vcenter-iso context use lab
  vcenter-iso context list

Each context has its own settings in the configuration file. The file keeps its comments.";

#[derive(Debug, Subcommand)]
pub(crate) enum ContextCommand {
    /// List the contexts of the configuration file
    #[command(visible_alias = "ls")]
    List(ContextListArgs),

    /// Use a context if no other setting names a server
    Use {
        /// Context to use by default
        #[arg(value_name = "NAME")]
        name: String,
    },

    /// Show a context
    Show(ContextShowArgs),

    /// Add a context, or change settings of it
    ///
    /// The first context becomes the default.
    #[command(override_usage = "vcenter-iso context set [OPTIONS] <NAME>")]
    Set(ContextSetArgs),

    /// Delete contexts
    ///
    /// Sessions that `login` has stored stay open until `logout`.
    Delete {
        /// Contexts to delete
        #[arg(value_name = "NAME", required = true)]
        names: Vec<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct ContextListArgs {
    #[command(flatten)]
    pub(crate) output: OutputOptions,
}

#[derive(Debug, Args)]
pub(crate) struct ContextShowArgs {
    /// Context to show; default: the one that is used without --server and --context
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,

    #[command(flatten)]
    pub(crate) output: OutputOptions,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("change").required(true).multiple(true))]
pub(crate) struct ContextSetArgs {
    /// Context to add or to change
    #[arg(value_name = "NAME")]
    pub(crate) name: String,

    /// Host name or URL of vCenter; required for a new context
    #[arg(long, value_name = "HOST|URL", group = "change")]
    pub(crate) server: Option<String>,

    /// User name with its domain, e.g. user@vsphere.local
    #[arg(long, value_name = "NAME", group = "change")]
    pub(crate) username: Option<String>,

    /// Shell command that prints the password as its first line, e.g. 'pass show vcenter/lab'
    #[arg(long, value_name = "COMMAND", group = "change")]
    pub(crate) password_command: Option<String>,

    /// Also trust the root certificates in a PEM or DER file
    #[arg(long, value_name = "FILE", group = "change")]
    pub(crate) ca_cert: Option<PathBuf>,

    /// Trust only the certificate with this thumbprint
    #[arg(long, value_name = "SHA256", group = "change", conflicts_with = "ca_cert")]
    pub(crate) thumbprint: Option<Thumbprint>,

    /// Accept any certificate, which can expose the password
    #[arg(long, group = "change", conflicts_with_all = ["thumbprint", "ca_cert"])]
    pub(crate) insecure: bool,

    /// Time limit of each request, e.g. 90s or 5m
    #[arg(long, value_name = "DURATION", group = "change", value_parser = valid_duration)]
    pub(crate) timeout: Option<String>,

    /// Language of the server's messages, e.g. de-DE
    #[arg(long, value_name = "LANGUAGE", group = "change")]
    pub(crate) locale: Option<String>,

    /// Remove a setting of the context; may be repeated
    #[arg(long, value_name = "SETTING", group = "change")]
    pub(crate) unset: Vec<OptionalSetting>,

    /// Use the context if no other setting names a server
    #[arg(long, group = "change")]
    pub(crate) default: bool,
}

/// A setting that a context need not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OptionalSetting {
    Username,
    PasswordCommand,
    CaCert,
    Thumbprint,
    Insecure,
    Timeout,
    Locale,
}

impl OptionalSetting {
    /// Returns the key of the configuration file.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Username => "username",
            Self::PasswordCommand => "password_command",
            Self::CaCert => "ca_cert",
            Self::Thumbprint => "thumbprint",
            Self::Insecure => "insecure",
            Self::Timeout => "timeout",
            Self::Locale => "locale",
        }
    }
}

/// Returns the text of a duration, as the configuration file has it.
fn valid_duration(text: &str) -> Result<String, String> {
    duration(text).map(|_| text.to_owned())
}
