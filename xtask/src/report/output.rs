use std::io::{self, Write};

use clap::ValueEnum;

use crate::report::finding::Finding;
use crate::report::github;
use crate::report::json;
use crate::report::rule::Rule;
use crate::report::sarif;

/// The format of findings on stdout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Output {
    /// One line per finding.
    Text,
    /// One JSON array of all findings.
    Json,
    /// Annotations for a workflow of GitHub Actions.
    Github,
    /// One SARIF 2.1.0 log, for code scanning and for editors.
    Sarif,
}

impl Output {
    /// Returns whether stdout is one JSON document, so that it can hold nothing else.
    pub(crate) fn is_document(self) -> bool {
        match self {
            Self::Json | Self::Sarif => true,
            Self::Text | Self::Github => false,
        }
    }

    pub(crate) fn print(self, findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Text => findings.iter().try_for_each(|finding| writeln!(out, "{finding}")),
            Self::Json => writeln!(out, "{:#}", json::findings(findings)),
            Self::Github => {
                findings.iter().try_for_each(|finding| writeln!(out, "{}", github::error(finding)))
            }
            Self::Sarif => writeln!(out, "{:#}", sarif::log(findings)),
        }
    }

    /// Prints every rule. Returns `None` if this is a format of findings alone.
    pub(crate) fn print_rules(self, out: &mut dyn Write) -> Option<io::Result<()>> {
        match self {
            Self::Text => {
                let width = Rule::ALL.iter().map(|rule| rule.name().len()).max().unwrap_or_default();
                let mut rules = Rule::ALL.iter();
                Some(
                    rules
                        .try_for_each(|rule| writeln!(out, "{:width$}  {}", rule.name(), rule.description())),
                )
            }
            Self::Json => Some(writeln!(out, "{:#}", json::rules())),
            Self::Github | Self::Sarif => None,
        }
    }
}
