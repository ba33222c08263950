use serde_json::Value;

use crate::document::{At, below};
use crate::facts::{Format, Schema};
use crate::rules::upstream::difference::{CORRECT, Comparison, Place, required};

/// The direction of a value. A request needs every member that VMware requires.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Request,
    Response,
}

/// Compares a schema of the document with that of the release. `place` is the parameter, the body or the member
/// with the schema.
pub(super) fn compare<'a>(
    comparison: &mut Comparison<'a>,
    schema: At<'a>,
    fact: &'a Schema,
    place: &Place,
    direction: Direction,
) {
    identifier(comparison, &schema, fact, place);
    let schema = comparison.spec.value_schema(schema);
    if let Some(name) = &fact.reference
        && !comparison.compared.insert((
            name.clone(),
            schema.pointer.clone(),
            direction == Direction::Request,
        ))
    {
        return;
    }
    let Some(fact) = comparison.definition(fact) else {
        let name = fact.reference.as_deref().unwrap_or_default();
        comparison.add(
            place,
            format!("the facts lack the schema `{name}`"),
            "run `cargo xtask upstream` again",
        );
        return;
    };
    let (ours, theirs) = (kind_of_spec(&schema), kind_of_fact(fact));
    if ours != theirs {
        comparison.add(&place.fact("type"), format!("the type is {theirs}, not {ours},"), CORRECT);
        return;
    }
    let own = place.schema(&schema);
    values(comparison, &schema, fact, &own);
    for (key, part) in [("items", &fact.items), ("additionalProperties", &fact.additional_properties)] {
        if let (Some(at), Some(part)) = (schema.get(key).filter(|at| at.value.is_object()), part) {
            compare(comparison, at, part, &place.fact(key), direction);
        }
    }
    members(comparison, &schema, fact, &own, direction);
}

/// Compares the resource types.
///
/// If only the document states one, that is a difference from an OpenAPI description alone, and not for the keys of
/// a map: the Swagger description of 7.0.3 leaves most resource types out, and no description states that of a key.
fn identifier(comparison: &mut Comparison, schema: &At, fact: &Schema, place: &Place) {
    let target = comparison.spec.value_schema(schema.clone());
    let ours = target.value.get("x-resource-type").and_then(Value::as_str);
    let theirs = fact.resource_type.as_deref();
    let text = match (theirs, ours) {
        (Some(theirs), Some(ours)) if theirs != ours => {
            format!("this identifies a `{theirs}`, not a `{ours}`,")
        }
        (Some(theirs), None) => format!("this identifies a `{theirs}`"),
        (None, Some(ours))
            if comparison.release.format == Format::OpenApi
                && target.get("additionalProperties").is_none() =>
        {
            format!("this does not identify a `{ours}`")
        }
        _ => return,
    };
    let at = schema.get("x-resource-type").map_or_else(|| schema.pointer.clone(), |own| own.pointer);
    comparison.add(&place.at(&at, "x-resource-type"), text, CORRECT);
}

fn values(comparison: &mut Comparison, schema: &At, fact: &Schema, place: &Place) {
    let declared = schema.texts("enum");
    let at = if declared.is_empty() { schema.pointer.clone() } else { below(&schema.pointer, "enum") };
    for value in declared.iter().filter(|value| !fact.values.contains(**value)) {
        let place = place.at(&at, &format!("enum/{value}"));
        comparison.add(&place, format!("there is no value `{value}`"), CORRECT);
    }
    for value in fact.values.iter().filter(|value| !declared.contains(&value.as_str())) {
        let place = place.at(&at, &format!("enum/{value}"));
        comparison.add(&place, format!("`{value}` is a value"), "add it");
    }
}

fn members<'a>(
    comparison: &mut Comparison<'a>,
    schema: &At<'a>,
    fact: &'a Schema,
    place: &Place,
    direction: Direction,
) {
    let required_here = schema.texts("required");
    let at_required = below(&schema.pointer, "required");
    let properties = schema.get("properties").map(|properties| properties.each()).unwrap_or_default();
    for (name, property) in &properties {
        let place = place.at(&property.pointer, &format!("properties/{name}"));
        let Some(member) = fact.properties.get(*name) else {
            comparison.add(&place, format!("there is no member `{name}`"), CORRECT);
            continue;
        };
        let is_required = fact.required.contains(*name);
        if required_here.contains(name) != is_required {
            comparison.add(
                &place.at(&at_required, "required"),
                required(&format!("`{name}`"), is_required),
                CORRECT,
            );
        }
        compare(comparison, property.clone(), member, &place, direction);
    }
    if direction == Direction::Request {
        let is_missing = |name: &&String| !properties.iter().any(|(own, _)| own == name);
        for name in fact.required.iter().filter(is_missing) {
            let place = place.fact(&format!("properties/{name}"));
            comparison.add(&place, format!("`{name}` is a required member"), "add it");
        }
    }
}

/// The formats that change a value. `uri` and `password` do not.
const FORMATS: [&str; 5] = ["date-time", "double", "float", "int32", "int64"];

fn kind_of_spec(schema: &At) -> String {
    let has_map = schema.value.get("additionalProperties").is_some_and(Value::is_object);
    kind(schema.text("type"), schema.text("format"), has_map, !schema.texts("enum").is_empty())
}

fn kind_of_fact(fact: &Schema) -> String {
    let has_map = fact.additional_properties.is_some();
    let (kind, format) = (fact.kind.as_deref(), fact.format.as_deref());
    self::kind(kind.unwrap_or_default(), format.unwrap_or_default(), has_map, !fact.values.is_empty())
}

fn kind(kind: &str, format: &str, is_map: bool, is_enum: bool) -> String {
    match (kind, is_map, is_enum) {
        ("object", true, _) => "a map".to_owned(),
        (_, _, true) => "an enum".to_owned(),
        _ if FORMATS.contains(&format) => format!("`{kind} {format}`"),
        _ => format!("`{kind}`"),
    }
}
