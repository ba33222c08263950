//! Every loop whose length depends on a server has a bound, in number or in time. Each test has a server that
//! tries to exceed one. ARCHITECTURE.md lists the loops.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use test_support::faulty::{Act, Faulty};
use vcenter_iso::{Error, ErrorKind, LibraryId, RetryPolicy, Vcenter};

use crate::fixture::{ITEM, LIBRARY, VM, item, quick_policy, vm};
use crate::secrets::{self, builder};

/// Much longer than any of these calls takes on a busy machine. Only an endless call exceeds it.
const MAX_DURATION: Duration = Duration::from_secs(60);

async fn connect(server: &Faulty) -> Vcenter {
    connect_with(server, quick_policy()).await
}

async fn connect_with(server: &Faulty, policy: RetryPolicy) -> Vcenter {
    builder(&server.url)
        .retry(policy)
        .timeout(Duration::from_secs(3))
        .connect()
        .await
        .expect("the login should succeed")
}

async fn complete<T>(name: &str, call: impl IntoFuture<Output = T>) -> T {
    tokio::time::timeout(MAX_DURATION, call)
        .await
        .unwrap_or_else(|_| panic!("{name} does not end within {MAX_DURATION:?}"))
}

/// Completes a call in its own thread. A timeout cannot interrupt an endless search for secrets, which never
/// yields.
fn complete_in_thread<F: Future<Output = ()>>(name: &str, call: impl FnOnce() -> F + Send + 'static) {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("the runtime should start");
        runtime.block_on(call());
        let _ = sender.send(());
    });
    receiver
        .recv_timeout(MAX_DURATION)
        .unwrap_or_else(|error| panic!("{name} does not end, or panicked: {error}"));
}

/// Returns the JSON of a VM with the image on CD-ROMs with these identifiers.
fn vm_json(cdroms: impl IntoIterator<Item = String>) -> String {
    let cdrom = |id: String| {
        let info = serde_json::json!({
            "type": "SATA", "label": "CD/DVD drive 1", "state": "NOT_CONNECTED", "start_connected": true,
            "allow_guest_control": true,
            "backing": { "type": "ISO_FILE", "iso_file": format!("[ds] contentlib-{LIBRARY}/{ITEM}/a.iso") },
        });
        (id, info)
    };
    let cdroms: serde_json::Map<_, _> = cdroms.into_iter().map(cdrom).collect();
    serde_json::json!({ "name": "a", "power_state": "POWERED_OFF", "cdroms": cdroms, "sata_adapters": {} })
        .to_string()
}

/// Starts a server that responds to every unmount with success. `cdroms` returns the CD-ROMs of its VM after
/// a number of unmounts.
async fn server_with_cdroms(cdroms: impl Fn(usize) -> Vec<String> + Send + Sync + 'static) -> Faulty {
    let unmounts = Arc::new(AtomicUsize::new(0));
    Faulty::start_with(move |request| {
        if request.starts_with("POST /api/session ") {
            Faulty::login()
        } else if request.starts_with("POST /api/vcenter/iso/image?action=unmount") {
            unmounts.fetch_add(1, Ordering::SeqCst);
            Act::json("204 No Content", "")
        } else {
            Act::json("200 OK", &vm_json(cdroms(unmounts.load(Ordering::SeqCst))))
        }
    })
    .await
}

fn unmount_count(server: &Faulty) -> usize {
    server.received().iter().filter(|request| request.contains("?action=unmount")).count()
}

#[tokio::test]
async fn a_cdrom_that_stays_is_unmounted_once() {
    let server = server_with_cdroms(|_| vec!["16000".to_owned()]).await;
    let vcenter = connect(&server).await;
    let error =
        complete("the unmount of a CD-ROM that stays", vcenter.ensure_unmounted(&item(ITEM), &vm(VM))).await;
    let error = error.expect_err("an unmount without effect should be an error");
    assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{error:?}");
    assert_eq!(
        error.to_string(),
        "unmount failed: the server reported CD-ROM 16000 of vm-42 as unmounted, but it still has the image"
    );
    assert_eq!(unmount_count(&server), 1);
    secrets::check(&error);
    // The lock of the VM has been released.
    complete("the next call", vcenter.ensure_mounted(&item(ITEM), &vm(VM)))
        .await
        .expect("the image should be mounted");
}

#[tokio::test]
async fn a_delayed_unmount_is_awaited() {
    let reads = AtomicUsize::new(0);
    let server = server_with_cdroms(move |unmounts| {
        let late = unmounts > 0 && reads.fetch_add(1, Ordering::SeqCst) > 2;
        if late { Vec::new() } else { vec!["16000".to_owned()] }
    });
    let server = server.await;
    let vcenter = connect_with(&server, quick_policy().settle_timeout(Duration::from_secs(30))).await;
    let removed = complete("a delayed unmount", vcenter.ensure_unmounted(&item(ITEM), &vm(VM))).await;
    assert_eq!(removed.expect("the CD-ROM should be removed").cdroms().len(), 1);
    assert_eq!(unmount_count(&server), 1);
}

#[tokio::test]
async fn cdroms_with_new_identifiers_are_not_unmounted() {
    let server = server_with_cdroms(|unmounts| vec![(16_000 + unmounts).to_string()]).await;
    let vcenter = connect(&server).await;
    let removed =
        complete("the unmount of CD-ROMs that reappear", vcenter.ensure_unmounted(&item(ITEM), &vm(VM)))
            .await;
    assert_eq!(removed.expect("the first CD-ROM should be removed").cdroms().len(), 1);
    assert_eq!(unmount_count(&server), 1);
}

#[tokio::test]
async fn more_cdroms_than_a_vm_can_have_are_an_error() {
    let server = server_with_cdroms(|_| (0..1000).map(|number| number.to_string()).collect()).await;
    let vcenter = connect(&server).await;
    let error = complete("the unmount of many CD-ROMs", vcenter.ensure_unmounted(&item(ITEM), &vm(VM))).await;
    let error = error.expect_err("more CD-ROMs than a VM can have should be an error");
    assert_eq!((error.kind(), unmount_count(&server)), (ErrorKind::InvalidResponse, 0), "{error:?}");
}

#[tokio::test]
async fn the_objects_of_a_too_long_list_are_not_read() {
    let ids: Vec<_> = (0..100_000).map(|number| format!("{number:032x}")).collect();
    let server = Faulty::start(Act::json("200 OK", &serde_json::json!(ids).to_string())).await;
    let vcenter = connect(&server).await;
    let library: LibraryId = LIBRARY.parse().expect("the identifier should be valid");
    let errors: [Option<Error>; 4] = [
        complete("the list of libraries", vcenter.libraries()).await.err(),
        complete("the list of items", vcenter.isos_in(&library)).await.err(),
        complete("the search for an item", vcenter.find_iso("a").into_future()).await.err(),
        complete("the search for a library", vcenter.find_iso("a").in_library("a").into_future()).await.err(),
    ];
    for error in errors {
        let error = error.expect("a list of 100,000 objects should be an error");
        assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{error:?}");
        assert!(error.to_string().contains("the server lists 100000"), "{error}");
    }
    // The search for similar names reads only some of the objects.
    let before = server.received().len();
    complete("the search for similar names", vcenter.find_libraries("a"))
        .await
        .expect_err("an unknown name should not be found");
    let requests = server.received().len() - before;
    assert!(requests < 200, "{requests} requests were sent for candidates, fewer than 200 are allowed");
}

#[tokio::test]
async fn retries_of_transient_errors_are_limited() {
    for (status, header) in [
        ("503 Service Unavailable", "retry-after: 0"),
        ("429 Too Many Requests", "retry-after: 0"),
        ("429 Too Many Requests", "retry-after: 99999999999999"),
        ("429 Too Many Requests", "retry-after: Fri, 31 Dec 99999 23:59:59 GMT"),
        ("500 Internal Server Error", "x: y"),
        ("401 Unauthorized", "x: y"),
    ] {
        let body = r#"{"error_type":"RESOURCE_BUSY","messages":[],"data":{"is_transient":true}}"#;
        let body = if status.starts_with('5') { body } else { "{}" };
        let response = format!(
            "HTTP/1.1 {status}\r\n{header}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
             connection: close\r\n\r\n{body}",
            body.len()
        );
        let server = Faulty::start(Act::Send(response.into_bytes())).await;
        let vcenter = connect(&server).await;
        let call = format!("a mount with the response {status}, {header}");
        complete(&call, vcenter.ensure_mounted(&item(ITEM), &vm(VM)))
            .await
            .expect_err("the mount should fail");
        let requests = server.received().len();
        assert!(requests <= 12, "{call}: {requests} requests were sent, at most 12 are allowed");
    }
}

#[tokio::test]
async fn an_endless_response_head_ends_the_call() {
    for (head, filler) in [
        ("", &b"HTTP/1.1 100 Continue\r\n\r\n"[..]),
        ("", b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"),
        ("HTTP/1.1 200 OK\r\n", b"x-more: and more of it\r\n"),
        ("HTTP/1.1 200 OK\r\nx-long: ", b"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
        ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", b"1;x=y\r\nx\r\n"),
    ] {
        let server = Faulty::start(Act::Endless(head.as_bytes().to_vec(), filler)).await;
        let vcenter = connect(&server).await;
        let call = format!(
            "a mount with the response {head:?} and an endless {:?}",
            String::from_utf8_lossy(filler)
        );
        let error =
            complete(&call, vcenter.mount(&item(ITEM), &vm(VM))).await.expect_err("the mount should fail");
        assert_eq!((error.kind(), server.mounts()), (ErrorKind::OutcomeUnknown, 1), "{call}: {error:?}");
        secrets::check(&error);
    }
}

#[tokio::test]
async fn a_mount_on_a_closed_connection_is_sent_at_most_once() {
    // The response to the login promises a persistent connection, which the server then closes.
    let login = format!(
        "HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{:?}",
        test_support::faulty::SESSION.len() + 2,
        test_support::faulty::SESSION
    );
    let server = Faulty::start_with_login(Act::Send(login.into_bytes()), Act::Drop).await;
    let vcenter = connect(&server).await;
    let error = complete("a mount on a closed connection", vcenter.mount(&item(ITEM), &vm(VM)))
        .await
        .expect_err("a mount without a response should fail");
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error:?}");
    assert!(server.mounts() <= 1, "a mount was sent {} times", server.mounts());
}

#[tokio::test]
async fn the_total_size_of_listed_names_is_limited() {
    let name = "x".repeat(5 << 20);
    let ids: Vec<_> = (0..200).map(|number| format!("{number:032x}")).collect();
    let (list, model) =
        (serde_json::json!(ids).to_string(), serde_json::json!({ "name": name, "type": "iso" }));
    let server = Faulty::start_with(move |request| {
        if request.starts_with("POST /api/session ") {
            Faulty::login()
        } else if request.starts_with("GET /api/content/library/item?") {
            Act::json("200 OK", &list)
        } else {
            Act::json("200 OK", &model.to_string())
        }
    })
    .await;
    let vcenter = builder(&server.url).connect().await.expect("the login should succeed");
    let library: LibraryId = LIBRARY.parse().expect("the identifier should be valid");
    let error = complete("the list of items with long names", vcenter.isos_in(&library))
        .await
        .expect_err("a list with too much text should be an error");
    assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{error:?}");
    let requests = server.received().len();
    assert!(requests < 40, "{requests} requests were sent, fewer than 40 are allowed");
}

/// Makes a call fail with this message in this session. The server chooses both. The redaction searches the
/// message for the session id.
async fn redact(session: String, message: String) {
    let body =
        serde_json::json!({ "error_type": "ERROR", "messages": [{ "id": "a", "default_message": message }] });
    let login = Act::json("201 Created", &format!("{session:?}"));
    let server = Faulty::start_with_login(login, Act::json("500 Oops", &body.to_string())).await;
    let vcenter = builder(&server.url)
        .retry(quick_policy().max_attempts(1))
        .connect()
        .await
        .expect("the login should succeed");
    let error = vcenter.session_info().await.expect_err("the call should fail");
    assert_eq!(error.status(), Some(500), "{error:?}");
}

#[test]
fn the_redaction_of_a_repetitive_session_id_ends() {
    complete_in_thread("the redaction of a repetitive session id", || {
        let session = format!("{}{}", "a".repeat(2000), "b".repeat(2000));
        redact(session, "a".repeat(500_000))
    });
}

#[test]
fn the_redaction_of_an_ambiguous_text_ends() {
    for text in ["+".repeat(2000), "+ ".repeat(200_000)] {
        complete_in_thread("the redaction of a text of plus signs", move || {
            let session = format!("{} Z{}", " +".repeat(14), "q".repeat(10));
            redact(session, text)
        });
    }
}

#[tokio::test]
async fn a_too_long_session_id_is_rejected() {
    let login = Act::json("201 Created", &format!("{:?}", "s".repeat(10_000)));
    let server = Faulty::start_with_login(login, Act::Drop).await;
    builder(&server.url).connect().await.expect_err("a session id of 10,000 characters should be rejected");
}
