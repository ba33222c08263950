//! Manual pages, generated from the definitions of `--help`.

use std::io;

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::command::help::{self, TOPICS};
use crate::command_line::command;
use crate::config::environment::VARIABLES;
use crate::exit::{Exit, MEANINGS, WITH_SEVERAL_VMS};
use crate::failure::Failure;
use crate::output::print;

const FILES: [(&str, &str); 2] = [
    ("~/.config/vcenter-iso/config.toml", "named contexts, see below; must not be writable by other users"),
    ("~/.local/state/vcenter-iso/sessions.json", "stored sessions; must not be readable by other users"),
];

const SETTINGS: &str = "\
An empty variable counts as not set. A context is complete: only flags override it. If it has no \
password_command, the password can come from VCENTER_PASSWORD.";

const CONFIGURATION: &str = "\
default_context = \"lab\"

[contexts.lab]
server = \"vcenter.example.com\"
username = \"automation@vsphere.local\"
password_command = \"pass show vcenter/lab\"   # prints the password as its first line
ca_cert = \"~/lab-ca.pem\"                      # or thumbprint = \"...\", or insecure = true
timeout = \"120s\"
locale = \"de-DE\"";

pub(crate) fn run(page: Option<&str>) -> Result<Exit, Failure> {
    let mut command = command();
    command.build();
    let text = match page {
        None => main_page(&command)?,
        Some(name) => {
            if let Some((topic, about, text)) = TOPICS.into_iter().find(|(topic, ..)| *topic == name) {
                topic_page(topic, about, text, &command)?
            } else {
                let subcommand = command.find_subcommand(name).ok_or_else(|| help::unknown(name))?;
                subcommand_page(subcommand, &command)?
            }
        }
    };
    print(&text).map(|()| Exit::Done)
}

/// Renders the page of a help topic.
fn topic_page(topic: &str, about: &str, text: &str, command: &Command) -> Result<String, Failure> {
    let name = format!("{}-{topic}", command.get_name());
    let page = Command::new("topic").display_name(name.clone()).about(about.to_owned());
    let man = Man::new(page).title(name).source(version(command));
    rendered(|page| {
        man.render_title(page)?;
        man.render_name_section(page)?;
        let mut roff = Roff::new();
        roff.control("SH", ["DESCRIPTION"]);
        let plain: Vec<_> = text.lines().filter(|line| !line.starts_with("```")).collect();
        literal(&mut roff, &plain.join("\n"));
        roff.to_writer(page)
    })
}

/// Renders the page of a subcommand.
fn subcommand_page(subcommand: &Command, command: &Command) -> Result<String, Failure> {
    let name = format!("{}-{}", command.get_name(), subcommand.get_name());
    let man = Man::new(subcommand.clone()).title(name).source(version(command));
    rendered(|page| {
        render_start(&man, page)?;
        examples(subcommand, page)?;
        let mut roff = Roff::new();
        roff.control("SH", ["SEE ALSO"]);
        roff.text([
            bold(command.get_name()),
            roman("(1) for exit statuses, environment variables and files"),
        ]);
        roff.to_writer(page)
    })
}

/// Renders the main page.
fn main_page(command: &Command) -> Result<String, Failure> {
    let man = Man::new(command.clone()).source(version(command));
    rendered(|page| {
        render_start(&man, page)?;
        man.render_subcommands_section(page)?;
        let mut roff = Roff::new();
        roff.control("SH", ["EXIT STATUS"]);
        for (exit, meaning) in MEANINGS {
            definition(&mut roff, &(exit as u8).to_string(), meaning);
        }
        roff.control("PP", []);
        roff.text([roman(WITH_SEVERAL_VMS)]);
        roff.control("SH", ["ENVIRONMENT"]);
        roff.text([roman(SETTINGS)]);
        for (variable, meaning) in VARIABLES {
            definition(&mut roff, variable, meaning);
        }
        roff.control("SH", ["FILES"]);
        for (file, meaning) in FILES {
            definition(&mut roff, file, meaning);
        }
        roff.control("SH", ["CONFIGURATION"]);
        literal(&mut roff, CONFIGURATION);
        roff.to_writer(page)?;
        examples(command, page)
    })
}

fn version(command: &Command) -> String {
    format!("{} {}", command.get_name(), command.get_version().unwrap_or_default())
}

fn render_start(man: &Man, page: &mut Vec<u8>) -> io::Result<()> {
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    man.render_options_section(page)
}

/// Renders the examples and notes that follow the options in `--help`.
fn examples(command: &Command, page: &mut Vec<u8>) -> io::Result<()> {
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let help = help.split("\n\nExit status:").next().unwrap_or_default();
    let mut roff = Roff::new();
    roff.control("SH", ["EXAMPLES"]);
    literal(&mut roff, help.strip_prefix("Examples:\n").unwrap_or(help));
    roff.to_writer(page)
}

fn definition(roff: &mut Roff, term: &str, meaning: &str) {
    roff.control("TP", []);
    roff.text([bold(term)]);
    roff.text([roman(meaning)]);
}

fn literal(roff: &mut Roff, text: &str) {
    roff.control("nf", []);
    for line in text.lines() {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
}

fn rendered(render: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> Result<String, Failure> {
    let mut page = Vec::new();
    render(&mut page).map_err(|error| Failure::other("cannot render the page", error))?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}
