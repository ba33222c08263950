//! Idempotent mounting and unmounting, and what is mounted.

use test_support::checked;
use vcenter_iso::{ErrorKind, HostBusAdapterType, MountOutcome, UnmountOutcome};
use vcenter_iso_simulator::{Behavior, Fault, PowerState, Simulator, example};

use crate::scene::{ITEM, LIBRARY, VM, cdroms, connect, count, item, simulator, vm};
use crate::secrets;

const MOUNT: &str = "?action=mount";

#[tokio::test]
async fn a_second_ensure_changes_nothing() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let first = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect("a mount");
    assert!(matches!(first, MountOutcome::Mounted(_)), "{first:?}");
    let second = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect("nothing to do");
    assert_eq!(second, MountOutcome::AlreadyMounted(first.cdrom().clone()));
    assert_eq!((cdroms(&simulator, VM), count(&simulator, MOUNT)), (1, 1));
    // The documented operation adds one each time.
    vcenter.mount(&item(ITEM), &vm(VM)).await.expect("a mount");
    assert_eq!(cdroms(&simulator, VM), 2);
}

#[tokio::test]
async fn concurrent_calls_add_one_cdrom() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    // One of them through a connection of its own.
    let other = connect(&simulator).await;
    let (iso, machine) = (item(ITEM), vm(VM));
    let tasks: Vec<_> = (0..20)
        .map(|index| {
            let vcenter = if index == 0 { other.clone() } else { vcenter.clone() };
            let (iso, machine) = (iso.clone(), machine.clone());
            tokio::spawn(async move { vcenter.ensure_mounted(&iso, &machine).await })
        })
        .collect();
    let mut mounted = 0;
    for task in tasks {
        let done = task.await.expect("no panic").expect("a mount");
        mounted += usize::from(matches!(done, MountOutcome::Mounted(_)));
    }
    assert_eq!((mounted, cdroms(&simulator, VM), count(&simulator, MOUNT)), (1, 1, 1));
}

#[tokio::test]
async fn what_is_mounted_tells_where_it_comes_from() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let done = vcenter.ensure_mounted(&item(ITEM), &vm("vm-43")).await.expect("a mount");
    // `vm-43` has a console drive as well, which is no ISO.
    let isos = vcenter.mounted(&vm("vm-43")).await.expect("the CD-ROMs");
    assert_eq!(isos.len(), 1, "{isos:?}");
    let iso = &isos[0];
    assert_eq!(&iso.cdrom, done.cdrom());
    assert_eq!(iso.item.as_ref().map(AsRef::as_ref), Some(ITEM));
    assert_eq!(iso.library.as_ref().map(AsRef::as_ref), Some(LIBRARY));
    assert_eq!((iso.adapter.clone(), iso.bus, iso.unit), (HostBusAdapterType::Sata, Some(0), Some(1)));
    assert!(iso.connected, "the virtual machine is on: {iso:?}");
    assert!(iso.iso_file.starts_with("[ssd-01] contentlib-"), "{iso:?}");
    assert!(!iso.label.is_empty());

    let error = vcenter.mounted(&vm("vm-9")).await.expect_err("no such VM");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
}

#[tokio::test]
async fn unmounting() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let machine = vm("vm-43");
    let cdrom = vcenter.mount(&item(ITEM), &machine).await.expect("a mount");
    vcenter.unmount(&machine, &cdrom).await.expect("an unmount");
    assert_eq!(cdroms(&simulator, "vm-43"), 0);

    let error = vcenter.unmount(&machine, &cdrom).await.expect_err("it is gone");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");

    // The console drive is no ISO: it is left alone unless that is what is wanted.
    let console = "16000".parse().expect("a CD-ROM id");
    let error = vcenter.unmount(&machine, &console).await.expect_err("it is no ISO");
    assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error:?}");
    assert_eq!(
        error.to_string(),
        "unmount failed: CD-ROM 16000 of vm-43 is backed by CLIENT_DEVICE, not by an ISO file; it was left alone"
    );
    assert!(simulator.inventory().vms["vm-43"].cdroms.contains_key("16000"));
    secrets::check(&error);
    vcenter.unmount(&machine, &console).any_backing().await.expect("an unmount of whatever it is");
    assert!(!simulator.inventory().vms["vm-43"].cdroms.contains_key("16000"));
}

#[tokio::test]
async fn ensuring_that_nothing_is_mounted() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let (iso, machine) = (item(ITEM), vm(VM));
    assert_eq!(
        vcenter.ensure_unmounted(&iso, &machine).await.expect("nothing to do"),
        UnmountOutcome::NotMounted
    );
    for _ in 0..2 {
        vcenter.mount(&iso, &machine).await.expect("a mount");
    }
    let removed = vcenter.ensure_unmounted(&iso, &machine).await.expect("an unmount");
    assert_eq!(removed.cdroms().len(), 2, "{removed:?}");
    assert_eq!(cdroms(&simulator, VM), 0);
}

#[tokio::test]
async fn an_unmount_whose_answer_is_lost_is_looked_at() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let (iso, machine) = (item(ITEM), vm(VM));
    for fault in [Fault::ResetAfter, Fault::NoHealthyUpstream] {
        vcenter.mount(&iso, &machine).await.expect("a mount");
        simulator.inject("Vcenter.Iso.Image_unmount", [fault.clone()]);
        let removed = vcenter.ensure_unmounted(&iso, &machine).await.unwrap_or_else(|error| {
            panic!("after {fault:?}: {error:?}");
        });
        assert_eq!((removed.cdroms().len(), cdroms(&simulator, VM)), (1, 0), "after {fault:?}");
    }
    // If it is still there, the server may carry it out later.
    for fault in [Fault::ResetBefore, Fault::Html(502)] {
        vcenter.mount(&iso, &machine).await.expect("a mount");
        simulator.inject("Vcenter.Iso.Image_unmount", [fault.clone()]);
        let error = vcenter.ensure_unmounted(&iso, &machine).await.expect_err("it is still there");
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "after {fault:?}: {error:?}");
        vcenter.ensure_unmounted(&iso, &machine).await.expect("an unmount");
    }
}

#[tokio::test]
async fn a_retry_after_is_waited_for_and_the_deadline_holds() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let busy = |retry_after| Fault::Status {
        status: 429,
        error_type: None,
        retry_after: Some(std::time::Duration::from_secs(retry_after)),
    };
    simulator.inject("Vcenter.VM_get", [busy(1)]);
    let started = std::time::Instant::now();
    vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect("a mount after the wait");
    assert!(started.elapsed() >= std::time::Duration::from_secs(1), "the server asked for a second");

    // An hour is past the deadline of these tests: the error comes at once, and says how long it would have been.
    simulator.inject("Vcenter.VM_get", [busy(3600)]);
    let error = vcenter.ensure_mounted(&item(ITEM), &vm("vm-47")).await.expect_err("no time left");
    assert_eq!(error.kind(), ErrorKind::Unavailable, "{error:?}");
    assert_eq!(error.retry_after(), Some(std::time::Duration::from_secs(3600)));
}

#[tokio::test]
async fn it_does_not_depend_on_undocumented_behavior() {
    type Change = fn(&mut Behavior);
    let changes: [(&str, Change); 13] = [
        ("mount_on_ide", |behavior| behavior.mount_on_ide = true),
        ("mount_connects", |behavior| behavior.mount_connects = false),
        ("mount_start_connected", |behavior| behavior.mount_start_connected = false),
        ("mount_fetches", |behavior| behavior.mount_fetches = true),
        ("object_folder", |behavior| behavior.object_folder = true),
        ("unmount_keeps_drive", |behavior| behavior.unmount_keeps_drive = true),
        ("unmount_any_backing", |behavior| behavior.unmount_any_backing = false),
        ("general_errors", |behavior| behavior.general_errors = true),
        ("model_ids", |behavior| behavior.model_ids = false),
        ("server_id_in_uris", |behavior| behavior.server_id_in_uris = false),
        ("unset_as_null", |behavior| behavior.unset_as_null = true),
        ("plain_name_filter", |behavior| behavior.plain_name_filter = true),
        ("name_filter_ignores_case", |behavior| behavior.name_filter_ignores_case = true),
    ];
    for (name, change) in changes {
        let simulator = checked::start(Simulator::builder().behavior(change)).await;
        let vcenter = connect(&simulator).await;
        vcenter.find_vm(example::VM_NAME).await.unwrap_or_else(|error| panic!("{name}: {error:?}"));
        let machine = vm(VM);
        let iso =
            vcenter.find_iso(example::ITEM_NAME).await.unwrap_or_else(|error| panic!("{name}: {error:?}"));
        for running in [false, true] {
            let state = if running { PowerState::PoweredOn } else { PowerState::PoweredOff };
            simulator
                .update_inventory(|inventory| inventory.vms.get_mut(VM).expect("the VM").power_state = state);
            let mounted = vcenter.ensure_mounted(&iso.id, &machine).await;
            let Ok(MountOutcome::Mounted(cdrom)) = mounted else { panic!("{name}: {mounted:?}") };
            let again = vcenter.ensure_mounted(&iso.id, &machine).await.expect("it is mounted");
            assert_eq!(again, MountOutcome::AlreadyMounted(cdrom.clone()), "{name}");
            assert_eq!(cdroms(&simulator, VM), 1, "{name}");
            let removed = vcenter.ensure_unmounted(&iso.id, &machine).await;
            let removed = removed.unwrap_or_else(|error| panic!("{name}: {error:?}"));
            assert_eq!(removed.cdroms(), [cdrom], "{name}");
            assert_eq!(cdroms(&simulator, VM), 0, "{name}");
        }
    }
}
