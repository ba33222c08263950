use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::inventory::serde_default::{is_no, is_yes, yes};

/// A datacenter: the root of folders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Datacenter {
    /// The name.
    pub name: String,
}

/// A cluster of hosts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cluster {
    /// The name in plain form. vCenter stores and returns `%`, `/` and `\` in it as `%25`, `%2f` and `%5c`.
    pub name: String,
    /// The identifier of its folder, a folder of hosts, which determines its datacenter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    /// Whether vSphere HA is enabled; `false` by default.
    #[serde(default, skip_serializing_if = "is_no")]
    pub ha_enabled: bool,
    /// Whether vSphere DRS is enabled; `false` by default.
    #[serde(default, skip_serializing_if = "is_no")]
    pub drs_enabled: bool,
}

impl Cluster {
    /// Returns a cluster in no folder, without HA and DRS.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), folder: None, ha_enabled: false, drs_enabled: false }
    }
}

/// A resource pool: a share of the resources of a cluster or a host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResourcePool {
    /// The name.
    pub name: String,
}

/// A datastore: storage of hosts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Datastore {
    /// The name. A datastore path has it in brackets: `[ssd-01] …`.
    pub name: String,
    /// The free space in bytes, if it is limited. Uploads to a content library use it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_space: Option<u64>,
}

impl Datastore {
    /// Returns a datastore whose free space is not limited.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), free_space: None }
    }
}

/// A host, which runs VMs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Host {
    /// The name.
    pub name: String,
    /// The identifier of its cluster, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    /// The identifiers of the datastores that it can access.
    #[serde(default)]
    pub datastores: BTreeSet<String>,
    /// Whether it responds to vCenter; `true` by default. If it does not, vCenter cannot read the
    /// configuration of its VMs.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub responding: bool,
}

impl Host {
    /// Returns a host in no cluster that responds and has no datastore.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), cluster: None, datastores: BTreeSet::new(), responding: true }
    }
}
