use serde_json::Value;
use vcenter_iso_codegen::{REPLACED_TYPES, type_name};

use super::name_clash;
use crate::document::{At, Kind, Spec, below};
use crate::report::{Report, Rule};

/// What progenitor ignores in a schema, or turns into a type that decodes nothing.
const REFUSED: [(&str, Rule, &str); 4] = [
    ("anyOf", Rule::AnyOf, "the client could decode nothing: use one schema, and a description for the rest"),
    ("not", Rule::Negation, "the client cannot say what a value is not: say it in the description"),
    ("discriminator", Rule::Discriminator, "the client ignores it: use an `enum` and optional properties"),
    (
        "pattern",
        Rule::Pattern,
        "it would make every user compile a regular expression engine: say it in the description",
    ),
];

const BOUNDS: [(&str, &str); 2] = [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")];

pub(super) fn check(spec: &Spec, report: &mut Report) {
    let components = spec.at("/components/schemas").map(|schemas| schemas.each()).unwrap_or_default();
    name_clash::check(components.iter().map(|(name, at)| (*name, at.pointer.clone())), report);
    for (name, replacement) in REPLACED_TYPES {
        if !components.iter().any(|(schema, _)| type_name(schema) == name) {
            let message = format!(
                "no schema becomes `{name}`, for which the SDK has `{replacement}`: mend the name of the schema, or \
                 remove the type from codegen/src/settings.rs"
            );
            report.add(Rule::UnusedType, "/components/schemas", message);
        }
    }
    for node in spec.all(Kind::Schema) {
        let Some(at) = spec.at(&node.pointer) else { continue };
        for (key, rule, message) in REFUSED {
            if let Some(refused) = at.get(key) {
                report.add(rule, &refused.pointer, message);
            }
        }
        for (exclusive, bound) in BOUNDS {
            if node.members.contains_key(exclusive) && !node.members.contains_key(bound) {
                let message =
                    format!("`{exclusive}` says something about `{bound}`, which is missing: add it");
                report.add(Rule::LoneExclusiveBound, &below(&node.pointer, exclusive), message);
            }
        }
        values(&at, report);
        identifier(&at, report);
    }
}

/// The name of a component; `None` for a schema inside another one.
fn component(at: &At) -> Option<String> {
    let name = at.pointer.strip_prefix("/components/schemas/")?;
    (!name.contains('/')).then(|| name.to_owned())
}

/// A new server may send a value that the list does not have; a generated enum would fail the whole body.
fn values(at: &At, report: &mut Report) {
    let Some(values) = at.get("enum") else { return };
    let name = component(at).map(|name| type_name(&name));
    if name.as_deref().is_some_and(|name| REPLACED_TYPES.iter().any(|(replacement, _)| *replacement == name))
    {
        return;
    }
    let message = match name {
        None => {
            "a list of values in place becomes a closed type: make it a schema of the components".to_owned()
        }
        Some(name) => format!(
            "`{name}` would be closed to values of newer servers: write an open type in the SDK and name it in \
             codegen/src/settings.rs"
        ),
    };
    report.add(Rule::ClosedEnum, &values.pointer, message);
}

fn identifier(at: &At, report: &mut Report) {
    let is_identifier = at.get("x-resource-type").is_some()
        || component(at).is_some_and(|name| name.ends_with("Id") && at.text("type") == "string");
    if !is_identifier {
        return;
    }
    let long_enough = at.value.get("minLength").and_then(Value::as_u64).is_some_and(|length| length > 0);
    if at.text("type") != "string" || !long_enough {
        let message = "an identifier is never empty: write `type: string` and `minLength: 1`";
        report.add(Rule::EmptyIdentifier, &at.pointer, message);
    }
}
