//! Parses the command line, and completes its definition where attributes cannot.

mod groups;

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{ArgGroup, CommandFactory as _, FromArgMatches as _, Id};

pub(crate) use self::groups::GROUPS;
use self::groups::grouped;
use crate::arguments::{Arguments, ConnectionOptions, LibraryOptions};
use crate::manual::MAX_WIDTH;

const MAIN_EXAMPLES: &str = "\
Examples:
  vcenter-iso context set lab --server vcenter.example.com --username automation@vsphere.local
  vcenter-iso login
  vcenter-iso mount web-01 --item ubuntu-24.04
  vcenter-iso mount 'web-*' --item ubuntu-24.04 --library ISOs
  vcenter-iso unmount 'web-*' --item ubuntu-24.04
  vcenter-iso logout
  vcenter-iso vms --server sim:          # an embedded simulator";

/// Parses the command line of this process. Exits after help, the version or a usage error.
pub(crate) fn parse() -> Arguments {
    let arguments = command_first(std::env::args_os().collect());
    reject_password(&arguments);
    // --color also applies to the error for an invalid command line.
    let color = command().ignore_errors(true).disable_help_flag(true).try_get_matches_from(&arguments).ok();
    let color = color.and_then(|matches| matches.get_one("color").copied()).unwrap_or_default();
    let mut matches = command().color(color).get_matches_from(arguments);
    Arguments::from_arg_matches_mut(&mut matches).unwrap_or_else(|error| error.exit())
}

/// Returns the command line definition with its complete help.
pub(crate) fn command() -> clap::Command {
    let command = Arguments::command().max_term_width(MAX_WIDTH).after_help(MAIN_EXAMPLES);
    grouped(command.mut_subcommands(|command| noting_the_members(requiring_a_selection(command))))
}

/// Requires the flags that select virtual machines and images, as far as the command needs them.
fn requiring_a_selection(command: clap::Command) -> clap::Command {
    match command.get_name() {
        "mount" => {
            let mount = required_unless_resumed(command, "what", "what or resume");
            required_unless_resumed(mount, "which", "which or resume")
        }
        "unmount" | "connect" | "disconnect" | "check" => {
            command.mut_group("which", |group| group.required(true))
        }
        "power" => command.mut_subcommands(|inner| match inner.get_name() {
            "status" => inner,
            _ => inner.mut_group("which", |group| group.required(true)),
        }),
        "status" => {
            let of_both = ["which", "what"].map(|name| flags_of(&command, name)).concat();
            let either = ArgGroup::new("which or what").required(true).multiple(true).args(of_both);
            command.mut_group("what", |group| group.required(false)).group(either)
        }
        _ => command,
    }
}

/// Adds to the long help of a command with JSON output where its members are described.
fn noting_the_members(command: clap::Command) -> clap::Command {
    let has_output = |command: &clap::Command| {
        command.get_arguments().any(|argument| argument.get_long() == Some("output"))
    };
    if !has_output(&command) && !command.get_subcommands().any(has_output) {
        return command;
    }
    let help = command.get_after_help().cloned().unwrap_or_default();
    let members = format!(
        "`vcenter-iso help output` describes the members of JSON and YAML, `vcenter-iso schema {}` is their JSON Schema.",
        command.get_name()
    );
    command.after_long_help(format!("{}\n\n{members}", help.ansi()))
}

/// Returns the connection and the library that an incomplete command line names so far.
pub(crate) fn connection_so_far(words: Vec<OsString>) -> Option<(ConnectionOptions, LibraryOptions)> {
    let matches = command().ignore_errors(true).try_get_matches_from(command_first(words)).ok()?;
    let mut matches = matches.subcommand()?.1;
    while let Some((_, inner)) = matches.subcommand() {
        matches = inner;
    }
    // `from_arg_matches` panics for a command without these options.
    let has = |option: &str| matches.try_contains_id(option).is_ok();
    let connection = has("server").then(|| ConnectionOptions::from_arg_matches(matches).ok()).flatten()?;
    let library = has("library").then(|| LibraryOptions::from_arg_matches(matches).ok()).flatten();
    Some((connection, library.unwrap_or_default()))
}

/// Returns the arguments with the options that stand before the command after it, where clap knows them.
fn command_first(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let command = command();
    let takes_value = |option: &str| {
        let commands = command.get_subcommands();
        let inner = command.get_subcommands().flat_map(clap::Command::get_subcommands);
        let known = commands.chain(inner).chain([&command]).flat_map(clap::Command::get_arguments);
        known.filter(|argument| argument.get_action().takes_values()).any(|argument| {
            let long = argument.get_long().is_some_and(|long| option.strip_prefix("--") == Some(long));
            long || argument
                .get_short()
                .is_some_and(|short| option.strip_prefix('-') == Some(&short.to_string()))
        })
    };
    let mut position = 1;
    while let Some(argument) = arguments.get(position) {
        match argument.to_str() {
            Some(option) if option.starts_with('-') && option != "--" => {
                position += 1 + usize::from(takes_value(option));
            }
            _ => break,
        }
    }
    if let Some(name) = arguments.get(position) {
        // `config show` is a command of two words.
        let inner = name.to_str().and_then(|name| command.find_subcommand(name));
        let second = arguments.get(position + 1).and_then(|second| second.to_str());
        let words = 1 + usize::from(
            inner.zip(second).is_some_and(|(inner, second)| inner.find_subcommand(second).is_some()),
        );
        arguments[1..position + words].rotate_right(words);
    }
    arguments
}

/// Requires a flag of the group, or `--resume`: the results of an earlier run name the image and the VMs.
fn required_unless_resumed(
    mount: clap::Command,
    group: &'static str,
    or_resume: &'static str,
) -> clap::Command {
    let flags = flags_of(&mount, group);
    mount
        .mut_group(group, |group| group.required(false))
        .group(ArgGroup::new(or_resume).required(true).multiple(true).args(flags).arg("resume"))
}

fn flags_of(command: &clap::Command, group: &str) -> Vec<Id> {
    let of_group = command.get_groups().find(|known| known.get_id() == group);
    of_group.into_iter().flat_map(ArgGroup::get_args).cloned().collect()
}

/// Exits if an argument contains a password, because clap's error would quote it.
fn reject_password(arguments: &[OsString]) {
    let with_value = |argument: &OsString| {
        argument
            .to_str()
            .and_then(|argument| argument.strip_prefix("--password"))
            .is_some_and(|rest| rest.starts_with('=') || rest.starts_with("-stdin="))
    };
    let before_value = arguments
        .windows(2)
        .any(|two| two[0] == "--password-stdin" && !two[1].to_string_lossy().starts_with('-'));
    if before_value || arguments.iter().any(with_value) {
        let message = "other users of this machine can read arguments: set VCENTER_PASSWORD, pass the password on \
                       stdin with --password-stdin, or enter it at the prompt";
        command().error(ErrorKind::ArgumentConflict, message).exit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
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
