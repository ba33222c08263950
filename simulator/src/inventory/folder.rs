use std::fmt;

use serde::{Deserialize, Serialize};

/// A folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Folder {
    /// The name, as people write it. vCenter stores and answers `%`, `/` and `\` in it as `%25`, `%2f` and `%5c`.
    pub name: String,
    /// What it can contain; virtual machines if it is left out.
    #[serde(rename = "type", default, skip_serializing_if = "FolderType::is_default")]
    pub folder_type: FolderType,
    /// The identifier of its datacenter. A folder of datacenters has none, and every other folder has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub datacenter: Option<String>,
    /// The identifier of the folder that it is in, of the same type; none if it is the uppermost one of its type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
}

impl Folder {
    /// A folder of virtual machines, in no other folder.
    #[must_use]
    pub fn new(name: impl Into<String>, datacenter: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            folder_type: FolderType::VirtualMachine,
            datacenter: Some(datacenter.into()),
            parent: None,
        }
    }
}

/// What a folder can contain, beside folders of the same type.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FolderType {
    /// `DATACENTER`
    Datacenter,
    /// `DATASTORE`
    Datastore,
    /// `HOST`: hosts and clusters.
    Host,
    /// `NETWORK`
    Network,
    /// `VIRTUAL_MACHINE`
    #[default]
    VirtualMachine,
}

/// The value as it stands in an inventory and on the wire, for example `VIRTUAL_MACHINE`.
impl fmt::Display for FolderType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

impl FolderType {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
