//! The requests and responses that `spec/vcenter-iso.yaml` allows.
//!
//! This is an independent interpretation of the document. It shares no code with the client generator or with
//! the operations of the simulator, so that each reveals mistakes of the others.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use jsonschema::Validator;
use serde_json::{Map, Value, json};
use vcenter_iso_simulator::Exchange;

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let text = include_str!("../../../spec/vcenter-iso.yaml");
    let mut document = serde_saphyr::from_str(text)
        .unwrap_or_else(|error| panic!("spec/vcenter-iso.yaml is not valid YAML: {error}"));
    to_json_schema(&mut document);
    document
});

/// The compiled schemas by their text. Compiling a schema takes longer than validating a body.
static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);

/// A request.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The method, such as `GET`.
    pub method: &'a str,
    /// The path, from `/api` on, and the query.
    pub path_and_query: &'a str,
    /// The names and values of the headers.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body; empty if there is none.
    pub body: &'a [u8],
}

impl Request<'_> {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }
}

/// A response.
#[derive(Debug, Clone, Copy)]
pub struct Response<'a> {
    /// The status.
    pub status: u16,
    /// The header `Content-Type`.
    pub content_type: Option<&'a str>,
    /// The body; empty if there is none.
    pub body: &'a [u8],
}

/// The paths of the simulator that the spec does not have, up to their parameter.
const BEYOND_SPEC: [&str; 5] = [
    "/cls/data/",
    "/rest/com/vmware/cis/session",
    "/api/content/local-library",
    "/api/content/subscribed-library",
    "/api/vcenter/datastore",
];

impl Request<'_> {
    /// Returns whether the spec has no such path, although the simulator serves it.
    fn is_beyond_spec(&self) -> bool {
        let path = self.path_and_query.split('?').next().unwrap_or_default();
        BEYOND_SPEC.iter().any(|known| path.starts_with(known))
    }
}

/// Returns the violations of the spec in an exchange. An exchange with a fault has none: it violates the spec
/// by design.
#[must_use]
pub fn violations(exchange: &Exchange) -> Vec<String> {
    let received = exchange.request();
    if received.fault().is_some() {
        return Vec::new();
    }
    let headers: Vec<_> = received.headers().collect();
    let request = Request {
        method: received.method(),
        path_and_query: received.path_and_query(),
        headers: &headers,
        body: received.body(),
    };
    let response = Response {
        status: received.status().unwrap_or_default(),
        content_type: exchange.content_type(),
        body: exchange.response_body(),
    };
    let checks = [check_request(&request), check_response(&request, &response)];
    checks.into_iter().filter_map(Result::err).collect()
}

/// Checks a request.
///
/// # Errors
/// Returns the operation and the violation.
pub fn check_request(request: &Request<'_>) -> Result<(), String> {
    if request.is_beyond_spec() {
        return Ok(());
    }
    let Some(operation) = Operation::of(request) else {
        return Err(format!("{} {} is not an operation of the spec", request.method, request.path_and_query));
    };
    let allowed = operation.credentials(request).and_then(|()| operation.query(request));
    allowed
        .and_then(|()| operation.body(request))
        .map_err(|violation| format!("the request for {} violates the spec: {violation}", operation.id()))
}

/// Checks the response to a request.
///
/// # Errors
/// Returns the operation, the status, and the violation.
pub fn check_response(request: &Request<'_>, response: &Response<'_>) -> Result<(), String> {
    if request.is_beyond_spec() {
        return Ok(());
    }
    let operation = Operation::of(request);
    let name = operation.as_ref().map_or_else(
        || format!("{} {}, which is not an operation of the spec,", request.method, request.path_and_query),
        |operation| operation.id().to_owned(),
    );
    let status = response.status;
    check_body(operation.as_ref(), response)
        .map_err(|violation| format!("the response {status} of {name} violates the spec: {violation}"))
}

fn check_body(operation: Option<&Operation>, response: &Response<'_>) -> Result<(), String> {
    let declared = match operation {
        Some(operation) => operation.response(response.status)?.clone(),
        None if response.status == 404 => {
            let schema = json!({ "$ref": "#/components/schemas/Std_Errors_Error" });
            json!({ "content": { "application/json": { "schema": schema } } })
        }
        None => return Err("the response to an unknown operation is 404".to_owned()),
    };
    let Some(content) = declared.get("content").and_then(Value::as_object) else {
        return match response.body {
            [] => Ok(()),
            body => Err(format!("the body must be empty, and is {}", String::from_utf8_lossy(body))),
        };
    };
    let media_type = response.content_type.ok_or("the content type is missing")?;
    let schema = content.get(media_type).ok_or_else(|| format!("the content type is {media_type}"))?;
    let body = parsed(response.body)?;
    matches(&schema["schema"], &body)?;
    check_error_type(operation.map(Operation::id), response.status, &declared["x-error-types"], &body)
}

const MOUNT: &str = "Vcenter.Iso.Image_mount";

/// The error types that the simulator sends although the operation does not list them under the status: the
/// operation (`*` for every one), the status, the error type, and the reason.
const UNLISTED: [(&str, u16, &str, &str); 6] = [
    ("*", 400, "UNEXPECTED_INPUT", "the API runtime reports it for unknown members of a body"),
    ("*", 400, "INVALID_REQUEST", "the API runtime cannot parse the body"),
    ("*", 500, "INTERNAL_SERVER_ERROR", "the inventory of a test refers to an object that does not exist"),
    (MOUNT, 500, "RESOURCE_BUSY", "vCenter documents it for adding a CD-ROM to a busy VM, not for the mount"),
    (
        MOUNT,
        500,
        "UNABLE_TO_ALLOCATE_RESOURCE",
        "vCenter documents it for adding a CD-ROM to a full bus, not for the mount",
    ),
    (MOUNT, 500, "ERROR", "`Behavior::generic_errors` replaces the previous two"),
];

/// Checks the error type of a body against those of its status. `default` lists none, and allows every one.
fn check_error_type(
    operation: Option<&str>,
    status: u16,
    listed: &Value,
    body: &Value,
) -> Result<(), String> {
    let (Some(listed), Some(error_type)) = (listed.as_array(), body["error_type"].as_str()) else {
        return Ok(());
    };
    let is_unlisted = UNLISTED.iter().any(|(known, of, unlisted, _)| {
        (*known == "*" || Some(*known) == operation) && *of == status && *unlisted == error_type
    });
    if is_unlisted || listed.iter().any(|listed| listed == error_type) {
        return Ok(());
    }
    let listed = Value::from(listed.as_slice());
    Err(format!("the error type {error_type} is not one of {listed}, the `x-error-types` of the status"))
}

/// An operation of the document with its path item, which holds shared parameters.
struct Operation {
    item: &'static Value,
    operation: &'static Value,
}

impl Operation {
    /// Returns the operation of a request. The path keys of the spec include the action.
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
        // A fixed path takes precedence over one with parameters.
        let (_, item) =
            paths.iter().filter(|(key, _)| fits(key)).min_by_key(|(key, _)| key.matches('{').count())?;
        let operation = Self { item, operation: item.get(request.method.to_ascii_lowercase())? };
        operation.record();
        Some(operation)
    }

    /// Records the operation for `cargo xtask coverage`, if the variable `TESTED_OPERATIONS` names a folder of the
    /// workspace. cargo runs the tests of each package in the folder of the package.
    fn record(&self) {
        if let Some(folder) = std::env::var_os("TESTED_OPERATIONS") {
            let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join(folder);
            let written = fs::create_dir_all(&folder).and_then(|()| fs::write(folder.join(self.id()), ""));
            assert!(written.is_ok(), "cannot write to TESTED_OPERATIONS={}: {written:?}", folder.display());
        }
    }

    fn id(&self) -> &'static str {
        self.operation["operationId"].as_str().unwrap_or("an operation without an id")
    }

    fn response(&self, status: u16) -> Result<&'static Value, String> {
        let responses = &self.operation["responses"];
        let response = responses.get(status.to_string()).or_else(|| responses.get("default"));
        response.map(resolved).ok_or_else(|| "the status is not declared".to_owned())
    }

    fn credentials(&self, request: &Request<'_>) -> Result<(), String> {
        let security = self.operation.get("security").unwrap_or(&DOCUMENT["security"]);
        for (name, _) in security[0].as_object().into_iter().flatten() {
            let scheme = &DOCUMENT["components"]["securitySchemes"][name];
            // HTTP authentication starts with the name of its scheme.
            let (header, start) = match scheme["type"].as_str() {
                Some("http") => ("authorization", scheme["scheme"].as_str()),
                _ => (scheme["name"].as_str().unwrap_or_default(), None),
            };
            let value = request.header(header).filter(|value| !value.is_empty());
            let value = value.ok_or_else(|| format!("the header {header} is missing"))?;
            let first = value.split(' ').next().unwrap_or_default();
            if let Some(start) = start.filter(|start| !first.eq_ignore_ascii_case(start)) {
                return Err(format!("the header {header} does not start with {start}"));
            }
        }
        Ok(())
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
                Some(_) => Err("it occurs more than once".to_owned()),
            };
            allowed.map_err(|violation| format!("the parameter {name}: {violation}"))?;
        }
        sent.keys().next().map_or(Ok(()), |name| Err(format!("the parameter {name} is not declared")))
    }

    fn body(&self, request: &Request<'_>) -> Result<(), String> {
        let Some(body) = self.operation.get("requestBody") else {
            return if request.body.is_empty() { Ok(()) } else { Err("the body must be empty".to_owned()) };
        };
        let content_type = request.header("content-type");
        let media_type = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
        let content = body["content"].as_object().into_iter().flatten();
        let schema = content.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(media_type));
        let schema = &schema.ok_or_else(|| format!("the content type is '{media_type}'"))?.1["schema"];
        let value = parsed(request.body)?;
        matches(schema, &value)?;
        // The document allows unknown members in responses of newer servers. A request must not have any.
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

/// Resolves a reference. Returns any other value unchanged.
fn resolved(value: &'static Value) -> &'static Value {
    let target = value.get("$ref").and_then(Value::as_str).and_then(|pointer| pointer.strip_prefix('#'));
    target.and_then(|pointer| DOCUMENT.pointer(pointer)).unwrap_or(value)
}

fn parsed(body: &[u8]) -> Result<Value, String> {
    serde_json::from_slice(body).map_err(|error| format!("the body is not JSON: {error}"))
}

fn matches(schema: &Value, body: &Value) -> Result<(), String> {
    let validator = validator(schema)?;
    let violations: Vec<String> = validator
        .iter_errors(body)
        .map(|error| format!("{error} (at '{}')", error.instance_path()))
        .collect();
    if violations.is_empty() { Ok(()) } else { Err(violations.join("; ")) }
}

fn validator(schema: &Value) -> Result<Arc<Validator>, String> {
    let text = schema.to_string();
    let mut validators = VALIDATORS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(validator) = validators.get(&text) {
        return Ok(Arc::clone(validator));
    }
    // The references in the schema are relative to the root of the document.
    let rooted = json!({ "components": DOCUMENT["components"], "allOf": [schema] });
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&rooted)
        .map_err(|error| format!("its schema is invalid: {error}"))?;
    Ok(Arc::clone(validators.entry(text).or_insert_with(|| Arc::new(validator))))
}

/// Replaces `nullable` of OpenAPI 3.0 with the type `null` of JSON Schema.
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
    if let Some(Value::String(name)) = schema.get("type") {
        let types = json!([name, "null"]);
        schema.insert("type".to_owned(), types);
    } else {
        let other = std::mem::take(schema);
        schema.insert("anyOf".to_owned(), json!([{ "type": "null" }, other]));
    }
}
