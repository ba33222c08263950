//! The operations that change nothing, one attempt each.

use crate::api::types;
use crate::error::Error;
use crate::id::{ClusterId, FolderId, LibraryId, LibraryItemId, VmId};
use crate::inventory::{FolderType, PowerState};
use crate::vcenter::Vcenter;

/// A virtual machine in a list.
pub use crate::api::types::VmSummary;

/// Which virtual machines are listed: those that fit every filter that is set, and of each filter one of its values.
///
/// Without any filter it is all that the user may see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VmFilter {
    pub(crate) vms: Vec<VmId>,
    pub(crate) names: Vec<String>,
    pub(crate) folders: Vec<FolderId>,
    pub(crate) datacenters: Vec<String>,
    pub(crate) hosts: Vec<String>,
    pub(crate) clusters: Vec<ClusterId>,
    pub(crate) resource_pools: Vec<String>,
    pub(crate) power_states: Vec<PowerState>,
}

macro_rules! filters {
    ($($(#[$doc:meta])* $name:ident: $type:ty,)*) => {
        impl VmFilter {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $name(mut self, values: impl IntoIterator<Item = impl Into<$type>>) -> Self {
                    self.$name.extend(values.into_iter().map(Into::into));
                    self
                }
            )*
        }
    };
}

filters! {
    /// Adds virtual machines, by identifier.
    vms: VmId,
    /// Adds names, as the inventory has them: whole, with `%`, `/` and `\` percent-escaped.
    names: String,
    /// Adds folders, by identifier, such as `group-v3`.
    folders: FolderId,
    /// Adds datacenters, by identifier, such as `datacenter-2`.
    datacenters: String,
    /// Adds hosts, by identifier, such as `host-21`.
    hosts: String,
    /// Adds clusters, by identifier, such as `domain-c8`.
    clusters: ClusterId,
    /// Adds resource pools, by identifier, such as `resgroup-9`.
    resource_pools: String,
    /// Adds power states.
    power_states: PowerState,
}

impl Vcenter {
    /// Lists virtual machines. What the user may not see is left out.
    ///
    /// `GET /api/vcenter/vm`, one attempt; needs `System.Read`.
    ///
    /// # Errors
    /// More than 4,000 matches are an error of the server (`UNABLE_TO_ALLOCATE_RESOURCE`), whose
    /// [hint](Error::hint) says so: narrow the filter down.
    pub async fn vms(&self, filter: &VmFilter) -> Result<Vec<VmSummary>, Error> {
        let call = self.call("vcenter_vm_list")?;
        let mut list = call.client.vcenter_vm_list();
        macro_rules! set {
            ($($name:ident)*) => {
                $(if !filter.$name.is_empty() {
                    list = list.$name(filter.$name.clone());
                })*
            };
        }
        set!(vms names folders datacenters hosts clusters resource_pools power_states);
        let sent = list.send().await;
        call.finish(sent)
    }

    /// Folders of one type, those with one of the names; without any names all that the user may see.
    pub(crate) async fn folders(
        &self,
        folder_type: &FolderType,
        names: &[String],
    ) -> Result<Vec<types::FolderSummary>, Error> {
        let call = self.call("vcenter_folder_list")?;
        let mut list = call.client.vcenter_folder_list().type_(folder_type.clone());
        if !names.is_empty() {
            list = list.names(names.to_vec());
        }
        let sent = list.send().await;
        call.finish(sent)
    }

    /// Clusters with one of the names; without any names all that the user may see.
    pub(crate) async fn clusters(&self, names: &[String]) -> Result<Vec<types::ClusterSummary>, Error> {
        let call = self.call("vcenter_cluster_list")?;
        let mut list = call.client.vcenter_cluster_list();
        if !names.is_empty() {
            list = list.names(names.to_vec());
        }
        let sent = list.send().await;
        call.finish(sent)
    }

    pub(crate) async fn vm(&self, vm: &VmId) -> Result<types::VmInfo, Error> {
        let call = self.call("vcenter_vm_get")?;
        let sent = call.client.vcenter_vm_get().vm(vm.clone()).send().await;
        call.finish(sent)
    }

    pub(crate) async fn library_ids(&self) -> Result<Vec<LibraryId>, Error> {
        let call = self.call("content_library_list")?;
        let sent = call.client.content_library_list().send().await;
        call.finish(sent)
    }

    pub(crate) async fn libraries_named(&self, name: &str) -> Result<Vec<LibraryId>, Error> {
        let call = self.call("content_library_find")?;
        let spec = types::ContentLibraryFindSpec { name: Some(name.to_owned()), ..Default::default() };
        let sent = call.client.content_library_find().body(spec).send().await;
        call.finish(sent)
    }

    pub(crate) async fn library(&self, library: &LibraryId) -> Result<types::ContentLibraryModel, Error> {
        let call = self.call("content_library_get")?;
        let sent = call.client.content_library_get().library_id(library.clone()).send().await;
        call.finish(sent)
    }

    pub(crate) async fn items_in(&self, library: &LibraryId) -> Result<Vec<LibraryItemId>, Error> {
        let call = self.call("content_library_item_list")?;
        let sent = call.client.content_library_item_list().library_id(library.clone()).send().await;
        call.finish(sent)
    }

    pub(crate) async fn items_named(
        &self,
        name: &str,
        library: Option<&LibraryId>,
    ) -> Result<Vec<LibraryItemId>, Error> {
        let call = self.call("content_library_item_find")?;
        let spec = types::ContentLibraryItemFindSpec {
            name: Some(name.to_owned()),
            library_id: library.cloned(),
            ..Default::default()
        };
        let sent = call.client.content_library_item_find().body(spec).send().await;
        call.finish(sent)
    }

    pub(crate) async fn item(&self, item: &LibraryItemId) -> Result<types::ContentLibraryItemModel, Error> {
        let call = self.call("content_library_item_get")?;
        let sent = call.client.content_library_item_get().library_item_id(item.clone()).send().await;
        call.finish(sent)
    }

    pub(crate) async fn item_files(
        &self,
        item: &LibraryItemId,
    ) -> Result<Vec<types::ContentLibraryItemFileInfo>, Error> {
        let call = self.call("content_library_item_file_list")?;
        let sent = call.client.content_library_item_file_list().library_item_id(item.clone()).send().await;
        call.finish(sent)
    }
}
