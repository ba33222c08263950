//! Tests of `check --output sarif` against the published structure of SARIF 2.1.0.

use std::path::Path;

use serde_json::{Value, json};
use xtask::Status;
use xtask::diff::Git;
use xtask::report::{CheckedBy, Rule};

use crate::workspace::workspace;

const SPEC: &str = include_str!("../../../spec/vcenter-iso.yaml");

/// Returns the log of `check` for the spec `text`.
fn log(text: &str, status: Status) -> Value {
    let root = workspace(text);
    if status == Status::Ok {
        run(root.path(), &["generate"]);
    }
    let (found, out) = run(root.path(), &["check", "--output", "sarif"]);
    assert_eq!(found, status, "{out}");
    let log = serde_json::from_str(&out).expect("the output is JSON");
    let schema = jsonschema::options().should_validate_formats(true).build(&schema()).expect("a JSON Schema");
    let errors: Vec<_> =
        schema.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{log:#}");
    log
}

fn run(root: &Path, arguments: &[&str]) -> (Status, String) {
    let mut out = Vec::new();
    let status =
        xtask::run([&["cargo xtask"], arguments].concat(), root, &Git::new(root), &mut out, &mut Vec::new());
    (status, String::from_utf8(out).expect("a command prints UTF-8"))
}

/// Returns the part of the schema of SARIF 2.1.0 that the log uses. As in the published schema, an object has no
/// other members.
///
/// `ruleId` and `locations` are optional in SARIF, but GitHub needs them.
fn schema() -> Value {
    let object = |required: &[&str], properties: Value| {
        json!({
            "type": "object", "required": required, "properties": properties, "additionalProperties": false,
        })
    };
    let list = |items: Value| json!({ "type": "array", "items": items });
    let text = || json!({ "type": "string" });
    let from_1 = || json!({ "type": "integer", "minimum": 1 });
    let message = || object(&["text"], json!({ "text": text() }));
    let level = json!({ "enum": ["none", "note", "warning", "error"] });
    let rule = object(
        &["id"],
        json!({
            "id": text(),
            "shortDescription": message(),
            "defaultConfiguration": object(&[], json!({ "level": level })),
        }),
    );
    let location = object(
        &["physicalLocation"],
        json!({
            "physicalLocation": object(&["artifactLocation"], json!({
                "artifactLocation": object(&["uri"], json!({
                    "uri": { "type": "string", "format": "uri-reference" },
                    "uriBaseId": text(),
                })),
                "region": object(&["startLine"], json!({ "startLine": from_1(), "startColumn": from_1() })),
            })),
            "logicalLocations": list(object(&[], json!({ "fullyQualifiedName": text() }))),
        }),
    );
    let result = object(
        &["message", "ruleId", "locations"],
        json!({
            "ruleId": text(),
            "ruleIndex": { "type": "integer", "minimum": 0 },
            "level": level,
            "message": message(),
            "locations": list(location),
        }),
    );
    let driver = object(&["name"], json!({ "name": text(), "rules": list(rule) }));
    let run = object(
        &["tool", "results"],
        json!({
            "tool": object(&["driver"], json!({ "driver": driver })),
            "columnKind": { "enum": ["utf16CodeUnits", "unicodeCodePoints"] },
            "results": list(result),
        }),
    );
    object(
        &["version", "runs"],
        json!({
            "$schema": { "type": "string", "format": "uri" },
            "version": { "enum": ["2.1.0"] },
            "runs": list(run),
        }),
    )
}

#[test]
fn a_log_has_every_rule_of_check() {
    let log = log(SPEC, Status::Ok);
    let run = &log["runs"][0];
    assert_eq!(run["results"], json!([]));
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let names: Vec<_> = rules.iter().filter_map(|rule| rule["id"].as_str()).collect();
    let known = Rule::ALL.iter().filter(|rule| rule.checked_by() == CheckedBy::Check);
    assert_eq!(names, known.map(|rule| rule.name()).collect::<Vec<_>>());
}

#[test]
fn a_result_has_its_rule_and_location() {
    let log = log(&SPEC.replace("  - url: https://{api_host}/api", "  - url: 5"), Status::Invalid);
    let run = &log["runs"][0];
    let result = &run["results"][0];
    let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("a small index");
    assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
    assert_eq!(result["ruleId"], "wrong-value");
    let location = &result["locations"][0];
    assert_eq!(location["physicalLocation"]["artifactLocation"]["uri"], "spec/vcenter-iso.yaml");
    let line = 1 + SPEC
        .lines()
        .position(|line| line == "  - url: https://{api_host}/api")
        .expect("the line is there");
    assert_eq!(location["physicalLocation"]["region"], json!({ "startLine": line, "startColumn": 5 }));
    assert_eq!(location["logicalLocations"][0]["fullyQualifiedName"], "#/servers/0/url");
}

#[test]
fn braces_of_a_message_are_no_placeholder() {
    let spec = SPEC.replacen("  /vcenter/vm/{vm}:\n", "  /vcenter/vm/{vm}/{host}:\n", 1);
    assert_ne!(spec, SPEC, "the spec has the path");
    let log = log(&spec, Status::Invalid);
    let results = log["runs"][0]["results"].as_array().expect("results");
    let messages: Vec<_> = results.iter().filter_map(|result| result["message"]["text"].as_str()).collect();
    assert!(messages.contains(&"the path has `{{host}}`: declare the parameter"), "{messages:#?}");
}

#[test]
fn a_file_that_cannot_be_read_is_a_result() {
    let log = log("openapi: [", Status::Invalid);
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "yaml");
    assert_eq!(result["locations"][0].get("logicalLocations"), None);
}
