use std::collections::BTreeSet;

use crate::document::{At, Reference, Spec, component};
use crate::facts::{Release, Schema};

/// A fact of the document that differs from a fact of a release.
#[derive(Clone)]
pub(super) struct Difference {
    pub(super) release: String,
    /// The pointer to the node of the document.
    pub(super) pointer: String,
    /// The name of the place in the list of deviations.
    pub(super) place: String,
    /// The fact of VMware, as a sentence without its release.
    text: String,
    fix: &'static str,
    /// The pointer to the `$ref` in the operation, if the node is a part of a shared response.
    reference: Option<String>,
}

impl Difference {
    /// Moves the difference to the reference, if the shared response has it for some operations only: for these, the
    /// reference is the mistake.
    pub(super) fn located(self, spec: &Spec, all: &[Self]) -> Self {
        let Some(reference) = &self.reference else { return self };
        let shared = component(&self.pointer).unwrap_or_default();
        let is_use = |other: &&Reference| other.target.strip_prefix('#') == Some(shared);
        let uses = spec.references().iter().filter(is_use).count();
        let is_same = |other: &&Self| {
            (&other.release, &other.pointer, &other.text) == (&self.release, &self.pointer, &self.text)
        };
        if all.iter().filter(is_same).count() >= uses {
            return self;
        }
        Self { pointer: reference.clone(), fix: REFER, ..self }
    }

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
    /// The pointer to the `$ref` of a shared response.
    reference: Option<String>,
}

pub(super) const CORRECT: &str = "correct it";
const REFER: &str = "refer to another response, or write it in place";

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
            reference: place.reference.clone(),
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
        Self { pointer: pointer.to_owned(), name: id.to_owned(), reference: None }
    }

    /// The place of a schema: the component that it is, or else `self`.
    pub(super) fn schema(&self, schema: &At) -> Self {
        match schema.pointer.strip_prefix("/components/schemas/") {
            Some(name) if !name.contains('/') => {
                Self { pointer: schema.pointer.clone(), name: name.to_owned(), reference: None }
            }
            _ => self.clone(),
        }
    }

    /// A fact in this place, at the node `pointer`.
    pub(super) fn at(&self, pointer: &str, fact: &str) -> Self {
        let separator = if self.name.contains('#') { "/" } else { "#/" };
        Self {
            pointer: pointer.to_owned(),
            name: format!("{}{separator}{fact}", self.name),
            reference: self.reference.clone(),
        }
    }

    /// This place, below the `$ref` of a shared response.
    pub(super) fn referred(self, reference: Option<String>) -> Self {
        Self { reference, ..self }
    }

    /// This place, at the node `pointer`.
    pub(super) fn moved(&self, pointer: &str) -> Self {
        Self { pointer: pointer.to_owned(), name: self.name.clone(), reference: None }
    }

    /// A fact in this place, at the same node.
    pub(super) fn fact(&self, fact: &str) -> Self {
        self.at(&self.pointer, fact)
    }
}
