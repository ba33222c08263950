use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::{Mutex, oneshot};

use crate::call::Call;
use crate::connection::Connection;
use crate::error::{Error, ErrorKind, Parts};
use crate::operation::Operation;
use crate::session::SessionId;

/// How many refused sessions are remembered until the logout.
const SUPERSEDED: usize = 8;

/// The session of a connection, and who may replace it.
///
/// However many calls find that their session is over, one of them logs in and the others wait for it.
#[derive(Default)]
pub(crate) struct Login {
    state: RwLock<Now>,
    /// Held by whoever logs in or out.
    one_at_a_time: Mutex<()>,
}

/// How things stand, as of one moment.
#[derive(Clone, Default)]
pub(crate) struct Now {
    /// `None` before the first login and after the logout.
    pub(crate) session: Option<Arc<Session>>,
    /// How many logins there have been, failed ones included.
    logins: u64,
    /// Why the last login failed, if it did.
    failure: Option<Error>,
    /// Sessions that the server refused, so that others took their place. Most are over; one that a server refused
    /// while it was starting is not.
    pub(crate) superseded: Vec<Arc<Session>>,
}

/// A session that is used for calls.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) id: SessionId,
    /// It was opened elsewhere, so it is not ours to end.
    pub(crate) adopted: bool,
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login").field("logged_in", &self.now().session.is_some()).finish_non_exhaustive()
    }
}

impl Login {
    /// Uses a session that was opened elsewhere.
    pub(crate) fn adopted(id: SessionId) -> Self {
        let login = Self::default();
        login.update(|now| now.session = Some(Arc::new(Session { id, adopted: true })));
        login
    }

    pub(crate) fn now(&self) -> Now {
        self.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Says whether somebody else has to end the session, and answers it.
    pub(crate) fn set_adopted(&self, adopted: bool) -> Option<SessionId> {
        let mut id = None;
        self.update(|now| {
            now.session = now.session.take().map(|session| {
                id = Some(session.id.clone());
                Arc::new(Session { id: session.id.clone(), adopted })
            });
        });
        id
    }

    fn update(&self, change: impl FnOnce(&mut Now)) {
        change(&mut self.state.write().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Connection {
    /// Logs in for the first time.
    pub(crate) async fn log_in(self: &Arc<Self>) -> Result<(), Error> {
        let connection = Arc::clone(self);
        let (sender, opened) = oneshot::channel();
        tokio::spawn(async move {
            let _one = connection.login.one_at_a_time.lock().await;
            if let Err(Ok(())) = sender.send(connection.open_session().await) {
                // Whoever wanted to connect has gone, and nobody else knows of this session.
                let _ = connection.close_session(None).await;
            }
        });
        opened.await.unwrap_or_else(|_| Err(shutting_down("cis_session_create")))
    }

    /// Replaces the session that the server refused to a call that saw things as `seen`.
    ///
    /// `Ok(false)` if nobody can: there are no credentials, or somebody logged out meanwhile.
    pub(crate) fn renew(self: &Arc<Self>, seen: &Now) -> Done<bool> {
        let (connection, seen_logins) = (Arc::clone(self), seen.logins);
        alone("cis_session_create", async move {
            let _one = connection.login.one_at_a_time.lock().await;
            let now = connection.login.now();
            if now.session.is_none() || connection.credentials.is_none() {
                return Ok(false);
            }
            if now.logins != seen_logins {
                // Somebody logged in, or tried to, since the call began. A password that was refused once must not
                // be sent again for each call that waits.
                return now.failure.map_or(Ok(true), Err);
            }
            connection.open_session().await.map(|()| true)
        })
    }

    /// Ends the session, unless it was opened elsewhere.
    pub(crate) async fn log_out(self: &Arc<Self>) -> Result<(), Error> {
        let connection = Arc::clone(self);
        alone("cis_session_delete", async move {
            // A login on its way has to end first, or its session would be left open.
            let _one = connection.login.one_at_a_time.lock().await;
            if connection.login.now().session.is_some_and(|session| !session.adopted) {
                connection.close_session(None).await?;
            }
            for session in connection.login.now().superseded {
                if let Err(error) = connection.close_session(Some(session)).await {
                    tracing::debug!(%error, "a session that was refused before could not be ended");
                }
            }
            connection.login.update(|now| {
                now.session = None;
                now.superseded.clear();
            });
            Ok(())
        })
        .await
    }

    async fn open_session(self: &Arc<Self>) -> Result<(), Error> {
        let call = Call::new(self, "cis_session_create");
        let sent = call.client.cis_session_create().send().await;
        let opened = call.finish(sent);
        self.login.update(|now| {
            now.logins += 1;
            match &opened {
                Ok(id) => {
                    now.superseded.extend(now.session.take().filter(|session| !session.adopted));
                    let excess = now.superseded.len().saturating_sub(SUPERSEDED);
                    now.superseded.drain(..excess);
                    now.session = Some(Arc::new(Session { id: id.clone(), adopted: false }));
                    now.failure = None;
                }
                Err(error) => now.failure = Some(error.clone()),
            }
        });
        opened.map(|_| ())
    }

    /// Ends a session, or the one that is used now; one that is over already is fine.
    async fn close_session(self: &Arc<Self>, session: Option<Arc<Session>>) -> Result<(), Error> {
        let call = Call::in_session(self, "cis_session_delete", session);
        let sent = call.client.cis_session_delete().send().await;
        match call.finish(sent) {
            Err(error) if error.kind() != ErrorKind::Unauthenticated => Err(error),
            _ => Ok(()),
        }
    }
}

type Done<T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>;

/// Runs to its end, whoever stops waiting for it: a caller that is dropped or no longer polled must not keep the lock
/// from the others, nor a session from being known.
///
/// The box stands between this future and the calls of the generated client that it makes, and that make it.
fn alone<T: Send + 'static>(
    operation: &'static str,
    work: impl Future<Output = Result<T, Error>> + Send + 'static,
) -> Done<T> {
    let work = tokio::spawn(work);
    Box::pin(async move {
        match work.await {
            Ok(done) => done,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(_) => Err(shutting_down(operation)),
            },
        }
    })
}

fn shutting_down(operation: &'static str) -> Error {
    let operation = Some(Operation::named(operation));
    Parts { operation, ..Parts::new(ErrorKind::Unavailable, "the runtime is shutting down") }.into()
}
