//! A Tokio runtime that shuts down during a call, lacks timers or I/O, or is missing. The call fails: it
//! neither panics nor waits endlessly.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use test_support::checked::Checked;
use tokio::runtime::{Builder, Runtime};
use vcenter_iso::{Error, ErrorKind, SessionId, Vcenter};
use vcenter_iso_simulator::{Fault, Operation, Simulator};

use crate::fixture::{ITEM, VM, connect, item, request_count, simulator, vm};
use crate::secrets::builder;

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("the runtime should start")
}

/// Runs `work` in another thread and returns its result. Fails if the work takes longer than 30 s.
async fn run_in_thread<T: Send + 'static>(name: &str, work: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(work()));
    tokio::task::spawn_blocking(move || receiver.recv_timeout(Duration::from_secs(30)))
        .await
        .expect("the task should not panic")
        .unwrap_or_else(|_| panic!("{name} panicked or took longer than 30 s"))
}

/// Makes a call in a runtime that shuts down as soon as `operation` has arrived, and returns its result.
async fn shut_down_at<T, W>(
    simulator: &Checked,
    operation: Operation,
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
        .expect("the task should not panic")
        .expect("the login should succeed");
    simulator.inject_always(operation, Fault::hang());
    let before = arrivals(simulator, operation);
    let handle = inner.handle().clone();
    let call = run_in_thread(operation.id(), move || handle.block_on(call(vcenter)));
    let shut_down = async {
        while arrivals(simulator, operation) == before {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        inner.shutdown_background();
    };
    let (result, ()) = tokio::join!(call, shut_down);
    result
}

fn arrivals(simulator: &Simulator, operation: Operation) -> usize {
    simulator.requests_of(operation).len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shutdown_during_a_mount_leaves_its_outcome_unknown() {
    let simulator = simulator().await;
    let error = shut_down_at(&simulator, Operation::VcenterIsoImageMount, async |vcenter| {
        vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect_err("a call should fail after the shutdown")
    })
    .await;
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error:?}");
    assert_eq!(error.to_string(), "mount outcome unknown: the runtime is shutting down");
    // The lock of the VM has been released, and the lost mount is remembered.
    let vcenter = connect(&simulator).await;
    let next = vcenter
        .ensure_mounted(&item(ITEM), &vm(VM))
        .await
        .expect_err("the lost mount should prevent another one");
    assert_eq!(
        (next.kind(), request_count(&simulator, "?action=mount")),
        (ErrorKind::OutcomeUnknown, 1),
        "{next:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_a_shutdown_ends_is_named() {
    let simulator = simulator().await;
    let error = shut_down_at(&simulator, Operation::VcenterIsoImageMount, async |vcenter| {
        vcenter.mount(&item(ITEM), &vm(VM)).await.expect_err("a call should fail after the shutdown")
    })
    .await;
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error:?}");
    assert!(
        error.request_id().is_some(),
        "the request was sent, so the server's logs may show it: {error:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shutdown_during_a_fleet_leaves_a_result_for_each_vm() {
    let simulator = simulator().await;
    let (results, counts) = shut_down_at(&simulator, Operation::VcenterIsoImageMount, async |vcenter| {
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
async fn a_shutdown_during_a_renewal_is_an_error() {
    let simulator = simulator().await;
    let error = shut_down_at(&simulator, Operation::CisSessionCreate, {
        let simulator = simulator.url().to_owned();
        async move |vcenter| {
            // The session does not exist, and the client has credentials to replace it.
            let expired =
                SessionId::try_from("no-such-session".to_owned()).expect("the session id should be valid");
            let client =
                builder(&simulator).session_id(expired).connect().await.expect("no login should be needed");
            drop(vcenter);
            client.session_info().await.expect_err("a call should fail after the shutdown")
        }
    })
    .await;
    assert_eq!(error.kind(), ErrorKind::Unavailable, "{error:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shutdown_during_a_read_leaves_no_outcome_unknown() {
    let simulator = simulator().await;
    let error = shut_down_at(&simulator, Operation::VcenterVmGet, async |vcenter| {
        vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect_err("a call should fail after the shutdown")
    })
    .await;
    assert_ne!(
        error.kind(),
        ErrorKind::OutcomeUnknown,
        "no mount was sent, so its outcome is known: {error:?}"
    );
}

/// Makes several calls with `run`. Fails unless each returns an error that names `enable_all`.
fn check_errors(
    url: &str,
    run: impl Fn(std::pin::Pin<Box<dyn Future<Output = Option<Error>> + Send>>) -> Option<Error>,
) {
    let borrowed = SessionId::try_from("borrowed".to_owned()).expect("the session id should be valid");
    let login = builder(url).connect();
    let work = builder(url).with_session(async |vcenter| vcenter.session_info().await);
    let read = builder(url).session_id(borrowed.clone()).connect();
    let fleet = builder(url).session_id(borrowed).connect();
    let errors = [
        run(Box::pin(async { login.await.err() })),
        run(Box::pin(async { work.await.err() })),
        run(Box::pin(async { read.await.expect("no login should be needed").mounted(&vm(VM)).await.err() })),
        run(Box::pin(async {
            let vcenter = fleet.await.expect("no login should be needed");
            vcenter.mount_all(&item(ITEM), [vm(VM)]).next().await.and_then(|(_, mounted)| mounted.err())
        })),
    ];
    for error in errors {
        let error = error.expect("the call should fail");
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error:?}");
        assert!(error.to_string().contains("`enable_all`"), "{error}");
    }
}

#[tokio::test]
async fn a_missing_runtime_is_an_error() {
    let simulator = simulator().await;
    let url = simulator.url().to_owned();
    run_in_thread("a call without a runtime", move || {
        check_errors(&url, |future| {
            let mut future = future;
            let mut context = std::task::Context::from_waker(std::task::Waker::noop());
            match future.as_mut().poll(&mut context) {
                std::task::Poll::Ready(error) => error,
                std::task::Poll::Pending => panic!("the call waits for a runtime that does not exist"),
            }
        });
    })
    .await;
    assert!(simulator.requests().is_empty());
}

#[tokio::test]
async fn a_runtime_without_timers_is_an_error() {
    let simulator = simulator().await;
    let url = simulator.url().to_owned();
    run_in_thread("a call without timers", move || {
        let runtime = Builder::new_current_thread().enable_io().build().expect("the runtime should start");
        check_errors(&url, |future| runtime.block_on(future));
    })
    .await;
    assert!(simulator.requests().is_empty());
}

#[tokio::test]
async fn a_runtime_without_io_is_an_error() {
    let simulator = simulator().await;
    let url = simulator.url().to_owned();
    let error = run_in_thread("a call without I/O", move || {
        let runtime = Builder::new_current_thread().enable_time().build().expect("the runtime should start");
        runtime.block_on(builder(&url).connect()).expect_err("the call should fail")
    })
    .await;
    assert_eq!(error.to_string(), "the Tokio runtime has no I/O: build it with `enable_all`");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_session_logs_out_in_a_second_runtime() {
    let simulator = simulator().await;
    let url = simulator.url().to_owned();
    let result = run_in_thread("the work of with_session", move || {
        let first = runtime();
        let (resume, resumed) = tokio::sync::oneshot::channel();
        let mut work = Box::pin(builder(&url).with_session(async move |_| {
            resumed.await.expect("the test should resume the work");
            Ok::<_, Error>(7)
        }));
        let timed_out = first
            .block_on(async { tokio::time::timeout(Duration::from_millis(500), &mut work).await.is_err() });
        assert!(timed_out, "the work completed in the first runtime");
        drop(first);
        resume.send(()).expect("the work should wait");
        runtime().block_on(work)
    })
    .await;
    assert_eq!(result.expect("the work should succeed"), 7);
    assert_eq!(simulator.open_sessions(), 0, "the session was not ended");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unpolled_call_does_not_block_another() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    for timeout in [Duration::ZERO, Duration::from_millis(5), Duration::from_millis(200)] {
        let (iso, machine) = (item(ITEM), vm("vm-42"));
        simulator.inject(Operation::VcenterIsoImageMount, [Fault::delay(Duration::from_millis(100))]);
        let mut unpolled = vcenter.ensure_mounted(&iso, &machine).into_future();
        let _ = tokio::time::timeout(timeout, &mut unpolled).await;
        let other =
            tokio::time::timeout(Duration::from_secs(30), vcenter.ensure_mounted(&iso, &machine)).await;
        other.expect("the call should not wait for an unpolled call").expect("the mount should succeed");
        drop(unpolled);
        vcenter.ensure_unmounted(&iso, &machine).await.expect("the unmount should succeed");
    }
}

/// No thread drives the first runtime any more, but it has not shut down.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stalled_runtime_does_not_block_another_endlessly() {
    let simulator = simulator().await;
    let policy = crate::fixture::quick_policy().deadline(Duration::from_millis(500));
    let vcenter = builder(simulator.url())
        .retry(policy)
        .timeout(Duration::from_millis(700))
        .connect()
        .await
        .expect("the login should succeed");
    simulator.inject(Operation::VcenterIsoImageMount, [Fault::delay(Duration::from_millis(200))]);
    let (sender, receiver) = tokio::sync::oneshot::channel();
    let first = vcenter.clone();
    // The runtime lives as long as this thread sleeps.
    thread::spawn(move || {
        let runtime = Builder::new_current_thread().enable_all().build().expect("the runtime should start");
        let (iso, machine) = (item(ITEM), vm("vm-42"));
        let dropped = runtime.block_on(async {
            tokio::time::timeout(Duration::from_millis(50), first.ensure_mounted(&iso, &machine))
                .await
                .is_err()
        });
        let _ = sender.send(dropped);
        thread::sleep(Duration::from_secs(60));
    });
    receiver.await.expect("the thread should not panic");
    let (iso, machine) = (item(ITEM), vm("vm-42"));
    let other = tokio::time::timeout(Duration::from_secs(30), vcenter.ensure_mounted(&iso, &machine)).await;
    let error = other
        .expect("the call should not wait for a stalled runtime")
        .expect_err("the call should fail while the lock is held");
    assert_eq!(error.kind(), ErrorKind::Unavailable, "{error:?}");
    assert!(
        error.is_transient() && !error.may_have_acted(),
        "a call that sent no mount should be transient and should not have acted: {error:?}"
    );
}
