//! A VM that changes while `ensure_mounted` and `ensure_unmounted` work on it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use vcenter_iso::{CdromId, ErrorKind, MountOutcome, RetryPolicy, Vcenter};

use crate::scene::{ITEM, item, quick, vm};
use crate::secrets::builder;
use test_support::faulty::{Act, Faulty};

const OTHER: &str = "11111111-2222-4333-8444-555555555555";
const BUSY: &str = r#"{"error_type":"RESOURCE_BUSY","messages":[]}"#;
const NOT_FOUND: &str = r#"{"error_type":"NOT_FOUND","messages":[]}"#;

/// The images on the CD-ROMs of the VM.
type Cdroms = BTreeMap<String, String>;

/// What a request is for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Request {
    Look,
    Mount,
    Unmount(String),
}

/// A server whose VM is changed, and whose requests are answered, as the test says: by the request, its number among those
/// of its kind, and the CD-ROMs. `None` is the usual answer.
async fn server(
    cdroms: &[(&str, &str)],
    answer: impl Fn(&Request, usize, &mut Cdroms) -> Option<Act> + Send + Sync + 'static,
) -> (Faulty, Arc<Mutex<Cdroms>>) {
    let cdroms = cdroms.iter().map(|(key, item)| ((*key).to_owned(), (*item).to_owned())).collect();
    let cdroms = Arc::new(Mutex::new(cdroms));
    let (shared, numbers) = (Arc::clone(&cdroms), Mutex::new([0_usize; 3]));
    let server = Faulty::start_with(move |text| {
        if text.starts_with("POST /api/session ") {
            return Faulty::login();
        }
        let (request, kind) = if text.contains("?action=mount") {
            (Request::Mount, 0)
        } else if text.contains("?action=unmount") {
            let (_, body) = text.split_once("\r\n\r\n").unwrap_or_default();
            let body: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
            (Request::Unmount(body["cdrom"].as_str().unwrap_or_default().to_owned()), 1)
        } else {
            (Request::Look, 2)
        };
        let number = {
            let mut numbers = numbers.lock().unwrap_or_else(PoisonError::into_inner);
            numbers[kind] += 1;
            numbers[kind]
        };
        let mut cdroms = shared.lock().unwrap_or_else(PoisonError::into_inner);
        answer(&request, number, &mut cdroms).unwrap_or_else(|| match request {
            Request::Look => Act::json("200 OK", &vm_with(&cdroms)),
            Request::Mount => Act::json("200 OK", "\"16009\""),
            Request::Unmount(cdrom) => {
                cdroms.remove(&cdrom);
                Act::json("204 No Content", "")
            }
        })
    })
    .await;
    (server, cdroms)
}

fn vm_with(cdroms: &Cdroms) -> String {
    let cdroms: serde_json::Map<_, _> = cdroms
        .iter()
        .map(|(key, item)| {
            let info = serde_json::json!({
                "type": "SATA", "label": "CD/DVD drive 1", "state": "NOT_CONNECTED", "start_connected": true,
                "allow_guest_control": true,
                "backing": { "type": "ISO_FILE", "iso_file": format!("[ds] contentlib-{OTHER}/{item}/a.iso") },
            });
            (key.clone(), info)
        })
        .collect();
    serde_json::json!({ "name": "a", "power_state": "POWERED_OFF", "cdroms": cdroms, "sata_adapters": {} })
        .to_string()
}

async fn connect(server: &Faulty, policy: RetryPolicy) -> Vcenter {
    builder(&server.url).retry(policy).timeout(Duration::from_secs(5)).connect().await.expect("a login")
}

fn keys(cdroms: &[CdromId]) -> Vec<&str> {
    cdroms.iter().map(CdromId::as_str).collect()
}

#[tokio::test]
async fn an_image_on_the_device_key_of_another_one_is_seen() {
    for answer in [Act::json("500 Oops", BUSY), Act::Drop] {
        let (server, _) = server(&[("16000", OTHER)], move |request, _, cdroms| {
            (*request == Request::Mount).then(|| {
                cdroms.insert("16000".to_owned(), ITEM.to_owned());
                answer.clone()
            })
        })
        .await;
        let vcenter = connect(&server, quick()).await;
        let mounted = vcenter.ensure_mounted(&item(ITEM), &vm("vm-42")).await.expect("it is there");
        assert_eq!((mounted.cdrom().as_str(), server.mounts()), ("16000", 1));
    }
}

#[tokio::test]
async fn an_attempt_that_may_have_acted_is_not_forgotten_by_the_next_one() {
    for (status, body) in [
        ("429 Too Many Requests", "{}"),
        ("400 Bad Request", r#"{"error_type":"NOT_ALLOWED_IN_CURRENT_STATE","messages":[]}"#),
        ("403 Forbidden", r#"{"error_type":"UNAUTHORIZED","messages":[]}"#),
    ] {
        for appears in [true, false] {
            let (server, _) = server(&[], move |request, number, cdroms| match (request, number) {
                (Request::Mount, 1) => Some(Act::json("500 Oops", BUSY)),
                (Request::Mount, _) => {
                    // Of the first one, late.
                    if appears {
                        cdroms.insert("16000".to_owned(), ITEM.to_owned());
                    }
                    Some(Act::json(status, body))
                }
                _ => None,
            })
            .await;
            let vcenter = connect(&server, quick().max_attempts(2)).await;
            let mounted = vcenter.ensure_mounted(&item(ITEM), &vm("vm-42")).await;
            if appears {
                assert!(matches!(mounted, Ok(MountOutcome::Mounted(_))), "{status}: {mounted:?}");
            } else {
                let error = mounted.expect_err(status);
                assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error:?}");
            }
            assert_eq!(server.mounts(), 2, "{status}");
        }
    }
}

#[tokio::test]
async fn a_cdrom_that_has_another_image_by_now_is_left_alone() {
    let (server, cdroms) = server(&[("16000", ITEM), ("16001", ITEM)], |request, _, cdroms| {
        if *request == Request::Unmount("16000".to_owned()) {
            cdroms.insert("16001".to_owned(), OTHER.to_owned());
        }
        None
    })
    .await;
    let vcenter = connect(&server, quick()).await;
    let removed = vcenter.ensure_unmounted(&item(ITEM), &vm("vm-42")).await.expect("the image is gone");
    assert_eq!(keys(removed.cdroms()), ["16000"]);
    assert_eq!(*cdroms.lock().expect("no panic"), [("16001".to_owned(), OTHER.to_owned())].into());
}

#[tokio::test]
async fn a_lost_unmount_is_not_sent_again() {
    let (server, cdroms) = server(&[("16000", ITEM)], |request, number, _| {
        matches!(request, Request::Unmount(_)).then_some(if number == 1 { Act::Drop } else { Act::Hang })
    })
    .await;
    let vcenter = connect(&server, quick()).await;
    let error = vcenter.ensure_unmounted(&item(ITEM), &vm("vm-42")).await.expect_err("it is still there");
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error:?}");
    let sent = server.received().iter().filter(|request| request.contains("?action=unmount")).count();
    assert_eq!((sent, cdroms.lock().expect("no panic").len()), (1, 1));
}

#[tokio::test]
async fn a_cdrom_that_was_not_found_was_not_removed() {
    let (server, _) = server(&[("16000", ITEM)], |request, number, cdroms| match request {
        Request::Unmount(_) => Some(Act::json("404 Not Found", NOT_FOUND)),
        Request::Look if number == 4 => {
            cdroms.clear();
            None
        }
        _ => None,
    })
    .await;
    let vcenter = connect(&server, quick()).await;
    let error = vcenter.ensure_unmounted(&item(ITEM), &vm("vm-42")).await.expect_err("it is still there");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
    let sent = server.received().iter().filter(|request| request.contains("?action=unmount")).count();
    assert_eq!(sent, 1, "trying again does not help");
}

#[tokio::test]
async fn an_unmount_whose_caller_is_gone_keeps_the_next_call_waiting() {
    let (arrived, mut has_arrived) = tokio::sync::mpsc::unbounded_channel();
    let late = Arc::new(Mutex::new(None::<Arc<Mutex<Cdroms>>>));
    let carried_out = Arc::clone(&late);
    let (server, cdroms) = server(&[("16000", ITEM)], move |request, _, _| {
        matches!(request, Request::Unmount(_)).then(|| {
            let _ = arrived.send(());
            let cdroms = carried_out.lock().unwrap_or_else(PoisonError::into_inner).clone().expect("the VM");
            std::thread::spawn(move || {
                std::thread::sleep(Duration::from_millis(500));
                cdroms.lock().unwrap_or_else(PoisonError::into_inner).clear();
            });
            Act::Hang
        })
    })
    .await;
    *late.lock().expect("no panic") = Some(Arc::clone(&cdroms));
    let vcenter =
        builder(&server.url).retry(quick()).timeout(Duration::from_secs(2)).connect().await.expect("a login");
    let (iso, machine) = (item(ITEM), vm("vm-42"));
    tokio::select! {
        done = vcenter.ensure_unmounted(&iso, &machine) => panic!("it was to be dropped: {done:?}"),
        _ = has_arrived.recv() => {}
    }
    let next = vcenter.ensure_mounted(&iso, &machine).await.expect("a mount");
    assert!(matches!(next, MountOutcome::Mounted(_)), "the image is gone: {next:?}, {cdroms:?}");
}

#[tokio::test]
async fn a_cdrom_without_an_identifier_is_no_reason_to_mount_twice() {
    let (server, _) = server(&[("..", ITEM)], |_, _, _| None).await;
    let vcenter = connect(&server, quick()).await;
    let error = vcenter.ensure_mounted(&item(ITEM), &vm("vm-42")).await.expect_err("it cannot be named");
    assert_eq!((error.kind(), server.mounts()), (ErrorKind::InvalidResponse, 0), "{error:?}");
}

#[tokio::test]
async fn a_lost_mount_is_known_in_every_spelling_of_its_item() {
    let (server, _) = server(&[], |request, _, _| (*request == Request::Mount).then_some(Act::Drop)).await;
    let vcenter = connect(&server, quick()).await;
    for id in [ITEM.to_owned(), ITEM.to_uppercase()] {
        let error = vcenter.ensure_mounted(&item(&id), &vm("vm-42")).await.expect_err("the answer is lost");
        assert_eq!((error.kind(), server.mounts()), (ErrorKind::OutcomeUnknown, 1), "{error:?}");
    }
}
