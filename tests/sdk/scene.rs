//! What the tests of the workflow have in common.

use std::time::Duration;

use vcenter_iso::{LibraryItemId, RetryPolicy, Vcenter, VmId};
use vcenter_iso_simulator::Simulator;

use crate::checked::{self, Checked};
use crate::secrets::builder;

/// An item of the default inventory that can be mounted.
pub(crate) const ISO: &str = "9c2b7d1e-4f60-4a53-8d0e-6f1a2b3c4d5e";
/// The library that it is in.
pub(crate) const LIBRARY: &str = "1f0a6c3e-52d7-4b89-a1c4-6e8f0a2b4c6d";

/// The usual policy, but quicker.
pub(crate) fn quick() -> RetryPolicy {
    RetryPolicy::default()
        .attempts(4)
        .deadline(Duration::from_secs(20))
        .first_delay(Duration::from_millis(5))
        .longest_delay(Duration::from_millis(40))
        .settle(Duration::from_millis(60))
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
    inventory.vms[vm].cdroms_with(ISO).count()
}

/// How often an operation arrived.
pub(crate) fn count(simulator: &Simulator, ending: &str) -> usize {
    simulator.requests().iter().filter(|request| request.path_and_query().ends_with(ending)).count()
}
