mod body;
mod candidate;
mod classify;
mod diagnosis;
mod hint;
mod kind;
mod message;
mod parts;
mod proxy_reason;
mod tls_reason;

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

pub use self::candidate::Candidate;
pub(crate) use self::candidate::ObjectKind;
pub use self::hint::Hint;
pub use self::kind::ErrorKind;
pub use self::message::{Message, Messages};
pub(crate) use self::parts::Parts;
pub(crate) use self::proxy_reason::ProxyReason;
pub(crate) use self::tls_reason::TlsReason;

pub(crate) use self::body::Body;
pub(crate) use self::classify::{kind_for_lost_response, kind_for_status, may_continue};

use crate::model::error_type::ErrorType;
use crate::model::id::{CdromId, InvalidId};
use crate::model::inventory::ConnectionState;
use crate::operation::{Effect, Operation, Request};
use crate::text::single_line::SingleLine;

/// The failure of an operation.
///
/// `Display` prints one line for operators: the operation, the server's first message and the error type.
/// [`source`](StdError::source) walks the causes: the server's further messages, each the cause of the one before, or
/// the errors of the network. [`kind`](Self::kind) and the other accessors are for programs.
///
/// An error contains no session id and no password of at least four characters; a shorter one may be a common word. `Display` escapes control characters of the server.
///
/// Clones are cheap: all calls that wait for one login get the same failure.
#[derive(Clone)]
pub struct Error(Arc<Parts>);

impl From<InvalidId> for Error {
    fn from(error: InvalidId) -> Self {
        Self::invalid_input(error.to_string())
    }
}

impl From<Parts> for Error {
    fn from(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }
}

impl Error {
    /// Marks the session as not renewed because the server rejects the sessions that it opens.
    pub(crate) fn with_renewal_paused(self) -> Self {
        Parts { renewal_paused: true, ..Arc::unwrap_or_clone(self.0) }.into()
    }

    /// Adds details to the candidates.
    pub(crate) fn with_details(self, details: impl Fn(&Candidate) -> Vec<String>) -> Self {
        let mut parts = Arc::unwrap_or_clone(self.0);
        for candidate in &mut parts.candidates {
            let more = details(candidate);
            candidate.details.extend(more);
        }
        parts.into()
    }

    /// Notes whether the user sees no content library, which explains why a name was not found.
    pub(crate) fn with_no_library(self, no_library: bool) -> Self {
        Parts { no_library, ..Arc::unwrap_or_clone(self.0) }.into()
    }

    /// Names the request that was sent before the failure.
    pub(crate) fn with_request_id(self, request_id: Option<String>) -> Self {
        Parts { request_id, ..Arc::unwrap_or_clone(self.0) }.into()
    }

    /// Creates the error for an unusable value of the caller; nothing was sent.
    pub(crate) fn invalid_input(context: impl Into<String>) -> Self {
        Parts::new(ErrorKind::InvalidInput, context).into()
    }

    /// Creates the error for a call that was not sent because there is no session.
    pub(crate) fn not_logged_in(request: Request) -> Self {
        Parts { request: Some(request), ..Parts::new(ErrorKind::Unauthenticated, "not logged in") }.into()
    }

    /// Returns the kind of failure, for programs.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the operationId of the failed operation, such as `Vcenter.Iso.Image_mount`, or method, path and action
    /// of a [request](crate::Vcenter::request) of the caller's own, such as `POST /vcenter/vm/vm-42/power?action=start`. It is
    /// `upload` for the upload of a file.
    ///
    /// `None` if no operation failed, for example for an invalid address or a name that matches nothing.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.0.request.as_ref().map(Request::id)
    }

    /// Returns the HTTP status of the response; `None` without a response.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// Returns the server's error type; `None` if the response has none.
    #[must_use]
    pub fn error_type(&self) -> Option<&ErrorType> {
        self.0.api_error.as_ref()?.error_type.as_ref()
    }

    /// Returns the server's messages: the first describes the failure of the call, each further one the cause of the
    /// one before it.
    #[must_use]
    pub fn messages(&self) -> Messages<'_> {
        Messages::from(self.top())
    }

    /// Returns the `X-Request-ID` of the request, which vCenter writes to its logs.
    ///
    /// `None` if the failure came before there was a request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Returns the server's details for programs, in the form that the operation documents.
    #[must_use]
    pub fn data(&self) -> Option<&Value> {
        self.0.api_error.as_ref()?.data.as_ref()
    }

    /// Returns the body of a response that is not an error of the API, such as a page of a proxy: at most the first
    /// 32,768 characters.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.0.body.as_deref()
    }

    /// Returns the time to wait before the next attempt, as requested by the server (`Retry-After`, RFC 9110).
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Returns at most ten objects that the name may refer to, if it matched no object or several.
    #[must_use]
    pub fn candidates(&self) -> &[Candidate] {
        &self.0.candidates
    }

    /// Returns whether the operation may have changed the inventory before it failed, in whole or in part.
    ///
    /// True for an operation that changes the inventory if the response was lost
    /// ([`OutcomeUnknown`](ErrorKind::OutcomeUnknown)), if the image is mounted without being connected
    /// ([`CdromNotConnected`](ErrorKind::CdromNotConnected)) or on several CD-ROMs
    /// ([`MountedTwice`](ErrorKind::MountedTwice)), or if the server reported a failure that can occur during the operation: [`Busy`](ErrorKind::Busy), [`ResourceInaccessible`](ErrorKind::ResourceInaccessible),
    /// [`Server`](ErrorKind::Server). Check the VM before a retry, as
    /// [`ensure_mounted`](crate::Vcenter::ensure_mounted) does: each successful mount adds a CD-ROM.
    ///
    /// False for an operation that only reads, and for every other kind: nothing was changed.
    #[must_use]
    pub fn may_have_acted(&self) -> bool {
        match self.0.kind {
            ErrorKind::OutcomeUnknown | ErrorKind::CdromNotConnected | ErrorKind::MountedTwice => true,
            ErrorKind::Server | ErrorKind::Busy | ErrorKind::ResourceInaccessible => {
                self.0.request.as_ref().is_some_and(|request| request.effect() == Effect::Inventory)
            }
            ErrorKind::InvalidInput
            | ErrorKind::Connect
            | ErrorKind::Tls
            | ErrorKind::InvalidCredentials
            | ErrorKind::SessionLimit
            | ErrorKind::Unauthenticated
            | ErrorKind::PermissionDenied
            | ErrorKind::NotFound
            | ErrorKind::Ambiguous
            | ErrorKind::AlreadyExists
            | ErrorKind::UnsupportedOperation
            | ErrorKind::InvalidArgument
            | ErrorKind::NotAllowedInCurrentState
            | ErrorKind::Unavailable
            | ErrorKind::Cancelled
            | ErrorKind::InvalidResponse => false,
        }
    }

    /// Returns whether a later attempt may succeed.
    ///
    /// True for [`Connect`](ErrorKind::Connect), [`Unavailable`](ErrorKind::Unavailable) and [`Busy`](ErrorKind::Busy),
    /// and for an error that the server marks with `data.is_transient`. Wait at least
    /// [`retry_after`](Self::retry_after). A retry is not necessarily safe: check
    /// [`may_have_acted`](Self::may_have_acted) as well.
    ///
    /// False for [`OutcomeUnknown`](ErrorKind::OutcomeUnknown): check the VM first.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self.0.kind {
            ErrorKind::Connect | ErrorKind::Unavailable | ErrorKind::Busy => true,
            ErrorKind::OutcomeUnknown
            | ErrorKind::CdromNotConnected
            | ErrorKind::MountedTwice
            | ErrorKind::Cancelled => false,
            ErrorKind::InvalidInput
            | ErrorKind::Tls
            | ErrorKind::InvalidCredentials
            | ErrorKind::SessionLimit
            | ErrorKind::Unauthenticated
            | ErrorKind::PermissionDenied
            | ErrorKind::NotFound
            | ErrorKind::Ambiguous
            | ErrorKind::AlreadyExists
            | ErrorKind::UnsupportedOperation
            | ErrorKind::InvalidArgument
            | ErrorKind::NotAllowedInCurrentState
            | ErrorKind::ResourceInaccessible
            | ErrorKind::InvalidResponse
            | ErrorKind::Server => self.0.api_error.as_ref().is_some_and(|api_error| api_error.transient),
        }
    }

    /// Returns the CD-ROM that has the image although the call failed; `None` if there is none, or none is known.
    ///
    /// After a mount whose CD-ROM could not be [connected](ErrorKind::CdromNotConnected) or read, and after a connect or
    /// disconnect that failed.
    #[must_use]
    pub fn cdrom(&self) -> Option<&CdromId> {
        self.0.cdrom.as_ref().map(|(cdrom, _)| cdrom)
    }

    /// Returns the state of [the CD-ROM](Self::cdrom); `None` if it was not read.
    #[must_use]
    pub fn cdrom_state(&self) -> Option<&ConnectionState> {
        self.0.cdrom.as_ref()?.1.as_ref()
    }

    /// Returns whether the server lists no VMs because too many match.
    pub(crate) fn is_too_many_vms(&self) -> bool {
        self.0.request == Some(Operation::VcenterVmList.into())
            && self.error_type() == Some(&ErrorType::UnableToAllocateResource)
    }

    /// Returns whether the server behind the address did not respond: there was no connection, a timeout, or a response
    /// of a proxy in its place.
    pub(crate) fn is_without_response(&self) -> bool {
        match self.0.kind {
            ErrorKind::Connect | ErrorKind::Tls => true,
            ErrorKind::Unavailable | ErrorKind::OutcomeUnknown => {
                matches!(self.0.status, None | Some(502..=504))
            }
            _ => false,
        }
    }

    /// Returns whether the server may still work on the request.
    pub(crate) fn may_continue(&self) -> bool {
        self.0.may_continue
    }

    /// Returns the usual reason and what to do about it, for failures with a usual remedy.
    #[must_use]
    pub fn hint(&self) -> Option<Hint> {
        diagnosis::hint(&self.0)
    }

    /// Turns the error into one of unknown outcome, after a check of the VM did not show whether the operation was
    /// carried out.
    pub(crate) fn into_unknown(self, observation: impl Into<String>) -> Self {
        Parts { kind: ErrorKind::OutcomeUnknown, ..Arc::unwrap_or_clone(self.0) }.observed(observation).into()
    }

    /// Turns the error into one of an image on several CD-ROMs, which the observation names.
    pub(crate) fn into_mounted_twice(self, observation: impl Into<String>) -> Self {
        Parts { kind: ErrorKind::MountedTwice, ..Arc::unwrap_or_clone(self.0) }.observed(observation).into()
    }

    /// Adds what the VM showed after the failure.
    pub(crate) fn observed(self, observation: impl Into<String>) -> Self {
        Arc::unwrap_or_clone(self.0).observed(observation).into()
    }

    /// Names the CD-ROM that has the image, and its state.
    pub(crate) fn with_cdrom(self, cdrom: CdromId, state: ConnectionState) -> Self {
        Parts { cdrom: Some((cdrom, Some(state))), ..Arc::unwrap_or_clone(self.0) }.into()
    }

    /// Turns the error of a connect into one of a mounted image that the guest cannot read.
    pub(crate) fn into_not_connected(self) -> Self {
        Parts { kind: ErrorKind::CdromNotConnected, ..Arc::unwrap_or_clone(self.0) }.into()
    }

    pub(crate) fn with_source(self, source: Option<Self>) -> Self {
        let source = source.map(|error| Arc::new(error) as Arc<dyn StdError + Send + Sync>);
        Parts { source, ..Arc::unwrap_or_clone(self.0) }.into()
    }

    fn top(&self) -> Option<&Message> {
        self.0.api_error.as_ref()?.message.as_ref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(request) = &self.0.request {
            let verdict = match self.0.kind {
                ErrorKind::OutcomeUnknown => "outcome unknown",
                _ => "failed",
            };
            write!(f, "{}", SingleLine(request.name()))?;
            // An operation on a CD-ROM ends with its name.
            if let Some((cdrom, Some(_))) = &self.0.cdrom {
                write!(f, " {cdrom}")?;
            }
            write!(f, " {verdict}: ")?;
        }
        match self.top() {
            Some(message) => write!(f, "{message}")?,
            None => write!(f, "{}", SingleLine(&self.0.context))?,
        }
        if let Some(error_type) = self.error_type() {
            write!(f, " ({error_type})")?;
        }
        match &self.0.observation {
            Some(observation) => write!(f, "; {}", SingleLine(observation)),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("operation", &self.operation())
            .field("context", &self.0.context)
            .field("status", &self.0.status)
            .field("error_type", &self.error_type())
            .field("messages", &self.messages())
            .field("data", &self.data())
            .field("request_id", &self.0.request_id)
            .field("body", &self.0.body)
            .field("source", &self.0.source)
            .field("retry_after", &self.0.retry_after)
            .field("observation", &self.0.observation)
            .field("candidates", &self.0.candidates)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match (self.top(), &self.0.source) {
            (Some(message), _) => message.source(),
            (None, Some(source)) => Some(source),
            (None, None) => None,
        }
    }
}
