//! A server decides how often something goes on, and never for how long: every loop ends by count or by time.
//!
//! ARCHITECTURE.md lists the loops.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use test_support::faulty::{Act, Faulty};
use vcenter_iso::{Error, ErrorKind, LibraryId, RetryPolicy, Vcenter};

use crate::scene::{ITEM, LIBRARY, VM, item, quick, vm};
use crate::secrets::{self, builder};

/// Much longer than each of these calls takes on a busy machine; a call without an end does not meet it.
const PATIENCE: Duration = Duration::from_secs(60);

async fn connect(server: &Faulty) -> Vcenter {
    connect_with(server, quick()).await
}

async fn connect_with(server: &Faulty, policy: RetryPolicy) -> Vcenter {
    builder(&server.url).retry(policy).timeout(Duration::from_secs(3)).connect().await.expect("a login")
}

async fn ended<T>(what: &str, call: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, call).await.unwrap_or_else(|_| panic!("{what}: it does not end"))
}

/// Runs a call in a thread of its own: a search for secrets without an end does not yield to a timeout.
fn ended_apart<F: Future<Output = ()>>(what: &str, call: impl FnOnce() -> F + Send + 'static) {
    let (sender, end) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(call());
        let _ = sender.send(());
    });
    end.recv_timeout(PATIENCE).unwrap_or_else(|error| panic!("{what}: it does not end, or fails: {error}"));
}

/// A VM whose CD-ROMs with the image have these identifiers.
fn vm_with(cdroms: impl IntoIterator<Item = String>) -> String {
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

/// A server whose VM has what `cdroms` says of the number of unmounts so far, each of which it answers with success.
async fn lying(cdroms: impl Fn(usize) -> Vec<String> + Send + Sync + 'static) -> Faulty {
    let unmounts = Arc::new(AtomicUsize::new(0));
    Faulty::start_with(move |request| {
        if request.starts_with("POST /api/session ") {
            Faulty::login()
        } else if request.starts_with("POST /api/vcenter/iso/image?action=unmount") {
            unmounts.fetch_add(1, Ordering::SeqCst);
            Act::json("204 No Content", "")
        } else {
            Act::json("200 OK", &vm_with(cdroms(unmounts.load(Ordering::SeqCst))))
        }
    })
    .await
}

fn unmounts(server: &Faulty) -> usize {
    server.received().iter().filter(|request| request.contains("?action=unmount")).count()
}

#[tokio::test]
async fn a_cdrom_that_stays_is_unmounted_once() {
    let server = lying(|_| vec!["16000".to_owned()]).await;
    let vcenter = connect(&server).await;
    let error = ended("a CD-ROM that stays", vcenter.ensure_unmounted(&item(ITEM), &vm(VM))).await;
    let error = error.expect_err("it is still there");
    assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{error:?}");
    assert_eq!(
        error.to_string(),
        "unmount failed: the server reported CD-ROM 16000 of vm-42 as removed, but it is still there"
    );
    assert_eq!(unmounts(&server), 1);
    secrets::check(&error);
    // The lock of the VM is free.
    ended("the next call", vcenter.ensure_mounted(&item(ITEM), &vm(VM))).await.expect("it is mounted");
}

#[tokio::test]
async fn a_cdrom_that_stays_for_a_moment_is_waited_for() {
    let looks = AtomicUsize::new(0);
    let server = lying(move |unmounts| {
        let late = unmounts > 0 && looks.fetch_add(1, Ordering::SeqCst) > 2;
        if late { Vec::new() } else { vec!["16000".to_owned()] }
    });
    let server = server.await;
    let vcenter = connect_with(&server, quick().settle_timeout(Duration::from_secs(30))).await;
    let removed = ended("a late unmount", vcenter.ensure_unmounted(&item(ITEM), &vm(VM))).await;
    assert_eq!(removed.expect("it goes").cdroms().len(), 1);
    assert_eq!(unmounts(&server), 1);
}

#[tokio::test]
async fn cdroms_that_come_back_under_other_names_are_left_alone() {
    let server = lying(|unmounts| vec![(16_000 + unmounts).to_string()]).await;
    let vcenter = connect(&server).await;
    let removed = ended("new CD-ROMs", vcenter.ensure_unmounted(&item(ITEM), &vm(VM))).await;
    assert_eq!(removed.expect("the one that was there is gone").cdroms().len(), 1);
    assert_eq!(unmounts(&server), 1);
}

#[tokio::test]
async fn more_cdroms_than_a_vm_can_have_are_a_mistake() {
    let server = lying(|_| (0..1000).map(|number| number.to_string()).collect()).await;
    let vcenter = connect(&server).await;
    let error = ended("many CD-ROMs", vcenter.ensure_unmounted(&item(ITEM), &vm(VM))).await;
    let error = error.expect_err("no VM has so many");
    assert_eq!((error.kind(), unmounts(&server)), (ErrorKind::InvalidResponse, 0), "{error:?}");
}

/// Lists with more identifiers than anything has.
#[tokio::test]
async fn lists_without_end_are_not_read_one_by_one() {
    let ids: Vec<_> = (0..100_000).map(|number| format!("{number:032x}")).collect();
    let server = Faulty::start(Act::json("200 OK", &serde_json::json!(ids).to_string())).await;
    let vcenter = connect(&server).await;
    let library: LibraryId = LIBRARY.parse().expect("an identifier");
    let errors: [Option<Error>; 4] = [
        ended("libraries", vcenter.libraries()).await.err(),
        ended("items", vcenter.isos_in(&library)).await.err(),
        ended("items of a name", vcenter.find_iso("a").into_future()).await.err(),
        ended("libraries of a name", vcenter.find_iso("a").in_library("a").into_future()).await.err(),
    ];
    for error in errors {
        let error = error.expect("it is too much");
        assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{error:?}");
        assert!(error.to_string().contains("the server lists 100000"), "{error}");
    }
    // For names that nothing has only some are looked at.
    let before = server.received().len();
    ended("similar names", vcenter.find_libraries("a")).await.expect_err("none is read");
    let requests = server.received().len() - before;
    assert!(requests < 200, "{requests} requests for a help");
}

#[tokio::test]
async fn answers_that_ask_to_come_again_do_not_keep_a_call() {
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
        let answer = format!(
            "HTTP/1.1 {status}\r\n{header}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
             connection: close\r\n\r\n{body}",
            body.len()
        );
        let server = Faulty::start(Act::Send(answer.into_bytes())).await;
        let vcenter = connect(&server).await;
        let what = format!("{status}, {header}");
        ended(&what, vcenter.ensure_mounted(&item(ITEM), &vm(VM))).await.expect_err("no success");
        let requests = server.received().len();
        assert!(requests <= 12, "{what}: {requests} requests");
    }
}

#[tokio::test]
async fn a_head_without_end_is_given_up() {
    for (head, filler) in [
        ("", &b"HTTP/1.1 100 Continue\r\n\r\n"[..]),
        ("", b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"),
        ("HTTP/1.1 200 OK\r\n", b"x-more: and more of it\r\n"),
        ("HTTP/1.1 200 OK\r\nx-long: ", b"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
        ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", b"1;x=y\r\nx\r\n"),
    ] {
        let server = Faulty::start(Act::Endless(head.as_bytes().to_vec(), filler)).await;
        let vcenter = connect(&server).await;
        let what = format!("{head:?}, {:?} for ever", String::from_utf8_lossy(filler));
        let error = ended(&what, vcenter.mount(&item(ITEM), &vm(VM))).await.expect_err("no success");
        assert_eq!((error.kind(), server.mounts()), (ErrorKind::OutcomeUnknown, 1), "{what}: {error:?}");
        secrets::check(&error);
    }
}

#[tokio::test]
async fn connections_that_close_when_they_are_used_again_are_not_tried_for_ever() {
    // It answers the login, says that the connection stays, and closes it.
    let kept = format!(
        "HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{:?}",
        test_support::faulty::SESSION.len() + 2,
        test_support::faulty::SESSION
    );
    let server = Faulty::start_with_login(Act::Send(kept.into_bytes()), Act::Drop).await;
    let vcenter = connect(&server).await;
    let error =
        ended("closed connections", vcenter.mount(&item(ITEM), &vm(VM))).await.expect_err("no answer");
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error:?}");
    assert!(server.mounts() <= 1, "a mount was sent {} times", server.mounts());
}

#[tokio::test]
async fn texts_without_end_are_not_kept() {
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
    let vcenter = builder(&server.url).connect().await.expect("a login");
    let library: LibraryId = LIBRARY.parse().expect("an identifier");
    let error = ended("long names", vcenter.isos_in(&library)).await.expect_err("it is too much");
    assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{error:?}");
    let requests = server.received().len();
    assert!(requests < 40, "{requests} requests");
}

/// Fails a call with this session and this message. The server chooses both: what is searched for, and where.
async fn search(session: String, message: String) {
    let body =
        serde_json::json!({ "error_type": "ERROR", "messages": [{ "id": "a", "default_message": message }] });
    let login = Act::json("201 Created", &format!("{session:?}"));
    let server = Faulty::start_with_login(login, Act::json("500 Oops", &body.to_string())).await;
    let vcenter = builder(&server.url).retry(quick().max_attempts(1)).connect().await.expect("a login");
    let error = vcenter.session_info().await.expect_err("a failure");
    assert_eq!(error.status(), Some(500), "{error:?}");
}

#[test]
fn a_repetitive_session_does_not_hold_up_a_call() {
    ended_apart("a repetitive session", || {
        let session = format!("{}{}", "a".repeat(2000), "b".repeat(2000));
        search(session, "a".repeat(500_000))
    });
}

#[test]
fn a_text_that_can_be_read_in_many_ways_does_not_hold_up_a_call() {
    for text in ["+".repeat(2000), "+ ".repeat(200_000)] {
        ended_apart("a text of plus signs", move || {
            let session = format!("{} Z{}", " +".repeat(14), "q".repeat(10));
            search(session, text)
        });
    }
}

#[tokio::test]
async fn a_session_without_end_is_not_kept() {
    let long = Act::json("201 Created", &format!("{:?}", "s".repeat(10_000)));
    let server = Faulty::start_with_login(long, Act::Drop).await;
    builder(&server.url).connect().await.expect_err("this is no session");
}
