//! What there is in the simulated vCenter. Every map goes by identifier.

mod content_library;
mod example;
mod fleet;
mod folder;
mod name;
mod text;
mod vm;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub(crate) use self::content_library::file_path;
pub(crate) use self::name::stored_name;
pub(crate) use self::vm::Place;
pub use self::{
    content_library::{Library, LibraryFile, LibraryItem, LibraryType, StorageBacking},
    folder::{Folder, FolderType},
    text::InventoryError,
    vm::{Cdrom, CdromBacking, CdromState, PowerState, Vm},
};
use crate::user::User;

/// Virtual machines and where they are, content libraries with their items, and the users who may log in.
///
/// [`Inventory::default`] is the example in the [documentation of the crate](crate#the-default-inventory).
/// What refers to something has its identifier; an operation that meets one that the inventory does not hold answers
/// `500 INTERNAL_SERVER_ERROR` and names it.
///
/// It is also a file format, in YAML or JSON: [`str::parse`] and [`Inventory::read`] read it, [`Inventory::to_yaml`]
/// writes it. Members that are left out are empty or have their default; unknown ones are errors. A file has at most
/// 64 MiB.
///
/// ```
/// use vcenter_iso_simulator::Inventory;
///
/// let inventory: Inventory = "
/// datastores:
///   datastore-11: { name: ssd-01 }
/// hosts:
///   host-21: { name: esx-01.example.com, datastores: [datastore-11] }
/// vms:
///   vm-42: { name: build-01, host: host-21 }
/// libraries:
///   1f0a: { name: installers, type: LOCAL, storage: { datastore: datastore-11 } }
/// items:
///   9c2b: { name: linux-installer, type: iso, library: 1f0a, files: [{ name: linux.iso, id: c4e7, size: 734003200 }] }
/// users:
///   - { name: automation@vsphere.local, password: secret, without: [ContentLibrary.DownloadSession] }
/// ".parse()?;
/// assert_eq!(inventory.vms["vm-42"].name, "build-01");
/// # Ok::<_, vcenter_iso_simulator::InventoryError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inventory {
    /// The datacenters, by identifier, such as `datacenter-2`.
    #[serde(default)]
    pub datacenters: BTreeMap<String, Datacenter>,
    /// The folders, by identifier, such as `group-v3`.
    #[serde(default)]
    pub folders: BTreeMap<String, Folder>,
    /// The clusters of hosts, by identifier, such as `domain-c8`.
    #[serde(default)]
    pub clusters: BTreeMap<String, Cluster>,
    /// The resource pools, by identifier, such as `resgroup-9`.
    #[serde(default)]
    pub resource_pools: BTreeMap<String, ResourcePool>,
    /// The datastores, by identifier, such as `datastore-11`.
    #[serde(default)]
    pub datastores: BTreeMap<String, Datastore>,
    /// The hosts, by identifier, such as `host-21`.
    #[serde(default)]
    pub hosts: BTreeMap<String, Host>,
    /// The virtual machines, by identifier, such as `vm-42`.
    #[serde(default)]
    pub vms: BTreeMap<String, Vm>,
    /// The content libraries, by identifier, a UUID.
    #[serde(default)]
    pub libraries: BTreeMap<String, Library>,
    /// The library items, by identifier, a UUID.
    #[serde(default)]
    pub items: BTreeMap<String, LibraryItem>,
    /// Who may log in. If there is nobody, every user name that is not empty logs in with any password and has every
    /// privilege.
    #[serde(default)]
    pub users: Vec<User>,
}

impl Inventory {
    /// An inventory that holds nothing.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            datacenters: BTreeMap::new(),
            folders: BTreeMap::new(),
            clusters: BTreeMap::new(),
            resource_pools: BTreeMap::new(),
            datastores: BTreeMap::new(),
            hosts: BTreeMap::new(),
            vms: BTreeMap::new(),
            libraries: BTreeMap::new(),
            items: BTreeMap::new(),
            users: Vec::new(),
        }
    }

    /// The default inventory with a generated fleet of virtual machines in place of its own: `vm-1001` and so on, on
    /// its hosts, in its folders, most of them off or on and with SATA. The same number and the same seed make the
    /// same fleet.
    #[must_use]
    pub fn with_vms(count: usize, seed: u64) -> Self {
        Self { vms: fleet::vms(count, seed), ..Self::default() }
    }

    /// The datacenter of what is in a folder.
    pub(crate) fn datacenter_of(&self, folder: Option<&str>) -> Option<&str> {
        self.folders.get(folder?)?.datacenter.as_deref()
    }
}

impl Default for Inventory {
    fn default() -> Self {
        example::inventory()
    }
}

/// The root of folders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Datacenter {
    /// The name.
    pub name: String,
}

/// A cluster of hosts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cluster {
    /// The name, as people write it. vCenter stores and answers `%`, `/` and `\` in it as `%25`, `%2f` and `%5c`.
    pub name: String,
    /// The identifier of its folder, one of hosts; its datacenter is that of the folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    /// Whether vSphere HA is enabled; no if it is left out.
    #[serde(default, skip_serializing_if = "is_no")]
    pub ha_enabled: bool,
    /// Whether vSphere DRS is enabled; no if it is left out.
    #[serde(default, skip_serializing_if = "is_no")]
    pub drs_enabled: bool,
}

impl Cluster {
    /// A cluster in no folder, with neither HA nor DRS.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), folder: None, ha_enabled: false, drs_enabled: false }
    }
}

/// A share of what a cluster or a host has to give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResourcePool {
    /// The name.
    pub name: String,
}

/// Storage that hosts reach by its identifier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Datastore {
    /// The name, as it stands in brackets before a path: `[ssd-01] …`.
    pub name: String,
}

/// A host that runs virtual machines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Host {
    /// The name.
    pub name: String,
    /// The identifier of its cluster, if it is in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    /// The identifiers of the datastores that it can reach.
    #[serde(default)]
    pub datastores: BTreeSet<String>,
    /// Whether vCenter can reach it; true if it is left out. If not, the configuration of its virtual machines cannot
    /// be read.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub responding: bool,
}

impl Host {
    /// A host outside of clusters that responds and reaches no datastore.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), cluster: None, datastores: BTreeSet::new(), responding: true }
    }
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_yes(value: &bool) -> bool {
    *value
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_no(value: &bool) -> bool {
    !*value
}
