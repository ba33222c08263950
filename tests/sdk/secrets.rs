//! No error, debug output or log line shows a password or a session id.
//!
//! Tests pass their errors to [`check`]. This module captures the log of all tests in the binary.

use std::collections::BTreeSet;
use std::error::Error as _;
use std::fmt::Write as _;
use std::io;
use std::sync::{Mutex, Once, PoisonError};

pub(crate) use vcenter_iso_simulator::example::USER;

use base64::Engine as _;
use test_support::checked;
use test_support::faulty::SESSION;
use tracing::Instrument;
use tracing_subscriber::fmt::MakeWriter;
use vcenter_iso::{Error, RootCertificates, Vcenter, VcenterBuilder};
use vcenter_iso_simulator::{Fault, Operation, Simulator, example};

/// The password of the tests. JSON, HTML and URLs escape some of its characters.
pub(crate) const PASSWORD: &str = "pass\"word/ä&%41 secret";

/// Returns a builder for `server` with the credentials of the tests, and starts to capture the log.
pub(crate) fn builder(server: &str) -> VcenterBuilder {
    capture_log();
    let builder = Vcenter::builder(server).credentials(USER, PASSWORD);
    assert_free_of_secrets("Debug of the builder", &format!("{builder:?}"), &[]);
    builder
}

/// Logs in to a simulator.
pub(crate) async fn connect(simulator: &Simulator) -> Vcenter {
    let mut builder = builder(simulator.url());
    if let Some(pem) = simulator.certificate_pem() {
        let roots = RootCertificates::parse(pem).expect("the certificate should be valid");
        builder = builder.add_root_certificates(&roots);
    }
    builder.connect().await.expect("the login should succeed")
}

/// Returns every text of an error, of its sources and of its messages.
pub(crate) fn all_texts(error: &Error) -> String {
    let mut text = format!("{error}\n{error:?}\n{error:#?}\n");
    let mut source = error.source();
    while let Some(cause) = source {
        let _ = writeln!(text, "{cause}\n{cause:?}");
        source = cause.source();
    }
    let _ = writeln!(text, "{:?} {:?} {:?}", error.body(), error.data(), error.request_id());
    for message in error.messages() {
        let _ = writeln!(text, "{message:?} {} {:?}", message.text(), message.args());
    }
    text
}

/// Fails if the error, or the log so far, shows a secret.
pub(crate) fn check(error: &Error) {
    assert_free_of_secrets("the error", &all_texts(error), &[]);
    check_log(&[]);
}

/// Fails if the log so far shows a secret. `sessions` are further secrets: the session ids of a simulator.
pub(crate) fn check_log(sessions: &[String]) {
    let mut log = LOG.lock().unwrap_or_else(PoisonError::into_inner);
    // Earlier calls have searched the rest for the fixed secrets. Each line is written at once, so no secret
    // is split.
    let start = if sessions.is_empty() { log.checked } else { 0 };
    let new = log.bytes[start..].to_vec();
    log.checked = log.bytes.len();
    // Other tests log at the same time.
    drop(log);
    assert_free_of_secrets("the log", &String::from_utf8_lossy(&new), sessions);
}

/// Fails if `text` contains a secret in any encoding, in upper or lower case.
pub(crate) fn assert_free_of_secrets(source: &str, text: &str, sessions: &[String]) {
    let basic = base64::engine::general_purpose::STANDARD.encode(format!("{USER}:{PASSWORD}"));
    let fixed = [PASSWORD, &basic, SESSION];
    let lower = text.to_lowercase();
    for secret in fixed.into_iter().chain(sessions.iter().map(String::as_str)) {
        for encoding in encodings(secret) {
            assert!(
                !lower.contains(&encoding.to_lowercase()),
                "{source} shows the secret {secret:?} as {encoding:?}:\n{text}"
            );
        }
    }
}

fn encodings(secret: &str) -> Vec<String> {
    let json = serde_json::Value::from(secret).to_string();
    let json = &json[1..json.len() - 1];
    let form: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let html = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let plain =
        [secret.to_owned(), json.to_owned(), json.replace('/', "\\/"), form.replace('+', "%20"), form, html];
    // `Debug` escapes quotes and backslashes once more.
    let escaped = plain.iter().map(|text| text.escape_debug().to_string()).collect::<Vec<_>>();
    plain.into_iter().chain(escaped).collect()
}

static LOG: Mutex<Captured> = Mutex::new(Captured { bytes: Vec::new(), checked: 0 });

struct Captured {
    bytes: Vec<u8>,
    /// The number of bytes that have been searched for the fixed secrets.
    checked: usize,
}

/// Starts to capture the log of this process at every level.
fn capture_log() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
            .with_writer(Log)
            .init();
    });
}

struct Log;

impl io::Write for Log {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        LOG.lock().unwrap_or_else(PoisonError::into_inner).bytes.extend_from_slice(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        Self
    }
}

/// Returns the session ids that clients have sent to a simulator.
pub(crate) fn sessions(simulator: &Simulator) -> Vec<String> {
    let requests = simulator.requests();
    let sent = requests.iter().filter_map(|request| request.header("vmware-api-session-id"));
    sent.map(str::to_owned).collect::<BTreeSet<_>>().into_iter().collect()
}

#[tokio::test]
async fn successful_calls_show_no_secret() {
    let simulator = checked::start(Simulator::builder()).await;
    let vcenter = connect(&simulator).await;
    let item = example::ITEM.parse().expect("the identifier should be valid");
    let vm = example::VM.parse().expect("the identifier should be valid");
    vcenter.mount(&item, &vm).await.expect("the mount should succeed");
    let texts = format!("{vcenter:?} {:?} {:#?}", vcenter.api(), vcenter.session_info().await);
    let error = vcenter
        .api()
        .vcenter_iso_image_mount()
        .body_map(|body| body.vm("vm-9").library_item("x"))
        .send()
        .await;
    let texts = format!("{texts} {error:?}");
    vcenter.logout().await.expect("the logout should succeed");

    let sessions = sessions(&simulator);
    assert!(!sessions.is_empty(), "no request had a session id, so the test proves nothing");
    assert_free_of_secrets("Debug", &texts, &sessions);
    check_log(&sessions);
    let log = LOG.lock().unwrap_or_else(PoisonError::into_inner).bytes.clone();
    let log = String::from_utf8_lossy(&log);
    for expected in
        ["Vcenter.Iso.Image_mount", "Cis.Session_create", "request_id", "status=200", "elapsed_ms"]
    {
        assert!(log.contains(expected), "no span has `{expected}`:\n{log}");
    }
}

/// Login, mount and logout each run in their own task, which must keep the span of the caller.
#[tokio::test]
async fn requests_are_logged_in_the_span_of_the_caller() {
    let simulator = checked::start(Simulator::builder()).await;
    let calls = async {
        let vcenter = connect(&simulator).await;
        let item = example::ITEM.parse().expect("the identifier should be valid");
        let vm = example::VM.parse().expect("the identifier should be valid");
        vcenter.ensure_mounted(&item, &vm).await.expect("the mount should succeed");
        vcenter.logout().await.expect("the logout should succeed");
    };
    capture_log();
    calls.instrument(tracing::info_span!("one_machine")).await;
    let log = LOG.lock().unwrap_or_else(PoisonError::into_inner).bytes.clone();
    let log = String::from_utf8_lossy(&log);
    for operation in ["Cis.Session_create", "Vcenter.VM_get", "Vcenter.Iso.Image_mount", "Cis.Session_delete"]
    {
        let is_in_span = |line: &str| line.contains("one_machine:") && line.contains(operation);
        assert!(log.lines().any(is_in_span), "{operation} is not logged in the span of the caller");
    }
}

#[tokio::test]
async fn events_are_logged_under_one_target() {
    let simulator = checked::start(Simulator::builder()).await;
    let vcenter = builder(simulator.url())
        .retry(crate::fixture::quick_policy())
        .connect()
        .await
        .expect("the login should succeed");
    let item = example::ITEM.parse().expect("the identifier should be valid");
    let vm = example::VM.parse().expect("the identifier should be valid");
    let busy = Fault::error(503, "RESOURCE_BUSY");
    simulator.inject(Operation::VcenterVmGet, [Fault::expire_session(), busy]);
    simulator.inject(Operation::VcenterIsoImageMount, [Fault::reset().after()]);
    vcenter.ensure_mounted(&item, &vm).await.expect("the mount should succeed");
    vcenter.logout().await.expect("the logout should succeed");
    let log = LOG.lock().unwrap_or_else(PoisonError::into_inner).bytes.clone();
    let log = String::from_utf8_lossy(&log);
    for (level, text) in [
        ("WARN", "vcenter_iso: trying again"),
        ("INFO", "vcenter_iso: opened another session"),
        ("INFO", "vcenter_iso: looking for its CD-ROM"),
    ] {
        let is_event = |line: &str| line.contains(level) && line.contains(text);
        assert!(log.lines().any(is_event), "no {level} line of the log has `{text}`");
    }
    let module = log.lines().find(|line| line.contains(" vcenter_iso::"));
    assert!(module.is_none(), "this event has the target of a module, not `vcenter_iso`: {module:?}");
}

#[tokio::test]
async fn a_session_id_is_redacted_in_debug_output() {
    let id: vcenter_iso::SessionId =
        serde_json::from_value(SESSION.into()).expect("the session id should be valid");
    assert_eq!(format!("{id:?}"), "SessionId([redacted])");
    let error = serde_json::from_value::<vcenter_iso::SessionId>(format!("{SESSION}\n").into());
    assert_free_of_secrets(
        "the error",
        &format!("{:?}", error.expect_err("an invalid header value should be rejected")),
        &[],
    );
}
