//! Checks that every `$ref` has a target and that every component is used.

use std::collections::BTreeSet;

use crate::document::{Kind, Spec, below, component, nearest};
use crate::report::{Report, Rule};

pub(crate) fn check(spec: &Spec, report: &mut Report) {
    for reference in spec.references() {
        if let Err(message) = target(spec, reference.kind, reference.target) {
            report.add(Rule::BrokenReference, &below(&reference.pointer, "$ref"), message);
        }
    }
    // A mistake in a reference leaves its component unused. A second finding would hide the mistake.
    if ![Rule::BrokenReference, Rule::UnknownScheme, Rule::Security].iter().any(|rule| report.has(*rule)) {
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
    for (name, component) in sections.iter().flat_map(|(_, section)| section.each()) {
        if !used.contains(&component.pointer) {
            let message = format!("no operation uses `{name}`: remove it, or refer to it");
            report.add(Rule::UnusedComponent, &component.pointer, message);
        }
    }
}
