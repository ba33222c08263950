//! Walks a document with the table of [objects](super::objects), and reports everything that is not in the
//! table.

use serde_json::{Map, Value};
use vcenter_iso_codegen::pointer::escape;

use crate::document::objects::{Keys, Kind, Layout, Need, Shape};
use crate::report::{Report, Rule};

/// An object of the document.
pub(crate) struct Node<'a> {
    pub(crate) kind: Kind,
    pub(crate) pointer: String,
    pub(crate) members: &'a Map<String, Value>,
}

/// A `$ref`.
pub(crate) struct Reference<'a> {
    /// The expected kind of object.
    pub(crate) kind: Kind,
    /// The pointer to the object with the `$ref`.
    pub(crate) pointer: String,
    pub(crate) target: &'a str,
}

/// The objects and references of a document, in its order.
#[derive(Default)]
pub(crate) struct Found<'a> {
    pub(crate) nodes: Vec<Node<'a>>,
    pub(crate) references: Vec<Reference<'a>>,
}

pub(crate) fn walk<'a>(document: &'a Value, report: &mut Report) -> Found<'a> {
    let mut walk = Walk { found: Found::default(), report };
    walk.visit(&Shape::Object(Kind::OpenApi), document, "");
    walk.found
}

struct Walk<'a, 'r, 'd> {
    found: Found<'a>,
    report: &'r mut Report<'d>,
}

impl<'a> Walk<'a, '_, '_> {
    fn visit(&mut self, shape: &Shape, value: &'a Value, pointer: &str) {
        match shape {
            Shape::Any => {}
            Shape::Text => self.expect(value.is_string(), "a string: put it in quotes", pointer),
            Shape::Flag => self.expect(value.is_boolean(), "`true` or `false`", pointer),
            Shape::Count => self.expect(value.is_u64(), "a non-negative integer", pointer),
            Shape::Choice(choices) => {
                let known = value.as_str().is_some_and(|value| choices.contains(&value));
                let several = if choices.len() > 1 { "one of " } else { "" };
                self.expect(known, &format!("{several}`{}`", choices.join("`, `")), pointer);
            }
            Shape::FlagOr(shape) => {
                if !value.is_boolean() {
                    self.visit(shape, value, pointer);
                }
            }
            Shape::List(shape) => match value {
                Value::Array(items) => {
                    for (index, item) in items.iter().enumerate() {
                        self.visit(shape, item, &format!("{pointer}/{index}"));
                    }
                }
                _ => self.expect(false, "a list", pointer),
            },
            Shape::Map(shape) => match value {
                Value::Object(members) => self.members(shape, members, pointer),
                _ => self.expect(false, "a mapping", pointer),
            },
            Shape::Components(shape) => match value {
                Value::Object(members) => {
                    for name in members.keys().filter(|name| !is_component_name(name)) {
                        let message = format!(
                            "`{name}` is not a valid component name: use only letters, digits, `.`, `_` and `-`"
                        );
                        self.report.add(Rule::KeyForm, &below(pointer, name), message);
                    }
                    self.members(shape, members, pointer);
                }
                _ => self.expect(false, "a mapping", pointer),
            },
            Shape::Object(kind) => self.object(*kind, value, pointer),
            Shape::Referable(kind) => match value.get("$ref") {
                Some(target) => self.reference(*kind, value, target, pointer),
                None => self.object(*kind, value, pointer),
            },
        }
    }

    fn members(&mut self, shape: &Shape, members: &'a Map<String, Value>, pointer: &str) {
        for (key, value) in members {
            self.visit(shape, value, &below(pointer, key));
        }
    }

    fn expect(&mut self, valid: bool, wanted: &str, pointer: &str) {
        if !valid {
            self.report.add(Rule::WrongValue, pointer, format!("expected {wanted}"));
        }
    }

    fn reference(&mut self, kind: Kind, value: &'a Value, target: &'a Value, pointer: &str) {
        let at_target = format!("{pointer}/$ref");
        let Value::String(target) = target else {
            self.expect(false, "a string: put it in quotes", &at_target);
            return;
        };
        self.found.references.push(Reference { kind, pointer: pointer.to_owned(), target });
        for key in value.as_object().into_iter().flat_map(Map::keys).filter(|key| *key != "$ref") {
            let message = if kind == Kind::Schema {
                format!("tools ignore `{key}` beside `$ref`: move the `$ref` into an `allOf`")
            } else {
                format!("tools ignore `{key}` beside `$ref`: remove it")
            };
            self.report.add(Rule::ReferenceSibling, &below(pointer, key), message);
        }
    }

    fn object(&mut self, kind: Kind, value: &'a Value, pointer: &str) {
        let layout = kind.layout();
        let Value::Object(members) = value else {
            self.expect(false, &format!("a mapping ({})", layout.name), pointer);
            return;
        };
        self.found.nodes.push(Node { kind, pointer: pointer.to_owned(), members });
        for (key, need, _) in layout.fields {
            if *need == Need::Must && !members.contains_key(*key) {
                self.report.add(Rule::MissingKey, pointer, format!("the {} needs `{key}`", layout.name));
            }
        }
        for (key, value) in members {
            let at = below(pointer, key);
            match layout.fields.iter().find(|(field, ..)| field == key) {
                Some((.., shape)) => self.visit(shape, value, &at),
                None => self.other(kind, &layout, key, value, &at),
            }
        }
    }

    fn other(&mut self, kind: Kind, layout: &Layout, key: &str, value: &'a Value, at: &str) {
        match &layout.other {
            Keys::None => self.report.add(Rule::UnknownKey, at, unknown(key, kind, layout)),
            Keys::Path(shape) => {
                if !key.starts_with('/') {
                    self.report.add(
                        Rule::KeyForm,
                        at,
                        format!("`{key}` is not a path: start it with a slash"),
                    );
                }
                self.visit(shape, value, at);
            }
            Keys::Status(shape) => {
                if !is_status(key) {
                    let message =
                        format!("`{key}` is not a status: write a status such as `200`, `4XX` or `default`");
                    self.report.add(Rule::KeyForm, at, message);
                }
                self.visit(shape, value, at);
            }
        }
    }
}

/// Returns the pointer to the member `key` of the node at `pointer`.
pub(crate) fn below(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", escape(key))
}

/// Returns the pointer to the component that a node is part of; `None` outside of the components.
pub(crate) fn component(pointer: &str) -> Option<&str> {
    let end = pointer.match_indices('/').nth(3).map_or(pointer.len(), |(slash, _)| slash);
    pointer.get(..end).filter(|pointer| pointer.starts_with("/components/"))
}

fn is_component_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
}

fn is_status(key: &str) -> bool {
    match key.as_bytes() {
        b"default" | [b'1'..=b'5', b'X', b'X'] => true,
        [b'1'..=b'5', tens, ones] => tens.is_ascii_digit() && ones.is_ascii_digit(),
        _ => false,
    }
}

fn unknown(key: &str, kind: Kind, layout: &Layout) -> String {
    let reference = kind.section().map(|_| "$ref");
    match nearest(key, layout.fields.iter().map(|(field, ..)| *field).chain(reference)) {
        Some(field) => format!("unknown key `{key}`: did you mean `{field}`?"),
        None => format!(
            "unknown key `{key}` in the {}: remove it, or add it to xtask/src/document/objects.rs",
            layout.name
        ),
    }
}

/// Returns the known name that `name` is probably a misspelling of.
pub(crate) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|known| (strsim::osa_distance(known, name), known))
        .min()
        .filter(|(distance, known)| *distance <= known.len() / 3)
        .map(|(_, known)| known)
}
