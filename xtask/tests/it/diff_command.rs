//! Tests of the output and the status of `cargo xtask diff`. `.ci/run` runs it on the history in git.

use std::io;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::Status;
use xtask::diff::{Git, History};

use crate::commands::spec_with_another_property;
use crate::edit::replace;
use crate::workspace::{Outcome, run_with, workspace};

const SPEC: &str = include_str!("../../../spec/vcenter-iso.yaml");

/// A history with the one revision `v1`.
struct Revision {
    spec: String,
    manifest: &'static str,
}

impl History for Revision {
    fn read(&self, revision: &str, file: &str) -> io::Result<String> {
        match (revision, file) {
            ("v1", "spec/vcenter-iso.yaml") => Ok(self.spec.clone()),
            ("v1", "Cargo.toml") => Ok(self.manifest.to_owned()),
            _ => Err(io::Error::new(io::ErrorKind::NotFound, format!("no {file} in {revision}"))),
        }
    }
}

const MANIFEST: &str = "[workspace.package]\nversion = '0.1.0'\n";

/// Runs `cargo xtask diff v1` with the spec `old` in `v1`, and `new` in the workspace.
fn diff(old: &str, new: &str, arguments: &[&str]) -> Outcome {
    let root: TempDir = workspace(new);
    let history = Revision { spec: old.to_owned(), manifest: MANIFEST };
    run_with(root.path(), &history, &[&["diff", "v1"], arguments].concat())
}

/// Returns the spec without a member that the current one requires, and with other words.
fn earlier_spec() -> String {
    let optional = "required: [name, power_state, cdroms, sata_adapters]";
    let earlier = replace(SPEC, optional, "required: [name, power_state, cdroms]");
    replace(&earlier, "description: Clusters of hosts.", "description: Clusters.")
}

#[test]
fn without_a_change_only_the_version_is_printed() {
    let outcome = diff(SPEC, SPEC, &[]);
    assert_eq!((outcome.status, outcome.out.as_str()), (Status::Ok, "0.1.0 (no change)\n"));
}

#[test]
fn a_breaking_change_has_a_status_and_a_version() {
    let outcome = diff(&earlier_spec(), SPEC, &[]);
    assert_eq!(outcome.status, Status::Breaking);
    assert_eq!(
        outcome.out,
        "breaking: Vcenter.VM_get: result member sata_adapters became required\n0.1.0 -> 0.2.0 (breaking)\n"
    );
}

#[test]
fn an_addition_is_ok() {
    let outcome = diff(SPEC, &spec_with_another_property(), &[]);
    assert_eq!(outcome.status, Status::Ok);
    assert_eq!(
        outcome.out,
        "addition: Vcenter.Iso.Image_mount: new optional request member note\n0.1.0 -> 0.1.1 (addition)\n"
    );
}

#[test]
fn changes_without_effect_are_printed_on_demand() {
    let old = replace(SPEC, "description: Clusters of hosts.", "description: Clusters.");
    let outcome = diff(&old, SPEC, &[]);
    assert_eq!((outcome.status, outcome.out.as_str()), (Status::Ok, "0.1.0 (no effect)\n"));
    let outcome = diff(&old, SPEC, &["--all"]);
    assert_eq!(outcome.out, "no effect: tags changed\n0.1.0 (no effect)\n");
}

#[test]
fn the_json_has_the_members_in_the_help() {
    let outcome = diff(&earlier_spec(), SPEC, &["--output", "json", "--all"]);
    assert_eq!(outcome.status, Status::Breaking);
    let document: Value = serde_json::from_str(&outcome.out).expect("the output is JSON");
    assert_eq!(
        document,
        json!({
            "revision": "v1",
            "effect": "breaking",
            "version": "0.1.0",
            "needed_version": "0.2.0",
            "changes": [
                {
                    "effect": "breaking",
                    "section": "changed",
                    "component": null,
                    "operations": ["Vcenter.VM_get"],
                    "message": "result member sata_adapters became required",
                },
                {
                    "effect": "no effect",
                    "section": "changed",
                    "component": null,
                    "operations": [],
                    "message": "tags changed",
                },
            ],
        })
    );
    let help =
        run_with(Path::new("."), &Revision { spec: String::new(), manifest: "" }, &["diff", "--help"]).out;
    let members = document.as_object().into_iter().chain(document["changes"][0].as_object()).flatten();
    for (member, _) in members {
        assert!(help.contains(&format!("  {member} ")), "{member} is not in {help}");
    }
    let nothing: Value =
        serde_json::from_str(&diff(SPEC, SPEC, &["--output", "json"]).out).expect("the output is JSON");
    assert_eq!((&nothing["effect"], &nothing["changes"]), (&Value::Null, &json!([])));
}

#[test]
fn the_changelog_is_a_section_of_a_changelog() {
    let new = replace(
        &spec_with_another_property(),
        "          x-error-types: [INVALID_ARGUMENT, NOT_ALLOWED_IN_CURRENT_STATE]\n",
        "          x-error-types: [INVALID_ARGUMENT]\n",
    );
    let outcome = diff(&earlier_spec(), &new, &["--changelog"]);
    assert_eq!(outcome.status, Status::Breaking);
    assert_eq!(
        outcome.out,
        "## [0.2.0] - Unreleased\n\
         \n\
         ### Changed\n\
         \n\
         - **Breaking:** `Vcenter.VM_get`: result member `sata_adapters` became required.\n\
         \n\
         ### Added\n\
         \n\
         - `Vcenter.Iso.Image_mount`: new optional request member `note`.\n\
         \n\
         ### Removed\n\
         \n\
         - `Vcenter.Iso.Image_mount`: error type `NOT_ALLOWED_IN_CURRENT_STATE` of status 400 removed.\n"
    );
    assert_eq!(diff(SPEC, SPEC, &["--changelog"]).out, "## [Unreleased]\n");
}

#[test]
fn the_diff_of_the_client_is_printed_on_demand() {
    let outcome = diff(SPEC, &spec_with_another_property(), &["--rust"]);
    assert_eq!(outcome.status, Status::Ok);
    let lines: Vec<_> = outcome.out.lines().collect();
    assert_eq!(lines[1..3], ["--- a/sdk/generated/api.rs", "+++ b/sdk/generated/api.rs"], "{}", outcome.out);
    assert!(
        lines.contains(&"+        pub note: ::std::option::Option<::std::string::String>,"),
        "{}",
        outcome.out
    );
    assert_eq!(lines.last(), Some(&"0.1.0 -> 0.1.1 (addition)"));
}

#[test]
fn a_spec_that_cannot_be_compared_is_an_error() {
    let file = "spec/vcenter-iso.yaml";
    let no_yaml = replace(SPEC, "openapi: 3.0.3", "openapi: [3.0.3");
    let no_openapi = replace(SPEC, "openapi: 3.0.3", "openapi: 2.0.0");
    let broken = replace(
        SPEC,
        "items:\n                  $ref: '#/components/schemas/VM_Summary'",
        "items:\n                  $ref: '#/components/schemas/VM_Sumary'",
    );
    let circle = replace(
        SPEC,
        "    VM_Info:\n      type: object\n",
        "    VM_Info:\n      type: object\n      allOf: [{ $ref: '#/components/schemas/VM_Info' }]\n",
    );
    for (edited, wanted) in [
        (&circle, "`VM_Info` is defined by itself: refer to another component"),
        (&no_yaml, "this `[` is not closed"),
        (&no_openapi, ":3:1: OpenAPI 2.0.0 is not supported: write 3.0.3 (at #/openapi)"),
        (&broken, "there is no component `VM_Sumary`: did you mean `VM_Summary`?"),
    ] {
        for (outcome, file) in
            [(diff(SPEC, edited, &[]), file.to_owned()), (diff(edited, SPEC, &[]), format!("v1:{file}"))]
        {
            assert_eq!((outcome.status, outcome.out.as_str()), (Status::Invalid, ""), "{wanted}");
            assert!(outcome.err.starts_with("error: "), "{}", outcome.err);
            assert!(outcome.err.contains(&format!("{file}:")), "{file} is not in {}", outcome.err);
            assert!(outcome.err.contains(wanted), "{wanted} is not in {}", outcome.err);
        }
    }
}

#[test]
fn a_misspelled_key_is_an_error_and_no_change() {
    let misspelled = replace(SPEC, "required: [library_item, vm]", "requird: [library_item, vm]");
    let outcome = diff(SPEC, &misspelled, &[]);
    assert_eq!((outcome.status, outcome.out.as_str()), (Status::Invalid, ""));
    assert!(outcome.err.contains("did you mean `required`?"), "{}", outcome.err);
    assert!(outcome.err.contains("run `cargo xtask check`"), "{}", outcome.err);
    // The table of objects is the present one: an old spec may have other keys.
    assert_eq!(diff(&misspelled, SPEC, &[]).status, Status::Breaking);
}

#[test]
fn an_unknown_revision_or_version_is_an_error() {
    let root = workspace(SPEC);
    let run = |manifest, revision| {
        run_with(root.path(), &Revision { spec: SPEC.to_owned(), manifest }, &["diff", revision])
    };
    let unknown = run(MANIFEST, "v2");
    assert_eq!((unknown.status, unknown.out.as_str()), (Status::Invalid, ""));
    assert_eq!(unknown.err, "error: no spec/vcenter-iso.yaml in v2\n");
    let no_version = run("[package]\nname = 'a'\n", "v1");
    assert_eq!((no_version.status, no_version.out.as_str()), (Status::Invalid, ""));
    assert_eq!(no_version.err, "error: v1:Cargo.toml: no version in `package` or `workspace.package`\n");
}

#[test]
fn a_workspace_outside_of_a_repository_is_an_error() {
    let root = workspace(SPEC);
    // Without git, the error is another one.
    let outcome = run_with(root.path(), &Git::new(root.path()), &["diff"]);
    assert_eq!((outcome.status, outcome.out.as_str()), (Status::Invalid, ""));
    assert!(outcome.err.starts_with("error: "), "{}", outcome.err);
}
