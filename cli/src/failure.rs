use std::error::Error as StdError;
use std::fmt;
use std::io;

use vcenter_iso::{Error, ErrorKind};

use crate::exit::Exit;

/// What is behind a failure of this machine.
pub(crate) type Cause = Box<dyn StdError + Send + Sync>;

/// Why the command did not do what it was asked to.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The SDK reported it.
    Vcenter(Box<Error>),
    /// Names that stand for nothing, or for several things.
    Names(Vec<Error>),
    /// What was asked for selects nothing.
    Nothing(String),
    /// The command line, the environment or a file does not fit; what is wrong, and its cause if it has one.
    Usage(String, Option<Cause>),
    /// There is no session that could be used.
    NoSession(String),
    /// Anything else on this machine.
    Other(String, Cause),
    /// It was done, but what it came to could not be printed where it belongs.
    Untold(io::Error),
    /// The user interrupted it before anything was changed.
    Interrupted,
    /// The user was asked, and declined.
    Declined,
}

impl Failure {
    pub(crate) fn usage(what: impl Into<String>) -> Self {
        Self::Usage(what.into(), None)
    }

    pub(crate) fn other(what: impl Into<String>, cause: impl Into<Cause>) -> Self {
        Self::Other(what.into(), cause.into())
    }

    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Vcenter(error) => error.as_ref().into(),
            Self::Names(_) | Self::Nothing(_) => Exit::NotFound,
            Self::Usage(..) => Exit::Usage,
            Self::NoSession(_) => Exit::Denied,
            Self::Other(..) => Exit::Failed,
            Self::Interrupted | Self::Declined => Exit::Interrupted,
            // Whoever reads stdout does not know the outcome, and must not try again blindly.
            Self::Untold(_) => Exit::OutcomeUnknown,
        }
    }

    /// What usually helps, where that is known.
    pub(crate) fn hint(&self) -> Option<&str> {
        match self {
            Self::Vcenter(error) => hint(error),
            Self::NoSession(_) => Some("log in with `vcenter-iso login`"),
            Self::Untold(_) => Some("see what was done with `vcenter-iso status`"),
            Self::Nothing(_) => Some("see what there is with `vcenter-iso vms`"),
            Self::Names(_) | Self::Usage(..) | Self::Other(..) | Self::Interrupted | Self::Declined => None,
        }
    }
}

/// What usually helps against an error of the SDK, in terms of the command line.
pub(crate) fn hint(error: &Error) -> Option<&str> {
    match error.kind() {
        ErrorKind::Tls => Some(
            "pass the certificate of the server's authority with --ca-cert FILE, or the thumbprint of the certificate \
             with --thumbprint SHA256 once you have compared it with the server's own",
        ),
        ErrorKind::Ambiguous => Some(
            "narrow it down with --folder, --cluster or --library, or pass an identifier: --vm-id, --item-id, \
             --folder-id, --cluster-id",
        ),
        ErrorKind::OutcomeUnknown => Some("look with `vcenter-iso status` before trying again"),
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
            Self::Names(errors) => write!(f, "{} names cannot be used; nothing was changed", errors.len()),
            Self::Nothing(what) | Self::Usage(what, _) | Self::NoSession(what) | Self::Other(what, _) => {
                f.write_str(what)
            }
            Self::Untold(_) => f.write_str("stdout cannot be written"),
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
            Self::Untold(cause) => Some(cause),
            Self::Names(_) | Self::Nothing(_) | Self::NoSession(_) | Self::Interrupted | Self::Declined => {
                None
            }
        }
    }
}
