//! Compares two documents.

mod body;
mod call;
mod collect;
mod comparison;
mod keys;
mod keywords;
mod operation;
mod parameter;
mod part;
mod place;
mod response;
mod schema;
mod security;
mod shape;
mod top_level;

use serde_json::Value;

use crate::diff::change::{Change, Effect, Section};
use crate::diff::compare::call::Call;
use crate::diff::compare::collect::{Changes, Origin, Reach, Statement};
use crate::diff::compare::schema::Schemas;
use crate::document::{Operation, Spec};

/// Returns the changes by effect, and then in the order of the document.
pub(super) fn compare(old: &Spec, new: &Spec) -> Vec<Change> {
    let mut changes = Changes::default();
    top_level::compare(old, new, &mut changes);
    let mut schemas = Schemas::new(old, new);
    let (old_calls, new_calls) = (calls(old), calls(new));
    let pairs = pairs(&old_calls, &new_calls);
    for (index, call) in old_calls.iter().enumerate() {
        match pairs.iter().find(|(old, _)| *old == index) {
            Some((_, other)) => {
                operation::compare((old, new), (call, &new_calls[*other]), &mut schemas, &mut changes);
            }
            None => add(&mut changes, call, Effect::Breaking, Section::Removed, "operation removed"),
        }
    }
    for (index, call) in new_calls.iter().enumerate() {
        if pairs.iter().all(|(_, new)| *new != index) {
            add(&mut changes, call, Effect::Addition, Section::Added, "new operation");
        }
    }
    changes.finish()
}

fn add(changes: &mut Changes, call: &Call, effect: Effect, section: Section, text: &str) {
    let origin = Origin::of(&call.at, &call.at);
    let statement = Statement::whole(effect, section, format!("{text} (`{}`)", call.route()));
    let reach = Reach { operation: call.name(), part: None, path: String::new(), is_only: true };
    changes.add(&origin, "", statement, reach);
}

/// Returns the operations in the order of the document, with any method.
fn calls<'a>(spec: &Spec<'a>) -> Vec<Call<'a>> {
    let mut calls = Vec::new();
    for (path, item) in spec.at("/paths").map(|paths| paths.each()).unwrap_or_default() {
        for (method, at) in item.each() {
            if let Value::Object(members) = at.value
                && members.contains_key("responses")
            {
                let operation = Operation { pointer: at.pointer.clone(), path: path.to_owned(), members };
                calls.push(Call { operation, at, method });
            }
        }
    }
    calls
}

/// Returns the indexes of the two versions of each operation. The operationId identifies an operation; if it
/// is new, the method and the path do.
fn pairs(old: &[Call], new: &[Call]) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for is_same in [has_same_id_and_route, has_same_id, has_same_route] {
        for (old_index, call) in old.iter().enumerate() {
            if pairs.iter().any(|(index, _)| *index == old_index) {
                continue;
            }
            let found = new.iter().enumerate().position(|(new_index, other)| {
                pairs.iter().all(|(_, index)| *index != new_index) && is_same(call, other)
            });
            pairs.extend(found.map(|new_index| (old_index, new_index)));
        }
    }
    pairs
}

fn has_same_id_and_route(old: &Call, new: &Call) -> bool {
    has_same_id(old, new) && has_same_route(old, new)
}

fn has_same_id(old: &Call, new: &Call) -> bool {
    old.id().is_some() && old.id() == new.id()
}

fn has_same_route(old: &Call, new: &Call) -> bool {
    old.route_without_names() == new.route_without_names()
}
