use std::fmt;

use serde::{Serialize, Serializer};

/// What a program can do about a failure: one variant for each thing that is handled differently.
///
/// Two questions decide about a repeat, and [`Error`](crate::Error) answers both for each failure:
///
/// | kind | of an operation that changes the inventory: [may have acted](crate::Error::may_have_acted) | [a later try may succeed](crate::Error::is_transient) |
/// | --- | --- | --- |
/// | `Connect`, `Unavailable` | no | yes |
/// | `Busy` | yes | yes |
/// | `ResourceInaccessible`, `Server` | yes | no, unless the server marks it with `data.is_transient` |
/// | `OutcomeUnknown` | yes | no: look first |
/// | every other kind | no | no, unless the server marks it with `data.is_transient` |
///
/// An operation that only reads has never acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Something that the caller gave cannot be used, such as an address or a certificate. Nothing was sent.
    InvalidInput,
    /// No connection to the server was made: unknown host, refused, no route. Nothing was sent. A later try may
    /// succeed.
    Connect,
    /// TLS failed, for the most part because the certificate of the server is not trusted. Nothing was sent.
    Tls,
    /// The server refused the user name or the password (401 on login). Nothing was changed.
    ///
    /// A connection sends a refused password once: each refusal counts towards the lockout of the account. Every later
    /// call that needs a new session fails with the same error; connect anew with the right password.
    InvalidCredentials,
    /// The user, or the server, has too many open sessions. Nothing was changed. Logging out elsewhere helps, trying
    /// again does not.
    SessionLimit,
    /// There is no session, or it has expired (401). The operation was not carried out.
    Unauthenticated,
    /// The user lacks a privilege (403). The operation was not carried out.
    PermissionDenied,
    /// What an identifier names does not exist (404): a virtual machine, a library item. Nothing was changed.
    NotFound,
    /// A name stands for several things; [`candidates`](crate::Error::candidates) lists them. Nothing was changed.
    Ambiguous,
    /// The server does not serve the operation (404): it is no vCenter, or too old a one. Nothing was changed.
    NoSuchRoute,
    /// The server refused a value (400), such as a library item without an .iso file. Nothing was changed.
    InvalidArgument,
    /// The virtual machine, or another resource, is in a state that does not allow the operation (400). Nothing was
    /// changed.
    NotAllowedInCurrentState,
    /// Something that the operation needs cannot be reached (500), such as a datastore from a host.
    ///
    /// The server may find this in the middle of its work: look before a repeat of a mount.
    ResourceInaccessible,
    /// The resource is occupied by another task, or another caller changed it meanwhile. A later try may succeed.
    ///
    /// The server may find this in the middle of its work: look before a repeat of a mount.
    Busy,
    /// The server cannot respond now, and did not carry out the operation: 429, a 503 of a proxy that had no server to
    /// pass the request to, or for an operation that changes nothing any 503 or a lost answer. A later try may succeed.
    Unavailable,
    /// The operation may have been carried out, or may still be: the answer was lost after the request could have
    /// reached the server (timeout, lost connection, 502, 503, 504, `TIMED_OUT`), or something between responded in
    /// the server's place.
    ///
    /// Look at the virtual machine before trying again: each mount that succeeds adds a CD-ROM.
    OutcomeUnknown,
    /// The server responded, but not with what the API documents: a redirect to another place, or for an operation that
    /// changes nothing a success without its value. The operation was not carried out.
    InvalidResponse,
    /// Any other error that the server reported. Of an operation that changes the inventory look before a repeat.
    Server,
}

impl ErrorKind {
    /// Returns the name for programs, such as `not_found`. It is also how the kind is serialized.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidInput => "invalid_input",
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::InvalidCredentials => "invalid_credentials",
            Self::SessionLimit => "session_limit",
            Self::Unauthenticated => "unauthenticated",
            Self::PermissionDenied => "permission_denied",
            Self::NotFound => "not_found",
            Self::Ambiguous => "ambiguous",
            Self::NoSuchRoute => "no_such_route",
            Self::InvalidArgument => "invalid_argument",
            Self::NotAllowedInCurrentState => "not_allowed_in_current_state",
            Self::ResourceInaccessible => "resource_inaccessible",
            Self::Busy => "busy",
            Self::Unavailable => "unavailable",
            Self::OutcomeUnknown => "outcome_unknown",
            Self::InvalidResponse => "invalid_response",
            Self::Server => "server",
        }
    }
}

impl Serialize for ErrorKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
