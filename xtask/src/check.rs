//! Checks the spec against every rule.

use std::io::{self, Write};

use vcenter_iso_codegen::{Document, Location};

use crate::document::Spec;
use crate::generate::{Source, Stale};
use crate::report::{Finding, Report, Rule};
use crate::rules::{
    complete, documented, errors, examples, generator, openapi, references, results, security,
};
use crate::workspace::Workspace;

/// Returns the findings in the spec of `workspace`, in the order of the text. If there are none, returns the
/// findings in the generated files.
pub(crate) fn workspace(workspace: &Workspace) -> io::Result<Vec<Finding>> {
    let text = workspace.spec()?;
    let document = match Document::parse(Workspace::SPEC, &text) {
        Ok(document) => document,
        Err(error) => return Ok(vec![Finding::from_error(Rule::Yaml, &error)]),
    };
    match inspect(&document) {
        Ok(source) => Ok(source.stale(workspace)?.iter().map(stale).collect()),
        Err(findings) => Ok(findings),
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

/// Returns the source of the generated files, or the findings in `document`.
///
/// The generator runs last, because its messages are less clear than those of the rules.
fn inspect(document: &Document) -> Result<Source<'_>, Vec<Finding>> {
    let mut report = Report::new(document);
    let spec = Spec::new(document, &mut report);
    references::circles(&spec, &mut report);
    // The other rules follow references to their end.
    if report.has(Rule::Circle) {
        return Err(report.into_findings());
    }
    openapi::check(&spec, &mut report);
    security::check(&spec, &mut report);
    references::check(&spec, &mut report);
    documented::check(&spec, &mut report);
    errors::check(&spec, &mut report);
    results::check(&spec, &mut report);
    complete::check(&spec, &mut report);
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
        location: Location { line: stale.line(), column: 1 },
        pointer: None,
        rule: Rule::Stale,
        message: stale.message(),
    }
}

/// Prints every rule with its description.
pub(crate) fn list(out: &mut dyn Write) -> io::Result<()> {
    let width = Rule::ALL.iter().map(|rule| rule.name().len()).max().unwrap_or_default();
    for rule in Rule::ALL {
        writeln!(out, "{:width$}  {}", rule.name(), rule.description())?;
    }
    Ok(())
}
