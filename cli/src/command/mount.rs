use schemars::JsonSchema;
use serde::Serialize;
use vcenter_iso::{
    CdromId, ConnectionState, Error, ErrorKind, LibraryItemId, MountOutcome, MountedIso, Vcenter, VmId,
};

use crate::arguments;
use crate::command::check;
use crate::command::connect::is_running;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Cell, Column, Record};
use crate::run::{Action, Batch, ErrorRecord, ITEM, RUN_AGAIN, Report, Status, VmResult};
use crate::select::{Image, Resume, Target};
use crate::terminal::{Excerpt, Interrupts};

/// The result of a mount on one virtual machine
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct MountRecord {
    /// The identifier of the virtual machine
    vm: VmId,
    /// The name of the virtual machine, null if it was selected by identifier
    name: Option<String>,
    /// The identifier of the library item with the image
    library_item: LibraryItemId,
    /// What was done, or would be done with --dry-run
    #[schemars(with = "String", extend("enum" = [
        "mounted", "already_mounted", "connected", "would_mount", "would_connect", "would_fail", "failed", "unknown",
        "not_started",
    ]))]
    result: Status,
    /// The identifier of the CD-ROM with the image, null if there is none or it is unknown
    cdrom: Option<CdromId>,
    /// Whether the CD-ROM is connected, so that the guest can read the image; null if it was not read
    connected: Option<bool>,
    /// The state of the connection; null if it was not read
    state: Option<ConnectionState>,
    /// Whether the CD-ROM is connected when the virtual machine is powered on; null if it was not read
    start_connected: Option<bool>,
    /// The error, null without one
    error: Option<ErrorRecord>,
    /// The image, for people.
    #[serde(skip)]
    image: String,
}

impl Record for MountRecord {
    const COLUMNS: &'static [Column] = &[
        Column::new("NAME"),
        Column::new("VM").minor(),
        Column::new("RESULT"),
        Column::new("CD-ROM").minor(),
        Column::new("REASON").wide(),
        Column::new(ITEM).wide(),
    ];

    fn rows(&self) -> Vec<Vec<Cell>> {
        vec![vec![
            Cell::inventory_name(self.name.as_ref()),
            Cell::new(&self.vm),
            Cell::new(self.result.as_str()).styled(self.result.style()),
            Cell::or_none(self.cdrom.as_ref()),
            Cell::or_none(self.error.as_ref().map(ErrorRecord::message)),
            Cell::new(&self.image),
        ]]
    }

    fn name(&self) -> Cell {
        Cell::vm_name_or_id(self.name.as_ref(), &self.vm)
    }
}

pub(crate) async fn run(
    arguments: arguments::MountArgs,
    mut interrupts: Interrupts,
) -> Result<Exit, Failure> {
    let arguments::MountArgs { always, no_connect, resume, change, item, batch } = arguments;
    if item.is_library_only() {
        return Err(Failure::usage("--library needs the name of an image: pass --item"));
    }
    let resume = match resume {
        Some(file) => Some(interrupts.blocking_or_interrupt(move || Resume::read(&file)).await?),
        None => None,
    };
    if let Some(resume) = &resume {
        resume.check(!batch.vms.selection.is_empty() && item.has_image())?;
    }
    let run =
        Batch { options: &batch, items: Some(&item), change: Some(&change), unknown_item: None, resume };
    run.run(interrupts, |images| {
        if images.is_empty() {
            return Err(Failure::usage("no image: pass --item or --item-id"));
        }
        let (connect, dry_run) = (!no_connect, change.dry_run);
        let mount =
            |image: Image| (MountImage { image: image.clone(), always, connect, dry_run }, Some(image));
        Ok(images.into_iter().map(mount).collect())
    })
    .await
}

#[derive(Debug, Clone)]
struct MountImage {
    image: Image,
    always: bool,
    connect: bool,
    dry_run: bool,
}

/// The result of a mount, or the expected result of a dry run.
#[derive(Debug)]
struct Done {
    status: Status,
    /// The CD-ROM as it is afterwards; `None` if there is none yet.
    iso: Option<MountedIso>,
    warning: Option<String>,
    /// The reasons why the mount would fail, and their exit status.
    unmet: Option<(String, Exit)>,
}

impl Done {
    fn new(status: Status) -> Self {
        Self { status, iso: None, warning: None, unmet: None }
    }

    fn with_iso(status: Status, iso: MountedIso) -> Self {
        let cdrom = Excerpt(iso.cdrom.as_str());
        let warning = (!iso.is_connected() && !iso.start_connected).then(|| {
            format!(
                "CD-ROM {cdrom} is {} and will not be connected when the virtual machine is powered on",
                iso.state
            )
        });
        Self { iso: Some(iso), warning, ..Self::new(status) }
    }
}

impl Action for MountImage {
    type Value = Done;
    type Record = MountRecord;

    fn verb(&self) -> &'static str {
        if self.dry_run { "checking" } else { "mounting" }
    }

    fn media(&self) -> String {
        self.image.to_string()
    }

    fn question(&self, media: &str) -> String {
        format!("Mount {media} on")
    }

    fn next_step(&self) -> Option<&'static str> {
        (!self.always && !self.dry_run).then_some(RUN_AGAIN)
    }

    /// Fails if the identifier names no item: the mount would fail on each VM.
    async fn check(&self, vcenter: &Vcenter) -> Result<(), Error> {
        if !self.image.is_named_by_id() {
            return Ok(());
        }
        match vcenter.library_item(&self.image.id).await {
            Err(error) if error.kind() == ErrorKind::NotFound => Err(error),
            // The mount may need fewer privileges than this read.
            Ok(_) | Err(_) => Ok(()),
        }
    }

    async fn run(self, vcenter: Vcenter, vm: VmId) -> Result<Done, Error> {
        let item = &self.image.id;
        if self.dry_run {
            return self.preview(&vcenter, &vm).await;
        }
        let mut request = vcenter.ensure_mounted(item, &vm);
        if self.always {
            request = request.even_if_mounted();
        }
        if !self.connect {
            request = request.without_connecting();
        }
        let outcome = request.await?;
        Ok(match outcome {
            MountOutcome::AlreadyMounted(iso) => Done::with_iso(Status::AlreadyMounted, iso),
            MountOutcome::Connected(iso) => Done::with_iso(Status::Connected, iso),
            MountOutcome::Mounted(iso) => Done::with_iso(Status::Mounted, iso),
        })
    }

    fn render(&self, target: &Target, result: &VmResult<Done>) -> Report<MountRecord> {
        let status = result.status(|done| done.status);
        let (done, error) = (result.done(), result.error());
        let iso = done.and_then(|done| done.iso.as_ref());
        // A mount may fail after it has added a CD-ROM.
        let cdrom = iso.map(|iso| &iso.cdrom).or_else(|| error?.cdrom()).cloned();
        let state = iso.map(|iso| &iso.state).or_else(|| error?.cdrom_state()).cloned();
        let unmet = done.and_then(|done| done.unmet.as_ref());
        let line = match &cdrom {
            Some(cdrom) => format!("{}, CD-ROM {}", status.words(), Excerpt(cdrom.as_str())),
            None => status.words(),
        };
        let warning = unmet.map(|(reason, _)| Excerpt(reason).to_string());
        let unmet_record = || unmet.map(|(reason, _)| ErrorRecord::prerequisite(reason));
        Report {
            status,
            line,
            warning: warning.or_else(|| done?.warning.clone()),
            unknowns: 0,
            failure: unmet.map(|(_, exit)| *exit),
            record: Some(MountRecord {
                vm: target.vm.clone(),
                name: target.name.clone(),
                library_item: self.image.id.clone(),
                result: status,
                cdrom,
                connected: state.as_ref().map(|state| *state == ConnectionState::Connected),
                state,
                start_connected: iso.map(|iso| iso.start_connected),
                error: result.error_record().or_else(unmet_record),
                image: self.image.to_string(),
            }),
        }
    }
}

impl MountImage {
    /// Returns the expected result of a mount.
    async fn preview(&self, vcenter: &Vcenter, vm: &VmId) -> Result<Done, Error> {
        let item = &self.image.id;
        let isos = vcenter.mounted(vm).await?;
        let with_image = isos.into_iter().filter(|iso| iso.is_of(item) && !self.always);
        // The mount chooses likewise.
        let rank = |iso: &MountedIso| (!iso.is_connected(), iso.state == ConnectionState::UnrecoverableError);
        if let Some(iso) = with_image.min_by_key(rank) {
            return self.preview_connect(vcenter, vm, iso).await;
        }
        let preflight = vcenter.preflight(item, vm).await?;
        let Some(exit) = check::failure(&preflight) else { return Ok(Done::new(Status::WouldMount)) };
        let reasons: Vec<_> = check::failed(&preflight).map(|check| check.reason.as_str()).collect();
        Ok(Done { unmet: Some((reasons.join("; "), exit)), ..Done::new(Status::WouldFail) })
    }

    /// Returns the expected result for an image that is already mounted.
    async fn preview_connect(&self, vcenter: &Vcenter, vm: &VmId, iso: MountedIso) -> Result<Done, Error> {
        if !self.connect || iso.is_connected() || !is_running(vcenter, vm).await? {
            return Ok(Done::with_iso(Status::AlreadyMounted, iso));
        }
        if iso.state == ConnectionState::UnrecoverableError {
            let reason = format!("CD-ROM {} has the image, but its state is {}", iso.cdrom, iso.state);
            return Ok(Done {
                unmet: Some((reason, Exit::Failed)),
                ..Done::with_iso(Status::WouldFail, iso)
            });
        }
        Ok(Done { warning: None, ..Done::with_iso(Status::WouldConnect, iso) })
    }
}
