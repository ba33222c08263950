//! The fault of one request.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use tokio::time::sleep;

use crate::api::http::truncated::Truncated;
use crate::fault::{Effect, EffectKind, Fault, Gate, When};
use crate::server::ConnectionAbort;
use crate::state::{SESSION_ID, Vcenter};

/// The fault of one request. Some of its effects are before acting, the others after.
pub(crate) struct ActiveFault<'a> {
    effects: &'a [Effect],
    abort: ConnectionAbort,
    session: Option<String>,
}

impl<'a> ActiveFault<'a> {
    pub(crate) fn of(request: &Request, fault: Option<&'a Fault>) -> Self {
        let abort = request.extensions().get::<ConnectionAbort>().cloned().unwrap_or_default();
        let session = request.headers().get(SESSION_ID).and_then(|value| value.to_str().ok());
        let effects = fault.map_or(&[][..], |fault| &fault.effects);
        Self { effects, abort, session: session.map(str::to_owned) }
    }

    fn effects(&self, when: When) -> impl Iterator<Item = &'a EffectKind> + use<'a> {
        self.effects.iter().filter(move |effect| effect.when == when).map(|effect| &effect.kind)
    }

    /// Applies the effects before acting. If it returns a response, the simulator must not act.
    pub(crate) async fn before(&self, vcenter: &Vcenter) -> Option<Response> {
        for effect in self.effects(When::Before) {
            match effect {
                EffectKind::Refuse => {
                    self.abort.close();
                    return Some(unsent());
                }
                EffectKind::Reset => {
                    self.abort.reset();
                    return Some(unsent());
                }
                EffectKind::Delay(delay) => sleep(*delay).await,
                EffectKind::Hold(gate) => {
                    let passed = hold(gate, vcenter, &self.abort).await;
                    if !passed {
                        return Some(unsent());
                    }
                }
                EffectKind::Hang => {
                    hang(vcenter, &self.abort).await;
                    return Some(unsent());
                }
                EffectKind::Respond(response) => return Some(response.to_http()),
                EffectKind::ExpireSession => self.expire_session(vcenter),
                // They change a response, and are always after acting.
                EffectKind::Truncate | EffectKind::ContentType(_) => {}
            }
        }
        None
    }

    /// Applies the effects after acting, and returns the response to send.
    pub(crate) async fn after(&self, vcenter: &Vcenter, mut response: Response) -> Response {
        for effect in self.effects(When::After) {
            match effect {
                EffectKind::Refuse => self.abort.close(),
                EffectKind::Reset => self.abort.reset(),
                EffectKind::Delay(delay) => sleep(*delay).await,
                EffectKind::Hold(gate) => {
                    hold(gate, vcenter, &self.abort).await;
                }
                EffectKind::Hang => hang(vcenter, &self.abort).await,
                EffectKind::Respond(other) => response = other.to_http(),
                EffectKind::ExpireSession => self.expire_session(vcenter),
                EffectKind::Truncate => response = self.truncated(response).await,
                EffectKind::ContentType(text) => {
                    if let Ok(value) = HeaderValue::from_str(text) {
                        response.headers_mut().insert(CONTENT_TYPE, value);
                    }
                }
            }
        }
        response
    }

    fn expire_session(&self, vcenter: &Vcenter) {
        if let Some(id) = &self.session {
            vcenter.sessions().close(id);
        }
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
