use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::inventory::User;
use crate::state::clock::Clock;

/// The request header that carries the session.
pub(crate) const SESSION_ID: &str = "vmware-api-session-id";

const HOUR: Duration = Duration::from_secs(60 * 60);

/// An open session.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) user: Arc<User>,
    pub(crate) created: DateTime<Utc>,
    pub(crate) last_accessed: DateTime<Utc>,
    /// The times on the clock of the simulator.
    opened: Duration,
    used: Duration,
}

/// The limits of the lifetime and the number of sessions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SessionLimits {
    pub(crate) idle: Duration,
    pub(crate) lifetime: Duration,
    pub(crate) per_user: usize,
    pub(crate) total: usize,
}

impl Default for SessionLimits {
    fn default() -> Self {
        Self { idle: HOUR / 2, lifetime: 24 * HOUR, per_user: 550, total: 1000 }
    }
}

/// The reason why a session was not opened.
pub(crate) enum Refusal {
    /// The user already has this number of sessions.
    UserLimit(usize),
    /// All users together already have this number of sessions.
    TotalLimit(usize),
    /// The operating system returned no random numbers.
    Random(getrandom::Error),
}

/// The open sessions, by their secret identifier.
pub(crate) struct Sessions {
    open: HashMap<String, Session>,
    limits: SessionLimits,
    clock: Arc<Clock>,
    logins: usize,
}

impl Sessions {
    pub(crate) fn new(limits: SessionLimits, clock: Arc<Clock>) -> Self {
        Self { open: HashMap::new(), limits, clock, logins: 0 }
    }

    /// Opens a session and returns its identifier: 128 random bits in hexadecimal digits.
    pub(crate) fn open(&mut self, user: Arc<User>) -> Result<String, Refusal> {
        self.remove_expired();
        let of_user = self.open.values().filter(|session| session.user.name() == user.name()).count();
        if of_user >= self.limits.per_user {
            return Err(Refusal::UserLimit(of_user));
        }
        if self.open.len() >= self.limits.total {
            return Err(Refusal::TotalLimit(self.open.len()));
        }
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(Refusal::Random)?;
        let id = random.iter().fold(String::with_capacity(32), |mut id, byte| {
            // Writing to a string cannot fail.
            let _ = write!(id, "{byte:02x}");
            id
        });
        let (now, elapsed) = (self.clock.utc(), self.clock.elapsed());
        let session = Session { user, created: now, last_accessed: now, opened: elapsed, used: elapsed };
        self.open.insert(id.clone(), session);
        self.logins += 1;
        Ok(id)
    }

    /// Marks an open session as used and returns it.
    pub(crate) fn access(&mut self, id: &str) -> Option<Session> {
        let (limits, elapsed) = (self.limits, self.clock.elapsed());
        let session = self.open.get_mut(id).filter(|session| session.is_open(limits, elapsed))?;
        session.last_accessed = self.clock.utc();
        session.used = elapsed;
        Some(session.clone())
    }

    pub(crate) fn close(&mut self, id: &str) -> Option<Session> {
        self.open.remove(id)
    }

    pub(crate) fn close_all(&mut self) {
        self.open.clear();
    }

    /// Returns the number of open sessions.
    pub(crate) fn len(&mut self) -> usize {
        self.remove_expired();
        self.open.len()
    }

    /// Returns the number of sessions opened so far.
    pub(crate) fn logins(&self) -> usize {
        self.logins
    }

    fn remove_expired(&mut self) {
        let (limits, elapsed) = (self.limits, self.clock.elapsed());
        self.open.retain(|_, session| session.is_open(limits, elapsed));
    }
}

impl Session {
    fn is_open(&self, limits: SessionLimits, elapsed: Duration) -> bool {
        elapsed.saturating_sub(self.used) < limits.idle
            && elapsed.saturating_sub(self.opened) < limits.lifetime
    }
}
