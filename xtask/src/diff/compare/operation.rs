//! Compares the two versions of an operation.

use crate::diff::change::{Effect, Section};
use crate::diff::compare::call::Call;
use crate::diff::compare::collect::{Changes, Origin, Statement};
use crate::diff::compare::comparison::{Comparison, names};
use crate::diff::compare::keys::{other_key, other_keys, text};
use crate::diff::compare::schema::Schemas;
use crate::diff::compare::security;
use crate::document::Spec;

const COMPARED: [&str; 8] =
    ["operationId", "parameters", "requestBody", "responses", "security", "tags", "x-effect", "x-privileges"];

pub(super) fn compare<'a>(
    (old_spec, new_spec): (&Spec<'a>, &Spec<'a>),
    (old, new): (&Call<'a>, &Call<'a>),
    schemas: &mut Schemas<'_, 'a>,
    changes: &mut Changes,
) {
    let mut comparison = Comparison { old: old_spec, new: new_spec, name: new.name(), schemas, changes };
    let origin = Origin::of(&old.at, &new.at);
    for statement in identity(old, new).into_iter().chain(privileges(old, new)).chain(effect(old, new)) {
        comparison.add(&origin, statement);
    }
    if let Some((origin, statement)) = security::compare((old_spec, old), (new_spec, new)) {
        comparison.add(&origin, statement);
    }
    comparison.parameters(old, new);
    comparison.request(old, new);
    comparison.responses(old, new);
    for statement in other_keys(&old.at, &new.at, &COMPARED) {
        comparison.add(&origin, statement);
    }
}

fn identity(old: &Call, new: &Call) -> Vec<Statement> {
    let mut statements = Vec::new();
    if old.id() != new.id() {
        let text = format!("operation renamed from `{}`", old.name());
        statements.push(Statement::changed(Effect::Breaking, text));
    }
    if old.route_without_names() != new.route_without_names() {
        let text = format!("moved from `{}` to `{}`", old.route(), new.route());
        statements.push(Statement::changed(Effect::Breaking, text));
    }
    let tags = |call: &Call| call.at.get("tags").map(|tags| names(&tags).join("`, `")).unwrap_or_default();
    let (old_tags, new_tags) = (tags(old), tags(new));
    if old_tags != new_tags {
        let text = format!("tag changed from `{old_tags}` to `{new_tags}`");
        statements.push(Statement::changed(Effect::Change, text));
    }
    statements
}

fn privileges(old: &Call, new: &Call) -> Vec<Statement> {
    let names = |call: &Call| -> Vec<String> {
        let list = call.at.get("x-privileges").map(|list| list.each()).unwrap_or_default();
        list.iter()
            .map(|(_, privilege)| {
                let on = text(privilege, "parameter").or_else(|| text(privilege, "resource-type"));
                let on = on.map(|resource| format!(" on `{resource}`")).unwrap_or_default();
                format!("`{}`{on}", privilege.text("privilege"))
            })
            .collect()
    };
    let (old, new) = (names(old), names(new));
    let added = new.iter().filter(|privilege| !old.contains(privilege));
    let added = added.map(|privilege| format!("now needs the privilege {privilege}"));
    let removed = old.iter().filter(|privilege| !new.contains(privilege));
    let removed = removed.map(|privilege| format!("no longer needs the privilege {privilege}"));
    added.chain(removed).map(|text| Statement::whole(Effect::Change, Section::Changed, text)).collect()
}

/// Compares the effects as the client sees them.
fn effect(old: &Call, new: &Call) -> Option<Statement> {
    let name = |call: &Call| match (text(&call.at, "x-effect"), call.method) {
        (Some(effect), _) => effect.to_owned(),
        (None, "get") => "none".to_owned(),
        (None, _) => "inventory".to_owned(),
    };
    let (old_name, new_name) = (name(old), name(new));
    if old_name != new_name {
        let text = format!("effect changed from `{old_name}` to `{new_name}`");
        return Some(Statement::whole(Effect::Change, Section::Changed, text));
    }
    (old.at.value.get("x-effect") != new.at.value.get("x-effect")).then(|| other_key("x-effect"))
}
