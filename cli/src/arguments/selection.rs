use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgGroup, Args, ValueEnum};
use vcenter_iso::{ClusterId, DatacenterId, FolderId, HostId, LibraryId, LibraryItemId, PowerState, VmId};

use crate::arguments::connection::duration;

/// The identifiers of the filters, which an identifier of a VM cannot be combined with.
const FILTERS: [&str; 9] = [
    "folders",
    "folder_ids",
    "clusters",
    "cluster_ids",
    "hosts",
    "host_ids",
    "datacenters",
    "datacenter_ids",
    "power_states",
];

/// Selects VMs by names, patterns and lists, narrowed by filters, or by identifiers.
#[derive(Debug, Args)]
#[command(next_help_heading = "Virtual machines")]
#[command(group(ArgGroup::new("which").multiple(true).args([
    "positional",
    "names",
    "list",
    "ids",
    "id_list",
]).args(FILTERS)))]
#[group(skip)]
pub(crate) struct VmSelection {
    /// Virtual machines by name or shell pattern, as with --vm
    #[arg(value_name = "VM", help_heading = None::<&str>)]
    pub(crate) positional: Vec<String>,

    /// Select by name or shell pattern, e.g. 'web-*'; - reads names from stdin; may be repeated
    #[arg(long = "vm", value_name = "NAME|PATTERN|-", alias = "name")]
    pub(crate) names: Vec<String>,

    /// Select by the names in a file, one per line; # starts a comment line; - is stdin
    #[arg(long = "vms-from", value_name = "FILE")]
    pub(crate) list: Option<PathBuf>,

    /// Select by identifier, e.g. vm-42; - reads identifiers from stdin; may be repeated
    #[arg(
        long = "vm-id",
        value_name = "ID|-",
        conflicts_with_all = FILTERS,
    )]
    pub(crate) ids: Vec<VmId>,

    /// Select by the identifiers in a file, one per line; # starts a comment line; - is stdin
    #[arg(
        long = "vm-ids-from",
        value_name = "FILE",
        conflicts_with_all = FILTERS,
    )]
    pub(crate) id_list: Option<PathBuf>,

    /// Leave out names and patterns that match nothing, instead of failing
    #[arg(long)]
    pub(crate) ignore_not_found: bool,

    #[command(flatten)]
    pub(crate) filters: FilterOptions,
}

/// Selects VMs, and how they are worked on.
#[derive(Debug, Args)]
#[command(next_help_heading = "Virtual machines")]
#[group(skip)]
pub(crate) struct VmOptions {
    #[command(flatten)]
    pub(crate) selection: VmSelection,

    /// Number of virtual machines to process at once
    #[arg(long, value_name = "N", default_value = "8", value_parser = at_least_one)]
    pub(crate) concurrency: usize,

    /// Skip the virtual machines that have not started by then, and wait up to 30s for the others, e.g. 10m
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    pub(crate) deadline: Option<Duration>,
}

/// Narrows the selected VMs. Without a selection, selects all VMs that match.
#[derive(Debug, Args)]
#[command(next_help_heading = "Virtual machines")]
#[group(skip)]
pub(crate) struct FilterOptions {
    /// Filter by folder name; may be repeated
    #[arg(long = "folder", value_name = "NAME")]
    pub(crate) folders: Vec<String>,

    /// Filter by folder identifier, e.g. group-v3; may be repeated
    #[arg(long = "folder-id", value_name = "ID")]
    pub(crate) folder_ids: Vec<FolderId>,

    /// Filter by cluster name; may be repeated
    #[arg(long = "cluster", value_name = "NAME")]
    pub(crate) clusters: Vec<String>,

    /// Filter by cluster identifier, e.g. domain-c8; may be repeated
    #[arg(long = "cluster-id", value_name = "ID")]
    pub(crate) cluster_ids: Vec<ClusterId>,

    /// Filter by host name; may be repeated
    #[arg(long = "host", value_name = "NAME")]
    pub(crate) hosts: Vec<String>,

    /// Filter by host identifier, e.g. host-21; may be repeated
    #[arg(long = "host-id", value_name = "ID")]
    pub(crate) host_ids: Vec<HostId>,

    /// Filter by datacenter name; may be repeated [env: GOVC_DATACENTER]
    #[arg(long = "datacenter", value_name = "NAME")]
    pub(crate) datacenters: Vec<String>,

    /// Filter by datacenter identifier, e.g. datacenter-2; may be repeated
    #[arg(long = "datacenter-id", value_name = "ID")]
    pub(crate) datacenter_ids: Vec<DatacenterId>,

    /// Filter by power state; may be repeated
    #[arg(long = "power-state", value_name = "STATE", ignore_case = true)]
    pub(crate) power_states: Vec<Power>,
}

impl VmSelection {
    /// Returns whether nothing is selected.
    pub(crate) fn is_empty(&self) -> bool {
        self.selects_all() && self.filters.is_empty()
    }

    /// Returns whether neither names nor identifiers select VMs.
    pub(crate) fn selects_all(&self) -> bool {
        self.names().next().is_none() && self.list.is_none() && self.ids.is_empty() && self.id_list.is_none()
    }

    /// Returns the names and patterns in their order on the command line.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.positional.iter().chain(&self.names).map(String::as_str)
    }
}

fn at_least_one(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|count| *count > 0).ok_or_else(|| "expected a number greater than 0".to_owned())
}

impl FilterOptions {
    /// Returns whether there is no filter.
    pub(crate) fn is_empty(&self) -> bool {
        let Self { folders, clusters, hosts, datacenters, power_states, .. } = self;
        let Self { folder_ids, cluster_ids, host_ids, datacenter_ids, .. } = self;
        [folders, clusters, hosts, datacenters].iter().all(|names| names.is_empty())
            && folder_ids.is_empty()
            && cluster_ids.is_empty()
            && host_ids.is_empty()
            && datacenter_ids.is_empty()
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

/// Selects the images.
#[derive(Debug, Args)]
#[command(next_help_heading = "Image")]
#[command(group(ArgGroup::new("what").required(true).multiple(true).args(["item_names", "item_ids"])))]
#[group(skip)]
pub(crate) struct ItemOptions {
    /// Name of the library item with the ISO image, or LIBRARY/NAME; may be repeated
    #[arg(id = "item_names", long = "item", value_name = "NAME")]
    pub(crate) names: Vec<String>,

    /// Identifier of the library item; may be repeated
    #[arg(
        id = "item_ids",
        long = "item-id",
        value_name = "UUID",
        conflicts_with_all = ["library", "library_id"]
    )]
    pub(crate) ids: Vec<LibraryItemId>,

    #[command(flatten)]
    pub(crate) library: LibraryOptions,
}

impl ItemOptions {
    pub(crate) fn has_image(&self) -> bool {
        !self.names.is_empty() || !self.ids.is_empty()
    }

    /// Returns whether a library is named, but no image in it.
    pub(crate) fn is_library_only(&self) -> bool {
        !self.has_image() && (self.library.name.is_some() || self.library.id.is_some())
    }
}

/// Selects the content library.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Image")]
#[group(skip)]
pub(crate) struct LibraryOptions {
    /// Name of the content library
    #[arg(id = "library", long, value_name = "NAME", conflicts_with = "library_id")]
    pub(crate) name: Option<String>,

    /// Identifier of the content library
    #[arg(id = "library_id", long = "library-id", value_name = "UUID")]
    pub(crate) id: Option<LibraryId>,
}
