//! Opens, renews and ends the session of a connection.
//!
//! Each runs to completion in a task of its own: a caller that is dropped or no longer polled must neither block the
//! others nor leave a session open that no connection knows.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::{MutexGuard, oneshot};
use tokio::task::{JoinError, JoinHandle};
use tracing::Instrument;

use crate::error::{Error, ErrorKind, Parts};
use crate::operation::Operation;
use crate::runtime;
use crate::session::attempt::Attempt;
use crate::session::connection::Connection;
use crate::session::state::{SessionHandle, Snapshot};

/// The number of rejected sessions to remember until the logout. Further ones are ended at once.
const MAX_RETIRED: usize = 8;
/// The number of new sessions that the server may reject in a row before one more login, after which the next has to
/// wait.
const MAX_REJECTED: usize = 3;
/// The time until that login.
const PAUSE: Duration = Duration::from_secs(60);
/// The longest time that a login or logout waits for another one, in request timeouts.
const MAX_WAIT: u32 = 4;

/// The result of renewing a rejected session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Renewal {
    /// There is a new session.
    Renewed,
    /// No new session is possible: there are no credentials, or the caller has logged out meanwhile.
    Impossible,
    /// The server rejects the sessions that it opens, so no other one is opened for some time.
    Paused,
}

impl Connection {
    /// Logs in for the first time.
    ///
    /// If the caller is dropped at any time, the session is ended, because only the caller would know it.
    pub(crate) async fn log_in(self: &Arc<Self>) -> Result<(), Error> {
        let runtime = runtime::current()?;
        let connection = Arc::clone(self);
        let (sender, opened) = oneshot::channel();
        let (taken, is_taken) = oneshot::channel();
        let opening = async move {
            let done = match connection.lock(Operation::CisSessionCreate).await {
                Ok(_one) => connection.open_session().await,
                Err(error) => Err(error),
            };
            let is_open = done.is_ok();
            let _ = sender.send(done);
            // A sent result may still be dropped before the caller receives it.
            if is_open && is_taken.await.is_err() {
                connection.log_out_unobserved().await;
            }
        };
        let task = runtime.spawn(opening.in_current_span());
        if let Ok(done) = opened.await {
            let _ = taken.send(());
            return done;
        }
        // A task that drops the sender did not complete.
        task.await.map_err(|error| task_failure(error, Operation::CisSessionCreate))
    }

    /// Logs out once the returned sender is used or dropped, in a task that logs a failure.
    pub(crate) fn log_out_later(self: &Arc<Self>) -> Result<(oneshot::Sender<()>, JoinHandle<()>), Error> {
        let connection = Arc::clone(self);
        let (end, is_over) = oneshot::channel();
        let ending = async move {
            let _ = is_over.await;
            connection.log_out_unobserved().await;
        };
        let task = runtime::current()?.spawn(ending.in_current_span());
        Ok((end, task))
    }

    pub(crate) async fn log_out_unobserved(self: &Arc<Self>) {
        if let Err(error) = self.log_out().await {
            tracing::warn!(target: "vcenter_iso", %error, "the session stays open until it expires");
        }
    }

    /// Replaces the session that the server rejected for a call that started in the state `before`.
    pub(crate) async fn renew(self: &Arc<Self>, before: &Snapshot) -> Result<Renewal, Error> {
        let (connection, logins_before) = (Arc::clone(self), before.logins);
        to_completion(Operation::CisSessionCreate, async move {
            let _one = connection.lock(Operation::CisSessionCreate).await?;
            let now = connection.state.snapshot();
            let Some(session) = now.session.filter(|_| connection.credentials.is_some()) else {
                return Ok(Renewal::Impossible);
            };
            if let Some(failure) = now.failure
                && (now.logins != logins_before || is_rejected_password(&failure))
            {
                return Err(failure);
            }
            if now.logins != logins_before {
                return Ok(Renewal::Renewed);
            }
            let rejected = if session.is_accepted() || session.borrowed { 0 } else { now.rejected + 1 };
            if rejected > MAX_REJECTED && now.opened.is_some_and(|opened| opened.elapsed() < PAUSE) {
                return Ok(Renewal::Paused);
            }
            if rejected == MAX_REJECTED {
                tracing::warn!(
                    target: "vcenter_iso",
                    "the server rejected {rejected} new sessions in a row: after the next one, the connection opens at most one per {PAUSE:?}"
                );
            }
            if let Err(error) = connection.end_oldest_retired().await {
                tracing::warn!(
                    target: "vcenter_iso",
                    %error,
                    "{MAX_RETIRED} sessions that the server rejected cannot be ended: no further one is opened"
                );
                return Ok(Renewal::Paused);
            }
            connection.state.update(|now| now.rejected = rejected);
            connection.open_session().await?;
            tracing::info!(target: "vcenter_iso", "opened another session: the server rejected the one before");
            Ok(Renewal::Renewed)
        })
        .await
    }

    /// Ends a retired session if there is no room to remember another one. A session that is neither ended nor
    /// remembered would stay open.
    async fn end_oldest_retired(self: &Arc<Self>) -> Result<(), Error> {
        let retired = self.state.snapshot().retired;
        if retired.len() < MAX_RETIRED {
            return Ok(());
        }
        let oldest = Arc::clone(&retired[0]);
        self.close_session(Arc::clone(&oldest)).await?;
        self.state.forget_retired(&oldest);
        Ok(())
    }

    /// Ends the session, unless it was opened elsewhere.
    pub(crate) async fn log_out(self: &Arc<Self>) -> Result<(), Error> {
        let connection = Arc::clone(self);
        to_completion(Operation::CisSessionDelete, async move {
            // Wait for a running login, or its session would stay open.
            let _one = connection.lock(Operation::CisSessionDelete).await?;
            let mut failure = None;
            // A session that cannot be ended must not keep the others open.
            if let Some(session) = connection.state.drop_borrowed() {
                match connection.close_session(session).await {
                    Ok(()) => connection.state.update(|now| now.session = None),
                    Err(error) => failure = Some(error),
                }
            }
            for session in connection.state.snapshot().retired {
                match connection.close_session(Arc::clone(&session)).await {
                    Ok(()) => connection.state.forget_retired(&session),
                    Err(error) => failure = Some(error),
                }
            }
            failure.map_or(Ok(()), Err)
        })
        .await
    }

    /// Returns the longest time that a login or logout waits for another one, and that a password may take.
    fn longest_wait(&self) -> Duration {
        self.endpoint.timeout.saturating_mul(MAX_WAIT)
    }

    /// Waits for the login or logout of another call. The wait is limited because a runtime that no longer runs may
    /// hold the lock for ever.
    async fn lock(&self, operation: Operation) -> Result<MutexGuard<'_, ()>, Error> {
        let longest = self.longest_wait();
        let waited = runtime::with_runtime(tokio::time::timeout(longest, self.state.login_lock.lock())).await;
        let request = Some(operation.into());
        match waited {
            Ok(Ok(guard)) => Ok(guard),
            Ok(Err(_)) => {
                let context = format!("another call has been logging in or out for more than {longest:?}");
                Err(Parts { request, ..Parts::new(ErrorKind::Unavailable, context) }.into())
            }
            Err(unusable) => Err(unusable.error(request, ErrorKind::Unavailable)),
        }
    }

    async fn open_session(self: &Arc<Self>) -> Result<(), Error> {
        let obtained = match &self.credentials {
            Some(credentials) => credentials.obtain(self.longest_wait()).await,
            None => Ok(()),
        };
        let opened = match obtained {
            Ok(()) => {
                let (client, attempt) = Attempt::begin(self, None);
                attempt.finish(client.cis_session_create().send().await)
            }
            Err(error) => Err(error),
        };
        if let Ok(id) = &opened {
            self.state.remember(id.clone());
        }
        self.state.update(|now| {
            now.logins += 1;
            match &opened {
                Ok(id) => {
                    now.retired.extend(now.session.take().filter(|session| !session.borrowed));
                    now.session = Some(SessionHandle::new(id.clone(), false));
                    now.opened = Some(Instant::now());
                    now.failure = None;
                }
                Err(error) => now.failure = Some(error.clone()),
            }
        });
        opened.map(|_| ())
    }

    /// Ends a session; a session that has already ended is not an error.
    async fn close_session(self: &Arc<Self>, session: Arc<SessionHandle>) -> Result<(), Error> {
        let (client, attempt) = Attempt::begin(self, Some(session));
        let sent = client.cis_session_delete().send().await;
        match attempt.finish(sent) {
            Err(error) if error.kind() != ErrorKind::Unauthenticated => Err(error),
            _ => Ok(()),
        }
    }
}

/// Runs the work in a task and waits for it.
async fn to_completion<T: Send + 'static>(
    operation: Operation,
    work: impl Future<Output = Result<T, Error>> + Send + 'static,
) -> Result<T, Error> {
    let task = runtime::current()?.spawn(work.in_current_span());
    task.await.unwrap_or_else(|error| Err(task_failure(error, operation)))
}

/// Returns whether the server rejected the password. Logging in with it again would fail and count towards the lockout
/// of the user.
fn is_rejected_password(failure: &Error) -> bool {
    matches!(failure.kind(), ErrorKind::InvalidCredentials | ErrorKind::PermissionDenied)
}

fn task_failure(error: JoinError, operation: Operation) -> Error {
    runtime::task_failure(error).error(Some(operation.into()), ErrorKind::Unavailable)
}
