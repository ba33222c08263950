use serde_json::Value;

use crate::diff::change::Effect;
use crate::diff::compare::collect::{Changes, Origin, Reach, Statement};
use crate::diff::compare::part::Part;
use crate::diff::compare::schema::Schemas;
use crate::document::{At, Spec};

/// The comparison of the two versions of an operation. The files for the parts of an operation add methods.
pub(super) struct Comparison<'c, 's, 'a> {
    pub(super) old: &'c Spec<'a>,
    pub(super) new: &'c Spec<'a>,
    /// The name of the operation.
    pub(super) name: String,
    pub(super) schemas: &'c mut Schemas<'s, 'a>,
    pub(super) changes: &'c mut Changes,
}

impl<'a> Comparison<'_, '_, 'a> {
    /// Adds a change of the operation. Operations that share the node at `origin` have it together.
    pub(super) fn add(&mut self, origin: &Origin, statement: Statement) {
        self.reach(origin, None, statement);
    }

    /// Adds a change of a part of the operation.
    pub(super) fn add_to(&mut self, part: &Part, origin: &Origin, statement: Statement) {
        self.reach(origin, Some(part.clone()), statement);
    }

    fn reach(&mut self, origin: &Origin, part: Option<Part>, statement: Statement) {
        let reach = Reach { operation: self.name.clone(), part, path: String::new(), is_only: true };
        self.changes.add(origin, "", statement, reach);
    }

    /// Compares the schemas of two parameters or bodies.
    pub(super) fn schema(&mut self, part: &Part, old: &At<'a>, new: &At<'a>) {
        match (old.get("schema"), new.get("schema")) {
            (Some(old), Some(new)) => self.schemas.compare((&old, &new), &self.name, part, self.changes),
            (None, None) => {}
            _ => {
                let statement = Statement::changed(Effect::Breaking, ": `schema` changed");
                self.add_to(part, &Origin::of(old, new), statement);
            }
        }
    }
}

/// Returns the strings of a list.
pub(super) fn names<'a>(list: &At<'a>) -> Vec<&'a str> {
    list.each().into_iter().filter_map(|(_, name)| name.value.as_str()).collect()
}

/// Returns the change of a parameter or a body that became required or optional.
pub(super) fn required(old: &At, new: &At) -> Option<Statement> {
    match (is_required(old), is_required(new)) {
        (false, true) => Some(Statement::changed(Effect::Breaking, " became required")),
        (true, false) => Some(Statement::changed(Effect::Addition, " became optional")),
        _ => None,
    }
}

/// Returns the change of a new parameter or body.
pub(super) fn added(new: &At) -> Statement {
    if is_required(new) {
        Statement::added(Effect::Breaking, "new required ")
    } else {
        Statement::added(Effect::Addition, "new optional ")
    }
}

fn is_required(at: &At) -> bool {
    at.value.get("required") == Some(&Value::Bool(true))
}
