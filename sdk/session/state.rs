use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;

use tokio::sync::Mutex;

use crate::error::Error;
use crate::model::session_id::SessionId;

/// The session of a connection, and the record of earlier ones.
#[derive(Default)]
pub(crate) struct SessionState {
    snapshot: RwLock<Snapshot>,
    /// Every session of this connection, oldest first. They are kept for redaction, because an error may show them much
    /// later.
    remembered: RwLock<VecDeque<SessionId>>,
    /// Serialises logins and logouts.
    pub(crate) login_lock: Mutex<()>,
}

/// The number of sessions to keep for redaction. By then the oldest have long ended.
const MAX_REMEMBERED: usize = 16;

/// A snapshot of the session state.
#[derive(Clone, Default)]
pub(crate) struct Snapshot {
    /// `None` before the first login and after the logout.
    pub(crate) session: Option<Arc<SessionHandle>>,
    /// The number of logins, failed ones included.
    pub(crate) logins: u64,
    /// The failure of the last login, if it failed.
    pub(crate) failure: Option<Error>,
    /// The number of new sessions in a row that the server rejected.
    pub(crate) rejected: usize,
    /// The time when the last session was opened.
    pub(crate) opened: Option<Instant>,
    /// Sessions that were replaced because the server rejected them. Most have ended; a session that a starting server
    /// rejected has not.
    pub(crate) retired: Vec<Arc<SessionHandle>>,
}

/// A session for calls.
#[derive(Debug)]
pub(crate) struct SessionHandle {
    pub(crate) id: SessionId,
    /// Whether another process opened the session, so that this one must not end it.
    pub(crate) borrowed: bool,
    /// Whether the server has accepted a call in the session.
    accepted: AtomicBool,
}

impl SessionHandle {
    pub(crate) fn new(id: SessionId, borrowed: bool) -> Arc<Self> {
        Arc::new(Self { id, borrowed, accepted: AtomicBool::new(false) })
    }

    /// Records that the server has accepted a call in the session.
    pub(crate) fn accept(&self) {
        self.accepted.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_accepted(&self) -> bool {
        self.accepted.load(Ordering::Relaxed)
    }
}

impl fmt::Debug for SessionState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let logged_in = self.snapshot().session.is_some();
        f.debug_struct("SessionState").field("logged_in", &logged_in).finish_non_exhaustive()
    }
}

impl SessionState {
    /// Starts with a session that another process opened.
    pub(crate) fn borrowed(id: SessionId) -> Self {
        let state = Self::default();
        state.remember(id.clone());
        state.update(|now| now.session = Some(SessionHandle::new(id, true)));
        state
    }

    /// Adds an identifier to the secrets to redact.
    pub(crate) fn remember(&self, id: SessionId) {
        let mut remembered = self.remembered.write().unwrap_or_else(PoisonError::into_inner);
        remembered.push_back(id);
        if remembered.len() > MAX_REMEMBERED {
            remembered.pop_front();
        }
    }

    pub(crate) fn remembered(&self) -> Vec<SessionId> {
        self.remembered.read().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        self.snapshot.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Marks the session as borrowed or owned and returns it. A logout does not end a borrowed session.
    pub(crate) fn set_borrowed(&self, borrowed: bool) -> Option<SessionId> {
        let mut id = None;
        self.update(|now| {
            now.session = now.session.take().map(|session| {
                id = Some(session.id.clone());
                let changed = SessionHandle::new(session.id.clone(), borrowed);
                if session.is_accepted() {
                    changed.accept();
                }
                changed
            });
        });
        id
    }

    /// Removes a borrowed session; returns an owned one. In one step, because a caller may take the session over meanwhile:
    /// it would stay open.
    pub(crate) fn drop_borrowed(&self) -> Option<Arc<SessionHandle>> {
        let mut owned = None;
        self.update(|now| {
            now.session = now.session.take().filter(|session| !session.borrowed);
            owned.clone_from(&now.session);
        });
        owned
    }

    pub(crate) fn forget_retired(&self, ended: &Arc<SessionHandle>) {
        self.update(|now| now.retired.retain(|session| !Arc::ptr_eq(session, ended)));
    }

    pub(crate) fn update(&self, change: impl FnOnce(&mut Snapshot)) {
        change(&mut self.snapshot.write().unwrap_or_else(PoisonError::into_inner));
    }
}
