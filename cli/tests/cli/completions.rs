//! Completion in a shell: the script, and the candidates that the command prints for it.

use test_support::checked::{self, Checked};
use vcenter_iso_simulator::{Fault, Gate, Inventory, Operation, Simulator, User, example};

use crate::command::{Home, PASSWORD, USER, run, vcenter_iso};

/// A server, and a home in which the context `lab` has a session there.
async fn logged_in(rename: impl FnOnce(&mut Inventory)) -> (Checked, Home) {
    let mut inventory = Inventory::example();
    rename(&mut inventory);
    let simulator =
        checked::start(Simulator::builder().inventory(inventory).user(User::new(USER, PASSWORD))).await;
    let home = Home::new();
    let login = home.connected(simulator.url(), ["login", "--save-context", "lab"]);
    run(login).await.check(0, "", "is added");
    (simulator, home)
}

/// Returns the candidates for the last word, as a shell gets them: without a message.
async fn candidates(home: &Home, shell: &str, words: &[&str]) -> Vec<String> {
    let mut command = home.vcenter_iso(["--", "vcenter-iso"].into_iter().chain(words.iter().copied()));
    command
        .env("VCENTER_ISO_COMPLETE", shell)
        .env("_CLAP_COMPLETE_INDEX", words.len().to_string())
        .env("_CLAP_IFS", "\n");
    let output = run(command).await;
    assert_eq!((output.status, output.stderr.as_str()), (Some(0), ""), "{words:?}: {output:?}");
    output.stdout.lines().map(str::to_owned).collect()
}

#[tokio::test]
async fn every_shell_has_a_script_that_asks_the_command() {
    for (shell, expected) in [
        ("bash", "complete -o nospace"),
        ("zsh", "#compdef vcenter-iso"),
        ("fish", "complete --keep-order --exclusive --command vcenter-iso"),
        ("powershell", "Register-ArgumentCompleter -Native -CommandName vcenter-iso"),
        ("elvish", "set edit:completion:arg-completer[vcenter-iso]"),
    ] {
        let script = run(vcenter_iso(["completions", shell])).await;
        assert_eq!((script.status, script.stderr.as_str()), (Some(0), ""), "{script:?}");
        for expected in [expected, "VCENTER_ISO_COMPLETE"] {
            assert!(script.stdout.contains(expected), "{shell} should contain {expected:?}: {script:?}");
        }
    }
    run(vcenter_iso(["completions", "tcsh"])).await.check(2, "", "possible values");
}

#[tokio::test]
async fn commands_flags_and_values_are_completed() {
    let home = Home::new();
    for (words, expected) in [
        (&["unm"][..], &["unmount"][..]),
        (&["mount", "--vms-f"], &["--vms-from"]),
        (&["vms", "--power-state", "s"], &["suspended"]),
        (&["context", "de"], &["delete"]),
    ] {
        assert_eq!(candidates(&home, "bash", words).await, expected, "{words:?}");
    }
}

#[tokio::test]
async fn names_of_the_server_and_of_contexts_are_completed() {
    let (simulator, home) = logged_in(|_| ()).await;
    let item = example::ITEM;
    for (words, expected) in [
        (&["mount", "build"][..], &["build-01", "build-02", "build-03"][..]),
        (&["mount", "build-01", "--item", "linux"], &["linux-installer"]),
        (&["mount", "--vm", "edge"], &["edge-01"]),
        (&["status", "--vm-id", "vm-42"], &["vm-42"]),
        (&["mount", "--item-id", &item[..6]], &[item]),
        (&["items", "--library", "inst"], &["installers"]),
        (&["mount", "--library", "mirror", "--item", "linux"], &[]),
        (&["vms", "--folder", "st"], &["staging"]),
        (&["vms", "--cluster-id", "domain"], &["domain-c8"]),
        (&["vms", "--datacenter", "l"], &["lab"]),
        (&["hosts", "esx-e"], &["esx-edge.example.com"]),
        (&["vms", "--context", "l"], &["lab"]),
        (&["context", "use", "l"], &["lab"]),
        (&["--context", "nope", "mount", "build"], &[]),
    ] {
        assert_eq!(candidates(&home, "bash", words).await, expected, "{words:?}");
    }
    // Of another shell, with what distinguishes the VMs for people.
    assert_eq!(candidates(&home, "fish", &["mount", "build-02"]).await, ["build-02\tPOWERED_ON"]);
    assert_eq!((simulator.logins(), simulator.open_sessions()), (1, 1), "a completion logged in or out");
}

#[tokio::test]
async fn a_name_cannot_become_part_of_a_command() {
    let (_simulator, home) = logged_in(|inventory| {
        for (vm, name) in [("vm-42", "x$(reboot) y"), ("vm-43", "x\u{1b}[31m"), ("vm-44", "--yes")] {
            inventory.vms.get_mut(vm).expect("a VM").name = name.to_owned();
        }
    })
    .await;
    assert_eq!(candidates(&home, "bash", &["mount", "x"]).await, [r"x\$\(reboot\)\ y"]);
    assert_eq!(candidates(&home, "powershell", &["mount", "x"]).await, ["'x$(reboot) y'\tPOWERED_OFF"]);
}

#[tokio::test]
async fn without_a_session_or_a_response_nothing_is_offered() {
    let (simulator, home) = logged_in(|_| ()).await;
    simulator.expire_sessions();
    assert_eq!(candidates(&home, "bash", &["mount", "build"]).await, [""; 0]);
    run(home.connected(simulator.url(), ["login"])).await.check(0, "", "logged in");
    let gate = Gate::new();
    simulator.inject_always(Operation::VcenterVmList, Fault::hold(&gate));
    assert_eq!(candidates(&home, "bash", &["mount", "build"]).await, [""; 0]);
    gate.open();
    home.configure("default_context = [");
    assert_eq!(candidates(&home, "bash", &["mount", "build"]).await, [""; 0]);
    assert_eq!(candidates(&home, "bash", &["unm"]).await, ["unmount"]);
}
