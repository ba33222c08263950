//! Work on the virtual machines that were selected: several at once, each told as it is.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;
use tokio::time::{Instant, sleep_until, timeout};
use vcenter_iso::{Error, ErrorKind, Fleet, VmId, VmState};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Printer, Record, ended, snake_case};
use crate::run::progress::Progress;
use crate::select::target::Target;
use crate::terminal::interrupt::{GRACE, Interrupts};
use crate::terminal::report::{self, Hints};

/// What became of a virtual machine.
#[derive(Debug)]
pub(crate) enum Outcome<T> {
    Done(T),
    Failed(Error),
    /// Its answer was lost, or not waited for.
    Unknown(Option<Error>),
    NotStarted,
}

impl<T> From<Result<T, Error>> for Outcome<T> {
    fn from(result: Result<T, Error>) -> Self {
        match result {
            Ok(done) => Self::Done(done),
            Err(error) if error.kind() == ErrorKind::OutcomeUnknown => Self::Unknown(Some(error)),
            Err(error) => Self::Failed(error),
        }
    }
}

/// What stdout says of the failure of a virtual machine.
#[derive(Debug, Serialize)]
pub(crate) struct Problem {
    /// What a program can do about it, such as `not_found`.
    kind: String,
    message: String,
    error_type: Option<String>,
    status: Option<u16>,
    request_id: Option<String>,
    /// The server's messages, each the cause of the one before it.
    messages: Vec<String>,
}

impl Problem {
    /// One that a look before the work has found.
    pub(crate) fn foreseen(reason: &str) -> Self {
        Self {
            kind: "prerequisite".to_owned(),
            message: reason.to_owned(),
            error_type: None,
            status: None,
            request_id: None,
            messages: Vec::new(),
        }
    }
}

impl<T> Outcome<T> {
    /// The word for it, given that for success.
    pub(crate) fn word<'a>(&self, done: impl FnOnce(&T) -> &'a str) -> &'a str {
        match self {
            Self::Done(value) => done(value),
            Self::Failed(_) => "failed",
            Self::Unknown(_) => "unknown",
            Self::NotStarted => "not_started",
        }
    }

    pub(crate) fn done(&self) -> Option<&T> {
        match self {
            Self::Done(done) => Some(done),
            Self::Failed(_) | Self::Unknown(_) | Self::NotStarted => None,
        }
    }

    pub(crate) fn was_begun(&self) -> bool {
        !matches!(self, Self::NotStarted)
    }

    pub(crate) fn problem(&self) -> Option<Problem> {
        let error = self.error()?;
        Some(Problem {
            kind: snake_case(error.kind()),
            message: error.to_string(),
            error_type: error.error_type().map(ToString::to_string),
            status: error.status(),
            request_id: error.request_id().map(str::to_owned),
            messages: error.messages().map(|message| message.text().to_owned()).collect(),
        })
    }

    /// What there is to say of a failure.
    fn report(&self, target: &Target, hints: &mut Hints) -> String {
        match self {
            Self::Failed(error) | Self::Unknown(Some(error)) => {
                report::about(&format!("{target}: "), error, hints)
            }
            Self::Unknown(None) => report::not_waited_for(&target.to_string()),
            Self::Done(_) | Self::NotStarted => String::new(),
        }
    }

    fn error(&self) -> Option<&Error> {
        match self {
            Self::Failed(error) | Self::Unknown(Some(error)) => Some(error),
            Self::Done(_) | Self::Unknown(None) | Self::NotStarted => None,
        }
    }
}

/// How the work is done, and what is said of it.
#[derive(Debug)]
pub(crate) struct Work {
    pub(crate) targets: Vec<Target>,
    pub(crate) concurrency: usize,
    pub(crate) fail_fast: bool,
    /// Whether it changes something, so that what is under way has to be waited for.
    pub(crate) changes: bool,
    /// What is done, such as `mounting`.
    pub(crate) doing: &'static str,
}

/// What is told of one virtual machine.
pub(crate) struct Told<R> {
    /// `None` if there is nothing to print: nobody has looked.
    pub(crate) record: Option<R>,
    /// What became of it in a word or two, such as `already_mounted`, by which the summary counts.
    pub(crate) word: &'static str,
    /// The same with what there is to add, such as the CD-ROM.
    pub(crate) line: String,
    /// How it counts if it is a failure although the work was done, as a check that does not pass.
    pub(crate) failure: Option<Exit>,
}

/// Carries the work out; `tell` makes of each outcome what is told of it.
pub(crate) async fn carry_out<T, R, W>(
    work: Work,
    mut printer: Printer<R>,
    interrupts: &mut Interrupts,
    one: impl Fn(VmId) -> W + Send + 'static,
    tell: impl Fn(&Target, &Outcome<T>) -> Told<R> + Send + Sync,
) -> Result<Exit, Failure>
where
    T: Send + 'static,
    R: Record + Send + Sync,
    W: Future<Output = Result<T, Error>> + Send + 'static,
{
    let Work { targets, concurrency, fail_fast, changes, doing } = work;
    let total = targets.len();
    let mut fleet = Fleet::new(targets.iter().map(|target| target.vm.clone()), one).concurrency(concurrency);
    let states = fleet.progress();
    let mut untold: BTreeMap<VmId, usize> =
        targets.iter().enumerate().map(|(place, target)| (target.vm.clone(), place)).collect();
    let mut progress = Progress::begin(total, doing);
    let mut tally = Tally::default();
    let mut hints = Hints::default();
    let mut told = |place: usize, outcome: &Outcome<T>, progress: &mut Progress, printer: &mut Printer<R>| {
        let target = &targets[place];
        let told = tell(target, outcome);
        tally.count(outcome, &told);
        if outcome.was_begun() {
            let report = outcome.report(target, &mut hints);
            progress.told(&format!("{target}: {}", told.line), &report, tally.bad());
        }
        told.record.map_or(Ok(()), |record| printer.print(place, record)).map(|()| tally.bad())
    };
    let mut deadline = None;
    loop {
        let late = async {
            match deadline {
                Some(deadline) => sleep_until(deadline).await,
                None => std::future::pending().await,
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
                progress.note(&format!(
                    "interrupted: {} not begun, waiting up to {} s for the {} under way; interrupt again not to wait",
                    states.counts().not_started,
                    GRACE.as_secs(),
                    states.counts().under_way,
                ));
            }
            () = late => break,
            next = fleet.next() => {
                let Some((vm, result)) = next else { break };
                let Some(place) = untold.remove(&vm) else { continue };
                let bad = told(place, &result.into(), &mut progress, &mut printer)?;
                if bad > 0 && fail_fast || printer.is_closed() {
                    fleet.cancel();
                }
            }
        }
    }
    let interrupted = interrupts.interrupted();
    // What has ended is known, although it may not have had its turn.
    while let Ok(Some((vm, result))) = timeout(Duration::ZERO, fleet.next()).await {
        if let Some(place) = untold.remove(&vm) {
            told(place, &result.into(), &mut progress, &mut printer)?;
        }
    }
    let states = states.states();
    let mut left: Vec<_> = untold.into_iter().map(|(vm, place)| (place, vm)).collect();
    left.sort_unstable();
    for (place, vm) in left {
        let outcome = match states.get(&vm) {
            // What only reads has no outcome that anybody has to look after.
            Some(VmState::NotStarted) | None => Outcome::NotStarted,
            Some(_) if !changes => Outcome::NotStarted,
            Some(_) => Outcome::Unknown(None),
        };
        told(place, &outcome, &mut progress, &mut printer)?;
    }
    progress.end();
    if total > 1 {
        report::note(&tally.summary(total));
    }
    let exit = tally.exit(interrupted);
    ended(printer.finish(interrupts).await, changes, exit)
}

/// How many virtual machines came to what.
#[derive(Debug, Default)]
struct Tally {
    words: BTreeMap<&'static str, usize>,
    failures: Vec<Exit>,
    unknown: usize,
    not_started: usize,
}

impl Tally {
    fn count<T, R>(&mut self, outcome: &Outcome<T>, told: &Told<R>) {
        *self.words.entry(told.word).or_default() += 1;
        match outcome {
            Outcome::Done(_) => self.failures.extend(told.failure),
            Outcome::Failed(error) => self.failures.push(error.into()),
            Outcome::Unknown(_) => self.unknown += 1,
            Outcome::NotStarted => self.not_started += 1,
        }
    }

    /// How many failed, or may have.
    fn bad(&self) -> usize {
        self.failures.len() + self.unknown
    }

    fn summary(&self, total: usize) -> String {
        let last = ["would_fail", "failed", "unknown", "not_started"];
        let mut words: Vec<_> = self.words.iter().collect();
        words
            .sort_by_key(|(word, _)| last.iter().position(|last| last == *word).map_or(0, |place| place + 1));
        let counts: Vec<_> =
            words.iter().map(|(word, count)| format!("{count} {}", word.replace('_', " "))).collect();
        format!("{total} virtual machines: {}", counts.join(", "))
    }

    fn exit(&self, interrupted: bool) -> Exit {
        let mut failures = self.failures.clone();
        failures.sort();
        failures.dedup();
        match failures.as_slice() {
            _ if self.unknown > 0 => Exit::OutcomeUnknown,
            _ if interrupted && self.not_started > 0 => Exit::Interrupted,
            [] => Exit::Done,
            [one] => *one,
            _ => Exit::Failed,
        }
    }
}
