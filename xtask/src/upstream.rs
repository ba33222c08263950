//! Extracts the facts of VMware's published descriptions into `spec/upstream/`.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use vcenter_iso_codegen::Document;

use crate::check;
use crate::document::Spec;
use crate::facts::{Format, Published, Release, extract};
use crate::report::Output;
use crate::status::Status;
use crate::workspace::Workspace;

/// Merges the facts of `files`, descriptions of one release, into the file of the release.
pub(crate) fn run(
    workspace: &Workspace,
    files: &[PathBuf],
    release: Option<&str>,
    out: &mut dyn Write,
) -> io::Result<Status> {
    let text = workspace.spec()?;
    let document = match Document::parse(Workspace::SPEC, &text) {
        Ok(document) => document,
        Err(error) => {
            writeln!(out, "{error}")?;
            return Ok(Status::Invalid);
        }
    };
    // A mistake in the spec could hide an operation or a member, and with it the facts about it.
    let spec = match check::structure(&document) {
        Ok(spec) => spec,
        Err(findings) => {
            Output::Text.print(&findings, out)?;
            return Ok(Status::Invalid);
        }
    };
    match merge(workspace, &spec, files, release)? {
        Ok((before, release, unused)) => {
            write(workspace, &release, out)?;
            for (verb, some, others) in [("removed", &before, &release), ("added", &release, &before)] {
                for id in some.operations.keys().filter(|id| !others.operations.contains_key(*id)) {
                    writeln!(out, "{}: {verb} `{id}`", release.name)?;
                }
            }
            for file in unused {
                writeln!(out, "{file}: has no operation of the spec")?;
            }
            for operation in spec.operations() {
                let id = operation.text("operationId");
                if !release.operations.contains_key(id) {
                    let (method, path) = (operation.method().to_uppercase(), &operation.path);
                    writeln!(out, "{}: no file has `{id}` ({method} {path})", release.name)?;
                }
            }
            Ok(Status::Ok)
        }
        Err(message) => {
            writeln!(out, "{message}")?;
            Ok(Status::Invalid)
        }
    }
}

fn write(workspace: &Workspace, release: &Release, out: &mut dyn Write) -> io::Result<()> {
    let (file, text) = (Release::file(&release.name), release.text());
    if workspace.read(&file)?.as_deref() == Some(&text) {
        return writeln!(out, "{file}: up to date");
    }
    workspace.write(&file, &text)?;
    writeln!(out, "{file}: written")
}

/// The facts of a release before and after the merge, and the files without an operation of the spec.
type Merged = (Release, Release, Vec<String>);

/// Returns the merged facts, or a message for the user.
fn merge(
    workspace: &Workspace,
    spec: &Spec,
    files: &[PathBuf],
    release: Option<&str>,
) -> io::Result<Result<Merged, String>> {
    let mut descriptions = Vec::new();
    for path in files {
        let file = path.display().to_string();
        let text = fs::read_to_string(path)
            .map_err(|error| io::Error::new(error.kind(), format!("cannot read {file}: {error}")))?;
        match Published::parse(&file, &text) {
            Ok(description) => descriptions.push(description),
            Err(message) => return Ok(Err(message)),
        }
    }
    let (name, format) = match identify(&descriptions, release) {
        Ok(identity) => identity,
        Err(message) => return Ok(Err(message)),
    };
    let facts = match existing(workspace, &name, format)? {
        Ok(facts) => facts,
        Err(message) => return Ok(Err(message)),
    };
    Ok(add(facts, spec, &descriptions))
}

/// Returns the name of the release and the format of all `descriptions`.
fn identify(descriptions: &[Published], release: Option<&str>) -> Result<(String, Format), String> {
    let mut name = release.map(str::to_owned);
    for description in descriptions {
        let file = &description.file;
        let stated = description.release();
        if let Some(stated) = stated.as_ref().filter(|stated| !Release::is_name(stated)) {
            return Err(format!(
                "{file}: the version `{stated}` is not a release such as `9.1`: correct `info`"
            ));
        }
        match (&name, stated) {
            (None, None) => {
                return Err(format!(
                    "{file}: does not state its release: add `--release`, such as `--release 7.0.3`"
                ));
            }
            (None, stated) => name = stated,
            (Some(name), Some(stated)) if *name != stated => {
                return Err(format!("{file}: describes {stated}, not {name}: pass the files of one release"));
            }
            _ => {}
        }
    }
    let name = name.unwrap_or_default();
    if !Release::is_name(&name) {
        return Err(format!("`{name}` is not a release: write it like `9.1` or `7.0.3`"));
    }
    // The command line requires a file.
    let format = descriptions.first().map_or(Format::OpenApi, |first| first.format);
    match descriptions.iter().find(|description| description.format != format) {
        Some(other) => {
            Err(format!("{}: has another format than the first file: pass files of one format", other.file))
        }
        None => Ok((name, format)),
    }
}

/// Returns the facts that the file of the release already has.
fn existing(workspace: &Workspace, name: &str, format: Format) -> io::Result<Result<Release, String>> {
    let file = Release::file(name);
    let Some(text) = workspace.read(&file)? else { return Ok(Ok(Release::new(name, format))) };
    let release: Release = match serde_json::from_str(&text) {
        Ok(release) => release,
        Err(error) => {
            return Ok(Err(format!("{file}: {error}: remove the file, and pass all files of {name}")));
        }
    };
    if release.format != format {
        return Ok(Err(format!(
            "{file}: was made from another format: remove it, and pass all files of {name}"
        )));
    }
    Ok(Ok(release))
}

/// Adds the facts of `descriptions`. They replace facts about the same operation or schema. Removes the facts about
/// operations that the spec does not have.
fn add(before: Release, spec: &Spec, descriptions: &[Published]) -> Result<Merged, String> {
    let (mut operations, mut schemas) = (BTreeMap::new(), BTreeMap::new());
    let mut unused = Vec::new();
    for description in descriptions {
        let extracted = extract(spec, description)?;
        if extracted.operations.is_empty() {
            unused.push(description.file.clone());
        }
        merge_maps(&mut operations, extracted.operations, &description.file)?;
        merge_maps(&mut schemas, extracted.schemas, &description.file)?;
    }
    if operations.is_empty() {
        let files = unused.join(", ");
        return Err(format!(
            "{files}: no operation of the spec: pass descriptions of the vSphere Automation API"
        ));
    }
    let ids: Vec<_> = spec.operations().map(|operation| operation.text("operationId").to_owned()).collect();
    let mut release = before.clone();
    release.operations.retain(|id, _| ids.contains(id));
    release.operations.extend(operations);
    release.schemas.extend(schemas);
    release.remove_unused_schemas();
    Ok((before, release, unused))
}

/// Adds `more`. Two files that state different facts are an error.
fn merge_maps<T: PartialEq>(
    known: &mut BTreeMap<String, T>,
    more: BTreeMap<String, T>,
    file: &str,
) -> Result<(), String> {
    for (name, facts) in more {
        if known.get(&name).is_some_and(|known| *known != facts) {
            return Err(format!(
                "{file}: describes `{name}` in another way than an earlier file: pass one of the two"
            ));
        }
        known.insert(name, facts);
    }
    Ok(())
}
