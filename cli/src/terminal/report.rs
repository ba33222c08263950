//! Errors, warnings and notes on stderr.

use std::collections::HashSet;
use std::error::Error as StdError;

use anstyle::Style;
use vcenter_iso::{Candidate, Error};

use crate::failure::{CHECK_STATUS, Failure, hint};
use crate::terminal::excerpt::Excerpt;
use crate::terminal::screen;
use crate::terminal::stderr;
use crate::terminal::style::{BAD, DOUBTFUL, enabled, paint};

/// The maximum number of causes shown. The server determines how many there are.
const MAX_CAUSES: usize = 20;
/// The maximum number of unresolved names shown. A list may consist of wrong names only.
const MAX_NAMES: usize = 1000;
/// The maximum number of similar names suggested for one name.
const MAX_SUGGESTIONS: usize = 3;

/// Reports a failure with its message, its causes and a hint, one per line. `changes` is whether the command can change
/// anything.
pub(crate) fn failure(failure: &Failure, changes: bool) {
    let unchanged = if changes && failure.is_before_changes() { "; nothing was changed" } else { "" };
    let message = format!("{failure}{unchanged}");
    let mut hints = Hints::default();
    match failure {
        Failure::Vcenter(err) => stderr::write(&error("", err, None, Some(&mut hints))),
        Failure::Unresolved(errors, tip) => {
            let shown = errors.iter().take(MAX_NAMES);
            let mut texts: Vec<_> = shown.clone().map(|err| error("", err, None, None)).collect();
            if let Some(more @ 1..) = errors.len().checked_sub(MAX_NAMES) {
                texts.push(format!("  and {more} more\n"));
            }
            if errors.len() > 1 {
                texts.push(labelled("error", BAD, &message));
            }
            // Below a list that may be longer than the screen.
            texts.extend(shown.filter_map(|err| hints.once(hint(err)?)));
            texts.extend(tip.map(hint_line));
            stderr::write(&texts.concat());
        }
        _ => {
            let lines = causes(failure).into_iter().chain(failure.hint().map(hint_line));
            stderr::write(&(labelled("error", BAD, &message) + &lines.collect::<String>()));
        }
    }
}

/// The hints printed so far. Each is printed once.
#[derive(Debug, Default)]
pub(crate) struct Hints(HashSet<String>);

impl Hints {
    fn once(&mut self, hint: &str) -> Option<String> {
        self.0.insert(hint.to_owned()).then(|| hint_line(hint))
    }
}

/// Renders an error with its message after `subject`, its causes, candidates, details, the VMs that have it if there are
/// several, and its hint, one per line. Without `hints`, leaves the hint out.
pub(crate) fn error(subject: &str, error: &Error, vms: Option<&str>, hints: Option<&mut Hints>) -> String {
    let message = Excerpt(&error.to_string()).to_string();
    let mut lines = vec![labelled("error", BAD, &format!("{subject}{message}"))];
    lines.extend(causes(error));
    let (exact, similar): (Vec<_>, Vec<_>) =
        error.candidates().iter().partition(|candidate| candidate.is_exact());
    lines.extend(exact.into_iter().chain(similar.into_iter().take(MAX_SUGGESTIONS)).map(candidate));
    let error_type =
        error.error_type().map(ToString::to_string).filter(|name| !message.contains(&format!("({name})")));
    lines.extend(error_type.map(|name| format!("  error type: {}\n", Excerpt(&name))));
    lines.extend(error.status().map(|status| format!("  status: {status}\n")));
    lines.extend(error.request_id().map(|id| format!("  request id: {id}\n")));
    lines.extend(vms.map(vms_line));
    lines.extend(hints.and_then(|hints| hints.once(hint(error)?)));
    lines.concat()
}

/// Renders the error of a VM whose response was not awaited after an interrupt.
pub(crate) fn abandoned(subject: &str, vms: Option<&str>, hints: &mut Hints) -> String {
    let error =
        labelled("error", BAD, &format!("{subject}outcome unknown: the command ended before the response"));
    error + &vms.map(vms_line).unwrap_or_default() + &hints.once(CHECK_STATUS).unwrap_or_default()
}

/// Renders an error without details.
pub(crate) fn plain_error(text: &str, vms: Option<&str>) -> String {
    labelled("error", BAD, text) + &vms.map(vms_line).unwrap_or_default()
}

/// Reports that a fleet has stopped because of an error.
pub(crate) fn stopped(text: &str, reason: &Error) {
    let mut lines = vec![labelled("error", BAD, text)];
    lines.push(format!("  caused by: {}\n", Excerpt(&reason.to_string())));
    lines.extend(causes(reason));
    lines.extend(reason.status().map(|status| format!("  status: {status}\n")));
    lines.extend(hint(reason).map(hint_line));
    stderr::write(&lines.concat());
}

fn vms_line(vms: &str) -> String {
    format!("  virtual machines: {vms}\n")
}

fn causes(error: &(dyn StdError + 'static)) -> Vec<String> {
    let mut causes = std::iter::successors(error.source(), |&cause| cause.source());
    let shown = causes.by_ref().take(MAX_CAUSES);
    let mut lines: Vec<_> =
        shown.map(|cause| format!("  caused by: {}\n", Excerpt(&cause.to_string()))).collect();
    match causes.count() {
        0 => {}
        more => lines.push(format!("  and {more} more\n")),
    }
    lines
}

/// Renders a candidate with its relation to the requested name, its own name and its details.
fn candidate(candidate: &Candidate) -> String {
    let name = candidate.display_name().to_string();
    let name = Excerpt(&name);
    let relation = if candidate.is_exact() { "candidate" } else { "did you mean" };
    let mut details = vec![Excerpt(candidate.id()).to_string()];
    details.extend(candidate.details().iter().map(|detail| Excerpt(detail).to_string()));
    format!("  {relation}: {name} ({})\n", details.join(", "))
}

fn hint_line(hint: &str) -> String {
    format!("hint: {hint}\n")
}

fn labelled(label: &str, style: Style, text: &str) -> String {
    format!("{} {text}\n", paint(style, &format!("{label}:"), enabled(&std::io::stderr())))
}

pub(crate) fn warning(text: &str) {
    stderr::write(&warning_line(text));
}

fn warning_line(text: &str) -> String {
    labelled("warning", DOUBTFUL, text)
}

/// Renders a warning and the VMs that it is about if there are several.
pub(crate) fn warning_lines(text: &str, vms: Option<&str>) -> String {
    warning_line(text) + &vms.map(vms_line).unwrap_or_default()
}

/// Reports how to go on.
pub(crate) fn advice(text: &str) {
    stderr::write(&hint_line(text));
}

/// Writes a note, unless the user wants none.
pub(crate) fn note(text: &str) {
    if !screen::is_quiet() {
        line(text);
    }
}

/// Writes a line that the user always needs.
pub(crate) fn line(text: &str) {
    stderr::write(&format!("{text}\n"));
}
