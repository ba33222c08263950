//! Adds the skeleton of an operation to the spec and to the simulator, and prints what is left.

mod simulator;
mod skeleton;
mod yaml;

pub(crate) use skeleton::Skeleton;

use std::io::{self, Write};

use heck::ToSnakeCase as _;
use vcenter_iso_codegen::Document;

use crate::document::Spec;
use crate::report::Report;
use crate::status::Status;
use crate::workspace::Workspace;

pub(crate) fn run(workspace: &Workspace, skeleton: &Skeleton, out: &mut dyn Write) -> io::Result<Status> {
    let text = workspace.spec()?;
    let edited =
        Document::parse(Workspace::SPEC, &text).map_err(|error| error.to_string()).and_then(|document| {
            let spec = Spec::new(&document, &mut Report::new(&document));
            yaml::add(&spec, &text, skeleton)
        });
    let edited = match edited {
        Ok(edited) => edited,
        Err(message) => {
            writeln!(out, "{message}")?;
            return Ok(Status::Invalid);
        }
    };
    workspace.write(Workspace::SPEC, &edited)?;
    writeln!(out, "{}: written", Workspace::SPEC)?;
    for (file, text) in simulator::add(workspace, skeleton)? {
        workspace.write(&file, &text)?;
        writeln!(out, "{file}: written")?;
    }
    write!(out, "{}", left(skeleton))?;
    Ok(Status::Ok)
}

/// Returns the steps that are left, in the order in which the checks ask for them.
fn left(skeleton: &Skeleton) -> String {
    let Skeleton { id, path, .. } = skeleton;
    let (module, verb, builder) = (skeleton.module(), skeleton.verb(), id.to_snake_case());
    let names = skeleton.path_parameters();
    let setters = names.iter().map(|name| format!(".{name}({name}.clone())")).collect::<Vec<_>>().concat();
    let parameters = names.iter().map(|name| format!(", {name}: &…Id")).collect::<Vec<_>>().concat();
    format!(
        "\n\
         Left to do for {id}:\n\
         1. spec/vcenter-iso.yaml: replace each TODO: label, summary, description, privileges, the result and its \
         schema, the error statuses of its page. A shared response is a `$ref` to `#/components/responses/…`.\n\
         2. cargo xtask check, then cargo xtask generate.\n\
         3. simulator/src/api/handlers/{module}.rs: replace the `todo!()`, and cargo test -p vcenter-iso-simulator.\n\
         4. A new enum or identifier of a result: sdk/model/, REPLACED_TYPES in codegen/src/settings.rs, sdk/lib.rs.\n\
         5. sdk/vcenter/operations.rs, with the documentation and a type of the crate's own as the result:\n\
         \x20      pub async fn {module}_{verb}(&self{parameters}) -> Result<…, Error> {{\n\
         \x20          self.connection.call(|client| async move {{ client.{builder}(){setters}.send().await }}).await\n\
         \x20      }}\n\
         6. A test in simulator/tests/api/ for `{path}`, and one in tests/sdk/ for the method.\n\
         7. spec/judges/schemathesis.toml: values of path parameters that are new there ({}).\n\
         8. cargo xtask coverage, and .ci/run.\n",
        if names.is_empty() { "none".to_owned() } else { names.join(", ") }
    )
}
