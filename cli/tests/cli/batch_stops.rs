//! Batches that cannot go on: the server is gone, the session has ended, the time is over.

use std::time::Duration;

use test_support::checked;
use vcenter_iso_simulator::{Fault, Gate, Operation, Simulator, Target, User, example};

use crate::command::{CommandOutput, Home, ITEM, PASSWORD, USER, connected, run};
use crate::fleet::{MOUNT, count, error, fleet, inventory, mounted};
use crate::interrupt::wait_until;

/// Fails unless the results are true.
fn check_results(simulator: &Simulator, output: &CommandOutput) {
    let inventory = simulator.inventory();
    for line in output.stdout.lines() {
        let cells: Vec<_> = line.split('\t').collect();
        let cdroms = inventory.vms[cells[1]].cdroms_with(ITEM).count();
        match cells[2] {
            "mounted" => assert_eq!(cdroms, 1, "{line}"),
            "not_started" | "failed" => assert_eq!(cdroms, 0, "{line}"),
            "unknown" => assert!(cdroms <= 1, "{line}"),
            other => panic!("the result {other} is not expected: {line}"),
        }
    }
}

/// Mounts on 500 VMs, and injects a fault into every request after some of them.
async fn check_gone(fault: Fault) {
    let simulator = fleet(500).await;
    simulator.inject_always(Operation::VcenterIsoImageMount, Fault::delay(Duration::from_millis(20)).after());
    let running = tokio::spawn(run(connected(simulator.url(), MOUNT.into_iter().chain(["--timeout", "5s"]))));
    wait_until("some VMs are mounted", || mounted(&simulator) > 20).await;
    let before = simulator.requests().len();
    simulator.inject_always(Target::Any, fault.clone());
    let output = tokio::time::timeout(Duration::from_secs(150), running)
        .await
        .unwrap_or_else(|_| panic!("{fault:?}: the command does not end"))
        .expect("the command should run");
    let requests = simulator.requests().len() - before;
    check_results(&simulator, &output);
    assert_eq!(output.stdout.lines().count(), 500, "{fault:?}: every VM should be reported");
    let (unknown, not_started) = (count(&output, "unknown"), count(&output, "not_started"));
    assert!(unknown <= 8 && not_started > 300, "{fault:?}: {unknown} unknown, {not_started} not started");
    assert_eq!(count(&output, "failed"), 0, "{fault:?}: {}", output.stderr);
    assert_eq!(output.status, Some(if unknown > 0 { 3 } else { 1 }), "{fault:?}");
    assert!(requests < 120, "{fault:?}: {requests} requests were sent to a server that is gone");
    let message =
        format!("error: stopped: {} does not respond; {not_started} not started\n", simulator.url());
    assert_eq!(output.stderr.matches(&message).count(), 1, "{fault:?}:\n{}", output.stderr);
    let details = output.stderr.lines().filter(|line| !line.starts_with('[')).count();
    assert!(details < 60, "{fault:?}: {details} lines for one reason:\n{}", output.stderr);
}

#[tokio::test]
async fn a_server_that_is_gone_ends_the_batch() {
    // Each waits for half a minute.
    let checks =
        [Fault::refuse(), Fault::hang(), Fault::no_healthy_upstream()].map(|it| tokio::spawn(check_gone(it)));
    for check in checks {
        if let Err(error) = check.await {
            std::panic::resume_unwind(error.into_panic());
        }
    }
}

#[tokio::test]
async fn the_deadline_ends_the_batch() {
    let simulator = fleet(300).await;
    simulator
        .inject_always(Operation::VcenterIsoImageMount, Fault::delay(Duration::from_millis(300)).after());
    let output = run(connected(simulator.url(), MOUNT.into_iter().chain(["--deadline", "4s"]))).await;
    check_results(&simulator, &output);
    let not_started = count(&output, "not_started");
    assert!(not_started > 0 && count(&output, "unknown") == 0, "{output:?}");
    assert_eq!(output.status, Some(1), "{output:?}");
    assert!(output.stderr.contains("\nthe deadline is over: "), "{}", output.stderr);
    assert!(output.stderr.ends_with(&format!("{not_started} not started\n")), "{}", output.stderr);
    assert_eq!(simulator.open_sessions(), 0);
}

#[tokio::test]
async fn the_deadline_also_ends_the_search_for_names() {
    let simulator = fleet(3).await;
    simulator.inject_always(Operation::VcenterVmList, Fault::hang());
    let output = run(connected(simulator.url(), MOUNT.into_iter().chain(["--deadline", "1s"]))).await;
    output.check(1, "", "error: the deadline is over; nothing was changed\n");
    assert_eq!((mounted(&simulator), simulator.open_sessions()), (0, 0));
    run(connected(simulator.url(), MOUNT.into_iter().chain(["--deadline", "0s"]))).await.check(
        2,
        "",
        "--deadline",
    );
}

#[tokio::test]
async fn retries_are_limited() {
    for (retries, mounts) in [("0", 1), ("2", 3)] {
        let simulator = fleet(1).await;
        simulator.inject_always(Operation::VcenterIsoImageMount, error(500, "RESOURCE_BUSY"));
        let arguments = MOUNT.into_iter().chain(["--retries", retries]);
        run(connected(simulator.url(), arguments)).await.check(
            1,
            "web-1001\tvm-1001\tfailed\t-\n",
            "RESOURCE_BUSY",
        );
        let sent =
            simulator.requests().iter().filter(|it| it.path_and_query().ends_with("?action=mount")).count();
        assert_eq!(sent, mounts, "--retries {retries}");
    }
}

#[tokio::test]
async fn a_wrong_item_id_fails_once() {
    let simulator = fleet(200).await;
    let unknown = "9c2b7d1e-4f60-4a53-8d0e-000000000000";
    let arguments = ["mount", "--vm", "*", "--item-id", unknown];
    let output = run(connected(simulator.url(), arguments)).await;
    output.check(4, "", "error: get library item failed: There is no library item");
    assert_eq!(output.stderr.matches("error:").count(), 1, "{output:?}");
    let mounts = simulator.requests().iter().filter(|it| it.path_and_query().contains("iso/image")).count();
    assert_eq!((mounts, simulator.open_sessions()), (0, 0));

    // A user who may mount an item need not be able to read it.
    simulator.inject_always(Operation::ContentLibraryItemGet, error(403, "UNAUTHORIZED"));
    let output = run(connected(simulator.url(), ["mount", "--vm", "*", "--item-id", ITEM])).await;
    assert_eq!((output.status, count(&output, "mounted")), (Some(0), 200));
}

#[tokio::test]
async fn failures_are_grouped_by_their_cause() {
    let simulator = fleet(60).await;
    simulator
        .inject(Operation::VcenterIsoImageMount, std::iter::repeat_n(error(400, "INVALID_ARGUMENT"), 25));
    simulator.inject(Operation::VcenterIsoImageMount, [error(403, "UNAUTHORIZED")]);
    let output = run(connected(simulator.url(), MOUNT)).await;
    assert_eq!((output.status, count(&output, "failed")), (Some(1), 26), "{output:?}");
    let recap = &output.stderr;
    let errors: Vec<_> = recap.lines().filter(|line| line.starts_with("error: ")).collect();
    assert_eq!(errors.len(), 2, "{recap}");
    assert!(errors[0].starts_with("error: 25 virtual machines, such as build-"), "{recap}");
    let vms = recap.lines().find(|line| line.starts_with("  virtual machines: ")).expect("the VMs");
    assert!(vms.matches(" (vm-").count() == 20 && vms.ends_with(" and 5 more"), "{vms}");
    // The last one is how to go on.
    assert_eq!(recap.matches("hint: ").count(), 3, "{recap}");
    assert!(recap.ends_with("60 virtual machines: 34 mounted, 26 failed\n"), "{recap}");
}

/// Starts a simulator with a password, and a home with a stored session and this context.
async fn kept_session(context: &str) -> (checked::Checked, Home) {
    let builder = Simulator::builder().inventory(inventory(60)).user(User::new(USER, PASSWORD));
    let simulator = checked::start(builder).await;
    let home = Home::new();
    home.write("password", PASSWORD);
    let password = home.path().join("password");
    home.configure(&format!(
        "[contexts.lab]\nserver = \"{}\"\nusername = \"{USER}\"\n{}\n",
        simulator.url(),
        context.replace("FILE", &password.display().to_string())
    ));
    let mut login = home.vcenter_iso(["login", "--context", "lab"]);
    login.env("VCENTER_PASSWORD", PASSWORD);
    run(login).await.check(0, "", "logged in");
    (simulator, home)
}

/// Mounts in the context, and ends the session in the middle.
async fn mount_with_a_session_that_ends(simulator: &Simulator, home: &Home) -> CommandOutput {
    let gate = Gate::new();
    simulator.inject_always(Operation::VcenterIsoImageMount, Fault::hold(&gate));
    let arguments = ["mount", "--context", "lab", "--vm", "*", "--item", example::ITEM_NAME];
    let running = tokio::spawn(run(home.vcenter_iso(arguments)));
    gate.wait_for(8).await;
    simulator.expire_sessions();
    gate.open();
    running.await.expect("the command should run")
}

#[tokio::test]
async fn a_kept_session_that_ends_is_replaced_with_the_password_command() {
    let (simulator, home) = kept_session("password_command = \"cat FILE; cat\"").await;
    let output = mount_with_a_session_that_ends(&simulator, &home).await;
    assert_eq!((output.status, count(&output, "mounted")), (Some(0), 60), "{output:?}");
    assert_eq!(simulator.logins(), 2, "the calls should share one login");
    // The new session is kept.
    assert_eq!(simulator.open_sessions(), 1);
    let session = run(home.vcenter_iso(["session", "--context", "lab"])).await;
    assert_eq!(session.status, Some(0), "{session:?}");
    assert_eq!(simulator.logins(), 2);
}

#[tokio::test]
async fn a_kept_session_that_cannot_be_replaced_ends_the_batch() {
    for (context, cause) in [
        ("", "there is no session"),
        ("password_command = \"echo $RANDOM >> FILE; exit 3\"", "the command failed"),
    ] {
        let (simulator, home) = kept_session("password_command = \"cat FILE\"").await;
        let text =
            std::fs::read_to_string(home.path().join(".config/vcenter-iso/config.toml")).expect("a file");
        let command = text.lines().find(|line| line.starts_with("password_command")).expect("a command");
        let file = home.path().join("asked").display().to_string();
        home.configure(&text.replace(command, &context.replace("FILE", &file)));
        let output = mount_with_a_session_that_ends(&simulator, &home).await;
        check_results(&simulator, &output);
        assert_eq!(output.status, Some(5), "{cause}: {output:?}");
        let not_started = count(&output, "not_started");
        assert!(not_started >= 52, "{cause}: {output:?}");
        let message = format!(
            "error: stopped: the session at {} has ended and cannot be replaced; {not_started} not started\n",
            simulator.url()
        );
        assert_eq!(output.stderr.matches(&message).count(), 1, "{cause}:\n{}", output.stderr);
        let asked = std::fs::read_to_string(file).unwrap_or_default().lines().count();
        assert!(asked <= 8, "the command ran {asked} times");
    }
}
