//! The facts of VMware's descriptions: their extraction, and the list of deviations from them.
//!
//! `tests/edits/upstream.diff` has edits of the spec that deviate from the facts.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;
use vcenter_iso_codegen::Document;
use xtask::Status;

use crate::edit;
use crate::workspace::{facts, read, run, without_facts, workspace, write};

const SPEC: &str = include_str!("../../../spec/vcenter-iso.yaml");
const SMALL: &str = include_str!("../rules/valid.yaml");
const DEVIATIONS: &str = "spec/upstream/deviations.yaml";

/// Returns the facts of each release by the name of its file.
fn releases() -> BTreeMap<String, Value> {
    let releases = facts().into_iter().filter(|(file, _)| file != DEVIATIONS);
    releases.map(|(file, text)| (file, parse(&text))).collect()
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).expect("the file is JSON")
}

#[test]
fn each_operation_of_the_spec_is_in_a_release() {
    let spec = Document::parse("spec", SPEC).expect("the spec is YAML");
    let paths = spec.value()["paths"].as_object().expect("the spec has paths");
    let operations = paths.values().flat_map(|item| item.as_object().into_iter().flatten());
    let ids: Vec<_> =
        operations.filter_map(|(_, operation)| operation.get("operationId")?.as_str()).collect();
    assert!(ids.contains(&"Vcenter.Iso.Image_mount"), "{ids:?}");
    let releases = releases();
    for id in ids {
        assert!(
            releases.values().any(|release| release["operations"].get(id).is_some()),
            "no file in spec/upstream/ has `{id}`: run `cargo xtask upstream`"
        );
    }
}

/// Adds the keys and the strings of `value` to `texts`.
fn strings(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| strings(item, texts)),
        Value::Object(members) => {
            texts.extend(members.keys().cloned());
            members.values().for_each(|member| strings(member, texts));
        }
        _ => {}
    }
}

#[test]
fn the_files_have_no_texts() {
    for (file, mut facts) in releases() {
        for key in ["x-generated-by", "format"] {
            assert!(facts[key].take().is_string(), "{file} has no `{key}`");
        }
        let mut texts = Vec::new();
        strings(&facts, &mut texts);
        let text = texts.iter().find(|text| text.contains(' '));
        assert_eq!(text, None, "{file} has more than facts");
    }
}

// The list of deviations.

/// Creates a workspace with the spec, up-to-date generated files, the facts, and the list that `edit` returns.
fn with_deviations(edit: impl FnOnce(&str) -> String) -> TempDir {
    let root = workspace(SPEC);
    assert_eq!(run(root.path(), &["generate"]).status, Status::Ok);
    write(root.path(), DEVIATIONS, edit(&read(root.path(), DEVIATIONS)));
    root
}

/// Returns the findings of `check` with the list that `edit` returns.
fn check_with(edit: impl FnOnce(&str) -> String) -> String {
    let outcome = run(with_deviations(edit).path(), &["check"]);
    let status = if outcome.out.is_empty() { Status::Ok } else { Status::Invalid };
    assert_eq!(outcome.status, status, "{}", outcome.out);
    outcome.out
}

const MEMORY: &str = "    - VM_Summary#/properties/memory_size_MiB\n";

#[test]
fn a_deviation_that_is_not_listed_is_reported_at_its_line() {
    assert_eq!(check_with(str::to_owned), "");
    let out = check_with(|list| edit::replace(list, MEMORY, "    - VM_Summary#/properties/cpu_count\n"));
    let line = 1 + SPEC.lines().position(|line| line == "        memory_size_MiB:").expect("a member");
    assert!(out.starts_with(&format!("spec/vcenter-iso.yaml:{line}:9: error[upstream]: ")), "{out}");
    assert!(
        out.contains("there is no member `memory_size_MiB` in VMware's 9.1: correct it, or list"),
        "{out}"
    );
}

#[test]
fn an_entry_that_is_no_deviation_is_reported() {
    for (entry, message) in [
        (
            "VM_Summary#/properties/cpu_count",
            "`VM_Summary#/properties/cpu_count` is no deviation from 9.1: remove it",
        ),
        (
            "VM_Sumary#/properties/name",
            "the spec has no operation or schema `VM_Sumary`: did you mean `VM_Summary`?",
        ),
        ("Something", "the spec has no operation or schema `Something`: correct the name"),
        (
            MEMORY.trim().trim_start_matches("- "),
            "`VM_Summary#/properties/memory_size_MiB` is listed twice for 9.1",
        ),
    ] {
        let out = check_with(|list| edit::replace(list, MEMORY, &format!("{MEMORY}    - {entry}\n")));
        assert_eq!(out.lines().count(), 1, "{out}");
        assert!(out.starts_with(DEVIATIONS) && out.contains(": error[deviation]: "), "{out}");
        assert!(out.contains(message), "{message}\n{out}");
    }
}

#[test]
fn the_form_of_the_list_is_checked() {
    let entry = |text: &str| format!("- releases: ['9.1']\n  reason: One.\n{text}");
    for (text, message) in [
        ("a: 1\n".to_owned(), "1:1: error[deviation]: expected a list of entries"),
        ("- one\n".to_owned(), "1:3: error[deviation]: expected a mapping"),
        ("- [\n".to_owned(), "error[deviation]: this `[` is not closed"),
        (entry(""), "error[deviation]: add the list `places`"),
        (entry("  places: [1]\n"), "3:12: error[deviation]: expected a string: put it in quotes"),
        (entry("  places: [VmId]\n  because: x\n"), "4:3: error[deviation]: unknown key"),
        (
            "- releases: [9.1]\n  reason: One.\n  places: [VmId]\n".to_owned(),
            "expected a string: put it in quotes",
        ),
        (
            "- releases: ['9.1']\n  reason: ''\n  places: [VmId]\n".to_owned(),
            "add the `reason` of the deviation",
        ),
        (
            "- releases: ['9.2']\n  reason: One.\n  places: [VmId]\n".to_owned(),
            "there is no spec/upstream/9.2.json",
        ),
    ] {
        let out = check_with(|_| text.clone());
        let findings: Vec<_> = out.lines().filter(|line| line.starts_with(DEVIATIONS)).collect();
        assert!(findings.iter().any(|finding| finding.contains(message)), "{text}\n{message}\n{findings:#?}");
    }
}

#[test]
fn a_file_that_the_command_did_not_write_is_reported() {
    let root = with_deviations(str::to_owned);
    let file = "spec/upstream/8.0.2.json";
    let good = read(root.path(), file);
    for (text, message) in [
        (edit::replace(&good, "\"release\": \"8.0.2\"", "\"relase\": \"8.0.2\""), "unknown field `relase`"),
        (
            edit::replace(&good, "\"release\": \"8.0.2\"", "\"release\": \"8.0.3\""),
            "has the facts of 8.0.3: rename it",
        ),
        (
            edit::replace(&good, "\"Content.Library_get\": {", "\"Content.Library_read\": {"),
            "no operation `Content.Library_read`",
        ),
    ] {
        write(root.path(), file, &text);
        let outcome = run(root.path(), &["check"]);
        assert_eq!(outcome.status, Status::Invalid);
        assert!(outcome.out.contains(&format!("{file}:")), "{}", outcome.out);
        assert!(outcome.out.contains(message), "{message}\n{}", outcome.out);
    }
}

#[test]
fn without_the_facts_of_a_release_nothing_is_compared() {
    let root = with_deviations(str::to_owned);
    fs::remove_dir_all(root.path().join("spec/upstream")).expect("the folder exists");
    let outcome = run(root.path(), &["check"]);
    assert_eq!(outcome.status, Status::Invalid);
    assert_eq!(
        outcome.out,
        "spec/upstream:1:1: error[upstream]: no file has the facts of a release: restore them, or run \
         `cargo xtask upstream`\n"
    );
}

#[test]
fn a_file_that_cannot_be_read_is_the_only_finding() {
    for (file, text) in
        [(DEVIATIONS, ""), (DEVIATIONS, "- releases:\n\t- '9.1'\n"), ("spec/upstream/9.1.json", "{")]
    {
        let root = with_deviations(str::to_owned);
        write(root.path(), file, text);
        let outcome = run(root.path(), &["check"]);
        assert_eq!((outcome.status, outcome.out.lines().count()), (Status::Invalid, 1), "{}", outcome.out);
        assert!(outcome.out.starts_with(&format!("{file}:")), "{}", outcome.out);
    }
}

// The command.

/// A description of the operations of `tests/rules/valid.yaml`, in the form of a later release.
fn openapi() -> Value {
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Small", "version": "9.1.0.0" },
        "paths": {
            "/things/{thingId}?action=move": { "post": {
                "description": "Moves. Returns an authorization error if you do not have all of the privileges \
                    described as follows: \n   -  The resource `Thing` referenced by the parameter thing requires \
                    `Thing.Move`. \n",
                "parameters": [
                    { "name": "thingId", "in": "path", "required": true, "schema": { "type": "string" },
                      "description": "Must be an identifier for the resource type: `Thing`." },
                    { "name": "filter", "in": "query", "schema": { "$ref": "#/components/schemas/Small.Filter" } },
                ],
                "requestBody": { "required": true, "content": { "application/json": {
                    "schema": { "$ref": "#/components/schemas/Small.Target" },
                } } },
                "responses": {
                    "200": { "description": "A place.", "content": { "application/json": { "schema": { "type": "string" } } } },
                    "404": { "description": "", "content": { "application/json": {
                        "schema": { "$ref": "#/components/schemas/Vapi.Std.Errors.NotFound" },
                    } } },
                },
            } },
            "/things/{thingId}/others": { "get": { "responses": {} } },
        },
        "components": { "schemas": {
            "Small.Filter": { "type": "object", "properties": { "hosts": { "type": "array", "items": { "type": "string" } } } },
            "Small.Target": { "type": "object", "required": ["host"], "properties": {
                "host": { "type": "string" }, "at": { "type": "string", "format": "date-time" },
                "height": { "type": "number" }, "other": { "$ref": "#/components/schemas/Small.Other" },
            } },
            "Small.Other": { "type": "object" },
            "Vapi.Std.Errors.Error": { "type": "object", "required": ["text"], "properties": {
                "text": { "type": "string" },
                "error_type": { "type": "string", "description": "For more information see: *Small.Type*." },
            } },
            "Vapi.Std.Errors.NotFound": { "allOf": [{ "$ref": "#/components/schemas/Vapi.Std.Errors.Error" }] },
            "Small.Type": { "type": "string", "enum": ["NOT_FOUND", "ERROR"] },
        } },
    })
}

/// The same facts in the form of an earlier release, except for the privilege.
fn swagger() -> Value {
    json!({
        "swagger": "2.0",
        "info": { "title": "small", "version": "2.0.0" },
        "paths": { "/api/things/{thing}?action=move": { "post": {
            "summary": "Moves.",
            "parameters": [
                { "name": "thing", "in": "path", "required": true, "type": "string",
                  "description": "Must be an identifier for the resource type: Thing." },
                { "name": "hosts", "in": "query", "type": "array", "items": { "type": "string" } },
                { "name": "request_body", "in": "body", "required": true, "schema": { "$ref": "#/definitions/Alias" } },
            ],
            "responses": {
                "200": { "description": "A place.", "schema": { "type": "string" } },
                "404": { "description": "", "schema": { "$ref": "#/definitions/VapiStdErrorsNotFound" } },
            },
        } } },
        "definitions": {
            "Alias": { "$ref": "#/definitions/SmallTarget", "description": "A target." },
            "SmallTarget": { "type": "object", "required": ["host"], "properties": {
                "host": { "type": "string" }, "at": { "type": "string", "format": "date-time" },
                "height": { "type": "number" },
            } },
            "VapiStdErrorsNotFound": { "type": "object", "required": ["text"], "properties": {
                "text": { "type": "string" }, "error_type": { "$ref": "#/definitions/SmallType" },
            } },
            "SmallType": { "type": "string", "enum": ["NOT_FOUND", "ERROR"] },
        },
    })
}

/// Creates a workspace with the small spec, and writes each description below it.
fn with_descriptions(descriptions: &[(&str, String)]) -> TempDir {
    let root = without_facts(SMALL);
    for (file, text) in descriptions {
        write(root.path(), file, text);
    }
    root
}

/// Runs the command on `files` of the workspace, with more arguments.
fn upstream(root: &Path, files: &[&str], more: &[&str]) -> crate::workspace::Outcome {
    let files: Vec<_> = files.iter().map(|file| root.join(file).to_string_lossy().into_owned()).collect();
    let arguments =
        [&["upstream"], files.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), more].concat();
    run(root, &arguments)
}

#[test]
fn the_facts_of_both_formats_are_extracted() {
    let root = with_descriptions(&[("new.json", openapi().to_string()), ("old.json", swagger().to_string())]);
    let new = upstream(root.path(), &["new.json"], &[]);
    assert_eq!(new.status, Status::Ok, "{}{}", new.out, new.err);
    assert_eq!(
        new.out,
        "spec/upstream/9.1.json: written\n9.1: added `Vcenter.Thing_move`\n\
         9.1: no file has `Vcenter.Thing_get` (GET /things/{thing}?action=move)\n"
    );
    let again = upstream(root.path(), &["new.json"], &["--release", "9.1"]);
    assert!(again.out.starts_with("spec/upstream/9.1.json: up to date\n"), "{}", again.out);
    let facts = parse(&read(root.path(), "spec/upstream/9.1.json"));
    let operation = &facts["operations"]["Vcenter.Thing_move"];
    assert_eq!(operation["path"], "/things/{thingId}?action=move");
    assert_eq!(
        operation["parameters"],
        json!({
            "hosts": { "in": "query", "required": false, "schema": { "type": "array", "items": { "type": "string" } } },
            "thingId": { "in": "path", "required": true, "schema": { "type": "string", "x-resource-type": "Thing" } },
        })
    );
    assert_eq!(operation["requestBody"], json!({ "required": true, "schema": { "$ref": "Small.Target" } }));
    assert_eq!(
        operation["responses"]["404"],
        json!({ "schema": { "$ref": "Vapi.Std.Errors.Error" }, "x-error-types": ["NOT_FOUND"] })
    );
    assert_eq!(operation["x-privileges"], json!([{ "privilege": "Thing.Move", "parameter": "thing" }]));
    let names =
        |facts: &Value| facts["schemas"].as_object().expect("a mapping").keys().cloned().collect::<Vec<_>>();
    // The spec does not have the member that leads to `Small.Other`.
    assert_eq!(names(&facts), ["Small.Target", "Small.Type", "Vapi.Std.Errors.Error"]);

    let old = upstream(root.path(), &["old.json"], &["--release", "7.0.3"]);
    assert_eq!(old.status, Status::Ok, "{}{}", old.out, old.err);
    let facts = parse(&read(root.path(), "spec/upstream/7.0.3.json"));
    let operation = &facts["operations"]["Vcenter.Thing_move"];
    assert_eq!(operation["path"], "/things/{thing}?action=move");
    assert_eq!(operation["requestBody"], json!({ "required": true, "schema": { "$ref": "SmallTarget" } }));
    assert_eq!(operation["responses"]["404"]["x-error-types"], json!(["NOT_FOUND"]));
    assert_eq!(names(&facts), ["SmallTarget", "SmallType", "VapiStdErrorsNotFound"]);
}

#[test]
fn yaml_is_read_and_several_files_are_merged() {
    let mut other = openapi();
    other["paths"] = json!({ "/things/{thingId}?action=move": { "get": { "responses": { "204": {} } } } });
    // JSON is YAML; the comment makes it not JSON.
    let descriptions = [("a.yaml", format!("# Small.\n{}", openapi())), ("b.json", other.to_string())];
    let root = with_descriptions(&descriptions);
    let both = upstream(root.path(), &["a.yaml", "b.json"], &[]);
    let wanted =
        "spec/upstream/9.1.json: written\n9.1: added `Vcenter.Thing_get`\n9.1: added `Vcenter.Thing_move`\n";
    assert_eq!((both.status, both.out.as_str()), (Status::Ok, wanted));
    let merged = read(root.path(), "spec/upstream/9.1.json");
    fs::remove_file(root.path().join("spec/upstream/9.1.json")).expect("the file exists");
    for file in ["b.json", "a.yaml"] {
        assert_eq!(upstream(root.path(), &[file], &[]).status, Status::Ok);
    }
    assert_eq!(read(root.path(), "spec/upstream/9.1.json"), merged, "one by one, and in another order");
}

#[test]
fn what_cannot_be_extracted_is_an_error_with_a_fix() {
    let mut other = openapi();
    other["info"]["version"] = json!("9.0.0.0");
    let mut different = openapi();
    different["components"]["schemas"]["Small.Target"]["required"] = json!([]);
    let mut privileges = openapi();
    privileges["paths"]["/things/{thingId}?action=move"]["post"]["description"] =
        json!("all of the privileges described as follows: \n - Ask an administrator.");
    let mut null = openapi();
    null["paths"]["/things/{thingId}/others"]["get"] = Value::Null;
    let mut unnamed = openapi();
    unnamed["info"]["version"] = json!("");
    let root = with_descriptions(&[
        ("null.json", null.to_string()),
        ("unnamed.json", unnamed.to_string()),
        ("new.json", openapi().to_string()),
        ("other.json", other.to_string()),
        ("different.json", different.to_string()),
        ("privileges.json", privileges.to_string()),
        ("old.json", swagger().to_string()),
        ("unrelated.json", json!({ "swagger": "2.0", "paths": {} }).to_string()),
        ("thing.json", json!({ "thing": 1 }).to_string()),
        ("empty.json", String::new()),
        ("broken.json", "{\n  \"swagger\": 2.0,".to_owned()),
        ("broken.yaml", "a: b: c".to_owned()),
    ]);
    for (files, more, message) in [
        (["old.json"].as_slice(), [].as_slice(), "does not state its release: add `--release`"),
        (&["new.json", "other.json"], &[], "describes 9.0, not 9.1"),
        (&["new.json"], &["--release", "8.0.2"], "describes 9.1, not 8.0.2"),
        (&["old.json"], &["--release", "../up"], "`../up` is not a release"),
        (&["old.json"], &["--release", "07.0.3"], "`07.0.3` is not a release"),
        (
            &["old.json"],
            &["--release", "99999999999999999999.1"],
            "`99999999999999999999.1` is not a release",
        ),
        (&["unnamed.json"], &[], "unnamed.json: the version `` is not a release"),
        (&["null.json"], &[], "null.json: get /things/{thingId}/others: expected a mapping"),
        (&["new.json", "old.json"], &[], "has another format"),
        (
            &["new.json", "different.json"],
            &[],
            "describes `Small.Target` in another way than an earlier file",
        ),
        (&["privileges.json"], &[], "the line `Ask an administrator.` on privileges has an unknown form"),
        (&["unrelated.json"], &["--release", "7.0.3"], "no operation of the spec"),
        (&["thing.json"], &[], "neither Swagger 2.0 nor OpenAPI 3.0"),
        (&["empty.json"], &[], "the file is empty: fetch it again"),
        (&["broken.json"], &[], "broken.json:2:17: not JSON"),
        (&["broken.yaml"], &[], "broken.yaml:1:"),
    ] {
        let outcome = upstream(root.path(), files, more);
        assert_eq!(
            (outcome.status, outcome.err.as_str()),
            (Status::Invalid, ""),
            "{files:?}: {}",
            outcome.out
        );
        assert!(outcome.out.contains(message), "{message}\n{}", outcome.out);
    }
    assert!(!root.path().join("spec/upstream").exists(), "no file is written after an error");
    let missing = upstream(root.path(), &["none.json"], &[]);
    assert_eq!(missing.status, Status::Invalid);
    assert!(
        missing.err.starts_with("error: cannot read ") && missing.err.contains("none.json"),
        "{}",
        missing.err
    );
}

#[test]
fn a_spec_with_a_mistake_in_its_structure_keeps_the_facts() {
    let root = with_descriptions(&[("new.json", openapi().to_string())]);
    assert_eq!(upstream(root.path(), &["new.json"], &[]).status, Status::Ok);
    let before = read(root.path(), "spec/upstream/9.1.json");
    let circle = "  schemas:\n    Circle:\n      allOf: [{ $ref: '#/components/schemas/Circle' }]\n";
    for (text, rule) in [
        (SMALL.replacen("    post:\n", "    pots:\n", 1), "error[unknown-key]: "),
        (SMALL.replacen("  schemas:\n", circle, 1), "error[circle]: "),
    ] {
        write(root.path(), "spec/vcenter-iso.yaml", text);
        let outcome = upstream(root.path(), &["new.json"], &[]);
        assert_eq!(outcome.status, Status::Invalid, "{}", outcome.out);
        assert!(outcome.out.contains(rule), "{}", outcome.out);
        assert_eq!(read(root.path(), "spec/upstream/9.1.json"), before);
    }
}

#[test]
fn an_operation_that_the_spec_no_longer_has_is_removed_and_named() {
    let root = with_descriptions(&[("new.json", openapi().to_string())]);
    assert_eq!(upstream(root.path(), &["new.json"], &[]).status, Status::Ok);
    write(
        root.path(),
        "spec/vcenter-iso.yaml",
        edit::replace(SMALL, "Vcenter.Thing_move", "Vcenter.Thing_carry"),
    );
    let outcome = upstream(root.path(), &["new.json"], &[]);
    assert!(
        outcome.out.starts_with(
            "spec/upstream/9.1.json: written\n9.1: removed `Vcenter.Thing_move`\n9.1: added `Vcenter.Thing_carry`\n"
        ),
        "{}",
        outcome.out
    );
}

#[test]
fn a_file_without_an_operation_of_the_spec_is_named() {
    let mut unrelated = openapi();
    unrelated["paths"] = json!({});
    let root = with_descriptions(&[("a.json", openapi().to_string()), ("b.json", unrelated.to_string())]);
    let outcome = upstream(root.path(), &["a.json", "b.json"], &[]);
    assert_eq!(outcome.status, Status::Ok);
    assert!(outcome.out.contains("b.json: has no operation of the spec\n"), "{}", outcome.out);
}

#[test]
fn a_path_with_the_name_of_a_required_parameter_is_found() {
    let text = edit::replace(SMALL, "/things/{thing}?action=move:", "/things/{thing}:");
    let text =
        edit::replace(&text, "          in: query\n", "          in: query\n          required: true\n");
    let mut description = openapi();
    let item = description["paths"]["/things/{thingId}?action=move"].take();
    description["paths"] = json!({ "/things/{thingId}?hosts": item });
    let root = without_facts(&text);
    write(root.path(), "new.json", description.to_string());
    assert_eq!(upstream(root.path(), &["new.json"], &[]).status, Status::Ok);
    let facts = parse(&read(root.path(), "spec/upstream/9.1.json"));
    assert_eq!(facts["operations"]["Vcenter.Thing_move"]["path"], "/things/{thingId}");
}
