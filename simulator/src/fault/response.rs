use std::fmt::Write as _;
use std::time::Duration;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, LOCATION, RETRY_AFTER};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use serde_json::{Value, json};

/// A response of the test's own, for [`Fault::respond`](crate::Fault::respond): any status, headers and body.
///
/// ```
/// use serde_json::json;
/// use vcenter_iso_simulator::{Fault, Response};
///
/// let body = json!({ "error_type": "ERROR", "messages": [] });
/// let fault = Fault::respond(Response::new(500).header("x-request-id", "op-17").json(&body));
/// assert_eq!(
///     fault.to_string(),
///     r#"respond 500 header "x-request-id: op-17" body {"error_type":"ERROR","messages":[]}"#
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a response is sent only by `Fault::respond`"]
pub struct Response {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    /// The content type if no header names one.
    content_type: Option<&'static str>,
}

impl Response {
    /// Returns a response with this status, from 200 to 599, without headers and without a body.
    pub fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new(), content_type: None }
    }

    /// Returns an error like those of the simulator, with this status and `error_type`, such as `RESOURCE_BUSY`.
    pub fn error(status: u16, error_type: &str) -> Self {
        Self::new(status).json(&json!({ "error_type": error_type, "messages": [injected()] }))
    }

    /// Returns an error like those of older servers, which send no `error_type`.
    pub fn untyped_error(status: u16) -> Self {
        Self::new(status).json(&json!({ "messages": [injected()] }))
    }

    /// Returns an HTML page like those of proxies.
    pub fn html(status: u16) -> Self {
        let name = StatusCode::from_u16(status).map(|status| status.to_string()).unwrap_or_default();
        let page = format!("<html><head><title>{name}</title></head><body><h1>{name}</h1></body></html>\n");
        Self { content_type: Some("text/html; charset=utf-8"), ..Self::new(status).body(page) }
    }

    /// Returns the response of vCenter's proxy if it cannot reach the services: `503` and the text
    /// `no healthy upstream`.
    pub fn no_healthy_upstream() -> Self {
        Self::new(503).body("no healthy upstream")
    }

    /// Returns a `307 Temporary Redirect` to this URL.
    pub fn redirect(url: impl Into<String>) -> Self {
        Self::new(307).header(LOCATION.as_str(), url)
    }

    /// Adds a header. Several headers may have the same name.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Adds the header `Retry-After`, rounded up to whole seconds, at most [`u64::MAX`].
    pub fn retry_after(self, delay: Duration) -> Self {
        let seconds = delay.as_secs().saturating_add(u64::from(delay.subsec_nanos() > 0));
        self.header(RETRY_AFTER.as_str(), seconds.to_string())
    }

    /// Sets the body. Its content type is `text/plain`, unless a header names another one.
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.content_type = Some("text/plain; charset=utf-8");
        self
    }

    /// Sets the body. Its content type is `application/json`, unless a header names another one.
    pub fn json(self, body: &Value) -> Self {
        self.raw_json(body.to_string())
    }

    /// Sets a body that is JSON, as it is written.
    pub(crate) fn raw_json(mut self, body: String) -> Self {
        self.body = body.into_bytes();
        self.content_type = Some("application/json");
        self
    }

    /// Returns the reason why HTTP cannot express this response, if any.
    pub(crate) fn invalid(&self) -> Option<String> {
        if !(200..=599).contains(&self.status) {
            return Some(format!("the status {} is not between 200 and 599", self.status));
        }
        self.headers.iter().find_map(|(name, value)| {
            if HeaderName::from_bytes(name.as_bytes()).is_err() {
                return Some(format!("{name:?} is not a valid header name"));
            }
            invalid_header_value(value)
        })
    }

    pub(crate) fn to_http(&self) -> axum::response::Response {
        let mut response = axum::response::Response::new(Body::from(self.body.clone()));
        // A rule has only valid responses, so that no default is used and no header is left out.
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or_default();
        let headers = response.headers_mut();
        if let Some(content_type) = self.content_type {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        }
        if self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(CONTENT_TYPE.as_str())) {
            headers.remove(CONTENT_TYPE);
        }
        for (name, value) in &self.headers {
            if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
                headers.append(name, value);
            }
        }
        response
    }

    /// Returns the text form in fault rules. A body that is not UTF-8 is shown with replacement characters.
    pub(crate) fn text(&self) -> String {
        if *self == Self::no_healthy_upstream() {
            return "no healthy upstream".to_owned();
        }
        if *self == Self::html(self.status) {
            return format!("html {}", self.status);
        }
        if let Some(text) = self.failure_text() {
            return text;
        }
        let mut text = format!("respond {}", self.status);
        for (name, value) in &self.headers {
            // Writing to a string cannot fail.
            let _ = write!(text, " header {}", json!(format!("{name}: {value}")));
        }
        let body = String::from_utf8_lossy(&self.body);
        match self.content_type {
            Some("application/json") => {
                let _ = write!(text, " body {body}");
            }
            None => {}
            Some(_) => {
                let _ = write!(text, " body {}", json!(body));
            }
        }
        text
    }

    /// Returns the text form of an error of the simulator, possibly with `Retry-After`.
    fn failure_text(&self) -> Option<String> {
        let body: Value = serde_json::from_slice(&self.body).ok()?;
        let (plain, mut text) = match body["error_type"].as_str() {
            Some(kind) if is_error_type(kind) => {
                (Self::error(self.status, kind), format!("fail {} {kind}", self.status))
            }
            Some(_) => return None,
            None => (Self::untyped_error(self.status), format!("fail {}", self.status)),
        };
        match self.headers.as_slice() {
            [] => {}
            [(name, seconds)] if name == RETRY_AFTER.as_str() => {
                let seconds = seconds.parse::<u64>().ok()?;
                let _ = write!(text, " retry after {seconds}s");
            }
            _ => return None,
        }
        let same = Self { headers: Vec::new(), ..self.clone() } == plain;
        same.then_some(text)
    }
}

/// Returns whether the text has the form of an error type.
pub(crate) fn is_error_type(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
}

/// Returns the reason why HTTP does not allow the value of a header, if any.
pub(crate) fn invalid_header_value(value: &str) -> Option<String> {
    let valid = !value.is_empty() && HeaderValue::from_str(value).is_ok();
    (!valid).then(|| format!("{value:?} is not a valid header value"))
}

fn injected() -> Value {
    json!({
        "id": "com.vmware.vapi.std.errors.injected",
        "default_message": "The simulator injected this failure.",
        "args": [],
    })
}
