//! `cargo xtask check` and the test of the reference page report careless edits of the spec at their line.
//!
//! Each file in `tests/edits/` is named after a rule. It has edits that violate the rule, separated by `---`.
//! The comment `# error[rule]: message` is above the line of a finding.

use std::fs;
use std::path::Path;

use xtask::check;
use xtask::report::{Finding, Rule};

use crate::edit::apply;
use crate::reference_page;

const SPEC: &str = include_str!("../../../spec/vcenter-iso.yaml");

#[test]
fn each_careless_edit_is_reported_at_its_line() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/edits");
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("a file").path();
        let file = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
        let rule = file.trim_end_matches(".diff");
        let edits = fs::read_to_string(&path).expect("the file can be read").replace("\r\n", "\n");
        for edit in edits.split("---\n") {
            let mut lines: Vec<_> = SPEC.lines().map(str::to_owned).collect();
            let expected = apply(edit, &mut lines);
            assert!(
                expected.iter().any(|finding| finding.contains(&format!("error[{rule}]"))),
                "{file}:\n{edit}"
            );
            let found = findings(&(lines.join("\n") + "\n"));
            for finding in expected {
                // The lines of the spec that a message names move with every edit of the spec.
                let is_same = |found: &String| without_lines(found) == without_lines(&finding);
                assert!(
                    found.iter().any(is_same),
                    "{file}: expected\n{finding}\nafter\n{edit}\nfound\n{found:#?}"
                );
            }
        }
    }
}

#[test]
fn a_misspelled_part_is_the_only_finding() {
    let reference = "            - $ref: '#/components/schemas/LibraryItemId'\n";
    for (from, to, message) in [
        ("components:\n", "component:\n", "unknown key `component`: did you mean `components`?"),
        (SPEC, "text\n", "expected a mapping (document)"),
        (SPEC, "- openapi: 3.0.3\n", "expected a mapping (document)"),
        (reference, &reference.replace("$ref", "ref"), "unknown key `ref`: did you mean `$ref`?"),
        (reference, &reference.replace("$ref", "$reff"), "unknown key `$reff`: did you mean `$ref`?"),
        (reference, &reference.replace("ItemId", "ItemIds"), "there is no component `LibraryItemIds`"),
    ] {
        let text = SPEC.replacen(from, to, 1);
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is in a workspace");
        let findings = check::spec(root, &text).expect("the files of the workspace can be read");
        let messages: Vec<_> = findings.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(messages.iter().filter(|found| found.contains(message)).count(), 1, "{to}{messages:#?}");
        assert!(
            messages.iter().all(|found| found.contains(message) || found.contains("needs `")),
            "{to}{messages:#?}"
        );
    }
}

/// A shared response that fits its other uses is not the mistake.
#[test]
fn a_response_that_does_not_fit_is_reported_at_its_reference() {
    let responses = "$ref: '#/components/responses/";
    for (status, from, to, rule) in [
        ("500", "VM_Busy", "VM_Configuration_Inaccessible", Rule::Upstream),
        ("403", "Unauthorized", "VM_Not_Found", Rule::ErrorStatus),
        ("404", "VM_Not_Found", "Error", Rule::ErrorStatus),
        ("404", "VM_Not_Found", "VM_Busy", Rule::ErrorStatus),
    ] {
        let old = format!("        '{status}':\n          {responses}{from}'\n");
        let at = SPEC.find(&old).expect("the spec has such a response");
        let text = SPEC.replacen(&old, &old.replace(from, to), 1);
        let line = SPEC[..at].lines().count() + 2;
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is in a workspace");
        let found = check::spec(root, &text).expect("the files of the workspace can be read");
        assert!(found.iter().any(|finding| finding.rule == rule), "{to} under {status}: {found:#?}");
        for finding in found.iter().filter(|finding| finding.rule != Rule::UnusedComponent) {
            assert_eq!(finding.location.line, line, "{to} under {status}: {finding:#?}");
            assert!(finding.message.contains("refer to "), "{to} under {status}: {finding:#?}");
        }
    }
}

/// Removes the line numbers from the message of a finding, but not the line of the finding.
fn without_lines(finding: &str) -> String {
    let mut parts = finding.split(" line ");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(" line ");
        text.push_str(
            part.trim_start_matches(|character: char| character.is_ascii_digit() || character == 'N'),
        );
    }
    text
}

fn findings(text: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is in a workspace");
    let mut findings = check::spec(root, text).expect("the files of the workspace can be read");
    // A text that is not YAML cannot be compared with the reference page.
    if findings.iter().all(|finding| finding.rule != Rule::Yaml) {
        findings.extend(reference_page::differences(text));
    }
    findings
        .iter()
        .map(|Finding { location, rule, message, .. }| {
            format!("{}: error[{}]: {message}", location.line, rule.name())
        })
        .collect()
}
