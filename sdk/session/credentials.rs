use std::fmt;

use base64::Engine as _;
use http::HeaderValue;
use secrecy::{ExposeSecret as _, SecretString};

/// A user name and its password.
#[derive(Clone)]
pub(crate) struct Credentials {
    pub(crate) user: String,
    pub(crate) password: SecretString,
}

impl Credentials {
    /// Returns the value of the `Authorization` header (RFC 7617, UTF-8).
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        let mut value = HeaderValue::from_str(&format!("Basic {}", self.encoded().expose_secret())).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    /// Returns every text that reveals the password.
    pub(crate) fn secrets(&self) -> [SecretString; 4] {
        let encoded = self.encoded();
        // Three bytes become four characters. A text that starts before the password and is cut off within it still
        // reveals it.
        let password = (self.user.len() + 1) / 3 * 4;
        let tail = encoded.expose_secret().get(password..).unwrap_or_default();
        let url_safe = encoded.expose_secret().replace('+', "-").replace('/', "_");
        [self.password.clone(), tail.into(), url_safe.into(), encoded]
    }

    /// Returns user and password in the encoding of the header.
    fn encoded(&self) -> SecretString {
        let pair = SecretString::from(format!("{}:{}", self.user, self.password.expose_secret()));
        base64::engine::general_purpose::STANDARD.encode(pair.expose_secret()).into()
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("user", &self.user).finish_non_exhaustive()
    }
}
