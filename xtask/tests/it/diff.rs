//! `xtask::diff` reports what an edit of a document changes for users of the API.
//!
//! The files in `tests/diff/` have edits of `base.yaml`, separated by `---`. Above an edit, a comment has each
//! line that `cargo xtask diff --all` prints for it. Without such a comment, the edit changes nothing.

use std::fs;
use std::path::Path;

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::{
    Just, ProptestConfig, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest,
};
use proptest::sample::subsequence;
use serde_json::{Map, Value, json};
use vcenter_iso_codegen::Document;
use xtask::diff::{Effect, changes};

use crate::edit::apply;

const BASE: &str = include_str!("../diff/base.yaml");
const EFFECTS: [Effect; 4] = [Effect::Breaking, Effect::Change, Effect::Addition, Effect::None];

fn document(text: &str) -> Document {
    let document = Document::parse("document.yaml", text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    if let Err(error) = document.openapi() {
        panic!("{error}");
    }
    document
}

/// Returns the changes as `cargo xtask diff --all` prints them.
fn lines(old: &str, new: &str) -> Vec<String> {
    let changes = changes(&document(old), &document(new));
    let changes = changes.unwrap_or_else(|findings| panic!("{findings:#?}\n{old}\n{new}"));
    changes.iter().map(ToString::to_string).collect()
}

/// Splits an edit into the expected lines and the unified diff.
fn split(edit: &str) -> (Vec<&str>, String) {
    let (comments, diff): (Vec<_>, Vec<_>) = edit.lines().partition(|line| line.starts_with('#'));
    let comments = comments.iter().map(|comment| comment.trim_start_matches(['#', ' ']));
    let is_change =
        |comment: &&str| EFFECTS.iter().any(|effect| comment.starts_with(&format!("{}: ", effect.name())));
    (comments.filter(is_change).collect(), diff.join("\n") + "\n")
}

#[test]
fn each_edit_has_the_changes_of_its_comments() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff");
    let mut failures = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("a file").path();
        if path.extension().is_none_or(|extension| extension != "diff") {
            continue;
        }
        let edits = fs::read_to_string(&path).expect("the file can be read").replace("\r\n", "\n");
        for edit in edits.split("---\n") {
            let (expected, diff) = split(edit);
            let mut text: Vec<_> = BASE.lines().map(str::to_owned).collect();
            apply(&diff, &mut text);
            let new = text.join("\n") + "\n";
            let found = lines(BASE, &new);
            if found != expected {
                failures.push(format!("{}:\n{edit}found {found:#?}\n", path.display()));
            }
            let back = lines(&new, BASE);
            assert_eq!(
                back.is_empty(),
                expected.is_empty(),
                "backwards, {}:\n{edit}{back:#?}",
                path.display()
            );
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_worst_change_is_first() {
    let new = BASE
        .replace("  version: 1.0.0\n", "  version: 1.0.1\n")
        .replace("        - SUSPENDED\n", "        - STANDBY\n")
        .replace("    Vm_Power_State:\n", "    Power:\n")
        .replace("schemas/Vm_Power_State'", "schemas/Power'");
    let effects: Vec<_> =
        changes(&document(BASE), &document(&new)).expect("both are valid").iter().map(|c| c.effect).collect();
    assert_eq!(effects, EFFECTS);
}

#[test]
fn a_reference_without_a_target_is_a_finding() {
    let broken = BASE.replace("schemas/FolderId'", "schemas/Folder'");
    for (old, new) in [(BASE, broken.as_str()), (&broken, BASE)] {
        let findings = changes(&document(old), &document(new)).expect_err("a reference is broken");
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(findings[0].message.contains("there is no component `Folder`"), "{findings:?}");
    }
}

#[test]
fn circular_schemas_have_an_end() {
    let document = |size: usize| {
        let part = |index: usize| json!({ "$ref": format!("#/components/schemas/S{}", index % size) });
        let schema = |index| {
            let (next, other) = (part(index + 1), part(index + 2));
            let parts = json!([
                { "properties": { "a": next, "b": other } },
                { "properties": { "a": other, "b": next } },
            ]);
            (format!("S{index}"), json!({ "allOf": parts }))
        };
        let schemas: Map<_, _> = (0..size).map(schema).collect();
        let content = json!({ "application/json": { "schema": part(0) } });
        let responses = json!({ "200": { "description": "A response.", "content": content } });
        with_header(&json!({ "/a": { "get": { "responses": responses } } }), &schemas).to_string()
    };
    // The circles differ in length, so nearly every schema meets every other one.
    assert_eq!(lines(&document(5), &document(7)), [""; 0]);
}

fn with_header(paths: &Value, schemas: &Map<String, Value>) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Generated", "version": "1" },
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

/// The names of the schemas of a generated document. The first two have a type of the SDK.
const NAMES: [&str; 4] = ["VmId", "Vm_Power_State", "Thing", "Part"];

fn schema() -> impl Strategy<Value = Value> {
    let reference = subsequence(NAMES.to_vec(), 1)
        .prop_map(|name| json!({ "$ref": format!("#/components/schemas/{}", name[0]) }));
    let leaf = prop_oneof![
        reference,
        (subsequence(vec!["string", "integer", "number"], 1), option::of(0..3_u64), any::<bool>()).prop_map(
            |(kind, length, nullable)| {
                let mut schema = json!({ "type": kind[0], "nullable": nullable });
                if let Some(length) = length {
                    schema["minLength"] = length.into();
                }
                schema
            }
        ),
        subsequence(vec!["A", "B", "C"], 1..=3)
            .prop_map(|values| json!({ "type": "string", "enum": values })),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let properties = btree_map("[a-c]", inner.clone(), 0..3);
        let object = (properties, subsequence(vec!["a", "b", "c"], 0..=3), option::of(any::<bool>()));
        prop_oneof![
            inner.clone().prop_map(|items| json!({ "type": "array", "items": items })),
            inner.clone().prop_map(|values| json!({ "type": "object", "additionalProperties": values })),
            (vec(inner, 1..3), any::<bool>())
                .prop_map(|(parts, nullable)| json!({ "allOf": parts, "nullable": nullable })),
            object.prop_map(|(properties, required, closed)| {
                let mut schema = json!({ "type": "object", "properties": properties, "required": required });
                if let Some(closed) = closed {
                    schema["additionalProperties"] = (!closed).into();
                }
                schema
            }),
        ]
    })
}

fn operation(id: &'static str) -> impl Strategy<Value = Value> {
    let body = || schema().prop_map(|schema| json!({ "application/json": { "schema": schema } }));
    let parameter = (subsequence(vec!["x", "y"], 1), any::<bool>(), schema()).prop_map(
        |(name, required, schema)| json!({ "name": name[0], "in": "query", "required": required, "schema": schema }),
    );
    let response =
        (option::of(body()), subsequence(vec!["GONE", "BUSY"], 0..=2)).prop_map(|(content, types)| {
            let mut response = json!({ "description": "A response.", "x-error-types": types });
            if let Some(content) = content {
                response["content"] = content;
            }
            response
        });
    let responses = btree_map(subsequence(vec!["200", "204", "404", "default"], 1), response, 1..4);
    (option::of(body()), option::of(parameter), responses, any::<bool>()).prop_map(
        move |(request, parameter, responses, has_id)| {
            let responses: Map<_, _> =
                responses.into_iter().map(|(status, response)| (status[0].to_owned(), response)).collect();
            let mut operation = json!({ "responses": responses });
            if has_id {
                operation["operationId"] = id.into();
            }
            if let Some(content) = request {
                operation["requestBody"] = json!({ "content": content });
            }
            if let Some(parameter) = parameter {
                operation["parameters"] = json!([parameter]);
            }
            operation
        },
    )
}

/// Generates small documents, which may have circular schemas.
fn any_document() -> impl Strategy<Value = Value> {
    let schemas = NAMES.map(|name| schema().prop_map(move |schema| (name, schema)));
    let item = |get, post| (option::of(operation(get)), option::of(operation(post)));
    let items =
        (item("A_list", "A_create"), item("A_get", "A_set"), prop_oneof![Just("/a/{b}"), Just("/a/{c}")]);
    (schemas, items).prop_map(|(schemas, (list, single, path))| {
        let schemas: Map<_, _> =
            schemas.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect();
        let mut paths = Map::new();
        for (path, (get, post)) in [("/a", list), (path, single)] {
            let get = get.map(|operation| ("get".to_owned(), operation));
            let post = post.map(|operation| ("post".to_owned(), operation));
            paths.insert(path.to_owned(), get.into_iter().chain(post).collect::<Map<_, _>>().into());
        }
        with_header(&paths.into(), &schemas)
    })
}

/// Returns the value with the members of each mapping in the reverse order.
fn reversed(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .rev()
            .map(|(key, value)| (key.clone(), reversed(value)))
            .collect::<Map<_, _>>()
            .into(),
        // The order of the items is part of some lists.
        _ => value.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn a_document_does_not_differ_from_itself(document in any_document()) {
        prop_assert_eq!(lines(&document.to_string(), &document.to_string()), [""; 0]);
        prop_assert_eq!(lines(&document.to_string(), &reversed(&document).to_string()), [""; 0]);
    }

    #[test]
    fn any_two_documents_can_be_compared(old in any_document(), new in any_document()) {
        let (old, new) = (old.to_string(), new.to_string());
        let (there, back) = (lines(&old, &new), lines(&new, &old));
        prop_assert_eq!(there.is_empty(), back.is_empty(), "{:#?}\n{:#?}", there, back);
        for line in there {
            let is_complete = !line.contains("  ") && !line.contains(" :") && !line.ends_with([' ', ':']);
            prop_assert!(is_complete, "{}", line);
        }
    }
}
