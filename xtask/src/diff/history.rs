use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The committed files of a workspace.
pub trait History {
    /// Returns the text of `file` in `revision`. `file` is relative to the root of the workspace, with
    /// slashes.
    ///
    /// # Errors
    /// Fails if the revision or the file in it does not exist, or cannot be read.
    fn read(&self, revision: &str, file: &str) -> io::Result<String>;
}

/// The history in git.
#[derive(Debug)]
pub struct Git {
    root: PathBuf,
}

impl Git {
    /// Creates the history of the workspace in `root`.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    fn run(&self, arguments: &[&str]) -> io::Result<Output> {
        let output = Command::new("git").arg("-C").arg(&self.root).args(arguments).output();
        output.map_err(|error| io::Error::new(error.kind(), format!("cannot run git: {error}")))
    }
}

impl History for Git {
    fn read(&self, revision: &str, file: &str) -> io::Result<String> {
        let repository = self.run(&["rev-parse", "--git-dir"])?;
        if !repository.status.success() {
            let reason = String::from_utf8_lossy(&repository.stderr);
            return Err(io::Error::other(format!("cannot read the git repository: {}", reason.trim())));
        }
        let commit = format!("{revision}^{{commit}}");
        let commit = self.run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
        if !commit.status.success() {
            let message =
                format!("git finds no revision `{revision}`: correct the name, or fetch the revision");
            return Err(io::Error::new(io::ErrorKind::NotFound, message));
        }
        let commit = String::from_utf8_lossy(&commit.stdout);
        // `./` is relative to the root of the workspace, which may be a folder of the repository.
        let text = self.run(&["cat-file", "blob", &format!("{}:./{file}", commit.trim())])?;
        if !text.status.success() {
            let reason = String::from_utf8_lossy(&text.stderr);
            let message = format!("the revision `{revision}` has no readable {file}: {}", reason.trim());
            return Err(io::Error::new(io::ErrorKind::NotFound, message));
        }
        String::from_utf8(text.stdout).map_err(|error| {
            let message = format!("the revision `{revision}` has no readable {file}: {error}");
            io::Error::new(io::ErrorKind::InvalidData, message)
        })
    }
}
