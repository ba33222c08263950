use std::time::Duration;

use crate::fault::gate::Gate;

/// A fault to inject into one request.
///
/// The simulator acts when it carries out the operation of the request. A fault *before* acting prevents
/// that, unless the fault only delays. A fault *after* acting affects only the response: the inventory has
/// changed even if the client cannot see it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Has no effect. In a script, it lets one request succeed.
    Pass,
    /// Closes the connection without acting. For the operation `*`, the simulator closes a new connection
    /// before it reads from it. For a single operation, and on a connection that is already open, the
    /// simulator closes the connection after it has read the head of the request. A rule with a rate draws
    /// once for a new connection and once for each request.
    Refuse,
    /// Resets the connection without acting.
    ResetBefore,
    /// Acts, then resets the connection instead of responding.
    ResetAfter,
    /// Waits this long before acting.
    DelayBefore(Duration),
    /// Acts, then waits this long before responding.
    DelayAfter(Duration),
    /// Waits at the gate before acting. It has no text form.
    HoldBefore(Gate),
    /// Acts, then waits at the gate before responding. It has no text form.
    HoldAfter(Gate),
    /// Neither acts nor responds. The connection stays open until the client closes it or the simulator
    /// stops.
    HangBefore,
    /// Acts, then never responds.
    HangAfter,
    /// Acts, then closes the connection in the middle of the response body. If the response has no body,
    /// closes the connection before the status line.
    Truncate,
    /// Acts, then responds with this content type.
    ContentType(String),
    /// Responds like a proxy, with this status and an HTML page, without acting.
    Html(u16),
    /// Responds like the proxy of vCenter when it cannot reach the services: `503` and the plain text
    /// `no healthy upstream`, without acting.
    NoHealthyUpstream,
    /// Responds with this error without acting.
    Status {
        /// The HTTP status, from 200 to 599.
        status: u16,
        /// The `error_type` of the body, such as `RESOURCE_BUSY`. Older servers send none.
        error_type: Option<String>,
        /// The header `Retry-After`, rounded up to whole seconds, at most [`u64::MAX`].
        retry_after: Option<Duration>,
    },
    /// Acts, then responds with this error nevertheless.
    StatusAfter {
        /// As in [`Fault::Status`].
        status: u16,
        /// As in [`Fault::Status`].
        error_type: Option<String>,
        /// As in [`Fault::Status`].
        retry_after: Option<Duration>,
    },
    /// Ends the session of the request before acting, so that the response is `401`. It has no effect on a
    /// request without a session.
    ExpireSession,
    /// Responds with `307 Temporary Redirect` to this URL without acting.
    Redirect(String),
    /// Applies several faults in order, such as a delay and then a reset.
    All(Vec<Fault>),
}

impl Fault {
    /// Returns the faults in this one, in order, without [`Fault::All`].
    pub(crate) fn flat(&self) -> Vec<&Self> {
        match self {
            Self::All(faults) => faults.iter().flat_map(Self::flat).collect(),
            fault => vec![fault],
        }
    }
}
