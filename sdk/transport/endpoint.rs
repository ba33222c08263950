use std::fmt;
use std::time::Duration;

use http::HeaderValue;
use http::header::HeaderName;
use url::Url;

use crate::text::redact::Redactor;
use crate::transport::proxy::Proxy;
use crate::transport::proxy::refusal::ProxyRefusal;
use crate::transport::tls::refusal::Refusal;

/// A server, and the settings for requests to it.
#[derive(Debug)]
pub(crate) struct Endpoint {
    /// The base URL of every operation.
    pub(crate) base: String,
    pub(crate) http: reqwest::Client,
    /// The proxy, if a variable of the environment names one for the server.
    pub(crate) proxy: Option<Proxy>,
    /// The value of `accept-language`.
    pub(crate) locale: Option<HeaderValue>,
    /// The timeout of one request, from its start to the end of the response.
    pub(crate) timeout: Duration,
}

impl Endpoint {
    /// Returns the reason why the proxy opened no connection, if that caused the error.
    pub(crate) async fn refusal_of_proxy(&self, error: &reqwest::Error) -> Option<ProxyRefusal> {
        let proxy = self.proxy.as_ref().filter(|_| error.is_connect() && Refusal::of(error).is_none())?;
        let url = Url::parse(&self.base).ok()?;
        let server = format!("{}:{}", url.host_str()?, url.port_or_known_default()?);
        Some(proxy.explain(error, &server).await)
    }
}

/// The authorization of a request.
pub(crate) trait Authorization: fmt::Debug + Send + Sync {
    /// Returns the header: the credentials for a login, the session for every other request. Returns `None` without a
    /// session.
    fn header(&self, login: bool) -> Option<(HeaderName, HeaderValue)>;

    /// Returns the redactor that removes the request's secrets from its response.
    fn redactor(&self) -> Redactor;
}
