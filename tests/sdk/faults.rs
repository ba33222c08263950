//! Every kind of fault at every call of `ensure_mounted`. The call ends with exactly one CD-ROM or with an
//! error that is true, and leaves no session open.

use std::time::Duration;

use vcenter_iso::{Error, ErrorKind, MountOutcome, RetryPolicy, Vcenter};
use vcenter_iso_simulator::{Fault, Gate, Operation, Response, Simulator};

use crate::fixture::{ITEM, VM, cdrom_count, item, quick_policy, simulator, vm};
use crate::secrets::{self, builder};

/// Longer than the request timeout of these tests.
pub(crate) const LONG_DELAY: Duration = Duration::from_secs(2);
const TIMEOUT: Duration = Duration::from_secs(1);
/// The timeout of requests that are not under test.
const LONG_TIMEOUT: Duration = Duration::from_secs(30);

fn status(status: u16, error_type: Option<&str>, retry_after: Option<Duration>) -> Fault {
    let response = match error_type {
        Some(error_type) => Response::error(status, error_type),
        None => Response::untyped_error(status),
    };
    Fault::respond(match retry_after {
        Some(delay) => response.retry_after(delay),
        None => response,
    })
}

fn status_after(status: u16, error_type: Option<&str>) -> Fault {
    self::status(status, error_type, None).after()
}

pub(crate) fn faults() -> Vec<Fault> {
    let mut faults = vec![
        Fault::refuse(),
        Fault::reset(),
        Fault::reset().after(),
        Fault::hang(),
        Fault::hang().after(),
        Fault::delay(LONG_DELAY),
        Fault::delay(LONG_DELAY).after(),
        Fault::truncate(),
        Fault::html(502),
        Fault::html(504),
        Fault::no_healthy_upstream(),
        Fault::expire_session(),
        Fault::content_type("text/html"),
        Fault::redirect("https://other.example.com/"),
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

/// Returns the timeout of the requests under test. It is short only if the fault holds the response: a login that takes
/// long on a busy machine must not time out, because it would leave its session open.
pub(crate) fn timeout_for(fault: &Fault) -> Duration {
    let delay = Fault::delay(LONG_DELAY);
    let holds = [Fault::hang(), Fault::hang().after(), delay.clone(), delay.after()];
    if holds.contains(fault) { TIMEOUT } else { LONG_TIMEOUT }
}

async fn connect(simulator: &Simulator, fault: &Fault) -> Vcenter {
    connect_with(simulator, quick_policy().max_attempts(3), timeout_for(fault)).await
}

/// Logs in with a long timeout, so that only the call under test depends on the other one.
async fn connect_with(simulator: &Simulator, policy: RetryPolicy, timeout: Duration) -> Vcenter {
    let session =
        crate::fixture::connect(simulator).await.release_session().expect("the session should be open");
    let builder = builder(simulator.url()).retry(policy).timeout(timeout).session_id(session);
    let vcenter = builder.connect().await.expect("no login should be needed");
    vcenter.adopt_session();
    vcenter
}

/// Logs out with a long timeout.
async fn log_out(simulator: &Simulator, vcenter: &Vcenter) -> Result<(), Error> {
    if let Some(session) = vcenter.release_session() {
        let patient = builder(simulator.url()).timeout(LONG_TIMEOUT).session_id(session).connect().await?;
        patient.adopt_session();
        patient.logout().await?;
    }
    vcenter.logout().await
}

/// Injects a fault into one operation, once or always, and mounts.
async fn check(operation: Operation, fault: &Fault, always: bool) {
    let case = format!("{fault:?} at {operation}{}", if always { ", always" } else { "" });
    let simulator = simulator().await;
    let vcenter = connect(&simulator, fault).await;
    if always {
        simulator.inject_always(operation, fault.clone());
    } else {
        simulator.inject(operation, [fault.clone()]);
    }
    let result = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await;
    simulator.clear_faults();
    // The simulator may still act after the client has timed out.
    tokio::time::sleep(if *fault == Fault::delay(LONG_DELAY) { LONG_DELAY } else { Duration::ZERO }).await;
    let cdroms = cdrom_count(&simulator, VM);
    match &result {
        Ok(outcome) => {
            let cdrom = outcome.cdrom();
            assert_eq!(cdroms, 1, "{case}: reported as mounted on {cdrom}");
            assert!(simulator.inventory().vms[VM].cdroms.contains_key(cdrom.as_str()), "{case}: {cdrom}");
        }
        Err(error) if error.kind() == ErrorKind::OutcomeUnknown => {
            assert!(cdroms <= 1, "{case}: one call added {cdroms} CD-ROMs");
        }
        Err(error) => {
            assert_eq!(cdroms, 0, "{case}: reported as not mounted: {error:?}");
        }
    }
    if let Err(error) = &result {
        assert!(
            error.hint().is_some() || error.kind() != ErrorKind::OutcomeUnknown,
            "{case}: the error has no hint"
        );
        secrets::check(error);
    }
    log_out(&simulator, &vcenter)
        .await
        .unwrap_or_else(|error| panic!("{case}: the logout failed: {error:?}"));
    assert_eq!(simulator.open_sessions(), 0, "{case}: a session is still open");
}

/// Checks every fault at one operation.
async fn check_operation(operation: Operation) {
    let all =
        [false, true].into_iter().flat_map(|always| faults().into_iter().map(move |fault| (fault, always)));
    // Several checks run at once, because they mostly wait. The number is limited, because each has its own
    // simulator.
    for batch in all.collect::<Vec<_>>().chunks(8) {
        let checks = batch
            .iter()
            .cloned()
            .map(|(fault, always)| tokio::spawn(async move { check(operation, &fault, always).await }));
        for check in checks.collect::<Vec<_>>() {
            if let Err(error) = check.await {
                std::panic::resume_unwind(error.into_panic());
            }
        }
    }
}

#[tokio::test]
async fn a_fault_at_a_read_gives_a_correct_result() {
    check_operation(Operation::VcenterVmGet).await;
}

#[tokio::test]
async fn a_fault_at_the_mount_gives_a_correct_result() {
    check_operation(Operation::VcenterIsoImageMount).await;
}

#[tokio::test]
async fn a_fault_at_the_login_of_a_renewal_gives_a_correct_result() {
    for fault in faults() {
        let case = format!("{fault:?}");
        let simulator = simulator().await;
        let vcenter = connect(&simulator, &fault).await;
        simulator.expire_sessions();
        simulator.inject(Operation::CisSessionCreate, [fault.clone()]);
        let result = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await;
        simulator.clear_faults();
        assert_eq!(cdrom_count(&simulator, VM), usize::from(result.is_ok()), "{case}: {result:?}");
        if let Err(error) = &result {
            assert_ne!(
                error.kind(),
                ErrorKind::OutcomeUnknown,
                "{case}: a failed login cannot leave the outcome of a mount unknown"
            );
            secrets::check(error);
        }
    }
}

/// Injects a fault once into the mount, and fails unless `ensure_mounted` recovers from it.
async fn check_recovery(fault: Fault, policy: RetryPolicy) {
    let simulator = simulator().await;
    let vcenter = connect_with(&simulator, policy, timeout_for(&fault)).await;
    simulator.inject(Operation::VcenterIsoImageMount, [fault.clone()]);
    let result = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await;
    assert!(
        matches!(result, Ok(MountOutcome::Mounted(_))),
        "ensure_mounted did not recover from {fault:?}: {result:?}"
    );
    assert_eq!(cdrom_count(&simulator, VM), 1, "{fault:?}");
}

#[tokio::test]
async fn ensure_mounted_recovers_from_a_single_fault() {
    for fault in [
        Fault::reset().after(),
        Fault::hang().after(),
        Fault::delay(LONG_DELAY).after(),
        Fault::truncate(),
        Fault::no_healthy_upstream(),
        Fault::expire_session(),
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
        check_recovery(fault, quick_policy()).await;
    }
}

#[tokio::test]
async fn a_mount_with_a_lost_response_is_not_sent_again() {
    for fault in [Fault::reset(), Fault::html(502), status(503, Some("SERVICE_UNAVAILABLE"), None)] {
        let simulator = simulator().await;
        let vcenter = connect(&simulator, &fault).await;
        simulator.inject(Operation::VcenterIsoImageMount, [fault.clone()]);
        let error = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect_err("the mount should fail");
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{fault:?}: {error:?}");
        assert_eq!(
            crate::fixture::request_count(&simulator, "?action=mount"),
            1,
            "{fault:?}: the mount was sent again"
        );
    }
}

#[tokio::test]
async fn a_mount_that_takes_effect_late_is_not_repeated() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator, &Fault::reset()).await;
    simulator.inject(Operation::VcenterIsoImageMount, [Fault::reset()]);
    let error = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect_err("a lost mount should fail");
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error:?}");
    // The lost mount takes effect after the call.
    vcenter.mount(&item(ITEM), &vm(VM)).await.expect("the mount should succeed");
    let again = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect("the image should be mounted");
    assert!(matches!(again, MountOutcome::AlreadyMounted(_)), "{again:?}");
    assert_eq!(cdrom_count(&simulator, VM), 1);
}

#[tokio::test]
async fn a_call_waits_for_the_mount_of_a_dropped_call() {
    let simulator = simulator().await;
    let vcenter = crate::fixture::connect(&simulator).await;
    let gate = Gate::new();
    simulator.inject(Operation::VcenterIsoImageMount, [Fault::hold(&gate)]);
    let (iso, machine) = (item(ITEM), vm(VM));
    tokio::select! {
        result = vcenter.ensure_mounted(&iso, &machine) => {
            panic!("the call completed although the mount is held at the gate: {result:?}")
        }
        () = gate.wait_for(1) => {}
    }
    // `join!` polls the second call, which waits for the first one, before it opens the gate.
    let (next, ()) = tokio::join!(vcenter.ensure_mounted(&iso, &machine), async { gate.open() });
    let next = next.expect("the mount should succeed");
    assert!(matches!(next, MountOutcome::AlreadyMounted(_)), "{next:?}");
    assert_eq!(
        (cdrom_count(&simulator, VM), crate::fixture::request_count(&simulator, "?action=mount")),
        (1, 1)
    );
}

#[tokio::test]
async fn an_unmount_stays_unknown_if_the_vm_cannot_be_read() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator, &Fault::reset().after()).await;
    vcenter.mount(&item(ITEM), &vm(VM)).await.expect("the mount should succeed");
    simulator.inject(Operation::VcenterIsoImageUnmount, [Fault::reset().after()]);
    simulator.inject(Operation::VcenterVmGet, [Fault::pass(), status(403, Some("UNAUTHORIZED"), None)]);
    let error = vcenter.ensure_unmounted(&item(ITEM), &vm(VM)).await.expect_err("the unmount should fail");
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::OutcomeUnknown, Some("Vcenter.Iso.Image_unmount"))
    );
}

#[tokio::test]
async fn a_mount_that_may_still_run_is_not_sent_again() {
    for fault in [
        Fault::hang(),
        Fault::delay(LONG_DELAY),
        status(504, None, None),
        status(500, Some("TIMED_OUT"), None),
    ] {
        let simulator = simulator().await;
        let vcenter = connect(&simulator, &fault).await;
        simulator.inject(Operation::VcenterIsoImageMount, [fault.clone()]);
        let error = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect_err("the mount should fail");
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{fault:?}: {error:?}");
        assert_eq!(
            crate::fixture::request_count(&simulator, "?action=mount"),
            1,
            "{fault:?}: the mount was sent again"
        );
    }
}
