//! A server that rejects sessions or the password. The client ends every session that it opened, and limits
//! its logins.

use test_support::checked;
use vcenter_iso::{Error, ErrorKind, Hint, Vcenter};
use vcenter_iso_simulator::{Fault, Operation, Simulator, User};

use crate::fixture::{VM, connect, quick_policy, simulator, vm};
use crate::secrets::{self, PASSWORD, USER, builder};

const READ: Operation = Operation::VcenterVmGet;

fn unauthenticated() -> Fault {
    Fault::error(401, "UNAUTHENTICATED")
}

/// Reads a VM `times` times and returns the errors.
async fn read(vcenter: &Vcenter, times: usize) -> Vec<Error> {
    let mut errors = Vec::new();
    for _ in 0..times {
        errors.extend(vcenter.mounted(&vm(VM)).await.err());
    }
    errors
}

/// Logs out, and fails if a session stays open.
async fn check_logout(simulator: &Simulator, vcenter: &Vcenter) {
    vcenter.logout().await.expect("the logout should succeed");
    let (open, all) = (simulator.open_sessions(), simulator.logins());
    assert_eq!(open, 0, "{open} of {all} sessions are still open");
}

#[tokio::test]
async fn logins_are_limited_if_the_server_rejects_new_sessions() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.inject_always(READ, unauthenticated());
    let errors = read(&vcenter, 20).await;
    assert_eq!(errors.len(), 20);
    assert!(simulator.logins() <= 5, "{} logins were sent, at most 5 are allowed", simulator.logins());
    let last = errors.last().expect("the reads should fail");
    assert_eq!((last.kind(), last.status()), (ErrorKind::Unauthenticated, Some(401)), "{last:?}");
    assert!(last.request_id().is_some() && last.messages().next().is_some(), "{last:?}");
    assert!(last.hint() == Some(Hint::NewSessionsRejected), "{last:?}");

    // The limit does not apply to a session that was accepted and then expired.
    simulator.clear_faults();
    assert!(read(&vcenter, 1).await.is_empty(), "the last session should be accepted");
    simulator.expire_sessions();
    assert!(read(&vcenter, 1).await.is_empty(), "an expired session should be replaced");
    check_logout(&simulator, &vcenter).await;
}

#[tokio::test]
async fn rejected_sessions_beyond_the_limit_are_ended() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    for _ in 0..30 {
        simulator.inject(READ, [unauthenticated()]);
        assert!(read(&vcenter, 1).await.is_empty(), "the read should succeed in a new session");
    }
    assert_eq!(simulator.logins(), 31);
    check_logout(&simulator, &vcenter).await;
}

#[tokio::test]
async fn sessions_that_cannot_be_ended_are_remembered() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.inject_always(Operation::CisSessionDelete, Fault::no_healthy_upstream());
    for _ in 0..30 {
        simulator.inject(READ, [unauthenticated()]);
        read(&vcenter, 1).await;
    }
    assert!(
        simulator.logins() <= 10,
        "{} sessions were opened although none can be ended, at most 10 are allowed",
        simulator.logins()
    );
    let error = vcenter.logout().await.expect_err("a logout that ends no session should fail");
    assert_eq!(error.kind(), ErrorKind::Unavailable, "{error:?}");
    // The logout also fails if only an earlier, rejected session cannot be ended.
    simulator.clear_faults();
    simulator.inject(Operation::CisSessionDelete, [Fault::pass(), Fault::no_healthy_upstream()]);
    vcenter.logout().await.expect_err("a logout that leaves a session open should fail");
    check_logout(&simulator, &vcenter).await;
}

#[tokio::test]
async fn a_rejected_password_is_not_sent_again() {
    let simulator = checked::start(Simulator::builder().user(User::new(USER, PASSWORD))).await;
    let vcenter =
        builder(simulator.url()).retry(quick_policy()).connect().await.expect("the login should succeed");
    simulator.update_inventory(|inventory| inventory.users = vec![User::new(USER, "changed")]);
    simulator.expire_sessions();
    let requests = simulator.requests().len();
    let errors = read(&vcenter, 30).await;
    assert_eq!(errors.len(), 30, "every read without a session should fail: {errors:?}");
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::InvalidCredentials, "{error:?}");
        secrets::check(&error);
    }
    let mut fleet =
        vcenter.mount_all(&crate::fixture::item(crate::fixture::ITEM), ["vm-42", "vm-43"].map(vm));
    while let Some((_, mounted)) = fleet.next().await {
        let error = mounted.expect_err("a mount without a session should fail");
        assert_eq!(error.kind(), ErrorKind::Cancelled, "{error:?}");
    }
    assert_eq!(fleet.stopped().map(|reason| reason.kind()), Some(ErrorKind::InvalidCredentials));
    let sent = simulator.requests()[requests..].iter().filter(|request| request.method() == "POST").count();
    assert_eq!(sent, 1, "a rejected password must be sent once: each login counts towards a lockout");
}

#[tokio::test]
async fn the_next_call_repeats_a_login_that_failed_for_another_reason() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.expire_sessions();
    simulator.inject(Operation::CisSessionCreate, [Fault::no_healthy_upstream()]);
    let errors = read(&vcenter, 2).await;
    assert_eq!(errors.iter().map(Error::kind).collect::<Vec<_>>(), [ErrorKind::Unavailable], "{errors:?}");
    check_logout(&simulator, &vcenter).await;
}

#[tokio::test]
async fn a_password_rejected_with_another_error_is_not_sent_again() {
    for (status, error_type) in [
        (401, None),
        (401, Some("UNAUTHORIZED")),
        (401, Some("SERVICE_UNAVAILABLE")),
        (401, Some("INVALID_ARGUMENT")),
        (403, None),
        (403, Some("UNAUTHORIZED")),
    ] {
        let simulator = simulator().await;
        let vcenter = connect(&simulator).await;
        assert!(read(&vcenter, 1).await.is_empty());
        simulator.expire_sessions();
        let rejected = error_type
            .map_or_else(|| Fault::untyped_error(status), |error_type| Fault::error(status, error_type));
        simulator.inject_always(Operation::CisSessionCreate, rejected);
        let before = simulator.requests().len();
        assert_eq!(read(&vcenter, 10).await.len(), 10);
        let requests = simulator.requests().split_off(before);
        let sent = requests.iter().filter(|request| request.method() == "POST").count();
        assert_eq!(sent, 1, "{status} {error_type:?}");
    }
}

#[tokio::test]
async fn one_failed_deletion_does_not_keep_other_sessions_open() {
    for faults in [vec![Fault::no_healthy_upstream()], vec![Fault::pass(), Fault::no_healthy_upstream()]] {
        let simulator = simulator().await;
        let vcenter = connect(&simulator).await;
        simulator.inject(READ, [unauthenticated()]);
        assert!(read(&vcenter, 1).await.is_empty(), "the read should succeed in a new session");
        assert_eq!(simulator.open_sessions(), 2);
        simulator.inject(Operation::CisSessionDelete, faults);
        vcenter.logout().await.expect_err("a logout that leaves a session open should fail");
        assert_eq!(simulator.open_sessions(), 1, "only the session that cannot be ended should stay open");
        check_logout(&simulator, &vcenter).await;
    }
}
