use std::fmt;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use tokio::sync::{Mutex, oneshot};
use tokio::task::{JoinError, JoinHandle};

use crate::call::Call;
use crate::connection::Connection;
use crate::error::{Error, ErrorKind};
use crate::operation::Operation;
use crate::runtime;
use crate::session::SessionId;

/// How many refused sessions are remembered until the logout. Further ones are ended at once.
const SUPERSEDED: usize = 8;
/// How many new sessions the server may refuse in a row before the next login has to wait.
const REFUSED: usize = 3;
/// How long it waits.
const PAUSE: Duration = Duration::from_secs(60);

/// The session of a connection, and who may replace it.
///
/// However many calls find that their session is over, one of them logs in and the others wait for it.
#[derive(Default)]
pub(crate) struct Login {
    state: RwLock<Now>,
    /// Held by the task that logs in or out.
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
    /// How many sessions in a row the server refused although they were new.
    refused: usize,
    /// When the last one was opened.
    opened: Option<Instant>,
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
    /// Whether the server has accepted a call in it.
    accepted: AtomicBool,
}

impl Session {
    fn new(id: SessionId, adopted: bool) -> Arc<Self> {
        Arc::new(Self { id, adopted, accepted: AtomicBool::new(false) })
    }

    /// Notes that the server has accepted a call in the session.
    pub(crate) fn accept(&self) {
        self.accepted.store(true, Ordering::Relaxed);
    }

    fn is_accepted(&self) -> bool {
        self.accepted.load(Ordering::Relaxed)
    }
}

/// What became of a refused session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Renewal {
    /// There is another one.
    Renewed,
    /// There is none, and nothing to log in with, or the caller has logged out meanwhile.
    Impossible,
    /// The server refuses the sessions that it opens, so that no other one is opened for some time.
    Paused,
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
        login.update(|now| now.session = Some(Session::new(id, true)));
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
                let changed = Session::new(session.id.clone(), adopted);
                changed.accepted.store(session.is_accepted(), Ordering::Relaxed);
                changed
            });
        });
        id
    }

    fn forget_superseded(&self, ended: &Arc<Session>) {
        self.update(|now| now.superseded.retain(|session| !Arc::ptr_eq(session, ended)));
    }

    fn update(&self, change: impl FnOnce(&mut Now)) {
        change(&mut self.state.write().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Connection {
    /// Logs in for the first time.
    ///
    /// If the caller is dropped, whenever that is, the session is ended: the caller alone would know of it.
    pub(crate) async fn log_in(self: &Arc<Self>) -> Result<(), Error> {
        let runtime = runtime::current()?;
        let connection = Arc::clone(self);
        let (sender, opened) = oneshot::channel();
        let (taken, is_taken) = oneshot::channel();
        let task = runtime.spawn(async move {
            let one = connection.login.one_at_a_time.lock().await;
            let done = connection.open_session().await;
            drop(one);
            let is_open = done.is_ok();
            let _ = sender.send(done);
            // An answer that was sent may still be dropped before the caller has seen it.
            if is_open && is_taken.await.is_err() {
                connection.log_out_unobserved().await;
            }
        });
        if let Ok(done) = opened.await {
            let _ = taken.send(());
            return done;
        }
        // A task that sends nothing has not come to its end.
        task.await.map_err(|error| cut_off(error, "cis_session_create"))
    }

    /// Logs out once the returned sender is used or dropped, in a task that reports a failure.
    pub(crate) fn log_out_later(self: &Arc<Self>) -> Result<(oneshot::Sender<()>, JoinHandle<()>), Error> {
        let connection = Arc::clone(self);
        let (end, is_over) = oneshot::channel();
        let task = runtime::current()?.spawn(async move {
            let _ = is_over.await;
            connection.log_out_unobserved().await;
        });
        Ok((end, task))
    }

    async fn log_out_unobserved(self: &Arc<Self>) {
        if let Err(error) = self.log_out().await {
            tracing::warn!(target: "vcenter_iso", %error, "the session stays open until it expires");
        }
    }

    /// Replaces the session that the server refused to a call that saw things as `seen`.
    pub(crate) fn renew(self: &Arc<Self>, seen: &Now) -> Done<Renewal> {
        let (connection, seen_logins) = (Arc::clone(self), seen.logins);
        alone("cis_session_create", async move {
            let _one = connection.login.one_at_a_time.lock().await;
            let now = connection.login.now();
            let Some(session) = now.session.filter(|_| connection.credentials.is_some()) else {
                return Ok(Renewal::Impossible);
            };
            if let Some(failure) = now.failure
                // Each further refusal of the same password counts towards the lockout of its user.
                && (now.logins != seen_logins || failure.kind() == ErrorKind::InvalidCredentials)
            {
                return Err(failure);
            }
            if now.logins != seen_logins {
                return Ok(Renewal::Renewed);
            }
            let refused = if session.is_accepted() || session.adopted { 0 } else { now.refused + 1 };
            if refused > REFUSED && now.opened.is_some_and(|opened| opened.elapsed() < PAUSE) {
                return Ok(Renewal::Paused);
            }
            if refused == REFUSED {
                tracing::warn!(
                    target: "vcenter_iso",
                    "the server refused {refused} new sessions in a row: after the next one, one is opened every {PAUSE:?}"
                );
            }
            if let Err(error) = connection.end_oldest_superseded().await {
                tracing::warn!(
                    target: "vcenter_iso",
                    %error,
                    "{SUPERSEDED} sessions that the server refused cannot be ended: no further one is opened"
                );
                return Ok(Renewal::Paused);
            }
            connection.login.update(|now| now.refused = refused);
            connection.open_session().await.map(|()| Renewal::Renewed)
        })
    }

    /// Ends a superseded session if there is no room to remember another one: a session that is neither ended nor
    /// remembered would stay open.
    async fn end_oldest_superseded(self: &Arc<Self>) -> Result<(), Error> {
        let superseded = self.login.now().superseded;
        if superseded.len() < SUPERSEDED {
            return Ok(());
        }
        let oldest = Arc::clone(&superseded[0]);
        self.close_session(Some(Arc::clone(&oldest))).await?;
        self.login.forget_superseded(&oldest);
        Ok(())
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
            connection.login.update(|now| now.session = None);
            let mut failure = None;
            for session in connection.login.now().superseded {
                match connection.close_session(Some(Arc::clone(&session))).await {
                    Ok(()) => connection.login.forget_superseded(&session),
                    Err(error) => failure = Some(error),
                }
            }
            failure.map_or(Ok(()), Err)
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
                    now.session = Some(Session::new(id.clone(), false));
                    now.opened = Some(Instant::now());
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

/// Runs to its end although its caller may stop waiting: one that is dropped or no longer polled must neither keep the
/// lock from the others nor leave a session that is not known.
///
/// The box stands between this future and the calls of the generated client that it makes, and that make it.
fn alone<T: Send + 'static>(
    operation: &'static str,
    work: impl Future<Output = Result<T, Error>> + Send + 'static,
) -> Done<T> {
    let task = runtime::current().map(|runtime| runtime.spawn(work));
    Box::pin(async move { task?.await.unwrap_or_else(|error| Err(cut_off(error, operation))) })
}

fn cut_off(error: JoinError, operation: &'static str) -> Error {
    runtime::cut_off(error).error(Some(Operation::named(operation)), ErrorKind::Unavailable)
}
