//! Compares the API with an earlier revision of the spec.
//!
//! # Rules
//! A user of the API has the generated client in Rust, or a program that reads the JSON document. A change is
//! `breaking` if such a user may have to change a working program. It is a `change` if it is compatible, but
//! a user or an operator has to know it. It is an `addition` if it is a new possibility. Anything else, such
//! as a description or an example, has `no effect`. The rules follow two sources: oasdiff
//! (<https://www.oasdiff.com>) for users of the document, and cargo for users of Rust
//! (<https://doc.rust-lang.org/cargo/reference/semver.html>).
//!
//! | what | breaking | change | addition |
//! | --- | --- | --- | --- |
//! | operation | removed, renamed, moved to another method or path | another tag | new |
//! | parameter | removed, renamed, new and required, became required, sent in another form | | new and optional, became optional |
//! | request body | removed, new and required, became required | | new and optional, became optional |
//! | member of a request | removed, new and required, became required, no longer nullable | an optional one became nullable | new and optional, became optional, became nullable |
//! | member of a result | removed, became optional, became required, became nullable or no longer so while required | became nullable or no longer so while optional, became required but nullable | new |
//! | any value | another type or format, became an enum or no longer is one, another resource type | | |
//! | value of an enum | removed | | new |
//! | minimum length | increased in a request, decreased in a result | increased in a result | decreased in a request |
//! | other members of an object | rejected from now on | accepted in a result | accepted in a request |
//! | success status | removed, another one | | new |
//! | body of a success | removed, new | | |
//! | error status, error type | | removed | new |
//! | body of an error | removed | | new |
//! | media type | removed | | new |
//! | security | another scheme, another definition of it | | one more scheme |
//! | server | removed | | new |
//! | privilege | | needed from now on or no longer | |
//! | effect | | another | |
//! | name of a schema | | another | |
//! | key that the comparison does not know | another value | | |
//!
//! The reasons, where they are not obvious:
//! - A member of a result that became required is breaking, unlike in oasdiff: its type in Rust is no longer an
//!   `Option`, and the client cannot decode a result without it.
//! - A new member of a result and a member of a request that became optional are additions, unlike in cargo. In
//!   Rust, a literal of the generated struct or a conversion in its builder may have to change. The module `api`
//!   promises neither.
//! - A value that was added to an enum is an addition, because enums are open: the head of the spec obliges a
//!   client to accept other values.
//! - `null` in an optional member is not breaking: the head of the spec defines that it means the same as a
//!   missing member.
//! - The name of a schema is the name of a generated type, `api::types::…`. These names are exempt from the
//!   stability of the crate, so another name is a `change`. The types of the SDK that replace generated types
//!   are stable: another type in the place of one is breaking. The table of these types
//!   ([`vcenter_iso_codegen::REPLACED_TYPES`]) is the present one, also for the old revision.
//! - A privilege is a change for operators, who have to adapt a role. No program has to change.
//! - The effect decides how the client treats a lost response. No program has to change.
//!
//! References are resolved first: a `$ref` and an equal schema in its place do not differ.
//! A change in a shared schema is one change, with every operation that it affects.

mod change;
mod client;
mod compare;
mod history;
mod options;
mod render;
mod version;

use std::io::{self, Write};

use vcenter_iso_codegen::Document;

pub use change::{Change, Effect, Section};
pub use history::{Git, History};
pub(crate) use options::{HELP, Options};

use crate::diff::options::Output;
use crate::diff::render::Versions;
use crate::document::Spec;
use crate::report::{Finding, Report, Rule};
use crate::rules::references;
use crate::status::Status;
use crate::workspace::Workspace;

/// Prints the changes since a revision.
pub(crate) fn run(
    workspace: &Workspace,
    history: &dyn History,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<Status> {
    let revision = options.revision.as_str();
    let new = parse(Workspace::SPEC, &workspace.spec()?)?;
    reject(&findings(&new))?;
    let file = format!("{revision}:{}", Workspace::SPEC);
    let old = parse(&file, &history.read(revision, Workspace::SPEC)?)?;
    // An older revision may have keys that the table of objects no longer has.
    reject(&only(Rule::Circle, findings(&old)))?;
    let manifest = history.read(revision, Workspace::MANIFEST)?;
    let version = version::of_manifest(&manifest)
        .map_err(|error| invalid(format!("{revision}:{}: {error}", Workspace::MANIFEST)))?;
    let mut changes = match changes(&old, &new) {
        Ok(changes) => changes,
        Err(findings) => return reject(&findings).map(|()| Status::Invalid),
    };
    let effect = changes.first().map(|change| change.effect);
    let versions = Versions { needed: version::needed(&version, effect), old: version, effect };
    if !options.all {
        changes.retain(|change| change.effect != Effect::None);
    }
    match options.output {
        Output::Json => render::json(revision, &changes, &versions, out)?,
        Output::Text if options.changelog => render::changelog(&changes, &versions, out)?,
        Output::Text => {
            render::text(&changes, out)?;
            if options.rust {
                client::print_diff(&old, &new, out)?;
            }
            render::versions(&versions, out)?;
        }
    }
    Ok(if effect == Some(Effect::Breaking) { Status::Breaking } else { Status::Ok })
}

/// Returns the findings of the walk, and the circles.
fn findings(document: &Document) -> Vec<Finding> {
    let mut report = Report::new(document);
    let spec = Spec::new(document, &mut report);
    references::circles(&spec, &mut report);
    report.into_findings()
}

fn only(rule: Rule, mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.retain(|finding| finding.rule == rule);
    findings
}

/// Returns the changes from `old` to `new`, the worst first.
///
/// # Errors
/// Returns the references without a target: they prevent a comparison.
pub fn changes(old: &Document, new: &Document) -> Result<Vec<Change>, Vec<Finding>> {
    let (mut old_report, mut new_report) = (Report::new(old), Report::new(new));
    let (old_spec, new_spec) = (Spec::new(old, &mut old_report), Spec::new(new, &mut new_report));
    references::targets(&old_spec, &mut old_report);
    references::targets(&new_spec, &mut new_report);
    let findings = [new_report.into_findings(), old_report.into_findings()].concat();
    let findings = only(Rule::BrokenReference, findings);
    if findings.is_empty() { Ok(compare::compare(&old_spec, &new_spec)) } else { Err(findings) }
}

/// Fails if there are findings.
fn reject(findings: &[Finding]) -> io::Result<()> {
    if findings.is_empty() {
        return Ok(());
    }
    let lines: Vec<_> = findings.iter().map(ToString::to_string).collect();
    let message = format!("nothing was compared: run `cargo xtask check`\n{}", lines.join("\n"));
    Err(invalid(message))
}

/// Parses an OpenAPI document.
fn parse(file: &str, text: &str) -> io::Result<Document> {
    let document = Document::parse(file, text).map_err(|error| invalid(error.to_string()))?;
    document.openapi().map_err(|error| invalid(error.to_string()))?;
    Ok(document)
}

fn invalid(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}
