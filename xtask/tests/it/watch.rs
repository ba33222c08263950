//! Tests of `check --watch` with a clock that edits files.

use std::fs;
use std::path::Path;

use xtask::diff::Git;
use xtask::{Clock, Status};

use crate::workspace::{ClosedPipe, write_facts};

const SPEC: &str = include_str!("../../../spec/vcenter-iso.yaml");

/// Each wait makes the next change. The watch ends after the last one.
struct Edits<'a> {
    root: &'a Path,
    /// A file and its new content; `None` changes nothing.
    changes: Vec<Option<(&'a str, &'a [u8])>>,
    waits: usize,
}

impl Clock for Edits<'_> {
    fn time_of_day(&self) -> String {
        format!("wait {}", self.waits)
    }

    fn wait(&mut self) -> bool {
        let Some(change) = self.changes.get(self.waits) else { return false };
        self.waits += 1;
        if let Some((file, content)) = change {
            let path = self.root.join(file);
            fs::create_dir_all(path.parent().expect("a file is in a folder"))
                .expect("the folder can be made");
            fs::write(path, content).expect("the file can be written");
        }
        true
    }
}

/// Watches the changes. Returns the status, stdout and stderr.
fn watch(root: &Path, changes: Vec<Option<(&str, &[u8])>>, arguments: &[&str]) -> (Status, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let arguments = [&["cargo xtask", "check", "--watch"], arguments].concat();
    let mut clock = Edits { root, changes, waits: 0 };
    let status = xtask::run_with_clock(arguments, root, &Git::new(root), &mut clock, &mut out, &mut err);
    let text = |bytes| String::from_utf8(bytes).expect("a command prints UTF-8");
    (status, text(out), text(err))
}

#[test]
fn each_change_is_checked_and_a_broken_spec_does_not_end_the_watch() {
    let root = tempfile::tempdir().expect("the system has a folder for temporary files");
    write_facts(root.path());
    let spec = "spec/vcenter-iso.yaml";
    let changes = vec![
        // The spec is missing at first.
        Some((spec, b"openapi: [".as_slice())),
        None,
        Some((spec, b"openapi: 3.0.3 \xFF")),
        Some((spec, SPEC.as_bytes())),
        None,
        Some(("docs/operations.md", b"# Operations\n")),
    ];
    let (status, out, err) = watch(root.path(), changes, &[]);
    assert_eq!(status, Status::Stale);
    let findings: Vec<_> = out.lines().map(|line| line.split("]: ").next().unwrap_or_default()).collect();
    let missing = [
        "docs/operations.md:1:1: error[stale",
        "sdk/generated/api.rs:1:1: error[stale",
        "simulator/src/operation/generated.rs:1:1: error[stale",
        "simulator/src/operation/table.md:1:1: error[stale",
        "spec/vcenter-iso.json:1:1: error[stale",
    ];
    let edited = ["docs/operations.md:1:1: error[stale"];
    assert_eq!(
        findings,
        [
            ["spec/vcenter-iso.yaml:1:1: error[file-access"].as_slice(),
            &["spec/vcenter-iso.yaml:1:10: error[yaml"],
            &["spec/vcenter-iso.yaml:1:16: error[yaml"],
            &missing,
            &edited,
            &missing[1..],
        ]
        .concat()
    );
    let (files, checks) = err.split_once("\n\n").expect("the list of files comes first");
    assert!(files.starts_with("watching spec/vcenter-iso.yaml, docs/operations.md, "), "{files}");
    assert!(files.ends_with(", spec/upstream/; Ctrl-C ends it"), "{files}");
    assert_eq!(
        checks,
        "== wait 0\n1 finding\n\n== wait 1\n1 finding\n\n== wait 3\n1 finding\n\n== wait 4\n5 findings\n\n\
         == wait 6\n5 findings\n"
    );
}

#[test]
fn a_change_of_the_facts_is_checked() {
    let root = tempfile::tempdir().expect("the system has a folder for temporary files");
    let deviations = "spec/upstream/deviations.yaml";
    let changes = vec![
        Some(("spec/vcenter-iso.yaml", SPEC.as_bytes())),
        Some((deviations, b"a: 1\n".as_slice())),
        Some((deviations, b"- [\n")),
    ];
    let (_, out, err) = watch(root.path(), changes, &[]);
    assert_eq!(err.matches("\n== wait ").count(), 4, "{err}");
    assert!(out.contains(&format!("{deviations}:1:1: error[deviation]: ")), "{out}");
}

#[test]
fn a_closed_pipe_ends_the_watch_with_the_status_of_the_findings() {
    let root = tempfile::tempdir().expect("the system has a folder for temporary files");
    let (mut clock, mut err) = (Edits { root: root.path(), changes: vec![None; 3], waits: 0 }, Vec::new());
    let arguments = ["cargo xtask", "check", "--watch"];
    let history = Git::new(root.path());
    let status =
        xtask::run_with_clock(arguments, root.path(), &history, &mut clock, &mut ClosedPipe, &mut err);
    let err = String::from_utf8(err).expect("a command prints UTF-8");
    assert_eq!((status, clock.waits, err.ends_with("\n1 finding\n")), (Status::Invalid, 0, true), "{err}");
}

#[test]
fn a_watch_prints_a_document_for_each_check() {
    let root = tempfile::tempdir().expect("the system has a folder for temporary files");
    let changes = vec![Some(("spec/vcenter-iso.yaml", b"a: b".as_slice()))];
    let (status, out, _) = watch(root.path(), changes, &["--output", "json"]);
    assert_eq!(status, Status::Invalid);
    let documents = serde_json::Deserializer::from_str(&out).into_iter::<Vec<serde_json::Value>>();
    assert_eq!(documents.filter_map(Result::ok).count(), 2, "{out}");
}
