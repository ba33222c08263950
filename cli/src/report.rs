//! What the command says on stderr.

use std::error::Error as StdError;
use std::io::{IsTerminal as _, Write as _, stderr};

use anstyle::Style;
use vcenter_iso::{Candidate, Error, ErrorKind, OneLine};

use crate::exit::{Failure, hint};
use crate::style::{BAD, DOUBTFUL, paint, wanted};
use crate::target::Target;

/// How many causes are shown: a server decides how many there are.
const CAUSES: usize = 20;

/// The failure, its causes, and what helps to find or mend it, a line each.
pub(crate) fn failure(failure: &Failure) {
    match failure {
        Failure::Vcenter(error) => write(&about("", error)),
        Failure::Names(errors) => {
            let mut text: String = errors.iter().map(|error| about("", error)).collect();
            if errors.len() > 1 {
                text += &labelled("error", BAD, &failure.to_string());
            }
            write(&text);
        }
        _ => {
            let lines = causes(failure).into_iter().chain(failure.hint().map(hinted));
            write(&(labelled("error", BAD, &failure.to_string()) + &lines.collect::<String>()));
        }
    }
}

/// The report of an error, a line for each thing that helps to find or mend it; `of` says what it is about.
pub(crate) fn about(of: &str, error: &Error) -> String {
    let mut lines = vec![labelled("error", BAD, &format!("{of}{error}"))];
    lines.extend(causes(error));
    lines.extend(error.candidates().iter().map(|candidate| described(error, candidate)));
    lines.extend(error.error_type().map(|error_type| format!("  error type: {error_type}\n")));
    lines.extend(error.status().map(|status| format!("  status: {status}\n")));
    lines.extend(error.request_id().map(|id| format!("  request id: {id}\n")));
    lines.extend(hint(error).map(hinted));
    lines.concat()
}

/// The report of a virtual machine whose outcome was not waited for.
pub(crate) fn not_waited_for(target: &Target) -> String {
    let error = format!("{target}: outcome unknown: interrupted before its answer");
    labelled("error", BAD, &error) + &hinted("look with `vcenter-iso status` before trying again")
}

fn causes(error: &(dyn StdError + 'static)) -> Vec<String> {
    let mut causes = std::iter::successors(error.source(), |&cause| cause.source());
    let shown = causes.by_ref().take(CAUSES);
    let mut lines: Vec<_> =
        shown.map(|cause| format!("  caused by: {}\n", OneLine(&cause.to_string()))).collect();
    match causes.count() {
        0 => {}
        more => lines.push(format!("  and {more} more causes\n")),
    }
    lines
}

/// A candidate: its name first, as that is what was asked for, and what it has to do with it.
fn described(error: &Error, candidate: &Candidate) -> String {
    let name = OneLine(candidate.name()).to_string();
    let relation = match error.kind() {
        ErrorKind::NotFound if error.to_string().contains(&format!("`{name}`")) => "found",
        ErrorKind::NotFound => "did you mean",
        _ => "candidate",
    };
    let mut details = vec![OneLine(candidate.id()).to_string()];
    details.extend(candidate.details().iter().map(|detail| OneLine(detail).to_string()));
    format!("  {relation}: {name} ({})\n", details.join(", "))
}

fn hinted(hint: &str) -> String {
    format!("hint: {hint}\n")
}

fn labelled(label: &str, style: Style, text: &str) -> String {
    format!("{} {text}\n", paint(style, &format!("{label}:"), wanted(stderr().is_terminal())))
}

pub(crate) fn warning(text: &str) {
    write(&labelled("warning", DOUBTFUL, text));
}

pub(crate) fn note(text: &str) {
    write(&format!("{text}\n"));
}

/// A closed stderr is no reason to end: the result goes to stdout.
pub(crate) fn write(text: &str) {
    let _ = stderr().write_all(text.as_bytes());
}
