//! Requests of the caller's own, beyond the operations of the document.

use http::Method;
use http::header::{ACCEPT, HeaderValue};
use reqwest::Url;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::api::{Client, ClientInfo as _, Error, ResponseValue};

#[derive(Debug)]
pub(crate) struct RawRequest {
    method: Method,
    url: Url,
    body: Option<Value>,
}

impl RawRequest {
    /// Creates a request to a path below the base URL of the operations. Returns the reason why a path cannot be used.
    pub(crate) fn new(base: &str, method: Method, path: &str, body: Option<Value>) -> Result<Self, String> {
        let invalid = |reason: &str| Err(format!("`{}` is not a path: {reason}", path.escape_debug()));
        if !path.starts_with('/') {
            return invalid("expected one such as `/vcenter/datastore`, below the `/api` of the server");
        }
        if path.contains(|character: char| character.is_control() || matches!(character, '#' | '\\')) {
            return invalid("percent-encode `#`, `\\` and control characters");
        }
        let Ok(url) = Url::parse(&format!("{base}{path}")) else {
            return invalid("it does not fit into a URL");
        };
        // A parser resolves `..`, also in percent-encoding.
        let segments = |path: &str| path.split('?').next().unwrap_or_default().matches('/').count();
        let below = url.as_str().strip_prefix(base).unwrap_or_default();
        if segments(below) != segments(path) {
            return invalid("a segment of it is `.` or `..`");
        }
        Ok(Self { method, url, body })
    }

    /// Sends the request with the hooks of the client. Reads an empty response as `null`.
    pub(crate) async fn send<T: DeserializeOwned>(
        &self,
        client: &Client,
    ) -> Result<ResponseValue<T>, Error<()>> {
        let mut request = client.client().request(self.method.clone(), self.url.clone());
        if let Some(body) = &self.body {
            request = request.json(body);
        }
        let mut request = request.build()?;
        request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
        let hooks = &client.inner().0;
        hooks.prepare(&mut request, None).map_err(Error::Custom)?;
        let response = hooks.send(request, None).await?;
        if !response.status().is_success() {
            return Err(Error::UnexpectedResponse(response));
        }
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.bytes().await.map_err(Error::ResponseBodyError)?;
        let json: &[u8] = if bytes.is_empty() { b"null" } else { &bytes };
        match serde_json::from_slice(json) {
            Ok(value) => Ok(ResponseValue::new(value, status, headers)),
            Err(error) => Err(Error::InvalidResponsePayload(bytes, error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_stays_below_the_base_url() {
        let url = |path: &str| {
            RawRequest::new("https://vcenter.example.com/api", Method::GET, path, None)
                .map(|request| request.url.to_string())
        };
        for (path, expected) in [
            ("/vcenter/datastore", "/vcenter/datastore"),
            ("/vcenter/vm?names=a/../b&names=c+d", "/vcenter/vm?names=a/../b&names=c+d"),
            ("/vcenter/vm/caf\u{e9} 1", "/vcenter/vm/caf%C3%A9%201"),
            ("//vcenter.example.org/x", "//vcenter.example.org/x"),
            ("/a%2Fb;c", "/a%2Fb;c"),
        ] {
            assert_eq!(url(path), Ok(format!("https://vcenter.example.com/api{expected}")), "of {path:?}");
        }
        for path in [
            "",
            "vcenter/vm",
            ".example.org/vm",
            "@example.org/vm",
            "/..",
            "/../ui",
            "/vcenter/./vm",
            "/vcenter/%2e%2E/%2e./ui",
            "/vcenter\\..\\ui",
            "/vcenter/vm#a",
            "/vcenter/\tvm",
        ] {
            assert!(url(path).is_err(), "{path:?} leads to {:?}", url(path));
        }
    }
}
