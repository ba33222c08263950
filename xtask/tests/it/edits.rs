//! `cargo xtask check` and the tests report careless edits of the spec at their line.
//!
//! Each file in `tests/edits/` is named after a rule. It has edits that violate the rule, separated by `---`.
//! The comment `# error[rule]: message` is above the line of a finding.

use std::fs;
use std::path::Path;

use xtask::check;
use xtask::report::{Finding, Rule};

use crate::edit::apply;
use crate::{operations, reference_page};

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
                assert!(
                    found.contains(&finding),
                    "{file}: expected\n{finding}\nafter\n{edit}\nfound\n{found:#?}"
                );
            }
        }
    }
}

fn findings(text: &str) -> Vec<String> {
    let mut findings = check::text("spec/vcenter-iso.yaml", text);
    // A text that is not YAML cannot be compared with the documentation of VMware.
    if findings.iter().all(|finding| finding.rule != Rule::Yaml) {
        findings.extend(reference_page::differences(text));
        findings.extend(operations::differences(text));
    }
    findings
        .iter()
        .map(|Finding { location, rule, message, .. }| {
            format!("{}: error[{}]: {message}", location.line, rule.name())
        })
        .collect()
}
