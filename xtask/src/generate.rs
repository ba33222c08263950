//! What is made from the spec, and whether it is up to date.

mod json;
mod operations;

use std::io::{self, Write};

use vcenter_iso_codegen::{Document, Error};

use crate::Status;
use crate::project::Project;

/// The command that mends whatever is out of date.
pub(crate) const COMMAND: &str = "cargo xtask generate";

/// The committed copy of the generated client.
pub(crate) const SNAPSHOT: &str = "sdk/generated/api.rs";

/// Every file that comes from the spec, and how it is made.
const OUTPUTS: [(&str, Make); 3] = [
    ("docs/operations.md", |source| operations::text(source.document)),
    (SNAPSHOT, |source| source.client.clone()),
    ("spec/vcenter-iso.json", |source| json::text(source.document)),
];

type Make = fn(&Source) -> String;

/// What the files are made from: the spec and the client that it describes.
pub(crate) struct Source<'a> {
    document: &'a Document,
    client: String,
}

impl<'a> Source<'a> {
    pub(crate) fn new(document: &'a Document) -> Result<Self, Error> {
        Ok(Self { document, client: vcenter_iso_codegen::generate(document)? })
    }

    /// The files that differ from what they should be.
    pub(crate) fn stale(&self, project: &Project) -> io::Result<Vec<Stale>> {
        let mut stale = Vec::new();
        for (file, make) in OUTPUTS {
            let wanted = make(self);
            let found = project.read(file)?;
            if found.as_deref() != Some(&wanted) {
                stale.push(Stale { file, found, wanted });
            }
        }
        Ok(stale)
    }
}

/// A file that is out of date.
pub(crate) struct Stale {
    pub(crate) file: &'static str,
    /// What it holds; `None` if it does not exist.
    found: Option<String>,
    pub(crate) wanted: String,
}

impl Stale {
    /// The first line that differs, from 1.
    pub(crate) fn line(&self) -> usize {
        let found = self.found.as_deref().unwrap_or_default();
        let same = found.lines().zip(self.wanted.lines()).take_while(|(found, wanted)| found == wanted);
        same.count() + 1
    }

    pub(crate) fn message(&self) -> String {
        match self.found {
            Some(_) => format!("out of date: run `{COMMAND}`"),
            None => format!("missing: run `{COMMAND}`"),
        }
    }
}

pub(crate) fn run(project: &Project, only_check: bool, out: &mut dyn Write) -> io::Result<Status> {
    let text = project.spec()?;
    let document = Document::parse(Project::SPEC, &text);
    let source = match document.as_ref().map_err(Clone::clone).and_then(Source::new) {
        Ok(source) => source,
        Err(error) => {
            writeln!(out, "{error}")?;
            writeln!(
                out,
                "nothing is generated from a broken spec: `cargo xtask check` says all that is wrong"
            )?;
            return Ok(Status::Broken);
        }
    };
    let stale = source.stale(project)?;
    for stale in &stale {
        if only_check {
            writeln!(out, "{}:{}:1: {}", stale.file, stale.line(), stale.message())?;
        } else {
            project.write(stale.file, &stale.wanted)?;
            writeln!(out, "{}: written", stale.file)?;
        }
    }
    Ok(if only_check && !stale.is_empty() { Status::Stale } else { Status::Fine })
}
