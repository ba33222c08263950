use std::io;

use crate::new::imports::{self, WIDTH};
use crate::new::skeleton::Skeleton;
use crate::workspace::Workspace;

const DISPATCH: &str = "simulator/src/api/mod.rs";
const HANDLERS: &str = "simulator/src/api/handlers/mod.rs";

/// The files of the simulator to write, with their texts.
pub(super) type Files = Vec<(String, String)>;

/// Returns the files of the simulator with a handler of the operation, which compiles, or the reason why it cannot
/// have one.
pub(super) fn add(workspace: &Workspace, skeleton: &Skeleton) -> io::Result<Result<Files, String>> {
    let module = skeleton.module();
    let file = format!("simulator/src/api/handlers/{module}.rs");
    let read = |file: &str| {
        let missing = || io::Error::new(io::ErrorKind::NotFound, format!("there is no {file}"));
        workspace.read(file)?.ok_or_else(missing)
    };
    let (handlers, mut dispatch, existing) = (read(HANDLERS)?, read(DISPATCH)?, workspace.read(&file)?);
    let clash = match &existing {
        Some(text) => clash_in_file(&handlers, text, skeleton),
        None => clash_of_module(&handlers, &dispatch, skeleton),
    };
    if let Some(clash) = clash {
        return Ok(Err(format!("{clash}: add `{}` by hand", skeleton.id)));
    }
    let mut files = Vec::new();
    if existing.is_none() {
        files.push((HANDLERS.to_owned(), with_module(&handlers, &module)));
        dispatch = imports::add(&dispatch, "crate::api::handlers", &module);
    }
    let handler = imports_of(skeleton)
        .iter()
        .fold(existing.unwrap_or_else(|| header(skeleton)), |text, (path, name)| {
            imports::add(&text, path, name)
        });
    files.push((file, handler + &handler_of(skeleton)));
    files.push((DISPATCH.to_owned(), with_arm(&dispatch, skeleton)));
    Ok(Ok(files))
}

/// Returns the reason if the module has no place for the handler.
fn clash_in_file(handlers: &str, text: &str, skeleton: &Skeleton) -> Option<String> {
    let (module, verb) = (skeleton.module(), skeleton.verb());
    if !handlers.lines().any(|line| line == format!("pub(crate) mod {module};")) {
        return Some(format!("simulator/src/api/handlers/{module}.rs has no handlers of operations"));
    }
    let is_function = |line: &str| {
        !line.starts_with([' ', '/'])
            && line.split_once(&format!("fn {verb}")).is_some_and(|(_, rest)| rest.starts_with(['(', '<']))
    };
    let has_name = text.lines().any(is_function) || imports::names(text).contains(&verb);
    has_name.then(|| format!("simulator/src/api/handlers/{module}.rs has the name `{verb}` already"))
}

/// Returns the reason if the handlers or the dispatch cannot have the module.
fn clash_of_module(handlers: &str, dispatch: &str, skeleton: &Skeleton) -> Option<String> {
    let module = skeleton.module();
    let has_name = |text: &str| imports::names(text).contains(&module);
    let file = [(HANDLERS, handlers), (DISPATCH, dispatch)].into_iter().find(|(_, text)| has_name(text));
    file.map(|(file, _)| format!("{file} has the name `{module}` already"))
}

/// Adds the declaration of the module, in the order of the names.
fn with_module(text: &str, module: &str) -> String {
    let mut lines: Vec<_> = text.lines().collect();
    let behind = lines.iter().position(|line| imports::module(line).is_some_and(|other| other > module));
    let last = lines.iter().rposition(|line| imports::module(line).is_some()).map(|last| last + 1);
    let declaration = format!("pub(crate) mod {module};");
    lines.insert(behind.or(last).unwrap_or(lines.len()), &declaration);
    lines.join("\n") + "\n"
}

/// Adds the arm of the operation behind the last one.
fn with_arm(text: &str, skeleton: &Skeleton) -> String {
    let start = format!("        Operation::{} =>", skeleton.variant());
    let call = format!("{}::{}.call(request, vcenter).await", skeleton.module(), skeleton.verb());
    let mut arm = format!("{start} {call},");
    if arm.len() > WIDTH {
        arm = format!("{start} {{\n            {call}\n        }}");
    }
    let mut lines: Vec<_> = text.lines().collect();
    let last = lines.iter().rposition(|line| line.starts_with("        Operation::"));
    let at = last.map_or(lines.len(), |last| {
        let is_end = |line: &&str| !line.ends_with('{') && !line.starts_with("         ");
        last + lines[last..].iter().position(is_end).unwrap_or_default() + 1
    });
    lines.insert(at, &arm);
    lines.join("\n") + "\n"
}

fn has_vm(skeleton: &Skeleton) -> bool {
    skeleton.path_parameters().contains(&"vm")
}

/// Returns the names that the handler uses, each behind its module.
fn imports_of(skeleton: &Skeleton) -> Vec<(&'static str, &'static str)> {
    let mut imports = vec![
        ("std::sync", "Arc"),
        ("axum::extract", "State"),
        ("crate::api::http::authentication", "Caller"),
        ("crate::api::http::error", "Error"),
        ("crate::inventory", "Privilege"),
        ("crate::state", "Vcenter"),
    ];
    if skeleton.only_reads() {
        imports.extend([("axum", "Json"), ("serde_json", "Value"), ("serde_json", "json")]);
    } else {
        imports.push(("axum::http", "StatusCode"));
    }
    if !skeleton.path_parameters().is_empty() {
        imports.push(("crate::api::http::path", "Path"));
    }
    if has_vm(skeleton) {
        imports.push(("crate::api::handlers", "lookup"));
    }
    imports
}

/// Returns the start of a file of handlers, without imports.
fn header(skeleton: &Skeleton) -> String {
    let path = skeleton.path.split('?').next().unwrap_or_default();
    format!("//! `{path}`: TODO.\n")
}

fn handler_of(skeleton: &Skeleton) -> String {
    // Handlers call a VM `vm` and its identifier `vm_id`.
    let name = |name: &&str| if *name == "vm" { "vm_id".to_owned() } else { (*name).to_owned() };
    let names: Vec<_> = skeleton.path_parameters().iter().map(name).collect();
    let resource = names.first().map_or_else(|| "None".to_owned(), |name| format!("Some(&{name})"));
    // The compiler warns of a parameter without a use.
    let unused = names.iter().skip(1).filter(|name| *name != "vm_id");
    let (shown, values): (String, String) =
        unused.map(|name| (format!(" {{{name}}}"), format!(", {name}"))).unzip();
    let body = match (skeleton.only_reads(), has_vm(skeleton)) {
        (true, true) => format!(
            "let inventory = vcenter.inventory();\n    \
             let vm = lookup::readable_vm(&inventory, &vm_id)?;\n    \
             Ok(Json(json!({{ \"TODO\": [vm.name{values}] }})))"
        ),
        (true, false) => format!(
            "let inventory = vcenter.inventory();\n    \
             Ok(Json(json!({{ \"TODO\": [inventory.vms.len(){values}] }})))"
        ),
        (false, true) => format!(
            "let mut inventory = vcenter.inventory();\n    \
             lookup::readable_vm(&inventory, &vm_id)?;\n    \
             if let Some(vm) = Arc::make_mut(&mut inventory).vms.get_mut(&vm_id) {{\n        \
             todo!(\"change {{vm:?}}{shown}\");\n    \
             }}\n    \
             Ok(StatusCode::NO_CONTENT)"
        ),
        (false, false) => format!(
            "let mut inventory = vcenter.inventory();\n    \
             todo!(\"change {{:?}}{shown}\", Arc::make_mut(&mut inventory));"
        ),
    };
    format!(
        "\n/// Handles `{}`.\n{} {{\n    caller.needs(Privilege::SystemRead, {resource})?;\n    {body}\n}}\n",
        skeleton.id,
        signature(skeleton, &names)
    )
}

fn signature(skeleton: &Skeleton, names: &[String]) -> String {
    let start = format!("pub(crate) async fn {}(", skeleton.verb());
    let mut parameters = vec!["State(vcenter): State<Arc<Vcenter>>".to_owned(), "caller: Caller".to_owned()];
    if !names.is_empty() {
        parameters.push(format!("Path([{}]): Path<{}>", names.join(", "), names.len()));
    }
    let result = if skeleton.only_reads() { "Json<Value>" } else { "StatusCode" };
    let end = format!(") -> Result<{result}, Error>");
    let line = format!("{start}{}{end}", parameters.join(", "));
    if line.len() + " {".len() <= WIDTH {
        return line;
    }
    format!("{start}\n    {},\n{end}", parameters.join(",\n    "))
}
