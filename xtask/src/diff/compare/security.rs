use std::collections::BTreeMap;

use crate::diff::change::{Effect, Section};
use crate::diff::compare::call::Call;
use crate::diff::compare::collect::{Changes, Origin, Statement};
use crate::diff::compare::keys::other_keys;
use crate::document::{At, Spec};

const SCHEMES: &str = "/components/securitySchemes";

/// Returns the change of the security schemes that an operation accepts, if any.
pub(super) fn compare(
    (old_spec, old): (&Spec, &Call),
    (new_spec, new): (&Spec, &Call),
) -> Option<(Origin, Statement)> {
    let (old, new) = (security(old_spec, old), security(new_spec, new));
    let origin = |at: &Option<At>| at.as_ref().map(|at| at.pointer.clone()).unwrap_or_default();
    let origin = Origin { old: origin(&old), new: origin(&new) };
    let renamed = renamed(old_spec, new_spec);
    let (old, new) = (alternatives(old.as_ref(), &renamed), alternatives(new.as_ref(), &BTreeMap::new()));
    let added: Vec<_> = new.iter().filter(|alternative| !old.contains(alternative)).cloned().collect();
    if old.iter().any(|alternative| !new.contains(alternative)) {
        let text = format!("security changed from `{}` to `{}`", old.join("` or `"), new.join("` or `"));
        Some((origin, Statement::whole(Effect::Breaking, Section::Changed, text)))
    } else if added.is_empty() {
        None
    } else {
        let text = format!("accepts `{}` as well", added.join("` or `"));
        Some((origin, Statement::whole(Effect::Addition, Section::Added, text)))
    }
}

/// Compares the definitions of the security schemes.
pub(super) fn compare_schemes(old_spec: &Spec, new_spec: &Spec, changes: &mut Changes) {
    for (name, old) in each(old_spec) {
        let component = format!("security scheme `{name}`");
        if let Some((_, new)) = each(new_spec).iter().find(|(other, _)| *other == name) {
            for statement in other_keys(&old, new, &[]) {
                changes.add_to_component(&component, statement, None);
            }
        }
    }
    for (old, new) in renamed(old_spec, new_spec) {
        let statement = Statement::whole(Effect::None, Section::Changed, format!("renamed to `{new}`"));
        changes.add_to_component(&format!("security scheme `{old}`"), statement, None);
    }
}

fn each<'a>(spec: &Spec<'a>) -> Vec<(&'a str, At<'a>)> {
    spec.at(SCHEMES).map(|schemes| schemes.each()).unwrap_or_default()
}

/// Returns the new name of each scheme that has another name but the same definition.
fn renamed<'a>(old: &Spec<'a>, new: &Spec<'a>) -> BTreeMap<&'a str, &'a str> {
    let (old, new) = (each(old), each(new));
    let is_in = |name: &str, schemes: &[(&str, At)]| schemes.iter().any(|(other, _)| *other == name);
    let gone = old.iter().filter(|(name, _)| !is_in(name, &new));
    gone.filter_map(|(name, scheme)| {
        let same = |(other, new): &&(&str, At)| {
            !is_in(other, &old)
                && other_keys(scheme, new, &[]).iter().all(|statement| statement.effect == Effect::None)
        };
        Some((*name, new.iter().find(same)?.0))
    })
    .collect()
}

fn security<'a>(spec: &Spec<'a>, call: &Call<'a>) -> Option<At<'a>> {
    call.at.get("security").or_else(|| spec.root().get("security"))
}

/// Returns the alternatives of a `security`, as text. Without any, the operation needs no session.
fn alternatives(security: Option<&At>, renamed: &BTreeMap<&str, &str>) -> Vec<String> {
    let requirements = security.map(At::each).unwrap_or_default();
    let mut alternatives: Vec<_> = requirements
        .iter()
        .map(|(_, requirement)| {
            let mut schemes: Vec<_> = requirement
                .each()
                .iter()
                .map(|(name, scopes)| {
                    let name = renamed.get(name).unwrap_or(name);
                    let scopes = scopes.each();
                    let scopes: Vec<_> =
                        scopes.iter().filter_map(|(_, scope)| scope.value.as_str()).collect();
                    if scopes.is_empty() {
                        (*name).to_owned()
                    } else {
                        format!("{name} ({})", scopes.join(", "))
                    }
                })
                .collect();
            schemes.sort_unstable();
            if schemes.is_empty() { "none".to_owned() } else { schemes.join(" and ") }
        })
        .collect();
    if alternatives.is_empty() {
        alternatives.push("none".to_owned());
    }
    alternatives
}
