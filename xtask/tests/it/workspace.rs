//! Workspaces in temporary folders, and the commands on them.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use tempfile::TempDir;
use xtask::Status;
use xtask::diff::{Git, History};

/// The status and the output of a command.
pub(crate) struct Outcome {
    pub(crate) status: Status,
    pub(crate) out: String,
    pub(crate) err: String,
}

pub(crate) fn run(root: &Path, arguments: &[&str]) -> Outcome {
    run_with(root, &Git::new(root), arguments)
}

/// Runs a command on a workspace with this history.
pub(crate) fn run_with(root: &Path, history: &dyn History, arguments: &[&str]) -> Outcome {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let status = xtask::run([&["cargo xtask"], arguments].concat(), root, history, &mut out, &mut err);
    let text = |bytes| String::from_utf8(bytes).expect("a command prints UTF-8");
    Outcome { status, out: text(out), err: text(err) }
}

/// A pipe without a reader.
pub(crate) struct ClosedPipe;

impl Write for ClosedPipe {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Creates a workspace with the spec `text`, the facts of VMware's descriptions and no generated files.
pub(crate) fn workspace(text: impl AsRef<[u8]>) -> TempDir {
    let root = without_facts(text);
    write_facts(root.path());
    root
}

/// Copies `spec/upstream/` to the workspace in `root`.
pub(crate) fn write_facts(root: &Path) {
    for (file, text) in facts() {
        write(root, &file, text);
    }
}

/// Returns the files of `spec/upstream/` with their texts.
pub(crate) fn facts() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is in a workspace");
    let folder = fs::read_dir(root.join("spec/upstream")).expect("the folder can be read");
    let names = folder.map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned());
    names
        .map(|name| {
            let file = format!("spec/upstream/{name}");
            let text = read(root, &file);
            (file, text)
        })
        .collect()
}

/// Creates a workspace with the spec `text` alone.
pub(crate) fn without_facts(text: impl AsRef<[u8]>) -> TempDir {
    let root = tempfile::tempdir().expect("the system has a folder for temporary files");
    write(root.path(), "spec/vcenter-iso.yaml", text);
    root
}

pub(crate) fn write(root: &Path, file: &str, text: impl AsRef<[u8]>) {
    let path = root.join(file);
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the folder can be made");
    fs::write(path, text).expect("the file can be written");
}

pub(crate) fn read(root: &Path, file: &str) -> String {
    fs::read_to_string(root.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}
