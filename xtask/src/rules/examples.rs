//! Examples fit their schemas.

use std::collections::BTreeSet;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{Draft, ValidationError};
use serde_json::{Map, Value, json};

use crate::document::{At, Kind, Spec, below};
use crate::report::{Report, Rule};

pub(crate) fn check(spec: &Spec, report: &mut Report) {
    let components = components(spec);
    for node in [Kind::MediaType, Kind::Parameter, Kind::Header].iter().flat_map(|kind| spec.all(*kind)) {
        if let Some(at) = spec.at(&node.pointer)
            && let Some(schema) = at.get("schema")
        {
            validate(spec, &schema, spec.examples_of(&at), &components, report);
        }
    }
    for node in spec.all(Kind::Schema) {
        if let Some(at) = spec.at(&node.pointer) {
            let values = ["example", "default"].iter().filter_map(|key| at.get(key)).collect();
            validate(spec, &at, values, &components, report);
        }
    }
}

fn validate(spec: &Spec, schema: &At, examples: Vec<At>, components: &Value, report: &mut Report) {
    if examples.is_empty() {
        return;
    }
    // A `$ref` hides what stands beside it, so the schema stands in an `allOf`.
    let root = json!({ "components": components, "allOf": [json_schema(schema.value, true)] });
    let validator =
        jsonschema::options().with_draft(Draft::Draft4).should_validate_formats(true).build(&root);
    let validator = match validator {
        Ok(validator) => validator,
        Err(error) => {
            // What breaks a schema is mostly reported already, for example a `$ref` without target.
            if report.is_empty() {
                report.add(
                    Rule::WrongValue,
                    &schema.pointer,
                    format!("no example can fit this schema: {error}"),
                );
            }
            return;
        }
    };
    for example in examples {
        for error in validator.iter_errors(example.value) {
            misfit(spec, schema, &example, &error, report);
        }
    }
}

/// Reports what does not fit in `example`, and the node of the schema that says so: either may be the mistake, and
/// one change of a schema can make many examples wrong.
fn misfit(spec: &Spec, schema: &At, example: &At, error: &ValidationError, report: &mut Report) {
    let at = format!("{}{}", example.pointer, error.instance_path());
    let pointer = judge(spec, schema, error);
    let schema_at = format!("schema in line {} (#{pointer})", spec.document.location(&pointer).line);
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            for name in unexpected {
                let message = format!("the {schema_at} knows no `{name}`: mend the name, or remove it");
                report.add(Rule::BadExample, &below(&at, name), message);
            }
        }
        // Only `nullable` becomes an `anyOf` that the client can take: what the schema before `null` says counts.
        ValidationErrorKind::AnyOf { context }
            if context.first().is_some_and(|errors| !errors.is_empty()) =>
        {
            for error in &context[0] {
                misfit(spec, schema, example, error, report);
            }
        }
        _ => {
            let message = format!("the example does not fit its {schema_at}: {error}");
            report.add(Rule::BadExample, &at, message);
        }
    }
}

/// The pointer to the node of the document that refuses an example of `schema`.
fn judge(spec: &Spec, schema: &At, error: &ValidationError) -> String {
    let path = error.schema_path().as_str();
    let mut pointer = match path.strip_prefix("/allOf/0") {
        Some(rest) => format!("{}{rest}", schema.pointer),
        None => path.to_owned(),
    };
    // What `json_schema` added belongs to the schema around it.
    while spec.at(&pointer).is_none() {
        pointer.truncate(pointer.rfind('/').unwrap_or_default());
    }
    pointer
}

/// The schemas of the components, as JSON Schema.
fn components(spec: &Spec) -> Value {
    // What an `allOf` puts together with more has members that this part does not know.
    let mut open = BTreeSet::new();
    for node in spec.all(Kind::Schema).filter(|node| is_put_together(node.members)) {
        let parts = node.members.get("allOf").and_then(Value::as_array).into_iter().flatten();
        open.extend(
            parts.filter_map(|part| part.get("$ref")?.as_str()?.strip_prefix("#/components/schemas/")),
        );
    }
    let schemas = spec.at("/components/schemas").map(|schemas| schemas.each()).unwrap_or_default();
    let schemas: Map<_, _> = schemas
        .into_iter()
        .map(|(name, schema)| (name.to_owned(), json_schema(schema.value, !open.contains(name))))
        .collect();
    json!({ "schemas": schemas })
}

fn is_put_together(schema: &Map<String, Value>) -> bool {
    let parts = schema.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
    parts > 1 || (parts == 1 && schema.contains_key("properties"))
}

/// A schema of OpenAPI 3.0 as a JSON Schema of draft 4.
///
/// OpenAPI 3.0 is that draft but for `nullable`: beside a `type` it adds the type `null`. Beside an `allOf` with one
/// `$ref` it is not defined, and generators read it as "that, or `null`"; so does this.
/// A `closed` schema knows all of its members: an example with another one has a mistyped key.
fn json_schema(schema: &Value, closed: bool) -> Value {
    let Value::Object(members) = schema else { return schema.clone() };
    let closed = closed && !is_put_together(members);
    let mut converted = Map::new();
    for (key, value) in members {
        let value = match (key.as_str(), value) {
            ("nullable" | "example" | "default", _) => continue,
            ("items" | "not" | "additionalProperties", schema) => json_schema(schema, true),
            ("allOf" | "oneOf" | "anyOf", Value::Array(parts)) => {
                parts.iter().map(|part| json_schema(part, closed)).collect()
            }
            ("properties", Value::Object(properties)) => {
                properties.iter().map(|(name, schema)| (name.clone(), json_schema(schema, true))).collect()
            }
            _ => value.clone(),
        };
        converted.insert(key.clone(), value);
    }
    if closed && converted.contains_key("properties") {
        converted.entry("additionalProperties").or_insert(Value::Bool(false));
    }
    if members.get("nullable") != Some(&Value::Bool(true)) {
        return Value::Object(converted);
    }
    match converted.get_mut("type") {
        Some(kind) => {
            *kind = json!([kind, "null"]);
            Value::Object(converted)
        }
        None => json!({ "anyOf": [converted, { "type": "null" }] }),
    }
}
