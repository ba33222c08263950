//! Failures of the connection and of the response: each call ends, a mount is sent once, and no secret
//! reaches another host.

use std::time::Duration;

use test_support::faulty::{Act, Faulty};
use tokio::net::TcpListener;
use vcenter_iso::{Error, ErrorKind, Hint, Vcenter};

use crate::secrets::{self, builder};

/// The request timeout of these tests.
const TIMEOUT: Duration = Duration::from_secs(3);

async fn connect(server: &Faulty) -> Vcenter {
    builder(&server.url).timeout(TIMEOUT).connect().await.expect("the login should succeed")
}

async fn failed_mount(vcenter: &Vcenter) -> Error {
    let (item, vm) = (
        "item".parse().expect("the identifier should be valid"),
        "vm-42".parse().expect("the identifier should be valid"),
    );
    let error = vcenter.mount(&item, &vm).await.expect_err("a call without a complete response should fail");
    assert!(error.request_id().is_some(), "the error has no request id: {error:?}");
    secrets::check(&error);
    error
}

/// Mounts and reads against a server with one reaction. Only the outcome of the mount is unknown.
async fn check_lost_response(reaction: Act, expected: &str) {
    let server = Faulty::start(reaction).await;
    let vcenter = connect(&server).await;
    let error = failed_mount(&vcenter).await;
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error:?}");
    let port = server.url.rsplit(':').next().expect("the URL should have a port");
    assert_eq!(error.to_string().replace(port, "PORT"), format!("mount outcome unknown: {expected}"));
    assert_eq!(server.mounts(), 1, "a mount must be sent exactly once");
    assert!(error.hint() == Some(Hint::UnknownMount), "{error:?}");

    let error = vcenter.session_info().await.expect_err("a call without a complete response should fail");
    assert_eq!(
        error.kind(),
        ErrorKind::Unavailable,
        "a lost response to a read must not make an outcome unknown: {error:?}"
    );
    secrets::check(&error);
}

#[tokio::test]
async fn a_missing_response_is_a_timeout() {
    check_lost_response(Act::Hang, "no response from http://127.0.0.1:PORT within 3s").await;
}

#[tokio::test]
async fn a_closed_connection_is_a_lost_response() {
    check_lost_response(Act::Drop, "the connection to http://127.0.0.1:PORT was lost before the response")
        .await;
}

#[tokio::test]
async fn an_incomplete_response_is_a_lost_response() {
    check_lost_response(
        Act::Send(b"HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\n\"160".to_vec()),
        "the server responded with 200 OK, but the response broke off",
    )
    .await;
}

#[tokio::test]
async fn bytes_that_are_not_http_are_a_lost_response() {
    check_lost_response(
        Act::Send(b"SSH-2.0-OpenSSH_9.9\r\n".to_vec()),
        "the connection to http://127.0.0.1:PORT was lost before the response",
    )
    .await;
}

#[tokio::test]
async fn a_stalled_response_is_a_lost_response() {
    check_lost_response(
        Act::Stall(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n\"\r\n".to_vec()),
        "the server responded with 200 OK, but the response broke off",
    )
    .await;
}

#[tokio::test]
async fn a_body_is_read_up_to_a_limit() {
    static FILLER: [u8; 65536] = [b'x'; 65536];
    for (status, limit, kind) in [
        ("200 OK", "16 MiB", ErrorKind::OutcomeUnknown),
        ("500 Internal Server Error", "1 MiB", ErrorKind::OutcomeUnknown),
        ("400 Bad Request", "1 MiB", ErrorKind::InvalidArgument),
    ] {
        let head = format!("HTTP/1.1 {status}\r\ncontent-type: text/plain\r\n\r\n");
        let server = Faulty::start(Act::Endless(head.into_bytes(), &FILLER)).await;
        let vcenter = builder(&server.url).connect().await.expect("the login should succeed");
        let error = failed_mount(&vcenter).await;
        assert_eq!(error.kind(), kind, "{error:?}");
        assert_eq!(error.status().map(|status| status.to_string()).as_deref(), status.split(' ').next());
        assert!(error.to_string().ends_with(&format!("with more than {limit}")), "{error}");
        assert_eq!(error.body().map(str::len), Some(32_768), "{}", error.body().unwrap_or_default().len());
    }
}

#[tokio::test]
async fn a_read_with_a_too_long_response_is_not_retried() {
    static FILLER: [u8; 65536] = [b'x'; 65536];
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n";
    let server = Faulty::start(Act::Endless(head.into(), &FILLER)).await;
    let vcenter = builder(&server.url).connect().await.expect("the login should succeed");
    let error = vcenter.find_vm("build-01").await.expect_err("the read should fail");
    assert_eq!((error.kind(), server.received().len()), (ErrorKind::InvalidResponse, 2), "{error:?}");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let target = Faulty::start(Act::json("200 OK", "\"16000\"")).await;
    for status in ["301 Moved Permanently", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let response = format!(
            "HTTP/1.1 {status}\r\nlocation: {}/api/vcenter/iso/image?action=mount&secret=1\r\ncontent-length: 0\r\n\r\n",
            target.url
        );
        let server = Faulty::start(Act::Send(response.into_bytes())).await;
        let error = failed_mount(&connect(&server).await).await;
        assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{error:?}");
        assert_eq!(
            error.to_string(),
            format!(
                "mount failed: the server responded with {status}, a redirect to {}, which is not followed",
                target.url
            )
        );
        assert_eq!(target.received(), Vec::<String>::new(), "the redirect was followed");
    }
}

#[tokio::test]
async fn a_closed_port_is_a_connect_error() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a loopback port should be free");
    let address = listener.local_addr().expect("the listener should have an address");
    drop(listener);
    let error =
        builder(&format!("http://{address}")).connect().await.expect_err("the connection should be refused");
    assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
    assert_eq!(error.to_string(), format!("login failed: no connection to http://{address}"));
    secrets::check(&error);
}

#[tokio::test]
async fn cookies_are_not_sent_back() {
    let login = Act::Send(
        b"HTTP/1.1 201 Created\r\nset-cookie: vmware-api-session-id=from-a-cookie; Path=/\r\n\
          content-length: 5\r\nconnection: close\r\n\r\n\"abc\""
            .to_vec(),
    );
    let server = Faulty::start_with_login(login, Act::json("200 OK", "\"16000\"")).await;
    let vcenter = builder(&server.url).connect().await.expect("the login should succeed");
    let (item, vm) = (
        "item".parse().expect("the identifier should be valid"),
        "vm-42".parse().expect("the identifier should be valid"),
    );
    vcenter.mount(&item, &vm).await.expect("the mount should succeed");
    let mount = &server.received()[1];
    assert!(!mount.to_ascii_lowercase().contains("cookie"), "a cookie was sent:\n{mount}");
}
