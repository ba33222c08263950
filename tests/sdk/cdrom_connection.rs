//! `connect_cdrom` and `disconnect_cdrom`, and the state that `mounted` reports.

use vcenter_iso::{CdromId, ConnectionState, ErrorKind, Vcenter};

use crate::fixture::{ITEM, VM, connect, item, request_count, simulator, vm};

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
