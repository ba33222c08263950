//! Runs an action on the selected VMs concurrently and reports each result.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write as _;
use std::future::{Future, pending};
use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout};
use tracing::Instrument as _;
use vcenter_iso::{Counts, Error, ErrorKind, Fleet, Vcenter, VmId, VmState, unless_cancelled};

use crate::arguments::{BatchOptions, ChangeOptions, ItemOptions, Show};
use crate::exit::Exit;
use crate::failure::{Failure, Interrupt};
use crate::output::{Printer, Record, exit_after_output};
use crate::run::item_column::ITEM;
use crate::run::problems::{Problem, Problems};
use crate::run::progress::Progress;
use crate::run::status::Status;
use crate::run::vm_lock::VmLocks;
use crate::run::vm_result::{VmResult, Worked};
use crate::select::confirm::confirm;
use crate::select::selection::{self, Confirmation, Selection};
use crate::select::{Image, Resume, Target, looks_like_id};
use crate::session::connection::{server, with_vcenter};
use crate::terminal::interrupt::{GRACE, Interrupts};
use crate::terminal::{report, stderr, waiting};

/// How to go on after failures of a command that skips what is done.
pub(crate) const RUN_AGAIN: &str =
    "once the cause is gone, run the same command again: it skips the virtual machines that are done";

/// The work of a command on one VM.
pub(crate) trait Action: Clone + Send + Sync + 'static {
    type Value: Send + 'static;
    type Record: Record + Send + Sync;

    /// Returns the label of the progress bar, such as `mounting`.
    fn verb(&self) -> &'static str;

    /// Returns the image or the CD-ROM that it works on.
    fn media(&self) -> String {
        String::new()
    }

    /// Returns the noun for several of them.
    fn plural(&self) -> &'static str {
        "images"
    }

    /// Returns the start of the confirmation question, such as `Mount linux-installer on`.
    fn question(&self, media: &str) -> String {
        media.to_owned()
    }

    fn run(
        self,
        vcenter: Vcenter,
        vm: VmId,
    ) -> impl Future<Output = Result<Self::Value, Error>> + Send + 'static;

    /// Checks, before the first of several VMs, a prerequisite without which the action fails on each of them.
    fn check(&self, _: &Vcenter) -> impl Future<Output = Result<(), Error>> + Send {
        async { Ok(()) }
    }

    /// The results to print on a terminal if there are many.
    const SHOWN_OF_MANY: Show = Show::Changed;

    /// Returns how to go on after failures, if that is the same for each of them.
    fn next_step(&self) -> Option<&'static str> {
        None
    }

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

/// The work of a command on many VMs.
pub(crate) struct Batch<'a> {
    pub(crate) options: &'a BatchOptions,
    pub(crate) items: Option<&'a ItemOptions>,
    /// `None` for a command that only reads.
    pub(crate) change: Option<&'a ChangeOptions>,
    /// The advice for an image that is not found.
    pub(crate) unknown_item: Option<&'static str>,
    /// The results of an earlier run.
    pub(crate) resume: Option<Resume>,
}

/// The work with one image or CD-ROM. A command with several does one after another, so that two changes of a VM never
/// overlap.
struct Part<A> {
    action: A,
    targets: Vec<Target>,
}

impl Batch<'_> {
    fn changes(&self) -> bool {
        self.change.is_some_and(|change| !change.dry_run)
    }

    /// Selects the images and the VMs, asks for confirmation where necessary, and runs each action on each VM.
    /// `actions` returns that for each image, or those without one.
    pub(crate) async fn run<A: Action>(
        self,
        mut interrupts: Interrupts,
        actions: impl FnOnce(Vec<Image>) -> Result<Vec<(A, Option<Image>)>, Failure>,
    ) -> Result<Exit, Failure> {
        let BatchOptions { output, show, vms, connection } = self.options;
        let mut printer = Printer::new(output)?;
        if let Some(deadline) = vms.deadline {
            interrupts.set_deadline(deadline);
        }
        let selection = if vms.selection.is_empty() && self.resume.is_some() {
            None
        } else if vms.selection.is_empty() && self.change.is_some() {
            return Err(Failure::usage("no virtual machine: pass its name"));
        } else {
            Some(Selection::read(&vms.selection, connection.password_stdin, &mut interrupts).await?)
        };
        with_vcenter(connection, &mut interrupts, async |vcenter, settings, interrupts| {
            let looking_up = format!("looking up the names at {}", server(vcenter.url()));
            let (parts, confirmation) = interrupts
                .or_interrupt(waiting::shown(looking_up, async {
                    let images = self.images(vcenter).await?;
                    let actions = actions(images)?;
                    self.parts(actions, selection, vcenter, settings.datacenter()).await
                }))
                .await?;
            let [Part { action, .. }, ..] = parts.as_slice() else {
                report::note(if self.resume.is_some() {
                    "nothing to do: the earlier run has worked on every virtual machine"
                } else {
                    "nothing to do: no virtual machine is selected"
                });
                return Ok(Exit::Done);
            };
            let targets = distinct(&parts);
            if confirmation != Confirmation::NotNeeded
                && self.change.is_some_and(|change| !change.dry_run && !change.yes)
            {
                let media: Vec<_> = parts.iter().map(|part| part.action.media()).collect();
                let question = action.question(&media.join(", "));
                confirm(&confirmation, &question, &targets, server(vcenter.url()), interrupts).await?;
            }
            let locks = (self.changes() && !settings.is_simulator())
                .then(|| VmLocks::of(server(vcenter.url()), settings.longest_work()));
            let total = parts.iter().map(|part| part.targets.len()).sum();
            let show = show.unwrap_or_else(|| default_show::<A>(total, &printer));
            let progress = Progress::start(total, action.verb(), printer.is_streaming());
            let what = match &targets[..] {
                [target] => format!("{} on {target}", action.verb()),
                targets => format!("{} on {} virtual machines", action.verb(), targets.len()),
            };
            if parts.len() > 1 {
                printer.show(ITEM);
            }
            let reporter = Reporter {
                parts: &parts,
                show,
                printer,
                progress,
                tally: Tally::default(),
                problems: Problems::default(),
            };
            let fleet = |part: &Part<A>| fleet(vcenter, part, locks.clone()).concurrency(vms.concurrency);
            let work = self.work(fleet, reporter, server(vcenter.url()), interrupts);
            waiting::shown(what, work).await
        })
        .await
    }

    async fn images(&self, vcenter: &Vcenter) -> Result<Vec<Image>, Failure> {
        let selected = match self.items {
            Some(items) => selection::images(vcenter, items, self.unknown_item).await?,
            None => Vec::new(),
        };
        match &self.resume {
            Some(resume) => resume.images(selected),
            None => Ok(selected),
        }
    }

    /// Returns the actions that have a VM to work on.
    async fn parts<A: Action>(
        &self,
        actions: Vec<(A, Option<Image>)>,
        selection: Option<Selection>,
        vcenter: &Vcenter,
        datacenter: Option<&str>,
    ) -> Result<(Vec<Part<A>>, Confirmation), Failure> {
        let selected = match &selection {
            Some(selection) => {
                Some(selection.find(vcenter, &self.options.vms.selection.filters, datacenter).await?)
            }
            None => None,
        };
        let mut parts = Vec::new();
        for (action, image) in actions {
            let mut targets = selected.as_ref().map(|selected| selected.targets.clone());
            if let (Some(resume), Some(image)) = (&self.resume, &image) {
                targets = Some(resume.unfinished(image, targets)?);
            }
            let targets = targets.unwrap_or_default();
            if !targets.is_empty() {
                parts.push(Part { action, targets });
            }
        }
        if parts.iter().map(|part| part.targets.len()).sum::<usize>() > 1 {
            let mut errors = Vec::new();
            for part in &parts {
                errors.extend(part.action.check(vcenter).await.err());
            }
            if !errors.is_empty() {
                return Err(Failure::Unresolved(errors, self.unknown_item));
            }
        }
        let confirmation = selected.map_or(Confirmation::NotNeeded, |selected| selected.confirmation);
        Ok((parts, confirmation))
    }

    /// Runs a fleet for each part to its end, and reports each result.
    async fn work<A: Action>(
        &self,
        fleet: impl Fn(&Part<A>) -> Fleet<Worked<A::Value>>,
        mut reporter: Reporter<'_, A>,
        server: &str,
        interrupts: &mut Interrupts,
    ) -> Result<Exit, Failure> {
        let changes = self.changes();
        let mut grace = None;
        let mut stopped = None;
        let mut goes_on = true;
        for (index, part) in reporter.parts.iter().enumerate() {
            if !goes_on {
                for target in 0..part.targets.len() {
                    reporter.report(index, target, &VmResult::NotStarted)?;
                }
                continue;
            }
            let mut fleet = fleet(part);
            goes_on = self.work_on(index, &mut fleet, &mut reporter, &mut grace, interrupts).await?;
            stopped = fleet.stopped();
            goes_on &= stopped.is_none();
        }
        let Reporter { parts, printer, progress, tally, problems, .. } = reporter;
        let unshown = progress.finish();
        let recap = || {
            stderr::write(&problems.render(stderr::width()));
            if tally.names_as_ids {
                report::advice("--vm-id takes identifiers such as vm-42: pass a name with --vm");
            }
            if let Some(reason) = &stopped {
                report::stopped(&stop_message(server, reason, tally.not_started()), reason);
            }
            if tally.total() > 1 {
                if tally.failures + tally.not_started() > 0
                    && let Some(step) = parts.first().and_then(|part| part.action.next_step())
                {
                    report::advice(step);
                }
                report::note(&tally.summary(parts));
            }
        };
        // The rows of a terminal must not push the recap off the screen. An unread pipe must not delay it.
        let printed = if printer.is_terminal() {
            let printed = printer.finish(interrupts).await;
            recap();
            printed
        } else {
            recap();
            printer.finish(interrupts).await
        };
        let exit = tally.exit(interrupts.interrupted(), stopped.as_ref());
        if changes && printed.is_err() {
            for line in &unshown {
                report::line(line);
            }
        }
        exit_after_output(printed, changes, exit)
    }

    /// Runs a fleet to its end, and reports the result of each VM. Returns whether the command goes on with the next
    /// part. `grace` is the end of the time after an interrupt.
    async fn work_on<A: Action>(
        &self,
        part: usize,
        fleet: &mut Fleet<Worked<A::Value>>,
        reporter: &mut Reporter<'_, A>,
        grace: &mut Option<Instant>,
        interrupts: &mut Interrupts,
    ) -> Result<bool, Failure> {
        let changes = self.changes();
        let fail_fast = self.change.is_some_and(|change| change.fail_fast);
        let states = fleet.progress();
        let later: usize = reporter.parts[part + 1..].iter().map(|part| part.targets.len()).sum();
        let targets = reporter.parts[part].targets.iter().enumerate();
        let mut unreported: BTreeMap<VmId, usize> =
            targets.map(|(index, target)| (target.vm.clone(), index)).collect();
        let mut goes_on = true;
        loop {
            let expired = async {
                match *grace {
                    Some(end) => sleep_until(end).await,
                    None => pending().await,
                }
            };
            tokio::select! {
                biased;
                interrupt = interrupts.next() => {
                    fleet.cancel();
                    goes_on = false;
                    // The deadline may come after an interrupt, which has its own time.
                    if !changes || grace.is_some() && interrupt == Interrupt::Signal {
                        break;
                    }
                    grace.get_or_insert(Instant::now() + GRACE);
                    report::line(&grace_note(interrupt, states.counts(), later));
                }
                () = expired => break,
                next = fleet.next() => {
                    let Some((vm, result)) = next else { break };
                    let Some(index) = unreported.remove(&vm) else { continue };
                    reporter.report(part, index, &result.into())?;
                    if fail_fast && reporter.tally.failures > 0 || reporter.printer.is_closed() {
                        fleet.cancel();
                        goes_on = false;
                    }
                }
            }
        }
        // Some results may be ready that the loop did not reach.
        while let Ok(Some((vm, result))) = timeout(Duration::ZERO, fleet.next()).await {
            if let Some(index) = unreported.remove(&vm) {
                reporter.report(part, index, &result.into())?;
            }
        }
        let states = states.states();
        let mut rest: Vec<_> = unreported.into_iter().map(|(vm, index)| (index, vm)).collect();
        rest.sort_unstable();
        for (index, vm) in rest {
            let started = states.get(&vm).is_some_and(|state| *state != VmState::NotStarted);
            // An abandoned read changed nothing.
            let unknown = started && changes;
            let result = if unknown { VmResult::Unknown(None) } else { VmResult::NotStarted };
            reporter.report(part, index, &result)?;
        }
        Ok(goes_on)
    }
}

/// Returns each VM of the parts once.
fn distinct<A>(parts: &[Part<A>]) -> Vec<Target> {
    let mut seen = HashSet::new();
    let targets = parts.iter().flat_map(|part| &part.targets);
    targets.filter(|target| seen.insert(&target.vm)).cloned().collect()
}

fn fleet<A: Action>(
    vcenter: &Vcenter,
    Part { action, targets }: &Part<A>,
    locks: Option<VmLocks>,
) -> Fleet<Worked<A::Value>> {
    let (vcenter, action) = (vcenter.clone(), action.clone());
    let names: BTreeMap<_, _> =
        targets.iter().map(|target| (target.vm.clone(), (target.label(), target.to_string()))).collect();
    Fleet::new(targets.iter().map(|target| target.vm.clone()), move |vm| {
        let (vcenter, action, locks) = (vcenter.clone(), action.clone(), locks.clone());
        let (name, label) = names.get(&vm).cloned().unwrap_or_default();
        let span = tracing::info_span!(target: "vcenter_iso", "vm", name);
        let work = async move {
            let _lock = match &locks {
                Some(locks) => match unless_cancelled(locks.lock(&vm, &label)).await? {
                    Ok(lock) => lock,
                    Err(locked) => return Ok(Err(locked)),
                },
                None => None,
            };
            action.run(vcenter, vm).await.map(Ok)
        };
        work.instrument(span)
    })
}

/// Returns the note about an interrupt that the VMs in progress survive for some time. `later` is the number of VMs of
/// later parts.
fn grace_note(interrupt: Interrupt, counts: Counts, later: usize) -> String {
    let mut note = format!("{interrupt}: {} not started", counts.not_started + later);
    if counts.running > 0 {
        let (grace, running, remedy) = (GRACE.as_secs(), counts.running, interrupt.remedy());
        write!(note, ", waiting up to {grace} s for {running} in progress; {remedy}")
            .expect("a string takes any text");
    }
    note
}

/// Returns the message about a fleet that has stopped by itself.
fn stop_message(server: &str, reason: &Error, not_started: usize) -> String {
    let what = match reason.kind() {
        ErrorKind::Unauthenticated
        | ErrorKind::InvalidCredentials
        | ErrorKind::SessionLimit
        | ErrorKind::InvalidInput => {
            format!("the session at {server} has ended and cannot be replaced")
        }
        _ => format!("{server} does not respond"),
    };
    format!("stopped: {what}; {not_started} not started")
}

/// The number of VMs whose results fit on a screen.
const SCREEN: usize = 20;

/// Returns the results to print if the user does not choose.
fn default_show<A: Action>(results: usize, printer: &Printer<A::Record>) -> Show {
    if results > SCREEN && printer.is_table() { A::SHOWN_OF_MANY } else { Show::All }
}

/// Reports each result on stdout and stderr, and counts it.
struct Reporter<'a, A: Action> {
    parts: &'a [Part<A>],
    printer: Printer<A::Record>,
    show: Show,
    progress: Progress,
    tally: Tally,
    problems: Problems,
}

impl<A: Action> Reporter<'_, A> {
    /// Reports the result of one VM of one part.
    fn report(&mut self, part: usize, index: usize, result: &VmResult<A::Value>) -> Result<(), Failure> {
        let Part { action, targets } = &self.parts[part];
        let target = &targets[index];
        let media = if self.parts.len() > 1 { action.media() + ": " } else { String::new() };
        let Report { status, line, warning, unknowns, failure, record } = action.render(target, result);
        self.tally.count(status, result.failure().or(failure));
        self.tally.unknowns += unknowns;
        if result.was_started() {
            let problems = result.problem().into_iter().chain(warning.map(Problem::Warning));
            let reasons: Vec<_> =
                problems.filter_map(|problem| self.problems.add(&media, target, problem)).collect();
            let reason = reasons.first().map(String::as_str);
            self.progress.report(&format!("{media}{target}: {line}"), reason, self.tally.failures);
        }
        self.tally.names_as_ids |= target.name.is_none()
            && !looks_like_id(target.vm.as_str())
            && result.error().is_some_and(|error| error.kind() == ErrorKind::NotFound);
        let is_shown = status.is_shown(self.show);
        self.tally.hidden += usize::from(record.is_some() && !is_shown);
        let before: usize = self.parts[..part].iter().map(|part| part.targets.len()).sum();
        self.printer.print(before + index, record.filter(|_| is_shown))
    }
}

/// The number of VMs in each status.
#[derive(Debug, Default)]
struct Tally {
    counts: BTreeMap<Status, usize>,
    failures: usize,
    /// Prerequisites that could not be read.
    unknowns: usize,
    /// Results that are not printed.
    hidden: usize,
    /// Whether an identifier that does not exist may be meant as a name.
    names_as_ids: bool,
    exits: BTreeSet<Exit>,
}

impl Tally {
    fn count(&mut self, status: Status, failure: Option<Exit>) {
        *self.counts.entry(status).or_default() += 1;
        self.failures += usize::from(status.is_failure() || failure.is_some());
        self.exits.extend(failure);
    }

    fn total(&self) -> usize {
        self.counts.values().sum()
    }

    fn summary<A: Action>(&self, parts: &[Part<A>]) -> String {
        let counts: Vec<_> =
            self.counts.iter().map(|(status, count)| format!("{count} {}", status.words())).collect();
        let unknowns = match self.unknowns {
            0 => String::new(),
            1 => "; 1 prerequisite unknown".to_owned(),
            unknowns => format!("; {unknowns} prerequisites unknown"),
        };
        let hidden = match self.hidden {
            0 => String::new(),
            hidden => format!(" ({hidden} not shown: --show all)"),
        };
        let vms = match distinct(parts).len() {
            1 => "1 virtual machine".to_owned(),
            vms => format!("{vms} virtual machines"),
        };
        let media = match parts {
            [] | [_] => String::new(),
            [first, ..] => format!(", {} {}", parts.len(), first.action.plural()),
        };
        format!("{vms}{media}: {}{unknowns}{hidden}", counts.join(", "))
    }

    fn not_started(&self) -> usize {
        self.counts.get(&Status::NotStarted).copied().unwrap_or_default()
    }

    /// `stopped` is the reason why the fleet has stopped by itself.
    fn exit(mut self, interrupted: Option<Interrupt>, stopped: Option<&Error>) -> Exit {
        if self.counts.contains_key(&Status::Unknown) {
            return Exit::OutcomeUnknown;
        }
        if self.not_started() > 0 {
            match interrupted {
                Some(Interrupt::Signal) => return Exit::Interrupted,
                Some(Interrupt::Deadline) => drop(self.exits.insert(Exit::Failed)),
                None => {}
            }
            self.exits.extend(stopped.map(|reason| match reason.kind() {
                // The status for an invalid command line would say that nothing was changed.
                ErrorKind::InvalidInput => Exit::Denied,
                _ => reason.into(),
            }));
        }
        if self.exits.len() > 1 { Exit::Failed } else { self.exits.first().copied().unwrap_or(Exit::Done) }
    }
}
