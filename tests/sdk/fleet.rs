//! `Fleet`, `mount_all` and `unmount_all`.

use test_support::checked::{self, Checked};
use vcenter_iso::{ErrorKind, Fleet, MountOutcome, VmId, VmState};
use vcenter_iso_simulator::{Fault, Gate, Inventory, Operation, Simulator};

use crate::fixture::{ITEM, cdrom_count, connect, item, simulator, vm};

/// Starts a simulator with `count` VMs. Returns it with those VMs on which a mount succeeds unless a test
/// injects a fault.
pub(crate) async fn simulator_with_vms(count: usize) -> (Checked, Vec<VmId>) {
    let inventory = Inventory::with_vms(count, 7);
    let mountable: Vec<_> = inventory
        .vms
        .iter()
        .filter(|(_, vm)| vm.power_state == vcenter_iso_simulator::PowerState::PoweredOff)
        .filter(|(_, vm)| inventory.hosts[&vm.host].datastores.contains("datastore-11"))
        .map(|(id, _)| vm(id))
        .collect();
    (checked::start(Simulator::builder().inventory(inventory)).await, mountable)
}

#[tokio::test]
async fn one_failure_does_not_stop_the_others() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let vms = ["vm-42", "vm-44", "vm-9", "vm-43", "vm-42"].map(vm);
    let mut fleet = vcenter.mount_all(&item(ITEM), vms);
    let progress = fleet.progress();
    let mut results = Vec::new();
    while let Some((machine, result)) = fleet.next().await {
        results.push((machine.to_string(), result.map(|_| ()).map_err(|error| error.kind())));
    }
    results.sort_by(|one, other| one.0.cmp(&other.0));
    assert_eq!(
        results,
        [
            ("vm-42".to_owned(), Ok(())),
            ("vm-43".to_owned(), Ok(())),
            ("vm-44".to_owned(), Err(ErrorKind::NotAllowedInCurrentState)),
            ("vm-9".to_owned(), Err(ErrorKind::NotFound)),
        ]
    );
    let counts = progress.counts();
    assert_eq!((counts.done, counts.failed, counts.not_started, counts.running), (2, 2, 0, 0));

    let mut fleet = vcenter.unmount_all(&item(ITEM), ["vm-42", "vm-43"].map(vm));
    while let Some((machine, result)) = fleet.next().await {
        assert_eq!(result.expect("the unmount should succeed").cdroms().len(), 1, "{machine}");
    }
}

#[tokio::test]
async fn concurrency_limits_the_running_calls() {
    let (simulator, vms) = simulator_with_vms(60).await;
    let vcenter = connect(&simulator).await;
    let gate = Gate::new();
    simulator.inject_always(Operation::VcenterIsoImageMount, Fault::hold(&gate));
    let total = vms.len();
    assert!(total >= 12, "the test needs at least 12 VMs, and has {total}");
    let mut fleet = vcenter.mount_all(&item(ITEM), vms).concurrency(3);
    let progress = fleet.progress();
    for done in 0..total {
        let expected = 3.min(total - done);
        tokio::select! {
            result = fleet.next() => {
                panic!("a call completed although every mount is held at the gate: {result:?}")
            }
            () = gate.wait_for(expected) => {}
        }
        assert_eq!((gate.held(), progress.counts().running), (expected, expected), "after {done} results");
        gate.release(1);
        let (machine, result) = fleet.next().await.expect("the fleet should return a result");
        assert!(matches!(result, Ok(MountOutcome::Mounted(_))), "{machine}: {result:?}");
    }
    assert!(fleet.next().await.is_none());
}

#[tokio::test]
async fn a_dropped_fleet_settles_with_a_final_state_for_each_vm() {
    let (simulator, vms) = simulator_with_vms(60).await;
    let vcenter = connect(&simulator).await;
    let gate = Gate::new();
    simulator.inject_always(Operation::VcenterIsoImageMount, Fault::hold(&gate).after());
    let total = vms.len();
    let mut fleet = vcenter.mount_all(&item(ITEM), vms).concurrency(4);
    let progress = fleet.progress();
    gate.release(1);
    fleet.next().await.expect("the fleet should return a result").1.expect("the mount should succeed");
    drop(fleet);
    gate.open();
    progress.settled().await;
    let states = progress.states();
    assert_eq!(states.len(), total);
    for (machine, state) in &states {
        let mounted = cdrom_count(&simulator, machine.as_str()) > 0;
        match state {
            VmState::Done => assert!(mounted, "{machine} has no CD-ROM, but its state is Done"),
            VmState::NotStarted => assert!(!mounted, "{machine} has a CD-ROM, but its state is NotStarted"),
            other => panic!("the state of {machine} is {other:?}; expected Done or NotStarted"),
        }
    }
    let counts = progress.counts();
    assert!((4..=5).contains(&counts.done) && counts.not_started > 0, "{counts:?}");
}

#[tokio::test]
async fn a_cancelled_fleet_yields_the_running_calls() {
    let (simulator, vms) = simulator_with_vms(60).await;
    let vcenter = connect(&simulator).await;
    let total = vms.len();
    let mut fleet = vcenter.mount_all(&item(ITEM), vms).concurrency(4);
    let progress = fleet.progress();
    let mut yielded = 0;
    while let Some((machine, result)) = fleet.next().await {
        match result {
            Ok(_) => yielded += 1,
            Err(error) => assert_eq!(error.kind(), ErrorKind::Cancelled, "{machine}: {error}"),
        }
        fleet.cancel();
    }
    let counts = progress.counts();
    assert_eq!((counts.done, counts.not_started), (yielded, total - yielded));
    assert!(yielded <= 4, "{yielded} calls were started, at most 4 are allowed");
}

#[tokio::test]
async fn a_cancelled_fleet_ends_reads_and_completes_changes() {
    let (simulator, vms) = simulator_with_vms(60).await;
    let vcenter = connect(&simulator).await;
    let (reads, mounts) = (Gate::new(), Gate::new());
    simulator.inject_always(Operation::VcenterVmGet, Fault::hold(&reads));
    simulator.inject_always(Operation::VcenterIsoImageMount, Fault::hold(&mounts));
    let total = vms.len();
    let mut fleet = vcenter.mount_all(&item(ITEM), vms).concurrency(4);
    let progress = fleet.progress();
    let one_mount_and_three_reads = async {
        reads.wait_for(4).await;
        reads.release(1);
        mounts.wait_for(1).await;
    };
    tokio::select! {
        result = fleet.next() => panic!("every call is held at a gate: {result:?}"),
        () = one_mount_and_three_reads => {}
    }
    fleet.cancel();
    let counts = progress.counts();
    assert_eq!((counts.running, counts.not_started), (1, total - 1), "only the mount should go on");
    for _ in 0..3 {
        let (machine, result) = fleet.next().await.expect("a running VM should be yielded");
        assert_eq!(result.expect_err("it was cancelled").kind(), ErrorKind::Cancelled, "{machine}");
        assert_eq!(progress.states()[&machine], VmState::NotStarted, "{machine}");
    }
    simulator.clear_faults();
    mounts.release(1);
    let (machine, result) = fleet.next().await.expect("the mount should be yielded");
    assert!(matches!(result, Ok(MountOutcome::Mounted(_))), "{machine}: {result:?}");
    assert!(fleet.next().await.is_none());
    let counts = progress.counts();
    assert_eq!((counts.done, counts.not_started), (1, total - 1));
}

#[tokio::test]
async fn a_fleet_runs_a_custom_operation() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let reader = vcenter.clone();
    let mut fleet = Fleet::new(["vm-42", "vm-9"].map(vm), move |vm| {
        let vcenter = reader.clone();
        async move { vcenter.mounted(&vm).await }
    });
    let mut results = Vec::new();
    while let Some((machine, result)) = fleet.next().await {
        results.push((machine.to_string(), result.map(|isos| isos.len()).map_err(|error| error.kind())));
    }
    results.sort_by(|one, other| one.0.cmp(&other.0));
    assert_eq!(results, [("vm-42".to_owned(), Ok(0)), ("vm-9".to_owned(), Err(ErrorKind::NotFound))]);
}
