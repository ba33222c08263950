//! The selection of VMs and images.

use test_support::checked::{self, Checked};
use vcenter_iso_simulator::{Operation, Simulator};

use crate::command::{CommandOutput, Home, connected, run, run_with_input};

async fn simulator() -> Checked {
    checked::start(Simulator::builder()).await
}

/// Asserts the identifiers of the selected VMs, in printed order.
async fn check(simulator: &Simulator, arguments: &str, input: &str, expected: &[&str]) {
    let line = ["mount", "--item", "linux-installer", "--dry-run", "--concurrency", "1"];
    let arguments = line.into_iter().chain(arguments.split_whitespace());
    let output = run_with_input(connected(simulator.url(), arguments), input).await;
    assert!(matches!(output.status, Some(0 | 1)), "{output:?}");
    let printed: Vec<_> = output.stdout.lines().filter_map(|line| line.split('\t').nth(1)).collect();
    assert_eq!(printed, expected, "{output:?}");
}

#[tokio::test]
async fn names_patterns_lists_and_filters_select_vms() {
    let simulator = simulator().await;
    let home = Home::new();
    let list = home.write("hosts.txt", "# the lab\n  build-02\r\n\nbuild-01\n");
    check(&simulator, "--vm build-02 --vm build-01", "", &["vm-43", "vm-42"]).await;
    check(&simulator, "--vm build-0[12] --vm build-01", "", &["vm-42", "vm-43"]).await;
    check(&simulator, "--vm build-0?", "", &["vm-42", "vm-43", "vm-44"]).await;
    check(&simulator, &format!("--vms-from {list}"), "", &["vm-43", "vm-42"]).await;
    check(&simulator, "--vm - --vm legacy-02", "build-02\n", &["vm-47", "vm-43"]).await;
    check(&simulator, "--vms-from -", "build-01", &["vm-42"]).await;
    check(&simulator, "build-02 build-01", "", &["vm-43", "vm-42"]).await;
    check(&simulator, "build-0? --vm legacy-02", "", &["vm-47", "vm-42", "vm-43", "vm-44"]).await;
    check(&simulator, "-", "build-02\n", &["vm-43"]).await;
    let ids = home.write("ids.txt", "vm-43\n# vm-45\n");
    check(&simulator, &format!("--vm-ids-from {ids} --vm-id vm-44"), "", &["vm-44", "vm-43"]).await;
    check(&simulator, "--vm-id - --vm build-01", "vm-43\nvm-44\n", &["vm-43", "vm-44", "vm-42"]).await;
    check(&simulator, "build-01 build-9 nothing-* --ignore-not-found", "", &["vm-42"]).await;
    check(&simulator, "build-9 --ignore-not-found", "", &[]).await;
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
    check(&simulator, "--folder staging --datacenter lab", "", &["vm-49"]).await;
    check(
        &simulator,
        "--vm build-0? --host esx-01.example.com --datacenter-id datacenter-2",
        "",
        &["vm-42", "vm-43"],
    )
    .await;
    check(&simulator, "--vm web --folder-id group-v4 --host-id host-21 --host-id host-22", "", &["vm-49"])
        .await;
}

/// Asserts that the arguments are rejected with this exit status and message.
async fn check_rejected(arguments: &str, input: &str, status: i32, in_stderr: &str) {
    let simulator = simulator().await;
    let line = ["mount", "--item", "linux-installer"];
    let arguments = line.into_iter().chain(arguments.split_whitespace());
    let output = run_with_input(connected(simulator.url(), arguments), input).await;
    output.check(status, "", in_stderr);
    assert!(simulator.inventory().vms["vm-42"].cdroms.is_empty(), "an image was mounted");
    assert_eq!(simulator.open_sessions(), 0, "it did not log out");
}

#[tokio::test]
async fn an_empty_selection_changes_nothing() {
    check_rejected("--vm -", "# nothing\n\n", 2, "the list contains no virtual machine").await;
    check_rejected("--vm - --power-state off", "", 2, "the list contains no virtual machine").await;
    check_rejected("--vms-from /no/such/file", "", 2, "--vms-from /no/such/file: cannot read the list").await;
    check_rejected("--vm - --password-stdin", "x", 2, "stdin cannot contain both").await;
    check_rejected("--vm-id - --vm -", "x", 2, "stdin cannot contain both names and identifiers").await;
    check_rejected("--vm-id -", "a b\n\u{1}", 2, r"stdin: `\u{1}` is no identifier").await;
    check_rejected("--vm-id -", "", 2, "the list contains no virtual machine").await;
    check_rejected("vm-42", "", 4, "hint: --vm takes names: pass an identifier with --vm-id").await;
    check_rejected("--vm nothing-*", "", 4, "no virtual machine matches `nothing-*`").await;
    check_rejected("--vm build-01 --vm nothing-*", "", 4, "no virtual machine matches `nothing-*`").await;
    check_rejected("--vm build-01 --vm build-9", "", 4, "did you mean: build-01 (vm-42").await;
    check_rejected(
        "--vm build-01 --folder staging",
        "",
        4,
        "no virtual machine is named `build-01` among those that fit the filters",
    )
    .await;
    check_rejected("--folder host", "", 4, "no folder of virtual machines is named `host`").await;
    // The names of a list are literal.
    check_rejected("--vm -", "build-*\n", 4, "no virtual machine is named `build-*`").await;
}

#[tokio::test]
async fn a_list_that_is_not_utf_8_is_rejected() {
    let home = Home::new();
    let list = home.path().join("list");
    std::fs::write(&list, b"build-01\n\xff\n").expect("the file is written");
    let simulator = simulator().await;
    let mut command = connected(simulator.url(), ["mount", "--item", "linux-installer", "--vms-from"]);
    command.arg(&list);
    run(command).await.check(2, "", "cannot read the list");
    assert!(simulator.requests().is_empty(), "the command logged in before it had read the list");
}

#[tokio::test]
async fn names_can_contain_characters_of_patterns_and_lists() {
    let simulator = simulator().await;
    simulator.update_inventory(|inventory| {
        for (vm, name) in
            [("vm-42", "web [old]"), ("vm-43", "web o"), ("vm-44", "build #2"), ("vm-47", "build")]
        {
            name.clone_into(&mut inventory.vms.get_mut(vm).expect("the VM").name);
        }
    });
    let dry_run =
        ["mount", "--item", "linux-installer", "--dry-run", "--output", "jsonl", "--concurrency", "1"];
    let vms = async |arguments: &[&str], input: &str| {
        let arguments = dry_run.into_iter().chain(arguments.iter().copied());
        let output = run_with_input(connected(simulator.url(), arguments), input).await;
        let vms = output.stdout.lines().map(|line| line[7..12].to_owned()).collect::<Vec<_>>();
        (vms, output.stderr)
    };
    assert_eq!(vms(&["--vm", "web [old]"], "").await.0, ["vm-42"], "the exact name takes precedence");
    assert_eq!(vms(&["--vm", "web [o]"], "").await.0, ["vm-43"]);
    assert_eq!(vms(&["--vm", "-"], "build #2\nweb [old]\n").await.0, ["vm-44", "vm-42"]);
    // The output of `vms` is a list.
    let listed = run(connected(simulator.url(), ["vms"])).await.stdout;
    let names: Vec<_> = listed.lines().filter_map(|line| line.split('\t').next()).collect();
    assert!(names.contains(&"build #2") && names.contains(&"web [old]"), "{listed}");
}

#[tokio::test]
async fn a_thousand_unknown_names_are_reported_in_a_line_each() {
    let simulator = simulator().await;
    let names: Vec<_> = (0..3000).map(|number| format!("build-x{number}")).collect();
    let arguments = ["mount", "--item", "linux-installer", "--vm", "-"];
    let output = run_with_input(connected(simulator.url(), arguments), &names.join("\n")).await;
    output.check(4, "", "  and 2000 more\nerror: 3000 names cannot be resolved; nothing was changed\n");
    assert!(output.stderr.lines().count() < 1100, "{}", output.stderr);
    assert!(
        output.stderr.contains("\nerror: no virtual machine is named `build-x999`\n"),
        "{}",
        output.stderr
    );
}

#[tokio::test]
async fn five_hundred_names_are_looked_up_with_a_few_requests() {
    let inventory = vcenter_iso_simulator::Inventory::with_vms(500, 7);
    let names: Vec<_> = inventory.vms.values().map(|vm| vm.name.clone()).collect();
    let simulator = checked::start(Simulator::builder().inventory(inventory)).await;
    let arguments = ["mount", "--item", "linux-installer", "--dry-run", "--vm", "-", "--output", "jsonl"];
    let output: CommandOutput =
        run_with_input(connected(simulator.url(), arguments), &names.join("\n")).await;
    assert_eq!(output.stdout.lines().count(), 500, "{}", output.stderr);
    let requests = simulator.requests();
    let lists =
        requests.iter().filter(|request| request.operation() == Some(Operation::VcenterVmList)).count();
    assert!(lists <= 10, "{lists} requests");
    assert_eq!(simulator.logins(), 1);
}

/// Starts a simulator whose VMs have these names.
async fn with_names(names: &[(&str, &str)]) -> Checked {
    let simulator = simulator().await;
    simulator.update_inventory(|inventory| {
        for (vm, name) in names {
            let vm = inventory.vms.get_mut(*vm).expect("the example should have the VM");
            (*name).clone_into(&mut vm.name);
        }
    });
    simulator
}

async fn mount_with(simulator: &Simulator, arguments: &[&str]) -> CommandOutput {
    let line = ["mount", "--item", "linux-installer"];
    run(connected(simulator.url(), line.into_iter().chain(arguments.iter().copied()))).await
}

#[tokio::test]
async fn a_name_with_brackets_is_a_name_first() {
    let simulator = with_names(&[("vm-42", "foo [bar"), ("vm-43", "web [1]"), ("vm-44", "web 1")]).await;
    mount_with(&simulator, &["--vm", "foo [bar"]).await.check(0, "foo [bar\tvm-42\tmounted\t16000\n", "");
    mount_with(&simulator, &["--vm", "web [1]"]).await.check(0, "web [1]\tvm-43\tmounted\t16001\n", "");
    let output = mount_with(&simulator, &["--vm", "foo [baz"]).await;
    output.check(
        4,
        "",
        "error: no virtual machine is named `foo [baz`; as a pattern, it has an error at character 5",
    );
}

#[tokio::test]
async fn a_pattern_that_may_be_meant_as_a_name_needs_yes() {
    let simulator = with_names(&[("vm-42", "web 1")]).await;
    let output = mount_with(&simulator, &["--vm", "web [1]"]).await;
    let expected = "error: no virtual machine is named `web [1]`, and the pattern selects others (web 1): pass --yes to change them\n";
    output.check(2, "", expected);
    assert!(simulator.inventory().vms["vm-42"].cdroms.is_empty(), "another VM was changed");
    mount_with(&simulator, &["--vm", "web [1]", "--yes"]).await.check(
        0,
        "web 1\tvm-42\tmounted\t16000\n",
        "",
    );
}

#[tokio::test]
async fn two_vms_with_the_text_of_a_pattern_as_their_name_are_ambiguous() {
    let simulator = with_names(&[("vm-48", "web [1]"), ("vm-49", "web [1]")]).await;
    mount_with(&simulator, &["--vm", "web [1]"]).await.check(
        4,
        "",
        "error: 2 virtual machines are named `web [1]`",
    );
}

#[tokio::test]
async fn white_space_that_matters_is_visible() {
    let simulator = with_names(&[("vm-42", "app  01"), ("vm-43", "app 02\u{a0}")]).await;
    let output = mount_with(&simulator, &["--vm", "app 01"]).await;
    output.check(4, "", "error: no virtual machine is named `app 01`\n  did you mean: app␣␣01 (vm-42");
    let output = mount_with(&simulator, &["--vm", "app 02"]).await;
    output.check(4, "", "  did you mean: app 02\\u{a0} (vm-43");
}

#[tokio::test]
async fn names_are_shown_as_people_write_them_and_stored_in_json() {
    let simulator = with_names(&[("vm-42", "centos%2f7")]).await;
    mount_with(&simulator, &["--vm", "centos/7"]).await.check(0, "centos/7\tvm-42\tmounted\t16000\n", "");
    let json = run(connected(simulator.url(), ["vms", "--name", "centos/*", "--output", "jsonl"])).await;
    assert!(json.stdout.contains("\"name\":\"centos%2f7\""), "{json:?}");
    let output = mount_with(&simulator, &["--vm", "centos/8"]).await;
    output.check(4, "", "  did you mean: centos/7 (vm-42");
}

#[tokio::test]
async fn a_library_and_an_item_can_be_one_word() {
    let simulator = simulator().await;
    let mount =
        |item: &'static str| run(connected(simulator.url(), ["mount", "--vm", "build-01", "--item", item]));
    mount("installers/linux-installer").await.check(0, "build-01\tvm-42\tmounted\t16000\n", "");
    mount("installers/linux").await.check(
        4,
        "",
        "error: no library item is named `linux` in library `installers`\n  did you mean: linux-installer (",
    );
    mount("nowhere/linux-installer").await.check(
        4,
        "",
        "error: no library item is named `nowhere/linux-installer`",
    );
}

#[tokio::test]
async fn a_wrong_name_of_a_container_lists_what_there_is() {
    let simulator = simulator().await;
    let output = mount_with(&simulator, &["--vm", "build-01", "--library", "x"]).await;
    output.check(4, "", "error: no content library is named `x`; there are `archive`, `installers`");
    let output = mount_with(&simulator, &["--cluster", "nowhere"]).await;
    output.check(4, "", "error: no cluster is named `nowhere`; ");
    let output = mount_with(&simulator, &["--vm", "zzz"]).await;
    output.check(
        4,
        "",
        "error: no virtual machine is named `zzz`\nhint: list the virtual machines with `vcenter-iso vms`\n",
    );
}

#[tokio::test]
async fn a_name_in_place_of_an_identifier_is_explained() {
    let simulator = simulator().await;
    let line = ["mount", "--vm-id", "build-01", "--item", "linux-installer"];
    let output = run(connected(simulator.url(), line)).await;
    let hint = "hint: --vm-id takes identifiers such as vm-42: pass a name with --vm\n";
    output.check(4, "-\tbuild-01\tfailed\t-\n", hint);
}

#[tokio::test]
async fn vms_lists_what_the_other_commands_select() {
    let simulator = simulator().await;
    let home = Home::new();
    let list = home.write("hosts.txt", "build-02\nbuild-01\n");
    for (arguments, status, expected) in [
        ("web", 0, "web\tvm-48\nweb\tvm-49\n"),
        ("build-02 --vm build-01", 0, "build-01\tvm-42\nbuild-02\tvm-43\n"),
        (&format!("--vms-from {list}"), 0, "build-01\tvm-42\nbuild-02\tvm-43\n"),
        ("--vm-id vm-43 --name build-01", 0, "build-01\tvm-42\nbuild-02\tvm-43\n"),
        ("web --folder staging", 0, "web\tvm-49\n"),
        ("nothing-*", 0, ""),
        ("build-01 build-9", 4, ""),
        ("build-01 build-9 --ignore-not-found", 0, "build-01\tvm-42\n"),
        ("--vm-id vm-999", 4, ""),
    ] {
        let line = format!("ls {arguments} --columns name,vm");
        let output = run(connected(simulator.url(), line.split_whitespace())).await;
        assert_eq!((output.status, output.stdout.as_str()), (Some(status), expected), "{line}: {output:?}");
    }
}

#[tokio::test]
async fn options_may_stand_before_the_command() {
    let simulator = simulator().await;
    let url = simulator.url();
    for (line, status, stdout, stderr) in [
        (format!("--server {url} -o name vms build-01"), 0, "build-01\n", ""),
        (format!("--server={url} --vm build-02 -oname vms build-01"), 0, "build-01\nbuild-02\n", ""),
        (
            "-v --color never version".to_owned(),
            0,
            concat!("vcenter-iso ", env!("CARGO_PKG_VERSION"), "\n"),
            "",
        ),
        ("--server vc.example.com version".to_owned(), 2, "", "unexpected argument '--server' found"),
        ("--nonsense vms".to_owned(), 2, "", "unexpected argument '--nonsense' found"),
        ("--password=secret vms".to_owned(), 2, "", "other users of this machine can read arguments"),
        ("--output".to_owned(), 2, "", "'--output'"),
        ("umount build-01 --item linux-installer".to_owned(), 0, "build-01\tvm-42\tnot_mounted\t-\n", ""),
    ] {
        let output = run(connected(url, line.split_whitespace())).await;
        assert_eq!((output.status, output.stdout.as_str()), (Some(status), stdout), "{line}: {output:?}");
        assert!(output.stderr.contains(stderr) && !output.stderr.contains("secret"), "{line}: {output:?}");
    }
}
