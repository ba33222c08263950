//! The commands by subject, for the help and the manual page. clap itself has no groups of commands.

use clap::Command;

use crate::manual::TOPICS;

/// Every command, by subject.
pub(crate) const GROUPS: [(&str, &[&str]); 6] = [
    ("Change virtual machines", &["mount", "unmount", "connect", "disconnect", "power"]),
    ("Change content libraries", &["import", "sync-item", "delete-item"]),
    (
        "Read the inventory",
        &["status", "check", "vms", "items", "libraries", "folders", "clusters", "datacenters", "hosts"],
    ),
    ("Servers and sessions", &["login", "logout", "session", "context", "config", "certificate"]),
    ("Simulator", &["simulate"]),
    ("Help and shell", &["help", "man", "schema", "completions", "version"]),
];

/// Sets the help of the command line as a whole: its commands by group, and the help topics.
pub(super) fn grouped(command: Command) -> Command {
    let header = command.get_styles().get_header();
    let groups = groups(&command);
    let template = format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{groups}\n\n\
         {header}Options:{header:#}\n{{options}}{{after-help}}"
    );
    command.help_template(template)
}

/// Returns the list of the commands and topics, as clap renders it, with a heading for each group.
fn groups(command: &Command) -> String {
    let names: Vec<_> = GROUPS.iter().flat_map(|(_, names)| *names).copied().collect();
    let position = |name: &str| names.iter().position(|known| *known == name).unwrap_or_default();
    let mut ordered = command.clone().help_template("{subcommands}").mut_subcommands(|subcommand| {
        let position = position(subcommand.get_name());
        subcommand.display_order(position)
    });
    for (index, topic) in TOPICS.into_iter().enumerate() {
        let as_command = Command::new(topic.name).about(topic.about);
        ordered = ordered.subcommand(as_command.display_order(names.len() + index));
    }
    let mut text = ordered.render_help().ansi().to_string();
    let (header, literal) = (command.get_styles().get_header(), command.get_styles().get_literal());
    let topics = ("Help topics", TOPICS[0].name);
    for (title, first) in GROUPS.iter().map(|(title, names)| (*title, names[0])).chain([topics]) {
        let first = format!("  {literal}{first}{literal:#}");
        text = text.replacen(&first, &format!("\n{header}{title}:{header:#}\n{first}"), 1);
    }
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_command_is_in_one_group_and_no_topic_has_its_name() {
        let command = crate::command_line::command();
        let grouped: Vec<_> = GROUPS.iter().flat_map(|(_, names)| *names).copied().collect();
        let unique: BTreeSet<_> = grouped.iter().copied().collect();
        assert_eq!(unique.len(), grouped.len(), "a command is in two groups: {grouped:?}");
        let commands: BTreeSet<_> = command.get_subcommands().map(Command::get_name).collect();
        assert_eq!(unique, commands, "left: GROUPS in command_line/groups.rs, right: the commands");
        let topics = TOPICS.map(|topic| topic.name);
        assert!(topics.iter().all(|topic| !commands.contains(topic)), "{topics:?}");
    }
}
