//! A server that refuses sessions, or the password: no session is forgotten, and no login is repeated without end.

use test_support::checked;
use vcenter_iso::{Error, ErrorKind, Vcenter};
use vcenter_iso_simulator::{Fault, Simulator, User};

use crate::scene::{VM, connect, quick, simulator, vm};
use crate::secrets::{self, PASSWORD, USER, builder};

const READ: &str = "Vcenter.VM_get";

fn refusal() -> Fault {
    Fault::Status { status: 401, error_type: Some("UNAUTHENTICATED".to_owned()), retry_after: None }
}

/// Reads a VM again and again.
async fn read(vcenter: &Vcenter, times: usize) -> Vec<Error> {
    let mut errors = Vec::new();
    for _ in 0..times {
        errors.extend(vcenter.mounted(&vm(VM)).await.err());
    }
    errors
}

async fn check_logout(simulator: &Simulator, vcenter: &Vcenter) {
    vcenter.logout().await.expect("a logout");
    let (open, all) = (simulator.open_sessions(), simulator.logins());
    assert_eq!(open, 0, "of {all} sessions that were opened");
}

#[tokio::test]
async fn a_server_that_refuses_every_new_session_is_not_asked_for_ever() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.inject_always(READ, refusal());
    let errors = read(&vcenter, 20).await;
    assert_eq!(errors.len(), 20);
    assert!(simulator.logins() <= 5, "{} logins for sessions that are refused anyway", simulator.logins());
    let last = errors.last().expect("errors");
    assert_eq!((last.kind(), last.status()), (ErrorKind::Unauthenticated, Some(401)), "{last:?}");
    assert!(last.request_id().is_some() && last.messages().next().is_some(), "{last:?}");
    assert!(last.hint().is_some_and(|hint| hint.contains("refuses the sessions that it opens")), "{last:?}");

    // A session that was accepted once and has expired is another matter.
    simulator.clear_faults();
    assert!(read(&vcenter, 1).await.is_empty(), "the last session is a good one");
    simulator.expire_sessions();
    assert!(read(&vcenter, 1).await.is_empty(), "a session that has expired is replaced");
    check_logout(&simulator, &vcenter).await;
}

#[tokio::test]
async fn more_refused_sessions_than_are_remembered_are_all_ended() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    for _ in 0..30 {
        simulator.inject(READ, [refusal()]);
        assert!(read(&vcenter, 1).await.is_empty(), "with a new session it works");
    }
    assert_eq!(simulator.logins(), 31);
    check_logout(&simulator, &vcenter).await;
}

#[tokio::test]
async fn sessions_that_cannot_be_ended_are_not_forgotten() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.inject_always("Cis.Session_delete", Fault::NoHealthyUpstream);
    for _ in 0..30 {
        simulator.inject(READ, [refusal()]);
        read(&vcenter, 1).await;
    }
    assert!(simulator.logins() <= 10, "{} sessions were opened, and none can be ended", simulator.logins());
    let error = vcenter.logout().await.expect_err("no session can be ended");
    assert_eq!(error.kind(), ErrorKind::Unavailable, "{error:?}");
    // Even if only those fail that were refused before.
    simulator.clear_faults();
    simulator.inject("Cis.Session_delete", [Fault::Pass, Fault::NoHealthyUpstream]);
    vcenter.logout().await.expect_err("one of them cannot be ended");
    check_logout(&simulator, &vcenter).await;
}

#[tokio::test]
async fn a_password_that_was_refused_is_not_sent_again() {
    let simulator = checked::start(Simulator::builder().user(User::new(USER, PASSWORD))).await;
    let vcenter = builder(simulator.url()).retry(quick()).connect().await.expect("a login");
    simulator.update_inventory(|inventory| inventory.users = vec![User::new(USER, "changed")]);
    simulator.expire_sessions();
    let requests = simulator.requests().len();
    for error in read(&vcenter, 30).await {
        assert_eq!(error.kind(), ErrorKind::InvalidCredentials, "{error:?}");
        secrets::check(&error);
    }
    let mut fleet = vcenter.mount_all(&crate::scene::item(crate::scene::ITEM), ["vm-42", "vm-43"].map(vm));
    while let Some((_, mounted)) = fleet.next().await {
        assert_eq!(mounted.expect_err("no session").kind(), ErrorKind::InvalidCredentials);
    }
    let sent = simulator.requests()[requests..].iter().filter(|request| request.method() == "POST").count();
    assert_eq!(sent, 1, "each login with a refused password counts towards a lockout");
}

#[tokio::test]
async fn a_login_that_failed_for_another_reason_is_tried_again() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.expire_sessions();
    simulator.inject("Cis.Session_create", [Fault::NoHealthyUpstream]);
    let errors = read(&vcenter, 2).await;
    assert_eq!(errors.iter().map(Error::kind).collect::<Vec<_>>(), [ErrorKind::Unavailable], "{errors:?}");
    check_logout(&simulator, &vcenter).await;
}

#[tokio::test]
async fn a_password_that_was_refused_in_other_words_is_not_sent_again_either() {
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
        let error_type = error_type.map(str::to_owned);
        simulator.inject_always(
            "Cis.Session_create",
            Fault::Status { status, error_type: error_type.clone(), retry_after: None },
        );
        let before = simulator.requests().len();
        assert_eq!(read(&vcenter, 10).await.len(), 10);
        let requests = simulator.requests().split_off(before);
        let sent = requests.iter().filter(|request| request.method() == "POST").count();
        assert_eq!(sent, 1, "{status} {error_type:?}");
    }
}

#[tokio::test]
async fn one_session_that_cannot_be_ended_does_not_keep_the_others_open() {
    for faults in [vec![Fault::NoHealthyUpstream], vec![Fault::Pass, Fault::NoHealthyUpstream]] {
        let simulator = simulator().await;
        let vcenter = connect(&simulator).await;
        simulator.inject(READ, [refusal()]);
        assert!(read(&vcenter, 1).await.is_empty(), "with a new session it works");
        assert_eq!(simulator.open_sessions(), 2);
        simulator.inject("Cis.Session_delete", faults);
        vcenter.logout().await.expect_err("one of them cannot be ended");
        assert_eq!(simulator.open_sessions(), 1, "the other one was not tried");
        check_logout(&simulator, &vcenter).await;
    }
}
