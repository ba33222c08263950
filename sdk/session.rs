use std::fmt;

use base64::Engine as _;
use http::HeaderValue;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Deserializer};

use crate::error::Error;

/// What the server tells about a session.
pub use crate::api::types::CisSessionInfo as SessionInfo;

/// The identifier of a session: whoever has it acts as the user who logged in.
///
/// It is wiped from memory when it is dropped, and `Debug` does not show it.
#[derive(Clone)]
pub struct SessionId(SecretString);

impl SessionId {
    /// The identifier in clear text: never print or log it.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        self.0.expose_secret()
    }

    pub(crate) fn header(&self) -> Option<HeaderValue> {
        sensitive(self.expose_secret())
    }
}

impl TryFrom<String> for SessionId {
    type Error = Error;

    /// Takes an identifier that was kept from an earlier login; it is refused if no header can carry it.
    fn try_from(id: String) -> Result<Self, Error> {
        let id = Self(id.into());
        // The message must not quote it.
        if id.expose_secret().is_empty() || id.header().is_none() {
            return Err(Error::invalid_input("the session identifier is empty or no header value"));
        }
        Ok(id)
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionId([redacted])")
    }
}

impl<'de> Deserialize<'de> for SessionId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // What is no header value could be sent with no request.
        String::deserialize(deserializer)?.try_into().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for SessionId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "SessionId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "password", "minLength": 1 })
    }
}

/// Who logs in.
#[derive(Clone)]
pub(crate) struct Credentials {
    pub(crate) user: String,
    pub(crate) password: SecretString,
}

impl Credentials {
    /// The value of the `Authorization` header (RFC 7617, UTF-8).
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        sensitive(&format!("Basic {}", self.encoded().expose_secret()))
    }

    /// User and password as they stand in the header.
    pub(crate) fn encoded(&self) -> SecretString {
        let pair = SecretString::from(format!("{}:{}", self.user, self.password.expose_secret()));
        base64::engine::general_purpose::STANDARD.encode(pair.expose_secret()).into()
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("user", &self.user).finish_non_exhaustive()
    }
}

fn sensitive(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}
