use serde_json::{Map, Value, json};

/// Converts a schema of OpenAPI 3.0 to a JSON Schema of draft 4.
///
/// The two differ only in `nullable`. Beside a `type`, it adds the type `null`. OpenAPI does not define it
/// beside an `allOf`: generators and this function read it as "that, or `null`".
#[must_use]
pub fn json_schema(schema: &Value) -> Value {
    let Value::Object(members) = schema else { return schema.clone() };
    let mut converted = Map::new();
    for (key, value) in members {
        let value = match (key.as_str(), value) {
            ("nullable", _) => continue,
            ("items" | "additionalProperties", schema) => json_schema(schema),
            ("allOf" | "anyOf", Value::Array(parts)) => parts.iter().map(json_schema).collect(),
            ("properties", Value::Object(properties)) => {
                properties.iter().map(|(name, schema)| (name.clone(), json_schema(schema))).collect()
            }
            _ => value.clone(),
        };
        converted.insert(key.clone(), value);
    }
    if members.get("nullable") != Some(&Value::Bool(true)) {
        return Value::Object(converted);
    }
    if let Some(kind) = converted.get_mut("type") {
        *kind = json!([kind, "null"]);
        return Value::Object(converted);
    }
    let description = converted.shift_remove("description");
    let mut nullable = Map::new();
    nullable.extend(description.map(|description| ("description".to_owned(), description)));
    nullable.insert("anyOf".to_owned(), json!([converted, { "type": "null" }]));
    Value::Object(nullable)
}
