//! Mounts that may still be carried out although their calls have ended.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::model::id::{LibraryItemId, VmId};

/// How long a server may go on with a mount whose answer was lost: a reconfiguration takes seconds, but it waits while
/// other tasks work on the VM.
const LONGEST: Duration = Duration::from_secs(300);

/// The address of the server, the VM and the image.
type Key = (String, VmId, String);

#[derive(Debug, Default)]
struct Mounts {
    /// How many requests wait for their answers.
    sent: usize,
    /// Until when the server may go on with one whose answer was lost.
    lost_until: Option<Instant>,
}

impl Mounts {
    fn are_under_way(&self) -> bool {
        self.sent > 0 || self.lost_until.is_some_and(|until| Instant::now() < until)
    }
}

/// Of this process, whichever `Vcenter` sent them.
static MOUNTS: LazyLock<Mutex<HashMap<Key, Mounts>>> = LazyLock::new(Mutex::default);

fn mounts() -> MutexGuard<'static, HashMap<Key, Mounts>> {
    MOUNTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A mount that is being sent. Unless it is [answered](Self::answered) its answer is lost.
#[derive(Debug)]
pub(crate) struct Sending(Option<Key>);

/// Upper and lower case of the identifier of an item count as equal, as they do on the server.
fn key(server: &str, vm: &VmId, item: &LibraryItemId) -> Key {
    (server.to_owned(), vm.clone(), item.as_str().to_ascii_lowercase())
}

/// Notes that a mount is being sent.
pub(crate) fn send(server: &str, vm: &VmId, item: &LibraryItemId) -> Sending {
    let key = key(server, vm, item);
    let mut mounts = mounts();
    mounts.retain(|_, mounts| mounts.are_under_way());
    mounts.entry(key.clone()).or_default().sent += 1;
    Sending(Some(key))
}

impl Sending {
    /// The server has said what became of it.
    pub(crate) fn answered(mut self) {
        if let Some(key) = self.0.take()
            && let Some(mounts) = mounts().get_mut(&key)
        {
            mounts.sent -= 1;
        }
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        if let Some(key) = self.0.take()
            && let Some(mounts) = mounts().get_mut(&key)
        {
            mounts.sent -= 1;
            mounts.lost_until = Instant::now().checked_add(LONGEST);
        }
    }
}

/// Whether a mount of the image on the VM may still be carried out.
pub(crate) fn may_be(server: &str, vm: &VmId, item: &LibraryItemId) -> bool {
    mounts().get(&key(server, vm, item)).is_some_and(Mounts::are_under_way)
}

/// Notes that the lost mount has been found on the VM, or that its caller knows that the server has given it up.
pub(crate) fn settled(server: &str, vm: &VmId, item: &LibraryItemId) {
    if let Some(mounts) = mounts().get_mut(&key(server, vm, item)) {
        mounts.lost_until = None;
    }
}
