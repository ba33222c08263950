use std::io;

use crate::new::skeleton::Skeleton;
use crate::workspace::Workspace;

const DISPATCH: &str = "simulator/src/api/mod.rs";
const HANDLERS: &str = "simulator/src/api/handlers/mod.rs";

/// Returns the files of the simulator with a handler of the operation, which does not return.
pub(super) fn add(workspace: &Workspace, skeleton: &Skeleton) -> io::Result<Vec<(String, String)>> {
    let module = skeleton.module();
    let (mut files, file) = (Vec::new(), format!("simulator/src/api/handlers/{module}.rs"));
    let read = |file: &str| {
        workspace
            .read(file)?
            .ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, format!("there is no {file}")))
    };
    let (handler, existing) = (handler(skeleton), workspace.read(&file)?);
    let is_new = existing.is_none();
    files.push((file, existing.unwrap_or_else(|| header(skeleton)) + &handler));
    let mut dispatch = read(DISPATCH)?;
    if is_new {
        let line = format!("pub(crate) mod {module};");
        files.push((
            HANDLERS.to_owned(),
            insert(&read(HANDLERS)?, &line, |line| line.starts_with("pub(crate) mod ")),
        ));
        dispatch = import(&dispatch, &module);
    }
    let arm = format!(
        "        Operation::{} => {module}::{}.call(request, vcenter).await,",
        skeleton.variant(),
        skeleton.verb()
    );
    files
        .push((DISPATCH.to_owned(), insert(&dispatch, &arm, |line| line.starts_with("        Operation::"))));
    Ok(files)
}

/// Inserts a line behind the last line that is of its kind.
fn insert(text: &str, line: &str, is_kind: impl Fn(&str) -> bool) -> String {
    let mut lines: Vec<_> = text.lines().collect();
    let at = lines.iter().rposition(|line| is_kind(line)).map_or(lines.len(), |last| last + 1);
    lines.insert(at, line);
    lines.join("\n") + "\n"
}

/// Adds the module to the import of the handlers. `cargo fmt` sorts it.
fn import(text: &str, module: &str) -> String {
    text.replacen("use crate::api::handlers::{", &format!("use crate::api::handlers::{{{module}, "), 1)
}

fn header(skeleton: &Skeleton) -> String {
    let path = skeleton.path.split('?').next().unwrap_or_default();
    format!(
        "//! `{path}`: TODO.\n\n\
         use std::sync::Arc;\n\n\
         use axum::Json;\n\
         use axum::extract::State;\n\
         use axum::http::StatusCode;\n\
         use serde_json::{{Value, json}};\n\n\
         use crate::api::handlers::lookup;\n\
         use crate::api::http::authentication::Caller;\n\
         use crate::api::http::error::Error;\n\
         use crate::api::http::path::Path;\n\
         use crate::inventory::Privilege;\n\
         use crate::state::Vcenter;\n"
    )
}

fn handler(skeleton: &Skeleton) -> String {
    let names = skeleton.path_parameters();
    let path = match names.len() {
        0 => String::new(),
        count => format!("\n    Path([{}]): Path<{count}>,", names.join(", ")),
    };
    let resource = names.first().map_or_else(|| "None".to_owned(), |name| format!("Some(&{name})"));
    let result = if skeleton.only_reads() { "Json<Value>" } else { "StatusCode" };
    format!(
        "\n/// Handles `{}`.\n\
         pub(crate) async fn {}(\n    \
         State(vcenter): State<Arc<Vcenter>>,\n    \
         caller: Caller,{path}\n\
         ) -> Result<{result}, Error> {{\n    \
         caller.needs(Privilege::SystemRead, {resource})?;\n    \
         let inventory = vcenter.inventory();\n    \
         todo!(\"respond\")\n\
         }}\n",
        skeleton.id,
        skeleton.verb()
    )
}
