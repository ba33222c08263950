//! The commands `connect` and `disconnect`.

use vcenter_iso::{CdromId, ConnectOutcome, ConnectionState, Error, MountedIso, Vcenter, VmId};

use crate::arguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::run::{Action, MediaRecord, Report, Status, VmResult, batch};
use crate::select::{Media, Target, joined};
use crate::terminal::{Excerpt, Interrupts};

/// The desired state of the CD-ROMs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Desired {
    Connected,
    Disconnected,
}

pub(crate) async fn run(
    arguments: arguments::ConnectArgs,
    desired: Desired,
    interrupts: Interrupts,
) -> Result<Exit, Failure> {
    let arguments::ConnectArgs { change, item, cdrom, batch } = arguments;
    batch::run(&batch, Some(&item), Some(&change), interrupts, |image| {
        Ok(ConnectMedia { media: Media::selected(cdrom, image)?, desired, dry_run: change.dry_run })
    })
    .await
}

#[derive(Debug, Clone)]
struct ConnectMedia {
    media: Media,
    desired: Desired,
    dry_run: bool,
}

/// The CD-ROMs of one VM.
#[derive(Debug)]
struct Done {
    cdroms: Vec<CdromId>,
    changed: bool,
}

impl Action for ConnectMedia {
    type Value = Done;
    type Record = MediaRecord;

    fn verb(&self) -> &'static str {
        match (self.dry_run, self.desired) {
            (true, _) => "checking",
            (false, Desired::Connected) => "connecting",
            (false, Desired::Disconnected) => "disconnecting",
        }
    }

    fn question(&self) -> String {
        let verb = match self.desired {
            Desired::Connected => "Connect",
            Desired::Disconnected => "Disconnect",
        };
        format!("{verb} {} on", self.media)
    }

    async fn run(self, vcenter: Vcenter, vm: VmId) -> Result<Done, Error> {
        let mut done = Done { cdroms: Vec::new(), changed: false };
        let mut isos = vcenter.mounted(&vm).await?;
        isos.retain(|iso| match &self.media {
            Media::Image(image) => iso.is_of(&image.id),
            Media::Cdrom(cdrom) => iso.cdrom == *cdrom,
        });
        for iso in isos {
            done.changed |=
                if self.dry_run { !is_in(&iso, self.desired) } else { self.set(&vcenter, &vm, &iso).await? };
            done.cdroms.push(iso.cdrom);
        }
        Ok(done)
    }

    fn render(&self, target: &Target, result: &VmResult<Done>) -> Report<MediaRecord> {
        let status = result.status(|done| match (self.desired, done.changed, self.dry_run) {
            _ if done.cdroms.is_empty() => Status::NotMounted,
            (Desired::Connected, false, _) => Status::AlreadyConnected,
            (Desired::Connected, true, false) => Status::Connected,
            (Desired::Connected, true, true) => Status::WouldConnect,
            (Desired::Disconnected, false, _) => Status::AlreadyDisconnected,
            (Desired::Disconnected, true, false) => Status::Disconnected,
            (Desired::Disconnected, true, true) => Status::WouldDisconnect,
        });
        let cdroms = result.done().map(|done| done.cdroms.clone()).unwrap_or_default();
        let line = match joined(&cdroms).as_str() {
            "" => status.words(),
            cdroms => format!("{}, CD-ROM {}", status.words(), Excerpt(cdroms)),
        };
        let is_missing = status == Status::NotMounted;
        Report {
            status,
            line,
            warning: None,
            failure: (is_missing && self.desired == Desired::Connected).then_some(Exit::NotFound),
            record: Some(MediaRecord::new(target, &self.media, status, cdroms, result)),
        }
    }
}

impl ConnectMedia {
    /// Brings the CD-ROM into the desired state and returns whether it was not in it.
    async fn set(&self, vcenter: &Vcenter, vm: &VmId, iso: &MountedIso) -> Result<bool, Error> {
        match self.desired {
            Desired::Connected => match vcenter.ensure_connected(vm, &iso.cdrom).await? {
                ConnectOutcome::Connected(_) => Ok(true),
                ConnectOutcome::Unchanged(iso) if iso.is_connected() => Ok(false),
                // The server says why a CD-ROM of a VM that does not run cannot be connected.
                ConnectOutcome::Unchanged(iso) => vcenter.connect_cdrom(vm, &iso.cdrom).await.map(|()| true),
            },
            Desired::Disconnected if is_in(iso, Desired::Disconnected) => Ok(false),
            Desired::Disconnected => vcenter.disconnect_cdrom(vm, &iso.cdrom).await.map(|()| true),
        }
    }
}

fn is_in(iso: &MountedIso, desired: Desired) -> bool {
    match desired {
        Desired::Connected => iso.is_connected(),
        Desired::Disconnected => iso.state == ConnectionState::NotConnected,
    }
}
