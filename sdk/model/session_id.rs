use std::fmt;
use std::str::FromStr;

use http::HeaderValue;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Deserializer};

use crate::model::id::InvalidId;

/// In bytes; vCenter's have 32.
const MAX_LENGTH: usize = 4096;

/// The identifier of a session. A program that has it acts as the user who logged in.
///
/// The value is wiped from memory when it is dropped, and `Debug` does not show it.
#[derive(Clone)]
pub struct SessionId(SecretString);

impl SessionId {
    /// Returns the identifier in clear text: never print or log it.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        self.0.expose_secret()
    }

    /// Returns the identifier as a header value that is marked as sensitive; `None` if it is not valid in a header.
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        let mut value = HeaderValue::from_str(self.expose_secret()).ok()?;
        value.set_sensitive(true);
        Some(value)
    }
}

impl TryFrom<String> for SessionId {
    type Error = InvalidId;

    /// Accepts an identifier that was kept from an earlier login. Rejects one that is not valid in a header.
    fn try_from(id: String) -> Result<Self, InvalidId> {
        let id = Self(id.into());
        // The message must not quote the identifier.
        let is_too_long = id.expose_secret().len() > MAX_LENGTH;
        if id.expose_secret().is_empty() || is_too_long || id.header().is_none() {
            return Err(InvalidId::new(
                "session",
                "it is empty, has more than 4,096 bytes, or is not valid in a header",
            ));
        }
        Ok(id)
    }
}

impl TryFrom<&str> for SessionId {
    type Error = InvalidId;

    fn try_from(id: &str) -> Result<Self, InvalidId> {
        id.to_owned().try_into()
    }
}

impl FromStr for SessionId {
    type Err = InvalidId;

    fn from_str(id: &str) -> Result<Self, InvalidId> {
        id.try_into()
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionId([redacted])")
    }
}

impl<'de> Deserialize<'de> for SessionId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
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
