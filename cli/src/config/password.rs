//! The sources of the password.

use std::convert::Infallible;
use std::fs::File;
use std::future::pending;
use std::io::{BufRead as _, ErrorKind, IsTerminal as _, Read as _, stderr, stdin};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::Command;
use tokio::time::timeout;

use crate::config::environment::PASSWORD;
use crate::failure::{Cause, Failure, Interrupt};
use crate::terminal::Interrupts;
use crate::terminal::stderr::set_open_line;
use crate::terminal::waiting::noted;

/// The longest line that is accepted as a password, in bytes.
const MAX_LENGTH: usize = 64 * 1024;
/// The time limit of a password command. The command may prompt its user.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(300);

#[derive(Debug)]
pub(crate) enum Password {
    /// The first line of stdin.
    Stdin,
    Given(SecretString),
    /// The first line of the output of a command.
    Command {
        command: String,
        context: String,
    },
    /// A prompt at the terminal.
    Prompt,
}

impl Password {
    /// Returns the password if it is known without a prompt, a command or stdin.
    pub(crate) fn given(&self) -> Option<&SecretString> {
        match self {
            Self::Given(password) => Some(password),
            Self::Stdin | Self::Command { .. } | Self::Prompt => None,
        }
    }

    /// Returns the password of the user. Waits for stdin, a command or the user if necessary.
    pub(crate) async fn obtain(
        &self,
        user: &str,
        server: &str,
        interrupts: &mut Interrupts,
    ) -> Result<SecretString, Failure> {
        match self {
            Self::Given(password) => Ok(password.clone()),
            Self::Stdin => interrupts.blocking_or_interrupt(from_stdin).await,
            Self::Command { command, context } => {
                let what = format!("the password command of context `{context}`");
                let password = from_command(command, context, Stdio::inherit());
                interrupts.or_interrupt(noted(&what, password)).await
            }
            Self::Prompt if can_prompt() => {
                let prompt = format!("Password of {user} at {server}: ");
                let _echo = Echo::restored_on_drop();
                interrupts.blocking_or_interrupt(move || from_terminal(&prompt)).await
            }
            Self::Prompt => Err(Failure::usage(format!(
                "no password: set {PASSWORD}, pass --password-stdin, or log in first with `vcenter-iso login`"
            ))),
        }
    }

    /// Returns a source for the login that replaces a stored session, if it needs no user.
    pub(crate) fn unattended(&self) -> Option<Unattended> {
        let source = match self {
            Self::Stdin => Source::Stdin,
            Self::Command { command, context } => {
                Source::Command { command: command.clone(), context: context.clone() }
            }
            Self::Given(_) | Self::Prompt => return None,
        };
        Some(Unattended { source, at_work: Arc::default() })
    }

    /// Returns whether [`obtain`](Self::obtain) has a source.
    pub(crate) fn is_available(&self) -> bool {
        !matches!(self, Self::Prompt) || can_prompt()
    }
}

/// A source of the password that needs no user, once the command is at work.
#[derive(Debug, Clone)]
pub(crate) struct Unattended {
    source: Source,
    at_work: Arc<AtomicBool>,
}

#[derive(Debug, Clone)]
enum Source {
    Stdin,
    Command { command: String, context: String },
}

impl Unattended {
    /// From now on, a command that asks its user gets the end of stdin.
    pub(crate) fn begin_work(&self) {
        self.at_work.store(true, Ordering::Relaxed);
    }

    pub(crate) async fn obtain(self) -> Result<SecretString, Cause> {
        Ok(match self.source {
            Source::Stdin => tokio::task::spawn_blocking(from_stdin).await??,
            Source::Command { command, context } => {
                let at_work = self.at_work.load(Ordering::Relaxed);
                let stdin = if at_work { Stdio::null() } else { Stdio::inherit() };
                from_command(&command, &context, stdin).await?
            }
        })
    }
}

/// Returns whether a prompt is possible. stdin may be a pipe, because the prompt reads the terminal.
fn can_prompt() -> bool {
    stderr().is_terminal() && terminal().is_some()
}

/// Opens the terminal that the prompt reads.
fn terminal() -> Option<File> {
    if cfg!(windows) { File::open("CONIN$") } else { File::open("/dev/tty") }.ok()
}

fn from_stdin() -> Result<SecretString, Failure> {
    let mut line = Zeroizing::new(Vec::new());
    stdin()
        .lock()
        .take(MAX_LENGTH as u64)
        .read_until(b'\n', &mut line)
        .map_err(|error| Failure::usage_caused_by("cannot read the password from stdin", error))?;
    first_line(&line, "--password-stdin")
}

/// Runs the password command of a context.
async fn from_command(command: &str, context: &str, stdin: Stdio) -> Result<SecretString, Failure> {
    let source = format!("password_command of context `{context}`");
    let late = |_| {
        Failure::usage(format!("{source}: the command did not exit within {} s", COMMAND_TIMEOUT.as_secs()))
    };
    let line = timeout(COMMAND_TIMEOUT, run(command, &source, stdin)).await.map_err(late)??;
    first_line(&line, &source)
}

/// Runs a shell command and returns the first line of its output. The command inherits stderr, so that it can prompt
/// the user.
async fn run(command: &str, source: &str, stdin: Stdio) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let not_run =
        |error: std::io::Error| Failure::usage_caused_by(format!("{source}: cannot run the command"), error);
    let mut shell = if cfg!(windows) { Command::new("cmd") } else { Command::new("/bin/sh") };
    shell.args([if cfg!(windows) { "/C" } else { "-c" }, command]);
    let mut child = shell.stdin(stdin).stdout(Stdio::piped()).kill_on_drop(true).spawn().map_err(not_run)?;
    let mut printed = Zeroizing::new(Vec::new());
    let mut output = child.stdout.take().map(BufReader::new);
    if let Some(output) = &mut output {
        output.take(MAX_LENGTH as u64).read_until(b'\n', &mut printed).await.map_err(not_run)?;
    }
    // A command whose further lines nobody reads would be ended by a signal.
    let rest = async {
        if let Some(output) = &mut output {
            // An error is that of the status.
            let _ = tokio::io::copy(output, &mut tokio::io::sink()).await;
        }
        pending::<Infallible>().await
    };
    // Do not wait for the end of the output: background processes of the command may keep stdout open.
    let status = tokio::select! {
        status = child.wait() => status.map_err(not_run)?,
        never = rest => match never {},
    };
    // The output may be the password: do not quote it.
    if status.success() {
        Ok(printed)
    } else {
        Err(Failure::usage(format!("{source}: the command failed ({status})")))
    }
}

fn first_line(bytes: &[u8], source: &str) -> Result<SecretString, Failure> {
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let invalid = |reason: &str| Err(Failure::usage(format!("{source}: the first line {reason}")));
    match str::from_utf8(line) {
        _ if line.len() >= MAX_LENGTH => invalid("is too long for a password"),
        Ok("") => invalid("is empty"),
        Ok(password) => Ok(password.into()),
        Err(_) => invalid("is not UTF-8 text"),
    }
}

fn from_terminal(prompt: &str) -> Result<SecretString, Failure> {
    set_open_line(true);
    let entered = rpassword::prompt_password(prompt);
    // At the end of the input, the line is left open.
    set_open_line(entered.as_ref().is_err_and(|error| error.kind() == ErrorKind::UnexpectedEof));
    let password = entered.map_err(|error| match error.kind() {
        // Ctrl-C.
        ErrorKind::Interrupted => Failure::Interrupted(Interrupt::Signal),
        // Ctrl-D.
        ErrorKind::UnexpectedEof => Failure::usage("no password was entered"),
        _ => Failure::other("cannot read the password from the terminal", error),
    })?;
    if password.is_empty() {
        return Err(Failure::usage("no password was entered"));
    }
    Ok(password.into())
}

/// Restores the terminal when dropped, because an interrupted prompt leaves the echo off.
struct Echo {
    #[cfg(unix)]
    terminal: Option<(File, rustix::termios::Termios)>,
}

impl Echo {
    fn restored_on_drop() -> Self {
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
            // There is no remedy for a failure.
            let _ = tcsetattr(terminal, OptionalActions::Now, state);
        }
    }
}
