use serde::Serialize;
use vcenter_iso::{CdromId, Error, LibraryItemId, MountOutcome, Vcenter, VmId};

use crate::arguments;
use crate::command::check;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Cell, Record};
use crate::run::{Action, ErrorRecord, Report, Status, VmResult, batch};
use crate::select::{Image, Target};
use crate::terminal::{Excerpt, Interrupts};

/// The record of the result for one VM.
#[derive(Debug, Serialize)]
struct MountRecord {
    vm: VmId,
    name: Option<String>,
    library_item: LibraryItemId,
    result: Status,
    cdrom: Option<CdromId>,
    error: Option<ErrorRecord>,
}

impl Record for MountRecord {
    const COLUMNS: &'static [&'static str] = &["NAME", "VM", "RESULT", "CD-ROM"];

    fn rows(&self) -> Vec<Vec<Cell>> {
        vec![vec![
            Cell::or_none(self.name.as_ref()),
            Cell::new(&self.vm),
            Cell::new(self.result.as_str()).styled(self.result.style()),
            Cell::or_none(self.cdrom.as_ref()),
        ]]
    }
}

pub(crate) async fn run(arguments: arguments::MountArgs, interrupts: Interrupts) -> Result<Exit, Failure> {
    let arguments::MountArgs { always, change, item, batch } = arguments;
    batch::run(&batch, Some(&item), Some(&change), interrupts, |image| {
        let image = image.ok_or_else(|| Failure::usage("no image: pass --item or --item-id"))?;
        Ok(MountImage { image, always, dry_run: change.dry_run })
    })
    .await
}

#[derive(Debug, Clone)]
struct MountImage {
    image: Image,
    always: bool,
    dry_run: bool,
}

/// The result of a mount, or the expected result of a dry run.
#[derive(Debug)]
struct Done {
    status: Status,
    cdrom: Option<CdromId>,
    /// The reasons why the mount would fail, and their exit status.
    unmet: Option<(String, Exit)>,
}

impl Done {
    fn new(status: Status, cdrom: Option<CdromId>) -> Self {
        Self { status, cdrom, unmet: None }
    }
}

impl Action for MountImage {
    type Value = Done;
    type Record = MountRecord;

    fn verb(&self) -> &'static str {
        if self.dry_run { "checking" } else { "mounting" }
    }

    fn question(&self) -> String {
        format!("Mount {} on", Excerpt(&self.image.name))
    }

    async fn run(self, vcenter: Vcenter, vm: VmId) -> Result<Done, Error> {
        let item = &self.image.id;
        if self.dry_run {
            return self.preview(&vcenter, &vm).await;
        }
        let (status, cdrom) = if self.always {
            (Status::Mounted, vcenter.mount(item, &vm).await?)
        } else {
            match vcenter.ensure_mounted(item, &vm).await? {
                MountOutcome::AlreadyMounted(cdrom) => (Status::AlreadyMounted, cdrom),
                MountOutcome::Mounted(cdrom) => (Status::Mounted, cdrom),
            }
        };
        Ok(Done::new(status, Some(cdrom)))
    }

    fn render(&self, target: &Target, result: &VmResult<Done>) -> Report<MountRecord> {
        let status = result.status(|done| done.status);
        let cdrom = result.done().and_then(|done| done.cdrom.clone());
        let unmet = result.done().and_then(|done| done.unmet.as_ref());
        let line = match (&cdrom, unmet) {
            (Some(cdrom), _) => format!("{}, CD-ROM {}", status.words(), Excerpt(cdrom.as_str())),
            (None, Some((reason, _))) => format!("{}: {}", status.words(), Excerpt(reason)),
            (None, None) => status.words(),
        };
        let unmet_record = || unmet.map(|(reason, _)| ErrorRecord::prerequisite(reason));
        Report {
            status,
            line,
            failure: unmet.map(|(_, exit)| *exit),
            record: Some(MountRecord {
                vm: target.vm.clone(),
                name: target.name.clone(),
                library_item: self.image.id.clone(),
                result: status,
                cdrom,
                error: result.error_record().or_else(unmet_record),
            }),
        }
    }
}

impl MountImage {
    /// Returns the expected result of a mount.
    async fn preview(&self, vcenter: &Vcenter, vm: &VmId) -> Result<Done, Error> {
        let item = &self.image.id;
        let isos = vcenter.mounted(vm).await?;
        if let Some(iso) = isos.into_iter().find(|iso| iso.is_of(item)).filter(|_| !self.always) {
            return Ok(Done::new(Status::AlreadyMounted, Some(iso.cdrom)));
        }
        let preflight = vcenter.preflight(item, vm).await?;
        let Some(exit) = check::failure(&preflight) else { return Ok(Done::new(Status::WouldMount, None)) };
        let reasons: Vec<_> = check::failed(&preflight).map(|check| check.reason.as_str()).collect();
        Ok(Done { status: Status::WouldFail, cdrom: None, unmet: Some((reasons.join("; "), exit)) })
    }
}
