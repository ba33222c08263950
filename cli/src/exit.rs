use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::process::ExitCode;

use vcenter_iso::{Error, ErrorKind};

/// How the command ends, for the shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    Done = 0,
    Failed = 1,
    Usage = 2,
    OutcomeUnknown = 3,
    /// Interrupted before anything was changed; 128 and the number of SIGINT, as shells have it.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// What is behind a failure of this machine.
pub(crate) type Cause = Box<dyn StdError + Send + Sync>;

/// Why the command did not do what it was asked to.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The SDK reported it.
    Vcenter(Box<Error>),
    /// The command line, the environment or a file does not fit; what is wrong, and its cause if it has one.
    Usage(String, Option<Cause>),
    /// Anything else on this machine.
    Other(String, Cause),
    /// It was done, but what it came to could not be printed where it belongs.
    Untold(String, io::Error),
    /// The user interrupted it before anything was changed.
    Interrupted,
    /// The user would not wait for the answer to an operation that was on its way.
    Abandoned(&'static str),
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
            Self::Vcenter(error) => match error.kind() {
                ErrorKind::InvalidInput => Exit::Usage,
                ErrorKind::OutcomeUnknown => Exit::OutcomeUnknown,
                _ => Exit::Failed,
            },
            Self::Usage(..) => Exit::Usage,
            Self::Other(..) => Exit::Failed,
            Self::Interrupted => Exit::Interrupted,
            // Whoever reads stdout does not know the outcome either, and must not try again blindly.
            Self::Abandoned(_) | Self::Untold(..) => Exit::OutcomeUnknown,
        }
    }

    /// What usually helps, where that is known.
    pub(crate) fn hint(&self) -> Option<&str> {
        match self {
            Self::Vcenter(error) if error.kind() == ErrorKind::Tls => Some(
                "pass the certificate of the server's authority with --ca-cert FILE, or --insecure on a test system",
            ),
            Self::Vcenter(error) => error.hint(),
            Self::Abandoned(_) => Some(
                "look at the CD-ROMs of the virtual machine before trying again: each mount that succeeds adds one",
            ),
            Self::Usage(..) => Some("see `vcenter-iso --help`"),
            Self::Other(..) | Self::Untold(..) | Self::Interrupted => None,
        }
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
            Self::Usage(what, _) | Self::Other(what, _) | Self::Untold(what, _) => f.write_str(what),
            Self::Interrupted => f.write_str("interrupted; nothing was changed"),
            Self::Abandoned(operation) => {
                write!(f, "{operation} outcome unknown: interrupted before its answer")
            }
        }
    }
}

impl StdError for Failure {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Vcenter(error) => error.source(),
            Self::Usage(_, cause) => cause.as_deref().map(|cause| cause as _),
            Self::Other(_, cause) => Some(cause.as_ref()),
            Self::Untold(_, cause) => Some(cause),
            Self::Interrupted | Self::Abandoned(_) => None,
        }
    }
}
