//! Help and manual pages.

use std::collections::BTreeSet;
use std::path::Path;

use expect_test::expect_file;

use crate::command::{run, vcenter_iso};

const COMMANDS: [&str; 28] = [
    "mount",
    "unmount",
    "connect",
    "disconnect",
    "power",
    "import",
    "sync-item",
    "delete-item",
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
    "schema",
    "help",
];

#[tokio::test]
async fn help_has_each_command_and_each_command_an_example() {
    let main = run(vcenter_iso(["--help"])).await;
    assert_eq!((main.status, main.stderr.as_str()), (Some(0), ""), "{main:?}");
    for command in COMMANDS {
        assert!(main.stdout.contains(&format!("\n  {command} ")), "{command} is missing:\n{}", main.stdout);
        let help = run(vcenter_iso([command, "--help"])).await;
        assert_eq!(help.status, Some(0), "{help:?}");
        let (_, examples) = help.stdout.split_once("\nExamples:\n").unwrap_or_default();
        assert!(
            examples.contains(&format!("vcenter-iso {command}")),
            "{command} has no example:\n{}",
            help.stdout
        );
        // The commands of two words have the flag in the second one.
        let has_output =
            help.stdout.contains("--output <FORMAT>") || ["context", "config", "power"].contains(&command);
        assert_eq!(help.stdout.contains("`vcenter-iso help output`"), has_output, "{}", help.stdout);
    }
    let version = run(vcenter_iso(["--version"])).await;
    version.check(0, concat!("vcenter-iso ", env!("CARGO_PKG_VERSION"), "\n"), "");
}

/// `UPDATE_EXPECT=1 cargo test -p vcenter-iso-cli manual` updates the file.
#[tokio::test]
async fn help_fits_the_width() {
    let mut shown = Vec::new();
    for (columns, line) in [
        ("60", "-h"),
        ("80", "-h"),
        ("200", "-h"),
        ("80", "-h --color always"),
        ("60", "help settings"),
        ("80", "help environment"),
        ("200", "help exit-status"),
        ("80", "--color always help exit-status"),
        ("80", "man exit-status"),
    ] {
        let mut command = vcenter_iso(line.split(' '));
        command.env("COLUMNS", columns);
        let output = run(command).await;
        output.check(0, &output.stdout, "");
        let longest = output.stdout.lines().map(|line| line.chars().count()).max();
        let is_plain = !line.contains("always") && !line.starts_with("man");
        assert!(!is_plain || longest <= columns.parse().ok(), "{columns}: {}", output.stdout);
        let text = output.stdout.replace('\u{1b}', "␛");
        shown.push(format!("-- {columns} columns\n$ vcenter-iso {line}\n{text}"));
    }
    expect_file!["../golden/help.txt"].assert_eq(&shown.join("\n"));
}

#[tokio::test]
async fn every_way_to_the_help_shows_the_same() {
    let help = run(vcenter_iso(["--help"])).await;
    run(vcenter_iso(["help"])).await.check(0, &help.stdout, "");
    let summary = run(vcenter_iso(["-h"])).await;
    let without_arguments = run(vcenter_iso([])).await;
    without_arguments.check(2, "", summary.stdout.trim());
    for color in ["always", "never"] {
        let colored = run(vcenter_iso(["--color", color, "--help"])).await;
        run(vcenter_iso(["--color", color, "help"])).await.check(0, &colored.stdout, "");
        assert_eq!(colored.stdout.contains('\u{1b}'), color == "always", "{colored:?}");
    }
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
        "config.toml",
        ".SH COMMANDS",
        ".SS \"Change virtual machines\"",
        ".SH EXAMPLES",
        "\\fBvcenter\\-iso\\-output\\fR(7)",
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
        ".SH OUTPUT",
        "\\fBstart_connected\\fR",
        "\\fBvcenter\\-iso\\-output\\fR(7)",
    ] {
        assert!(page.stdout.contains(expected), "should contain {expected:?}:\n{}", page.stdout);
    }
    run(vcenter_iso(["man", "moutn"])).await.check(2, "", "no command `moutn`; commands: mount, unmount");
}

#[tokio::test]
async fn every_topic_is_a_manual_page() {
    let main = run(vcenter_iso(["help"])).await.stdout;
    let (_, topics) = main.split_once("\nHelp topics:\n").expect("topics");
    let names: Vec<_> =
        topics.lines().map_while(|line| line.strip_prefix("  ")?.split_whitespace().next()).collect();
    assert!(names.contains(&"output") && names.contains(&"faults"), "{names:?}");
    for name in names {
        let help = run(vcenter_iso(["help", name])).await;
        assert!(help.status == Some(0) && help.stdout.lines().count() > 4, "{name}: {help:?}");
        let page = run(vcenter_iso(["man", name])).await;
        assert!(page.stdout.contains(&format!(".TH vcenter-iso-{name} 7")), "{name}: {page:?}");
    }
    let faults = run(vcenter_iso(["help", "faults"])).await;
    assert!(faults.stdout.contains("rule      = operation \":\" requests"), "{faults:?}");
    let mount = run(vcenter_iso(["help", "mount"])).await;
    assert!(mount.stdout.contains("Usage: vcenter-iso mount"), "{mount:?}");
    run(vcenter_iso(["help", "fault"])).await.check(2, "", "no command `fault`; commands: mount, ");
}

/// Returns the names of variables in a text.
fn variables(text: &str) -> BTreeSet<String> {
    let words = text.split(|character: char| !(character.is_ascii_uppercase() || character == '_'));
    let is_name = |word: &&str| {
        ["VCENTER_", "GOVC_"].iter().any(|start| word.len() > start.len() && word.starts_with(start))
    };
    words.filter(is_name).map(str::to_owned).collect()
}

#[tokio::test]
async fn the_topic_environment_has_exactly_the_variables_of_the_code() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut used = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                used.extend(variables(&std::fs::read_to_string(path).expect("text")));
            }
        }
    }
    let topic = run(vcenter_iso(["help", "environment"])).await.stdout;
    assert_eq!(variables(&topic), used, "left: the topic, right: cli/src; update cli/docs/command-line.md");
}
