//! A server that echoes the session and the password, in every place that an error can come from.

use test_support::faulty::{Act, Faulty, SESSION};
use vcenter_iso::{Error, FolderId, LibraryId, RetryPolicy, SessionId, Vcenter, VmFilter};

use crate::scene::{ITEM, LIBRARY, VM, item, quick, vm};
use crate::secrets::{self, PASSWORD, builder};

/// A secret as servers spell it in JSON.
struct Secret {
    text: String,
    /// Whether the server knows it before it has opened a session.
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
        // A message that was wrapped is shown on one line.
        password(in_json(&PASSWORD.replace(' ', "\n  "))),
    ]
}

/// Escapes every character.
fn escaped(text: &str) -> String {
    text.encode_utf16().fold(String::new(), |escaped, unit| format!("{escaped}\\u{unit:04x}"))
}

/// Responses with a secret in the body, where the secret is spelled as in JSON.
fn answers(secret: &str) -> Vec<Act> {
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
    let mut answers = Vec::new();
    for body in [
        // A text, a number, a key, an enumeration, an identifier, a time; where another thing is expected, and where it is.
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
        // Not JSON, or cut off in the middle.
        format!("<p>{secret}</p>"),
        format!(r#"{{"messages":[{{"id":"{secret}"#),
    ] {
        for status in ["200 OK", "500 Internal Server Error"] {
            answers.push(Act::json(status, &body));
        }
    }
    for error_type in ["NOT_FOUND", secret] {
        for data in [format!(r#""{secret}""#), format!(r#"{{"{secret}":["{secret}"]}}"#)] {
            let body = fault(error_type, secret, &data);
            for status in ["400 Bad Request", "404 Not Found", "500 Oops"] {
                answers.push(Act::json(status, &body));
            }
        }
    }
    answers
}

/// Responses with a secret in the status line or in a header.
fn heads(secret: &str) -> Vec<Act> {
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
        // What no HTTP client can read.
        head(format!("{secret} 200\r\n")),
        head(format!("HTTP/1.1 200 OK\r\n{secret}\r\n")),
        head(format!("HTTP/1.1 200 OK\r\nretry-after: {secret}\r\ncontent-length: {secret}\r\n")),
    ]
}

/// Nothing is tried again: what is asked for is what an error shows.
fn once() -> RetryPolicy {
    quick().max_attempts(1).settle_timeout(std::time::Duration::ZERO)
}

/// Every text that the public functions of the crate show for one answer.
async fn shown(vcenter: &Vcenter) -> String {
    let mut shown = String::new();
    let mut note = |error: Option<Error>| {
        if let Some(error) = error {
            shown += &secrets::shown(&error);
        }
    };
    let (iso, machine, library) = (item(ITEM), vm(VM), LIBRARY.parse::<LibraryId>().expect("an identifier"));
    let cdrom = "16000".parse().expect("an identifier");
    let folder: FolderId = "group-v3".parse().expect("an identifier");
    note(vcenter.mount(&iso, &machine).await.err());
    note(vcenter.unmount(&machine, &cdrom).await.err());
    note(vcenter.unmount(&machine, &cdrom).any_backing().await.err());
    note(vcenter.unmount(&machine, &cdrom).check().await.err());
    note(vcenter.ensure_mounted(&iso, &machine).await.err());
    note(vcenter.ensure_unmounted(&iso, &machine).await.err());
    note(vcenter.mounted(&machine).await.err());
    note(vcenter.session_info().await.err());
    note(vcenter.vms(&VmFilter::default().folders([folder])).await.err());
    note(vcenter.find_vm("wanted").await.err());
    note(vcenter.find_folder("wanted").await.err());
    note(vcenter.find_cluster("wanted").await.err());
    note(vcenter.libraries().await.err());
    note(vcenter.find_libraries("wanted").await.err());
    note(vcenter.isos_in(&library).await.err());
    note(vcenter.library_item(&iso).await.err());
    note(vcenter.find_iso("wanted").await.err());
    note(vcenter.find_iso("wanted").in_library("wanted").await.err());
    let (_, mounted) = vcenter.mount_all(&iso, [machine.clone()]).next().await.expect("a result");
    note(mounted.err());
    match vcenter.preflight(&iso, &machine).await {
        Ok(preflight) => {
            shown += &preflight.checks().iter().map(|check| check.reason.clone()).collect::<String>();
        }
        Err(error) => shown += &secrets::shown(&error),
    }
    shown + &shown_by_the_generated_client(vcenter).await
}

/// The same for the escape hatch: its errors print headers, and bodies that they cannot read.
async fn shown_by_the_generated_client(vcenter: &Vcenter) -> String {
    let api = vcenter.api();
    let mut shown = String::new();
    macro_rules! note {
        ($($sent:expr),* $(,)?) => {
            $(if let Err(error) = $sent.send().await {
                shown += &format!("{error}\n{error:?}\n");
                let mut source = std::error::Error::source(&error);
                while let Some(cause) = source {
                    shown += &format!("{cause}\n{cause:?}\n");
                    source = cause.source();
                }
            })*
        };
    }
    note!(
        api.cis_session_get(),
        api.vcenter_vm_get().vm(VM),
        api.vcenter_vm_list(),
        api.vcenter_folder_list(),
        api.vcenter_cluster_list(),
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
    shown
}

/// Asks everything of a server with this answer, and fails if a secret is shown.
async fn check(act: Act, is_password: bool) {
    let what = format!("of {act:?}");
    let server = Faulty::start(act.clone()).await;
    let vcenter = builder(&server.url).retry(once()).connect().await.expect("a login");
    let mut shown = shown(&vcenter).await;
    if let Err(error) = vcenter.logout().await {
        shown += &secrets::shown(&error);
    }
    if is_password {
        let login = Faulty::start_with_login(act, Act::Drop).await;
        if let Err(error) = builder(&login.url).connect().await {
            shown += &secrets::shown(&error);
        }
    }
    assert!(!shown.is_empty(), "{what}: no error has shown anything");
    secrets::assert_free_of_secrets(&what, &shown, &[]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_error_shows_what_a_server_echoes_in_a_body() {
    for Secret { text, is_password } in secrets() {
        for act in answers(&text) {
            check(act, is_password).await;
        }
    }
    secrets::check_log(&[]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_error_shows_what_a_server_echoes_in_a_head() {
    for session in [SESSION.to_owned(), SESSION.to_uppercase(), SESSION.replace('-', "%2d")] {
        for act in heads(&session) {
            check(act, false).await;
        }
    }
    // A head has no room for all of its characters as they are.
    let password: String = url::form_urlencoded::byte_serialize(PASSWORD.as_bytes()).collect();
    for act in heads(&password).into_iter().chain(heads(&password.to_lowercase())) {
        check(act, true).await;
    }
    secrets::check_log(&[]);
}

#[tokio::test]
async fn the_session_of_another_caller_is_not_shown_either() {
    const ADOPTED: &str = "Session-Of-Another-Caller/+=";
    let server = Faulty::start(Act::json("200 OK", r#"{"name":"SESSION-of-another-caller\/+="}"#)).await;
    let session = SessionId::try_from(ADOPTED.to_owned()).expect("a session id");
    let vcenter =
        Vcenter::builder(&server.url).session_id(session).retry(once()).connect().await.expect("no login");
    let shown = shown(&vcenter).await;
    secrets::assert_free_of_secrets("the errors", &shown, &[ADOPTED.to_owned()]);
}

#[tokio::test]
async fn sessions_that_were_replaced_or_handed_over_are_not_shown_either() {
    const ADOPTED: &str = "session-that-another-process-opened";
    let refused = std::sync::atomic::AtomicBool::new(false);
    let server = Faulty::start_with(move |request| {
        if request.starts_with("POST /api/session ") {
            Faulty::login()
        } else if request.contains(ADOPTED) && !refused.swap(true, std::sync::atomic::Ordering::SeqCst) {
            Act::json("401 Unauthorized", "{}")
        } else {
            Act::json(
                "500 Oops",
                &format!(r#"{{"error_type":"ERROR","messages":["{ADOPTED} and {SESSION}"]}}"#),
            )
        }
    })
    .await;
    let session = SessionId::try_from(ADOPTED.to_owned()).expect("a session id");
    let vcenter = builder(&server.url).session_id(session).retry(once()).connect().await.expect("no login");
    let error = vcenter.session_info().await.expect_err("a failure in the new session");
    secrets::assert_free_of_secrets("the error", &secrets::shown(&error), &[ADOPTED.to_owned()]);
    vcenter.release_session().expect("the new session");
    vcenter.logout().await.expect("nothing to end");
    let error = vcenter.api().vcenter_vm_list().send().await.expect_err("there is no session");
    secrets::assert_free_of_secrets("the error", &format!("{error} {error:?}"), &[ADOPTED.to_owned()]);

    let other = builder(&server.url).redact(ADOPTED).retry(once()).connect().await.expect("a login");
    let error = other.session_info().await.expect_err("a failure");
    secrets::assert_free_of_secrets("the error", &secrets::shown(&error), &[ADOPTED.to_owned()]);
}

#[tokio::test]
async fn the_rest_of_a_message_is_shown() {
    for Secret { text, .. } in secrets() {
        let body = format!(r#"{{"messages":[{{"id":"a","default_message":"The user {text} is locked."}}]}}"#);
        let server = Faulty::start(Act::json("400 Bad Request", &body)).await;
        let vcenter = builder(&server.url).retry(once()).connect().await.expect("a login");
        let error = vcenter.mount(&item(ITEM), &vm(VM)).await.expect_err("a failure");
        assert_eq!(error.to_string(), "mount failed: The user [redacted] is locked.", "{body}");
    }
}
