//! Many virtual machines: what happens when some of them fail.

use std::process::Stdio;
use std::time::Duration;

use test_support::checked::{self, Checked};
use test_support::faulty::{Act, Faulty};
use vcenter_iso_simulator::{Fault, Inventory, PowerState, Simulator, example};

use crate::command::{Ended, connected, run};
use crate::mount::vcenter;

/// A simulator in which every virtual machine can be mounted on.
pub(crate) async fn fleet(count: usize) -> Checked {
    let mut inventory = Inventory::with_vms(count, 7);
    for vm in inventory.vms.values_mut() {
        vm.power_state = PowerState::PoweredOff;
        "host-21".clone_into(&mut vm.host);
    }
    checked::start(Simulator::builder().inventory(inventory)).await
}

pub(crate) fn error(status: u16, error_type: &str) -> Fault {
    Fault::Status { status, error_type: Some(error_type.to_owned()), retry_after: None }
}

pub(crate) const MOUNT: [&str; 5] = ["mount", "--vm", "*", "--item", example::ITEM_NAME];

/// How many virtual machines came to what, by the third column.
pub(crate) fn count(ended: &Ended, result: &str) -> usize {
    ended.stdout.lines().filter(|line| line.split('\t').nth(2) == Some(result)).count()
}

pub(crate) fn mounted(simulator: &Simulator) -> usize {
    simulator.inventory().vms.values().filter(|vm| vm.cdroms_with(example::ITEM).count() > 0).count()
}

#[tokio::test]
async fn each_is_told_on_a_line_and_a_summary_ends_it() {
    let simulator = fleet(60).await;
    simulator.inject("mount", [error(400, "INVALID_ARGUMENT"), error(400, "INVALID_ARGUMENT")]);
    let ended = run(connected(simulator.url(), MOUNT)).await;
    assert_eq!(ended.status, Some(1), "{ended:?}");
    assert_eq!((ended.stdout.lines().count(), count(&ended, "failed")), (60, 2), "{ended:?}");
    assert_eq!(mounted(&simulator), 58);
    let lines: Vec<_> = ended.stderr.lines().collect();
    assert_eq!(lines.iter().filter(|line| line.starts_with('[')).count(), 60, "{}", ended.stderr);
    assert_eq!(lines.last(), Some(&"60 virtual machines: 58 mounted, 2 failed"));
    assert_eq!(simulator.open_sessions(), 0, "it did not log out");

    // What is there stays, what failed is made up for, and nothing is there twice.
    let again = run(connected(simulator.url(), MOUNT)).await;
    assert_eq!(again.status, Some(0), "{again:?}");
    assert!(
        again.stderr.ends_with("60 virtual machines: 58 already mounted, 2 mounted\n"),
        "{}",
        again.stderr
    );
    assert!(simulator.inventory().vms.values().all(|vm| vm.cdroms_with(example::ITEM).count() == 1));
}

#[tokio::test]
async fn fail_fast_begins_no_further_one() {
    let simulator = fleet(30).await;
    simulator.inject_always("mount", error(400, "INVALID_ARGUMENT"));
    let arguments = MOUNT.into_iter().chain(["--fail-fast", "--concurrency", "2"]);
    let ended = run(connected(simulator.url(), arguments)).await;
    assert_eq!(ended.status, Some(1), "{ended:?}");
    assert_eq!(ended.stdout.lines().count(), 30, "every virtual machine has to be told: {ended:?}");
    let begun = 30 - count(&ended, "not_started");
    assert!((1..=3).contains(&begun), "{begun} were begun");
    assert_eq!(count(&ended, "failed"), begun);
}

/// The exit status if the virtual machines fail with these errors, one each.
async fn check_status(faults: &[Fault], expected: i32) {
    let simulator = fleet(4).await;
    if !faults.is_empty() {
        simulator.inject("mount", faults.iter().cloned());
    }
    let arguments = MOUNT.into_iter().chain(["--always"]);
    let ended = run(connected(simulator.url(), arguments)).await;
    assert_eq!(ended.status, Some(expected), "of {faults:?}: {ended:?}");
}

#[tokio::test]
async fn the_exit_status_of_several() {
    let not_found = || error(404, "NOT_FOUND");
    let denied = || error(403, "UNAUTHORIZED");
    let refused = || error(400, "NOT_ALLOWED_IN_CURRENT_STATE");
    let lost = || Fault::ResetAfter;
    check_status(&[], 0).await;
    check_status(&[refused()], 1).await;
    check_status(&[not_found()], 4).await;
    check_status(&[denied(), denied()], 5).await;
    check_status(&[not_found(), denied()], 1).await;
    check_status(&[not_found(), lost(), denied()], 3).await;
}

#[tokio::test]
async fn an_answer_that_is_lost_is_looked_after_and_told_as_unknown_otherwise() {
    let simulator = fleet(3).await;
    // It has acted: looking finds the CD-ROM, and there is one alone.
    simulator.inject("mount", [Fault::ResetAfter]);
    let ended = run(connected(simulator.url(), MOUNT)).await;
    assert_eq!((ended.status, count(&ended, "mounted")), (Some(0), 3), "{ended:?}");
    assert!(simulator.inventory().vms.values().all(|vm| vm.cdroms_with(example::ITEM).count() == 1));
}

#[tokio::test]
async fn a_reader_that_has_gone_stops_the_fleet() {
    let simulator = fleet(200).await;
    simulator.inject_always("mount", Fault::DelayAfter(Duration::from_millis(20)));
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let mut command = connected(simulator.url(), MOUNT);
    command.stdout(Stdio::from(writer));
    let ended = run(command).await;
    assert_eq!(ended.status, Some(3), "{ended:?}");
    let mounted = mounted(&simulator);
    assert!(mounted < 50, "{mounted} were mounted although stdout is closed");
    // stderr has the results.
    let told = ended.stderr.lines().filter(|line| line.contains(": mounted, CD-ROM ")).count();
    assert_eq!(told, mounted, "{}", ended.stderr);
    assert_eq!(simulator.open_sessions(), 0, "it did not log out");
}

#[tokio::test]
async fn what_only_reads_has_no_unknown_outcome() {
    let server = Faulty::start_with(|request| {
        if request.starts_with("GET /api/vcenter/vm/") { Act::Drop } else { vcenter(request, Act::Drop) }
    })
    .await;
    let mut command = connected(&server.url, ["status", "--vm-id", "vm-42", "--output", "jsonl"]);
    command.args(["--timeout", "1s"]);
    let ended = run(command).await;
    assert_eq!(ended.status, Some(1), "{ended:?}");
    assert!(ended.stdout.contains("\"kind\":\"unavailable\""), "{ended:?}");
}
