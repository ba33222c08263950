use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::diff::change::Effect;
use crate::diff::compare::collect::Statement;
use crate::document::At;

/// The keys for people that the comparison of an object does not read.
const ANNOTATIONS: [&str; 4] = ["description", "externalDocs", "summary", "title"];

/// Returns a change for each key outside of `compared` whose values differ.
pub(super) fn other_keys(old: &At, new: &At, compared: &[&str]) -> Vec<Statement> {
    let keys = |at: &At| at.value.as_object().map(Map::keys).into_iter().flatten().cloned().collect();
    let (old_keys, new_keys): (BTreeSet<String>, BTreeSet<String>) = (keys(old), keys(new));
    old_keys
        .union(&new_keys)
        .filter(|key| !compared.contains(&key.as_str()) && old.value.get(*key) != new.value.get(*key))
        .map(|key| match (scalar(old, key), scalar(new, key)) {
            (Some(old), Some(new)) if other_key(key).effect != Effect::None => {
                let text = format!(": `{key}` changed from `{old}` to `{new}`");
                Statement::changed(Effect::Breaking, text)
            }
            _ => other_key(key),
        })
        .collect()
}

/// Returns a member as text if it is short.
fn scalar(at: &At, key: &str) -> Option<String> {
    match at.value.get(key)? {
        Value::String(text) => Some(text.clone()),
        value @ (Value::Bool(_) | Value::Number(_)) => Some(value.to_string()),
        _ => None,
    }
}

/// Returns the change of a key that the comparison does not know. It breaks, unless it is for people or an
/// extension.
pub(super) fn other_key(key: &str) -> Statement {
    let has_effect = !key.starts_with("x-") && !ANNOTATIONS.contains(&key);
    let effect = if has_effect { Effect::Breaking } else { Effect::None };
    Statement::changed(effect, format!(": `{key}` changed"))
}

/// Returns the change of a description, if any.
pub(super) fn description(old: Option<&str>, new: Option<&str>) -> Option<Statement> {
    (old != new).then(|| Statement::changed(Effect::None, ": `description` changed"))
}

pub(super) fn text<'a>(at: &At<'a>, key: &str) -> Option<&'a str> {
    at.value.get(key).and_then(Value::as_str)
}
