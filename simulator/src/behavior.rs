//! Configurable behavior where vCenter is undocumented.

use std::fmt;
use std::str::FromStr;

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
/// | [`unknown_members`](Self::unknown_members) | no | members of a newer version are not known |
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
    /// Whether every object in a response has one more member, as of a newer version.
    pub unknown_members: bool,
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
            unknown_members: false,
        }
    }
}

/// The names of the members of [`Behavior`] in text.
const NAMES: [&str; 14] = [
    "mount-on-ide",
    "mount-connects",
    "mount-start-connected",
    "mount-transfers-item",
    "vsan-object-folder",
    "unmount-keeps-cdrom",
    "unmount-any-backing",
    "generic-errors",
    "model-ids",
    "server-id-in-uris",
    "unset-as-null",
    "plain-name-filter",
    "name-filter-ignores-case",
    "unknown-members",
];

impl Behavior {
    /// Returns the member with this name.
    fn member(&mut self, name: &str) -> Option<&mut bool> {
        Some(match name {
            "mount-on-ide" => &mut self.mount_on_ide,
            "mount-connects" => &mut self.mount_connects,
            "mount-start-connected" => &mut self.mount_start_connected,
            "mount-transfers-item" => &mut self.mount_transfers_item,
            "vsan-object-folder" => &mut self.vsan_object_folder,
            "unmount-keeps-cdrom" => &mut self.unmount_keeps_cdrom,
            "unmount-any-backing" => &mut self.unmount_any_backing,
            "generic-errors" => &mut self.generic_errors,
            "model-ids" => &mut self.model_ids,
            "server-id-in-uris" => &mut self.server_id_in_uris,
            "unset-as-null" => &mut self.unset_as_null,
            "plain-name-filter" => &mut self.plain_name_filter,
            "name-filter-ignores-case" => &mut self.name_filter_ignores_case,
            "unknown-members" => &mut self.unknown_members,
            _ => return None,
        })
    }

    /// Returns every setting: each member with both values.
    pub fn settings() -> impl Iterator<Item = BehaviorSetting> {
        NAMES.into_iter().flat_map(|name| [false, true].map(|value| BehaviorSetting { name, value }))
    }

    /// Changes one member.
    pub fn set(&mut self, setting: BehaviorSetting) {
        if let Some(member) = self.member(setting.name) {
            *member = setting.value;
        }
    }
}

/// A member of [`Behavior`] and its value, for command lines: the name with hyphens, optionally `=true` or `=false`.
///
/// ```
/// use vcenter_iso_simulator::{Behavior, BehaviorSetting};
///
/// let mut behavior = Behavior::default();
/// behavior.set("unset-as-null".parse::<BehaviorSetting>()?);
/// behavior.set("mount-connects=false".parse()?);
/// assert!(behavior.unset_as_null && !behavior.mount_connects);
/// # Ok::<_, vcenter_iso_simulator::BehaviorSettingError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BehaviorSetting {
    name: &'static str,
    value: bool,
}

/// The text form.
impl fmt::Display for BehaviorSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.name, self.value)
    }
}

/// The reason why a text is no [`BehaviorSetting`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BehaviorSettingError(String);

impl fmt::Display for BehaviorSettingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BehaviorSettingError {}

impl FromStr for BehaviorSetting {
    type Err = BehaviorSettingError;

    fn from_str(text: &str) -> Result<Self, BehaviorSettingError> {
        let (name, value) = text.split_once('=').unwrap_or((text, "true"));
        let name = NAMES.into_iter().find(|known| *known == name.trim()).ok_or_else(|| {
            BehaviorSettingError(format!("there is no behavior '{name}'; there are {}", NAMES.join(", ")))
        })?;
        match value.trim() {
            "true" => Ok(Self { name, value: true }),
            "false" => Ok(Self { name, value: false }),
            _ => Err(BehaviorSettingError(format!("{name}: expected true or false, not '{value}'"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_member_has_a_name() {
        let mut behavior = Behavior::default();
        let members = format!("{behavior:?}").matches(": ").count();
        assert_eq!(NAMES.len(), members, "add each member to `NAMES`");
        for name in NAMES {
            let before = format!("{behavior:?}");
            let value = !*behavior.member(name).expect("the name should have a member");
            behavior.set(format!("{name}={value}").parse().expect("the setting should be valid"));
            assert_ne!(before, format!("{behavior:?}"), "{name} changes nothing");
        }
    }

    #[test]
    fn a_mistake_lists_what_there_is() {
        for (text, reason) in [
            ("unset_as_null", "there is no behavior 'unset_as_null'; there are mount-on-ide, "),
            ("unset-as-null=yes", "unset-as-null: expected true or false, not 'yes'"),
            ("", "there is no behavior ''"),
        ] {
            let error = text.parse::<BehaviorSetting>().expect_err(text).to_string();
            assert!(error.starts_with(reason), "{error}");
        }
    }
}
