//! Finds the folder and the datacenter of VMs, or of folders, that share a name.
//!
//! No response of vCenter names them, but lists can be narrowed to them.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::model::id::{DatacenterId, FolderId, VmId};
use crate::model::inventory::FolderType;
use crate::retry::Budget;
use crate::text::display_name::DisplayName;
use crate::vcenter::Vcenter;
use crate::vcenter::operations::VmFilter;
use crate::vcenter::summary::VmSummary;

/// The largest number of lists to read for the folders, and for the datacenters, of the objects of one name.
const MAX_LISTS: usize = 40;
/// The largest number of folders or datacenters to search: a list has them in its URL.
const MAX_PLACES: usize = 100;

/// The details of a place, such as `folder staging`, of each object that was found in one.
pub(crate) type Places<T> = BTreeMap<T, Vec<String>>;

impl Vcenter {
    /// Returns the folder and the datacenter of each VM, where the API can tell. Ignores failures, which only cost
    /// details.
    pub(crate) async fn places(&self, budget: Budget<'_>, vms: &[VmSummary]) -> Places<VmId> {
        let ids: Vec<_> = vms.iter().map(|vm| vm.id.clone()).collect();
        let mut places = Places::new();
        let list = |filter: VmFilter| async move {
            let vms = budget.repeat(|| self.list_vms(&filter)).await?;
            Ok(vms.into_iter().map(|vm| vm.id).collect())
        };
        let in_folders = |folders, vms| list(VmFilter::default().folders(folders).vms(vms));
        search(budget, &ids, &self.all_folders(budget).await, in_folders, "folder", &mut places).await;
        let in_datacenters = |datacenters, vms| list(VmFilter::default().datacenters(datacenters).vms(vms));
        let datacenters = self.all_datacenters(budget).await;
        search(budget, &ids, &datacenters, in_datacenters, "datacenter", &mut places).await;
        places
    }

    /// Returns the parent and the datacenter of each folder, likewise.
    pub(crate) async fn places_of_folders(
        &self,
        budget: Budget<'_>,
        folders: &[FolderId],
    ) -> Places<FolderId> {
        let mut places = Places::new();
        let list = |parents: Vec<FolderId>, datacenters: Vec<DatacenterId>, folders: Vec<FolderId>| async move {
            let list = || self.list_folders_in(&parents, &datacenters, &folders);
            Ok(budget.repeat(list).await?.into_iter().map(|folder| folder.id).collect())
        };
        let in_parents = |parents, folders| list(parents, Vec::new(), folders);
        search(budget, folders, &self.all_folders(budget).await, in_parents, "parent", &mut places).await;
        let in_datacenters = |datacenters, folders| list(Vec::new(), datacenters, folders);
        let datacenters = self.all_datacenters(budget).await;
        search(budget, folders, &datacenters, in_datacenters, "datacenter", &mut places).await;
        places
    }

    async fn all_folders(&self, budget: Budget<'_>) -> Vec<(FolderId, String)> {
        let folders = budget.repeat(|| self.list_folders(&FolderType::VirtualMachine, &[], &[])).await;
        folders.unwrap_or_default().into_iter().map(|found| (found.id, found.name)).collect()
    }

    async fn all_datacenters(&self, budget: Budget<'_>) -> Vec<(DatacenterId, String)> {
        let datacenters = budget.repeat(|| self.list_datacenters(&[], &[])).await;
        datacenters.unwrap_or_default().into_iter().map(|found| (found.id, found.name)).collect()
    }
}

/// Halves the places until each object is in one of them. A single place distinguishes nothing. `list` lists which of the
/// objects are in the places.
async fn search<T, I, F>(
    budget: Budget<'_>,
    objects: &[T],
    places: &[(I, String)],
    list: impl Fn(Vec<I>, Vec<T>) -> F + Send,
    kind: &str,
    found: &mut Places<T>,
) where
    T: Clone + Ord + Send + Sync,
    I: Clone + Send + Sync,
    F: Future<Output = Result<Vec<T>, Error>> + Send,
{
    if !(2..=MAX_PLACES).contains(&places.len()) {
        return;
    }
    let mut lists = 0;
    let mut open = vec![(objects.to_vec(), places)];
    while let Some((objects, places)) = open.pop() {
        let (first, second) = places.split_at(places.len() / 2);
        for half in [first, second] {
            if lists == MAX_LISTS || budget.check().is_err() {
                return;
            }
            lists += 1;
            let ids: Vec<_> = half.iter().map(|(id, _)| id.clone()).collect();
            let Ok(listed) = list(ids, objects.clone()).await else { return };
            let here: Vec<_> = objects.iter().filter(|object| listed.contains(object)).cloned().collect();
            match half {
                _ if here.is_empty() => {}
                [(_, name)] => {
                    for object in here {
                        let place = format!("{kind} {}", DisplayName::inventory(name));
                        found.entry(object).or_default().push(place);
                    }
                }
                half => open.push((here, half)),
            }
        }
    }
}
