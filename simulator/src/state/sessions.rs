use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};

use crate::inventory::User;

/// The request header that carries the session.
pub(crate) const SESSION_ID: &str = "vmware-api-session-id";

const HOUR: Duration = Duration::from_secs(60 * 60);

/// An open session.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) user: Arc<User>,
    pub(crate) created: DateTime<Utc>,
    pub(crate) last_accessed: DateTime<Utc>,
    opened: Instant,
    used: Instant,
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
    logins: usize,
}

impl Sessions {
    pub(crate) fn new(limits: SessionLimits) -> Self {
        Self { open: HashMap::new(), limits, logins: 0 }
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
        let (now, instant) = (Utc::now(), Instant::now());
        let session = Session { user, created: now, last_accessed: now, opened: instant, used: instant };
        self.open.insert(id.clone(), session);
        self.logins += 1;
        Ok(id)
    }

    /// Marks an open session as used and returns it.
    pub(crate) fn access(&mut self, id: &str) -> Option<Session> {
        let limits = self.limits;
        let session = self.open.get_mut(id).filter(|session| session.is_open(limits))?;
        session.last_accessed = Utc::now();
        session.used = Instant::now();
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
        let limits = self.limits;
        self.open.retain(|_, session| session.is_open(limits));
    }
}

impl Session {
    fn is_open(&self, limits: SessionLimits) -> bool {
        self.used.elapsed() < limits.idle && self.opened.elapsed() < limits.lifetime
    }
}
