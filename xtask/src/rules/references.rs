//! Checks that every `$ref` has a target and that every component is used.

use std::collections::BTreeSet;

use crate::document::{Kind, Spec, below, nearest};
use crate::report::{Report, Rule};

pub(crate) fn check(spec: &Spec, report: &mut Report) {
    for reference in spec.references() {
        if let Err(message) = target(spec, reference.kind, reference.target) {
            report.add(Rule::BrokenReference, &below(&reference.pointer, "$ref"), message);
        }
    }
    // Another mistake may leave a component unused. A second finding would hide the mistake.
    let causes = [Rule::BrokenReference, Rule::UnknownScheme, Rule::MissingSecurity];
    if !causes.into_iter().any(|rule| report.has(rule)) {
        unused(spec, report);
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

fn unused(spec: &Spec, report: &mut Report) {
    let mut used = BTreeSet::new();
    let mut pending: Vec<_> = spec
        .references()
        .iter()
        .filter(|reference| !reference.pointer.starts_with("/components/"))
        .map(|reference| reference.target)
        .collect();
    while let Some(target) = pending.pop() {
        let Some(pointer) = target.strip_prefix('#') else { continue };
        if used.insert(pointer.to_owned()) {
            let inside = format!("{pointer}/");
            let within = |at: &str| at == pointer || at.starts_with(&inside);
            pending.extend(
                spec.references()
                    .iter()
                    .filter(|reference| within(&reference.pointer))
                    .map(|reference| reference.target),
            );
        }
    }
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
