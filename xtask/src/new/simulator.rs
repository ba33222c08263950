use std::io;

use crate::new::skeleton::Skeleton;
use crate::workspace::Workspace;

const DISPATCH: &str = "simulator/src/api/mod.rs";
const HANDLERS: &str = "simulator/src/api/handlers/mod.rs";

/// Returns the files of the simulator with a handler of the operation, which compiles.
pub(super) fn add(workspace: &Workspace, skeleton: &Skeleton) -> io::Result<Vec<(String, String)>> {
    let module = skeleton.module();
    let file = format!("simulator/src/api/handlers/{module}.rs");
    let read = |file: &str| {
        let missing = || io::Error::new(io::ErrorKind::NotFound, format!("there is no {file}"));
        workspace.read(file)?.ok_or_else(missing)
    };
    let (handlers, mut dispatch, existing) = (read(HANDLERS)?, read(DISPATCH)?, workspace.read(&file)?);
    let mut files = Vec::new();
    if existing.is_none() {
        files.push((HANDLERS.to_owned(), with_line(&handlers, &format!("pub(crate) mod {module};"))));
        dispatch = with_import(&dispatch, &module);
    }
    let handler = imports(skeleton)
        .iter()
        .fold(existing.unwrap_or_else(|| header(skeleton)), |text, import| with_line(&text, import));
    files.push((file, handler + &handler_of(skeleton)));
    let arm = format!(
        "        Operation::{} => {module}::{}.call(request, vcenter).await,",
        skeleton.variant(),
        skeleton.verb()
    );
    let is_arm = |line: &str| line.starts_with("        Operation::");
    let mut lines: Vec<_> = dispatch.lines().collect();
    let at = lines.iter().rposition(|line| is_arm(line)).map_or(lines.len(), |last| last + 1);
    lines.insert(at, &arm);
    files.push((DISPATCH.to_owned(), lines.join("\n") + "\n"));
    Ok(files)
}

/// Inserts a line before the first one of its kind that sorts behind it, or behind the last one of its kind. The kind of a
/// line is its start up to the first `::`, or up to its name. Does nothing if the line is there.
fn with_line(text: &str, line: &str) -> String {
    let mut lines: Vec<_> = text.lines().collect();
    if lines.contains(&line) {
        return text.to_owned();
    }
    let kind = line.split_once("::").map_or("pub(crate) mod ", |(start, _)| start);
    let is_kind = |other: &str| other.starts_with(kind);
    let behind = lines.iter().position(|other| is_kind(other) && *other > line);
    let last = lines.iter().rposition(|other| is_kind(other)).map(|last| last + 1);
    lines.insert(behind.or(last).unwrap_or(lines.len()), line);
    lines.join("\n") + "\n"
}

/// Adds the module to the import of the handlers, in its order.
fn with_import(text: &str, module: &str) -> String {
    const START: &str = "use crate::api::handlers::{";
    let Some((before, rest)) = text.split_once(START) else { return text.to_owned() };
    let Some((names, after)) = rest.split_once('}') else { return text.to_owned() };
    let mut names: Vec<_> =
        names.split(',').map(str::trim).filter(|name| !name.is_empty()).chain([module]).collect();
    names.sort_unstable();
    format!("{before}{START}{}}}{after}", names.join(", "))
}

/// Returns the name of the VM's parameter, if the path has one.
fn has_vm(skeleton: &Skeleton) -> bool {
    skeleton.path_parameters().contains(&"vm")
}

fn imports(skeleton: &Skeleton) -> Vec<&'static str> {
    let mut imports = vec![
        "use axum::extract::State;",
        "use crate::api::http::authentication::Caller;",
        "use crate::api::http::error::Error;",
        "use crate::inventory::Privilege;",
        "use crate::state::Vcenter;",
    ];
    if skeleton.only_reads() {
        imports.extend(["use axum::Json;", "use serde_json::{Value, json};"]);
    } else {
        imports.push("use axum::http::StatusCode;");
    }
    if !skeleton.path_parameters().is_empty() {
        imports.push("use crate::api::http::path::Path;");
    }
    if has_vm(skeleton) {
        imports.push("use crate::api::handlers::lookup;");
    }
    imports
}

/// Returns the start of a file of handlers, with a line of each group of imports.
fn header(skeleton: &Skeleton) -> String {
    let path = skeleton.path.split('?').next().unwrap_or_default();
    let json = if skeleton.only_reads() { "use serde_json::{Value, json};\n" } else { "" };
    format!(
        "//! `{path}`: TODO.\n\nuse std::sync::Arc;\n\nuse axum::extract::State;\n{json}\nuse crate::state::Vcenter;\n"
    )
}

fn handler_of(skeleton: &Skeleton) -> String {
    // Handlers call a VM `vm` and its identifier `vm_id`.
    let name = |name: &&str| if *name == "vm" { "vm_id".to_owned() } else { (*name).to_owned() };
    let names: Vec<_> = skeleton.path_parameters().iter().map(name).collect();
    let path = match names.len() {
        0 => String::new(),
        count => format!("\n    Path([{}]): Path<{count}>,", names.join(", ")),
    };
    let resource = names.first().map_or_else(|| "None".to_owned(), |name| format!("Some(&{name})"));
    let (result, body) = match (skeleton.only_reads(), has_vm(skeleton)) {
        (true, true) => (
            "Json<Value>",
            "let inventory = vcenter.inventory();\n    \
             let vm = lookup::readable_vm(&inventory, &vm_id)?;\n    \
             Ok(Json(json!({ \"TODO\": vm.name })))",
        ),
        (true, false) => {
            ("Json<Value>", "let inventory = vcenter.inventory();\n    Ok(Json(json!(inventory.vms.len())))")
        }
        (false, true) => (
            "StatusCode",
            "let mut inventory = vcenter.inventory();\n    \
             lookup::readable_vm(&inventory, &vm_id)?;\n    \
             if let Some(vm) = Arc::make_mut(&mut inventory).vms.get_mut(&vm_id) {\n        \
             todo!(\"change {vm:?}\");\n    \
             }\n    \
             Ok(StatusCode::NO_CONTENT)",
        ),
        (false, false) => (
            "StatusCode",
            "let mut inventory = vcenter.inventory();\n    \
             todo!(\"change {:?}\", Arc::make_mut(&mut inventory));",
        ),
    };
    format!(
        "\n/// Handles `{}`.\n\
         pub(crate) async fn {}(\n    \
         State(vcenter): State<Arc<Vcenter>>,\n    \
         caller: Caller,{path}\n\
         ) -> Result<{result}, Error> {{\n    \
         caller.needs(Privilege::SystemRead, {resource})?;\n    \
         {body}\n\
         }}\n",
        skeleton.id,
        skeleton.verb()
    )
}
