use std::fmt::Write as _;

use serde_json::{Map, Value};
use vcenter_iso_codegen::Document;

use crate::workspace::Workspace;

/// Returns a page with one table: the operations of the document.
pub(super) fn text(document: &Document) -> String {
    let spec = document.value();
    let server = spec.pointer("/servers/0/url").and_then(Value::as_str).unwrap_or_default();
    let mut page = format!(
        "<!-- Generated from {} by `{}`. Do not edit. -->\n\n\
         # Operations\n\n\
         Every operation of the client. Paths are relative to `{server}`.\n\
         The body of any other error status is a standard error of any type.\n\
         VMware's reference does not name a privilege that is marked as undocumented.\n\n\
         | Operation | Method | Path | Privileges | Error types by status |\n\
         | --- | --- | --- | --- | --- |\n",
        Workspace::SPEC,
        Workspace::GENERATE
    );
    let paths = spec.get("paths").and_then(Value::as_object).into_iter().flatten();
    for (path, item) in paths {
        for (method, operation) in members(Some(item)).filter(|(_, member)| member.get("responses").is_some())
        {
            let row = [
                code(text_of(operation, "operationId")),
                method.to_uppercase(),
                code(path),
                lines(&privileges(operation)),
                lines(&errors(spec, operation)),
            ];
            // Writing to a `String` cannot fail.
            let _ = writeln!(page, "| {} |", row.join(" | "));
        }
    }
    page
}

fn privileges(operation: &Value) -> Vec<String> {
    list(operation, "x-privileges")
        .map(|privilege| {
            let mut text = code(text_of(privilege, "privilege"));
            if let Some(parameter) = privilege.get("parameter").and_then(Value::as_str) {
                text = format!("{text} on {}", code(parameter));
            }
            if privilege.get("documented") == Some(&Value::Bool(false)) {
                text.push_str(" (undocumented)");
            }
            text
        })
        .collect()
}

fn errors(spec: &Value, operation: &Value) -> Vec<String> {
    members(operation.get("responses"))
        .map(|(status, response)| (status, resolved(spec, response)))
        .filter(|(_, response)| response.get("x-error-types").is_some())
        .map(|(status, response)| {
            let types: Vec<_> = list(response, "x-error-types").filter_map(Value::as_str).map(code).collect();
            format!("{status}: {}", types.join(", "))
        })
        .collect()
}

/// Returns the component that a response refers to, or the response itself.
fn resolved<'a>(spec: &'a Value, response: &'a Value) -> &'a Value {
    let target = response.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
    target.and_then(|pointer| spec.pointer(pointer)).unwrap_or(response)
}

fn lines(cells: &[String]) -> String {
    if cells.is_empty() { "none".to_owned() } else { cells.join("<br>") }
}

fn code(text: &str) -> String {
    format!("`{}`", text.replace('|', "\\|"))
}

fn members(value: Option<&Value>) -> impl Iterator<Item = (&str, &Value)> {
    value.and_then(Value::as_object).into_iter().flat_map(Map::iter).map(|(key, value)| (key.as_str(), value))
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn text_of<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}
