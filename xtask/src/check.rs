//! Every rule for the spec, and what breaks them.

mod complete;
mod documented;
mod examples;
mod finding;
mod generator;
mod objects;
mod openapi;
mod references;
mod rule;
mod spec;
mod walk;

use std::io::{self, Write};

use vcenter_iso_codegen::Document;

use crate::generate::Source;
use crate::project::Project;
pub use finding::Finding;
use finding::Report;
pub(crate) use finding::{print_json, print_text};
pub use rule::{Proof, Rule};
use spec::Spec;

/// The methods that an operation can have, as keys of a path.
pub(crate) const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Everything that is wrong with the spec of `project`, or with what is generated from it, in the order of the
/// files.
pub(crate) fn project(project: &Project) -> io::Result<Vec<Finding>> {
    let text = project.spec()?;
    let document = match Document::parse(Project::SPEC, &text) {
        Ok(document) => document,
        Err(error) => return Ok(vec![Finding::from_error(Rule::Yaml, &error)]),
    };
    match inspect(&document) {
        Ok(source) => Ok(source.stale(project)?.iter().map(Finding::stale).collect()),
        Err(findings) => Ok(findings),
    }
}

/// Everything that is wrong with the document `text`, which findings call `file`, in the order of the text.
#[must_use]
pub fn text(file: &str, text: &str) -> Vec<Finding> {
    match Document::parse(file, text) {
        Ok(document) => inspect(&document).err().unwrap_or_default(),
        Err(error) => vec![Finding::from_error(Rule::Yaml, &error)],
    }
}

/// What is generated from `document`, or what is wrong with it.
///
/// The generator comes last: what it says about a broken document would only repeat the rules, less clearly.
fn inspect(document: &Document) -> Result<Source<'_>, Vec<Finding>> {
    let mut report = Report::new(document);
    let spec = Spec::new(document, &mut report);
    openapi::check(&spec, &mut report);
    references::check(&spec, &mut report);
    documented::check(&spec, &mut report);
    complete::check(&spec, &mut report);
    examples::check(&spec, &mut report);
    generator::check(&spec, &mut report);
    if !report.is_empty() {
        return Err(report.into_findings());
    }
    Source::new(document).map_err(|error| vec![Finding::from_error(Rule::Generator, &error)])
}

/// Prints every rule with what it asks for.
pub(crate) fn list(out: &mut dyn Write) -> io::Result<()> {
    let width = Rule::ALL.iter().map(|rule| rule.name().len()).max().unwrap_or_default();
    for rule in Rule::ALL {
        writeln!(out, "{:width$}  {}", rule.name(), rule.asks())?;
    }
    Ok(())
}
