use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};
use tokio::time::Instant;

use crate::cancellation::{has_ended, unless_cancelled};
use crate::error::{Error, ErrorKind, Parts};
use crate::runtime;

/// Caps every wait: a longer one is a mistake, and adding it to a clock could overflow.
const MAX_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// Lower bound for a series of calls, which takes time even if no retry is allowed.
const MIN_SERIES: Duration = Duration::from_secs(60);

/// Lower bound between polls, so that polling never loads the server.
const MIN_POLL_INTERVAL: Duration = Duration::from_millis(100);

/// Policy for retries: number of attempts, delays and time limits.
///
/// Applies to operations that the crate composes of several calls: searches, `ensure_mounted`, `ensure_unmounted` and
/// fleets of these. A documented operation such as [`mount`](crate::Vcenter::mount) is one attempt.
///
/// [Transient](crate::Error::is_transient) errors are retried: no connection, 429, a 503 of a proxy without a server
/// behind it, a busy resource, an error with `data.is_transient`, and reads whose response was lost. An operation that
/// [may have acted](crate::Error::may_have_acted) is retried only after the CD-ROMs of the VM have been read again.
///
/// The delay doubles after each attempt. Jitter keeps concurrent callers apart. A longer `Retry-After` of the server
/// replaces the delay.
#[derive(Debug, Clone)]
pub struct RetryPolicy {
    max_attempts: usize,
    deadline: Duration,
    initial_backoff: Duration,
    max_backoff: Duration,
    settle_timeout: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 5,
            deadline: Duration::from_secs(300),
            initial_backoff: Duration::from_millis(500),
            max_backoff: Duration::from_secs(15),
            settle_timeout: Duration::from_secs(10),
        }
    }
}

impl RetryPolicy {
    /// Sets the number of attempts for each call, including the first; 5 by default. With 1, nothing is retried.
    #[must_use]
    pub fn max_attempts(mut self, max_attempts: usize) -> Self {
        self.max_attempts = max_attempts.max(1);
        self
    }

    /// Sets the time after which no further attempt starts, counted from the start of the operation; 5 minutes by
    /// default.
    ///
    /// An attempt that has started still has the whole request timeout. An operation of many calls, such as a list of
    /// images, starts no further call after the same time, but always has at least one minute.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Sets the delay after the first attempt; 500 ms by default, at most one day. Jitter adds up to the same again.
    #[must_use]
    pub fn initial_backoff(mut self, delay: Duration) -> Self {
        self.initial_backoff = delay.min(MAX_WAIT);
        self
    }

    /// Sets the upper bound of the delay between two attempts; 15 s by default, at most one day. Jitter and a
    /// `Retry-After` may exceed it.
    #[must_use]
    pub fn max_backoff(mut self, delay: Duration) -> Self {
        self.max_backoff = delay.min(MAX_WAIT);
        self
    }

    /// Sets how long `ensure_mounted` and `ensure_unmounted` poll a VM's CD-ROMs for the effect of a request; 10 s by
    /// default, at most one day.
    ///
    /// They poll after a lost response, and after a success until its effect is seen: the CD-ROM is there and connected,
    /// or gone.
    #[must_use]
    pub fn settle_timeout(mut self, settle_timeout: Duration) -> Self {
        self.settle_timeout = settle_timeout.min(MAX_WAIT);
        self
    }

    /// Returns the longest time of a mount, a connect or a disconnect on one VM, given the
    /// [timeout](crate::VcenterBuilder::timeout) of each request: the deadline, two timeouts and two settle times. With
    /// the defaults it is 560 s.
    ///
    /// An operation that has not ended by then fails: with [`OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown) if it
    /// has sent a change. Two waits come on top: as long again for another operation of the process on the same VM, and
    /// the pauses of a [fleet](crate::Fleet) whose server does not respond.
    #[must_use]
    pub fn longest(&self, timeout: Duration) -> Duration {
        // A mount that starts with the deadline has its timeout, and the read before it had one as well. A lost mount
        // has to appear, and then to be the only one or to be connected.
        let requests = timeout.saturating_mul(2);
        let settles = self.settle_timeout.saturating_mul(2);
        MAX_WAIT.min(self.deadline.saturating_add(settles).saturating_add(requests))
    }

    pub(crate) fn begin(&self, timeout: Duration) -> Budget<'_> {
        let now = Instant::now();
        let longest = self.longest(timeout);
        let until = now.checked_add(self.deadline);
        Budget { policy: self, until, series_until: until, longest, end: now + longest }
    }

    /// Starts the time of an operation whose number of calls depends on the server.
    pub(crate) fn begin_series(&self, timeout: Duration) -> Budget<'_> {
        let longest = self.longest(timeout).max(MIN_SERIES.saturating_add(timeout)).min(MAX_WAIT);
        let now = Instant::now();
        let series_until = now.checked_add(self.deadline.max(MIN_SERIES));
        Budget { series_until, longest, end: now + longest, ..self.begin(timeout) }
    }
}

/// The remaining time of one operation, shared by all its calls.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget<'a> {
    policy: &'a RetryPolicy,
    /// `None` if the time is beyond the range of the clock.
    until: Option<Instant>,
    /// The time after which no further call of a series starts.
    series_until: Option<Instant>,
    longest: Duration,
    /// The end of every call that changes nothing.
    end: Instant,
}

impl<'a> Budget<'a> {
    pub(crate) fn tries(self) -> Tries<'a> {
        let delays = ExponentialBuilder::new()
            .with_jitter()
            .with_min_delay(self.policy.initial_backoff.min(self.policy.max_backoff))
            .with_max_delay(self.policy.max_backoff)
            .with_max_times(self.policy.max_attempts - 1)
            .build();
        Tries { budget: self, delays, attempt: 1 }
    }

    /// Awaits a call that changes nothing, until the longest time of the operation is over.
    pub(crate) async fn within<T>(self, call: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        match runtime::with_runtime(tokio::time::timeout_at(self.end, Box::pin(call))).await {
            Ok(Ok(done)) => done,
            Ok(Err(_)) => {
                let context = format!("the operation took longer than {:?}", self.longest);
                Err(Parts::new(ErrorKind::Unavailable, context).into())
            }
            Err(unusable) => Err(unusable.error(None, ErrorKind::Unavailable)),
        }
    }

    /// Calls until the result is a success or an error that is not transient, or no attempt is left.
    pub(crate) async fn repeat<T, F>(self, mut call: impl FnMut() -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let mut tries = self.tries();
        loop {
            match self.within(call()).await {
                Err(error) if error.is_transient() && tries.wait(&error).await => {}
                done => return done,
            }
        }
    }

    /// Fails if the time for a series of calls, whose length depends on the server, is over.
    pub(crate) fn check(self) -> Result<(), Error> {
        if self.series_until.is_none_or(|series_until| Instant::now() <= series_until) {
            return Ok(());
        }
        let allowed = self.policy.deadline.max(MIN_SERIES);
        let context =
            format!("the number of calls that the server's lists need takes longer than {allowed:?}");
        Err(Parts::new(ErrorKind::Unavailable, context).into())
    }

    /// Returns the waits between polls, until the settle time is over.
    pub(crate) fn polls(self) -> Polls {
        self.polls_for(self.policy.settle_timeout)
    }

    /// Returns the waits between polls, until this time or the settle time is over.
    pub(crate) fn polls_for(self, time: Duration) -> Polls {
        let end = self.end.min(Instant::now() + time.min(self.policy.settle_timeout));
        let delays = ExponentialBuilder::new()
            .with_min_delay(self.policy.initial_backoff.min(self.policy.max_backoff))
            .with_max_delay(self.policy.max_backoff)
            .without_max_times()
            .build();
        Polls { end, delays }
    }

    /// Returns the time for which [`polls`](Self::polls) waits.
    pub(crate) fn settle_timeout(self) -> Duration {
        self.policy.settle_timeout
    }

    fn allows(self, at: Instant) -> bool {
        self.until.is_none_or(|until| at <= until)
    }
}

/// The attempts of one call.
pub(crate) struct Tries<'a> {
    budget: Budget<'a>,
    delays: ExponentialBackoff,
    /// The number of the last attempt.
    attempt: usize,
}

impl Tries<'_> {
    /// Waits before the next attempt. Returns `false` if no attempt is left, the time does not suffice, or the fleet or
    /// the runtime has ended.
    pub(crate) async fn wait(&mut self, error: &Error) -> bool {
        if has_ended() {
            return false;
        }
        let Some(delay) = self.delays.next() else { return false };
        let delay = delay.max(error.retry_after().unwrap_or_default());
        let Some(at) = Instant::now().checked_add(delay) else { return false };
        if !self.budget.allows(at) {
            return false;
        }
        self.attempt += 1;
        let (attempt, attempts) = (self.attempt, self.budget.policy.max_attempts);
        let seconds = delay.as_secs_f64();
        tracing::warn!(
            target: "vcenter_iso",
            %error, attempt, attempts,
            "trying again in {seconds:.1} s, attempt {attempt} of {attempts}"
        );
        sleep_until(at).await
    }
}

/// The waits between polls.
pub(crate) struct Polls {
    end: Instant,
    delays: ExponentialBackoff,
}

impl Polls {
    /// Waits before the next poll, for a reason that is logged. Returns `false` once the settle time is over, or the
    /// fleet or the runtime has ended.
    pub(crate) async fn wait(&mut self, reason: &str) -> bool {
        let now = Instant::now();
        if now >= self.end || has_ended() {
            return false;
        }
        let delay = self.delays.next().unwrap_or_default().max(MIN_POLL_INTERVAL);
        let at = self.end.min(now + delay);
        let seconds = at.duration_since(now).as_secs_f64();
        tracing::info!(target: "vcenter_iso", reason, "looking again in {seconds:.1} s");
        sleep_until(at).await
    }
}

/// Returns `false` if the runtime has ended.
async fn sleep_until(at: Instant) -> bool {
    match unless_cancelled(runtime::with_runtime(tokio::time::sleep_until(at))).await {
        Ok(slept) => slept.is_ok(),
        // The next call fails because of the cancellation.
        Err(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_delay_has_the_upper_bound_too() {
        let policy = RetryPolicy::default()
            .initial_backoff(Duration::from_secs(60))
            .max_backoff(Duration::from_millis(50));
        let first = policy.begin(Duration::MAX).tries().delays.next().expect("a retry should be allowed");
        // Jitter adds up to the same again.
        assert!(first <= Duration::from_millis(100), "{first:?}");
    }

    #[tokio::test]
    async fn no_policy_is_too_much_for_the_clock() {
        let policy = RetryPolicy::default()
            .max_attempts(usize::MAX)
            .deadline(Duration::MAX)
            .initial_backoff(Duration::MAX)
            .max_backoff(Duration::MAX)
            .settle_timeout(Duration::MAX);
        let budget = policy.begin(Duration::MAX);
        let error = Error::invalid_input("anything");
        let waits = async {
            tokio::join!(async { budget.tries().wait(&error).await }, async {
                budget.polls().wait("anything").await
            })
        };
        // Both wait, and waiting is the only visible effect.
        assert!(tokio::time::timeout(Duration::from_millis(10), waits).await.is_err());
        let none =
            RetryPolicy::default().max_attempts(0).deadline(Duration::ZERO).settle_timeout(Duration::ZERO);
        assert!(!none.begin(Duration::ZERO).tries().wait(&error).await);
        assert!(!none.begin(Duration::ZERO).polls().wait("anything").await);
    }

    #[tokio::test]
    async fn a_call_ends_with_the_longest_time_of_its_operation() {
        let policy = RetryPolicy::default()
            .deadline(Duration::from_millis(10))
            .settle_timeout(Duration::from_millis(5));
        let timeout = Duration::from_millis(20);
        assert_eq!(policy.longest(timeout), Duration::from_millis(60));
        let calls = std::cell::Cell::new(0);
        let endless = || {
            calls.set(calls.get() + 1);
            std::future::pending::<Result<(), Error>>()
        };
        let error = policy.begin(timeout).repeat(endless).await.expect_err("the call does not end by itself");
        assert_eq!(error.to_string(), "the operation took longer than 60ms");
        assert_eq!((error.kind(), calls.get()), (ErrorKind::Unavailable, 1));
        assert_eq!(RetryPolicy::default().longest(Duration::from_secs(120)), Duration::from_secs(560));
        assert_eq!(RetryPolicy::default().longest(Duration::MAX), MAX_WAIT);
    }
}
