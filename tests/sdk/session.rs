//! Logging in, looking at the session, logging out.

use test_support::checked::{self, Checked};
use test_support::faulty::{Act, Faulty};
use vcenter_iso::{ErrorKind, ErrorType, SessionId, Vcenter};
use vcenter_iso_simulator::{Simulator, User};

use crate::secrets::{self, PASSWORD, USER, builder, connect};

async fn simulator() -> Checked {
    checked::start(Simulator::builder().user(User::new(USER, PASSWORD))).await
}

#[tokio::test]
async fn clones_share_one_session_until_the_logout() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let clone = vcenter.clone();
    let info = clone.session_info().await.expect("a session");
    assert_eq!(info.user, USER);
    assert!(info.created_time <= info.last_accessed_time, "{info:?}");
    assert_eq!(simulator.open_sessions(), 1);

    clone.logout().await.expect("a logout");
    assert_eq!(simulator.open_sessions(), 0);
    let requests = simulator.requests().len();
    let error = vcenter.session_info().await.expect_err("there is no session any more");
    assert_eq!(error.kind(), ErrorKind::Unauthenticated, "{error:?}");
    assert_eq!(error.to_string(), "session failed: not logged in");
    vcenter.logout().await.expect("a second logout has nothing to do");
    assert_eq!(simulator.requests().len(), requests, "something was sent without a session");
    secrets::check(&error);
}

#[tokio::test]
async fn a_wrong_password_is_told_from_a_dead_session() {
    let simulator = simulator().await;
    let error = builder(simulator.url())
        .credentials(USER, "wrong")
        .connect()
        .await
        .expect_err("the simulator accepted a wrong password");
    assert_eq!(error.kind(), ErrorKind::InvalidCredentials, "{error:?}");
    assert_eq!(error.to_string(), "login failed: Authentication required. (UNAUTHENTICATED)");
    assert_eq!(error.status(), Some(401));

    // Without credentials a session cannot be replaced.
    let session = SessionId::try_from("no-such-session".to_owned()).expect("a session id");
    let vcenter =
        Vcenter::builder(simulator.url()).session_id(session).connect().await.expect("no login is needed");
    let item = "any".parse().expect("an id");
    let error =
        vcenter.mount(&item, &"vm-42".parse().expect("an id")).await.expect_err("the session is dead");
    assert_eq!(error.kind(), ErrorKind::Unauthenticated, "{error:?}");
    assert_eq!(error.error_type(), Some(&ErrorType::Unauthenticated));
    vcenter.logout().await.expect("a dead session needs no logout");
    secrets::check(&error);
}

#[tokio::test]
async fn dropping_a_vcenter_ends_nothing_and_needs_no_runtime() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    std::thread::spawn(move || drop(vcenter)).join().expect("no panic outside of a runtime");
    assert_eq!(simulator.open_sessions(), 1);
}

#[tokio::test]
async fn the_session_limit_is_a_kind_of_its_own() {
    let login = Act::json(
        "503 Service Unavailable",
        r#"{"error_type":"SERVICE_UNAVAILABLE","messages":[{"id":"com.vmware.vapi.endpoint.failedToLoginMaxUserSessionCountReached","default_message":"550 sessions are open.","args":["550"]}]}"#,
    );
    let server = Faulty::start_with_login(login, Act::Drop).await;
    let error = builder(&server.url).connect().await.expect_err("the limit is reached");
    assert_eq!(error.kind(), ErrorKind::SessionLimit, "{error:?}");
    assert!(error.hint().is_some_and(|hint| hint.contains("log out")), "{:?}", error.hint());
    assert_eq!(server.received().len(), 1, "a login over the limit must not be repeated");
    secrets::check(&error);
}

#[tokio::test]
async fn a_logout_that_fails_can_be_repeated() {
    let server =
        Faulty::start(Act::response("503 Service Unavailable", "text/plain", "no healthy upstream")).await;
    let vcenter = builder(&server.url).connect().await.expect("a login");
    for attempt in 1..=2 {
        let error = vcenter.logout().await.expect_err("the server is away");
        assert_eq!(error.kind(), ErrorKind::Unavailable, "{error:?}");
        assert_eq!(server.received().len(), 1 + attempt, "the session was forgotten although it is open");
        secrets::check(&error);
    }
}

#[tokio::test]
async fn futures_can_move_between_threads() {
    fn assert_send<T: Send>(value: T) -> T {
        value
    }
    fn assert_shared<T: Clone + Send + Sync + 'static>(_: &T) {}

    let simulator = simulator().await;
    let vcenter = assert_send(builder(simulator.url()).connect()).await.expect("a login");
    assert_shared(&vcenter);
    let (item, vm) = ("item".parse().expect("an id"), "vm".parse().expect("an id"));
    drop(assert_send(vcenter.mount(&item, &vm)));
    drop(assert_send(vcenter.session_info()));
    assert_send(vcenter.logout()).await.expect("a logout");
}

#[tokio::test]
async fn a_session_that_is_handed_over_outlives_its_connection() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let kept = vcenter.release_session().expect("a session");
    assert_eq!(vcenter.session_id().expect("a session").expose_secret(), kept.expose_secret());
    vcenter.session_info().await.expect("it can still be used");
    vcenter.logout().await.expect("a logout");
    assert!(vcenter.session_id().is_none(), "it is not forgotten");
    assert_eq!(simulator.open_sessions(), 1, "it was ended");

    // Who takes charge of it ends it.
    let adopt = |id| Vcenter::builder(simulator.url()).session_id(id).connect();
    let vcenter = adopt(kept.clone()).await.expect("no login is needed");
    vcenter.logout().await.expect("a logout");
    assert_eq!(simulator.open_sessions(), 1, "it was ended by one who only uses it");
    let vcenter = adopt(kept).await.expect("no login is needed");
    vcenter.adopt_session();
    vcenter.logout().await.expect("a logout");
    assert_eq!(simulator.open_sessions(), 0, "it was not ended");
    assert_eq!(simulator.logins(), 1);
}

#[tokio::test]
async fn what_takes_the_place_of_an_expired_session_can_be_handed_over_too() {
    let simulator = simulator().await;
    let dead = SessionId::try_from("no-such-session".to_owned()).expect("a session id");
    let vcenter =
        builder(simulator.url()).session_id(dead.clone()).connect().await.expect("no login is needed");
    vcenter.session_info().await.expect("there are credentials for a new one");
    let renewed = vcenter.release_session().expect("a session");
    assert_ne!(renewed.expose_secret(), dead.expose_secret());
    vcenter.logout().await.expect("a logout");
    assert_eq!(simulator.open_sessions(), 1, "it was ended although it was handed over");
}

#[test]
fn every_way_to_write_a_server_has_one_url() {
    for server in ["vcenter.example.com", "https://VCENTER.example.com:443/", "vcenter.example.com/api"] {
        let url = Vcenter::builder(server).url().expect("an address");
        assert_eq!(url, "https://vcenter.example.com/api", "of {server}");
    }
    let error = Vcenter::builder("user:secret@vcenter.example.com").url().expect_err("a password");
    assert!(!error.to_string().contains("secret"), "{error}");
}
