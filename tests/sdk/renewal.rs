//! Sessions that last.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use test_support::checked;
use vcenter_iso::{Error, ErrorKind, SessionId, Vcenter};
use vcenter_iso_simulator::{Fault, Gate, Simulator, User};

use crate::scene::{ITEM, VM, cdroms, connect, item, simulator, vm};
use crate::secrets::{self, PASSWORD, USER, builder};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_calls_over_an_expired_session_log_in_once() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    // So that every call is on its way before the first one is refused.
    simulator.inject_always("Cis.Session_create", Fault::DelayBefore(Duration::from_millis(200)));
    simulator.expire_sessions();
    let before = simulator.logins();
    let calls: Vec<_> = (0..1000)
        .map(|_| {
            let vcenter = vcenter.clone();
            tokio::spawn(async move { vcenter.session_info().await })
        })
        .collect();
    for call in calls {
        call.await.expect("no panic").expect("a session");
    }
    assert_eq!(simulator.logins() - before, 1, "one login serves all");
    assert_eq!(simulator.open_sessions(), 1);
    vcenter.logout().await.expect("a logout");
    assert_eq!(simulator.open_sessions(), 0);
}

#[tokio::test]
async fn a_mount_over_an_expired_session_is_sent_again_once() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.expire_sessions();
    vcenter.mount(&item(ITEM), &vm(VM)).await.expect("a mount");
    assert_eq!(cdroms(&simulator, VM), 1);
    assert_eq!(crate::scene::count(&simulator, "?action=mount"), 2);

    // A server that refuses every session is not asked for ever.
    simulator.inject_always(
        "Vcenter.Iso.Image_mount",
        Fault::Status { status: 401, error_type: Some("UNAUTHENTICATED".to_owned()), retry_after: None },
    );
    let error = vcenter.mount(&item(ITEM), &vm(VM)).await.expect_err("every session is refused");
    assert_eq!(error.kind(), ErrorKind::Unauthenticated, "{error:?}");
    assert_eq!(crate::scene::count(&simulator, "?action=mount"), 4);
}

#[tokio::test]
async fn a_password_that_is_refused_is_sent_once_for_all_who_wait() {
    let simulator = checked::start(Simulator::builder().user(User::new(USER, PASSWORD))).await;
    let vcenter = builder(simulator.url()).connect().await.expect("a login");
    simulator.update_inventory(|inventory| inventory.users = vec![User::new(USER, "changed")]);
    simulator.inject_always("Cis.Session_create", Fault::DelayBefore(Duration::from_millis(200)));
    simulator.expire_sessions();
    let requests = simulator.requests().len();
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let vcenter = vcenter.clone();
            tokio::spawn(async move { vcenter.session_info().await })
        })
        .collect();
    for call in calls {
        let error = call.await.expect("no panic").expect_err("the password was changed");
        assert_eq!(error.kind(), ErrorKind::InvalidCredentials, "{error:?}");
        secrets::check(&error);
    }
    let logins = simulator.requests()[requests..].iter().filter(|request| request.method() == "POST").count();
    assert_eq!(logins, 1, "each login with a wrong password counts towards a lockout");
}

#[tokio::test]
async fn a_session_from_elsewhere_is_used_and_left_open() {
    let simulator = simulator().await;
    let elsewhere = connect(&simulator).await;
    elsewhere.session_info().await.expect("a session");
    let id = simulator.requests().last().and_then(|r| r.header("vmware-api-session-id").map(str::to_owned));
    let adopt = || -> SessionId { id.clone().unwrap_or_default().try_into().expect("a session id") };

    let vcenter = Vcenter::builder(simulator.url()).session_id(adopt()).connect().await.expect("no login");
    vcenter.session_info().await.expect("the adopted session");
    vcenter.logout().await.expect("nothing to end");
    assert_eq!((simulator.logins(), simulator.open_sessions()), (1, 1), "it is not ours to end");

    // With credentials at hand it is replaced when it is over, and the new one is ended.
    let vcenter = builder(simulator.url()).session_id(adopt()).connect().await.expect("no login");
    simulator.expire_sessions();
    vcenter.session_info().await.expect("a new session");
    assert_eq!((simulator.logins(), simulator.open_sessions()), (2, 1));
    vcenter.logout().await.expect("a logout");
    assert_eq!(simulator.open_sessions(), 0);
}

#[tokio::test]
async fn work_with_a_session_logs_out_on_every_path() {
    static STARTED: AtomicUsize = AtomicUsize::new(0);
    let simulator = simulator().await;
    let name: String = builder(simulator.url())
        .with_session(|vcenter| async move { Ok::<_, Error>(vcenter.session_info().await?.user) })
        .await
        .expect("a user");
    assert_eq!((name.as_str(), simulator.open_sessions()), (USER, 0));

    let error = builder(simulator.url())
        .with_session(|vcenter| async move { vcenter.mount(&item("no-such-item"), &vm(VM)).await })
        .await
        .expect_err("no such item");
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
    assert!(panicked.expect_err("it panics").is_panic(), "the panic goes on");
    assert_eq!((STARTED.load(Ordering::SeqCst), simulator.open_sessions()), (1, 0), "it did not log out");
}

#[tokio::test]
async fn a_call_that_is_no_longer_polled_does_not_block_others() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.expire_sessions();
    let gate = Gate::new();
    simulator.inject("Cis.Session_create", [Fault::HoldBefore(gate.clone())]);
    // Stops in the middle of the login.
    let mut parked = Box::pin(vcenter.session_info());
    tokio::select! {
        session = &mut parked => panic!("the login has not passed the gate: {session:?}"),
        () = gate.arrived(1) => {}
    }
    gate.open();
    let logout = tokio::time::timeout(Duration::from_secs(10), vcenter.logout()).await;
    logout.expect("the logout waits for a call that is not polled").expect("a logout");
    assert_eq!((simulator.open_sessions(), simulator.logins()), (0, 2));
    drop(parked);
}

#[tokio::test]
async fn a_dropped_login_leaves_no_session() {
    let simulator = simulator().await;
    let gate = Gate::new();
    simulator.inject("Cis.Session_create", [Fault::HoldAfter(gate.clone())]);
    tokio::select! {
        vcenter = builder(simulator.url()).connect() => panic!("the login has not passed the gate: {vcenter:?}"),
        () = gate.arrived(1) => {}
    }
    assert_eq!((simulator.logins(), simulator.open_sessions()), (1, 1));
    gate.open();
    let start = std::time::Instant::now();
    while simulator.open_sessions() > 0 {
        assert!(start.elapsed() < Duration::from_secs(10), "the session is not ended");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(simulator.logins(), 1);
}

#[tokio::test]
async fn a_closure_that_panics_at_once_logs_out_too() {
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
    assert!(panicked.expect_err("it panics").is_panic());
    assert_eq!(simulator.open_sessions(), 0, "it did not log out");
}

#[tokio::test]
async fn a_session_that_was_forgotten_meanwhile_is_not_shown() {
    // The server answers after the logout, and echoes the session that the request carried.
    const ADOPTED: &str = "session-that-was-adopted-from-elsewhere";
    let server = test_support::faulty::Faulty::start_with(|_| {
        std::thread::sleep(Duration::from_millis(300));
        let body =
            format!(r#"{{"error_type":"ERROR","messages":[{{"id":"a","default_message":"no {ADOPTED}"}}]}}"#);
        test_support::faulty::Act::json("500 Internal Server Error", &body)
    });
    let server = server.await;
    let session = SessionId::try_from(ADOPTED.to_owned()).expect("a session id");
    let vcenter = Vcenter::builder(&server.url).session_id(session).connect().await.expect("no login");
    let (iso, machine) = (item(ITEM), vm(VM));
    let (mounted, ()) = tokio::join!(vcenter.mount(&iso, &machine), async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        vcenter.logout().await.expect("nothing to end");
    });
    let error = mounted.expect_err("the server failed");
    secrets::assert_free_of_secrets("the error", &secrets::shown(&error), &[ADOPTED.to_owned()]);
}
