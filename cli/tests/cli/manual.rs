//! Help and manual pages.

use crate::command::{run, vcenter_iso};

const COMMANDS: [&str; 23] = [
    "mount",
    "unmount",
    "connect",
    "disconnect",
    "status",
    "check",
    "vms",
    "items",
    "libraries",
    "folders",
    "clusters",
    "datacenters",
    "hosts",
    "login",
    "logout",
    "session",
    "context",
    "config",
    "simulate",
    "version",
    "completions",
    "man",
    "help",
];

#[tokio::test]
async fn help_has_the_exit_statuses_and_each_command_an_example() {
    let help = run(vcenter_iso(["--help"])).await;
    assert_eq!((help.status, help.stderr.as_str()), (Some(0), ""), "{help:?}");
    for expected in ["Exit status:\n  0    success\n", "\n  3    outcome unknown", "\n  130  interrupted"] {
        assert!(help.stdout.contains(expected), "should contain {expected:?}:\n{}", help.stdout);
    }
    for command in COMMANDS {
        assert!(help.stdout.contains(&format!("\n  {command} ")), "{command} is missing:\n{}", help.stdout);
        let help = run(vcenter_iso([command, "--help"])).await;
        assert_eq!(help.status, Some(0), "{help:?}");
        let (_, examples) = help.stdout.split_once("\nExamples:\n").unwrap_or_default();
        assert!(
            examples.contains(&format!("vcenter-iso {command}")),
            "{command} has no example:\n{}",
            help.stdout
        );
    }
    let version = run(vcenter_iso(["--version"])).await;
    version.check(0, concat!("vcenter-iso ", env!("CARGO_PKG_VERSION"), "\n"), "");
}

#[tokio::test]
async fn every_command_has_a_manual_page() {
    let page = run(vcenter_iso(["man"])).await;
    assert_eq!((page.status, page.stderr.as_str()), (Some(0), ""), "{page:?}");
    for expected in [
        ".TH vcenter-iso 1",
        ".SH SYNOPSIS",
        ".SH \"EXIT STATUS\"",
        "outcome unknown",
        ".SH ENVIRONMENT",
        "GOVC_TLS_CA_CERTS",
        ".SH FILES",
        "password_command",
        ".SH EXAMPLES",
    ] {
        assert!(page.stdout.contains(expected), "should contain {expected:?}:\n{}", page.stdout);
    }
    for command in COMMANDS {
        let page = run(vcenter_iso(["man", command])).await;
        page.check(0, &page.stdout, "");
        assert!(page.stdout.contains(&format!(".TH vcenter-iso-{command} 1")), "{page:?}");
    }
    let page = run(vcenter_iso(["man", "mount"])).await;
    for expected in [
        ".TH vcenter-iso-mount 1",
        "\\-\\-dry\\-run",
        "vcenter\\-iso mount \\-\\-vm",
        "Runs for the same virtual machines may overlap",
    ] {
        assert!(page.stdout.contains(expected), "should contain {expected:?}:\n{}", page.stdout);
    }
    run(vcenter_iso(["man", "moutn"])).await.check(2, "", "no command `moutn`; commands: mount, unmount");
}

#[tokio::test]
async fn the_help_of_faults_is_a_topic_and_a_manual_page() {
    let help = run(vcenter_iso(["help", "faults"])).await;
    assert!(help.stdout.contains("rule      = operation \":\" requests"), "{help:?}");
    for (arguments, text) in [
        (&["man", "faults"][..], ".TH vcenter-iso-faults 1"),
        (&["help", "mount"], "Usage: vcenter-iso mount"),
        (&["help"], "Usage: vcenter-iso"),
    ] {
        let output = run(vcenter_iso(arguments.iter().copied())).await;
        assert!(output.status == Some(0) && output.stdout.contains(text), "{arguments:?}: {output:?}");
    }
    run(vcenter_iso(["help", "fault"])).await.check(2, "", "no command `fault`; commands: mount, ");
}
