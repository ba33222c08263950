use clap::Args;

use crate::arguments::connection::ConnectionOptions;
use crate::arguments::output::OutputOptions;

/// The arguments of `libraries`, `folders`, `clusters`, `datacenters` and `hosts`.
#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    /// List only names that match a shell pattern
    #[arg(value_name = "NAME")]
    pub(crate) names: Vec<String>,

    #[command(flatten)]
    pub(crate) output: OutputOptions,

    #[command(flatten)]
    pub(crate) connection: ConnectionOptions,
}

pub(super) const LIBRARIES_EXAMPLES: &str = "\
Examples:
  vcenter-iso libraries
  vcenter-iso libraries 'iso*' --output json";

pub(super) const FOLDERS_EXAMPLES: &str = "\
Examples:
  vcenter-iso folders
  vcenter-iso vms --folder-id \"$(vcenter-iso folders staging --columns folder)\"";

pub(super) const CLUSTERS_EXAMPLES: &str = "\
Examples:
  vcenter-iso clusters
  vcenter-iso clusters --output json";

pub(super) const DATACENTERS_EXAMPLES: &str = "\
Examples:
  vcenter-iso datacenters";

pub(super) const HOSTS_EXAMPLES: &str = "\
Examples:
  vcenter-iso hosts
  vcenter-iso hosts 'esx-*' --sort-by connection";
