//! Compares the keywords of schemas.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::diff::change::{Effect, Section};
use crate::diff::compare::collect::Statement;
use crate::diff::compare::keys::{description, other_key};
use crate::diff::compare::part::Direction;
use crate::diff::compare::shape::Shape;

/// Returns the changes of the keywords that hold for a value of any type.
pub(super) fn keywords(direction: Direction, old: &Shape, new: &Shape) -> Vec<Statement> {
    let names: BTreeSet<_> = old.others.keys().chain(new.others.keys()).collect();
    let differ = |name: &&&str| old.others.get(**name) != new.others.get(**name);
    description(old.description, new.description)
        .into_iter()
        .chain(format(old, new))
        .chain(min_length(direction, old, new))
        .chain(resource_type(old, new))
        .chain(values(old, new))
        .chain(names.into_iter().filter(differ).map(|name| other_key(name)))
        .collect()
}

fn format(old: &Shape, new: &Shape) -> Option<Statement> {
    let name = |format: Option<&str>| format.map_or("none".to_owned(), |name| format!("`{name}`"));
    (old.format != new.format).then(|| {
        let text = format!(": format changed from {} to {}", name(old.format), name(new.format));
        Statement::changed(Effect::Breaking, text)
    })
}

fn min_length(direction: Direction, old: &Shape, new: &Shape) -> Option<Statement> {
    let is_narrower = new.min_length > old.min_length;
    let effect = match (direction, is_narrower) {
        (Direction::Request, true) | (Direction::Result, false) => Effect::Breaking,
        (Direction::Request, false) => Effect::Addition,
        (Direction::Result, true) => Effect::Change,
    };
    (new.min_length != old.min_length).then(|| {
        let text = format!(": minimum length changed from {} to {}", old.min_length, new.min_length);
        Statement::changed(effect, text)
    })
}

fn resource_type(old: &Shape, new: &Shape) -> Option<Statement> {
    match (old.resource_type, new.resource_type) {
        (Some(old), Some(new)) if old != new => Some(Statement::changed(
            Effect::Breaking,
            format!(": identifies a resource of type `{new}` instead of `{old}`"),
        )),
        (old, new) if old != new => Some(other_key("x-resource-type")),
        _ => None,
    }
}

/// Compares the values of an enum. Enums are open: a client must accept values that the document lacks.
fn values(old: &Shape, new: &Shape) -> Vec<Statement> {
    let (old, new) = match (&old.values, &new.values) {
        (Some(old), Some(new)) => (old, new),
        (None, None) => return Vec::new(),
        (None, Some(_)) => return vec![Statement::changed(Effect::Breaking, " became an enum")],
        (Some(_), None) => return vec![Statement::changed(Effect::Breaking, " is no longer an enum")],
    };
    let name = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let removed = old.iter().filter(|value| !new.contains(value)).map(|value| {
        Statement::changed(Effect::Breaking, format!(": value `{}` removed", name(value)))
            .in_section(Section::Removed)
    });
    let added = new.iter().filter(|value| !old.contains(value)).map(|value| {
        Statement::changed(Effect::Addition, format!(": new value `{}`", name(value)))
            .in_section(Section::Added)
    });
    removed.chain(added).collect()
}
