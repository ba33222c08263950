//! Pauses a fleet whose server does not respond, and ends one that cannot go on.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, timeout};

use crate::error::{Error, ErrorKind};
use crate::operation::Operation;

/// The number of failures in a row after which the fleet pauses. It is less than the default number of attempts, so that
/// a VM still has one after the pause.
const MAX_FAILURES: usize = 4;
/// The time between two probes.
const PROBE_INTERVAL: Duration = Duration::from_secs(1);
/// The longest time of one probe.
const PROBE_TIMEOUT: Duration = Duration::from_secs(10);

/// The circuit breaker of a fleet. Clones share it.
#[derive(Debug, Clone)]
pub(crate) struct CircuitBreaker {
    patience: Duration,
    state: Arc<watch::Sender<State>>,
}

#[derive(Debug)]
enum State {
    /// Calls are made. The number is that of the last failures in a row.
    Closed(usize),
    /// Calls wait for the result of a probe.
    Open,
    /// No further call is made.
    Ended(Error),
}

impl CircuitBreaker {
    /// `patience` is the time for which the fleet waits for its server.
    pub(crate) fn new(patience: Duration) -> Self {
        Self { patience, state: Arc::new(watch::Sender::new(State::Closed(0))) }
    }

    /// Returns the reason why no further call is made.
    pub(crate) fn ended(&self) -> Option<Error> {
        if let State::Ended(error) = &*self.state.borrow() { Some(error.clone()) } else { None }
    }

    /// Waits while the fleet is paused. Fails if it has ended.
    pub(crate) async fn admitted(&self) -> Result<(), Error> {
        // Cannot fail, because `self` keeps the sender alive.
        let _ = self.state.subscribe().wait_for(|state| !matches!(state, State::Open)).await;
        self.ended().map_or(Ok(()), Err)
    }

    /// Records the result of a call. Returns whether the caller has to probe the server.
    pub(crate) fn record(&self, failure: Option<&Error>) -> bool {
        let mut probes = false;
        self.state.send_if_modified(|state| {
            let State::Closed(failures) = state else { return false };
            match failure {
                Some(error) if ends_every_call(error) => *state = State::Ended(error.clone()),
                Some(error) if error.is_without_response() => {
                    *failures += 1;
                    probes = *failures >= MAX_FAILURES;
                    if probes {
                        *state = State::Open;
                    }
                }
                Some(_) | None => *failures = 0,
            }
            !matches!(state, State::Closed(_))
        });
        probes
    }

    /// Probes the server until it responds or the patience is over.
    pub(crate) async fn probe<P>(&self, failure: &Error, probe: impl Fn() -> P)
    where
        P: Future<Output = Result<(), Error>>,
    {
        tracing::warn!(target: "vcenter_iso", %failure, "the server does not respond: pausing");
        let end = Instant::now() + self.patience;
        let mut pause = Pause { state: &self.state, failure: failure.clone() };
        loop {
            match timeout(PROBE_TIMEOUT, probe()).await {
                Ok(Err(error)) if error.is_without_response() => pause.failure = error,
                Err(_) => {}
                Ok(_) => {
                    tracing::warn!(target: "vcenter_iso", "the server responds again");
                    self.state.send_replace(State::Closed(0));
                    return;
                }
            }
            let now = Instant::now();
            if now >= end {
                tracing::warn!(target: "vcenter_iso", failure = %pause.failure, "the server does not respond: giving up");
                return;
            }
            tokio::time::sleep_until(end.min(now + PROBE_INTERVAL)).await;
        }
    }
}

/// A pause of the fleet. Unless it was ended, the fleet ends with it: also if the runtime ends during the probes, which
/// would otherwise keep the calls waiting.
struct Pause<'a> {
    state: &'a watch::Sender<State>,
    failure: Error,
}

impl Drop for Pause<'_> {
    fn drop(&mut self) {
        if matches!(*self.state.borrow(), State::Open) {
            self.state.send_replace(State::Ended(self.failure.clone()));
        }
    }
}

/// Returns whether every other call would fail as well: there is no session, and no other one can be opened, for example
/// because there is no password.
pub(crate) fn ends_every_call(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::InvalidCredentials | ErrorKind::Unauthenticated | ErrorKind::SessionLimit => true,
        ErrorKind::InvalidInput => error.operation() == Some(Operation::CisSessionCreate.id()),
        _ => false,
    }
}
