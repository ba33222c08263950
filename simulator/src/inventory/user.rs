use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A privilege that operations require. Its text form is its name in vCenter, such as `System.Read`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Privilege {
    /// `System.Read`: required to call any operation and to see an object.
    #[serde(rename = "System.Read")]
    SystemRead,
    /// `VirtualMachine.Config.AddRemoveDevice`, on a VM.
    #[serde(rename = "VirtualMachine.Config.AddRemoveDevice")]
    VirtualMachineConfigAddRemoveDevice,
    /// `VirtualMachine.Interact.DeviceConnection`, on a VM.
    #[serde(rename = "VirtualMachine.Interact.DeviceConnection")]
    VirtualMachineInteractDeviceConnection,
    /// `VirtualMachine.Interact.PowerOn`, on a VM.
    #[serde(rename = "VirtualMachine.Interact.PowerOn")]
    VirtualMachineInteractPowerOn,
    /// `VirtualMachine.Interact.PowerOff`, on a VM.
    #[serde(rename = "VirtualMachine.Interact.PowerOff")]
    VirtualMachineInteractPowerOff,
    /// `VirtualMachine.Interact.Reset`, on a VM.
    #[serde(rename = "VirtualMachine.Interact.Reset")]
    VirtualMachineInteractReset,
    /// `ContentLibrary.DownloadSession`, on a library item.
    #[serde(rename = "ContentLibrary.DownloadSession")]
    ContentLibraryDownloadSession,
    /// `ContentLibrary.AddLibraryItem`, on a library.
    #[serde(rename = "ContentLibrary.AddLibraryItem")]
    ContentLibraryAddLibraryItem,
    /// `ContentLibrary.DeleteLibraryItem`, on a library item.
    #[serde(rename = "ContentLibrary.DeleteLibraryItem")]
    ContentLibraryDeleteLibraryItem,
    /// `ContentLibrary.UpdateSession`, on a library item.
    #[serde(rename = "ContentLibrary.UpdateSession")]
    ContentLibraryUpdateSession,
    /// `ContentLibrary.SyncLibraryItem`, on a library item.
    #[serde(rename = "ContentLibrary.SyncLibraryItem")]
    ContentLibrarySyncLibraryItem,
    /// `ContentLibrary.ReadStorage`, on a library item.
    #[serde(rename = "ContentLibrary.ReadStorage")]
    ContentLibraryReadStorage,
}

/// Writes the name of the privilege in vCenter, for example `System.Read`.
impl fmt::Display for Privilege {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// A user who can log in, with a set of privileges.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    name: String,
    #[serde(serialize_with = "serialize_password", deserialize_with = "deserialize_password")]
    password: SecretString,
    #[serde(rename = "without", default, skip_serializing_if = "BTreeSet::is_empty")]
    lacks: BTreeSet<Privilege>,
    #[serde(rename = "without_on", default, skip_serializing_if = "BTreeMap::is_empty")]
    lacks_on: BTreeMap<String, BTreeSet<Privilege>>,
}

impl User {
    /// Returns a user with every privilege. Logins must use this name with its domain, in either case.
    #[must_use]
    pub fn new(name: impl Into<String>, password: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            password: SecretString::from(password.into()),
            lacks: BTreeSet::new(),
            lacks_on: BTreeMap::new(),
        }
    }

    /// Removes a privilege.
    #[must_use]
    pub fn without_privilege(mut self, privilege: Privilege) -> Self {
        self.lacks.insert(privilege);
        self
    }

    /// Removes a privilege on one resource, by its identifier. Lists omit a resource on which the user does
    /// not have [`Privilege::SystemRead`].
    #[must_use]
    pub fn without_privilege_on(mut self, privilege: Privilege, resource: impl Into<String>) -> Self {
        self.lacks_on.entry(resource.into()).or_default().insert(privilege);
        self
    }

    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns whether the user has the privilege in general.
    #[must_use]
    pub fn has(&self, privilege: Privilege) -> bool {
        !self.lacks.contains(&privilege)
    }

    /// Returns whether the user has the privilege on a resource, by its identifier.
    #[must_use]
    pub fn has_on(&self, privilege: Privilege, resource: &str) -> bool {
        self.has(privilege) && self.lacks_on.get(resource).is_none_or(|lacks| !lacks.contains(&privilege))
    }

    /// Returns the identifiers of the resources on which the user lacks a privilege.
    pub(crate) fn restricted_on(&self) -> impl Iterator<Item = &str> {
        self.lacks_on.keys().map(String::as_str)
    }

    /// Returns whether a login with this name is one of the user. Directories ignore the case of names.
    pub(crate) fn has_name(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    pub(crate) fn logs_in_with(&self, name: &str, password: &str) -> bool {
        self.has_name(name) && self.password.expose_secret() == password
    }
}

impl PartialEq for User {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, self.password.expose_secret()) == (&other.name, other.password.expose_secret())
            && (&self.lacks, &self.lacks_on) == (&other.lacks, &other.lacks_on)
    }
}

impl Eq for User {}

/// Serializes the password, because an inventory file without it would be useless.
fn serialize_password<S: Serializer>(password: &SecretString, serializer: S) -> Result<S::Ok, S::Error> {
    password.expose_secret().serialize(serializer)
}

fn deserialize_password<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SecretString, D::Error> {
    String::deserialize(deserializer).map(SecretString::from)
}
