use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;
use tokio::time::timeout;

/// The clock of sessions and tasks: real time, plus the time by which a test has moved it.
pub(crate) struct Clock {
    start: Instant,
    position: watch::Sender<Position>,
}

#[derive(Clone, Copy, Default)]
struct Position {
    moved: Duration,
    /// Whether the simulator has stopped, which ends every wait.
    stopped: bool,
}

impl Clock {
    pub(crate) fn new() -> Self {
        Self { start: Instant::now(), position: watch::Sender::new(Position::default()) }
    }

    /// Returns the time since the start of the simulator.
    pub(crate) fn elapsed(&self) -> Duration {
        self.start.elapsed().saturating_add(self.moved())
    }

    /// Returns the date and time. It stays real if it was moved beyond the range of dates.
    pub(crate) fn utc(&self) -> DateTime<Utc> {
        let now = Utc::now();
        let moved = TimeDelta::from_std(self.moved()).ok();
        moved.and_then(|moved| now.checked_add_signed(moved)).unwrap_or(now)
    }

    pub(crate) fn advance(&self, duration: Duration) {
        self.position.send_modify(|position| position.moved = position.moved.saturating_add(duration));
    }

    pub(crate) fn stop(&self) {
        self.position.send_modify(|position| position.stopped = true);
    }

    /// Waits until this time has passed on the clock, or the simulator has stopped.
    pub(crate) async fn sleep(&self, duration: Duration) {
        let mut position = self.position.subscribe();
        let end = self.elapsed().saturating_add(duration);
        loop {
            let stopped = position.borrow_and_update().stopped;
            let rest = end.saturating_sub(self.elapsed());
            if stopped || rest.is_zero() {
                return;
            }
            // Either the time has passed or the position has changed; the loop looks which.
            let _ = timeout(rest, position.changed()).await;
        }
    }

    fn moved(&self) -> Duration {
        self.position.borrow().moved
    }
}
