//! The file that keeps the inventory of a simulator between runs.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
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
        files::check_replaceable(path).map_err(|error| usage(path, "cannot use the file", error))?;
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

    /// Returns the inventory in the file, or `None` if there is no file, or an empty one, as `mktemp` creates it.
    pub(super) fn load(&self) -> Result<Option<Inventory>, Failure> {
        match fs::symlink_metadata(&self.path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            _ if fs::metadata(&self.path).is_ok_and(|metadata| metadata.len() == 0) => return Ok(None),
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
        let what = || format!("--state {}: cannot write the file", self.path.display());
        let yaml = inventory.to_yaml().map_err(|error| Failure::other(what(), error))?;
        // A symbolic link stays one.
        let target = fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
        files::replace_private(&target, yaml.as_bytes()).map_err(|error| Failure::other(what(), error))?;
        self.saved = Some(Arc::clone(inventory));
        Ok(())
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

fn usage(path: &Path, what: &str, error: io::Error) -> Failure {
    Failure::Usage(format!("--state {}: {what}", path.display()), Some(error.into()))
}
