//! `ensure_mounted`, `ensure_unmounted`, `unmount` and `mounted`.

use test_support::checked;
use vcenter_iso::{ErrorKind, HostBusAdapterType, MountOutcome, UnmountOutcome};
use vcenter_iso_simulator::{Behavior, Fault, Operation, PowerState, Response, Simulator, example};

use crate::fixture::{ITEM, LIBRARY, VM, cdrom_count, connect, item, request_count, simulator, vm};
use crate::secrets;

const MOUNT: &str = "?action=mount";

#[tokio::test]
async fn a_second_ensure_mounted_changes_nothing() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let first = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect("the mount should succeed");
    assert!(matches!(first, MountOutcome::Mounted(_)), "{first:?}");
    let second =
        vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect("the call should have nothing to do");
    assert_eq!(second, MountOutcome::AlreadyMounted(first.iso().clone()));
    assert_eq!((cdrom_count(&simulator, VM), request_count(&simulator, MOUNT)), (1, 1));
    // `mount` adds a CD-ROM each time.
    vcenter.mount(&item(ITEM), &vm(VM)).await.expect("the mount should succeed");
    assert_eq!(cdrom_count(&simulator, VM), 2);
}

#[tokio::test]
async fn concurrent_calls_add_one_cdrom() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    // One call uses another connection.
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
        let outcome = task.await.expect("the task should not panic").expect("the mount should succeed");
        mounted += usize::from(matches!(outcome, MountOutcome::Mounted(_)));
    }
    assert_eq!((mounted, cdrom_count(&simulator, VM), request_count(&simulator, MOUNT)), (1, 1, 1));
}

#[tokio::test]
async fn mounted_returns_item_library_and_drive() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let outcome = vcenter.ensure_mounted(&item(ITEM), &vm("vm-43")).await.expect("the mount should succeed");
    // `vm-43` also has a console drive, which holds no ISO image.
    let isos = vcenter.mounted(&vm("vm-43")).await.expect("the CD-ROMs should be read");
    assert_eq!(isos.len(), 1, "{isos:?}");
    let iso = &isos[0];
    assert_eq!(&iso.cdrom, outcome.cdrom());
    assert_eq!(iso.item.as_ref().map(AsRef::as_ref), Some(ITEM));
    assert_eq!(iso.library.as_ref().map(AsRef::as_ref), Some(LIBRARY));
    assert_eq!((iso.adapter.clone(), iso.bus, iso.unit), (HostBusAdapterType::Sata, Some(0), Some(1)));
    assert!(iso.is_connected(), "the CD-ROM of a running VM should be connected: {iso:?}");
    assert!(iso.iso_file.starts_with("[ssd-01] contentlib-"), "{iso:?}");
    assert!(!iso.label.is_empty());

    let error = vcenter.mounted(&vm("vm-9")).await.expect_err("the read of an unknown VM should fail");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
}

#[tokio::test]
async fn unmount_removes_only_iso_images_by_default() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let machine = vm("vm-43");
    let cdrom = vcenter.mount(&item(ITEM), &machine).await.expect("the mount should succeed");
    vcenter.unmount(&machine, &cdrom).await.expect("the unmount should succeed");
    assert_eq!(cdrom_count(&simulator, "vm-43"), 0);

    let error = vcenter.unmount(&machine, &cdrom).await.expect_err("a second unmount should fail");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");

    // The console drive holds no ISO image. Only `any_backing` removes it.
    let console = "16000".parse().expect("the identifier should be valid");
    let error =
        vcenter.unmount(&machine, &console).await.expect_err("the unmount of another backing should fail");
    assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error:?}");
    assert_eq!(
        error.to_string(),
        "unmount failed: CD-ROM 16000 of vm-43 is backed by CLIENT_DEVICE, not by an ISO file; it was not changed"
    );
    assert!(simulator.inventory().vms["vm-43"].cdroms.contains_key("16000"));
    secrets::check(&error);
    vcenter
        .unmount(&machine, &console)
        .any_backing()
        .await
        .expect("`any_backing` should unmount the console drive");
    assert!(!simulator.inventory().vms["vm-43"].cdroms.contains_key("16000"));
}

#[tokio::test]
async fn ensure_unmounted_removes_every_cdrom_with_the_image() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let (iso, machine) = (item(ITEM), vm(VM));
    assert_eq!(
        vcenter.ensure_unmounted(&iso, &machine).await.expect("the call should have nothing to do"),
        UnmountOutcome::NotMounted
    );
    for _ in 0..2 {
        vcenter.mount(&iso, &machine).await.expect("the mount should succeed");
    }
    let removed = vcenter.ensure_unmounted(&iso, &machine).await.expect("the unmount should succeed");
    assert_eq!(removed.cdroms().len(), 2, "{removed:?}");
    assert_eq!(cdrom_count(&simulator, VM), 0);
}

#[tokio::test]
async fn a_lost_unmount_response_is_checked() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let (iso, machine) = (item(ITEM), vm(VM));
    for fault in [Fault::reset().after(), Fault::no_healthy_upstream()] {
        vcenter.mount(&iso, &machine).await.expect("the mount should succeed");
        simulator.inject(Operation::VcenterIsoImageUnmount, [fault.clone()]);
        let removed = vcenter.ensure_unmounted(&iso, &machine).await.unwrap_or_else(|error| {
            panic!("the unmount failed after {fault:?}: {error:?}");
        });
        assert_eq!((removed.cdroms().len(), cdrom_count(&simulator, VM)), (1, 0), "after {fault:?}");
    }
    // If the CD-ROM is still there, the server may still carry out the unmount.
    for fault in [Fault::reset(), Fault::html(502)] {
        vcenter.mount(&iso, &machine).await.expect("the mount should succeed");
        simulator.inject(Operation::VcenterIsoImageUnmount, [fault.clone()]);
        let error = vcenter
            .ensure_unmounted(&iso, &machine)
            .await
            .expect_err("an unmount without effect should fail");
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "after {fault:?}: {error:?}");
        vcenter.ensure_unmounted(&iso, &machine).await.expect("the unmount should succeed");
    }
}

#[tokio::test]
async fn a_retry_after_is_awaited_within_the_deadline() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let busy = |seconds| {
        let retry_after = std::time::Duration::from_secs(seconds);
        Fault::respond(Response::untyped_error(429).retry_after(retry_after))
    };
    simulator.inject(Operation::VcenterVmGet, [busy(1)]);
    let started = std::time::Instant::now();
    vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect("the mount should succeed after the wait");
    assert!(
        started.elapsed() >= std::time::Duration::from_secs(1),
        "the retry was sent before the `Retry-After` of one second had passed"
    );

    // A `Retry-After` past the deadline ends the call at once. The error contains it.
    simulator.inject(Operation::VcenterVmGet, [busy(3600)]);
    let error = vcenter
        .ensure_mounted(&item(ITEM), &vm("vm-47"))
        .await
        .expect_err("the call should end without a retry");
    assert_eq!(error.kind(), ErrorKind::Unavailable, "{error:?}");
    assert_eq!(error.retry_after(), Some(std::time::Duration::from_secs(3600)));
}

#[tokio::test]
async fn results_do_not_depend_on_undocumented_behavior() {
    type Change = fn(&mut Behavior);
    let changes: [(&str, Change); 13] = [
        ("mount_on_ide", |behavior| behavior.mount_on_ide = true),
        ("mount_connects", |behavior| behavior.mount_connects = false),
        ("mount_start_connected", |behavior| behavior.mount_start_connected = false),
        ("mount_transfers_item", |behavior| behavior.mount_transfers_item = true),
        ("vsan_object_folder", |behavior| behavior.vsan_object_folder = true),
        ("unmount_keeps_cdrom", |behavior| behavior.unmount_keeps_cdrom = true),
        ("unmount_any_backing", |behavior| behavior.unmount_any_backing = false),
        ("generic_errors", |behavior| behavior.generic_errors = true),
        ("model_ids", |behavior| behavior.model_ids = false),
        ("server_id_in_uris", |behavior| behavior.server_id_in_uris = false),
        ("unset_as_null", |behavior| behavior.unset_as_null = true),
        ("plain_name_filter", |behavior| behavior.plain_name_filter = true),
        ("name_filter_ignores_case", |behavior| behavior.name_filter_ignores_case = true),
    ];
    for (name, change) in changes {
        let simulator = checked::start(Simulator::builder().behavior(change)).await;
        let vcenter = connect(&simulator).await;
        vcenter
            .find_vm(example::VM_NAME)
            .await
            .unwrap_or_else(|error| panic!("a call failed with {name}: {error:?}"));
        let machine = vm(VM);
        let iso = vcenter
            .find_iso(example::ITEM_NAME)
            .await
            .unwrap_or_else(|error| panic!("a call failed with {name}: {error:?}"));
        for running in [false, true] {
            let state = if running { PowerState::PoweredOn } else { PowerState::PoweredOff };
            simulator.update_inventory(|inventory| {
                inventory.vms.get_mut(VM).expect("the VM should exist").power_state = state;
            });
            let mounted = vcenter.ensure_mounted(&iso.id, &machine).await;
            let Ok(MountOutcome::Mounted(on)) = mounted else {
                panic!("nothing was mounted with {name}: {mounted:?}")
            };
            let again = vcenter.ensure_mounted(&iso.id, &machine).await.expect("the image should be mounted");
            assert_eq!(again, MountOutcome::AlreadyMounted(on.clone()), "{name}");
            assert_eq!(cdrom_count(&simulator, VM), 1, "{name}");
            let removed = vcenter.ensure_unmounted(&iso.id, &machine).await;
            let removed = removed.unwrap_or_else(|error| panic!("a call failed with {name}: {error:?}"));
            assert_eq!(removed.cdroms(), [on.cdrom], "{name}");
            assert_eq!(cdrom_count(&simulator, VM), 0, "{name}");
        }
    }
}
