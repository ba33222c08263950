//! The file that keeps the inventory of a simulator between runs.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use vcenter_iso_simulator::Inventory;

use crate::failure::Failure;
use crate::files;

/// A killed simulator loses the changes of this time.
const INTERVAL: Duration = Duration::from_secs(1);

pub(super) struct StateFile {
    path: PathBuf,
    /// The inventory in the file, to recognize changes by identity.
    saved: Option<Arc<Inventory>>,
    /// Locked until this value is dropped.
    _lock: File,
}

impl StateFile {
    /// Locks the file, because two simulators would overwrite the changes of each other.
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        let mut name = path.as_os_str().to_owned();
        name.push(".lock");
        let failed = |error| usage(path, "cannot lock the file", error);
        let lock = files::open_lock(Path::new(&name)).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), saved: None, _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(Failure::usage(format!(
                "--state {}: another simulator uses the file; stop it, or use another file",
                path.display()
            ))),
            Err(TryLockError::Error(error)) => Err(usage(path, "cannot lock the file", error)),
        }
    }

    /// Returns the inventory in the file, or `None` if there is no file.
    pub(super) fn load(&self) -> Result<Option<Inventory>, Failure> {
        match fs::symlink_metadata(&self.path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            _ => {}
        }
        let invalid = |error| {
            let what = "--state: cannot load the inventory; remove the file to start anew";
            Failure::Usage(what.to_owned(), Some(Box::new(error)))
        };
        Inventory::read(&self.path).map(Some).map_err(invalid)
    }

    /// Replaces the file if the inventory has changed. Other users cannot read it, because it has passwords.
    pub(super) fn save(&mut self, inventory: &Arc<Inventory>) -> Result<(), Failure> {
        if self.saved.as_ref().is_some_and(|saved| Arc::ptr_eq(saved, inventory)) {
            return Ok(());
        }
        // Also after a failure: each change is reported once.
        self.saved = Some(Arc::clone(inventory));
        let what = || format!("--state {}: cannot write the file", self.path.display());
        let yaml = inventory.to_yaml().map_err(|error| Failure::other(what(), error))?;
        replace(&self.path, &yaml).map_err(|error| Failure::other(what(), error))
    }
}

/// Waits until it is time to save, forever without a file.
pub(super) async fn wait(keeps_state: bool) {
    if keeps_state {
        tokio::time::sleep(INTERVAL).await;
    } else {
        std::future::pending::<()>().await;
    }
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    // A symbolic link stays one.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let directory = match target.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    let mut file = tempfile::Builder::new().tempfile_in(directory)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(target)?;
    Ok(())
}

fn usage(path: &Path, what: &str, error: io::Error) -> Failure {
    Failure::Usage(format!("--state {}: {what}", path.display()), Some(error.into()))
}
