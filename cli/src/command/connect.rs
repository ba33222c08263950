//! The commands `connect` and `disconnect`.

use vcenter_iso::{
    CdromId, ConnectOutcome, ConnectionState, Error, MountedIso, PowerState, Vcenter, VmFilter, VmId,
};

use crate::arguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::run::{Action, Batch, MediaRecord, RUN_AGAIN, Report, Status, VmResult};
use crate::select::{DELETED_ITEM, Media, Target, joined};
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
    let arguments::ConnectArgs { change, item, cdroms, batch } = arguments;
    let unknown_item = Some(DELETED_ITEM);
    let run =
        Batch { options: &batch, items: Some(&item), change: Some(&change), unknown_item, resume: None };
    run.run(interrupts, |images| {
        let connect = |media| (ConnectMedia { media, desired, dry_run: change.dry_run }, None);
        Ok(Media::selected(cdroms, images)?.into_iter().map(connect).collect())
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
    /// The reason why the change would fail.
    unmet: Option<String>,
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

    fn media(&self) -> String {
        self.media.to_string()
    }

    fn plural(&self) -> &'static str {
        self.media.plural()
    }

    fn question(&self, media: &str) -> String {
        let verb = match self.desired {
            Desired::Connected => "Connect",
            Desired::Disconnected => "Disconnect",
        };
        format!("{verb} {media} on")
    }

    fn next_step(&self) -> Option<&'static str> {
        (!self.dry_run).then_some(RUN_AGAIN)
    }

    async fn run(self, vcenter: Vcenter, vm: VmId) -> Result<Done, Error> {
        if self.dry_run {
            return self.preview(&vcenter, &vm).await;
        }
        let cdroms = match &self.media {
            Media::Cdrom(cdrom) => vec![cdrom.clone()],
            Media::Image(image) => {
                let isos = vcenter.mounted(&vm).await?;
                isos.into_iter().filter(|iso| iso.is_of(&image.id)).map(|iso| iso.cdrom).collect()
            }
            Media::AllImages => vcenter.mounted(&vm).await?.into_iter().map(|iso| iso.cdrom).collect(),
        };
        let (mut changed, mut failure) = (false, None);
        for cdrom in &cdroms {
            let outcome = match self.desired {
                Desired::Connected => vcenter.ensure_connected(&vm, cdrom).await,
                Desired::Disconnected => vcenter.ensure_disconnected(&vm, cdrom).await,
            };
            // One drive that fails does not keep the others from it.
            match outcome {
                Ok(outcome) => changed |= matches!(outcome, ConnectOutcome::Changed(_)),
                Err(error) => failure = failure.or(Some(error)),
            }
        }
        failure.map_or(Ok(Done { cdroms, changed, unmet: None }), Err)
    }

    fn render(&self, target: &Target, result: &VmResult<Done>) -> Report<MediaRecord> {
        let status = result.status(|done| match (self.desired, done.changed, self.dry_run) {
            _ if done.unmet.is_some() => Status::WouldFail,
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
        let failure = match (status, self.desired) {
            (Status::NotMounted, Desired::Connected) => Some((Exit::NotFound, "the image is not mounted")),
            (Status::WouldFail, _) => {
                result.done().and_then(|done| Some((Exit::Failed, done.unmet.as_deref()?)))
            }
            _ => None,
        };
        Report {
            status,
            line,
            warning: failure.map(|(_, reason)| Excerpt(reason).to_string()),
            unknowns: 0,
            failure: failure.map(|(exit, _)| exit),
            record: Some(MediaRecord::new(target, &self.media, status, cdroms, result)),
        }
    }
}

impl ConnectMedia {
    /// Returns the expected result.
    async fn preview(&self, vcenter: &Vcenter, vm: &VmId) -> Result<Done, Error> {
        let mut isos = vcenter.mounted(vm).await?;
        isos.retain(|iso| match &self.media {
            Media::Image(image) => iso.is_of(&image.id),
            Media::Cdrom(cdrom) => iso.cdrom == *cdrom,
            Media::AllImages => true,
        });
        let cannot = isos.iter().find(|iso| {
            self.desired == Desired::Connected && iso.state == ConnectionState::UnrecoverableError
        });
        let changed = isos.iter().any(|iso| !is_in(iso, self.desired));
        let unmet = match cannot {
            Some(iso) => Some(format!("the state of CD-ROM {} is {}", iso.cdrom, iso.state)),
            None if changed && !is_running(vcenter, vm).await? => {
                Some("the virtual machine is not powered on".to_owned())
            }
            None => None,
        };
        Ok(Done { cdroms: isos.into_iter().map(|iso| iso.cdrom).collect(), changed, unmet })
    }
}

fn is_in(iso: &MountedIso, desired: Desired) -> bool {
    match desired {
        Desired::Connected => iso.is_connected(),
        Desired::Disconnected => iso.state == ConnectionState::NotConnected,
    }
}

pub(crate) async fn is_running(vcenter: &Vcenter, vm: &VmId) -> Result<bool, Error> {
    let running = VmFilter::default().vms([vm.clone()]).power_states([PowerState::PoweredOn]);
    Ok(!vcenter.vms(&running).await?.is_empty())
}
