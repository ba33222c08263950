// Generated from spec/vcenter-iso.yaml by `cargo xtask generate`. Do not edit.

use axum::http::Method;

/// An operation of the spec.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    VcenterIsoImageMount,
    VcenterIsoImageUnmount,
    VcenterVmList,
    VcenterVmGet,
    VcenterVmHardwareCdromList,
    VcenterVmHardwareCdromGet,
    VcenterVmHardwareCdromDelete,
    VcenterVmHardwareCdromConnect,
    VcenterVmHardwareCdromDisconnect,
    VcenterFolderList,
    VcenterClusterList,
    VcenterDatacenterList,
    VcenterHostList,
    ContentLibraryList,
    ContentLibraryFind,
    ContentLibraryGet,
    ContentLibraryItemList,
    ContentLibraryItemFind,
    ContentLibraryItemGet,
    ContentLibraryItemFileList,
    ContentLibraryItemStorageList,
    CisSessionCreate,
    CisSessionGet,
    CisSessionDelete,
}

/// The route of an operation.
pub(super) struct Route {
    pub(super) operation: Operation,
    /// The operationId.
    pub(super) id: &'static str,
    pub(super) method: Method,
    /// The path as in the spec, with `?action=` and the verb of an action.
    pub(super) path: &'static str,
    /// The names of the query parameters, except `action`.
    pub(super) query: &'static [&'static str],
}

/// Every operation, in the order of the enum.
pub(super) static ROUTES: &[Route] = &[
    Route { operation: Operation::VcenterIsoImageMount, id: "Vcenter.Iso.Image_mount", method: Method::POST, path: "/vcenter/iso/image?action=mount", query: &[] },
    Route { operation: Operation::VcenterIsoImageUnmount, id: "Vcenter.Iso.Image_unmount", method: Method::POST, path: "/vcenter/iso/image?action=unmount", query: &[] },
    Route { operation: Operation::VcenterVmList, id: "Vcenter.VM_list", method: Method::GET, path: "/vcenter/vm", query: &["vms", "names", "folders", "datacenters", "hosts", "clusters", "resource_pools", "power_states"] },
    Route { operation: Operation::VcenterVmGet, id: "Vcenter.VM_get", method: Method::GET, path: "/vcenter/vm/{vm}", query: &[] },
    Route { operation: Operation::VcenterVmHardwareCdromList, id: "Vcenter.Vm.Hardware.Cdrom_list", method: Method::GET, path: "/vcenter/vm/{vm}/hardware/cdrom", query: &[] },
    Route { operation: Operation::VcenterVmHardwareCdromGet, id: "Vcenter.Vm.Hardware.Cdrom_get", method: Method::GET, path: "/vcenter/vm/{vm}/hardware/cdrom/{cdrom}", query: &[] },
    Route { operation: Operation::VcenterVmHardwareCdromDelete, id: "Vcenter.Vm.Hardware.Cdrom_delete", method: Method::DELETE, path: "/vcenter/vm/{vm}/hardware/cdrom/{cdrom}", query: &[] },
    Route { operation: Operation::VcenterVmHardwareCdromConnect, id: "Vcenter.Vm.Hardware.Cdrom_connect", method: Method::POST, path: "/vcenter/vm/{vm}/hardware/cdrom/{cdrom}?action=connect", query: &[] },
    Route { operation: Operation::VcenterVmHardwareCdromDisconnect, id: "Vcenter.Vm.Hardware.Cdrom_disconnect", method: Method::POST, path: "/vcenter/vm/{vm}/hardware/cdrom/{cdrom}?action=disconnect", query: &[] },
    Route { operation: Operation::VcenterFolderList, id: "Vcenter.Folder_list", method: Method::GET, path: "/vcenter/folder", query: &["folders", "names", "type", "parent_folders", "datacenters"] },
    Route { operation: Operation::VcenterClusterList, id: "Vcenter.Cluster_list", method: Method::GET, path: "/vcenter/cluster", query: &["clusters", "names", "folders", "datacenters"] },
    Route { operation: Operation::VcenterDatacenterList, id: "Vcenter.Datacenter_list", method: Method::GET, path: "/vcenter/datacenter", query: &["datacenters", "names", "folders"] },
    Route { operation: Operation::VcenterHostList, id: "Vcenter.Host_list", method: Method::GET, path: "/vcenter/host", query: &["hosts", "names", "folders", "datacenters", "connection_states", "clusters"] },
    Route { operation: Operation::ContentLibraryList, id: "Content.Library_list", method: Method::GET, path: "/content/library", query: &[] },
    Route { operation: Operation::ContentLibraryFind, id: "Content.Library_find", method: Method::POST, path: "/content/library?action=find", query: &[] },
    Route { operation: Operation::ContentLibraryGet, id: "Content.Library_get", method: Method::GET, path: "/content/library/{library_id}", query: &[] },
    Route { operation: Operation::ContentLibraryItemList, id: "Content.Library.Item_list", method: Method::GET, path: "/content/library/item", query: &["library_id"] },
    Route { operation: Operation::ContentLibraryItemFind, id: "Content.Library.Item_find", method: Method::POST, path: "/content/library/item?action=find", query: &[] },
    Route { operation: Operation::ContentLibraryItemGet, id: "Content.Library.Item_get", method: Method::GET, path: "/content/library/item/{library_item_id}", query: &[] },
    Route { operation: Operation::ContentLibraryItemFileList, id: "Content.Library.Item.File_list", method: Method::GET, path: "/content/library/item/{library_item_id}/file", query: &[] },
    Route { operation: Operation::ContentLibraryItemStorageList, id: "Content.Library.Item.Storage_list", method: Method::GET, path: "/content/library/item/{library_item_id}/storage", query: &[] },
    Route { operation: Operation::CisSessionCreate, id: "Cis.Session_create", method: Method::POST, path: "/session", query: &[] },
    Route { operation: Operation::CisSessionGet, id: "Cis.Session_get", method: Method::GET, path: "/session", query: &[] },
    Route { operation: Operation::CisSessionDelete, id: "Cis.Session_delete", method: Method::DELETE, path: "/session", query: &[] },
];
