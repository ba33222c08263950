//! Manual pages, generated from the definitions of `--help` and from the help topics.

use std::io;

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, roman};

use crate::command::help;
use crate::command_line::{GROUPS, command};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::manual::roff::{literal, of_command, topic};
use crate::manual::{TOPICS, Topic};
use crate::output::print;

/// The topics that are sections of the main page, with its headings.
const SECTIONS: [(&str, &str); 3] =
    [("EXIT STATUS", "exit-status"), ("ENVIRONMENT", "environment"), ("FILES", "files")];

pub(crate) fn run(page: Option<&str>) -> Result<Exit, Failure> {
    let mut command = command();
    command.build();
    let text = match page {
        None => main_page(&command)?,
        Some(name) => {
            if let Some(topic) = Topic::find(name) {
                topic_page(topic, &command)?
            } else {
                let subcommand = command.find_subcommand(name).ok_or_else(|| help::unknown(name))?;
                subcommand_page(subcommand, &command)?
            }
        }
    };
    print(&text).map(|()| Exit::Done)
}

/// Renders the page of a help topic.
fn topic_page(subject: Topic, command: &Command) -> Result<String, Failure> {
    let name = format!("{}-{}", command.get_name(), subject.name);
    let topic_as_command = Command::new("topic").display_name(name.clone()).about(subject.about);
    let man = page(topic_as_command, name, "7", command);
    rendered(|page| {
        man.render_title(page)?;
        man.render_name_section(page)?;
        heading("DESCRIPTION").to_writer(page)?;
        topic(subject).to_writer(page)?;
        see_also(page, [reference(command.get_name(), 1)])
    })
}

/// Renders the page of a subcommand.
fn subcommand_page(subcommand: &Command, command: &Command) -> Result<String, Failure> {
    let command_name = command.get_name();
    let name = format!("{command_name}-{}", subcommand.get_name());
    let man = page(subcommand.clone(), name, "1", command);
    rendered(|page| {
        render_start(&man, page)?;
        for inner in subcommand.get_subcommands() {
            inner_command(inner).to_writer(page)?;
        }
        let mut others = vec![reference(command_name, 1)];
        if let Some(output) = of_command(subcommand.get_name()) {
            heading("OUTPUT").to_writer(page)?;
            output.to_writer(page)?;
            others.push(reference(&format!("{command_name}-schema"), 1));
            others.push(reference(&format!("{command_name}-output"), 7));
        }
        examples(subcommand, page)?;
        see_also(page, others)
    })
}

/// Renders the main page.
fn main_page(command: &Command) -> Result<String, Failure> {
    let command_name = command.get_name();
    let man = page(command.clone(), command_name.to_owned(), "1", command);
    rendered(|page| {
        render_start(&man, page)?;
        commands(command).to_writer(page)?;
        for (title, name) in SECTIONS {
            heading(title).to_writer(page)?;
            Topic::find(name).map_or_else(Roff::new, topic).to_writer(page)?;
        }
        examples(command, page)?;
        see_also(page, TOPICS.map(|topic| reference(&format!("{command_name}-{}", topic.name), 7)))
    })
}

/// Returns the section about the second word of a command, such as `set` of `context set`.
fn inner_command(inner: &Command) -> Roff {
    let mut roff = heading(&inner.get_bin_name().unwrap_or(inner.get_name()).to_uppercase());
    let about = inner.get_long_about().or(inner.get_about()).map(ToString::to_string);
    roff.text([roman(about.unwrap_or_default())]);
    let own =
        inner.get_arguments().filter(|argument| !argument.is_global_set() && argument.get_id() != "help");
    for argument in own {
        roff.control("TP", []);
        roff.text([bold(argument.to_string())]);
        roff.text([roman(argument.get_help().map(ToString::to_string).unwrap_or_default())]);
    }
    roff
}

/// Returns the section with the commands by group.
fn commands(command: &Command) -> Roff {
    let mut roff = heading("COMMANDS");
    for (title, names) in GROUPS {
        roff.control("SS", [title]);
        for subcommand in names.iter().filter_map(|name| command.find_subcommand(name)) {
            roff.control("TP", []);
            roff.text(reference(&format!("{}-{}", command.get_name(), subcommand.get_name()), 1));
            roff.text([roman(subcommand.get_about().map(ToString::to_string).unwrap_or_default())]);
        }
    }
    roff
}

/// Returns a page with this title.
fn page(of: Command, title: String, section: &str, command: &Command) -> Man {
    let version = format!("{} {}", command.get_name(), command.get_version().unwrap_or_default());
    // clap_mangen leaves an empty date out, and man reads the source in its place.
    let man = Man::new(of).title(title).section(section).date(" ").source(version);
    man.manual(format!("{} manual", command.get_name()))
}

fn render_start(man: &Man, page: &mut Vec<u8>) -> io::Result<()> {
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    man.render_options_section(page)
}

/// Renders the examples and notes that follow the options in `-h`.
fn examples(command: &Command, page: &mut Vec<u8>) -> io::Result<()> {
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let mut roff = heading("EXAMPLES");
    for part in help.strip_prefix("Examples:\n").unwrap_or(&help).split("\n\n") {
        if part.starts_with(' ') {
            literal(&mut roff, part);
        } else {
            roff.control("PP", []);
            roff.text([roman(part)]);
        }
    }
    roff.to_writer(page)
}

fn see_also(page: &mut Vec<u8>, pages: impl IntoIterator<Item = Vec<Inline>>) -> io::Result<()> {
    let mut roff = heading("SEE ALSO");
    let pages: Vec<_> = pages.into_iter().collect();
    roff.text(pages.join(&roman(", ")));
    roff.to_writer(page)
}

fn heading(title: &str) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", [title]);
    roff
}

/// Returns the name of another page, with its section.
fn reference(page: &str, section: u8) -> Vec<Inline> {
    vec![bold(page), roman(format!("({section})"))]
}

fn rendered(render: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> Result<String, Failure> {
    let mut page = Vec::new();
    render(&mut page).map_err(|error| Failure::other("cannot render the page", error))?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}
