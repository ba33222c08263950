//! Reads the bodies of requests, and passes exchanges to observers.

use std::future::poll_fn;
use std::pin::Pin;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use http_body::Body as _;

use crate::api::http::input::BODY_LIMIT;
use crate::api::http::truncated::Truncated;
use crate::server::Turn;
use crate::state::{Exchange, Observers, ReceivedRequest};

/// Reads the body of a request, but no more than the operation needs to reject a body that is too long.
/// Returns the request with this body, and the body.
pub(crate) async fn read_body(request: Request) -> (Request, Bytes) {
    let (head, mut body) = request.into_parts();
    let turn = head.extensions.get().map(Turn::of_client);
    let (mut bytes, mut is_whole) = (Vec::new(), true);
    while bytes.len() <= BODY_LIMIT
        && let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await
    {
        let Ok(frame) = frame else {
            is_whole = false;
            break;
        };
        bytes.extend_from_slice(frame.data_ref().map_or(&[], |part| part));
    }
    drop(turn);
    let bytes = Bytes::from(bytes);
    let body = if is_whole { Body::from(bytes.clone()) } else { Body::new(Truncated::new(&bytes)) };
    (Request::from_parts(head, body), bytes)
}

/// Calls the observers with the exchange, and returns the response.
pub(crate) async fn observe(
    observers: &Observers,
    request: ReceivedRequest,
    request_body: Bytes,
    response: Response,
) -> Response {
    let (head, body) = response.into_parts();
    let response_body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let content_type =
        head.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let request = request.answered(request_body, head.status);
    observers.call(&Exchange { request, content_type, response_body: response_body.clone() });
    Response::from_parts(head, Body::from(response_body))
}
