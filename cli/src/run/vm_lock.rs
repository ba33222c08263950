//! The locks by which the runs of one user on one machine change a VM one after another.
//!
//! Runs of other users, and on other machines, are up to `ensure_mounted`.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tokio::time::{sleep, timeout};
use vcenter_iso::VmId;

use crate::failure::Failure;
use crate::files::directory;
use crate::files::lock::LockFile;
use crate::terminal::report;

/// The characters that are escaped in the name of a file. `%` is one of them, so no two identifiers have the same name.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// The time after which the command reports that it waits.
const NOTE_AFTER: Duration = Duration::from_secs(1);

/// The locks of the VMs of one server.
#[derive(Debug, Clone)]
pub(crate) struct VmLocks {
    /// `None` without a directory for this user's files.
    directory: Option<PathBuf>,
    longest_wait: Duration,
    noted: Arc<AtomicBool>,
}

/// The lock of one VM while it is held.
#[derive(Debug)]
pub(crate) struct VmLock(LockFile);

impl Drop for VmLock {
    fn drop(&mut self) {
        // Before the lock is released, so that the file is that of this lock. If it stays, it does no harm.
        let _ = fs::remove_file(self.0.path());
    }
}

/// Another process has held the lock for this time.
#[derive(Debug)]
pub(crate) struct Locked(pub(crate) Duration);

impl VmLocks {
    /// `longest_wait` is the time that another run may need for one VM.
    pub(crate) fn of(server: &str, longest_wait: Duration) -> Self {
        let name = utf8_percent_encode(server, ESCAPED).to_string();
        let directory = directory::state().map(|state| state.join("locks").join(name));
        Self { directory, longest_wait, noted: Arc::default() }
    }

    /// Waits for the lock of a VM. Returns `None` if there can be no lock, for example because the home directory is
    /// read-only.
    /// `label` is the VM for people.
    pub(crate) async fn lock(&self, vm: &VmId, label: &str) -> Result<Option<VmLock>, Locked> {
        let Some(directory) = &self.directory else { return Ok(None) };
        let name = format!("{}.lock", utf8_percent_encode(vm.as_str(), ESCAPED));
        let locked = async {
            loop {
                let file = LockFile::open(directory, &name)?;
                file.lock().await?;
                if file.is_current() {
                    return Ok::<_, Failure>(VmLock(file));
                }
            }
        };
        let note = async {
            sleep(NOTE_AFTER).await;
            // One line is enough for a fleet: the runs work on the same VMs one after another.
            if !self.noted.swap(true, Ordering::Relaxed) {
                report::note(&format!("waiting for another run of vcenter-iso that works on {label}"));
            }
            std::future::pending::<()>().await;
        };
        let waited = async {
            tokio::select! {
                locked = locked => locked,
                () = note => unreachable!("the note never ends"),
            }
        };
        match timeout(self.longest_wait, waited).await {
            Ok(Ok(lock)) => Ok(Some(lock)),
            Ok(Err(failure)) => {
                tracing::info!(target: "vcenter_iso", %failure, %vm, "working without a lock");
                Ok(None)
            }
            Err(_) => Err(Locked(self.longest_wait)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locks(home: &std::path::Path) -> VmLocks {
        let directory = Some(home.join("locks").join("server"));
        VmLocks { directory, longest_wait: Duration::from_millis(100), noted: Arc::default() }
    }

    #[tokio::test]
    async fn a_lock_holds_for_one_vm_until_it_is_dropped() {
        let home = tempfile::tempdir().expect("a directory");
        // Two runs share nothing but the directory.
        let (one, other) = (locks(home.path()), locks(home.path()));
        let vm = |id: &str| id.parse::<VmId>().expect("the identifier should be valid");
        for id in ["vm-42", "a/b: c", &"long".repeat(20)] {
            let held = one.lock(&vm(id), "build-01").await.expect("the lock is free");
            assert!(held.is_some(), "{id:?} has no lock");
            let refused = other.lock(&vm(id), "build-01").await.expect_err("the lock is held");
            assert_eq!(refused.0, Duration::from_millis(100));
            assert!(other.lock(&vm("vm-43"), "build-01").await.expect("another lock is free").is_some());
            drop(held);
            assert!(other.lock(&vm(id), "build-01").await.expect("the lock is free").is_some());
        }
        // An identifier that cannot be the name of a file.
        assert!(
            one.lock(&vm(&"long".repeat(200)), "build-01").await.expect("no lock is no failure").is_none()
        );
    }

    /// Each holder removes the file, so that some of those who wait have opened one that is gone.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn one_at_a_time_holds_a_lock_whose_file_is_removed() {
        let home = tempfile::tempdir().expect("a directory");
        let held = Arc::new(AtomicBool::new(false));
        let tasks: Vec<_> = (0..20)
            .map(|_| {
                let locks = VmLocks { longest_wait: Duration::from_secs(60), ..locks(home.path()) };
                let held = Arc::clone(&held);
                tokio::spawn(async move {
                    let vm = "vm-42".parse().expect("the identifier should be valid");
                    for _ in 0..5 {
                        let lock =
                            locks.lock(&vm, "build-01").await.expect("the lock should be free in time");
                        assert!(!held.swap(true, Ordering::SeqCst), "two tasks hold the lock");
                        sleep(Duration::from_millis(1)).await;
                        held.store(false, Ordering::SeqCst);
                        drop(lock);
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.expect("no two tasks should hold the lock");
        }
    }
}
