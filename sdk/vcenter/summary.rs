//! The items of lists and the session, in types of this crate.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::api::types;
use crate::model::id::{ClusterId, DatacenterId, FolderId, HostId, VmId};
use crate::model::inventory::{FolderType, HostConnectionState, PowerState};

/// A virtual machine in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct VmSummary {
    /// The identifier.
    #[serde(rename = "vm")]
    pub id: VmId,
    /// The name, which is unique within its folder only.
    pub name: String,
    /// The power state.
    pub power_state: PowerState,
    /// The number of processor cores; `None` while the configuration cannot be read, for example during creation.
    pub cpu_count: Option<i64>,
    /// The memory in mebibytes; `None` while the configuration cannot be read.
    pub memory_mib: Option<i64>,
}

impl From<types::VmSummary> for VmSummary {
    fn from(vm: types::VmSummary) -> Self {
        let types::VmSummary { vm: id, name, power_state, cpu_count, memory_size_mi_b: memory_mib } = vm;
        Self { id, name, power_state, cpu_count, memory_mib }
    }
}

/// A folder in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct FolderSummary {
    /// The identifier.
    #[serde(rename = "folder")]
    pub id: FolderId,
    /// The name, which is unique among the folders of one parent only.
    pub name: String,
    /// The kind of objects in the folder.
    #[serde(rename = "type")]
    pub folder_type: FolderType,
}

impl From<types::FolderSummary> for FolderSummary {
    fn from(folder: types::FolderSummary) -> Self {
        let types::FolderSummary { folder: id, name, type_: folder_type } = folder;
        Self { id, name, folder_type }
    }
}

/// A cluster in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ClusterSummary {
    /// The identifier.
    #[serde(rename = "cluster")]
    pub id: ClusterId,
    /// The name, which is unique within its folder only.
    pub name: String,
    /// Whether vSphere HA restarts the VMs of a failed host on other hosts.
    pub ha_enabled: bool,
    /// Whether vSphere DRS balances the VMs over the hosts.
    pub drs_enabled: bool,
}

impl From<types::ClusterSummary> for ClusterSummary {
    fn from(cluster: types::ClusterSummary) -> Self {
        let types::ClusterSummary { cluster: id, name, ha_enabled, drs_enabled } = cluster;
        Self { id, name, ha_enabled, drs_enabled }
    }
}

/// A datacenter in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct DatacenterSummary {
    /// The identifier.
    #[serde(rename = "datacenter")]
    pub id: DatacenterId,
    /// The name, which is unique within its folder only.
    pub name: String,
}

impl From<types::DatacenterSummary> for DatacenterSummary {
    fn from(datacenter: types::DatacenterSummary) -> Self {
        let types::DatacenterSummary { datacenter: id, name } = datacenter;
        Self { id, name }
    }
}

/// A host in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct HostSummary {
    /// The identifier.
    #[serde(rename = "host")]
    pub id: HostId,
    /// The name, mostly the DNS name.
    pub name: String,
    /// Whether vCenter reaches the host.
    pub connection_state: HostConnectionState,
}

impl From<types::HostSummary> for HostSummary {
    fn from(host: types::HostSummary) -> Self {
        let types::HostSummary { host: id, name, connection_state } = host;
        Self { id, name, connection_state }
    }
}

/// A session, as the server reports it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SessionInfo {
    /// The user who logged in, with the domain.
    pub user: String,
    /// The time when the session was opened. It ends some time after that, however busy it is.
    pub created_time: DateTime<Utc>,
    /// The time when the session was last used. A session that is idle for too long expires.
    pub last_accessed_time: DateTime<Utc>,
}

impl From<types::CisSessionInfo> for SessionInfo {
    fn from(info: types::CisSessionInfo) -> Self {
        let types::CisSessionInfo { user, created_time, last_accessed_time } = info;
        Self { user, created_time, last_accessed_time }
    }
}
