//! Runs of the command for the same VMs at the same time.

use std::time::Duration;

use test_support::checked::{self, Checked};
use vcenter_iso_simulator::{Fault, Gate, Operation, Simulator, example};

use crate::command::{CommandOutput, Home, ITEM, run};
use crate::fleet::{MOUNT, count, error, inventory};

/// Starts a simulator in which a mount succeeds on every VM.
async fn simulator(vms: usize, latency: Duration) -> Checked {
    checked::start(Simulator::builder().inventory(inventory(vms)).latency(latency)).await
}

/// Runs the command once for each user: they share no directory, as on several machines.
async fn run_all(simulator: &Simulator, users: usize, arguments: &[&str]) -> Vec<CommandOutput> {
    let homes: Vec<_> = (0..users).map(|_| Home::new()).collect();
    run_in(simulator, &homes.iter().collect::<Vec<_>>(), arguments).await
}

async fn run_in(simulator: &Simulator, homes: &[&Home], arguments: &[&str]) -> Vec<CommandOutput> {
    let runs = homes.iter().map(|home| {
        let command = home.connected(simulator.url(), arguments.iter().copied());
        tokio::spawn(run(command))
    });
    let mut outputs = Vec::new();
    for run in runs.collect::<Vec<_>>() {
        outputs.push(run.await.expect("the command should run"));
    }
    outputs
}

/// Fails unless each VM has one CD-ROM with the image.
fn check_one_cdrom(simulator: &Simulator, outputs: &[CommandOutput]) {
    for (id, vm) in &simulator.inventory().vms {
        let cdroms = vm.cdroms_with(ITEM).count();
        let reports: Vec<_> = outputs
            .iter()
            .flat_map(|output| output.stdout.lines())
            .filter(|line| line.contains(id))
            .collect();
        assert_eq!(cdroms, 1, "{id} has {cdroms} CD-ROMs with the image, reported as {reports:?}");
    }
}

fn unmounts(simulator: &Simulator) -> usize {
    simulator.requests().iter().filter(|it| it.path_and_query().ends_with("?action=unmount")).count()
}

#[tokio::test]
async fn two_users_end_with_one_cdrom_on_each_vm() {
    let simulator = simulator(80, Duration::from_millis(20)).await;
    let outputs = run_all(&simulator, 2, &MOUNT).await;
    check_one_cdrom(&simulator, &outputs);
    let all = |result| outputs.iter().map(|output| count(output, result)).sum::<usize>();
    assert_eq!((all("mounted"), all("already_mounted")), (80, 80), "{outputs:?}");
    for output in &outputs {
        assert_eq!(output.status, Some(0), "{output:?}");
    }
    assert!(unmounts(&simulator) > 0, "the runs did not meet");
    assert_eq!(simulator.open_sessions(), 0);
}

#[tokio::test]
async fn two_users_end_with_one_cdrom_despite_faults() {
    let simulator = simulator(80, Duration::from_millis(20)).await;
    // No mount is carried out late, so that every outcome can be settled.
    for operation in
        [Operation::VcenterIsoImageMount, Operation::VcenterIsoImageUnmount, Operation::VcenterVmGet]
    {
        simulator.inject_random(operation, 0.04, [Fault::no_healthy_upstream()]);
        simulator.inject_random(operation, 0.03, [error(500, "RESOURCE_BUSY")]);
        simulator.inject_random(operation, 0.03, [Fault::reset().after()]);
    }
    let outputs = run_all(&simulator, 2, &MOUNT).await;
    simulator.clear_faults();
    let unsettled: Vec<_> = outputs
        .iter()
        .flat_map(|output| output.stdout.lines())
        .filter(|line| !line.contains("\tmounted\t") && !line.contains("\talready_mounted\t"))
        .map(str::to_owned)
        .collect();
    for (id, vm) in &simulator.inventory().vms {
        let cdroms = vm.cdroms_with(ITEM).count();
        let is_reported = unsettled.iter().any(|line| line.contains(&format!("\t{id}\t")));
        assert!(cdroms == 1 || is_reported, "{id} has {cdroms} CD-ROMs, and both runs report success");
    }
    // A lost response of a removal, and nothing else, can leave two.
    assert!(unsettled.len() <= 16, "too many outcomes are not settled: {unsettled:?}");
}

#[tokio::test]
async fn ten_users_end_with_one_cdrom() {
    let simulator = simulator(1, Duration::from_millis(300)).await;
    let arguments = ["mount", "--vm", "*", "--item", example::ITEM_NAME];
    let outputs = run_all(&simulator, 10, &arguments).await;
    check_one_cdrom(&simulator, &outputs);
    let mounted: usize = outputs.iter().map(|output| count(output, "mounted")).sum();
    assert_eq!(mounted, 1, "{outputs:?}");
    assert!(unmounts(&simulator) >= 1, "the runs did not meet");
}

#[tokio::test]
async fn ten_users_with_faults_end_with_one_cdrom() {
    let simulator = simulator(1, Duration::from_millis(100)).await;
    for operation in
        [Operation::VcenterIsoImageMount, Operation::VcenterIsoImageUnmount, Operation::VcenterVmGet]
    {
        simulator.inject_random(operation, 0.05, [Fault::no_healthy_upstream()]);
        simulator.inject_random(operation, 0.05, [error(500, "RESOURCE_BUSY")]);
    }
    let arguments = ["mount", "--vm", "*", "--item", example::ITEM_NAME];
    let outputs = run_all(&simulator, 10, &arguments).await;
    check_one_cdrom(&simulator, &outputs);
    for output in &outputs {
        assert_eq!(output.status, Some(0), "{output:?}");
    }
}

#[tokio::test]
async fn the_runs_of_one_user_take_a_vm_one_after_another() {
    let simulator = simulator(20, Duration::from_millis(20)).await;
    let home = Home::new();
    let outputs = run_in(&simulator, &[&home, &home, &home], &MOUNT).await;
    check_one_cdrom(&simulator, &outputs);
    let all = |result| outputs.iter().map(|output| count(output, result)).sum::<usize>();
    assert_eq!((all("mounted"), all("already_mounted")), (20, 40), "{outputs:?}");
    let mounts =
        simulator.requests().iter().filter(|it| it.path_and_query().ends_with("?action=mount")).count();
    assert_eq!((mounts, unmounts(&simulator)), (20, 0), "a lock did not hold");
    // No lock file is left.
    let locks = home.path().join(".local/state/vcenter-iso/locks");
    let servers: Vec<_> = std::fs::read_dir(&locks).expect("the directory of the locks").collect();
    assert_eq!(servers.len(), 1);
    for server in servers {
        let server = server.expect("a directory").path();
        let left: Vec<_> = std::fs::read_dir(&server).expect("the locks of the server").collect();
        assert!(left.is_empty(), "{left:?}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = server.metadata().expect("the directory exists").permissions().mode();
            assert_eq!(mode & 0o777, 0o700, "other users can hold the locks");
        }
    }
}

#[tokio::test]
async fn a_run_that_waits_for_another_one_tells_so_and_can_be_interrupted() {
    let simulator = simulator(1, Duration::ZERO).await;
    let home = Home::new();
    let gate = Gate::new();
    simulator.inject(Operation::VcenterIsoImageMount, [Fault::hold(&gate)]);
    let vm = simulator.inventory().vms.keys().next().cloned().expect("a VM");
    let arguments = ["mount", "--vm-id", &vm, "--item-id", ITEM];
    let first = tokio::spawn(run(home.connected(simulator.url(), arguments)));
    gate.wait_for(1).await;

    let late = ["mount", "--vm-id", &vm, "--item-id", ITEM, "--deadline", "6s", "--output", "jsonl"];
    let second = run(home.connected(simulator.url(), late)).await;
    assert_eq!(second.status, Some(1), "{second:?}");
    assert!(second.stdout.contains(r#""result":"not_started""#), "{second:?}");
    let note = format!("waiting for another run of vcenter-iso that works on {vm}\n");
    assert!(second.stderr.starts_with(&note), "{second:?}");
    assert!(second.stderr.ends_with("\nthe deadline is over: 1 not started\n"), "{second:?}");

    gate.open();
    let first = first.await.expect("the command should run");
    assert_eq!((first.status, count(&first, "mounted")), (Some(0), 1), "{first:?}");
}

#[tokio::test]
async fn a_home_that_cannot_be_written_is_no_obstacle() {
    let simulator = simulator(1, Duration::ZERO).await;
    let vm = simulator.inventory().vms.keys().next().cloned().expect("a VM");
    let mut command =
        crate::command::connected(simulator.url(), ["mount", "--vm-id", &vm, "--item-id", ITEM, "-v"]);
    command.env("HOME", "/dev/null/home");
    let output = run(command).await;
    assert_eq!(output.status, Some(0), "{output:?}");
    assert!(output.stderr.contains("working without a lock"), "{output:?}");
}
