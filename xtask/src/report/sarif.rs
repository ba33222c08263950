//! The Static Analysis Results Interchange Format:
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use serde_json::{Value, json};

use crate::report::finding::Finding;
use crate::report::rule::{CheckedBy, Rule};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Returns a log of one run, with every rule that `check` has.
pub(super) fn log(findings: &[Finding]) -> Value {
    let rules: Vec<Rule> =
        Rule::ALL.iter().copied().filter(|rule| rule.checked_by() == CheckedBy::Check).collect();
    let descriptors: Vec<Value> = rules
        .iter()
        .map(|rule| {
            json!({
                "id": rule.name(),
                "shortDescription": { "text": text(rule.description()) },
                "defaultConfiguration": { "level": "error" },
            })
        })
        .collect();
    let results: Vec<Value> = findings.iter().map(|finding| result(finding, &rules)).collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "cargo xtask check", "rules": descriptors } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn result(Finding { file, location, pointer, rule, message }: &Finding, rules: &[Rule]) -> Value {
    let mut at = json!({
        "physicalLocation": {
            // Consumers replace this base by the root of the checkout.
            "artifactLocation": { "uri": file, "uriBaseId": "%SRCROOT%" },
            "region": { "startLine": location.line, "startColumn": location.column },
        },
    });
    if let Some(pointer) = pointer {
        at["logicalLocations"] = json!([{ "fullyQualifiedName": format!("#{pointer}") }]);
    }
    let mut result = json!({
        "ruleId": rule.name(),
        "level": "error",
        "message": { "text": text(message) },
        "locations": [at],
    });
    if let Some(index) = rules.iter().position(|known| known == rule) {
        result["ruleIndex"] = json!(index);
    }
    result
}

/// Returns a message string. A single brace would start a placeholder.
fn text(message: &str) -> String {
    message.replace('{', "{{").replace('}', "}}")
}
