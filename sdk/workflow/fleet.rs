//! One image, many virtual machines.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::{Serialize, Serializer};
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::{self, JoinSet};

use crate::error::{Error, ErrorKind};
use crate::model::id::{CdromId, LibraryItemId, VmId};
use crate::runtime;
use crate::vcenter::Vcenter;
use crate::workflow::ensure::Mount;

/// How many virtual machines are worked on at once, if nothing else is said. vCenter takes many more connections
/// (2,048 before version 8.0 Update 3), but each mount is a reconfiguration that its hosts carry out.
const CONCURRENCY: usize = 8;

/// Work on many virtual machines: a [`Stream`] that yields each result as it comes, in whatever order.
///
/// Nothing begins before the first is asked for, with [`next`](Self::next) or as a stream. One failure does not stop
/// the others. [`cancel`](Self::cancel) begins nothing new and yields what is under way; dropping begins nothing new
/// either, and what is under way runs to its end in the background: [`progress`](Self::progress), taken before,
/// tells what became of each virtual machine.
///
/// It has to be polled within a Tokio runtime. If that ends in the middle of the work, the outcome of each virtual
/// machine under way is unknown.
#[must_use = "a fleet does nothing unless it is polled"]
pub struct Fleet<T: 'static> {
    work: Work<T>,
    waiting: std::vec::IntoIter<VmId>,
    under_way: JoinSet<Result<T, Error>>,
    /// The VM that each task under way works on.
    vms: HashMap<task::Id, VmId>,
    concurrency: usize,
    progress: Progress,
}

type Work<T> = Box<dyn Fn(VmId) -> Pin<Box<dyn Future<Output = Result<T, Error>> + Send>> + Send>;

impl<T: 'static> fmt::Debug for Fleet<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fleet").field("counts", &self.progress.counts()).finish_non_exhaustive()
    }
}

impl Vcenter {
    /// [Ensures](Self::ensure_mounted) that the ISO image of a library item is mounted on each of the virtual
    /// machines. One that is named twice is worked on once.
    pub fn mount_all(&self, item: &LibraryItemId, vms: impl IntoIterator<Item = VmId>) -> Fleet<Mount> {
        let (vcenter, item) = (self.clone(), item.clone());
        Fleet::new(vms, move |vm| {
            let (vcenter, item) = (vcenter.clone(), item.clone());
            async move { vcenter.ensure_mounted(&item, &vm).await }
        })
    }

    /// [Ensures](Self::ensure_unmounted) that the ISO image of a library item is mounted on none of the virtual
    /// machines. One that is named twice is worked on once.
    pub fn unmount_all(
        &self,
        item: &LibraryItemId,
        vms: impl IntoIterator<Item = VmId>,
    ) -> Fleet<Vec<CdromId>> {
        let (vcenter, item) = (self.clone(), item.clone());
        Fleet::new(vms, move |vm| {
            let (vcenter, item) = (vcenter.clone(), item.clone());
            async move { vcenter.ensure_unmounted(&item, &vm).await }
        })
    }
}

impl<T: 'static> Fleet<T> {
    /// Work of one's own on each of the virtual machines, such as [`Vcenter::preflight`]; one that is named twice is
    /// worked on once.
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
        let progress = Progress::default();
        let mut waiting: Vec<_> = vms.into_iter().collect();
        {
            let mut states = progress.states_mut();
            waiting.retain(|vm| states.insert(vm.clone(), VmState::NotStarted).is_none());
        }
        Self {
            work: Box::new(move |vm| Box::pin(work(vm))),
            waiting: waiting.into_iter(),
            under_way: JoinSet::new(),
            vms: HashMap::new(),
            concurrency: CONCURRENCY,
            progress,
        }
    }

    /// How many virtual machines are worked on at once, at least 1; 8 if not set.
    pub fn concurrency(mut self, concurrency: usize) -> Self {
        self.concurrency = concurrency.max(1);
        self
    }

    /// A view of what has become of each virtual machine, which outlives the fleet.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// Begins no further virtual machine. Those under way are still yielded.
    pub fn cancel(&mut self) {
        self.waiting = Vec::new().into_iter();
    }
}

impl<T: Send + 'static> Fleet<T> {
    /// The next result: the virtual machine, and what became of it. `None` when all are done.
    pub async fn next(&mut self) -> Option<(VmId, Result<T, Error>)> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn begin(&mut self, vm: VmId, runtime: &Handle) {
        let started = self.progress.start(vm.clone());
        let work = (self.work)(vm.clone());
        let task = self.under_way.spawn_on(
            async move {
                let result = work.await;
                started.end(match &result {
                    Ok(_) => VmState::Done,
                    Err(error) if error.kind() == ErrorKind::OutcomeUnknown => VmState::Unknown,
                    Err(_) => VmState::Failed,
                });
                result
            },
            runtime,
        );
        self.vms.insert(task.id(), vm);
    }
}

impl<T: Send + 'static> Stream for Fleet<T> {
    type Item = (VmId, Result<T, Error>);

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while self.under_way.len() < self.concurrency
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
        let (task, result) = match ready!(self.under_way.poll_join_next_with_id(context)) {
            Some(Ok((task, result))) => (task, result),
            // The runtime has ended in the middle of the work.
            Some(Err(error)) => {
                (error.id(), Err(runtime::cut_off(error).error(None, ErrorKind::OutcomeUnknown)))
            }
            None => return Poll::Ready(None),
        };
        Poll::Ready(self.vms.remove(&task).map(|vm| (vm, result)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.waiting.len() + self.under_way.len();
        (left, Some(left))
    }
}

impl<T: 'static> Drop for Fleet<T> {
    fn drop(&mut self) {
        // A call that is cut off may have been carried out or not: let each come to its end.
        self.under_way.detach_all();
    }
}

/// What has become of a virtual machine of a fleet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VmState {
    /// It was not begun: nothing was changed.
    NotStarted,
    /// It is being worked on.
    UnderWay,
    /// It is as it was asked for.
    Done,
    /// It failed.
    Failed,
    /// The outcome is unknown: look before trying again.
    Unknown,
}

impl VmState {
    /// Returns the name for programs, such as `not_started`. It is also how the state is serialized.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::UnderWay => "under_way",
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

/// How many virtual machines of a fleet are in each state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Counts {
    /// Not begun.
    pub not_started: usize,
    /// Being worked on.
    pub under_way: usize,
    /// As asked for.
    pub done: usize,
    /// Failed.
    pub failed: usize,
    /// Of unknown outcome.
    pub unknown: usize,
}

/// A view of the virtual machines of a [`Fleet`]; clones are cheap and see the same.
#[derive(Clone)]
pub struct Progress(Arc<Shared>);

struct Shared {
    states: Mutex<BTreeMap<VmId, VmState>>,
    under_way: watch::Sender<usize>,
}

impl Default for Progress {
    fn default() -> Self {
        Self(Arc::new(Shared { states: Mutex::default(), under_way: watch::Sender::new(0) }))
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Progress").field(&self.counts()).finish()
    }
}

impl Progress {
    /// The state of each virtual machine.
    #[must_use]
    pub fn states(&self) -> BTreeMap<VmId, VmState> {
        self.states_mut().clone()
    }

    /// How many virtual machines are in each state.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for state in self.states_mut().values() {
            *match state {
                VmState::NotStarted => &mut counts.not_started,
                VmState::UnderWay => &mut counts.under_way,
                VmState::Done => &mut counts.done,
                VmState::Failed => &mut counts.failed,
                VmState::Unknown => &mut counts.unknown,
            } += 1;
        }
        counts
    }

    /// Waits until no virtual machine is under way: from then on, if the fleet was dropped or cancelled, no state
    /// changes any more.
    pub async fn settled(&self) {
        // The sender lives in what this view shares, so that it cannot be gone.
        let _ = self.0.under_way.subscribe().wait_for(|under_way| *under_way == 0).await;
    }

    fn states_mut(&self) -> MutexGuard<'_, BTreeMap<VmId, VmState>> {
        self.0.states.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn start(&self, vm: VmId) -> Started {
        self.0.under_way.send_modify(|under_way| *under_way += 1);
        self.states_mut().insert(vm.clone(), VmState::UnderWay);
        Started { progress: self.clone(), vm, end: VmState::Unknown }
    }
}

/// A virtual machine under way. If its work is cut off, by a panic or the end of the runtime, its outcome is unknown.
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
        self.progress.states_mut().insert(self.vm.clone(), self.end);
        self.progress.0.under_way.send_modify(|under_way| *under_way -= 1);
    }
}
