//! Whether the guest can read a mounted image: the state of a CD-ROM, and the calls that connect it.

use std::time::Duration;

use serde_json::json;
use test_support::checked::{self, Checked};
use test_support::faulty::{Act, Faulty};
use vcenter_iso::{
    CdromId, CheckOutcome, ConnectOutcome, ConnectionState, ErrorKind, Hint, MountOutcome, Prerequisite,
    Vcenter,
};
use vcenter_iso_simulator::{CdromState, Fault, Operation, PowerState, Privilege, Simulator, User};

use crate::fixture::{ITEM, LIBRARY, VM, connect, item, quick_policy, request_count, simulator, vm};
use crate::secrets::builder;

const RUNNING: &str = "vm-43";

async fn state(vcenter: &Vcenter, machine: &str, cdrom: &CdromId) -> ConnectionState {
    let isos = vcenter.mounted(&vm(machine)).await.expect("the CD-ROMs should be read");
    isos.into_iter().find(|iso| iso.cdrom == *cdrom).expect("the CD-ROM should still have the image").state
}

#[tokio::test]
async fn a_repeated_call_succeeds_and_the_state_follows() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let machine = vm(RUNNING);
    let cdrom = vcenter.mount(&item(ITEM), &machine).await.expect("the mount should succeed");
    assert_eq!(state(&vcenter, RUNNING, &cdrom).await, ConnectionState::Connected);

    for call in ["first", "repeated"] {
        vcenter.disconnect_cdrom(&machine, &cdrom).await.unwrap_or_else(|error| panic!("{call}: {error:?}"));
        assert_eq!(state(&vcenter, RUNNING, &cdrom).await, ConnectionState::NotConnected, "{call}");
    }
    for call in ["first", "repeated"] {
        vcenter.connect_cdrom(&machine, &cdrom).await.unwrap_or_else(|error| panic!("{call}: {error:?}"));
        assert_eq!(state(&vcenter, RUNNING, &cdrom).await, ConnectionState::Connected, "{call}");
    }
    assert_eq!(request_count(&simulator, "?action=connect"), 2, "each call should be one request");
    assert_eq!(request_count(&simulator, "?action=disconnect"), 2, "each call should be one request");
}

#[tokio::test]
async fn a_vm_that_is_off_and_a_missing_cdrom_are_errors() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let cdrom = vcenter.mount(&item(ITEM), &vm(VM)).await.expect("the mount should succeed");
    let missing: CdromId = "16029".parse().expect("the identifier should be valid");
    for (machine, cdrom, kind) in [
        (VM, &cdrom, ErrorKind::NotAllowedInCurrentState),
        (RUNNING, &missing, ErrorKind::NotFound),
        ("vm-9", &cdrom, ErrorKind::NotFound),
    ] {
        for (name, result) in [
            ("connect", vcenter.connect_cdrom(&vm(machine), cdrom).await),
            ("disconnect", vcenter.disconnect_cdrom(&vm(machine), cdrom).await),
        ] {
            let error = result.expect_err("the call should fail");
            assert_eq!(error.kind(), kind, "{name} of CD-ROM {cdrom} of {machine}: {error:?}");
            assert!(
                error.to_string().contains(&format!("{name} CD-ROM")),
                "the error should name the operation: {error}"
            );
        }
    }
}

/// Starts the example simulator with the image on CD-ROM 16001 of the running VM, in this state.
async fn with_state(state: CdromState) -> Checked {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let cdrom = vcenter.mount(&item(ITEM), &vm(RUNNING)).await.expect("the mount should succeed");
    assert_eq!(cdrom.as_str(), "16001");
    set_state(&simulator, state);
    simulator
}

fn set_state(simulator: &Simulator, state: CdromState) {
    simulator.update_inventory(|inventory| {
        let vm = inventory.vms.get_mut(RUNNING).expect("the example should have the VM");
        vm.cdroms.get_mut("16001").expect("the image should be mounted").state = state;
    });
}

#[tokio::test]
async fn a_mount_that_does_not_connect_is_completed() {
    let simulator =
        checked::start(Simulator::builder().behavior(|behavior| behavior.mount_connects = false)).await;
    let vcenter = connect(&simulator).await;
    let outcome = vcenter.ensure_mounted(&item(ITEM), &vm(RUNNING)).await.expect("the mount should succeed");
    assert!(matches!(outcome, MountOutcome::Mounted(_)), "{outcome:?}");
    assert!(outcome.iso().is_connected(), "the guest should see the image: {outcome:?}");
    assert_eq!(request_count(&simulator, "?action=connect"), 1);
}

#[tokio::test]
async fn an_ejected_image_is_connected_again() {
    for state in [CdromState::NotConnected, CdromState::RecoverableError, CdromState::Unknown] {
        let simulator = with_state(state).await;
        let vcenter = connect(&simulator).await;
        let outcome =
            vcenter.ensure_mounted(&item(ITEM), &vm(RUNNING)).await.expect("the image should be connected");
        assert!(matches!(outcome, MountOutcome::Connected(_)), "of {state:?}: {outcome:?}");
        assert!(outcome.iso().is_connected(), "of {state:?}: {outcome:?}");
        let again = vcenter.ensure_mounted(&item(ITEM), &vm(RUNNING)).await.expect("nothing is to be done");
        assert!(matches!(again, MountOutcome::AlreadyMounted(_)), "of {state:?}: {again:?}");
        assert_eq!(request_count(&simulator, "?action=connect"), 1, "of {state:?}");
        assert_eq!(request_count(&simulator, "?action=mount"), 1, "of {state:?}");
    }
}

#[tokio::test]
async fn a_cdrom_is_left_as_it_is_on_request_and_while_its_vm_is_off() {
    let simulator = with_state(CdromState::NotConnected).await;
    let vcenter = connect(&simulator).await;
    let outcome = vcenter
        .ensure_mounted(&item(ITEM), &vm(RUNNING))
        .without_connecting()
        .await
        .expect("the image is mounted");
    assert!(matches!(outcome, MountOutcome::AlreadyMounted(_)), "{outcome:?}");
    assert_eq!(outcome.iso().state, ConnectionState::NotConnected);

    let outcome = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect("the mount should succeed");
    let iso = outcome.iso();
    assert!(!iso.is_connected() && iso.start_connected, "a VM that is off connects it later: {outcome:?}");
    assert_eq!(request_count(&simulator, "?action=connect"), 0);
}

#[tokio::test]
async fn an_image_that_the_guest_cannot_read_is_no_success() {
    let simulator = with_state(CdromState::UnrecoverableError).await;
    let vcenter = connect(&simulator).await;
    let error = vcenter
        .ensure_mounted(&item(ITEM), &vm(RUNNING))
        .await
        .expect_err("an image in an error state should be an error");
    assert_eq!((error.kind(), error.is_transient()), (ErrorKind::CdromNotConnected, false), "{error:?}");
    assert!(error.to_string().contains("UNRECOVERABLE_ERROR"), "the state should be named: {error}");
    assert!(error.to_string().contains("16001"), "the CD-ROM should be named: {error}");

    let reader = User::new("reader@vsphere.local", "a-passw0rd-of-a-reader")
        .without_privilege(Privilege::VirtualMachineInteractDeviceConnection);
    let simulator = checked::start(
        Simulator::builder().user(reader).behavior(|behavior| behavior.mount_connects = false),
    )
    .await;
    let vcenter = Vcenter::builder(simulator.url())
        .credentials("reader@vsphere.local", "a-passw0rd-of-a-reader".to_owned())
        .connect()
        .await
        .expect("the login should succeed");
    let error = vcenter
        .ensure_mounted(&item(ITEM), &vm(RUNNING))
        .await
        .expect_err("a connect without the privilege should fail");
    assert_eq!((error.kind(), error.may_have_acted()), (ErrorKind::CdromNotConnected, true), "{error:?}");
    assert_eq!(error.status(), Some(403));
    let hint = error.hint().map(Hint::advice).unwrap_or_default();
    assert!(hint.contains("VirtualMachine.Interact.DeviceConnection"), "{hint}");
    vcenter.logout().await.expect("the logout should succeed");
}

#[tokio::test]
async fn a_preflight_reports_a_cdrom_that_is_not_connected() {
    let simulator = with_state(CdromState::Connected).await;
    let vcenter = connect(&simulator).await;
    for (state, outcome) in [
        (CdromState::Connected, None),
        (CdromState::NotConnected, Some(CheckOutcome::Pass)),
        (CdromState::RecoverableError, Some(CheckOutcome::Unknown)),
        (CdromState::UnrecoverableError, Some(CheckOutcome::Fail)),
    ] {
        set_state(&simulator, state);
        let preflight = vcenter.preflight(&item(ITEM), &vm(RUNNING)).await.expect("the VM should be read");
        let check =
            preflight.checks().iter().find(|check| check.prerequisite == Prerequisite::CdromConnected);
        assert_eq!(check.map(|check| check.outcome), outcome, "of {state:?}: {check:?}");
        assert_eq!(preflight.passed(), outcome != Some(CheckOutcome::Fail), "of {state:?}");
    }
}

#[tokio::test]
async fn a_lost_or_transient_failure_of_a_connect_is_repeated() {
    for fault in [Fault::reset().after(), Fault::reset(), Fault::no_healthy_upstream(), Fault::html(502)] {
        let simulator = with_state(CdromState::NotConnected).await;
        let vcenter = connect(&simulator).await;
        let cdrom = "16001".parse().expect("the identifier should be valid");
        simulator.inject(Operation::VcenterVmHardwareCdromConnect, [fault.clone()]);
        let outcome = vcenter.ensure_connected(&vm(RUNNING), &cdrom).await;
        assert!(matches!(outcome, Ok(ConnectOutcome::Changed(_))), "{fault:?}: {outcome:?}");
        simulator.inject(Operation::VcenterVmHardwareCdromDisconnect, [fault.clone()]);
        let outcome = vcenter.ensure_disconnected(&vm(RUNNING), &cdrom).await;
        assert!(matches!(outcome, Ok(ConnectOutcome::Changed(_))), "{fault:?}: {outcome:?}");
        let outcome = vcenter.ensure_disconnected(&vm(RUNNING), &cdrom).await;
        assert!(matches!(outcome, Ok(ConnectOutcome::Unchanged(_))), "{fault:?}: {outcome:?}");
    }
}

/// The server may still carry it out.
#[tokio::test]
async fn a_connect_without_a_response_is_of_unknown_outcome() {
    let simulator = with_state(CdromState::NotConnected).await;
    let vcenter = builder(simulator.url())
        .retry(quick_policy())
        .timeout(Duration::from_millis(500))
        .connect()
        .await
        .expect("the login should succeed");
    simulator.inject(Operation::VcenterVmHardwareCdromConnect, [Fault::hang()]);
    let error = vcenter.ensure_mounted(&item(ITEM), &vm(RUNNING)).await.expect_err("the server hangs");
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error:?}");
    assert_eq!(error.cdrom().map(CdromId::as_str), Some("16001"), "{error:?}");
    assert_eq!(request_count(&simulator, "?action=connect"), 1, "it should not be sent again");
}

#[tokio::test]
async fn a_second_cdrom_is_connected_if_the_first_cannot_be() {
    let simulator = with_state(CdromState::UnrecoverableError).await;
    let vcenter = connect(&simulator).await;
    let second = vcenter.mount(&item(ITEM), &vm(RUNNING)).await.expect("the mount should succeed");
    vcenter.disconnect_cdrom(&vm(RUNNING), &second).await.expect("the CD-ROM should be disconnected");
    let outcome =
        vcenter.ensure_mounted(&item(ITEM), &vm(RUNNING)).await.expect("one CD-ROM can be connected");
    assert!(matches!(&outcome, MountOutcome::Connected(iso) if iso.cdrom == second), "{outcome:?}");
}

#[tokio::test]
async fn a_failure_after_a_mount_has_the_cdrom() {
    for options in 0..2 {
        let request = |vcenter: &Vcenter| {
            let request = vcenter.ensure_mounted(&item(ITEM), &vm(RUNNING));
            if options == 0 { request } else { request.even_if_mounted() }
        };
        let builder = Simulator::builder().behavior(|behavior| behavior.mount_connects = false);
        let simulator = checked::start(builder).await;
        let vcenter = connect(&simulator).await;
        simulator.inject_rule("Cdrom_connect: fail 500 ERROR".parse().expect("a rule"));
        let error = request(&vcenter).await.expect_err("the connect should fail");
        assert_eq!(error.kind(), ErrorKind::CdromNotConnected, "{error:?}");
        assert_eq!(error.cdrom().map(CdromId::as_str), Some("16001"), "{error:?}");
        assert_eq!(error.cdrom_state(), Some(&ConnectionState::NotConnected), "{error:?}");
        assert!(error.to_string().starts_with("connect CD-ROM 16001 failed: "), "{error}");
    }
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.inject_rule("VM_get: always fail 500 RESOURCE_INACCESSIBLE".parse().expect("a rule"));
    let error = vcenter
        .ensure_mounted(&item(ITEM), &vm(RUNNING))
        .even_if_mounted()
        .await
        .expect_err("the CD-ROM cannot be read");
    assert_eq!((error.kind(), error.status()), (ErrorKind::OutcomeUnknown, Some(500)), "{error:?}");
    assert_eq!(error.cdrom().map(CdromId::as_str), Some("16001"), "{error:?}");
    assert_eq!(
        error.to_string(),
        "mount outcome unknown: the image was mounted on CD-ROM 16001 of vm-43, but the CD-ROM cannot be read"
    );
}

#[tokio::test]
async fn ensure_connected_returns_what_there_is() {
    let simulator = with_state(CdromState::Connected).await;
    let vcenter = connect(&simulator).await;
    let cdrom = |id: &str| -> CdromId { id.parse().expect("the identifier should be valid") };
    let unchanged = vcenter.ensure_connected(&vm(RUNNING), &cdrom("16001")).await;
    assert!(matches!(unchanged, Ok(ConnectOutcome::Unchanged(_))), "{unchanged:?}");
    // CD-ROM 16000 of the VM has no image.
    for id in ["16000", "16029"] {
        let error = vcenter.ensure_connected(&vm(RUNNING), &cdrom(id)).await.expect_err(id);
        assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
    }
    // The VM is off.
    let off = vcenter.mount(&item(ITEM), &vm(VM)).await.expect("the mount should succeed");
    let error = vcenter.ensure_connected(&vm(VM), &off).await.expect_err("a VM that is off connects nothing");
    assert_eq!(error.kind(), ErrorKind::NotAllowedInCurrentState, "{error:?}");
    let unchanged = vcenter.ensure_disconnected(&vm(VM), &off).await;
    assert!(matches!(unchanged, Ok(ConnectOutcome::Unchanged(_))), "{unchanged:?}");
    assert_eq!(request_count(&simulator, "?action=connect"), 0);
}

/// Starts a server whose running VM has these CD-ROMs with the image and accepts every change without an effect.
async fn without_effect(cdroms: serde_json::Value) -> (Faulty, Vcenter) {
    let vm = json!({ "name": "a", "power_state": "POWERED_ON", "cdroms": cdroms, "sata_adapters": {} });
    let server = Faulty::start_with(move |request| {
        if request.starts_with("POST /api/session ") {
            Faulty::login()
        } else if request.contains("?action=mount") {
            Act::json("200 OK", "\"16000\"")
        } else if request.starts_with("POST ") {
            Act::json("204 No Content", "")
        } else {
            Act::json("200 OK", &vm.to_string())
        }
    })
    .await;
    let vcenter = builder(&server.url).retry(quick_policy()).connect().await;
    (server, vcenter.expect("the login should succeed"))
}

fn with(cdrom: &serde_json::Value, member: &str, value: &str) -> serde_json::Value {
    let mut cdrom = cdrom.clone();
    cdrom[member] = value.into();
    cdrom
}

#[tokio::test]
async fn the_report_of_the_server_is_not_believed() {
    let cdrom = json!({
        "type": "SATA", "label": "CD/DVD drive 1", "state": "NOT_CONNECTED", "start_connected": true,
        "allow_guest_control": true,
        "backing": { "type": "ISO_FILE", "iso_file": format!("[ds] contentlib-{LIBRARY}/{ITEM}/a.iso") },
    });
    let (_server, vcenter) = without_effect(json!({ "16000": cdrom.clone() })).await;
    let error = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect_err("nothing was connected");
    assert_eq!(error.kind(), ErrorKind::CdromNotConnected, "{error:?}");
    assert!(error.to_string().contains("NOT_CONNECTED"), "{error}");

    // A state that the server does not know is no success either.
    let unknown = json!({ "16000": with(&cdrom, "state", "UNKNOWN") });
    let (_server, vcenter) = without_effect(unknown).await;
    let error = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect_err("the state is not known");
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error:?}");

    let connected = json!({ "16000": with(&cdrom, "state", "CONNECTED") });
    let (_server, vcenter) = without_effect(connected).await;
    let id = "16000".parse().expect("the identifier should be valid");
    let error = vcenter.ensure_disconnected(&vm(VM), &id).await.expect_err("nothing was disconnected");
    assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{error:?}");

    let (_server, vcenter) = without_effect(json!({})).await;
    let error = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect_err("nothing was mounted");
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error:?}");
    assert!(error.to_string().contains("it is not there"), "{error}");
}

#[tokio::test]
async fn a_drive_that_the_guest_has_locked_is_left_with_advice() {
    let simulator = with_state(CdromState::Connected).await;
    simulator.update_inventory(|inventory| {
        let vm = inventory.vms.get_mut(RUNNING).expect("the example should have the VM");
        vm.cdroms.get_mut("16001").expect("the image should be mounted").locked = true;
    });
    let vcenter = connect(&simulator).await;
    let cdrom: CdromId = "16001".parse().expect("the identifier should be valid");
    let errors = [
        vcenter.ensure_unmounted(&item(ITEM), &vm(RUNNING)).await.expect_err("the drive is locked"),
        vcenter.unmount(&vm(RUNNING), &cdrom).await.expect_err("the drive is locked"),
        vcenter.disconnect_cdrom(&vm(RUNNING), &cdrom).await.expect_err("the drive is locked"),
    ];
    for error in errors {
        let hint = error.hint().map(Hint::advice).unwrap_or_default();
        assert!(hint.contains("eject it in the guest"), "{error:?} has the hint {hint:?}");
    }
    assert_eq!(request_count(&simulator, "?action=unmount"), 2, "each call should send it once");

    // The lock ends with the power.
    simulator.update_inventory(|inventory| {
        let vm = inventory.vms.get_mut(RUNNING).expect("the example should have the VM");
        vm.power_state = PowerState::PoweredOff;
    });
    vcenter.ensure_unmounted(&item(ITEM), &vm(RUNNING)).await.expect("the unmount should succeed");
}

#[tokio::test]
async fn a_timeout_of_an_unmount_mentions_the_lock_and_one_of_a_mount_does_not() {
    let simulator = with_state(CdromState::Connected).await;
    let vcenter = builder(simulator.url())
        .retry(quick_policy())
        .timeout(Duration::from_secs(2))
        .connect()
        .await
        .expect("the login should succeed");
    simulator.inject(Operation::VcenterIsoImageUnmount, [Fault::hang()]);
    let error = vcenter.ensure_unmounted(&item(ITEM), &vm(RUNNING)).await.expect_err("the server hangs");
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error:?}");
    assert!(error.hint() == Some(Hint::PossiblyLockedDrive), "{:?}", error.hint());
    assert_eq!(request_count(&simulator, "?action=unmount"), 1, "it should not be sent again");
    simulator.inject(Operation::VcenterIsoImageMount, [Fault::hang()]);
    let error = vcenter.mount(&item(ITEM), &vm(VM)).await.expect_err("the server hangs");
    assert!(error.hint() == Some(Hint::UnknownMount), "{:?}", error.hint());
}
