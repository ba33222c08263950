//! Completion in a shell: the script that asks this command, and the answers.

mod names;
mod word;

use std::env;
use std::ffi::OsString;

use clap::builder::ValueHint;
use clap::{Arg, Command};
use clap_complete::Shell;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::{CompleteEnv, Shells};

use self::names::{Name, Subject};
use self::word::Word;
use crate::command_line::command;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::print;
use crate::terminal::stderr;

/// The variable with the name of the shell that asks for candidates.
const VARIABLE: &str = "VCENTER_ISO_COMPLETE";

/// Prints the script that makes a shell ask this command for candidates.
pub(crate) fn run(shell: Shell) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    let command = command();
    let name = command.get_name();
    let shell = shell.to_string();
    let shells = Shells::builtins();
    let completer = shells
        .completer(&shell)
        .ok_or_else(|| Failure::usage(format!("{shell}: no completion of this shell")))?;
    completer
        .write_registration(VARIABLE, name, name, name, &mut script)
        .map_err(|error| Failure::other("cannot write the script", error))?;
    print(&String::from_utf8_lossy(&script)).map(|()| Exit::Done)
}

/// Prints the candidates and exits, if a shell has started this process to get them.
pub(crate) fn respond_to_shell() {
    let Ok(shell) = env::var(VARIABLE) else { return };
    // Messages would appear between the candidates.
    stderr::discard();
    CompleteEnv::with_factory(|| completed(&shell)).var(VARIABLE).complete();
}

/// Returns the command line with a source of candidates for each argument that names an object.
fn completed(shell: &str) -> Command {
    let with_names = |command: Command| {
        let name = command.get_name().to_owned();
        command.mut_args(|argument| match subject(&name, &argument) {
            None => argument,
            Some(subject) => {
                let shell = shell.to_owned();
                argument.value_hint(ValueHint::Other).add(ArgValueCompleter::new(move |word: &_| {
                    candidates(subject, &Word::new(&shell, word))
                }))
            }
        })
    };
    command().mut_subcommands(|command| with_names(command.mut_subcommands(with_names)))
}

/// Returns the objects that an argument of a command names.
fn subject(command: &str, argument: &Arg) -> Option<Subject> {
    let context_command = ["use", "show", "set", "delete"].contains(&command);
    Some(match argument.get_long() {
        Some("context") => Subject::Context,
        Some("vm") => Subject::Vm,
        Some("vm-id") => Subject::VmId,
        Some("item") => Subject::Item,
        Some("item-id") => Subject::ItemId,
        Some("name") if command == "items" => Subject::Item,
        None if command == "items" && argument.is_positional() => Subject::Item,
        Some("library") => Subject::Library,
        Some("library-id") => Subject::LibraryId,
        Some("folder") => Subject::Folder,
        Some("folder-id") => Subject::FolderId,
        Some("cluster") => Subject::Cluster,
        Some("cluster-id") => Subject::ClusterId,
        Some("datacenter") => Subject::Datacenter,
        Some("datacenter-id") => Subject::DatacenterId,
        Some("host") => Subject::Host,
        Some("host-id") => Subject::HostId,
        None if argument.get_id() == "positional" => Subject::Vm,
        None if command == "libraries" && argument.is_positional() => Subject::Library,
        None if command == "folders" && argument.is_positional() => Subject::Folder,
        None if command == "clusters" && argument.is_positional() => Subject::Cluster,
        None if command == "datacenters" && argument.is_positional() => Subject::Datacenter,
        None if command == "hosts" && argument.is_positional() => Subject::Host,
        None if context_command && argument.is_positional() => Subject::Context,
        _ => return None,
    })
}

fn candidates(subject: Subject, word: &Word) -> Vec<CompletionCandidate> {
    let found = names::find(subject, words()).into_iter();
    let candidate = |name: Name| {
        let candidate = CompletionCandidate::new(word.candidate(&name.value)?);
        let about = name.about.filter(|about| word::is_printable(about));
        Some(candidate.help(about.map(Into::into)))
    };
    found.filter_map(candidate).collect()
}

/// Returns the command line so far, which the shell passes after `--`.
fn words() -> Vec<OsString> {
    env::args_os().skip_while(|argument| argument != "--").skip(1).collect()
}
