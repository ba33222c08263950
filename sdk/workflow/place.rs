//! Finds the folder and the datacenter of VMs that share a name.
//!
//! No response of vCenter names them, but lists can be narrowed to them.

use std::collections::{BTreeMap, HashSet};

use crate::model::id::VmId;
use crate::model::inventory::FolderType;
use crate::retry::Budget;
use crate::text::display_name::DisplayName;
use crate::vcenter::Vcenter;
use crate::vcenter::operations::VmFilter;
use crate::vcenter::summary::VmSummary;

/// The largest number of lists to read for the folders, and for the datacenters, of the VMs of one name.
const MAX_LISTS: usize = 40;
/// The largest number of folders or datacenters to search: a list has them in its URL.
const MAX_PLACES: usize = 100;

/// The details of a place, such as `folder staging`, of each VM that was found in one.
pub(crate) type Places = BTreeMap<VmId, Vec<String>>;

impl Vcenter {
    /// Returns the folder and the datacenter of each VM, where the API can tell. Ignores failures, which only cost
    /// details.
    pub(crate) async fn places(&self, budget: Budget<'_>, vms: &[VmSummary]) -> Places {
        let ids: Vec<_> = vms.iter().map(|vm| vm.id.clone()).collect();
        let mut places = Places::new();
        let folders = budget.repeat(|| self.list_folders(&FolderType::VirtualMachine, &[], &[])).await;
        let folders: Vec<_> =
            folders.unwrap_or_default().into_iter().map(|found| (found.id, found.name)).collect();
        let in_folders = |ids: &[_]| VmFilter::default().folders(ids.iter().cloned());
        self.search(budget, &ids, &folders, in_folders, "folder", &mut places).await;
        let datacenters = budget.repeat(|| self.list_datacenters(&[], &[])).await;
        let datacenters: Vec<_> =
            datacenters.unwrap_or_default().into_iter().map(|found| (found.id, found.name)).collect();
        let in_datacenters = |ids: &[_]| VmFilter::default().datacenters(ids.iter().cloned());
        self.search(budget, &ids, &datacenters, in_datacenters, "datacenter", &mut places).await;
        places
    }

    /// Halves the places until each VM is in one of them. A single place distinguishes nothing.
    async fn search<I: Clone + Send + Sync>(
        &self,
        budget: Budget<'_>,
        vms: &[VmId],
        places: &[(I, String)],
        within: impl Fn(&[I]) -> VmFilter + Send,
        kind: &str,
        found: &mut Places,
    ) {
        if !(2..=MAX_PLACES).contains(&places.len()) {
            return;
        }
        let mut lists = 0;
        let mut open = vec![(vms.to_vec(), places)];
        while let Some((vms, places)) = open.pop() {
            let (first, second) = places.split_at(places.len() / 2);
            for half in [first, second] {
                if lists == MAX_LISTS || budget.check().is_err() {
                    return;
                }
                lists += 1;
                let ids: Vec<_> = half.iter().map(|(id, _)| id.clone()).collect();
                let filter = within(&ids).vms(vms.iter().cloned());
                let Ok(listed) = budget.repeat(|| self.list_vms(&filter)).await else { return };
                let listed: HashSet<_> = listed.into_iter().map(|vm| vm.id).collect();
                let here: Vec<_> = vms.iter().filter(|vm| listed.contains(*vm)).cloned().collect();
                match half {
                    _ if here.is_empty() => {}
                    [(_, name)] => {
                        for vm in here {
                            found
                                .entry(vm)
                                .or_default()
                                .push(format!("{kind} {}", DisplayName::inventory(name)));
                        }
                    }
                    half => open.push((here, half)),
                }
            }
        }
    }
}
