//! The commands of `cargo xtask`.
//!
//! They are in a library so that a test can run a command on a temporary folder and read its output.

pub mod check;
mod command_line;
mod coverage;
pub mod diff;
mod document;
mod facts;
mod generate;
mod generated;
mod new;
pub mod report;
mod rules;
mod status;
mod upstream;
mod watch;
mod workspace;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use clap::Parser as _;

use crate::command_line::{Command, CommandLine, Format};
use crate::diff::History;
pub use crate::document::json_schema;
use crate::generate::Generated;
use crate::new::Skeleton;
use crate::report::{CheckedBy, Finding, Output, Rule};
pub use crate::status::Status;
pub use crate::watch::Clock;
use crate::watch::SystemClock;
use crate::workspace::Workspace;

/// Runs a command on the workspace in `root`. The first of `arguments` is the name of the program. `history` has
/// the committed files of the workspace.
///
/// Writes results to `out`, and usage errors and summaries to `err`.
pub fn run(
    arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    root: &Path,
    history: &dyn History,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Status {
    run_with_clock(arguments, root, history, &mut SystemClock, out, err)
}

/// Runs a command as [`run`] does. `clock` is the time of `check --watch`.
pub fn run_with_clock(
    arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    root: &Path,
    history: &dyn History,
    clock: &mut dyn Clock,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Status {
    let command = match CommandLine::try_parse_from(arguments) {
        Ok(command_line) => command_line.command,
        Err(error) if error.use_stderr() => {
            // If stderr is closed, nothing can report the error.
            let _ = write!(err, "{}", error.render());
            return Status::Usage;
        }
        Err(help) => {
            let _ = write!(out, "{}", help.render());
            return Status::Ok;
        }
    };
    let workspace = Workspace::new(root);
    let result = match command {
        Command::Check { format: Format { output }, list: true, .. } => output.print_rules(out).map_or_else(
            || {
                let _ = writeln!(err, "error: --list prints `text` or `json`: see --help");
                Ok(Status::Usage)
            },
            |result| result.map(|()| Status::Ok),
        ),
        Command::Check { format: Format { output }, watch: true, .. } => {
            let print = |findings: &[Finding], err: &mut dyn Write| report(output, findings, out, err);
            watch::run(&workspace, clock, err, print).map(|findings| check::status(&findings))
        }
        Command::Check { format: Format { output }, .. } => {
            let findings = check::workspace(&workspace);
            unless_closed(report(output, &findings, out, err)).map(|()| check::status(&findings))
        }
        Command::Generate { format: Format { output } } => generate(&workspace, output, out, err),
        Command::New { operation, method, path } => match Skeleton::new(&operation, &method, &path) {
            Ok(skeleton) => new::run(&workspace, &skeleton, out),
            Err(message) => {
                let _ = writeln!(err, "error: {message}");
                return Status::Usage;
            }
        },
        Command::Coverage { tested } => coverage::run(&workspace, tested.as_deref(), out),
        Command::Diff(options) => diff::run(&workspace, history, &options, out),
        Command::Upstream { files, release } => upstream::run(&workspace, &files, release.as_deref(), out),
    };
    match result {
        Ok(status) => status,
        // A reader that stops early, such as `head`, is not a failure.
        Err(error) if is_closed(&error) => Status::Ok,
        Err(error) => {
            let _ = writeln!(err, "error: {error}");
            Status::Invalid
        }
    }
}

fn generate(
    workspace: &Workspace,
    output: Output,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<Status> {
    let Generated { written, findings } = generate::workspace(workspace);
    unless_closed(report(output, &findings, out, err))?;
    let names: &mut dyn Write = if output.is_document() { &mut *err } else { out };
    unless_closed(written.iter().try_for_each(|file| writeln!(names, "{file}: written")))?;
    if written.is_empty() && findings.is_empty() {
        let _ = writeln!(err, "every generated file is up to date");
    }
    Ok(check::status(&findings))
}

/// Returns the result of a write, without the error of a closed pipe. A reader that stops early, such as `head`, does
/// not change the status of a command.
fn unless_closed(result: io::Result<()>) -> io::Result<()> {
    result.or_else(|error| if is_closed(&error) { Ok(()) } else { Err(error) })
}

fn is_closed(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
}

/// Prints the findings on `out` and their summary on `err`, so that a pipe carries findings alone.
fn report(output: Output, findings: &[Finding], out: &mut dyn Write, err: &mut dyn Write) -> io::Result<()> {
    let printed = output.print(findings, out).and_then(|()| out.flush());
    if printed.as_ref().err().is_none_or(is_closed) {
        // If stderr is closed, the findings have been printed nevertheless.
        let _ = writeln!(err, "{}", summary(findings));
    }
    printed
}

fn summary(findings: &[Finding]) -> String {
    match findings.len() {
        0 => {
            let tests = Rule::ALL.iter().filter(|rule| rule.checked_by() == CheckedBy::Test).count();
            format!("no findings; {tests} rules are checked by tests: run `cargo test -p xtask`")
        }
        1 => "1 finding".to_owned(),
        count => format!("{count} findings"),
    }
}
