//! `/_simulator`: looks into a running simulator and changes it, for tests in any language.
//!
//! These routes are not part of vCenter. Requests for them are neither recorded nor delayed, and no fault affects them,
//! except one that refuses connections. `docs/simulator.md` has the routes.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::fault::FaultRule;
use crate::inventory::Inventory;
use crate::operation::Operation;
use crate::server::{Peer, Turn};
use crate::state::{ReceivedRequest, Vcenter};

/// The path of all routes.
pub(crate) const PATH: &str = "/_simulator";

/// The size limit of a body: that of an inventory file.
const BODY_LIMIT: usize = 64 << 20;

/// The body of `POST /_simulator/faults`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    rules: Vec<String>,
}

/// The body of `POST /_simulator/clock`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance: String,
}

/// A status and the reason.
struct Refusal(StatusCode, String);

fn invalid(reason: impl std::fmt::Display) -> Refusal {
    Refusal(StatusCode::BAD_REQUEST, reason.to_string())
}

/// Returns whether a request is for one of these routes.
pub(crate) fn serves(path: &str) -> bool {
    path.strip_prefix(PATH).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

pub(crate) async fn respond(vcenter: &Vcenter, request: Request) -> Response {
    match handle(vcenter, request).await {
        Ok(Some(body)) => Json(body).into_response(),
        Ok(None) => StatusCode::NO_CONTENT.into_response(),
        Err(Refusal(status, reason)) => (status, Json(json!({ "error": reason }))).into_response(),
    }
}

async fn handle(vcenter: &Vcenter, request: Request) -> Result<Option<Value>, Refusal> {
    // Another machine must not change the state of a test.
    if request.extensions().get() != Some(&Peer::Loopback) {
        let reason = format!("{PATH} is only for clients on the machine of the simulator");
        return Err(Refusal(StatusCode::FORBIDDEN, reason));
    }
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let route = path.strip_prefix(PATH).unwrap_or_default().trim_start_matches('/');
    match (route, &method) {
        ("inventory", &Method::GET) => {
            let inventory = Arc::clone(&vcenter.inventory());
            return without_users(&inventory).map(Some);
        }
        ("inventory", &Method::PUT) => {
            let new = body(request).await?;
            replace(&mut vcenter.inventory(), &new)?;
        }
        ("inventory", &Method::PATCH) => {
            let changes = body(request).await?;
            // Locked from the read to the change, so that no change of an operation is lost between them.
            let mut inventory = vcenter.inventory();
            let mut merged = without_users(&inventory)?;
            merge(&mut merged, changes);
            replace(&mut inventory, &merged)?;
        }
        ("requests", &Method::GET) => {
            return Ok(Some(vcenter.requests().all().iter().map(request_record).collect()));
        }
        ("requests", &Method::DELETE) => vcenter.requests().clear(),
        ("faults", &Method::GET) => {
            let rules = vcenter.faults().rules();
            return Ok(Some(json!({ "rules": rules.iter().map(ToString::to_string).collect::<Vec<_>>() })));
        }
        ("faults", &Method::POST) => {
            let Rules { rules } = parsed(body(request).await?)?;
            let rules = rules.iter().map(|rule| rule.parse::<FaultRule>().map_err(invalid));
            let rules = rules.collect::<Result<Vec<_>, _>>()?;
            for rule in rules {
                vcenter.faults().add(rule);
            }
        }
        ("faults", &Method::DELETE) => vcenter.faults().clear(),
        ("sessions", &Method::GET) => {
            let (open, logins) = {
                let mut sessions = vcenter.sessions();
                (sessions.len(), sessions.logins())
            };
            let updates = vcenter.update_sessions().active();
            return Ok(Some(json!({ "open": open, "logins": logins, "updates": updates })));
        }
        ("sessions", &Method::DELETE) => vcenter.sessions().close_all(),
        ("clock", &Method::POST) => {
            let Advance { advance } = parsed(body(request).await?)?;
            vcenter.clock.advance(duration(&advance)?);
        }
        ("reset", &Method::POST) => vcenter.reset(),
        ("inventory" | "requests" | "faults" | "sessions" | "clock" | "reset", _) => {
            let reason = format!("{path} has no method {method}");
            return Err(Refusal(StatusCode::METHOD_NOT_ALLOWED, reason));
        }
        _ => {
            let routes = "inventory, requests, faults, sessions, clock and reset";
            return Err(Refusal(
                StatusCode::NOT_FOUND,
                format!("there is no {path}; below {PATH} are {routes}"),
            ));
        }
    }
    Ok(None)
}

/// Returns the inventory without its users, because they have passwords.
fn without_users(inventory: &Inventory) -> Result<Value, Refusal> {
    let mut value = serde_json::to_value(inventory)
        .map_err(|error| Refusal(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))?;
    value.as_object_mut().and_then(|members| members.remove("users"));
    Ok(value)
}

/// Replaces the inventory. Keeps the running tasks, and the present users if the new inventory has none.
fn replace(present: &mut Arc<Inventory>, new: &Value) -> Result<(), Refusal> {
    // The parser of files checks the references and names the place of a mistake.
    let mut new: Inventory = new.to_string().parse().map_err(invalid)?;
    if new.users.is_empty() {
        new.users.clone_from(&present.users);
    }
    for (id, vm) in &mut new.vms {
        vm.task_running = present.vms.get(id).is_some_and(|vm| vm.task_running);
    }
    *present = Arc::new(new);
    Ok(())
}

/// Applies a JSON Merge Patch (RFC 7396).
fn merge(target: &mut Value, patch: Value) {
    let Value::Object(patch) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Some(members) = target.as_object_mut() else { return };
    for (name, value) in patch {
        if value.is_null() {
            members.remove(&name);
        } else {
            merge(members.entry(name).or_insert(Value::Null), value);
        }
    }
}

/// Returns a recorded request without its headers, which have secrets.
fn request_record(request: &ReceivedRequest) -> Value {
    let body = match serde_json::from_slice(request.body()) {
        Ok(body) => body,
        Err(_) if request.body().is_empty() => Value::Null,
        Err(_) => String::from_utf8_lossy(request.body()).into(),
    };
    json!({
        "method": request.method(),
        "path": request.path_and_query(),
        "operation": request.operation().map(Operation::id),
        "fault": request.fault().map(ToString::to_string),
        "status": request.status(),
        "body": body,
    })
}

/// Returns the body, which must be JSON by its content type. A web page of another site cannot send that type.
async fn body(request: Request) -> Result<Value, Refusal> {
    let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media_type = content_type.and_then(|value| value.split(';').next()).unwrap_or_default();
    if !matches!(media_type.trim(), "application/json" | "application/merge-patch+json") {
        let reason = "the body must have the content type application/json".to_owned();
        return Err(Refusal(StatusCode::UNSUPPORTED_MEDIA_TYPE, reason));
    }
    let turn = request.extensions().get().map(Turn::of_client);
    let bytes = to_bytes(request.into_body(), BODY_LIMIT).await;
    drop(turn);
    let bytes = bytes.map_err(|error| {
        let reason = format!("the body did not arrive, or is longer than {BODY_LIMIT} bytes: {error}");
        invalid(reason)
    })?;
    serde_json::from_slice(&bytes).map_err(|error| invalid(format!("the body is not JSON: {error}")))
}

fn parsed<T: for<'de> Deserialize<'de>>(body: Value) -> Result<T, Refusal> {
    serde_json::from_value(body).map_err(invalid)
}

fn duration(text: &str) -> Result<Duration, Refusal> {
    humantime::parse_duration(text)
        .map_err(|error| invalid(format!("'{text}' is not a duration such as 30m or 1h: {error}")))
}
