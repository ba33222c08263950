//! Where the password comes from.

use std::fs::File;
use std::io::{BufRead as _, ErrorKind, IsTerminal as _, Read as _, stderr, stdin};
use std::process::Stdio;
use std::time::Duration;

use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::Command;

use crate::config::environment::PASSWORD;
use crate::failure::Failure;
use crate::terminal::interrupt::Interrupts;

/// A password is a line; an endless one is a mistake.
const LONGEST: usize = 64 * 1024;
/// How long a command for the password may take: it may ask its user for another one.
const COMMAND: Duration = Duration::from_secs(300);

#[derive(Debug)]
pub(crate) enum Password {
    /// The first line of stdin.
    Stdin,
    Given(SecretString),
    /// The first line that a command prints.
    Command {
        command: String,
        context: String,
    },
    /// Whoever sits at the terminal is asked.
    Ask,
}

impl Password {
    /// The password if it is here already; nobody is asked for it, and no command is run.
    pub(crate) fn at_hand(&self) -> Option<&SecretString> {
        match self {
            Self::Given(password) => Some(password),
            Self::Stdin | Self::Command { .. } | Self::Ask => None,
        }
    }

    /// The password of this user; this may wait for stdin, a command or a person.
    pub(crate) async fn obtain(
        &self,
        user: &str,
        interrupts: &mut Interrupts,
    ) -> Result<SecretString, Failure> {
        match self {
            Self::Given(password) => Ok(password.clone()),
            Self::Stdin => interrupts.attentively(from_stdin).await,
            Self::Command { command, context } => {
                let source = format!("password_command of context `{context}`");
                let run = tokio::time::timeout(COMMAND, interrupts.promptly(run(command, &source)));
                let late =
                    |_| Failure::usage(format!("{source}: it did not end within {} s", COMMAND.as_secs()));
                let line = run.await.map_err(late)??;
                first_line(&line, &source)
            }
            Self::Ask if can_ask() => {
                let prompt = format!("Password of {user}: ");
                let _echo = Echo::restored_at_the_end();
                interrupts.attentively(move || from_terminal(&prompt)).await
            }
            Self::Ask => Err(Failure::usage(format!(
                "no password: set {PASSWORD}, pass --password-stdin, or log in first with `vcenter-iso login`"
            ))),
        }
    }

    /// Whether `obtain` has a way to go.
    pub(crate) fn can_be_had(&self) -> bool {
        !matches!(self, Self::Ask) || can_ask()
    }
}

/// Whether somebody sits there to be asked, even if stdin brings something else.
fn can_ask() -> bool {
    stderr().is_terminal() && terminal().is_some()
}

/// The terminal that the prompt reads from.
fn terminal() -> Option<File> {
    if cfg!(windows) { File::open("CONIN$") } else { File::open("/dev/tty") }.ok()
}

fn from_stdin() -> Result<SecretString, Failure> {
    let mut line = Zeroizing::new(Vec::new());
    stdin().lock().take(LONGEST as u64).read_until(b'\n', &mut line).map_err(|error| {
        Failure::Usage("the password could not be read from stdin".to_owned(), Some(error.into()))
    })?;
    first_line(&line, "--password-stdin")
}

/// What the shell makes of a command; stdin and stderr stay those of the user, whom it may ask.
async fn run(command: &str, source: &str) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let cannot =
        |error| Failure::Usage(format!("{source}: it cannot be run"), Some(std::io::Error::into(error)));
    let mut shell = if cfg!(windows) { Command::new("cmd") } else { Command::new("/bin/sh") };
    shell.args([if cfg!(windows) { "/C" } else { "-c" }, command]);
    let mut child = shell.stdout(Stdio::piped()).kill_on_drop(true).spawn().map_err(cannot)?;
    let mut printed = Zeroizing::new(Vec::new());
    if let Some(stdout) = child.stdout.take() {
        // The first line alone: what the command leaves running may keep its stdout open.
        let mut lines = BufReader::new(stdout.take(LONGEST as u64));
        lines.read_until(b'\n', &mut printed).await.map_err(cannot)?;
    }
    let status = child.wait().await.map_err(cannot)?;
    // What it has printed is not quoted: it may be the password.
    if status.success() {
        Ok(printed)
    } else {
        Err(Failure::usage(format!("{source}: it failed ({status})")))
    }
}

fn first_line(bytes: &[u8], source: &str) -> Result<SecretString, Failure> {
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let unfit = |reason: &str| Err(Failure::usage(format!("{source}: the first line {reason}")));
    match str::from_utf8(line) {
        _ if line.len() >= LONGEST => unfit("is too long for a password"),
        Ok("") => unfit("is empty"),
        Ok(password) => Ok(password.into()),
        Err(_) => unfit("is no UTF-8 text"),
    }
}

fn from_terminal(prompt: &str) -> Result<SecretString, Failure> {
    let password = rpassword::prompt_password(prompt).map_err(|error| match error.kind() {
        // It reads Ctrl-C as a key.
        ErrorKind::Interrupted => Failure::Interrupted,
        // Ctrl-D.
        ErrorKind::UnexpectedEof => Failure::usage("no password was entered"),
        _ => Failure::other("the password could not be read from the terminal", error),
    })?;
    if password.is_empty() {
        return Err(Failure::usage("no password was entered"));
    }
    Ok(password.into())
}

/// The prompt switches the echo of the terminal off; an interrupt must not leave it off.
struct Echo {
    #[cfg(unix)]
    terminal: Option<(File, rustix::termios::Termios)>,
}

impl Echo {
    fn restored_at_the_end() -> Self {
        Self {
            #[cfg(unix)]
            terminal: terminal().and_then(|terminal| {
                let state = rustix::termios::tcgetattr(&terminal).ok()?;
                Some((terminal, state))
            }),
        }
    }
}

impl Drop for Echo {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some((terminal, state)) = &self.terminal {
            use rustix::termios::{OptionalActions, tcsetattr};
            // There is nobody left to tell that it did not work.
            let _ = tcsetattr(terminal, OptionalActions::Now, state);
        }
    }
}
