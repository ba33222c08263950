//! Whatever the body of an error is: its status, the request id and what the server said survive.

use test_support::faulty::{Act, Faulty};
use vcenter_iso::{Error, ErrorKind, ErrorType};

use crate::secrets::{self, builder};

/// Mounts against a server that answers `act`, and hands out the error.
async fn mount(act: Act) -> Error {
    let server = Faulty::start(act).await;
    let vcenter = builder(&server.url).connect().await.expect("a login");
    let error = vcenter
        .mount(&"item".parse().expect("an id"), &"vm-42".parse().expect("an id"))
        .await
        .expect_err("the server answered an error, the mount succeeded");
    // A 401 did nothing: with a new session the mount is sent once more.
    let times = if error.status() == Some(401) { 2 } else { 1 };
    assert_eq!(server.mounts(), times, "not the number of mounts that is safe: {error:?}");
    let last = server.received().pop().expect("requests");
    assert!(error.request_id().is_some_and(|id| last.contains(id)), "the request id is lost: {error:?}");
    secrets::check(&error);
    error
}

/// What a body has to become.
struct Expected<'a> {
    kind: ErrorKind,
    error_type: Option<ErrorType>,
    /// The error and its sources.
    lines: &'a [&'a str],
}

async fn check(status: &str, content_type: &str, body: &str, expected: Expected<'_>) {
    let error = mount(Act::response(status, content_type, body)).await;
    let what = format!("{status} with {body:?} became {error:#?}");
    assert_eq!(
        error.status().map(|status| status.to_string()).as_deref(),
        status.split(' ').next(),
        "{what}"
    );
    assert_eq!(error.kind(), expected.kind, "{what}");
    assert_eq!(error.error_type(), expected.error_type.as_ref(), "{what}");
    let mut lines = vec![error.to_string()];
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        lines.push(cause.to_string());
        source = cause.source();
    }
    assert_eq!(lines, expected.lines, "{what}");
}

const JSON: &str = "application/json";

#[tokio::test]
async fn the_bare_form() {
    check(
        "404 Not Found",
        JSON,
        r#"{"error_type":"NOT_FOUND","messages":[
            {"id":"a","default_message":"No such machine.","args":["vm-42"]},
            {"id":"b","default_message":"It was removed.","args":[]},
            {"id":"c","default_message":"By whom is unknown.","args":[]}]}"#,
        Expected {
            kind: ErrorKind::NotFound,
            error_type: Some(ErrorType::NotFound),
            lines: &["mount failed: No such machine. (NOT_FOUND)", "It was removed.", "By whom is unknown."],
        },
    )
    .await;
}

#[tokio::test]
async fn a_localized_message_is_shown_in_its_language() {
    let error = mount(Act::json(
        "400 Bad Request",
        r#"{"error_type":"INVALID_ARGUMENT","messages":[{"id":"a","default_message":"No file.","args":["x"],
            "localized":"Keine Datei.","params":{"n":{"i":1,"dt":"2026-01-15T08:30:00Z","format":"NEW_FORMAT"}}}]}"#,
    ))
    .await;
    assert_eq!(error.to_string(), "mount failed: Keine Datei. (INVALID_ARGUMENT)");
    let message = error.messages().next().expect("a message");
    assert_eq!((message.id(), message.default_message()), ("a", "No file."));
    assert_eq!((message.localized(), message.args()), (Some("Keine Datei."), ["x".to_owned()].as_slice()));
}

#[tokio::test]
async fn the_older_envelopes() {
    check(
        "404 Not Found",
        JSON,
        r#"{"type":"com.vmware.vapi.std.errors.not_found","value":{"messages":[{"id":"a","default_message":"Gone.","args":[]}]}}"#,
        Expected {
            kind: ErrorKind::NotFound,
            error_type: Some(ErrorType::NotFound),
            lines: &["mount failed: Gone. (NOT_FOUND)"],
        },
    )
    .await;
    check(
        "401 Unauthorized",
        JSON,
        r#"{"type":"com.vmware.vapi.std.errors.unauthenticated","value":{"error_type":"UNAUTHENTICATED",
            "messages":[{"id":"a","default_message":"Log in.","args":[]}],"challenge":"Basic realm=\"VAPI\""}}"#,
        Expected {
            kind: ErrorKind::Unauthenticated,
            error_type: Some(ErrorType::Unauthenticated),
            lines: &["mount failed: Log in. (UNAUTHENTICATED)"],
        },
    )
    .await;
}

#[tokio::test]
async fn a_route_that_is_not_served_is_no_missing_vm() {
    check(
        "404 Not Found",
        JSON,
        r#"{"name":"com.vmware.vapi.rest.httpNotFound","majorErrorCode":404,
            "localizableMessages":[{"id":"com.vmware.vapi.rest.httpNotFound","defaultMessage":"Not found."}]}"#,
        Expected { kind: ErrorKind::UnsupportedOperation, error_type: None, lines: &["mount failed: Not found."] },
    )
    .await;
    check(
        "404 Not Found",
        JSON,
        r#"{"error_type":"NOT_FOUND","messages":[{"id":"com.vmware.vapi.rest.httpNotFound","default_message":"Not found.","args":[]}]}"#,
        Expected {
            kind: ErrorKind::UnsupportedOperation,
            error_type: Some(ErrorType::NotFound),
            lines: &["mount failed: Not found. (NOT_FOUND)"],
        },
    )
    .await;
    check(
        "404 Not Found",
        "text/html",
        "<html><title>404</title></html>",
        Expected {
            kind: ErrorKind::UnsupportedOperation,
            error_type: None,
            lines: &["mount failed: the server responded with 404 Not Found: a page of HTML"],
        },
    )
    .await;
}

#[tokio::test]
async fn what_the_proxy_in_front_writes() {
    check(
        "503 Service Unavailable",
        "text/plain",
        "no healthy upstream",
        Expected {
            kind: ErrorKind::Unavailable,
            error_type: None,
            lines: &["mount failed: the server responded with 503 Service Unavailable: no healthy upstream"],
        },
    )
    .await;
    check(
        "503 Service Unavailable",
        "text/plain",
        "503 Service Unavailable (Failed to connect to endpoint: [_serverNamespace = / action = Allow])",
        Expected {
            kind: ErrorKind::Unavailable,
            error_type: None,
            lines: &["mount failed: the server responded with 503 Service Unavailable: 503 Service Unavailable (Failed to \
                      connect to endpoint: [_serverNamespace = / action = Allow])"],
        },
    )
    .await;
    check(
        "502 Bad Gateway",
        "text/html",
        "<html>bad</html>",
        Expected {
            kind: ErrorKind::OutcomeUnknown,
            error_type: None,
            lines: &["mount outcome unknown: the server responded with 502 Bad Gateway: a page of HTML"],
        },
    )
    .await;
    check(
        "504 Gateway Timeout",
        "text/plain",
        "",
        Expected {
            kind: ErrorKind::OutcomeUnknown,
            error_type: None,
            lines: &["mount outcome unknown: the server responded with 504 Gateway Timeout"],
        },
    )
    .await;
}

#[tokio::test]
async fn a_503_from_behind_the_proxy_may_have_been_carried_out() {
    check(
        "503 Service Unavailable",
        JSON,
        r#"{"error_type":"SERVICE_UNAVAILABLE","messages":[{"id":"com.vmware.vapi.endpoint.cis.ServiceUnavailable","default_message":"Away.","args":[]}]}"#,
        Expected {
            kind: ErrorKind::OutcomeUnknown,
            error_type: Some(ErrorType::ServiceUnavailable),
            lines: &["mount outcome unknown: Away. (SERVICE_UNAVAILABLE)"],
        },
    )
    .await;
}

#[tokio::test]
async fn a_timeout_inside_the_server_leaves_the_outcome_unknown() {
    check(
        "500 Internal Server Error",
        JSON,
        r#"{"error_type":"TIMED_OUT","messages":[{"id":"a","default_message":"Took too long.","args":[]}]}"#,
        Expected {
            kind: ErrorKind::OutcomeUnknown,
            error_type: Some(ErrorType::TimedOut),
            lines: &["mount outcome unknown: Took too long. (TIMED_OUT)"],
        },
    )
    .await;
}

#[tokio::test]
async fn an_empty_body() {
    check(
        "401 Unauthorized",
        JSON,
        "",
        Expected {
            kind: ErrorKind::Unauthenticated,
            error_type: None,
            lines: &["mount failed: the server responded with 401 Unauthorized"],
        },
    )
    .await;
}

#[tokio::test]
async fn json_of_another_shape() {
    for (body, shown) in [
        ("[1,2]", "[1,2]"),
        ("\"text\"", "\"text\""),
        ("null", "null"),
        (r#"{"error":"denied"}"#, r#"{"error":"denied"}"#),
        (r#"{"messages":7}"#, r#"{"messages":7}"#),
        (r#"{"messages":[]}"#, r#"{"messages":[]}"#),
    ] {
        let line = format!("mount failed: the server responded with 403 Forbidden: {shown}");
        check(
            "403 Forbidden",
            JSON,
            body,
            Expected { kind: ErrorKind::PermissionDenied, error_type: None, lines: &[&line] },
        )
        .await;
    }
}

#[tokio::test]
async fn a_type_that_is_not_known_survives_as_text() {
    check(
        "400 Bad Request",
        JSON,
        r#"{"error_type":"BRAND_NEW","messages":[{"id":"a","default_message":"New.","args":[]}]}"#,
        Expected {
            kind: ErrorKind::InvalidArgument,
            error_type: Some(ErrorType::Unknown("BRAND_NEW".to_owned())),
            lines: &["mount failed: New. (BRAND_NEW)"],
        },
    )
    .await;
}

#[tokio::test]
async fn members_that_are_null_or_missing_or_of_another_type() {
    for (body, error_type, line) in [
        (
            r#"{"messages":[{"id":"a","default_message":"Broken.","args":null,"params":null,"localized":null}],"data":null,"error_type":null}"#,
            None,
            "mount failed: Broken.",
        ),
        (r#"{"messages":[{"id":"only.an.id"}]}"#, None, "mount failed: only.an.id"),
        (
            r#"{"error_type":"ERROR","messages":null}"#,
            Some(ErrorType::Error),
            "mount failed: the server responded with 500 Internal Server Error (ERROR)",
        ),
        (
            r#"{"error_type":"ERROR","messages":[]}"#,
            Some(ErrorType::Error),
            "mount failed: the server responded with 500 Internal Server Error (ERROR)",
        ),
        (r#"{"messages":[7,null,"as text",{}]}"#, None, "mount failed: as text"),
        (
            r#"{"messages":[{"default_message":"m","args":[1,null,"x"],"id":null}],"data":[1]}"#,
            None,
            "mount failed: m",
        ),
    ] {
        check(
            "500 Internal Server Error",
            JSON,
            body,
            Expected { kind: ErrorKind::Server, error_type, lines: &[line] },
        )
        .await;
    }
}

#[tokio::test]
async fn a_truncated_object_is_kept_as_text() {
    let body = r#"{"error_type":"NOT_FOUND","messages":[{"id":"a","default_m"#;
    let error = mount(Act::json("400 Bad Request", body)).await;
    assert_eq!(error.status(), Some(400));
    assert_eq!(error.body(), Some(body));

    let cut = format!(
        "HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{body}"
    );
    let error = mount(Act::Send(cut.into_bytes())).await;
    assert_eq!((error.status(), error.kind()), (Some(400), ErrorKind::InvalidArgument), "{error:?}");
    assert_eq!(error.body(), Some(body), "what had arrived is lost: {error:?}");
    assert!(error.to_string().contains("broke off"), "{error}");
}

#[tokio::test]
async fn a_success_that_is_none_leaves_the_outcome_unknown() {
    for body in ["", "{}", "null", "\"\"", "<html>", "\"16000"] {
        let error = mount(Act::json("200 OK", body)).await;
        assert_eq!(
            (error.status(), error.kind()),
            (Some(200), ErrorKind::OutcomeUnknown),
            "{body:?}: {error:?}"
        );
        assert_eq!(
            error.to_string(),
            "mount outcome unknown: the server responded with 200 OK, but not with the result of the operation"
        );
    }
    let error = mount(Act::json("202 Accepted", "\"16000\"")).await;
    assert_eq!((error.status(), error.kind()), (Some(202), ErrorKind::OutcomeUnknown), "{error:?}");
}

#[tokio::test]
async fn details_for_programs_are_kept() {
    let error = mount(Act::json(
        "500 Internal Server Error",
        r#"{"error_type":"RESOURCE_BUSY","messages":[],"data":{"is_transient":true}}"#,
    ))
    .await;
    assert_eq!(error.kind(), ErrorKind::Busy);
    assert_eq!(error.data(), Some(&serde_json::json!({ "is_transient": true })));
}

#[tokio::test]
async fn control_characters_of_the_server_are_harmless_when_shown() {
    let error = mount(Act::json(
        "400 Bad Request",
        r#"{"error_type":"\u001b[2J","messages":[
            {"id":"a","default_message":"first\nerror: forged \u001b]0;title\u0007 \u202etxt","args":[]},
            {"id":"b","default_message":"second\r\n\u009b31m","args":[]}]}"#,
    ))
    .await;
    let mut shown = error.to_string();
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        shown.push_str(&cause.to_string());
        source = cause.source();
    }
    assert!(!shown.contains(|c: char| c.is_control() || c == '\u{202e}'), "{shown:?}");
    assert!(shown.contains("first error: forged \\u{1b}]0;title\\u{7} \\u{202e}txt"), "{shown:?}");
    assert!(
        error.messages().next().is_some_and(|message| message.text().contains('\n')),
        "the text itself is kept"
    );
}

#[tokio::test]
async fn much_of_a_body_is_not_kept() {
    let error = mount(Act::response("500 Internal Server Error", "text/plain", "ä".repeat(10_000))).await;
    assert_eq!(error.body().map(|body| body.chars().count()), Some(4096), "{error:?}");
    assert!(error.to_string().len() < 1000, "the one line is {} bytes long", error.to_string().len());

    let many =
        format!(r#"{{"messages":[{}]}}"#, vec![r#"{"id":"a","default_message":"m"}"#; 20_000].join(","));
    let error = mount(Act::json("500 Internal Server Error", &many)).await;
    assert_eq!(error.messages().count(), 20_000, "messages are lost");
}

#[tokio::test]
async fn deep_json_is_no_danger() {
    let deep = format!(r#"{{"messages":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    let error = mount(Act::json("500 Internal Server Error", &deep)).await;
    assert_eq!(error.status(), Some(500));
}

#[tokio::test]
async fn the_escape_hatch_keeps_status_and_text_too() {
    for (status, body) in [
        ("403 Forbidden", "<html>no</html>"),
        ("500 Internal Server Error", r#"{"error_type":"NEW","messages":null}"#),
    ] {
        let server = Faulty::start(Act::json(status, body)).await;
        let vcenter = builder(&server.url).connect().await.expect("a login");
        let error = vcenter.api().cis_session_get().send().await.expect_err("an error");
        let expected = status.split(' ').next();
        assert_eq!(
            error.status().map(|status| status.as_u16().to_string()).as_deref(),
            expected,
            "{error:?}"
        );
        secrets::assert_free_of_secrets("progenitor's error", &format!("{error} {error:?} {error:#}"), &[]);
    }
}

#[tokio::test]
async fn an_error_that_is_nearly_json_keeps_its_type_and_its_messages() {
    let body = |text: &str, data: &str| {
        format!(
            r#"{{"error_type":"NOT_FOUND","messages":[{{"id":"a","default_message":"{text}","args":[]}}],"data":{data}}}"#
        )
    };
    let plain = body("No such VM.", "null");
    let deep = format!("{}1{}", "[".repeat(1000), "]".repeat(1000));
    for body in [
        plain.clone().into_bytes(),
        format!("\u{feff}{plain}").into_bytes(),
        format!("{plain}\0").into_bytes(),
        format!("{plain} trailing").into_bytes(),
        body("No such VM.", "1e999").into_bytes(),
        body("No such VM.", &deep).into_bytes(),
        body("No such VM.", r#""\ud83d""#).into_bytes(),
        body("No such VM.", r#""\\\ud83d \ud83d\udd11 \udd11""#).into_bytes(),
        [plain.as_bytes().split_last().expect("text").1, b",\"x\":\"\xe4\"}"].concat(),
    ] {
        let error = mount(Act::response("404 Not Found", JSON, &body)).await;
        let what = format!("{}: {error:?}", String::from_utf8_lossy(&body));
        assert_eq!(
            (error.kind(), error.error_type()),
            (ErrorKind::NotFound, Some(&ErrorType::NotFound)),
            "{what}"
        );
        assert_eq!(error.to_string(), "mount failed: No such VM. (NOT_FOUND)", "{what}");
    }
}
