//! Classifies error responses by their meaning for the caller.

use crate::error::body::{ApiError, Body};
use crate::error::kind::ErrorKind;
use crate::model::error_type::ErrorType;
use crate::operation::Effect;

/// The message identifier with which vCenter rejects one more session (before version 8.0 Update 3).
const SESSION_LIMIT: &str = "com.vmware.vapi.endpoint.failedToLoginMaxUserSessionCountReached";

/// The message identifier with which vCenter rejects a request to a guest in which VMware Tools does not run.
const TOOLS_NOT_RUNNING: &str = "com.vmware.api.vcenter.vm.guest.tools_not_running";

/// Texts of a proxy that passed the request to no service. vCenter's own proxy is Envoy from version 8.0 on, and one of
/// VMware before. Envoy's other reasons, such as `connection termination`, come after it has passed the request on.
const NOT_PASSED_ON: &[&str] = &[
    // VMware's proxy.
    "Failed to connect to endpoint",
    // Envoy: no host of the service is healthy (response flag UH).
    "no healthy upstream",
    // Envoy: the reset reasons of a connection that was never there (response flags UF and UO).
    "reset reason: local connection failure",
    "reset reason: remote connection failure",
    "reset reason: connection failure",
    "reset reason: connection timeout",
    "reset reason: overflow",
];

/// Returns the kind of a failure that leaves open whether the server got the request.
pub(crate) fn kind_for_lost_response(effect: Effect) -> ErrorKind {
    match effect {
        Effect::Inventory => ErrorKind::OutcomeUnknown,
        Effect::Login | Effect::Logout | Effect::None => ErrorKind::Unavailable,
    }
}

/// Returns whether the server may still work on the request, because it or a gateway only stopped waiting.
pub(crate) fn may_continue(status: u16, body: &Body) -> bool {
    let timed_out = matches!(body, Body::ApiError(ApiError { error_type: Some(ErrorType::TimedOut), .. }));
    timed_out || matches!(status, 408 | 504)
}

/// Returns the kind of a response that is not a success.
pub(crate) fn kind_for_status(effect: Effect, status: u16, body: &Body) -> ErrorKind {
    let api_error = match body {
        Body::ApiError(api_error) => Some(api_error),
        Body::Text(_) | Body::Empty => None,
    };
    match status {
        // The request has to go elsewhere (RFC 9110, section 15.4), so it was not carried out.
        300 | 301 | 305 | 307 | 308 => ErrorKind::InvalidResponse,
        // An unreadable success, a 303, and the 302 of many servers follow a request that was carried out. For 1xx and
        // the other 3xx the outcome is unknown.
        ..=399 => outcome_unknown_or(effect, ErrorKind::InvalidResponse),
        // A gateway stopped waiting for the server, or a server stopped waiting for the rest of the request.
        408 | 502 | 504 => kind_for_lost_response(effect),
        429 => ErrorKind::Unavailable,
        // The status counts, whatever the error type is.
        401 => unauthenticated(effect),
        503 => unavailable(effect, body),
        _ => api_error.and_then(|api_error| kind_for_error_type(effect, api_error)).unwrap_or_else(|| {
            match status {
                // The other statuses refuse the form of a request: no length, too long, another media type.
                400 | 411 | 413 | 414 | 415 | 431 => ErrorKind::InvalidArgument,
                403 => ErrorKind::PermissionDenied,
                404 => not_found(api_error),
                // The server has no such method, and did not start (RFC 9110, sections 15.5.6 and 15.6.2).
                405 | 501 => ErrorKind::UnsupportedOperation,
                // Another server may have responded in vCenter's place, or vCenter failed during the operation.
                500.. if api_error.is_none() => outcome_unknown_or(effect, ErrorKind::Server),
                _ => ErrorKind::Server,
            }
        }),
    }
}

/// Returns the kind that the error type alone decides.
fn kind_for_error_type(effect: Effect, api_error: &ApiError) -> Option<ErrorKind> {
    Some(match api_error.error_type.as_ref()? {
        ErrorType::Unauthenticated => unauthenticated(effect),
        ErrorType::Unauthorized => ErrorKind::PermissionDenied,
        ErrorType::NotFound => not_found(Some(api_error)),
        ErrorType::AlreadyExists => ErrorKind::AlreadyExists,
        ErrorType::OperationNotFound => ErrorKind::UnsupportedOperation,
        ErrorType::InvalidArgument
        | ErrorType::InvalidElementConfiguration
        | ErrorType::InvalidElementType
        | ErrorType::InvalidRequest
        | ErrorType::UnexpectedInput => ErrorKind::InvalidArgument,
        ErrorType::NotAllowedInCurrentState => ErrorKind::NotAllowedInCurrentState,
        ErrorType::ResourceInaccessible => ErrorKind::ResourceInaccessible,
        ErrorType::ConcurrentChange | ErrorType::ResourceBusy => ErrorKind::Busy,
        // As for a 503 with this type: the operation may have been carried out.
        ErrorType::ServiceUnavailable | ErrorType::TimedOut => kind_for_lost_response(effect),
        _ => return None,
    })
}

/// A 503 from the proxy itself ("no healthy upstream") means that the request never reached the service. A 503 from
/// behind the proxy has been seen for an operation that had been carried out.
fn unavailable(effect: Effect, body: &Body) -> ErrorKind {
    let not_passed_on = match body {
        Body::ApiError(api_error) => {
            let has_id = |id| api_error.message.as_ref().is_some_and(|message| message.id == id);
            if has_id(TOOLS_NOT_RUNNING) {
                return ErrorKind::NotAllowedInCurrentState;
            }
            let limit = has_id(SESSION_LIMIT);
            if limit && effect == Effect::Login {
                return ErrorKind::SessionLimit;
            }
            limit
        }
        Body::Text(text) => NOT_PASSED_ON.iter().any(|sign| text.contains(sign)),
        Body::Empty => false,
    };
    if not_passed_on { ErrorKind::Unavailable } else { kind_for_lost_response(effect) }
}

fn unauthenticated(effect: Effect) -> ErrorKind {
    // The body is the same for a wrong password and for an expired session; only the operation distinguishes them.
    match effect {
        Effect::Login => ErrorKind::InvalidCredentials,
        Effect::Inventory | Effect::Logout | Effect::None => ErrorKind::Unauthenticated,
    }
}

fn not_found(api_error: Option<&ApiError>) -> ErrorKind {
    match api_error {
        Some(api_error) if !api_error.no_route => ErrorKind::NotFound,
        // A server that responds in another form than the API is not a vCenter.
        _ => ErrorKind::UnsupportedOperation,
    }
}

fn outcome_unknown_or(effect: Effect, otherwise: ErrorKind) -> ErrorKind {
    match effect {
        Effect::Inventory => ErrorKind::OutcomeUnknown,
        Effect::Login | Effect::Logout | Effect::None => otherwise,
    }
}
