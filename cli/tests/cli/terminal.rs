//! The command in a terminal: the table, the progress bar, the confirmation, Ctrl-C.

use std::process::ExitStatus;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use pty_process::{OwnedReadPty, OwnedWritePty, Size};
use test_support::checked;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::Child;
use tokio::task::JoinHandle;
use vcenter_iso_simulator::{Fault, Gate, Inventory, Operation, PowerState, Simulator, User, example};

use crate::command::{Home, PASSWORD, USER, free_of_secrets, free_of_sessions, run};
use crate::fleet::{error, fleet, mounted};
use crate::interrupt::wait_until;

const CTRL_C: &str = "\u{3}";

/// `vcenter-iso` in a terminal.
pub(crate) struct Terminal {
    child: Child,
    keyboard: OwnedWritePty,
    shown: Arc<Mutex<String>>,
    reading: JoinHandle<()>,
}

/// The output and the exit status of a command in a terminal.
#[derive(Debug)]
pub(crate) struct TerminalOutput {
    pub(crate) status: Option<i32>,
    /// Everything that was shown, with escape sequences.
    shown: String,
}

impl TerminalOutput {
    /// Returns the lines that stay on the screen, without colors and without lines that were overwritten.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for line in self.shown.split("\r\n") {
            // The progress bar is redrawn from the start of its line.
            let line = line.rsplit('\r').next().unwrap_or_default();
            let mut plain = String::new();
            let mut characters = line.chars();
            while let Some(character) = characters.next() {
                if character == '\u{1b}' {
                    let _ = characters.by_ref().find(char::is_ascii_alphabetic);
                } else {
                    plain.push(character);
                }
            }
            lines.push(plain.trim_end().to_owned());
        }
        lines
    }
}

impl Terminal {
    pub(crate) fn start(environment: &[(&str, &str)], arguments: &[&str]) -> Self {
        Self::start_program(env!("CARGO_BIN_EXE_vcenter-iso"), environment, arguments)
    }

    fn start_program(program: &str, environment: &[(&str, &str)], arguments: &[&str]) -> Self {
        Self::start_sized(Size::new(40, 120), program, environment, arguments)
    }

    fn start_sized(size: Size, program: &str, environment: &[(&str, &str)], arguments: &[&str]) -> Self {
        let (pty, pts) = pty_process::open().expect("a terminal");
        pty.resize(size).expect("the size is set");
        let mut command = pty_process::Command::new(program)
            .args(arguments)
            .env_clear()
            .env("HOME", "/dev/null/home")
            .env("TERM", "xterm-256color");
        for (name, value) in environment {
            command = command.env(name, value);
        }
        let child = command.kill_on_drop(true).spawn(pts).expect("the binary runs");
        let (screen, keyboard) = pty.into_split();
        let shown = Arc::new(Mutex::new(String::new()));
        let reading = tokio::spawn(read(screen, Arc::clone(&shown)));
        Self { child, keyboard, shown, reading }
    }

    /// Starts a command line in a shell with the server and the credentials in its environment.
    fn connected_shell(simulator: &Simulator, line: &str) -> Self {
        let environment =
            [("VCENTER_SERVER", simulator.url()), ("VCENTER_USERNAME", USER), ("VCENTER_PASSWORD", PASSWORD)];
        Self::start_program("/bin/sh", &environment, &["-c", line])
    }

    /// Starts the command with the server and the credentials in its environment.
    fn connected(simulator: &Simulator, arguments: &[&str]) -> Self {
        Self::connected_sized(Size::new(40, 120), simulator, arguments)
    }

    /// As [`connected`](Self::connected), in a terminal of this size.
    pub(crate) fn connected_sized(size: Size, simulator: &Simulator, arguments: &[&str]) -> Self {
        let environment =
            [("VCENTER_SERVER", simulator.url()), ("VCENTER_USERNAME", USER), ("VCENTER_PASSWORD", PASSWORD)];
        Self::start_sized(size, env!("CARGO_BIN_EXE_vcenter-iso"), &environment, arguments)
    }

    fn shown(&self) -> String {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) async fn wait_for(&self, text: &str) {
        wait_until(&format!("{text:?} is shown"), || self.shown().contains(text)).await;
    }

    pub(crate) async fn type_keys(&mut self, text: &str) {
        self.keyboard.write_all(text.as_bytes()).await.expect("the keys are pressed");
    }

    pub(crate) async fn finish(mut self) -> TerminalOutput {
        let output = tokio::time::timeout(Duration::from_secs(60), self.child.wait()).await;
        let status: ExitStatus = output.expect("the command exits within 60 s").expect("a status");
        drop(self.keyboard);
        // The reader ends after the last process has closed the terminal.
        let _ = tokio::time::timeout(Duration::from_secs(5), self.reading).await;
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner).clone();
        free_of_secrets(&shown);
        assert!(!shown.contains("panicked"), "the command panicked:\n{shown}");
        TerminalOutput { status: status.code(), shown }
    }
}

async fn read(mut screen: OwnedReadPty, shown: Arc<Mutex<String>>) {
    let mut bytes = [0; 4096];
    let mut undecoded = Vec::new();
    // The read fails once the other side is closed.
    while let Ok(count @ 1..) = screen.read(&mut bytes).await {
        undecoded.extend_from_slice(&bytes[..count]);
        let complete = match str::from_utf8(&undecoded) {
            Ok(text) => text.len(),
            Err(error) => error.valid_up_to(),
        };
        let text: Vec<u8> = undecoded.drain(..complete).collect();
        shown.lock().unwrap_or_else(PoisonError::into_inner).push_str(&String::from_utf8_lossy(&text));
    }
}

#[tokio::test]
async fn a_list_is_a_table_with_headings() {
    let simulator = checked::start(Simulator::builder()).await;
    simulator.update_inventory(|inventory| {
        inventory.vms.get_mut("vm-43").expect("the VM").name = "übung-仮想".to_owned();
    });
    let output =
        Terminal::connected(&simulator, &["vms", "--cluster", "cluster-01", "--name", "*b*"]).finish().await;
    assert_eq!(output.status, Some(0), "{output:?}");
    let lines = output.lines();
    assert_eq!(
        lines[..5],
        [
            "NAME        VM     POWER        CPUS  MEMORY MIB",
            "build-01    vm-42  POWERED_OFF  2     4096",
            "build-03    vm-44  SUSPENDED    2     4096",
            "web         vm-48  POWERED_ON   2     4096",
            "web         vm-49  POWERED_OFF  2     4096",
        ],
        "{output:?}"
    );
    assert!(output.shown.contains("\u{1b}[1mNAME"), "the heading is not bold: {output:?}");

    let environment = [("VCENTER_SERVER", "sim:"), ("NO_COLOR", "1")];
    let output = Terminal::start(&environment, &["vms"]).finish().await;
    assert!(!output.shown.contains("\u{1b}["), "NO_COLOR is set: {output:?}");
}

#[tokio::test]
async fn a_single_mount_is_a_table_without_a_bar() {
    let simulator = checked::start(Simulator::builder()).await;
    let arguments = ["mount", "--vm", "build-01", "--item", "linux-installer"];
    let output = Terminal::connected(&simulator, &arguments).finish().await;
    assert_eq!(output.status, Some(0), "{output:?}");
    assert!(!output.shown.contains("done, "), "there is a progress bar for a single VM: {output:?}");
    assert_eq!(
        output.lines()[..2],
        ["NAME      VM     RESULT   CD-ROM", "build-01  vm-42  mounted  16000"],
        "{output:?}"
    );
}

#[tokio::test]
async fn a_pattern_asks_for_confirmation_before_a_change() {
    let arguments = ["mount", "--vm", "build-*", "--item", "linux-installer"];
    for (keys, status, mounts) in
        [("n\r", 130, 0), ("\r", 130, 0), (CTRL_C, 130, 0), ("\u{4}", 130, 0), ("y\r", 1, 2)]
    {
        let simulator = checked::start(Simulator::builder()).await;
        let mut terminal = Terminal::connected(&simulator, &arguments);
        let machines = "3 virtual machines of";
        let question = format!(
            "Mount linux-installer on {machines} {} (build-01, build-02, build-03)? [y/N] ",
            simulator.url()
        );
        terminal.wait_for(&question).await;
        assert!(simulator.requests().iter().all(|request| !request.path_and_query().contains("iso/image")));
        terminal.type_keys(keys).await;
        let output = terminal.finish().await;
        assert_eq!(output.status, Some(status), "after {keys:?}: {output:?}");
        assert_eq!(mounted(&simulator), mounts, "after {keys:?}: {output:?}");
        let has_own_line = output.lines().iter().any(|line| line.starts_with("error: "));
        assert!(has_own_line, "the error runs on from the question after {keys:?}: {output:?}");
        assert_eq!(simulator.open_sessions(), 0, "the command did not log out after {keys:?}");
    }
    // The confirmation is not skipped if stdin is not a terminal.
    let simulator = checked::start(Simulator::builder()).await;
    let redirected = format!(
        "{} {} </dev/null",
        env!("CARGO_BIN_EXE_vcenter-iso"),
        "mount --vm 'build-*' --item linux-installer"
    );
    let output = Terminal::connected_shell(&simulator, &redirected).finish().await;
    assert_eq!(output.status, Some(2), "{output:?}");
    assert!(output.shown.contains("cannot ask because stdin is not a terminal: pass --yes"), "{output:?}");
    // Names, --yes and --dry-run need no confirmation.
    for arguments in [
        &["mount", "--vm", "build-01", "--vm", "build-02", "--item", "linux-installer"][..],
        &["mount", "--vm", "build-0[12]", "--item", "linux-installer", "--yes"],
        &["unmount", "--power-state", "suspended", "--item", "linux-installer", "--dry-run"],
    ] {
        let simulator = checked::start(Simulator::builder()).await;
        let output = Terminal::connected(&simulator, arguments).finish().await;
        assert_eq!(output.status, Some(0), "{arguments:?}: {output:?}");
    }
}

#[tokio::test]
async fn the_password_prompt_works_while_stdin_is_a_list() {
    let simulator = checked::start(Simulator::builder().user(User::new(USER, PASSWORD))).await;
    let line = format!("echo build-01 | {} status --vm -", env!("CARGO_BIN_EXE_vcenter-iso"));
    let environment = [("VCENTER_SERVER", simulator.url()), ("VCENTER_USERNAME", USER)];
    let mut terminal = Terminal::start_program("/bin/sh", &environment, &["-c", &line]);
    terminal.wait_for("Password of ").await;
    terminal.type_keys(&format!("{PASSWORD}\r")).await;
    let output = terminal.finish().await;
    assert!(output.status == Some(0) && output.shown.contains("vm-42"), "{output:?}");
}

#[tokio::test]
async fn the_password_prompt_does_not_echo_the_password() {
    let simulator = checked::start(Simulator::builder().user(User::new(USER, PASSWORD))).await;
    let environment = [("VCENTER_SERVER", simulator.url()), ("VCENTER_USERNAME", USER)];
    let mut terminal = Terminal::start(&environment, &["vms", "--name", "build-01"]);
    terminal.wait_for(&format!("Password of {USER} at {}: ", simulator.url())).await;
    terminal.type_keys(&format!("{PASSWORD}\r")).await;
    let output = terminal.finish().await;
    assert_eq!(output.status, Some(0), "{output:?}");
    assert!(output.shown.contains("vm-42"), "{output:?}");

    for (keys, status) in [(CTRL_C, 130), ("\u{4}", 2), ("\r", 2)] {
        let mut terminal = Terminal::start(&environment, &["vms"]);
        terminal.wait_for("Password of ").await;
        terminal.type_keys(keys).await;
        let output = terminal.finish().await;
        assert_eq!(output.status, Some(status), "after {keys:?}: {output:?}");
        let has_own_line = output.lines().iter().any(|line| line.starts_with("error: "));
        assert!(has_own_line, "the error runs on from the prompt after {keys:?}: {output:?}");
    }
}

#[tokio::test]
async fn a_login_at_a_terminal_offers_to_save_a_context() {
    let simulator = checked::start(Simulator::builder().user(User::new(USER, PASSWORD))).await;
    let home = Home::new();
    let directory = home.path().to_str().expect("text");
    let environment = [("HOME", directory), ("VCENTER_USERNAME", USER), ("VCENTER_PASSWORD", PASSWORD)];
    let login = ["login", "--server", simulator.url()];
    for (answer, expected) in [("\r", None), ("lab\r", Some("context `lab` is added"))] {
        let mut terminal = Terminal::start(&environment, &login);
        terminal.wait_for("Name (empty: no): ").await;
        terminal.type_keys(answer).await;
        let output = terminal.finish().await;
        assert_eq!(output.status, Some(0), "{output:?}");
        assert_eq!(output.shown.contains("is added"), expected.is_some(), "after {answer:?}: {output:?}");
    }
    run(home.vcenter_iso(["vms", "build-01", "-o", "name"])).await.check(0, "build-01\n", "");
    // Not again, and not where the environment names the server.
    for (arguments, server) in [(&login[..], ""), (&["login"], simulator.url())] {
        let mut environment = environment.to_vec();
        environment.push(("VCENTER_SERVER", server));
        let output = Terminal::start(&environment, arguments).finish().await;
        assert!(output.status == Some(0) && !output.shown.contains("Save"), "{arguments:?}: {output:?}");
    }
}

#[tokio::test]
async fn ctrl_c_during_a_batch_of_500_vms_reports_every_vm() {
    let simulator = fleet(500).await;
    simulator
        .inject_always(Operation::VcenterIsoImageMount, Fault::delay(Duration::from_millis(100)).after());
    // 10% of the mounts fail permanently, 5% are carried out but lose their response, 5% fail and are
    // retried.
    simulator.inject_random(
        Operation::VcenterIsoImageMount,
        0.1,
        [error(400, "NOT_ALLOWED_IN_CURRENT_STATE")],
    );
    simulator.inject_random(Operation::VcenterIsoImageMount, 0.05, [Fault::reset().after()]);
    simulator.inject_random(Operation::VcenterIsoImageMount, 0.05, [Fault::no_healthy_upstream()]);
    let arguments = ["mount", "--vm", "*", "--item", "linux-installer", "--yes", "--output", "wide"];
    let mut terminal = Terminal::connected(&simulator, &arguments);
    let mounted = || {
        let inventory = simulator.inventory();
        inventory
            .vms
            .iter()
            .filter(|(_, vm)| vm.cdroms_with(example::ITEM).count() > 0)
            .map(|(id, _)| id.clone())
            .collect::<Vec<_>>()
    };
    wait_until("some VMs are mounted", || mounted().len() > 60).await;
    terminal.type_keys(CTRL_C).await;
    terminal.wait_for("interrupted: ").await;
    let output = terminal.finish().await;
    assert_eq!(output.status, Some(130), "{}", output.shown);

    // The progress bar shows the count, the rate and the remaining time.
    for expected in ["mounting ", "/500 done, ", " failed, ", "/s, ", " left"] {
        assert!(
            output.shown.contains(expected),
            "the progress bar should show {expected:?}:\n{}",
            output.shown
        );
    }
    // The table has the result of every VM.
    let lines = output.lines();
    let heading = lines.iter().position(|line| line.starts_with("NAME ")).expect("a table");
    let rows: Vec<Vec<&str>> = lines[heading + 1..]
        .iter()
        .map(|line| line.split_whitespace().collect())
        .filter(|row: &Vec<_>| row.get(1).is_some_and(|vm| vm.starts_with("vm-")))
        .collect();
    assert_eq!(rows.len(), 500, "{}", output.shown);
    let mounted = mounted();
    let of = |result: &str| {
        rows.iter().filter(|row| row[2] == result).map(|row| row[1].to_owned()).collect::<Vec<_>>()
    };
    let (reported, failed, not_started) = (of("mounted"), of("failed"), of("not_started"));
    assert_eq!(
        reported.len() + failed.len() + not_started.len(),
        500,
        "an outcome is unknown:\n{}",
        output.shown
    );
    assert!(!failed.is_empty() && !not_started.is_empty(), "{}", output.shown);
    let mut sorted = reported.clone();
    sorted.sort();
    assert_eq!(sorted, mounted, "the VMs reported as mounted should be those that are mounted");
    let inventory = simulator.inventory();
    assert!(
        inventory.vms.values().all(|vm| format!("{vm:?}").matches(".iso").count() <= 1),
        "an image was mounted twice on a VM"
    );
    let summary = format!(
        "500 virtual machines: {} mounted, {} failed, {} not started",
        reported.len(),
        failed.len(),
        not_started.len()
    );
    assert!(lines.contains(&summary), "should contain {summary:?}:\n{}", output.shown);
    // Every failure has its reason in its row, and below the table each reason is shown once.
    for row in rows.iter().filter(|row| row[2] == "failed") {
        assert!(row[4..].starts_with(&["mount", "failed:"]), "{row:?} has no reason:\n{}", output.shown);
    }
    let errors = lines.iter().filter(|line| line.starts_with("error: ")).count();
    assert!((1..=2).contains(&errors), "{}", output.shown);
    assert_eq!(simulator.open_sessions(), 0, "a session is still open");
    free_of_sessions(&simulator, &output.shown);
}

#[tokio::test]
async fn a_slow_call_has_a_spinner_that_leaves_nothing() {
    let simulator = checked::start(Simulator::builder()).await;
    let gate = Gate::new();
    simulator.inject_always(Operation::VcenterVmList, Fault::hold(&gate));
    let list = ["vms", "--name", "build-01"];
    let terminal = Terminal::connected(&simulator, &list);
    terminal.wait_for("listing the virtual machines of ").await;
    gate.open();
    let output = terminal.finish().await;
    assert_eq!(output.lines()[0], "NAME      VM     POWER        CPUS  MEMORY MIB", "{output:?}");

    // A retry is shown with its number.
    simulator.clear_faults();
    let gate = Gate::new();
    simulator
        .inject(Operation::VcenterVmList, [Fault::error(503, "SERVICE_UNAVAILABLE"), Fault::hold(&gate)]);
    let terminal = Terminal::connected(&simulator, &list);
    terminal.wait_for("attempt 2 of 5").await;
    gate.open();
    assert_eq!(terminal.finish().await.status, Some(0));

    let gate = Gate::new();
    simulator.inject_always(Operation::VcenterVmList, Fault::hold(&gate));
    let mut terminal = Terminal::connected(&simulator, &list);
    terminal.wait_for("listing the virtual machines of ").await;
    terminal.type_keys(CTRL_C).await;
    let output = terminal.finish().await;
    assert_eq!(output.lines()[0], "error: interrupted", "{output:?}");
}

/// The reader of the pipe owns the terminal from the first row on, so there is no bar.
#[tokio::test]
async fn a_fleet_in_a_pipe_says_what_it_waits_for() {
    let simulator = fleet(3).await;
    let gate = Gate::new();
    simulator.inject(Operation::VcenterIsoImageMount, [Fault::pass(), Fault::hold(&gate)]);
    let command = env!("CARGO_BIN_EXE_vcenter-iso");
    let line = format!("{command} mount '*' --item linux-installer --yes --concurrency 1 | cat");
    let terminal = Terminal::connected_shell(&simulator, &line);
    terminal.wait_for("waiting: mounting on 3 virtual machines").await;
    gate.open();
    assert!(terminal.finish().await.shown.contains("3 mounted"));
}

#[tokio::test]
async fn the_bar_leaves_nothing_between_rows_and_lines_of_the_log() {
    let simulator = fleet(30).await;
    simulator
        .inject_always(Operation::VcenterIsoImageMount, Fault::delay(Duration::from_millis(150)).after());
    for options in ["--output jsonl", "--output jsonl | cat", "-v --output jsonl"] {
        let command = env!("CARGO_BIN_EXE_vcenter-iso");
        let line = format!("{command} mount --vm '*' --item linux-installer --yes --always {options}");
        let output = Terminal::connected_shell(&simulator, &line).finish().await;
        let lines = output.lines();
        let rows = lines.iter().filter(|line| line.contains("\"vm\":")).count();
        assert_eq!(rows, 30, "{options}: {}", output.shown);
        let is_whole = |line: &String| {
            line.starts_with('{') && line.ends_with('}')
                || line.starts_with("30 virtual machines: ")
                || line.contains(" INFO ") && options.starts_with("-v")
                || line.is_empty()
        };
        let piece = lines.iter().find(|line| !is_whole(line) || line.contains(" done, "));
        assert_eq!(piece, None, "{options}: {}", output.shown);
    }
}

#[tokio::test]
async fn a_second_ctrl_c_exits_at_once() {
    let mut inventory = Inventory::with_vms(20, 7);
    inventory.vms.values_mut().for_each(|vm| vm.power_state = PowerState::PoweredOff);
    let simulator = checked::start(Simulator::builder().inventory(inventory)).await;
    simulator.inject_always(Operation::VcenterIsoImageMount, Fault::hang().after());
    let arguments = ["mount", "--vm", "*", "--item", "linux-installer", "--yes", "--concurrency", "4"];
    let mut terminal = Terminal::connected(&simulator, &arguments);
    let mounts =
        || simulator.requests().iter().filter(|request| request.path_and_query().ends_with("=mount")).count();
    wait_until("four mounts arrived", || mounts() == 4).await;
    terminal.type_keys(CTRL_C).await;
    terminal.wait_for("16 not started, waiting up to 30 s for 4 in progress").await;
    terminal.type_keys(CTRL_C).await;
    let output = tokio::time::timeout(Duration::from_secs(15), terminal.finish())
        .await
        .expect("the command should not wait");
    assert_eq!(output.status, Some(3), "{output:?}");
    assert!(
        output.lines().iter().any(|line| line == "20 virtual machines: 4 unknown, 16 not started"),
        "{output:?}"
    );
    assert_eq!(simulator.open_sessions(), 0, "a session is still open");
}
