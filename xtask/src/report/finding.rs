use std::fmt;
use std::io::{self, Write};

use serde_json::{Value, json};
use vcenter_iso_codegen::{Document, Error, Location};

use crate::report::rule::Rule;

/// A violation of a rule, with its location.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file, relative to the root of the workspace.
    pub file: String,
    /// The location in the file.
    pub location: Location,
    /// The JSON pointer to the node; `None` if the finding has no node.
    pub pointer: Option<String>,
    /// The rule.
    pub rule: Rule,
    /// The problem and its fix.
    pub message: String,
}

impl Finding {
    /// Converts `error` to a finding of `rule`.
    #[must_use]
    pub fn from_error(rule: Rule, error: &Error) -> Self {
        Self {
            file: error.file().to_owned(),
            location: error.location(),
            pointer: error.pointer().map(str::to_owned),
            rule,
            message: error.message().to_owned(),
        }
    }
}

/// Displays as one line, in a form that editors can jump to.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, location, pointer, rule, message } = self;
        write!(f, "{file}:{location}: error[{}]: {message}", rule.name())?;
        match pointer {
            Some(pointer) => write!(f, " (at #{pointer})"),
            None => Ok(()),
        }
    }
}

/// Prints one finding per line.
pub(crate) fn print_text(findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    findings.iter().try_for_each(|finding| writeln!(out, "{finding}"))
}

/// Prints the findings as one JSON array.
pub(crate) fn print_json(findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    let findings: Vec<_> = findings
        .iter()
        .map(|Finding { file, location, pointer, rule, message }| {
            json!({
                "rule": rule.name(),
                "file": file,
                "line": location.line,
                "column": location.column,
                "pointer": pointer,
                "message": message,
            })
        })
        .collect();
    writeln!(out, "{:#}", Value::Array(findings))
}

/// Collects the findings in a document.
pub(crate) struct Report<'a> {
    document: &'a Document,
    findings: Vec<Finding>,
}

impl<'a> Report<'a> {
    pub(crate) fn new(document: &'a Document) -> Self {
        Self { document, findings: Vec::new() }
    }

    /// Adds a finding at the node with this JSON pointer.
    pub(crate) fn add(&mut self, rule: Rule, pointer: &str, message: impl Into<String>) {
        self.add_error(rule, &self.document.error_at(pointer, message));
    }

    pub(crate) fn add_error(&mut self, rule: Rule, error: &Error) {
        self.findings.push(Finding::from_error(rule, error));
    }

    /// Returns whether there is a finding of `rule`.
    pub(crate) fn has(&self, rule: Rule) -> bool {
        self.findings.iter().any(|finding| finding.rule == rule)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// Returns the findings in the order of the document.
    pub(crate) fn into_findings(mut self) -> Vec<Finding> {
        self.findings.sort_by_key(|finding| finding.location);
        // An example of the components is validated at each use, with the same findings.
        self.findings.dedup();
        self.findings
    }
}
