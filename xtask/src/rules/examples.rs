//! Checks that examples match their schemas.

use std::collections::BTreeSet;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{Draft, ValidationError};
use serde_json::{Map, Value, json};

use crate::document::{At, Kind, Spec, below, json_schema};
use crate::report::{Report, Rule};

pub(crate) fn check(spec: &Spec, report: &mut Report) {
    // No example matches a schema with a repeated name in `required`.
    if report.has(Rule::DuplicateItem) {
        return;
    }
    let components = components(spec);
    for node in [Kind::MediaType, Kind::Parameter].iter().flat_map(|kind| spec.all(*kind)) {
        if let Some(at) = spec.at(&node.pointer)
            && let Some(schema) = at.get("schema")
        {
            validate(spec, &schema, spec.examples_of(&at), &components, report);
        }
    }
}

fn validate(spec: &Spec, schema: &At, examples: Vec<At>, components: &Value, report: &mut Report) {
    if examples.is_empty() {
        return;
    }
    // The validator ignores siblings of a `$ref`, so the schema is in an `allOf`.
    let mut part = json_schema(schema.value);
    close(&mut part, true);
    bound(&mut part);
    let root = json!({ "components": components, "allOf": [part] });
    let validator =
        jsonschema::options().with_draft(Draft::Draft4).should_validate_formats(true).build(&root);
    let validator = match validator {
        Ok(validator) => validator,
        Err(error) => {
            // Another rule has usually reported the cause, for example a `$ref` without a target.
            if report.is_empty() {
                report.add(
                    Rule::WrongValue,
                    &schema.pointer,
                    format!("no example can match this schema: {error}"),
                );
            }
            return;
        }
    };
    for example in examples {
        for error in validator.iter_errors(example.value) {
            mismatch(spec, schema, &example, &error, report);
        }
    }
}

/// Reports the node of `example` that does not match, with the node of the schema. Either may be the mistake:
/// one edit of a schema can invalidate many examples.
fn mismatch(spec: &Spec, schema: &At, example: &At, error: &ValidationError, report: &mut Report) {
    let at = format!("{}{}", example.pointer, error.instance_path());
    let pointer = schema_pointer(spec, schema, error);
    let schema_at = format!("schema in line {} (#{pointer})", spec.document.location(&pointer).line);
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            for name in unexpected {
                let message =
                    format!("the {schema_at} has no member `{name}`: correct the name, or remove it");
                report.add(Rule::BadExample, &below(&at, name), message);
            }
        }
        // Only `nullable` becomes an `anyOf`. The first part is the schema, the second is `null`.
        ValidationErrorKind::AnyOf { context }
            if context.first().is_some_and(|errors| !errors.is_empty()) =>
        {
            for error in &context[0] {
                mismatch(spec, schema, example, error, report);
            }
        }
        _ => {
            let message = format!("the example does not match its {schema_at}: {error}");
            report.add(Rule::BadExample, &at, message);
        }
    }
}

/// Returns the pointer to the node of the document that rejects an example of `schema`.
fn schema_pointer(spec: &Spec, schema: &At, error: &ValidationError) -> String {
    let path = error.schema_path().as_str();
    let mut pointer = match path.strip_prefix("/allOf/0") {
        Some(rest) => format!("{}{rest}", schema.pointer),
        None => path.to_owned(),
    };
    // A node that `json_schema` added is not in the document: its parent has the location.
    while spec.at(&pointer).is_none() {
        pointer.truncate(pointer.rfind('/').unwrap_or_default());
    }
    pointer
}

/// Returns the schemas of the components, as JSON Schema.
fn components(spec: &Spec) -> Value {
    // A schema that an `allOf` combines with others must allow the members of the others.
    let mut open = BTreeSet::new();
    for node in spec.all(Kind::Schema).filter(|node| is_combined(node.members)) {
        let parts = node.members.get("allOf").and_then(Value::as_array).into_iter().flatten();
        open.extend(
            parts.filter_map(|part| part.get("$ref")?.as_str()?.strip_prefix("#/components/schemas/")),
        );
    }
    let schemas = spec.at("/components/schemas").map(|schemas| schemas.each()).unwrap_or_default();
    let schemas: Map<_, _> = schemas
        .into_iter()
        .map(|(name, at)| {
            let mut schema = json_schema(at.value);
            close(&mut schema, !open.contains(name));
            bound(&mut schema);
            (name.to_owned(), schema)
        })
        .collect();
    json!({ "schemas": schemas })
}

fn is_combined(schema: &Map<String, Value>) -> bool {
    let parts = schema.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
    parts > 1 || (parts == 1 && schema.contains_key("properties"))
}

/// Limits integers to the range of their format. JSON Schema leaves the format of a number to the reader.
fn bound(schema: &mut Value) {
    let members = match schema {
        Value::Array(items) => return items.iter_mut().for_each(bound),
        Value::Object(members) => members,
        _ => return,
    };
    members.values_mut().for_each(bound);
    let range = match members.get("format").and_then(Value::as_str) {
        Some("int32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
        Some("int64") => (i64::MIN, i64::MAX),
        _ => return,
    };
    members.insert("minimum".to_owned(), range.0.into());
    members.insert("maximum".to_owned(), range.1.into());
}

/// Forbids members that the schema does not name, because in an example they are misspellings. `schema`
/// itself forbids them only if it is `closed`.
fn close(schema: &mut Value, closed: bool) {
    let Value::Object(members) = schema else { return };
    let closed = closed && !is_combined(members);
    for (key, value) in members.iter_mut() {
        match (key.as_str(), value) {
            ("items" | "additionalProperties", schema) => close(schema, true),
            ("allOf" | "anyOf", Value::Array(parts)) => parts.iter_mut().for_each(|part| close(part, closed)),
            ("properties", Value::Object(properties)) => {
                properties.values_mut().for_each(|schema| close(schema, true));
            }
            _ => {}
        }
    }
    let is_map = members.get("additionalProperties").is_some_and(Value::is_object);
    if closed && members.contains_key("properties") && !is_map {
        members.insert("additionalProperties".to_owned(), Value::Bool(false));
    }
}
