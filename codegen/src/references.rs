use serde_json::Value;

use crate::document::Document;
use crate::error::Error;
use crate::pointer::escape;

/// Checks that each component that is a `$ref` leads to one that is not.
///
/// progenitor follows these references without a limit. It does not follow those of schemas.
///
/// # Errors
/// Fails at the first component that leads back to itself.
pub(crate) fn check(document: &Document) -> Result<(), Error> {
    let sections = document.value().get("components").and_then(Value::as_object).into_iter().flatten();
    for (section, components) in sections.filter(|(section, _)| *section != "schemas") {
        let names = components.as_object().into_iter().flatten().map(|(name, _)| name);
        for pointer in names.map(|name| format!("/components/{section}/{}", escape(name))) {
            if is_endless(document, &pointer) {
                let message = "this `$ref` leads back to itself: refer to another component";
                return Err(document.error_at(&pointer, message));
            }
        }
    }
    Ok(())
}

fn is_endless(document: &Document, pointer: &str) -> bool {
    let mut visited = Vec::new();
    let mut next = Some(pointer);
    while let Some(pointer) = next {
        if visited.contains(&pointer) {
            return true;
        }
        visited.push(pointer);
        let component = document.value().pointer(pointer);
        let target = component.and_then(|component| component.get("$ref")).and_then(Value::as_str);
        next = target.and_then(|target| target.strip_prefix('#'));
    }
    false
}
