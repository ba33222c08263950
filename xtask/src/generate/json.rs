use serde_json::{Map, Value};
use vcenter_iso_codegen::Document;

use super::COMMAND;
use crate::project::Project;

/// The document as JSON, in the order of the YAML.
///
/// JSON has no comments, so an extension at the top says where the file comes from.
pub(super) fn text(document: &Document) -> String {
    let mut members = Map::new();
    members.insert(
        "x-generated-by".to_owned(),
        Value::String(format!("`{COMMAND}`, from {}. Do not edit.", Project::SPEC)),
    );
    if let Value::Object(spec) = document.value() {
        members.extend(spec.clone());
    }
    format!("{:#}\n", Value::Object(members))
}
