use schemars::JsonSchema;
use serde::Serialize;
use vcenter_iso::{
    CheckOutcome, Error, LibraryItemId, Preflight, Prerequisite, PrerequisiteCheck, Vcenter, VmId,
};

use crate::arguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Cell, Column, Record};
use crate::run::{Action, Batch, ErrorRecord, ITEM, Report, Status, VmResult};
use crate::select::{Image, Target};
use crate::terminal::Interrupts;
use crate::terminal::style::{BAD, DOUBTFUL, GOOD};

/// The prerequisites of a mount on one virtual machine
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct CheckRecord {
    /// The identifier of the virtual machine
    vm: VmId,
    /// The name of the virtual machine, null if it was selected by identifier
    name: Option<String>,
    /// The identifier of the library item with the image
    library_item: LibraryItemId,
    /// Whether the prerequisites hold
    #[schemars(with = "String", extend("enum" = ["passed", "failed"]))]
    result: Status,
    /// False if a prerequisite fails, null if the virtual machine could not be read
    passed: Option<bool>,
    /// The prerequisites, null if the virtual machine could not be read
    checks: Option<Vec<PrerequisiteCheck>>,
    /// The error, null without one
    error: Option<ErrorRecord>,
    /// The image, for people.
    #[serde(skip)]
    image: String,
}

/// A record in one row.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(transparent)]
struct Verdict(CheckRecord);

impl Record for Verdict {
    const COLUMNS: &'static [Column] = &[
        Column::new("NAME"),
        Column::new("VM").minor(),
        Column::new("RESULT"),
        Column::new("REASON"),
        Column::new(ITEM).wide(),
    ];

    fn rows(&self) -> Vec<Vec<Cell>> {
        let Self(record) = self;
        let joined = |outcome, text: fn(&PrerequisiteCheck) -> String| {
            let checks = record.checks.iter().flatten().filter(|check| check.outcome == outcome);
            Some(checks.map(text).collect::<Vec<_>>().join("; ")).filter(|texts| !texts.is_empty())
        };
        let error = record.error.as_ref().map(ErrorRecord::message);
        let failed = || joined(CheckOutcome::Fail, |check| check.reason.clone());
        let unknown = || joined(CheckOutcome::Unknown, |check| check.prerequisite.to_string());
        let unknown = || unknown().map(|prerequisites| format!("unknown: {prerequisites}"));
        vec![vec![
            Cell::inventory_name(record.name.as_ref()),
            Cell::new(&record.vm),
            Cell::new(record.result.as_str()).styled(record.result.style()),
            Cell::or_none(error.or_else(failed).or_else(unknown)),
            Cell::new(&record.image),
        ]]
    }

    fn name(&self) -> Cell {
        Cell::vm_name_or_id(self.0.name.as_ref(), &self.0.vm)
    }
}

/// A record with a row for each prerequisite.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(transparent)]
struct Details(CheckRecord);

impl Record for Details {
    const COLUMNS: &'static [Column] = &[
        Column::new("NAME"),
        Column::new("VM").minor(),
        Column::new("PREREQUISITE"),
        Column::new("OUTCOME"),
        Column::new("REASON"),
        Column::new(ITEM).wide(),
    ];

    fn rows(&self) -> Vec<Vec<Cell>> {
        let Self(record) = self;
        let row = |check: &PrerequisiteCheck| {
            let style = match check.outcome {
                CheckOutcome::Pass => GOOD,
                CheckOutcome::Fail => BAD,
                CheckOutcome::Unknown => DOUBTFUL,
            };
            vec![
                Cell::inventory_name(record.name.as_ref()),
                Cell::new(&record.vm),
                Cell::new(check.prerequisite.to_string()),
                Cell::new(check.outcome.as_str()).styled(style),
                Cell::new(&check.reason),
                Cell::new(&record.image),
            ]
        };
        record.checks.iter().flatten().map(row).collect()
    }

    fn name(&self) -> Cell {
        Cell::vm_name_or_id(self.0.name.as_ref(), &self.0.vm)
    }
}

pub(crate) async fn run(arguments: arguments::CheckArgs, interrupts: Interrupts) -> Result<Exit, Failure> {
    let arguments::CheckArgs { details, item, batch } = arguments;
    let run = Batch { options: &batch, items: Some(&item), change: None, unknown_item: None, resume: None };
    if details {
        run.run(interrupts, |images| Ok(CheckImage::of(images, Details))).await
    } else {
        run.run(interrupts, |images| Ok(CheckImage::of(images, Verdict))).await
    }
}

#[derive(Debug)]
struct CheckImage<R> {
    image: Image,
    form: fn(CheckRecord) -> R,
}

impl<R> CheckImage<R> {
    fn of(images: Vec<Image>, form: fn(CheckRecord) -> R) -> Vec<(Self, Option<Image>)> {
        images.into_iter().map(|image| (Self { image: image.clone(), form }, Some(image))).collect()
    }
}

// A derived one would require it of `R`.
impl<R> Clone for CheckImage<R> {
    fn clone(&self) -> Self {
        Self { image: self.image.clone(), form: self.form }
    }
}

impl<R: Record + Send + Sync + 'static> Action for CheckImage<R> {
    type Value = Preflight;
    type Record = R;

    fn verb(&self) -> &'static str {
        "checking"
    }

    fn media(&self) -> String {
        self.image.to_string()
    }

    async fn run(self, vcenter: Vcenter, vm: VmId) -> Result<Preflight, Error> {
        vcenter.preflight(&self.image.id, &vm).await
    }

    fn render(&self, target: &Target, result: &VmResult<Preflight>) -> Report<R> {
        let status =
            result.status(|preflight| if preflight.passed() { Status::Passed } else { Status::Failed });
        let preflight = result.done();
        let record = || CheckRecord {
            vm: target.vm.clone(),
            name: target.name.clone(),
            library_item: self.image.id.clone(),
            result: status,
            passed: preflight.map(Preflight::passed),
            checks: preflight.map(|preflight| preflight.checks().to_vec()),
            error: result.error_record(),
            image: self.image.to_string(),
        };
        Report {
            status,
            line: status.words(),
            warning: None,
            unknowns: preflight.map_or(0, |preflight| with_outcome(preflight, CheckOutcome::Unknown).count()),
            failure: preflight.and_then(failure),
            record: result.was_started().then(|| (self.form)(record())),
        }
    }
}

/// Returns the prerequisites that fail.
pub(crate) fn failed(preflight: &Preflight) -> impl Iterator<Item = &PrerequisiteCheck> {
    with_outcome(preflight, CheckOutcome::Fail)
}

fn with_outcome(preflight: &Preflight, outcome: CheckOutcome) -> impl Iterator<Item = &PrerequisiteCheck> {
    preflight.checks().iter().filter(move |check| check.outcome == outcome)
}

/// Returns the exit status of the prerequisites that fail. A missing image or VM has its own status.
pub(crate) fn failure(preflight: &Preflight) -> Option<Exit> {
    let exits = failed(preflight).map(|check| match check.prerequisite {
        Prerequisite::ItemExists | Prerequisite::VmExists => Exit::NotFound,
        _ => Exit::Failed,
    });
    exits.min()
}
