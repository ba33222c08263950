use std::fmt;

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

    /// Returns a finding for a file as a whole.
    pub(crate) fn for_file(rule: Rule, file: &str, message: String) -> Self {
        Self { file: file.to_owned(), location: Location::START, pointer: None, rule, message }
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

    /// Returns whether the document lacks a member, or it or a member of it has the wrong type.
    pub(crate) fn has_at_top(&self) -> bool {
        self.findings.iter().any(|finding| match (finding.rule, finding.pointer.as_deref()) {
            (Rule::MissingKey, Some(pointer)) => pointer.is_empty(),
            (Rule::WrongValue, Some(pointer)) => pointer.matches('/').count() <= 1,
            _ => false,
        })
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
