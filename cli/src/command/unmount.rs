use std::collections::BTreeSet;

use vcenter_iso::{CdromId, Error, ErrorKind, UnmountOutcome, Vcenter, VmId};

use crate::arguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::run::{Action, Batch, MediaRecord, RUN_AGAIN, Report, Status, VmResult};
use crate::select::{DELETED_ITEM, Media, Target, joined};
use crate::terminal::{Excerpt, Interrupts};

pub(crate) async fn run(arguments: arguments::UnmountArgs, interrupts: Interrupts) -> Result<Exit, Failure> {
    let arguments::UnmountArgs { change, item, cdroms, all_images, batch } = arguments;
    let unknown_item = Some(DELETED_ITEM);
    let run =
        Batch { options: &batch, items: Some(&item), change: Some(&change), unknown_item, resume: None };
    run.run(interrupts, |images| {
        let media = if all_images { vec![Media::AllImages] } else { Media::selected(cdroms, images)? };
        let unmount = |media| (UnmountMedia { media, dry_run: change.dry_run }, None);
        Ok(media.into_iter().map(unmount).collect())
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

    fn media(&self) -> String {
        self.media.to_string()
    }

    fn plural(&self) -> &'static str {
        self.media.plural()
    }

    fn question(&self, media: &str) -> String {
        format!("Unmount {media} from")
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
            (Media::AllImages, false) => unmount_all(&vcenter, &vm).await,
            (Media::AllImages, true) => {
                Ok(vcenter.mounted(&vm).await?.into_iter().map(|iso| iso.cdrom).collect())
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

/// Unmounts every image. One that fails does not keep the others mounted. If several fail, the error is one after which
/// the outcome is unknown, or else the first.
async fn unmount_all(vcenter: &Vcenter, vm: &VmId) -> Result<Vec<CdromId>, Error> {
    let mut unmounted = Vec::new();
    let mut failure: Option<Error> = None;
    let mut items = BTreeSet::new();
    for iso in vcenter.mounted(vm).await? {
        let result = match iso.item {
            // On all its CD-ROMs, and with a look after a lost response.
            Some(item) if items.insert(item.clone()) => {
                vcenter.ensure_unmounted(&item, vm).await.map(|outcome| outcome.cdroms().to_vec())
            }
            Some(_) => Ok(Vec::new()),
            None => vcenter.unmount(vm, &iso.cdrom).await.map(|()| vec![iso.cdrom]),
        };
        match result {
            Ok(cdroms) => unmounted.extend(cdroms),
            Err(error) if failure.is_none() || error.kind() == ErrorKind::OutcomeUnknown => {
                failure = Some(error);
            }
            Err(_) => {}
        }
    }
    failure.map_or(Ok(unmounted), Err)
}
