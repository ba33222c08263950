//! The fixture of the tests: the example simulator, a connection to it, and queries of its state.

use std::time::Duration;

pub(crate) use vcenter_iso_simulator::example::{ITEM, LIBRARY, VM};

use test_support::checked::{self, Checked};
use vcenter_iso::{LibraryItemId, RetryPolicy, Vcenter, VmId};
use vcenter_iso_simulator::Simulator;

use crate::secrets::builder;

/// Returns a retry policy with short delays.
pub(crate) fn quick_policy() -> RetryPolicy {
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
        .retry(quick_policy())
        .timeout(Duration::from_secs(10))
        .connect()
        .await
        .expect("the login should succeed: the simulator accepts every user")
}

pub(crate) fn item(id: &str) -> LibraryItemId {
    id.parse().expect("the identifier should be valid")
}

pub(crate) fn vm(id: &str) -> VmId {
    id.parse().expect("the identifier should be valid")
}

/// Returns the number of CD-ROMs of a VM that hold the example image.
pub(crate) fn cdrom_count(simulator: &Simulator, vm: &str) -> usize {
    let inventory = simulator.inventory();
    inventory.vms[vm].cdroms_with(ITEM).count()
}

/// Returns the number of requests whose path and query end with `ending`.
pub(crate) fn request_count(simulator: &Simulator, ending: &str) -> usize {
    simulator.requests().iter().filter(|request| request.path_and_query().ends_with(ending)).count()
}
