//! Collects the changes, and combines those of a shared component to one.

use std::collections::BTreeMap;

use vcenter_iso_codegen::pointer::unescape;

use crate::diff::change::{Change, Effect, Section};
use crate::diff::compare::part::{Part, join, shared_phrase};
use crate::document::At;

/// What has changed, around the name of the value that has the change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Statement {
    pub(super) effect: Effect,
    pub(super) section: Section,
    before: String,
    after: String,
}

impl Statement {
    fn new(effect: Effect, section: Section, before: &str, after: impl Into<String>) -> Self {
        Self { effect, section, before: before.to_owned(), after: after.into() }
    }

    /// A statement whose `after` follows the name: ` became optional` or `: type changed from …`.
    pub(super) fn changed(effect: Effect, after: impl Into<String>) -> Self {
        Self::new(effect, Section::Changed, "", after)
    }

    /// A statement whose `before` precedes the name: `new optional `.
    pub(super) fn added(effect: Effect, before: &str) -> Self {
        Self::new(effect, Section::Added, before, "")
    }

    pub(super) fn removed(effect: Effect) -> Self {
        Self::new(effect, Section::Removed, "", " removed")
    }

    /// A statement about a whole operation or component.
    pub(super) fn whole(effect: Effect, section: Section, text: impl Into<String>) -> Self {
        Self::new(effect, section, "", text)
    }

    pub(super) fn in_section(self, section: Section) -> Self {
        Self { section, ..self }
    }

    fn message(&self, phrase: &str) -> String {
        let text = format!("{}{phrase}{}", self.before, self.after);
        text.trim_start_matches([':', ' ']).to_owned()
    }
}

/// The nodes that a change was found at: JSON pointers in the old and in the new document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Origin {
    pub(super) old: String,
    pub(super) new: String,
}

impl Origin {
    pub(super) fn of(old: &At, new: &At) -> Self {
        Self { old: old.pointer.clone(), new: new.pointer.clone() }
    }
}

/// A way from an operation to the node of a change.
#[derive(Debug, Clone)]
pub(super) struct Reach {
    pub(super) operation: String,
    pub(super) part: Option<Part>,
    /// The path in the schema of the part.
    pub(super) path: String,
    /// Whether the part has no other way to the node.
    pub(super) is_only: bool,
}

/// Collects changes in the order of their discovery.
#[derive(Default)]
pub(super) struct Changes {
    found: Vec<Found>,
    /// The index of each change in `found`.
    known: BTreeMap<Key, usize>,
}

/// The node of a change, the path from it, and the change.
type Key = (Origin, String, Statement);

struct Found {
    key: Key,
    component: Option<String>,
    reaches: Vec<Reach>,
}

impl Changes {
    /// Adds a change of a whole component, or of the document if `component` is empty.
    pub(super) fn add_to_component(
        &mut self,
        component: &str,
        statement: Statement,
        operation: Option<&str>,
    ) {
        let origin = Origin { old: component.to_owned(), new: component.to_owned() };
        let reach = operation.map(|operation| Reach {
            operation: operation.to_owned(),
            part: None,
            path: String::new(),
            is_only: true,
        });
        let component = Some(component.to_owned());
        self.entry((origin, String::new(), statement), component).reaches.extend(reach);
    }

    /// Adds a change that an operation reaches. `path` leads from the node at `origin` to the change.
    pub(super) fn add(&mut self, origin: &Origin, path: &str, statement: Statement, reach: Reach) {
        self.entry((origin.clone(), path.to_owned(), statement), None).reaches.push(reach);
    }

    fn entry(&mut self, key: Key, component: Option<String>) -> &mut Found {
        let index = *self.known.entry(key).or_insert_with_key(|key| {
            self.found.push(Found { key: key.clone(), component, reaches: Vec::new() });
            self.found.len() - 1
        });
        &mut self.found[index]
    }

    /// Returns the changes by effect, and then in the order of their discovery.
    pub(super) fn finish(self) -> Vec<Change> {
        let mut changes: Vec<Change> = Vec::new();
        for found in &self.found {
            let change = found.change();
            let same = |other: &&mut Change| {
                other.effect == change.effect
                    && other.section == change.section
                    && other.component == change.component
                    && other.message == change.message
                    // Two operations can have equal changes of their own: these stay two.
                    && (change.component.is_some() || other.operations == change.operations)
            };
            match changes.iter_mut().find(same) {
                Some(other) => merge(&mut other.operations, &change.operations),
                None => changes.push(change),
            }
        }
        changes.sort_by_key(|change| change.effect);
        changes
    }
}

impl Found {
    fn change(&self) -> Change {
        let (origin, path, statement) = &self.key;
        let mut operations = Vec::new();
        for reach in &self.reaches {
            merge(&mut operations, std::slice::from_ref(&reach.operation));
        }
        let phrase =
            |reach: &Reach| reach.part.as_ref().map(|part| part.phrase(&reach.path)).unwrap_or_default();
        let (component, message) = match (self.reaches.as_slice(), schema(origin)) {
            _ if self.component.is_some() => (self.component.clone(), statement.message("")),
            ([], _) => (None, statement.message("")),
            (reaches, Some((name, inner))) if reaches.len() > 1 || !reaches[0].is_only => {
                let parts: Vec<_> = reaches.iter().filter_map(|reach| reach.part.as_ref()).collect();
                let phrase = shared_phrase(&parts, &join(&inner, path));
                (Some(format!("schema `{name}`")), statement.message(&phrase))
            }
            ([first, ..], _) => (None, statement.message(&phrase(first))),
        };
        let component = component.filter(|component| !component.is_empty());
        Change { effect: statement.effect, section: statement.section, component, operations, message }
    }
}

fn merge(operations: &mut Vec<String>, more: &[String]) {
    for operation in more {
        if !operations.contains(operation) {
            operations.push(operation.clone());
        }
    }
}

/// Returns the name of the schema component at `origin`, and the path in it.
fn schema(origin: &Origin) -> Option<(String, String)> {
    [&origin.new, &origin.old].into_iter().find_map(|pointer| {
        let below = pointer.strip_prefix("/components/schemas/")?;
        let mut keys = below.split('/');
        let name = unescape(keys.next()?);
        let mut path = String::new();
        while let Some(key) = keys.next() {
            path = match key {
                "properties" => join(&path, &unescape(keys.next()?)),
                "items" => join(&path, "[]"),
                "additionalProperties" => join(&path, "*"),
                // `allOf` and an index: the same value.
                _ => {
                    keys.next();
                    path
                }
            };
        }
        Some((name, path))
    })
}
