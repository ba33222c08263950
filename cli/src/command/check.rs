use serde::Serialize;
use vcenter_iso::{LibraryItemId, Outcome as Found, Preflight, Prerequisite, VmId};

use crate::arguments;
use crate::command::style_of;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Cell, Printer, Record, snake_case};
use crate::run::batch::{Outcome, Problem, Told, Work, carry_out};
use crate::select::selection::{self, Selection};
use crate::select::target::Target;
use crate::session::connection::with_vcenter;
use crate::terminal::interrupt::Interrupts;

/// What `check` prints of a virtual machine.
#[derive(Debug, Serialize)]
struct Checked {
    vm: VmId,
    name: Option<String>,
    library_item: LibraryItemId,
    /// `None`, as the checks, if they could not be made.
    passed: Option<bool>,
    checks: Option<Vec<Check>>,
    error: Option<Problem>,
}

/// One prerequisite.
#[derive(Debug, Serialize)]
struct Check {
    /// Such as `item_exists`.
    prerequisite: String,
    #[serde(skip)]
    title: String,
    outcome: String,
    reason: String,
}

impl Record for Checked {
    const COLUMNS: &'static [&'static str] = &["NAME", "VM", "PREREQUISITE", "OUTCOME", "REASON"];

    fn rows(&self) -> Vec<Vec<Cell>> {
        let row = |check: &Check| {
            vec![
                Cell::or_none(self.name.as_ref()),
                Cell::new(&self.vm),
                Cell::new(&check.title),
                Cell::new(&check.outcome).styled(style_of(&check.outcome)),
                Cell::new(&check.reason),
            ]
        };
        self.checks.iter().flatten().map(row).collect()
    }
}

pub(crate) async fn run(arguments: arguments::Check, mut interrupts: Interrupts) -> Result<Exit, Failure> {
    let arguments::Check { vms, item, output, connection } = arguments;
    let selection = Selection::read(&vms, connection.password_stdin, &mut interrupts).await?;
    with_vcenter(&connection, &mut interrupts, async |vcenter, interrupts| {
        let (selected, (item, _)) = interrupts
            .promptly(async {
                let item = selection::item(vcenter, &item).await?;
                let item = item.ok_or_else(|| Failure::usage("no image: pass --item or --item-id"))?;
                Ok::<_, Failure>((selection.find(vcenter, &vms.filters).await?, item))
            })
            .await?;
        let work = Work {
            targets: selected.targets,
            concurrency: vms.concurrency,
            fail_fast: false,
            changes: false,
            doing: "checking",
        };
        let (vcenter, wanted) = (vcenter.clone(), item.clone());
        let one = move |vm: VmId| {
            let (vcenter, item) = (vcenter.clone(), wanted.clone());
            async move { vcenter.preflight(&item, &vm).await }
        };
        carry_out(work, Printer::new(output.format), interrupts, one, |target, outcome| {
            tell(&item, target, outcome)
        })
        .await
    })
    .await
}

fn tell(item: &LibraryItemId, target: &Target, outcome: &Outcome<Preflight>) -> Told<Checked> {
    let word = outcome.word(|preflight| if preflight.passed() { "passed" } else { "failed" });
    let preflight = outcome.done();
    let check = |check: &vcenter_iso::Check| Check {
        prerequisite: snake_case(check.prerequisite),
        title: check.prerequisite.to_string(),
        outcome: check.outcome.to_string(),
        reason: check.reason.clone(),
    };
    let record = outcome.was_begun().then(|| Checked {
        vm: target.vm.clone(),
        name: target.name.clone(),
        library_item: item.clone(),
        passed: preflight.map(Preflight::passed),
        checks: preflight.map(|preflight| preflight.checks().iter().map(check).collect()),
        error: outcome.problem(),
    });
    Told { word, line: word.replace('_', " "), failure: preflight.and_then(failure), record }
}

/// How prerequisites that fail count: what is not there is another failure than what does not fit.
pub(super) fn failure(preflight: &Preflight) -> Option<Exit> {
    let failed = preflight.checks().iter().filter(|check| check.outcome == Found::Fail);
    let exits = failed.map(|check| match check.prerequisite {
        Prerequisite::ItemExists | Prerequisite::VmExists => Exit::NotFound,
        _ => Exit::Failed,
    });
    exits.min()
}
