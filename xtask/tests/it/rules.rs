//! Each rule has a document in `tests/rules/` that violates it, with the findings as comments.
//!
//! The comment `# error[rule]: message` is above the line of a finding. A file is named after the rule that
//! it violates. Another file of the same rule has one more word in its name, such as `yaml-tag.yaml`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use xtask::check;
use xtask::report::{CheckedBy, Finding, Rule};

/// Returns the text of each document by its name without `.yaml`.
fn documents() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let files =
        fs::read_dir(folder).expect("the folder can be read").map(|entry| entry.expect("a file").path());
    files
        .map(|path| {
            let name = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).expect("the file can be read").replace("\r\n", "\n"))
        })
        .collect()
}

/// Returns the findings in the comments of `text`, as `line: error[rule]: message`.
fn expected(text: &str) -> Vec<String> {
    let mut expected = Vec::new();
    let mut comments = Vec::new();
    for (index, line) in text.lines().enumerate() {
        match line.trim_start().strip_prefix("# ").filter(|comment| comment.starts_with("error[")) {
            Some(comment) => comments.push(comment),
            None => expected.extend(comments.drain(..).map(|comment| format!("{}: {comment}", index + 1))),
        }
    }
    expected
}

/// Returns the findings in `text`, except those of `unused-type`: a small document lacks the schemas of the
/// SDK's types.
fn findings(text: &str) -> Vec<Finding> {
    let mut findings = check::text("document.yaml", text);
    findings.retain(|finding| finding.rule != Rule::UnusedType);
    findings
}

#[test]
fn each_document_has_the_findings_of_its_comments() {
    for (name, text) in documents() {
        let findings: Vec<_> = findings(&text)
            .iter()
            .map(|Finding { location, rule, message, .. }| {
                format!("{}: error[{}]: {message}", location.line, rule.name())
            })
            .collect();
        assert_eq!(
            findings,
            expected(&text),
            "left: the findings in tests/rules/{name}.yaml, right: its comments"
        );
    }
}

#[test]
fn each_rule_of_check_has_a_document() {
    let documents = documents();
    for (index, rule) in Rule::ALL.iter().enumerate() {
        let name = rule.name();
        // commands.rs has a stale file and one that cannot be read, upstream.rs a list of deviations. edits.rs violates
        // the other three rules in the spec: a small document lacks the schemas that types of the SDK replace, and no
        // release has it.
        let is_tested_elsewhere = [
            Rule::FileAccess,
            Rule::Stale,
            Rule::Deviation,
            Rule::Generator,
            Rule::UnusedType,
            Rule::Upstream,
        ]
        .contains(rule);
        let error = format!("# error[{name}]: ");
        let has_finding = documents.get(name).is_some_and(|text| text.contains(&error));
        if rule.checked_by() == CheckedBy::Check && !is_tested_elsewhere {
            assert!(
                has_finding,
                "tests/rules/{name}.yaml has no finding of the rule: add the file, or the comment"
            );
        }
        assert!(Rule::ALL[..index].iter().all(|other| other.name() != name), "two rules are named `{name}`");
    }
    let valid = documents.get("valid").expect("tests/rules/valid.yaml exists");
    assert_eq!(findings(valid), []);
}
