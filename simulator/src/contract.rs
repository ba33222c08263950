//! The contract: what `spec/vcenter-iso.yaml` allows as a request and as an answer.
//!
//! For the tests of this workspace, where the document is: it is not part of the package. The document is read here
//! on its own, without the code that generates clients from it and without the operations of the simulator, so that a
//! mistake in one is seen by the other.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use axum::http::HeaderMap;
use jsonschema::Validator;
use serde_json::{Map, Value, json};

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let text = include_str!("../../spec/vcenter-iso.yaml");
    let mut document = serde_saphyr::from_str(text).unwrap_or_else(|error| panic!("the spec: {error}"));
    to_json_schema(&mut document);
    document
});

/// Compiling a schema takes longer than using it. By its text.
static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);

/// A request.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The method, such as `GET`.
    pub method: &'a str,
    /// The path, from `/api` on, and the query.
    pub path_and_query: &'a str,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The body; empty if there is none.
    pub body: &'a [u8],
}

/// The answer to a request.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The status.
    pub status: u16,
    /// The header `Content-Type`.
    pub content_type: Option<&'a str>,
    /// The body; empty if there is none.
    pub body: &'a [u8],
}

/// Whether the spec allows the request.
///
/// # Errors
/// The operation, and what the spec does not allow.
pub fn check_request(request: &Request<'_>) -> Result<(), String> {
    let Some(operation) = Operation::of(request) else {
        return Err(format!("{} {} is no operation of the spec", request.method, request.path_and_query));
    };
    let allowed = operation.credentials(request).and_then(|()| operation.query(request));
    allowed
        .and_then(|()| operation.body(request))
        .map_err(|wrong| format!("a request for {}, and the spec does not allow it: {wrong}", operation.id()))
}

/// Whether the spec allows the answer.
///
/// # Errors
/// The operation, the status, and what the spec does not allow.
pub fn check_answer(request: &Request<'_>, answer: &Answer<'_>) -> Result<(), String> {
    let operation = Operation::of(request);
    let name = operation.as_ref().map_or_else(
        || format!("{} {}, which is no operation of the spec,", request.method, request.path_and_query),
        |operation| operation.id().to_owned(),
    );
    let status = answer.status;
    answer_allowed(operation.as_ref(), answer)
        .map_err(|wrong| format!("{name} answered {status}, and the spec does not allow it: {wrong}"))
}

fn answer_allowed(operation: Option<&Operation>, answer: &Answer<'_>) -> Result<(), String> {
    let response = match operation {
        Some(operation) => operation.response(answer.status)?.clone(),
        None if answer.status == 404 => {
            let schema = json!({ "$ref": "#/components/schemas/Std_Errors_Error" });
            json!({ "content": { "application/json": { "schema": schema } } })
        }
        None => return Err("what is not there answers 404".to_owned()),
    };
    let Some(content) = response.get("content").and_then(Value::as_object) else {
        return match answer.body {
            [] => Ok(()),
            body => Err(format!("there is a body where none belongs: {}", String::from_utf8_lossy(body))),
        };
    };
    let media_type = answer.content_type.ok_or("there is no content type")?;
    let schema = content.get(media_type).ok_or_else(|| format!("the content type is {media_type}"))?;
    matches(&schema["schema"], &parsed(answer.body)?)
}

/// An operation of the document, with the parameters that it shares with others of its path.
struct Operation {
    item: &'static Value,
    operation: &'static Value,
}

impl Operation {
    /// The operation that the request asks for. The spec writes the action into the path key.
    fn of(request: &Request<'_>) -> Option<Self> {
        let (path, query) = request.path_and_query.split_once('?').unwrap_or((request.path_and_query, ""));
        let path = path.strip_prefix("/api")?;
        let action = query.split('&').find_map(|parameter| parameter.strip_prefix("action="));
        let fits = |key: &str| {
            let (template, verb) =
                key.split_once("?action=").map_or((key, None), |(path, verb)| (path, Some(verb)));
            verb == action && same_path(template, path)
        };
        let paths = DOCUMENT["paths"].as_object()?;
        // A fixed path goes before one with places.
        let (_, item) =
            paths.iter().filter(|(key, _)| fits(key)).min_by_key(|(key, _)| key.matches('{').count())?;
        Some(Self { item, operation: item.get(request.method.to_ascii_lowercase())? })
    }

    fn id(&self) -> &'static str {
        self.operation["operationId"].as_str().unwrap_or("an operation without an id")
    }

    fn response(&self, status: u16) -> Result<&'static Value, String> {
        let responses = &self.operation["responses"];
        let response = responses.get(status.to_string()).or_else(|| responses.get("default"));
        response.map(resolved).ok_or_else(|| "the status is not declared, and there is no default".to_owned())
    }

    fn credentials(&self, request: &Request<'_>) -> Result<(), String> {
        let security = self.operation.get("security").unwrap_or(&DOCUMENT["security"]);
        let basic = security[0].get("basic_auth").is_some();
        let header = if basic { "authorization" } else { "vmware-api-session-id" };
        let sent = request.headers.get(header).is_some_and(|value| !value.is_empty());
        if sent { Ok(()) } else { Err(format!("the header {header} is missing")) }
    }

    fn query(&self, request: &Request<'_>) -> Result<(), String> {
        let query = request.path_and_query.split_once('?').map_or("", |(_, query)| query);
        let mut sent: HashMap<String, Vec<String>> = HashMap::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            sent.entry(name.into_owned()).or_default().push(value.into_owned());
        }
        sent.remove("action");
        let own = [&self.item["parameters"], &self.operation["parameters"]];
        let declared = own.into_iter().filter_map(Value::as_array).flatten().map(resolved);
        for parameter in declared.filter(|parameter| parameter["in"] == "query") {
            let name = parameter["name"].as_str().unwrap_or_default();
            let required = parameter["required"] == true;
            let schema = &parameter["schema"];
            let allowed = match sent.remove(name).as_deref() {
                None if required => Err("it is missing".to_owned()),
                None => Ok(()),
                Some(values) if schema["type"] == "array" => matches(schema, &json!(values)),
                Some([value]) => matches(schema, &json!(value)),
                Some(_) => Err("it is there more than once".to_owned()),
            };
            allowed.map_err(|wrong| format!("the parameter {name}: {wrong}"))?;
        }
        sent.keys().next().map_or(Ok(()), |name| Err(format!("the parameter {name} is not declared")))
    }

    fn body(&self, request: &Request<'_>) -> Result<(), String> {
        let Some(body) = self.operation.get("requestBody") else {
            return if request.body.is_empty() {
                Ok(())
            } else {
                Err("there is a body where none belongs".to_owned())
            };
        };
        let content_type = request.headers.get("content-type").and_then(|value| value.to_str().ok());
        let media_type = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
        let content = body["content"].as_object().into_iter().flatten();
        let schema = content.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(media_type));
        let schema = &schema.ok_or_else(|| format!("the content type is '{media_type}'"))?.1["schema"];
        let value = parsed(request.body)?;
        matches(schema, &value)?;
        // The document leaves room for members of newer servers in answers; a request has no use for it.
        let properties = &resolved(schema)["properties"];
        let unknown =
            value.as_object().into_iter().flatten().find(|(name, _)| properties.get(name).is_none());
        unknown.map_or(Ok(()), |(name, _)| Err(format!("the member {name} is not declared")))
    }
}

fn same_path(template: &str, path: &str) -> bool {
    let (template, path): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template
            .iter()
            .zip(&path)
            .all(|(expected, part)| expected == part || (expected.starts_with('{') && !part.is_empty()))
}

/// What a reference stands for; anything else is itself.
fn resolved(value: &'static Value) -> &'static Value {
    let target = value.get("$ref").and_then(Value::as_str).and_then(|pointer| pointer.strip_prefix('#'));
    target.and_then(|pointer| DOCUMENT.pointer(pointer)).unwrap_or(value)
}

fn parsed(body: &[u8]) -> Result<Value, String> {
    serde_json::from_slice(body).map_err(|error| format!("the body is no JSON: {error}"))
}

fn matches(schema: &Value, body: &Value) -> Result<(), String> {
    let validator = validator(schema)?;
    let wrong: Vec<String> = validator
        .iter_errors(body)
        .map(|error| format!("{error} (at '{}')", error.instance_path()))
        .collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ")) }
}

fn validator(schema: &Value) -> Result<Arc<Validator>, String> {
    let text = schema.to_string();
    let mut known = VALIDATORS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(validator) = known.get(&text) {
        return Ok(Arc::clone(validator));
    }
    // The references in the schema begin at the root of the document.
    let rooted = json!({ "components": DOCUMENT["components"], "allOf": [schema] });
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&rooted)
        .map_err(|error| format!("its schema is broken: {error}"))?;
    Ok(Arc::clone(known.entry(text).or_insert_with(|| Arc::new(validator))))
}

/// OpenAPI 3.0 says `nullable` where JSON Schema has the type `null`.
fn to_json_schema(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(to_json_schema),
        Value::Object(members) => {
            members.values_mut().for_each(to_json_schema);
            if members.get("nullable") == Some(&Value::Bool(true)) {
                members.remove("nullable");
                allow_null(members);
            }
        }
        _ => {}
    }
}

fn allow_null(schema: &mut Map<String, Value>) {
    if let Some(Value::String(one)) = schema.get("type") {
        let both = json!([one, "null"]);
        schema.insert("type".to_owned(), both);
    } else {
        let other = std::mem::take(schema);
        schema.insert("anyOf".to_owned(), json!([{ "type": "null" }, other]));
    }
}
