use serde::Serialize;
use vcenter_iso::{
    CheckOutcome, Error, LibraryItemId, Preflight, Prerequisite, PrerequisiteCheck, Vcenter, VmId,
};

use crate::arguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Cell, Record};
use crate::run::{Action, Batch, ErrorRecord, Report, Status, VmResult};
use crate::select::{Image, Target};
use crate::terminal::Interrupts;
use crate::terminal::style::{BAD, DOUBTFUL, GOOD};

/// The record of the prerequisites of one VM.
#[derive(Debug, Serialize)]
struct CheckRecord {
    vm: VmId,
    name: Option<String>,
    library_item: LibraryItemId,
    /// `None` if the VM could not be read, like `checks`.
    passed: Option<bool>,
    checks: Option<Vec<PrerequisiteCheck>>,
    error: Option<ErrorRecord>,
}

impl Record for CheckRecord {
    const COLUMNS: &'static [&'static str] = &["NAME", "VM", "PREREQUISITE", "OUTCOME", "REASON"];

    fn rows(&self) -> Vec<Vec<Cell>> {
        let row = |check: &PrerequisiteCheck| {
            let style = match check.outcome {
                CheckOutcome::Pass => GOOD,
                CheckOutcome::Fail => BAD,
                CheckOutcome::Unknown => DOUBTFUL,
            };
            vec![
                Cell::vm_name(self.name.as_ref()),
                Cell::new(&self.vm),
                Cell::new(check.prerequisite.to_string()),
                Cell::new(check.outcome.as_str()).styled(style),
                Cell::new(&check.reason),
            ]
        };
        self.checks.iter().flatten().map(row).collect()
    }
}

pub(crate) async fn run(arguments: arguments::CheckArgs, interrupts: Interrupts) -> Result<Exit, Failure> {
    let arguments::CheckArgs { item, batch } = arguments;
    let run = Batch { options: &batch, item: Some(&item), change: None, resume: None };
    run.run(interrupts, |image| {
        let image = image.ok_or_else(|| Failure::usage("no image: pass --item or --item-id"))?;
        Ok(CheckImage { image })
    })
    .await
}

#[derive(Debug, Clone)]
struct CheckImage {
    image: Image,
}

impl Action for CheckImage {
    type Value = Preflight;
    type Record = CheckRecord;

    fn verb(&self) -> &'static str {
        "checking"
    }

    async fn run(self, vcenter: Vcenter, vm: VmId) -> Result<Preflight, Error> {
        vcenter.preflight(&self.image.id, &vm).await
    }

    fn render(&self, target: &Target, result: &VmResult<Preflight>) -> Report<CheckRecord> {
        let status =
            result.status(|preflight| if preflight.passed() { Status::Passed } else { Status::Failed });
        let preflight = result.done();
        Report {
            status,
            line: status.words(),
            warning: None,
            unknowns: preflight.map_or(0, |preflight| with_outcome(preflight, CheckOutcome::Unknown).count()),
            failure: preflight.and_then(failure),
            record: result.was_started().then(|| CheckRecord {
                vm: target.vm.clone(),
                name: target.name.clone(),
                library_item: self.image.id.clone(),
                passed: preflight.map(Preflight::passed),
                checks: preflight.map(|preflight| preflight.checks().to_vec()),
                error: result.error_record(),
            }),
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
