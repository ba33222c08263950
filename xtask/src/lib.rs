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
mod new;
pub mod report;
mod rules;
mod status;
mod upstream;
mod workspace;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use clap::Parser as _;

use crate::command_line::{Command, CommandLine, Output};
use crate::diff::History;
pub use crate::document::json_schema;
use crate::new::Skeleton;
use crate::report::{Rule, print_json, print_text};
pub use crate::status::Status;
use crate::workspace::Workspace;

/// Runs a command on the workspace in `root`. The first of `arguments` is the name of the program. `history` has
/// the committed files of the workspace.
///
/// Writes results to `out`, and usage errors and file system errors to `err`.
pub fn run(
    arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    root: &Path,
    history: &dyn History,
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
        Command::Check { list: true, .. } => check::list(out).map(|()| Status::Ok),
        Command::Check { output, list: false } => check(&workspace, output, out),
        Command::Generate => generate::run(&workspace, out),
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
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Status::Ok,
        Err(error) => {
            let _ = writeln!(err, "error: {error}");
            Status::Invalid
        }
    }
}

fn check(workspace: &Workspace, output: Output, out: &mut dyn Write) -> io::Result<Status> {
    let findings = check::workspace(workspace)?;
    match output {
        Output::Text => print_text(&findings, out)?,
        Output::Json => print_json(&findings, out)?,
    }
    Ok(if findings.is_empty() {
        Status::Ok
    } else if findings.iter().all(|finding| finding.rule == Rule::Stale) {
        Status::Stale
    } else {
        Status::Invalid
    })
}
