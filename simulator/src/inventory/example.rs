//! Identifiers and names of the example inventory, for tests. The documentation of the crate lists everything
//! in it.
//!
//! ```
//! use vcenter_iso_simulator::{Inventory, example};
//!
//! let inventory = Inventory::example();
//! assert_eq!(inventory.vms[example::VM].name, example::VM_NAME);
//! assert_eq!(inventory.items[example::ITEM].library, example::LIBRARY);
//! ```

use std::collections::BTreeMap;

use crate::inventory::{Cdrom, Cluster, Datacenter, Datastore, Folder, FolderType, Host, Inventory};
use crate::inventory::{Library, LibraryFile, LibraryItem, LibraryType, PowerState, ResourcePool};
use crate::inventory::{StorageBacking, Vm};

/// A user name for logins. The example has no users, so it accepts any non-empty name and any password.
pub const USER: &str = "automation@vsphere.local";
/// A password for [`USER`].
pub const PASSWORD: &str = "secret";

/// The identifier of a VM that accepts mounts. It is powered off.
pub const VM: &str = "vm-42";
/// The name of [`VM`].
pub const VM_NAME: &str = "build-01";
/// The identifier of a VM that accepts mounts. It is powered on and already has a CD-ROM, backed by the
/// client device.
pub const RUNNING_VM: &str = "vm-43";
/// The identifier of a VM that rejects mounts because it is suspended.
pub const SUSPENDED_VM: &str = "vm-44";

/// The identifier of an item that can be mounted.
pub const ITEM: &str = "9c2b7d1e-4f60-4a53-8d0e-6f1a2b3c4d5e";
/// The name of [`ITEM`].
pub const ITEM_NAME: &str = "linux-installer";
/// The identifier of an item without an ISO file.
pub const ITEM_WITHOUT_ISO: &str = "3d5c0f7a-1b2e-4c8d-9e6f-7a8b9c0d1e2f";
/// The identifier of a second item that can be mounted, in the library [`SUBSCRIBED_LIBRARY`].
pub const SUBSCRIBED_ITEM: &str = "a7f2c9d4-3e1b-4f86-b5a0-8d7c6e5f4a3b";
/// The identifier of an item that is not cached.
pub const UNCACHED_ITEM: &str = "b1e8d3f6-7a4c-4925-9c0b-2f4e6d8a1c35";
/// The identifier of an item whose library is not on a datastore.
pub const ITEM_OUTSIDE_DATASTORES: &str = "c5d9a2e7-6b3f-4810-ad4e-9b7f1c3e5a60";

/// The identifier of the library of [`ITEM`].
pub const LIBRARY: &str = "1f0a6c3e-52d7-4b89-a1c4-6e8f0a2b4c6d";
/// The name of [`LIBRARY`].
pub const LIBRARY_NAME: &str = "installers";
/// The identifier of a subscribed library.
pub const SUBSCRIBED_LIBRARY: &str = "2b8d4f6a-9c1e-4d37-8b5f-0a3c6e9d2f48";
/// The identifier of a library that is not on a datastore.
pub const LIBRARY_OUTSIDE_DATASTORES: &str = "7e3c1a9f-4d6b-4e28-9f70-5c8b2d4a6e13";

impl Inventory {
    /// Returns the example in the [documentation of the crate](crate#the-example-inventory). The module
    /// [`example`](crate::example) has constants for the most useful identifiers.
    #[must_use]
    pub fn example() -> Self {
        Self {
            datacenters: by_id([("datacenter-2", Datacenter { name: "lab".to_owned() })]),
            folders: by_id([
                ("group-h5", Folder { folder_type: FolderType::Host, ..folder("host") }),
                ("group-v3", folder("vm")),
                ("group-v4", Folder { parent: Some("group-v3".to_owned()), ..folder("staging") }),
            ]),
            clusters: by_id([(
                "domain-c8",
                Cluster {
                    folder: Some("group-h5".to_owned()),
                    drs_enabled: true,
                    ..Cluster::new("cluster-01")
                },
            )]),
            resource_pools: by_id([
                ("resgroup-8", ResourcePool { name: "Resources".to_owned() }),
                ("resgroup-9", ResourcePool { name: "builds".to_owned() }),
            ]),
            datastores: by_id([
                ("datastore-11", Datastore::new("ssd-01")),
                ("datastore-12", Datastore::new("nfs-01")),
                ("datastore-13", Datastore::new("edge-local")),
            ]),
            hosts: by_id([
                ("host-21", host("esx-01.example.com", Some("domain-c8"), &["datastore-11", "datastore-12"])),
                ("host-22", host("esx-02.example.com", Some("domain-c8"), &["datastore-11", "datastore-12"])),
                ("host-23", host("esx-edge.example.com", None, &["datastore-13"])),
            ]),
            vms: vms(),
            libraries: by_id([
                (LIBRARY, library(LIBRARY_NAME, LibraryType::Local, datastore("datastore-11"))),
                (SUBSCRIBED_LIBRARY, library("mirror", LibraryType::Subscribed, datastore("datastore-12"))),
                (
                    LIBRARY_OUTSIDE_DATASTORES,
                    library(
                        "archive",
                        LibraryType::Local,
                        StorageBacking::Other("nfs://nas.example.com/exports/archive".to_owned()),
                    ),
                ),
            ]),
            items: items(),
            remote_files: BTreeMap::new(),
            users: Vec::new(),
        }
    }
}

fn vms() -> BTreeMap<String, Vm> {
    by_id([
        (VM, vm(VM_NAME, PowerState::PoweredOff, "host-21", 1).in_pool("resgroup-9")),
        (
            RUNNING_VM,
            vm("build-02", PowerState::PoweredOn, "host-21", 1).in_pool("resgroup-9").with_client_device(),
        ),
        (SUSPENDED_VM, vm("build-03", PowerState::Suspended, "host-22", 1).in_pool("resgroup-9")),
        ("vm-45", vm("legacy-01", PowerState::PoweredOn, "host-22", 0)),
        ("vm-46", vm("edge-01", PowerState::PoweredOff, "host-23", 1)),
        ("vm-47", vm("legacy-02", PowerState::PoweredOff, "host-21", 0)),
        ("vm-48", vm("web", PowerState::PoweredOn, "host-22", 1)),
        ("vm-49", vm("web", PowerState::PoweredOff, "host-22", 1).in_folder("group-v4")),
    ])
}

fn items() -> BTreeMap<String, LibraryItem> {
    by_id([
        (
            ITEM,
            item(ITEM_NAME, "iso", LIBRARY).with_file(
                "linux-installer.iso",
                "c4e7a1d2-8b3f-4956-a0d7-1e2f3a4b5c6d",
                734_003_200,
            ),
        ),
        (
            ITEM_WITHOUT_ISO,
            item("web-template", "ovf", LIBRARY)
                .with_file("web-template.ovf", "5a6b7c8d-9e0f-4a1b-8c2d-3e4f5a6b7c8d", 11_264)
                .with_file("web-template-disk1.vmdk", "6b7c8d9e-0f1a-4b2c-9d3e-4f5a6b7c8d9e", 1_288_490_188),
        ),
        (
            SUBSCRIBED_ITEM,
            item("guest-tools", "iso", SUBSCRIBED_LIBRARY).with_file(
                "guest-tools.iso",
                "d8e9f0a1-2b3c-4d5e-8f60-718293a4b5c6",
                125_829_120,
            ),
        ),
        (
            UNCACHED_ITEM,
            item("rescue", "iso", SUBSCRIBED_LIBRARY)
                .with_file("rescue.iso", "e9f0a1b2-3c4d-4e5f-9071-8293a4b5c6d7", 367_001_600)
                .not_cached(),
        ),
        (
            ITEM_OUTSIDE_DATASTORES,
            item("old-installer", "iso", LIBRARY_OUTSIDE_DATASTORES).with_file(
                "old-installer.iso",
                "f0a1b2c3-4d5e-4f60-8182-93a4b5c6d7e8",
                681_574_400,
            ),
        ),
    ])
}

fn by_id<T, const N: usize>(entries: [(&str, T); N]) -> BTreeMap<String, T> {
    entries.into_iter().map(|(id, value)| (id.to_owned(), value)).collect()
}

fn folder(name: &str) -> Folder {
    Folder::new(name, "datacenter-2")
}

fn host(name: &str, cluster: Option<&str>, datastores: &[&str]) -> Host {
    Host {
        cluster: cluster.map(str::to_owned),
        datastores: datastores.iter().copied().map(String::from).collect(),
        ..Host::new(name)
    }
}

fn vm(name: &str, power_state: PowerState, host: &str, sata_adapters: u8) -> Vm {
    Vm { power_state, sata_adapters, cpu_count: 2, memory_mib: 4096, ..Vm::new(name, host) }
        .in_folder("group-v3")
        .in_pool("resgroup-8")
}

impl Vm {
    fn in_folder(mut self, folder: &str) -> Self {
        self.folder = Some(folder.to_owned());
        self
    }

    fn in_pool(mut self, pool: &str) -> Self {
        self.resource_pool = Some(pool.to_owned());
        self
    }

    fn with_client_device(mut self) -> Self {
        self.cdroms.insert("16000".to_owned(), Cdrom::client_device());
        self
    }
}

fn datastore(id: &str) -> StorageBacking {
    StorageBacking::Datastore(id.to_owned())
}

fn library(name: &str, library_type: LibraryType, storage: StorageBacking) -> Library {
    Library { name: name.to_owned(), library_type, storage }
}

fn item(name: &str, item_type: &str, library: &str) -> LibraryItem {
    LibraryItem { item_type: Some(item_type.to_owned()), ..LibraryItem::new(name, library) }
}

impl LibraryItem {
    fn with_file(mut self, name: &str, id: &str, size: u64) -> Self {
        self.files.push(LibraryFile::new(name, id, size));
        self
    }

    fn not_cached(mut self) -> Self {
        self.cached = false;
        self
    }
}
