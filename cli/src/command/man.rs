//! Manual pages, from the same source as `--help`.

use std::fs;
use std::io;
use std::path::Path;

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::arguments::{self, command};
use crate::config::environment::VARIABLES;
use crate::exit::{Exit, MEANINGS, OF_SEVERAL};
use crate::failure::Failure;
use crate::output::print;

/// Where things are kept.
const FILES: [(&str, &str); 2] = [
    ("~/.config/vcenter-iso/config.toml", "named contexts, see below; no other user may write it"),
    ("~/.local/state/vcenter-iso/sessions.json", "the sessions that login keeps; no other user may read it"),
];

const CONFIGURATION: &str = "\
default_context = \"lab\"

[contexts.lab]
server = \"vcenter.example.com\"
username = \"automation@vsphere.local\"
password_command = \"pass show vcenter/lab\"   # its first line
ca_cert = \"~/lab-ca.pem\"                      # or thumbprint = \"...\", or insecure = true
timeout = \"120s\"
locale = \"de-DE\"";

pub(crate) fn run(arguments: &arguments::Man) -> Result<Exit, Failure> {
    let mut command = command();
    command.build();
    match (&arguments.dir, &arguments.page) {
        (Some(directory), _) => write_all(&command, directory)?,
        (None, None) => print(&main_page(&command)?)?,
        (None, Some(name)) => {
            let subcommand = command.find_subcommand(name).ok_or_else(|| {
                let known: Vec<_> = subcommands(&command).map(Command::get_name).collect();
                Failure::usage(format!("there is no command `{name}`: it is one of {}", known.join(", ")))
            })?;
            print(&page(subcommand, &command)?)?;
        }
    }
    Ok(Exit::Done)
}

fn write_all(command: &Command, directory: &Path) -> Result<(), Failure> {
    let write = |name: &str, page: &str| {
        let path = directory.join(format!("{name}.1"));
        fs::write(&path, page).map_err(|error| {
            Failure::Usage(format!("{}: the file cannot be written", path.display()), Some(error.into()))
        })
    };
    fs::create_dir_all(directory).map_err(|error| {
        Failure::Usage(format!("{}: the directory cannot be made", directory.display()), Some(error.into()))
    })?;
    write(command.get_name(), &main_page(command)?)?;
    subcommands(command).try_for_each(|subcommand| {
        write(&format!("{}-{}", command.get_name(), subcommand.get_name()), &page(subcommand, command)?)
    })
}

fn subcommands(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|subcommand| subcommand.get_name() != "help")
}

/// The page of a command.
fn page(subcommand: &Command, command: &Command) -> Result<String, Failure> {
    let name = format!("{}-{}", command.get_name(), subcommand.get_name());
    let man = Man::new(subcommand.clone()).title(name).source(version(command));
    rendered(|page| {
        begin(&man, page)?;
        examples(subcommand, page)?;
        let mut roff = Roff::new();
        roff.control("SH", ["SEE ALSO"]);
        roff.text([
            bold(command.get_name()),
            roman("(1), which has the exit statuses, the environment and the files"),
        ]);
        roff.to_writer(page)
    })
}

/// The page of the whole.
fn main_page(command: &Command) -> Result<String, Failure> {
    let man = Man::new(command.clone()).source(version(command));
    rendered(|page| {
        begin(&man, page)?;
        man.render_subcommands_section(page)?;
        let mut roff = Roff::new();
        roff.control("SH", ["EXIT STATUS"]);
        for (exit, meaning) in MEANINGS {
            defined(&mut roff, &(exit as u8).to_string(), meaning);
        }
        roff.control("PP", []);
        roff.text([roman(OF_SEVERAL)]);
        roff.control("SH", ["ENVIRONMENT"]);
        roff.text([roman("An empty variable counts as not set. A context stands for itself: beside it only flags and the password of the environment count.")]);
        for (variable, meaning) in VARIABLES {
            defined(&mut roff, variable, meaning);
        }
        roff.control("SH", ["FILES"]);
        for (file, meaning) in FILES {
            defined(&mut roff, file, meaning);
        }
        roff.control("SH", ["CONFIGURATION"]);
        literally(&mut roff, CONFIGURATION);
        roff.to_writer(page)?;
        examples(command, page)
    })
}

fn version(command: &Command) -> String {
    format!("{} {}", command.get_name(), command.get_version().unwrap_or_default())
}

fn begin(man: &Man, page: &mut Vec<u8>) -> io::Result<()> {
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    man.render_options_section(page)
}

/// What follows the options in `--help`: the examples and notes on them.
fn examples(command: &Command, page: &mut Vec<u8>) -> io::Result<()> {
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let help = help.split("\n\nExit status:").next().unwrap_or_default();
    let mut roff = Roff::new();
    roff.control("SH", ["EXAMPLES"]);
    literally(&mut roff, help.strip_prefix("Examples:\n").unwrap_or(help));
    roff.to_writer(page)
}

fn defined(roff: &mut Roff, term: &str, meaning: &str) {
    roff.control("TP", []);
    roff.text([bold(term)]);
    roff.text([roman(meaning)]);
}

fn literally(roff: &mut Roff, text: &str) {
    roff.control("nf", []);
    for line in text.lines() {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
}

fn rendered(render: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> Result<String, Failure> {
    let mut page = Vec::new();
    render(&mut page).map_err(|error| Failure::other("the page cannot be made", error))?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}
