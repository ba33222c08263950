//! Runs an action on the selected VMs concurrently and reports each result.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::future::{Future, pending};
use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout};
use vcenter_iso::{Error, Fleet, Vcenter, VmId, VmState};

use crate::arguments::{BatchOptions, ChangeOptions, ItemOptions};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Printer, Record, exit_after_output};
use crate::run::progress::Progress;
use crate::run::status::Status;
use crate::run::vm_result::VmResult;
use crate::select::confirm::confirm;
use crate::select::selection::{self, Confirmation, Selected, Selection};
use crate::select::{Image, Target};
use crate::session::connection::{server, with_vcenter};
use crate::terminal::interrupt::{GRACE, Interrupts};
use crate::terminal::report::{self, Hints};

/// The work of a command on one VM.
pub(crate) trait Action: Clone + Send + Sync + 'static {
    type Value: Send + 'static;
    type Record: Record + Send + Sync;

    /// Returns the label of the progress bar, such as `mounting`.
    fn verb(&self) -> &'static str;

    /// Returns the start of the confirmation question, such as `Mount linux-installer on`.
    fn question(&self) -> String {
        String::new()
    }

    fn run(
        self,
        vcenter: Vcenter,
        vm: VmId,
    ) -> impl Future<Output = Result<Self::Value, Error>> + Send + 'static;

    /// Renders a result for stdout and stderr.
    fn render(&self, target: &Target, result: &VmResult<Self::Value>) -> Report<Self::Record>;
}

/// The rendered result of one VM.
pub(crate) struct Report<R> {
    pub(crate) status: Status,
    /// The status with its details, such as the CD-ROM.
    pub(crate) line: String,
    /// A reason why a success may not be what the user expects.
    pub(crate) warning: Option<String>,
    /// The number of prerequisites that could not be read.
    pub(crate) unknowns: usize,
    /// The exit status if the action returned a value that counts as a failure.
    pub(crate) failure: Option<Exit>,
    /// `None` if there is nothing to print.
    pub(crate) record: Option<R>,
}

/// Selects the image and the VMs, asks for confirmation where necessary, and runs the action on each VM.
///
/// `change` is `None` for a command that only reads.
pub(crate) async fn run<A: Action>(
    options: &BatchOptions,
    item: Option<&ItemOptions>,
    change: Option<&ChangeOptions>,
    mut interrupts: Interrupts,
    action: impl FnOnce(Option<Image>) -> Result<A, Failure>,
) -> Result<Exit, Failure> {
    let BatchOptions { output, vms, connection } = options;
    let selection = Selection::read(vms, connection.password_stdin, &mut interrupts).await?;
    with_vcenter(connection, &mut interrupts, async |vcenter, settings, interrupts| {
        let (action, Selected { targets, confirmation }) = interrupts
            .or_interrupt(async {
                let image = match item {
                    Some(item) => selection::image(vcenter, item).await?,
                    None => None,
                };
                let action = action(image)?;
                Ok::<_, Failure>((
                    action,
                    selection.find(vcenter, &vms.filters, settings.datacenter.as_deref()).await?,
                ))
            })
            .await?;
        if confirmation != Confirmation::NotNeeded
            && change.is_some_and(|change| !change.dry_run && !change.yes)
        {
            confirm(&confirmation, &action.question(), &targets, server(vcenter.url()), interrupts).await?;
        }
        let fleet = Fleet::new(targets.iter().map(|target| target.vm.clone()), {
            let (vcenter, action) = (vcenter.clone(), action.clone());
            move |vm| action.clone().run(vcenter.clone(), vm)
        });
        let reporter = Reporter {
            action: &action,
            targets: &targets,
            printer: Printer::new(output.format),
            progress: Progress::start(targets.len(), action.verb()),
            tally: Tally::default(),
            hints: Hints::default(),
        };
        run_all(fleet.concurrency(vms.concurrency), reporter, change, interrupts).await
    })
    .await
}

async fn run_all<A: Action>(
    mut fleet: Fleet<A::Value>,
    mut reporter: Reporter<'_, A>,
    change: Option<&ChangeOptions>,
    interrupts: &mut Interrupts,
) -> Result<Exit, Failure> {
    let changes = change.is_some_and(|change| !change.dry_run);
    let fail_fast = change.is_some_and(|change| change.fail_fast);
    let states = fleet.progress();
    let mut unreported: BTreeMap<VmId, usize> =
        reporter.targets.iter().enumerate().map(|(index, target)| (target.vm.clone(), index)).collect();
    let mut deadline = None;
    loop {
        let expired = async {
            match deadline {
                Some(deadline) => sleep_until(deadline).await,
                None => pending().await,
            }
        };
        tokio::select! {
            biased;
            () = interrupts.next() => {
                fleet.cancel();
                if deadline.is_some() || !changes {
                    break;
                }
                deadline = Some(Instant::now() + GRACE);
                let counts = states.counts();
                let mut note = format!("interrupted: {} not started", counts.not_started);
                if counts.running > 0 {
                    let (grace, running) = (GRACE.as_secs(), counts.running);
                    write!(
                        note,
                        ", waiting up to {grace} s for {running} in progress; interrupt again to stop waiting"
                    )
                    .expect("a string takes any text");
                }
                reporter.progress.note(&note);
            }
            () = expired => break,
            next = fleet.next() => {
                let Some((vm, result)) = next else { break };
                let Some(index) = unreported.remove(&vm) else { continue };
                reporter.report(index, &result.into())?;
                if fail_fast && reporter.tally.failures > 0 || reporter.printer.is_closed() {
                    fleet.cancel();
                }
            }
        }
    }
    let interrupted = interrupts.interrupted();
    // Some results may be ready that the loop did not reach.
    while let Ok(Some((vm, result))) = timeout(Duration::ZERO, fleet.next()).await {
        if let Some(index) = unreported.remove(&vm) {
            reporter.report(index, &result.into())?;
        }
    }
    let states = states.states();
    let mut rest: Vec<_> = unreported.into_iter().map(|(vm, index)| (index, vm)).collect();
    rest.sort_unstable();
    for (index, vm) in rest {
        let started = states.get(&vm).is_some_and(|state| *state != VmState::NotStarted);
        // An abandoned read changed nothing.
        let unknown = started && changes;
        reporter.report(index, &if unknown { VmResult::Unknown(None) } else { VmResult::NotStarted })?;
    }
    let Reporter { targets, printer, progress, tally, .. } = reporter;
    let unshown = progress.finish();
    if targets.len() > 1 {
        report::note(&tally.summary());
    }
    let exit = tally.exit(interrupted);
    let printed = printer.finish(interrupts).await;
    if changes && printed.is_err() {
        for line in &unshown {
            report::note(line);
        }
    }
    exit_after_output(printed, changes, exit)
}

/// Reports each result on stdout and stderr, and counts it.
struct Reporter<'a, A: Action> {
    action: &'a A,
    targets: &'a [Target],
    printer: Printer<A::Record>,
    progress: Progress,
    tally: Tally,
    hints: Hints,
}

impl<A: Action> Reporter<'_, A> {
    fn report(&mut self, index: usize, result: &VmResult<A::Value>) -> Result<(), Failure> {
        let target = &self.targets[index];
        let Report { status, line, warning, unknowns, failure, record } = self.action.render(target, result);
        let failure = match result {
            VmResult::Failed(error) => Some(error.into()),
            _ => failure,
        };
        self.tally.count(status, failure);
        self.tally.unknowns += unknowns;
        if result.was_started() {
            let mut problems = result.error_report(target, &mut self.hints);
            problems.extend(warning.map(|warning| report::warning_line(&format!("{target}: {warning}"))));
            self.progress.report(&format!("{target}: {line}"), &problems, self.tally.failures);
        }
        record.map_or(Ok(()), |record| self.printer.print(index, record))
    }
}

/// The number of VMs in each status.
#[derive(Debug, Default)]
struct Tally {
    counts: BTreeMap<Status, usize>,
    failures: usize,
    /// Prerequisites that could not be read.
    unknowns: usize,
    exits: BTreeSet<Exit>,
}

impl Tally {
    fn count(&mut self, status: Status, failure: Option<Exit>) {
        *self.counts.entry(status).or_default() += 1;
        self.failures += usize::from(status.is_failure() || failure.is_some());
        self.exits.extend(failure);
    }

    fn summary(&self) -> String {
        let counts: Vec<_> =
            self.counts.iter().map(|(status, count)| format!("{count} {}", status.words())).collect();
        let unknowns = match self.unknowns {
            0 => String::new(),
            1 => "; 1 prerequisite unknown".to_owned(),
            unknowns => format!("; {unknowns} prerequisites unknown"),
        };
        format!("{} virtual machines: {}{unknowns}", self.counts.values().sum::<usize>(), counts.join(", "))
    }

    fn exit(&self, interrupted: bool) -> Exit {
        let any = |status| self.counts.contains_key(&status);
        if any(Status::Unknown) {
            Exit::OutcomeUnknown
        } else if interrupted && any(Status::NotStarted) {
            Exit::Interrupted
        } else if self.exits.len() > 1 {
            Exit::Failed
        } else {
            self.exits.first().copied().unwrap_or(Exit::Done)
        }
    }
}
