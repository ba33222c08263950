use std::path::Path;
use std::process::{Output, Stdio};

pub(crate) use vcenter_iso_simulator::example::{ITEM, USER, VM};

use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use vcenter_iso_simulator::Simulator;

use crate::schema;

pub(crate) const PASSWORD: &str = "pass\"word/ä&%41 secret";

/// Returns `vcenter-iso` with these arguments, without the user's environment and home directory.
pub(crate) fn vcenter_iso<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vcenter-iso"));
    command
        .args(arguments)
        .env_clear()
        .env("HOME", "/dev/null/home")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    for name in ["PATH", "SystemRoot", "TMPDIR", "TEMP"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command
}

/// Returns `vcenter-iso` with these arguments, and with the server and the credentials in the environment.
pub(crate) fn connected<'a>(url: &str, arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = vcenter_iso(arguments);
    command.env("VCENTER_SERVER", url).env("VCENTER_USERNAME", USER).env("VCENTER_PASSWORD", PASSWORD);
    command
}

/// Returns `vcenter-iso mount` of [`ITEM`] on [`VM`].
pub(crate) fn mount(server: &str) -> Command {
    connected(server, ["mount", "--vm-id", VM, "--item-id", ITEM])
}

/// Returns the output of [`mount()`].
pub(crate) fn mounted(cdrom: &str) -> String {
    format!("-\t{VM}\tmounted\t{cdrom}\n")
}

/// The home directory of one test, deleted when dropped.
pub(crate) struct Home(tempfile::TempDir);

impl Home {
    pub(crate) fn new() -> Self {
        let home = tempfile::tempdir().expect("a directory");
        #[cfg(unix)]
        set_mode(home.path(), 0o700);
        Self(home)
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file with mode 0600 and returns its path.
    pub(crate) fn write(&self, name: &str, text: &str) -> String {
        let path = self.path().join(name);
        let mut directories = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut directories, 0o700);
        directories.recursive(true).create(path.parent().expect("a directory")).expect("a directory");
        std::fs::write(&path, text).expect("the file is written");
        #[cfg(unix)]
        set_mode(&path, 0o600);
        path.into_os_string().into_string().expect("a UTF-8 path")
    }

    /// Writes the configuration file.
    pub(crate) fn configure(&self, text: &str) {
        self.write(".config/vcenter-iso/config.toml", text);
    }

    /// Returns `vcenter-iso` with this home directory.
    pub(crate) fn vcenter_iso<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = vcenter_iso(arguments);
        command.env("HOME", self.path());
        command
    }

    /// Returns `vcenter-iso` with this home directory, and with the server and the credentials in the
    /// environment.
    pub(crate) fn connected<'a>(&self, url: &str, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = connected(url, arguments);
        command.env("HOME", self.path());
        command
    }

    /// Returns the content of the session file. Empty if there is no file.
    pub(crate) fn sessions(&self) -> String {
        std::fs::read_to_string(self.path().join(".local/state/vcenter-iso/sessions.json"))
            .unwrap_or_default()
    }
}

#[cfg(unix)]
pub(crate) fn set_mode(path: impl AsRef<Path>, mode: u32) {
    let permissions = std::os::unix::fs::PermissionsExt::from_mode(mode);
    std::fs::set_permissions(path, permissions).expect("the mode is set");
}

/// The output and the exit status of a command.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct CommandOutput {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    /// Request ids are replaced with `ID`.
    pub(crate) stderr: String,
}

impl CommandOutput {
    pub(crate) fn new(status: i32, stdout: &str, stderr: &str) -> Self {
        Self { status: Some(status), stdout: stdout.to_owned(), stderr: stderr.to_owned() }
    }

    /// Asserts the exit status, stdout, and a part of stderr.
    #[track_caller]
    pub(crate) fn check(&self, status: i32, stdout: &str, in_stderr: &str) {
        assert_eq!((self.status, self.stdout.as_str()), (Some(status), stdout), "{self:?}");
        assert!(self.stderr.contains(in_stderr), "stderr should contain {in_stderr:?}:\n{}", self.stderr);
    }
}

impl From<Output> for CommandOutput {
    fn from(output: Output) -> Self {
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        let command_output = Self {
            status: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: without_request_ids(&stderr),
        };
        for shown in [&command_output.stdout, &stderr] {
            free_of_secrets(shown);
            assert!(!shown.contains("panicked"), "the command panicked:\n{shown}");
        }
        command_output
    }
}

/// Replaces each request id, which is random, with `ID`.
pub(crate) fn without_request_ids(text: &str) -> String {
    let mut replaced = text.to_owned();
    for before in ["request id: ", "\"request_id\": \"", "\"request_id\":\"", "request_id: "] {
        let mut parts = replaced.split(before).map(str::to_owned);
        let first = parts.next().unwrap_or_default();
        replaced = parts.fold(first, |text, part| {
            let rest =
                part.trim_start_matches(|character: char| character.is_ascii_hexdigit() || character == '-');
            format!("{text}{before}ID{rest}")
        });
    }
    replaced
}

/// Asserts that no secret of the tests is shown.
#[track_caller]
pub(crate) fn free_of_secrets(shown: &str) {
    assert!(!shown.contains(PASSWORD), "the password is shown:\n{shown}");
    assert!(!shown.contains(test_support::faulty::SESSION), "the session id is shown:\n{shown}");
}

/// Asserts that no session of the simulator is shown.
#[track_caller]
pub(crate) fn free_of_sessions(simulator: &Simulator, shown: &str) {
    for request in simulator.requests() {
        for name in ["authorization", "vmware-api-session-id"] {
            let secret = request.header(name).unwrap_or("no such header");
            assert!(!shown.contains(secret), "{name} is shown:\n{shown}");
        }
    }
}

/// Runs a command to its end. Records in JSON must match the schema of the command.
pub(crate) async fn run(mut command: Command) -> CommandOutput {
    let child = command.spawn().expect("the binary runs");
    let output = CommandOutput::from(child.wait_with_output().await.expect("the binary ends"));
    let arguments: Vec<_> = command.as_std().get_args().map(ToOwned::to_owned).collect();
    schema::check(&arguments, &output.stdout);
    output
}

/// Runs a command that reads `input` on stdin.
pub(crate) async fn run_with_input(mut command: Command, input: &str) -> CommandOutput {
    let mut child = command.stdin(Stdio::piped()).spawn().expect("the binary runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    // A command need not read its whole input.
    let _ = stdin.write_all(input.as_bytes()).await;
    drop(stdin);
    child.wait_with_output().await.expect("the binary ends").into()
}
