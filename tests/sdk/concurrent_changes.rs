//! A VM that changes while `ensure_mounted` and `ensure_unmounted` run.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use vcenter_iso::{CdromId, ErrorKind, MountOutcome, RetryPolicy, Vcenter};

use crate::fixture::{ITEM, item, quick_policy, vm};
use crate::secrets::builder;
use test_support::faulty::{Act, Faulty};

pub(crate) const OTHER: &str = "11111111-2222-4333-8444-555555555555";
pub(crate) const BUSY: &str = r#"{"error_type":"RESOURCE_BUSY","messages":[]}"#;
pub(crate) const NOT_FOUND: &str = r#"{"error_type":"NOT_FOUND","messages":[]}"#;

/// The library items on the CD-ROMs of the VM, by CD-ROM identifier.
pub(crate) type Cdroms = BTreeMap<String, String>;

/// The operation of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Request {
    Read,
    Mount,
    Unmount(String),
}

/// Starts a server with one VM. `respond` gets each request, its number among the requests of its kind, and
/// the CD-ROMs, which it may change. If it returns `None`, the server responds like vCenter.
pub(crate) async fn server(
    cdroms: &[(&str, &str)],
    respond: impl Fn(&Request, usize, &mut Cdroms) -> Option<Act> + Send + Sync + 'static,
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
            (Request::Read, 2)
        };
        let number = {
            let mut numbers = numbers.lock().unwrap_or_else(PoisonError::into_inner);
            numbers[kind] += 1;
            numbers[kind]
        };
        let mut cdroms = shared.lock().unwrap_or_else(PoisonError::into_inner);
        respond(&request, number, &mut cdroms).unwrap_or_else(|| match request {
            Request::Read => Act::json("200 OK", &vm_json(&cdroms)),
            Request::Mount => {
                cdroms.insert("16009".to_owned(), ITEM.to_owned());
                Act::json("200 OK", "\"16009\"")
            }
            Request::Unmount(cdrom) => {
                cdroms.remove(&cdrom);
                Act::json("204 No Content", "")
            }
        })
    })
    .await;
    (server, cdroms)
}

/// Returns the JSON of a VM with these CD-ROMs.
fn vm_json(cdroms: &Cdroms) -> String {
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

pub(crate) async fn connect(server: &Faulty, policy: RetryPolicy) -> Vcenter {
    builder(&server.url)
        .retry(policy)
        .timeout(Duration::from_secs(5))
        .connect()
        .await
        .expect("the login should succeed")
}

fn ids(cdroms: &[CdromId]) -> Vec<&str> {
    cdroms.iter().map(CdromId::as_str).collect()
}

#[tokio::test]
async fn an_image_that_replaces_another_on_its_cdrom_is_found() {
    for reaction in [Act::json("500 Oops", BUSY), Act::Drop] {
        let (server, _) = server(&[("16000", OTHER)], move |request, _, cdroms| {
            (*request == Request::Mount).then(|| {
                cdroms.insert("16000".to_owned(), ITEM.to_owned());
                reaction.clone()
            })
        })
        .await;
        let vcenter = connect(&server, quick_policy()).await;
        let mounted =
            vcenter.ensure_mounted(&item(ITEM), &vm("vm-42")).await.expect("the image should be found");
        assert_eq!((mounted.cdrom().as_str(), server.mounts()), ("16000", 1));
    }
}

#[tokio::test]
async fn an_earlier_attempt_that_may_have_acted_counts_after_a_rejection() {
    for (status, body) in [
        ("429 Too Many Requests", "{}"),
        ("400 Bad Request", r#"{"error_type":"NOT_ALLOWED_IN_CURRENT_STATE","messages":[]}"#),
        ("403 Forbidden", r#"{"error_type":"UNAUTHORIZED","messages":[]}"#),
    ] {
        for takes_effect in [true, false] {
            let (server, _) = server(&[], move |request, number, cdroms| match (request, number) {
                (Request::Mount, 1) => Some(Act::json("500 Oops", BUSY)),
                (Request::Mount, _) => {
                    // The first mount takes effect late.
                    if takes_effect {
                        cdroms.insert("16000".to_owned(), ITEM.to_owned());
                    }
                    Some(Act::json(status, body))
                }
                _ => None,
            })
            .await;
            let vcenter = connect(&server, quick_policy().max_attempts(2)).await;
            let mounted = vcenter.ensure_mounted(&item(ITEM), &vm("vm-42")).await;
            if takes_effect {
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
async fn a_cdrom_whose_image_was_replaced_is_not_unmounted() {
    let (server, cdroms) = server(&[("16000", ITEM), ("16001", ITEM)], |request, _, cdroms| {
        if *request == Request::Unmount("16000".to_owned()) {
            cdroms.insert("16001".to_owned(), OTHER.to_owned());
        }
        None
    })
    .await;
    let vcenter = connect(&server, quick_policy()).await;
    let removed =
        vcenter.ensure_unmounted(&item(ITEM), &vm("vm-42")).await.expect("the image should be unmounted");
    assert_eq!(ids(removed.cdroms()), ["16000"]);
    assert_eq!(
        *cdroms.lock().expect("the mutex should not be poisoned"),
        [("16001".to_owned(), OTHER.to_owned())].into()
    );
}

#[tokio::test]
async fn a_lost_unmount_is_not_sent_again() {
    let (server, cdroms) = server(&[("16000", ITEM)], |request, number, _| {
        matches!(request, Request::Unmount(_)).then_some(if number == 1 { Act::Drop } else { Act::Hang })
    })
    .await;
    let vcenter = connect(&server, quick_policy()).await;
    let error = vcenter
        .ensure_unmounted(&item(ITEM), &vm("vm-42"))
        .await
        .expect_err("an unmount without effect should be an error");
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error:?}");
    let sent = server.received().iter().filter(|request| request.contains("?action=unmount")).count();
    assert_eq!((sent, cdroms.lock().expect("the mutex should not be poisoned").len()), (1, 1));
}

#[tokio::test]
async fn a_cdrom_that_was_not_found_does_not_count_as_removed() {
    let (server, _) = server(&[("16000", ITEM)], |request, number, cdroms| match request {
        Request::Unmount(_) => Some(Act::json("404 Not Found", NOT_FOUND)),
        Request::Read if number == 4 => {
            cdroms.clear();
            None
        }
        _ => None,
    })
    .await;
    let vcenter = connect(&server, quick_policy()).await;
    let error = vcenter
        .ensure_unmounted(&item(ITEM), &vm("vm-42"))
        .await
        .expect_err("an unmount without effect should be an error");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
    let sent = server.received().iter().filter(|request| request.contains("?action=unmount")).count();
    assert_eq!(sent, 1, "an unmount that fails with NOT_FOUND must be sent once");
}

#[tokio::test]
async fn a_call_waits_for_the_unmount_of_a_dropped_call() {
    let (arrival, mut arrivals) = tokio::sync::mpsc::unbounded_channel();
    let shared = Arc::new(Mutex::new(None::<Arc<Mutex<Cdroms>>>));
    let in_server = Arc::clone(&shared);
    let (server, cdroms) = server(&[("16000", ITEM)], move |request, _, _| {
        matches!(request, Request::Unmount(_)).then(|| {
            let _ = arrival.send(());
            let cdroms = in_server
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clone()
                .expect("the CD-ROMs should be set before the first request");
            std::thread::spawn(move || {
                std::thread::sleep(Duration::from_millis(500));
                cdroms.lock().unwrap_or_else(PoisonError::into_inner).clear();
            });
            Act::Hang
        })
    })
    .await;
    *shared.lock().expect("the mutex should not be poisoned") = Some(Arc::clone(&cdroms));
    let vcenter = builder(&server.url)
        .retry(quick_policy())
        .timeout(Duration::from_secs(2))
        .connect()
        .await
        .expect("the login should succeed");
    let (iso, machine) = (item(ITEM), vm("vm-42"));
    tokio::select! {
        result = vcenter.ensure_unmounted(&iso, &machine) => {
            panic!("the unmount completed before it was dropped: {result:?}")
        }
        _ = arrivals.recv() => {}
    }
    let next = vcenter.ensure_mounted(&iso, &machine).await.expect("the mount should succeed");
    assert!(
        matches!(next, MountOutcome::Mounted(_)),
        "the unmounted image should be mounted again: {next:?}, {cdroms:?}"
    );
}

#[tokio::test]
async fn a_cdrom_with_an_invalid_identifier_prevents_a_second_mount() {
    let (server, _) = server(&[("..", ITEM)], |_, _, _| None).await;
    let vcenter = connect(&server, quick_policy()).await;
    let error = vcenter
        .ensure_mounted(&item(ITEM), &vm("vm-42"))
        .await
        .expect_err("a CD-ROM with an invalid identifier should be an error");
    assert_eq!((error.kind(), server.mounts()), (ErrorKind::InvalidResponse, 0), "{error:?}");
}

#[tokio::test]
async fn a_lost_mount_is_remembered_in_either_case_of_the_item_id() {
    let (server, _) = server(&[], |request, _, _| (*request == Request::Mount).then_some(Act::Drop)).await;
    let vcenter = connect(&server, quick_policy()).await;
    for id in [ITEM.to_owned(), ITEM.to_uppercase()] {
        let error =
            vcenter.ensure_mounted(&item(&id), &vm("vm-42")).await.expect_err("a lost mount should fail");
        assert_eq!((error.kind(), server.mounts()), (ErrorKind::OutcomeUnknown, 1), "{error:?}");
    }
}
