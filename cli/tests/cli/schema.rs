//! The JSON Schemas of the output. Every output of the tests is held against them.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::process::Command;
use std::sync::{LazyLock, Mutex};

use serde_json::Value;

use crate::command::{run, vcenter_iso};

/// The commands that print records.
pub(crate) const WITH_RECORDS: [&str; 21] = [
    "mount",
    "unmount",
    "connect",
    "disconnect",
    "power",
    "import",
    "sync-item",
    "delete-item",
    "status",
    "check",
    "vms",
    "items",
    "libraries",
    "folders",
    "clusters",
    "datacenters",
    "hosts",
    "context",
    "config",
    "session",
    "certificate",
];

/// The schemas of the commands, by the name or the alias in a command line.
static SCHEMAS: LazyLock<Mutex<BTreeMap<String, Value>>> = LazyLock::new(Mutex::default);

/// Returns the schema of a command; the flags of the command line decide whether it prints records.
pub(crate) fn schema(command: &str) -> Value {
    let mut schemas = SCHEMAS.lock().expect("no test has panicked here");
    let read = || {
        let output = Command::new(env!("CARGO_BIN_EXE_vcenter-iso")).args(["schema", command]).output();
        let output = output.expect("the binary runs");
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{command}: {error}: {output:?}"))
    };
    schemas.entry(command.to_owned()).or_insert_with(read).clone()
}

/// Asserts that the records on stdout match the schema of the command, if the format is JSON.
#[track_caller]
pub(crate) fn check(arguments: &[OsString], stdout: &str) {
    let arguments: Vec<_> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
    let format = arguments.windows(2).find(|two| ["--output", "-o"].contains(&two[0])).map(|two| two[1]);
    let records: Vec<Value> = match format {
        Some("json") if !stdout.is_empty() => serde_json::from_str(stdout).expect("a JSON array"),
        Some("jsonl") => stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect(),
        _ => return,
    };
    let Some(command) = arguments.first().filter(|argument| !argument.starts_with('-')) else { return };
    let schema = schema(command);
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for record in &records {
        let errors: Vec<_> = validator
            .iter_errors(record)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(
            errors.is_empty(),
            "{record} does not match `vcenter-iso schema {command}`; correct the record of the command:\n{}",
            errors.join("\n")
        );
    }
}

#[test]
fn a_record_that_does_not_match_is_found() {
    let arguments = ["session", "--output", "json"].map(OsString::from);
    let session = serde_json::json!({
        "server": "https://vcenter.example.com/api",
        "user": "user@vsphere.local",
        "created_time": "2026-01-01T00:00:00Z",
        "last_accessed_time": "2026-01-01T00:00:00Z",
        "contexts": ["lab"],
    });
    let checked = |session: &Value| {
        let output = Value::from(vec![session.clone()]).to_string();
        std::panic::catch_unwind(|| check(&arguments, &output)).is_ok()
    };
    assert!(checked(&session));
    for invalid in [Value::Null, Value::from(1)] {
        let mut session = session.clone();
        session["user"] = invalid;
        assert!(!checked(&session), "{session}");
    }
    let mut incomplete = session;
    incomplete.as_object_mut().expect("an object").remove("user");
    assert!(!checked(&incomplete), "{incomplete}");
}

#[tokio::test]
async fn a_schema_is_of_a_command_with_records() {
    let mount = run(vcenter_iso(["schema", "mount"])).await;
    mount.check(0, &mount.stdout, "");
    let mount: Value = serde_json::from_str(&mount.stdout).expect("JSON");
    assert_eq!(mount["title"], "vcenter-iso mount");
    assert_eq!(mount["properties"]["name"]["type"], serde_json::json!(["string", "null"]));
    assert_eq!(schema("umount"), schema("unmount"), "an alias has the schema of its command");
    for name in ["login", "moutn"] {
        let expected = format!("no schema of `{name}`; commands with a schema: mount, ");
        run(vcenter_iso(["schema", name])).await.check(2, "", &expected);
    }
}

#[test]
fn every_member_has_a_description_for_operators() {
    for command in WITH_RECORDS {
        let schema = schema(command);
        let properties = schema["properties"].as_object().expect("members");
        for (name, member) in properties {
            let description = member["description"].as_str().unwrap_or_default();
            assert!(!description.is_empty(), "{command}: describe `{name}` with a doc comment");
        }
        let text = schema.to_string();
        for rust in ["None", "serde", "TryFrom", "`Some"] {
            assert!(!text.contains(rust), "{command}: {rust} is no word of JSON: {text}");
        }
    }
}
