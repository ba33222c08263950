//! Ends work of a fleet that has not changed anything yet.
//!
//! The state is a task-local, because a fleet runs any work of the caller, and the requests that it sends are known only
//! where they are sent.

use std::pin::pin;
use std::sync::Arc;

use futures_util::future::{Either, select};
use tokio::sync::watch;

use crate::error::{Error, ErrorKind, Parts};

tokio::task_local! {
    static CURRENT: Cancellation;
}

/// The cancellation of the work on one VM. Clones share it.
#[derive(Debug, Clone)]
pub(crate) struct Cancellation(Arc<watch::Sender<State>>);

#[derive(Debug, Default)]
struct State {
    cancelled: bool,
    /// Requests for a change that have no result yet. One that was aborted stays here.
    in_flight: usize,
    /// Whether a request may have changed something.
    changed: bool,
}

impl State {
    fn ends(&self) -> bool {
        self.cancelled && self.in_flight == 0 && !self.changed
    }
}

impl Cancellation {
    pub(crate) fn new() -> Self {
        Self(Arc::new(watch::Sender::default()))
    }

    /// Cancels the work. Returns whether it ends, because it has not sent a change.
    pub(crate) fn cancel(&self) -> bool {
        self.0.send_modify(|state| state.cancelled = true);
        self.0.borrow().ends()
    }

    /// Runs work that can be cancelled.
    pub(crate) async fn scope<T>(self, work: impl Future<Output = T>) -> T {
        CURRENT.scope(self, work).await
    }

    /// Waits until the work is cancelled and has not sent a change.
    async fn ended(&self) {
        // Cannot fail, because `self` keeps the sender alive.
        let _ = self.0.subscribe().wait_for(State::ends).await;
    }
}

fn current() -> Option<Cancellation> {
    CURRENT.try_with(Clone::clone).ok()
}

/// Returns the work for another task, with the cancellation of this one.
pub(crate) fn inherited<T>(work: impl Future<Output = T>) -> impl Future<Output = T> {
    let cancellation = current();
    async move {
        match cancellation {
            Some(cancellation) => cancellation.scope(work).await,
            None => work.await,
        }
    }
}

/// Awaits the future, or fails once the work is cancelled and has not sent a change.
pub(crate) async fn unless_cancelled<T>(future: impl Future<Output = T>) -> Result<T, Error> {
    let Some(cancellation) = current() else { return Ok(future.await) };
    match select(pin!(cancellation.ended()), pin!(future)).await {
        Either::Left(_) => Err(error()),
        Either::Right((output, _)) => Ok(output),
    }
}

/// Notes that a change is about to be sent.
///
/// # Errors
/// The work is cancelled, and must not send its first change.
pub(crate) fn begin_change() -> Result<(), Error> {
    let Some(cancellation) = current() else { return Ok(()) };
    let mut ends = false;
    cancellation.0.send_if_modified(|state| {
        ends = state.ends();
        state.in_flight += usize::from(!ends);
        false
    });
    if ends { Err(error()) } else { Ok(()) }
}

/// Notes the result of a change.
pub(crate) fn end_change(changed: bool) {
    let Some(cancellation) = current() else { return };
    cancellation.0.send_modify(|state| {
        state.in_flight = state.in_flight.saturating_sub(1);
        state.changed |= changed;
    });
}

fn error() -> Error {
    Parts::new(ErrorKind::Cancelled, "cancelled before anything was changed").into()
}
