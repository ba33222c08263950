use serde::Serialize;
use vcenter_iso::{CdromId, Error, LibraryItemId, UnmountOutcome, Vcenter, VmId};

use crate::arguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Cell, Record};
use crate::run::{Action, ErrorRecord, Report, Status, VmResult, batch};
use crate::select::{Media, Target, joined};
use crate::terminal::{Excerpt, Interrupts};

/// The record of the result for one VM.
#[derive(Debug, Serialize)]
struct UnmountRecord {
    vm: VmId,
    name: Option<String>,
    library_item: Option<LibraryItemId>,
    result: Status,
    cdroms: Vec<CdromId>,
    error: Option<ErrorRecord>,
}

impl Record for UnmountRecord {
    const COLUMNS: &'static [&'static str] = &["NAME", "VM", "RESULT", "CD-ROMS"];

    fn rows(&self) -> Vec<Vec<Cell>> {
        vec![vec![
            Cell::or_none(self.name.as_ref()),
            Cell::new(&self.vm),
            Cell::new(self.result.as_str()).styled(self.result.style()),
            Cell::new(joined(&self.cdroms)),
        ]]
    }
}

pub(crate) async fn run(arguments: arguments::UnmountArgs, interrupts: Interrupts) -> Result<Exit, Failure> {
    let arguments::UnmountArgs { change, item, cdrom, batch } = arguments;
    batch::run(&batch, Some(&item), Some(&change), interrupts, |image| {
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
    type Record = UnmountRecord;

    fn verb(&self) -> &'static str {
        if self.dry_run { "checking" } else { "unmounting" }
    }

    fn question(&self) -> String {
        format!("Unmount {} from", self.media)
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

    fn render(&self, target: &Target, result: &VmResult<Vec<CdromId>>) -> Report<UnmountRecord> {
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
            failure: None,
            record: Some(UnmountRecord {
                vm: target.vm.clone(),
                name: target.name.clone(),
                library_item: self.media.library_item().cloned(),
                result: status,
                cdroms,
                error: result.error_record(),
            }),
        }
    }
}
