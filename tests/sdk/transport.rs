//! What goes wrong on the way: nothing hangs, nothing is sent twice, and no secret reaches another host.

use std::time::Duration;

use test_support::faulty::{Act, Faulty};
use tokio::net::TcpListener;
use vcenter_iso::{Error, ErrorKind, Vcenter};

use crate::secrets::{self, builder};

/// How long the calls of these tests may take.
const PATIENCE: Duration = Duration::from_secs(3);

async fn connect(server: &Faulty) -> Vcenter {
    builder(&server.url).timeout(PATIENCE).connect().await.expect("a login")
}

async fn mount(vcenter: &Vcenter) -> Error {
    let (item, vm) = ("item".parse().expect("an id"), "vm-42".parse().expect("an id"));
    let error = vcenter.mount(&item, &vm).await.expect_err("there was no answer");
    assert!(error.request_id().is_some(), "the request id is lost: {error:?}");
    secrets::check(&error);
    error
}

/// Mounts and reads against a server that does `act`: only the mount leaves anything unknown.
async fn check(act: Act, expected: &str) {
    let server = Faulty::start(act).await;
    let vcenter = connect(&server).await;
    let error = mount(&vcenter).await;
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error:?}");
    let port = server.url.rsplit(':').next().expect("a port");
    assert_eq!(error.to_string().replace(port, "PORT"), format!("mount outcome unknown: {expected}"));
    assert_eq!(server.mounts(), 1, "a mount has to be sent exactly once");
    assert!(error.hint().is_some_and(|hint| hint.contains("before trying again")), "{error:?}");

    let error = vcenter.session_info().await.expect_err("there was no answer");
    assert_eq!(error.kind(), ErrorKind::Unavailable, "a lost read leaves nothing unknown: {error:?}");
    secrets::check(&error);
}

#[tokio::test]
async fn a_server_that_does_not_answer() {
    check(Act::Hang, "no response from http://127.0.0.1:PORT within 3s").await;
}

#[tokio::test]
async fn a_connection_that_is_dropped() {
    check(Act::Drop, "the connection to http://127.0.0.1:PORT was lost before the response").await;
}

#[tokio::test]
async fn an_answer_that_breaks_off() {
    check(
        Act::Send(b"HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\n\"160".to_vec()),
        "the server responded with 200 OK, but the response broke off",
    )
    .await;
}

#[tokio::test]
async fn an_answer_that_is_no_http() {
    check(
        Act::Send(b"SSH-2.0-OpenSSH_9.9\r\n".to_vec()),
        "the connection to http://127.0.0.1:PORT was lost before the response",
    )
    .await;
}

#[tokio::test]
async fn an_answer_that_stalls() {
    check(
        Act::Stall(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n\"\r\n".to_vec()),
        "the server responded with 200 OK, but the response broke off",
    )
    .await;
}

#[tokio::test]
async fn an_endless_body_is_read_to_a_limit() {
    static FILLER: [u8; 65536] = [b'x'; 65536];
    for (status, limit, kind) in [
        ("200 OK", "16 MiB", ErrorKind::OutcomeUnknown),
        ("500 Internal Server Error", "1 MiB", ErrorKind::OutcomeUnknown),
        ("400 Bad Request", "1 MiB", ErrorKind::InvalidArgument),
    ] {
        let head = format!("HTTP/1.1 {status}\r\ncontent-type: text/plain\r\n\r\n");
        let server = Faulty::start(Act::Endless(head.into_bytes(), &FILLER)).await;
        let vcenter = builder(&server.url).connect().await.expect("a login");
        let error = mount(&vcenter).await;
        assert_eq!(error.kind(), kind, "{error:?}");
        assert_eq!(error.status().map(|status| status.to_string()).as_deref(), status.split(' ').next());
        assert!(error.to_string().ends_with(&format!("with more than {limit}")), "{error}");
        assert_eq!(error.body().map(str::len), Some(4096), "{}", error.body().unwrap_or_default().len());
    }
}

#[tokio::test]
async fn a_result_that_is_too_long_is_not_asked_for_again() {
    static FILLER: [u8; 65536] = [b'x'; 65536];
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n";
    let server = Faulty::start(Act::Endless(head.into(), &FILLER)).await;
    let vcenter = builder(&server.url).connect().await.expect("a login");
    let error = vcenter.find_vm("build-01").await.expect_err("a failure");
    assert_eq!((error.kind(), server.received().len()), (ErrorKind::InvalidResponse, 2), "{error:?}");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Faulty::start(Act::json("200 OK", "\"16000\"")).await;
    for status in ["301 Moved Permanently", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let answer = format!(
            "HTTP/1.1 {status}\r\nlocation: {}/api/vcenter/iso/image?action=mount&secret=1\r\ncontent-length: 0\r\n\r\n",
            elsewhere.url
        );
        let server = Faulty::start(Act::Send(answer.into_bytes())).await;
        let error = mount(&connect(&server).await).await;
        assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{error:?}");
        assert_eq!(
            error.to_string(),
            format!(
                "mount failed: the server responded with {status}, a redirect to {}, which is not followed",
                elsewhere.url
            )
        );
        assert_eq!(
            elsewhere.received(),
            Vec::<String>::new(),
            "the redirect was followed, session id and all"
        );
    }
}

#[tokio::test]
async fn a_server_that_is_not_there() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let error = builder(&format!("http://{address}")).connect().await.expect_err("the port is closed");
    assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
    assert_eq!(error.to_string(), format!("login failed: no connection to http://{address}"));
    secrets::check(&error);
}

#[tokio::test]
async fn cookies_are_not_kept() {
    let login = Act::Send(
        b"HTTP/1.1 201 Created\r\nset-cookie: vmware-api-session-id=from-a-cookie; Path=/\r\n\
          content-length: 5\r\nconnection: close\r\n\r\n\"abc\""
            .to_vec(),
    );
    let server = Faulty::start_with_login(login, Act::json("200 OK", "\"16000\"")).await;
    let vcenter = builder(&server.url).connect().await.expect("a login");
    let (item, vm) = ("item".parse().expect("an id"), "vm-42".parse().expect("an id"));
    vcenter.mount(&item, &vm).await.expect("a mount");
    let mount = &server.received()[1];
    assert!(!mount.to_ascii_lowercase().contains("cookie"), "a cookie was sent:\n{mount}");
}
