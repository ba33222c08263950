//! Mounts and unmounts that are safe to repeat.

use std::collections::HashMap;
use std::pin::Pin;
use std::slice;
use std::sync::{Arc, LazyLock, Mutex, PoisonError, Weak};
use std::time::Duration;

use serde::Serialize;
use tracing::Instrument;

use crate::cancellation::{inherited, unless_cancelled};
use crate::error::{Error, ErrorKind, Parts};
use crate::model::id::{CdromId, LibraryItemId, VmId};
use crate::model::inventory::{ConnectionState, PowerState};
use crate::operation::Operation;
use crate::retry::{Budget, Tries};
use crate::runtime;
use crate::vcenter::Vcenter;
use crate::vcenter::pending_mounts;
use crate::workflow::connect::{Desired, may_run};
use crate::workflow::mounted::{MAX_CDROMS, MountedIso};

/// The result of [`Vcenter::ensure_mounted`].
///
/// Serialized as `{"result": "already_mounted", "iso": {…}}`, with the members of [`MountedIso`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "result", content = "iso", rename_all = "snake_case")]
pub enum MountOutcome {
    /// The image was already mounted; nothing was changed.
    AlreadyMounted(MountedIso),
    /// The image was already mounted, on a CD-ROM that was not connected; this call connected it.
    Connected(MountedIso),
    /// The image was mounted on a new CD-ROM.
    Mounted(MountedIso),
}

impl MountOutcome {
    /// Returns the CD-ROM that the image is mounted on, as it is after the call.
    #[must_use]
    pub fn iso(&self) -> &MountedIso {
        match self {
            Self::AlreadyMounted(iso) | Self::Connected(iso) | Self::Mounted(iso) => iso,
        }
    }

    /// Returns the identifier of the CD-ROM that the image is mounted on.
    #[must_use]
    pub fn cdrom(&self) -> &CdromId {
        &self.iso().cdrom
    }
}

/// A mount that is safe to repeat. [`Vcenter::ensure_mounted`] creates it and `await` runs it.
#[must_use = "nothing is mounted until it is awaited"]
#[derive(Debug, Clone)]
pub struct EnsureMountedRequest {
    vcenter: Vcenter,
    item: LibraryItemId,
    vm: VmId,
    options: Options,
}

#[derive(Debug, Clone, Copy)]
struct Options {
    connect: bool,
    even_if_mounted: bool,
}

impl EnsureMountedRequest {
    /// Leaves a CD-ROM that is not connected as it is.
    ///
    /// The result is then a success although the guest may not see the image: check
    /// [`is_connected`](MountedIso::is_connected).
    pub fn without_connecting(mut self) -> Self {
        self.options.connect = false;
        self
    }

    /// Mounts the image on another CD-ROM if it is already mounted.
    ///
    /// The mount is one attempt, as with [`mount`](Vcenter::mount), and each success adds a CD-ROM.
    pub fn even_if_mounted(mut self) -> Self {
        self.options.even_if_mounted = true;
        self
    }
}

impl IntoFuture for EnsureMountedRequest {
    type Output = Result<MountOutcome, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            runtime::current()?;
            let Self { vcenter, item, vm, options } = self;
            let work = {
                let (vcenter, item, vm) = (vcenter.clone(), item.clone(), vm.clone());
                async move { vcenter.mount_and_connect(options, &item, &vm).await }
            };
            runtime::in_task(work).await.unwrap_or_else(|error| {
                let is_pending = pending_mounts::may_be_pending(vcenter.url(), &vm, &item);
                let kind = if is_pending { ErrorKind::OutcomeUnknown } else { ErrorKind::Unavailable };
                Err(runtime::task_failure(error).error(Some(Operation::VcenterIsoImageMount.into()), kind))
            })
        })
    }
}

/// A CD-ROM with the image, and the power state of its VM.
type Seen = (PowerState, MountedIso);

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

/// The result of reading a VM's CD-ROMs again after a mount failed or its response was lost.
#[derive(Debug)]
enum Observation {
    /// A new CD-ROM has the image.
    Mounted(Box<Seen>),
    /// A new CD-ROM has an ISO file whose path does not name the item. It may be the image on a server with another
    /// form of paths.
    Other,
    /// The VM has no new CD-ROM.
    Unchanged,
    /// The CD-ROMs cannot be read.
    Unreadable,
}

impl Observation {
    /// Describes an observation that does not settle the outcome. `waited` is the time of the observation.
    fn describe(&self, vm: &VmId, waited: Option<Duration>) -> String {
        match self {
            Self::Mounted(seen) => format!("{vm} has the image on CD-ROM {}", seen.1.cdrom),
            Self::Other => format!("{vm} has a new CD-ROM with another ISO file"),
            Self::Unreadable => format!("{vm} could not be read afterwards"),
            Self::Unchanged => match waited {
                Some(waited) => format!("no new CD-ROM appeared on {vm} within {waited:?}"),
                None => format!("no new CD-ROM has appeared on {vm}"),
            },
        }
    }
}

impl Vcenter {
    /// Mounts the ISO image of a library item on a virtual machine, unless it is already mounted there.
    ///
    /// Reads the VM's CD-ROMs (`GET /api/vcenter/vm/{vm}`) and, if none is backed by the image, [mounts](Self::mount)
    /// it and reads it. The item's identifier in the datastore path identifies the image. Needs the privileges of a
    /// mount, and that of [`connect_cdrom`](Self::connect_cdrom) if the CD-ROM has to be connected.
    ///
    /// After an error that [may have acted](Error::may_have_acted), the call reads the CD-ROMs again: a new CD-ROM with
    /// the image is the result. A [transient](Error::is_transient) error is retried by the
    /// [`RetryPolicy`](crate::RetryPolicy), after another read. If a response is lost, the call polls the CD-ROMs for
    /// the [settle](crate::RetryPolicy::settle_timeout) time. If no new CD-ROM appears, the outcome stays unknown and the mount
    /// is not retried, because the server may still carry it out.
    ///
    /// The guest of a running VM can read the image only while the CD-ROM is connected. A CD-ROM that is not is
    /// [connected](Self::connect_cdrom), unless [`without_connecting`](EnsureMountedRequest::without_connecting) was
    /// called. While the VM is off, nothing can be connected: check [`start_connected`](MountedIso::start_connected).
    ///
    /// Within one process, calls for the same VM of the same server address run one after another. Each call runs in a
    /// task, which ends when the caller drops the future. If the caller drops it during the mount request, the next
    /// call waits until the server responds. For five minutes after a lost response, also to [`mount`](Self::mount), a
    /// call for the same VM and image first waits for the lost mount to appear. If it does not appear, the call returns
    /// `OutcomeUnknown` without another mount. Other processes are not taken into account: do not let two processes
    /// mount on the same VM at the same time.
    ///
    /// # Errors
    /// - Those of [`mount`](Self::mount) and [`mounted`](Self::mounted).
    /// - [`Unavailable`](ErrorKind::Unavailable): another call of this process works on the VM for too long.
    /// - [`OutcomeUnknown`](ErrorKind::OutcomeUnknown): the mount may have been carried out, and the CD-ROMs did not
    ///   show whether it was.
    /// - [`CdromNotConnected`](ErrorKind::CdromNotConnected): the image was mounted, but its CD-ROM could not be
    ///   connected, or is in an error state, which the message names. [`Error::cdrom`] is the CD-ROM.
    /// - Those of [`ensure_connected`](Self::ensure_connected), if the image was already mounted.
    pub fn ensure_mounted(&self, item: &LibraryItemId, vm: &VmId) -> EnsureMountedRequest {
        EnsureMountedRequest {
            vcenter: self.clone(),
            item: item.clone(),
            vm: vm.clone(),
            options: Options { connect: true, even_if_mounted: false },
        }
    }

    async fn mount_and_connect(
        &self,
        options: Options,
        item: &LibraryItemId,
        vm: &VmId,
    ) -> Result<MountOutcome, Error> {
        let lock = self.lock(vm, Operation::VcenterIsoImageMount).await?;
        let budget = self.connection.retry.begin();
        let (is_new, (power_state, iso), _lock) = if options.even_if_mounted {
            let (mounted, lock) = self.mount_under_lock(lock, item, vm).await?;
            (true, self.read_new(budget, vm, &mounted?).await?, lock)
        } else {
            self.mount_unless_mounted(lock, budget, item, vm).await?
        };
        let connects = options.connect && may_run(&power_state) && !iso.is_connected();
        if !connects {
            return Ok(if is_new { MountOutcome::Mounted(iso) } else { MountOutcome::AlreadyMounted(iso) });
        }
        match self.reach(Desired::Connected, budget, vm, iso).await {
            Ok(iso) if is_new => Ok(MountOutcome::Mounted(iso)),
            Ok(iso) => Ok(MountOutcome::Connected(iso)),
            // The kind of a refused connect would say that nothing was changed.
            Err(error) if is_new && error.kind() != ErrorKind::OutcomeUnknown => {
                Err(error.into_not_connected())
            }
            Err(error) => Err(error),
        }
    }

    /// Returns whether the image was mounted by this call, its CD-ROM, and the lock of the VM.
    async fn mount_unless_mounted(
        &self,
        mut vm_lock: Guard,
        budget: Budget<'_>,
        item: &LibraryItemId,
        vm: &VmId,
    ) -> Result<(bool, Seen, Guard), Error> {
        let mut tries = budget.tries();
        let (power_state, before) = budget.repeat(|| self.read_mounted(vm)).await?;
        if let Some(iso) = best_with(&before, item) {
            pending_mounts::clear(self.url(), vm, item);
            return Ok((false, (power_state, iso.clone()), vm_lock));
        }
        if let Some(seen) = self.settle_earlier(budget, &before, item, vm).await? {
            return Ok((false, seen, vm_lock));
        }
        let mut may_have_acted = false;
        loop {
            let mut observation = String::new();
            let (mounted, lock) = self.mount_under_lock(vm_lock, item, vm).await?;
            vm_lock = lock;
            let error = match mounted {
                Ok(cdrom) => return Ok((true, self.read_new(budget, vm, &cdrom).await?, vm_lock)),
                Err(error) => error,
            };
            let unknown = error.kind() == ErrorKind::OutcomeUnknown;
            may_have_acted |= error.may_have_acted();
            if may_have_acted {
                let seen = self.observe(budget, &before, item, vm, unknown).await;
                observation = seen.describe(vm, unknown.then(|| budget.settle_timeout()));
                match seen {
                    Observation::Mounted(seen) => return Ok((true, *seen, vm_lock)),
                    Observation::Unchanged => {}
                    Observation::Other | Observation::Unreadable => {
                        return Err(error.into_unknown(observation));
                    }
                }
            }
            if !error.is_transient() || !tries.wait(&error).await {
                // The CD-ROM of an earlier attempt may still appear.
                let is_unknown = unknown || may_have_acted && !error.may_have_acted();
                return Err(if is_unknown { error.into_unknown(observation) } else { error });
            }
            // A late CD-ROM may have appeared, or another caller may have mounted the image meanwhile.
            let seen = self.observe(budget, &before, item, vm, false).await;
            match seen {
                Observation::Mounted(seen) => return Ok((may_have_acted, *seen, vm_lock)),
                Observation::Unchanged => {}
                Observation::Other if !may_have_acted => {}
                // The caller needs the error of the mount, not that of the read after it.
                Observation::Other | Observation::Unreadable if may_have_acted => {
                    return Err(error.into_unknown(seen.describe(vm, None)));
                }
                Observation::Other | Observation::Unreadable => return Err(error),
            }
        }
    }

    /// Reads the CD-ROM that the server has reported as mounted. Waits until it appears.
    async fn read_new(&self, budget: Budget<'_>, vm: &VmId, cdrom: &CdromId) -> Result<Seen, Error> {
        let unknown = |context: String, cause: Option<Error>| -> Error {
            let (status, request_id) =
                (cause.as_ref().and_then(Error::status), cause.as_ref().and_then(Error::request_id));
            self.error(Parts {
                request: Some(Operation::VcenterIsoImageMount.into()),
                status,
                request_id: request_id.map(str::to_owned),
                cdrom: Some((cdrom.clone(), None)),
                ..Parts::new(ErrorKind::OutcomeUnknown, context)
            })
            .with_source(cause)
        };
        let mut polls = budget.polls();
        loop {
            match self.read_cdrom(budget, vm, cdrom).await {
                Ok(Some(seen)) => return Ok(seen),
                Ok(None) if polls.wait().await => {}
                Ok(None) => {
                    let context = format!(
                        "the server reported the image as mounted on CD-ROM {cdrom} of {vm}, but it is not there"
                    );
                    return Err(unknown(context, None));
                }
                Err(error) => {
                    let context = format!(
                        "the image was mounted on CD-ROM {cdrom} of {vm}, but the CD-ROM cannot be read"
                    );
                    return Err(unknown(context, Some(error)));
                }
            }
        }
    }

    /// Waits for an earlier mount of the image whose response was lost and returns its CD-ROM. Returns `None` without
    /// such a mount.
    async fn settle_earlier(
        &self,
        budget: Budget<'_>,
        before: &[MountedIso],
        item: &LibraryItemId,
        vm: &VmId,
    ) -> Result<Option<Seen>, Error> {
        if !pending_mounts::may_be_pending(self.url(), vm, item) {
            return Ok(None);
        }
        let seen = self.observe(budget, before, item, vm, true).await;
        if let Observation::Mounted(seen) = seen {
            return Ok(Some(*seen));
        }
        let context =
            "the response to an earlier mount of the image was lost, and the server may still carry it out";
        Err(Error::from(Parts {
            request: Some(Operation::VcenterIsoImageMount.into()),
            ..Parts::new(ErrorKind::OutcomeUnknown, context)
        })
        .observed(seen.describe(vm, Some(budget.settle_timeout()))))
    }

    async fn mount_under_lock(
        &self,
        lock: Guard,
        item: &LibraryItemId,
        vm: &VmId,
    ) -> Result<(Result<CdromId, Error>, Guard), Error> {
        let (vcenter, item, vm) = (self.clone(), item.clone(), vm.clone());
        under_lock(lock, Operation::VcenterIsoImageMount, async move { vcenter.mount(&item, &vm).await })
            .await
    }

    /// Waits for the other calls of this process that work on the VM.
    async fn lock(&self, vm: &VmId, operation: Operation) -> Result<Guard, Error> {
        let longest = self.connection.retry.longest_hold(self.connection.endpoint.timeout);
        let locked = tokio::time::timeout(longest, lock(self.url(), vm).lock_owned());
        match unless_cancelled(runtime::with_runtime(locked)).await? {
            Ok(Ok(guard)) => Ok(guard),
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

    /// Looks for a CD-ROM with the image, given that there was none before: once, or patiently until the settle time is
    /// over.
    async fn observe(
        &self,
        budget: Budget<'_>,
        before: &[MountedIso],
        item: &LibraryItemId,
        vm: &VmId,
        until_settled: bool,
    ) -> Observation {
        let mut polls = budget.polls();
        if until_settled {
            tracing::info!(target: "vcenter_iso", %vm, "the outcome of the mount is unknown: reading the VM for its CD-ROM");
        }
        loop {
            let (power_state, now) = match budget.repeat(|| self.read_mounted(vm)).await {
                Ok(now) => now,
                Err(error) => {
                    tracing::debug!(target: "vcenter_iso", %error, "the VM cannot be read after the mount");
                    return Observation::Unreadable;
                }
            };
            // Compares no device keys: the key may have belonged to a CD-ROM that was removed since.
            if let Some(iso) = best_with(&now, item) {
                pending_mounts::clear(self.url(), vm, item);
                return Observation::Mounted(Box::new((power_state, iso.clone())));
            }
            let is_new = |iso: &MountedIso| {
                before.iter().all(|old| (&old.cdrom, &old.iso_file) != (&iso.cdrom, &iso.iso_file))
            };
            if !until_settled || !polls.wait().await {
                return if now.iter().any(is_new) { Observation::Other } else { Observation::Unchanged };
            }
        }
    }

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
        let mut lock = self.lock(vm, Operation::VcenterIsoImageUnmount).await?;
        let budget = self.connection.retry.begin();
        let mut tries = budget.tries();
        let before = budget.repeat(|| self.mounted(vm)).await?;
        let mut cdroms: Vec<_> = cdroms_with(&before, item).cloned().collect();
        if cdroms.is_empty() {
            let late = self.settle_earlier(budget, &before, item, vm).await?;
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
            let (done, guard) = self.unmount_and_check(lock, budget, &mut tries, item, vm, cdrom).await?;
            lock = guard;
            if done {
                removed.push(cdrom.clone());
            }
        }
        self.confirm_removed(budget, item, vm, &removed).await?;
        Ok(if removed.is_empty() { UnmountOutcome::NotMounted } else { UnmountOutcome::Unmounted(removed) })
    }

    /// Unmounts a CD-ROM and returns whether this call removed it, rather than another one.
    async fn unmount_and_check(
        &self,
        mut lock: Guard,
        budget: Budget<'_>,
        tries: &mut Tries<'_>,
        item: &LibraryItemId,
        vm: &VmId,
        cdrom: &CdromId,
    ) -> Result<(bool, Guard), Error> {
        let (mut is_ours, mut may_have_acted) = (false, false);
        loop {
            let (vcenter, machine, key) = (self.clone(), vm.clone(), cdrom.clone());
            let unmount = async move { vcenter.unmount_cdrom(&machine, &key).await };
            let (unmounted, guard) = under_lock(lock, Operation::VcenterIsoImageUnmount, unmount).await?;
            lock = guard;
            let Err(error) = unmounted else { return Ok((true, lock)) };
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
                return Ok((is_ours, lock));
            }
            // An unmount that is carried out late would remove any CD-ROM that has the device key by then.
            if !error.is_transient() || !tries.wait(&error).await {
                return Err(failed());
            }
            if is_gone(false).await? {
                return Ok((is_ours, lock));
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
            if left.is_none() || !until_settled || !polls.wait().await {
                return Ok(left);
            }
        }
    }

    /// Waits until the CD-ROMs are gone whose removal the server has reported.
    async fn confirm_removed(
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

/// Returns the CD-ROM with the image: if there are several, the one that the guest reads or most likely can.
pub(crate) fn best_with<'a>(isos: &'a [MountedIso], item: &LibraryItemId) -> Option<&'a MountedIso> {
    isos.iter().filter(|iso| iso.is_of(item)).min_by_key(|iso| match iso.state {
        ConnectionState::Connected => 0,
        ConnectionState::NotConnected => 1,
        ConnectionState::StateUnknown | ConnectionState::Unknown(_) => 2,
        ConnectionState::RecoverableError => 3,
        ConnectionState::UnrecoverableError => 4,
    })
}

/// Returns the CD-ROMs with the image.
fn cdroms_with<'a>(isos: &'a [MountedIso], item: &'a LibraryItemId) -> impl Iterator<Item = &'a CdromId> {
    isos.iter().filter(|iso| iso.is_of(item)).map(|iso| &iso.cdrom)
}

/// Runs the work in a spawned task that keeps the lock, so that if the caller is dropped the next caller still waits
/// for the result.
async fn under_lock<T: Send + 'static>(
    lock: Guard,
    operation: Operation,
    work: impl Future<Output = T> + Send + 'static,
) -> Result<(T, Guard), Error> {
    let task = tokio::spawn(inherited(async move { (work.await, lock) }).in_current_span());
    task.await.map_err(|error| {
        runtime::task_failure(error).error(Some(operation.into()), ErrorKind::OutcomeUnknown)
    })
}

type Guard = tokio::sync::OwnedMutexGuard<()>;
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
