use std::collections::BTreeSet;

use serde_json::{Map, Value};
use vcenter_iso_codegen::Document;
use vcenter_iso_codegen::pointer::unescape;

use crate::document::objects::Kind;
use crate::document::walk::{Found, Node, Reference, below, component, walk};
use crate::report::Report;

/// A document with its objects by kind.
pub(crate) struct Spec<'a> {
    pub(crate) document: &'a Document,
    found: Found<'a>,
}

/// An operation of the document.
pub(crate) struct Operation<'a> {
    pub(crate) pointer: String,
    pub(crate) path: String,
    pub(crate) members: &'a Map<String, Value>,
}

/// A node of the document, with the JSON pointer to it.
#[derive(Clone)]
pub(crate) struct At<'a> {
    pub(crate) pointer: String,
    pub(crate) value: &'a Value,
}

impl<'a> At<'a> {
    pub(crate) fn get(&self, key: &str) -> Option<At<'a>> {
        let value = self.value.get(key)?;
        Some(At { pointer: below(&self.pointer, key), value })
    }

    /// Returns the members of a mapping or the items of a list.
    pub(crate) fn each(&self) -> Vec<(&'a str, At<'a>)> {
        match self.value {
            Value::Object(members) => members
                .iter()
                .map(|(key, value)| (key.as_str(), At { pointer: below(&self.pointer, key), value }))
                .collect(),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .map(|(index, value)| ("", At { pointer: format!("{}/{index}", self.pointer), value }))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Returns the text of a member; empty if the member is missing or not a string.
    pub(crate) fn text(&self, key: &str) -> &'a str {
        self.value.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    /// Returns the texts of a list; empty if the member is missing or not a list.
    pub(crate) fn texts(&self, key: &str) -> Vec<&'a str> {
        let list = self.value.get(key).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// Returns the schema of a request body or a response.
    pub(crate) fn body_schema(&self) -> Option<At<'a>> {
        self.get("content")?.each().into_iter().find_map(|(_, media)| media.get("schema"))
    }
}

impl<'a> Spec<'a> {
    /// Walks the document and reports everything that is not in the table of objects.
    pub(crate) fn new(document: &'a Document, report: &mut Report) -> Self {
        Self { document, found: walk(document.value(), report) }
    }

    pub(crate) fn root(&self) -> At<'a> {
        At { pointer: String::new(), value: self.document.value() }
    }

    /// Returns the objects of a kind in the order of the document. References to objects are not included.
    pub(crate) fn all(&self, kind: Kind) -> impl Iterator<Item = &Node<'a>> {
        self.found.nodes.iter().filter(move |node| node.kind == kind)
    }

    pub(crate) fn references(&self) -> &[Reference<'a>] {
        &self.found.references
    }

    pub(crate) fn at(&self, pointer: &str) -> Option<At<'a>> {
        let value = self.document.value().pointer(pointer)?;
        Some(At { pointer: pointer.to_owned(), value })
    }

    /// Returns the target of the `$ref` of a node, or the node itself if it has none.
    pub(crate) fn resolve(&self, at: At<'a>) -> Option<At<'a>> {
        let mut at = at;
        // A longer chain is circular.
        for _ in 0..16 {
            match at.value.get("$ref") {
                None => return Some(at),
                Some(target) => at = self.at(target.as_str()?.strip_prefix('#')?)?,
            }
        }
        None
    }

    /// Returns the pointers to the components that references in `roots` lead to, directly or through other
    /// components.
    pub(crate) fn reached_from(&self, is_root: impl Fn(&str) -> bool) -> BTreeSet<&'a str> {
        let roots = self.references().iter().filter(|reference| is_root(&reference.pointer));
        let mut pending: Vec<_> = roots.map(|reference| reference.target).collect();
        let mut reached = BTreeSet::new();
        while let Some(target) = pending.pop() {
            let Some(pointer) = target.strip_prefix('#').and_then(component) else { continue };
            if reached.insert(pointer) {
                let inside = self.references().iter();
                let inside = inside.filter(|reference| component(&reference.pointer) == Some(pointer));
                pending.extend(inside.map(|reference| reference.target));
            }
        }
        reached
    }

    /// Returns the schema that `schema` refers to, with a `$ref` or with the only part of an `allOf`. Without
    /// either, or without its target, returns `schema` itself.
    pub(crate) fn value_schema(&self, schema: At<'a>) -> At<'a> {
        let mut at = schema;
        // A longer chain is circular.
        for _ in 0..16 {
            let parts = at.get("allOf").map(|parts| parts.each()).unwrap_or_default();
            let next = match (at.value.get("$ref"), parts.as_slice()) {
                (Some(_), _) => self.resolve(at.clone()),
                (None, [(_, part)]) => Some(part.clone()),
                _ => None,
            };
            match next {
                Some(next) => at = next,
                None => break,
            }
        }
        at
    }

    /// Returns the operations in the order of the document.
    pub(crate) fn operations(&self) -> impl Iterator<Item = Operation<'a>> {
        self.all(Kind::Operation).filter_map(|node| {
            let (path, _method) = node.pointer.strip_prefix("/paths/")?.split_once('/')?;
            Some(Operation { pointer: node.pointer.clone(), path: unescape(path), members: node.members })
        })
    }

    /// Returns the example bodies of a request or a response.
    pub(crate) fn examples(&self, body: &At<'a>) -> Vec<At<'a>> {
        let media = body.get("content").map(|content| content.each()).unwrap_or_default();
        media.into_iter().flat_map(|(_, media)| self.examples_of(&media)).collect()
    }

    /// Returns the examples of a node that has `example` or `examples`.
    pub(crate) fn examples_of(&self, at: &At<'a>) -> Vec<At<'a>> {
        let named = at.get("examples").map(|examples| examples.each()).unwrap_or_default();
        let values = named.into_iter().filter_map(|(_, example)| self.resolve(example)?.get("value"));
        at.get("example").into_iter().chain(values).collect()
    }

    /// Returns the resource type of the identifiers that match `schema`.
    pub(crate) fn resource_type(&self, schema: At<'a>) -> Option<&'a str> {
        self.identifier(schema)?.value.get("x-resource-type")?.as_str()
    }

    /// Returns the schema of the identifiers that match `schema`: a target of its `$ref`, its items or a part of its
    /// `allOf`. It has `x-resource-type`, unless no schema on the way has it.
    pub(crate) fn identifier(&self, schema: At<'a>) -> Option<At<'a>> {
        let mut visited = BTreeSet::new();
        let mut first = None;
        let mut pending = vec![schema];
        while let Some(schema) = pending.pop() {
            let Some(schema) = self.resolve(schema) else { continue };
            // A list may contain lists of its own type.
            if !visited.insert(schema.pointer.clone()) {
                continue;
            }
            if schema.value.get("x-resource-type").is_some() {
                return Some(schema);
            }
            let parts = schema.get("allOf").map(|parts| parts.each()).unwrap_or_default();
            let parts = parts.into_iter().rev().map(|(_, part)| part).chain(schema.get("items"));
            let before = pending.len();
            pending.extend(parts);
            if pending.len() == before {
                first.get_or_insert(schema);
            }
        }
        first
    }

    /// Returns the schema of the component `name`.
    pub(crate) fn schema(&self, name: &str) -> Option<At<'a>> {
        self.at(&below("/components/schemas", name))
    }
}

impl<'a> Operation<'a> {
    /// Returns the method, in lower case.
    pub(crate) fn method(&self) -> &str {
        self.pointer.rsplit('/').next().unwrap_or_default()
    }

    pub(crate) fn get(&self, key: &str) -> Option<At<'a>> {
        let value = self.members.get(key)?;
        Some(At { pointer: below(&self.pointer, key), value })
    }

    pub(crate) fn text(&self, key: &str) -> &'a str {
        self.members.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    /// Returns each status with its response. A response by reference is the component that it refers to.
    pub(crate) fn responses(&self, spec: &Spec<'a>) -> Vec<(&'a str, At<'a>)> {
        let responses = self.get("responses").map(|responses| responses.each()).unwrap_or_default();
        responses
            .into_iter()
            .filter_map(|(status, response)| Some((status, spec.resolve(response)?)))
            .collect()
    }

    /// Returns the pointer to the `$ref` of the response with this status; `None` if it is written in place.
    pub(crate) fn response_reference(&self, status: &str) -> Option<String> {
        let response = self.get("responses")?.get(status)?;
        response.value.get("$ref").map(|_| below(&response.pointer, "$ref"))
    }

    /// Returns the parameters of the operation and of its path. A parameter of the operation overrides one
    /// with the same key.
    pub(crate) fn parameters(&self, spec: &Spec<'a>) -> Vec<At<'a>> {
        let own = self.get("parameters").map(|list| list.each()).unwrap_or_default();
        let item = self.pointer.rsplit_once('/').and_then(|(item, _)| spec.at(item));
        let shared = item.and_then(|item| item.get("parameters"));
        let mut parameters: Vec<At<'a>> = Vec::new();
        for (_, parameter) in own.into_iter().chain(shared.map(|list| list.each()).unwrap_or_default()) {
            let Some(parameter) = spec.resolve(parameter) else { continue };
            if !parameters.iter().any(|known| parameter_key(known) == parameter_key(&parameter)) {
                parameters.push(parameter);
            }
        }
        parameters
    }
}

/// Returns the key of a parameter, which is unique in an operation: its `in` and its name.
pub(crate) fn parameter_key<'a>(parameter: &At<'a>) -> (&'a str, &'a str) {
    (parameter.text("in"), parameter.text("name"))
}

/// Returns whether a response with this status never has a body, regardless of its headers (RFC 9110,
/// sections 6.4.1 and 15.3.6).
pub(crate) fn is_bodyless(status: &str) -> bool {
    status.starts_with('1') || ["204", "205", "304"].contains(&status)
}

/// Returns whether a status is an error. `default` is an error.
pub(crate) fn is_error(status: &str) -> bool {
    matches!(status.as_bytes(), [b'4' | b'5', ..]) || status == "default"
}
