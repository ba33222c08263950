//! Finds virtual machines by name.

use std::collections::{HashMap, HashSet};

use crate::error::{Candidate, Error, ObjectKind};
use crate::model::id::VmId;
use crate::retry::Budget;
use crate::vcenter::Vcenter;
use crate::vcenter::operations::VmFilter;
use crate::vcenter::summary::VmSummary;
use crate::workflow::list_vms::MAX_LISTED;
use crate::workflow::lookup::{Lookup, MAX_CANDIDATES, name_variants, suggestions};
use crate::workflow::place::Places;

/// The largest number of ambiguous names whose VMs are searched for in folders and datacenters.
const MAX_PLACED: usize = 3;

impl Vcenter {
    /// Finds the virtual machine with exactly this name.
    ///
    /// `GET /api/vcenter/vm`. vCenter documents no privilege for it; expect `System.Read`. vSphere stores `%`, `/` and
    /// `\` in names percent-escaped; the name matches in plain and in escaped form.
    ///
    /// # Errors
    /// - [`NotFound`](crate::ErrorKind::NotFound): no virtual machine that the user may see has the name.
    ///   [`candidates`](Error::candidates) lists VMs with similar names.
    /// - [`Ambiguous`](crate::ErrorKind::Ambiguous): several VMs have the name, in different folders. `candidates`
    ///   lists them, with the folder and the datacenter if the user may see these.
    pub async fn find_vm(&self, name: &str) -> Result<VmSummary, Error> {
        let budget = self.connection.series_budget();
        let mut found = self.vms_named(budget, &[name.to_owned()], &VmFilter::default()).await?;
        found.remove(0)
    }

    /// Finds the virtual machine of each name among those that match a filter, in the order of the names.
    ///
    /// Resolves each name as [`find_vm`](Self::find_vm) does, with a few requests for all names.
    ///
    /// ```no_run
    /// # use vcenter_iso::{Error, Vcenter, VmFilter};
    /// # async fn example(vcenter: Vcenter) -> Result<(), Error> {
    /// let staging = VmFilter::default().folders([vcenter.find_folder("staging").await?.id]);
    /// for vm in vcenter.find_vms(["web", "db"], &staging).await? {
    ///     println!("{}", vm?.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The call fails if a list of virtual machines cannot be read. Otherwise the result for each name is at its index,
    /// and an unresolved name is an `Err` there. The first ten names that match no VM have
    /// [`candidates`](Error::candidates).
    pub async fn find_vms(
        &self,
        names: impl IntoIterator<Item = impl Into<String>>,
        within: &VmFilter,
    ) -> Result<Vec<Result<VmSummary, Error>>, Error> {
        let names: Vec<String> = names.into_iter().map(Into::into).collect();
        self.vms_named(self.connection.series_budget(), &names, within).await
    }

    async fn vms_named(
        &self,
        budget: Budget<'_>,
        names: &[String],
        within: &VmFilter,
    ) -> Result<Vec<Result<VmSummary, Error>>, Error> {
        let mut by_name: HashMap<String, Vec<VmSummary>> = HashMap::new();
        let mut asked = HashSet::new();
        let variants = names.iter().flat_map(|name| name_variants(name));
        let variants: Vec<_> = variants.filter(|variant| asked.insert(variant.clone())).collect();
        for batch in batches(&variants) {
            budget.check()?;
            let filter = within.clone().names(batch.iter().cloned());
            for vm in self.vms_within(budget, &filter).await? {
                // Bounds memory if a server ignores the names.
                if asked.contains(&vm.name) {
                    let namesakes = by_name.entry(vm.name.clone()).or_default();
                    if namesakes.len() < MAX_LISTED {
                        namesakes.push(vm);
                    }
                }
            }
        }
        let scope = if *within == VmFilter::default() { "" } else { " among those that fit the filters" };
        let mut all = None;
        let (mut unknown, mut ambiguous) = (0, 0);
        let mut found = Vec::with_capacity(names.len());
        for name in names {
            let variants = name_variants(name);
            let vms: Vec<_> =
                variants.iter().filter_map(|form| by_name.get(form)).flatten().cloned().collect();
            unknown += usize::from(vms.is_empty());
            let candidates = if vms.len() > 1 {
                ambiguous += 1;
                let shown = &vms[..vms.len().min(MAX_CANDIDATES)];
                let places =
                    if ambiguous <= MAX_PLACED { self.places(budget, shown).await } else { Places::new() };
                shown.iter().map(|vm| placed(vm, &places)).collect()
            } else if !vms.is_empty() {
                Vec::new()
            } else if unknown <= MAX_CANDIDATES {
                if all.is_none() {
                    // Ignores a failure, which only costs the suggestions.
                    all = Some(self.vms_within(budget, within).await.unwrap_or_default());
                }
                suggestions(name, all.iter().flatten().map(candidate))
            } else {
                // Comparing names is slow, and suggestions for a thousand names are too many to read.
                Vec::new()
            };
            let lookup = Lookup { object: ObjectKind::Vm, name, scope };
            found.push(lookup.one(self, vms, candidates));
        }
        Ok(found)
    }
}

/// Splits names into batches, one request each: names are sent in the URL, and proxies limit its length.
fn batches(names: &[String]) -> Vec<&[String]> {
    // Percent-encoding can triple each byte, and most servers and proxies accept URLs of at least 8 KiB.
    const BYTES: usize = 2048;
    let mut batches = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (index, name) in names.iter().enumerate() {
        if index > start && bytes + name.len() > BYTES {
            batches.push(&names[start..index]);
            (start, bytes) = (index, 0);
        }
        // Counts `&names=` as well.
        bytes += name.len() + 7;
    }
    batches.extend((start < names.len()).then(|| &names[start..]));
    batches
}

/// Returns the candidate with its folder and its datacenter, which distinguish VMs of one name.
fn placed(vm: &VmSummary, places: &Places<VmId>) -> Candidate {
    let mut candidate = candidate(vm);
    candidate.details.extend(places.get(&vm.id).into_iter().flatten().cloned());
    candidate
}

fn candidate(vm: &VmSummary) -> Candidate {
    let mut details = vec![vm.power_state.to_string()];
    details.extend(vm.cpu_count.map(|count| format!("{count} CPU")));
    details.extend(vm.memory_mib.map(|size| format!("{size} MiB")));
    Candidate { object: ObjectKind::Vm, id: vm.id.to_string(), name: vm.name.clone(), details, exact: true }
}
