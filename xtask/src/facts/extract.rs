use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::document::{At, Operation as SpecOperation, Spec};
use crate::facts::published::{Described, Published, text_of};
use crate::facts::release::{Body, Format, Operation, Parameter, Response, Schema, template};
use crate::facts::wording;

/// The facts of one description, for the operations of the spec.
#[derive(Default)]
pub(crate) struct Extracted {
    pub(crate) operations: BTreeMap<String, Operation>,
    pub(crate) schemas: BTreeMap<String, Schema>,
}

/// Returns the facts of each operation whose method and path are in the spec.
///
/// Of the schemas, it takes those that members of the spec lead to, each with all of its members.
///
/// # Errors
/// Fails if the privileges of an operation have a form that this module does not know.
pub(crate) fn extract(spec: &Spec, published: &Published) -> Result<Extracted, String> {
    let mut described = BTreeMap::new();
    for operation in published.operations() {
        described.insert((operation.method, template(operation.path)), operation);
    }
    let mut extract = Extract { spec, published, extracted: Extracted::default(), visited: BTreeSet::new() };
    for operation in spec.operations() {
        let find = |path: &str| described.get(&(operation.method(), template(path)));
        if let Some(found) = find(&operation.path).or_else(|| find(&with_required_query(spec, &operation))) {
            let facts = extract.operation(found, &operation)?;
            extract.extracted.operations.insert(operation.text("operationId").to_owned(), facts);
        }
    }
    Ok(extract.extracted)
}

/// Returns the path in the form of later releases, such as `/content/library/item?library_id`: it names the
/// required parameters of the query.
fn with_required_query(spec: &Spec, operation: &SpecOperation) -> String {
    let parameters = operation.parameters(spec);
    let is_required = |at: &&At| at.text("in") == "query" && at.value.get("required") == Some(&true.into());
    let names: Vec<_> = parameters.iter().filter(is_required).map(|at| at.text("name")).collect();
    format!("{}?{}", operation.path, names.join("&"))
}

/// Returns a path without the names of parameters in its query. They are in the list of parameters.
fn without_names(path: &str) -> String {
    match path.split_once('?') {
        Some((path, query)) if !query.contains('=') => path.to_owned(),
        _ => path.to_owned(),
    }
}

struct Extract<'a> {
    spec: &'a Spec<'a>,
    published: &'a Published,
    extracted: Extracted,
    /// Each visited schema of VMware with the pointer to its counterpart.
    visited: BTreeSet<(String, String)>,
}

impl Extract<'_> {
    fn operation(&mut self, described: &Described, operation: &SpecOperation) -> Result<Operation, String> {
        let members = described.members;
        let mut facts = Operation {
            path: without_names(described.path),
            method: described.method.to_owned(),
            parameters: BTreeMap::new(),
            request_body: None,
            responses: BTreeMap::new(),
            privileges: BTreeSet::new(),
        };
        let parameters = members.get("parameters").and_then(Value::as_array).into_iter().flatten();
        for parameter in parameters {
            if text_of(parameter, "in") == "body" {
                facts.request_body = self.request_body(parameter, operation);
            } else {
                self.parameter(parameter, operation, &mut facts.parameters);
            }
        }
        if let Some(body) = members.get("requestBody") {
            facts.request_body = self.request_body(body, operation);
        }
        let responses = members.get("responses").and_then(Value::as_object);
        for (status, response) in responses.into_iter().flatten() {
            facts.responses.insert(status.clone(), self.response(status, response, operation));
        }
        let responses = responses.into_iter().flatten().map(|(_, response)| response);
        let texts = responses.map(|response| text_of(response, "description"));
        let own = [text_of(members, "description"), text_of(members, "summary")];
        for text in own.into_iter().chain(texts) {
            let privileges = wording::privileges(text).map_err(|line| {
                let Described { method, path, .. } = described;
                let file = &self.published.file;
                format!(
                    "{file}: {method} {path}: the line `{}` on privileges has an unknown form: add the form to \
                     xtask/src/facts/wording.rs",
                    line.trim()
                )
            })?;
            facts.privileges.extend(privileges);
        }
        Ok(facts)
    }

    fn parameter(
        &mut self,
        parameter: &Value,
        operation: &SpecOperation,
        facts: &mut BTreeMap<String, Parameter>,
    ) {
        let (location, name) = (text_of(parameter, "in"), text_of(parameter, "name"));
        let is_required = parameter.get("required") == Some(&Value::Bool(true));
        // A parameter of Swagger 2.0 is its own schema.
        let schema = match self.published.format {
            Format::Swagger => self.published.schema(parameter, ""),
            Format::OpenApi => {
                let schema = parameter.get("schema").unwrap_or(&Value::Null);
                self.published.schema(schema, text_of(parameter, "description"))
            }
        };
        // An object in the query stands for its members.
        let members = schema.reference.as_ref().and_then(|name| self.published.definition(name));
        let members = members.map(|object| self.published.schema(object, ""));
        if location == "query"
            && let Some(object) = members.filter(|object| object.kind.as_deref() == Some("object"))
        {
            for (name, schema) in object.properties {
                let required = is_required && object.required.contains(&name);
                self.visit_parameter(&name, &schema, operation);
                facts.insert(name, Parameter { location: location.to_owned(), required, schema });
            }
            return;
        }
        self.visit_parameter(name, &schema, operation);
        facts.insert(
            name.to_owned(),
            Parameter { location: location.to_owned(), required: is_required, schema },
        );
    }

    fn visit_parameter(&mut self, name: &str, schema: &Schema, operation: &SpecOperation) {
        let parameters = operation.parameters(self.spec);
        if let Some(counterpart) = parameters.iter().find(|parameter| parameter.text("name") == name)
            && let Some(at) = counterpart.get("schema")
        {
            self.visit(schema, &at);
        }
    }

    fn request_body(&mut self, body: &Value, operation: &SpecOperation) -> Option<Body> {
        let schema = self.published.schema(self.published.body(body)?, text_of(body, "description"));
        if let Some(at) = operation.get("requestBody").and_then(|body| body.body_schema()) {
            self.visit(&schema, &at);
        }
        Some(Body { required: body.get("required") == Some(&Value::Bool(true)), schema })
    }

    fn response(&mut self, status: &str, response: &Value, operation: &SpecOperation) -> Response {
        let text = text_of(response, "description");
        let schema = self.published.body(response);
        let named = schema.and_then(|schema| text_of(schema, "$ref").rsplit('/').next()).unwrap_or_default();
        let mut error_types = BTreeSet::new();
        if status.starts_with(['4', '5']) {
            error_types = wording::marked_error_types(text);
            if error_types.is_empty() {
                error_types.extend(wording::error_type(named));
            }
        }
        let schema = schema.map(|schema| self.published.schema(schema, text));
        if let Some(schema) = &schema {
            let responses = operation.responses(self.spec);
            let counterpart = |wanted: &str| responses.iter().find(|(status, _)| *status == wanted);
            let fallback = || if status.starts_with('2') { None } else { counterpart("default") };
            if let Some((_, response)) = counterpart(status).or_else(fallback)
                && let Some(at) = response.body_schema()
            {
                self.visit(schema, &at);
            }
        }
        Response { schema, error_types }
    }

    /// Adds the schemas that the members of `at`, a schema of the spec, lead to.
    fn visit(&mut self, schema: &Schema, at: &At) {
        let at = self.spec.value_schema(at.clone());
        if let Some(name) = &schema.reference {
            if !self.visited.insert((name.clone(), at.pointer.clone())) {
                return;
            }
            let Some(definition) = self.published.definition(name) else { return };
            let definition = self.published.schema(definition, "");
            self.visit(&definition, &at);
            self.extracted.schemas.insert(name.clone(), definition);
            return;
        }
        for (key, part) in [("items", &schema.items), ("additionalProperties", &schema.additional_properties)]
        {
            if let Some(part) = part
                && let Some(at) = at.get(key)
            {
                self.visit(part, &at);
            }
        }
        for (name, at) in at.get("properties").map(|properties| properties.each()).unwrap_or_default() {
            if let Some(member) = schema.properties.get(name) {
                self.visit(member, &at);
            }
        }
    }
}
