//! `preflight` compared with the result of the mount.

use serde_json::{Value, json};
use test_support::faulty::{Act, Faulty};
use vcenter_iso::{CheckOutcome, Preflight, Prerequisite};
use vcenter_iso_simulator::{Fault, Operation, example};

use crate::fixture::{ITEM, LIBRARY, VM, connect, item, simulator, vm};
use crate::secrets::builder;

use CheckOutcome::{Fail, Pass, Unknown};

fn failed_prerequisites(preflight: &Preflight) -> Vec<Prerequisite> {
    let failed = preflight.checks().iter().filter(|check| check.outcome == Fail);
    failed.map(|check| check.prerequisite).collect()
}

/// Fails unless exactly these prerequisites fail, and the mount fails if one does.
async fn check_failed(item_id: &str, vm_id: &str, expected: &[Prerequisite]) {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let before = simulator.inventory();
    let preflight =
        vcenter.preflight(&item(item_id), &vm(vm_id)).await.expect("the preflight should succeed");
    assert_eq!(failed_prerequisites(&preflight), expected, "{item_id} on {vm_id}: {preflight:#?}");
    assert_eq!(preflight.passed(), expected.is_empty());
    assert!(
        preflight.checks().iter().all(|check| !check.reason.is_empty()),
        "a check has no reason: {preflight:#?}"
    );
    assert_eq!(*simulator.inventory(), *before, "the preflight changed the inventory");
    let mounted = vcenter.mount(&item(item_id), &vm(vm_id)).await;
    assert_eq!(
        mounted.is_ok(),
        expected.is_empty(),
        "the mount should fail exactly if a check failed: {mounted:?}, failed checks: {expected:?}"
    );
}

#[tokio::test]
async fn all_checks_of_a_possible_mount_pass() {
    check_failed(ITEM, "vm-42", &[]).await;
    check_failed(ITEM, "vm-43", &[]).await;
}

#[tokio::test]
async fn each_missing_prerequisite_is_reported() {
    check_failed(ITEM, "vm-9", &[Prerequisite::VmExists]).await;
    check_failed("no-such-item", "vm-42", &[Prerequisite::ItemExists]).await;
    check_failed(example::ITEM_WITHOUT_ISO, VM, &[Prerequisite::IsoFile]).await;
    check_failed(example::ITEM_OUTSIDE_DATASTORES, VM, &[Prerequisite::LibraryOnDatastore]).await;
    check_failed(ITEM, "vm-44", &[Prerequisite::PowerState]).await;
    check_failed(ITEM, "vm-45", &[Prerequisite::Adapter]).await;
}

#[tokio::test]
async fn a_prerequisite_that_cannot_be_read_is_unknown() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let denied = Fault::error(403, "UNAUTHORIZED");
    simulator.inject_always(Operation::ContentLibraryItemFileList, denied);
    let preflight = vcenter.preflight(&item(ITEM), &vm(VM)).await.expect("the preflight should succeed");
    let outcome = |prerequisite| {
        preflight.checks().iter().find(|check| check.prerequisite == prerequisite).map(|check| check.outcome)
    };
    assert_eq!(outcome(Prerequisite::IsoFile), Some(Unknown), "{preflight:#?}");
    assert_eq!(outcome(Prerequisite::DatastoreReachable), Some(Unknown), "{preflight:#?}");
    assert_eq!(outcome(Prerequisite::ItemExists), Some(Pass), "{preflight:#?}");
    assert!(preflight.passed());
}

/// Returns the outcome and the reason of the check of a library with these storage backings.
async fn check_of_library(storage_backings: Value) -> (CheckOutcome, String) {
    let library = json!({ "name": "images", "storage_backings": storage_backings }).to_string();
    let server = Faulty::start_with(move |request| {
        if request.starts_with("POST /api/session ") {
            Faulty::login()
        } else if request.starts_with(&format!("GET /api/content/library/{LIBRARY} ")) {
            Act::json("200 OK", &library)
        } else if request.starts_with(&format!("GET /api/content/library/item/{ITEM} ")) {
            Act::json("200 OK", &json!({ "name": "tool", "library_id": LIBRARY }).to_string())
        } else if request.contains("/file ") {
            Act::json("200 OK", "[]")
        } else {
            Act::json("404 Not Found", &json!({ "error_type": "NOT_FOUND", "messages": [] }).to_string())
        }
    })
    .await;
    let vcenter = builder(&server.url).connect().await.expect("the login should succeed");
    let preflight = vcenter.preflight(&item(ITEM), &vm(VM)).await.expect("the library should be read");
    let mut checks = preflight.checks().iter();
    let check = checks.find(|check| check.prerequisite == Prerequisite::LibraryOnDatastore);
    let check = check.expect("the library should be checked");
    (check.outcome, check.reason.clone())
}

#[tokio::test]
async fn a_storage_without_a_type_is_unknown() {
    let not_reported =
        (Unknown, "the server does not report where library `images` keeps its files".to_owned());
    for storage in
        [json!([{}]), json!([{ "type": null, "datastore_id": "datastore-11" }]), json!([]), json!(null)]
    {
        assert_eq!(check_of_library(storage.clone()).await, not_reported, "{storage}");
    }
    let (outcome, reason) = check_of_library(json!([{ "type": "TAPE" }])).await;
    assert_eq!(outcome, Unknown, "{reason}");
    assert!(reason.contains("TAPE"), "{reason}");
    let (outcome, reason) =
        check_of_library(json!([{ "type": "DATASTORE", "datastore_id": "datastore-11" }])).await;
    assert_eq!(outcome, Pass, "{reason}");
}
