use std::process::ExitCode;

/// The result of a command. Its number is the exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Status {
    /// Nothing to report.
    Ok = 0,
    /// The spec is invalid, or a file could not be read or written.
    Invalid = 1,
    /// The command line is invalid.
    Usage = 2,
    /// The spec is valid, but a generated file is out of date.
    Stale = 3,
    /// The API has changes that break its users.
    Breaking = 4,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status as u8)
    }
}
