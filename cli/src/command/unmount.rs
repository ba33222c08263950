use vcenter_iso::{CdromId, Error, UnmountOutcome, Vcenter, VmId};

use crate::arguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::run::{Action, Batch, MediaRecord, RUN_AGAIN, Report, Status, VmResult};
use crate::select::{Media, Target, joined};
use crate::terminal::{Excerpt, Interrupts};

pub(crate) async fn run(arguments: arguments::UnmountArgs, interrupts: Interrupts) -> Result<Exit, Failure> {
    let arguments::UnmountArgs { change, item, cdrom, batch } = arguments;
    let run = Batch { options: &batch, item: Some(&item), change: Some(&change), resume: None };
    run.run(interrupts, |image| {
        let media = Media::selected(cdrom, image)?;
        Ok(UnmountMedia { media, dry_run: change.dry_run })
    })
    .await
}

#[derive(Debug, Clone)]
struct UnmountMedia {
    media: Media,
    dry_run: bool,
}

impl Action for UnmountMedia {
    type Value = Vec<CdromId>;
    type Record = MediaRecord;

    fn verb(&self) -> &'static str {
        if self.dry_run { "checking" } else { "unmounting" }
    }

    fn question(&self) -> String {
        format!("Unmount {} from", self.media)
    }

    fn next_step(&self) -> Option<&'static str> {
        (!self.dry_run).then_some(RUN_AGAIN)
    }

    async fn run(self, vcenter: Vcenter, vm: VmId) -> Result<Vec<CdromId>, Error> {
        match (self.media, self.dry_run) {
            (Media::Image(image), false) => match vcenter.ensure_unmounted(&image.id, &vm).await? {
                UnmountOutcome::NotMounted => Ok(Vec::new()),
                UnmountOutcome::Unmounted(cdroms) => Ok(cdroms),
            },
            (Media::Image(image), true) => {
                let isos = vcenter.mounted(&vm).await?;
                Ok(isos.into_iter().filter(|iso| iso.is_of(&image.id)).map(|iso| iso.cdrom).collect())
            }
            (Media::Cdrom(cdrom), false) => vcenter.unmount(&vm, &cdrom).await.map(|()| vec![cdrom]),
            (Media::Cdrom(cdrom), true) => vcenter.unmount(&vm, &cdrom).check().await.map(|()| vec![cdrom]),
        }
    }

    fn render(&self, target: &Target, result: &VmResult<Vec<CdromId>>) -> Report<MediaRecord> {
        let status = result.status(|cdroms| match (cdroms.is_empty(), self.dry_run) {
            (true, _) => Status::NotMounted,
            (false, true) => Status::WouldUnmount,
            (false, false) => Status::Unmounted,
        });
        let cdroms = result.done().cloned().unwrap_or_default();
        let line = match joined(&cdroms).as_str() {
            "" => status.words(),
            cdroms => format!("{}, CD-ROM {}", status.words(), Excerpt(cdroms)),
        };
        Report {
            status,
            line,
            warning: None,
            unknowns: 0,
            failure: None,
            record: Some(MediaRecord::new(target, &self.media, status, cdroms, result)),
        }
    }
}
