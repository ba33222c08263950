use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// Returns whether no other server of this process has had the address, and records it. The SDK remembers lost mounts
/// by the address of the server, so that those of one test would count in another.
pub(crate) fn is_new(url: &str) -> bool {
    static USED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    USED.lock().unwrap_or_else(PoisonError::into_inner).insert(url.to_owned())
}
