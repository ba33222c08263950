//! Members of responses that the document does not have, as a newer vCenter sends them.

use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::Response;
use serde_json::Value;

/// The added member.
const MEMBER: &str = "member_of_a_newer_version";

/// The members that are maps by identifier, so that another member would be another object.
const MAPS: [&str; 8] = [
    "cdroms",
    "disks",
    "floppies",
    "nics",
    "parallel_ports",
    "sata_adapters",
    "scsi_adapters",
    "serial_ports",
];

/// Adds a member to every object of a JSON response.
pub(crate) async fn add(response: Response) -> Response {
    if response.headers().get(CONTENT_TYPE).is_none_or(|value| value != "application/json") {
        return response;
    }
    let (mut head, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let Ok(mut value) = serde_json::from_slice(&bytes) else {
        return Response::from_parts(head, Body::from(bytes));
    };
    add_to(&mut value);
    head.headers.remove(CONTENT_LENGTH);
    Response::from_parts(head, Body::from(value.to_string()))
}

fn add_to(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(add_to),
        Value::Object(members) => {
            for (name, value) in members.iter_mut() {
                match value {
                    Value::Object(map) if MAPS.contains(&name.as_str()) => {
                        map.values_mut().for_each(add_to);
                    }
                    value => add_to(value),
                }
            }
            members.insert(MEMBER.to_owned(), true.into());
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
