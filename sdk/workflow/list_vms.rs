//! Lists more VMs than one response may contain.

use std::collections::BTreeMap;

use futures_util::stream::{self, StreamExt as _};

use crate::error::{Error, ErrorKind, Parts};
use crate::model::id::VmId;
use crate::model::inventory::{FolderType, PowerState};
use crate::retry::Budget;
use crate::vcenter::Vcenter;
use crate::vcenter::operations::VmFilter;
use crate::vcenter::summary::VmSummary;

/// The largest number of VMs in one list of vCenter.
pub(crate) const MAX_LISTED: usize = 4_000;
/// The largest number of VMs to collect. A vCenter has at most 50,000 (VMware Configuration Maximums).
const MAX_VMS: usize = 100_000;
/// The number of lists to read at once.
const CONCURRENT_LISTS: usize = 4;

type Vms = BTreeMap<VmId, VmSummary>;

impl Vcenter {
    /// Lists the virtual machines that match the filter and that the user may see.
    ///
    /// `GET /api/vcenter/vm`. vCenter documents no privilege for it; expect `System.Read`. vCenter lists at most 4,000
    /// VMs at once. If more match, the call lists them by power state and, where that is not enough, by host (`GET
    /// /api/vcenter/host`) or folder (`GET /api/vcenter/folder`). These lists are of different moments: a VM that changes
    /// its power state or its host meanwhile may be missing. [Transient](Error::is_transient) errors are retried by the
    /// [`RetryPolicy`](crate::RetryPolicy).
    ///
    /// # Errors
    /// [`Server`](ErrorKind::Server) with `UNABLE_TO_ALLOCATE_RESOURCE` if more than 4,000 VMs match that cannot be
    /// listed in parts, for example because the user may see neither hosts nor folders. Narrow the filter, as the
    /// [hint](Error::hint) advises.
    pub async fn vms(&self, filter: &VmFilter) -> Result<Vec<VmSummary>, Error> {
        self.vms_within(self.connection.series_budget(), filter).await
    }

    pub(crate) async fn vms_within(
        &self,
        budget: Budget<'_>,
        filter: &VmFilter,
    ) -> Result<Vec<VmSummary>, Error> {
        match budget.repeat(|| self.list_vms(filter)).await {
            Err(error) if error.is_too_many_vms() => {
                let states = filter.split_by_power_state();
                let mut vms = Vms::new();
                for state in states {
                    let part = match budget.repeat(|| self.list_vms(&state)).await {
                        Err(error) if error.is_too_many_vms() => {
                            self.vms_by_place(budget, &state, error).await?
                        }
                        part => by_id(part?),
                    };
                    self.extend(&mut vms, part)?;
                }
                Ok(vms.into_values().collect())
            }
            listed => listed,
        }
    }

    /// Lists VMs by host, or by folder where the hosts are too large or the user does not see them. `too_many` is the error of the whole
    /// list: it proves that the parts have more VMs than one list may contain.
    async fn vms_by_place(
        &self,
        budget: Budget<'_>,
        filter: &VmFilter,
        too_many: Error,
    ) -> Result<Vms, Error> {
        let mut vms = Vms::new();
        // A failure leaves the other way, or the error of the whole list.
        let hosts = budget.repeat(|| self.list_hosts(&[], filter)).await.unwrap_or_default();
        let by_host = hosts.into_iter().map(|host| filter.on_host(host.id)).collect();
        if self.extend_by(&mut vms, budget, by_host).await? && vms.len() > MAX_LISTED {
            return Ok(vms);
        }
        let folders = budget.repeat(|| self.list_folders(&FolderType::VirtualMachine, &[], &[])).await;
        let folders = folders.unwrap_or_default().into_iter().map(|folder| folder.id);
        let by_folder = folders.filter_map(|folder| filter.in_folder(folder)).collect();
        if self.extend_by(&mut vms, budget, by_folder).await? && vms.len() > MAX_LISTED {
            return Ok(vms);
        }
        Err(too_many)
    }

    /// Adds the VMs of each filter. Returns whether none of them has more than one list may contain.
    async fn extend_by(
        &self,
        vms: &mut Vms,
        budget: Budget<'_>,
        filters: Vec<VmFilter>,
    ) -> Result<bool, Error> {
        let lists = filters.into_iter().map(|filter| async move {
            budget.check()?;
            budget.repeat(|| self.list_vms(&filter)).await
        });
        let mut lists = stream::iter(lists).buffer_unordered(CONCURRENT_LISTS);
        let mut is_complete = true;
        while let Some(part) = lists.next().await {
            match part {
                Err(error) if error.is_too_many_vms() => is_complete = false,
                part => self.extend(vms, by_id(part?))?,
            }
        }
        Ok(is_complete)
    }

    /// Adds VMs, each once. Bounds memory if a server lists without an end.
    fn extend(&self, vms: &mut Vms, part: Vms) -> Result<(), Error> {
        vms.extend(part);
        if vms.len() <= MAX_VMS {
            return Ok(());
        }
        let context = format!("the server lists more than {MAX_VMS} virtual machines");
        Err(self.error(Parts::new(ErrorKind::InvalidResponse, context)))
    }
}

fn by_id(vms: Vec<VmSummary>) -> Vms {
    vms.into_iter().map(|vm| (vm.id.clone(), vm)).collect()
}

impl VmFilter {
    /// Returns a filter for each power state that this one admits.
    fn split_by_power_state(&self) -> Vec<Self> {
        // A virtual machine has one of these states (vSphere Automation API, `Vm Power State`).
        const STATES: [PowerState; 3] =
            [PowerState::PoweredOn, PowerState::PoweredOff, PowerState::Suspended];
        let admitted = self.admitted_power_states();
        let states = if admitted.is_empty() { STATES.to_vec() } else { admitted.to_vec() };
        states.into_iter().map(|state| self.with_power_state(state)).collect()
    }
}
