//! The faults of one request.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse as _, Response};
use serde_json::json;
use tokio::time::sleep;

use crate::api::http::truncated::Truncated;
use crate::fault::{Fault, Gate};
use crate::server::ConnectionAbort;
use crate::state::{SESSION_ID, Vcenter};

/// The faults of one request. Some take effect before the simulator acts, the others after.
pub(crate) struct ActiveFaults<'a> {
    faults: Vec<&'a Fault>,
    abort: ConnectionAbort,
}

impl<'a> ActiveFaults<'a> {
    pub(crate) fn of(request: &Request, fault: Option<&'a Fault>) -> Self {
        let abort = request.extensions().get::<ConnectionAbort>().cloned().unwrap_or_default();
        Self { faults: fault.map(Fault::flat).unwrap_or_default(), abort }
    }

    /// Applies the faults that take effect before acting. If it returns a response, the simulator must not
    /// act.
    pub(crate) async fn before(&self, vcenter: &Vcenter, headers: &HeaderMap) -> Option<Response> {
        for fault in &self.faults {
            match fault {
                Fault::Refuse => {
                    self.abort.close();
                    return Some(unsent());
                }
                Fault::ResetBefore => {
                    self.abort.reset();
                    return Some(unsent());
                }
                Fault::DelayBefore(delay) => sleep(*delay).await,
                Fault::HoldBefore(gate) => {
                    let passed = hold(gate, vcenter, &self.abort).await;
                    if !passed {
                        return Some(unsent());
                    }
                }
                Fault::HangBefore => {
                    hang(vcenter, &self.abort).await;
                    return Some(unsent());
                }
                Fault::Html(status) => return Some(proxy_page(*status)),
                Fault::NoHealthyUpstream => {
                    return Some((StatusCode::SERVICE_UNAVAILABLE, "no healthy upstream").into_response());
                }
                Fault::Status { status, error_type, retry_after } => {
                    return Some(failure(*status, error_type.as_deref(), *retry_after));
                }
                Fault::ExpireSession => {
                    if let Some(id) = headers.get(SESSION_ID).and_then(|value| value.to_str().ok()) {
                        vcenter.sessions().close(id);
                    }
                }
                Fault::Redirect(url) => {
                    let location = HeaderValue::from_str(url).ok()?;
                    return Some((StatusCode::TEMPORARY_REDIRECT, [(LOCATION, location)]).into_response());
                }
                Fault::Pass
                | Fault::ResetAfter
                | Fault::DelayAfter(_)
                | Fault::HoldAfter(_)
                | Fault::HangAfter
                | Fault::Truncate
                | Fault::ContentType(_)
                | Fault::StatusAfter { .. }
                | Fault::All(_) => {}
            }
        }
        None
    }

    /// Applies the faults that take effect after acting, and returns the response to send.
    pub(crate) async fn after(&self, vcenter: &Vcenter, mut response: Response) -> Response {
        for fault in &self.faults {
            match fault {
                Fault::ResetAfter => self.abort.reset(),
                Fault::DelayAfter(delay) => sleep(*delay).await,
                Fault::HoldAfter(gate) => {
                    hold(gate, vcenter, &self.abort).await;
                }
                Fault::HangAfter => hang(vcenter, &self.abort).await,
                Fault::Truncate => response = self.truncated(response).await,
                Fault::ContentType(text) => {
                    if let Ok(value) = HeaderValue::from_str(text) {
                        response.headers_mut().insert(CONTENT_TYPE, value);
                    }
                }
                Fault::StatusAfter { status, error_type, retry_after } => {
                    response = failure(*status, error_type.as_deref(), *retry_after);
                }
                Fault::Pass
                | Fault::Refuse
                | Fault::ResetBefore
                | Fault::DelayBefore(_)
                | Fault::HoldBefore(_)
                | Fault::HangBefore
                | Fault::Html(_)
                | Fault::NoHealthyUpstream
                | Fault::Status { .. }
                | Fault::ExpireSession
                | Fault::Redirect(_)
                | Fault::All(_) => {}
            }
        }
        response
    }

    async fn truncated(&self, response: Response) -> Response {
        let (mut head, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
        if body.is_empty() {
            self.abort.close();
        }
        head.headers.remove(CONTENT_LENGTH);
        Response::from_parts(head, Body::new(Truncated::new(&body)))
    }
}

/// Marks a response that is never sent, because a fault aborts the connection before the simulator acts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unsent;

fn unsent() -> Response {
    let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
    response.extensions_mut().insert(Unsent);
    response
}

/// Waits until the gate lets the request pass. If the simulator stops first, closes the connection. Returns
/// whether the request passed.
async fn hold(gate: &Gate, vcenter: &Vcenter, abort: &ConnectionAbort) -> bool {
    let (mut passed, mut ended) = (pin!(gate.pass()), pin!(hang(vcenter, abort)));
    poll_fn(|context| match passed.as_mut().poll(context) {
        Poll::Ready(()) => Poll::Ready(true),
        Poll::Pending => ended.as_mut().poll(context).map(|()| false),
    })
    .await
}

/// Waits until the simulator stops, then closes the connection.
async fn hang(vcenter: &Vcenter, abort: &ConnectionAbort) {
    vcenter.ended().await;
    abort.close();
}

fn failure(status: u16, error_type: Option<&str>, retry_after: Option<Duration>) -> Response {
    let message = json!({
        "id": "com.vmware.vapi.std.errors.injected",
        "default_message": "The simulator injected this failure.",
        "args": [],
    });
    let mut body = json!({ "messages": [message] });
    if let Some(error_type) = error_type {
        body["error_type"] = error_type.into();
    }
    let mut response = (status_code(status), Json(body)).into_response();
    if let Some(delay) = retry_after {
        let seconds = delay.as_secs().saturating_add(u64::from(delay.subsec_nanos() > 0));
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    response
}

fn proxy_page(status: u16) -> Response {
    let code = status_code(status);
    (code, Html(format!("<html><head><title>{code}</title></head><body><h1>{code}</h1></body></html>\n")))
        .into_response()
}

/// Converts a status. A rule has only valid statuses, so the default is never used.
fn status_code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
