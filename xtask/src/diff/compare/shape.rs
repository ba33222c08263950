//! The meaning of a schema, without the form in which the document writes it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use vcenter_iso_codegen::pointer::unescape;
use vcenter_iso_codegen::{REPLACED_TYPES, type_name};

use crate::document::{At, Spec};

/// The keys of a schema that [`Shape`] has as fields, and `$ref`.
const KNOWN: [&str; 13] = [
    "$ref",
    "additionalProperties",
    "allOf",
    "description",
    "enum",
    "format",
    "items",
    "minLength",
    "nullable",
    "properties",
    "required",
    "type",
    "x-resource-type",
];

/// The schema of a body, a parameter, a member, an item or a value.
#[derive(Clone)]
pub(super) struct Use<'a> {
    /// The component that the schema refers to.
    pub(super) component: Option<String>,
    /// The description beside the reference.
    pub(super) description: Option<&'a str>,
    pub(super) nullable: bool,
    /// The combined schemas. Empty if a reference is circular or broken, or if there is no schema.
    pub(super) parts: Vec<At<'a>>,
}

impl<'a> Use<'a> {
    /// Follows the references of a schema. An `allOf` with one schema is a reference with a description and
    /// `nullable`.
    pub(super) fn new(spec: &Spec<'a>, schema: &At<'a>) -> Self {
        let mut found = Self { component: None, description: None, nullable: false, parts: Vec::new() };
        let mut at = schema.clone();
        let mut seen = BTreeSet::new();
        loop {
            let target = at.text("$ref").strip_prefix("#/components/schemas/").map(unescape);
            found.component = found.component.or(target);
            let Some(resolved) = spec.resolve(at) else { return found };
            if !seen.insert(resolved.pointer.clone()) {
                return found;
            }
            found.nullable |= resolved.value.get("nullable") == Some(&Value::Bool(true));
            let Some(part) = only_part(&resolved) else {
                found.add_part(spec, resolved);
                return found;
            };
            let description = resolved.value.get("description").and_then(Value::as_str);
            found.description = found.description.or(description);
            at = part;
        }
    }

    fn add_part(&mut self, spec: &Spec<'a>, at: At<'a>) {
        let mut pending = vec![at];
        while let Some(at) = pending.pop() {
            if self.parts.iter().any(|part| part.pointer == at.pointer) {
                continue;
            }
            let inner = at.get("allOf").map(|parts| parts.each()).unwrap_or_default();
            pending.extend(inner.into_iter().rev().filter_map(|(_, part)| spec.resolve(part)));
            self.parts.push(at);
        }
    }

    /// Combines the schemas of a property that several schemas of an `allOf` have.
    fn and(mut self, other: Self) -> Self {
        self.nullable &= other.nullable;
        for part in other.parts {
            // Otherwise a circular schema would have ever more parts.
            if self.parts.iter().all(|known| known.pointer != part.pointer) {
                self.parts.push(part);
            }
        }
        self
    }

    /// Returns the type of the SDK that replaces the generated type.
    pub(super) fn sdk_type(&self) -> Option<&'static str> {
        sdk_type(self.component.as_deref()?)
    }

    /// Returns the name of the type for people.
    pub(super) fn type_name(&self) -> String {
        match self.sdk_type() {
            Some(name) => format!("`{name}`"),
            None => self.parts.iter().find_map(|part| kind(part)).unwrap_or("any").to_owned(),
        }
    }
}

/// Returns the type of the SDK that replaces the generated type of a schema component.
pub(super) fn sdk_type(component: &str) -> Option<&'static str> {
    let generated = type_name(component);
    let replaced = REPLACED_TYPES.iter().find(|(name, _)| *name == generated);
    replaced.and_then(|(_, path)| path.rsplit("::").next())
}

/// Returns the schema of an `allOf` that only refers to one.
fn only_part<'a>(at: &At<'a>) -> Option<At<'a>> {
    let members = at.value.as_object()?;
    let refers = members.keys().all(|key| ["allOf", "description", "nullable"].contains(&key.as_str()));
    match at.get("allOf")?.each().as_slice() {
        [(_, part)] if refers => Some(part.clone()),
        _ => None,
    }
}

fn kind<'a>(part: &At<'a>) -> Option<&'a str> {
    part.value.get("type").and_then(Value::as_str)
}

/// The members of an object that have no property of their own.
pub(super) enum Additional<'a> {
    /// Other members are ignored.
    Open,
    /// Other members are rejected.
    Closed,
    /// The object is a map with these values.
    Map(Use<'a>),
}

/// The meaning of combined schemas.
pub(super) struct Shape<'a> {
    pub(super) kind: Option<&'a str>,
    pub(super) format: Option<&'a str>,
    pub(super) min_length: u64,
    pub(super) description: Option<&'a str>,
    pub(super) resource_type: Option<&'a str>,
    pub(super) values: Option<Vec<&'a Value>>,
    pub(super) items: Option<Use<'a>>,
    /// The properties in the order of the document. A required name without a property accepts any value.
    pub(super) properties: Vec<(&'a str, Use<'a>)>,
    pub(super) required: BTreeSet<&'a str>,
    pub(super) additional: Additional<'a>,
    /// The keys that have no field here.
    pub(super) others: BTreeMap<&'a str, Vec<&'a Value>>,
}

impl<'a> Shape<'a> {
    pub(super) fn new(spec: &Spec<'a>, parts: &[At<'a>]) -> Self {
        let first = |key: &str| parts.iter().find_map(|part| part.get(key));
        let text = |key: &str| parts.iter().find_map(|part| part.value.get(key).and_then(Value::as_str));
        let mut shape = Self {
            kind: parts.iter().find_map(kind),
            format: text("format"),
            min_length: parts
                .iter()
                .filter_map(|part| part.value.get("minLength").and_then(Value::as_u64))
                .max()
                .unwrap_or_default(),
            description: text("description"),
            resource_type: text("x-resource-type"),
            values: first("enum")
                .and_then(|values| values.value.as_array())
                .map(|list| list.iter().collect()),
            items: first("items").map(|items| Use::new(spec, &items)),
            properties: Vec::new(),
            required: BTreeSet::new(),
            additional: Additional::Open,
            others: BTreeMap::new(),
        };
        for part in parts {
            shape.add_properties(spec, part);
            match part.get("additionalProperties") {
                Some(At { value: Value::Bool(false), .. }) => shape.additional = Additional::Closed,
                Some(values @ At { value: Value::Object(_), .. })
                    if matches!(shape.additional, Additional::Open) =>
                {
                    shape.additional = Additional::Map(Use::new(spec, &values));
                }
                _ => {}
            }
            for (key, value) in part.value.as_object().into_iter().flatten() {
                if !KNOWN.contains(&key.as_str()) {
                    shape.others.entry(key).or_default().push(value);
                }
            }
        }
        for name in &shape.required {
            if shape.properties.iter().all(|(known, _)| known != name) {
                let any = Use { component: None, description: None, nullable: false, parts: Vec::new() };
                shape.properties.push((name, any));
            }
        }
        shape
    }

    /// Returns the name of the type, with `map` for an object whose members have no names.
    pub(super) fn type_name(&self) -> &'a str {
        match (self.kind, &self.additional) {
            (Some("object") | None, Additional::Map(_)) => "map",
            (kind, _) => kind.unwrap_or("any"),
        }
    }

    fn add_properties(&mut self, spec: &Spec<'a>, part: &At<'a>) {
        let required = part.value.get("required").and_then(Value::as_array);
        self.required.extend(required.into_iter().flatten().filter_map(Value::as_str));
        for (name, property) in part.get("properties").map(|list| list.each()).unwrap_or_default() {
            let property = Use::new(spec, &property);
            match self.properties.iter_mut().find(|(known, _)| *known == name) {
                Some((_, known)) => *known = known.clone().and(property),
                None => self.properties.push((name, property)),
            }
        }
    }
}
