use std::collections::BTreeSet;

use crate::document::{At, Spec};
use crate::facts::{Release, Schema};

/// A fact of the document that differs from a fact of a release.
pub(super) struct Difference {
    pub(super) release: String,
    /// The pointer to the node of the document.
    pub(super) pointer: String,
    /// The name of the place in the list of deviations.
    pub(super) place: String,
    /// The fact of VMware, as a sentence without its release.
    text: String,
    fix: &'static str,
}

impl Difference {
    /// Returns the pointer, the place, the text and the fix, to group the differences of several releases.
    pub(super) fn without_release(&self) -> (&str, &str, &str, &str) {
        (&self.pointer, &self.place, &self.text, self.fix)
    }
}

/// Collects the differences between the document and a release.
pub(super) struct Comparison<'a> {
    pub(super) spec: &'a Spec<'a>,
    pub(super) release: &'a Release,
    differences: &'a mut Vec<Difference>,
    /// Each compared schema of VMware, with the pointer to its counterpart and the direction.
    pub(super) compared: BTreeSet<(String, String, bool)>,
}

/// A place of the document, with its name in the list of deviations.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) pointer: String,
    name: String,
}

pub(super) const CORRECT: &str = "correct it";

/// Returns the text of a difference in `required`.
pub(super) fn required(what: &str, is_required: bool) -> String {
    format!("{what} is {}", if is_required { "required" } else { "optional" })
}

impl<'a> Comparison<'a> {
    pub(super) fn new(
        spec: &'a Spec<'a>,
        release: &'a Release,
        differences: &'a mut Vec<Difference>,
    ) -> Self {
        Self { spec, release, differences, compared: BTreeSet::new() }
    }

    pub(super) fn add(&mut self, place: &Place, text: impl Into<String>, fix: &'static str) {
        self.differences.push(Difference {
            release: self.release.name.clone(),
            pointer: place.pointer.clone(),
            place: place.name.clone(),
            text: text.into(),
            fix,
        });
    }

    /// Returns the schema of the release that `schema` refers to; `None` if the file of the release lacks it.
    pub(super) fn definition(&self, schema: &'a Schema) -> Option<&'a Schema> {
        match &schema.reference {
            Some(name) => self.release.schemas.get(name),
            None => Some(schema),
        }
    }
}

impl Place {
    /// The place of an operation.
    pub(super) fn operation(pointer: &str, id: &str) -> Self {
        Self { pointer: pointer.to_owned(), name: id.to_owned() }
    }

    /// The place of a schema: the component that it is, or else `self`.
    pub(super) fn schema(&self, schema: &At) -> Self {
        match schema.pointer.strip_prefix("/components/schemas/") {
            Some(name) if !name.contains('/') => {
                Self { pointer: schema.pointer.clone(), name: name.to_owned() }
            }
            _ => self.clone(),
        }
    }

    /// A fact in this place, at the node `pointer`.
    pub(super) fn at(&self, pointer: &str, fact: &str) -> Self {
        let separator = if self.name.contains('#') { "/" } else { "#/" };
        Self { pointer: pointer.to_owned(), name: format!("{}{separator}{fact}", self.name) }
    }

    /// This place, at the node `pointer`.
    pub(super) fn moved(&self, pointer: &str) -> Self {
        Self { pointer: pointer.to_owned(), name: self.name.clone() }
    }

    /// A fact in this place, at the same node.
    pub(super) fn fact(&self, fact: &str) -> Self {
        self.at(&self.pointer, fact)
    }
}
