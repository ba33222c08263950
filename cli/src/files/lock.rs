//! Lock files in a directory of this user.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::failure::Failure;
use crate::files;
use crate::files::ownership;

/// The time between two attempts.
const INTERVAL: Duration = Duration::from_millis(20);

/// A lock file, which other processes can hold.
#[derive(Debug)]
pub(crate) struct LockFile {
    path: PathBuf,
    file: File,
}

impl LockFile {
    /// Opens a lock file, or creates it with its directory. Removes the access of other users to both.
    pub(crate) fn open(directory: &Path, name: &str) -> Result<Self, Failure> {
        let path = directory.join(name);
        let not_locked = |error: io::Error| not_locked(&path, error);
        files::create_private(directory).map_err(not_locked)?;
        // A user who can open the file, even read-only, can hold the lock.
        #[cfg(unix)]
        File::open(directory)
            .and_then(|directory| ownership::make_private(&directory))
            .map_err(not_locked)?;
        ownership::check_directory(directory, &path)?;
        let file = files::open_lock(&path).map_err(not_locked)?;
        ownership::check_owner(&path, &file)?;
        #[cfg(unix)]
        ownership::make_private(&file).map_err(not_locked)?;
        Ok(Self { path, file })
    }

    /// Locks the file until it is dropped, unless another process holds the lock.
    fn try_lock(&self) -> Result<bool, Failure> {
        match self.file.try_lock() {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(not_locked(&self.path, error)),
        }
    }

    /// Waits for the lock.
    pub(crate) async fn lock(&self) -> Result<(), Failure> {
        while !self.try_lock()? {
            tokio::time::sleep(INTERVAL).await;
        }
        Ok(())
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Returns whether the path still names this file. Another process may have removed it after it was opened.
    #[cfg(unix)]
    pub(crate) fn is_current(&self) -> bool {
        use std::os::unix::fs::MetadataExt as _;
        let identity = |metadata: std::fs::Metadata| (metadata.dev(), metadata.ino());
        let here = self.file.metadata().map(identity);
        let there = std::fs::symlink_metadata(&self.path).map(identity);
        matches!((here, there), (Ok(here), Ok(there)) if here == there)
    }

    /// An open file cannot be removed.
    #[cfg(not(unix))]
    pub(crate) fn is_current(&self) -> bool {
        true
    }
}

fn not_locked(path: &Path, error: io::Error) -> Failure {
    Failure::usage_caused_by(format!("{}: cannot lock the file", path.display()), error)
}
