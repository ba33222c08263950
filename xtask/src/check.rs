//! Checks the spec against every rule.

use vcenter_iso_codegen::{Document, Location};

use crate::document::Spec;
use crate::generated::{Source, Stale};
use crate::report::{Finding, Report, Rule};
use crate::rules::{complete, documented, examples, generator, openapi, references};
use crate::status::Status;
use crate::workspace::Workspace;

/// Returns the findings in the spec of `workspace`, in the order of the text. If there are none, returns the
/// findings in the generated files.
pub(crate) fn workspace(workspace: &Workspace) -> Vec<Finding> {
    let result = document(workspace)
        .and_then(|document| Ok(inspect(&document)?.stale(workspace).iter().map(stale).collect()));
    result.unwrap_or_else(|findings| findings)
}

/// Returns the status of a command with these findings.
pub(crate) fn status(findings: &[Finding]) -> Status {
    if findings.is_empty() {
        Status::Ok
    } else if findings.iter().all(|finding| finding.rule == Rule::Stale) {
        Status::Stale
    } else {
        Status::Invalid
    }
}

/// Returns the findings in the document `text`, in the order of the text. `file` is the name of the document
/// in them.
#[must_use]
pub fn text(file: &str, text: &str) -> Vec<Finding> {
    match Document::parse(file, text) {
        Ok(document) => inspect(&document).err().unwrap_or_default(),
        Err(error) => vec![Finding::from_error(Rule::Yaml, &error)],
    }
}

/// Returns the spec of `workspace`, or the finding that it cannot be read.
pub(crate) fn document(workspace: &Workspace) -> Result<Document, Vec<Finding>> {
    let bytes = workspace.read(Workspace::SPEC).map_err(|error| {
        let message = format!("cannot read the file: {error}");
        vec![Finding::for_file(Rule::FileAccess, Workspace::SPEC, message)]
    })?;
    Document::from_bytes(Workspace::SPEC, &bytes)
        .map_err(|error| vec![Finding::from_error(Rule::Yaml, &error)])
}

/// Returns the source of the generated files, or the findings in `document`.
///
/// The generator runs last, because its messages are less clear than those of the rules.
pub(crate) fn inspect(document: &Document) -> Result<Source<'_>, Vec<Finding>> {
    let mut report = Report::new(document);
    let spec = Spec::new(document, &mut report);
    openapi::check(&spec, &mut report);
    documented::check(&spec, &mut report);
    complete::check(&spec, &mut report);
    references::check(&spec, &mut report);
    examples::check(&spec, &mut report);
    generator::check(&spec, &mut report);
    if !report.is_empty() {
        return Err(report.into_findings());
    }
    Source::new(document).map_err(|error| vec![Finding::from_error(Rule::Generator, &error)])
}

fn stale(stale: &Stale) -> Finding {
    Finding {
        file: stale.file.to_owned(),
        location: Location { line: stale.line, column: 1 },
        pointer: None,
        rule: Rule::Stale,
        message: stale.message(),
    }
}
