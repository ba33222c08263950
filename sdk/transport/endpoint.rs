use std::fmt;
use std::time::Duration;

use http::HeaderValue;
use http::header::HeaderName;

use crate::text::redact::Redactor;

/// A server, and the settings for requests to it.
#[derive(Debug)]
pub(crate) struct Endpoint {
    /// The base URL of every operation.
    pub(crate) base: String,
    pub(crate) http: reqwest::Client,
    /// The value of `accept-language`.
    pub(crate) locale: Option<HeaderValue>,
    /// The timeout of one request, from its start to the end of the response.
    pub(crate) timeout: Duration,
}

/// The authorization of a request.
pub(crate) trait Authorization: fmt::Debug + Send + Sync {
    /// Returns the header: the credentials for a login, the session for every other request. Returns `None` without a
    /// session.
    fn header(&self, login: bool) -> Option<(HeaderName, HeaderValue)>;

    /// Returns the redactor that removes the request's secrets from its response.
    fn redactor(&self) -> Redactor;
}
