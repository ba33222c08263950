use clap::{Args, ValueEnum};

use crate::arguments::connection::ConnectionOptions;
use crate::arguments::output::OutputOptions;
use crate::arguments::selection::VmOptions;

/// Options that the commands on VMs share.
#[derive(Debug, Args)]
pub(crate) struct BatchOptions {
    #[command(flatten)]
    pub(crate) output: OutputOptions,

    /// Results to print; default: all, but on a terminal only what is not as it was for more than 20 VMs
    #[arg(long, value_name = "RESULTS", help_heading = None::<&str>)]
    pub(crate) show: Option<Show>,

    #[command(flatten)]
    pub(crate) vms: VmOptions,

    #[command(flatten)]
    pub(crate) connection: ConnectionOptions,
}

/// Which results to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Show {
    /// Every result
    All,
    /// Changes, failures, and virtual machines that were not started
    Changed,
    /// Failures, and virtual machines that were not started
    Failed,
}

/// Options of a command that changes VMs.
#[derive(Debug, Args)]
pub(crate) struct ChangeOptions {
    /// Show what would change without changing it
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Skip the confirmation for virtual machines that a pattern or a filter selects
    #[arg(short, long)]
    pub(crate) yes: bool,

    /// Skip the remaining virtual machines after the first failure
    #[arg(long)]
    pub(crate) fail_fast: bool,
}
