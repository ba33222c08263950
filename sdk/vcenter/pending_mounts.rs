//! Tracks mounts that the server may still carry out after their calls have ended.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::model::id::{LibraryItemId, VmId};

/// How long the server may continue a mount whose response was lost. A reconfiguration takes seconds, but waits for
/// other tasks on the VM.
const MAX_PENDING: Duration = Duration::from_secs(300);

/// The address of the server, the VM and the image.
type Key = (String, VmId, String);

#[derive(Debug, Default)]
struct Mounts {
    /// The number of requests without a response so far.
    sent: usize,
    /// The time until which the server may continue a mount whose response was lost.
    lost_until: Option<Instant>,
}

impl Mounts {
    fn are_pending(&self) -> bool {
        self.sent > 0 || self.lost_until.is_some_and(|until| Instant::now() < until)
    }
}

/// Shared by every `Vcenter` of this process.
static MOUNTS: LazyLock<Mutex<HashMap<Key, Mounts>>> = LazyLock::new(Mutex::default);

fn mounts() -> MutexGuard<'static, HashMap<Key, Mounts>> {
    MOUNTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A mount request in flight. Its response counts as lost when it is dropped without a call of
/// [`complete`](Self::complete).
#[derive(Debug)]
pub(crate) struct PendingMount(Option<Key>);

/// Lowercases the item's identifier, because the server ignores its case.
fn key(server: &str, vm: &VmId, item: &LibraryItemId) -> Key {
    (server.to_owned(), vm.clone(), item.as_str().to_ascii_lowercase())
}

/// Records that a mount is being sent.
pub(crate) fn begin(server: &str, vm: &VmId, item: &LibraryItemId) -> PendingMount {
    let key = key(server, vm, item);
    let mut mounts = mounts();
    mounts.retain(|_, mounts| mounts.are_pending());
    mounts.entry(key.clone()).or_default().sent += 1;
    PendingMount(Some(key))
}

impl PendingMount {
    /// Records that the server has responded.
    pub(crate) fn complete(mut self) {
        if let Some(key) = self.0.take()
            && let Some(mounts) = mounts().get_mut(&key)
        {
            mounts.sent -= 1;
        }
    }
}

impl Drop for PendingMount {
    fn drop(&mut self) {
        if let Some(key) = self.0.take()
            && let Some(mounts) = mounts().get_mut(&key)
        {
            mounts.sent -= 1;
            mounts.lost_until = Instant::now().checked_add(MAX_PENDING);
        }
    }
}

/// Returns whether the server may still carry out a mount of the image on the VM.
pub(crate) fn may_be_pending(server: &str, vm: &VmId, item: &LibraryItemId) -> bool {
    mounts().get(&key(server, vm, item)).is_some_and(Mounts::are_pending)
}

/// Clears the lost mount, because it has been found on the VM.
pub(crate) fn clear(server: &str, vm: &VmId, item: &LibraryItemId) {
    if let Some(mounts) = mounts().get_mut(&key(server, vm, item)) {
        mounts.lost_until = None;
    }
}
