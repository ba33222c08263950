//! What the command says on stderr.

use std::collections::HashSet;
use std::error::Error as StdError;

use anstyle::Style;
use vcenter_iso::{Candidate, Error};

use crate::failure::{Failure, hint};
use crate::terminal::excerpt::Excerpt;
use crate::terminal::stderr;
use crate::terminal::style::{BAD, DOUBTFUL, enabled, paint};

/// How many causes are shown: a server decides how many there are.
const CAUSES: usize = 20;
/// How many names that cannot be used are shown one by one.
const NAMES: usize = 20;
/// How many similar names are suggested for one.
const SUGGESTIONS: usize = 3;

/// The failure, its causes, and what helps to find or mend it, a line each.
pub(crate) fn failure(failure: &Failure) {
    let mut hints = Hints::default();
    match failure {
        Failure::Vcenter(error) => stderr::write(&about("", error, &mut hints)),
        Failure::Names(errors) => {
            let mut texts: Vec<_> =
                errors.iter().take(NAMES).map(|error| about("", error, &mut hints)).collect();
            if let Some(more @ 1..) = errors.len().checked_sub(NAMES) {
                texts.push(format!("  and {more} more\n"));
            }
            if errors.len() > 1 {
                texts.push(labelled("error", BAD, &failure.to_string()));
            }
            stderr::write(&texts.concat());
        }
        _ => {
            let lines = causes(failure).into_iter().chain(failure.hint().map(hinted));
            stderr::write(&(labelled("error", BAD, &failure.to_string()) + &lines.collect::<String>()));
        }
    }
}

/// The hints that were given: of many failures of one kind each would repeat the other's.
#[derive(Debug, Default)]
pub(crate) struct Hints(HashSet<String>);

impl Hints {
    fn first(&mut self, hint: &str) -> Option<String> {
        self.0.insert(hint.to_owned()).then(|| hinted(hint))
    }
}

/// The report of an error, a line for each thing that helps to find or mend it; `of` says what it is about.
pub(crate) fn about(of: &str, error: &Error, hints: &mut Hints) -> String {
    let mut lines = vec![labelled("error", BAD, &format!("{of}{}", Excerpt(&error.to_string())))];
    lines.extend(causes(error));
    let (exact, similar): (Vec<_>, Vec<_>) =
        error.candidates().iter().partition(|candidate| candidate.is_exact());
    lines.extend(exact.into_iter().chain(similar.into_iter().take(SUGGESTIONS)).map(described));
    lines.extend(error.error_type().map(|name| format!("  error type: {}\n", Excerpt(&name.to_string()))));
    lines.extend(error.status().map(|status| format!("  status: {status}\n")));
    lines.extend(error.request_id().map(|id| format!("  request id: {id}\n")));
    lines.extend(hint(error).and_then(|hint| hints.first(hint)));
    lines.concat()
}

/// The report of a virtual machine whose outcome was not waited for.
pub(crate) fn not_waited_for(target: &str) -> String {
    let error = format!("{target}: outcome unknown: interrupted before its answer");
    labelled("error", BAD, &error) + &hinted("look with `vcenter-iso status` before trying again")
}

fn causes(error: &(dyn StdError + 'static)) -> Vec<String> {
    let mut causes = std::iter::successors(error.source(), |&cause| cause.source());
    let shown = causes.by_ref().take(CAUSES);
    let mut lines: Vec<_> =
        shown.map(|cause| format!("  caused by: {}\n", Excerpt(&cause.to_string()))).collect();
    match causes.count() {
        0 => {}
        more => lines.push(format!("  and {more} more causes\n")),
    }
    lines
}

/// A candidate: its name first, as that is what was asked for, and what it has to do with it.
fn described(candidate: &Candidate) -> String {
    let name = Excerpt(candidate.name());
    let relation = if candidate.is_exact() { "candidate" } else { "did you mean" };
    let mut details = vec![Excerpt(candidate.id()).to_string()];
    details.extend(candidate.details().iter().map(|detail| Excerpt(detail).to_string()));
    format!("  {relation}: {name} ({})\n", details.join(", "))
}

fn hinted(hint: &str) -> String {
    format!("hint: {hint}\n")
}

fn labelled(label: &str, style: Style, text: &str) -> String {
    format!("{} {text}\n", paint(style, &format!("{label}:"), enabled(&std::io::stderr())))
}

pub(crate) fn warning(text: &str) {
    stderr::write(&labelled("warning", DOUBTFUL, text));
}

pub(crate) fn note(text: &str) {
    stderr::write(&format!("{text}\n"));
}
