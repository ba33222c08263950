//! Runs work on many virtual machines.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use serde::{Serialize, Serializer};
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::{self, JoinSet};

use crate::cancellation::Cancellation;
use crate::circuit_breaker::CircuitBreaker;
use crate::error::{Error, ErrorKind};
use crate::model::id::{LibraryItemId, VmId};
use crate::runtime;
use crate::vcenter::Vcenter;
use crate::workflow::ensure_mounted::MountOutcome;
use crate::workflow::ensure_unmounted::UnmountOutcome;

/// The default number of VMs at once. vCenter takes many more connections (2,048 before version 8.0 Update 3), but its
/// hosts carry out a reconfiguration for each mount.
const DEFAULT_CONCURRENCY: usize = 8;

/// The default time to wait for a server that does not respond. A restart of the services of a vCenter takes minutes, and
/// few callers want to wait for that.
const DEFAULT_PATIENCE: Duration = Duration::from_secs(30);

/// A longer patience is a mistake, and adding it to a clock could overflow.
const MAX_PATIENCE: Duration = Duration::from_secs(24 * 60 * 60);

/// Work on many virtual machines: a [`Stream`] of results in order of completion.
///
/// Work starts when the first result is requested, with [`next`](Self::next) or as a stream. A failure does not stop
/// the other VMs. After [`cancel`](Self::cancel) no further VM starts and no further VM is changed, and the running ones
/// are still yielded. After a drop no further VM starts either, and the running ones finish in the background: take
/// [`progress`](Self::progress) before the drop to read each VM's state.
///
/// A fleet does not send thousands of requests to a server that is gone. After four failures in a row without a response
/// of the server (no connection, a timeout, or 502, 503 or 504), all calls of the fleet pause, and one request
/// (`GET /api/session`) probes the server each second. The calls go on once it responds: one VM that hangs does not stop
/// the others. If it does not within the [`patience`](Self::patience), or if the session has ended and no other one can
/// be opened, the fleet stops as after a `cancel`, and [`stopped`](Self::stopped) returns the reason.
///
/// Poll it within a Tokio runtime. If the runtime ends during the work, the outcome of each running VM is unknown.
#[must_use = "a fleet does nothing unless it is polled"]
pub struct Fleet<T: 'static> {
    work: Work<T>,
    waiting: std::vec::IntoIter<VmId>,
    running: JoinSet<Result<T, Error>>,
    /// The VM of each running task, with the cancellation of its work.
    vms: HashMap<task::Id, (VmId, Cancellation)>,
    concurrency: usize,
    breaker: CircuitBreaker,
    progress: Progress,
}

type Work<T> = Box<dyn Fn(VmId) -> Pin<Box<dyn Future<Output = Result<T, Error>> + Send>> + Send>;

impl<T: 'static> fmt::Debug for Fleet<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fleet").field("counts", &self.progress.counts()).finish_non_exhaustive()
    }
}

impl Vcenter {
    /// [Ensures](Self::ensure_mounted) that the ISO image of a library item is mounted on each of the virtual machines.
    /// Duplicate VMs are mounted once.
    pub fn mount_all(
        &self,
        item: &LibraryItemId,
        vms: impl IntoIterator<Item = VmId>,
    ) -> Fleet<MountOutcome> {
        let (vcenter, item) = (self.clone(), item.clone());
        Fleet::new(vms, move |vm| {
            let (vcenter, item) = (vcenter.clone(), item.clone());
            async move { vcenter.ensure_mounted(&item, &vm).await }
        })
    }

    /// [Ensures](Self::ensure_unmounted) that the ISO image of a library item is mounted on none of the virtual
    /// machines. Duplicate VMs are unmounted once.
    pub fn unmount_all(
        &self,
        item: &LibraryItemId,
        vms: impl IntoIterator<Item = VmId>,
    ) -> Fleet<UnmountOutcome> {
        let (vcenter, item) = (self.clone(), item.clone());
        Fleet::new(vms, move |vm| {
            let (vcenter, item) = (vcenter.clone(), item.clone());
            async move { vcenter.ensure_unmounted(&item, &vm).await }
        })
    }
}

impl<T: 'static> Fleet<T> {
    /// Creates a fleet that runs the caller's own work on each of the virtual machines, such as [`Vcenter::preflight`].
    /// Duplicate VMs are processed once.
    ///
    /// ```no_run
    /// # use vcenter_iso::{Fleet, Vcenter, VmId};
    /// # async fn example(vcenter: Vcenter, vms: Vec<VmId>) {
    /// let mut fleet = Fleet::new(vms, move |vm| {
    ///     let vcenter = vcenter.clone();
    ///     async move { vcenter.mounted(&vm).await }
    /// });
    /// while let Some((vm, isos)) = fleet.next().await {
    ///     println!("{vm}: {isos:?}");
    /// }
    /// # }
    /// ```
    pub fn new<W>(vms: impl IntoIterator<Item = VmId>, work: impl Fn(VmId) -> W + Send + 'static) -> Self
    where
        W: Future<Output = Result<T, Error>> + Send + 'static,
    {
        let mut waiting: Vec<_> = vms.into_iter().collect();
        let mut states = BTreeMap::new();
        waiting.retain(|vm| states.insert(vm.clone(), VmState::NotStarted).is_none());
        Self {
            work: Box::new(move |vm| Box::pin(work(vm))),
            waiting: waiting.into_iter(),
            running: JoinSet::new(),
            vms: HashMap::new(),
            concurrency: DEFAULT_CONCURRENCY,
            breaker: CircuitBreaker::new(DEFAULT_PATIENCE),
            progress: Progress(watch::Sender::new(states)),
        }
    }

    /// Sets the number of VMs at once, at least 1; 8 by default.
    pub fn concurrency(mut self, concurrency: usize) -> Self {
        self.concurrency = concurrency.max(1);
        self
    }

    /// Sets how long to wait for a server that does not respond; 30 seconds by default. A probe in progress may take ten
    /// seconds longer. Set it before the first result is requested.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.breaker = CircuitBreaker::new(patience.min(MAX_PATIENCE));
        self
    }

    /// Returns the reason why the fleet has stopped by itself: the server does not respond, or its session has ended and
    /// no other one can be opened. `None` if it has not.
    ///
    /// A VM that had a change in progress is yielded with its own error, mostly
    /// [`OutcomeUnknown`](ErrorKind::OutcomeUnknown). Every other VM counts as not started.
    #[must_use]
    pub fn stopped(&self) -> Option<Error> {
        self.breaker.ended()
    }

    /// Returns a view of each VM's state. The view may outlive the fleet.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// Stops starting VMs, and ends those that run without having sent a change.
    ///
    /// The work on such a VM gets [`ErrorKind::Cancelled`] from the call of this crate that it waits for, or from its
    /// next one, and the VM counts as not started. Work that has sent a change, such as a mount, goes on to its end. All
    /// running VMs are still yielded.
    pub fn cancel(&mut self) {
        self.waiting = Vec::new().into_iter();
        for (vm, cancellation) in self.vms.values() {
            if cancellation.cancel() {
                self.progress.set(vm.clone(), VmState::NotStarted);
            }
        }
    }
}

impl<T: Send + 'static> Fleet<T> {
    /// Waits for the next VM to finish and returns it with its result; `None` when all are done.
    pub async fn next(&mut self) -> Option<(VmId, Result<T, Error>)> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn begin(&mut self, vm: VmId, runtime: &Handle) {
        let started = self.progress.start(vm.clone());
        let cancellation = Cancellation::new(self.breaker.clone());
        let work = cancellation.clone().scope((self.work)(vm.clone()));
        let of_task = cancellation.clone();
        let task = self.running.spawn_on(
            async move {
                let result = of_task.result(work.await);
                started.end(match &result {
                    Ok(_) => VmState::Done,
                    Err(error) => match error.kind() {
                        ErrorKind::OutcomeUnknown => VmState::Unknown,
                        ErrorKind::Cancelled => VmState::NotStarted,
                        _ => VmState::Failed,
                    },
                });
                result
            },
            runtime,
        );
        self.vms.insert(task.id(), (vm, cancellation));
    }
}

impl<T: Send + 'static> Stream for Fleet<T> {
    type Item = (VmId, Result<T, Error>);

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.stopped().is_some() {
            self.cancel();
        }
        while self.running.len() < self.concurrency
            && let Some(vm) = self.waiting.next()
        {
            match runtime::current() {
                Ok(runtime) => self.begin(vm, &runtime),
                Err(error) => {
                    self.progress.start(vm.clone()).end(VmState::Failed);
                    return Poll::Ready(Some((vm, Err(error))));
                }
            }
        }
        let (task, result) = match ready!(self.running.poll_join_next_with_id(context)) {
            Some(Ok((task, result))) => (task, result),
            // The runtime ended during the work.
            Some(Err(error)) => {
                (error.id(), Err(runtime::task_failure(error).error(None, ErrorKind::OutcomeUnknown)))
            }
            None => return Poll::Ready(None),
        };
        Poll::Ready(self.vms.remove(&task).map(|(vm, _)| (vm, result)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.waiting.len() + self.running.len();
        (left, Some(left))
    }
}

impl<T: 'static> Drop for Fleet<T> {
    fn drop(&mut self) {
        // An aborted call may or may not have been carried out, so each call runs to completion.
        self.running.detach_all();
    }
}

/// The state of a virtual machine of a fleet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VmState {
    /// The work has not started, or was [cancelled](Fleet::cancel) before it sent a change; nothing was changed.
    NotStarted,
    /// The work is running.
    Running,
    /// The work succeeded.
    Done,
    /// The work failed.
    Failed,
    /// The outcome is unknown: check the VM before a retry.
    Unknown,
}

impl VmState {
    /// Returns the name for programs, such as `not_started`. The state is serialized under the same name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}

impl Serialize for VmState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// The number of virtual machines of a fleet in each state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Counts {
    /// VMs whose work has not started, or was cancelled before it sent a change.
    pub not_started: usize,
    /// VMs whose work is running.
    pub running: usize,
    /// VMs whose work succeeded.
    pub done: usize,
    /// VMs whose work failed.
    pub failed: usize,
    /// VMs with an unknown outcome.
    pub unknown: usize,
}

/// A live view of the virtual machines of a [`Fleet`]. Clones are cheap and share the view.
#[derive(Clone)]
pub struct Progress(watch::Sender<BTreeMap<VmId, VmState>>);

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Progress").field(&self.counts()).finish()
    }
}

impl Progress {
    /// Returns the state of each VM.
    #[must_use]
    pub fn states(&self) -> BTreeMap<VmId, VmState> {
        self.0.borrow().clone()
    }

    /// Returns the number of VMs in each state.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for state in self.0.borrow().values() {
            *match state {
                VmState::NotStarted => &mut counts.not_started,
                VmState::Running => &mut counts.running,
                VmState::Done => &mut counts.done,
                VmState::Failed => &mut counts.failed,
                VmState::Unknown => &mut counts.unknown,
            } += 1;
        }
        counts
    }

    /// Waits until no VM is running. After the fleet was dropped or cancelled, no state changes from then on.
    pub async fn settled(&self) {
        let all_ended = |states: &BTreeMap<_, _>| !states.values().any(|state| *state == VmState::Running);
        // Cannot fail, because this view keeps the sender alive.
        let _ = self.0.subscribe().wait_for(all_ended).await;
    }

    fn set(&self, vm: VmId, state: VmState) {
        self.0.send_modify(|states| {
            states.insert(vm, state);
        });
    }

    fn start(&self, vm: VmId) -> Started {
        self.set(vm.clone(), VmState::Running);
        Started { progress: self.clone(), vm, end: VmState::Unknown }
    }
}

/// A running VM. If its work is aborted, by a panic or the end of the runtime, its outcome is unknown.
struct Started {
    progress: Progress,
    vm: VmId,
    end: VmState,
}

impl Started {
    fn end(mut self, end: VmState) {
        self.end = end;
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        self.progress.set(self.vm.clone(), self.end);
    }
}
