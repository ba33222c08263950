use std::fmt::Write as _;
use std::process::ExitCode;

use vcenter_iso::{Error, ErrorKind};

/// The exit status of the command.
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

pub(crate) const MEANINGS: [(Exit, &str); 7] = [
    (Exit::Done, "success"),
    (Exit::Failed, "failure"),
    (Exit::Usage, "invalid command line, environment or file; nothing was changed"),
    (Exit::OutcomeUnknown, "outcome unknown: the change may have been made, so check before trying again"),
    (Exit::NotFound, "a name or an identifier was not found, or a name is ambiguous"),
    (Exit::Denied, "authentication or permission denied"),
    (Exit::Interrupted, "interrupted or declined; virtual machines not started are unchanged"),
];

pub(crate) const WITH_SEVERAL_VMS: &str = "\
With several virtual machines, the exit status is 3 if any outcome is unknown, 130 if any was not started \
because of an interrupt, 4 or 5 if every failure has that status, and 1 for any other failure. A batch that has \
stopped because of its deadline or its server has failed, too.";

/// Returns the section of the help about exit statuses.
pub(crate) fn table() -> String {
    let mut table = "Exit status:\n".to_owned();
    for (exit, meaning) in MEANINGS {
        // Writing to a String cannot fail.
        let _ = writeln!(table, "  {:<4} {meaning}", exit as u8);
    }
    table + "\n" + WITH_SEVERAL_VMS
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
