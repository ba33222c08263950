//! Batches of VMs, some of which fail.

use std::process::Stdio;
use std::time::Duration;

use test_support::checked::{self, Checked};
use test_support::faulty::{Act, Faulty};
use vcenter_iso_simulator::{Fault, Inventory, Operation, PowerState, Simulator, example};

use crate::command::{CommandOutput, connected, run};
use crate::mount::vcenter;

/// Returns an inventory in which a mount succeeds on every VM.
pub(crate) fn inventory(count: usize) -> Inventory {
    let mut inventory = Inventory::with_vms(count, 7);
    for vm in inventory.vms.values_mut() {
        vm.power_state = PowerState::PoweredOff;
        "host-21".clone_into(&mut vm.host);
    }
    inventory
}

/// Starts a simulator in which a mount succeeds on every VM.
pub(crate) async fn fleet(count: usize) -> Checked {
    checked::start(Simulator::builder().inventory(inventory(count))).await
}

pub(crate) fn error(status: u16, error_type: &str) -> Fault {
    Fault::error(status, error_type)
}

pub(crate) const MOUNT: [&str; 5] = ["mount", "--vm", "*", "--item", example::ITEM_NAME];

/// Returns the number of VMs with this result, which is the third column.
pub(crate) fn count(output: &CommandOutput, result: &str) -> usize {
    output.stdout.lines().filter(|line| line.split('\t').nth(2) == Some(result)).count()
}

/// Returns the number of VMs on which the image is mounted.
pub(crate) fn mounted(simulator: &Simulator) -> usize {
    simulator.inventory().vms.values().filter(|vm| vm.cdroms_with(example::ITEM).count() > 0).count()
}

#[tokio::test]
async fn each_vm_has_a_line_and_the_summary_comes_last() {
    let simulator = fleet(60).await;
    simulator.inject(
        Operation::VcenterIsoImageMount,
        [error(400, "INVALID_ARGUMENT"), error(400, "INVALID_ARGUMENT")],
    );
    let output = run(connected(simulator.url(), MOUNT)).await;
    assert_eq!(output.status, Some(1), "{output:?}");
    assert_eq!((output.stdout.lines().count(), count(&output, "failed")), (60, 2), "{output:?}");
    assert_eq!(mounted(&simulator), 58);
    let lines: Vec<_> = output.stderr.lines().collect();
    assert!(!output.stderr.contains("[1/60]"), "stdout has the results already: {}", output.stderr);
    assert_eq!(lines.last(), Some(&"60 virtual machines: 58 mounted, 2 failed"));
    assert_eq!(simulator.open_sessions(), 0, "it did not log out");

    // A second run mounts only where the first one failed.
    let again = run(connected(simulator.url(), MOUNT)).await;
    assert_eq!(again.status, Some(0), "{again:?}");
    assert!(
        again.stderr.ends_with("60 virtual machines: 58 already mounted, 2 mounted\n"),
        "{}",
        again.stderr
    );
    assert!(simulator.inventory().vms.values().all(|vm| vm.cdroms_with(example::ITEM).count() == 1));
}

/// The results come at the end.
#[tokio::test]
async fn json_has_a_line_for_each_vm_on_stderr_unless_it_is_quiet() {
    let simulator = fleet(10).await;
    let arguments = MOUNT.into_iter().chain(["--output", "json"]);
    let output = run(connected(simulator.url(), arguments.clone())).await;
    assert_eq!(output.stderr.lines().filter(|line| line.starts_with('[')).count(), 10, "{}", output.stderr);
    simulator.inject(Operation::VcenterVmGet, [error(400, "INVALID_ARGUMENT")]);
    let quiet = run(connected(simulator.url(), arguments.chain(["--quiet"]))).await;
    assert!(quiet.stderr.starts_with("error: ") && quiet.stdout.starts_with('['), "{quiet:?}");
    assert!(!quiet.stderr.contains("virtual machines: 9"), "{quiet:?}");
}

#[tokio::test]
async fn fail_fast_skips_the_remaining_vms() {
    let simulator = fleet(30).await;
    simulator.inject_always(Operation::VcenterIsoImageMount, error(400, "INVALID_ARGUMENT"));
    let arguments = MOUNT.into_iter().chain(["--fail-fast", "--concurrency", "2"]);
    let output = run(connected(simulator.url(), arguments)).await;
    assert_eq!(output.status, Some(1), "{output:?}");
    assert_eq!(output.stdout.lines().count(), 30, "every VM should be reported: {output:?}");
    let started = 30 - count(&output, "not_started");
    assert!((1..=3).contains(&started), "{started} VMs were started");
    assert_eq!(count(&output, "failed"), started);
}

/// Asserts the exit status of a batch in which one VM fails with each of these errors.
async fn check_status(faults: &[Fault], expected: i32) {
    let simulator = fleet(4).await;
    if !faults.is_empty() {
        simulator.inject(Operation::VcenterIsoImageMount, faults.iter().cloned());
    }
    let arguments = MOUNT.into_iter().chain(["--always"]);
    let output = run(connected(simulator.url(), arguments)).await;
    assert_eq!(output.status, Some(expected), "{faults:?}: {output:?}");
}

#[tokio::test]
async fn the_exit_status_of_a_batch_depends_on_its_failures() {
    let not_found = || error(404, "NOT_FOUND");
    let denied = || error(403, "UNAUTHORIZED");
    let not_allowed = || error(400, "NOT_ALLOWED_IN_CURRENT_STATE");
    let lost = || Fault::reset().after();
    check_status(&[], 0).await;
    check_status(&[not_allowed()], 1).await;
    check_status(&[not_found()], 4).await;
    check_status(&[denied(), denied()], 5).await;
    check_status(&[not_found(), denied()], 1).await;
    check_status(&[not_found(), lost(), denied()], 3).await;
}

#[tokio::test]
async fn a_mount_with_a_lost_response_is_found_and_not_repeated() {
    let simulator = fleet(3).await;
    // The mount was carried out: a read of the VM finds its CD-ROM.
    simulator.inject(Operation::VcenterIsoImageMount, [Fault::reset().after()]);
    let output = run(connected(simulator.url(), MOUNT)).await;
    assert_eq!((output.status, count(&output, "mounted")), (Some(0), 3), "{output:?}");
    assert!(simulator.inventory().vms.values().all(|vm| vm.cdroms_with(example::ITEM).count() == 1));
}

#[tokio::test]
async fn a_closed_stdout_stops_the_batch() {
    let simulator = fleet(200).await;
    simulator.inject_always(Operation::VcenterIsoImageMount, Fault::delay(Duration::from_millis(20)).after());
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let mut command = connected(simulator.url(), MOUNT);
    command.stdout(Stdio::from(writer));
    let output = run(command).await;
    assert_eq!(output.status, Some(3), "{output:?}");
    let mounted = mounted(&simulator);
    assert!(mounted < 50, "{mounted} VMs were mounted although stdout is closed");
    // The results are on stderr.
    let reported = output.stderr.lines().filter(|line| line.contains(": mounted, CD-ROM ")).count();
    assert_eq!(reported, mounted, "{}", output.stderr);
    assert_eq!(simulator.open_sessions(), 0, "it did not log out");
}

#[tokio::test]
async fn a_read_has_no_unknown_outcome() {
    let server = Faulty::start_with(|request| {
        if request.starts_with("GET /api/vcenter/vm/") { Act::Drop } else { vcenter(request, Act::Drop) }
    })
    .await;
    let mut command = connected(&server.url, ["status", "--vm-id", "vm-42", "--output", "jsonl"]);
    command.args(["--timeout", "1s"]);
    let output = run(command).await;
    assert_eq!(output.status, Some(1), "{output:?}");
    assert!(output.stdout.contains("\"kind\":\"unavailable\""), "{output:?}");
}
