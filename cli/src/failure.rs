use std::error::Error as StdError;
use std::fmt;
use std::io;

use vcenter_iso::{Error, ErrorKind};

use crate::exit::Exit;

/// The error that caused a failure on this machine.
pub(crate) type Cause = Box<dyn StdError + Send + Sync>;

pub(crate) const CHECK_STATUS: &str = "check with `vcenter-iso status` before trying again";
const CHECK_STATUS_OR_LOCK: &str = "check with `vcenter-iso status` before trying again; the guest of a running virtual \
                                    machine may have locked the drive: eject the disc there, or answer the question \
                                    that vCenter asks on the virtual machine";

/// The reason why a command stopped.
#[derive(Debug)]
pub(crate) enum Failure {
    /// An error of the SDK.
    Vcenter(Box<Error>),
    /// Names that match nothing or are ambiguous.
    Unresolved(Vec<Error>),
    /// A selection that matches nothing.
    NoMatch(String),
    /// An invalid command line, environment or file, with its cause if it has one.
    Usage(String, Option<Cause>),
    /// No usable session.
    NoSession(String),
    /// Any other error on this machine.
    Other(String, Cause),
    /// The work is complete, but its result could not be written to stdout.
    OutputFailed(io::Error),
    /// An interrupt before anything was changed.
    Interrupted,
    /// The user declined the change.
    Declined,
}

impl Failure {
    pub(crate) fn usage(what: impl Into<String>) -> Self {
        Self::Usage(what.into(), None)
    }

    pub(crate) fn usage_caused_by(what: impl Into<String>, cause: impl Into<Cause>) -> Self {
        Self::Usage(what.into(), Some(cause.into()))
    }

    pub(crate) fn other(what: impl Into<String>, cause: impl Into<Cause>) -> Self {
        Self::Other(what.into(), cause.into())
    }

    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Vcenter(error) => error.as_ref().into(),
            Self::Unresolved(_) | Self::NoMatch(_) => Exit::NotFound,
            Self::Usage(..) => Exit::Usage,
            Self::NoSession(_) => Exit::Denied,
            Self::Other(..) => Exit::Failed,
            Self::Interrupted | Self::Declined => Exit::Interrupted,
            // The reader of stdout does not know the result, and must not simply try again.
            Self::OutputFailed(_) => Exit::OutcomeUnknown,
        }
    }

    /// Returns the hint, if there is one.
    pub(crate) fn hint(&self) -> Option<&str> {
        match self {
            Self::Vcenter(error) => hint(error),
            Self::NoSession(_) => Some("log in with `vcenter-iso login`"),
            Self::OutputFailed(_) => Some(CHECK_STATUS),
            Self::NoMatch(_) => Some("list the virtual machines with `vcenter-iso vms`"),
            Self::Unresolved(_) | Self::Usage(..) | Self::Other(..) | Self::Interrupted | Self::Declined => {
                None
            }
        }
    }
}

/// Returns the hint for an error of the SDK, in terms of the command line.
pub(crate) fn hint(error: &Error) -> Option<&str> {
    match error.kind() {
        ErrorKind::Tls => Some(
            "pass the server's CA certificate with --ca-cert FILE, or compare the thumbprint with that of \
             the certificate on the server and pass it with --thumbprint SHA256",
        ),
        ErrorKind::Ambiguous => Some(
            "narrow the search with --folder, --cluster or --library, or pass an identifier with --vm-id, \
             --item-id, --folder-id or --cluster-id",
        ),
        ErrorKind::OutcomeUnknown
            if matches!(
                error.operation(),
                Some("Vcenter.Iso.Image_unmount" | "Vcenter.Vm.Hardware.Cdrom_disconnect")
            ) =>
        {
            Some(CHECK_STATUS_OR_LOCK)
        }
        ErrorKind::OutcomeUnknown => Some(CHECK_STATUS),
        _ => error.hint(),
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Vcenter(Box::new(error))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Vcenter(error) => write!(f, "{error}"),
            Self::Unresolved(errors) => {
                write!(f, "{} names cannot be resolved; nothing was changed", errors.len())
            }
            Self::NoMatch(what) | Self::Usage(what, _) | Self::NoSession(what) | Self::Other(what, _) => {
                f.write_str(what)
            }
            Self::OutputFailed(_) => f.write_str("cannot write to stdout"),
            Self::Interrupted => f.write_str("interrupted; nothing was changed"),
            Self::Declined => f.write_str("declined; nothing was changed"),
        }
    }
}

impl StdError for Failure {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Vcenter(error) => error.source(),
            Self::Usage(_, cause) => cause.as_deref().map(|cause| cause as _),
            Self::Other(_, cause) => Some(cause.as_ref()),
            Self::OutputFailed(cause) => Some(cause),
            Self::Unresolved(_)
            | Self::NoMatch(_)
            | Self::NoSession(_)
            | Self::Interrupted
            | Self::Declined => None,
        }
    }
}
