//! `Error::is_transient` and `Error::may_have_acted`, compared with the retries of `ensure_mounted` and
//! `ensure_unmounted`.

use test_support::faulty::{Act, Faulty};
use vcenter_iso::{Error, ErrorKind, MountOutcome, UnmountOutcome, Vcenter};
use vcenter_iso_simulator::{Fault, Gate, Operation, ReceivedRequest};

use crate::fixture::{ITEM, VM, cdrom_count, connect, item, quick_policy, request_count, simulator, vm};
use crate::secrets::{self, builder};

const MOUNT: Operation = Operation::VcenterIsoImageMount;
const UNMOUNT: Operation = Operation::VcenterIsoImageUnmount;
const READ: Operation = Operation::VcenterVmGet;

fn status(status: u16, error_type: &str) -> Fault {
    Fault::error(status, error_type)
}

fn status_after(status: u16, error_type: &str) -> Fault {
    Fault::error(status, error_type).after()
}

/// Checks the error of a mount with `fault`, and whether `ensure_mounted` retries after it. The fault keeps
/// the server from mounting.
async fn check(fault: Fault, kind: ErrorKind, may_have_acted: bool, is_transient: bool) {
    let case = format!("{fault:?}");
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let (iso, machine) = (item(ITEM), vm(VM));
    simulator.inject(MOUNT, [fault.clone()]);
    let error = vcenter.mount(&iso, &machine).await.expect_err(&case);
    assert_eq!(
        (error.kind(), error.may_have_acted(), error.is_transient()),
        (kind, may_have_acted, is_transient),
        "{case}: {error:?}"
    );
    assert!(
        !(kind == ErrorKind::OutcomeUnknown && error.is_transient()),
        "{case}: an unknown outcome must not be transient"
    );

    // Uses another VM, because a lost mount on the first one may still be carried out.
    let machine = vm("vm-43");
    simulator.inject(MOUNT, [fault]);
    let before = simulator.requests().len();
    let mounted = vcenter.ensure_mounted(&iso, &machine).await;
    let requests = simulator.requests().split_off(before);
    let operations: Vec<_> = requests.iter().filter_map(ReceivedRequest::operation).collect();
    let mounts = operations.iter().filter(|operation| **operation == MOUNT).count();
    assert_eq!(mounts, if is_transient { 2 } else { 1 }, "{case}: {operations:?}");
    assert_eq!(mounted.is_ok(), is_transient, "{case}: {mounted:?}");
    // `ensure_mounted` reads the VM before each mount, and after a mount that may have acted.
    for (index, operation) in operations.iter().enumerate().filter(|(_, operation)| **operation == MOUNT) {
        assert_eq!(
            operations.get(index.wrapping_sub(1)),
            Some(&READ),
            "{case}: the VM was not read before {operation}"
        );
    }
    if may_have_acted {
        let first =
            operations.iter().position(|operation| *operation == MOUNT).expect("a mount should be sent");
        assert_eq!(
            operations.get(first + 1),
            Some(&READ),
            "{case}: the VM was not read after the mount: {operations:?}"
        );
    }
}

#[tokio::test]
async fn ensure_mounted_follows_the_table_of_error_kinds() {
    use ErrorKind::{
        Busy, InvalidArgument, NotAllowedInCurrentState, NotFound, OutcomeUnknown, PermissionDenied,
        ResourceInaccessible, Server, Unavailable,
    };
    for (fault, kind, may_have_acted, is_transient) in [
        (status(429, "SERVICE_UNAVAILABLE"), Unavailable, false, true),
        (Fault::no_healthy_upstream(), Unavailable, false, true),
        (status(500, "RESOURCE_BUSY"), Busy, true, true),
        (status(409, "CONCURRENT_CHANGE"), Busy, true, true),
        (status(500, "RESOURCE_INACCESSIBLE"), ResourceInaccessible, true, false),
        (status(500, "ERROR"), Server, true, false),
        (status(500, "UNABLE_TO_ALLOCATE_RESOURCE"), Server, true, false),
        (status(500, "TIMED_OUT"), OutcomeUnknown, true, false),
        (status(503, "SERVICE_UNAVAILABLE"), OutcomeUnknown, true, false),
        (status(500, "SERVICE_UNAVAILABLE"), OutcomeUnknown, true, false),
        (Fault::html(502), OutcomeUnknown, true, false),
        (Fault::html(504), OutcomeUnknown, true, false),
        (Fault::reset(), OutcomeUnknown, true, false),
        (status(400, "INVALID_ARGUMENT"), InvalidArgument, false, false),
        (status(400, "NOT_ALLOWED_IN_CURRENT_STATE"), NotAllowedInCurrentState, false, false),
        (status(403, "UNAUTHORIZED"), PermissionDenied, false, false),
        (status(404, "NOT_FOUND"), NotFound, false, false),
        (Fault::redirect("https://other.example.com/"), ErrorKind::InvalidResponse, false, false),
    ] {
        check(fault, kind, may_have_acted, is_transient).await;
    }
}

#[tokio::test]
async fn a_failed_read_never_counts_as_having_acted() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    for fault in
        [status(500, "RESOURCE_BUSY"), status(500, "RESOURCE_INACCESSIBLE"), Fault::reset(), Fault::html(504)]
    {
        simulator.inject(READ, [fault]);
        let error = vcenter.mounted(&vm(VM)).await.expect_err("the read should fail");
        assert!(!error.may_have_acted(), "{error:?}");
    }
}

#[tokio::test]
async fn an_error_that_the_server_marks_as_transient_is_transient() {
    let reaction = Act::json(
        "500 Internal Server Error",
        r#"{"error_type":"ERROR","messages":[],"data":{"is_transient":true}}"#,
    );
    let server = Faulty::start(reaction).await;
    let vcenter = builder(&server.url).connect().await.expect("the login should succeed");
    let error = vcenter.mount(&item(ITEM), &vm(VM)).await.expect_err("the call should fail");
    assert!(error.is_transient() && error.may_have_acted(), "{error:?}");
}

/// Mounts with `fault`, after which the VM cannot be read. Returns the error and the number of CD-ROMs with
/// the image.
async fn mount_without_a_later_read(fault: Fault) -> (Error, usize) {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.inject(MOUNT, [fault]);
    simulator.inject(READ, [Fault::pass()]);
    simulator.inject_always(READ, status(500, "RESOURCE_INACCESSIBLE"));
    let error = vcenter
        .ensure_mounted(&item(ITEM), &vm(VM))
        .await
        .expect_err("a mount without a later read should fail");
    (error, cdrom_count(&simulator, VM))
}

#[tokio::test]
async fn a_mount_that_may_have_acted_is_unknown_if_the_vm_cannot_be_read() {
    for error_type in ["RESOURCE_BUSY", "ERROR", "RESOURCE_INACCESSIBLE"] {
        let (error, cdroms) = mount_without_a_later_read(status_after(500, error_type)).await;
        assert_eq!((error.kind(), cdroms), (ErrorKind::OutcomeUnknown, 1), "{error:?}");
        assert!(error.to_string().ends_with("; vm-42 could not be read afterwards"), "{error}");
        assert_eq!((error.operation(), error.status()), (Some(MOUNT.id()), Some(500)), "{error:?}");
        assert_eq!(error.error_type().map(ToString::to_string).as_deref(), Some(error_type), "{error:?}");
        assert!(error.request_id().is_some() && error.messages().next().is_some(), "{error:?}");
    }
}

#[tokio::test]
async fn undocumented_responses_to_a_mount_leave_the_outcome_unknown() {
    for head in
        ["303 See Other\r\nlocation: /elsewhere", "302 Found", "304 Not Modified", "101 Switching Protocols"]
    {
        let response = format!("HTTP/1.1 {head}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        let server = Faulty::start(Act::Send(response.into_bytes())).await;
        let vcenter = builder(&server.url).connect().await.expect("the login should succeed");
        let error = vcenter.mount(&item(ITEM), &vm(VM)).await.expect_err("the mount should fail");
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{head}: {error:?}");
        secrets::check(&error);
    }
}

#[tokio::test]
async fn a_cdrom_removed_despite_an_error_counts_as_removed() {
    for fault in [
        status_after(500, "RESOURCE_BUSY"),
        status_after(500, "ERROR"),
        status_after(429, "SERVICE_UNAVAILABLE"),
        status_after(504, "TIMED_OUT"),
        Fault::reset().after(),
    ] {
        let simulator = simulator().await;
        let vcenter = connect(&simulator).await;
        let cdrom = vcenter.mount(&item(ITEM), &vm(VM)).await.expect("the mount should succeed");
        simulator.inject(UNMOUNT, [fault.clone()]);
        let removed = vcenter.ensure_unmounted(&item(ITEM), &vm(VM)).await;
        assert_eq!(removed.expect("the CD-ROM should be gone").cdroms(), [cdrom], "{fault:?}");
        assert_eq!(request_count(&simulator, "?action=unmount"), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn a_cdrom_removed_by_another_caller_does_not_count_as_removed() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let cdrom = vcenter.mount(&item(ITEM), &vm(VM)).await.expect("the mount should succeed");
    let gate = Gate::new();
    simulator.inject(UNMOUNT, [Fault::hold(&gate)]);
    let other_caller = async {
        gate.wait_for(1).await;
        vcenter.unmount(&vm(VM), &cdrom).any_backing().await.expect("the unmount should succeed");
        gate.open();
    };
    let (iso, machine) = (item(ITEM), vm(VM));
    let (removed, ()) = tokio::join!(vcenter.ensure_unmounted(&iso, &machine), other_caller);
    assert_eq!(removed.expect("the CD-ROM should be gone"), UnmountOutcome::NotMounted);
}

#[tokio::test]
async fn only_transient_unmount_failures_are_retried() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let cdrom = vcenter.mount(&item(ITEM), &vm(VM)).await.expect("the mount should succeed");
    simulator.inject(UNMOUNT, [status(500, "RESOURCE_BUSY"), Fault::no_healthy_upstream()]);
    let removed =
        vcenter.ensure_unmounted(&item(ITEM), &vm(VM)).await.expect("the third attempt should succeed");
    assert_eq!((removed.cdroms(), request_count(&simulator, "?action=unmount")), (&[cdrom][..], 3));

    vcenter.mount(&item(ITEM), &vm(VM)).await.expect("the mount should succeed");
    simulator.inject_always(UNMOUNT, status(403, "UNAUTHORIZED"));
    let error =
        vcenter.ensure_unmounted(&item(ITEM), &vm(VM)).await.expect_err("the unmount should be forbidden");
    assert_eq!(
        (error.kind(), request_count(&simulator, "?action=unmount")),
        (ErrorKind::PermissionDenied, 4)
    );
}

#[tokio::test]
async fn an_unmount_that_may_have_acted_stays_unknown_after_later_failures() {
    for last in [status(403, "UNAUTHORIZED"), Fault::no_healthy_upstream()] {
        let simulator = simulator().await;
        let vcenter = connect(&simulator).await;
        vcenter.mount(&item(ITEM), &vm(VM)).await.expect("the mount should succeed");
        simulator.inject(UNMOUNT, [status(500, "RESOURCE_BUSY")]);
        simulator.inject_always(UNMOUNT, last.clone());
        let error = vcenter.ensure_unmounted(&item(ITEM), &vm(VM)).await.expect_err("the call should fail");
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{last:?}: {error:?}");
        assert!(error.status().is_some(), "{last:?}: {error:?}");
    }
}

#[tokio::test]
async fn all_cdroms_with_the_image_are_unmounted() {
    let simulator = simulator().await;
    let vcenter =
        builder(simulator.url()).retry(quick_policy()).connect().await.expect("the login should succeed");
    let mut mounted = Vec::new();
    for _ in 0..3 {
        mounted.push(vcenter.mount(&item(ITEM), &vm(VM)).await.expect("the mount should succeed"));
    }
    let removed =
        vcenter.ensure_unmounted(&item(ITEM), &vm(VM)).await.expect("all CD-ROMs should be removed");
    assert_eq!((removed.cdroms(), request_count(&simulator, "?action=unmount")), (&mounted[..], 3));
    let again = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect("the mount should succeed");
    assert!(matches!(again, MountOutcome::Mounted(_)), "{again:?}");
}

/// Mounts on a VM without CD-ROMs, with a password that occurs in the response to the mount. Checks the error
/// and the number of mount requests.
async fn check_password_in_response(
    password: &str,
    status: &str,
    body: &str,
    kind: ErrorKind,
    mounts: usize,
) {
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
    let vcenter =
        vcenter.retry(quick_policy().max_attempts(2)).connect().await.expect("the login should succeed");
    let error = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await;
    let error = error.expect_err("the mount should fail");
    let case = format!("{password:?} in {body}: {error:?}");
    assert_eq!((error.kind(), server.mounts()), (kind, mounts), "{case}");
    assert!(!format!("{error} {:?}", error.body()).contains(password), "{case}");
}

#[tokio::test]
async fn a_password_in_a_response_does_not_change_the_kind_of_an_error() {
    let unknown_path =
        r#"{"name":"com.vmware.vapi.rest.httpNotFound","majorErrorCode":404,"localizableMessages":[]}"#;
    let busy_envelope = r#"{"type":"com.vmware.vapi.std.errors.resource_busy","value":{"messages":[]}}"#;
    let timed_out = r#"{"type":"com.vmware.vapi.std.errors.timed_out","value":{"messages":[]}}"#;
    let busy_object = r#"{"error_type":"RESOURCE_BUSY","messages":[]}"#;
    for password in ["vmware", "errors", "vapi"] {
        check_password_in_response(
            password,
            "404 Not Found",
            unknown_path,
            ErrorKind::UnsupportedOperation,
            1,
        )
        .await;
        check_password_in_response(password, "500 Internal Server Error", busy_envelope, ErrorKind::Busy, 2)
            .await;
        check_password_in_response(
            password,
            "500 Internal Server Error",
            timed_out,
            ErrorKind::OutcomeUnknown,
            1,
        )
        .await;
    }
    for password in ["error_type", "error", "messages"] {
        check_password_in_response(password, "500 Internal Server Error", busy_object, ErrorKind::Busy, 2)
            .await;
    }
}
