use std::fmt;

use serde::{Serialize, Serializer};

/// The kind of a failure, with one variant for each way in which a program may handle it.
///
/// Two questions decide about a retry, and [`Error`](crate::Error) has a method for each:
///
/// | kind | for an operation that changes the inventory: [may have acted](crate::Error::may_have_acted) | [a later attempt may succeed](crate::Error::is_transient) |
/// | --- | --- | --- |
/// | `Connect`, `Unavailable` | no | yes |
/// | `Busy` | yes | yes |
/// | `ResourceInaccessible`, `Server` | yes | no, unless the server marks it with `data.is_transient` |
/// | `OutcomeUnknown` | yes | no: check the VM first |
/// | `CdromNotConnected`, `MountedTwice` | yes | no |
/// | every other kind | no | no, unless the server marks it with `data.is_transient` |
///
/// An operation that only reads never counts as having acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A value from the caller cannot be used, such as an address or a certificate. Nothing was sent.
    InvalidInput,
    /// No connection to the server could be opened: unknown host, connection refused, no route. Nothing was sent. A
    /// later attempt may succeed.
    Connect,
    /// TLS failed, mostly because the server certificate is not trusted. Nothing was sent.
    Tls,
    /// The server rejected the user name or the password (401 on login). Nothing was changed.
    ///
    /// A connection sends a rejected password only once, because each rejection counts towards the lockout of the
    /// account. Every later call that needs a new session fails with the same error. Connect again with the right
    /// password.
    InvalidCredentials,
    /// The user, or the server, has too many open sessions. Nothing was changed. Log out of other sessions; a retry
    /// alone does not help.
    SessionLimit,
    /// There is no session, or it has expired (401). The operation was not carried out.
    Unauthenticated,
    /// The user lacks a privilege (403). The operation was not carried out.
    PermissionDenied,
    /// A resource that an identifier names does not exist (404), such as a virtual machine or a library item. Nothing
    /// was changed.
    NotFound,
    /// A name matches several objects; [`candidates`](crate::Error::candidates) lists them. Nothing was changed.
    Ambiguous,
    /// The name is taken, by an object with other content. Nothing was changed.
    AlreadyExists,
    /// The server does not serve the operation (404, 405, 501): it is not a vCenter, or its version is too old. Nothing
    /// was changed.
    UnsupportedOperation,
    /// The server rejected a value (400), such as a library item without an .iso file. Nothing was changed.
    InvalidArgument,
    /// The virtual machine, or another resource, is in a state that does not allow the operation (400). Nothing was
    /// changed.
    NotAllowedInCurrentState,
    /// A resource that the operation needs cannot be reached (500), such as a datastore from a host.
    ///
    /// The server may find this during the operation: check the VM before a retry of a mount.
    ResourceInaccessible,
    /// Another task occupies the resource, or another caller changed it meanwhile. A later attempt may succeed.
    ///
    /// The server may find this during the operation: check the VM before a retry of a mount.
    Busy,
    /// The server cannot respond now and did not carry out the operation. A later attempt may succeed.
    ///
    /// Covers 429 and a 503 of a proxy that had no server to pass the request to. For an operation that changes
    /// nothing, it also covers any other 503 and a lost response.
    Unavailable,
    /// The operation may have been carried out, or the server may still carry it out. The response was lost after the
    /// request could have reached the server (timeout, lost connection, 502, 503, 504, `TIMED_OUT`), or an intermediary
    /// responded in the server's place.
    ///
    /// Check the VM before a retry: each successful mount adds a CD-ROM.
    OutcomeUnknown,
    /// The image is mounted, but its CD-ROM could not be connected, so the guest of the running VM cannot read it.
    ///
    /// The source or the message says why. [`ensure_connected`](crate::Vcenter::ensure_connected) tries again.
    CdromNotConnected,
    /// The image is mounted on several CD-ROMs, because another caller mounted it at the same time, and it cannot be
    /// removed from that of this call. The message names the CD-ROMs. [`unmount`](crate::Vcenter::unmount) one of them.
    MountedTwice,
    /// The work was cancelled, by [`Fleet::cancel`](crate::Fleet::cancel), before it sent a change. Nothing was changed.
    Cancelled,
    /// The response is not what the API documents: a redirect to another place, or, for an operation that changes
    /// nothing, a success without its value. The operation was not carried out.
    InvalidResponse,
    /// Any other error that the server reported. Check the VM before a retry of an operation that changes the
    /// inventory.
    Server,
}

impl ErrorKind {
    /// Returns the name for programs, such as `not_found`. The kind is serialized under the same name.
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
            Self::AlreadyExists => "already_exists",
            Self::UnsupportedOperation => "unsupported_operation",
            Self::InvalidArgument => "invalid_argument",
            Self::NotAllowedInCurrentState => "not_allowed_in_current_state",
            Self::ResourceInaccessible => "resource_inaccessible",
            Self::Busy => "busy",
            Self::Unavailable => "unavailable",
            Self::OutcomeUnknown => "outcome_unknown",
            Self::CdromNotConnected => "cdrom_not_connected",
            Self::MountedTwice => "mounted_twice",
            Self::Cancelled => "cancelled",
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
