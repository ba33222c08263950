//! The documented operations, with one attempt each.

use crate::api::types;
use crate::error::{Error, ErrorKind};
use crate::model::id::{
    CdromId, ClusterId, DatacenterId, FolderId, HostId, LibraryId, LibraryItemId, ResourcePoolId, VmId,
};
use crate::model::inventory::{FolderType, PowerState};
use crate::vcenter::summary::{
    ClusterSummary, DatacenterSummary, FolderSummary, HostSummary, SessionInfo, VmSummary,
};
use crate::vcenter::{Vcenter, pending_mounts};

/// Selects VMs for a list. A VM matches if each filter that is set contains its value.
///
/// An empty filter matches all VMs that the user may see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VmFilter {
    vms: Vec<VmId>,
    names: Vec<String>,
    pub(crate) folders: Vec<FolderId>,
    pub(crate) datacenters: Vec<DatacenterId>,
    pub(crate) hosts: Vec<HostId>,
    pub(crate) clusters: Vec<ClusterId>,
    resource_pools: Vec<ResourcePoolId>,
    power_states: Vec<PowerState>,
}

impl VmFilter {
    /// Adds VMs by identifier.
    #[must_use]
    pub fn vms(mut self, values: impl IntoIterator<Item = impl Into<VmId>>) -> Self {
        self.vms.extend(values.into_iter().map(Into::into));
        self
    }

    /// Adds whole names as the inventory stores them, with `%`, `/` and `\` percent-escaped.
    #[must_use]
    pub fn names(mut self, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.names.extend(values.into_iter().map(Into::into));
        self
    }

    /// Adds folders by identifier, such as `group-v3`.
    #[must_use]
    pub fn folders(mut self, values: impl IntoIterator<Item = impl Into<FolderId>>) -> Self {
        self.folders.extend(values.into_iter().map(Into::into));
        self
    }

    /// Adds datacenters by identifier, such as `datacenter-2`.
    #[must_use]
    pub fn datacenters(mut self, values: impl IntoIterator<Item = impl Into<DatacenterId>>) -> Self {
        self.datacenters.extend(values.into_iter().map(Into::into));
        self
    }

    /// Adds hosts by identifier, such as `host-21`.
    #[must_use]
    pub fn hosts(mut self, values: impl IntoIterator<Item = impl Into<HostId>>) -> Self {
        self.hosts.extend(values.into_iter().map(Into::into));
        self
    }

    /// Adds clusters by identifier, such as `domain-c8`.
    #[must_use]
    pub fn clusters(mut self, values: impl IntoIterator<Item = impl Into<ClusterId>>) -> Self {
        self.clusters.extend(values.into_iter().map(Into::into));
        self
    }

    /// Adds resource pools by identifier, such as `resgroup-9`.
    #[must_use]
    pub fn resource_pools(mut self, values: impl IntoIterator<Item = impl Into<ResourcePoolId>>) -> Self {
        self.resource_pools.extend(values.into_iter().map(Into::into));
        self
    }

    /// Adds power states.
    #[must_use]
    pub fn power_states(mut self, values: impl IntoIterator<Item = impl Into<PowerState>>) -> Self {
        self.power_states.extend(values.into_iter().map(Into::into));
        self
    }

    pub(crate) fn admitted_power_states(&self) -> &[PowerState] {
        &self.power_states
    }

    pub(crate) fn with_power_state(&self, state: PowerState) -> Self {
        Self { power_states: vec![state], ..self.clone() }
    }

    /// Narrows the filter to one of the hosts that it admits.
    pub(crate) fn on_host(&self, host: HostId) -> Self {
        Self { hosts: vec![host], ..self.clone() }
    }

    /// Narrows the filter to a folder. Returns `None` if it admits only other folders.
    pub(crate) fn in_folder(&self, folder: FolderId) -> Option<Self> {
        let admits = self.folders.is_empty() || self.folders.contains(&folder);
        admits.then(|| Self { folders: vec![folder], ..self.clone() })
    }
}

impl Vcenter {
    /// Mounts the ISO image of a library item on a virtual machine and returns the CD-ROM that the server added for it.
    ///
    /// `POST /api/vcenter/iso/image?action=mount`, one attempt. Not idempotent: each success adds a CD-ROM; use
    /// [`ensure_mounted`](Self::ensure_mounted) to mount an image only once. Needs `System.Read`,
    /// `VirtualMachine.Config.AddRemoveDevice` on the VM and `ContentLibrary.DownloadSession` on the library item.
    /// (vSphere Automation API, `Iso Image: mount`.)
    ///
    /// # Errors
    /// - [`InvalidArgument`](crate::ErrorKind::InvalidArgument): the item has no .iso file.
    /// - [`NotAllowedInCurrentState`](crate::ErrorKind::NotAllowedInCurrentState): the VM is suspended, or in another
    ///   state that does not allow a mount.
    /// - [`NotFound`](crate::ErrorKind::NotFound): the VM or the item does not exist.
    /// - [`ResourceInaccessible`](crate::ErrorKind::ResourceInaccessible): the server cannot reach a resource, for
    ///   example the VM's host does not reach the datastore of the library.
    /// - [`Unauthenticated`](crate::ErrorKind::Unauthenticated): there is no session and no new one can be opened.
    /// - [`PermissionDenied`](crate::ErrorKind::PermissionDenied): the user lacks a privilege.
    /// - [`OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown): the response was lost; check the VM before a retry.
    ///
    /// After any error that [may have acted](Error::may_have_acted), and after a dropped call, the image may be
    /// mounted: check the VM before a retry.
    pub async fn mount(&self, item: &LibraryItemId, vm: &VmId) -> Result<CdromId, Error> {
        let body = &types::IsoImageMountRequestBody { library_item: item.clone(), vm: vm.clone() };
        let pending = pending_mounts::begin(self.url(), vm, item);
        let mounted = self
            .connection
            .call(|client| async move { client.vcenter_iso_image_mount().body(body.clone()).send().await })
            .await;
        if !mounted.as_ref().is_err_and(|error| error.kind() == ErrorKind::OutcomeUnknown) {
            pending.complete();
        }
        mounted
    }

    /// Returns the session's user, the time when it was opened and the time when it was last used.
    ///
    /// `GET /api/session`; needs no privilege. The call itself may count as use.
    ///
    /// # Errors
    /// [`Unauthenticated`](crate::ErrorKind::Unauthenticated) if the session has ended and there are no credentials for
    /// a new one.
    pub async fn session_info(&self) -> Result<SessionInfo, Error> {
        let info =
            self.connection.call(|client| async move { client.cis_session_get().send().await }).await?;
        Ok(info.into())
    }

    /// Lists the VMs that match. Fails if more than 4,000 do.
    pub(crate) async fn list_vms(&self, filter: &VmFilter) -> Result<Vec<VmSummary>, Error> {
        let vms = self
            .connection
            .call(|client| async move {
                let mut list = client.vcenter_vm_list();
                if !filter.vms.is_empty() {
                    list = list.vms(filter.vms.clone());
                }
                if !filter.names.is_empty() {
                    list = list.names(filter.names.clone());
                }
                if !filter.folders.is_empty() {
                    list = list.folders(filter.folders.clone());
                }
                if !filter.datacenters.is_empty() {
                    list = list.datacenters(texts(&filter.datacenters));
                }
                if !filter.hosts.is_empty() {
                    list = list.hosts(texts(&filter.hosts));
                }
                if !filter.clusters.is_empty() {
                    list = list.clusters(filter.clusters.clone());
                }
                if !filter.resource_pools.is_empty() {
                    list = list.resource_pools(texts(&filter.resource_pools));
                }
                if !filter.power_states.is_empty() {
                    list = list.power_states(filter.power_states.clone());
                }
                list.send().await
            })
            .await?;
        Ok(vms.into_iter().map(Into::into).collect())
    }

    /// Lists the folders of one type that have one of the names and one of the identifiers. Without names and
    /// identifiers, lists all that the user may see.
    pub(crate) async fn list_folders(
        &self,
        folder_type: &FolderType,
        names: &[String],
        ids: &[FolderId],
    ) -> Result<Vec<FolderSummary>, Error> {
        let folders = self
            .connection
            .call(|client| async move {
                let mut list = client.vcenter_folder_list().type_(folder_type.clone());
                if !names.is_empty() {
                    list = list.names(names.to_vec());
                }
                if !ids.is_empty() {
                    list = list.folders(ids.to_vec());
                }
                list.send().await
            })
            .await?;
        Ok(folders.into_iter().map(Into::into).collect())
    }

    /// Lists those of the folders that are in one of the parents, or in one of the datacenters.
    pub(crate) async fn list_folders_in(
        &self,
        parents: &[FolderId],
        datacenters: &[DatacenterId],
        folders: &[FolderId],
    ) -> Result<Vec<FolderSummary>, Error> {
        let listed = self
            .connection
            .call(|client| async move {
                let mut list = client.vcenter_folder_list().folders(folders.to_vec());
                if !parents.is_empty() {
                    list = list.parent_folders(parents.to_vec());
                }
                if !datacenters.is_empty() {
                    list = list.datacenters(texts(datacenters));
                }
                list.send().await
            })
            .await?;
        Ok(listed.into_iter().map(Into::into).collect())
    }

    /// Lists the clusters that have one of the names and one of the identifiers, likewise.
    pub(crate) async fn list_clusters(
        &self,
        names: &[String],
        ids: &[ClusterId],
    ) -> Result<Vec<ClusterSummary>, Error> {
        let clusters = self
            .connection
            .call(|client| async move {
                let mut list = client.vcenter_cluster_list();
                if !names.is_empty() {
                    list = list.names(names.to_vec());
                }
                if !ids.is_empty() {
                    list = list.clusters(ids.to_vec());
                }
                list.send().await
            })
            .await?;
        Ok(clusters.into_iter().map(Into::into).collect())
    }

    /// Lists the datacenters that have one of the names and one of the identifiers, likewise.
    pub(crate) async fn list_datacenters(
        &self,
        names: &[String],
        ids: &[DatacenterId],
    ) -> Result<Vec<DatacenterSummary>, Error> {
        let datacenters = self
            .connection
            .call(|client| async move {
                let mut list = client.vcenter_datacenter_list();
                if !names.is_empty() {
                    list = list.names(names.to_vec());
                }
                if !ids.is_empty() {
                    list = list.datacenters(ids.to_vec());
                }
                list.send().await
            })
            .await?;
        Ok(datacenters.into_iter().map(Into::into).collect())
    }

    /// Lists the hosts that have one of the names, among those of a filter of VMs. Without names, lists all that the
    /// user may see.
    pub(crate) async fn list_hosts(
        &self,
        names: &[String],
        within: &VmFilter,
    ) -> Result<Vec<HostSummary>, Error> {
        let VmFilter { datacenters, clusters, hosts, .. } = within;
        let listed = self
            .connection
            .call(|client| async move {
                let mut list = client.vcenter_host_list();
                if !names.is_empty() {
                    list = list.names(names.to_vec());
                }
                if !datacenters.is_empty() {
                    list = list.datacenters(datacenters.clone());
                }
                if !clusters.is_empty() {
                    list = list.clusters(clusters.clone());
                }
                if !hosts.is_empty() {
                    list = list.hosts(hosts.clone());
                }
                list.send().await
            })
            .await?;
        Ok(listed.into_iter().map(Into::into).collect())
    }

    pub(crate) async fn vm(&self, vm: &VmId) -> Result<types::VmInfo, Error> {
        self.connection
            .call(|client| async move { client.vcenter_vm_get().vm(vm.clone()).send().await })
            .await
    }

    pub(crate) async fn power_info(&self, vm: &VmId) -> Result<types::VmPowerInfo, Error> {
        self.connection
            .call(|client| async move { client.vcenter_vm_power_get().vm(vm.clone()).send().await })
            .await
    }

    pub(crate) async fn start_vm(&self, vm: &VmId) -> Result<(), Error> {
        self.connection
            .call(|client| async move { client.vcenter_vm_power_start().vm(vm.clone()).send().await })
            .await
    }

    pub(crate) async fn stop_vm(&self, vm: &VmId) -> Result<(), Error> {
        self.connection
            .call(|client| async move { client.vcenter_vm_power_stop().vm(vm.clone()).send().await })
            .await
    }

    pub(crate) async fn reset_vm(&self, vm: &VmId) -> Result<(), Error> {
        self.connection
            .call(|client| async move { client.vcenter_vm_power_reset().vm(vm.clone()).send().await })
            .await
    }

    pub(crate) async fn ask_guest_to_shut_down(&self, vm: &VmId) -> Result<(), Error> {
        self.connection
            .call(
                |client| async move { client.vcenter_vm_guest_power_shutdown().vm(vm.clone()).send().await },
            )
            .await
    }

    pub(crate) async fn cdrom_ids(&self, vm: &VmId) -> Result<Vec<CdromId>, Error> {
        let cdroms = self
            .connection
            .call(|client| async move { client.vcenter_vm_hardware_cdrom_list().vm(vm.clone()).send().await })
            .await?;
        Ok(cdroms.into_iter().map(|summary| summary.cdrom).collect())
    }

    pub(crate) async fn cdrom(
        &self,
        vm: &VmId,
        cdrom: &CdromId,
    ) -> Result<types::VmHardwareCdromInfo, Error> {
        self.connection
            .call(|client| async move {
                client.vcenter_vm_hardware_cdrom_get().vm(vm.clone()).cdrom(cdrom.clone()).send().await
            })
            .await
    }

    pub(crate) async fn library_ids(&self) -> Result<Vec<LibraryId>, Error> {
        self.connection.call(|client| async move { client.content_library_list().send().await }).await
    }

    pub(crate) async fn libraries_named(&self, name: &str) -> Result<Vec<LibraryId>, Error> {
        let spec = &types::ContentLibraryFindSpec { name: Some(name.to_owned()), ..Default::default() };
        self.connection
            .call(|client| async move { client.content_library_find().body(spec.clone()).send().await })
            .await
    }

    pub(crate) async fn library(&self, library: &LibraryId) -> Result<types::ContentLibraryModel, Error> {
        self.connection
            .call(
                |client| async move { client.content_library_get().library_id(library.clone()).send().await },
            )
            .await
    }

    pub(crate) async fn items_in(&self, library: &LibraryId) -> Result<Vec<LibraryItemId>, Error> {
        self.connection
            .call(|client| async move {
                client.content_library_item_list().library_id(library.clone()).send().await
            })
            .await
    }

    pub(crate) async fn stored_files(
        &self,
        item: &LibraryItemId,
    ) -> Result<Vec<types::ContentLibraryItemStorageInfo>, Error> {
        self.connection
            .call(|client| async move {
                client.content_library_item_storage_list().library_item_id(item.clone()).send().await
            })
            .await
    }

    pub(crate) async fn items_named(
        &self,
        name: &str,
        library: Option<&LibraryId>,
    ) -> Result<Vec<LibraryItemId>, Error> {
        let spec = &types::ContentLibraryItemFindSpec {
            name: Some(name.to_owned()),
            library_id: library.cloned(),
            ..Default::default()
        };
        self.connection
            .call(|client| async move { client.content_library_item_find().body(spec.clone()).send().await })
            .await
    }

    pub(crate) async fn item(&self, item: &LibraryItemId) -> Result<types::ContentLibraryItemModel, Error> {
        self.connection
            .call(|client| async move {
                client.content_library_item_get().library_item_id(item.clone()).send().await
            })
            .await
    }

    pub(crate) async fn item_files(
        &self,
        item: &LibraryItemId,
    ) -> Result<Vec<types::ContentLibraryItemFileInfo>, Error> {
        self.connection
            .call(|client| async move {
                client.content_library_item_file_list().library_item_id(item.clone()).send().await
            })
            .await
    }
}

fn texts<T: AsRef<str>>(ids: &[T]) -> Vec<String> {
    ids.iter().map(|id| id.as_ref().to_owned()).collect()
}
