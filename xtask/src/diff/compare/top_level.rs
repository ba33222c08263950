//! Compares the parts of a document that belong to no operation.

use crate::diff::change::{Effect, Section};
use crate::diff::compare::collect::{Changes, Statement};
use crate::diff::compare::keys::other_keys;
use crate::diff::compare::security;
use crate::document::{At, Spec};

/// The keys that are compared here or with the operations, or have no effect.
const COMPARED: [&str; 7] = ["openapi", "info", "servers", "paths", "components", "security", "tags"];

pub(super) fn compare(old: &Spec, new: &Spec, changes: &mut Changes) {
    let others = other_keys(&old.root(), &new.root(), &COMPARED);
    for statement in servers(old, new).into_iter().chain(informative(old, new)).chain(others) {
        changes.add_to_component("", statement, None);
    }
    security::compare_schemes(old, new, changes);
}

fn servers(old: &Spec, new: &Spec) -> Vec<Statement> {
    let urls = |spec| -> Vec<_> { each_server(spec).iter().map(|server| server.text("url")).collect() };
    let (old, new) = (urls(old), urls(new));
    let removed = old
        .iter()
        .filter(|url| !new.contains(url))
        .map(|url| Statement::whole(Effect::Breaking, Section::Removed, format!("server `{url}` removed")));
    let added = new
        .iter()
        .filter(|url| !old.contains(url))
        .map(|url| Statement::whole(Effect::Addition, Section::Added, format!("new server `{url}`")));
    removed.chain(added).collect()
}

/// Compares the keys that are for people.
fn informative(old: &Spec, new: &Spec) -> Vec<Statement> {
    let differs = |key: &&str| old.root().value.get(*key) != new.root().value.get(*key);
    let mut keys: Vec<_> = ["openapi", "info", "tags"].into_iter().filter(differs).collect();
    let servers = each_server(old).into_iter().zip(each_server(new));
    if servers.into_iter().any(|(old, new)| !other_keys(&old, &new, &["url"]).is_empty()) {
        keys.push("servers");
    }
    let changed = |key| Statement::whole(Effect::None, Section::Changed, format!("`{key}` changed"));
    keys.into_iter().map(changed).collect()
}

fn each_server<'a>(spec: &Spec<'a>) -> Vec<At<'a>> {
    let servers = spec.root().get("servers").map(|servers| servers.each()).unwrap_or_default();
    servers.into_iter().map(|(_, server)| server).collect()
}
