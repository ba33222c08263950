//! Help for commands, and for topics that are not commands.

use vcenter_iso_simulator::FaultRule;

use crate::command_line::command;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::print;

/// The topics: the name, what it is about, and the text.
pub(crate) const TOPICS: [(&str, &str, &str); 1] =
    [("faults", "the rules of `vcenter-iso simulate --fault`", FaultRule::HELP)];

pub(crate) fn run(subject: Option<&str>) -> Result<Exit, Failure> {
    let mut command = command();
    command.build();
    let text = match subject {
        None => command.render_long_help().to_string(),
        Some(name) => match TOPICS.into_iter().find(|(topic, ..)| *topic == name) {
            Some((_, _, text)) => text.to_owned(),
            None => command
                .find_subcommand_mut(name)
                .map(|subcommand| subcommand.render_long_help().to_string())
                .ok_or_else(|| unknown(name))?,
        },
    };
    print(&text).map(|()| Exit::Done)
}

/// Returns the error for a name that is neither a command nor a topic.
pub(crate) fn unknown(name: &str) -> Failure {
    let command = command();
    let commands: Vec<_> = command.get_subcommands().map(clap::Command::get_name).collect();
    let topics = TOPICS.map(|(topic, ..)| topic).join(", ");
    Failure::usage(format!("no command `{name}`; commands: {}; topics: {topics}", commands.join(", ")))
}
