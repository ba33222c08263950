use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, FailedToBufferBody};
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::api::http::error::{Error, ErrorType, Message};
use crate::server::Turn;

/// The maximum size of a request body, in bytes. The operations need a few hundred.
pub(crate) const BODY_LIMIT: usize = 64 * 1024;

/// The name of the structure of an operation's parameters in messages of the API runtime.
const OPERATION_INPUT: &str = "operation-input";

/// The members of the JSON object in the request body.
///
/// An operation removes the members that it knows and then calls [`Input::end`], which rejects the rest.
pub(crate) struct Input(Map<String, Value>);

impl<S: Send + Sync> FromRequest<S> for Input {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        if !is_json(&request) {
            let message =
                Message::new("com.vmware.vapi.rest.unsupported_media_type", "Unsupported media type.", []);
            return Err(Error::new(ErrorType::InvalidRequest, message));
        }
        let turn = request.extensions().get().map(Turn::of_client);
        let body = Bytes::from_request(request, state).await.map_err(|rejection| match rejection {
            BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) => {
                unreadable(format!("The request body is longer than {BODY_LIMIT} bytes."))
            }
            _ => unreadable("The request body ended early."),
        })?;
        drop(turn);
        match serde_json::from_slice(&body) {
            Ok(Value::Object(members)) => Ok(Self(members)),
            Ok(_) => Err(invalid_input(Message::new(
                "vapi.data.validate.mismatch",
                "The request body has to be a JSON object.",
                [],
            ))),
            Err(error) => Err(invalid_input(Message::new(
                "vapi.data.invalid",
                format!("The request body is not JSON: {error}."),
                [],
            ))),
        }
    }
}

impl Input {
    /// Removes and returns a required identifier.
    pub(crate) fn identifier(&mut self, member: &str) -> Result<String, Error> {
        match self.0.remove(member) {
            Some(Value::String(id)) => Ok(id),
            None | Some(Value::Null) => Err(missing(member)),
            Some(_) => Err(mismatch(member, "a string")),
        }
    }

    /// Removes and returns an optional string.
    pub(crate) fn optional_text(&mut self, member: &str) -> Result<Option<String>, Error> {
        self.optional(member, "a string")
    }

    /// Removes and returns an optional identifier. Rejects an empty one.
    pub(crate) fn optional_identifier(&mut self, member: &str) -> Result<Option<String>, Error> {
        let expected = "a string that is not empty";
        match self.optional::<String>(member, expected)? {
            Some(id) if id.is_empty() => Err(mismatch(member, expected)),
            id => Ok(id),
        }
    }

    /// Removes and returns an optional value. Treats `null` like a missing member.
    pub(crate) fn optional<T: DeserializeOwned>(
        &mut self,
        member: &str,
        expected: &str,
    ) -> Result<Option<T>, Error> {
        match self.0.remove(member) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => serde_json::from_value(value).map(Some).map_err(|_| mismatch(member, expected)),
        }
    }

    /// Rejects the input if it still has members.
    pub(crate) fn end(self) -> Result<(), Error> {
        if self.0.is_empty() {
            return Ok(());
        }
        // The order of a map depends on the features of serde_json that other crates enable.
        let mut members: Vec<_> = self.0.keys().map(String::as_str).collect();
        members.sort_unstable();
        let members = members.join(", ");
        let message = Message::new(
            "vapi.data.structure.field.unexpected",
            format!("Found unexpected fields [{members}] in structure '{OPERATION_INPUT}'"),
            [&members, OPERATION_INPUT],
        );
        Err(Error::new(ErrorType::UnexpectedInput, message))
    }
}

fn is_json(request: &Request) -> bool {
    request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|media_type| media_type.trim().eq_ignore_ascii_case("application/json"))
}

/// Returns the error for a required member that is missing.
pub(crate) fn missing(member: &str) -> Error {
    invalid_input(Message::new(
        "vapi.data.structure.field.missing",
        format!("Structure '{OPERATION_INPUT}' is missing a field: {member}"),
        [OPERATION_INPUT, member],
    ))
}

fn mismatch(member: &str, expected: &str) -> Error {
    invalid_input(Message::new(
        "vapi.data.structure.field.invalid",
        format!("The member '{member}' of the request body is not valid."),
        [member],
    ))
    .caused_by(Message::new("vapi.data.validate.mismatch", format!("Expected here is {expected}."), []))
}

/// Returns the error for input that does not fit the operation.
pub(crate) fn invalid_input(cause: Message) -> Error {
    let invalid = Message::new("vapi.method.input.invalid", "The input of the operation is not valid.", []);
    Error::new(ErrorType::InvalidArgument, invalid).caused_by(cause)
}

/// Returns the error for a body that was not parsed.
fn unreadable(text: impl Into<String>) -> Error {
    Error::new(ErrorType::InvalidRequest, Message::new("vapi.method.input.invalid", text, []))
}
