//! `vcenter-iso` mounts ISO images from a vCenter content library on virtual machines.

mod arguments;
mod command;
mod command_line;
mod config;
mod exit;
mod failure;
mod files;
mod manual;
mod output;
mod run;
mod select;
mod session;
mod terminal;

use std::fs::File;
use std::path::Path;
use std::process::ExitCode;

use crate::arguments::Command;
use crate::command::connect::Desired;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::terminal::{Interrupts, log, report, screen, stderr, style};

fn main() -> ExitCode {
    command::completions::respond_to_shell();
    let arguments = command_line::parse();
    style::choose(arguments.color);
    let _stderr = stderr::start();
    let simulating = matches!(arguments.command, Command::Simulate(_));
    if arguments.quiet {
        screen::be_quiet();
    }
    let requests = simulating && !arguments.quiet;
    let log_file = match arguments.log_file.as_deref().map(open_log).transpose() {
        Ok(log_file) => log_file,
        Err(failure) => {
            report::failure(&failure, false);
            return failure.exit().into();
        }
    };
    log::start(arguments.verbose, requests, arguments.log_format, log_file);
    let changes = arguments.command.changes();
    let result = match arguments.command {
        Command::Mount(arguments) => in_runtime(|interrupts| command::mount::run(arguments, interrupts)),
        Command::Unmount(arguments) => in_runtime(|interrupts| command::unmount::run(arguments, interrupts)),
        Command::Connect(arguments) => {
            in_runtime(|interrupts| command::connect::run(arguments, Desired::Connected, interrupts))
        }
        Command::Disconnect(arguments) => {
            in_runtime(|interrupts| command::connect::run(arguments, Desired::Disconnected, interrupts))
        }
        Command::Power { command } => in_runtime(|interrupts| command::power::run(command, interrupts)),
        Command::Import(arguments) => in_runtime(|interrupts| command::import::run(arguments, interrupts)),
        Command::SyncItem(arguments) => {
            in_runtime(|interrupts| command::library_item::sync(arguments, interrupts))
        }
        Command::DeleteItem(arguments) => {
            in_runtime(|interrupts| command::library_item::delete(arguments, interrupts))
        }
        Command::Status(arguments) => in_runtime(|interrupts| command::status::run(arguments, interrupts)),
        Command::Check(arguments) => in_runtime(|interrupts| command::check::run(arguments, interrupts)),
        Command::Vms(arguments) => in_runtime(|interrupts| command::vms::run(arguments, interrupts)),
        Command::Items(arguments) => in_runtime(|interrupts| command::items::run(arguments, interrupts)),
        Command::Libraries(arguments) => {
            in_runtime(|interrupts| command::list::libraries(arguments, interrupts))
        }
        Command::Folders(arguments) => in_runtime(|interrupts| command::list::folders(arguments, interrupts)),
        Command::Clusters(arguments) => {
            in_runtime(|interrupts| command::list::clusters(arguments, interrupts))
        }
        Command::Datacenters(arguments) => {
            in_runtime(|interrupts| command::list::datacenters(arguments, interrupts))
        }
        Command::Hosts(arguments) => in_runtime(|interrupts| command::list::hosts(arguments, interrupts)),
        Command::Certificate(arguments) => {
            in_runtime(|interrupts| command::certificate::run(arguments, interrupts))
        }
        Command::Login(arguments) => in_runtime(|interrupts| command::session::log_in(arguments, interrupts)),
        Command::Logout(arguments) => {
            in_runtime(|interrupts| command::session::log_out(arguments, interrupts))
        }
        Command::Session(arguments) => in_runtime(|interrupts| command::session::show(arguments, interrupts)),
        Command::Context { command } => in_runtime(|interrupts| command::context::run(command, interrupts)),
        Command::Config { command } => in_runtime(|interrupts| command::config::run(command, interrupts)),
        Command::Simulate(arguments) => {
            in_runtime(|interrupts| command::simulate::run(arguments, interrupts))
        }
        Command::Version => {
            output::print(concat!("vcenter-iso ", env!("CARGO_PKG_VERSION"), "\n")).map(|()| Exit::Done)
        }
        Command::Completions { shell } => command::completions::run(shell),
        Command::Schema { command } => command::schema::run(&command),
        Command::Man { page } => command::man::run(page.as_deref()),
        Command::Help { subject } => command::help::run(subject.as_deref()),
    };
    let exit = result.unwrap_or_else(|failure| {
        report::failure(&failure, changes);
        failure.exit()
    });
    exit.into()
}

fn open_log(path: &Path) -> Result<(&Path, File), Failure> {
    files::open_log(path).map(|file| (path, file)).map_err(|error| {
        Failure::usage_caused_by(format!("--log-file {}: cannot open the file", path.display()), error)
    })
}

fn in_runtime<F>(command: impl FnOnce(Interrupts) -> F) -> Result<Exit, Failure>
where
    F: Future<Output = Result<Exit, Failure>>,
{
    let runtime = tokio::runtime::Builder::new_multi_thread()
        // A server that never stops sending can occupy one thread; the other one handles signals and timeouts.
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Failure::other("cannot start the async runtime", error))?;
    let result = runtime.block_on(async {
        // From here on, an interrupt must not end the process, because a session would stay open.
        let interrupts =
            Interrupts::listen().map_err(|error| Failure::other("cannot catch signals", error))?;
        command(interrupts).await
    });
    // An abandoned name lookup must not delay the exit.
    runtime.shutdown_background();
    result
}
