//! What fits on the screen of a terminal.

use expect_test::expect_file;
use pty_process::Size;
use test_support::checked;
use vcenter_iso_simulator::{Operation, Simulator};

use crate::command::{connected, run, without_request_ids};
use crate::fleet::{error, fleet};
use crate::terminal::{Terminal, TerminalOutput};

async fn shown(simulator: &Simulator, size: Size, line: &str) -> TerminalOutput {
    let arguments: Vec<_> = line.split_whitespace().collect();
    Terminal::connected_sized(size, simulator, &arguments).finish().await
}

/// `UPDATE_EXPECT=1 cargo test -p vcenter-iso-cli screen` updates the file.
#[tokio::test]
async fn tables_fit_the_terminal() {
    let simulator = checked::start(Simulator::builder()).await;
    let mount = "mount --vm build-01 --vm legacy-02 --item linux-installer --concurrency 1";
    run(connected(simulator.url(), mount.split_whitespace())).await;
    let mut screens = Vec::new();
    for columns in [60, 100, 200] {
        for line in [
            "status --vm build-* --vm legacy-*",
            "check --vm build-* --vm legacy-* --item old-installer",
            "check --vm build-01 --item linux-installer --details",
            "vms",
            "items",
            "items --columns item,name --sort-by name",
        ] {
            let output = shown(&simulator, Size::new(40, columns), line).await;
            let lines = output.lines();
            let table: Vec<_> = lines.iter().skip_while(|line| !line.contains("NAME")).collect();
            for row in table.iter().take_while(|row| !row.starts_with(char::is_numeric)) {
                assert!(row.chars().count() <= usize::from(columns), "{columns}: {row}");
            }
            let shown = without_request_ids(lines.join("\n").trim_end()).replace(simulator.url(), "URL");
            screens.push(format!("-- {columns} columns\n$ vcenter-iso {line}\n{shown}\n"));
        }
    }
    expect_file!["../golden/screens.txt"].assert_eq(&screens.join("\n"));
}

#[tokio::test]
async fn the_recap_of_a_fleet_fits_the_last_screen() {
    let simulator = fleet(500).await;
    let failures =
        [("INVALID_ARGUMENT", 400, 20), ("UNAUTHORIZED", 403, 20), ("UNABLE_TO_ALLOCATE_RESOURCE", 500, 10)];
    for (name, status, count) in failures {
        simulator.inject(Operation::VcenterIsoImageMount, std::iter::repeat_n(error(status, name), count));
    }
    let size = Size::new(24, 80);
    let output = shown(&simulator, size, "mount --vm * --item linux-installer --yes").await;
    assert_eq!(output.status, Some(1), "{output:?}");
    let lines = output.lines();
    // A long line takes several on the screen.
    let height = |line: &String| line.chars().count().div_ceil(80).max(1);
    let recap = lines.iter().position(|line| line.starts_with("error: ")).expect("a recap");
    let recap: Vec<_> = lines[recap..].iter().filter(|line| !line.is_empty()).collect();
    let heights: usize = recap.iter().map(|line| height(line)).sum();
    assert!(heights < 24, "the recap takes {heights} lines:\n{recap:#?}");
    assert_eq!(recap.iter().filter(|line| line.starts_with("error: ")).count(), 3, "{recap:#?}");
    let [.., next_step, counts] = recap.as_slice() else { panic!("{recap:#?}") };
    assert!(next_step.starts_with("hint: once the cause is gone, run the same command again"), "{recap:#?}");
    assert_eq!(*counts, "500 virtual machines: 450 mounted, 50 failed");

    // The second run changes the rest, and does not list what was done before.
    let output = shown(&simulator, size, "mount --vm * --item linux-installer --yes").await;
    let lines = output.lines();
    let summary = "500 virtual machines: 450 already mounted, 50 mounted (450 not shown: --show all)";
    assert!(lines.iter().any(|line| line == summary), "{lines:#?}");
    let rows = lines.iter().filter(|line| line.contains("  mounted  ")).count();
    assert_eq!((output.status, rows, lines.len() < 60), (Some(0), 50, true), "{lines:#?}");
}

#[tokio::test]
async fn the_user_chooses_the_rows_and_their_form() {
    let simulator = checked::start(Simulator::builder()).await;
    let mount = "mount --vm build-02 --vm build-01 --vm build-03 --item linux-installer";
    for (line, status, stdout) in [
        (format!("{mount} --show failed"), 1, "build-03\tvm-44\tfailed\t-\n"),
        (format!("{mount} --show failed -o name"), 1, "build-03\n"),
        (format!("{mount} --show changed -o name"), 1, "build-03\n"),
        (format!("{mount} -o name"), 1, "build-02\nbuild-01\nbuild-03\n"),
        (format!("{mount} -o name --sort-by name"), 1, "build-01\nbuild-02\nbuild-03\n"),
        (
            format!("{mount} --columns vm,result --sort-by vm"),
            1,
            "vm-42\talready_mounted\nvm-43\talready_mounted\nvm-44\tfailed\n",
        ),
        (
            "vms --name build-* --columns vm,Memory_MiB --sort-by name".to_owned(),
            0,
            "vm-42\t4096\nvm-43\t4096\nvm-44\t4096\n",
        ),
        ("vms --columns nam".to_owned(), 2, ""),
    ] {
        let output = run(connected(simulator.url(), line.split_whitespace())).await;
        assert_eq!((output.status, output.stdout.as_str()), (Some(status), stdout), "{line}: {output:?}");
    }
}
