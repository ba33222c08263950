//! Help for commands, and for topics that are not commands.

use std::io::stdout;

use anstream::adapter::strip_str;

use crate::command_line::command;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::manual::{self, TOPICS, Topic};
use crate::output::print;
use crate::terminal::style::enabled;

pub(crate) fn run(subject: Option<&str>) -> Result<Exit, Failure> {
    let mut command = command();
    command.build();
    let text = match subject {
        None => command.render_long_help().ansi().to_string(),
        Some(name) => match Topic::find(name) {
            Some(topic) => manual::render(topic, manual::width()),
            None => command
                .find_subcommand_mut(name)
                .map(|subcommand| subcommand.render_long_help().ansi().to_string())
                .ok_or_else(|| unknown(name))?,
        },
    };
    let text = if enabled(&stdout()) { text } else { strip_str(&text).to_string() };
    print(&text).map(|()| Exit::Done)
}

/// Returns the error for a name that is neither a command nor a topic.
pub(crate) fn unknown(name: &str) -> Failure {
    let command = command();
    let commands: Vec<_> = command.get_subcommands().map(clap::Command::get_name).collect();
    let topics = TOPICS.map(|topic| topic.name).join(", ");
    Failure::usage(format!("no command `{name}`; commands: {}; topics: {topics}", commands.join(", ")))
}
