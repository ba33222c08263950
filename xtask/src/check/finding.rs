use std::fmt;
use std::io::{self, Write};

use serde_json::{Value, json};
use vcenter_iso_codegen::{Document, Error, Place};

use super::Rule;
use crate::generate::Stale;

/// What breaks a rule, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file, relative to the root of the workspace.
    pub file: String,
    /// The place in the file.
    pub place: Place,
    /// The JSON pointer to the node, where the file has nodes.
    pub pointer: Option<String>,
    /// The rule that is broken.
    pub rule: Rule,
    /// What is wrong and how to mend it.
    pub message: String,
}

impl Finding {
    pub(super) fn from_error(rule: Rule, error: &Error) -> Self {
        Self {
            file: error.file().to_owned(),
            place: error.place(),
            pointer: error.pointer().map(str::to_owned),
            rule,
            message: error.message().to_owned(),
        }
    }

    pub(super) fn stale(stale: &Stale) -> Self {
        Self {
            file: stale.file.to_owned(),
            place: Place { line: stale.line(), column: 1 },
            pointer: None,
            rule: Rule::Stale,
            message: stale.message(),
        }
    }
}

/// One line, in the form that editors jump to.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, place, pointer, rule, message } = self;
        write!(f, "{file}:{place}: error[{}]: {message}", rule.name())?;
        match pointer {
            Some(pointer) => write!(f, " (at #{pointer})"),
            None => Ok(()),
        }
    }
}

/// Prints one finding a line.
pub(crate) fn print_text(findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    findings.iter().try_for_each(|finding| writeln!(out, "{finding}"))
}

/// Prints the findings as one JSON array.
pub(crate) fn print_json(findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    let findings: Vec<_> = findings
        .iter()
        .map(|Finding { file, place, pointer, rule, message }| {
            json!({
                "rule": rule.name(),
                "file": file,
                "line": place.line,
                "column": place.column,
                "pointer": pointer,
                "message": message,
            })
        })
        .collect();
    writeln!(out, "{:#}", Value::Array(findings))
}

/// Collects the findings in a document.
pub(super) struct Report<'a> {
    document: &'a Document,
    findings: Vec<Finding>,
}

impl<'a> Report<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        Self { document, findings: Vec::new() }
    }

    /// Adds what is wrong with the node that `pointer` names.
    pub(super) fn add(&mut self, rule: Rule, pointer: &str, message: impl Into<String>) {
        self.add_error(rule, &self.document.error_at(pointer, message));
    }

    pub(super) fn add_error(&mut self, rule: Rule, error: &Error) {
        self.findings.push(Finding::from_error(rule, error));
    }

    /// Whether `rule` is broken somewhere.
    pub(super) fn has(&self, rule: Rule) -> bool {
        self.findings.iter().any(|finding| finding.rule == rule)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// The findings in the order of the document.
    pub(super) fn into_findings(mut self) -> Vec<Finding> {
        self.findings.sort_by_key(|finding| finding.place);
        // An example of the components is judged wherever it is used.
        self.findings.dedup();
        self.findings
    }
}
