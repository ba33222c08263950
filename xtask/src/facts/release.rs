use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

/// The facts of one release, as in `spec/upstream/RELEASE.json`.
///
/// The keys of OpenAPI have the meaning that they have there. There are no texts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Release {
    #[serde(rename = "x-generated-by")]
    generated_by: String,
    #[serde(rename = "release")]
    pub(crate) name: String,
    pub(crate) format: Format,
    /// The operations of the spec that the release has, by the operationId of the spec.
    pub(crate) operations: BTreeMap<String, Operation>,
    /// The schemas that members of the spec lead to, by VMware's name.
    pub(crate) schemas: BTreeMap<String, Schema>,
}

/// The format of the published descriptions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Format {
    /// A response has one schema, so each error status has only one of its error types.
    #[serde(rename = "Swagger 2.0")]
    Swagger,
    #[serde(rename = "OpenAPI 3.0")]
    OpenApi,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Operation {
    /// The path without `/api`.
    pub(crate) path: String,
    pub(crate) method: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) parameters: BTreeMap<String, Parameter>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) request_body: Option<Body>,
    pub(crate) responses: BTreeMap<String, Response>,
    /// The stated privileges. Empty if the description names none.
    #[serde(rename = "x-privileges", default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) privileges: BTreeSet<Privilege>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Parameter {
    #[serde(rename = "in")]
    pub(crate) location: String,
    pub(crate) required: bool,
    pub(crate) schema: Schema,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Body {
    pub(crate) required: bool,
    pub(crate) schema: Schema,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Response {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) schema: Option<Schema>,
    #[serde(rename = "x-error-types", default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) error_types: BTreeSet<String>,
}

/// A privilege that an operation needs, with the parameter or body member that it applies to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Privilege {
    pub(crate) privilege: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) parameter: Option<String>,
}

/// The type of a value.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Schema {
    /// The name of a schema of [`Release::schemas`]. The schema has no other member then.
    #[serde(rename = "$ref", default, skip_serializing_if = "Option::is_none")]
    pub(crate) reference: Option<String>,
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub(crate) kind: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) format: Option<String>,
    #[serde(rename = "x-resource-type", default, skip_serializing_if = "Option::is_none")]
    pub(crate) resource_type: Option<String>,
    #[serde(rename = "enum", default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) values: BTreeSet<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) items: Option<Box<Schema>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) additional_properties: Option<Box<Schema>>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) required: BTreeSet<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) properties: BTreeMap<String, Schema>,
}

impl Release {
    /// The folder of the files, one per release.
    pub(crate) const FOLDER: &str = "spec/upstream";

    /// The command that writes the files.
    pub(crate) const COMMAND: &str = "cargo xtask upstream";

    pub(crate) fn new(release: &str, format: Format) -> Self {
        Self {
            generated_by: format!(
                "`{}`, from VMware's descriptions of {release}. Do not edit.",
                Self::COMMAND
            ),
            name: release.to_owned(),
            format,
            operations: BTreeMap::new(),
            schemas: BTreeMap::new(),
        }
    }

    /// Returns the file of a release, relative to the root of the workspace.
    pub(crate) fn file(release: &str) -> String {
        format!("{}/{release}.json", Self::FOLDER)
    }

    /// Returns whether `name` is a release such as `9.1`.
    pub(crate) fn is_name(name: &str) -> bool {
        // Two forms of a number would give one release two files.
        let is_number = |part: &str| part.parse::<u32>().is_ok_and(|number| number.to_string() == part);
        name.contains('.') && name.split('.').all(is_number)
    }

    /// Returns the numbers of a release, for sorting.
    pub(crate) fn numbers(name: &str) -> Vec<u32> {
        name.split('.').map(|part| part.parse().unwrap_or_default()).collect()
    }

    /// Returns the text of the file. The same facts give the same bytes.
    pub(crate) fn text(&self) -> String {
        // Maps with string keys and derived implementations always serialize.
        let text = serde_json::to_string_pretty(self).unwrap_or_default();
        format!("{text}\n")
    }

    /// Removes each schema that no operation leads to.
    pub(crate) fn remove_unused_schemas(&mut self) {
        let mut used = BTreeSet::new();
        let mut pending = Vec::new();
        for operation in self.operations.values() {
            let parameters = operation.parameters.values().map(|parameter| &parameter.schema);
            let body = operation.request_body.iter().map(|body| &body.schema);
            let results = operation.responses.values().filter_map(|response| response.schema.as_ref());
            parameters.chain(body).chain(results).for_each(|schema| schema.references(&mut pending));
        }
        while let Some(name) = pending.pop() {
            if used.insert(name.clone())
                && let Some(schema) = self.schemas.get(&name)
            {
                schema.references(&mut pending);
            }
        }
        self.schemas.retain(|name, _| used.contains(name));
    }
}

impl Schema {
    pub(crate) fn named(name: &str) -> Self {
        Self { reference: Some(name.to_owned()), ..Self::default() }
    }

    /// Adds the names of the schemas that this schema refers to.
    fn references(&self, names: &mut Vec<String>) {
        names.extend(self.reference.clone());
        let parts = self.items.iter().chain(&self.additional_properties).map(Box::as_ref);
        parts.chain(self.properties.values()).for_each(|part| part.references(names));
    }
}

impl fmt::Display for Privilege {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.parameter {
            Some(parameter) => write!(f, "{} on {parameter}", self.privilege),
            None => f.write_str(&self.privilege),
        }
    }
}

/// Returns a path with `{}` for each parameter: the names of path parameters differ between releases.
pub(crate) fn template(path: &str) -> String {
    let mut parts = path.split('{');
    let mut template = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        template.push_str("{}");
        template.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    template
}
