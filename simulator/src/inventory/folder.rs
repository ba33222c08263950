use std::fmt;

use serde::{Deserialize, Serialize};

/// A folder of the inventory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Folder {
    /// The name in plain form. vCenter stores and returns `%`, `/` and `\` in it as `%25`, `%2f` and `%5c`.
    pub name: String,
    /// The type of its contents; VMs by default.
    #[serde(rename = "type", default, skip_serializing_if = "FolderType::is_default")]
    pub folder_type: FolderType,
    /// The identifier of its datacenter. Only a folder of datacenters has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub datacenter: Option<String>,
    /// The identifier of its parent folder, which has the same type. The root folder of a type has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
}

impl Folder {
    /// Returns a folder of VMs without a parent.
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

/// The type of the contents of a folder, besides folders of the same type.
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

/// Writes the value that inventory files and the API use, for example `VIRTUAL_MACHINE`.
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
