//! Reads a VM after a mount that failed or whose response was lost.

use crate::error::{Error, ErrorKind, Parts};
use crate::model::id::{CdromId, LibraryItemId, VmId};
use crate::model::inventory::PowerState;
use crate::operation::Operation;
use crate::retry::Budget;
use crate::vcenter::{Vcenter, pending_mounts};
use crate::workflow::convergence::{CONFIRMATION, Step, next_step};
use crate::workflow::mounted::{MountedIso, best_with};

pub(crate) const ANOTHER_CALLER: &str = "another caller has mounted the image as well";

/// A CD-ROM with the image, and the power state of its VM.
pub(crate) type Seen = (PowerState, MountedIso);

/// How long to read the VM for the CD-ROM of a mount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Patience {
    /// Once: the mount has failed.
    Once,
    /// Until the CD-ROM appears: the mount was carried out.
    UntilSeen,
    /// Also for some time after a CD-ROM has appeared, which may be that of another caller: the mount may be carried
    /// out later.
    UntilSettled,
}

/// The result of reading a VM's CD-ROMs again after a mount failed or its response was lost.
#[derive(Debug)]
pub(crate) enum Observation {
    /// A new CD-ROM has the image.
    Mounted(Box<Seen>),
    /// Several CD-ROMs have the image, and other callers have not removed theirs.
    Several(Vec<CdromId>),
    /// A new CD-ROM has an ISO file whose path does not name the item. It may be the image on a server with another
    /// form of paths.
    Other,
    /// The VM has no new CD-ROM.
    Unchanged,
    /// The CD-ROMs cannot be read.
    Unreadable,
}

impl Observation {
    /// Describes an observation that does not settle the outcome.
    pub(crate) fn describe(&self, vm: &VmId, patience: Patience, budget: Budget<'_>) -> String {
        match self {
            Self::Mounted(seen) => format!("{vm} has the image on CD-ROM {}", seen.1.cdrom),
            Self::Several(cdroms) => on_several(vm, cdroms),
            Self::Other => format!("{vm} has a new CD-ROM with another ISO file"),
            Self::Unreadable => format!("{vm} could not be read afterwards"),
            Self::Unchanged if patience == Patience::Once => {
                format!("no new CD-ROM has appeared on {vm}")
            }
            Self::Unchanged => {
                format!("no new CD-ROM appeared on {vm} within {:?}", budget.settle_timeout())
            }
        }
    }
}

/// Describes a VM with several CD-ROMs with the image.
pub(crate) fn on_several(vm: &VmId, cdroms: &[CdromId]) -> String {
    let cdroms: Vec<_> = cdroms.iter().map(CdromId::as_str).collect();
    format!(
        "{vm} has the image on the CD-ROMs {}, because another caller mounted it at the same time",
        cdroms.join(" and ")
    )
}

impl Vcenter {
    /// Waits for an earlier mount of the image whose response was lost and returns its CD-ROM. Returns `None` without
    /// such a mount.
    pub(crate) async fn await_lost_mount(
        &self,
        budget: Budget<'_>,
        before: &[MountedIso],
        item: &LibraryItemId,
        vm: &VmId,
    ) -> Result<Option<Seen>, Error> {
        if !pending_mounts::may_be_pending(self.url(), vm, item) {
            return Ok(None);
        }
        let patience = Patience::UntilSettled;
        let seen = self.observe(budget, before, item, vm, patience).await;
        if let Observation::Mounted(seen) = seen {
            return Ok(Some(*seen));
        }
        let context =
            "the response to an earlier mount of the image was lost, and the server may still carry it out";
        Err(Error::from(Parts {
            request: Some(Operation::VcenterIsoImageMount.into()),
            ..Parts::new(ErrorKind::OutcomeUnknown, context)
        })
        .observed(seen.describe(vm, patience, budget)))
    }

    /// Looks for a CD-ROM with the image, given that there was none before.
    pub(crate) async fn observe(
        &self,
        budget: Budget<'_>,
        before: &[MountedIso],
        item: &LibraryItemId,
        vm: &VmId,
        patience: Patience,
    ) -> Observation {
        if patience != Patience::Once {
            let reason = "the outcome of the mount is unknown";
            tracing::info!(target: "vcenter_iso", %vm, reason, "looking for its CD-ROM");
        }
        let (mut polls, mut confirmation) = (budget.polls(), None);
        let mut has_waited = false;
        loop {
            let (power_state, now) = match budget.repeat(|| self.read_mounted(vm)).await {
                Ok(now) => now,
                Err(error) => {
                    tracing::info!(target: "vcenter_iso", %error, %vm, "the VM cannot be read after the mount");
                    return Observation::Unreadable;
                }
            };
            // Compares no device keys with those before: the key may have belonged to a CD-ROM that was removed since.
            let with_image: Vec<_> = now.iter().filter(|iso| iso.is_of(item)).map(|iso| &iso.cdrom).collect();
            if !with_image.is_empty() && confirmation.is_none() {
                confirmation = Some(budget.polls_for(CONFIRMATION));
                // Other callers may need the whole time to remove their CD-ROMs.
                polls = budget.polls();
            }
            let is_over = has_waited || with_image.is_empty() && patience == Patience::Once;
            match (next_step(None, &with_image, is_over), best_with(&now, item)) {
                (Step::Keep, Some(iso)) => {
                    let may_be_another = patience == Patience::UntilSettled;
                    if let Some(confirmation) = confirmation.as_mut().filter(|_| may_be_another)
                        && confirmation.wait("the CD-ROM may be that of another caller").await
                    {
                        continue;
                    }
                    pending_mounts::clear(self.url(), vm, item);
                    return Observation::Mounted(Box::new((power_state, iso.clone())));
                }
                (Step::Wait, _) => {
                    let reason =
                        if with_image.is_empty() { "no CD-ROM has the image yet" } else { ANOTHER_CALLER };
                    has_waited = !polls.wait(reason).await;
                }
                (_, Some(_)) => return Observation::Several(with_image.into_iter().cloned().collect()),
                (_, None) => {
                    let is_new = |iso: &MountedIso| {
                        before.iter().all(|old| (&old.cdrom, &old.iso_file) != (&iso.cdrom, &iso.iso_file))
                    };
                    return if now.iter().any(is_new) { Observation::Other } else { Observation::Unchanged };
                }
            }
        }
    }
}
