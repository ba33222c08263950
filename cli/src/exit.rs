use std::fmt::Write as _;
use std::process::ExitCode;

use vcenter_iso::{Error, ErrorKind};

/// How the command ends, for the shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    Done = 0,
    Failed = 1,
    Usage = 2,
    OutcomeUnknown = 3,
    NotFound = 4,
    Denied = 5,
    /// 128 and the number of SIGINT, as shells have it.
    Interrupted = 130,
}

/// What each exit status means.
pub(crate) const MEANINGS: [(Exit, &str); 7] = [
    (Exit::Done, "all done"),
    (Exit::Failed, "something failed"),
    (Exit::Usage, "the command line, the environment or a file does not fit; nothing was changed"),
    (Exit::OutcomeUnknown, "outcome unknown: it may have been carried out, so look before trying again"),
    (Exit::NotFound, "a name or an identifier was not found, or a name is ambiguous"),
    (Exit::Denied, "authentication or permission"),
    (Exit::Interrupted, "interrupted, or declined when asked; what was not begun was not changed"),
];

pub(crate) const OF_SEVERAL: &str = "Of several virtual machines: 3 if the outcome of any is unknown, 130 if it was \
                                     interrupted, 4 or 5 if all failures are of that kind, and 1 otherwise.";

/// The part of the help about exit statuses.
pub(crate) fn table() -> String {
    let mut table = "Exit status:\n".to_owned();
    for (exit, meaning) in MEANINGS {
        // A String takes everything.
        let _ = writeln!(table, "  {:<4} {meaning}", exit as u8);
    }
    table + "\n" + OF_SEVERAL
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
            ErrorKind::InvalidCredentials | ErrorKind::Unauthenticated | ErrorKind::PermissionDenied => {
                Self::Denied
            }
            _ => Self::Failed,
        }
    }
}
