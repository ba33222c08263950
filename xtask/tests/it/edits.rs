//! `cargo xtask check` and the test of the reference page report careless edits of the spec at their line.
//!
//! Each file in `tests/edits/` is named after a rule. It has edits that violate the rule, separated by `---`.
//! An edit is a unified diff without line numbers. `@@` separates hunks, and the old lines of a hunk occur
//! once in the spec. The comment `# error[rule]: message` is above the line of a finding.

use std::fs;
use std::path::Path;

use xtask::check;
use xtask::report::{Finding, Rule};

use crate::reference_page;

const SPEC: &str = include_str!("../../../spec/vcenter-iso.yaml");

/// Applies the hunks of `edit` to `text`, and returns the findings in its comments. A finding has the form
/// `line: error[rule]: message`.
fn apply(edit: &str, text: &mut Vec<String>) -> Vec<String> {
    let mut expected = Vec::new();
    for hunk in edit.split("@@\n") {
        let (mut old, mut new, mut comments) = (Vec::new(), Vec::new(), Vec::new());
        for line in hunk.lines() {
            let (sign, line) = line.split_at_checked(1).unwrap_or((" ", ""));
            if let Some(comment) = line.trim_start().strip_prefix("# error[") {
                comments.push((new.len(), format!("error[{comment}")));
                continue;
            }
            if sign != "+" {
                old.push(line.to_owned());
            }
            if sign != "-" {
                new.push(line.to_owned());
            }
        }
        let found: Vec<_> = text.windows(old.len()).enumerate().filter(|(_, lines)| *lines == old).collect();
        assert_eq!(found.len(), 1, "these lines do not occur once in the spec: adapt the edit:\n{hunk}");
        let start = found[0].0;
        expected.extend(comments.iter().map(|(line, comment)| format!("{}: {comment}", start + line + 1)));
        text.splice(start..start + old.len(), new);
    }
    expected
}

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
                assert!(
                    found.contains(&finding),
                    "{file}: expected\n{finding}\nafter\n{edit}\nfound\n{found:#?}"
                );
            }
        }
    }
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
