//! Each rule has a document in `tests/rules/` that breaks it, with its findings as comments.
//!
//! A comment `# error[rule]: message` is above the line of the finding. A file is named after the rule that it breaks;
//! further files of the same rule append a word, such as `yaml-tag.yaml`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use xtask::check;
use xtask::report::{CheckedBy, Finding, Rule};

/// The text of each document, by its name without `.yaml`.
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

/// The findings that the comments of `text` expect, as `line: error[rule]: message`.
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

/// The findings in `text`; not those on schemas for the types of the SDK, which a small document lacks.
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
        // commands.rs has a stale file; edits.rs breaks the other two in the spec, since a small document lacks the
        // schemas that types of the SDK replace.
        let elsewhere = [Rule::Stale, Rule::Generator, Rule::UnusedType].contains(rule);
        let error = format!("# error[{name}]: ");
        let breaks = documents.get(name).is_some_and(|text| text.contains(&error));
        if rule.checked_by() == CheckedBy::Check && !elsewhere {
            assert!(
                breaks,
                "tests/rules/{name}.yaml has no finding of the rule: add the file, or the comment"
            );
        }
        assert!(Rule::ALL[..index].iter().all(|other| other.name() != name), "two rules are named `{name}`");
    }
    let valid = documents.get("valid").expect("tests/rules/valid.yaml exists");
    assert_eq!(findings(valid), []);
}
