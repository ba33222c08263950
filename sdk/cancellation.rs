//! Ends work of a fleet that has not changed anything yet, and pauses work while the server does not respond.
//!
//! The state is a task-local, because a fleet runs any work of the caller, and the requests that it sends are known only
//! where they are sent.

use std::pin::pin;
use std::sync::Arc;

use futures_util::future::{Either, select};
use tokio::sync::watch;

use crate::circuit_breaker::{CircuitBreaker, ends_every_call};
use crate::error::{Error, ErrorKind, Parts};

tokio::task_local! {
    static CURRENT: Cancellation;
}

/// The cancellation of the work on one VM. Clones share it.
#[derive(Debug, Clone)]
pub(crate) struct Cancellation {
    state: Arc<watch::Sender<State>>,
    /// That of the whole fleet.
    breaker: CircuitBreaker,
}

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
    pub(crate) fn new(breaker: CircuitBreaker) -> Self {
        Self { state: Arc::new(watch::Sender::default()), breaker }
    }

    /// Cancels the work. Returns whether it ends, because it has not sent a change.
    pub(crate) fn cancel(&self) -> bool {
        self.state.send_modify(|state| state.cancelled = true);
        self.state.borrow().ends()
    }

    /// Returns the result of the work. A failure without a response is no result of its own if it is the reason why the
    /// fleet has ended, and the work has changed nothing.
    pub(crate) fn result<T>(&self, result: Result<T, Error>) -> Result<T, Error> {
        match result {
            Err(failure)
                if failure.is_without_response() && self.breaker.ended().is_some() && self.cancel() =>
            {
                Err(error().with_source(Some(failure)))
            }
            result => result,
        }
    }

    /// Runs work that can be cancelled.
    pub(crate) async fn scope<T>(self, work: impl Future<Output = T>) -> T {
        CURRENT.scope(self, work).await
    }

    /// Waits until the work is cancelled and has not sent a change.
    async fn ended(&self) {
        // Cannot fail, because `self` keeps the sender alive.
        let _ = self.state.subscribe().wait_for(State::ends).await;
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

/// Awaits a future in the work of a [`Fleet`](crate::Fleet), or drops it once the fleet is cancelled or has stopped.
///
/// The calls of this crate end with their fleet by themselves. Await anything else that may take long in this function,
/// such as a lock. Outside of a fleet, it only awaits the future.
///
/// # Errors
/// [`Cancelled`](ErrorKind::Cancelled): the fleet has ended, and the work has not sent a change.
pub async fn unless_cancelled<T>(future: impl Future<Output = T>) -> Result<T, Error> {
    let Some(cancellation) = current() else { return Ok(future.await) };
    match select(pin!(cancellation.ended()), pin!(future)).await {
        Either::Left(_) => Err(error()),
        Either::Right((output, _)) => Ok(output),
    }
}

/// Waits while the fleet is paused.
///
/// # Errors
/// The fleet has ended: work that has changed something gets the reason, and other work is cancelled.
pub(crate) async fn admitted() -> Result<(), Error> {
    let Some(cancellation) = current() else { return Ok(()) };
    match unless_cancelled(cancellation.breaker.admitted()).await? {
        Err(reason) if cancellation.cancel() => Err(error().with_source(Some(reason))),
        admitted => admitted,
    }
}

/// Records the result of a call. Returns the breaker if the caller has to probe the server.
///
/// # Errors
/// The failure has ended the fleet, and the work has changed nothing.
pub(crate) fn record<T>(result: &Result<T, Error>) -> Result<Option<CircuitBreaker>, Error> {
    let Some(cancellation) = current() else { return Ok(None) };
    let probes = cancellation.breaker.record(result.as_ref().err());
    match cancellation.breaker.ended() {
        Some(reason) if result.as_ref().err().is_some_and(ends_every_call) && cancellation.cancel() => {
            Err(error().with_source(Some(reason)))
        }
        _ => Ok(probes.then_some(cancellation.breaker)),
    }
}

/// Returns whether the fleet has ended, so that no retry makes sense.
pub(crate) fn has_ended() -> bool {
    current().is_some_and(|cancellation| cancellation.breaker.ended().is_some())
}

/// Notes that a change is about to be sent.
///
/// # Errors
/// The work is cancelled, and must not send its first change.
pub(crate) fn begin_change() -> Result<(), Error> {
    let Some(cancellation) = current() else { return Ok(()) };
    let mut ends = false;
    cancellation.state.send_if_modified(|state| {
        ends = state.ends();
        state.in_flight += usize::from(!ends);
        false
    });
    if ends { Err(error()) } else { Ok(()) }
}

/// Notes the result of a change.
pub(crate) fn end_change(changed: bool) {
    let Some(cancellation) = current() else { return };
    cancellation.state.send_modify(|state| {
        state.in_flight = state.in_flight.saturating_sub(1);
        state.changed |= changed;
    });
}

fn error() -> Error {
    Parts::new(ErrorKind::Cancelled, "cancelled before anything was changed").into()
}
