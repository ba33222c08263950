//! Configurable behavior where vCenter is undocumented.

/// The behavior of the simulator where vCenter is undocumented. A client must work with every value of each
/// member.
///
/// | Member | Default | Reason |
/// | --- | --- | --- |
/// | [`mount_on_ide`](Self::mount_on_ide) | no: SATA if the VM has it | a CD-ROM on SATA can be added while the VM is on |
/// | [`mount_connects`](Self::mount_connects) | yes | an image that the guest cannot see would be useless |
/// | [`mount_start_connected`](Self::mount_start_connected) | yes | the image stays connected after a restart |
/// | [`mount_transfers_item`](Self::mount_transfers_item) | no: `500 RESOURCE_INACCESSIBLE` | a mount is documented to read the item, not to transfer it |
/// | [`vsan_object_folder`](Self::vsan_object_folder) | no: `contentlib-…` | the form on all storage except vSAN |
/// | [`unmount_keeps_cdrom`](Self::unmount_keeps_cdrom) | no: the drive is removed | an unmount requires the privilege to remove devices |
/// | [`unmount_any_backing`](Self::unmount_any_backing) | yes | the documentation only requires a CD-ROM of the VM |
/// | [`generic_errors`](Self::generic_errors) | no: `UNABLE_TO_ALLOCATE_RESOURCE` and `RESOURCE_BUSY` | the errors that vCenter documents for adding a CD-ROM to a full bus or a busy VM |
/// | [`model_ids`](Self::model_ids) | yes | servers are reported to send them, although the reference excludes them |
/// | [`server_id_in_uris`](Self::server_id_in_uris) | yes | a client that parses the longer form also parses the shorter one |
/// | [`unset_as_null`](Self::unset_as_null) | no: omitted | the shorter form; newer references allow both |
/// | [`plain_name_filter`](Self::plain_name_filter) | no: the stored form, with its escapes | the form in responses |
/// | [`name_filter_ignores_case`](Self::name_filter_ignores_case) | no | documented for library items only |
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
#[expect(clippy::struct_excessive_bools, reason = "the members are independent settings")]
pub struct Behavior {
    /// Whether a mount prefers IDE while the VM is off.
    pub mount_on_ide: bool,
    /// Whether a mount connects the new CD-ROM if the VM is on.
    pub mount_connects: bool,
    /// Whether the new CD-ROM is connected when the VM is powered on later.
    pub mount_start_connected: bool,
    /// Whether a mount transfers an item that is not cached, instead of failing.
    pub mount_transfers_item: bool,
    /// Whether the path of an image begins with the UUID of a storage object, as on vSAN, instead of
    /// `contentlib-` and the identifier of the library.
    pub vsan_object_folder: bool,
    /// Whether an unmount keeps the drive and replaces the image with the client device.
    pub unmount_keeps_cdrom: bool,
    /// Whether an unmount accepts a CD-ROM without an ISO image, instead of responding with
    /// `400 NOT_ALLOWED_IN_CURRENT_STATE`.
    pub unmount_any_backing: bool,
    /// Whether the error for a full bus or a busy VM is the general `ERROR`.
    pub generic_errors: bool,
    /// Whether the `get` operations of libraries and items return the `id`.
    pub model_ids: bool,
    /// Whether storage URIs end in `?serverId=`.
    pub server_id_in_uris: bool,
    /// Whether responses have `null` for unset members, instead of omitting them.
    pub unset_as_null: bool,
    /// Whether the filter `names` compares the plain name, `a/b`, instead of the stored form, `a%2fb`.
    pub plain_name_filter: bool,
    /// Whether the filter `names` ignores case.
    pub name_filter_ignores_case: bool,
}

impl Default for Behavior {
    fn default() -> Self {
        Self {
            mount_on_ide: false,
            mount_connects: true,
            mount_start_connected: true,
            mount_transfers_item: false,
            vsan_object_folder: false,
            unmount_keeps_cdrom: false,
            unmount_any_backing: true,
            generic_errors: false,
            model_ids: true,
            server_id_in_uris: true,
            unset_as_null: false,
            plain_name_filter: false,
            name_filter_ignores_case: false,
        }
    }
}
