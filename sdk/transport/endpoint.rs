use std::fmt;
use std::time::Duration;

use http::HeaderValue;
use http::header::HeaderName;

use crate::text::redact::Redactor;

/// A server, and how requests are sent to it.
#[derive(Debug)]
pub(crate) struct Endpoint {
    /// The URL below which every operation stands.
    pub(crate) base: String,
    pub(crate) http: reqwest::Client,
    /// The value of `accept-language`.
    pub(crate) locale: Option<HeaderValue>,
    /// How long one request may take, from its start to the end of the response.
    pub(crate) timeout: Duration,
}

/// What a request proves its sender with.
pub(crate) trait Authorization: fmt::Debug + Send + Sync {
    /// Returns the header: of a login with the credentials, of every other request with the session. `None` if there
    /// is no session.
    fn header(&self, login: bool) -> Option<(HeaderName, HeaderValue)>;

    /// Returns what removes the secrets of the request from its response.
    fn redactor(&self) -> Redactor;
}
