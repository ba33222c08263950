//! `cargo xtask new` and `cargo xtask coverage`.

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use xtask::Status;
use xtask::diff::Git;

use crate::workspace::write_facts;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
// vCenter has neither of the two operations of these tests.
const BEEP: [&str; 4] = ["new", "Vcenter.Vm.Beeper_get", "get", "/vcenter/vm/{vm}/beeper"];

/// Returns a workspace with the files that both commands read.
fn workspace() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for file in [
        "spec/vcenter-iso.yaml",
        "spec/judges/schemathesis.toml",
        "simulator/src/api/mod.rs",
        "simulator/src/api/handlers/mod.rs",
        "simulator/src/api/handlers/vm.rs",
        "sdk/vcenter/operations.rs",
    ] {
        let text = fs::read_to_string(Path::new(ROOT).join(file)).expect("the file can be read");
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().expect("the file is in a folder")).expect("a folder");
        fs::write(path, text).expect("the file can be written");
    }
    write_facts(folder.path());
    folder
}

fn run(root: &Path, arguments: &[&str]) -> (Status, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let arguments = ["xtask"].iter().chain(arguments).copied();
    let status = xtask::run(arguments, root, &Git::new(root), &mut out, &mut err);
    (status, String::from_utf8([out, err].concat()).expect("the output is UTF-8"))
}

fn read(root: &Path, file: &str) -> String {
    fs::read_to_string(root.join(file)).expect("the file can be read")
}

#[test]
fn new_adds_an_operation_that_only_lacks_its_texts() {
    let workspace = workspace();
    let root = workspace.path();
    let (status, out) = run(root, &BEEP);
    assert_eq!(status, Status::Ok, "{out}");
    for file in [
        "spec/vcenter-iso.yaml",
        "simulator/src/api/handlers/beeper.rs",
        "simulator/src/api/handlers/mod.rs",
        "simulator/src/api/mod.rs",
    ] {
        assert!(out.contains(&format!("{file}: written\n")), "{out}");
    }
    assert!(read(root, "simulator/src/api/handlers/beeper.rs").contains("pub(crate) async fn get("));
    let dispatch = read(root, "simulator/src/api/mod.rs");
    assert!(dispatch.contains("Operation::VcenterVmBeeperGet => beeper::get.call(request, vcenter).await,"));
    assert!(dispatch.contains("handlers::{beeper, "));

    let (status, findings) = run(root, &["check"]);
    assert_eq!(status, Status::Invalid);
    let others: Vec<_> = findings
        .lines()
        .filter(|line| {
            // The last line is the summary.
            let expected =
                ["unfinished", "broken-reference", "privilege-description", "bad-example", "upstream"];
            line.contains("error[") && !expected.iter().any(|rule| line.contains(&format!("error[{rule}]")))
        })
        .collect();
    assert_eq!(others, Vec::<&str>::new(), "only texts, types, privileges and facts should be missing");

    let before = read(root, "spec/vcenter-iso.yaml");
    let (status, out) = run(root, &BEEP);
    assert_eq!((status, out.contains("already")), (Status::Invalid, true), "{out}");
    assert_eq!(read(root, "spec/vcenter-iso.yaml"), before);
}

#[test]
fn new_adds_an_operation_to_a_path_and_a_handler_to_its_file() {
    let workspace = workspace();
    let root = workspace.path();
    let (status, out) = run(root, &["new", "Vcenter.VM_forget", "DELETE", "/vcenter/vm/{vm}"]);
    assert_eq!(status, Status::Ok, "{out}");
    let spec = read(root, "spec/vcenter-iso.yaml");
    let item = spec.split("\n  /vcenter/vm/{vm}:\n").nth(1).expect("the path is there once");
    let item = item.split("\n  /").next().expect("a first part");
    assert!(item.contains("operationId: Vcenter.VM_get") && item.contains("operationId: Vcenter.VM_forget"));
    assert!(item.contains("x-effect: inventory") && item.contains("'204':"), "{item}");
    let handlers = read(root, "simulator/src/api/handlers/vm.rs");
    assert!(handlers.contains("async fn get(") && handlers.contains("async fn forget("));
}

#[test]
fn new_rejects_what_the_spec_cannot_have() {
    let workspace = workspace();
    let before = read(workspace.path(), "spec/vcenter-iso.yaml");
    for (operation, method, path) in [
        ("getBeeper", "get", "/beeper"),
        ("Vcenter.Vm.beeper_get", "get", "/beeper"),
        ("Vcenter.Vm.Beeper_get", "brew", "/beeper"),
        ("Vcenter.Vm.Beeper_get", "get", "beeper"),
        ("Vcenter.Vm.Beeper_get", "get", "/vcenter/ vm"),
    ] {
        let (status, out) = run(workspace.path(), &["new", operation, method, path]);
        assert_eq!(status, Status::Usage, "{operation} {method} {path}: {out}");
        assert!(out.starts_with("error: "), "{out}");
    }
    let (status, out) = run(workspace.path(), &["new", "Vcenter.Vm.Beeper_get", "get", "/vcenter/vm"]);
    assert_eq!((status, out.contains("already")), (Status::Invalid, true), "{out}");
    assert_eq!(read(workspace.path(), "spec/vcenter-iso.yaml"), before);
}

#[test]
fn coverage_names_each_operation_and_what_is_missing() {
    let (status, out) = run(Path::new(ROOT), &["coverage"]);
    assert_eq!(status, Status::Ok, "{out}");
    assert!(out.contains("Vcenter.Iso.Image_mount") && out.contains("Cis.Session_delete"), "{out}");

    let workspace = workspace();
    let root = workspace.path();
    let tested = root.join("tested");
    fs::create_dir(&tested).expect("a folder");
    fs::write(tested.join("Vcenter.VM_get"), "").expect("a file");
    let dispatch = read(root, "simulator/src/api/mod.rs").replace("Operation::VcenterVmList =>", "");
    fs::write(root.join("simulator/src/api/mod.rs"), dispatch).expect("a file");
    let tested = tested.to_string_lossy().into_owned();
    let (status, out) = run(root, &["coverage", "--tested", &tested]);
    assert_eq!(status, Status::Invalid);
    for line in [
        "Vcenter.VM_list is not in the column `simulator`: ",
        "Vcenter.VM_list is not in the column `tests`: ",
    ] {
        assert!(out.contains(line), "{out}");
    }
    assert!(!out.contains("Vcenter.VM_get is not"), "{out}");
    let (status, out) = run(root, &["coverage", "--tested", "no-such-folder"]);
    assert_eq!((status, out.contains("cannot read the folder")), (Status::Invalid, true), "{out}");
}
