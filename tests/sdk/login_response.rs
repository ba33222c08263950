//! The response to a login: no session is lost in one, and none is shown.

use test_support::faulty::{Act, Faulty, SESSION};
use vcenter_iso::ErrorKind;

use crate::secrets::{self, builder};

#[tokio::test]
async fn a_login_that_cannot_be_read_shows_no_token() {
    for body in [
        format!(r#"{{"value":"{SESSION}"}}"#),
        format!("{SESSION:?}:"),
        format!(r#""{SESSION}\n""#),
        SESSION.to_owned(),
    ] {
        let server = Faulty::start_with_login(Act::json("201 Created", &body), Act::Drop).await;
        let error = builder(&server.url).connect().await.expect_err("this is no session id");
        assert_eq!((error.status(), error.kind()), (Some(201), ErrorKind::InvalidResponse), "{error:?}");
        secrets::check(&error);
    }
}

/// A proxy may write one; an unread session would stay open.
#[tokio::test]
async fn a_login_with_a_byte_order_mark_is_read() {
    let login = Act::json("201 Created", &format!("\u{feff}{SESSION:?}"));
    let server = Faulty::start_with_login(login, Act::json("204 No Content", "")).await;
    let vcenter = builder(&server.url).connect().await.expect("a login");
    vcenter.logout().await.expect("a logout");
    let last = server.received().pop().expect("requests");
    assert!(last.starts_with("DELETE /api/session ") && last.contains(SESSION), "{last}");
}

#[tokio::test]
async fn a_login_that_is_answered_with_another_success_shows_and_leaves_no_session() {
    let login = Act::json("200 OK", &format!("{SESSION:?}"));
    let server = Faulty::start_with_login(login, Act::response("204 No Content", "", "")).await;
    let vcenter = builder(&server.url).connect().await.expect("the session is open");
    vcenter.logout().await.expect("a logout");
    assert!(server.received().last().is_some_and(|last| last.starts_with("DELETE ")), "it is left open");
    let login = Act::json("202 Accepted", &format!(r#"{{"value":{SESSION:?}}}"#));
    let server = Faulty::start_with_login(login, Act::Drop).await;
    let error = builder(&server.url).connect().await.expect_err("it holds no session");
    secrets::check(&error);
}

#[tokio::test]
async fn a_session_in_a_login_that_failed_is_not_shown() {
    for status in ["500 Oops", "303 See Other", "401 Unauthorized"] {
        for body in [format!("{SESSION:?}"), format!(r#"{{"value":{SESSION:?}}}"#), format!("[{SESSION:?}]")]
        {
            let server = Faulty::start_with_login(Act::json(status, &body), Act::Drop).await;
            let error = builder(&server.url).connect().await.expect_err("no success");
            secrets::check(&error);
        }
    }
    // What is an error stays one.
    let body = r#"{"error_type":"ERROR","messages":[{"id":"a","default_message":"Out of order."}]}"#;
    let server = Faulty::start_with_login(Act::json("500 Oops", body), Act::Drop).await;
    let error = builder(&server.url).connect().await.expect_err("no success");
    assert_eq!(error.to_string(), "login failed: Out of order. (ERROR)");
}

#[tokio::test]
async fn a_login_whose_session_stands_in_its_header_alone_is_ended() {
    let answer = format!(
        "HTTP/1.1 200 OK\r\nvmware-api-session-id: {SESSION}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    );
    let server =
        Faulty::start_with_login(Act::Send(answer.into_bytes()), Act::response("204 No Content", "", ""))
            .await;
    let vcenter = builder(&server.url).connect().await.expect("a login");
    vcenter.logout().await.expect("a logout");
    assert!(server.received().last().is_some_and(|last| last.contains(SESSION)), "it is left open");
}
