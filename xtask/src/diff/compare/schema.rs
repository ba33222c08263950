//! Compares schemas.
//!
//! A node is a pair of resolved schemas, old and new, and the sender of its values. Each node is compared
//! once, although references are followed: so circular schemas have an end, and a change in a shared schema
//! is found once. [`Schemas::compare`] then collects the changes of all nodes below a body or a parameter.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::diff::change::Effect;
use crate::diff::compare::collect::{Changes, Origin, Reach, Statement};
use crate::diff::compare::keys::description;
use crate::diff::compare::keywords::keywords;
use crate::diff::compare::part::{Direction, Part, join};
use crate::diff::compare::place::{Pair, presence, renaming, type_changed};
use crate::diff::compare::shape::{Additional, Shape, Use};
use crate::document::{At, Spec};

/// The compared nodes of two documents.
pub(super) struct Schemas<'s, 'a> {
    old: &'s Spec<'a>,
    new: &'s Spec<'a>,
    nodes: BTreeMap<NodeKey, Node>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct NodeKey {
    /// The pointers to the combined schemas.
    old: Vec<String>,
    new: Vec<String>,
    direction: Direction,
}

/// The changes of a node, and the nodes below it.
#[derive(Default)]
struct Node {
    changes: Vec<Local>,
    edges: Vec<(String, NodeKey)>,
}

struct Local {
    /// The path from the node, empty for the node itself.
    path: String,
    /// The component that has the change, if it is not the node.
    component: Option<String>,
    statement: Statement,
}

/// A node to compare, with its schemas.
type Pending<'a> = (NodeKey, Vec<At<'a>>, Vec<At<'a>>);

impl<'s, 'a> Schemas<'s, 'a> {
    pub(super) fn new(old: &'s Spec<'a>, new: &'s Spec<'a>) -> Self {
        Self { old, new, nodes: BTreeMap::new() }
    }

    /// Compares the schemas of a part of an operation.
    pub(super) fn compare(
        &mut self,
        (old, new): (&At<'a>, &At<'a>),
        operation: &str,
        part: &Part,
        changes: &mut Changes,
    ) {
        let (old_use, new_use) = (Use::new(self.old, old), Use::new(self.new, new));
        let mut root = Node::default();
        let mut pending = Vec::new();
        let pair = Pair { old: &old_use, new: &new_use, required: (true, true) };
        self.compare_place(part.direction(), "", &pair, &mut root, &mut pending);
        while let Some((key, old, new)) = pending.pop() {
            if !self.nodes.contains_key(&key) {
                let node = self.node(&key, &old, &new, &mut pending);
                self.nodes.insert(key, node);
            }
        }
        let origin = Origin::of(old, new);
        self.collect(&root, &origin, operation, part, changes);
    }

    /// Adds the changes of every node below `root`.
    fn collect(&self, root: &Node, origin: &Origin, operation: &str, part: &Part, changes: &mut Changes) {
        let mut paths: BTreeMap<&NodeKey, String> = BTreeMap::new();
        let mut order = VecDeque::from([(root, String::new())]);
        let mut visited = vec![(root, origin.clone(), None)];
        // The nodes with several ways from the root.
        let mut several = BTreeSet::new();
        while let Some((node, path)) = order.pop_front() {
            for (segment, key) in &node.edges {
                if paths.contains_key(key) {
                    several.insert(key);
                    continue;
                }
                let path = join(&path, segment);
                paths.insert(key, path.clone());
                if let Some(node) = self.nodes.get(key) {
                    visited.push((node, key.origin(), Some(key)));
                    order.push_back((node, path));
                }
            }
        }
        let mut pending: Vec<_> = several.iter().copied().collect();
        while let Some(key) = pending.pop() {
            let below = self.nodes.get(key).into_iter().flat_map(|node| &node.edges);
            pending.extend(below.map(|(_, key)| key).filter(|key| several.insert(key)));
        }
        for (node, origin, key) in visited {
            let path = key.and_then(|key| paths.get(key)).map(String::as_str).unwrap_or_default();
            for Local { path: rest, component, statement } in &node.changes {
                if let Some(component) = component {
                    changes.add_to_component(component, statement.clone(), Some(operation));
                    continue;
                }
                let reach = Reach {
                    operation: operation.to_owned(),
                    part: Some(part.clone()),
                    path: join(path, rest),
                    is_only: key.is_none_or(|key| !several.contains(key)),
                };
                changes.add(&origin, rest, statement.clone(), reach);
            }
        }
    }

    /// Compares the schemas of a node.
    fn node(&self, key: &NodeKey, old: &[At<'a>], new: &[At<'a>], pending: &mut Vec<Pending<'a>>) -> Node {
        let mut node = Node::default();
        let (old, new) = (Shape::new(self.old, old), Shape::new(self.new, new));
        if old.type_name() != new.type_name() {
            node.add("", type_changed(old.type_name(), new.type_name()));
            return node;
        }
        node.changes.extend(keywords(key.direction, &old, &new).into_iter().map(Local::of_node));
        if let (Some(old), Some(new)) = (&old.items, &new.items) {
            let pair = Pair { old, new, required: (true, true) };
            self.compare_place(key.direction, "[]", &pair, &mut node, pending);
        }
        self.properties(key.direction, &old, &new, &mut node, pending);
        match (&old.additional, &new.additional) {
            (Additional::Map(old), Additional::Map(new)) => {
                let pair = Pair { old, new, required: (true, true) };
                self.compare_place(key.direction, "*", &pair, &mut node, pending);
            }
            (Additional::Open, Additional::Closed) => {
                node.add("", Statement::changed(Effect::Breaking, " rejects other members"));
            }
            (Additional::Closed, Additional::Open) => {
                let effect = match key.direction {
                    Direction::Request => Effect::Addition,
                    Direction::Result => Effect::Change,
                };
                node.add("", Statement::changed(effect, " may have other members"));
            }
            // A map has another type than any other object.
            _ => {}
        }
        node
    }

    fn properties(
        &self,
        direction: Direction,
        old: &Shape<'a>,
        new: &Shape<'a>,
        node: &mut Node,
        pending: &mut Vec<Pending<'a>>,
    ) {
        let find = |shape: &Shape<'a>, name: &str| {
            shape.properties.iter().find(|(known, _)| *known == name).map(|(_, property)| property.clone())
        };
        for (name, old_use) in &old.properties {
            match find(new, name) {
                Some(new_use) => {
                    let required = (old.required.contains(name), new.required.contains(name));
                    let pair = Pair { old: old_use, new: &new_use, required };
                    self.compare_place(direction, name, &pair, node, pending);
                }
                None => node.add(name, Statement::removed(Effect::Breaking)),
            }
        }
        for (name, _) in &new.properties {
            if find(old, name).is_none() {
                node.add(
                    name,
                    match (direction, new.required.contains(name)) {
                        (Direction::Request, true) => Statement::added(Effect::Breaking, "new required "),
                        (Direction::Result, true) => Statement::added(Effect::Addition, "new required "),
                        (_, false) => Statement::added(Effect::Addition, "new optional "),
                    },
                );
            }
        }
    }

    /// Compares the schemas in one place: whether a value must be set, the names, and the types of the SDK.
    /// Then leaves the schemas to a node of their own.
    fn compare_place(
        &self,
        direction: Direction,
        segment: &str,
        pair: &Pair<'_, 'a>,
        node: &mut Node,
        pending: &mut Vec<Pending<'a>>,
    ) {
        let Pair { old, new, .. } = pair;
        node.changes.extend(presence(direction, pair).map(|statement| Local::below(segment, statement)));
        if let Some(statement) = description(old.description, new.description) {
            node.add(segment, statement);
        }
        let renamed = self.renamed(old, new);
        if let Some((old, new)) = &renamed {
            node.changes.push(Local {
                path: String::new(),
                component: Some(format!("schema `{old}`")),
                statement: renaming(old, new),
            });
        }
        // The table of the SDK's types is the present one. So it does not have the old name of a schema.
        if renamed.is_none() && old.sdk_type() != new.sdk_type() {
            node.add(segment, type_changed(&old.type_name(), &new.type_name()));
            return;
        }
        let pointers = |found: &Use| found.parts.iter().map(|part| part.pointer.clone()).collect();
        let key = NodeKey { old: pointers(old), new: pointers(new), direction };
        pending.push((key.clone(), old.parts.clone(), new.parts.clone()));
        node.edges.push((segment.to_owned(), key));
    }

    /// Returns the names of a schema that has another name in the new document.
    fn renamed(&self, old: &Use, new: &Use) -> Option<(String, String)> {
        let (old, new) = (old.component.as_deref()?, new.component.as_deref()?);
        let is_renamed = self.new.schema(old).is_none() && self.old.schema(new).is_none();
        is_renamed.then(|| (old.to_owned(), new.to_owned()))
    }
}

impl NodeKey {
    fn origin(&self) -> Origin {
        let first = |pointers: &[String]| pointers.first().cloned().unwrap_or_default();
        Origin { old: first(&self.old), new: first(&self.new) }
    }
}

impl Node {
    fn add(&mut self, path: &str, statement: Statement) {
        self.changes.push(Local::below(path, statement));
    }
}

impl Local {
    fn of_node(statement: Statement) -> Self {
        Self::below("", statement)
    }

    fn below(path: &str, statement: Statement) -> Self {
        Self { path: path.to_owned(), component: None, statement }
    }
}
