//! Checks some invariants of ARCHITECTURE.md, and that the tests that it names exist.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is in a workspace")
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the Rust files in a folder and its subfolders.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// Returns the lines of each invariant in ARCHITECTURE.md.
fn invariants() -> Vec<String> {
    let text = read("ARCHITECTURE.md");
    let (_, section) = text.split_once("\n## Invariants\n").expect("ARCHITECTURE.md has invariants");
    let section = section.split("\n## ").next().unwrap_or_default();
    let mut invariants: Vec<String> = Vec::new();
    for line in section.lines() {
        if line.starts_with(|character: char| character.is_ascii_digit()) {
            invariants.push(String::new());
        }
        if let Some(invariant) = invariants.last_mut() {
            invariant.push_str(line);
            invariant.push('\n');
        }
    }
    invariants
}

#[test]
fn every_invariant_names_its_tests() {
    let invariants = invariants();
    assert!(!invariants.is_empty(), "ARCHITECTURE.md has no numbered invariant");
    for invariant in invariants {
        let named: Vec<_> =
            invariant.split('`').filter(|text| text.contains(".rs") || text.starts_with(".ci/")).collect();
        assert!(
            !named.is_empty(),
            "name the tests of this invariant, as `tests/sdk/file.rs::name`:\n{invariant}"
        );
        for test in named {
            let (file, name) = test.split_once("::").map_or((test, None), |(file, name)| (file, Some(name)));
            let text = read(file);
            if let Some(name) = name {
                let function = format!("fn {}(", name.rsplit("::").next().unwrap_or(name));
                assert!(text.contains(&function), "{file} has no test `{name}`, which ARCHITECTURE.md names");
            } else if !file.starts_with(".ci/") {
                assert!(text.contains("#[test]") || text.contains("#[tokio::test"), "{file} has no tests");
            }
        }
    }
}

#[test]
fn the_simulator_depends_on_neither_the_sdk_nor_the_generator() {
    let manifest = read("simulator/Cargo.toml");
    for section in manifest.split("\n[").filter(|section| section.starts_with("dependencies]")) {
        for name in ["vcenter-iso", "vcenter-iso-codegen", "progenitor"] {
            let depends = section
                .lines()
                .any(|line| line.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', '.', '='])));
            assert!(
                !depends,
                "the simulator must not use the SDK or the generator: remove the dependency `{name}`"
            );
        }
    }
}

#[test]
fn every_simulator_of_a_test_is_held_against_the_document() {
    for folder in ["tests/sdk", "cli/tests/cli"] {
        for path in sources(&root().join(folder)) {
            let text = fs::read_to_string(&path).expect("a file");
            assert!(
                !text.contains(".start()"),
                "{}: start the simulator with `checked::start`",
                path.display()
            );
        }
    }
}

/// A hint that does not fit is a wrong result, so each has a test of an error that gets it.
#[test]
fn every_hint_has_a_test() {
    let table = read("sdk/error/hint.rs");
    let (_, table) = table.split_once("\nhints! {\n").expect("the table of hints");
    let hints = table.lines().filter_map(|line| line.strip_prefix("    ")?.strip_suffix(" {"));
    let hints: Vec<_> = hints.filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase())).collect();
    assert!(hints.len() > 30, "the table of hints is not read: {hints:?}");
    let mut tests: String = sources(&root().join("tests/sdk"))
        .iter()
        .map(|path| fs::read_to_string(path).expect("a file"))
        .collect();
    let conditions = read("sdk/error/diagnosis.rs");
    tests += conditions.split_once("#[cfg(test)]").expect("tests of the conditions").1;
    let untested: Vec<_> = hints.iter().filter(|name| !tests.contains(&format!("Hint::{name}"))).collect();
    assert!(untested.is_empty(), "add a test to tests/sdk/hints.rs for {untested:?}");
}

/// Some generators close an object that does not say that it is open, and then reject a response of a newer vCenter.
#[test]
fn the_objects_of_responses_are_open() {
    let document: Value = serde_json::from_str(include_str!("../../../spec/vcenter-iso.json")).expect("JSON");
    let mut closed = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for item in document["paths"].as_object().expect("paths").values() {
        for operation in item.as_object().expect("a path item").values() {
            find_closed(&document, &operation["responses"], "a response", &mut seen, &mut closed);
        }
    }
    assert!(seen.len() > 20, "the search found only {seen:?}");
    assert!(closed.is_empty(), "add `additionalProperties: true` to these schemas of responses: {closed:#?}");
}

fn find_closed(
    document: &Value,
    node: &Value,
    place: &str,
    seen: &mut BTreeSet<String>,
    closed: &mut BTreeSet<String>,
) {
    match node {
        Value::Array(parts) => parts.iter().for_each(|part| find_closed(document, part, place, seen, closed)),
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref") {
                if seen.insert(reference.clone()) {
                    let target = document.pointer(reference.trim_start_matches('#')).expect("a target");
                    find_closed(document, target, reference, seen, closed);
                }
                return;
            }
            let open = members.get("additionalProperties").is_some_and(|open| *open != Value::Bool(false));
            if members.contains_key("properties") && !open {
                closed.insert(place.to_owned());
            }
            for (_, part) in
                members.iter().filter(|(name, _)| !matches!(name.as_str(), "example" | "examples"))
            {
                find_closed(document, part, place, seen, closed);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
