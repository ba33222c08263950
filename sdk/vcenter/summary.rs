//! What lists and the session report, in types of this crate.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::api::types;
use crate::model::id::{ClusterId, FolderId, VmId};
use crate::model::inventory::{FolderType, PowerState};

/// A virtual machine in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct VmSummary {
    /// The VM.
    #[serde(rename = "vm")]
    pub id: VmId,
    /// Its name, which is unique within its folder only.
    pub name: String,
    /// Its power state.
    pub power_state: PowerState,
    /// Its processor cores; `None` while its configuration cannot be read, as during its creation.
    pub cpu_count: Option<i64>,
    /// Its memory in mebibytes; `None` while its configuration cannot be read.
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
#[non_exhaustive]
pub struct FolderSummary {
    /// The folder.
    #[serde(rename = "folder")]
    pub id: FolderId,
    /// Its name, which is unique among the folders of one parent only.
    pub name: String,
    /// The kind of objects that it holds.
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
#[non_exhaustive]
pub struct ClusterSummary {
    /// The cluster.
    #[serde(rename = "cluster")]
    pub id: ClusterId,
    /// Its name, which is unique within its folder only.
    pub name: String,
    /// Whether vSphere HA restarts the VMs of a failed host on the others.
    pub ha_enabled: bool,
    /// Whether vSphere DRS spreads the VMs over the hosts.
    pub drs_enabled: bool,
}

impl From<types::ClusterSummary> for ClusterSummary {
    fn from(cluster: types::ClusterSummary) -> Self {
        let types::ClusterSummary { cluster: id, name, ha_enabled, drs_enabled } = cluster;
        Self { id, name, ha_enabled, drs_enabled }
    }
}

/// A session, as the server reports it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SessionInfo {
    /// The user who logged in, with the domain.
    pub user: String,
    /// When the session was opened.
    pub created_time: DateTime<Utc>,
    /// When the session was last used. A session that is idle for too long expires.
    pub last_accessed_time: DateTime<Utc>,
}

impl From<types::CisSessionInfo> for SessionInfo {
    fn from(info: types::CisSessionInfo) -> Self {
        let types::CisSessionInfo { user, created_time, last_accessed_time } = info;
        Self { user, created_time, last_accessed_time }
    }
}
