use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};
use tokio::time::Instant;

use crate::error::{Error, ErrorKind, Parts};
use crate::runtime;

/// Longer waits within one operation are a mistake, and a clock cannot count without end.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// However soon no further try may begin, many calls one after the other take their time.
const SHORTEST_SERIES: Duration = Duration::from_secs(60);

/// However short the waits are, looking must not become a load of its own.
const SHORTEST_LOOK: Duration = Duration::from_millis(100);

/// How often and for how long an operation that may be repeated is tried.
///
/// It holds for what the crate composes of several calls: the searches, `ensure_mounted`, `ensure_unmounted`, the
/// fleets. A documented operation such as [`mount`](crate::Vcenter::mount) is one attempt.
///
/// Errors that are [transient](crate::Error::is_transient) are repeated: no connection, 429, a 503 of a proxy without a
/// server behind it, a resource that is busy, an error with `data.is_transient`, and reads whose answer was lost. An
/// operation that [may have acted](crate::Error::may_have_acted) is repeated only after a look at the VM. The wait doubles
/// from try to try, with jitter, so that many callers do not come back at the same moment; a `Retry-After` of the server
/// counts if it is longer.
#[derive(Debug, Clone)]
pub struct RetryPolicy {
    attempts: usize,
    deadline: Duration,
    first_delay: Duration,
    longest_delay: Duration,
    settle: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 5,
            deadline: Duration::from_secs(300),
            first_delay: Duration::from_millis(500),
            longest_delay: Duration::from_secs(15),
            settle: Duration::from_secs(10),
        }
    }
}

impl RetryPolicy {
    /// How often each call is tried, the first time included; 5 if not set. With 1 nothing is repeated.
    #[must_use]
    pub fn attempts(mut self, attempts: usize) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// When no further try begins, counted from the start of the operation; 5 minutes if not set.
    ///
    /// A try that has begun still has the whole request timeout. An operation of many calls, such as a list of images,
    /// begins no further one either, but has at least a minute.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// How long to wait after the first try; 500 ms if not set, at most a day. Up to as much again is
    /// added at random.
    #[must_use]
    pub fn first_delay(mut self, delay: Duration) -> Self {
        self.first_delay = delay.min(LONGEST);
        self
    }

    /// How long to wait at most between two tries; 15 s if not set, at most a day. A `Retry-After` may be
    /// longer.
    #[must_use]
    pub fn longest_delay(mut self, delay: Duration) -> Self {
        self.longest_delay = delay.min(LONGEST);
        self
    }

    /// How long the CD-ROMs of a virtual machine are watched after a mount whose answer was lost; 10 s if not set, at most a day.
    #[must_use]
    pub fn settle(mut self, settle: Duration) -> Self {
        self.settle = settle.min(LONGEST);
        self
    }

    /// How long one operation holds a lock at most, with this timeout for each request: others need not wait longer.
    pub(crate) fn longest_hold(&self, timeout: Duration) -> Duration {
        let requests = timeout.saturating_mul(2);
        LONGEST.min(self.deadline.saturating_add(self.settle).saturating_add(requests))
    }

    pub(crate) fn begin(&self) -> Budget<'_> {
        let now = Instant::now();
        let enough = now.checked_add(self.deadline.max(SHORTEST_SERIES));
        Budget { policy: self, until: now.checked_add(self.deadline), enough }
    }
}

/// What one operation has left of its time; its calls share it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget<'a> {
    policy: &'a RetryPolicy,
    /// `None`: further away than a clock can tell.
    until: Option<Instant>,
    /// When a series of calls ends whose length the server decides.
    enough: Option<Instant>,
}

impl<'a> Budget<'a> {
    pub(crate) fn tries(self) -> Tries<'a> {
        let delays = ExponentialBuilder::new()
            .with_jitter()
            .with_min_delay(self.policy.first_delay)
            .with_max_delay(self.policy.longest_delay)
            .with_max_times(self.policy.attempts - 1)
            .build();
        Tries { budget: self, delays }
    }

    /// Repeats a call that may be repeated.
    pub(crate) async fn repeat<T, F>(self, mut call: impl FnMut() -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let mut tries = self.tries();
        loop {
            match call().await {
                Err(error) if error.is_transient() && tries.wait(&error).await => {}
                done => return done,
            }
        }
    }

    /// Fails if no further call of a series may begin whose length the server decides.
    pub(crate) fn check(self) -> Result<(), Error> {
        if self.enough.is_none_or(|enough| Instant::now() <= enough) {
            return Ok(());
        }
        let allowed = self.policy.deadline.max(SHORTEST_SERIES);
        let context = format!("the server has left too much to read or to do for {allowed:?}");
        Err(Parts::new(ErrorKind::Unavailable, context).into())
    }

    /// The waits between looks at something that may still change, until the time to settle is over.
    pub(crate) fn looks(self) -> Looks {
        let end = Instant::now() + self.policy.settle;
        let delays = ExponentialBuilder::new()
            .with_min_delay(self.policy.first_delay)
            .with_max_delay(self.policy.longest_delay)
            .without_max_times()
            .build();
        Looks { end, delays }
    }

    fn allows(self, at: Instant) -> bool {
        self.until.is_none_or(|until| at <= until)
    }
}

/// The tries of one call.
pub(crate) struct Tries<'a> {
    budget: Budget<'a>,
    delays: ExponentialBackoff,
}

impl Tries<'_> {
    /// Waits before the next try; `false` if there is none left, not enough time for it, or no runtime any more.
    pub(crate) async fn wait(&mut self, error: &Error) -> bool {
        let Some(delay) = self.delays.next() else { return false };
        let delay = delay.max(error.retry_after().unwrap_or_default());
        let Some(at) = Instant::now().checked_add(delay) else { return false };
        if !self.budget.allows(at) {
            return false;
        }
        tracing::debug!(error = %error, ?delay, "trying again");
        runtime::guarded(tokio::time::sleep_until(at)).await.is_ok()
    }
}

/// The waits between looks.
pub(crate) struct Looks {
    end: Instant,
    delays: ExponentialBackoff,
}

impl Looks {
    /// Waits before the next look; `false` once the time to settle, or the runtime, is over.
    pub(crate) async fn wait(&mut self) -> bool {
        let now = Instant::now();
        if now >= self.end {
            return false;
        }
        let delay = self.delays.next().unwrap_or_default().max(SHORTEST_LOOK);
        runtime::guarded(tokio::time::sleep_until(self.end.min(now + delay))).await.is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn no_policy_is_too_much_for_the_clock() {
        let policy = RetryPolicy::default()
            .attempts(usize::MAX)
            .deadline(Duration::MAX)
            .first_delay(Duration::MAX)
            .longest_delay(Duration::MAX)
            .settle(Duration::MAX);
        let budget = policy.begin();
        let error = Error::invalid_input("anything");
        let waits = async {
            tokio::join!(async { budget.tries().wait(&error).await }, async { budget.looks().wait().await })
        };
        // They wait, which is all that can be seen of it.
        assert!(tokio::time::timeout(Duration::from_millis(10), waits).await.is_err());
        let none = RetryPolicy::default().attempts(0).deadline(Duration::ZERO).settle(Duration::ZERO);
        assert!(!none.begin().tries().wait(&error).await);
        assert!(!none.begin().looks().wait().await);
    }
}
