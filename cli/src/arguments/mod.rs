//! The command line: what each flag is called and takes.
#![expect(clippy::doc_markdown, reason = "what is written here is shown as help, which is no Markdown")]

mod connection;
mod output;
mod selection;
mod simulate;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Args, ColorChoice, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use vcenter_iso::CdromId;

pub(crate) use self::connection::{Connection, DEFAULT_TIMEOUT, duration};
pub(crate) use self::output::{Format, Output};
pub(crate) use self::selection::{Filters, Fleet, Item, Place, Vms};
pub(crate) use self::simulate::Simulate;
use crate::exit;

/// Mount ISO images from a vCenter content library on virtual machines.
#[derive(Debug, Parser)]
#[command(name = "vcenter-iso", version, arg_required_else_help = true, subcommand_required = true)]
pub(crate) struct Arguments {
    /// Show each operation on stderr; twice for more
    #[arg(short, long, action = clap::ArgAction::Count, global = true, help_heading = "Global options")]
    pub(crate) verbose: u8,

    /// The form of what -v shows
    #[arg(
        long,
        global = true,
        value_name = "FORMAT",
        default_value = "text",
        help_heading = "Global options"
    )]
    pub(crate) log_format: LogFormat,

    /// When to use colour; auto: on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = "Global options")]
    pub(crate) color: ColorChoice,

    #[command(subcommand)]
    pub(crate) command: Command,
}

impl Arguments {
    /// The command line of this process; ends the process if it does not fit, or asks for help.
    pub(crate) fn of_this_process() -> Self {
        refuse_password(std::env::args_os());
        // An invalid command line is reported in the colour that it asks for.
        let color = command().ignore_errors(true).try_get_matches().ok();
        let color = color.and_then(|matches| matches.get_one("color").copied()).unwrap_or_default();
        let mut matches = command().color(color).get_matches();
        Self::from_arg_matches_mut(&mut matches).unwrap_or_else(|error| error.exit())
    }
}

/// The command line with everything that its help tells.
pub(crate) fn command() -> clap::Command {
    Arguments::command().after_help(format!("{MAIN_EXAMPLES}\n\n{}", exit::table()))
}

/// Ends the process if a password stands in an argument: the message of the parser would quote it.
fn refuse_password(arguments: impl Iterator<Item = OsString>) {
    let with_value = |argument: &OsString| {
        argument
            .to_str()
            .and_then(|argument| argument.strip_prefix("--password"))
            .is_some_and(|rest| rest.starts_with('=') || rest.starts_with("-stdin="))
    };
    let arguments: Vec<_> = arguments.skip(1).collect();
    let before_value = arguments
        .windows(2)
        .any(|two| two[0] == "--password-stdin" && !two[1].to_string_lossy().starts_with('-'));
    if before_value || arguments.iter().any(with_value) {
        let message = "other users of this machine can read arguments: a password comes from VCENTER_PASSWORD, from \
                       stdin with --password-stdin, or from a prompt";
        command().error(ErrorKind::ArgumentConflict, message).exit();
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// A line of text for people
    Text,
    /// An object a line, for programs
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Mount an ISO image on virtual machines, unless it is mounted there already
    ///
    /// Each virtual machine is looked at first: one that has the image keeps it, and no failure adds a second CD-ROM.
    #[command(after_help = MOUNT_EXAMPLES, override_usage = "vcenter-iso mount [OPTIONS] --vm <NAME> --item <NAME>")]
    Mount(Mount),

    /// Take an ISO image, or one CD-ROM, off virtual machines
    ///
    /// CD-ROMs that are not backed by an ISO file are left alone.
    #[command(
        after_help = UNMOUNT_EXAMPLES,
        override_usage = "vcenter-iso unmount [OPTIONS] --vm <NAME> <--item <NAME>|--cdrom <ID>>"
    )]
    Unmount(Unmount),

    /// Show the CD-ROMs of virtual machines that are backed by an ISO file
    #[command(after_help = STATUS_EXAMPLES, override_usage = "vcenter-iso status [OPTIONS] --vm <NAME>")]
    Status(Status),

    /// Tell whether an ISO image can be mounted on virtual machines, without changing anything
    #[command(after_help = CHECK_EXAMPLES, override_usage = "vcenter-iso check [OPTIONS] --vm <NAME> --item <NAME>")]
    Check(Check),

    /// List virtual machines: what can be mounted on
    #[command(after_help = VMS_EXAMPLES)]
    Vms(ListVms),

    /// List library items that hold an ISO image: what can be mounted
    #[command(after_help = ITEMS_EXAMPLES)]
    Items(ListItems),

    /// Log in, and keep the session for the calls that follow
    ///
    /// The session is kept in a file that only you can read, until `logout`. Without `login` each call logs in and out.
    #[command(after_help = LOGIN_EXAMPLES)]
    Login(Login),

    /// End the session that `login` keeps
    #[command(after_help = LOGOUT_EXAMPLES)]
    Logout(Login),

    /// Show the session that `login` keeps
    #[command(after_help = SESSION_EXAMPLES)]
    Session(Session),

    /// Serve a simulated vCenter, for tests in any language
    ///
    /// Prints its URL as the first line, once it takes connections, and a line on stderr for each request. Ctrl-C and
    /// SIGTERM end it, with exit status 0. Its inventory is in memory: each start begins anew.
    #[command(after_help = simulate::EXAMPLES)]
    Simulate(Simulate),

    /// Print a script that completes this command in a shell
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions(Completions),

    /// Print a manual page
    #[command(after_help = MAN_EXAMPLES)]
    Man(Man),
}

const MAIN_EXAMPLES: &str = "\
Examples:
  vcenter-iso login --server vcenter.example.com --username automation@vsphere.local
  vcenter-iso mount --vm web-01 --item ubuntu-24.04
  vcenter-iso mount --vm 'web-*' --item ubuntu-24.04 --library ISOs
  vcenter-iso unmount --vm web-01 --item ubuntu-24.04
  vcenter-iso vms --server sim:          # a simulated vCenter, to try things out";

const MOUNT_EXAMPLES: &str = "\
Examples:
  vcenter-iso mount --vm web-01 --item ubuntu-24.04
  vcenter-iso mount --vm web-01 --vm web-02 --item ubuntu-24.04 --library ISOs --output json
  vcenter-iso mount --vm 'web-*' --power-state off --item ubuntu-24.04 --dry-run
  vcenter-iso mount --vms-from hosts.txt --item ubuntu-24.04 --concurrency 16
  vcenter-iso mount --vm-id vm-42 --item-id 9c2b7d1e-4f60-4a53-8d0e-6f1a2b3c4d5e

Every name is looked up before anything is changed; if one is not found or ambiguous, nothing is changed.
Do not let two runs for the same virtual machines overlap: at the same moment both can mount the image.
Ctrl-C (or SIGTERM) begins no further virtual machine and waits up to 30 seconds for those under way; a second one does \
not wait. Each virtual machine is told as it is, and both log out.";

#[derive(Debug, Args)]
pub(crate) struct Mount {
    /// Add a CD-ROM even where the image is mounted already; each run adds one more
    #[arg(long)]
    pub(crate) always: bool,

    #[command(flatten)]
    pub(crate) fleet: Fleet,

    #[command(flatten)]
    pub(crate) output: Output,

    #[command(flatten)]
    pub(crate) vms: Vms,

    #[command(flatten)]
    pub(crate) item: Item,

    #[command(flatten)]
    pub(crate) connection: Connection,
}

const UNMOUNT_EXAMPLES: &str = "\
Examples:
  vcenter-iso unmount --vm web-01 --item ubuntu-24.04
  vcenter-iso unmount --vm web-01 --cdrom 16002
  vcenter-iso unmount --folder staging --item ubuntu-24.04 --yes";

#[derive(Debug, Args)]
pub(crate) struct Unmount {
    #[command(flatten)]
    pub(crate) fleet: Fleet,

    #[command(flatten)]
    pub(crate) output: Output,

    #[command(flatten)]
    pub(crate) vms: Vms,

    #[command(flatten)]
    pub(crate) item: Item,

    /// This CD-ROM, by identifier, in place of those with an image
    #[arg(long, value_name = "ID", group = "what", conflicts_with_all = ["library", "library_id"])]
    pub(crate) cdrom: Option<CdromId>,

    #[command(flatten)]
    pub(crate) connection: Connection,
}

const STATUS_EXAMPLES: &str = "\
Examples:
  vcenter-iso status --vm web-01
  vcenter-iso status --vm 'web-*' --output jsonl";

#[derive(Debug, Args)]
pub(crate) struct Status {
    #[command(flatten)]
    pub(crate) output: Output,

    #[command(flatten)]
    pub(crate) vms: Vms,

    #[command(flatten)]
    pub(crate) connection: Connection,
}

const CHECK_EXAMPLES: &str = "\
Examples:
  vcenter-iso check --vm web-01 --item ubuntu-24.04
  vcenter-iso check --cluster cluster-01 --item ubuntu-24.04 --output json

The exit status is 1 if a prerequisite fails. What cannot be read is unknown, and does not count as a failure.";

#[derive(Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) output: Output,

    #[command(flatten)]
    pub(crate) vms: Vms,

    #[command(flatten)]
    pub(crate) item: Item,

    #[command(flatten)]
    pub(crate) connection: Connection,
}

const VMS_EXAMPLES: &str = "\
Examples:
  vcenter-iso vms
  vcenter-iso vms --name 'web-*' --power-state off
  vcenter-iso vms --cluster cluster-01 --output json";

#[derive(Debug, Args)]
pub(crate) struct ListVms {
    /// Those whose name fits a shell pattern; may be given again
    #[arg(long = "name", value_name = "PATTERN")]
    pub(crate) names: Vec<String>,

    #[command(flatten)]
    pub(crate) output: Output,

    #[command(flatten)]
    pub(crate) filters: Filters,

    #[command(flatten)]
    pub(crate) connection: Connection,
}

const ITEMS_EXAMPLES: &str = "\
Examples:
  vcenter-iso items
  vcenter-iso items --library ISOs --name 'ubuntu-*'";

#[derive(Debug, Args)]
pub(crate) struct ListItems {
    /// Those whose name fits a shell pattern; may be given again
    #[arg(long = "name", value_name = "PATTERN")]
    pub(crate) names: Vec<String>,

    #[command(flatten)]
    pub(crate) output: Output,

    #[command(flatten)]
    pub(crate) place: Place,

    #[command(flatten)]
    pub(crate) connection: Connection,
}

const LOGIN_EXAMPLES: &str = "\
Examples:
  vcenter-iso login --server vcenter.example.com --username automation@vsphere.local
  pass show vcenter | vcenter-iso login --context lab --password-stdin";

const LOGOUT_EXAMPLES: &str = "\
Examples:
  vcenter-iso logout --server vcenter.example.com
  vcenter-iso logout --context lab";

#[derive(Debug, Args)]
pub(crate) struct Login {
    /// Tell what would be done, and do not do it
    #[arg(long)]
    pub(crate) dry_run: bool,

    #[command(flatten)]
    pub(crate) connection: Connection,
}

const SESSION_EXAMPLES: &str = "\
Examples:
  vcenter-iso session --context lab
  vcenter-iso session --server vcenter.example.com --output json

The exit status is 5 if no session is kept, or if it is over.";

#[derive(Debug, Args)]
pub(crate) struct Session {
    #[command(flatten)]
    pub(crate) output: Output,

    #[command(flatten)]
    pub(crate) connection: Connection,
}

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  vcenter-iso completions bash > ~/.local/share/bash-completion/completions/vcenter-iso
  vcenter-iso completions fish > ~/.config/fish/completions/vcenter-iso.fish";

#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

const MAN_EXAMPLES: &str = "\
Examples:
  vcenter-iso man | man -l -
  vcenter-iso man mount > vcenter-iso-mount.1
  vcenter-iso man --dir ~/.local/share/man/man1";

#[derive(Debug, Args)]
pub(crate) struct Man {
    /// The page of this command; the page of the whole if it is left out
    #[arg(value_name = "COMMAND", conflicts_with = "dir")]
    pub(crate) page: Option<String>,

    /// Write all pages into this directory
    #[arg(long, value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_fits_together() {
        command().debug_assert();
    }

    #[test]
    fn every_flag_has_one_line_of_help_and_every_command_an_example() {
        let command = command();
        let main = command.get_after_help().expect("examples").to_string();
        assert!(main.contains("Examples:\n  vcenter-iso "), "give the command itself an example");
        for command in command.get_subcommands() {
            let name = command.get_name();
            let examples = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(
                examples.starts_with("Examples:\n") && examples.contains(&format!("vcenter-iso {name}")),
                "give `{name}` an example in `after_help`"
            );
            for argument in command.get_arguments() {
                let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
                assert!(
                    !help.is_empty() && !help.contains('\n') && help.len() <= 100,
                    "give {} of `{name}` one line of help of at most 100 characters: {help:?}",
                    argument.get_id()
                );
            }
        }
    }
}
