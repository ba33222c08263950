//! Session renewal, borrowed sessions, and the logout of `with_session`.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use test_support::checked;
use vcenter_iso::{Error, ErrorKind, SessionId, Vcenter};
use vcenter_iso_simulator::{Fault, Gate, Operation, Simulator, User};

use crate::fixture::{ITEM, VM, cdrom_count, connect, item, simulator, vm};
use crate::secrets::{self, PASSWORD, USER, builder};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_concurrent_calls_renew_a_session_once() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    // The login takes long enough for every call to start before the new session is open.
    simulator.inject_always(Operation::CisSessionCreate, Fault::delay(Duration::from_millis(200)));
    simulator.expire_sessions();
    let before = simulator.logins();
    let calls: Vec<_> = (0..1000)
        .map(|_| {
            let vcenter = vcenter.clone();
            tokio::spawn(async move { vcenter.session_info().await })
        })
        .collect();
    for call in calls {
        call.await.expect("the task should not panic").expect("the session should be renewed");
    }
    assert_eq!(simulator.logins() - before, 1, "the calls should share one login");
    assert_eq!(simulator.open_sessions(), 1);
    vcenter.logout().await.expect("the logout should succeed");
    assert_eq!(simulator.open_sessions(), 0);
}

#[tokio::test]
async fn a_mount_with_an_expired_session_is_sent_again_once() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.expire_sessions();
    vcenter.mount(&item(ITEM), &vm(VM)).await.expect("the mount should succeed");
    assert_eq!(cdrom_count(&simulator, VM), 1);
    assert_eq!(crate::fixture::request_count(&simulator, "?action=mount"), 2);

    // If the server rejects the new session too, the mount is not sent a third time.
    simulator.inject_always(Operation::VcenterIsoImageMount, Fault::error(401, "UNAUTHENTICATED"));
    let error = vcenter
        .mount(&item(ITEM), &vm(VM))
        .await
        .expect_err("a mount without an accepted session should fail");
    assert_eq!(error.kind(), ErrorKind::Unauthenticated, "{error:?}");
    assert_eq!(crate::fixture::request_count(&simulator, "?action=mount"), 4);
}

#[tokio::test]
async fn concurrent_calls_send_a_rejected_password_once() {
    let simulator = checked::start(Simulator::builder().user(User::new(USER, PASSWORD))).await;
    let vcenter = builder(simulator.url()).connect().await.expect("the login should succeed");
    simulator.update_inventory(|inventory| inventory.users = vec![User::new(USER, "changed")]);
    simulator.inject_always(Operation::CisSessionCreate, Fault::delay(Duration::from_millis(200)));
    simulator.expire_sessions();
    let requests = simulator.requests().len();
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let vcenter = vcenter.clone();
            tokio::spawn(async move { vcenter.session_info().await })
        })
        .collect();
    for call in calls {
        let error = call
            .await
            .expect("the task should not panic")
            .expect_err("the changed password should be rejected");
        assert_eq!(error.kind(), ErrorKind::InvalidCredentials, "{error:?}");
        secrets::check(&error);
    }
    let logins = simulator.requests()[requests..].iter().filter(|request| request.method() == "POST").count();
    assert_eq!(logins, 1, "a rejected password must be sent once: each login counts towards a lockout");
}

#[tokio::test]
async fn a_borrowed_session_is_used_and_left_open() {
    let simulator = simulator().await;
    let owner = connect(&simulator).await;
    owner.session_info().await.expect("the session should be open");
    let id = simulator.requests().last().and_then(|r| r.header("vmware-api-session-id").map(str::to_owned));
    let borrowed = || -> SessionId {
        id.clone().unwrap_or_default().try_into().expect("the session id should be valid")
    };

    let vcenter = Vcenter::builder(simulator.url())
        .session_id(borrowed())
        .connect()
        .await
        .expect("no login should be needed");
    vcenter.session_info().await.expect("the borrowed session should be open");
    vcenter.logout().await.expect("the logout should succeed without a request");
    assert_eq!(
        (simulator.logins(), simulator.open_sessions()),
        (1, 1),
        "the client should neither log in nor end the borrowed session"
    );

    // A client with credentials replaces the expired session and ends the new one.
    let vcenter =
        builder(simulator.url()).session_id(borrowed()).connect().await.expect("no login should be needed");
    simulator.expire_sessions();
    vcenter.session_info().await.expect("the session should be renewed");
    assert_eq!((simulator.logins(), simulator.open_sessions()), (2, 1));
    vcenter.logout().await.expect("the logout should succeed");
    assert_eq!(simulator.open_sessions(), 0);
}

#[tokio::test]
async fn with_session_logs_out_after_success_error_and_panic() {
    static STARTED: AtomicUsize = AtomicUsize::new(0);
    let simulator = simulator().await;
    let name: String = builder(simulator.url())
        .with_session(|vcenter| async move { Ok::<_, Error>(vcenter.session_info().await?.user) })
        .await
        .expect("the closure should return the user");
    assert_eq!((name.as_str(), simulator.open_sessions()), (USER, 0));

    let error = builder(simulator.url())
        .with_session(|vcenter| async move { vcenter.mount(&item("no-such-item"), &vm(VM)).await })
        .await
        .expect_err("a mount of an unknown item should fail");
    assert_eq!((error.kind(), simulator.open_sessions()), (ErrorKind::NotFound, 0));

    let url = simulator.url().to_owned();
    let panicked = tokio::spawn(async move {
        builder(&url)
            .with_session(|_| async {
                STARTED.fetch_add(1, Ordering::SeqCst);
                tokio::task::yield_now().await;
                if STARTED.load(Ordering::SeqCst) > 0 {
                    std::panic::resume_unwind(Box::new("the work"));
                }
                Ok::<_, Error>(())
            })
            .await
    })
    .await;
    assert!(panicked.expect_err("the task should panic").is_panic(), "the panic should reach the caller");
    assert_eq!(
        (STARTED.load(Ordering::SeqCst), simulator.open_sessions()),
        (1, 0),
        "the session was not ended"
    );
}

#[tokio::test]
async fn an_unpolled_call_does_not_block_a_logout() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.expire_sessions();
    let gate = Gate::new();
    simulator.inject(Operation::CisSessionCreate, [Fault::hold(&gate)]);
    // Stop polling in the middle of the login.
    let mut unpolled = Box::pin(vcenter.session_info());
    tokio::select! {
        session = &mut unpolled => {
            panic!("the call completed although the login is held at the gate: {session:?}")
        }
        () = gate.wait_for(1) => {}
    }
    gate.open();
    let logout = tokio::time::timeout(Duration::from_secs(10), vcenter.logout()).await;
    logout.expect("the logout should not wait for an unpolled call").expect("the logout should succeed");
    assert_eq!((simulator.open_sessions(), simulator.logins()), (0, 2));
    drop(unpolled);
}

#[tokio::test]
async fn a_login_dropped_before_its_response_leaves_no_session() {
    let simulator = simulator().await;
    let gate = Gate::new();
    simulator.inject(Operation::CisSessionCreate, [Fault::hold(&gate).after()]);
    tokio::select! {
        vcenter = builder(simulator.url()).connect() => {
            panic!("the login completed although it is held at the gate: {vcenter:?}")
        }
        () = gate.wait_for(1) => {}
    }
    assert_eq!((simulator.logins(), simulator.open_sessions()), (1, 1));
    gate.open();
    let start = std::time::Instant::now();
    while simulator.open_sessions() > 0 {
        assert!(start.elapsed() < Duration::from_secs(10), "the session of the dropped login was not ended");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(simulator.logins(), 1);
}

#[tokio::test]
async fn a_panic_of_the_closure_itself_ends_the_session() {
    let simulator = simulator().await;
    let url = simulator.url().to_owned();
    let panicked = tokio::spawn(async move {
        builder(&url)
            .with_session(|_| -> std::future::Ready<Result<(), Error>> {
                std::panic::resume_unwind(Box::new("the closure"))
            })
            .await
    })
    .await;
    assert!(panicked.expect_err("the task should panic").is_panic());
    assert_eq!(simulator.open_sessions(), 0, "the session was not ended");
}

#[tokio::test]
async fn a_session_id_forgotten_during_a_call_is_not_shown() {
    // The server responds after the logout and echoes the session id of the request.
    const BORROWED: &str = "session-of-another-caller";
    let server = test_support::faulty::Faulty::start_with(|_| {
        std::thread::sleep(Duration::from_millis(300));
        let body = format!(
            r#"{{"error_type":"ERROR","messages":[{{"id":"a","default_message":"no {BORROWED}"}}]}}"#
        );
        test_support::faulty::Act::json("500 Internal Server Error", &body)
    });
    let server = server.await;
    let session = SessionId::try_from(BORROWED.to_owned()).expect("the session id should be valid");
    let vcenter =
        Vcenter::builder(&server.url).session_id(session).connect().await.expect("no login should be needed");
    let (iso, machine) = (item(ITEM), vm(VM));
    let (mounted, ()) = tokio::join!(vcenter.mount(&iso, &machine), async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        vcenter.logout().await.expect("the logout should succeed without a request");
    });
    let error = mounted.expect_err("the mount should fail");
    secrets::assert_free_of_secrets("the error", &secrets::all_texts(&error), &[BORROWED.to_owned()]);
}
