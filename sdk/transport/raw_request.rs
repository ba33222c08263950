//! Requests of the caller's own, beyond the operations of the document.

use http::Method;
use http::header::{ACCEPT, HeaderValue};
use reqwest::Url;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::api::{Client, ClientInfo as _, Error, ResponseValue};
use crate::transport::recorder::Incomplete;

/// The longest URL that the HTTP library sends, in bytes.
const MAX_URL: usize = u16::MAX as usize - 1;
/// The nesting that readers of JSON accept, such as `serde_json`. Writing a deeper value overflows the stack.
const MAX_DEPTH: usize = 128;

#[derive(Debug)]
pub(crate) struct RawRequest {
    method: Method,
    url: Url,
    body: Option<Value>,
}

impl RawRequest {
    /// Creates a request to a path below the base URL of the operations. Returns the reason why it cannot be sent.
    pub(crate) fn new(
        base: &str,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<Self, &'static str> {
        // `CONNECT` has no path, and `TRACE` asks the server to send the session back (RFC 9110, section 9.3).
        if matches!(method, Method::CONNECT | Method::TRACE) {
            return Err("no operation has the method `CONNECT` or `TRACE`");
        }
        if body.as_ref().is_some_and(is_too_deep) {
            return Err("its body is nested more than 128 levels deep");
        }
        if !path.starts_with('/') {
            return Err("expected a path such as `/vcenter/datastore`, below the `/api` of the server");
        }
        let resource = path.split('?').next().unwrap_or_default();
        let segments = || resource.split('/').skip(1);
        if segments().next() == Some("api") {
            return Err("the path is already below `/api`: leave that part out");
        }
        if resource == "/session" && !method.is_safe() {
            return Err("use `VcenterBuilder::connect` and `Vcenter::logout` to open and to end a session");
        }
        if path.contains(|character: char| character.is_control() || matches!(character, '#' | '\\')) {
            return Err("percent-encode `#`, `\\` and control characters in the path");
        }
        // A URL parser resolves them, also in percent-encoding.
        if segments()
            .any(|segment| matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | ".."))
        {
            return Err("a segment of the path is `.` or `..`");
        }
        // A URL parser drops spaces at the end.
        let Ok(url) = Url::parse(&format!("{base}{}", path.replace(' ', "%20"))) else {
            return Err("the path does not fit into a URL");
        };
        let below = url.as_str().strip_prefix(base).unwrap_or_default();
        if below.split('?').next().unwrap_or_default().split('/').count() != resource.split('/').count() {
            return Err("the path leads to another one");
        }
        if url.as_str().len() > MAX_URL {
            return Err("the path is too long for a request");
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
        if !response.status().is_success() || response.extensions().get::<Incomplete>().is_some() {
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

fn is_too_deep(body: &Value) -> bool {
    let mut rest = vec![(body, 0)];
    while let Some((value, depth)) = rest.pop() {
        match value {
            Value::Array(_) | Value::Object(_) if depth == MAX_DEPTH => return true,
            Value::Array(values) => rest.extend(values.iter().map(|value| (value, depth + 1))),
            Value::Object(members) => rest.extend(members.values().map(|value| (value, depth + 1))),
            _ => {}
        }
    }
    false
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
            ("/vcenter/vm/vm-42 ", "/vcenter/vm/vm-42%20"),
            ("/vcenter/vm?names=a ", "/vcenter/vm?names=a%20"),
            ("/a/.b/c.", "/a/.b/c."),
            ("/apiary", "/apiary"),
            ("/session", "/session"),
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
            "/vcenter/.",
            "/vcenter/%2e",
            "/.",
            "/api",
            "/api/vcenter/vm",
            "/vcenter/%2e%2E/%2e./ui",
            "/vcenter\\..\\ui",
            "/vcenter/vm#a",
            "/vcenter/\tvm",
        ] {
            assert!(url(path).is_err(), "{path:?} leads to {:?}", url(path));
        }
        let long = |length: usize| url(&format!("/{}", "a".repeat(length))).map(|url| url.len());
        assert_eq!(long(65_000), Ok("https://vcenter.example.com/api/".len() + 65_000));
        assert!(long(66_000).is_err());
    }

    #[test]
    fn a_body_that_would_overflow_the_stack_is_refused() {
        let nested = |depth| (0..depth).fold(Value::Null, |inner, _| Value::Array(vec![inner]));
        assert!(!is_too_deep(&nested(128)));
        assert!(is_too_deep(&nested(129)));
        assert!(is_too_deep(&serde_json::json!({ "a": 1, "b": { "c": nested(127) } })));
    }

    #[test]
    fn a_session_is_opened_and_ended_by_other_functions() {
        let request = |method| RawRequest::new("https://vcenter.example.com/api", method, "/session", None);
        assert!(request(Method::GET).is_ok());
        for method in [Method::POST, Method::DELETE, Method::CONNECT] {
            assert!(request(method.clone()).is_err(), "{method}");
        }
    }
}
