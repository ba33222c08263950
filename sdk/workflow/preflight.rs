use std::fmt;

use serde::{Serialize, Serializer};

use crate::api::types::{ContentLibraryItemModel, ContentLibraryModel, VmInfo};
use crate::error::{Error, ErrorKind};
use crate::model::content_library::StorageBackingType;
use crate::model::id::{LibraryItemId, VmId};
use crate::model::inventory::{ConnectionState, PowerState};
use crate::retry::Budget;
use crate::text::display_name::DisplayName;
use crate::vcenter::Vcenter;
use crate::workflow::library::is_iso;
use crate::workflow::mounted::MountedIso;
use crate::workflow::mounted::best_with;

/// The prerequisites of a mount that can be checked before it; from [`Vcenter::preflight`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Preflight {
    checks: Vec<PrerequisiteCheck>,
}

impl Preflight {
    /// Returns the prerequisites, in the order in which the server needs them.
    #[must_use]
    pub fn checks(&self) -> &[PrerequisiteCheck] {
        &self.checks
    }

    /// Returns whether no prerequisite is known to fail. Unknown ones do not count as failed.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.checks.iter().all(|check| check.outcome != Fail)
    }
}

/// One prerequisite of a mount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PrerequisiteCheck {
    /// The prerequisite.
    pub prerequisite: Prerequisite,
    /// The result of the check.
    pub outcome: CheckOutcome,
    /// The reason, in one sentence for people.
    pub reason: String,
}

/// A prerequisite of a mount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Prerequisite {
    /// The library item exists.
    ItemExists,
    /// The item has a file whose name ends in `.iso`.
    IsoFile,
    /// The files of the item are in the library, and not only at the publisher of a subscribed one.
    ItemCached,
    /// The library stores its files on a datastore.
    LibraryOnDatastore,
    /// The virtual machine exists.
    VmExists,
    /// The virtual machine is not suspended.
    PowerState,
    /// The virtual machine is powered off, or has an adapter that a CD-ROM can be added to while it runs.
    Adapter,
    /// The CD-ROM that has the image already is connected. Checked only if there is such a CD-ROM and it is not.
    CdromConnected,
    /// The host of the virtual machine reaches the datastore of the library.
    DatastoreReachable,
}

impl Prerequisite {
    /// Returns the name for programs, such as `item_exists`. The prerequisite is serialized under the same name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ItemExists => "item_exists",
            Self::IsoFile => "iso_file",
            Self::ItemCached => "item_cached",
            Self::LibraryOnDatastore => "library_on_datastore",
            Self::VmExists => "vm_exists",
            Self::PowerState => "power_state",
            Self::Adapter => "adapter",
            Self::CdromConnected => "cdrom_connected",
            Self::DatastoreReachable => "datastore_reachable",
        }
    }
}

impl Serialize for Prerequisite {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl fmt::Display for Prerequisite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::ItemExists => "item exists",
            Self::IsoFile => "item has an .iso file",
            Self::ItemCached => "item is cached",
            Self::LibraryOnDatastore => "library is on a datastore",
            Self::VmExists => "virtual machine exists",
            Self::PowerState => "power state allows it",
            Self::Adapter => "adapter allows it",
            Self::CdromConnected => "CD-ROM is connected",
            Self::DatastoreReachable => "host reaches the datastore",
        })
    }
}

/// The result of checking a prerequisite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename_all = "snake_case"))]
pub enum CheckOutcome {
    /// The prerequisite holds.
    Pass,
    /// The prerequisite does not hold: the mount would fail.
    Fail,
    /// The prerequisite cannot be read.
    Unknown,
}

impl CheckOutcome {
    /// Returns the name for programs, such as `pass`. The outcome is serialized under the same name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Unknown => "unknown",
        }
    }
}

impl Serialize for CheckOutcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl fmt::Display for CheckOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

use CheckOutcome::{Fail, Pass, Unknown};

impl Vcenter {
    /// Checks the prerequisites of a mount, without changing anything.
    ///
    /// `GET` of the item, its files, its library and the virtual machine; needs `System.Read` on each. A prerequisite
    /// that cannot be read, because a privilege is missing, is unknown and not an error.
    ///
    /// # Errors
    /// Only failures that are unrelated to the prerequisites: no connection, no session, no response.
    pub async fn preflight(&self, item: &LibraryItemId, vm: &VmId) -> Result<Preflight, Error> {
        let budget = self.connection.budget();
        let mut checks = self.check_item(budget, item).await?;
        checks.extend(self.check_vm(budget, item, vm).await?);
        checks.push(check(
            Prerequisite::DatastoreReachable,
            Unknown,
            "the API does not report it; without it a mount fails with RESOURCE_INACCESSIBLE",
        ));
        // The reasons quote names of the server.
        let redactor = self.connection.redactor(None);
        for check in &mut checks {
            check.reason = redactor.text(&check.reason);
        }
        Ok(Preflight { checks })
    }

    async fn check_item(
        &self,
        budget: Budget<'_>,
        item: &LibraryItemId,
    ) -> Result<Vec<PrerequisiteCheck>, Error> {
        let model = match readable(budget.repeat(|| self.item(item)).await)? {
            Ok(model) => model,
            Err((outcome, reason)) => {
                let mut checks = vec![check(Prerequisite::ItemExists, outcome, reason)];
                checks.extend(
                    [Prerequisite::IsoFile, Prerequisite::ItemCached, Prerequisite::LibraryOnDatastore]
                        .map(|prerequisite| check(prerequisite, Unknown, "the item cannot be read")),
                );
                return Ok(checks);
            }
        };
        let name = model.name.as_deref().unwrap_or(item.as_str());
        let mut checks = vec![check(
            Prerequisite::ItemExists,
            Pass,
            format!("it is named `{}`", DisplayName::library(name)),
        )];
        checks.push(match readable(budget.repeat(|| self.item_files(item)).await)? {
            Ok(files) => match files.iter().find(|file| is_iso(&file.name)) {
                Some(file) => check(Prerequisite::IsoFile, Pass, format!("it has `{}`", file.name)),
                None => check(
                    Prerequisite::IsoFile,
                    Fail,
                    format!("none of its {} files is an .iso file", files.len()),
                ),
            },
            Err((_, reason)) => check(Prerequisite::IsoFile, Unknown, reason),
        });
        checks.push(cached(&model));
        checks.push(match &model.library_id {
            Some(library) => match readable(budget.repeat(|| self.library(library)).await)? {
                Ok(library) => on_datastore(&library),
                Err((_, reason)) => check(Prerequisite::LibraryOnDatastore, Unknown, reason),
            },
            None => {
                check(Prerequisite::LibraryOnDatastore, Unknown, "the server does not report the library")
            }
        });
        Ok(checks)
    }

    async fn check_vm(
        &self,
        budget: Budget<'_>,
        item: &LibraryItemId,
        vm: &VmId,
    ) -> Result<Vec<PrerequisiteCheck>, Error> {
        Ok(match readable(budget.repeat(|| self.vm(vm)).await)? {
            Ok(info) => {
                let exists = check(
                    Prerequisite::VmExists,
                    Pass,
                    format!("it is named `{}`", DisplayName::inventory(&info.name)),
                );
                let mut checks = vec![exists, power_state(&info), adapter(&info)];
                let power_state = info.power_state.clone();
                // An identifier that cannot be read is an error of the mount and not of this check.
                let isos = self.isos(info).unwrap_or_default();
                checks.extend(best_with(&isos, item).and_then(|iso| connected(&power_state, iso)));
                checks
            }
            Err((outcome, reason)) => vec![
                check(Prerequisite::VmExists, outcome, reason),
                check(Prerequisite::PowerState, Unknown, "the virtual machine cannot be read"),
                check(Prerequisite::Adapter, Unknown, "the virtual machine cannot be read"),
            ],
        })
    }
}

fn check(prerequisite: Prerequisite, outcome: CheckOutcome, reason: impl Into<String>) -> PrerequisiteCheck {
    PrerequisiteCheck { prerequisite, outcome, reason: reason.into() }
}

/// Turns "not found" and "not readable" into the result of a check; any other error aborts the preflight.
fn readable<T>(read: Result<T, Error>) -> Result<Result<T, (CheckOutcome, String)>, Error> {
    match read {
        Ok(value) => Ok(Ok(value)),
        Err(error) => match error.kind() {
            ErrorKind::NotFound => Ok(Err((Fail, error.to_string()))),
            ErrorKind::PermissionDenied
            | ErrorKind::ResourceInaccessible
            | ErrorKind::InvalidArgument
            | ErrorKind::NotAllowedInCurrentState
            | ErrorKind::InvalidResponse
            | ErrorKind::Server => Ok(Err((Unknown, error.to_string()))),
            ErrorKind::InvalidInput
            | ErrorKind::Connect
            | ErrorKind::Tls
            | ErrorKind::InvalidCredentials
            | ErrorKind::SessionLimit
            | ErrorKind::Unauthenticated
            | ErrorKind::Ambiguous
            | ErrorKind::AlreadyExists
            | ErrorKind::UnsupportedOperation
            | ErrorKind::Busy
            | ErrorKind::Unavailable
            | ErrorKind::OutcomeUnknown
            | ErrorKind::CdromNotConnected
            | ErrorKind::MountedTwice
            | ErrorKind::Cancelled => Err(error),
        },
    }
}

fn cached(model: &ContentLibraryItemModel) -> PrerequisiteCheck {
    match model.cached {
        Some(true) => check(Prerequisite::ItemCached, Pass, "its files are in the library"),
        // vCenter does not document whether a mount fetches the files.
        Some(false) => check(
            Prerequisite::ItemCached,
            Unknown,
            "its files are still at the publisher; synchronize the item first",
        ),
        None => check(Prerequisite::ItemCached, Unknown, "the server does not report it"),
    }
}

fn on_datastore(library: &ContentLibraryModel) -> PrerequisiteCheck {
    let name = library.name.as_deref().unwrap_or("without a name");
    let backings = library.storage_backings.as_deref().unwrap_or_default();
    let other = backings.iter().find(|backing| backing.type_ != Some(StorageBackingType::Datastore));
    match (backings.first(), other.map(|other| &other.type_)) {
        (None, _) | (_, Some(None)) => check(
            Prerequisite::LibraryOnDatastore,
            Unknown,
            format!("the server does not report where library `{name}` keeps its files"),
        ),
        (_, Some(Some(StorageBackingType::Other))) => check(
            Prerequisite::LibraryOnDatastore,
            Fail,
            format!("library `{name}` keeps its files on a file share; mounting needs a datastore"),
        ),
        (_, Some(Some(other))) => check(
            Prerequisite::LibraryOnDatastore,
            Unknown,
            format!("library `{name}` keeps its files on storage of the type {other}"),
        ),
        (Some(backing), None) => check(
            Prerequisite::LibraryOnDatastore,
            Pass,
            format!("library `{name}` is on {}", backing.datastore_id.as_deref().unwrap_or("a datastore")),
        ),
    }
}

fn power_state(vm: &VmInfo) -> PrerequisiteCheck {
    match &vm.power_state {
        PowerState::PoweredOff | PowerState::PoweredOn => {
            check(Prerequisite::PowerState, Pass, format!("it is {}", vm.power_state))
        }
        PowerState::Suspended => {
            check(Prerequisite::PowerState, Fail, "it is suspended; power it on or off first")
        }
        PowerState::Unknown(state) => check(Prerequisite::PowerState, Unknown, format!("it is {state}")),
    }
}

/// Checks the CD-ROM that has the image already. Returns `None` if the guest sees it, or will when the VM is powered on.
fn connected(power_state: &PowerState, iso: &MountedIso) -> Option<PrerequisiteCheck> {
    let MountedIso { cdrom, state, .. } = iso;
    let (outcome, advice) = match (power_state, state) {
        (PowerState::PoweredOn, ConnectionState::Connected) => return None,
        (PowerState::PoweredOn, ConnectionState::UnrecoverableError) => {
            (Fail, "it cannot be connected; unmount the image first")
        }
        (PowerState::PoweredOn, ConnectionState::NotConnected) => (Pass, "a mount connects it"),
        (PowerState::PoweredOn, _) => (Unknown, "a mount tries to connect it"),
        _ if iso.start_connected => return None,
        _ => (Unknown, "it will not be connected when the virtual machine is powered on"),
    };
    let reason = format!("CD-ROM {cdrom} has the image and is {state}; {advice}");
    Some(check(Prerequisite::CdromConnected, outcome, reason))
}

fn adapter(vm: &VmInfo) -> PrerequisiteCheck {
    match (&vm.power_state, vm.sata_adapters.len()) {
        (PowerState::PoweredOff, _) => {
            check(Prerequisite::Adapter, Pass, "it is powered off, so a CD-ROM can be added")
        }
        (_, 0) => check(
            Prerequisite::Adapter,
            Fail,
            "it has no SATA adapter, and a CD-ROM can be added to IDE only while it is powered off",
        ),
        (_, 1) => check(Prerequisite::Adapter, Pass, "it has a SATA adapter"),
        (_, count) => check(Prerequisite::Adapter, Pass, format!("it has {count} SATA adapters")),
    }
}
