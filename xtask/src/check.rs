//! Checks the spec against every rule.

use std::io;
use std::path::Path;

use vcenter_iso_codegen::{Document, Location};

use crate::document::Spec;
use crate::facts::{Release, Upstream};
use crate::generated::{Source, Stale};
use crate::report::{Finding, Report, Rule};
use crate::rules::{
    complete, documented, examples, generator, openapi, references, results, security, server, upstream,
};
use crate::status::Status;
use crate::workspace::Workspace;

/// Returns the findings in the spec of `workspace`, in the order of the text, then those in the files of
/// VMware's facts. If there are none, returns the findings in the generated files.
pub(crate) fn workspace(workspace: &Workspace) -> Vec<Finding> {
    let result = document(workspace).and_then(|document| {
        Ok(inspect(&document, &facts(workspace)?)?.stale(workspace).iter().map(stale).collect())
    });
    result.unwrap_or_else(|findings| findings)
}

/// Returns VMware's facts, or the finding that they cannot be read.
pub(crate) fn facts(workspace: &Workspace) -> Result<Upstream, Vec<Finding>> {
    Upstream::read(workspace)
        .map_err(|error| vec![Finding::for_file(Rule::FileAccess, Release::FOLDER, error.to_string())])
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
/// in them. The document is not compared with VMware's facts.
#[must_use]
pub fn text(file: &str, text: &str) -> Vec<Finding> {
    against(file, text, &Upstream::default())
}

/// Returns the findings in the document `text` as the spec of the workspace in `root`. The generated files are
/// not checked.
///
/// # Errors
/// Fails if VMware's facts cannot be read.
pub fn spec(root: &Path, text: &str) -> io::Result<Vec<Finding>> {
    Ok(against(Workspace::SPEC, text, &Upstream::read(&Workspace::new(root))?))
}

fn against(file: &str, text: &str, upstream: &Upstream) -> Vec<Finding> {
    match Document::parse(file, text) {
        Ok(document) => inspect(&document, upstream).err().unwrap_or_default(),
        Err(error) => vec![Finding::from_error(Rule::Yaml, &error)],
    }
}

/// Returns the spec of `workspace`, or the finding that it cannot be read.
pub(crate) fn document(workspace: &Workspace) -> Result<Document, Vec<Finding>> {
    let bytes = workspace.bytes(Workspace::SPEC).map_err(|error| {
        let message = format!("cannot read the file: {error}");
        vec![Finding::for_file(Rule::FileAccess, Workspace::SPEC, message)]
    })?;
    Document::from_bytes(Workspace::SPEC, &bytes)
        .map_err(|error| vec![Finding::from_error(Rule::Yaml, &error)])
}

/// Reports what is wrong with the keys and the references. Returns `None` if the other rules cannot follow them.
fn walk<'a>(document: &'a Document, report: &mut Report) -> Option<Spec<'a>> {
    let spec = Spec::new(document, report);
    // The other rules would report what a misspelled part seems to lack.
    if report.has(Rule::UnknownKey) || report.has_at_top() {
        return None;
    }
    references::targets(&spec, report);
    references::circles(&spec, report);
    // The other rules follow references to their end.
    (!report.has(Rule::BrokenReference) && !report.has(Rule::Circle)).then_some(spec)
}

/// Returns the spec, or the findings in the structure of `document`: its keys, types and references.
///
/// Texts that are still missing are no findings here.
pub(crate) fn structure(document: &Document) -> Result<Spec<'_>, Vec<Finding>> {
    let mut report = Report::new(document);
    let Some(spec) = walk(document, &mut report) else { return Err(report.into_findings()) };
    openapi::check(&spec, &mut report);
    if report.is_empty() { Ok(spec) } else { Err(report.into_findings()) }
}

/// Returns the source of the generated files, or the findings in `document`.
///
/// The generator runs after the other rules for the document, because its messages are less clear.
pub(crate) fn inspect<'a>(document: &'a Document, upstream: &Upstream) -> Result<Source<'a>, Vec<Finding>> {
    let mut report = Report::new(document);
    let Some(spec) = walk(document, &mut report) else { return Err(report.into_findings()) };
    openapi::check(&spec, &mut report);
    security::check(&spec, &mut report);
    server::check(&spec, &mut report);
    documented::check(&spec, &mut report);
    results::check(&spec, &mut report);
    complete::check(&spec, &mut report);
    references::unused(&spec, &mut report);
    examples::check(&spec, &mut report);
    generator::check(&spec, &mut report);
    let source = report.is_empty().then(|| Source::new(document));
    if let Some(Err(error)) = &source {
        report.add_error(Rule::Generator, error);
    }
    let other_findings = upstream::check(&spec, upstream, &mut report);
    match source {
        Some(Ok(source)) if report.is_empty() && other_findings.is_empty() => Ok(source),
        _ => {
            let mut findings = report.into_findings();
            findings.extend(other_findings);
            Err(findings)
        }
    }
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
