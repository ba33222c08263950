//! Configurable behavior where vCenter is undocumented.

/// The behavior of the simulator where vCenter is undocumented. A client must work with every value of each member.
///
/// | Member | Default | Reason |
/// | --- | --- | --- |
/// | [`mount_on_ide`](Self::mount_on_ide) | no: SATA if the VM has it | a CD-ROM on SATA can be added while the VM is on |
/// | [`mount_connects`](Self::mount_connects) | yes | an image that the guest does not see would be useless |
/// | [`mount_start_connected`](Self::mount_start_connected) | yes | the image is still there after a restart |
/// | [`mount_fetches`](Self::mount_fetches) | no: `500 RESOURCE_INACCESSIBLE` | a mount is documented to read the item, not to transfer it |
/// | [`object_folder`](Self::object_folder) | no: `contentlib-…` | the form on all storage except vSAN |
/// | [`unmount_keeps_drive`](Self::unmount_keeps_drive) | no: the drive is removed | an unmount needs the privilege to remove devices |
/// | [`unmount_any_backing`](Self::unmount_any_backing) | yes | the documentation only requires a CD-ROM of the VM |
/// | [`general_errors`](Self::general_errors) | no: `UNABLE_TO_ALLOCATE_RESOURCE` and `RESOURCE_BUSY` | the errors that adding a CD-ROM declares for a full bus and a busy VM |
/// | [`model_ids`](Self::model_ids) | yes | servers are reported to send them, although the reference excludes them |
/// | [`server_id_in_uris`](Self::server_id_in_uris) | yes | a client that parses the longer form also parses the shorter one |
/// | [`unset_as_null`](Self::unset_as_null) | no: left out | the shorter form; newer references allow both |
/// | [`plain_name_filter`](Self::plain_name_filter) | no: the stored form, with its escapes | the form in responses |
/// | [`name_filter_ignores_case`](Self::name_filter_ignores_case) | no | documented for library items only |
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
#[expect(clippy::struct_excessive_bools, reason = "each is an independent yes-or-no question")]
pub struct Behavior {
    /// Whether a mount prefers IDE while the VM is off.
    pub mount_on_ide: bool,
    /// Whether a mount connects the new CD-ROM if the VM is on.
    pub mount_connects: bool,
    /// Whether the new CD-ROM is connected when the VM is powered on later.
    pub mount_start_connected: bool,
    /// Whether a mount transfers an item that is not cached, instead of failing.
    pub mount_fetches: bool,
    /// Whether the path of an image begins with the UUID of a storage object, as on vSAN, instead of `contentlib-` and
    /// the identifier of the library.
    pub object_folder: bool,
    /// Whether an unmount keeps the drive, with the console's device in place of the image.
    pub unmount_keeps_drive: bool,
    /// Whether an unmount accepts a CD-ROM without an ISO image, instead of responding with
    /// `400 NOT_ALLOWED_IN_CURRENT_STATE`.
    pub unmount_any_backing: bool,
    /// Whether a full bus and a busy VM are the general `ERROR`.
    pub general_errors: bool,
    /// Whether the `get` of libraries and items returns their `id`.
    pub model_ids: bool,
    /// Whether storage URIs end in `?serverId=`.
    pub server_id_in_uris: bool,
    /// Whether unset members are `null` in responses, instead of being left out.
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
            mount_fetches: false,
            object_folder: false,
            unmount_keeps_drive: false,
            unmount_any_backing: true,
            general_errors: false,
            model_ids: true,
            server_id_in_uris: true,
            unset_as_null: false,
            plain_name_filter: false,
            name_filter_ignores_case: false,
        }
    }
}
