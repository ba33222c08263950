//! `/session`: login, session information, logout.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use crate::api::http::authentication::{Caller, login};
use crate::api::http::error::{Error, ErrorType, Message};
use crate::state::{Refusal, Vcenter};

/// The wire form of `Cis_Session_Info`.
#[derive(Serialize)]
pub(crate) struct Info {
    user: String,
    created_time: String,
    last_accessed_time: String,
}

/// Handles `Cis.Session_create`. Ignores the body, because clients send different ones.
pub(crate) async fn create(
    State(vcenter): State<Arc<Vcenter>>,
    headers: HeaderMap,
) -> Result<(StatusCode, Json<String>), Error> {
    let user = login(&vcenter, &headers).map_err(Error::unauthenticated)?;
    let name = user.name().to_owned();
    let id = vcenter.sessions().open(Arc::new(user)).map_err(|refusal| refused(&name, &refusal))?;
    Ok((StatusCode::CREATED, Json(id)))
}

/// Handles `Cis.Session_get`.
pub(crate) async fn get(Caller { session, .. }: Caller) -> Json<Info> {
    Json(Info {
        user: session.user.name().to_owned(),
        created_time: timestamp(session.created),
        last_accessed_time: timestamp(session.last_accessed),
    })
}

/// Handles `Cis.Session_delete`.
pub(crate) async fn delete(State(vcenter): State<Arc<Vcenter>>, caller: Caller) -> Result<StatusCode, Error> {
    // Two concurrent logouts can both pass the authentication. Only the first one closes the session.
    let closed = vcenter.sessions().close(&caller.session_id);
    closed.ok_or_else(|| Error::unauthenticated("The session has already ended."))?;
    Ok(StatusCode::NO_CONTENT)
}

fn refused(user: &str, refusal: &Refusal) -> Error {
    let (kind, message) = match refusal {
        Refusal::UserLimit(count) => (
            ErrorType::ServiceUnavailable,
            Message::new(
                "com.vmware.vapi.endpoint.failedToLoginMaxUserSessionCountReached",
                format!("The user '{user}' has {count} open sessions and may not open another one."),
                [&count.to_string(), user],
            ),
        ),
        Refusal::TotalLimit(count) => (
            ErrorType::ServiceUnavailable,
            Message::new(
                "com.vmware.vapi.endpoint.failedToLoginMaxSessionCountReached",
                format!("There are {count} open sessions, and no other one may be opened."),
                [&count.to_string()],
            ),
        ),
        Refusal::Random(error) => (
            ErrorType::InternalServerError,
            Message::new(
                "com.vmware.vapi.std.errors.internal_server_error",
                format!("The system has no random numbers for a session: {error}."),
                [],
            ),
        ),
    };
    Error::new(kind, message)
}

/// Formats a time as RFC 3339 with milliseconds and `Z`, like vCenter.
fn timestamp(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}
