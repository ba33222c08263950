//! Adds the skeleton of an operation to the spec and to the simulator, and prints what is left.

mod imports;
mod simulator;
mod skeleton;
mod yaml;

pub(crate) use skeleton::Skeleton;
use skeleton::shared_parameter;

use std::io::{self, Write};

use heck::ToSnakeCase as _;
use vcenter_iso_codegen::Document;

use crate::document::Spec;
use crate::report::Report;
use crate::status::Status;
use crate::workspace::Workspace;

pub(crate) fn run(workspace: &Workspace, skeleton: &Skeleton, out: &mut dyn Write) -> io::Result<Status> {
    let text = workspace.spec()?;
    let added =
        Document::parse(Workspace::SPEC, &text).map_err(|error| error.to_string()).and_then(|document| {
            let spec = Spec::new(&document, &mut Report::new(&document));
            Ok((yaml::add(&spec, &text, skeleton)?, left(&spec, skeleton)))
        });
    let (edited, left) = match added {
        Ok(added) => added,
        Err(message) => {
            writeln!(out, "{message}")?;
            return Ok(Status::Invalid);
        }
    };
    let mut files = match simulator::add(workspace, skeleton)? {
        Ok(files) => files,
        Err(message) => {
            writeln!(out, "{message}")?;
            return Ok(Status::Invalid);
        }
    };
    files.push((Workspace::SPEC.to_owned(), edited));
    write(workspace, &files)?;
    for (file, _) in &files {
        writeln!(out, "{file}: written")?;
    }
    write!(out, "{left}")?;
    Ok(Status::Ok)
}

/// Writes all of the files or none of them, because a second run rejects an operation that has a part already.
fn write(workspace: &Workspace, files: &[(String, String)]) -> io::Result<()> {
    let mut written = Vec::new();
    for (file, text) in files {
        let before = workspace.read(file)?;
        if let Err(error) = workspace.write(file, text) {
            for (file, before) in written {
                workspace.restore(file, before)?;
            }
            return Err(error);
        }
        written.push((file, before));
    }
    Ok(())
}

/// Returns what is left, with the lines that need no thought.
fn left(spec: &Spec, skeleton: &Skeleton) -> String {
    let Skeleton { id, path, .. } = skeleton;
    let (module, verb, builder) = (skeleton.module(), skeleton.verb(), id.to_snake_case());
    let names = skeleton.path_parameters();
    let setters = names.iter().map(|name| format!(".{name}({name}.clone())")).collect::<Vec<_>>().concat();
    let typed = |name: &&str| {
        let schema = shared_parameter(spec, name).and_then(|(_, parameter)| parameter.get("schema"));
        let reference = schema.as_ref().map(|schema| schema.text("$ref"));
        let known =
            reference.and_then(|reference| reference.rsplit('/').next()).filter(|name| !name.is_empty());
        format!(", {name}: &{}", known.unwrap_or("TODO"))
    };
    let parameters = names.iter().map(typed).collect::<Vec<_>>().concat();
    format!(
        "\n\
         Go on with step 2 of \"Add an operation\" in spec/README.md. The handler is `{verb}` in \
         simulator/src/api/handlers/{module}.rs, the path for its tests `/api{path}`. The method for \
         sdk/vcenter/operations.rs:\n\n    \
         pub async fn {module}_{verb}(&self{parameters}) -> Result<TODO, Error> {{\n        \
         self.connection.call(|client| async move {{ client.{builder}(){setters}.send().await }}).await\n    \
         }}\n"
    )
}
