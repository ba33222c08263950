//! Parses fault rules from text.

use std::str::FromStr;
use std::time::Duration;

use crate::fault::kind::Fault;
use crate::fault::rule::{FaultRule, FaultRuleError, Run, When};

/// The limit of `N times`. A larger number is probably a mistake: `always` has no limit.
const MAX_TIMES: usize = 10_000;

impl FromStr for FaultRule {
    type Err = FaultRuleError;

    fn from_str(text: &str) -> Result<Self, FaultRuleError> {
        let (operation, entries) = text.split_once(':').ok_or_else(|| {
            FaultRuleError(format!("the rule '{text}' has no ':' between the operation and the fault"))
        })?;
        let mut words = Words(entries.split_whitespace().collect());
        let first = words.0.first().copied().unwrap_or_default();
        let (when, faults) = if let Some(percentage) = first.strip_suffix('%') {
            words.take();
            let percentage: f64 = percentage
                .parse()
                .map_err(|_| FaultRuleError(format!("'{first}' is not a percentage such as 5% or 0.5%")))?;
            let entries = words.split_at(|word| word == "or");
            let faults = entries.into_iter().map(|entry| entry.parse_single().map(Run::from));
            let faults = faults.collect::<Result<_, _>>()?;
            (When::Rate(percentage / 100.0), faults)
        } else if words.next_is("always") {
            (When::Rate(1.0), vec![words.parse_single()?.into()])
        } else {
            (When::Script, script(entries)?)
        };
        Self::new(operation, when, faults)
    }
}

/// Parses a script. Equal consecutive faults become one run.
fn script(text: &str) -> Result<Vec<Run>, FaultRuleError> {
    let mut runs: Vec<Run> = Vec::new();
    for part in text.split(',') {
        for entry in Words(part.split_whitespace().collect()).split_at(|word| word == "then") {
            // In `a, then b`, the entry between the comma and `then` is empty.
            if entry.0.is_empty() {
                continue;
            }
            let (fault, times) = entry.parse_repeated()?;
            match runs.last_mut() {
                _ if times == 0 => {}
                Some(last) if *last.fault == fault => last.times = last.times.saturating_add(times),
                _ => runs.push(Run { times, ..fault.into() }),
            }
        }
    }
    Ok(runs)
}

/// The words that are still to be parsed.
struct Words<'a>(Vec<&'a str>);

impl<'a> Words<'a> {
    fn take(&mut self) -> Option<&'a str> {
        (!self.0.is_empty()).then(|| self.0.remove(0))
    }

    /// Removes the phrase if it is next. Returns whether it was.
    fn next_is(&mut self, phrase: &str) -> bool {
        let expected: Vec<&str> = phrase.split(' ').collect();
        let is_next = self.0.starts_with(&expected);
        if is_next {
            self.0.drain(..expected.len());
        }
        is_next
    }

    fn split_at(self, separator: impl Fn(&str) -> bool) -> Vec<Self> {
        self.0.split(|word| separator(word)).map(|words| Self(words.to_vec())).collect()
    }

    /// Parses all words as one fault for one request.
    fn parse_single(self) -> Result<Fault, FaultRuleError> {
        match self.parse_repeated()? {
            (fault, 1) => Ok(fault),
            (_, times) => Err(FaultRuleError(format!("'{times} times' is allowed only in a script"))),
        }
    }

    /// Parses a fault and the number of requests that it affects.
    fn parse_repeated(mut self) -> Result<(Fault, usize), FaultRuleError> {
        let entry = self.0.join(" ");
        let times = match self.0.as_slice() {
            [.., "once"] => Some((1, 1)),
            [.., "twice"] => Some((2, 1)),
            [.., number, "times"] => {
                number.parse().ok().filter(|&times| times <= MAX_TIMES).map(|times| (times, 2))
            }
            _ => Some((1, 0)),
        };
        let (times, words) = times.ok_or_else(|| {
            FaultRuleError(format!(
                "'{entry}' has no valid count: write once, twice, or up to {MAX_TIMES} times"
            ))
        })?;
        self.0.truncate(self.0.len() - words);
        let mut faults = Vec::new();
        for mut part in self.split_at(|word| word == "and") {
            faults.push(part.parse_fault(&entry)?);
            if let Some(word) = part.take() {
                return Err(FaultRuleError(format!("'{word}' in '{entry}' is unknown")));
            }
        }
        let fault = if faults.len() == 1 { faults.remove(0) } else { Fault::All(faults) };
        Ok((fault, times))
    }

    fn parse_fault(&mut self, entry: &str) -> Result<Fault, FaultRuleError> {
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
                    "'{entry}' is incomplete: write '{kind} before acting' or '{kind} after acting'"
                )));
            }
            "delay" => {
                let delay = self.parse_duration(entry)?;
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
            "html" => Fault::Html(self.parse_status(entry)?),
            "no" if self.next_is("healthy upstream") => Fault::NoHealthyUpstream,
            "fail" => self.parse_failure(entry)?,
            "expire" if self.next_is("session") => Fault::ExpireSession,
            "redirect" if self.next_is("to") => Fault::Redirect(self.take().unwrap_or_default().to_owned()),
            _ => {
                return Err(FaultRuleError(format!(
                    "'{entry}' is not a fault; faults begin with pass, refuse, reset, delay, hang, truncate, \
                     content type, html, no healthy upstream, fail, expire session, redirect to"
                )));
            }
        })
    }

    fn parse_failure(&mut self, entry: &str) -> Result<Fault, FaultRuleError> {
        let status = self.parse_status(entry)?;
        let is_type = |word: &&str| word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
        let error_type = self.0.first().copied().filter(is_type).map(str::to_owned);
        if error_type.is_some() {
            self.take();
        }
        let retry_after = if self.next_is("retry after") { Some(self.parse_duration(entry)?) } else { None };
        Ok(if self.next_is("after acting") {
            Fault::StatusAfter { status, error_type, retry_after }
        } else {
            self.next_is("before acting");
            Fault::Status { status, error_type, retry_after }
        })
    }

    fn parse_status(&mut self, entry: &str) -> Result<u16, FaultRuleError> {
        self.take()
            .and_then(|word| word.parse().ok())
            .ok_or_else(|| FaultRuleError(format!("'{entry}' needs an HTTP status, such as 503")))
    }

    fn parse_duration(&mut self, entry: &str) -> Result<Duration, FaultRuleError> {
        self.take()
            .and_then(|word| humantime::parse_duration(word).ok())
            .ok_or_else(|| FaultRuleError(format!("'{entry}' needs a duration, such as 2s or 500ms")))
    }
}
