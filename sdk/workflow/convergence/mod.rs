//! The rule by which callers that mount the same image on one VM at the same time end with one CD-ROM.
//!
//! The callers do not know of each other, and vCenter has no lock for them. Each reads the VM after its mount, and keeps
//! its CD-ROM only after a read that shows no other one with the image. Of two callers that both keep theirs, each would
//! have read the VM before the other one mounted, which is impossible. A caller that sees another CD-ROM removes its
//! own, and reads the VM again: if no CD-ROM is left, it mounts once more. So the last one to remove never leaves the
//! VM without the image.
//!
//! The order of the CD-ROMs decides only who removes first: the caller of the first CD-ROM waits for the others to
//! remove theirs. It cannot keep its CD-ROM because of the order alone, since a later mount may take a slot that comes
//! first, after the other caller has ended.
//!
//! `model.rs` tries every order of the steps of several callers. It assumes of vCenter:
//!
//! 1. A read of a VM is a snapshot: it shows every change that was completed before it, and a change is completed when
//!    its response is sent.
//! 2. A mount whose response was lost is carried out, if it is, before its caller has stopped reading the VM:
//!    [`CONFIRMATION`] after the first CD-ROM with the image has appeared.
//! 3. Only the callers mount and unmount the image on the VM meanwhile.

#[cfg(test)]
mod model;

use std::time::Duration;

use crate::model::id::CdromId;

/// The time for which a caller whose response was lost goes on reading the VM after a CD-ROM has appeared, which may be
/// that of another caller. vCenter carries out the changes of one VM one after another, so its own is then the next.
pub(crate) const CONFIRMATION: Duration = Duration::from_secs(2);

/// The number of mounts of one call, in case all callers remove their CD-ROMs at once.
pub(crate) const MAX_MOUNTS: usize = 3;

/// The next step of a caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Reports the only CD-ROM.
    Keep,
    /// Waits for other callers to remove their CD-ROMs, or for its own to appear.
    Wait,
    /// Removes its own CD-ROM, and reports another one.
    Yield,
    /// Reports that there is no CD-ROM, or that there are several.
    GiveUp,
}

/// Returns the next step of a caller that has read the VM after its mount.
///
/// `own` is the CD-ROM that the caller has added; `None` if the response was lost. `seen` are all CD-ROMs with the image.
pub(crate) fn next_step(own: Option<&CdromId>, seen: &[&CdromId], has_waited: bool) -> Step {
    match own {
        Some(own) => {
            let mut others = seen.iter().filter(|other| **other != own).peekable();
            if others.peek().is_none() {
                Step::Keep
            } else if !has_waited && others.all(|other| device_key(own) < device_key(other)) {
                Step::Wait
            } else {
                Step::Yield
            }
        }
        None if seen.len() == 1 => Step::Keep,
        None if !has_waited => Step::Wait,
        None => Step::GiveUp,
    }
}

/// Returns the order of a CD-ROM. Device keys are numbers, so a longer one is the greater.
pub(crate) fn device_key(cdrom: &CdromId) -> (usize, &str) {
    (cdrom.as_str().len(), cdrom.as_str())
}
