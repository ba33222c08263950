//! A mount whose response was lost may still be carried out. The next call for the VM must not mount again.

use std::time::Duration;

use vcenter_iso::{Error, ErrorKind, MountOutcome, Vcenter};
use vcenter_iso_simulator::{Fault, Operation, Simulator};

use crate::fixture::{ITEM, VM, cdrom_count, item, quick_policy, request_count, simulator, vm};
use crate::secrets::{self, builder};

const MOUNT: Operation = Operation::VcenterIsoImageMount;

async fn connect(simulator: &Simulator) -> Vcenter {
    builder(simulator.url())
        .retry(quick_policy())
        .timeout(Duration::from_secs(2))
        .connect()
        .await
        .expect("the login should succeed")
}

/// Fails unless the outcome is unknown and only one mount was sent.
fn check_unknown<T: std::fmt::Debug>(simulator: &Simulator, result: Result<T, Error>) {
    let error = result.expect_err("the outcome should be unknown");
    assert_eq!((error.kind(), error.operation()), (ErrorKind::OutcomeUnknown, Some(MOUNT.id())), "{error:?}");
    assert!(error.may_have_acted() && !error.is_transient(), "{error:?}");
    assert!(error.hint().is_some(), "{error:?}");
    assert_eq!(request_count(simulator, "?action=mount"), 1, "a second mount was sent: {error:?}");
    secrets::check(&error);
}

/// Fails if a call on a new connection mounts before the lost mount has taken effect.
async fn check_next(simulator: &Simulator) {
    let vcenter = connect(simulator).await;
    let (iso, machine) = (item(ITEM), vm(VM));
    let mounted = vcenter.ensure_mounted(&iso, &machine).await;
    let text = mounted.as_ref().map_err(ToString::to_string).expect_err("the outcome should be unknown");
    assert!(text.contains("; no new CD-ROM appeared on vm-42 within "), "{text}");
    check_unknown(simulator, mounted);
    check_unknown(simulator, vcenter.ensure_unmounted(&iso, &machine).await);
    // The lost mount does not affect another VM.
    vcenter.ensure_mounted(&iso, &vm("vm-43")).await.expect("the mount should succeed");

    // The lost mount takes effect.
    simulator.clear_faults();
    let cdrom = vcenter.mount(&iso, &machine).await.expect("the mount should succeed");
    let found = vcenter.ensure_mounted(&iso, &machine).await.expect("the image should be mounted");
    assert!(matches!(&found, MountOutcome::AlreadyMounted(iso) if iso.cdrom == cdrom), "{found:?}");
    assert_eq!(
        vcenter.ensure_unmounted(&iso, &machine).await.expect("the unmount should succeed").cdroms(),
        [cdrom]
    );
    // The lost mount is no longer pending, so the image can be mounted again.
    let again = vcenter.ensure_mounted(&iso, &machine).await.expect("the image should be mounted again");
    assert!(matches!(again, MountOutcome::Mounted(_)), "{again:?}");
    assert_eq!(cdrom_count(simulator, "vm-42"), 1);
}

#[tokio::test]
async fn a_call_after_a_lost_ensure_mounted_does_not_mount() {
    for fault in [Fault::hang(), Fault::reset(), Fault::html(504)] {
        let simulator = simulator().await;
        let vcenter = connect(&simulator).await;
        simulator.inject(MOUNT, [fault]);
        check_unknown(&simulator, vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await);
        check_next(&simulator).await;
    }
}

#[tokio::test]
async fn a_call_after_a_lost_mount_does_not_mount() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.inject(MOUNT, [Fault::reset()]);
    check_unknown(&simulator, vcenter.mount(&item(ITEM), &vm(VM)).await);
    check_next(&simulator).await;
}

#[tokio::test]
async fn a_call_after_one_dropped_while_settling_does_not_mount() {
    let simulator = simulator().await;
    let vcenter = builder(simulator.url())
        .retry(quick_policy().settle_timeout(Duration::from_secs(600)))
        .connect()
        .await
        .expect("the login should succeed");
    simulator.inject(MOUNT, [Fault::reset()]);
    let (iso, machine) = (item(ITEM), vm(VM));
    let settling = async {
        // The second read is the first one after the mount. The third shows that the call is settling.
        while request_count(&simulator, "/vm-42") < 3 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::select! {
        result = vcenter.ensure_mounted(&iso, &machine) => {
            panic!("the call completed before it was dropped: {result:?}")
        }
        () = settling => {}
    }
    check_next(&simulator).await;
}

#[tokio::test]
async fn a_late_mount_is_awaited() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.inject(MOUNT, [Fault::reset()]);
    let (iso, machine) = (item(ITEM), vm(VM));
    check_unknown(&simulator, vcenter.ensure_mounted(&iso, &machine).await);
    let reads = request_count(&simulator, "/vm-42");
    let patient = builder(simulator.url())
        .retry(quick_policy().settle_timeout(Duration::from_secs(60)))
        .connect()
        .await
        .expect("the login should succeed");
    let late = async {
        while request_count(&simulator, "/vm-42") < reads + 2 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        vcenter.mount(&iso, &machine).await.expect("the mount should succeed")
    };
    let (found, cdrom) = tokio::join!(patient.ensure_mounted(&iso, &machine), late);
    let found = found.expect("the late mount should be found");
    assert!(matches!(&found, MountOutcome::AlreadyMounted(iso) if iso.cdrom == cdrom), "{found:?}");
    assert_eq!(cdrom_count(&simulator, VM), 1);
}
