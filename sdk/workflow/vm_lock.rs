//! The lock of a VM, by which the calls of one process work on it one after another.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError, Weak};

use tracing::Instrument as _;

use crate::cancellation::{inherited, unless_cancelled};
use crate::error::{Error, ErrorKind, Parts};
use crate::model::id::VmId;
use crate::operation::Operation;
use crate::runtime;
use crate::vcenter::Vcenter;

/// The lock while it is held.
#[derive(Debug)]
pub(crate) struct VmLock(Arc<tokio::sync::OwnedMutexGuard<()>>);

impl VmLock {
    /// Runs the work in a task that keeps the lock: if the caller is dropped, the next caller still waits for the result.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        operation: Operation,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, Error> {
        let lock = Arc::clone(&self.0);
        let locked = async move {
            let _lock = lock;
            work.await
        };
        tokio::spawn(inherited(locked).in_current_span()).await.map_err(|error| {
            runtime::task_failure(error).error(Some(operation.into()), ErrorKind::OutcomeUnknown)
        })
    }
}

impl Vcenter {
    /// Waits for the other calls of this process that work on the VM.
    pub(crate) async fn lock_vm(&self, vm: &VmId, operation: Operation) -> Result<VmLock, Error> {
        let longest = self.connection.retry.longest(self.connection.endpoint.timeout);
        let locked = tokio::time::timeout(longest, lock(self.url(), vm).lock_owned());
        match unless_cancelled(runtime::with_runtime(locked)).await? {
            Ok(Ok(guard)) => Ok(VmLock(Arc::new(guard))),
            Ok(Err(_)) => {
                let context =
                    format!("another call of this process has worked on {vm} for more than {longest:?}");
                Err(self.error(Parts {
                    request: Some(operation.into()),
                    ..Parts::new(ErrorKind::Unavailable, context)
                }))
            }
            Err(unusable) => Err(unusable.error(Some(operation.into()), ErrorKind::Unavailable)),
        }
    }
}

type Locks = HashMap<(String, VmId), Weak<tokio::sync::Mutex<()>>>;

/// Returns the VM's lock, which every `Vcenter` of this process shares.
///
/// Without it, two concurrent calls would both find no image and both mount it.
fn lock(server: &str, vm: &VmId) -> Arc<tokio::sync::Mutex<()>> {
    static LOCKS: LazyLock<Mutex<Locks>> = LazyLock::new(Mutex::default);
    let mut locks = LOCKS.lock().unwrap_or_else(PoisonError::into_inner);
    let key = (server.to_owned(), vm.clone());
    if let Some(lock) = locks.get(&key).and_then(Weak::upgrade) {
        return lock;
    }
    locks.retain(|_, lock| lock.strong_count() > 0);
    let lock = Arc::default();
    locks.insert(key, Arc::downgrade(&lock));
    lock
}
