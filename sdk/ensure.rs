//! Mounting and unmounting that can be repeated.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError, Weak};

use crate::error::{Error, ErrorKind};
use crate::id::{CdromId, LibraryItemId, VmId};
use crate::mounted::MountedIso;
use crate::retry::Budget;
use crate::vcenter::Vcenter;

/// What [`Vcenter::ensure_mounted`] came to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Mount {
    /// The image was mounted before; nothing was changed.
    AlreadyMounted(CdromId),
    /// The image is mounted now, on a CD-ROM that was added for it.
    Mounted(CdromId),
}

impl Mount {
    /// The CD-ROM that the image is mounted on.
    #[must_use]
    pub fn cdrom(&self) -> &CdromId {
        match self {
            Self::AlreadyMounted(cdrom) | Self::Mounted(cdrom) => cdrom,
        }
    }
}

/// What the CD-ROMs of a virtual machine tell after a mount that did not answer with success.
enum Look {
    /// There is a new CD-ROM with the image.
    There(CdromId),
    /// There is a new CD-ROM with an ISO file that does not tell the item. On a server that writes paths in another
    /// way it may be the one.
    Other,
    /// They are as they were before.
    Unchanged,
    /// They cannot be read.
    Unreadable,
}

impl Vcenter {
    /// Mounts the ISO image of a library item on a virtual machine, unless it is mounted there already.
    ///
    /// Reads the CD-ROMs of the virtual machine (`GET /api/vcenter/vm/{vm}`) and, if none is backed by the image,
    /// [mounts](Self::mount) it. The image is recognised by the identifier of the item in the datastore path.
    /// Needs the privileges of a mount.
    ///
    /// What the server did not carry out is repeated as the [`RetryPolicy`](crate::RetryPolicy) says, after another
    /// look. If an answer is lost, the CD-ROMs are watched for the time to [settle](crate::RetryPolicy::settle): a new
    /// one with the image is the result. If there is none, the outcome stays unknown and nothing is repeated, since
    /// the server may still be at work, unless the policy [allows](crate::RetryPolicy::repeat_unknown) it.
    ///
    /// Within one process, calls for the same virtual machine of the same server address wait for each other. A call
    /// that is dropped while its mount is on the way lets the others wait until that is answered.
    ///
    /// # Errors
    /// Those of [`mount`](Self::mount) and [`mounted`](Self::mounted).
    /// [`OutcomeUnknown`](ErrorKind::OutcomeUnknown) if the answer was lost and looking did not tell.
    pub async fn ensure_mounted(&self, item: &LibraryItemId, vm: &VmId) -> Result<Mount, Error> {
        let mut one_at_a_time = lock(&self.connection.base, vm).lock_owned().await;
        let budget = self.connection.retry.begin();
        let mut tries = budget.tries();
        // A CD-ROM that is not among these is new.
        let before = budget.repeat(|| self.mounted(vm)).await?;
        if let Some(iso) = before.iter().find(|iso| iso.is_of(item)) {
            return Ok(Mount::AlreadyMounted(iso.cdrom.clone()));
        }
        loop {
            let (mounted, lock) = self.mount_under_lock(one_at_a_time, item, vm).await;
            one_at_a_time = lock;
            let error = match mounted {
                Ok(cdrom) => return Ok(Mount::Mounted(cdrom)),
                Err(error) => error,
            };
            let unknown = error.kind() == ErrorKind::OutcomeUnknown;
            if unknown || error.may_have_acted() {
                match self.look(budget, &before, item, vm, unknown).await {
                    Look::There(cdrom) => return Ok(Mount::Mounted(cdrom)),
                    Look::Unchanged => {}
                    Look::Other | Look::Unreadable => return Err(error),
                }
            }
            let again = if unknown {
                budget.repeats_unknown() && !error.may_be_under_way()
            } else {
                error.is_transient()
            };
            if !again || !tries.wait(&error).await {
                return Err(error);
            }
            // What was late is there now, and somebody else may have mounted it meanwhile.
            match self.look(budget, &before, item, vm, false).await {
                Look::There(cdrom) if unknown => return Ok(Mount::Mounted(cdrom)),
                Look::There(cdrom) => return Ok(Mount::AlreadyMounted(cdrom)),
                Look::Unchanged => {}
                Look::Other if !unknown => {}
                // The failure of the mount is what counts, not that of the look after it.
                Look::Other | Look::Unreadable => return Err(error),
            }
        }
    }

    /// Mounts in a task of its own that holds the lock until the answer: whoever calls next, after this call was
    /// dropped, has to see what became of it.
    async fn mount_under_lock(
        &self,
        lock: Guard,
        item: &LibraryItemId,
        vm: &VmId,
    ) -> (Result<CdromId, Error>, Guard) {
        let (vcenter, item, vm) = (self.clone(), item.clone(), vm.clone());
        let mount = tokio::spawn(async move { (vcenter.mount(&item, &vm).await, lock) });
        match mount.await {
            Ok(done) => done,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                // Only the end of the runtime cancels the task, and then nothing is polled any more.
                Err(_) => std::future::pending().await,
            },
        }
    }

    /// Looks for a new CD-ROM with the image: once, or until the time to settle is over.
    async fn look(
        &self,
        budget: Budget<'_>,
        before: &[MountedIso],
        item: &LibraryItemId,
        vm: &VmId,
        patiently: bool,
    ) -> Look {
        let mut looks = budget.looks();
        loop {
            let now = match budget.repeat(|| self.mounted(vm)).await {
                Ok(now) => now,
                Err(error) => {
                    tracing::debug!(%error, "the outcome of the mount cannot be looked at");
                    return Look::Unreadable;
                }
            };
            let new: Vec<_> =
                now.iter().filter(|iso| before.iter().all(|old| old.cdrom != iso.cdrom)).collect();
            if let Some(iso) = new.iter().find(|iso| iso.is_of(item)) {
                return Look::There(iso.cdrom.clone());
            }
            if !patiently || !looks.wait().await {
                return if new.is_empty() { Look::Unchanged } else { Look::Other };
            }
        }
    }

    /// Takes the ISO image of a library item off a virtual machine, on whichever CD-ROMs it is mounted; answers these.
    /// If it is not mounted, there is nothing to do.
    ///
    /// Reads the CD-ROMs of the virtual machine and [unmounts](Self::unmount) those that are backed by the image,
    /// again after a failure that may be repeated or whose outcome is unknown: a CD-ROM that is gone is success.
    /// Needs the privileges of an unmount.
    ///
    /// # Errors
    /// Those of [`unmount`](Self::unmount) and [`mounted`](Self::mounted). If the image was mounted on several
    /// CD-ROMs, those before the one that failed stay off.
    pub async fn ensure_unmounted(&self, item: &LibraryItemId, vm: &VmId) -> Result<Vec<CdromId>, Error> {
        let _one_at_a_time = lock(&self.connection.base, vm).lock_owned().await;
        let budget = self.connection.retry.begin();
        let mut tries = budget.tries();
        let mut removed = Vec::new();
        // The CD-ROM whose unmount failed last, and how.
        let mut failed: Option<(CdromId, Error)> = None;
        loop {
            let isos = match (budget.repeat(|| self.mounted(vm)).await, &failed) {
                (Ok(isos), _) => isos,
                // The failure of the unmount is what counts, not that of the look after it.
                (Err(_), Some((_, error))) => return Err(error.clone()),
                (Err(error), None) => return Err(error),
            };
            if let Some((cdrom, error)) = failed.take()
                && error.kind() == ErrorKind::OutcomeUnknown
                && isos.iter().all(|iso| iso.cdrom != cdrom)
            {
                removed.push(cdrom);
            }
            let Some(iso) = isos.into_iter().find(|iso| iso.is_of(item)) else { return Ok(removed) };
            match self.unmount_cdrom(vm, &iso.cdrom).await {
                Ok(()) => removed.push(iso.cdrom),
                Err(error) => {
                    // Whether it is gone is what the next look tells.
                    let look = matches!(error.kind(), ErrorKind::OutcomeUnknown | ErrorKind::NotFound);
                    if !(look || error.is_transient()) || !tries.wait(&error).await {
                        return Err(error);
                    }
                    failed = Some((iso.cdrom, error));
                }
            }
        }
    }
}

type Guard = tokio::sync::OwnedMutexGuard<()>;
type Locks = HashMap<(String, VmId), Weak<tokio::sync::Mutex<()>>>;

/// The one lock of a virtual machine in this process, whichever `Vcenter` it is called through.
///
/// Without it two calls would both find nothing and both mount.
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
