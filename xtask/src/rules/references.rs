//! Checks that every `$ref` has a target, that it does not lead back to itself, and that every component is used.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::Value;

use crate::document::{Kind, Reference, Spec, below, component, nearest};
use crate::report::{Report, Rule};

/// Reports each `$ref` without a target.
pub(crate) fn targets(spec: &Spec, report: &mut Report) {
    for reference in spec.references() {
        if let Err(message) = target(spec, reference.kind, reference.target) {
            report.add(Rule::BrokenReference, &below(&reference.pointer, "$ref"), message);
        }
    }
}

fn target(spec: &Spec, kind: Kind, target: &str) -> Result<(), String> {
    let Some(pointer) = target.strip_prefix('#') else {
        return Err(format!("`{target}` is in another file: move the component to this file"));
    };
    let section = kind.section().unwrap_or_default();
    let Some(name) = pointer.strip_prefix(&format!("/components/{section}/")) else {
        return Err(format!("expected a reference to `#/components/{section}/…` here"));
    };
    if spec.at(pointer).is_some() {
        return Ok(());
    }
    let components = spec.at(&format!("/components/{section}")).map(|section| section.each());
    let known = components.unwrap_or_default();
    Err(match nearest(name, known.iter().map(|(known, _)| *known)) {
        Some(known) => format!("there is no component `{name}`: did you mean `{known}`?"),
        None => format!("there is no component `{name}`: correct the name, or add the component"),
    })
}

/// Reports each `$ref` that leads back to itself. The other rules follow references to their end.
///
/// A circle through a list, a map, or a member that is optional or may be `null` is allowed: a value can end it.
pub(crate) fn circles(spec: &Spec, report: &mut Report) {
    for reference in spec.references() {
        let Some(source) = component(&reference.pointer) else { continue };
        let name = last(source);
        let message = if let Some(through) = way_back(spec, reference, definition) {
            format!("`{name}` is defined by itself{through}: refer to another component")
        } else if let Some(through) = way_back(spec, reference, required) {
            format!("each `{name}` needs another `{name}`{through}, without end: make a member optional")
        } else {
            continue;
        };
        report.add(Rule::Circle, &below(&reference.pointer, "$ref"), message);
    }
}

/// Searches a way from the target of `reference` back to `reference`. `next` returns the pointers from a node.
///
/// Returns the components on the way, besides the one with the reference, as the end of a sentence.
fn way_back(spec: &Spec, reference: &Reference, next: impl Fn(&Spec, &str) -> Vec<String>) -> Option<String> {
    let start = reference.target.strip_prefix('#')?;
    // Each visited node with the node before it.
    let mut visited = BTreeMap::from([(start.to_owned(), None)]);
    let mut pending = VecDeque::from([start.to_owned()]);
    while let Some(pointer) = pending.pop_front().filter(|pointer| *pointer != reference.pointer) {
        for after in next(spec, &pointer) {
            if !visited.contains_key(&after) {
                visited.insert(after.clone(), Some(pointer.clone()));
                pending.push_back(after);
            }
        }
    }
    let mut names = Vec::new();
    let mut before = visited.get(&reference.pointer)?.as_ref();
    while let Some(pointer) = before {
        names.extend(component(pointer).filter(|name| Some(*name) != component(&reference.pointer)));
        before = visited.get(pointer)?.as_ref();
    }
    names.reverse();
    names.dedup();
    let names: Vec<_> = names.iter().map(|pointer| format!("`{}`", last(pointer))).collect();
    Some(if names.is_empty() { String::new() } else { format!(" through {}", names.join(" and ")) })
}

/// Returns the nodes that define the node at `pointer`.
fn definition(spec: &Spec, pointer: &str) -> Vec<String> {
    let Some(at) = spec.at(pointer) else { return Vec::new() };
    match at.value.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#')) {
        Some(target) => vec![target.to_owned()],
        None => at
            .get("allOf")
            .map(|parts| parts.each().into_iter().map(|(_, part)| part.pointer).collect())
            .unwrap_or_default(),
    }
}

/// Returns the nodes whose values each value of the node at `pointer` contains.
fn required(spec: &Spec, pointer: &str) -> Vec<String> {
    let Some(at) = spec.at(pointer) else { return Vec::new() };
    if at.value.get("nullable") == Some(&Value::Bool(true)) {
        return Vec::new();
    }
    let names = at.get("required").map(|names| names.each()).unwrap_or_default();
    let names = names.into_iter().filter_map(|(_, name)| name.value.as_str());
    let members = names.filter_map(|name| Some(at.get("properties")?.get(name)?.pointer));
    definition(spec, pointer).into_iter().chain(members).collect()
}

fn last(pointer: &str) -> &str {
    pointer.rsplit('/').next().unwrap_or_default()
}

/// Reports each component that no operation uses.
pub(crate) fn unused(spec: &Spec, report: &mut Report) {
    // Another mistake may leave a component unused. A second finding would hide the mistake.
    let causes = [Rule::UnknownScheme, Rule::MissingSecurity, Rule::SecurityScheme, Rule::Security];
    if causes.into_iter().any(|rule| report.has(rule)) {
        return;
    }
    let mut used: BTreeSet<String> =
        spec.reached_from(|pointer| component(pointer).is_none()).into_iter().map(str::to_owned).collect();
    let own = spec.operations().filter_map(|operation| operation.get("security"));
    for security in spec.root().get("security").into_iter().chain(own) {
        for (_, requirement) in security.each() {
            used.extend(
                requirement.each().into_iter().map(|(name, _)| below("/components/securitySchemes", name)),
            );
        }
    }
    let sections = spec.at("/components").map(|components| components.each()).unwrap_or_default();
    for (section, components) in &sections {
        for (name, component) in components.each().iter().filter(|(_, at)| !used.contains(&at.pointer)) {
            let message = if *section == "securitySchemes" {
                format!(
                    "no operation takes `{name}`: add `security: [{{ {name}: [] }}]` to the operation that takes it; \
                     remove the scheme only if none does"
                )
            } else {
                format!("no operation uses `{name}`: remove it, or refer to it")
            };
            report.add(Rule::UnusedComponent, &component.pointer, message);
        }
    }
}
