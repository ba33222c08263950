use std::fmt::Write as _;

use heck::ToUpperCamelCase as _;
use serde_json::Value;
use vcenter_iso_codegen::Document;

use crate::document::{Operation, Spec};
use crate::report::Report;
use crate::workspace::Workspace;

const ROUTE: &str = "\
}

/// The route of an operation.
pub(super) struct Route {
    pub(super) operation: Operation,
    /// The operationId.
    pub(super) id: &'static str,
    pub(super) method: Method,
    /// The path as in the spec, with `?action=` and the verb of an action.
    pub(super) path: &'static str,
    /// The names of the query parameters, except `action`.
    pub(super) query: &'static [&'static str],
}

/// Every operation, in the order of the enum.
pub(super) static ROUTES: &[Route] = &[
";

/// Returns the operations that the simulator serves, as Rust.
///
/// The simulator reads nothing else of the document: its handlers are written by hand, so that the simulator and the
/// client reveal each other's mistakes.
pub(super) fn text(document: &Document) -> String {
    let spec = Spec::new(document, &mut Report::new(document));
    let operations: Vec<_> = spec.operations().collect();
    let mut rust = format!(
        "// Generated from {} by `{}`. Do not edit.\n\n\
         use axum::http::Method;\n\n\
         /// An operation of the spec. Its text form is the operationId.\n\
         #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]\n\
         #[non_exhaustive]\n\
         pub enum Operation {{\n",
        Workspace::SPEC,
        Workspace::GENERATE
    );
    // Writing to a `String` cannot fail.
    for operation in &operations {
        let (id, method) = (operation.text("operationId"), operation.method().to_uppercase());
        let _ = writeln!(rust, "    /// `{id}`: `{method} {}`", operation.path);
        let _ = writeln!(rust, "    {},", variant(operation));
    }
    rust.push_str(ROUTE);
    for operation in &operations {
        let _ = writeln!(
            rust,
            "    Route {{ operation: Operation::{}, id: {:?}, method: Method::{}, path: {:?}, query: &{:?} }},",
            variant(operation),
            operation.text("operationId"),
            operation.method().to_uppercase(),
            operation.path,
            query(&spec, operation),
        );
    }
    rust.push_str("];\n");
    rust
}

/// Returns the rows of the table of operations in the documentation of the simulator.
pub(super) fn table(document: &Document) -> String {
    let spec = Spec::new(document, &mut Report::new(document));
    let mut table = format!(
        "<!-- Generated from {} by `{}`. Do not edit. -->\n\n\
         | Operation | Documented responses |\n| --- | --- |\n",
        Workspace::SPEC,
        Workspace::GENERATE
    );
    for operation in spec.operations() {
        let statuses: Vec<_> = operation
            .responses(&spec)
            .into_iter()
            .filter(|(status, _)| *status != "default")
            .map(|(status, _)| format!("`{status}`"))
            .collect();
        let (method, path) = (operation.method().to_uppercase(), &operation.path);
        // Writing to a `String` cannot fail.
        let _ = writeln!(table, "| `{method} /api{path}` | {} |", statuses.join(", "));
    }
    table
}

fn variant(operation: &Operation) -> String {
    operation.text("operationId").to_upper_camel_case()
}

/// Returns the names of the query parameters, except that of the action, which is part of the path.
fn query<'a>(spec: &Spec<'a>, operation: &Operation<'a>) -> Vec<&'a str> {
    let parameters = operation.parameters(spec).into_iter();
    parameters
        .filter(|parameter| parameter.value.get("in").and_then(Value::as_str) == Some("query"))
        .map(|parameter| parameter.text("name"))
        .collect()
}
