use std::collections::BTreeSet;

use crate::document::{At, Operation, Spec, below};
use crate::facts::{Privilege, Release};
use crate::rules::upstream::difference::{CORRECT, Comparison, Difference, Place};

/// Adds the differences between the privileges of the document and those that `releases` state.
///
/// A description without privileges states nothing: it does not say that an operation needs none. So the
/// privileges of an operation are compared with the releases that state any. If none does, the document must mark
/// them with `documented: false`.
pub(super) fn compare(spec: &Spec, releases: &[Release], differences: &mut Vec<Difference>) {
    for operation in spec.operations() {
        let id = operation.text("operationId");
        let having: Vec<_> = releases.iter().filter(|release| release.operations.contains_key(id)).collect();
        let stating = |release: &&&Release| !release.operations[id].privileges.is_empty();
        let stated: Vec<_> = having.iter().filter(stating).copied().collect();
        for release in if stated.is_empty() { having } else { stated } {
            let mut comparison = Comparison::new(spec, release, differences);
            one(&mut comparison, &operation, &release.operations[id].privileges);
        }
    }
}

fn one(comparison: &mut Comparison, operation: &Operation, stated: &BTreeSet<Privilege>) {
    let pointer = below(&operation.pointer, "x-privileges");
    let place = Place::operation(&operation.pointer, operation.text("operationId"));
    let place = |at: &str, privilege: &Privilege| place.at(at, &format!("x-privileges/{privilege}"));
    let list = operation.get("x-privileges").map(|list| list.each()).unwrap_or_default();
    let mut declared = BTreeSet::new();
    for (_, at) in &list {
        let privilege = privilege(at);
        let is_documented = at.value.get("documented") != Some(&false.into());
        if is_documented && stated.is_empty() {
            let text = format!("`{privilege}` is not documented");
            comparison.add(&place(&at.pointer, &privilege), text, "write `documented: false`");
        } else if is_documented && !stated.contains(&privilege) {
            let text = format!("`{privilege}` is no privilege of this operation");
            comparison.add(&place(&at.pointer, &privilege), text, CORRECT);
        } else if !is_documented && stated.contains(&privilege) {
            let text = format!("`{privilege}` is documented");
            comparison.add(&place(&at.pointer, &privilege), text, "remove `documented: false`");
        }
        declared.insert(privilege);
    }
    for privilege in stated.difference(&declared) {
        let text = format!("`{privilege}` is a privilege of this operation");
        comparison.add(&place(&pointer, privilege), text, "add it");
    }
}

fn privilege(at: &At) -> Privilege {
    let parameter = Some(at.text("parameter")).filter(|parameter| !parameter.is_empty());
    Privilege { privilege: at.text("privilege").to_owned(), parameter: parameter.map(str::to_owned) }
}
