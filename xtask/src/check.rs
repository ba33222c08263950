//! Checks the spec against every rule.

use std::io::{self, Write};
use std::path::Path;

use vcenter_iso_codegen::{Document, Location};

use crate::document::Spec;
use crate::facts::Upstream;
use crate::generate::{Source, Stale};
use crate::report::{Finding, Report, Rule};
use crate::rules::{
    complete, documented, examples, generator, openapi, references, results, security, upstream,
};
use crate::workspace::Workspace;

/// Returns the findings in the spec of `workspace`, in the order of the text, then those in the files of
/// VMware's facts. If there are none, returns the findings in the generated files.
pub(crate) fn workspace(workspace: &Workspace) -> io::Result<Vec<Finding>> {
    let text = workspace.spec()?;
    let document = match Document::parse(Workspace::SPEC, &text) {
        Ok(document) => document,
        Err(error) => return Ok(vec![Finding::from_error(Rule::Yaml, &error)]),
    };
    match inspect(&document, &Upstream::read(workspace)?) {
        Ok(source) => Ok(source.stale(workspace)?.iter().map(stale).collect()),
        Err(findings) => Ok(findings),
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

/// Returns the source of the generated files, or the findings in `document`.
///
/// The generator runs after the other rules for the document, because its messages are less clear.
fn inspect<'a>(document: &'a Document, upstream: &Upstream) -> Result<Source<'a>, Vec<Finding>> {
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
    results::check(&spec, &mut report);
    complete::check(&spec, &mut report);
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
