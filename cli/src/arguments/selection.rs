use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};
use vcenter_iso::{ClusterId, FolderId, LibraryId, LibraryItemId, PowerState, VmId};

/// Which virtual machines: names, patterns and lists narrowed by filters, or identifiers.
#[derive(Debug, Args)]
#[command(next_help_heading = "Virtual machines")]
#[command(group(ArgGroup::new("which").required(true).multiple(true).args([
    "names",
    "list",
    "ids",
    "folders",
    "folder_ids",
    "clusters",
    "cluster_ids",
    "power_states",
])))]
#[group(skip)]
pub(crate) struct Vms {
    /// By name, or by a shell pattern such as 'web-*'; - reads names from stdin; may be given again
    #[arg(long = "vm", value_name = "NAME|PATTERN|-")]
    pub(crate) names: Vec<String>,

    /// By the names in a file, one a line; lines with # are comments; - is stdin
    #[arg(long = "vms-from", value_name = "FILE")]
    pub(crate) list: Option<PathBuf>,

    /// By identifier, such as vm-42; may be given again
    #[arg(
        long = "vm-id",
        value_name = "ID",
        conflicts_with_all = ["folders", "folder_ids", "clusters", "cluster_ids", "power_states"]
    )]
    pub(crate) ids: Vec<VmId>,

    #[command(flatten)]
    pub(crate) filters: Filters,

    /// How many virtual machines are worked on at once
    #[arg(long, value_name = "N", default_value = "8", value_parser = at_least_one)]
    pub(crate) concurrency: usize,
}

/// What narrows virtual machines down, or selects them by itself.
#[derive(Debug, Args)]
#[command(next_help_heading = "Virtual machines")]
#[group(skip)]
pub(crate) struct Filters {
    /// Those in a folder, by name; may be given again
    #[arg(long = "folder", value_name = "NAME")]
    pub(crate) folders: Vec<String>,

    /// Those in a folder, by identifier, such as group-v3; may be given again
    #[arg(long = "folder-id", value_name = "ID")]
    pub(crate) folder_ids: Vec<FolderId>,

    /// Those in a cluster, by name; may be given again
    #[arg(long = "cluster", value_name = "NAME")]
    pub(crate) clusters: Vec<String>,

    /// Those in a cluster, by identifier, such as domain-c8; may be given again
    #[arg(long = "cluster-id", value_name = "ID")]
    pub(crate) cluster_ids: Vec<ClusterId>,

    /// Those in this power state; may be given again
    #[arg(long = "power-state", value_name = "STATE", ignore_case = true)]
    pub(crate) power_states: Vec<Power>,
}

fn at_least_one(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|count| *count > 0).ok_or_else(|| "expected a number from 1".to_owned())
}

impl Filters {
    /// Whether nothing is narrowed down.
    pub(crate) fn is_empty(&self) -> bool {
        let Self { folders, folder_ids, clusters, cluster_ids, power_states } = self;
        folders.is_empty()
            && folder_ids.is_empty()
            && clusters.is_empty()
            && cluster_ids.is_empty()
            && power_states.is_empty()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Power {
    /// Powered on
    #[value(alias = "poweredOn", alias = "powered_on")]
    On,
    /// Powered off
    #[value(alias = "poweredOff", alias = "powered_off")]
    Off,
    /// Suspended
    Suspended,
}

impl From<Power> for PowerState {
    fn from(power: Power) -> Self {
        match power {
            Power::On => Self::PoweredOn,
            Power::Off => Self::PoweredOff,
            Power::Suspended => Self::Suspended,
        }
    }
}

/// Which image.
#[derive(Debug, Args)]
#[command(next_help_heading = "Image")]
#[command(group(ArgGroup::new("what").required(true)))]
#[group(skip)]
pub(crate) struct Item {
    /// The library item that holds the ISO image, by name
    #[arg(long = "item", value_name = "NAME", group = "what")]
    pub(crate) name: Option<String>,

    /// The library item, by identifier
    #[arg(long = "item-id", value_name = "UUID", group = "what", conflicts_with_all = ["library", "library_id"])]
    pub(crate) id: Option<LibraryItemId>,

    #[command(flatten)]
    pub(crate) place: Place,
}

/// Which library.
#[derive(Debug, Args)]
#[command(next_help_heading = "Image")]
#[group(skip)]
pub(crate) struct Place {
    /// The content library, by name
    #[arg(long, value_name = "NAME", conflicts_with = "library_id")]
    pub(crate) library: Option<String>,

    /// The content library, by identifier
    #[arg(long, value_name = "UUID")]
    pub(crate) library_id: Option<LibraryId>,
}

/// How a change is carried out.
#[derive(Debug, Args)]
pub(crate) struct Fleet {
    /// Look everything up and tell what would be done, but change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Do not ask before a pattern or a filter changes what it selects
    #[arg(short, long)]
    pub(crate) yes: bool,

    /// Begin no further virtual machine once one has failed
    #[arg(long)]
    pub(crate) fail_fast: bool,
}
