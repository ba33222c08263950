use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::inventory::content_library::{Library, LibraryItem, RemoteFile};
use crate::inventory::folder::Folder;
use crate::inventory::infrastructure::{Cluster, Datacenter, Datastore, Host, ResourcePool};
use crate::inventory::user::User;
use crate::inventory::vm::Vm;

/// The contents of a vCenter: VMs with their hosts and folders, content libraries with their items, and
/// users.
///
/// [`Inventory::example`] is the inventory in the [documentation of the crate](crate#the-example-inventory),
/// and the inventory of a simulator by default. [`Inventory::default`] is empty.
///
/// Objects refer to each other by identifier. If an operation finds a reference to an object that does not
/// exist, the simulator responds with `500 INTERNAL_SERVER_ERROR` and names the identifier.
///
/// An inventory can be a file, in YAML or JSON: [`str::parse`] and [`Inventory::read`] read it,
/// [`Inventory::to_yaml`] writes it. Missing members have their defaults. Unknown members are errors. The
/// size of a file is limited to 64 MiB.
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
///   9c2b:
///     name: linux-installer
///     type: iso
///     library: 1f0a
///     files: [{ name: linux.iso, id: c4e7, size: 734003200 }]
/// users:
///   - { name: automation@vsphere.local, password: secret, without: [ContentLibrary.DownloadSession] }
/// ".parse()?;
/// assert_eq!(inventory.vms["vm-42"].name, "build-01");
/// # Ok::<_, vcenter_iso_simulator::InventoryError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The VMs, by identifier, such as `vm-42`.
    #[serde(default)]
    pub vms: BTreeMap<String, Vm>,
    /// The content libraries, by identifier, a UUID.
    #[serde(default)]
    pub libraries: BTreeMap<String, Library>,
    /// The library items, by identifier, a UUID.
    #[serde(default)]
    pub items: BTreeMap<String, LibraryItem>,
    /// The files that vCenter can fetch for an item, by URL. It cannot fetch any other.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub remote_files: BTreeMap<String, RemoteFile>,
    /// The users. Without users, any non-empty user name can log in with any password and has every
    /// privilege.
    #[serde(default)]
    pub users: Vec<User>,
}

impl Inventory {
    /// Returns the datacenter of the objects in a folder.
    pub(crate) fn datacenter_of(&self, folder: Option<&str>) -> Option<&str> {
        self.folders.get(folder?)?.datacenter.as_deref()
    }
}
