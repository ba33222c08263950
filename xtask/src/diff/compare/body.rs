use crate::diff::change::{Effect, Section};
use crate::diff::compare::call::Call;
use crate::diff::compare::collect::{Origin, Statement};
use crate::diff::compare::comparison::{Comparison, added, required};
use crate::diff::compare::keys::other_keys;
use crate::diff::compare::part::Part;
use crate::document::At;

impl<'a> Comparison<'_, '_, 'a> {
    pub(super) fn request(&mut self, old: &Call<'a>, new: &Call<'a>) {
        let old = old.operation.get("requestBody").and_then(|body| self.old.resolve(body));
        let new = new.operation.get("requestBody").and_then(|body| self.new.resolve(body));
        let part = &Part::Request;
        match (&old, &new) {
            (Some(old), Some(new)) => {
                let others = other_keys(old, new, &["required", "content"]);
                for statement in required(old, new).into_iter().chain(others) {
                    self.add_to(part, &Origin::of(old, new), statement);
                }
                self.content(part, old, new);
            }
            (Some(old), None) => {
                self.add_to(part, &Origin::of(old, old), Statement::removed(Effect::Breaking));
            }
            (None, Some(new)) => self.add_to(part, &Origin::of(new, new), added(new)),
            (None, None) => {}
        }
    }

    /// Compares the bodies of a request or a response, by media type.
    pub(super) fn content(&mut self, part: &Part, old: &At<'a>, new: &At<'a>) {
        let origin = Origin::of(old, new);
        let (old_types, new_types) = (media_types(old), media_types(new));
        if old_types.is_empty() != new_types.is_empty() {
            let statement = match (old_types.is_empty(), part) {
                (true, Part::Error) => Statement::added(Effect::Addition, "new "),
                (true, _) => Statement::added(Effect::Breaking, "new "),
                (false, _) => Statement::removed(Effect::Breaking),
            };
            self.add_to(part, &origin, statement);
            return;
        }
        for (name, old) in &old_types {
            if let Some((_, new)) = new_types.iter().find(|(other, _)| other == name) {
                self.examples(part, old, new);
                self.schema(part, old, new);
                for statement in other_keys(old, new, &["schema", "example", "examples"]) {
                    self.add_to(part, &Origin::of(old, new), statement);
                }
            } else {
                let text = format!(": media type `{name}` removed");
                let statement = Statement::changed(Effect::Breaking, text).in_section(Section::Removed);
                self.add_to(part, &origin, statement);
            }
        }
        for (name, _) in &new_types {
            if old_types.iter().all(|(other, _)| other != name) {
                let text = format!(": new media type `{name}`");
                let statement = Statement::changed(Effect::Addition, text).in_section(Section::Added);
                self.add_to(part, &origin, statement);
            }
        }
    }

    fn examples(&mut self, part: &Part, old: &At<'a>, new: &At<'a>) {
        let named = |media: &At<'a>| media.get("examples").map(|list| list.each()).unwrap_or_default();
        let (old_named, new_named) = (named(old), named(new));
        let mut is_changed = old.value.get("example") != new.value.get("example")
            || old_named.iter().map(|(name, _)| name).ne(new_named.iter().map(|(name, _)| name));
        for ((_, old), (_, new)) in old_named.into_iter().zip(new_named) {
            let target = Some(new.text("$ref")).filter(|target| *target == old.text("$ref"));
            let shared = target.and_then(|target| target.strip_prefix("#/components/examples/"));
            let (old, new) = (self.old.resolve(old), self.new.resolve(new));
            if old.map(|at| at.value) == new.map(|at| at.value) {
                continue;
            }
            match shared {
                Some(name) => {
                    let statement = Statement::whole(Effect::None, Section::Changed, "value changed");
                    self.changes.add_to_component(&format!("example `{name}`"), statement, Some(&self.name));
                }
                None => is_changed = true,
            }
        }
        if is_changed {
            let statement = Statement::changed(Effect::None, ": examples changed");
            self.add_to(part, &Origin::of(old, new), statement);
        }
    }
}

fn media_types<'a>(body: &At<'a>) -> Vec<(&'a str, At<'a>)> {
    body.get("content").map(|content| content.each()).unwrap_or_default()
}
