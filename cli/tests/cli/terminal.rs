//! The command in a terminal: the table, the progress bar, the question, Ctrl-C.

use std::process::ExitStatus;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use pty_process::{OwnedReadPty, OwnedWritePty, Size};
use test_support::checked;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::Child;
use tokio::task::JoinHandle;
use vcenter_iso_simulator::{Fault, Inventory, PowerState, Simulator, User, example};

use crate::command::{PASSWORD, USER, free_of_secrets, free_of_sessions};
use crate::fleet::{error, fleet, mounted};
use crate::interrupt::until;

const CTRL_C: &str = "\u{3}";

/// `vcenter-iso` in a terminal.
pub(crate) struct Terminal {
    child: Child,
    keyboard: OwnedWritePty,
    shown: Arc<Mutex<String>>,
    reading: JoinHandle<()>,
}

/// What a command in a terminal came to.
#[derive(Debug)]
pub(crate) struct Ended {
    status: Option<i32>,
    /// Everything that was shown, with the codes that move the cursor.
    shown: String,
}

impl Ended {
    /// The lines that stay on the screen in the end, without colours: what a later line draws over is gone.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for line in self.shown.split("\r\n") {
            // The bar is drawn anew from the start of its line.
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
        let (pty, pts) = pty_process::open().expect("a terminal");
        pty.resize(Size::new(40, 120)).expect("the size is set");
        let mut command = pty_process::Command::new(program)
            .args(arguments)
            .env_clear()
            .env("HOME", "/nonexistent")
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

    /// A command line of the shell.
    fn connected_shell(simulator: &Simulator, line: &str) -> Self {
        let environment =
            [("VCENTER_SERVER", simulator.url()), ("VCENTER_USERNAME", USER), ("VCENTER_PASSWORD", PASSWORD)];
        Self::start_program("/bin/sh", &environment, &["-c", line])
    }

    /// Starts the command with the server and the credentials in its environment.
    fn connected(simulator: &Simulator, arguments: &[&str]) -> Self {
        let environment =
            [("VCENTER_SERVER", simulator.url()), ("VCENTER_USERNAME", USER), ("VCENTER_PASSWORD", PASSWORD)];
        Self::start(&environment, arguments)
    }

    fn shown(&self) -> String {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) async fn sees(&self, text: &str) {
        until(&format!("{text:?} is shown"), || self.shown().contains(text)).await;
    }

    pub(crate) async fn types(&mut self, text: &str) {
        self.keyboard.write_all(text.as_bytes()).await.expect("the keys are pressed");
    }

    pub(crate) async fn ends(mut self) -> Ended {
        let ended = tokio::time::timeout(Duration::from_secs(60), self.child.wait()).await;
        let status: ExitStatus = ended.expect("it ends within 60 s").expect("a status");
        drop(self.keyboard);
        // The terminal shows no more after the last process has closed it.
        let _ = tokio::time::timeout(Duration::from_secs(5), self.reading).await;
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner).clone();
        free_of_secrets(&shown);
        assert!(!shown.contains("panicked"), "it panicked:\n{shown}");
        Ended { status: status.code(), shown }
    }
}

async fn read(mut screen: OwnedReadPty, shown: Arc<Mutex<String>>) {
    let mut bytes = [0; 4096];
    let mut left = Vec::new();
    // It ends with an error once the other side is closed.
    while let Ok(count @ 1..) = screen.read(&mut bytes).await {
        left.extend_from_slice(&bytes[..count]);
        let whole = match str::from_utf8(&left) {
            Ok(text) => text.len(),
            Err(error) => error.valid_up_to(),
        };
        let text: Vec<u8> = left.drain(..whole).collect();
        shown.lock().unwrap_or_else(PoisonError::into_inner).push_str(&String::from_utf8_lossy(&text));
    }
}

#[tokio::test]
async fn a_list_is_a_table_with_headings() {
    let simulator = checked::start(Simulator::builder()).await;
    simulator.update_inventory(|inventory| {
        inventory.vms.get_mut("vm-43").expect("the VM").name = "übung-仮想".to_owned();
    });
    let ended =
        Terminal::connected(&simulator, &["vms", "--cluster", "cluster-01", "--name", "*b*"]).ends().await;
    assert_eq!(ended.status, Some(0), "{ended:?}");
    let lines = ended.lines();
    assert_eq!(
        lines[..5],
        [
            "NAME        VM     POWER        CPUS  MEMORY MIB",
            "build-01    vm-42  POWERED_OFF  2     4096",
            "build-03    vm-44  SUSPENDED    2     4096",
            "web         vm-48  POWERED_ON   2     4096",
            "web         vm-49  POWERED_OFF  2     4096",
        ],
        "{ended:?}"
    );
    assert!(ended.shown.contains("\u{1b}[1mNAME"), "the heading is not bold: {ended:?}");

    let environment = [("VCENTER_SERVER", "sim:"), ("NO_COLOR", "1")];
    let ended = Terminal::start(&environment, &["vms"]).ends().await;
    assert!(!ended.shown.contains("\u{1b}["), "NO_COLOR is set: {ended:?}");
}

#[tokio::test]
async fn a_single_mount_is_a_table_without_a_bar() {
    let simulator = checked::start(Simulator::builder()).await;
    let arguments = ["mount", "--vm", "build-01", "--item", "linux-installer"];
    let ended = Terminal::connected(&simulator, &arguments).ends().await;
    assert_eq!(ended.status, Some(0), "{ended:?}");
    assert!(!ended.shown.contains("done, "), "one virtual machine has a bar: {ended:?}");
    assert_eq!(
        ended.lines()[..2],
        ["NAME      VM     RESULT   CD-ROM", "build-01  vm-42  mounted  16000"],
        "{ended:?}"
    );
}

#[tokio::test]
async fn a_pattern_asks_before_it_acts() {
    let question = "Mount linux-installer on 3 virtual machines (build-01, build-02, build-03)? [y/N] ";
    let arguments = ["mount", "--vm", "build-*", "--item", "linux-installer"];
    for (answer, status, mounts) in
        [("n\r", 130, 0), ("\r", 130, 0), (CTRL_C, 130, 0), ("\u{4}", 130, 0), ("y\r", 1, 2)]
    {
        let simulator = checked::start(Simulator::builder()).await;
        let mut terminal = Terminal::connected(&simulator, &arguments);
        terminal.sees(question).await;
        assert!(simulator.requests().iter().all(|request| !request.path_and_query().contains("iso/image")));
        terminal.types(answer).await;
        let ended = terminal.ends().await;
        assert_eq!(ended.status, Some(status), "after {answer:?}: {ended:?}");
        assert_eq!(mounted(&simulator), mounts, "after {answer:?}: {ended:?}");
        assert_eq!(simulator.open_sessions(), 0, "it did not log out after {answer:?}");
    }
    // Who cannot answer is not passed over.
    let simulator = checked::start(Simulator::builder()).await;
    let redirected = format!(
        "{} {} </dev/null",
        env!("CARGO_BIN_EXE_vcenter-iso"),
        "mount --vm 'build-*' --item linux-installer"
    );
    let ended = Terminal::connected_shell(&simulator, &redirected).ends().await;
    assert_eq!(ended.status, Some(2), "{ended:?}");
    assert!(ended.shown.contains("cannot ask because stdin is not a terminal: pass --yes"), "{ended:?}");
    // Names, --yes and --dry-run need no confirmation.
    for arguments in [
        &["mount", "--vm", "build-01", "--vm", "build-02", "--item", "linux-installer"][..],
        &["mount", "--vm", "build-0[12]", "--item", "linux-installer", "--yes"],
        &["unmount", "--power-state", "suspended", "--item", "linux-installer", "--dry-run"],
    ] {
        let simulator = checked::start(Simulator::builder()).await;
        let ended = Terminal::connected(&simulator, arguments).ends().await;
        assert_eq!(ended.status, Some(0), "{arguments:?}: {ended:?}");
    }
}

#[tokio::test]
async fn the_password_is_asked_for_although_stdin_is_a_list() {
    let simulator = checked::start(Simulator::builder().user(User::new(USER, PASSWORD))).await;
    let line = format!("echo build-01 | {} status --vm -", env!("CARGO_BIN_EXE_vcenter-iso"));
    let environment = [("VCENTER_SERVER", simulator.url()), ("VCENTER_USERNAME", USER)];
    let mut terminal = Terminal::start_program("/bin/sh", &environment, &["-c", &line]);
    terminal.sees("Password of ").await;
    terminal.types(&format!("{PASSWORD}\r")).await;
    let ended = terminal.ends().await;
    assert!(ended.status == Some(0) && ended.shown.contains("vm-42"), "{ended:?}");
}

#[tokio::test]
async fn the_password_is_asked_for_and_not_shown() {
    let simulator = checked::start(Simulator::builder().user(User::new(USER, PASSWORD))).await;
    let environment = [("VCENTER_SERVER", simulator.url()), ("VCENTER_USERNAME", USER)];
    let mut terminal = Terminal::start(&environment, &["vms", "--name", "build-01"]);
    terminal.sees(&format!("Password of {USER}: ")).await;
    terminal.types(&format!("{PASSWORD}\r")).await;
    let ended = terminal.ends().await;
    assert_eq!(ended.status, Some(0), "{ended:?}");
    assert!(ended.shown.contains("vm-42"), "{ended:?}");

    let mut terminal = Terminal::start(&environment, &["vms"]);
    terminal.sees("Password of ").await;
    terminal.types(CTRL_C).await;
    let ended = terminal.ends().await;
    assert_eq!(ended.status, Some(130), "{ended:?}");
}

#[tokio::test]
async fn ctrl_c_in_the_middle_of_five_hundred() {
    let simulator = fleet(500).await;
    simulator.inject_always("mount", Fault::DelayAfter(Duration::from_millis(100)));
    // One in ten fails for good, one in twenty is carried out although its answer is lost, one in twenty waits.
    simulator.inject_random("mount", 0.1, [error(400, "NOT_ALLOWED_IN_CURRENT_STATE")]);
    simulator.inject_random("mount", 0.05, [Fault::ResetAfter]);
    simulator.inject_random("mount", 0.05, [Fault::NoHealthyUpstream]);
    let arguments = ["mount", "--vm", "*", "--item", "linux-installer", "--yes", "--concurrency", "8"];
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
    until("some are mounted", || mounted().len() > 60).await;
    terminal.types(CTRL_C).await;
    terminal.sees("interrupted: ").await;
    let ended = terminal.ends().await;
    assert_eq!(ended.status, Some(130), "{}", ended.shown);

    // The bar: how many, how fast, how long.
    for expected in ["mounting ", "/500 done, ", " failed, ", "/s, ", " left"] {
        assert!(ended.shown.contains(expected), "the bar should say {expected:?}:\n{}", ended.shown);
    }
    // The table has every virtual machine, as it is.
    let lines = ended.lines();
    let heading = lines.iter().position(|line| line.starts_with("NAME ")).expect("a table");
    let rows: Vec<Vec<&str>> = lines[heading + 1..]
        .iter()
        .map(|line| line.split_whitespace().collect())
        .filter(|row: &Vec<_>| row.len() == 4)
        .collect();
    assert_eq!(rows.len(), 500, "{}", ended.shown);
    let mounted = mounted();
    let of = |result: &str| {
        rows.iter().filter(|row| row[2] == result).map(|row| row[1].to_owned()).collect::<Vec<_>>()
    };
    let (told, failed, left) = (of("mounted"), of("failed"), of("not_started"));
    assert_eq!(told.len() + failed.len() + left.len(), 500, "an outcome is unknown:\n{}", ended.shown);
    assert!(!failed.is_empty() && !left.is_empty(), "{}", ended.shown);
    let mut sorted = told.clone();
    sorted.sort();
    assert_eq!(sorted, mounted, "what is said to be mounted is what is mounted");
    let inventory = simulator.inventory();
    assert!(
        inventory.vms.values().all(|vm| format!("{vm:?}").matches(".iso").count() <= 1),
        "one was mounted twice"
    );
    let summary = format!(
        "500 virtual machines: {} mounted, {} failed, {} not started",
        told.len(),
        failed.len(),
        left.len()
    );
    assert!(lines.contains(&summary), "should say {summary:?}:\n{}", ended.shown);
    // Each failure with its reason.
    assert_eq!(ended.shown.matches("mount failed: ").count(), failed.len(), "{}", ended.shown);
    assert_eq!(simulator.open_sessions(), 0, "a session is left");
    free_of_sessions(&simulator, &ended.shown);
}

#[tokio::test]
async fn a_second_ctrl_c_leaves_at_once() {
    let mut inventory = Inventory::with_vms(20, 7);
    inventory.vms.values_mut().for_each(|vm| vm.power_state = PowerState::PoweredOff);
    let simulator = checked::start(Simulator::builder().inventory(inventory)).await;
    simulator.inject_always("mount", Fault::HangAfter);
    let arguments = ["mount", "--vm", "*", "--item", "linux-installer", "--yes", "--concurrency", "4"];
    let mut terminal = Terminal::connected(&simulator, &arguments);
    let mounts =
        || simulator.requests().iter().filter(|request| request.path_and_query().ends_with("=mount")).count();
    until("four mounts arrived", || mounts() == 4).await;
    terminal.types(CTRL_C).await;
    terminal.sees("16 not started, waiting up to 30 s for 4 in progress").await;
    terminal.types(CTRL_C).await;
    let ended =
        tokio::time::timeout(Duration::from_secs(15), terminal.ends()).await.expect("it does not wait");
    assert_eq!(ended.status, Some(3), "{ended:?}");
    assert!(
        ended.lines().iter().any(|line| line == "20 virtual machines: 4 unknown, 16 not started"),
        "{ended:?}"
    );
    assert_eq!(simulator.open_sessions(), 0, "a session is left");
}
