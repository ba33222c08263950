use axum::{
    Json,
    http::{HeaderValue, StatusCode, header::WWW_AUTHENTICATE},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::user::Privilege;

/// What a 401 asks for. RFC 9110, section 11.6.1, wants it in a header; vCenter has it in the body.
const CHALLENGE: &str = concat!(
    r#"Basic realm="VAPI endpoint",SIGN realm=3f9b2d6c41d87e50a2c4e6f80b1d3f5a,service="VAPI endpoint","#,
    r#"sts="https://vcenter.example.com/sts/STSService/vsphere.local""#
);

/// The standard errors that the simulator reports.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum ErrorType {
    AlreadyInDesiredState,
    Error,
    InternalServerError,
    InvalidArgument,
    InvalidRequest,
    NotAllowedInCurrentState,
    NotFound,
    ResourceBusy,
    ResourceInaccessible,
    ServiceUnavailable,
    UnableToAllocateResource,
    Unauthenticated,
    Unauthorized,
}

impl ErrorType {
    /// The status that the type has on `/api`.
    fn status(self) -> StatusCode {
        match self {
            Self::AlreadyInDesiredState
            | Self::InvalidArgument
            | Self::InvalidRequest
            | Self::NotAllowedInCurrentState => StatusCode::BAD_REQUEST,
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
pub(super) struct Message {
    id: &'static str,
    #[serde(rename = "default_message")]
    text: String,
    args: Vec<String>,
}

impl Message {
    /// The text has the arguments filled in already; they are sent once more by themselves.
    pub(super) fn new<const N: usize>(id: &'static str, text: impl Into<String>, args: [&str; N]) -> Self {
        Self { id, text: text.into(), args: args.map(String::from).to_vec() }
    }
}

/// A failed operation: the wire form of `Std_Errors_Error`, with the status that belongs to its type.
#[derive(Serialize)]
pub(super) struct Error {
    #[serde(rename = "error_type")]
    kind: ErrorType,
    messages: Vec<Message>,
    #[serde(skip_serializing_if = "Option::is_none")]
    challenge: Option<&'static str>,
    /// What the client did wrong, for the log, where the messages do not tell.
    #[serde(skip)]
    logged: Option<String>,
}

impl Error {
    pub(super) fn new(kind: ErrorType, message: Message) -> Self {
        Self { kind, messages: vec![message], challenge: None, logged: None }
    }

    pub(super) fn caused_by(mut self, cause: Message) -> Self {
        self.messages.push(cause);
        self
    }

    /// The router knows no such path, method or action. Only the id of the message tells this from a virtual machine
    /// or an item that does not exist.
    pub(super) fn no_such_route(logged: String) -> Self {
        let message = Message::new("com.vmware.vapi.rest.httpNotFound", "Not found.", []);
        Self { logged: Some(logged), ..Self::new(ErrorType::NotFound, message) }
    }

    /// No session, an unknown one, or a failed login: vCenter does not tell which, the log does.
    pub(super) fn unauthenticated(logged: &str) -> Self {
        let message = Message::new(
            "com.vmware.vapi.endpoint.method.authentication.required",
            "Authentication required.",
            [],
        );
        Self {
            challenge: Some(CHALLENGE),
            logged: Some(logged.to_owned()),
            ..Self::new(ErrorType::Unauthenticated, message)
        }
    }

    pub(super) fn unauthorized(lacking: Privilege, resource: Option<&str>) -> Self {
        let denied =
            Message::new("vapi.security.authorization.invalid", "The user is not authorized for this.", []);
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

    /// The inventory names something that it does not hold: whoever made it has to mend it.
    pub(super) fn dangling(kind: &str, id: &str) -> Self {
        let message = Message::new(
            "com.vmware.vapi.std.errors.internal_server_error",
            format!("The inventory of the simulator refers to the {kind} '{id}', which it does not hold."),
            [id],
        );
        Self::new(ErrorType::InternalServerError, message)
    }
}

/// Why a request was refused, for the log. Among the extensions of the answer.
#[derive(Debug, Clone)]
pub(super) struct Reason(pub(super) String);

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let challenge = self.challenge;
        let told = || self.messages.iter().map(|message| message.text.as_str()).collect::<Vec<_>>().join(" ");
        let reason = Reason(self.logged.clone().unwrap_or_else(told));
        let mut response = (self.kind.status(), Json(self)).into_response();
        response.extensions_mut().insert(reason);
        if let Some(challenge) = challenge {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        response
    }
}
