// Generated from spec/vcenter-iso.yaml by `cargo xtask generate`. Do not edit.

use axum::http::Method;

/// An operation of the spec. Its text form is the operationId.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Operation {
    /// `Vcenter.Iso.Image_mount`: `POST /vcenter/iso/image?action=mount`
    VcenterIsoImageMount,
    /// `Vcenter.Iso.Image_unmount`: `POST /vcenter/iso/image?action=unmount`
    VcenterIsoImageUnmount,
    /// `Vcenter.VM_list`: `GET /vcenter/vm`
    VcenterVmList,
    /// `Vcenter.VM_get`: `GET /vcenter/vm/{vm}`
    VcenterVmGet,
    /// `Vcenter.Vm.Hardware.Cdrom_list`: `GET /vcenter/vm/{vm}/hardware/cdrom`
    VcenterVmHardwareCdromList,
    /// `Vcenter.Vm.Hardware.Cdrom_get`: `GET /vcenter/vm/{vm}/hardware/cdrom/{cdrom}`
    VcenterVmHardwareCdromGet,
    /// `Vcenter.Vm.Hardware.Cdrom_delete`: `DELETE /vcenter/vm/{vm}/hardware/cdrom/{cdrom}`
    VcenterVmHardwareCdromDelete,
    /// `Vcenter.Vm.Hardware.Cdrom_connect`: `POST /vcenter/vm/{vm}/hardware/cdrom/{cdrom}?action=connect`
    VcenterVmHardwareCdromConnect,
    /// `Vcenter.Vm.Hardware.Cdrom_disconnect`: `POST /vcenter/vm/{vm}/hardware/cdrom/{cdrom}?action=disconnect`
    VcenterVmHardwareCdromDisconnect,
    /// `Vcenter.Vm.Power_get`: `GET /vcenter/vm/{vm}/power`
    VcenterVmPowerGet,
    /// `Vcenter.Vm.Power_start`: `POST /vcenter/vm/{vm}/power?action=start`
    VcenterVmPowerStart,
    /// `Vcenter.Vm.Power_stop`: `POST /vcenter/vm/{vm}/power?action=stop`
    VcenterVmPowerStop,
    /// `Vcenter.Vm.Power_reset`: `POST /vcenter/vm/{vm}/power?action=reset`
    VcenterVmPowerReset,
    /// `Vcenter.Vm.Guest.Power_shutdown`: `POST /vcenter/vm/{vm}/guest/power?action=shutdown`
    VcenterVmGuestPowerShutdown,
    /// `Vcenter.Folder_list`: `GET /vcenter/folder`
    VcenterFolderList,
    /// `Vcenter.Cluster_list`: `GET /vcenter/cluster`
    VcenterClusterList,
    /// `Vcenter.Datacenter_list`: `GET /vcenter/datacenter`
    VcenterDatacenterList,
    /// `Vcenter.Host_list`: `GET /vcenter/host`
    VcenterHostList,
    /// `Content.Library_list`: `GET /content/library`
    ContentLibraryList,
    /// `Content.Library_find`: `POST /content/library?action=find`
    ContentLibraryFind,
    /// `Content.Library_get`: `GET /content/library/{library_id}`
    ContentLibraryGet,
    /// `Content.Library.Item_list`: `GET /content/library/item`
    ContentLibraryItemList,
    /// `Content.Library.Item_create`: `POST /content/library/item`
    ContentLibraryItemCreate,
    /// `Content.Library.Item_find`: `POST /content/library/item?action=find`
    ContentLibraryItemFind,
    /// `Content.Library.Item_get`: `GET /content/library/item/{library_item_id}`
    ContentLibraryItemGet,
    /// `Content.Library.Item_delete`: `DELETE /content/library/item/{library_item_id}`
    ContentLibraryItemDelete,
    /// `Content.Library.Item.File_list`: `GET /content/library/item/{library_item_id}/file`
    ContentLibraryItemFileList,
    /// `Content.Library.Item.Storage_list`: `GET /content/library/item/{library_item_id}/storage`
    ContentLibraryItemStorageList,
    /// `Content.Library.Item.UpdateSession_list`: `GET /content/library/item/update-session`
    ContentLibraryItemUpdateSessionList,
    /// `Content.Library.Item.UpdateSession_create`: `POST /content/library/item/update-session`
    ContentLibraryItemUpdateSessionCreate,
    /// `Content.Library.Item.UpdateSession_get`: `GET /content/library/item/update-session/{update_session_id}`
    ContentLibraryItemUpdateSessionGet,
    /// `Content.Library.Item.UpdateSession_delete`: `DELETE /content/library/item/update-session/{update_session_id}`
    ContentLibraryItemUpdateSessionDelete,
    /// `Content.Library.Item.UpdateSession_keepAlive`: `POST /content/library/item/update-session/{update_session_id}?action=keep-alive`
    ContentLibraryItemUpdateSessionKeepAlive,
    /// `Content.Library.Item.UpdateSession_complete`: `POST /content/library/item/update-session/{update_session_id}?action=complete`
    ContentLibraryItemUpdateSessionComplete,
    /// `Content.Library.Item.UpdateSession_cancel`: `POST /content/library/item/update-session/{update_session_id}?action=cancel`
    ContentLibraryItemUpdateSessionCancel,
    /// `Content.Library.Item.Updatesession.File_list`: `GET /content/library/item/update-session/{update_session_id}/file`
    ContentLibraryItemUpdatesessionFileList,
    /// `Content.Library.Item.Updatesession.File_add`: `POST /content/library/item/update-session/{update_session_id}/file`
    ContentLibraryItemUpdatesessionFileAdd,
    /// `Content.Library.Item.Updatesession.File_validate`: `POST /content/library/item/update-session/{update_session_id}/file?action=validate`
    ContentLibraryItemUpdatesessionFileValidate,
    /// `Content.Library.SubscribedItem_sync`: `POST /content/library/subscribed-item/{library_item_id}?action=sync`
    ContentLibrarySubscribedItemSync,
    /// `Cis.Session_create`: `POST /session`
    CisSessionCreate,
    /// `Cis.Session_get`: `GET /session`
    CisSessionGet,
    /// `Cis.Session_delete`: `DELETE /session`
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
    Route { operation: Operation::VcenterVmPowerGet, id: "Vcenter.Vm.Power_get", method: Method::GET, path: "/vcenter/vm/{vm}/power", query: &[] },
    Route { operation: Operation::VcenterVmPowerStart, id: "Vcenter.Vm.Power_start", method: Method::POST, path: "/vcenter/vm/{vm}/power?action=start", query: &[] },
    Route { operation: Operation::VcenterVmPowerStop, id: "Vcenter.Vm.Power_stop", method: Method::POST, path: "/vcenter/vm/{vm}/power?action=stop", query: &[] },
    Route { operation: Operation::VcenterVmPowerReset, id: "Vcenter.Vm.Power_reset", method: Method::POST, path: "/vcenter/vm/{vm}/power?action=reset", query: &[] },
    Route { operation: Operation::VcenterVmGuestPowerShutdown, id: "Vcenter.Vm.Guest.Power_shutdown", method: Method::POST, path: "/vcenter/vm/{vm}/guest/power?action=shutdown", query: &[] },
    Route { operation: Operation::VcenterFolderList, id: "Vcenter.Folder_list", method: Method::GET, path: "/vcenter/folder", query: &["folders", "names", "type", "parent_folders", "datacenters"] },
    Route { operation: Operation::VcenterClusterList, id: "Vcenter.Cluster_list", method: Method::GET, path: "/vcenter/cluster", query: &["clusters", "names", "folders", "datacenters"] },
    Route { operation: Operation::VcenterDatacenterList, id: "Vcenter.Datacenter_list", method: Method::GET, path: "/vcenter/datacenter", query: &["datacenters", "names", "folders"] },
    Route { operation: Operation::VcenterHostList, id: "Vcenter.Host_list", method: Method::GET, path: "/vcenter/host", query: &["hosts", "names", "folders", "datacenters", "connection_states", "clusters"] },
    Route { operation: Operation::ContentLibraryList, id: "Content.Library_list", method: Method::GET, path: "/content/library", query: &[] },
    Route { operation: Operation::ContentLibraryFind, id: "Content.Library_find", method: Method::POST, path: "/content/library?action=find", query: &[] },
    Route { operation: Operation::ContentLibraryGet, id: "Content.Library_get", method: Method::GET, path: "/content/library/{library_id}", query: &[] },
    Route { operation: Operation::ContentLibraryItemList, id: "Content.Library.Item_list", method: Method::GET, path: "/content/library/item", query: &["library_id"] },
    Route { operation: Operation::ContentLibraryItemCreate, id: "Content.Library.Item_create", method: Method::POST, path: "/content/library/item", query: &[] },
    Route { operation: Operation::ContentLibraryItemFind, id: "Content.Library.Item_find", method: Method::POST, path: "/content/library/item?action=find", query: &[] },
    Route { operation: Operation::ContentLibraryItemGet, id: "Content.Library.Item_get", method: Method::GET, path: "/content/library/item/{library_item_id}", query: &[] },
    Route { operation: Operation::ContentLibraryItemDelete, id: "Content.Library.Item_delete", method: Method::DELETE, path: "/content/library/item/{library_item_id}", query: &[] },
    Route { operation: Operation::ContentLibraryItemFileList, id: "Content.Library.Item.File_list", method: Method::GET, path: "/content/library/item/{library_item_id}/file", query: &[] },
    Route { operation: Operation::ContentLibraryItemStorageList, id: "Content.Library.Item.Storage_list", method: Method::GET, path: "/content/library/item/{library_item_id}/storage", query: &[] },
    Route { operation: Operation::ContentLibraryItemUpdateSessionList, id: "Content.Library.Item.UpdateSession_list", method: Method::GET, path: "/content/library/item/update-session", query: &["library_item_id"] },
    Route { operation: Operation::ContentLibraryItemUpdateSessionCreate, id: "Content.Library.Item.UpdateSession_create", method: Method::POST, path: "/content/library/item/update-session", query: &[] },
    Route { operation: Operation::ContentLibraryItemUpdateSessionGet, id: "Content.Library.Item.UpdateSession_get", method: Method::GET, path: "/content/library/item/update-session/{update_session_id}", query: &[] },
    Route { operation: Operation::ContentLibraryItemUpdateSessionDelete, id: "Content.Library.Item.UpdateSession_delete", method: Method::DELETE, path: "/content/library/item/update-session/{update_session_id}", query: &[] },
    Route { operation: Operation::ContentLibraryItemUpdateSessionKeepAlive, id: "Content.Library.Item.UpdateSession_keepAlive", method: Method::POST, path: "/content/library/item/update-session/{update_session_id}?action=keep-alive", query: &[] },
    Route { operation: Operation::ContentLibraryItemUpdateSessionComplete, id: "Content.Library.Item.UpdateSession_complete", method: Method::POST, path: "/content/library/item/update-session/{update_session_id}?action=complete", query: &[] },
    Route { operation: Operation::ContentLibraryItemUpdateSessionCancel, id: "Content.Library.Item.UpdateSession_cancel", method: Method::POST, path: "/content/library/item/update-session/{update_session_id}?action=cancel", query: &[] },
    Route { operation: Operation::ContentLibraryItemUpdatesessionFileList, id: "Content.Library.Item.Updatesession.File_list", method: Method::GET, path: "/content/library/item/update-session/{update_session_id}/file", query: &[] },
    Route { operation: Operation::ContentLibraryItemUpdatesessionFileAdd, id: "Content.Library.Item.Updatesession.File_add", method: Method::POST, path: "/content/library/item/update-session/{update_session_id}/file", query: &[] },
    Route { operation: Operation::ContentLibraryItemUpdatesessionFileValidate, id: "Content.Library.Item.Updatesession.File_validate", method: Method::POST, path: "/content/library/item/update-session/{update_session_id}/file?action=validate", query: &[] },
    Route { operation: Operation::ContentLibrarySubscribedItemSync, id: "Content.Library.SubscribedItem_sync", method: Method::POST, path: "/content/library/subscribed-item/{library_item_id}?action=sync", query: &[] },
    Route { operation: Operation::CisSessionCreate, id: "Cis.Session_create", method: Method::POST, path: "/session", query: &[] },
    Route { operation: Operation::CisSessionGet, id: "Cis.Session_get", method: Method::GET, path: "/session", query: &[] },
    Route { operation: Operation::CisSessionDelete, id: "Cis.Session_delete", method: Method::DELETE, path: "/session", query: &[] },
];
