//! The table of the topics.

use pulldown_cmark::HeadingLevel;
use vcenter_iso_simulator::FaultRule;

use crate::manual::document::{Block, Span, parse, plain, section};

/// The reference of the command line.
const PAGE: &str = include_str!("../../docs/command-line.md");

/// A subject of `help` that is not a command.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Topic {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    source: Source,
}

#[derive(Debug, Clone, Copy)]
enum Source {
    /// The section of the reference with this heading.
    Section(&'static str),
    Document(&'static str),
}

impl Topic {
    const fn new(name: &'static str, heading: &'static str, about: &'static str) -> Self {
        Self { name, about, source: Source::Section(heading) }
    }

    pub(crate) fn find(name: &str) -> Option<Self> {
        TOPICS.into_iter().find(|topic| topic.name == name)
    }

    pub(super) fn blocks(self) -> Vec<Block> {
        match self.source {
            Source::Section(heading) => section(parse(PAGE), HeadingLevel::H2, |text| plain(text) == heading),
            Source::Document(markdown) => parse(markdown),
        }
    }
}

/// Every topic.
pub(crate) const TOPICS: [Topic; 12] = [
    Topic::new("selection", "Selection", "Names, patterns, lists and filters of virtual machines"),
    Topic::new("output", "Output", "Formats, columns, progress, log, and the members of JSON and YAML"),
    Topic::new("exit-status", "Exit status", "The exit statuses and their meaning"),
    Topic::new("interrupts", "Interrupts", "Ctrl-C, SIGTERM and SIGHUP"),
    Topic::new("time-limits", "Time limits", "Timeouts, retries, deadlines, and a server that is gone"),
    Topic::new("settings", "Settings", "The precedence of flags, variables and contexts"),
    Topic::new("environment", "Environment", "Environment variables, including those of govc"),
    Topic::new("configuration", "Configuration", "The configuration file and its contexts"),
    Topic::new("sessions", "Sessions", "Stored sessions"),
    Topic::new("files", "Files", "Files that the command reads and writes"),
    Topic::new("completion", "Completion", "Completion of names in a shell"),
    Topic {
        name: "faults",
        about: "The rules of simulate --fault",
        source: Source::Document(FaultRule::HELP),
    },
];

/// Returns what the reference has about a command: its behavior, and the members of its output.
pub(super) fn blocks_of_command(name: &str) -> Vec<Block> {
    section(parse(PAGE), HeadingLevel::H3, |text| text.contains(&Span::Code(name.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_section_of_the_reference_is_a_topic_with_its_name() {
        let headings = parse(PAGE).into_iter().filter_map(|block| match block {
            Block::Heading(HeadingLevel::H2, text) => Some(plain(&text)),
            _ => None,
        });
        let topics = TOPICS.into_iter().filter_map(|topic| match topic.source {
            Source::Section(heading) => Some((topic.name, heading)),
            Source::Document(_) => None,
        });
        let names: Vec<_> =
            headings.map(|heading| (heading.to_lowercase().replace(' ', "-"), heading)).collect();
        let topics: Vec<_> = topics.map(|(name, heading)| (name.to_owned(), heading.to_owned())).collect();
        assert_eq!(topics, names, "left: TOPICS, right: the headings in cli/docs/command-line.md");
    }

    #[test]
    fn each_topic_has_content_in_blocks_that_are_rendered() {
        for topic in TOPICS {
            assert!(!topic.blocks().is_empty(), "{} is empty", topic.name);
        }
    }
}
