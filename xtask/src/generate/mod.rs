//! Generates files from the spec.

mod json;
mod operations;
mod routes;

use std::io::{self, Write};

use vcenter_iso_codegen::{Document, Error};

use crate::status::Status;
use crate::workspace::Workspace;

/// Every generated file, with the function that generates its text.
const OUTPUTS: &[(&str, Make)] = &[
    ("docs/operations.md", |source| operations::text(source.document)),
    ("sdk/generated/api.rs", |source| source.client.clone()),
    ("simulator/src/operation/generated.rs", |source| routes::text(source.document)),
    ("simulator/src/operation/table.md", |source| routes::table(source.document)),
    ("spec/vcenter-iso.json", |source| json::text(source.document)),
];

type Make = fn(&Source) -> String;

/// The input of the generated files: the spec and its client.
pub(crate) struct Source<'a> {
    document: &'a Document,
    client: String,
}

impl<'a> Source<'a> {
    pub(crate) fn new(document: &'a Document) -> Result<Self, Error> {
        Ok(Self { document, client: vcenter_iso_codegen::generate(document)? })
    }

    /// Returns the files whose text differs from the generated one.
    pub(crate) fn stale(&self, workspace: &Workspace) -> io::Result<Vec<Stale>> {
        let mut stale = Vec::new();
        for &(file, make) in OUTPUTS {
            let generated = make(self);
            let committed = workspace.read(file)?;
            if committed.as_deref() != Some(&generated) {
                stale.push(Stale { file, committed, generated });
            }
        }
        Ok(stale)
    }
}

/// A file that is out of date.
pub(crate) struct Stale {
    pub(crate) file: &'static str,
    /// The text of the file; `None` if the file does not exist.
    committed: Option<String>,
    generated: String,
}

impl Stale {
    /// Returns the number of the first line that differs, from 1.
    pub(crate) fn line(&self) -> usize {
        let committed = self.committed.as_deref().unwrap_or_default().lines();
        1 + committed.zip(self.generated.lines()).take_while(|(old, new)| old == new).count()
    }

    pub(crate) fn message(&self) -> String {
        let state = if self.committed.is_some() { "out of date" } else { "missing" };
        format!("{state}: run `{}`", Workspace::GENERATE)
    }
}

pub(crate) fn run(workspace: &Workspace, out: &mut dyn Write) -> io::Result<Status> {
    let text = workspace.spec()?;
    let document = Document::parse(Workspace::SPEC, &text);
    let source = match document.as_ref().map_err(Clone::clone).and_then(Source::new) {
        Ok(source) => source,
        Err(error) => {
            writeln!(out, "{error}")?;
            writeln!(out, "nothing was generated: run `cargo xtask check` for all findings")?;
            return Ok(Status::Invalid);
        }
    };
    for stale in source.stale(workspace)? {
        workspace.write(stale.file, &stale.generated)?;
        writeln!(out, "{}: written", stale.file)?;
    }
    Ok(Status::Ok)
}
