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
    assert!(dispatch.contains("beeper, cdrom, "), "the handler should be imported in order");

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

/// Returns the names that the imports of a file bring into its scope.
fn imported(text: &str) -> Vec<String> {
    fn walk(tree: &syn::UseTree, names: &mut Vec<String>) {
        match tree {
            syn::UseTree::Path(path) => walk(&path.tree, names),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| walk(tree, names)),
            syn::UseTree::Name(name) => names.push(name.ident.to_string()),
            syn::UseTree::Rename(_) | syn::UseTree::Glob(_) => {}
        }
    }
    let mut names = Vec::new();
    for item in syn::parse_file(text).expect("the file is Rust").items {
        if let syn::Item::Use(item) = item {
            walk(&item.tree, &mut names);
        }
    }
    names
}

#[test]
fn new_imports_each_name_once() {
    for (operation, method, path, file) in [
        (
            "Vcenter.Vm.Hardware.Cdrom_eject",
            "post",
            "/vcenter/vm/{vm}/hardware/cdrom/{cdrom}?action=eject",
            "cdrom",
        ),
        ("Content.Library_delete", "delete", "/content/library/{library_id}", "library"),
        ("Vcenter.VM_delete", "delete", "/vcenter/vm/{vm}", "vm"),
        ("Vcenter.Folder_get", "get", "/vcenter/folder/{folder}", "folder"),
        ("Cis.Session_count", "get", "/session/count", "session"),
    ] {
        let file = format!("simulator/src/api/handlers/{file}.rs");
        let workspace = workspace();
        let text = fs::read_to_string(Path::new(ROOT).join(&file)).expect("the file can be read");
        fs::write(workspace.path().join(&file), text).expect("the file can be written");
        let (status, out) = run(workspace.path(), &["new", operation, method, path]);
        assert_eq!(status, Status::Ok, "{out}");
        let mut names = imported(&read(workspace.path(), &file));
        for name in ["Caller", "Error", "Privilege", "Vcenter"] {
            assert!(names.iter().any(|known| known == name), "{file}: {name}");
        }
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count, "{file}: {names:?}");
    }
}

#[test]
fn new_uses_each_parameter_and_breaks_lines_as_rustfmt_does() {
    let workspace = workspace();
    let root = workspace.path();
    let (status, out) = run(root, &["new", "Vcenter.Beeper_list", "get", "/vcenter/beeper"]);
    assert_eq!(status, Status::Ok, "{out}");
    let (status, out) =
        run(root, &["new", "Vcenter.Beeper_delete", "delete", "/vcenter/beeper/{beeper}/{tone}"]);
    assert_eq!(status, Status::Ok, "{out}");
    let handlers = read(root, "simulator/src/api/handlers/beeper.rs");
    for line in [
        "use axum::http::StatusCode;",
        "pub(crate) async fn list(State(vcenter): State<Arc<Vcenter>>, caller: Caller) -> Result<Json<Value>, Error> {",
        "    todo!(\"change {:?} {tone}\", Arc::make_mut(&mut inventory));",
    ] {
        assert!(handlers.lines().any(|other| other == line), "{line}\n{handlers}");
    }
}

#[test]
fn new_rejects_a_name_that_does_not_compile() {
    let workspace = workspace();
    let root = workspace.path();
    let wire = "simulator/src/api/handlers/wire.rs";
    fs::write(root.join(wire), "//! Parts.\n").expect("the file can be written");
    let files =
        ["spec/vcenter-iso.yaml", "simulator/src/api/mod.rs", "simulator/src/api/handlers/mod.rs", wire];
    let before = files.map(|file| read(root, file));
    for (operation, status, message) in [
        ("Vcenter.Type_get", Status::Usage, "`type` is a keyword of Rust"),
        ("Vcenter.Host_move", Status::Usage, "`move` is a keyword of Rust"),
        ("Vcenter.Mod_get", Status::Usage, "`mod` is a keyword of Rust"),
        ("Vcenter.Wire_get", Status::Invalid, "wire.rs has no handlers of operations"),
        ("Vcenter.Lookup_get", Status::Invalid, "handlers/mod.rs has the name `lookup` already"),
        ("Vcenter.Query_get", Status::Invalid, "api/mod.rs has the name `query` already"),
        ("Vcenter.Axum_get", Status::Invalid, "api/mod.rs has the name `axum` already"),
        ("Vcenter.Other.Vm_list", Status::Invalid, "vm.rs has the name `list` already"),
        ("Vcenter.Vm_list", Status::Invalid, "gets the same name in Rust as `Vcenter.VM_list`"),
    ] {
        let (found, out) = run(root, &["new", operation, "get", "/vcenter/beeper"]);
        assert_eq!(found, status, "{operation}: {out}");
        assert!(out.contains(message), "{operation}: {out}");
    }
    assert_eq!(files.map(|file| read(root, file)), before);
}

#[test]
fn new_writes_all_files_or_none() {
    let workspace = workspace();
    let root = workspace.path();
    // The spec is written by way of this name.
    let obstacle = root.join("spec/vcenter-iso.new");
    fs::create_dir(&obstacle).expect("a folder");
    let (status, out) = run(root, &BEEP);
    assert_eq!(
        (status, out.contains("cannot write spec/vcenter-iso.yaml")),
        (Status::Invalid, true),
        "{out}"
    );
    assert!(!root.join("simulator/src/api/handlers/beeper.rs").exists());
    fs::remove_dir(&obstacle).expect("the folder is empty");
    let (status, out) = run(root, &BEEP);
    assert_eq!(status, Status::Ok, "{out}");
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
        ("Vcenter.Vm.Beeper_get", "get", "/vcenter/{a-b}"),
        ("Vcenter.Vm.Beeper_get", "get", "/vcenter/{a"),
        ("Vcenter.Vm.Beeper_get", "get", "/vcenter/{type}"),
        ("Vcenter.Vm.Beeper_get", "get", "/vcenter/{caller}"),
        ("Vcenter.Vm.Beeper_get", "get", "/vcenter/{vm}/{vm}"),
        ("Vcenter.Vm.Beeper_get", "get", "/vcenter//vm"),
        ("Vcenter.Vm.Beeper_get", "get", "/vcenter/vm/"),
        ("Vcenter.Vm.Beeper_get", "get", "/vcenter/beeper?filter=x"),
        ("Vcenter.Vm.Beeper_get", "get", "/vcenter/beeper#x"),
        ("Vcenter.Vm.Beeper_get", "get", "/api/vcenter/beeper"),
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
