//! Which requests go wrong, and how: the rules, and their form as text.

use std::{fmt, str::FromStr, sync::Arc, time::Duration};

use axum::http::HeaderValue;

use super::Fault;
use crate::operation::Operation;

/// What goes wrong with the requests of one operation, or of any.
///
/// It is read from one line of text, as in `mount: fail 503 twice, then delay 2s, then reset after acting`:
///
/// - the operation: its operationId or the end of it (`mount`, `Cdrom_list`), or `*` for any request;
/// - a colon;
/// - what happens, in one of three forms:
///   - a script, one entry for each request, with `then` or a comma between them, and `once`, `twice` or `3 times`
///     behind an entry that is for several. When it is used up, requests pass again;
///   - `always` and one entry: it happens to every request;
///   - a share of the requests and one or more entries, as in `5% fail 503 or reset after acting`: it happens to
///     that share, by chance, see [`seed`](crate::SimulatorBuilder::seed).
///
/// | Entry | [`Fault`] |
/// | --- | --- |
/// | `pass` | `Pass` |
/// | `refuse` | `Refuse` |
/// | `reset before acting`, `reset after acting` | `ResetBefore`, `ResetAfter` |
/// | `delay 2s`, `delay 2s after acting` | `DelayBefore`, `DelayAfter` |
/// | `hang before acting`, `hang after acting` | `HangBefore`, `HangAfter` |
/// | `truncate` | `Truncate` |
/// | `content type text/plain` | `ContentType` |
/// | `html 502` | `Html` |
/// | `no healthy upstream` | `NoHealthyUpstream` |
/// | `fail 500`, `fail 500 RESOURCE_BUSY`, `fail 503 retry after 2s`, `fail 500 TIMED_OUT after acting` | `Status`, `StatusAfter` |
/// | `expire session` | `ExpireSession` |
/// | `redirect to https://other.example.com/` | `Redirect` |
/// | `delay 2s and reset after acting` | `All` |
///
/// ```
/// use vcenter_iso_simulator::FaultRule;
///
/// let rule: FaultRule = "mount: fail 503 twice, then delay 2s, then reset after acting".parse()?;
/// let error = "mount: explode".parse::<FaultRule>().unwrap_err();
/// assert!(error.to_string().contains("explode"));
/// # Ok::<_, vcenter_iso_simulator::FaultRuleError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct FaultRule {
    pub(super) pattern: Pattern,
    pub(super) when: When,
    pub(super) faults: Vec<Run>,
}

/// A fault, and to how many requests in a row it happens, from 1.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Run {
    pub(super) fault: Arc<Fault>,
    pub(super) times: usize,
}

impl From<Fault> for Run {
    fn from(fault: Fault) -> Self {
        Self { fault: Arc::new(fault), times: 1 }
    }
}

/// Which requests a rule is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pattern {
    Any,
    One(Operation),
}

/// How the faults of a rule are spread over its requests.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum When {
    /// One after the other.
    Script,
    /// One of them, by chance, to this share of the requests.
    Rate(f64),
}

/// Why a rule cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultRuleError(String);

impl fmt::Display for FaultRuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FaultRuleError {}

impl Pattern {
    pub(super) fn matches(self, operation: Option<Operation>) -> bool {
        match self {
            Self::Any => true,
            Self::One(one) => operation == Some(one),
        }
    }

    pub(super) fn is_any(self) -> bool {
        self == Self::Any
    }
}

impl FaultRule {
    pub(crate) fn new(operation: &str, when: When, faults: Vec<Run>) -> Result<Self, FaultRuleError> {
        let pattern = match operation.trim() {
            "*" => Pattern::Any,
            name => {
                Pattern::One(Operation::called(name).map_err(|unknown| FaultRuleError(unknown.to_string()))?)
            }
        };
        if faults.is_empty() {
            return Err(FaultRuleError(format!("no fault is named for '{operation}'")));
        }
        if let When::Rate(rate) = when
            && !(0.0..=1.0).contains(&rate)
        {
            return Err(FaultRuleError(format!("the rate {rate} is not from 0 to 1 (in text: 0% to 100%)")));
        }
        faults.iter().flat_map(|run| run.fault.flat()).try_for_each(possible)?;
        Ok(Self { pattern, when, faults })
    }
}

/// Whether a fault can be carried out over HTTP.
fn possible(fault: &Fault) -> Result<(), FaultRuleError> {
    match fault {
        Fault::Html(status) | Fault::Status { status, .. } | Fault::StatusAfter { status, .. }
            if !(200..=599).contains(status) =>
        {
            Err(FaultRuleError(format!("the status {status} is not from 200 to 599")))
        }
        Fault::ContentType(text) | Fault::Redirect(text)
            if text.is_empty() || HeaderValue::from_str(text).is_err() =>
        {
            Err(FaultRuleError(format!("{text:?} cannot stand in a header")))
        }
        _ => Ok(()),
    }
}

impl FromStr for FaultRule {
    type Err = FaultRuleError;

    fn from_str(text: &str) -> Result<Self, FaultRuleError> {
        let (operation, happening) = text.split_once(':').ok_or_else(|| {
            FaultRuleError(format!("the fault '{text}' has no ':' between operation and what happens"))
        })?;
        let mut words = Words(happening.split_whitespace().collect());
        let first = words.0.first().copied().unwrap_or_default();
        let (when, faults) = if let Some(percentage) = first.strip_suffix('%') {
            words.take();
            let percentage: f64 = percentage
                .parse()
                .map_err(|_| FaultRuleError(format!("'{first}' is no share such as 5% or 0.5%")))?;
            let entries = words.split_at(|word| word == "or");
            let faults = entries.into_iter().map(|entry| entry.whole().map(Run::from));
            let faults = faults.collect::<Result<_, _>>()?;
            (When::Rate(percentage / 100.0), faults)
        } else if words.next_is("always") {
            (When::Rate(1.0), vec![words.whole()?.into()])
        } else {
            (When::Script, script(happening)?)
        };
        Self::new(operation, when, faults)
    }
}

/// Equal faults in a row become one run, however they are written.
fn script(text: &str) -> Result<Vec<Run>, FaultRuleError> {
    let mut runs: Vec<Run> = Vec::new();
    for part in text.split(',') {
        for entry in Words(part.split_whitespace().collect()).split_at(|word| word == "then") {
            // `a, then b` has nothing between the comma and `then`.
            if entry.0.is_empty() {
                continue;
            }
            let (fault, times) = entry.repeated()?;
            match runs.last_mut() {
                _ if times == 0 => {}
                Some(last) if *last.fault == fault => last.times = last.times.saturating_add(times),
                _ => runs.push(Run { times, ..fault.into() }),
            }
        }
    }
    Ok(runs)
}

/// The words that are still to be read.
struct Words<'a>(Vec<&'a str>);

impl<'a> Words<'a> {
    fn take(&mut self) -> Option<&'a str> {
        (!self.0.is_empty()).then(|| self.0.remove(0))
    }

    /// Takes this phrase if it comes next.
    fn next_is(&mut self, phrase: &str) -> bool {
        let expected: Vec<&str> = phrase.split(' ').collect();
        let comes = self.0.starts_with(&expected);
        if comes {
            self.0.drain(..expected.len());
        }
        comes
    }

    fn split_at(self, separator: impl Fn(&str) -> bool) -> Vec<Self> {
        self.0.split(|word| separator(word)).map(|words| Self(words.to_vec())).collect()
    }

    /// One fault and nothing else.
    fn whole(self) -> Result<Fault, FaultRuleError> {
        match self.repeated()? {
            (fault, 1) => Ok(fault),
            (_, times) => Err(FaultRuleError(format!("'{times} times' has a meaning in a script only"))),
        }
    }

    /// A fault, and how often.
    fn repeated(mut self) -> Result<(Fault, usize), FaultRuleError> {
        let entry = self.0.join(" ");
        let times = match self.0.as_slice() {
            [.., "once"] => Some((1, 1)),
            [.., "twice"] => Some((2, 1)),
            [.., number, "times"] => {
                number.parse().ok().filter(|&times| times <= MOST_TIMES).map(|times| (times, 2))
            }
            _ => Some((1, 0)),
        };
        let (times, words) = times.ok_or_else(|| {
            FaultRuleError(format!(
                "'{entry}' does not say how often: once, twice, or up to {MOST_TIMES} times"
            ))
        })?;
        self.0.truncate(self.0.len() - words);
        let mut faults = Vec::new();
        for mut part in self.split_at(|word| word == "and") {
            faults.push(part.fault(&entry)?);
            if let Some(word) = part.take() {
                return Err(FaultRuleError(format!("'{word}' in '{entry}' is not understood")));
            }
        }
        let fault = if faults.len() == 1 { faults.remove(0) } else { Fault::All(faults) };
        Ok((fault, times))
    }

    fn fault(&mut self, entry: &str) -> Result<Fault, FaultRuleError> {
        let kind = self.take().unwrap_or_default();
        Ok(match kind {
            "pass" => Fault::Pass,
            "refuse" => Fault::Refuse,
            "reset" if self.next_is("before acting") => Fault::ResetBefore,
            "reset" if self.next_is("after acting") => Fault::ResetAfter,
            "hang" if self.next_is("before acting") => Fault::HangBefore,
            "hang" if self.next_is("after acting") => Fault::HangAfter,
            "reset" | "hang" => {
                return Err(FaultRuleError(format!(
                    "'{entry}' does not say when: write '{kind} before acting' or '{kind} after acting'"
                )));
            }
            "delay" => {
                let delay = self.duration(entry)?;
                if self.next_is("after acting") {
                    Fault::DelayAfter(delay)
                } else {
                    self.next_is("before acting");
                    Fault::DelayBefore(delay)
                }
            }
            "truncate" => Fault::Truncate,
            "content" if self.next_is("type") => {
                Fault::ContentType(self.0.drain(..).collect::<Vec<_>>().join(" "))
            }
            "html" => Fault::Html(self.status(entry)?),
            "no" if self.next_is("healthy upstream") => Fault::NoHealthyUpstream,
            "fail" => self.failure(entry)?,
            "expire" if self.next_is("session") => Fault::ExpireSession,
            "redirect" if self.next_is("to") => Fault::Redirect(self.take().unwrap_or_default().to_owned()),
            _ => {
                return Err(FaultRuleError(format!(
                    "'{entry}' is no fault; faults begin with pass, refuse, reset, delay, hang, truncate, \
                     content type, html, no healthy upstream, fail, expire session, redirect to"
                )));
            }
        })
    }

    fn failure(&mut self, entry: &str) -> Result<Fault, FaultRuleError> {
        let status = self.status(entry)?;
        let is_type = |word: &&str| word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
        let error_type = self.0.first().copied().filter(is_type).map(str::to_owned);
        if error_type.is_some() {
            self.take();
        }
        let retry_after = if self.next_is("retry after") { Some(self.duration(entry)?) } else { None };
        Ok(if self.next_is("after acting") {
            Fault::StatusAfter { status, error_type, retry_after }
        } else {
            self.next_is("before acting");
            Fault::Status { status, error_type, retry_after }
        })
    }

    fn status(&mut self, entry: &str) -> Result<u16, FaultRuleError> {
        self.take().and_then(|word| word.parse().ok()).ok_or_else(|| {
            FaultRuleError(format!("'{entry}' has no HTTP status where one belongs, such as 503"))
        })
    }

    fn duration(&mut self, entry: &str) -> Result<Duration, FaultRuleError> {
        self.take().and_then(|word| humantime::parse_duration(word).ok()).ok_or_else(|| {
            FaultRuleError(format!("'{entry}' has no time where one belongs, such as 2s or 500ms"))
        })
    }
}

/// More is a mistake in writing: `always` is for what does not end.
const MOST_TIMES: usize = 10_000;
