//! The files that are generated from the spec.

mod json;
mod operations;
mod routes;

use std::io;

use vcenter_iso_codegen::{Document, Error};

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

/// Returns the names of the generated files.
pub(crate) fn files() -> impl Iterator<Item = &'static str> {
    OUTPUTS.iter().map(|(file, _)| *file)
}

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
    pub(crate) fn stale(&self, workspace: &Workspace) -> Vec<Stale> {
        let stale = OUTPUTS.iter().map(|(file, make)| {
            let text = make(self);
            let (state, line) = difference(workspace.bytes(file), &text)?;
            Some(Stale { file, text, state, line })
        });
        stale.flatten().collect()
    }
}

/// A file that is out of date.
pub(crate) struct Stale {
    pub(crate) file: &'static str,
    /// The generated text.
    pub(crate) text: String,
    /// What is wrong with the file.
    state: String,
    /// The first line that differs, from 1.
    pub(crate) line: usize,
}

impl Stale {
    pub(crate) fn message(&self) -> String {
        format!("{}: run `{}`", self.state, Workspace::GENERATE)
    }
}

/// Returns how the committed file differs from the generated text, and in which line; `None` if it does not.
fn difference(committed: io::Result<Vec<u8>>, generated: &str) -> Option<(String, usize)> {
    let committed = match committed {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Some(("missing".to_owned(), 1)),
        Err(error) => return Some((format!("not readable ({error})"), 1)),
    };
    let is_text = std::str::from_utf8(&committed).is_ok();
    // A checkout may have changed the line endings.
    let committed = String::from_utf8_lossy(&committed).replace("\r\n", "\n");
    if committed == generated {
        return None;
    }
    let line = 1 + committed.lines().zip(generated.lines()).take_while(|(old, new)| old == new).count();
    Some((if is_text { "out of date" } else { "not UTF-8" }.to_owned(), line))
}
