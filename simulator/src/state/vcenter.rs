use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use crate::behavior::Behavior;
use crate::fault::Schedule;
use crate::inventory::Inventory;
use crate::state::exchange::Observers;
use crate::state::requests::RequestLog;
use crate::state::sessions::{SessionLimits, Sessions};

/// The state of one simulated vCenter, shared by the handle and the operations.
///
/// No lock is held across an `await`, and no lock is taken while another one is held.
pub(crate) struct Vcenter {
    pub(crate) latency: Duration,
    pub(crate) behavior: Behavior,
    pub(crate) observers: Observers,
    /// Shared with readers. A change copies the inventory only if a reader still holds it.
    inventory: Mutex<Arc<Inventory>>,
    sessions: Mutex<Sessions>,
    requests: Mutex<RequestLog>,
    faults: Mutex<Schedule>,
    /// Becomes true when the simulator stops, which ends unlimited waits.
    ended: watch::Sender<bool>,
}

impl Vcenter {
    pub(crate) fn new(
        inventory: Inventory,
        latency: Duration,
        behavior: Behavior,
        limits: SessionLimits,
        requests: RequestLog,
        faults: Schedule,
        observers: Observers,
    ) -> Self {
        Self {
            latency,
            behavior,
            inventory: Mutex::new(Arc::new(inventory)),
            sessions: Mutex::new(Sessions::new(limits)),
            requests: Mutex::new(requests),
            faults: Mutex::new(faults),
            observers,
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

    pub(crate) fn faults(&self) -> MutexGuard<'_, Schedule> {
        lock(&self.faults)
    }

    /// Marks the simulator as stopped.
    pub(crate) fn end(&self) {
        self.ended.send_replace(true);
    }

    /// Waits until the simulator stops.
    pub(crate) async fn ended(&self) {
        // This fails only without a sender, and `self` holds the sender.
        let _ = self.ended.subscribe().wait_for(|ended| *ended).await;
    }
}

/// Locks a mutex. Ignores poisoning: a panic in the closure of an inventory change fails its test, not the
/// simulator.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
