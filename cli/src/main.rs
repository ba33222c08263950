//! `vcenter-iso`: mount ISO images from a vCenter content library on virtual machines.

mod arguments;
mod connection;
mod exit;
mod interrupt;
mod log;
mod mount;
mod report;
mod simulate;

use std::process::ExitCode;

use clap::Parser as _;

use crate::arguments::{Arguments, Command};
use crate::exit::{Exit, Failure};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let _log = log::start(arguments.verbose, matches!(arguments.command, Command::Simulate(_)));
    let done = match arguments.command {
        Command::Mount(arguments) => in_runtime(mount::run(arguments)),
        Command::Simulate(arguments) => in_runtime(simulate::run(arguments)),
    };
    match done {
        Ok(()) => Exit::Done.into(),
        Err(failure) => {
            report::failure(&failure);
            failure.exit().into()
        }
    }
}

fn in_runtime(command: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        // With one alone, a server that never stops sending would keep the signals and the timeouts from their turn.
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Failure::other("the runtime could not be started", error))?;
    let done = runtime.block_on(command);
    // A name lookup that nobody waits for any more must not delay the end.
    runtime.shutdown_background();
    done
}
