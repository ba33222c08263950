use crate::diff::change::{Effect, Section};
use crate::diff::compare::call::Call;
use crate::diff::compare::collect::{Origin, Statement};
use crate::diff::compare::comparison::{Comparison, names};
use crate::diff::compare::keys::{description, other_keys, text};
use crate::diff::compare::part::Part;
use crate::document::{At, Spec, is_error};

/// A status with its response.
type Response<'a> = (&'a str, At<'a>);

impl<'a> Comparison<'_, '_, 'a> {
    pub(super) fn responses(&mut self, old: &Call<'a>, new: &Call<'a>) {
        let (old_errors, old_successes) = responses(old, self.old);
        let (new_errors, new_successes) = responses(new, self.new);
        match (old_successes.as_slice(), new_successes.as_slice()) {
            ([(old_status, old)], [(new_status, new)]) if old_status != new_status => {
                let text = format!("success status changed from {old_status} to {new_status}");
                self.add(&Origin::of(old, new), Statement::changed(Effect::Breaking, text));
                self.response(new_status, old, new);
            }
            _ => self.statuses("success", Effect::Breaking, &old_successes, &new_successes),
        }
        self.statuses("error", Effect::Change, &old_errors, &new_errors);
    }

    /// Compares the statuses, and the responses with equal statuses. `removal` is the effect of one status less.
    fn statuses(&mut self, kind: &str, removal: Effect, old: &[Response<'a>], new: &[Response<'a>]) {
        for (status, old) in old {
            if let Some((_, new)) = new.iter().find(|(other, _)| other == status) {
                self.response(status, old, new);
            } else {
                let text = format!("{kind} status {status} removed{}", in_parentheses(&types(old)));
                self.add(&Origin::of(old, old), Statement::whole(removal, Section::Removed, text));
            }
        }
        for (status, new) in new {
            if old.iter().all(|(other, _)| other != status) {
                let text = format!("new {kind} status {status}{}", in_parentheses(&types(new)));
                self.add(&Origin::of(new, new), Statement::whole(Effect::Addition, Section::Added, text));
            }
        }
    }

    fn response(&mut self, status: &str, old: &At<'a>, new: &At<'a>) {
        let origin = Origin::of(old, new);
        if description(text(old, "description"), text(new, "description")).is_some() {
            let text = format!("description of status {status} changed");
            self.add(&origin, Statement::whole(Effect::None, Section::Changed, text));
        }
        let (old_types, new_types) = (types(old), types(new));
        for name in old_types.iter().filter(|name| !new_types.contains(name)) {
            let text = format!("error type `{name}` of status {status} removed");
            self.add(&origin, Statement::whole(Effect::Change, Section::Removed, text));
        }
        for name in new_types.iter().filter(|name| !old_types.contains(name)) {
            let text = format!("new error type `{name}` of status {status}");
            self.add(&origin, Statement::whole(Effect::Addition, Section::Added, text));
        }
        let part = if is_error(status) { Part::Error } else { Part::Result };
        for statement in other_keys(old, new, &["description", "content", "x-error-types"]) {
            self.add_to(&part, &origin, statement);
        }
        self.content(&part, old, new);
    }
}

/// Returns the errors and the successes. A response can be a reference to a component.
fn responses<'a>(call: &Call<'a>, spec: &Spec<'a>) -> (Vec<Response<'a>>, Vec<Response<'a>>) {
    call.operation.responses(spec).into_iter().partition(|(status, _)| is_error(status))
}

/// Returns the error types of a response.
fn types<'a>(response: &At<'a>) -> Vec<&'a str> {
    response.get("x-error-types").map(|types| names(&types)).unwrap_or_default()
}

fn in_parentheses(types: &[&str]) -> String {
    if types.is_empty() { String::new() } else { format!(" (`{}`)", types.join("`, `")) }
}
