use test_support::checked::{self, Checked};
use vcenter_iso::{ErrorKind, Fleet, MountOutcome, VmId, VmState};
use vcenter_iso_simulator::{Fault, Gate, Inventory, Simulator};

use crate::scene::{ITEM, cdroms, connect, item, simulator, vm};

async fn fleet(count: usize) -> (Checked, Vec<VmId>) {
    let inventory = Inventory::with_vms(count, 7);
    // What can be mounted on, so that only what a test injects goes wrong.
    let able: Vec<_> = inventory
        .vms
        .iter()
        .filter(|(_, vm)| vm.power_state == vcenter_iso_simulator::PowerState::PoweredOff)
        .filter(|(_, vm)| inventory.hosts[&vm.host].datastores.contains("datastore-11"))
        .map(|(id, _)| vm(id))
        .collect();
    (checked::start(Simulator::builder().inventory(inventory)).await, able)
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
        assert_eq!(result.expect("an unmount").cdroms().len(), 1, "{machine}");
    }
}

#[tokio::test]
async fn as_many_at_once_as_is_said() {
    let (simulator, vms) = fleet(60).await;
    let vcenter = connect(&simulator).await;
    let gate = Gate::new();
    simulator.inject_always("Vcenter.Iso.Image_mount", Fault::HoldBefore(gate.clone()));
    let total = vms.len();
    assert!(total >= 12, "too few for this test: {total}");
    let mut fleet = vcenter.mount_all(&item(ITEM), vms).concurrency(3);
    let progress = fleet.progress();
    for done in 0..total {
        let expected = 3.min(total - done);
        tokio::select! {
            result = fleet.next() => panic!("no mount has passed the gate: {result:?}"),
            () = gate.arrived(expected) => {}
        }
        assert_eq!((gate.held(), progress.counts().running), (expected, expected), "after {done}");
        gate.admit(1);
        let (machine, result) = fleet.next().await.expect("a result");
        assert!(matches!(result, Ok(MountOutcome::Mounted(_))), "{machine}: {result:?}");
    }
    assert!(fleet.next().await.is_none());
}

#[tokio::test]
async fn dropping_it_leaves_no_call_half_known() {
    let (simulator, vms) = fleet(60).await;
    let vcenter = connect(&simulator).await;
    let gate = Gate::new();
    simulator.inject_always("Vcenter.Iso.Image_mount", Fault::HoldAfter(gate.clone()));
    let total = vms.len();
    let mut fleet = vcenter.mount_all(&item(ITEM), vms).concurrency(4);
    let progress = fleet.progress();
    gate.admit(1);
    fleet.next().await.expect("a result").1.expect("a mount");
    drop(fleet);
    gate.open();
    progress.settled().await;
    let states = progress.states();
    assert_eq!(states.len(), total);
    for (machine, state) in &states {
        let mounted = cdroms(&simulator, machine.as_str()) > 0;
        match state {
            VmState::Done => assert!(mounted, "{machine} is said to be done"),
            VmState::NotStarted => assert!(!mounted, "{machine} is said not to have been begun"),
            other => panic!("{machine} is {other:?}"),
        }
    }
    let counts = progress.counts();
    assert!((4..=5).contains(&counts.done) && counts.not_started > 0, "{counts:?}");
}

#[tokio::test]
async fn cancelling_it_yields_what_is_under_way() {
    let (simulator, vms) = fleet(60).await;
    let vcenter = connect(&simulator).await;
    let total = vms.len();
    let mut fleet = vcenter.mount_all(&item(ITEM), vms).concurrency(4);
    let progress = fleet.progress();
    let mut yielded = 0;
    while let Some((_, result)) = fleet.next().await {
        result.expect("a mount");
        yielded += 1;
        fleet.cancel();
    }
    let counts = progress.counts();
    assert_eq!((counts.done, counts.not_started), (yielded, total - yielded));
    assert!(yielded <= 4, "{yielded} were begun");
}

#[tokio::test]
async fn work_of_ones_own() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let looked = vcenter.clone();
    let mut fleet = Fleet::new(["vm-42", "vm-9"].map(vm), move |vm| {
        let vcenter = looked.clone();
        async move { vcenter.mounted(&vm).await }
    });
    let mut results = Vec::new();
    while let Some((machine, result)) = fleet.next().await {
        results.push((machine.to_string(), result.map(|isos| isos.len()).map_err(|error| error.kind())));
    }
    results.sort_by(|one, other| one.0.cmp(&other.0));
    assert_eq!(results, [("vm-42".to_owned(), Ok(0)), ("vm-9".to_owned(), Err(ErrorKind::NotFound))]);
}
