//! What an answer means for the caller.

use crate::error::fault::{Body, Fault};
use crate::error::kind::ErrorKind;
use crate::model::error_type::ErrorType;
use crate::operation::{Effect, Operation};

/// The message identifiers with which vCenter refuses one session more (before version 8.0 Update 3).
const SESSION_LIMIT: &str = "com.vmware.vapi.endpoint.failedToLoginMaxUserSessionCountReached";

/// Texts with which the proxy in front of vCenter says that it had no service to pass the request to.
const NOT_PASSED_ON: [&str; 2] = ["no healthy upstream", "Failed to connect to endpoint"];

/// Of a request that no operation is known for the worst is assumed.
fn effect(operation: Option<Operation>) -> Effect {
    operation.map_or(Effect::Inventory, Operation::effect)
}

/// The kind of a failure after which nobody knows whether the server got the request.
pub(crate) fn lost(operation: Option<Operation>) -> ErrorKind {
    match effect(operation) {
        Effect::Inventory => ErrorKind::OutcomeUnknown,
        Effect::Login | Effect::Logout | Effect::None => ErrorKind::Unavailable,
    }
}

/// Whether an answer leaves it open that the server is still at work on the request: it, or a gateway before it,
/// only stopped waiting.
pub(crate) fn is_under_way(status: u16, body: &Body) -> bool {
    let timed_out = matches!(body, Body::Fault(Fault { error_type: Some(ErrorType::TimedOut), .. }));
    timed_out || matches!(status, 408 | 504)
}

/// The kind of an answer that is no success.
pub(crate) fn of_answer(operation: Option<Operation>, status: u16, body: &Body) -> ErrorKind {
    let fault = match body {
        Body::Fault(fault) => Some(fault),
        Body::Text(_) | Body::Empty => None,
    };
    match status {
        // The request has to go elsewhere (RFC 9110, section 15.4): it was not carried out.
        300 | 301 | 305 | 307 | 308 => ErrorKind::InvalidResponse,
        // A success that cannot be read, 303, and 302 from many servers come after the request was carried out; of 1xx
        // and the other 3xx it is not known.
        ..=399 => lost_or(operation, ErrorKind::InvalidResponse),
        // A gateway gave up waiting for the server, or a server for the rest of the request.
        408 | 502 | 504 => lost(operation),
        429 => ErrorKind::Unavailable,
        // Whatever its type says.
        401 => unauthenticated(operation),
        503 => unavailable(operation, body),
        _ => fault.and_then(|fault| of_type(operation, fault)).unwrap_or_else(|| match status {
            400 => ErrorKind::InvalidArgument,
            403 => ErrorKind::PermissionDenied,
            404 => not_found(fault),
            // Something in the server's place failed, or the server in the middle of its work.
            500.. if fault.is_none() => lost_or(operation, ErrorKind::Server),
            _ => ErrorKind::Server,
        }),
    }
}

/// The kind that the error type alone decides.
fn of_type(operation: Option<Operation>, fault: &Fault) -> Option<ErrorKind> {
    Some(match fault.error_type.as_ref()? {
        ErrorType::Unauthenticated => unauthenticated(operation),
        ErrorType::Unauthorized => ErrorKind::PermissionDenied,
        ErrorType::NotFound => not_found(Some(fault)),
        ErrorType::OperationNotFound => ErrorKind::NoSuchRoute,
        ErrorType::InvalidArgument
        | ErrorType::InvalidElementConfiguration
        | ErrorType::InvalidElementType
        | ErrorType::InvalidRequest
        | ErrorType::UnexpectedInput => ErrorKind::InvalidArgument,
        ErrorType::NotAllowedInCurrentState => ErrorKind::NotAllowedInCurrentState,
        ErrorType::ResourceInaccessible => ErrorKind::ResourceInaccessible,
        ErrorType::ConcurrentChange | ErrorType::ResourceBusy => ErrorKind::Busy,
        ErrorType::ServiceUnavailable => ErrorKind::Unavailable,
        ErrorType::TimedOut => lost(operation),
        _ => return None,
    })
}

/// A 503 was not carried out if the proxy had nobody to pass it to. One from behind the proxy has been seen for
/// an operation that had been carried out.
fn unavailable(operation: Option<Operation>, body: &Body) -> ErrorKind {
    let not_passed_on = match body {
        Body::Fault(fault) => {
            let limit = fault.message.as_ref().is_some_and(|message| message.id == SESSION_LIMIT);
            if limit && effect(operation) == Effect::Login {
                return ErrorKind::SessionLimit;
            }
            limit
        }
        Body::Text(text) => NOT_PASSED_ON.iter().any(|sign| text.contains(sign)),
        Body::Empty => false,
    };
    if not_passed_on { ErrorKind::Unavailable } else { lost(operation) }
}

fn unauthenticated(operation: Option<Operation>) -> ErrorKind {
    // The body is the same for a wrong password and for a dead session: only the operation tells.
    match effect(operation) {
        Effect::Login => ErrorKind::InvalidCredentials,
        Effect::Inventory | Effect::Logout | Effect::None => ErrorKind::Unauthenticated,
    }
}

fn not_found(fault: Option<&Fault>) -> ErrorKind {
    match fault {
        Some(fault) if !fault.no_route => ErrorKind::NotFound,
        // What does not answer as the API does is not the API.
        _ => ErrorKind::NoSuchRoute,
    }
}

fn lost_or(operation: Option<Operation>, otherwise: ErrorKind) -> ErrorKind {
    match effect(operation) {
        Effect::Inventory => ErrorKind::OutcomeUnknown,
        Effect::Login | Effect::Logout | Effect::None => otherwise,
    }
}
