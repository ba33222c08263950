//! Compares the document with the facts of VMware's published descriptions.
//!
//! The document has only the operations and members that the client needs. So a fact that only VMware has is no
//! difference, except for a required member of a request, a required parameter, a value of an enum, a status, and
//! an error type.

mod difference;
mod operations;
mod privileges;
mod schemas;

use std::collections::BTreeMap;

use vcenter_iso_codegen::Location;

use crate::document::{Kind, Operation, Spec, nearest};
use crate::facts::{Deviations, Listed, Release, Upstream};
use crate::report::{Finding, Report, Rule};
use crate::rules::upstream::difference::Difference;

/// Reports each difference that is not listed. Returns the findings in the files of `upstream`.
///
/// A file of `upstream` with a finding may lack facts or deviations, so nothing is compared.
pub(crate) fn check(spec: &Spec, upstream: &Upstream, report: &mut Report) -> Vec<Finding> {
    if !upstream.findings.is_empty() {
        return upstream.findings.clone();
    }
    let mut differences = Vec::new();
    for release in &upstream.releases {
        operations::compare(spec, release, &mut differences);
    }
    privileges::compare(spec, &upstream.releases, &mut differences);
    let differences: Vec<_> =
        differences.iter().map(|difference| difference.clone().located(spec, &differences)).collect();
    let mut unlisted: BTreeMap<_, Vec<&str>> = BTreeMap::new();
    for difference in &differences {
        if !upstream.deviations.listed.iter().any(|listed| is_listed(difference, listed)) {
            let releases = unlisted.entry(difference.without_release()).or_default();
            // A schema may differ both in a request and in a response.
            if !releases.contains(&difference.release.as_str()) {
                releases.push(&difference.release);
            }
        }
    }
    for ((pointer, place, text, fix), releases) in unlisted {
        let releases = enumeration(&releases);
        let message =
            format!("{text} in VMware's {releases}: {fix}, or list `{place}` in {}", Deviations::FILE);
        report.add(Rule::Upstream, pointer, message);
    }
    let mut findings: Vec<_> =
        upstream.releases.iter().flat_map(|release| renamed_operations(spec, release)).collect();
    findings.extend(obsolete_deviations(spec, upstream, &differences));
    findings
}

/// Returns `a`, `a and b` or `a, b and c`.
fn enumeration(items: &[&str]) -> String {
    match items {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => items.concat(),
    }
}

fn is_listed(difference: &Difference, listed: &Listed) -> bool {
    difference.release == listed.release && difference.place == listed.place
}

/// Reports operations of a release that the document has under another name, or no longer.
fn renamed_operations(spec: &Spec, release: &Release) -> Vec<Finding> {
    let ids: Vec<_> = spec.operations().map(|operation| operation.text("operationId")).collect();
    let unknown = release.operations.keys().filter(|id| !ids.contains(&id.as_str()));
    unknown
        .map(|id| Finding {
            file: Release::file(&release.name),
            location: Location::START,
            pointer: None,
            rule: Rule::Upstream,
            message: format!("the spec has no operation `{id}`: run `{}` again", Release::COMMAND),
        })
        .collect()
}

/// Reports entries of the list without a difference.
fn obsolete_deviations(spec: &Spec, upstream: &Upstream, differences: &[Difference]) -> Vec<Finding> {
    let listed = &upstream.deviations.listed;
    let mut findings = Vec::new();
    for (index, entry) in listed.iter().enumerate() {
        let is_repeated =
            listed[..index].iter().any(|other| other.release == entry.release && other.place == entry.place);
        let message = if !upstream.releases.iter().any(|release| release.name == entry.release) {
            format!("there is no {}: correct the release", Release::file(&entry.release))
        } else if is_repeated {
            format!("`{}` is listed twice for {}: remove one of the two", entry.place, entry.release)
        } else if !differences.iter().any(|difference| is_listed(difference, entry)) {
            unknown_name(spec, &entry.place).unwrap_or_else(|| {
                format!("`{}` is no deviation from {}: remove it", entry.place, entry.release)
            })
        } else {
            continue;
        };
        findings.push(Finding {
            file: Deviations::FILE.to_owned(),
            location: entry.location,
            pointer: Some(entry.pointer.clone()),
            rule: Rule::Deviation,
            message,
        });
    }
    findings
}

/// Returns a message if a place starts with neither an operation nor a schema of the document.
fn unknown_name(spec: &Spec, place: &str) -> Option<String> {
    let name = place.split('#').next().unwrap_or_default();
    let ids = spec.operations().map(|operation: Operation| operation.text("operationId"));
    let schemas = spec.all(Kind::Schema).filter_map(|node| node.pointer.strip_prefix("/components/schemas/"));
    let names: Vec<&str> = ids.chain(schemas.filter(|name| !name.contains('/'))).collect();
    if names.contains(&name) {
        return None;
    }
    Some(match nearest(name, names.into_iter()) {
        Some(known) => format!("the spec has no operation or schema `{name}`: did you mean `{known}`?"),
        None => format!("the spec has no operation or schema `{name}`: correct the name"),
    })
}
