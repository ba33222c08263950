use axum::Json;
use axum::http::header::WWW_AUTHENTICATE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;

use crate::inventory::Privilege;

/// The challenge of a 401. RFC 9110, section 11.6.1, requires it in a header; vCenter sends it in the body.
const CHALLENGE: &str = concat!(
    r#"Basic realm="VAPI endpoint",SIGN realm=3f9b2d6c41d87e50a2c4e6f80b1d3f5a,service="VAPI endpoint","#,
    r#"sts="https://vcenter.example.com/sts/STSService/vsphere.local""#
);

/// The standard error types that the simulator sends.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum ErrorType {
    AlreadyExists,
    AlreadyInDesiredState,
    Error,
    InternalServerError,
    InvalidArgument,
    InvalidElementType,
    InvalidRequest,
    NotAllowedInCurrentState,
    NotFound,
    ResourceBusy,
    ResourceInaccessible,
    ServiceUnavailable,
    UnableToAllocateResource,
    UnexpectedInput,
    Unauthenticated,
    Unauthorized,
}

impl ErrorType {
    /// Returns the HTTP status of the type on `/api`.
    fn status(self) -> StatusCode {
        match self {
            Self::AlreadyExists
            | Self::AlreadyInDesiredState
            | Self::InvalidArgument
            | Self::InvalidElementType
            | Self::InvalidRequest
            | Self::NotAllowedInCurrentState
            | Self::UnexpectedInput => StatusCode::BAD_REQUEST,
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::Unauthorized => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Error
            | Self::InternalServerError
            | Self::ResourceBusy
            | Self::ResourceInaccessible
            | Self::UnableToAllocateResource => StatusCode::INTERNAL_SERVER_ERROR,
            Self::ServiceUnavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

/// One level of the message stack.
#[derive(Serialize)]
pub(crate) struct Message {
    id: &'static str,
    #[serde(rename = "default_message")]
    text: String,
    args: Vec<String>,
}

impl Message {
    /// Returns a message whose text already includes the arguments. The response has them separately as well.
    pub(crate) fn new<const N: usize>(id: &'static str, text: impl Into<String>, args: [&str; N]) -> Self {
        Self { id, text: text.into(), args: args.map(String::from).to_vec() }
    }
}

/// A failed operation, in the wire form of `Std_Errors_Error`.
#[derive(Serialize)]
pub(crate) struct Error {
    #[serde(rename = "error_type")]
    kind: ErrorType,
    messages: Vec<Message>,
    #[serde(skip_serializing_if = "Option::is_none")]
    challenge: Option<&'static str>,
    /// The reason for the log, if the messages omit it.
    #[serde(skip)]
    log_reason: Option<String>,
}

impl Error {
    pub(crate) fn new(kind: ErrorType, message: Message) -> Self {
        Self { kind, messages: vec![message], challenge: None, log_reason: None }
    }

    /// Returns an error with the general message id of vCenter's services.
    pub(crate) fn vcenter<const N: usize>(kind: ErrorType, text: String, args: [&str; N]) -> Self {
        Self::new(kind, Message::new("com.vmware.api.vcenter.error", text, args))
    }

    pub(crate) fn caused_by(mut self, cause: Message) -> Self {
        self.messages.push(cause);
        self
    }

    /// Returns the error for an unknown path, method or action. Only its message id distinguishes it from the
    /// error for an object that does not exist.
    pub(crate) fn no_such_route(log_reason: String) -> Self {
        let message = Message::new("com.vmware.vapi.rest.httpNotFound", "Not found.", []);
        Self { log_reason: Some(log_reason), ..Self::new(ErrorType::NotFound, message) }
    }

    /// Returns the error for a missing session, an unknown session, or a failed login. As in vCenter, only
    /// the log distinguishes them.
    pub(crate) fn unauthenticated(log_reason: &str) -> Self {
        let message = Message::new(
            "com.vmware.vapi.endpoint.method.authentication.required",
            "Authentication required.",
            [],
        );
        Self {
            challenge: Some(CHALLENGE),
            log_reason: Some(log_reason.to_owned()),
            ..Self::new(ErrorType::Unauthenticated, message)
        }
    }

    pub(crate) fn unauthorized(lacking: Privilege, resource: Option<&str>) -> Self {
        let denied = Message::new("vapi.security.authorization.invalid", "Unable to authorize user", []);
        let privilege = lacking.to_string();
        let cause = match resource {
            None => Message::new(
                "vmsg.NoPermission.summary",
                format!("The operation needs the privilege {privilege}."),
                [&privilege],
            ),
            Some(resource) => Message::new(
                "vmsg.NoPermission.summary",
                format!("The operation needs the privilege {privilege} on '{resource}'."),
                [&privilege, resource],
            ),
        };
        Self::new(ErrorType::Unauthorized, denied).caused_by(cause)
    }

    /// Returns the error for a reference to an object that does not exist. Only an inventory that a program
    /// builds or changes can have one, because an inventory file is validated.
    pub(crate) fn dangling(kind: &str, id: &str) -> Self {
        let message = Message::new(
            "com.vmware.vapi.std.errors.internal_server_error",
            format!("The inventory of the simulator refers to the {kind} '{id}', which does not exist."),
            [id],
        );
        Self::new(ErrorType::InternalServerError, message)
    }
}

/// The reason for a rejection, for the log. Stored as an extension of the response.
#[derive(Debug, Clone)]
pub(crate) struct Reason(pub(crate) String);

impl Error {
    /// Returns the response in the form of `/rest`: the type by its name in the services, and the messages in `value`.
    pub(crate) fn into_rest_response(self) -> Response {
        let kind = serde_json::to_value(self.kind).unwrap_or_default();
        let kind = kind.as_str().unwrap_or_default().to_ascii_lowercase();
        let body = json!({
            "type": format!("com.vmware.vapi.std.errors.{kind}"),
            "value": { "messages": self.messages },
        });
        self.respond(&body)
    }

    fn respond(&self, body: &impl Serialize) -> Response {
        let challenge = self.challenge;
        let messages =
            || self.messages.iter().map(|message| message.text.as_str()).collect::<Vec<_>>().join("; ");
        let reason = Reason(self.log_reason.clone().unwrap_or_else(messages));
        let mut response = (self.kind.status(), Json(body)).into_response();
        response.extensions_mut().insert(reason);
        if let Some(challenge) = challenge {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        response
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        self.respond(&self)
    }
}
