//! Answers to questions that the documentation of vCenter leaves open.

/// What the simulator does where vCenter is not documented. A client must not depend on any of it: a test of a client
/// may try them all.
///
/// | Choice | Default | Reason |
/// | --- | --- | --- |
/// | [`mount_on_ide`](Self::mount_on_ide) | no: SATA if the virtual machine has it | a CD-ROM on SATA can be added while it is on |
/// | [`mount_connects`](Self::mount_connects) | yes | an image that the guest does not see would serve nobody |
/// | [`mount_start_connected`](Self::mount_start_connected) | yes | the image stays there after a restart |
/// | [`mount_fetches`](Self::mount_fetches) | no: `500 RESOURCE_INACCESSIBLE` | a mount is documented to read the item, not to transfer it |
/// | [`object_folder`](Self::object_folder) | no: `contentlib-…` | the form on all storage but vSAN |
/// | [`unmount_keeps_drive`](Self::unmount_keeps_drive) | no: the drive is removed | it asks for the privilege to remove devices |
/// | [`unmount_any_backing`](Self::unmount_any_backing) | yes | all that is documented is that it has to be a CD-ROM of the virtual machine; a client that takes care is safe with either |
/// | [`general_errors`](Self::general_errors) | no: `UNABLE_TO_ALLOCATE_RESOURCE` and `RESOURCE_BUSY` | what adding a CD-ROM in general declares for a full bus and a busy virtual machine |
/// | [`model_ids`](Self::model_ids) | yes | servers are said to send them, though the reference says otherwise |
/// | [`server_id_in_uris`](Self::server_id_in_uris) | yes | the longer form shows whether a client copes |
/// | [`unset_as_null`](Self::unset_as_null) | no: left out | the shorter form; newer references allow both |
/// | [`plain_name_filter`](Self::plain_name_filter) | no: the stored form, with its escapes | what the answers have |
/// | [`name_filter_ignores_case`](Self::name_filter_ignores_case) | no | nothing says so, and for items it is said |
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own, with yes or no")]
pub struct Choices {
    /// Whether a mount prefers IDE while the virtual machine is off.
    pub mount_on_ide: bool,
    /// Whether the new CD-ROM is connected if the virtual machine is on.
    pub mount_connects: bool,
    /// Whether the new CD-ROM is connected when the virtual machine is powered on later.
    pub mount_start_connected: bool,
    /// Whether a mount of an item that is not cached transfers it first; otherwise it fails.
    pub mount_fetches: bool,
    /// Whether the path of an image begins with the UUID of a storage object, as on vSAN, and not with
    /// `contentlib-` and the identifier of the library.
    pub object_folder: bool,
    /// Whether an unmount leaves the drive, with the device of the console in place of the image.
    pub unmount_keeps_drive: bool,
    /// Whether an unmount takes a CD-ROM without an ISO image too; otherwise that is
    /// `400 NOT_ALLOWED_IN_CURRENT_STATE`.
    pub unmount_any_backing: bool,
    /// Whether a full bus and a busy virtual machine are the general `ERROR`.
    pub general_errors: bool,
    /// Whether libraries and items have their `id` in the answer of `get`.
    pub model_ids: bool,
    /// Whether storage URIs end in `?serverId=`.
    pub server_id_in_uris: bool,
    /// Whether members that are not set are `null` in answers, and not left out.
    pub unset_as_null: bool,
    /// Whether the filter `names` compares with the name as people write it, `a/b`, and not with the stored form,
    /// `a%2fb`.
    pub plain_name_filter: bool,
    /// Whether the filter `names` takes upper and lower case as equal.
    pub name_filter_ignores_case: bool,
}

impl Default for Choices {
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
