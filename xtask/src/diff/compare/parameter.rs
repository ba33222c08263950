use serde_json::Value;

use crate::diff::change::Effect;
use crate::diff::compare::call::Call;
use crate::diff::compare::collect::{Origin, Statement};
use crate::diff::compare::comparison::{Comparison, added, required};
use crate::diff::compare::keys::{other_keys, text};
use crate::diff::compare::part::Part;
use crate::document::{At, parameter_key};

const COMPARED: [&str; 7] = ["name", "in", "required", "style", "explode", "schema", "example"];

impl<'a> Comparison<'_, '_, 'a> {
    pub(super) fn parameters(&mut self, old: &Call<'a>, new: &Call<'a>) {
        let renamed = old.renamed_parameters(new);
        let new_key = |old: &At<'a>| match parameter_key(old) {
            ("path", name) => ("path", renamed.get(name).copied().unwrap_or(name)),
            key => key,
        };
        let old_parameters = old.operation.parameters(self.old);
        let new_parameters = new.operation.parameters(self.new);
        for old in &old_parameters {
            match new_parameters.iter().find(|new| parameter_key(new) == new_key(old)) {
                Some(new) => self.parameter(old, new),
                None => self.add_to(&part(old), &Origin::of(old, old), Statement::removed(Effect::Breaking)),
            }
        }
        for new in &new_parameters {
            if old_parameters.iter().all(|old| new_key(old) != parameter_key(new)) {
                self.add_to(&part(new), &Origin::of(new, new), added(new));
            }
        }
    }

    fn parameter(&mut self, old: &At<'a>, new: &At<'a>) {
        let mut statements = Vec::new();
        let (old_name, new_name) = (old.text("name"), new.text("name"));
        if old_name != new_name {
            statements.push(Statement::changed(Effect::Breaking, format!(" renamed from `{old_name}`")));
        }
        statements.extend(required(old, new));
        if form(old) != form(new) {
            statements.push(Statement::changed(Effect::Breaking, " is sent in another form"));
        }
        if old.value.get("example") != new.value.get("example") {
            statements.push(Statement::changed(Effect::None, ": `example` changed"));
        }
        statements.extend(other_keys(old, new, &COMPARED));
        for statement in statements {
            self.add_to(&part(new), &Origin::of(old, new), statement);
        }
        self.schema(&part(new), old, new);
    }
}

fn part(parameter: &At) -> Part {
    Part::Parameter { location: parameter.text("in").to_owned(), name: parameter.text("name").to_owned() }
}

/// Returns the style of a parameter, and whether each item of a list is sent on its own.
fn form<'a>(parameter: &At<'a>) -> (&'a str, bool) {
    let default = if parameter.text("in") == "query" { "form" } else { "simple" };
    let style = text(parameter, "style").unwrap_or(default);
    let explode = parameter.value.get("explode").and_then(Value::as_bool);
    (style, explode.unwrap_or(style == "form"))
}
