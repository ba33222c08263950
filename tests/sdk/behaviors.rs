//! The workflows under each behavior of the simulator: vCenter documents none of them.

use test_support::checked::{self, Checked};
use vcenter_iso::{ConnectOutcome, ErrorKind, LibraryItemId, MountOutcome, UnmountOutcome, Vcenter};
use vcenter_iso_simulator::example::{ITEM, ITEM_NAME, RUNNING_VM, UNCACHED_ITEM, VM, VM_NAME};
use vcenter_iso_simulator::{Behavior, BehaviorSetting, CdromBacking, CdromState, Simulator};

use crate::fixture::{connect, item, vm};

async fn simulator(setting: BehaviorSetting) -> Checked {
    checked::start(Simulator::builder().behavior(|behavior| behavior.set(setting))).await
}

/// Returns the number of CD-ROMs of the VM with any image.
fn images(simulator: &Simulator, vm: &str) -> usize {
    let inventory = simulator.inventory();
    let cdroms = inventory.vms[vm].cdroms.values();
    cdroms.filter(|cdrom| matches!(cdrom.backing, CdromBacking::IsoFile(_))).count()
}

/// Mounts, mounts again, connects, lists, and unmounts, twice.
async fn check_workflow(
    simulator: &Simulator,
    vcenter: &Vcenter,
    item: &LibraryItemId,
    vm_id: &str,
    case: &str,
) {
    let vm = vm(vm_id);
    let preflight = vcenter.preflight(item, &vm).await.expect(case);
    assert!(preflight.passed(), "{case}: {preflight:#?}");
    let first = vcenter.ensure_mounted(item, &vm).await.expect(case);
    assert!(matches!(first, MountOutcome::Mounted(_)), "{case}: {first:?}");
    let second = vcenter.ensure_mounted(item, &vm).await.expect(case);
    assert!(matches!(second, MountOutcome::AlreadyMounted(_)), "{case}: {second:?}");
    assert_eq!((second.cdrom(), images(simulator, vm_id)), (first.cdrom(), 1), "{case}");
    let cdrom = &simulator.inventory().vms[vm_id].cdroms[first.cdrom().as_str()];
    let runs = vm_id == RUNNING_VM;
    assert_eq!(cdrom.state == CdromState::Connected, runs, "{case}: {cdrom:?}");

    let mounted = vcenter.mounted(&vm).await.expect(case);
    let items: Vec<_> = mounted.iter().filter_map(|image| image.item.as_ref()).collect();
    assert_eq!(items, [item], "{case}");
    if runs {
        let connected = vcenter.ensure_connected(&vm, first.cdrom()).await.expect(case);
        assert!(matches!(connected, ConnectOutcome::Unchanged(_)), "{case}: {connected:?}");
    }
    let unmounted = vcenter.ensure_unmounted(item, &vm).await.expect(case);
    assert!(matches!(unmounted, UnmountOutcome::Unmounted(_)), "{case}: {unmounted:?}");
    assert_eq!(images(simulator, vm_id), 0, "{case}");
    let again = vcenter.ensure_unmounted(item, &vm).await.expect(case);
    assert!(matches!(again, UnmountOutcome::NotMounted), "{case}: {again:?}");
}

#[tokio::test]
async fn the_workflows_succeed_under_each_behavior() {
    for setting in Behavior::settings() {
        let simulator = simulator(setting).await;
        let vcenter = connect(&simulator).await;
        let found = vcenter.find_iso(ITEM_NAME).await.expect("the item should be found by its name");
        assert_eq!(found.id, item(ITEM), "{setting}");
        let found = vcenter.find_vm(VM_NAME).await.expect("the VM should be found by its name");
        assert_eq!(found.id, vm(VM), "{setting}");
        for vm_id in [VM, RUNNING_VM, "vm-47"] {
            let case = format!("{setting}, {vm_id}");
            check_workflow(&simulator, &vcenter, &item(ITEM), vm_id, &case).await;
        }
        vcenter.logout().await.expect("the logout should succeed");
        assert_eq!(simulator.open_sessions(), 0, "{setting}");
    }
}

/// Errors keep their kind under each behavior that an item that is not cached, a full bus, or a busy VM can meet.
#[tokio::test]
async fn a_rejected_mount_adds_no_cdrom_under_any_behavior() {
    for setting in Behavior::settings() {
        let simulator = simulator(setting).await;
        let vcenter = connect(&simulator).await;
        simulator.update_inventory(|inventory| {
            inventory.vms.get_mut(VM).expect("the example has the VM").busy = true;
        });
        let error = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect_err("a busy VM");
        assert!(
            matches!(error.kind(), ErrorKind::Busy | ErrorKind::Server | ErrorKind::Unavailable),
            "{setting}: {error:?}"
        );
        assert_eq!(images(&simulator, VM), 0, "{setting}");
        let result = vcenter.ensure_mounted(&item(UNCACHED_ITEM), &vm("vm-47")).await;
        assert_eq!(images(&simulator, "vm-47"), usize::from(result.is_ok()), "{setting}: {result:?}");
    }
}
