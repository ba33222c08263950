//! What an edit of the spec does to the generated client.

use std::io::{self, Write};

use similar::TextDiff;
use vcenter_iso_codegen::{Document, generate};

use crate::Status;
use crate::generate::SNAPSHOT;
use crate::project::Project;

pub(crate) fn run(project: &Project, out: &mut dyn Write) -> io::Result<Status> {
    let text = project.spec()?;
    let client = match Document::parse(Project::SPEC, &text).and_then(|document| generate(&document)) {
        Ok(client) => client,
        Err(error) => {
            writeln!(out, "{error}")?;
            return Ok(Status::Broken);
        }
    };
    let snapshot = project.read(SNAPSHOT)?.unwrap_or_default();
    let diff = TextDiff::from_lines(&snapshot, &client);
    write!(out, "{}", diff.unified_diff().header(&format!("a/{SNAPSHOT}"), &format!("b/{SNAPSHOT}")))?;
    Ok(Status::Fine)
}
