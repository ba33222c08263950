use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// Claims the address for one server. Returns `false` if another server of this process has had it.
///
/// The SDK remembers lost mounts by server address, so a reused address would carry those of one test into
/// another.
pub(crate) fn claim(url: &str) -> bool {
    static USED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    USED.lock().unwrap_or_else(PoisonError::into_inner).insert(url.to_owned())
}
