//! `/rest/com/vmware/cis/session`: the login from before `/api`, deprecated by VMware. Its sessions are those of `/api`.
//!
//! Ansible's `vmware.vmware_rest` and govmomi log in here, and then use `/api`.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};

use crate::api::handlers::session;
use crate::api::http::authentication::Caller;
use crate::api::http::error::Error;
use crate::state::Vcenter;

/// An error in the form of `/rest`.
pub(crate) struct RestError(Error);

impl From<Error> for RestError {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for RestError {
    fn into_response(self) -> Response {
        self.0.into_rest_response()
    }
}

/// Returns a result in the form of `/rest`.
fn value(value: impl Serialize) -> Json<Value> {
    Json(json!({ "value": value }))
}

pub(crate) async fn create(state: State<Arc<Vcenter>>, headers: HeaderMap) -> Result<Json<Value>, RestError> {
    let (_, Json(id)) = session::create(state, headers).await?;
    Ok(value(id))
}

pub(crate) async fn get(caller: Result<Caller, Error>) -> Result<Json<Value>, RestError> {
    let Json(info) = session::get(caller?).await;
    Ok(value(info))
}

/// Responds with 200, where `/api` responds with 204.
pub(crate) async fn delete(
    state: State<Arc<Vcenter>>,
    caller: Result<Caller, Error>,
) -> Result<StatusCode, RestError> {
    session::delete(state, caller?).await?;
    Ok(StatusCode::OK)
}
