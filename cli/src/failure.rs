use std::error::Error as StdError;
use std::fmt;
use std::io;

use vcenter_iso::{Error, Hint};

use crate::exit::Exit;

/// The error that caused a failure on this machine.
pub(crate) type Cause = Box<dyn StdError + Send + Sync>;

pub(crate) const CHECK_STATUS: &str = "check with `vcenter-iso status` before trying again";
const CHECK_STATUS_OR_LOCK: &str = "check with `vcenter-iso status` before trying again; the guest of a running virtual \
                                    machine may have locked the drive: eject the disc there, or answer the question \
                                    that vCenter asks on the virtual machine";

/// The reason why a command has to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Interrupt {
    Signal,
    /// The time of `--deadline` is over.
    Deadline,
}

impl Interrupt {
    /// Returns how the user can stop waiting for work in progress.
    pub(crate) fn remedy(self) -> &'static str {
        match self {
            Self::Signal => "interrupt again to stop waiting",
            Self::Deadline => "interrupt to stop waiting",
        }
    }
}

impl fmt::Display for Interrupt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Signal => "interrupted",
            Self::Deadline => "the deadline is over",
        })
    }
}

/// The reason why a command stopped.
#[derive(Debug)]
pub(crate) enum Failure {
    /// An error of the SDK.
    Vcenter(Box<Error>),
    /// Names that match nothing or are ambiguous, and what may be wrong with them.
    Unresolved(Vec<Error>, Option<&'static str>),
    /// A selection that matches nothing, and the hint for its kind of object.
    NoMatch(String, Hint),
    /// An invalid command line, environment or file, with its cause if it has one.
    Usage(String, Option<Cause>),
    /// No usable session.
    NoSession(String),
    /// Any other error on this machine.
    Other(String, Cause),
    /// The work is complete, but its result could not be written to stdout.
    OutputFailed(io::Error),
    /// An interrupt before anything was changed.
    Interrupted(Interrupt),
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
            Self::Unresolved(..) | Self::NoMatch(..) => Exit::NotFound,
            Self::Usage(..) => Exit::Usage,
            Self::NoSession(_) => Exit::Denied,
            Self::Other(..) | Self::Interrupted(Interrupt::Deadline) => Exit::Failed,
            Self::Interrupted(Interrupt::Signal) | Self::Declined => Exit::Interrupted,
            // The reader of stdout does not know the result, and must not simply try again.
            Self::OutputFailed(_) => Exit::OutcomeUnknown,
        }
    }

    /// Returns whether the failure came before a command could change anything.
    pub(crate) fn is_before_changes(&self) -> bool {
        matches!(self, Self::Unresolved(..) | Self::Interrupted(_) | Self::Declined)
    }

    /// Returns the hint, if there is one.
    pub(crate) fn hint(&self) -> Option<&str> {
        match self {
            Self::Vcenter(error) => hint(error),
            Self::NoSession(_) => Some("log in with `vcenter-iso login`"),
            Self::OutputFailed(_) => Some(CHECK_STATUS),
            Self::NoMatch(_, hint) => Some(advice(*hint)),
            Self::Unresolved(_, tip) => *tip,
            Self::Usage(..) | Self::Other(..) | Self::Interrupted(_) | Self::Declined => None,
        }
    }
}

/// Returns the hint for an error of the SDK, in terms of the command line.
pub(crate) fn hint(error: &Error) -> Option<&'static str> {
    error.hint().map(advice)
}

/// Returns the advice of a hint, in terms of the command line.
fn advice(hint: Hint) -> &'static str {
    match hint {
        Hint::UntrustedCertificate => {
            "pass the server's CA certificate with --ca-cert FILE, or compare the output of `vcenter-iso certificate` \
             with the certificate on the server and pass its --thumbprint"
        }
        Hint::OtherCertificateName => {
            "use a name of the certificate with --server, or compare the output of `vcenter-iso certificate` with the \
             certificate on the server and pass its --thumbprint"
        }
        Hint::CertificatePurpose => {
            "compare the output of `vcenter-iso certificate` with the certificate on the server and pass its \
             --thumbprint"
        }
        Hint::OtherServer => {
            "a proxy or another server responds in place of vCenter: -v and the JSON output show its whole page"
        }
        Hint::UnknownVm => "list the virtual machines with `vcenter-iso vms`",
        Hint::OtherContent => {
            "choose another name with --name, or replace the content of the item with --replace"
        }
        Hint::UnknownItem => "list the library items with `vcenter-iso items`",
        Hint::UnknownLibrary => "list the libraries with `vcenter-iso libraries`",
        Hint::UnknownFolder => "list the folders with `vcenter-iso folders`",
        Hint::UnknownCluster => "list the clusters with `vcenter-iso clusters`",
        Hint::UnknownDatacenter => "list the datacenters with `vcenter-iso datacenters`",
        Hint::UnknownHost => "list the hosts with `vcenter-iso hosts`",
        Hint::UnlistableVms => "pass the identifier with --vm-id instead of the name: it needs no list",
        Hint::AmbiguousVm => {
            "narrow the search with --datacenter, --folder, --cluster or --host, or pass the identifier with --vm-id"
        }
        Hint::AmbiguousItem => {
            "name the library with --library or --library-id, or pass the identifier with --item-id"
        }
        Hint::AmbiguousFolder => "pass the identifier with --folder-id",
        Hint::AmbiguousCluster => "pass the identifier with --cluster-id",
        Hint::AmbiguousDatacenter => "pass the identifier with --datacenter-id",
        Hint::AmbiguousHost => "pass the identifier with --host-id",
        Hint::TooManyVms => {
            "the server lists at most 4,000 virtual machines: narrow the list down with --folder, --cluster, --host, \
             --datacenter or --power-state"
        }
        Hint::TooManyFolders => {
            "the server lists at most 1,000 folders: pass the identifier with --folder-id"
        }
        Hint::TooManyClusters => {
            "the server lists at most 1,000 clusters: pass the identifier with --cluster-id"
        }
        Hint::TooManyDatacenters => {
            "the server lists at most 1,000 datacenters: pass the identifier with --datacenter-id"
        }
        Hint::TooManyHosts => "the server lists at most 2,500 hosts: pass the identifier with --host-id",
        Hint::MountedTwice => "remove one of the CD-ROMs with `vcenter-iso unmount --cdrom`",
        Hint::PossiblyLockedDrive => CHECK_STATUS_OR_LOCK,
        Hint::UnknownMount | Hint::UnknownOutcome => CHECK_STATUS,
        hint => hint.advice(),
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
            Self::Unresolved(errors, _) => {
                write!(f, "{} names cannot be resolved", errors.len())
            }
            Self::NoMatch(what, _) | Self::Usage(what, _) | Self::NoSession(what) | Self::Other(what, _) => {
                f.write_str(what)
            }
            Self::OutputFailed(_) => f.write_str("cannot write to stdout"),
            Self::Interrupted(interrupt) => write!(f, "{interrupt}"),
            Self::Declined => f.write_str("declined"),
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
            Self::Unresolved(..)
            | Self::NoMatch(..)
            | Self::NoSession(_)
            | Self::Interrupted(_)
            | Self::Declined => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::expect_file;

    use super::*;

    /// `UPDATE_EXPECT=1 cargo test -p vcenter-iso-cli troubleshooting` writes the document anew.
    #[test]
    fn the_troubleshooting_document_has_every_hint() {
        let mut document = "\
# Troubleshooting

The command prints the third column as its hint, and the SDK returns each row as a `Hint`. A hint appears only if its
reason fits the error. `vcenter-iso -v` prints more about a failure, such as the whole response of another server.

| symptom | usual reason | what to do |
| --- | --- | --- |
"
        .to_owned();
        for hint in Hint::ALL {
            writeln!(document, "| {} | {} | {} |", hint.symptom(), hint.reason(), advice(*hint))
                .expect("a string takes any text");
        }
        expect_file!["../../docs/troubleshooting.md"].assert_eq(&document);
    }
}
