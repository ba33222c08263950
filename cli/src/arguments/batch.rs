use clap::Args;

use crate::arguments::connection::ConnectionOptions;
use crate::arguments::output::OutputOptions;
use crate::arguments::selection::VmOptions;

/// Options that the commands on VMs share.
#[derive(Debug, Args)]
pub(crate) struct BatchOptions {
    #[command(flatten)]
    pub(crate) output: OutputOptions,

    #[command(flatten)]
    pub(crate) vms: VmOptions,

    #[command(flatten)]
    pub(crate) connection: ConnectionOptions,
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
