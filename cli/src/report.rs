//! What the command says on stderr.

use std::error::Error as _;
use std::io::{Write as _, stderr};

use vcenter_iso::OneLine;

use crate::exit::Failure;

/// How many causes are shown: a server decides how many there are.
const CAUSES: usize = 20;

/// The failure, its causes, and what helps to find or mend it, a line each.
pub(crate) fn failure(failure: &Failure) {
    let mut lines = vec![format!("error: {failure}")];
    let mut causes = std::iter::successors(failure.source(), |&cause| cause.source());
    let shown = causes.by_ref().take(CAUSES);
    lines.extend(shown.map(|cause| format!("  caused by: {}", OneLine(&cause.to_string()))));
    match causes.count() {
        0 => {}
        more => lines.push(format!("  and {more} more causes")),
    }
    if let Failure::Vcenter(error) = failure {
        lines.extend(error.error_type().map(|error_type| format!("  error type: {error_type}")));
        lines.extend(error.status().map(|status| format!("  status: {status}")));
        lines.extend(error.request_id().map(|id| format!("  request id: {id}")));
    }
    lines.extend(failure.hint().map(|hint| format!("hint: {hint}")));
    write(&(lines.join("\n") + "\n"));
}

pub(crate) fn warning(text: &str) {
    write(&format!("warning: {text}\n"));
}

pub(crate) fn note(text: &str) {
    write(&format!("{text}\n"));
}

/// A closed stderr is no reason to end: the result goes to stdout.
fn write(text: &str) {
    let _ = stderr().write_all(text.as_bytes());
}
