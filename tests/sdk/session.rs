//! Login, session information, logout, and the ownership of a session.

use test_support::checked::{self, Checked};
use test_support::faulty::{Act, Faulty};
use vcenter_iso::{ErrorKind, ErrorType, Hint, SessionId, Vcenter};
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
    let info = clone.session_info().await.expect("the session should be open");
    assert_eq!(info.user, USER);
    assert!(info.created_time <= info.last_accessed_time, "{info:?}");
    assert_eq!(simulator.open_sessions(), 1);

    clone.logout().await.expect("the logout should succeed");
    assert_eq!(simulator.open_sessions(), 0);
    let requests = simulator.requests().len();
    let error = vcenter.session_info().await.expect_err("a call after the logout should fail");
    assert_eq!(error.kind(), ErrorKind::Unauthenticated, "{error:?}");
    assert_eq!(error.to_string(), "session failed: not logged in");
    vcenter.logout().await.expect("a second logout should succeed without a request");
    assert_eq!(simulator.requests().len(), requests, "a request was sent without a session");
    secrets::check(&error);
}

#[tokio::test]
async fn a_wrong_password_and_an_expired_session_are_different_errors() {
    let simulator = simulator().await;
    let error = builder(simulator.url())
        .credentials(USER, "wrong")
        .connect()
        .await
        .expect_err("a wrong password should be rejected");
    assert_eq!(error.kind(), ErrorKind::InvalidCredentials, "{error:?}");
    assert_eq!(error.to_string(), "login failed: Authentication required. (UNAUTHENTICATED)");
    assert_eq!(error.status(), Some(401));

    // A client without credentials cannot replace the session.
    let session = SessionId::try_from("no-such-session".to_owned()).expect("the session id should be valid");
    let vcenter = Vcenter::builder(simulator.url())
        .session_id(session)
        .connect()
        .await
        .expect("no login should be needed");
    let item = "any".parse().expect("the identifier should be valid");
    let error = vcenter
        .mount(&item, &"vm-42".parse().expect("the identifier should be valid"))
        .await
        .expect_err("a mount without a valid session should fail");
    assert_eq!(error.kind(), ErrorKind::Unauthenticated, "{error:?}");
    assert_eq!(error.error_type(), Some(&ErrorType::Unauthenticated));
    vcenter.logout().await.expect("the logout of an expired session should succeed");
    secrets::check(&error);
}

#[tokio::test]
async fn dropping_a_vcenter_keeps_the_session_and_needs_no_runtime() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    std::thread::spawn(move || drop(vcenter)).join().expect("the drop should not panic outside a runtime");
    assert_eq!(simulator.open_sessions(), 1);
}

#[tokio::test]
async fn the_session_limit_has_its_own_error_kind() {
    let login = Act::json(
        "503 Service Unavailable",
        r#"{"error_type":"SERVICE_UNAVAILABLE","messages":[{"id":"com.vmware.vapi.endpoint.failedToLoginMaxUserSessionCountReached","default_message":"550 sessions are open.","args":["550"]}]}"#,
    );
    let server = Faulty::start_with_login(login, Act::Drop).await;
    let error = builder(&server.url).connect().await.expect_err("a login over the limit should fail");
    assert_eq!(error.kind(), ErrorKind::SessionLimit, "{error:?}");
    assert!(error.hint() == Some(Hint::SessionLimit), "{:?}", error.hint());
    assert_eq!(server.received().len(), 1, "a login over the limit must not be retried");
    secrets::check(&error);
}

#[tokio::test]
async fn a_failed_logout_can_be_retried() {
    let server =
        Faulty::start(Act::response("503 Service Unavailable", "text/plain", "no healthy upstream")).await;
    let vcenter = builder(&server.url).connect().await.expect("the login should succeed");
    for attempt in 1..=2 {
        let error = vcenter.logout().await.expect_err("the logout should fail");
        assert_eq!(error.kind(), ErrorKind::Unavailable, "{error:?}");
        assert_eq!(
            server.received().len(),
            1 + attempt,
            "the logout sent no request although the session is open"
        );
        secrets::check(&error);
    }
}

#[tokio::test]
async fn futures_are_send() {
    fn assert_send<T: Send>(value: T) -> T {
        value
    }
    fn assert_shareable<T: Clone + Send + Sync + 'static>(_: &T) {}

    let simulator = simulator().await;
    let vcenter = assert_send(builder(simulator.url()).connect()).await.expect("the login should succeed");
    assert_shareable(&vcenter);
    let (item, vm) = (
        "item".parse().expect("the identifier should be valid"),
        "vm".parse().expect("the identifier should be valid"),
    );
    drop(assert_send(vcenter.mount(&item, &vm)));
    drop(assert_send(vcenter.session_info()));
    assert_send(vcenter.logout()).await.expect("the logout should succeed");
}

#[tokio::test]
async fn a_released_session_stays_open_after_a_logout() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let released = vcenter.release_session().expect("the session should be open");
    assert_eq!(
        vcenter.session_id().expect("the session should be open").expose_secret(),
        released.expose_secret()
    );
    vcenter.session_info().await.expect("the released session should still be open");
    vcenter.logout().await.expect("the logout should succeed");
    assert!(vcenter.session_id().is_none(), "the client still has the session after the logout");
    assert_eq!(simulator.open_sessions(), 1, "the logout ended a released session");

    // Only a client that adopts the session ends it.
    let connect_with = |id| Vcenter::builder(simulator.url()).session_id(id).connect();
    let vcenter = connect_with(released.clone()).await.expect("no login should be needed");
    vcenter.logout().await.expect("the logout should succeed");
    assert_eq!(simulator.open_sessions(), 1, "the logout ended a borrowed session");
    let vcenter = connect_with(released).await.expect("no login should be needed");
    vcenter.adopt_session();
    vcenter.logout().await.expect("the logout should succeed");
    assert_eq!(simulator.open_sessions(), 0, "the logout did not end the adopted session");
    assert_eq!(simulator.logins(), 1);
}

#[tokio::test]
async fn a_renewed_session_can_be_released() {
    let simulator = simulator().await;
    let expired = SessionId::try_from("no-such-session".to_owned()).expect("the session id should be valid");
    let vcenter = builder(simulator.url())
        .session_id(expired.clone())
        .connect()
        .await
        .expect("no login should be needed");
    vcenter.session_info().await.expect("the client should log in again");
    let renewed = vcenter.release_session().expect("the session should be open");
    assert_ne!(renewed.expose_secret(), expired.expose_secret());
    vcenter.logout().await.expect("the logout should succeed");
    assert_eq!(simulator.open_sessions(), 1, "the logout ended a released session");
}

#[test]
fn every_form_of_an_address_has_one_url() {
    for server in ["vcenter.example.com", "https://VCENTER.example.com:443/", "vcenter.example.com/api"] {
        let url = Vcenter::builder(server).url().expect("the address should be valid");
        assert_eq!(url, "https://vcenter.example.com/api", "for {server}");
    }
    let error = Vcenter::builder("user:secret@vcenter.example.com")
        .url()
        .expect_err("user information should be rejected");
    assert!(!error.to_string().contains("secret"), "{error}");
}
