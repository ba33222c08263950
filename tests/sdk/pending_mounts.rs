//! A mount whose answer was lost may still be carried out: the next call for the VM must not mount as well.

use std::time::Duration;

use vcenter_iso::{Error, ErrorKind, MountOutcome, Vcenter};
use vcenter_iso_simulator::{Fault, Simulator};

use crate::scene::{ITEM, VM, cdroms, count, item, quick, simulator, vm};
use crate::secrets::{self, builder};

const MOUNT: &str = "Vcenter.Iso.Image_mount";

async fn connect(simulator: &Simulator) -> Vcenter {
    builder(simulator.url()).retry(quick()).timeout(Duration::from_secs(2)).connect().await.expect("a login")
}

/// Fails unless the outcome is unknown, and no second mount was sent.
fn check_unknown<T: std::fmt::Debug>(simulator: &Simulator, done: Result<T, Error>) {
    let error = done.expect_err("the mount may still be carried out");
    assert_eq!((error.kind(), error.operation()), (ErrorKind::OutcomeUnknown, Some(MOUNT)), "{error:?}");
    assert!(error.may_have_acted() && !error.is_transient(), "{error:?}");
    assert!(error.hint().is_some(), "{error:?}");
    assert_eq!(count(simulator, "?action=mount"), 1, "a second mount was sent: {error:?}");
    secrets::check(&error);
}

/// The call after a lost mount does not mount, with any connection to the server, until the mount is there.
async fn check_next(simulator: &Simulator) {
    let vcenter = connect(simulator).await;
    let (iso, machine) = (item(ITEM), vm(VM));
    check_unknown(simulator, vcenter.ensure_mounted(&iso, &machine).await);
    check_unknown(simulator, vcenter.ensure_unmounted(&iso, &machine).await);
    // Another VM and another image are not concerned.
    vcenter.ensure_mounted(&iso, &vm("vm-43")).await.expect("a mount");

    // Here it comes.
    simulator.clear_faults();
    let cdrom = vcenter.mount(&iso, &machine).await.expect("a mount");
    let found = vcenter.ensure_mounted(&iso, &machine).await.expect("it is there");
    assert_eq!(found, MountOutcome::AlreadyMounted(cdrom.clone()));
    assert_eq!(vcenter.ensure_unmounted(&iso, &machine).await.expect("it is there").cdroms(), [cdrom]);
    // Now that it has been seen, the image can be mounted anew.
    let again = vcenter.ensure_mounted(&iso, &machine).await.expect("nothing is under way");
    assert!(matches!(again, MountOutcome::Mounted(_)), "{again:?}");
    assert_eq!(cdroms(simulator, "vm-42"), 1);
}

#[tokio::test]
async fn after_a_mount_that_is_not_answered() {
    for fault in [Fault::HangBefore, Fault::ResetBefore, Fault::Html(504)] {
        let simulator = simulator().await;
        let vcenter = connect(&simulator).await;
        simulator.inject(MOUNT, [fault]);
        check_unknown(&simulator, vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await);
        check_next(&simulator).await;
    }
}

#[tokio::test]
async fn after_a_documented_mount_that_is_not_answered() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.inject(MOUNT, [Fault::ResetBefore]);
    check_unknown(&simulator, vcenter.mount(&item(ITEM), &vm(VM)).await);
    check_next(&simulator).await;
}

#[tokio::test]
async fn after_a_call_that_is_dropped_while_it_settles() {
    let simulator = simulator().await;
    let vcenter = builder(simulator.url())
        .retry(quick().settle_timeout(Duration::from_secs(600)))
        .connect()
        .await
        .expect("a login");
    simulator.inject(MOUNT, [Fault::ResetBefore]);
    let (iso, machine) = (item(ITEM), vm(VM));
    let settling = async {
        // The second look is the first one after the mount.
        while count(&simulator, "/vm-42") < 3 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::select! {
        done = vcenter.ensure_mounted(&iso, &machine) => panic!("it was to settle for long: {done:?}"),
        () = settling => {}
    }
    check_next(&simulator).await;
}

#[tokio::test]
async fn a_late_mount_is_waited_for() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.inject(MOUNT, [Fault::ResetBefore]);
    let (iso, machine) = (item(ITEM), vm(VM));
    check_unknown(&simulator, vcenter.ensure_mounted(&iso, &machine).await);
    let looks = count(&simulator, "/vm-42");
    let patient = builder(simulator.url())
        .retry(quick().settle_timeout(Duration::from_secs(60)))
        .connect()
        .await
        .expect("a login");
    let late = async {
        while count(&simulator, "/vm-42") < looks + 2 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        vcenter.mount(&iso, &machine).await.expect("a mount")
    };
    let (found, cdrom) = tokio::join!(patient.ensure_mounted(&iso, &machine), late);
    assert_eq!(found.expect("it comes late"), MountOutcome::AlreadyMounted(cdrom));
    assert_eq!(cdroms(&simulator, VM), 1);
}
