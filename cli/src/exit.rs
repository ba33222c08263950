use std::process::ExitCode;

use vcenter_iso::{Error, ErrorKind};

/// The exit status of the command. The reference of the command line describes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    Done = 0,
    Failed = 1,
    Usage = 2,
    OutcomeUnknown = 3,
    NotFound = 4,
    Denied = 5,
    /// 128 plus the number of SIGINT, as in shells.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl From<&Error> for Exit {
    fn from(error: &Error) -> Self {
        match error.kind() {
            ErrorKind::InvalidInput => Self::Usage,
            ErrorKind::OutcomeUnknown => Self::OutcomeUnknown,
            ErrorKind::NotFound | ErrorKind::Ambiguous => Self::NotFound,
            // The cause of it, if the server has refused to connect.
            ErrorKind::CdromNotConnected if matches!(error.status(), Some(401 | 403)) => Self::Denied,
            ErrorKind::InvalidCredentials | ErrorKind::Unauthenticated | ErrorKind::PermissionDenied => {
                Self::Denied
            }
            _ => Self::Failed,
        }
    }
}
