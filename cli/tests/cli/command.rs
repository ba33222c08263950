use std::process::{Output, Stdio};

use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

/// The item and the virtual machine of the README.
pub(crate) const ITEM: &str = "9c2b7d1e-4f60-4a53-8d0e-6f1a2b3c4d5e";
pub(crate) const VM: &str = "vm-42";
pub(crate) const PASSWORD: &str = "pass\"word/ä&%41 secret";

/// `vcenter-iso` with these arguments and nothing of the environment that configures it.
pub(crate) fn vcenter_iso<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vcenter-iso"));
    command
        .args(arguments)
        .env_remove("VCENTER_SERVER")
        .env_remove("VCENTER_USERNAME")
        .env_remove("VCENTER_PASSWORD")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// `vcenter-iso mount` of the usual item on the usual virtual machine.
pub(crate) fn mount(server: &str) -> Command {
    let mut command = vcenter_iso(["mount", "--vm-id", VM, "--item-id", ITEM, "--server", server]);
    command.env("VCENTER_USERNAME", "automation@vsphere.local").env("VCENTER_PASSWORD", PASSWORD);
    command
}

/// What a command printed and how it ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ended {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    /// With `ID` in place of each request id.
    pub(crate) stderr: String,
}

impl Ended {
    pub(crate) fn new(status: i32, stdout: &str, stderr: &str) -> Self {
        Self { status: Some(status), stdout: stdout.to_owned(), stderr: stderr.to_owned() }
    }
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        let lines = stderr.split_inclusive('\n').map(|line| match line.split_once("request id: ") {
            Some((before, _)) => format!("{before}request id: ID\n"),
            None => line.to_owned(),
        });
        let ended = Self {
            status: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: lines.collect(),
        };
        for shown in [&ended.stdout, &stderr] {
            assert!(!shown.contains(PASSWORD), "the password is shown:\n{shown}");
            assert!(!shown.contains(crate::faulty::SESSION), "the session id is shown:\n{shown}");
            assert!(!shown.contains("panicked"), "it panicked:\n{shown}");
        }
        ended
    }
}

/// Runs a command to its end.
pub(crate) async fn run(mut command: Command) -> Ended {
    let child = command.spawn().expect("the binary runs");
    child.wait_with_output().await.expect("the binary ends").into()
}

/// Runs a command that reads `input` on stdin.
pub(crate) async fn run_with_input(mut command: Command, input: &str) -> Ended {
    let mut child = command.stdin(Stdio::piped()).spawn().expect("the binary runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    // A command that does not read its input to the end is fine.
    let _ = stdin.write_all(input.as_bytes()).await;
    drop(stdin);
    child.wait_with_output().await.expect("the binary ends").into()
}
