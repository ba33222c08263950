//! What can go wrong on purpose, and when.

mod rules;
mod script;

use std::time::Duration;

pub use self::script::{FaultRule, FaultRuleError};
pub(crate) use self::{
    rules::Rules,
    script::{Run, When},
};

/// Something that goes wrong with one request.
///
/// What happens *before* acting keeps the simulator from acting, unless it only delays. What happens *after* acting
/// hides from the client that the simulator has acted: the inventory has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Nothing goes wrong: the place of a good request in a script.
    Pass,
    /// The connection is closed at once. For the operation `*` that is a new connection, before anything is read
    /// from it; otherwise, and on a connection that is open already, it is the one of the request, of which no more
    /// than the head was read.
    Refuse,
    /// The connection is reset, and the simulator has not acted.
    ResetBefore,
    /// The simulator acts, and the connection is reset instead of an answer.
    ResetAfter,
    /// The simulator waits this long before it acts.
    DelayBefore(Duration),
    /// The simulator acts, and waits this long before it answers.
    DelayAfter(Duration),
    /// There is never an answer, and the simulator does not act. The connection stays open until the client, or the
    /// end of the simulator, closes it.
    HangBefore,
    /// The simulator acts, and there is never an answer.
    HangAfter,
    /// The simulator acts, and the connection ends in the middle of the body of the answer. An answer without a
    /// body ends before its first line.
    Truncate,
    /// The simulator acts, and the answer has this content type.
    ContentType(String),
    /// A proxy answers in place of the simulator: this status, and a page of HTML.
    Html(u16),
    /// The proxy of vCenter answers that it cannot reach its services: `503` and the plain text
    /// `no healthy upstream`.
    NoHealthyUpstream,
    /// This answer, and the simulator does not act.
    Status {
        /// The HTTP status, from 200 to 599.
        status: u16,
        /// The `error_type` of the body, such as `RESOURCE_BUSY`; without it the body has none, as old servers have.
        error_type: Option<String>,
        /// The header `Retry-After`, in whole seconds, rounded up, at most [`u64::MAX`].
        retry_after: Option<Duration>,
    },
    /// The simulator acts, and this is the answer all the same.
    StatusAfter {
        /// As in [`Fault::Status`].
        status: u16,
        /// As in [`Fault::Status`].
        error_type: Option<String>,
        /// As in [`Fault::Status`].
        retry_after: Option<Duration>,
    },
    /// The session of the request ends first, so that the answer is `401`. Nothing happens to a request without one.
    ExpireSession,
    /// The answer is `307 Temporary Redirect` to this URL, and the simulator does not act.
    Redirect(String),
    /// Several, one after the other, such as a delay and then a reset.
    All(Vec<Fault>),
}

impl Fault {
    /// The simple faults in this one, in their order.
    pub(crate) fn flat(&self) -> Vec<&Self> {
        match self {
            Self::All(faults) => faults.iter().flat_map(Self::flat).collect(),
            fault => vec![fault],
        }
    }
}
