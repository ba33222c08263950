//! A runtime that ends in the middle of a call, has no timers, or is not there, is an error and neither a panic nor a
//! call without end.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use test_support::checked::Checked;
use tokio::runtime::{Builder, Runtime};
use vcenter_iso::{Error, ErrorKind, SessionId, Vcenter};
use vcenter_iso_simulator::{Fault, Simulator};

use crate::scene::{ITEM, VM, connect, count, item, simulator, vm};
use crate::secrets::builder;

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime")
}

/// Waits for what another thread does, and fails if it does not end.
async fn wait<T: Send + 'static>(what: &str, work: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, done) = mpsc::channel();
    thread::spawn(move || sender.send(work()));
    tokio::task::spawn_blocking(move || done.recv_timeout(Duration::from_secs(30)))
        .await
        .expect("no panic")
        .unwrap_or_else(|_| panic!("{what} neither ends nor fails"))
}

/// Makes a call in a runtime that ends as soon as `operation` has arrived, and returns its result.
async fn ended_at<T, W>(
    simulator: &Checked,
    operation: &'static str,
    call: impl FnOnce(Vcenter) -> W + Send + 'static,
) -> T
where
    T: Send + 'static,
    W: Future<Output = T>,
{
    let inner = runtime();
    let url = simulator.url().to_owned();
    let vcenter = inner
        .spawn(async move { builder(&url).timeout(Duration::from_secs(3)).connect().await })
        .await
        .expect("no panic")
        .expect("a login");
    simulator.inject_always(operation, Fault::HangBefore);
    let before = arrived(simulator, operation);
    let handle = inner.handle().clone();
    let call = wait(operation, move || handle.block_on(call(vcenter)));
    let end = async {
        while arrived(simulator, operation) == before {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        inner.shutdown_background();
    };
    let (done, ()) = tokio::join!(call, end);
    done
}

fn arrived(simulator: &Simulator, operation: &str) -> usize {
    simulator.requests().iter().filter(|request| request.operation() == Some(operation)).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn that_ends_during_a_mount() {
    let simulator = simulator().await;
    let error = ended_at(&simulator, "Vcenter.Iso.Image_mount", async |vcenter| {
        vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect_err("the runtime has ended")
    })
    .await;
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error:?}");
    assert_eq!(error.to_string(), "mount outcome unknown: the runtime is shutting down");
    // The lock of the VM is free, and the lost mount is not forgotten.
    let vcenter = connect(&simulator).await;
    let next = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect_err("it may be under way");
    assert_eq!((next.kind(), count(&simulator, "?action=mount")), (ErrorKind::OutcomeUnknown, 1), "{next:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn that_ends_during_the_work_of_a_fleet() {
    let simulator = simulator().await;
    let (results, counts) = ended_at(&simulator, "Vcenter.Iso.Image_mount", async |vcenter| {
        let mut fleet = vcenter.mount_all(&item(ITEM), ["vm-42", "vm-43"].map(vm));
        let mut results = Vec::new();
        while let Some((vm, result)) = fleet.next().await {
            results.push((vm.to_string(), result.map_err(|error| error.kind())));
        }
        (results, fleet.progress().counts())
    })
    .await;
    let mut vms: Vec<_> = results.iter().map(|(vm, _)| vm.as_str()).collect();
    vms.sort_unstable();
    assert_eq!(vms, ["vm-42", "vm-43"], "a VM has no result");
    assert!(results.iter().all(|(_, result)| *result == Err(ErrorKind::OutcomeUnknown)), "{results:?}");
    assert_eq!((counts.unknown, counts.running), (2, 0), "{counts:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn that_ends_during_a_renewal() {
    let simulator = simulator().await;
    let ended = ended_at(&simulator, "Cis.Session_create", {
        let simulator = simulator.url().to_owned();
        async move |vcenter| {
            // A session that is over, in a connection that can replace it.
            let dead = SessionId::try_from("no-such-session".to_owned()).expect("a session id");
            let renewing = builder(&simulator).session_id(dead).connect().await.expect("no login");
            drop(vcenter);
            renewing.session_info().await.expect_err("the runtime has ended")
        }
    })
    .await;
    assert_eq!(ended.kind(), ErrorKind::Unavailable, "{ended:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn that_ends_during_a_read() {
    let simulator = simulator().await;
    let error = ended_at(&simulator, "Vcenter.VM_get", async |vcenter| {
        vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect_err("the runtime has ended")
    })
    .await;
    assert_ne!(error.kind(), ErrorKind::OutcomeUnknown, "nothing was mounted: {error:?}");
}

/// Connects and reads, in whatever surroundings, and returns the errors.
fn errors(
    url: &str,
    run: impl Fn(std::pin::Pin<Box<dyn Future<Output = Option<Error>> + Send>>) -> Option<Error>,
) {
    let adopted = SessionId::try_from("adopted".to_owned()).expect("a session id");
    let login = builder(url).connect();
    let work = builder(url).with_session(async |vcenter| vcenter.session_info().await);
    let read = builder(url).session_id(adopted.clone()).connect();
    let fleet = builder(url).session_id(adopted).connect();
    let errors = [
        run(Box::pin(async { login.await.err() })),
        run(Box::pin(async { work.await.err() })),
        run(Box::pin(async { read.await.expect("no login is needed").mounted(&vm(VM)).await.err() })),
        run(Box::pin(async {
            let vcenter = fleet.await.expect("no login is needed");
            vcenter.mount_all(&item(ITEM), [vm(VM)]).next().await.and_then(|(_, mounted)| mounted.err())
        })),
    ];
    for error in errors {
        let error = error.expect("it cannot work");
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error:?}");
        assert!(error.to_string().contains("`enable_all`"), "{error}");
    }
}

#[tokio::test]
async fn that_is_not_there() {
    let simulator = simulator().await;
    let url = simulator.url().to_owned();
    wait("without a runtime", move || {
        errors(&url, |future| {
            let mut future = future;
            let mut context = std::task::Context::from_waker(std::task::Waker::noop());
            match future.as_mut().poll(&mut context) {
                std::task::Poll::Ready(error) => error,
                std::task::Poll::Pending => panic!("it waits for a runtime that is not there"),
            }
        });
    })
    .await;
    assert!(simulator.requests().is_empty());
}

#[tokio::test]
async fn that_has_no_timers() {
    let simulator = simulator().await;
    let url = simulator.url().to_owned();
    wait("without timers", move || {
        let runtime = Builder::new_current_thread().enable_io().build().expect("a runtime");
        errors(&url, |future| runtime.block_on(future));
    })
    .await;
    assert!(simulator.requests().is_empty());
}

#[tokio::test]
async fn that_has_no_network() {
    let simulator = simulator().await;
    let url = simulator.url().to_owned();
    let error = wait("without a network", move || {
        let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
        runtime.block_on(builder(&url).connect()).expect_err("it cannot work")
    })
    .await;
    assert_eq!(error.to_string(), "the Tokio runtime has no I/O: build it with `enable_all`");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn work_that_goes_on_in_another_runtime_logs_out_there() {
    let simulator = simulator().await;
    let url = simulator.url().to_owned();
    let done = wait("the work", move || {
        let first = runtime();
        let (go_on, may_go_on) = tokio::sync::oneshot::channel();
        let mut work = Box::pin(builder(&url).with_session(async move |_| {
            may_go_on.await.expect("it may go on");
            Ok::<_, Error>(7)
        }));
        let waits = first
            .block_on(async { tokio::time::timeout(Duration::from_millis(500), &mut work).await.is_err() });
        assert!(waits, "the work was to wait");
        drop(first);
        go_on.send(()).expect("it waits");
        runtime().block_on(work)
    })
    .await;
    assert_eq!(done.expect("the work"), 7);
    assert_eq!(simulator.open_sessions(), 0, "it did not log out");
}

/// A call whose caller does not go on with it, and keeps it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_that_is_kept_and_not_polled_holds_up_no_other() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    for polled in [Duration::ZERO, Duration::from_millis(5), Duration::from_millis(200)] {
        let (iso, machine) = (item(ITEM), vm("vm-42"));
        simulator.inject("Vcenter.Iso.Image_mount", [Fault::DelayBefore(Duration::from_millis(100))]);
        let mut kept = Box::pin(vcenter.ensure_mounted(&iso, &machine));
        let _ = tokio::time::timeout(polled, &mut kept).await;
        let other =
            tokio::time::timeout(Duration::from_secs(30), vcenter.ensure_mounted(&iso, &machine)).await;
        other.expect("it waits for a call that is not polled").expect("a mount");
        drop(kept);
        vcenter.ensure_unmounted(&iso, &machine).await.expect("an unmount");
    }
}

/// A runtime that is there, and that no thread drives any more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_runtime_that_stands_still_does_not_hold_up_another_for_ever() {
    let simulator = simulator().await;
    let policy = crate::scene::quick().deadline(Duration::from_millis(500));
    let vcenter = builder(simulator.url())
        .retry(policy)
        .timeout(Duration::from_millis(700))
        .connect()
        .await
        .expect("a login");
    simulator.inject("Vcenter.Iso.Image_mount", [Fault::DelayBefore(Duration::from_millis(200))]);
    let (sender, still) = tokio::sync::oneshot::channel();
    let first = vcenter.clone();
    // Its runtime lives as long as this thread sleeps.
    thread::spawn(move || {
        let standing = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let (iso, machine) = (item(ITEM), vm("vm-42"));
        let dropped = standing.block_on(async {
            tokio::time::timeout(Duration::from_millis(50), first.ensure_mounted(&iso, &machine))
                .await
                .is_err()
        });
        let _ = sender.send(dropped);
        thread::sleep(Duration::from_secs(60));
    });
    still.await.expect("the thread goes on");
    let (iso, machine) = (item(ITEM), vm("vm-42"));
    let other = tokio::time::timeout(Duration::from_secs(30), vcenter.ensure_mounted(&iso, &machine)).await;
    let error = other.expect("it waits for a runtime that stands still").expect_err("the lock is held");
    assert_eq!(error.kind(), ErrorKind::Unavailable, "{error:?}");
    assert!(error.is_transient() && !error.may_have_acted(), "this call has sent nothing: {error:?}");
}
