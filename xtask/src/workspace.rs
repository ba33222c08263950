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

    /// The manifest of the crate for users, with its version.
    pub(crate) const MANIFEST: &str = "Cargo.toml";

    /// The command that updates every generated file.
    pub(crate) const GENERATE: &str = "cargo xtask generate";

    pub(crate) fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// Returns the text of the spec.
    pub(crate) fn spec(&self) -> io::Result<String> {
        fs::read_to_string(self.root.join(Self::SPEC)).map_err(|error| cannot("read", Self::SPEC, &error))
    }

    pub(crate) fn bytes(&self, file: &str) -> io::Result<Vec<u8>> {
        fs::read(self.root.join(file))
    }

    /// Returns the text of `file` with the line endings `\n`; `None` if the file does not exist.
    ///
    /// A checkout may have changed the line endings.
    pub(crate) fn read(&self, file: &str) -> io::Result<Option<String>> {
        match fs::read_to_string(self.root.join(file)) {
            Ok(text) => Ok(Some(text.replace("\r\n", "\n"))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(cannot("read", file, &error)),
        }
    }

    /// Returns the files in `folder` and below it, in the order of their names; none if the folder does not exist.
    pub(crate) fn files(&self, folder: &str) -> io::Result<Vec<String>> {
        let mut files = Vec::new();
        let mut pending = vec![folder.to_owned()];
        while let Some(folder) = pending.pop() {
            let failed = |error| cannot("read", &folder, &error);
            let entries = match fs::read_dir(self.root.join(&folder)) {
                Ok(entries) => entries,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(failed(error)),
            };
            for entry in entries {
                let entry = entry.map_err(failed)?;
                let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
                if entry.file_type().map_err(failed)?.is_dir() {
                    pending.push(name);
                } else {
                    files.push(name);
                }
            }
        }
        files.sort_unstable();
        Ok(files)
    }

    /// Replaces `file` atomically: another process reads either the old text or the new text.
    ///
    /// Replaces a symbolic link, and leaves the file that it points to as it is.
    pub(crate) fn replace(&self, file: &str, text: &str) -> io::Result<()> {
        let path = self.root.join(file);
        let new = path.with_extension("new");
        path.parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&new, text))
            .and_then(|()| fs::rename(&new, &path))
            // The error of the write counts, not that of the removal.
            .inspect_err(|_| drop(fs::remove_file(&new)))
    }

    /// Replaces `file` as [`replace`](Self::replace) does. The error names the file.
    pub(crate) fn write(&self, file: &str, text: &str) -> io::Result<()> {
        self.replace(file, text).map_err(|error| cannot("write", file, &error))
    }

    /// Writes the text that `file` had; `None` removes the file.
    pub(crate) fn restore(&self, file: &str, text: Option<String>) -> io::Result<()> {
        match text {
            Some(text) => self.write(file, &text),
            None => fs::remove_file(self.root.join(file)).map_err(|error| cannot("remove", file, &error)),
        }
    }

    /// Returns a value that is another one after a change of `file`; `None` if the file cannot be read.
    pub(crate) fn version(&self, file: &str) -> Option<(SystemTime, u64)> {
        let metadata = fs::metadata(self.root.join(file)).ok()?;
        Some((metadata.modified().ok()?, metadata.len()))
    }
}

fn cannot(verb: &str, file: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("cannot {verb} {file}: {error}"))
}
