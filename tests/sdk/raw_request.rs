//! `Vcenter::request`: requests to paths for which the crate has no method.

use serde_json::{Value, json};
use test_support::faulty::{Act, Faulty, SESSION};
use vcenter_iso::{Error, ErrorKind, Hint, Method, Vcenter};
use vcenter_iso_simulator::{Fault, Operation};

use crate::fixture::{ITEM, VM, cdrom_count, connect, simulator};
use crate::secrets::builder;

const MOUNT: &str = "/vcenter/iso/image?action=mount";

#[tokio::test]
async fn results_are_decoded() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let info: Value =
        vcenter.request(Method::GET, "/vcenter/vm/vm-42", None).await.expect("the VM should be read");
    assert_eq!(info["name"], "build-01");
    let cdrom: String = vcenter
        .request(Method::POST, MOUNT, json!({ "vm": VM, "library_item": ITEM }))
        .await
        .expect("the mount should succeed");
    assert_eq!(cdrom_count(&simulator, VM), 1);
    let path = format!("/vcenter/vm/{VM}/hardware/cdrom/{cdrom}");
    let () = vcenter.request(Method::DELETE, &path, None).await.expect("the CD-ROM should be removed");
    assert_eq!(cdrom_count(&simulator, VM), 0, "a response without a body should be read as `null`");
}

#[tokio::test]
async fn an_expired_session_is_replaced() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.expire_sessions();
    let libraries: Vec<String> =
        vcenter.request(Method::GET, "/content/library", None).await.expect("a new session should be opened");
    assert!(!libraries.is_empty());
    vcenter.logout().await.expect("the logout should succeed");
    assert_eq!(simulator.open_sessions(), 0);
    let error = vcenter
        .request::<Value>(Method::GET, "/content/library", None)
        .await
        .expect_err("a request after the logout should fail");
    assert_eq!(error.kind(), ErrorKind::Unauthenticated, "{error:?}");
}

#[tokio::test]
async fn an_error_names_method_and_path() {
    let not_found = json!({
        "error_type": "NOT_FOUND",
        "messages": [{ "id": "com.vmware.vapi.rest.httpNotFound", "default_message": "Not found.", "args": [] }],
    });
    let server = Faulty::start(Act::json("404 Not Found", &not_found.to_string())).await;
    let vcenter = builder(&server.url).connect().await.expect("the login should succeed");
    let path = "/vcenter/unheard-of?names=a";
    let error = vcenter
        .request::<Value>(Method::PATCH, path, json!({}))
        .await
        .expect_err("an unknown path should be an error");
    assert_eq!(error.kind(), ErrorKind::UnsupportedOperation, "{error:?}");
    assert_eq!((error.status(), error.operation()), (Some(404), Some("PATCH /vcenter/unheard-of")));
    assert!(error.request_id().is_some(), "{error:?}");
    assert!(error.to_string().starts_with("PATCH /vcenter/unheard-of failed: "), "{error}");

    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let body = json!({ "vm": "vm-999", "library_item": ITEM });
    let error = vcenter
        .request::<String>(Method::POST, MOUNT, body)
        .await
        .expect_err("a mount on an unknown VM should fail");
    assert_eq!((error.kind(), error.messages().count()), (ErrorKind::NotFound, 1), "{error:?}");
}

#[tokio::test]
async fn a_path_stays_on_the_server() {
    let server = Faulty::start(Act::json("200 OK", "null")).await;
    let vcenter = builder(&server.url).connect().await.expect("the login should succeed");
    for path in ["vcenter/vm", "@127.0.0.2/vm", "/../ui", "/vcenter/%2E%2e/%2e%2e/ui", "/a\\..\\b", "/vm#a"] {
        for path in [path.to_owned(), format!("{path}/{SESSION}")] {
            let error = vcenter.request::<Value>(Method::GET, &path, None).await.expect_err(&path);
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{path}: {error:?}");
            let texts = format!("{error} {error:?}");
            assert!(!texts.contains(SESSION), "the session in the path should be hidden: {texts}");
        }
    }
    let error = vcenter.request::<Value>(Method::CONNECT, "/vcenter/vm", None).await.expect_err("CONNECT");
    assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error:?}");
    let error = vcenter.request::<Value>(Method::GET, "/api/vcenter/vm", None).await.expect_err("/api");
    assert!(error.to_string().contains("already below `/api`"), "{error}");
    assert_eq!(server.received().len(), 1, "only the login should be sent");
}

/// A result that may be `null` must not hide that the response is incomplete.
#[tokio::test]
async fn an_incomplete_success_is_no_result() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.inject(Operation::VcenterVmList, [Fault::truncate()]);
    let error = vcenter
        .request::<Value>(Method::GET, "/vcenter/vm", None)
        .await
        .expect_err("a truncated list should be an error");
    assert_eq!(error.kind(), ErrorKind::Unavailable, "{error:?}");
    simulator.inject(Operation::VcenterIsoImageMount, [Fault::truncate()]);
    let body = json!({ "vm": VM, "library_item": ITEM });
    let error = vcenter
        .request::<()>(Method::POST, MOUNT, body)
        .await
        .expect_err("a truncated identifier should be an error");
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error:?}");
    assert_eq!(error.operation(), Some("POST /vcenter/iso/image?action=mount"));
    assert_eq!(error.hint(), Some(Hint::UnknownRequestOutcome), "the request may concern anything");
}

/// A URL parser drops spaces at the end, and another resource would be read.
#[tokio::test]
async fn a_path_is_sent_as_it_was_given() {
    let server = Faulty::start(Act::json("200 OK", "null")).await;
    let vcenter = builder(&server.url).connect().await.expect("the login should succeed");
    for (path, sent) in
        [("/vcenter/vm/vm-42 ", "/api/vcenter/vm/vm-42%20 "), ("/vm?names=a ", "/api/vm?names=a%20 ")]
    {
        let before = server.received().len();
        let () = vcenter.request(Method::POST, path, None).await.expect("the request should succeed");
        let request = server.received().swap_remove(before);
        assert!(request.starts_with(&format!("POST {sent}")), "{path:?} was sent as {request}");
        assert!(
            request.to_ascii_lowercase().contains("\r\ncontent-length: 0\r\n"),
            "a POST without a body should have a length: {request}"
        );
    }
}

#[tokio::test]
async fn a_refused_method_or_form_has_not_acted() {
    for (status, kind) in [
        ("405 Method Not Allowed", ErrorKind::UnsupportedOperation),
        ("501 Not Implemented", ErrorKind::UnsupportedOperation),
        ("411 Length Required", ErrorKind::InvalidArgument),
        ("413 Content Too Large", ErrorKind::InvalidArgument),
    ] {
        let [_, post] = errors(Act::json(status, "")).await;
        assert_eq!((post.kind(), post.may_have_acted()), (kind, false), "{status}: {post:?}");
    }
}

/// Sends a GET and a POST to a server with this reaction and returns their errors.
async fn errors(reaction: Act) -> [Error; 2] {
    let server = Faulty::start(reaction).await;
    let vcenter = builder(&server.url).connect().await.expect("the login should succeed");
    let error = async |vcenter: &Vcenter, method| {
        let path = format!("/echo/{SESSION}");
        vcenter.request::<Vec<String>>(method, &path, None).await.expect_err("the server should fail")
    };
    [error(&vcenter, Method::GET).await, error(&vcenter, Method::POST).await]
}

#[tokio::test]
async fn the_method_decides_whether_a_lost_request_may_have_acted() {
    for (reaction, get_kind) in [
        (Act::Drop, ErrorKind::Unavailable),
        (Act::json("502 Bad Gateway", "<html>"), ErrorKind::Unavailable),
        (Act::json("200 OK", "{\"text\": 1}"), ErrorKind::InvalidResponse),
    ] {
        let [get, post] = errors(reaction.clone()).await;
        assert_eq!((get.kind(), get.may_have_acted()), (get_kind, false), "{reaction:?}: {get:?}");
        assert_eq!(
            (post.kind(), post.may_have_acted()),
            (ErrorKind::OutcomeUnknown, true),
            "{reaction:?}: {post:?}"
        );
        for error in [get, post] {
            let texts = format!("{error} {error:?}");
            assert!(!texts.contains(SESSION), "the session in the path should be hidden: {texts}");
        }
    }
}
