use serde_json::{Map, Value};
use vcenter_iso_codegen::Document;

use crate::workspace::Workspace;

/// Returns the document as JSON, in the order of the YAML.
///
/// JSON has no comments, so an extension at the top names the source of the file.
pub(super) fn text(document: &Document) -> String {
    let mut members = Map::new();
    members.insert(
        "x-generated-by".to_owned(),
        Value::String(format!("`{}`, from {}. Do not edit.", Workspace::GENERATE, Workspace::SPEC)),
    );
    if let Value::Object(spec) = document.value() {
        members.extend(spec.clone());
    }
    format!("{:#}\n", Value::Object(members))
}
