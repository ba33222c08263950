use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::watch;

use crate::{
    choices::Choices,
    fault::Rules,
    inventory::Inventory,
    request::RequestLog,
    session::{SessionLimits, Sessions},
};

/// What one simulated vCenter knows. The handle and the operations share it.
///
/// No lock is held across an `await`, and none is taken while another one is held.
pub(crate) struct Vcenter {
    pub(crate) latency: Duration,
    pub(crate) choices: Choices,
    /// Shared with those who read it; whoever changes it copies it only while somebody still reads.
    inventory: Mutex<Arc<Inventory>>,
    sessions: Mutex<Sessions>,
    requests: Mutex<RequestLog>,
    faults: Mutex<Rules>,
    #[cfg(feature = "contract")]
    violations: Mutex<Vec<String>>,
    #[cfg(feature = "contract")]
    pub(crate) contract_checked: bool,
    /// Turns true at the end, for those who would wait for ever.
    ended: watch::Sender<bool>,
}

impl Vcenter {
    pub(crate) fn new(
        inventory: Inventory,
        latency: Duration,
        choices: Choices,
        limits: SessionLimits,
        requests: RequestLog,
        faults: Rules,
    ) -> Self {
        Self {
            latency,
            choices,
            inventory: Mutex::new(Arc::new(inventory)),
            sessions: Mutex::new(Sessions::new(limits)),
            requests: Mutex::new(requests),
            faults: Mutex::new(faults),
            #[cfg(feature = "contract")]
            violations: Mutex::default(),
            #[cfg(feature = "contract")]
            contract_checked: true,
            ended: watch::Sender::new(false),
        }
    }

    pub(crate) fn inventory(&self) -> MutexGuard<'_, Arc<Inventory>> {
        lock(&self.inventory)
    }

    pub(crate) fn sessions(&self) -> MutexGuard<'_, Sessions> {
        lock(&self.sessions)
    }

    pub(crate) fn requests(&self) -> MutexGuard<'_, RequestLog> {
        lock(&self.requests)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Rules> {
        lock(&self.faults)
    }

    #[cfg(feature = "contract")]
    pub(crate) fn with_contract(self, contract_checked: bool) -> Self {
        Self { contract_checked, ..self }
    }

    #[cfg(feature = "contract")]
    pub(crate) fn violations(&self) -> MutexGuard<'_, Vec<String>> {
        lock(&self.violations)
    }

    /// The simulator stops.
    pub(crate) fn end(&self) {
        self.ended.send_replace(true);
    }

    /// Waits until the simulator stops.
    pub(crate) async fn ended(&self) {
        // It fails if the sender is gone; `self` has it.
        let _ = self.ended.subscribe().wait_for(|ended| *ended).await;
    }
}

/// A closure of the user that panics while it changes the inventory ends its test, not the simulator.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
