//! Runs that go on where an earlier one has ended.

use std::fs::File;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use test_support::checked;
use vcenter_iso_simulator::{Fault, Operation, Simulator, example};

use crate::command::{Home, ITEM, connected, run, run_with_input};
use crate::fleet::{MOUNT, error, fleet, inventory, mounted};
use crate::interrupt::wait_until;

/// Returns the number of mounts that were sent.
fn mounts(simulator: &Simulator) -> usize {
    simulator.requests().iter().filter(|it| it.path_and_query().ends_with("?action=mount")).count()
}

fn each_has_one_cdrom(simulator: &Simulator) {
    for (id, vm) in &simulator.inventory().vms {
        assert_eq!(vm.cdroms_with(ITEM).count(), 1, "{id}");
    }
}

#[tokio::test]
async fn a_run_goes_on_with_what_is_not_done() {
    let simulator = fleet(40).await;
    let home = Home::new();
    simulator.inject(Operation::VcenterIsoImageMount, std::iter::repeat_n(error(400, "INVALID_ARGUMENT"), 3));
    let arguments = MOUNT.into_iter().chain(["--output", "jsonl", "--fail-fast", "--concurrency", "2"]);
    let first = run(connected(simulator.url(), arguments)).await;
    assert_eq!(first.status, Some(1), "{first:?}");
    let done = mounted(&simulator);
    assert!(done < 40, "{first:?}");
    simulator.clear_faults();
    let before = mounts(&simulator);

    let file = home.write("run.jsonl", &first.stdout);
    let second = run(connected(simulator.url(), ["mount", "--resume", &file])).await;
    assert_eq!(second.status, Some(0), "{second:?}");
    assert_eq!((second.stdout.lines().count(), mounts(&simulator) - before), (40 - done, 40 - done));
    assert!(!second.stdout.lines().any(|line| line.starts_with('-')), "the file has the names: {second:?}");
    each_has_one_cdrom(&simulator);

    // With the same selection, and from stdin.
    let arguments = MOUNT.into_iter().chain(["--resume", "-"]);
    let third = run_with_input(connected(simulator.url(), arguments), &first.stdout).await;
    assert!(third.stderr.ends_with(&format!(": {} already mounted\n", 40 - done)), "{third:?}");

    // Nothing is left.
    let all = run(connected(simulator.url(), MOUNT.into_iter().chain(["--output", "jsonl"]))).await.stdout;
    let file = home.write("all.jsonl", &all);
    run(connected(simulator.url(), ["mount", "--resume", &file])).await.check(0, "", "nothing to do: ");
    assert_eq!(simulator.open_sessions(), 0);
}

#[tokio::test]
async fn a_file_that_does_not_fit_is_rejected_before_the_first_request() {
    let simulator = fleet(3).await;
    let home = Home::new();
    let output = run(connected(simulator.url(), MOUNT.into_iter().chain(["--output", "jsonl"]))).await.stdout;
    let file = home.write("run.jsonl", &output);
    let empty = home.write("empty.jsonl", "");
    let table = home.write("table.txt", "build-1001\tvm-1001\tmounted\t16000\n");
    let unmounted = home.write("unmounted.jsonl", &output.replace("\"mounted\"", "\"unmounted\""));
    let before = simulator.requests().len();
    for (arguments, message) in [
        (vec!["--resume", "/nonexistent"], "--resume /nonexistent: cannot read the results"),
        (vec!["--resume", &empty], "empty.jsonl: there is no result: select the image"),
        (vec!["--resume", &table], "table.txt: line 1 is not a result of `mount --output jsonl`"),
        (
            vec!["--resume", &unmounted],
            "unmounted.jsonl: line 1 has the result `unmounted`, which is none of `mount`",
        ),
        (
            vec!["--resume", &file, "--library", "installers"],
            "--library needs the name of an image: pass --item",
        ),
        (vec!["--item", "x"], "required arguments were not provided"),
    ] {
        let output = run(connected(simulator.url(), ["mount"].into_iter().chain(arguments))).await;
        output.check(2, "", message);
    }
    assert_eq!(simulator.requests().len(), before);
    // A run that was killed at once has printed nothing.
    let output = run(connected(simulator.url(), MOUNT.into_iter().chain(["--resume", &empty]))).await;
    assert!(output.stderr.ends_with(": 3 already mounted\n"), "{output:?}");
    let other = "a7f2c9d4-3e1b-4f86-b5a0-8d7c6e5f4a3b";
    let output = run(connected(simulator.url(), ["mount", "--resume", &file, "--item-id", other])).await;
    output.check(2, "", &format!("the results are about the library item {ITEM}, not {other}"));
}

/// Starts a run that appends its results to the file, and kills it after some more mounts.
async fn kill_after(simulator: &Simulator, file: &Path, more: usize, resume: bool) {
    let mut arguments = vec!["mount", "--vm", "*", "--item", example::ITEM_NAME, "--output", "jsonl"];
    if resume {
        arguments.extend(["--resume", file.to_str().expect("a UTF-8 path")]);
    }
    let before = mounted(simulator);
    let output = File::options().create(true).append(true).open(file).expect("the file is opened");
    let mut command = connected(simulator.url(), arguments);
    let mut child = command.stdout(output).stderr(Stdio::null()).spawn().expect("the binary runs");
    wait_until("some more VMs are mounted", || mounted(simulator) >= before + more).await;
    // SIGKILL.
    child.kill().await.expect("the command is killed");
}

#[tokio::test]
async fn killed_runs_are_resumed() {
    let idle = Duration::from_secs(5);
    let simulator =
        checked::start(Simulator::builder().inventory(inventory(500)).session_idle_timeout(idle)).await;
    simulator.inject_always(Operation::VcenterIsoImageMount, Fault::delay(Duration::from_millis(5)).after());
    let home = Home::new();
    let file = home.path().join("run.jsonl");
    let mut random = std::process::id();
    for round in 0..10 {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let more = 1 + (random >> 16) as usize % 40;
        kill_after(&simulator, &file, more, round > 0).await;
    }
    let before = mounted(&simulator);
    assert!(before < 500, "all VMs were mounted before the last run");
    let resume = file.to_str().expect("a UTF-8 path");
    let last = run(connected(simulator.url(), MOUNT.into_iter().chain(["--resume", resume]))).await;
    assert_eq!(last.status, Some(0), "{last:?}");
    assert!(last.stdout.lines().count() < 500 - before + 100, "VMs that were done are worked on again");
    each_has_one_cdrom(&simulator);
    // The killed runs could not log out.
    wait_until("the idle sessions have ended", || simulator.open_sessions() == 0).await;
}
