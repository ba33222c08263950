use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A privilege that an operation asks for. In text it has the name that vCenter gives it, such as `System.Read`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Privilege {
    /// `System.Read`: to call an operation at all, and to see something.
    #[serde(rename = "System.Read")]
    SystemRead,
    /// `VirtualMachine.Config.AddRemoveDevice`, on a virtual machine.
    #[serde(rename = "VirtualMachine.Config.AddRemoveDevice")]
    VirtualMachineConfigAddRemoveDevice,
    /// `VirtualMachine.Interact.DeviceConnection`, on a virtual machine.
    #[serde(rename = "VirtualMachine.Interact.DeviceConnection")]
    VirtualMachineInteractDeviceConnection,
    /// `ContentLibrary.DownloadSession`, on a library item.
    #[serde(rename = "ContentLibrary.DownloadSession")]
    ContentLibraryDownloadSession,
    /// `ContentLibrary.ReadStorage`, on a library item.
    #[serde(rename = "ContentLibrary.ReadStorage")]
    ContentLibraryReadStorage,
}

/// The name that vCenter gives the privilege, for example `System.Read`.
impl fmt::Display for Privilege {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The names are those above.
        self.serialize(f)
    }
}

/// Who may log in, and what the user may do.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    name: String,
    #[serde(serialize_with = "written", deserialize_with = "read")]
    password: SecretString,
    #[serde(rename = "without", default, skip_serializing_if = "BTreeSet::is_empty")]
    lacks: BTreeSet<Privilege>,
    #[serde(rename = "without_on", default, skip_serializing_if = "BTreeMap::is_empty")]
    lacks_on: BTreeMap<String, BTreeSet<Privilege>>,
}

impl User {
    /// The resources on which the user lacks a privilege.
    pub(crate) fn restricted_on(&self) -> impl Iterator<Item = &str> {
        self.lacks_on.keys().map(String::as_str)
    }

    /// A user with every privilege. The name counts as it is written, with its domain.
    #[must_use]
    pub fn new(name: impl Into<String>, password: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            password: SecretString::from(password.into()),
            lacks: BTreeSet::new(),
            lacks_on: BTreeMap::new(),
        }
    }

    /// The same user without one privilege.
    #[must_use]
    pub fn without(mut self, privilege: Privilege) -> Self {
        self.lacks.insert(privilege);
        self
    }

    /// The same user without one privilege on one resource, by its identifier. Without [`Privilege::SystemRead`] on
    /// it, lists leave it out.
    #[must_use]
    pub fn without_on(mut self, privilege: Privilege, resource: impl Into<String>) -> Self {
        self.lacks_on.entry(resource.into()).or_default().insert(privilege);
        self
    }

    /// The name, as in [`User::new`].
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether the user has the privilege at all.
    #[must_use]
    pub fn has(&self, privilege: Privilege) -> bool {
        !self.lacks.contains(&privilege)
    }

    /// Whether the user has the privilege on the resource with this identifier.
    #[must_use]
    pub fn has_on(&self, privilege: Privilege, resource: &str) -> bool {
        self.has(privilege) && self.lacks_on.get(resource).is_none_or(|lacks| !lacks.contains(&privilege))
    }

    pub(crate) fn logs_in_with(&self, name: &str, password: &str) -> bool {
        self.name == name && self.password.expose_secret() == password
    }
}

impl PartialEq for User {
    fn eq(&self, other: &Self) -> bool {
        other.logs_in_with(&self.name, self.password.expose_secret())
            && (&self.lacks, &self.lacks_on) == (&other.lacks, &other.lacks_on)
    }
}

impl Eq for User {}

/// A file of users is for a simulator, and useless without their passwords.
fn written<S: Serializer>(password: &SecretString, serializer: S) -> Result<S::Ok, S::Error> {
    password.expose_secret().serialize(serializer)
}

fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SecretString, D::Error> {
    String::deserialize(deserializer).map(SecretString::from)
}
