//! Compares the schemas in one place: whether a value must be set, the names and the types.

use crate::diff::change::{Effect, Section};
use crate::diff::compare::collect::Statement;
use crate::diff::compare::part::Direction;
use crate::diff::compare::shape::{Use, sdk_type};

/// A pair of schemas in the same place.
pub(super) struct Pair<'u, 'a> {
    pub(super) old: &'u Use<'a>,
    pub(super) new: &'u Use<'a>,
    /// Whether the value is required.
    pub(super) required: (bool, bool),
}

/// Returns whether a value must be set: a member that became optional, and the like.
///
/// A member that is optional or nullable is an `Option` in Rust. The document defines for optional members
/// that `null` and a missing member mean the same.
pub(super) fn presence(direction: Direction, pair: &Pair) -> Option<Statement> {
    let (old_required, new_required) = pair.required;
    let (text, effect) = match (old_required, new_required) {
        (true, false) => {
            let effect = match direction {
                Direction::Request => Effect::Addition,
                Direction::Result => Effect::Breaking,
            };
            (" became optional", effect)
        }
        (false, true) => match direction {
            Direction::Result if pair.new.nullable => (" became required, but may be `null`", Effect::Change),
            // The type in Rust is no longer an `Option`.
            _ => (" became required", Effect::Breaking),
        },
        (_, required) => match (pair.old.nullable, pair.new.nullable) {
            (false, true) => {
                let effect = match (direction, required) {
                    (_, false) => Effect::Change,
                    (Direction::Request, true) => Effect::Addition,
                    (Direction::Result, true) => Effect::Breaking,
                };
                (" became nullable", effect)
            }
            (true, false) => {
                let effect = match (direction, required) {
                    (Direction::Result, false) => Effect::Change,
                    _ => Effect::Breaking,
                };
                (" is no longer nullable", effect)
            }
            _ => return None,
        },
    };
    Some(Statement::changed(effect, text))
}

/// Returns the change of the name of a schema component.
pub(super) fn renaming(old: &str, new: &str) -> Statement {
    let rust = match (sdk_type(old).or(sdk_type(new)), type_path(old), type_path(new)) {
        (Some(name), ..) => format!("the type `{name}` of the SDK keeps its name"),
        (None, old, new) if old == new => format!("the generated type `{new}` keeps its name"),
        (None, old, new) => format!("the generated type `{old}` is now `{new}`"),
    };
    Statement::whole(Effect::Change, Section::Changed, format!("renamed to `{new}`: {rust}"))
}

fn type_path(schema: &str) -> String {
    format!("api::types::{}", vcenter_iso_codegen::type_name(schema))
}

pub(super) fn type_changed(old: &str, new: &str) -> Statement {
    Statement::changed(Effect::Breaking, format!(": type changed from {old} to {new}"))
}
