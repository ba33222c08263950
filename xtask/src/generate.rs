//! Writes the generated files.

use crate::check;
use crate::report::{Finding, Rule};
use crate::workspace::Workspace;

/// The result of [`workspace`].
#[derive(Default)]
pub(crate) struct Generated {
    /// The names of the written files.
    pub(crate) written: Vec<&'static str>,
    /// The findings in the spec, or one for each file that cannot be written.
    pub(crate) findings: Vec<Finding>,
}

/// Writes the generated files that are out of date. Writes nothing if there is a finding in the spec.
pub(crate) fn workspace(workspace: &Workspace) -> Generated {
    let document = match check::document(workspace) {
        Ok(document) => document,
        Err(findings) => return Generated { findings, ..Generated::default() },
    };
    let source = match check::facts(workspace).and_then(|facts| check::inspect(&document, &facts)) {
        Ok(source) => source,
        Err(findings) => return Generated { findings, ..Generated::default() },
    };
    let mut generated = Generated::default();
    for stale in source.stale(workspace) {
        match workspace.replace(stale.file, &stale.text) {
            Ok(()) => generated.written.push(stale.file),
            Err(error) => {
                let message = format!("cannot write the file: {error}");
                generated.findings.push(Finding::for_file(Rule::FileAccess, stale.file, message));
            }
        }
    }
    generated
}
