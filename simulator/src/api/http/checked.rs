//! Holding what comes and goes against the contract.

use std::future::poll_fn;
use std::pin::Pin;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use http_body::Body as _;

use crate::api::http::input::BODY_LIMIT;
use crate::contract::{self, Answer};
use crate::server::Turn;
use crate::state::Vcenter;

/// Carries a request out, and notes what the contract does not allow about it and its answer.
pub(crate) async fn checked<F: Future<Output = Response>>(
    vcenter: &Vcenter,
    request: Request,
    carry_out: impl FnOnce(Request) -> F,
) -> Response {
    let (head, body) = request.into_parts();
    let turn = head.extensions.get().map(Turn::of_client);
    let sent = beginning(body).await;
    drop(turn);
    let method = head.method.to_string();
    let path_and_query = head.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
    let headers = head.headers.clone();
    let response = carry_out(Request::from_parts(head, Body::from(sent.clone()))).await;

    let (head, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let request = contract::Request {
        method: &method,
        path_and_query: &path_and_query,
        headers: &headers,
        body: &sent,
    };
    let content_type = head.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let answer = Answer { status: head.status.as_u16(), content_type, body: &body };
    let found = [contract::check_request(&request), contract::check_answer(&request, &answer)];
    vcenter.violations().extend(found.into_iter().filter_map(Result::err));
    Response::from_parts(head, Body::from(body))
}

/// The body, or as much of one that is too long as an operation needs to refuse it.
async fn beginning(mut body: Body) -> Bytes {
    let mut bytes = Vec::new();
    while bytes.len() <= BODY_LIMIT
        && let Some(Ok(frame)) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await
    {
        bytes.extend_from_slice(frame.data_ref().map_or(&[], |part| part));
    }
    bytes.into()
}
