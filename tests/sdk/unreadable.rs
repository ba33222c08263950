//! One object that the server cannot read, which must not block the rest.

use vcenter_iso::{ErrorKind, Hint, MountOutcome, VmFilter};
use vcenter_iso_simulator::{Fault, Operation};

use crate::fixture::{ITEM, VM, cdrom_count, connect, item, request_count, simulator, vm};

const READ: Operation = Operation::VcenterVmGet;

fn error(status: u16, error_type: &str) -> Fault {
    Fault::error(status, error_type)
}

#[tokio::test]
async fn a_vm_that_cannot_be_read_is_mounted_on_through_its_cdroms() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.inject_always(READ, error(500, "ERROR"));
    let (iso, off, running) = (item(ITEM), vm(VM), vm("vm-43"));
    for vm in [&off, &running] {
        let outcome = vcenter.ensure_mounted(&iso, vm).await.expect("the CD-ROMs can be read");
        assert!(matches!(outcome, MountOutcome::Mounted(_)), "{outcome:?}");
        let again = vcenter.ensure_mounted(&iso, vm).await.expect("the CD-ROMs can be read");
        assert!(matches!(again, MountOutcome::AlreadyMounted(_)), "{again:?}");
        assert_eq!(vcenter.mounted(vm).await.expect("the CD-ROMs can be read"), [again.iso().clone()]);
    }
    // The power state decides whether a CD-ROM has to be connected.
    assert!(!vcenter.mounted(&off).await.expect("the CD-ROMs can be read")[0].is_connected());
    assert!(vcenter.mounted(&running).await.expect("the CD-ROMs can be read")[0].is_connected());
    vcenter.ensure_unmounted(&iso, &off).await.expect("the unmount should succeed");
    assert_eq!(cdrom_count(&simulator, VM), 0);
}

#[tokio::test]
async fn an_error_that_is_about_the_vm_is_the_result() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    for (fault, kind) in [
        (error(403, "UNAUTHORIZED"), ErrorKind::PermissionDenied),
        (error(404, "NOT_FOUND"), ErrorKind::NotFound),
        (error(500, "RESOURCE_INACCESSIBLE"), ErrorKind::ResourceInaccessible),
    ] {
        simulator.inject(READ, [fault]);
        let error = vcenter.mounted(&vm(VM)).await.expect_err("the VM cannot be read");
        assert_eq!(error.kind(), kind, "{error:?}");
    }
    assert_eq!(request_count(&simulator, "/hardware/cdrom"), 0, "the CD-ROMs were read all the same");
    // An incomplete result would be taken for an image that is not mounted.
    simulator.inject_always(READ, error(500, "ERROR"));
    for operation in [Operation::VcenterVmHardwareCdromList, Operation::VcenterVmList] {
        simulator.inject(operation, [error(500, "ERROR")]);
        let error = vcenter.mounted(&vm("vm-45")).await.expect_err("the CD-ROMs cannot be read");
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::Server, Some(READ.id())),
            "{operation}: {error:?}"
        );
    }
}

#[tokio::test]
async fn a_list_that_cannot_be_read_has_a_hint_to_identifiers() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.inject_always(Operation::VcenterVmList, error(500, "ERROR"));
    for error in [
        vcenter.find_vm("build-01").await.expect_err("the list fails"),
        vcenter.vms(&VmFilter::default()).await.expect_err("the list fails"),
    ] {
        assert_eq!((error.kind(), error.hint()), (ErrorKind::Server, Some(Hint::UnlistableVms)), "{error:?}");
    }
    vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect("an identifier needs no list");
}
