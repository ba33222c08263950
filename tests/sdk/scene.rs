//! What the tests of the workflow have in common.

use std::time::Duration;

pub(crate) use vcenter_iso_simulator::example::{ITEM, LIBRARY, VM};

use test_support::checked::{self, Checked};
use vcenter_iso::{LibraryItemId, RetryPolicy, Vcenter, VmId};
use vcenter_iso_simulator::Simulator;

use crate::secrets::builder;

/// The usual policy, but quicker.
pub(crate) fn quick() -> RetryPolicy {
    RetryPolicy::default()
        .max_attempts(4)
        .deadline(Duration::from_secs(20))
        .initial_backoff(Duration::from_millis(5))
        .max_backoff(Duration::from_millis(40))
        .settle_timeout(Duration::from_millis(60))
}

pub(crate) async fn simulator() -> Checked {
    checked::start(Simulator::builder()).await
}

pub(crate) async fn connect(simulator: &Simulator) -> Vcenter {
    builder(simulator.url())
        .retry(quick())
        .timeout(Duration::from_secs(10))
        .connect()
        .await
        .expect("the simulator accepts every user")
}

pub(crate) fn item(id: &str) -> LibraryItemId {
    id.parse().expect("an item id")
}

pub(crate) fn vm(id: &str) -> VmId {
    id.parse().expect("a VM id")
}

/// How many CD-ROMs of a virtual machine have the image.
pub(crate) fn cdroms(simulator: &Simulator, vm: &str) -> usize {
    let inventory = simulator.inventory();
    inventory.vms[vm].cdroms_with(ITEM).count()
}

/// How often an operation arrived.
pub(crate) fn count(simulator: &Simulator, ending: &str) -> usize {
    simulator.requests().iter().filter(|request| request.path_and_query().ends_with(ending)).count()
}
