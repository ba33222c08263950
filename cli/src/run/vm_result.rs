use std::error::Error as _;
use std::time::Duration;

use schemars::JsonSchema;
use serde::Serialize;
use vcenter_iso::{Error, ErrorKind};

use crate::exit::Exit;
use crate::run::problems::{self, Problem};
use crate::run::status::Status;
use crate::run::vm_lock::Locked;

/// The result of the work on one VM.
#[derive(Debug)]
pub(crate) enum VmResult<T> {
    Done(T),
    Failed(Error),
    /// The response was lost, or an interrupt ended the wait for it.
    Unknown(Option<Error>),
    /// Another run of the command has worked on the VM for this time.
    Locked(Duration),
    NotStarted,
}

/// The result of the work on one VM that other runs of the command may work on.
pub(crate) type Worked<T> = Result<T, Locked>;

impl<T> From<Result<Worked<T>, Error>> for VmResult<T> {
    fn from(result: Result<Worked<T>, Error>) -> Self {
        match result {
            Ok(Ok(value)) => Self::Done(value),
            Ok(Err(Locked(longest))) => Self::Locked(longest),
            Err(error) => match error.kind() {
                ErrorKind::OutcomeUnknown => Self::Unknown(Some(error)),
                ErrorKind::Cancelled => Self::NotStarted,
                _ => Self::Failed(error),
            },
        }
    }
}

impl<T> VmResult<T> {
    /// Returns the status. `done` returns the status of a success.
    pub(crate) fn status(&self, done: impl FnOnce(&T) -> Status) -> Status {
        match self {
            Self::Done(value) => done(value),
            Self::Failed(_) | Self::Locked(_) => Status::Failed,
            Self::Unknown(_) => Status::Unknown,
            Self::NotStarted => Status::NotStarted,
        }
    }

    pub(crate) fn done(&self) -> Option<&T> {
        if let Self::Done(value) = self { Some(value) } else { None }
    }

    pub(crate) fn error(&self) -> Option<&Error> {
        if let Self::Failed(error) | Self::Unknown(Some(error)) = self { Some(error) } else { None }
    }

    pub(crate) fn was_started(&self) -> bool {
        !matches!(self, Self::NotStarted)
    }

    /// Returns the error for stdout.
    pub(crate) fn error_record(&self) -> Option<ErrorRecord> {
        let error = match self {
            Self::Locked(longest) => {
                let (kind, message) = ("locked".to_owned(), problems::locked(*longest));
                return Some(ErrorRecord { kind, message, ..ErrorRecord::default() });
            }
            _ => self.error()?,
        };
        Some(ErrorRecord::of(error))
    }

    /// Returns the error for stderr.
    pub(crate) fn problem(&self) -> Option<Problem> {
        match self {
            Self::Failed(error) | Self::Unknown(Some(error)) => Some(Problem::Error(error.clone())),
            Self::Unknown(None) => Some(Problem::Abandoned),
            Self::Locked(longest) => Some(Problem::Locked(*longest)),
            Self::Done(_) | Self::NotStarted => None,
        }
    }

    /// Returns the exit status of a failure.
    pub(crate) fn failure(&self) -> Option<Exit> {
        match self {
            Self::Failed(error) => Some(error.into()),
            Self::Locked(_) => Some(Exit::Failed),
            Self::Done(_) | Self::Unknown(_) | Self::NotStarted => None,
        }
    }
}

/// The member `error` of a record.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(crate) struct ErrorRecord {
    /// The kind for programs, such as `not_found`
    kind: String,
    /// One line for people
    message: String,
    /// The error type of the response, null without one
    error_type: Option<String>,
    /// The HTTP status of the response, null without a response
    status: Option<u16>,
    /// The request identifier of the response, null without one
    request_id: Option<String>,
    /// The messages of the server, each the cause of the one before it
    messages: Vec<String>,
    /// The causes, each the cause of the one before it, if they are not messages of the server
    causes: Vec<String>,
    /// The response if it is not an error of the API, otherwise null
    body: Option<String>,
}

fn own_causes(error: &Error) -> Vec<String> {
    if error.messages().next().is_some() {
        return Vec::new();
    }
    std::iter::successors(error.source(), |&cause| cause.source()).map(ToString::to_string).collect()
}

impl ErrorRecord {
    pub(crate) fn of(error: &Error) -> Self {
        Self {
            kind: error.kind().as_str().to_owned(),
            message: error.to_string(),
            error_type: error.error_type().map(ToString::to_string),
            status: error.status(),
            request_id: error.request_id().map(str::to_owned),
            messages: error.messages().map(|message| message.text().to_owned()).collect(),
            causes: own_causes(error),
            body: error.body().map(str::to_owned),
        }
    }

    pub(crate) fn message(&self) -> String {
        self.message.clone()
    }

    /// Returns the error for a prerequisite that fails.
    pub(crate) fn prerequisite(reason: &str) -> Self {
        Self { kind: "prerequisite".to_owned(), message: reason.to_owned(), ..Self::default() }
    }
}
