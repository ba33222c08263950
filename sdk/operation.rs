/// What the SDK knows about an operation beside what the generated client does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Operation {
    /// The operationId of the OpenAPI document.
    pub(crate) id: &'static str,
    /// What an operator calls it, in messages such as "mount failed".
    pub(crate) name: &'static str,
    /// What may be different afterwards.
    pub(crate) effect: Effect,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Nothing that anybody has to look after: it may be sent again.
    None,
    /// It opens a session: the one call that credentials travel with.
    Login,
    /// It ends the session: without one there is nothing left to do.
    Logout,
    /// The inventory: a call whose answer is lost may have been carried out.
    Inventory,
}

/// Every operation of the document, by the name that progenitor gives it.
const OPERATIONS: [(&str, Operation); 22] = [
    ("cis_session_create", operation("Cis.Session_create", "login", Effect::Login)),
    ("cis_session_delete", operation("Cis.Session_delete", "logout", Effect::Logout)),
    ("cis_session_get", operation("Cis.Session_get", "session", Effect::None)),
    ("content_library_find", operation("Content.Library_find", "find libraries", Effect::None)),
    ("content_library_get", operation("Content.Library_get", "get library", Effect::None)),
    (
        "content_library_item_file_list",
        operation("Content.Library.Item.File_list", "list item files", Effect::None),
    ),
    ("content_library_item_find", operation("Content.Library.Item_find", "find library items", Effect::None)),
    ("content_library_item_get", operation("Content.Library.Item_get", "get library item", Effect::None)),
    ("content_library_item_list", operation("Content.Library.Item_list", "list library items", Effect::None)),
    (
        "content_library_item_storage_list",
        operation("Content.Library.Item.Storage_list", "list item storage", Effect::None),
    ),
    ("content_library_list", operation("Content.Library_list", "list libraries", Effect::None)),
    ("vcenter_cluster_list", operation("Vcenter.Cluster_list", "list clusters", Effect::None)),
    ("vcenter_folder_list", operation("Vcenter.Folder_list", "list folders", Effect::None)),
    ("vcenter_iso_image_mount", operation("Vcenter.Iso.Image_mount", "mount", Effect::Inventory)),
    ("vcenter_iso_image_unmount", operation("Vcenter.Iso.Image_unmount", "unmount", Effect::Inventory)),
    ("vcenter_vm_get", operation("Vcenter.VM_get", "get VM", Effect::None)),
    (
        "vcenter_vm_hardware_cdrom_connect",
        operation("Vcenter.Vm.Hardware.Cdrom_connect", "connect CD-ROM", Effect::Inventory),
    ),
    (
        "vcenter_vm_hardware_cdrom_delete",
        operation("Vcenter.Vm.Hardware.Cdrom_delete", "remove CD-ROM", Effect::Inventory),
    ),
    (
        "vcenter_vm_hardware_cdrom_disconnect",
        operation("Vcenter.Vm.Hardware.Cdrom_disconnect", "disconnect CD-ROM", Effect::Inventory),
    ),
    ("vcenter_vm_hardware_cdrom_get", operation("Vcenter.Vm.Hardware.Cdrom_get", "get CD-ROM", Effect::None)),
    (
        "vcenter_vm_hardware_cdrom_list",
        operation("Vcenter.Vm.Hardware.Cdrom_list", "list CD-ROMs", Effect::None),
    ),
    ("vcenter_vm_list", operation("Vcenter.VM_list", "list VMs", Effect::None)),
];

const fn operation(id: &'static str, name: &'static str, effect: Effect) -> Operation {
    Operation { id, name, effect }
}

impl Operation {
    /// The operation that progenitor calls `generated`.
    pub(crate) fn named(generated: &'static str) -> Self {
        OPERATIONS.iter().find(|(name, _)| *name == generated).map_or(
            // Of an operation that nobody has described here, assume what does the least harm.
            operation(generated, generated, Effect::Inventory),
            |(_, operation)| *operation,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_generated_operation_is_described() {
        let client = include_str!("generated/api.rs");
        let marker = "operation_id: \"";
        let generated: Vec<_> =
            client.lines().filter_map(|line| line.trim().strip_prefix(marker)?.strip_suffix("\",")).collect();
        assert!(!generated.is_empty(), "the generated client has no `{marker}`: mend this test");
        for name in generated {
            assert!(
                OPERATIONS.iter().any(|(known, _)| *known == name),
                "add `{name}` to OPERATIONS: what is it called, and does it change the inventory?"
            );
        }
    }
}
