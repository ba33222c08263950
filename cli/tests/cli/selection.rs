//! Which virtual machines and images the arguments stand for.

use vcenter_iso_simulator::Simulator;

use crate::checked::{self, Checked};
use crate::command::{Ended, Home, connected, run, run_with_input};

async fn simulator() -> Checked {
    checked::start(Simulator::builder()).await
}

/// The virtual machines that would be mounted on, by identifier, in the order in which they are told.
async fn check(simulator: &Simulator, arguments: &str, input: &str, expected: &[&str]) {
    let line = ["mount", "--item", "linux-installer", "--dry-run", "--concurrency", "1"];
    let arguments = line.into_iter().chain(arguments.split_whitespace());
    let ended = run_with_input(connected(simulator.url(), arguments), input).await;
    assert_eq!(ended.status, Some(0), "{ended:?}");
    let told: Vec<_> = ended.stdout.lines().filter_map(|line| line.split('\t').nth(1)).collect();
    assert_eq!(told, expected, "{ended:?}");
}

#[tokio::test]
async fn names_patterns_lists_and_filters() {
    let simulator = simulator().await;
    let home = Home::new();
    let list = home.write("hosts.txt", "# the lab\nbuild-02  # spare\r\n\nbuild-01\n");
    check(&simulator, "--vm build-02 --vm build-01", "", &["vm-43", "vm-42"]).await;
    check(&simulator, "--vm build-0[12] --vm build-01", "", &["vm-42", "vm-43"]).await;
    check(&simulator, "--vm build-0?", "", &["vm-42", "vm-43", "vm-44"]).await;
    check(&simulator, &format!("--vms-from {list}"), "", &["vm-43", "vm-42"]).await;
    check(&simulator, "--vm - --vm legacy-02", "build-02\n", &["vm-47", "vm-43"]).await;
    check(&simulator, "--vms-from -", "build-01", &["vm-42"]).await;
    check(&simulator, "--vm-id vm-43 --vm-id vm-42 --vm-id vm-43", "", &["vm-43", "vm-42"]).await;
    check(&simulator, "--vm web --folder staging", "", &["vm-49"]).await;
    check(&simulator, "--folder staging", "", &["vm-49"]).await;
    check(&simulator, "--vm * --power-state suspended --cluster cluster-01", "", &["vm-44"]).await;
    check(
        &simulator,
        "--power-state poweredOn --power-state SUSPENDED",
        "",
        &["vm-43", "vm-44", "vm-45", "vm-48"],
    )
    .await;
    check(&simulator, "--folder-id group-v4 --cluster-id domain-c8", "", &["vm-49"]).await;
}

/// What does not select anything, and with which exit status and words.
async fn check_refused(arguments: &str, input: &str, status: i32, said: &str) {
    let simulator = simulator().await;
    let line = ["mount", "--item", "linux-installer"];
    let arguments = line.into_iter().chain(arguments.split_whitespace());
    let ended = run_with_input(connected(simulator.url(), arguments), input).await;
    ended.check(status, "", said);
    assert!(simulator.inventory().vms["vm-42"].cdroms.is_empty(), "something was mounted");
    assert_eq!(simulator.open_sessions(), 0, "it did not log out");
}

#[tokio::test]
async fn what_selects_nothing_changes_nothing() {
    check_refused("--vm -", "# nothing\n\n", 2, "the list names no virtual machine").await;
    check_refused("--vm - --power-state off", "", 2, "the list names no virtual machine").await;
    check_refused("--vms-from /no/such/file", "", 2, "--vms-from /no/such/file: the names cannot be read")
        .await;
    check_refused("--vm - --password-stdin", "x", 2, "stdin cannot hold both").await;
    check_refused("--vm nothing-*", "", 4, "no virtual machine fits `nothing-*`").await;
    check_refused("--vm build-01 --vm nothing-*", "", 4, "no virtual machine fits `nothing-*`").await;
    check_refused("--vm build-01 --vm build-9", "", 4, "did you mean: build-01 (vm-42").await;
    check_refused(
        "--vm build-01 --folder staging",
        "",
        4,
        "no virtual machine among those that fit the filters is named `build-01`",
    )
    .await;
    check_refused("--folder host", "", 4, "no folder of virtual machines is named `host`").await;
    // A list is taken literally.
    check_refused("--vm -", "build-*\n", 4, "no virtual machine is named `build-*`").await;
}

#[tokio::test]
async fn a_list_that_is_no_text() {
    let home = Home::new();
    let list = home.path().join("list");
    std::fs::write(&list, b"build-01\n\xff\n").expect("the file is written");
    let simulator = simulator().await;
    let mut command = connected(simulator.url(), ["mount", "--item", "linux-installer", "--vms-from"]);
    command.arg(&list);
    run(command).await.check(2, "", "the names cannot be read");
    assert!(simulator.requests().is_empty(), "it logged in before it had read the list");
}

#[tokio::test]
async fn five_hundred_names_are_looked_up_with_a_few_requests() {
    let inventory = vcenter_iso_simulator::Inventory::with_vms(500, 7);
    let names: Vec<_> = inventory.vms.values().map(|vm| vm.name.clone()).collect();
    let simulator = checked::start(Simulator::builder().inventory(inventory)).await;
    let arguments = ["mount", "--item", "linux-installer", "--dry-run", "--vm", "-", "--output", "jsonl"];
    let ended: Ended = run_with_input(connected(simulator.url(), arguments), &names.join("\n")).await;
    assert_eq!((ended.status, ended.stdout.lines().count()), (Some(0), 500), "{}", ended.stderr);
    let requests = simulator.requests();
    let lists = requests.iter().filter(|request| request.operation() == Some("Vcenter.VM_list")).count();
    assert!(lists <= 10, "{lists} requests");
    assert_eq!(simulator.logins(), 1);
}
