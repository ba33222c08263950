//! The response to a login. No session is left open on the server, and no session id is shown.

use test_support::faulty::{Act, Faulty, SESSION};
use vcenter_iso::ErrorKind;

use crate::secrets::{self, builder};

#[tokio::test]
async fn an_unreadable_login_response_shows_no_session_id() {
    for body in [
        format!(r#"{{"value":"{SESSION}"}}"#),
        format!("{SESSION:?}:"),
        format!(r#""{SESSION}\n""#),
        SESSION.to_owned(),
    ] {
        let server = Faulty::start_with_login(Act::json("201 Created", &body), Act::Drop).await;
        let error = builder(&server.url)
            .connect()
            .await
            .expect_err("a response without a session id should fail the login");
        assert_eq!((error.status(), error.kind()), (Some(201), ErrorKind::InvalidResponse), "{error:?}");
        secrets::check(&error);
    }
}

/// A proxy may add a byte order mark. The session would stay open if the response could not be read.
#[tokio::test]
async fn a_login_response_with_a_byte_order_mark_is_read() {
    let login = Act::json("201 Created", &format!("\u{feff}{SESSION:?}"));
    let server = Faulty::start_with_login(login, Act::json("204 No Content", "")).await;
    let vcenter = builder(&server.url).connect().await.expect("the login should succeed");
    vcenter.logout().await.expect("the logout should succeed");
    let last = server.received().pop().expect("the server should have received requests");
    assert!(last.starts_with("DELETE /api/session ") && last.contains(SESSION), "{last}");
}

#[tokio::test]
async fn a_login_response_with_another_success_status_leaves_and_shows_no_session() {
    let login = Act::json("200 OK", &format!("{SESSION:?}"));
    let server = Faulty::start_with_login(login, Act::response("204 No Content", "", "")).await;
    let vcenter = builder(&server.url).connect().await.expect("the login should succeed");
    vcenter.logout().await.expect("the logout should succeed");
    assert!(
        server.received().last().is_some_and(|last| last.starts_with("DELETE ")),
        "the session is left open"
    );
    let login = Act::json("202 Accepted", &format!(r#"{{"value":{SESSION:?}}}"#));
    let server = Faulty::start_with_login(login, Act::Drop).await;
    let error = builder(&server.url)
        .connect()
        .await
        .expect_err("a response without a session id should fail the login");
    secrets::check(&error);
}

#[tokio::test]
async fn a_session_id_in_a_failed_login_is_not_shown() {
    for status in ["500 Oops", "303 See Other", "401 Unauthorized"] {
        for body in [format!("{SESSION:?}"), format!(r#"{{"value":{SESSION:?}}}"#), format!("[{SESSION:?}]")]
        {
            let server = Faulty::start_with_login(Act::json(status, &body), Act::Drop).await;
            let error = builder(&server.url).connect().await.expect_err("the login should fail");
            secrets::check(&error);
        }
    }
    // The message of a documented error is still shown.
    let body = r#"{"error_type":"ERROR","messages":[{"id":"a","default_message":"Out of order."}]}"#;
    let server = Faulty::start_with_login(Act::json("500 Oops", body), Act::Drop).await;
    let error = builder(&server.url).connect().await.expect_err("the login should fail");
    assert_eq!(error.to_string(), "login failed: Out of order. (ERROR)");
}

#[tokio::test]
async fn a_session_id_in_a_response_header_is_used() {
    let response = format!(
        "HTTP/1.1 200 OK\r\nvmware-api-session-id: {SESSION}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    );
    let server =
        Faulty::start_with_login(Act::Send(response.into_bytes()), Act::response("204 No Content", "", ""))
            .await;
    let vcenter = builder(&server.url).connect().await.expect("the login should succeed");
    vcenter.logout().await.expect("the logout should succeed");
    assert!(server.received().last().is_some_and(|last| last.contains(SESSION)), "the session is left open");
}
