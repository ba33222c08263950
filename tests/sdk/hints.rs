//! The hint of each error. Each case has exactly its own hint, so that no other one is given to it.

use std::time::Duration;

use serde_json::{Value, json};
use test_support::checked;
use test_support::faulty::{Act, Faulty};
use vcenter_iso::{CdromId, Error, Hint, Method, SessionId, Vcenter};
use vcenter_iso_simulator::example::{ITEM_WITHOUT_ISO, RUNNING_VM, SUSPENDED_VM};
use vcenter_iso_simulator::{Cluster, Fault, Folder, Operation, Simulator, User};

use crate::fixture::{ITEM, VM, connect, item, quick_policy, simulator, vm};
use crate::secrets::{self, builder};

const READ: Operation = Operation::VcenterVmGet;
const MOUNT: Operation = Operation::VcenterIsoImageMount;

fn status(status: u16, error_type: &str) -> Fault {
    Fault::error(status, error_type)
}

#[track_caller]
fn check<T: std::fmt::Debug>(result: Result<T, Error>, hint: Hint) {
    let error = result.expect_err("the call should fail");
    assert_eq!(error.hint(), Some(hint), "of {error:?}");
    assert_eq!(hint.to_string(), hint.advice());
    secrets::check(&error);
}

async fn impatient(simulator: &Simulator) -> Vcenter {
    builder(simulator.url())
        .retry(quick_policy())
        .timeout(Duration::from_secs(3))
        .connect()
        .await
        .expect("the login should succeed")
}

#[tokio::test]
async fn hints_of_connections_and_sessions() {
    check(builder("https://127.0.0.1:1").connect().await, Hint::NoConnection);
    let user = User::new(secrets::USER, secrets::PASSWORD);
    let simulator = checked::start(Simulator::builder().user(user)).await;
    let vcenter = impatient(&simulator).await;
    for (fault, hint) in [
        (Fault::hang(), Hint::SlowResponse),
        (status(503, "SERVICE_UNAVAILABLE"), Hint::ServicesStarting),
        (status(429, "SERVICE_UNAVAILABLE"), Hint::RateLimit),
        (status(404, "OPERATION_NOT_FOUND"), Hint::UnsupportedVersion),
        (Fault::html(403), Hint::OtherServer),
    ] {
        simulator.inject(READ, [fault]);
        check(vcenter.mounted(&vm(VM)).await, hint);
    }
    let wrong = Vcenter::builder(simulator.url()).credentials(secrets::USER, "a-wrong-passw0rd");
    check(wrong.connect().await, Hint::WrongCredentials);
    let session: SessionId = "expired-5e55i0n".parse().expect("the session should be valid");
    let expired = Vcenter::builder(simulator.url()).session_id(session).connect().await;
    check(expired.expect("no request is sent").session_info().await, Hint::SessionEnded);
}

#[tokio::test]
async fn hints_of_names() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.update_inventory(|inventory| {
        inventory.folders.insert("group-v9".to_owned(), Folder::new("staging", "datacenter-2"));
        inventory.clusters.insert("domain-c9".to_owned(), Cluster::new("cluster-01"));
    });
    check(vcenter.find_vm("zzz").await, Hint::UnknownVm);
    check(vcenter.find_iso("zzz").await, Hint::UnknownItem);
    check(vcenter.find_libraries("zzz").await, Hint::UnknownLibrary);
    check(vcenter.find_folder("zzz").await, Hint::UnknownFolder);
    check(vcenter.find_cluster("zzz").await, Hint::UnknownCluster);
    check(vcenter.find_datacenter("zzz").await, Hint::UnknownDatacenter);
    check(vcenter.find_host("zzz").await, Hint::UnknownHost);
    check(vcenter.find_vm("web").await, Hint::AmbiguousVm);
    check(vcenter.find_folder("staging").await, Hint::AmbiguousFolder);
    check(vcenter.find_cluster("cluster-01").await, Hint::AmbiguousCluster);
    let too_many = || status(500, "UNABLE_TO_ALLOCATE_RESOURCE");
    simulator.inject(Operation::VcenterDatacenterList, [too_many()]);
    check(vcenter.find_datacenter("lab").await, Hint::TooManyDatacenters);
    simulator.inject(Operation::VcenterHostList, [too_many()]);
    check(vcenter.find_host("esx-01.example.com").await, Hint::TooManyHosts);
}

#[tokio::test]
async fn hints_of_mounts() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    check(vcenter.mount(&item(ITEM), &vm("vm-999")).await, Hint::UnknownIdentifier);
    check(vcenter.mount(&item(ITEM_WITHOUT_ISO), &vm(VM)).await, Hint::NoIsoFile);
    check(vcenter.mount(&item(ITEM), &vm(SUSPENDED_VM)).await, Hint::UnsuitablePowerState);
    for (fault, hint) in [
        (status(500, "RESOURCE_INACCESSIBLE"), Hint::UnreachableDatastore),
        (status(500, "RESOURCE_BUSY"), Hint::OtherTask),
        (Fault::reset(), Hint::UnknownMount),
    ] {
        simulator.inject(MOUNT, [fault]);
        check(vcenter.mount(&item(ITEM), &vm("vm-45")).await, hint);
    }
    let cdrom = vcenter.mount(&item(ITEM), &vm(VM)).await.expect("the mount should succeed");
    check(vcenter.connect_cdrom(&vm(VM), &cdrom).await, Hint::PoweredOff);
    check(vcenter.disconnect_cdrom(&vm(VM), &cdrom).await, Hint::PoweredOff);
    simulator.inject(Operation::VcenterIsoImageUnmount, [Fault::reset()]);
    check(vcenter.unmount(&vm(VM), &cdrom).await, Hint::UnknownOutcome);
    let cdrom = vcenter.mount(&item(ITEM), &vm(RUNNING_VM)).await.expect("the mount should succeed");
    simulator.update_inventory(|inventory| {
        let vm = inventory.vms.get_mut(RUNNING_VM).expect("the example should have the VM");
        vm.cdroms.get_mut(cdrom.as_str()).expect("the image should be mounted").locked = true;
    });
    check(vcenter.unmount(&vm(RUNNING_VM), &cdrom).await, Hint::LockedDrive);
}

#[tokio::test]
async fn the_hint_of_an_image_that_the_guest_cannot_read() {
    let simulator =
        checked::start(Simulator::builder().behavior(|behavior| behavior.mount_connects = false)).await;
    let vcenter = connect(&simulator).await;
    simulator.inject_always(Operation::VcenterVmHardwareCdromConnect, status(500, "ERROR"));
    check(vcenter.ensure_mounted(&item(ITEM), &vm(RUNNING_VM)).await, Hint::UnreadableImage);
}

#[tokio::test]
async fn hints_of_requests_of_the_callers_own() {
    for (act, hint) in [
        (Act::response("405 Method Not Allowed", "text/plain", ""), Hint::UnknownRequest),
        (
            Act::json("500 Internal Server Error", r#"{"error_type":"RESOURCE_BUSY","messages":[]}"#),
            Hint::BusyObject,
        ),
        (Act::Drop, Hint::UnknownRequestOutcome),
    ] {
        let server = Faulty::start(act).await;
        let vcenter = builder(&server.url).connect().await.expect("the login should succeed");
        check(vcenter.request::<Value>(Method::POST, "/vcenter/datastore", json!({})).await, hint);
    }
    let server =
        Faulty::start(Act::json("401 Unauthorized", r#"{"error_type":"UNAUTHENTICATED","messages":[]}"#))
            .await;
    let session: SessionId = "rejected-5e55i0n".parse().expect("the session should be valid");
    let vcenter =
        Vcenter::builder(&server.url).session_id(session).connect().await.expect("no request is sent");
    check(vcenter.request::<Value>(Method::GET, "/vcenter/datastore", None).await, Hint::SessionRejected);
}

/// An error without a usual remedy has no hint.
#[tokio::test]
async fn an_error_without_a_remedy_has_no_hint() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let cdrom: CdromId = "16009".parse().expect("the identifier should be valid");
    let errors = [
        vcenter.unmount(&vm(VM), &cdrom).await.expect_err("there is no such CD-ROM"),
        vcenter.mounted(&vm("vm-999")).await.map(drop).expect_err("there is no such VM"),
        vcenter.find_folder("stagin").await.map(drop).expect_err("the name is mistyped"),
        Vcenter::builder("").connect().await.map(drop).expect_err("there is no address"),
    ];
    for error in errors {
        assert_eq!(error.hint(), None, "of {error:?}");
    }
}
