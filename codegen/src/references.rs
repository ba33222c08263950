use serde_json::Value;

use crate::document::Document;
use crate::error::Error;
use crate::pointer::escape;

/// Checks that no component is defined by itself, with a `$ref` or through the parts of an `allOf`.
///
/// progenitor follows both without a limit.
///
/// # Errors
/// Fails at the first component that leads back to itself.
pub(crate) fn check(document: &Document) -> Result<(), Error> {
    let sections = document.value().get("components").and_then(Value::as_object).into_iter().flatten();
    for (section, components) in sections {
        for name in components.as_object().into_iter().flatten().map(|(name, _)| name) {
            let pointer = format!("/components/{section}/{}", escape(name));
            if is_endless(document, &pointer) {
                let message =
                    format!("the `$ref` of `{name}` leads back to itself: refer to another component");
                return Err(document.error_at(&pointer, message));
            }
        }
    }
    Ok(())
}

fn is_endless(document: &Document, start: &str) -> bool {
    let mut visited = Vec::new();
    let mut pending: Vec<&Value> = document.value().pointer(start).into_iter().collect();
    while let Some(node) = pending.pop() {
        pending.extend(node.get("allOf").and_then(Value::as_array).into_iter().flatten());
        let reference = node.get("$ref").and_then(Value::as_str);
        let Some(target) = reference.and_then(|target| target.strip_prefix('#')) else { continue };
        if target == start {
            return true;
        }
        if !visited.contains(&target) {
            visited.push(target);
            pending.extend(document.value().pointer(target));
        }
    }
    false
}
