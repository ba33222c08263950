use serde_json::{Value, json};

use crate::report::finding::Finding;
use crate::report::rule::{CheckedBy, Rule};

/// Returns a list with an object for each finding.
pub(super) fn findings(findings: &[Finding]) -> Value {
    let finding = |Finding { file, location, pointer, rule, message }: &Finding| {
        json!({
            "rule": rule.name(),
            "file": file,
            "line": location.line,
            "column": location.column,
            "pointer": pointer,
            "message": message,
        })
    };
    findings.iter().map(finding).collect()
}

/// Returns a list with an object for each rule.
pub(super) fn rules() -> Value {
    let rule = |rule: &Rule| {
        let checked_by = match rule.checked_by() {
            CheckedBy::Check => "check",
            CheckedBy::Test => "test",
        };
        json!({ "rule": rule.name(), "description": rule.description(), "checked_by": checked_by })
    };
    Rule::ALL.iter().map(rule).collect()
}
