use serde_json::Value;
use vcenter_iso_codegen::{REPLACED_TYPES, type_name};

use super::name_clash;
use crate::document::{At, Kind, Spec};
use crate::report::{Report, Rule};

pub(super) fn check(spec: &Spec, report: &mut Report) {
    let components = spec.at("/components/schemas").map(|schemas| schemas.each()).unwrap_or_default();
    let names = components.iter().map(|(name, at)| (*name, at.pointer.clone()));
    name_clash::check(spec, "schema", &[], names, report);
    for (name, replacement) in REPLACED_TYPES {
        if !components.iter().any(|(schema, _)| type_name(schema) == *name) {
            let message = format!(
                "no schema becomes `{name}`, which `{replacement}` replaces: correct the name of the schema, or \
                 remove the type from codegen/src/settings.rs"
            );
            report.add(Rule::UnusedType, "/components/schemas", message);
        }
    }
    for at in spec.all(Kind::Schema).filter_map(|node| spec.at(&node.pointer)) {
        closed_enum(&at, report);
        identifier(&at, report);
    }
}

/// Returns the name of a component; `None` for a schema inside another one.
fn component(at: &At) -> Option<String> {
    let name = at.pointer.strip_prefix("/components/schemas/")?;
    (!name.contains('/')).then(|| name.to_owned())
}

/// Reports an enum that no type of the SDK replaces: a new value of a newer server would fail the whole body.
fn closed_enum(at: &At, report: &mut Report) {
    let Some(values) = at.get("enum") else { return };
    let message = match component(at).map(|name| type_name(&name)) {
        None => "the generator makes a closed type of this enum: move it to the schemas of the components"
            .to_owned(),
        Some(name) if REPLACED_TYPES.iter().any(|(replaced, _)| *replaced == name) => return,
        Some(name) => format!(
            "`{name}` rejects values of newer servers: write an open type in the SDK, and add it to \
             codegen/src/settings.rs"
        ),
    };
    report.add(Rule::ClosedEnum, &values.pointer, message);
}

/// Checks the schema of an identifier. An identifier that is no component is a plain string of the client.
fn identifier(at: &At, report: &mut Report) {
    let Some(name) = component(at) else { return };
    let is_identifier =
        at.get("x-resource-type").is_some() || (name.ends_with("Id") && at.text("type") == "string");
    let length = at.value.get("minLength").and_then(Value::as_u64).unwrap_or_default();
    if is_identifier && (at.text("type") != "string" || length == 0) {
        let message = "an identifier is never empty: write `type: string` and `minLength: 1`";
        report.add(Rule::EmptyIdentifier, &at.pointer, message);
    }
}
