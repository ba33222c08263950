use vcenter_iso::{CheckOutcome, Preflight, Prerequisite};
use vcenter_iso_simulator::example;

use crate::scene::{ITEM, VM, connect, item, simulator, vm};

use CheckOutcome::{Fail, Pass, Unknown};

fn failed(report: &Preflight) -> Vec<Prerequisite> {
    let failed = report.checks().iter().filter(|check| check.outcome == Fail);
    failed.map(|check| check.prerequisite).collect()
}

/// Reports, and fails unless exactly these prerequisites fail. The mount has to agree.
async fn check(item_id: &str, vm_id: &str, expected: &[Prerequisite]) {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let before = simulator.inventory();
    let report = vcenter.preflight(&item(item_id), &vm(vm_id)).await.expect("a report");
    assert_eq!(failed(&report), expected, "{item_id} on {vm_id}: {report:#?}");
    assert_eq!(report.passed(), expected.is_empty());
    assert!(report.checks().iter().all(|check| !check.reason.is_empty()), "no reason: {report:#?}");
    assert_eq!(*simulator.inventory(), *before, "a report changes nothing");
    let mounted = vcenter.mount(&item(item_id), &vm(vm_id)).await;
    assert!(expected.is_empty() || mounted.is_err(), "{expected:?} fails, but the mount does not");
}

#[tokio::test]
async fn what_is_in_order() {
    check(ITEM, "vm-42", &[]).await;
    check(ITEM, "vm-43", &[]).await;
}

#[tokio::test]
async fn what_is_not() {
    check(ITEM, "vm-9", &[Prerequisite::VmExists]).await;
    check("no-such-item", "vm-42", &[Prerequisite::ItemExists]).await;
    check(example::ITEM_WITHOUT_ISO, VM, &[Prerequisite::IsoFile]).await;
    check(example::ITEM_OUTSIDE_DATASTORES, VM, &[Prerequisite::LibraryOnDatastore]).await;
    check(ITEM, "vm-44", &[Prerequisite::PowerState]).await;
    check(ITEM, "vm-45", &[Prerequisite::Adapter]).await;
}

#[tokio::test]
async fn what_cannot_be_read_is_unknown() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.inject_always(
        "Content.Library.Item.File_list",
        vcenter_iso_simulator::Fault::Status {
            status: 403,
            error_type: Some("UNAUTHORIZED".to_owned()),
            retry_after: None,
        },
    );
    let report = vcenter.preflight(&item(ITEM), &vm(VM)).await.expect("a report");
    let outcome = |prerequisite| {
        report.checks().iter().find(|check| check.prerequisite == prerequisite).map(|check| check.outcome)
    };
    assert_eq!(outcome(Prerequisite::IsoFile), Some(Unknown), "{report:#?}");
    assert_eq!(outcome(Prerequisite::DatastoreReachable), Some(Unknown), "{report:#?}");
    assert_eq!(outcome(Prerequisite::ItemExists), Some(Pass), "{report:#?}");
    assert!(report.passed());
}
