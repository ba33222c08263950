use std::error::Error as StdError;
use std::fmt;
use std::iter;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::{Bytes, BytesMut};
use http::HeaderMap;

use crate::error::{
    Body, Error, ErrorKind, Parts, TlsReason, kind_for_lost_response, kind_for_status, may_continue,
};
use crate::operation::{Effect, Request};
use crate::text::redact::{REDACTED, Redactor};
use crate::transport::address::BASE_PATH;
use crate::transport::endpoint::Endpoint;
use crate::transport::exchange::Exchange;
use crate::transport::proxy::refusal::ProxyRefusal;
use crate::transport::tls::refusal::Refusal;

/// The largest part of an error's body to read, in bytes.
const ERROR_LIMIT: usize = 1 << 20;
/// The largest part of a result's body to read, in bytes: twice the limit of vCenter's endpoint for a service.
const RESULT_LIMIT: usize = 16 << 20;

/// Records the request and the response of a call.
///
/// The generated client reports a failure in its own words and drops the status. So the hooks record the facts, and
/// [`failure`](Self::failure) creates the error from them.
#[derive(Default)]
pub(crate) struct Recorder(Mutex<Recorded>);

#[derive(Default)]
struct Recorded {
    /// `None` if the call failed before there was a request.
    request: Option<Request>,
    request_id: Option<String>,
    is_change: bool,
    response: Option<RecordedResponse>,
    /// The reason why a proxy opened no connection.
    proxy: Option<ProxyRefusal>,
    /// The failure of the call, if the response does not show it.
    failure: Option<Error>,
    /// The log line of the request, once it has ended.
    exchange: Option<Exchange>,
}

/// Omits the response, because a body may hold a secret.
impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}

/// The response of the server, or of an intermediary.
pub(crate) struct RecordedResponse {
    pub(crate) status: u16,
    /// The part of the body that was read.
    pub(crate) bytes: Bytes,
    /// The reason why the body was not read to its end.
    pub(crate) unread: Option<Unread>,
    /// The target of a redirect.
    pub(crate) location: Option<String>,
    pub(crate) retry_after: Option<Duration>,
}

/// Marks a success whose body was not read to its end. Its response has no body, which is no result either.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Incomplete;

/// The reason why a body was not read to its end.
#[derive(Debug)]
pub(crate) enum Unread {
    TooLarge(usize),
    Broken(reqwest::Error),
}

impl Recorder {
    fn recorded(&self) -> MutexGuard<'_, Recorded> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn prepare(&self, request: Request) {
        self.recorded().request = Some(request);
    }

    /// Notes that the request changes the inventory, and may be sent.
    pub(crate) fn begin_change(&self) {
        self.recorded().is_change = true;
    }

    /// Returns whether a request that changes the inventory may have been sent.
    pub(crate) fn is_change(&self) -> bool {
        self.recorded().is_change
    }

    pub(crate) fn send(&self, request_id: &str) {
        self.recorded().request_id = Some(request_id.to_owned());
    }

    pub(crate) fn receive(&self, response: RecordedResponse) {
        self.recorded().response = Some(response);
    }

    pub(crate) fn refuse_at_proxy(&self, refusal: ProxyRefusal) {
        self.recorded().proxy = Some(refusal);
    }

    /// Keeps the log line of the request until the result of the call is known.
    pub(crate) fn end(&self, exchange: Exchange) {
        self.recorded().exchange = Some(exchange);
    }

    /// Returns the log line of the request, if one was sent.
    pub(crate) fn exchange(&self) -> Option<Exchange> {
        self.recorded().exchange.take()
    }

    /// Records a failure that the response does not show.
    pub(crate) fn fail(&self, error: Error) {
        self.recorded().failure = Some(error);
    }

    /// Creates the error for a failure that the generated client reported as `reported`.
    pub(crate) fn failure<E>(
        &self,
        endpoint: &Endpoint,
        redactor: &Redactor,
        reported: crate::api::Error<E>,
    ) -> Error {
        let recorded = std::mem::take(&mut *self.recorded());
        if let Some(failure) = recorded.failure {
            return failure.with_request_id(recorded.request_id);
        }
        // A request without a name counts as one that changes the inventory.
        let effect = recorded.request.as_ref().map_or(Effect::Inventory, Request::effect);
        let mut parts = match (recorded.response, reported) {
            (Some(response), reported) => from_response(redactor, effect, response, reported),
            (None, crate::api::Error::CommunicationError(error)) => {
                without_response(endpoint, redactor, effect, &error, recorded.proxy)
            }
            (None, crate::api::Error::InvalidRequest(reason) | crate::api::Error::Custom(reason)) => {
                Parts::new(ErrorKind::InvalidInput, reason)
            }
            (None, _) => Parts::new(kind_for_lost_response(effect), "the response could not be read"),
        };
        parts.request = recorded.request;
        parts.request_id = recorded.request_id;
        parts.into()
    }
}

/// Describes a failure without a response.
pub(crate) fn without_response(
    endpoint: &Endpoint,
    redactor: &Redactor,
    effect: Effect,
    error: &reqwest::Error,
    proxy: Option<ProxyRefusal>,
) -> Parts {
    if let Some(ProxyRefusal { reason, text, has_causes }) = proxy {
        return Parts {
            source: if has_causes { transport(error, redactor) } else { None },
            proxy: Some(reason),
            ..Parts::new(ErrorKind::Connect, redactor.text(&text))
        };
    }
    let server = endpoint.base.trim_end_matches(BASE_PATH);
    let refusal = Refusal::of(error).or_else(|| without_tls(endpoint, effect, error));
    let (kind, context) = if refusal.is_some() && (error.is_connect() || !endpoint.base.starts_with("https:"))
    {
        (ErrorKind::Tls, format!("no TLS connection to {server}"))
    } else if error.is_connect() {
        (ErrorKind::Connect, format!("no connection to {server}"))
    } else if error.is_timeout() {
        (kind_for_lost_response(effect), format!("no response from {server} within {:?}", endpoint.timeout))
    } else if error.is_builder() {
        (ErrorKind::InvalidInput, "the request could not be built".to_owned())
    } else {
        (kind_for_lost_response(effect), format!("the connection to {server} was lost before the response"))
    };
    // Once connected, the request may have been sent, and the server may continue with it after the timeout.
    let may_continue = error.is_timeout() && !error.is_connect();
    let tls = refusal.as_ref().map(|refusal| refusal.reason);
    let source = match refusal {
        // The server chooses the names in its certificate.
        Some(refusal) => Some(text(redactor.text(&refusal.text))),
        None => transport(error, redactor),
    };
    Parts { source, may_continue, tls, ..Parts::new(kind, context) }
}

/// Recognises a port that speaks TLS and got a request in plain HTTP: it responds with a TLS alert, which is no HTTP.
///
/// Only for a login, the first request to a server: later, such bytes are a lost response.
fn without_tls(endpoint: &Endpoint, effect: Effect, error: &reqwest::Error) -> Option<Refusal> {
    let is_alert = || {
        let mut causes = iter::successors(error.source(), |&cause| cause.source());
        // hyper has no public type for the reason.
        causes.any(|cause| cause.to_string() == "invalid HTTP version parsed")
    };
    (effect == Effect::Login && endpoint.base.starts_with("http:") && is_alert())
        .then(|| Refusal::new(TlsReason::OnlyTls, "the port speaks TLS, and the request was sent without"))
}

/// Returns the causes below reqwest's own message, which only repeats that a request failed.
fn transport(error: &reqwest::Error, redactor: &Redactor) -> Option<Arc<dyn StdError + Send + Sync>> {
    #[derive(Debug)]
    struct Cause {
        text: String,
        source: Option<Box<Self>>,
    }

    impl fmt::Display for Cause {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(&self.text)
        }
    }

    impl StdError for Cause {
        fn source(&self) -> Option<&(dyn StdError + 'static)> {
            self.source.as_deref().map(|source| source as _)
        }
    }

    let causes: Vec<_> =
        iter::successors(error.source(), |&cause| cause.source()).map(ToString::to_string).collect();
    let chain =
        causes.iter().rfold(None, |source, text| Some(Box::new(Cause { text: redactor.text(text), source })));
    chain.map(|cause| Arc::from(cause as Box<dyn StdError + Send + Sync>))
}

fn from_response<E>(
    redactor: &Redactor,
    effect: Effect,
    response: RecordedResponse,
    reported: crate::api::Error<E>,
) -> Parts {
    let RecordedResponse { status, bytes, unread, location, retry_after } = response;
    let success = (200..300).contains(&status);
    let body = if success { Body::excerpt(&bytes) } else { Body::read(&bytes) };
    let kind = match &unread {
        // A result that is too long would be too long again.
        Some(Unread::Broken(_)) if success => kind_for_lost_response(effect),
        _ => kind_for_status(effect, status, &body),
    };
    let mut parts = Parts {
        status: Some(status),
        retry_after,
        may_continue: may_continue(status, &body),
        ..Parts::new(kind, format!("the server responded with {}", status_line(status)))
    };
    match body.redacted(redactor) {
        Body::ApiError(api_error) => parts.api_error = Some(Arc::new(api_error)),
        Body::Text(text) => {
            if !success {
                parts.context = format!("{}: {}", parts.context, excerpt(&text));
            }
            tracing::info!(target: "vcenter_iso", status, body = text, "the response is not one of the API");
            parts.body = Some(text);
        }
        Body::Empty => {}
    }
    if let Some(target) = location.and_then(|location| redirect_target(&location, redactor)) {
        parts.context = format!("{}, a redirect to {target}, which is not followed", parts.context);
    }
    match unread {
        Some(Unread::TooLarge(limit)) => {
            parts.context = format!("{}, with more than {} MiB", parts.context, limit >> 20);
        }
        Some(Unread::Broken(error)) => {
            parts.context.push_str(", but the response broke off");
            parts.source = transport(&error, redactor);
        }
        None if success => {
            parts.context.push_str(", but not with the result of the operation");
            if let crate::api::Error::InvalidResponsePayload(_, error) = reported {
                // The message quotes parts of the response.
                let message = error.to_string();
                parts.source = Some(text(if message.len() > MAX_QUOTE {
                    format!("the JSON does not fit at line {}, column {}", error.line(), error.column())
                } else {
                    redactor.text(&message)
                }));
            }
        }
        None => {}
    }
    parts
}

/// A message that quotes more of the response is replaced by the place in the response. In bytes.
const MAX_QUOTE: usize = 4096;

fn status_line(status: u16) -> String {
    let reason = http::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    reason.map_or_else(|| status.to_string(), |reason| format!("{status} {reason}"))
}

/// Wraps a text as an error source.
fn text(text: String) -> Arc<dyn StdError + Send + Sync> {
    Arc::from(Box::<dyn StdError + Send + Sync>::from(text))
}

/// Returns enough of a foreign body to recognise it.
fn excerpt(text: &str) -> String {
    // The telling word of vCenter's proxy, the name of the service, comes after 300 characters.
    const LENGTH: usize = 500;
    if text.starts_with('<') {
        return heading(text)
            .map_or_else(|| "a page of HTML".to_owned(), |heading| format!("a page of HTML: {heading}"));
    }
    let mut excerpt: String = text.chars().take(LENGTH).collect();
    if excerpt.len() < text.len() {
        excerpt.push('…');
    }
    excerpt
}

/// Returns the title of a page of HTML, or its first heading, as text.
fn heading(page: &str) -> Option<String> {
    const LENGTH: usize = 160;
    let lower = page.to_ascii_lowercase();
    let element = |name: &str| {
        let start = lower.find(&format!("<{name}"))?;
        let start = start + lower[start..].find('>')? + 1;
        let end = start + lower[start..].find(&format!("</{name}"))?;
        let mut text = String::new();
        let mut in_tag = false;
        for character in page[start..end].chars() {
            match character {
                '<' => in_tag = true,
                '>' => in_tag = false,
                other if !in_tag => text.push(other),
                _ => {}
            }
        }
        let text = unescaped(&text);
        let words: Vec<_> = text.split_whitespace().collect();
        let text: String = words.join(" ").chars().take(LENGTH).collect();
        (!text.is_empty()).then_some(text)
    };
    ["title", "h1", "h2"].into_iter().find_map(element)
}

/// Replaces the character references that are usual in headings (HTML, section 13.1.4).
fn unescaped(html: &str) -> String {
    const REFERENCES: [(&str, &str); 7] = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&nbsp;", " "),
        // The last one: `&amp;lt;` is the text `&lt;`.
        ("&amp;", "&"),
    ];
    REFERENCES.iter().fold(html.to_owned(), |text, (reference, character)| text.replace(reference, character))
}

/// Reads a body up to the limit for its status.
pub(crate) async fn read(response: &mut reqwest::Response) -> (Bytes, Option<Unread>) {
    let limit = if response.status().is_success() { RESULT_LIMIT } else { ERROR_LIMIT };
    let mut body = BytesMut::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > limit => {
                body.extend_from_slice(&chunk[..limit - body.len()]);
                return (body.freeze(), Some(Unread::TooLarge(limit)));
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return (body.freeze(), None),
            Err(error) => return (body.freeze(), Some(Unread::Broken(error))),
        }
    }
}

/// Returns scheme, host and port of a redirect; the rest of a `Location` may hold secrets.
fn redirect_target(location: &str, redactor: &Redactor) -> Option<String> {
    // Redact before parsing: the URL parser decodes the host, and a secret in it could not be found afterwards.
    let clean = redactor.text(location);
    match url::Url::parse(&clean) {
        Ok(url) => url.origin().is_tuple().then(|| redactor.text(&url.origin().ascii_serialization())),
        // The mark is not valid in a host.
        Err(_) => (clean != location).then(|| REDACTED.to_owned()),
    }
}

/// Returns the time to wait before the next attempt (RFC 9110, section 10.2.3), from a number of seconds or a date.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(http::header::RETRY_AFTER)?.to_str().ok()?.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(value.parse().map_or(Duration::MAX, Duration::from_secs));
    }
    let date = chrono::DateTime::parse_from_rfc2822(value).ok()?;
    let since_epoch = Duration::from_secs(date.timestamp().try_into().ok()?);
    // The clock of an operating system may not reach as far as the date.
    let Some(date) = SystemTime::UNIX_EPOCH.checked_add(since_epoch) else { return Some(Duration::MAX) };
    date.duration_since(SystemTime::now()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(value: &str) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert(http::header::RETRY_AFTER, value.parse().expect("a header value"));
        retry_after(&headers)
    }

    #[test]
    fn retry_after_is_a_number_of_seconds_or_a_date() {
        assert_eq!(wait("7"), Some(Duration::from_secs(7)));
        assert_eq!(wait(" 0 "), Some(Duration::ZERO));
        let in_an_hour = chrono::DateTime::<chrono::Utc>::from(SystemTime::now() + Duration::from_secs(3600));
        let date = in_an_hour.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let wait_for_date = wait(&date).expect("a date in the future");
        assert!(wait_for_date > Duration::from_secs(3500), "{date}: {wait_for_date:?}");
        assert_eq!(wait("99999999999999999999999"), Some(Duration::MAX));
        for nothing in ["", "-1", "soon", "Wed, 21 Oct 2015 07:28:00 GMT"] {
            assert_eq!(wait(nothing), None, "of {nothing:?}");
        }
    }
}
