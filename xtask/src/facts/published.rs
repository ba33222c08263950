use serde_json::{Map, Value};
use vcenter_iso_codegen::Document;
use vcenter_iso_codegen::pointer::escape;

use crate::facts::release::{Format, Schema};
use crate::facts::wording;

/// A description of the API that VMware has published.
pub(crate) struct Published {
    pub(crate) file: String,
    pub(crate) format: Format,
    document: Value,
}

/// An operation of a published description.
pub(super) struct Described<'a> {
    pub(super) method: &'a str,
    /// The path without `/api`.
    pub(super) path: &'a str,
    pub(super) members: &'a Value,
}

/// The keys of the operations of a path.
const METHODS: [&str; 5] = ["get", "put", "post", "delete", "patch"];

impl Published {
    /// Parses `text`, JSON or YAML; `file` is its name in messages.
    ///
    /// # Errors
    /// Fails with the file, the location and the fix if the text is neither Swagger 2.0 nor OpenAPI 3.0.
    pub(crate) fn parse(file: &str, text: &str) -> Result<Self, String> {
        let document = match text.trim_start().chars().next() {
            None => return Err(format!("{file}: the file is empty: fetch it again")),
            Some('{') => serde_json::from_str(text)
                .map_err(|error| format!("{file}:{}:{}: not JSON: {error}", error.line(), error.column()))?,
            Some(_) => Document::parse(file, text).map_err(|error| error.to_string())?.value().clone(),
        };
        let version = |key| document.get(key).and_then(Value::as_str).unwrap_or_default();
        let format = if version("swagger") == "2.0" {
            Format::Swagger
        } else if version("openapi").starts_with("3.0.") {
            Format::OpenApi
        } else {
            return Err(format!(
                "{file}: neither Swagger 2.0 nor OpenAPI 3.0: pass a description of the vSphere Automation API"
            ));
        };
        let published = Self { file: file.to_owned(), format, document };
        // Without its members, an operation would replace facts by none.
        if let Some(Described { method, path, .. }) =
            published.operations().find(|operation| !operation.members.is_object())
        {
            return Err(format!("{file}: {method} {path}: expected a mapping: fetch the file again"));
        }
        Ok(published)
    }

    /// Returns the release that the description states: `9.1` for the version 9.1.0.0.
    ///
    /// The version of a Swagger 2.0 description is not a release.
    pub(crate) fn release(&self) -> Option<String> {
        if self.format == Format::Swagger {
            return None;
        }
        let mut parts: Vec<_> = text_of(self.document.get("info")?, "version").split('.').collect();
        while parts.len() > 2 && parts.last() == Some(&"0") {
            parts.pop();
        }
        Some(parts.join("."))
    }

    pub(super) fn operations(&self) -> impl Iterator<Item = Described<'_>> {
        let paths = self.document.get("paths").and_then(Value::as_object).into_iter().flat_map(Map::iter);
        paths.flat_map(|(path, item)| {
            METHODS.iter().filter_map(|method| {
                Some(Described { method, path: below_api(path), members: item.get(method)? })
            })
        })
    }

    /// Returns the schema with this name.
    pub(super) fn definition(&self, name: &str) -> Option<&Value> {
        let section = match self.format {
            Format::Swagger => "/definitions",
            Format::OpenApi => "/components/schemas",
        };
        self.document.pointer(section)?.get(name)
    }

    /// Returns the schema of a body. A body of Swagger 2.0 is its own schema.
    pub(super) fn body<'a>(&self, body: &'a Value) -> Option<&'a Value> {
        match self.format {
            Format::Swagger => body.get("schema"),
            Format::OpenApi => body.pointer(&format!("/content/{}/schema", escape("application/json"))),
        }
    }

    /// Returns the facts of a schema. A reference stays a name; `text` describes the value if the schema does
    /// not.
    pub(super) fn schema(&self, schema: &Value, text: &str) -> Schema {
        if let Some(name) = self.name(schema) {
            return Schema::named(&name);
        }
        let own = text_of(schema, "description");
        let text = if own.is_empty() { text } else { own };
        let kind = text_of(schema, "type");
        if kind == "string"
            && let Some(name) = wording::enum_name(text)
            && self.definition(name).is_some_and(|definition| definition.get("enum").is_some())
        {
            return Schema::named(name);
        }
        let boxed = |key| schema.get(key).filter(|part| part.is_object());
        Schema {
            kind: Some(kind).filter(|kind| !kind.is_empty()).map(str::to_owned),
            format: schema.get("format").and_then(Value::as_str).map(str::to_owned),
            resource_type: if kind == "string" { wording::resource_type(text) } else { None },
            values: texts(schema, "enum").map(str::to_owned).collect(),
            items: boxed("items").map(|items| Box::new(self.schema(items, text))),
            additional_properties: boxed("additionalProperties")
                .map(|values| Box::new(self.schema(values, ""))),
            required: texts(schema, "required").map(str::to_owned).collect(),
            properties: schema
                .get("properties")
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
                .map(|(name, property)| (name.clone(), self.schema(property, "")))
                .collect(),
            reference: None,
        }
    }

    /// Returns the name of the schema that `schema` refers to, also through definitions that only refer to
    /// another one.
    fn name(&self, schema: &Value) -> Option<String> {
        let mut name = reference(schema)?;
        // A longer chain is circular.
        for _ in 0..16 {
            match self.definition(name).and_then(reference) {
                Some(next) => name = next,
                None => break,
            }
        }
        Some(name.to_owned())
    }
}

/// Returns the name in a `$ref`, or in an `allOf` with one `$ref` and no properties beside it.
fn reference(schema: &Value) -> Option<&str> {
    let target = match (schema.get("$ref"), schema.get("allOf").and_then(Value::as_array).map(Vec::as_slice))
    {
        (Some(target), _) => target,
        (None, Some([part])) if schema.get("properties").is_none() => part.get("$ref")?,
        _ => return None,
    };
    target.as_str()?.rsplit('/').next()
}

fn below_api(path: &str) -> &str {
    path.strip_prefix("/api").filter(|rest| rest.starts_with('/')).unwrap_or(path)
}

pub(super) fn text_of<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn texts<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a str> {
    value.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}
