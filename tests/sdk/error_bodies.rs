//! Error bodies in every form. The error keeps the status, the request id and the messages of the server.

use test_support::faulty::{Act, Faulty};
use vcenter_iso::{Error, ErrorKind, ErrorType};

use crate::secrets::{self, builder};

/// Mounts on a server with this reaction and returns the error.
async fn failed_mount(reaction: Act) -> Error {
    let server = Faulty::start(reaction).await;
    let vcenter = builder(&server.url).connect().await.expect("the login should succeed");
    let error = vcenter
        .mount(
            &"item".parse().expect("the identifier should be valid"),
            &"vm-42".parse().expect("the identifier should be valid"),
        )
        .await
        .expect_err("the mount should fail");
    // After a 401 the client logs in and sends the mount once more.
    let expected = if error.status() == Some(401) { 2 } else { 1 };
    assert_eq!(server.mounts(), expected, "wrong number of mount requests: {error:?}");
    let last = server.received().pop().expect("the server should have received requests");
    assert!(
        error.request_id().is_some_and(|id| last.contains(id)),
        "the error does not have the id of the last request: {error:?}"
    );
    secrets::check(&error);
    error
}

/// The expected error.
struct Expected<'a> {
    kind: ErrorKind,
    error_type: Option<ErrorType>,
    /// The texts of the error and of its sources.
    lines: &'a [&'a str],
}

async fn check(status: &str, content_type: &str, body: &str, expected: Expected<'_>) {
    let error = failed_mount(Act::response(status, content_type, body)).await;
    let case = format!("{status} with {body:?} became {error:#?}");
    assert_eq!(
        error.status().map(|status| status.to_string()).as_deref(),
        status.split(' ').next(),
        "{case}"
    );
    assert_eq!(error.kind(), expected.kind, "{case}");
    assert_eq!(error.error_type(), expected.error_type.as_ref(), "{case}");
    let mut lines = vec![error.to_string()];
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        lines.push(cause.to_string());
        source = cause.source();
    }
    assert_eq!(lines, expected.lines, "{case}");
}

const JSON: &str = "application/json";

#[tokio::test]
async fn an_error_object_is_read() {
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
async fn the_localized_message_is_shown() {
    let error = failed_mount(Act::json(
        "400 Bad Request",
        r#"{"error_type":"INVALID_ARGUMENT","messages":[{"id":"a","default_message":"No file.","args":["x"],
            "localized":"Keine Datei.","params":{"n":{"i":1,"dt":"2026-01-15T08:30:00Z","format":"NEW_FORMAT"}}}]}"#,
    ))
    .await;
    assert_eq!(error.to_string(), "mount failed: Keine Datei. (INVALID_ARGUMENT)");
    let message = error.messages().next().expect("the error should have a message");
    assert_eq!((message.id(), message.default_message()), ("a", "No file."));
    assert_eq!((message.localized(), message.args()), (Some("Keine Datei."), ["x".to_owned()].as_slice()));
}

#[tokio::test]
async fn error_objects_of_older_versions_are_read() {
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
async fn a_404_for_an_unknown_path_is_an_unsupported_operation() {
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
        "<html><TITLE>\n 404 <b>Not\nhere</b> &amp; gone</TITLE><h1>Other</h1></html>",
        Expected {
            kind: ErrorKind::UnsupportedOperation,
            error_type: None,
            lines: &[
                "mount failed: the server responded with 404 Not Found: a page of HTML: 404 Not here & gone",
            ],
        },
    )
    .await;
}

/// Envoy names its reason: before it has passed a request on, nothing was carried out.
#[tokio::test]
async fn a_proxy_that_could_not_connect_has_passed_nothing_on() {
    for (reason, kind) in [
        (
            "remote connection failure, transport failure reason: delayed connect error: 111",
            ErrorKind::Unavailable,
        ),
        ("connection failure", ErrorKind::Unavailable),
        ("local connection failure", ErrorKind::Unavailable),
        ("connection timeout", ErrorKind::Unavailable),
        ("overflow", ErrorKind::Unavailable),
        ("connection termination", ErrorKind::OutcomeUnknown),
        ("remote reset", ErrorKind::OutcomeUnknown),
        ("protocol error", ErrorKind::OutcomeUnknown),
    ] {
        let text =
            format!("upstream connect error or disconnect/reset before headers. reset reason: {reason}");
        let error = failed_mount(Act::response("503 Service Unavailable", "text/plain", &text)).await;
        assert_eq!(error.kind(), kind, "{reason}: {error:?}");
    }
}

/// The name of the service is at the end of a long text.
#[tokio::test]
async fn the_service_that_a_proxy_cannot_reach_is_shown() {
    let text = format!(
        "503 Service Unavailable (Failed to connect to endpoint: [N7Vmacore4Http20NamedPipeServiceSpecE:{}] \
         _serverNamespace = /api action = Allow _pipeName =/var/run/vmware/vpxd-webserver-pipe)",
        "0x00007f".repeat(20)
    );
    let error = failed_mount(Act::response("503 Service Unavailable", "text/plain", &text)).await;
    assert!(error.to_string().ends_with("_pipeName =/var/run/vmware/vpxd-webserver-pipe)"), "{error}");
}

#[tokio::test]
async fn responses_of_a_proxy_are_read() {
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
async fn a_503_of_a_service_leaves_the_outcome_unknown() {
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
async fn an_empty_body_leaves_only_the_status() {
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
async fn json_of_another_shape_is_shown_as_text() {
    for (body, text) in [
        ("[1,2]", "[1,2]"),
        ("\"text\"", "\"text\""),
        ("null", "null"),
        (r#"{"error":"denied"}"#, r#"{"error":"denied"}"#),
        (r#"{"messages":7}"#, r#"{"messages":7}"#),
        (r#"{"messages":[]}"#, r#"{"messages":[]}"#),
    ] {
        let line = format!("mount failed: the server responded with 403 Forbidden: {text}");
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
async fn an_unknown_error_type_is_kept_as_text() {
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
async fn null_missing_and_mistyped_members_are_tolerated() {
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
async fn a_truncated_body_is_kept_as_text() {
    let body = r#"{"error_type":"NOT_FOUND","messages":[{"id":"a","default_m"#;
    let error = failed_mount(Act::json("400 Bad Request", body)).await;
    assert_eq!(error.status(), Some(400));
    assert_eq!(error.body(), Some(body));

    let incomplete = format!(
        "HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{body}"
    );
    let error = failed_mount(Act::Send(incomplete.into_bytes())).await;
    assert_eq!((error.status(), error.kind()), (Some(400), ErrorKind::InvalidArgument), "{error:?}");
    assert_eq!(error.body(), Some(body), "the received part of the body is lost: {error:?}");
    assert!(error.to_string().contains("broke off"), "{error}");
}

#[tokio::test]
async fn a_success_without_a_result_leaves_the_outcome_unknown() {
    for body in ["", "{}", "null", "\"\"", "<html>", "\"16000"] {
        let error = failed_mount(Act::json("200 OK", body)).await;
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
    let error = failed_mount(Act::json("202 Accepted", "\"16000\"")).await;
    assert_eq!((error.status(), error.kind()), (Some(202), ErrorKind::OutcomeUnknown), "{error:?}");
}

#[tokio::test]
async fn the_data_of_an_error_is_kept() {
    let error = failed_mount(Act::json(
        "500 Internal Server Error",
        r#"{"error_type":"RESOURCE_BUSY","messages":[],"data":{"is_transient":true}}"#,
    ))
    .await;
    assert_eq!(error.kind(), ErrorKind::Busy);
    assert_eq!(error.data(), Some(&serde_json::json!({ "is_transient": true })));
}

#[tokio::test]
async fn control_characters_are_escaped_for_display() {
    let error = failed_mount(Act::json(
        "400 Bad Request",
        r#"{"error_type":"\u001b[2J","messages":[
            {"id":"a","default_message":"first\nerror: forged \u001b]0;title\u0007 \u202etxt","args":[]},
            {"id":"b","default_message":"second\r\n\u009b31m","args":[]}]}"#,
    ))
    .await;
    let mut texts = error.to_string();
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        texts.push_str(&cause.to_string());
        source = cause.source();
    }
    assert!(!texts.contains(|c: char| c.is_control() || c == '\u{202e}'), "{texts:?}");
    assert!(texts.contains("first error: forged \\u{1b}]0;title\\u{7} \\u{202e}txt"), "{texts:?}");
    assert!(
        error.messages().next().is_some_and(|message| message.text().contains('\n')),
        "the text of the message should keep its line break"
    );
}

#[tokio::test]
async fn a_long_body_is_cut_but_keeps_all_messages() {
    let error =
        failed_mount(Act::response("500 Internal Server Error", "text/plain", "ä".repeat(40_000))).await;
    assert_eq!(error.body().map(|body| body.chars().count()), Some(32_768), "{error:?}");
    assert!(
        error.to_string().chars().count() < 600,
        "the error displays as {} characters, fewer than 600 are allowed",
        error.to_string().chars().count()
    );

    let many =
        format!(r#"{{"messages":[{}]}}"#, vec![r#"{"id":"a","default_message":"m"}"#; 20_000].join(","));
    let error = failed_mount(Act::json("500 Internal Server Error", &many)).await;
    assert_eq!(error.messages().count(), 20_000, "messages are lost");
}

#[tokio::test]
async fn deeply_nested_json_does_not_overflow_the_stack() {
    let deep = format!(r#"{{"messages":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    let error = failed_mount(Act::json("500 Internal Server Error", &deep)).await;
    assert_eq!(error.status(), Some(500));
}

#[tokio::test]
async fn the_generated_client_keeps_the_status() {
    for (status, body) in [
        ("403 Forbidden", "<html>no</html>"),
        ("500 Internal Server Error", r#"{"error_type":"NEW","messages":null}"#),
    ] {
        let server = Faulty::start(Act::json(status, body)).await;
        let vcenter = builder(&server.url).connect().await.expect("the login should succeed");
        let error = vcenter.api().cis_session_get().send().await.expect_err("the call should fail");
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
async fn almost_valid_json_keeps_its_error_type_and_messages() {
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
        [plain.as_bytes().split_last().expect("the body should not be empty").1, b",\"x\":\"\xe4\"}"]
            .concat(),
    ] {
        let error = failed_mount(Act::response("404 Not Found", JSON, &body)).await;
        let case = format!("{}: {error:?}", String::from_utf8_lossy(&body));
        assert_eq!(
            (error.kind(), error.error_type()),
            (ErrorKind::NotFound, Some(&ErrorType::NotFound)),
            "{case}"
        );
        assert_eq!(error.to_string(), "mount failed: No such VM. (NOT_FOUND)", "{case}");
    }
}
