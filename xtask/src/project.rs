use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The workspace that a command works on.
///
/// Files go by their name relative to the root, with slashes: that is what messages print.
pub(crate) struct Project {
    root: PathBuf,
}

impl Project {
    /// The spec, from which everything else is generated.
    pub(crate) const SPEC: &str = "spec/vcenter-iso.yaml";

    pub(crate) fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// The text of the spec.
    pub(crate) fn spec(&self) -> io::Result<String> {
        fs::read_to_string(self.root.join(Self::SPEC)).map_err(|error| about(Self::SPEC, "be read", &error))
    }

    /// The text of `file`, with plain line ends, since a checkout may have changed them; `None` if there is no
    /// such file.
    pub(crate) fn read(&self, file: &str) -> io::Result<Option<String>> {
        match fs::read_to_string(self.root.join(file)) {
            Ok(text) => Ok(Some(text.replace("\r\n", "\n"))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(about(file, "be read", &error)),
        }
    }

    /// Replaces `file` in one step, so that whoever reads it meanwhile sees the old text or the new one.
    pub(crate) fn write(&self, file: &str, text: &str) -> io::Result<()> {
        let path = self.root.join(file);
        let new = path.with_extension("new");
        path.parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&new, text))
            .and_then(|()| fs::rename(&new, &path))
            .map_err(|error| about(file, "be written", &error))
    }
}

fn about(file: &str, failed: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{file} cannot {failed}: {error}"))
}
