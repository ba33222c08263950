//! Mounts that are safe to repeat.

use std::pin::Pin;
use std::slice;

use serde::Serialize;

use crate::error::{Error, ErrorKind, Parts};
use crate::model::id::{CdromId, LibraryItemId, VmId};
use crate::model::inventory::PowerState;
use crate::operation::Operation;
use crate::retry::{Budget, Tries};
use crate::runtime;
use crate::vcenter::{Vcenter, pending_mounts};
use crate::workflow::connect::{Desired, may_run};
use crate::workflow::convergence::{MAX_MOUNTS, Step, next_step};
use crate::workflow::lost_mount::{ANOTHER_CALLER, Observation, Patience, Seen, on_several};
use crate::workflow::mounted::{MountedIso, best_with, cdroms_with};
use crate::workflow::vm_lock::VmLock;

const NOT_THERE_YET: &str = "the CD-ROM of the mount is not there yet";

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

impl Vcenter {
    /// Mounts the ISO image of a library item on a virtual machine, unless it is already mounted there.
    ///
    /// Reads the VM's CD-ROMs (`GET /api/vcenter/vm/{vm}`) and, if none is backed by the image, [mounts](Self::mount)
    /// it and reads the VM once more. The item's identifier in the datastore path identifies the image. Needs the
    /// privileges of a mount, that of [`connect_cdrom`](Self::connect_cdrom) if the CD-ROM has to be connected, and those
    /// of an [`unmount`](Self::unmount) if another process mounts the image at the same time.
    ///
    /// After an error that [may have acted](Error::may_have_acted), the call reads the CD-ROMs again: a new CD-ROM with
    /// the image is the result. A [transient](Error::is_transient) error is retried by the
    /// [`RetryPolicy`](crate::RetryPolicy), after another read. If a response is lost, the call polls the CD-ROMs for
    /// the [settle](crate::RetryPolicy::settle_timeout) time, and for up to two seconds after a CD-ROM has appeared. If
    /// no new CD-ROM appears, the outcome stays unknown and the mount is not retried, because the server may still carry
    /// it out. [`RetryPolicy::longest`](crate::RetryPolicy::longest) is the longest time of the call.
    ///
    /// The guest of a running VM can read the image only while the CD-ROM is connected. A CD-ROM that is not is
    /// [connected](Self::connect_cdrom), unless [`without_connecting`](EnsureMountedRequest::without_connecting) was
    /// called. While the VM is off, nothing can be connected: check [`start_connected`](MountedIso::start_connected).
    ///
    /// # Concurrent calls
    /// Within one process, calls for the same VM of the same server address run one after another. Each call runs in a
    /// task, which ends when the caller drops the future. If the caller drops it during the mount request, the next
    /// call waits until the server responds. For five minutes after a lost response, also to [`mount`](Self::mount), a
    /// call for the same VM and image first waits for the lost mount to appear. If it does not appear, the call returns
    /// `OutcomeUnknown` without another mount.
    ///
    /// If several processes mount the image on one VM at the same time, one CD-ROM stays. A call that sees another
    /// CD-ROM with the image after its mount unmounts its own, and returns
    /// [`AlreadyMounted`](MountOutcome::AlreadyMounted) with the other one; the call whose CD-ROM has the lowest device
    /// key first waits for the others, at most the settle time. A call never unmounts a CD-ROM that it has not added
    /// itself. A call that finds the CD-ROM of another one, which still works, may return one that is replaced.
    ///
    /// # Errors
    /// - Those of [`mount`](Self::mount) and [`mounted`](Self::mounted).
    /// - [`Unavailable`](ErrorKind::Unavailable): another call of this process works on the VM for too long.
    /// - [`OutcomeUnknown`](ErrorKind::OutcomeUnknown): the mount may have been carried out, and the CD-ROMs did not
    ///   show whether it was.
    /// - [`CdromNotConnected`](ErrorKind::CdromNotConnected): the image was mounted, but its CD-ROM could not be
    ///   connected, or is in an error state, which the message names. [`Error::cdrom`] is the CD-ROM.
    /// - [`MountedTwice`](ErrorKind::MountedTwice): another process has mounted the image at the same time, and this call
    ///   could not unmount its own CD-ROM, or does not know which one is its own because the response was lost.
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
        let lock = self.lock_vm(vm, Operation::VcenterIsoImageMount).await?;
        let budget = self.connection.budget();
        let mounting = Mounting { vcenter: self, budget, item, vm, lock };
        let mut rounds = MAX_MOUNTS;
        loop {
            rounds -= 1;
            let (is_new, (power_state, iso)) = if options.even_if_mounted {
                (true, mounting.read_new(&mounting.send().await??).await?)
            } else {
                mounting.mount_unless_mounted().await?
            };
            let connects = options.connect && may_run(&power_state) && !iso.is_connected();
            if !connects {
                return Ok(if is_new {
                    MountOutcome::Mounted(iso)
                } else {
                    MountOutcome::AlreadyMounted(iso)
                });
            }
            let cdrom = iso.cdrom.clone();
            let error = match self.reach(Desired::Connected, budget, vm, iso).await {
                Ok(iso) if is_new => return Ok(MountOutcome::Mounted(iso)),
                Ok(iso) => return Ok(MountOutcome::Connected(iso)),
                Err(error) => error,
            };
            if is_new {
                // The kind of a refused connect would say that nothing was changed.
                let is_unknown = error.kind() == ErrorKind::OutcomeUnknown;
                return Err(if is_unknown { error } else { error.into_not_connected() });
            }
            // Another caller may have removed it, because there is one more.
            if rounds == 0 || !matches!(self.read_cdrom(budget, vm, &cdrom).await, Ok(None)) {
                return Err(error);
            }
        }
    }
}

/// A call of [`Vcenter::ensure_mounted`].
struct Mounting<'a> {
    vcenter: &'a Vcenter,
    budget: Budget<'a>,
    item: &'a LibraryItemId,
    vm: &'a VmId,
    lock: VmLock,
}

/// The result of the attempts of a mount.
enum Attempted {
    /// The server has added this CD-ROM.
    Added(CdromId),
    /// A CD-ROM with the image has appeared, and whether it may be that of an attempt.
    Found(bool, Box<Seen>),
}

impl Mounting<'_> {
    /// Returns whether the image was mounted by this call, and its CD-ROM.
    async fn mount_unless_mounted(&self) -> Result<(bool, Seen), Error> {
        let (vcenter, budget, item, vm) = (self.vcenter, self.budget, self.item, self.vm);
        let mut tries = budget.tries();
        let (power_state, before) = budget.repeat(|| vcenter.read_mounted(vm)).await?;
        if let Some(iso) = best_with(&before, item) {
            pending_mounts::clear(vcenter.url(), vm, item);
            return Ok((false, (power_state, iso.clone())));
        }
        if let Some(seen) = vcenter.await_lost_mount(budget, &before, item, vm).await? {
            return Ok((false, seen));
        }
        for _ in 0..MAX_MOUNTS {
            match self.attempt(&mut tries, &before).await? {
                Attempted::Found(is_new, seen) => return Ok((is_new, *seen)),
                Attempted::Added(own) => {
                    if let Some(result) = self.converge(&own).await? {
                        return Ok(result);
                    }
                }
            }
        }
        let context = format!("other callers mount and unmount the image on {vm} at the same time");
        Err(vcenter.error(Parts {
            request: Some(Operation::VcenterIsoImageMount.into()),
            ..Parts::new(ErrorKind::Unavailable, context)
        }))
    }

    /// Mounts the image, and again after a transient failure.
    async fn attempt(&self, tries: &mut Tries<'_>, before: &[MountedIso]) -> Result<Attempted, Error> {
        let (vcenter, budget, item, vm) = (self.vcenter, self.budget, self.item, self.vm);
        let mut may_have_acted = false;
        loop {
            let mut observation = String::new();
            let error = match self.send().await? {
                Ok(cdrom) => return Ok(Attempted::Added(cdrom)),
                Err(error) => error,
            };
            let unknown = error.kind() == ErrorKind::OutcomeUnknown;
            may_have_acted |= error.may_have_acted();
            if may_have_acted {
                let patience = match error.status() {
                    _ if !unknown => Patience::Once,
                    Some(200..=299) => Patience::UntilSeen,
                    _ => Patience::UntilSettled,
                };
                let seen = vcenter.observe(budget, before, item, vm, patience).await;
                observation = seen.describe(vm, patience, budget);
                match seen {
                    Observation::Mounted(seen) => return Ok(Attempted::Found(true, seen)),
                    Observation::Unchanged => {}
                    Observation::Several(_) => return Err(error.into_mounted_twice(observation)),
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
            let seen = vcenter.observe(budget, before, item, vm, Patience::Once).await;
            match seen {
                Observation::Mounted(seen) => return Ok(Attempted::Found(may_have_acted, seen)),
                Observation::Unchanged => {}
                Observation::Several(_) => {
                    return Err(error.into_mounted_twice(seen.describe(vm, Patience::Once, budget)));
                }
                Observation::Other if !may_have_acted => {}
                // The caller needs the error of the mount, not that of the read after it.
                Observation::Other | Observation::Unreadable if may_have_acted => {
                    return Err(error.into_unknown(seen.describe(vm, Patience::Once, budget)));
                }
                Observation::Other | Observation::Unreadable => return Err(error),
            }
        }
    }

    /// Sends a mount. The outer error is that of its task.
    async fn send(&self) -> Result<Result<CdromId, Error>, Error> {
        let (vcenter, item, vm) = (self.vcenter.clone(), self.item.clone(), self.vm.clone());
        let mount = async move { vcenter.mount(&item, &vm).await };
        self.lock.run(Operation::VcenterIsoImageMount, mount).await
    }

    /// Reads the VM after a mount. If other callers have mounted the image as well, ends with one CD-ROM, and returns
    /// whether it is that of this call. Returns `None` if no CD-ROM is left.
    async fn converge(&self, own: &CdromId) -> Result<Option<(bool, Seen)>, Error> {
        let mut polls = self.budget.polls();
        let (mut is_first, mut has_waited) = (true, false);
        loop {
            let (power_state, isos) = self.read_after(own).await?;
            let with_image: Vec<_> = cdroms_with(&isos, self.item).collect();
            let Some(iso) = isos.iter().find(|iso| iso.cdrom == *own) else {
                if is_first && polls.wait(NOT_THERE_YET).await {
                    continue;
                }
                return Err(self.not_there(own));
            };
            is_first = false;
            match next_step(Some(own), &with_image, has_waited) {
                // The server, and not the path of the image, decides what was mounted.
                Step::Keep | Step::GiveUp => return Ok(Some((true, (power_state, iso.clone())))),
                Step::Wait => has_waited = !polls.wait(ANOTHER_CALLER).await,
                Step::Yield => return self.yield_to_others(own).await,
            }
        }
    }

    /// Removes the CD-ROM of this call, and returns that of another caller. Returns `None` if no CD-ROM is left.
    async fn yield_to_others(&self, own: &CdromId) -> Result<Option<(bool, Seen)>, Error> {
        let (vcenter, budget, item, vm) = (self.vcenter, self.budget, self.item, self.vm);
        tracing::info!(
            target: "vcenter_iso",
            %vm,
            cdrom = %own,
            "another caller has mounted the image at the same time: removing the CD-ROM of this call"
        );
        let removed = vcenter.unmount_and_check(&self.lock, budget, &mut budget.tries(), item, vm, own).await;
        let removed = match removed {
            Ok(_) => vcenter.confirm_removed(budget, item, vm, slice::from_ref(own)).await,
            Err(error) => Err(error),
        };
        let (power_state, isos) = match (self.read_after(own).await, &removed) {
            (Ok(now), _) => now,
            (Err(_), Err(refusal)) => {
                return Err(refusal.clone().into_unknown(format!("{vm} could not be read afterwards")));
            }
            (Err(error), Ok(())) => return Err(error),
        };
        let is_left = isos.iter().any(|iso| iso.cdrom == *own && iso.is_of(item));
        let others: Vec<_> = isos.iter().filter(|iso| iso.cdrom != *own).cloned().collect();
        match (removed, best_with(&others, item)) {
            (Err(error), Some(_)) if is_left => {
                let several: Vec<_> = cdroms_with(&isos, item).cloned().collect();
                let observation = on_several(vm, &several);
                // A removal whose response was lost may still be carried out.
                let is_unknown = error.kind() == ErrorKind::OutcomeUnknown;
                Err(if is_unknown {
                    error.observed(observation)
                } else {
                    error.into_mounted_twice(observation)
                })
            }
            // The other caller has removed its own.
            (Err(error), None) if is_left && error.kind() != ErrorKind::OutcomeUnknown => {
                Ok(best_with(&isos, item).map(|iso| (true, (power_state, iso.clone()))))
            }
            (Err(error), None) if is_left => Err(error),
            (_, Some(iso)) => Ok(Some((false, (power_state, iso.clone())))),
            (_, None) => Ok(None),
        }
    }

    /// Reads the CD-ROM that the server has reported as mounted. Waits until it appears.
    async fn read_new(&self, cdrom: &CdromId) -> Result<Seen, Error> {
        let mut polls = self.budget.polls();
        loop {
            let (power_state, isos) = self.read_after(cdrom).await?;
            if let Some(iso) = isos.into_iter().find(|iso| iso.cdrom == *cdrom) {
                return Ok((power_state, iso));
            }
            if !polls.wait(NOT_THERE_YET).await {
                return Err(self.not_there(cdrom));
            }
        }
    }

    /// Reads the VM after the server has reported the image as mounted on the CD-ROM.
    async fn read_after(&self, cdrom: &CdromId) -> Result<(PowerState, Vec<MountedIso>), Error> {
        let vm = self.vm;
        self.budget.repeat(|| self.vcenter.read_mounted(vm)).await.map_err(|error| {
            let context =
                format!("the image was mounted on CD-ROM {cdrom} of {vm}, but the CD-ROM cannot be read");
            self.unknown(cdrom, context, Some(error))
        })
    }

    fn not_there(&self, cdrom: &CdromId) -> Error {
        let vm = self.vm;
        let context = format!(
            "the server reported the image as mounted on CD-ROM {cdrom} of {vm}, but it is not there"
        );
        self.unknown(cdrom, context, None)
    }

    fn unknown(&self, cdrom: &CdromId, context: String, cause: Option<Error>) -> Error {
        let (status, request_id) =
            (cause.as_ref().and_then(Error::status), cause.as_ref().and_then(Error::request_id));
        self.vcenter
            .error(Parts {
                request: Some(Operation::VcenterIsoImageMount.into()),
                status,
                request_id: request_id.map(str::to_owned),
                cdrom: Some((cdrom.clone(), None)),
                ..Parts::new(ErrorKind::OutcomeUnknown, context)
            })
            .with_source(cause)
    }
}
