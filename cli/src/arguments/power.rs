use std::time::Duration;

use clap::{Args, Subcommand};

use crate::arguments::batch::{BatchOptions, ChangeOptions};
use crate::arguments::connection::duration;

pub(super) const EXAMPLES: &str = "\
Examples:
  vcenter-iso power on web-01
  vcenter-iso power shutdown 'web-*' --wait 10m --yes
  vcenter-iso power off --folder staging --dry-run
  vcenter-iso power status --cluster cluster-01

A virtual machine that is in the desired state already is left as it is.";

#[derive(Debug, Subcommand)]
pub(crate) enum PowerCommand {
    /// Power on virtual machines, or resume suspended ones
    #[command(override_usage = "vcenter-iso power on [OPTIONS] <VM>...")]
    On(PowerArgs),

    /// Power off virtual machines, as if their plug were pulled
    #[command(override_usage = "vcenter-iso power off [OPTIONS] <VM>...")]
    Off(PowerArgs),

    /// Reset running virtual machines
    ///
    /// A reset whose response was lost is not repeated.
    #[command(override_usage = "vcenter-iso power reset [OPTIONS] <VM>...")]
    Reset(PowerArgs),

    /// Ask guests to shut down, and wait until they are off
    ///
    /// VMware Tools must run in the guest.
    #[command(override_usage = "vcenter-iso power shutdown [OPTIONS] <VM>...")]
    Shutdown(ShutdownArgs),

    /// Show the power state of virtual machines, by default of all
    Status(PowerStatusArgs),
}

impl PowerCommand {
    pub(crate) fn changes(&self) -> bool {
        !matches!(self, Self::Status(_))
    }
}

#[derive(Debug, Args)]
pub(crate) struct PowerArgs {
    #[command(flatten)]
    pub(crate) change: ChangeOptions,

    #[command(flatten)]
    pub(crate) batch: BatchOptions,
}

#[derive(Debug, Args)]
pub(crate) struct ShutdownArgs {
    /// Time to wait for each guest, e.g. 90s or 10m
    #[arg(long, value_name = "DURATION", default_value = "5m", value_parser = duration)]
    pub(crate) wait: Duration,

    #[command(flatten)]
    pub(crate) change: ChangeOptions,

    #[command(flatten)]
    pub(crate) batch: BatchOptions,
}

#[derive(Debug, Args)]
pub(crate) struct PowerStatusArgs {
    #[command(flatten)]
    pub(crate) batch: BatchOptions,
}
