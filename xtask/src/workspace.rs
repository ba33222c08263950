use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The workspace of a command.
///
/// File names are relative to the root, with slashes, as in messages.
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The spec, the source of every generated file.
    pub(crate) const SPEC: &str = "spec/vcenter-iso.yaml";

    /// The command that updates every generated file.
    pub(crate) const GENERATE: &str = "cargo xtask generate";

    pub(crate) fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    pub(crate) fn read(&self, file: &str) -> io::Result<Vec<u8>> {
        fs::read(self.root.join(file))
    }

    /// Replaces `file` atomically: another process reads either the old text or the new text.
    ///
    /// Replaces a symbolic link, and leaves the file that it points to as it is.
    pub(crate) fn write(&self, file: &str, text: &str) -> io::Result<()> {
        let path = self.root.join(file);
        let new = path.with_extension("new");
        path.parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&new, text))
            .and_then(|()| fs::rename(&new, &path))
            // The error of the write counts, not that of the removal.
            .inspect_err(|_| drop(fs::remove_file(&new)))
    }

    /// Returns a value that is another one after a change of `file`; `None` if the file cannot be read.
    pub(crate) fn version(&self, file: &str) -> Option<(SystemTime, u64)> {
        let metadata = fs::metadata(self.root.join(file)).ok()?;
        Some((metadata.modified().ok()?, metadata.len()))
    }
}
