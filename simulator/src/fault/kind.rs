use std::time::Duration;

use crate::fault::gate::Gate;

/// A fault to inject into one request.
///
/// A fault *before* acting keeps the simulator from acting, unless it only delays. A fault *after* acting hides from
/// the client that the simulator has acted: the inventory has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// No fault: lets one request succeed in the middle of a script.
    Pass,
    /// Closes the connection at once. For the operation `*` this closes a new connection before anything is read from
    /// it. For a single operation, and on a connection that is open already, it closes the connection of the request
    /// after its head is read. A rule for a share of the requests draws once for a connection and once for each
    /// request.
    Refuse,
    /// Resets the connection without acting.
    ResetBefore,
    /// Acts, and resets the connection instead of responding.
    ResetAfter,
    /// Waits this long before acting.
    DelayBefore(Duration),
    /// Acts, and waits this long before responding.
    DelayAfter(Duration),
    /// Waits at the gate before acting. Rules in text form do not have it.
    HoldBefore(Gate),
    /// Acts, and waits at the gate before responding. Rules in text form do not have it.
    HoldAfter(Gate),
    /// Neither acts nor responds. The connection stays open until the client or the end of the simulator closes it.
    HangBefore,
    /// Acts, and never responds.
    HangAfter,
    /// Acts, and closes the connection in the middle of the response body. A response without a body is closed before
    /// its first line.
    Truncate,
    /// Acts, and responds with this content type.
    ContentType(String),
    /// Responds as a proxy does, with this status and an HTML page, without acting.
    Html(u16),
    /// Responds as the proxy of vCenter does when it cannot reach its services: `503` and the plain text
    /// `no healthy upstream`, without acting.
    NoHealthyUpstream,
    /// Responds with this error without acting.
    Status {
        /// The HTTP status, from 200 to 599.
        status: u16,
        /// The `error_type` of the body, such as `RESOURCE_BUSY`. Old servers send none.
        error_type: Option<String>,
        /// The header `Retry-After`, rounded up to whole seconds, at most [`u64::MAX`].
        retry_after: Option<Duration>,
    },
    /// Acts, and responds with this error all the same.
    StatusAfter {
        /// As in [`Fault::Status`].
        status: u16,
        /// As in [`Fault::Status`].
        error_type: Option<String>,
        /// As in [`Fault::Status`].
        retry_after: Option<Duration>,
    },
    /// Ends the session of the request first, so that the response is `401`. A request without a session is not affected.
    ExpireSession,
    /// Responds with `307 Temporary Redirect` to this URL without acting.
    Redirect(String),
    /// Several faults in order, such as a delay and then a reset.
    All(Vec<Fault>),
}

impl Fault {
    /// Returns the simple faults in this one, in order.
    pub(crate) fn flat(&self) -> Vec<&Self> {
        match self {
            Self::All(faults) => faults.iter().flat_map(Self::flat).collect(),
            fault => vec![fault],
        }
    }
}
