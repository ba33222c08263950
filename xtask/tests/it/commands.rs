//! Tests of the output, the written files and the status of each command.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;
use vcenter_iso_codegen::Document;
use xtask::Status;
use xtask::diff::Git;
use xtask::report::{CheckedBy, Rule};

use crate::workspace::{ClosedPipe, read, run, workspace, write};

const SPEC: &str = include_str!("../../../spec/vcenter-iso.yaml");
const GENERATED: [&str; 5] = [
    "docs/operations.md",
    "sdk/generated/api.rs",
    "simulator/src/operation/generated.rs",
    "simulator/src/operation/table.md",
    "spec/vcenter-iso.json",
];

/// Creates a workspace with the spec and up-to-date generated files.
fn up_to_date_workspace() -> TempDir {
    let root = workspace(SPEC);
    assert_eq!(run(root.path(), &["generate"]).status, Status::Ok);
    root
}

/// Returns the spec with one more optional property, which changes the client.
pub(crate) fn spec_with_another_property() -> String {
    let mount = "        vm:\n          description: The virtual machine that gets the CD-ROM.\n";
    crate::edit::replace(
        SPEC,
        mount,
        &format!("        note: {{ type: string, description: A note. }}\n{mount}"),
    )
}

#[test]
fn generate_writes_and_names_missing_files() {
    let root = workspace(SPEC);
    let first = run(root.path(), &["generate"]);
    assert_eq!(first.status, Status::Ok);
    assert_eq!(first.out, GENERATED.map(|file| format!("{file}: written\n")).concat());
    let second = run(root.path(), &["generate"]);
    assert_eq!((second.status, second.out.as_str()), (Status::Ok, ""));
    assert_eq!(run(root.path(), &["check"]).status, Status::Ok);
}

#[test]
fn each_generated_file_names_its_command_at_the_top() {
    let root = up_to_date_workspace();
    for file in GENERATED {
        let text = read(root.path(), file);
        let top: String = text.lines().take(2).collect();
        assert!(top.contains("cargo xtask generate"), "{file} starts with {top}");
    }
}

#[test]
fn check_reports_stale_files_and_changes_nothing() {
    let root = up_to_date_workspace();
    let described = "The virtual machine that gets the CD-ROM.";
    let spec = crate::edit::replace(SPEC, described, "The virtual machine with the new CD-ROM.");
    write(root.path(), "spec/vcenter-iso.yaml", spec);
    let before = GENERATED.map(|file| read(root.path(), file));
    let outcome = run(root.path(), &["check"]);
    assert_eq!(outcome.status, Status::Stale);
    for file in ["sdk/generated/api.rs", "spec/vcenter-iso.json"] {
        assert!(outcome.out.contains(file), "{}", outcome.out);
    }
    assert!(outcome.out.contains("run `cargo xtask generate`"), "{}", outcome.out);
    assert!(!outcome.out.contains("docs/operations.md"), "no operation has changed: {}", outcome.out);
    assert_eq!(GENERATED.map(|file| read(root.path(), file)), before);
}

#[test]
fn the_status_of_check_depends_on_its_findings() {
    let root = up_to_date_workspace();
    write(root.path(), "docs/operations.md", "# Operations\n");
    let stale = run(root.path(), &["check"]);
    assert_eq!(stale.status, Status::Stale);
    assert_eq!(stale.out, "docs/operations.md:1:1: error[stale]: out of date: run `cargo xtask generate`\n");

    write(root.path(), "spec/vcenter-iso.yaml", SPEC.replace("openapi: 3.0.3", "openapi: 3.1.0"));
    let broken = run(root.path(), &["check"]);
    assert_eq!(broken.status, Status::Invalid);
    assert!(broken.out.starts_with("spec/vcenter-iso.yaml:3:1: error[wrong-value]: "), "{}", broken.out);
    assert!(broken.out.ends_with(" (at #/openapi)\n"), "{}", broken.out);
}

#[test]
fn a_closed_pipe_changes_neither_the_status_nor_the_summary() {
    let root = workspace(SPEC.replace("openapi: 3.0.3", "openapi: 3.1.0"));
    let run = |command: &str| {
        let mut err = Vec::new();
        let history = Git::new(root.path());
        let status = xtask::run(["cargo xtask", command], root.path(), &history, &mut ClosedPipe, &mut err);
        (status, String::from_utf8(err).expect("a command prints UTF-8"))
    };
    for command in ["check", "generate"] {
        assert_eq!(run(command), (Status::Invalid, "1 finding\n".to_owned()), "{command}");
    }
    write(root.path(), "spec/vcenter-iso.yaml", SPEC);
    assert_eq!(run("check"), (Status::Stale, "5 findings\n".to_owned()));
    assert_eq!(run("generate").0, Status::Ok);
    assert_eq!(run("check").0, Status::Ok);
}

#[test]
fn a_checkout_with_other_line_endings_is_up_to_date() {
    let root = up_to_date_workspace();
    for file in GENERATED {
        write(root.path(), file, read(root.path(), file).replace('\n', "\r\n"));
    }
    let outcome = run(root.path(), &["check"]);
    assert_eq!((outcome.status, outcome.out.as_str()), (Status::Ok, ""));
}

#[test]
fn generate_refuses_what_check_refuses() {
    let not_utf_8 = [SPEC.as_bytes(), b"# \xFF\n"].concat();
    for text in [
        SPEC.replace("openapi: 3.0.3", "openapi: 3.1.0").as_bytes(),
        // progenitor accepts this one.
        SPEC.replace("required: [library_item, vm]", "requird: [library_item, vm]").as_bytes(),
        b"<<<<<<< HEAD\nopenapi: 3.0.3\n",
        &not_utf_8,
    ] {
        let root = workspace(text);
        let check = run(root.path(), &["check", "--output", "sarif"]);
        let generate = run(root.path(), &["generate", "--output", "sarif"]);
        assert_eq!((check.status, generate.status), (Status::Invalid, Status::Invalid));
        assert_eq!((generate.out, generate.err), (check.out, check.err));
        for file in GENERATED {
            assert!(!root.path().join(file).exists(), "{file}");
        }
    }
}

#[test]
fn generate_mends_a_generated_file_with_any_content() {
    let root = up_to_date_workspace();
    let wanted = GENERATED.map(|file| read(root.path(), file));
    let [table, client, .., json] = GENERATED.map(|file| root.path().join(file));
    let message =
        |file: &str, message: &str| format!("{file}: error[stale]: {message}: run `cargo xtask generate`");

    fs::write(&table, b"# Operations\n\xFF\n").expect("the file can be written");
    fs::remove_file(&client).expect("the file can be removed");
    fs::write(&json, [wanted[4].as_bytes(), b"\xFF"].concat()).expect("the file can be written");
    let check = run(root.path(), &["check"]);
    assert_eq!(check.status, Status::Stale);
    let last = wanted[4].lines().count() + 1;
    assert_eq!(
        check.out.lines().collect::<Vec<_>>(),
        [
            message("docs/operations.md:1:1", "not UTF-8"),
            message("sdk/generated/api.rs:1:1", "missing"),
            message(&format!("spec/vcenter-iso.json:{last}:1"), "not UTF-8"),
        ]
    );
    let generate = run(root.path(), &["generate"]);
    assert_eq!(generate.status, Status::Ok, "{}", generate.out);
    let written = ["docs/operations.md", "sdk/generated/api.rs", "spec/vcenter-iso.json"];
    assert_eq!(generate.out, written.map(|file| format!("{file}: written\n")).concat());
    assert_eq!(GENERATED.map(|file| read(root.path(), file)), wanted);
}

#[cfg(unix)]
#[test]
fn generate_replaces_a_link_and_not_its_target() {
    use std::os::unix::fs::symlink;

    let root = up_to_date_workspace();
    let wanted = GENERATED.map(|file| read(root.path(), file));
    let [table, client, .., json] = GENERATED.map(|file| root.path().join(file));
    let target = root.path().join("target.md");
    fs::write(&target, "mine\n").expect("the file can be written");
    for (link, target) in [(&table, target.as_path()), (&client, &root.path().join("none")), (&json, &json)] {
        fs::remove_file(link).expect("the file can be removed");
        symlink(target, link).expect("the link can be made");
    }
    let generate = run(root.path(), &["generate"]);
    assert_eq!(generate.status, Status::Ok, "{}", generate.out);
    assert_eq!(generate.out.lines().count(), 3, "{}", generate.out);
    assert_eq!(GENERATED.map(|file| read(root.path(), file)), wanted);
    assert_eq!(read(root.path(), "target.md"), "mine\n");

    // A link to the same text is up to date.
    fs::write(&target, &wanted[0]).expect("the file can be written");
    fs::remove_file(&table).expect("the file can be removed");
    symlink(&target, &table).expect("the link can be made");
    assert_eq!(run(root.path(), &["check"]).status, Status::Ok);
    assert_eq!(run(root.path(), &["generate"]).out, "");
    assert!(table.is_symlink());
}

#[test]
fn a_file_that_cannot_be_written_is_reported_and_the_others_are_written() {
    let root = workspace(SPEC);
    // A folder in the place of one file, and a file in the place of the folder of another one.
    fs::create_dir_all(root.path().join("docs/operations.md")).expect("the folder can be made");
    write(root.path(), "sdk/generated", "");
    let generate = run(root.path(), &["generate"]);
    assert_eq!(generate.status, Status::Invalid);
    for file in ["docs/operations.md", "sdk/generated/api.rs"] {
        let finding = format!("{file}:1:1: error[file-access]: cannot write the file: ");
        assert!(generate.out.contains(&finding), "{}", generate.out);
    }
    assert!(generate.out.ends_with("spec/vcenter-iso.json: written\n"), "{}", generate.out);
    assert!(!root.path().join("docs/operations.new").exists());
    let check = run(root.path(), &["check"]);
    assert_eq!(check.status, Status::Stale);
    assert!(check.out.starts_with("docs/operations.md:1:1: error[stale]: not readable ("), "{}", check.out);
}

#[test]
fn only_findings_are_on_stdout() {
    let root = workspace(SPEC);
    let tests = "rules are checked by tests: run `cargo test -p xtask`\n";
    let generate = run(root.path(), &["generate", "--output", "json"]);
    assert_eq!((generate.status, generate.out.as_str()), (Status::Ok, "[]\n"));
    assert!(generate.err.starts_with("no findings; ") && generate.err.contains(tests), "{}", generate.err);
    assert!(generate.err.ends_with("spec/vcenter-iso.json: written\n"), "{}", generate.err);
    for format in ["text", "github"] {
        let check = run(root.path(), &["check", "--output", format]);
        assert_eq!((check.status, check.out.as_str()), (Status::Ok, ""));
        assert!(check.err.starts_with("no findings; ") && check.err.ends_with(tests), "{}", check.err);
    }
    write(root.path(), "docs/operations.md", "");
    assert_eq!(run(root.path(), &["check"]).err, "1 finding\n");
    write(root.path(), "spec/vcenter-iso.json", "");
    assert_eq!(run(root.path(), &["check"]).err, "2 findings\n");
}

#[test]
fn json_findings_have_the_members_in_the_help() {
    let root = up_to_date_workspace();
    let parse = |out: &str| serde_json::from_str::<Value>(out).expect("the output is JSON");
    assert_eq!(parse(&run(root.path(), &["check", "--output", "json"]).out), Value::Array(Vec::new()));

    write(root.path(), "spec/vcenter-iso.yaml", SPEC.replace("openapi: 3.0.3", "openapi: 3.1.0"));
    let outcome = run(root.path(), &["check", "--output", "json"]);
    assert_eq!(outcome.status, Status::Invalid);
    let finding = &parse(&outcome.out)[0];
    let help = run(root.path(), &["check", "--help"]).out;
    for (member, wanted) in [
        ("rule", Value::from("wrong-value")),
        ("file", Value::from("spec/vcenter-iso.yaml")),
        ("line", Value::from(3)),
        ("column", Value::from(1)),
        ("pointer", Value::from("/openapi")),
    ] {
        assert_eq!(finding[member], wanted, "{finding}");
        assert!(help.contains(&format!("\n  {member} ")), "{help}");
    }
    assert!(
        finding["message"].as_str().is_some_and(|message| message.contains("expected `3.0.3`")),
        "{finding}"
    );
}

#[test]
fn json_is_printed_on_every_failure() {
    let not_utf_8 = b"openapi: 3.0.3\ninfo: \xE9\n".as_slice();
    let not_yaml = b"openapi: 3.0.3\ninfo: [\n".as_slice();
    let missing = tempfile::tempdir().expect("the system has a folder for temporary files");
    let folder = tempfile::tempdir().expect("the system has a folder for temporary files");
    fs::create_dir_all(folder.path().join("spec/vcenter-iso.yaml")).expect("the folder can be made");
    for (root, rule, line) in [
        (workspace(not_utf_8), "yaml", 2),
        (workspace(not_yaml), "yaml", 2),
        (workspace(""), "yaml", 1),
        (missing, "file-access", 1),
        (folder, "file-access", 1),
    ] {
        for command in ["check", "generate"] {
            let outcome = run(root.path(), &[command, "--output", "json"]);
            assert_eq!((outcome.status, outcome.err.as_str()), (Status::Invalid, "1 finding\n"), "{command}");
            let findings: Vec<Value> =
                serde_json::from_str(&outcome.out).expect("the output is a JSON array");
            assert_eq!(findings[0]["rule"], rule, "{}", outcome.out);
            assert_eq!(findings[0]["line"], line, "{}", outcome.out);
            assert_eq!(findings[0]["file"], "spec/vcenter-iso.yaml");
        }
    }
}

#[test]
fn github_findings_are_workflow_commands() {
    let root = workspace(SPEC.replace("openapi: 3.0.3", "openapi: 3.1.0"));
    let outcome = run(root.path(), &["check", "--output", "github"]);
    assert_eq!(outcome.status, Status::Invalid);
    assert_eq!(
        outcome.out,
        "::error file=spec/vcenter-iso.yaml,line=3,endLine=3,col=1,title=wrong-value\
         ::expected `3.0.3` (at #/openapi)\n"
    );
}

#[test]
fn the_json_document_has_everything_in_the_spec() {
    let root = up_to_date_workspace();
    let spec = Document::parse("spec", SPEC).expect("the spec is YAML");
    let json = read(root.path(), "spec/vcenter-iso.json");
    let json: Value = serde_json::from_str(&json).expect("the document is JSON");
    let order = |value: &Value| {
        value.as_object().map(|members| members.keys().cloned().collect::<Vec<_>>()).unwrap_or_default()
    };
    assert_eq!(order(&json)[0], "x-generated-by");
    assert_eq!(order(&json)[1..], order(spec.value()));
    for (key, value) in spec.value().as_object().expect("the spec is a mapping") {
        // The comparison is of text, because the order of members counts.
        assert_eq!(json[key].to_string(), value.to_string());
    }
}

#[test]
fn the_table_of_operations_has_the_facts_of_the_mount() {
    let root = up_to_date_workspace();
    let page = read(root.path(), "docs/operations.md");
    let row = page.lines().find(|line| line.contains("`Vcenter.Iso.Image_mount`")).expect("mount has a row");
    for fact in [
        "| POST |",
        "`/vcenter/iso/image?action=mount`",
        "`System.Read`",
        "`VirtualMachine.Config.AddRemoveDevice` on `vm`",
        "`ContentLibrary.DownloadSession` on `library_item`",
        "400: `INVALID_ARGUMENT`, `NOT_ALLOWED_IN_CURRENT_STATE`",
        "404: `NOT_FOUND`",
        "500: `RESOURCE_INACCESSIBLE`",
    ] {
        assert!(row.contains(fact), "{fact} is not in {row}");
    }
    let row = page.lines().find(|line| line.contains("`Vcenter.VM_list`")).expect("the list has a row");
    assert!(row.contains("| `System.Read` (undocumented) |"), "{row}");
}

#[test]
fn list_prints_every_rule_with_its_description() {
    let root = workspace("");
    let outcome = run(root.path(), &["check", "--list"]);
    assert_eq!(outcome.status, Status::Ok);
    assert_eq!(outcome.out.lines().count(), Rule::ALL.len());
    for (line, rule) in outcome.out.lines().zip(Rule::ALL) {
        assert!(
            line.starts_with(&format!("{} ", rule.name())) && line.ends_with(rule.description()),
            "{line}"
        );
    }
    let outcome = run(root.path(), &["check", "--list", "--output", "json"]);
    let rules: Vec<Value> = serde_json::from_str(&outcome.out).expect("the output is a JSON array");
    assert_eq!(rules.len(), Rule::ALL.len());
    for (value, rule) in rules.iter().zip(Rule::ALL) {
        assert_eq!(
            (&value["rule"], &value["description"]),
            (&rule.name().into(), &rule.description().into())
        );
        let is_test = rule.checked_by() == CheckedBy::Test;
        assert_eq!(value["checked_by"], if is_test { "test" } else { "check" });
    }
    for format in ["github", "sarif"] {
        let outcome = run(root.path(), &["check", "--list", "--output", format]);
        assert_eq!((outcome.status, outcome.out.as_str()), (Status::Usage, ""));
        assert!(outcome.err.contains("--help"), "{}", outcome.err);
    }
}

#[test]
fn each_command_has_help_and_a_mistake_is_a_usage_error() {
    let root = workspace("");
    for command in [
        ["--help"].as_slice(),
        &["check", "--help"],
        &["coverage", "--help"],
        &["diff", "--help"],
        &["generate", "--help"],
        &["new", "--help"],
        &["upstream", "--help"],
    ] {
        let outcome = run(root.path(), command);
        assert_eq!((outcome.status, outcome.err.as_str()), (Status::Ok, ""), "{command:?}");
        assert!(outcome.out.contains("Exit status: 0"), "{command:?}: {}", outcome.out);
    }
    for command in [
        [].as_slice(),
        &["chekc"],
        &["check", "--output", "xml"],
        &["diff", "HEAD", "HEAD~1"],
        &["diff", "--changelog", "--output", "json"],
        &["diff", "--rust", "--changelog"],
        &["check", "--list", "--watch"],
        &["generate", "--now"],
        &["upstream"],
    ] {
        let outcome = run(root.path(), command);
        assert_eq!((outcome.status, outcome.out.as_str()), (Status::Usage, ""), "{command:?}");
        assert!(outcome.err.contains("--help"), "{command:?}: {}", outcome.err);
    }
}

#[test]
fn a_missing_spec_is_an_error() {
    let root = tempfile::tempdir().expect("the system has a folder for temporary files");
    let outcome = run(root.path(), &["diff"]);
    assert_eq!(outcome.status, Status::Invalid);
    assert!(outcome.err.starts_with("error: cannot read spec/vcenter-iso.yaml: "), "{}", outcome.err);
    for command in ["check", "generate"] {
        let outcome = run(root.path(), &[command]);
        assert_eq!(outcome.status, Status::Invalid, "{command}");
        let start = "spec/vcenter-iso.yaml:1:1: error[file-access]: cannot read the file: ";
        assert!(outcome.out.starts_with(start), "{}", outcome.out);
    }
}
