//! A server that echoes secrets wherever a response can hold text. No error shows the session id or the
//! password.

use std::time::Duration;

use serde_json::json;
use test_support::faulty::{Act, Faulty, SESSION};
use vcenter_iso::{Error, FolderId, IsoSource, LibraryId, Method, RetryPolicy, SessionId, Vcenter, VmFilter};

use crate::fixture::{ITEM, LIBRARY, VM, item, quick_policy, vm};
use crate::secrets::{self, PASSWORD, builder};

/// A secret in one of the encodings that a server may use in JSON.
struct Secret {
    text: String,
    /// Whether the secret is the password, which the server knows before it opens a session.
    is_password: bool,
}

fn secrets() -> Vec<Secret> {
    let in_json = |text: &str| serde_json::Value::from(text).to_string().trim_matches('"').to_owned();
    let session = |text: String| Secret { text, is_password: false };
    let password = |text: String| Secret { text, is_password: true };
    vec![
        session(SESSION.to_owned()),
        password(in_json(PASSWORD)),
        password(in_json(PASSWORD).replace('/', "\\/")),
        password(escaped(PASSWORD)),
        password(in_json(&url::form_urlencoded::byte_serialize(PASSWORD.as_bytes()).collect::<String>())),
        password(in_json(&PASSWORD.replace('&', "&amp;").replace('"', "&quot;"))),
        // An error shows a wrapped message on one line.
        password(in_json(&PASSWORD.replace(' ', "\n  "))),
    ]
}

/// Escapes every character as JSON does.
fn escaped(text: &str) -> String {
    text.encode_utf16().fold(String::new(), |escaped, unit| format!("{escaped}\\u{unit:04x}"))
}

/// Returns responses with a secret in the body. `secret` is encoded as in JSON.
fn responses_with_body(secret: &str) -> Vec<Act> {
    let fault = |error_type: &str, text: &str, data: &str| {
        format!(
            r#"{{"error_type":"{error_type}","messages":[{{"id":"{text}","default_message":"{text}","args":["{text}"],"localized":"{text}"}}],"data":{data}}}"#
        )
    };
    let vm = |name: &str, state: &str| {
        format!(
            r#"[{{"vm":"vm-1","name":"{name}","power_state":"{state}"}},{{"vm":"vm-2","name":"{name}","power_state":"{state}"}}]"#
        )
    };
    let mut responses = Vec::new();
    for body in [
        // In place of a text, a key, an enum value, an identifier or a time, with the expected type or
        // another one.
        format!(r#""{secret}""#),
        format!(r#"["{secret}"]"#),
        format!(r#"{{"{secret}":1}}"#),
        format!(r#"{{"echo":"{secret}"}}"#),
        format!(r#"{{"name":"{secret}","power_state":"{secret}","cdroms":"{secret}"}}"#),
        format!(r#"{{"user":"a","created_time":"{secret}","last_accessed_time":"{secret}"}}"#),
        format!(r#"{{"type":"{secret}","name":{{"{secret}":"{secret}"}}}}"#),
        vm(secret, secret),
        vm("wanted", secret),
        format!(
            r#"[{{"folder":"{secret}","name":"wanted","type":"VIRTUAL_MACHINE"}},{{"folder":"b","name":"wanted","type":"VIRTUAL_MACHINE"}}]"#
        ),
        format!(
            r#"[{{"cluster":"{secret}","name":"wanted","ha_enabled":true,"drs_enabled":true}},{{"cluster":"b","name":"wanted","ha_enabled":true,"drs_enabled":true}}]"#
        ),
        // Not JSON, and truncated JSON.
        format!("<p>{secret}</p>"),
        format!(r#"{{"messages":[{{"id":"{secret}"#),
    ] {
        for status in ["200 OK", "500 Internal Server Error"] {
            responses.push(Act::json(status, &body));
        }
    }
    for error_type in ["NOT_FOUND", secret] {
        for data in [format!(r#""{secret}""#), format!(r#"{{"{secret}":["{secret}"]}}"#)] {
            let body = fault(error_type, secret, &data);
            for status in ["400 Bad Request", "404 Not Found", "500 Oops"] {
                responses.push(Act::json(status, &body));
            }
        }
    }
    responses
}

/// Returns responses with a secret in the status line or in a header.
fn responses_with_head(secret: &str) -> Vec<Act> {
    let head = |head: String| {
        Act::Send(format!("{head}content-length: 0\r\nconnection: close\r\n\r\n").into_bytes())
    };
    vec![
        head(format!("HTTP/1.1 418 {secret}\r\n")),
        head(format!("HTTP/1.1 200 {secret}\r\n")),
        head(format!("HTTP/1.1 500 Oops\r\nx-echo: {secret}\r\nvmware-api-session-id: {secret}\r\n")),
        head(format!("HTTP/1.1 500 Oops\r\n{secret}: 1\r\n")),
        head(format!("HTTP/1.1 307 Elsewhere\r\nlocation: http://{secret}.example.com/\r\n")),
        head(format!(
            "HTTP/1.1 303 Elsewhere\r\nlocation: http://other.example.com/{secret}?{secret}#{secret}\r\n"
        )),
        head(format!("HTTP/1.1 302 Elsewhere\r\nlocation: http://{secret}@other.example.com/\r\n")),
        head(format!("HTTP/1.1 301 Elsewhere\r\nlocation: {secret}://other.example.com/\r\n")),
        // Heads that no HTTP client can parse.
        head(format!("{secret} 200\r\n")),
        head(format!("HTTP/1.1 200 OK\r\n{secret}\r\n")),
        head(format!("HTTP/1.1 200 OK\r\nretry-after: {secret}\r\ncontent-length: {secret}\r\n")),
    ]
}

/// Returns a policy without retries, so that each request fails with its own error.
fn no_retries() -> RetryPolicy {
    quick_policy().max_attempts(1).settle_timeout(Duration::ZERO)
}

/// Calls the public functions of the crate and returns every text of their errors.
async fn error_texts(vcenter: &Vcenter) -> String {
    let mut texts = String::new();
    let mut record = |error: Option<Error>| {
        if let Some(error) = error {
            texts += &secrets::all_texts(&error);
        }
    };
    let (iso, machine, library) =
        (item(ITEM), vm(VM), LIBRARY.parse::<LibraryId>().expect("the identifier should be valid"));
    let cdrom = "16000".parse().expect("the identifier should be valid");
    let folder: FolderId = "group-v3".parse().expect("the identifier should be valid");
    record(vcenter.mount(&iso, &machine).await.err());
    record(vcenter.unmount(&machine, &cdrom).await.err());
    record(vcenter.unmount(&machine, &cdrom).any_backing().await.err());
    record(vcenter.unmount(&machine, &cdrom).check().await.err());
    record(vcenter.ensure_mounted(&iso, &machine).await.err());
    record(vcenter.ensure_unmounted(&iso, &machine).await.err());
    record(vcenter.mounted(&machine).await.err());
    record(vcenter.session_info().await.err());
    record(vcenter.power_state(&machine).await.err());
    record(vcenter.power_on(&machine).await.err());
    record(vcenter.power_off(&machine).await.err());
    record(vcenter.reset(&machine).await.err());
    record(vcenter.shut_down_guest(&machine, Duration::ZERO).await.err());
    let source = || IsoSource::reader(std::io::Cursor::new(b"abc"), 3);
    let import = vcenter.import_iso(&library, "wanted", source()).abandoned_after(Duration::ZERO);
    record(import.await.err());
    record(vcenter.delete_item(&iso).await.err());
    record(vcenter.delete_item(&iso).even_if_mounted().await.err());
    record(vcenter.sync_item(&iso, Duration::ZERO).await.err());
    record(vcenter.vms(&VmFilter::default().folders([folder.clone()])).await.err());
    record(vcenter.find_vm("wanted").await.err());
    record(vcenter.find_folder("wanted").await.err());
    record(vcenter.find_cluster("wanted").await.err());
    record(vcenter.find_datacenter("wanted").await.err());
    record(vcenter.find_host("wanted").await.err());
    record(vcenter.libraries().await.err());
    record(vcenter.find_libraries("wanted").await.err());
    record(vcenter.isos_in(&library).await.err());
    record(vcenter.library_item(&iso).await.err());
    record(vcenter.library_item_storage(&iso).await.err());
    record(vcenter.folders().await.err());
    record(vcenter.clusters().await.err());
    record(vcenter.datacenters().await.err());
    record(vcenter.hosts().await.err());
    record(vcenter.unknown_containers(&VmFilter::default().folders([folder.clone()])).await.err());
    record(vcenter.request::<()>(Method::GET, "/vcenter/datastore", None).await.err());
    record(vcenter.request::<()>(Method::POST, "/vcenter/datastore", json!({})).await.err());
    match vcenter.find_vms(["wanted", "other"], &VmFilter::default()).await {
        Ok(found) => found.into_iter().for_each(|vm| record(vm.err())),
        Err(error) => record(Some(error)),
    }
    record(vcenter.find_iso("wanted").in_library_id(library.clone()).await.err());
    record(vcenter.find_iso("wanted").await.err());
    record(vcenter.find_iso("wanted").in_library("wanted").await.err());
    let (_, mounted) =
        vcenter.mount_all(&iso, [machine.clone()]).next().await.expect("the fleet should return a result");
    record(mounted.err());
    let (_, unmounted) =
        vcenter.unmount_all(&iso, [machine.clone()]).next().await.expect("the fleet should return a result");
    record(unmounted.err());
    match vcenter.preflight(&iso, &machine).await {
        Ok(preflight) => {
            texts += &preflight.checks().iter().map(|check| check.reason.clone()).collect::<String>();
        }
        Err(error) => texts += &secrets::all_texts(&error),
    }
    texts + &generated_client_error_texts(vcenter).await
}

/// Returns every text of the errors of the generated client. These contain headers, and bodies that could not
/// be read.
async fn generated_client_error_texts(vcenter: &Vcenter) -> String {
    let api = vcenter.api();
    let mut texts = String::new();
    macro_rules! record {
        ($($sent:expr),* $(,)?) => {
            $(if let Err(error) = $sent.send().await {
                texts += &format!("{error}\n{error:?}\n");
                let mut source = std::error::Error::source(&error);
                while let Some(cause) = source {
                    texts += &format!("{cause}\n{cause:?}\n");
                    source = cause.source();
                }
            })*
        };
    }
    record!(
        api.cis_session_get(),
        api.vcenter_vm_get().vm(VM),
        api.vcenter_vm_list(),
        api.vcenter_folder_list(),
        api.vcenter_cluster_list(),
        api.vcenter_datacenter_list(),
        api.vcenter_host_list(),
        api.vcenter_iso_image_mount().body_map(|body| body.vm(VM).library_item("x")),
        api.vcenter_iso_image_unmount().body_map(|body| body.vm(VM).cdrom("16000")),
        api.vcenter_vm_hardware_cdrom_list().vm(VM),
        api.vcenter_vm_hardware_cdrom_get().vm(VM).cdrom("16000"),
        api.vcenter_vm_hardware_cdrom_connect().vm(VM).cdrom("16000"),
        api.content_library_list(),
        api.content_library_get().library_id(LIBRARY),
        api.content_library_item_get().library_item_id(ITEM),
        api.content_library_item_list().library_id(LIBRARY),
        api.content_library_item_file_list().library_item_id(ITEM),
        api.content_library_item_storage_list().library_item_id(ITEM),
    );
    texts
}

/// Sends every request to a server with this reaction, and fails if an error shows a secret.
async fn check(reaction: Act, is_password: bool) {
    let case = format!("an error after {reaction:?}");
    let server = Faulty::start(reaction.clone()).await;
    let vcenter = builder(&server.url).retry(no_retries()).connect().await.expect("the login should succeed");
    let mut texts = error_texts(&vcenter).await;
    if let Err(error) = vcenter.logout().await {
        texts += &secrets::all_texts(&error);
    }
    if is_password {
        let login = Faulty::start_with_login(reaction, Act::Drop).await;
        if let Err(error) = builder(&login.url).connect().await {
            texts += &secrets::all_texts(&error);
        }
    }
    assert!(!texts.is_empty(), "no call failed, so the test proves nothing about {case}");
    secrets::assert_free_of_secrets(&case, &texts, &[]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_error_shows_a_secret_of_a_response_body() {
    for Secret { text, is_password } in secrets() {
        for reaction in responses_with_body(&text) {
            check(reaction, is_password).await;
        }
    }
    secrets::check_log(&[]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_error_shows_a_secret_of_a_response_head() {
    for session in [SESSION.to_owned(), SESSION.to_uppercase(), SESSION.replace('-', "%2d")] {
        for reaction in responses_with_head(&session) {
            check(reaction, false).await;
        }
    }
    // A response head cannot hold every character of the password, so it is URL-encoded.
    let password: String = url::form_urlencoded::byte_serialize(PASSWORD.as_bytes()).collect();
    for reaction in
        responses_with_head(&password).into_iter().chain(responses_with_head(&password.to_lowercase()))
    {
        check(reaction, true).await;
    }
    secrets::check_log(&[]);
}

#[tokio::test]
async fn no_error_shows_a_borrowed_session_id() {
    const BORROWED: &str = "Session-Of-Another-Caller/+=";
    let server = Faulty::start(Act::json("200 OK", r#"{"name":"SESSION-of-another-caller\/+="}"#)).await;
    let session = SessionId::try_from(BORROWED.to_owned()).expect("the session id should be valid");
    let vcenter = Vcenter::builder(&server.url)
        .session_id(session)
        .retry(no_retries())
        .connect()
        .await
        .expect("no login should be needed");
    let texts = error_texts(&vcenter).await;
    secrets::assert_free_of_secrets("the errors", &texts, &[BORROWED.to_owned()]);
}

#[tokio::test]
async fn no_error_shows_a_replaced_or_released_session_id() {
    const BORROWED: &str = "session-that-another-process-opened";
    let rejected = std::sync::atomic::AtomicBool::new(false);
    let server = Faulty::start_with(move |request| {
        if request.starts_with("POST /api/session ") {
            Faulty::login()
        } else if request.contains(BORROWED) && !rejected.swap(true, std::sync::atomic::Ordering::SeqCst) {
            Act::json("401 Unauthorized", "{}")
        } else {
            Act::json(
                "500 Oops",
                &format!(r#"{{"error_type":"ERROR","messages":["{BORROWED} and {SESSION}"]}}"#),
            )
        }
    })
    .await;
    let session = SessionId::try_from(BORROWED.to_owned()).expect("the session id should be valid");
    let vcenter = builder(&server.url)
        .session_id(session)
        .retry(no_retries())
        .connect()
        .await
        .expect("no login should be needed");
    let error = vcenter.session_info().await.expect_err("the call should fail in the new session");
    secrets::assert_free_of_secrets("the error", &secrets::all_texts(&error), &[BORROWED.to_owned()]);
    vcenter.release_session().expect("the client should have the new session");
    vcenter.logout().await.expect("the logout should succeed without a request");
    let error =
        vcenter.api().vcenter_vm_list().send().await.expect_err("a call after the logout should fail");
    secrets::assert_free_of_secrets("the error", &format!("{error} {error:?}"), &[BORROWED.to_owned()]);

    let other = builder(&server.url)
        .redact(BORROWED)
        .retry(no_retries())
        .connect()
        .await
        .expect("the login should succeed");
    let error = other.session_info().await.expect_err("the call should fail");
    secrets::assert_free_of_secrets("the error", &secrets::all_texts(&error), &[BORROWED.to_owned()]);
}

#[tokio::test]
async fn only_the_secret_of_a_message_is_redacted() {
    for Secret { text, .. } in secrets() {
        let body = format!(r#"{{"messages":[{{"id":"a","default_message":"The user {text} is locked."}}]}}"#);
        let server = Faulty::start(Act::json("400 Bad Request", &body)).await;
        let vcenter =
            builder(&server.url).retry(no_retries()).connect().await.expect("the login should succeed");
        let error = vcenter.mount(&item(ITEM), &vm(VM)).await.expect_err("the call should fail");
        assert_eq!(error.to_string(), "mount failed: The user [redacted] is locked.", "{body}");
    }
}
