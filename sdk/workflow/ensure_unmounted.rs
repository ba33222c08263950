//! Unmounts that are safe to repeat.

use std::slice;

use serde::Serialize;

use crate::error::{Error, ErrorKind, Parts};
use crate::model::id::{CdromId, LibraryItemId, VmId};
use crate::operation::Operation;
use crate::retry::{Budget, Tries};
use crate::runtime;
use crate::vcenter::Vcenter;
use crate::workflow::mounted::{MAX_CDROMS, cdroms_with};
use crate::workflow::vm_lock::VmLock;

/// The result of [`Vcenter::ensure_unmounted`].
///
/// Serialized as `{"result": "unmounted", "cdroms": ["16000"]}`, or `{"result": "not_mounted"}`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "result", content = "cdroms", rename_all = "snake_case")]
pub enum UnmountOutcome {
    /// The image was not mounted; nothing was changed.
    NotMounted,
    /// The image was unmounted from these CD-ROMs.
    Unmounted(Vec<CdromId>),
}

impl UnmountOutcome {
    /// Returns the CD-ROMs that were unmounted.
    #[must_use]
    pub fn cdroms(&self) -> &[CdromId] {
        match self {
            Self::NotMounted => &[],
            Self::Unmounted(cdroms) => cdroms,
        }
    }
}

impl Vcenter {
    /// Unmounts the ISO image of a library item from a virtual machine, if it is mounted there.
    ///
    /// Reads the VM's CD-ROMs and [unmounts](Self::unmount) each that is backed by the image; without one,
    /// changes nothing. A [transient](Error::is_transient) error is retried after another read. A CD-ROM that is gone
    /// after a failed unmount counts as removed. If a CD-ROM is still there after the server has reported success, the
    /// call polls it for the [settle](crate::RetryPolicy::settle_timeout) time. Needs the privileges of an unmount.
    ///
    /// # Errors
    /// - Those of [`unmount`](Self::unmount) and [`mounted`](Self::mounted). If the image was mounted on several
    ///   CD-ROMs, those removed before the error stay removed.
    /// - [`Unavailable`](ErrorKind::Unavailable): another call of this process works on the VM for too long.
    /// - [`InvalidResponse`](ErrorKind::InvalidResponse): the server reported success, but the CD-ROM is still there.
    /// - [`OutcomeUnknown`](ErrorKind::OutcomeUnknown): an unmount may have been carried out and the CD-ROMs did not
    ///   show whether it was, or the image is not mounted but an earlier mount of it may still be carried out.
    pub async fn ensure_unmounted(&self, item: &LibraryItemId, vm: &VmId) -> Result<UnmountOutcome, Error> {
        runtime::current()?;
        let work = {
            let (vcenter, item, vm) = (self.clone(), item.clone(), vm.clone());
            async move { vcenter.unmount_all_of(&item, &vm).await }
        };
        runtime::in_task(work).await.unwrap_or_else(|error| {
            let request = Some(Operation::VcenterIsoImageUnmount.into());
            Err(runtime::task_failure(error).error(request, ErrorKind::OutcomeUnknown))
        })
    }

    async fn unmount_all_of(&self, item: &LibraryItemId, vm: &VmId) -> Result<UnmountOutcome, Error> {
        let lock = self.lock_vm(vm, Operation::VcenterIsoImageUnmount).await?;
        let budget = self.connection.series_budget();
        let mut tries = budget.tries();
        let before = budget.repeat(|| self.mounted(vm)).await?;
        let mut cdroms: Vec<_> = cdroms_with(&before, item).cloned().collect();
        if cdroms.is_empty() {
            let late = self.await_lost_mount(budget, &before, item, vm).await?;
            cdroms.extend(late.map(|(_, iso)| iso.cdrom));
        }
        if cdroms.len() > MAX_CDROMS {
            let context = format!("the server lists {} CD-ROMs with the image on {vm}", cdroms.len());
            return Err(self.error(Parts::new(ErrorKind::InvalidResponse, context)));
        }
        let mut removed = Vec::new();
        for (index, cdrom) in cdroms.iter().enumerate() {
            if index > 0 {
                budget.check()?;
                // The device key may belong to another image by now.
                if self.still_mounted(budget, item, vm, slice::from_ref(cdrom), false).await?.is_none() {
                    continue;
                }
            }
            if self.unmount_and_check(&lock, budget, &mut tries, item, vm, cdrom).await? {
                removed.push(cdrom.clone());
            }
        }
        self.confirm_removed(budget, item, vm, &removed).await?;
        Ok(if removed.is_empty() { UnmountOutcome::NotMounted } else { UnmountOutcome::Unmounted(removed) })
    }

    /// Unmounts a CD-ROM and returns whether this call removed it, rather than another one.
    pub(crate) async fn unmount_and_check(
        &self,
        lock: &VmLock,
        budget: Budget<'_>,
        tries: &mut Tries<'_>,
        item: &LibraryItemId,
        vm: &VmId,
        cdrom: &CdromId,
    ) -> Result<bool, Error> {
        let (mut is_ours, mut may_have_acted) = (false, false);
        loop {
            let (vcenter, machine, key) = (self.clone(), vm.clone(), cdrom.clone());
            let unmount = async move { vcenter.unmount_cdrom(&machine, &key).await };
            let unmounted = lock.run(Operation::VcenterIsoImageUnmount, unmount).await?;
            let Err(error) = unmounted else { return Ok(true) };
            let (unknown, not_found) =
                (error.kind() == ErrorKind::OutcomeUnknown, error.kind() == ErrorKind::NotFound);
            may_have_acted |= error.may_have_acted();
            if !(may_have_acted || error.is_transient() || not_found) {
                return Err(error);
            }
            is_ours |= !not_found;
            // An earlier attempt may still take effect.
            let failed = || {
                let error = error.clone();
                if unknown {
                    let waited = budget.settle_timeout();
                    error.into_unknown(format!("CD-ROM {cdrom} of {vm} was still there {waited:?} later"))
                } else if may_have_acted && !error.may_have_acted() {
                    error.into_unknown(format!("CD-ROM {cdrom} of {vm} was still there afterwards"))
                } else {
                    error
                }
            };
            let is_gone = async |until_settled: bool| match self
                .still_mounted(budget, item, vm, slice::from_ref(cdrom), until_settled)
                .await
            {
                Ok(left) => Ok(left.is_none()),
                // The caller needs the error of the unmount, not that of the read after it.
                Err(_) if may_have_acted => {
                    Err(error.clone().into_unknown(format!("{vm} could not be read afterwards")))
                }
                Err(_) => Err(error.clone()),
            };
            if is_gone(unknown).await? {
                return Ok(is_ours);
            }
            // An unmount that is carried out late would remove any CD-ROM that has the device key by then.
            if !error.is_transient() || !tries.wait(&error).await {
                return Err(failed());
            }
            if is_gone(false).await? {
                return Ok(is_ours);
            }
        }
    }

    /// Returns the first of the CD-ROMs that still has the image: at once, or patiently when the settle time is over.
    async fn still_mounted(
        &self,
        budget: Budget<'_>,
        item: &LibraryItemId,
        vm: &VmId,
        cdroms: &[CdromId],
        until_settled: bool,
    ) -> Result<Option<CdromId>, Error> {
        let mut polls = budget.polls();
        loop {
            let isos = budget.repeat(|| self.mounted(vm)).await?;
            let left = cdroms_with(&isos, item).find(|there| cdroms.contains(there)).cloned();
            if left.is_none() || !until_settled || !polls.wait("the CD-ROM is still there").await {
                return Ok(left);
            }
        }
    }

    /// Waits until the CD-ROMs are gone whose removal the server has reported.
    pub(crate) async fn confirm_removed(
        &self,
        budget: Budget<'_>,
        item: &LibraryItemId,
        vm: &VmId,
        removed: &[CdromId],
    ) -> Result<(), Error> {
        if removed.is_empty() {
            return Ok(());
        }
        match self.still_mounted(budget, item, vm, removed, true).await {
            Ok(Some(cdrom)) => {
                let context = format!(
                    "the server reported CD-ROM {cdrom} of {vm} as unmounted, but it still has the image"
                );
                let request = Some(Operation::VcenterIsoImageUnmount.into());
                Err(self.error(Parts { request, ..Parts::new(ErrorKind::InvalidResponse, context) }))
            }
            // The server's report stands unless a read contradicts it.
            Ok(None) | Err(_) => Ok(()),
        }
    }
}
