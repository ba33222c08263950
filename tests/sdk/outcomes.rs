//! What an error says about a repeat, held against what `ensure_mounted` and `ensure_unmounted` do.

use test_support::faulty::{Act, Faulty};
use vcenter_iso::{Error, ErrorKind, MountOutcome, UnmountOutcome, Vcenter};
use vcenter_iso_simulator::{Fault, Gate, ReceivedRequest};

use crate::scene::{ITEM, VM, cdroms, connect, count, item, quick, simulator, vm};
use crate::secrets::{self, builder};

const MOUNT: &str = "Vcenter.Iso.Image_mount";
const UNMOUNT: &str = "Vcenter.Iso.Image_unmount";
const READ: &str = "Vcenter.VM_get";

fn status(status: u16, error_type: &str) -> Fault {
    Fault::Status { status, error_type: Some(error_type.to_owned()), retry_after: None }
}

fn status_after(status: u16, error_type: &str) -> Fault {
    Fault::StatusAfter { status, error_type: Some(error_type.to_owned()), retry_after: None }
}

/// How `ensure_mounted` goes on after a failure of the mount that nothing came of.
async fn check(fault: Fault, kind: ErrorKind, may_have_acted: bool, is_transient: bool) {
    let what = format!("{fault:?}");
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let (iso, machine) = (item(ITEM), vm(VM));
    simulator.inject(MOUNT, [fault.clone()]);
    let error = vcenter.mount(&iso, &machine).await.expect_err(&what);
    assert_eq!(
        (error.kind(), error.may_have_acted(), error.is_transient()),
        (kind, may_have_acted, is_transient),
        "{what}: {error:?}"
    );
    assert!(!(kind == ErrorKind::OutcomeUnknown && error.is_transient()), "{what}: look first");

    // Another VM: a lost mount of the first one may still be under way.
    let machine = vm("vm-43");
    simulator.inject(MOUNT, [fault]);
    let before = simulator.requests().len();
    let mounted = vcenter.ensure_mounted(&iso, &machine).await;
    let requests = simulator.requests().split_off(before);
    let operations: Vec<_> = requests.iter().filter_map(ReceivedRequest::operation).collect();
    let mounts = operations.iter().filter(|operation| **operation == MOUNT).count();
    assert_eq!(mounts, if is_transient { 2 } else { 1 }, "{what}: {operations:?}");
    assert_eq!(mounted.is_ok(), is_transient, "{what}: {mounted:?}");
    // Between two mounts, and after one that may have acted, it looks.
    for (index, operation) in operations.iter().enumerate().filter(|(_, operation)| **operation == MOUNT) {
        assert_eq!(operations.get(index.wrapping_sub(1)), Some(&READ), "{what}: no look before {operation}");
    }
    if may_have_acted {
        let first = operations.iter().position(|operation| *operation == MOUNT).expect("a mount");
        assert_eq!(operations.get(first + 1), Some(&READ), "{what}: no look after it: {operations:?}");
    }
}

#[tokio::test]
async fn the_table_of_kinds_is_what_ensure_mounted_goes_by() {
    use ErrorKind::{
        Busy, InvalidArgument, NotAllowedInCurrentState, NotFound, OutcomeUnknown, PermissionDenied,
        ResourceInaccessible, Server, Unavailable,
    };
    for (fault, kind, may_have_acted, is_transient) in [
        (status(429, "SERVICE_UNAVAILABLE"), Unavailable, false, true),
        (Fault::NoHealthyUpstream, Unavailable, false, true),
        (status(500, "RESOURCE_BUSY"), Busy, true, true),
        (status(409, "CONCURRENT_CHANGE"), Busy, true, true),
        (status(500, "RESOURCE_INACCESSIBLE"), ResourceInaccessible, true, false),
        (status(500, "ERROR"), Server, true, false),
        (status(500, "UNABLE_TO_ALLOCATE_RESOURCE"), Server, true, false),
        (status(500, "TIMED_OUT"), OutcomeUnknown, true, false),
        (status(503, "SERVICE_UNAVAILABLE"), OutcomeUnknown, true, false),
        (status(500, "SERVICE_UNAVAILABLE"), OutcomeUnknown, true, false),
        (Fault::Html(502), OutcomeUnknown, true, false),
        (Fault::Html(504), OutcomeUnknown, true, false),
        (Fault::ResetBefore, OutcomeUnknown, true, false),
        (status(400, "INVALID_ARGUMENT"), InvalidArgument, false, false),
        (status(400, "NOT_ALLOWED_IN_CURRENT_STATE"), NotAllowedInCurrentState, false, false),
        (status(403, "UNAUTHORIZED"), PermissionDenied, false, false),
        (status(404, "NOT_FOUND"), NotFound, false, false),
        (Fault::Redirect("https://other.example.com/".to_owned()), ErrorKind::InvalidResponse, false, false),
    ] {
        check(fault, kind, may_have_acted, is_transient).await;
    }
}

#[tokio::test]
async fn an_operation_that_only_reads_has_never_acted() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    for fault in [status(500, "RESOURCE_BUSY"), status(500, "ERROR"), Fault::ResetBefore, Fault::Html(504)] {
        simulator.inject(READ, [fault]);
        let error = vcenter.mounted(&vm(VM)).await.expect_err("a fault");
        assert!(!error.may_have_acted(), "{error:?}");
    }
}

#[tokio::test]
async fn a_server_that_says_so_can_be_asked_again() {
    let act = Act::json(
        "500 Internal Server Error",
        r#"{"error_type":"ERROR","messages":[],"data":{"is_transient":true}}"#,
    );
    let server = Faulty::start(act).await;
    let vcenter = builder(&server.url).connect().await.expect("a login");
    let error = vcenter.mount(&item(ITEM), &vm(VM)).await.expect_err("a failure");
    assert!(error.is_transient() && error.may_have_acted(), "{error:?}");
}

/// Mounts while the VM cannot be read after the mount, which takes effect and fails with `fault`.
async fn mount_unseen(fault: Fault) -> (Error, usize) {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.inject(MOUNT, [fault]);
    simulator.inject(READ, [Fault::Pass]);
    simulator.inject_always(READ, status(500, "ERROR"));
    let error = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect_err("it cannot be looked at");
    (error, cdroms(&simulator, VM))
}

#[tokio::test]
async fn a_mount_that_may_have_acted_and_cannot_be_looked_at_is_unknown() {
    for error_type in ["RESOURCE_BUSY", "ERROR", "RESOURCE_INACCESSIBLE"] {
        let (error, there) = mount_unseen(status_after(500, error_type)).await;
        assert_eq!((error.kind(), there), (ErrorKind::OutcomeUnknown, 1), "{error:?}");
        assert_eq!((error.operation(), error.status()), (Some(MOUNT), Some(500)), "{error:?}");
        assert_eq!(error.error_type().map(ToString::to_string).as_deref(), Some(error_type), "{error:?}");
        assert!(error.request_id().is_some() && error.messages().next().is_some(), "{error:?}");
    }
}

#[tokio::test]
async fn answers_outside_of_the_api_after_a_mount_are_looked_into() {
    for head in
        ["303 See Other\r\nlocation: /elsewhere", "302 Found", "304 Not Modified", "101 Switching Protocols"]
    {
        let answer = format!("HTTP/1.1 {head}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        let server = Faulty::start(Act::Send(answer.into_bytes())).await;
        let vcenter = builder(&server.url).connect().await.expect("a login");
        let error = vcenter.mount(&item(ITEM), &vm(VM)).await.expect_err("no success");
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{head}: {error:?}");
        secrets::check(&error);
    }
}

#[tokio::test]
async fn a_cdrom_that_went_counts_as_removed() {
    for fault in [
        status_after(500, "RESOURCE_BUSY"),
        status_after(500, "ERROR"),
        status_after(429, "SERVICE_UNAVAILABLE"),
        status_after(504, "TIMED_OUT"),
        Fault::ResetAfter,
    ] {
        let simulator = simulator().await;
        let vcenter = connect(&simulator).await;
        let cdrom = vcenter.mount(&item(ITEM), &vm(VM)).await.expect("a mount");
        simulator.inject(UNMOUNT, [fault.clone()]);
        let removed = vcenter.ensure_unmounted(&item(ITEM), &vm(VM)).await;
        assert_eq!(removed.expect("it is gone").cdroms(), [cdrom], "{fault:?}");
        assert_eq!(count(&simulator, "?action=unmount"), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn a_cdrom_that_another_caller_removed_does_not() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let cdrom = vcenter.mount(&item(ITEM), &vm(VM)).await.expect("a mount");
    let gate = Gate::new();
    simulator.inject(UNMOUNT, [Fault::HoldBefore(gate.clone())]);
    let other = async {
        gate.arrived(1).await;
        vcenter.unmount(&vm(VM), &cdrom).any_backing().await.expect("an unmount");
        gate.open();
    };
    let (iso, machine) = (item(ITEM), vm(VM));
    let (removed, ()) = tokio::join!(vcenter.ensure_unmounted(&iso, &machine), other);
    assert_eq!(removed.expect("it is gone"), UnmountOutcome::NotMounted);
}

#[tokio::test]
async fn an_unmount_that_failed_is_repeated_if_that_may_help() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let cdrom = vcenter.mount(&item(ITEM), &vm(VM)).await.expect("a mount");
    simulator.inject(UNMOUNT, [status(500, "RESOURCE_BUSY"), Fault::NoHealthyUpstream]);
    let removed = vcenter.ensure_unmounted(&item(ITEM), &vm(VM)).await.expect("it works at last");
    assert_eq!((removed.cdroms(), count(&simulator, "?action=unmount")), (&[cdrom][..], 3));

    vcenter.mount(&item(ITEM), &vm(VM)).await.expect("a mount");
    simulator.inject_always(UNMOUNT, status(403, "UNAUTHORIZED"));
    let error = vcenter.ensure_unmounted(&item(ITEM), &vm(VM)).await.expect_err("it is forbidden");
    assert_eq!((error.kind(), count(&simulator, "?action=unmount")), (ErrorKind::PermissionDenied, 4));
}

#[tokio::test]
async fn an_unmount_that_may_have_acted_stays_one() {
    for last in [status(403, "UNAUTHORIZED"), Fault::NoHealthyUpstream] {
        let simulator = simulator().await;
        let vcenter = connect(&simulator).await;
        vcenter.mount(&item(ITEM), &vm(VM)).await.expect("a mount");
        simulator.inject(UNMOUNT, [status(500, "RESOURCE_BUSY")]);
        simulator.inject_always(UNMOUNT, last.clone());
        let error = vcenter.ensure_unmounted(&item(ITEM), &vm(VM)).await.expect_err("a failure");
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{last:?}: {error:?}");
        assert!(error.status().is_some(), "{last:?}: {error:?}");
    }
}

#[tokio::test]
async fn several_cdroms_with_the_image_all_go() {
    let simulator = simulator().await;
    let vcenter = builder(simulator.url()).retry(quick()).connect().await.expect("a login");
    let mut mounted = Vec::new();
    for _ in 0..3 {
        mounted.push(vcenter.mount(&item(ITEM), &vm(VM)).await.expect("a mount"));
    }
    let removed = vcenter.ensure_unmounted(&item(ITEM), &vm(VM)).await.expect("all go");
    assert_eq!((removed.cdroms(), count(&simulator, "?action=unmount")), (&mounted[..], 3));
    let again = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect("a mount");
    assert!(matches!(again, MountOutcome::Mounted(_)), "{again:?}");
}

/// Mounts on a VM without CD-ROMs, with a password that occurs in what the server says of the mount.
async fn check_words(password: &str, status: &str, body: &str, kind: ErrorKind, mounts: usize) {
    let failure = Act::json(status, body);
    let server = Faulty::start_with(move |request| {
        if request.starts_with("POST /api/session ") {
            Faulty::login()
        } else if request.starts_with("POST /api/vcenter/iso/image?action=mount") {
            failure.clone()
        } else {
            Act::json("200 OK", r#"{"name":"a","power_state":"POWERED_OFF","cdroms":{},"sata_adapters":{}}"#)
        }
    })
    .await;
    let vcenter = Vcenter::builder(&server.url).credentials("user", password);
    let vcenter = vcenter.retry(quick().max_attempts(2)).connect().await.expect("a login");
    let error = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await;
    let error = error.expect_err("the mount failed");
    let what = format!("{password:?} in {body}: {error:?}");
    assert_eq!((error.kind(), server.mounts()), (kind, mounts), "{what}");
    assert!(!format!("{error} {:?}", error.body()).contains(password), "{what}");
}

#[tokio::test]
async fn a_password_of_common_words_does_not_change_what_an_error_is() {
    let route =
        r#"{"name":"com.vmware.vapi.rest.httpNotFound","majorErrorCode":404,"localizableMessages":[]}"#;
    let busy = r#"{"type":"com.vmware.vapi.std.errors.resource_busy","value":{"messages":[]}}"#;
    let late = r#"{"type":"com.vmware.vapi.std.errors.timed_out","value":{"messages":[]}}"#;
    let bare = r#"{"error_type":"RESOURCE_BUSY","messages":[]}"#;
    for password in ["vmware", "errors", "vapi"] {
        check_words(password, "404 Not Found", route, ErrorKind::UnsupportedOperation, 1).await;
        check_words(password, "500 Internal Server Error", busy, ErrorKind::Busy, 2).await;
        check_words(password, "500 Internal Server Error", late, ErrorKind::OutcomeUnknown, 1).await;
    }
    for password in ["error_type", "error", "messages"] {
        check_words(password, "500 Internal Server Error", bare, ErrorKind::Busy, 2).await;
    }
}
