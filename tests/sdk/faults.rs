//! Every kind of fault at every call of `ensure_mounted`: it ends with exactly one CD-ROM or with a truthful error,
//! and with no session left.

use std::time::Duration;

use vcenter_iso::{Error, ErrorKind, MountOutcome, RetryPolicy, Vcenter};
use vcenter_iso_simulator::{Fault, Gate, Simulator};

use crate::scene::{ITEM, VM, cdroms, item, quick, simulator, vm};
use crate::secrets::{self, builder};

/// Longer than the request timeout of these tests.
const LONG: Duration = Duration::from_secs(2);
const TIMEOUT: Duration = Duration::from_secs(1);
/// The timeout of requests that no test is about.
const PATIENCE: Duration = Duration::from_secs(30);

fn status(status: u16, error_type: Option<&str>, retry_after: Option<Duration>) -> Fault {
    Fault::Status { status, error_type: error_type.map(str::to_owned), retry_after }
}

fn status_after(status: u16, error_type: Option<&str>) -> Fault {
    Fault::StatusAfter { status, error_type: error_type.map(str::to_owned), retry_after: None }
}

fn faults() -> Vec<Fault> {
    let mut faults = vec![
        Fault::Refuse,
        Fault::ResetBefore,
        Fault::ResetAfter,
        Fault::HangBefore,
        Fault::HangAfter,
        Fault::DelayBefore(LONG),
        Fault::DelayAfter(LONG),
        Fault::Truncate,
        Fault::Html(502),
        Fault::Html(504),
        Fault::NoHealthyUpstream,
        Fault::ExpireSession,
        Fault::ContentType("text/html".to_owned()),
        Fault::Redirect("https://other.example.com/".to_owned()),
        status(401, Some("UNAUTHENTICATED"), None),
        status(403, Some("UNAUTHORIZED"), None),
        status(429, None, Some(Duration::ZERO)),
        status(503, Some("SERVICE_UNAVAILABLE"), None),
        status(503, Some("SERVICE_UNAVAILABLE"), Some(Duration::ZERO)),
        status_after(500, Some("TIMED_OUT")),
        status_after(503, Some("SERVICE_UNAVAILABLE")),
        status_after(502, None),
        status_after(504, None),
    ];
    for error_type in [
        "ERROR",
        "INTERNAL_SERVER_ERROR",
        "RESOURCE_BUSY",
        "RESOURCE_INACCESSIBLE",
        "TIMED_OUT",
        "UNABLE_TO_ALLOCATE_RESOURCE",
    ] {
        faults.push(status(500, Some(error_type), None));
    }
    faults
}

/// Returns a client with a short timeout, so that a test ends soon after a fault that holds the response.
async fn connect(simulator: &Simulator) -> Vcenter {
    connect_with(simulator, quick().max_attempts(3)).await
}

/// The login has a long timeout: only the call under test depends on the short one.
async fn connect_with(simulator: &Simulator, policy: RetryPolicy) -> Vcenter {
    let session = crate::scene::connect(simulator).await.release_session().expect("a session");
    let builder = builder(simulator.url()).retry(policy).timeout(TIMEOUT).session_id(session);
    let vcenter = builder.connect().await.expect("the session needs no login");
    vcenter.adopt_session();
    vcenter
}

/// Logs out with a long timeout.
async fn log_out(simulator: &Simulator, vcenter: &Vcenter) -> Result<(), Error> {
    if let Some(session) = vcenter.release_session() {
        let patient = builder(simulator.url()).timeout(PATIENCE).session_id(session).connect().await?;
        patient.adopt_session();
        patient.logout().await?;
    }
    vcenter.logout().await
}

/// Injects a fault once, or for ever, into one operation and mounts.
async fn check(operation: &str, fault: &Fault, always: bool) {
    let what = format!("{fault:?} at {operation}{}", if always { ", always" } else { "" });
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    if always {
        simulator.inject_always(operation, fault.clone());
    } else {
        simulator.inject(operation, [fault.clone()]);
    }
    let done = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await;
    simulator.clear_faults();
    // What the simulator still had to do when the client gave up.
    tokio::time::sleep(if matches!(fault, Fault::DelayBefore(_)) { LONG } else { Duration::ZERO }).await;
    let there = cdroms(&simulator, VM);
    match &done {
        Ok(MountOutcome::Mounted(cdrom) | MountOutcome::AlreadyMounted(cdrom)) => {
            assert_eq!(there, 1, "{what}: said to be mounted as {cdrom}");
            assert!(simulator.inventory().vms[VM].cdroms.contains_key(cdrom.as_str()), "{what}: {cdrom}");
        }
        Err(error) if error.kind() == ErrorKind::OutcomeUnknown => {
            assert!(there <= 1, "{what}: {there} CD-ROMs for one request");
        }
        Err(error) => {
            assert_eq!(there, 0, "{what}: said not to be mounted: {error:?}");
        }
    }
    if let Err(error) = &done {
        assert!(error.hint().is_some() || error.kind() != ErrorKind::OutcomeUnknown, "{what}: no hint");
        secrets::check(error);
    }
    log_out(&simulator, &vcenter).await.unwrap_or_else(|error| panic!("{what}: {error:?}"));
    // Sessions that a fault expired are gone already.
    assert_eq!(simulator.open_sessions(), 0, "{what}: a session is left");
}

async fn check_operation(operation: &str) {
    let all =
        [false, true].into_iter().flat_map(|always| faults().into_iter().map(move |fault| (fault, always)));
    // They wait more than they compute, but each has a simulator of its own.
    for some in all.collect::<Vec<_>>().chunks(8) {
        let checks = some.iter().cloned().map(|(fault, always)| {
            let operation = operation.to_owned();
            tokio::spawn(async move { check(&operation, &fault, always).await })
        });
        for check in checks.collect::<Vec<_>>() {
            if let Err(error) = check.await {
                std::panic::resume_unwind(error.into_panic());
            }
        }
    }
}

#[tokio::test]
async fn at_the_look() {
    check_operation("Vcenter.VM_get").await;
}

#[tokio::test]
async fn at_the_mount() {
    check_operation("Vcenter.Iso.Image_mount").await;
}

#[tokio::test]
async fn at_the_login_that_replaces_a_session() {
    for fault in faults() {
        let what = format!("{fault:?}");
        let simulator = simulator().await;
        let vcenter = connect(&simulator).await;
        simulator.expire_sessions();
        simulator.inject("Cis.Session_create", [fault.clone()]);
        let done = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await;
        simulator.clear_faults();
        assert_eq!(cdroms(&simulator, VM), usize::from(done.is_ok()), "{what}: {done:?}");
        if let Err(error) = &done {
            assert_ne!(error.kind(), ErrorKind::OutcomeUnknown, "{what}: a login changes no virtual machine");
            secrets::check(error);
        }
    }
}

/// Injects a fault once into the mount, and fails unless it is got over.
async fn check_got_over(fault: Fault, policy: RetryPolicy) {
    let simulator = simulator().await;
    let vcenter = connect_with(&simulator, policy).await;
    simulator.inject("Vcenter.Iso.Image_mount", [fault.clone()]);
    let done = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await;
    assert!(matches!(done, Ok(MountOutcome::Mounted(_))), "one {fault:?} can be got over: {done:?}");
    assert_eq!(cdroms(&simulator, VM), 1, "{fault:?}");
}

#[tokio::test]
async fn what_a_single_fault_hides_is_found_out() {
    for fault in [
        Fault::ResetAfter,
        Fault::HangAfter,
        Fault::DelayAfter(LONG),
        Fault::Truncate,
        Fault::NoHealthyUpstream,
        Fault::ExpireSession,
        status(429, None, None),
        status(500, Some("RESOURCE_BUSY"), None),
        status_after(500, Some("ERROR")),
        status_after(500, Some("INTERNAL_SERVER_ERROR")),
        status_after(500, Some("RESOURCE_BUSY")),
        status_after(500, Some("TIMED_OUT")),
        status_after(502, None),
        status_after(503, Some("SERVICE_UNAVAILABLE")),
        status_after(504, None),
    ] {
        check_got_over(fault, quick()).await;
    }
}

#[tokio::test]
async fn a_mount_whose_connection_broke_off_is_not_repeated() {
    for fault in [Fault::ResetBefore, Fault::Html(502), status(503, Some("SERVICE_UNAVAILABLE"), None)] {
        let simulator = simulator().await;
        let vcenter = connect(&simulator).await;
        simulator.inject("Vcenter.Iso.Image_mount", [fault.clone()]);
        let error = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect_err("nothing was mounted");
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{fault:?}: {error:?}");
        assert_eq!(crate::scene::count(&simulator, "?action=mount"), 1, "{fault:?}: it was sent again");
    }
}

#[tokio::test]
async fn a_mount_that_outlives_its_connection_is_not_doubled() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.inject("Vcenter.Iso.Image_mount", [Fault::ResetBefore]);
    let error = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect_err("the response is lost");
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error:?}");
    // The server completes it after the call.
    vcenter.mount(&item(ITEM), &vm(VM)).await.expect("a mount");
    let again = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect("it is there");
    assert!(matches!(again, MountOutcome::AlreadyMounted(_)), "{again:?}");
    assert_eq!(cdroms(&simulator, VM), 1);
}

#[tokio::test]
async fn a_call_that_is_dropped_keeps_the_next_one_waiting() {
    let simulator = simulator().await;
    let vcenter = crate::scene::connect(&simulator).await;
    let gate = Gate::new();
    simulator.inject("Vcenter.Iso.Image_mount", [Fault::HoldBefore(gate.clone())]);
    let (iso, machine) = (item(ITEM), vm(VM));
    tokio::select! {
        done = vcenter.ensure_mounted(&iso, &machine) => panic!("the mount has not passed the gate: {done:?}"),
        () = gate.arrived(1) => {}
    }
    // `join!` polls the second call, which waits for the first one, before it opens the gate.
    let (next, ()) = tokio::join!(vcenter.ensure_mounted(&iso, &machine), async { gate.open() });
    let next = next.expect("a mount");
    assert!(matches!(next, MountOutcome::AlreadyMounted(_)), "{next:?}");
    assert_eq!((cdroms(&simulator, VM), crate::scene::count(&simulator, "?action=mount")), (1, 1));
}

#[tokio::test]
async fn an_unmount_of_unknown_outcome_stays_one() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    vcenter.mount(&item(ITEM), &vm(VM)).await.expect("a mount");
    simulator.inject("Vcenter.Iso.Image_unmount", [Fault::ResetAfter]);
    simulator.inject("Vcenter.VM_get", [Fault::Pass, status(403, Some("UNAUTHORIZED"), None)]);
    let error = vcenter.ensure_unmounted(&item(ITEM), &vm(VM)).await.expect_err("the look fails");
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::OutcomeUnknown, Some("Vcenter.Iso.Image_unmount"))
    );
}

#[tokio::test]
async fn a_server_that_may_still_be_at_work_is_not_asked_again() {
    for fault in [
        Fault::HangBefore,
        Fault::DelayBefore(LONG),
        status(504, None, None),
        status(500, Some("TIMED_OUT"), None),
    ] {
        let simulator = simulator().await;
        let vcenter = connect(&simulator).await;
        simulator.inject("Vcenter.Iso.Image_mount", [fault.clone()]);
        let error = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect_err("nothing was mounted yet");
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{fault:?}: {error:?}");
        assert_eq!(crate::scene::count(&simulator, "?action=mount"), 1, "{fault:?}: it was asked again");
    }
}
