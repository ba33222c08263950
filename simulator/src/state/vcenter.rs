use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use crate::behavior::Behavior;
use crate::fault::{FaultRule, Schedule};
use crate::inventory::Inventory;
use crate::state::clock::Clock;
use crate::state::exchange::Observers;
use crate::state::requests::RequestLog;
use crate::state::sessions::{SessionLimits, Sessions};
use crate::state::update_sessions::UpdateSessions;

/// The settings of a simulated vCenter.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) inventory: Inventory,
    pub(crate) latency: Duration,
    pub(crate) task_time: Duration,
    pub(crate) behavior: Behavior,
    pub(crate) limits: SessionLimits,
    pub(crate) faults: Vec<FaultRule>,
    pub(crate) seed: u64,
    pub(crate) max_recorded_requests: usize,
    pub(crate) observers: Observers,
    pub(crate) scheme: &'static str,
}

/// The state of one simulated vCenter, shared by the handle and the operations.
///
/// No lock is held across an `await`, and no lock is taken while another one is held.
pub(crate) struct Vcenter {
    pub(crate) latency: Duration,
    /// The duration of each change of a VM.
    pub(crate) task_time: Duration,
    pub(crate) behavior: Behavior,
    pub(crate) observers: Observers,
    pub(crate) clock: Arc<Clock>,
    /// `http` or `https`.
    pub(crate) scheme: &'static str,
    initial: Initial,
    /// Shared with readers. A change copies the inventory only if a reader still holds it.
    inventory: Mutex<Arc<Inventory>>,
    sessions: Mutex<Sessions>,
    update_sessions: Mutex<UpdateSessions>,
    requests: Mutex<RequestLog>,
    faults: Mutex<Schedule>,
    /// Becomes true when the simulator stops, which ends unlimited waits.
    ended: watch::Sender<bool>,
}

/// The state at the start.
struct Initial {
    inventory: Arc<Inventory>,
    faults: Vec<FaultRule>,
    seed: u64,
}

impl Vcenter {
    pub(crate) fn new(settings: Settings) -> Self {
        let clock = Arc::new(Clock::new());
        let inventory = Arc::new(settings.inventory);
        Self {
            latency: settings.latency,
            task_time: settings.task_time,
            behavior: settings.behavior,
            observers: settings.observers,
            inventory: Mutex::new(Arc::clone(&inventory)),
            sessions: Mutex::new(Sessions::new(settings.limits, Arc::clone(&clock))),
            update_sessions: Mutex::new(UpdateSessions::new(Arc::clone(&clock))),
            scheme: settings.scheme,
            clock,
            requests: Mutex::new(RequestLog::new(settings.max_recorded_requests)),
            faults: Mutex::new(Schedule::with_rules(settings.seed, &settings.faults)),
            initial: Initial { inventory, faults: settings.faults, seed: settings.seed },
            ended: watch::Sender::new(false),
        }
    }

    pub(crate) fn inventory(&self) -> MutexGuard<'_, Arc<Inventory>> {
        lock(&self.inventory)
    }

    pub(crate) fn sessions(&self) -> MutexGuard<'_, Sessions> {
        lock(&self.sessions)
    }

    pub(crate) fn update_sessions(&self) -> MutexGuard<'_, UpdateSessions> {
        lock(&self.update_sessions)
    }

    pub(crate) fn requests(&self) -> MutexGuard<'_, RequestLog> {
        lock(&self.requests)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Schedule> {
        lock(&self.faults)
    }

    /// Restores the inventory and the faults of the start, ends all sessions, and forgets all requests.
    pub(crate) fn reset(&self) {
        *self.inventory() = Arc::clone(&self.initial.inventory);
        *self.faults() = Schedule::with_rules(self.initial.seed, &self.initial.faults);
        self.sessions().close_all();
        self.update_sessions().clear();
        self.requests().clear();
    }

    /// Marks the simulator as stopped.
    pub(crate) fn end(&self) {
        self.ended.send_replace(true);
        self.clock.stop();
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
