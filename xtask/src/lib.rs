//! The project's own commands: `cargo xtask check`, `generate` and `diff`.
//!
//! A library so that tests can call a command on a folder of their own and read what it prints.

pub mod check;
mod command_line;
mod diff;
mod generate;
mod project;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::Parser as _;

use command_line::{Command, CommandLine, Output};
use project::Project;

/// How a command ended; the exit status says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Status {
    /// Nothing to report.
    Fine = 0,
    /// The spec is broken, or a file could not be read or written.
    Broken = 1,
    /// The command line makes no sense.
    Usage = 2,
    /// The spec is fine, but something that is generated from it is out of date.
    Stale = 3,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status as u8)
    }
}

/// Runs the command that `arguments` name (the first is the program itself) on the workspace in `root`.
///
/// Results go to `out`, what went wrong around them to `err`.
pub fn run(
    arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    root: &Path,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Status {
    let command = match CommandLine::try_parse_from(arguments) {
        Ok(command_line) => command_line.command,
        Err(error) if error.use_stderr() => {
            // What cannot be printed cannot be reported either.
            let _ = write!(err, "{}", error.render());
            return Status::Usage;
        }
        Err(help) => {
            let _ = write!(out, "{}", help.render());
            return Status::Fine;
        }
    };
    let project = Project::new(root);
    let done = match command {
        Command::Check { list: true, .. } => check::list(out).map(|()| Status::Fine),
        Command::Check { output, list: false } => check(&project, output, out),
        Command::Generate { check } => generate::run(&project, check, out),
        Command::Diff => diff::run(&project, out),
    };
    match done {
        Ok(status) => status,
        // A reader that has seen enough, such as `head`, is no failure.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Status::Fine,
        Err(error) => {
            let _ = writeln!(err, "error: {error}");
            Status::Broken
        }
    }
}

fn check(project: &Project, output: Output, out: &mut dyn Write) -> io::Result<Status> {
    let findings = check::project(project)?;
    match output {
        Output::Text => check::print_text(&findings, out)?,
        Output::Json => check::print_json(&findings, out)?,
    }
    Ok(if findings.is_empty() {
        Status::Fine
    } else if findings.iter().all(|finding| finding.rule == check::Rule::Stale) {
        Status::Stale
    } else {
        Status::Broken
    })
}
