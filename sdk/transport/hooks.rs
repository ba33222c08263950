//! Adds headers to every request of the generated client, and reads every response.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{ACCEPT_LANGUAGE, CONTENT_LENGTH, HeaderName, HeaderValue, LOCATION, SET_COOKIE};
use http::{HeaderMap, Method, StatusCode};
use tracing::field::Empty;
use tracing::{Instrument as _, Span};

use crate::api::types::{StdErrorsError, StdLocalizableMessage};
use crate::api::{Client, Hooks, Inner, Sending};
use crate::cancellation;
use crate::error::{Body, Error, Message, Messages, kind_for_lost_response};
use crate::operation::{Effect, Operation, Request};
use crate::runtime;
use crate::text::redact::Redactor;
use crate::transport::address::BASE_PATH;
use crate::transport::endpoint::{Authorization, Endpoint};
use crate::transport::exchange::Exchange;
use crate::transport::recorder::{Incomplete, RecordedResponse, Recorder, read, retry_after};

/// Carries the session, in requests and in the response to a login.
pub(crate) const SESSION_HEADER: HeaderName = HeaderName::from_static("vmware-api-session-id");
const REQUEST_ID_HEADER: HeaderName = HeaderName::from_static("x-request-id");
/// progenitor sends this header, which vCenter does not know.
const API_VERSION_HEADER: HeaderName = HeaderName::from_static("api-version");

/// The hooks of one generated client.
#[derive(Debug)]
pub(crate) struct RequestHooks {
    pub(crate) endpoint: Arc<Endpoint>,
    pub(crate) authorization: Arc<dyn Authorization>,
    /// Records the request of a client for one call; `None` for the escape hatch.
    pub(crate) recorder: Option<Arc<Recorder>>,
}

impl RequestHooks {
    /// Returns a generated client with these hooks.
    pub(crate) fn client(self) -> Client {
        let (base, http) = (self.endpoint.base.clone(), self.endpoint.http.clone());
        Client::new_with_client(&base, http, Inner(Arc::new(self)))
    }
}

impl Hooks for RequestHooks {
    fn prepare(&self, request: &mut reqwest::Request, operation: Option<Operation>) -> Result<(), String> {
        runtime::current().map_err(|error| error.to_string())?;
        let named = self.named(request, operation);
        if let Some(recorder) = &self.recorder {
            recorder.prepare(named.clone());
        }
        if let Some(operation) = operation {
            if !is_at_its_path(request.url(), &self.endpoint.base, operation) {
                return Err("an identifier leads to another path than that of the operation".to_owned());
            }
            encode_parameters(request.url_mut());
        }
        *request.timeout_mut() = Some(self.endpoint.timeout);
        // Some servers refuse a request of such a method without a length (RFC 9110, section 8.6).
        let is_empty = request.body().is_none()
            && matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH);
        let headers = request.headers_mut();
        if is_empty {
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        headers.remove(API_VERSION_HEADER);
        if let Some(locale) = &self.endpoint.locale {
            headers.insert(ACCEPT_LANGUAGE, locale.clone());
        }
        let Some((name, secret)) = self.authorization.header(named.effect() == Effect::Login) else {
            if let Some(recorder) = &self.recorder {
                recorder.fail(Error::not_logged_in(named));
            }
            return Err("not logged in".to_owned());
        };
        headers.insert(name, secret);
        if let Some(recorder) = &self.recorder
            && named.effect() == Effect::Inventory
        {
            if let Err(cancelled) = cancellation::begin_change() {
                recorder.fail(cancelled);
                return Err("cancelled".to_owned());
            }
            recorder.begin_change();
        }
        Ok(())
    }

    fn send(&self, request: reqwest::Request, operation: Option<Operation>) -> Sending<'_> {
        Box::pin(self.send_in_span(request, operation))
    }
}

impl RequestHooks {
    fn named(&self, request: &reqwest::Request, operation: Option<Operation>) -> Request {
        if let Some(operation) = operation {
            return operation.into();
        }
        let path = request.url().path();
        let path = path.strip_prefix(BASE_PATH).unwrap_or(path);
        // In this API, an action is a part of the operation.
        let action = request.url().query_pairs().find(|(name, _)| name == "action");
        let action = action.map(|(_, action)| format!("?action={action}")).unwrap_or_default();
        Request::Raw {
            name: self.authorization.redactor().text(&format!("{} {path}{action}", request.method())),
            effect: if request.method().is_safe() { Effect::None } else { Effect::Inventory },
        }
    }

    async fn send_in_span(
        &self,
        request: reqwest::Request,
        operation: Option<Operation>,
    ) -> reqwest::Result<reqwest::Response> {
        let named = self.named(&request, operation);
        let span = tracing::info_span!(
            target: "vcenter_iso",
            "vcenter",
            operation = named.id(),
            request_id = Empty,
            status = Empty,
            elapsed_ms = Empty
        );
        let mut exchange = self.logged(&request, span.clone());
        let sent = self.exchange(request, operation).instrument(span.clone());
        let result = match runtime::with_runtime(sent).await {
            Ok(result) => result,
            Err(unusable) => {
                let kind = kind_for_lost_response(named.effect());
                Ok(self.unsent(unusable.error(Some(named), kind)))
            }
        };
        exchange.end(result.as_ref().ok().map(|response| response.status().as_u16()));
        match &self.recorder {
            // The error of the call describes the failure better than the status.
            Some(recorder) => recorder.end(exchange),
            None => exchange.log(None),
        }
        result
    }

    /// Starts the log line of a request.
    fn logged(&self, request: &reqwest::Request, span: Span) -> Exchange {
        let url = request.url();
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        let path = if span.is_disabled() {
            String::new()
        } else {
            self.authorization.redactor().text(&format!("{}{query}", url.path()))
        };
        Exchange::start(span, request.method().clone(), path)
    }

    /// Wraps an error from before the response in a response, because the generated client has no variant for it.
    fn unsent(&self, error: Error) -> reqwest::Response {
        let body = normalised(error.to_string().as_bytes(), &self.authorization.redactor());
        if let Some(recorder) = &self.recorder {
            recorder.fail(error);
        }
        let mut response = http::Response::new(body);
        *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
        response.into()
    }

    /// Sends the request and reads the whole response within limits, so that the generated client can neither hang nor
    /// show a secret.
    async fn exchange(
        &self,
        mut request: reqwest::Request,
        operation: Option<Operation>,
    ) -> reqwest::Result<reqwest::Response> {
        let request_id = uuid::Uuid::new_v4().to_string();
        Span::current().record("request_id", &request_id);
        if let Ok(value) = HeaderValue::from_str(&request_id) {
            request.headers_mut().insert(REQUEST_ID_HEADER, value);
        }
        if let Some(recorder) = &self.recorder {
            recorder.send(&request_id);
        }
        let mut response = match self.endpoint.http.execute(request).await {
            Ok(response) => response,
            Err(error) => {
                if let Some(recorder) = &self.recorder
                    && let Some(refusal) = self.endpoint.refusal_of_proxy(&error).await
                {
                    recorder.refuse_at_proxy(refusal);
                }
                return Err(error);
            }
        };
        let success = response.status().is_success();
        let (mut bytes, unread) = read(&mut response).await;
        let (mut head, _) = http::Response::<reqwest::Body>::from(response).into_parts();
        let is_login = operation.is_some_and(|operation| operation.effect() == Effect::Login);
        if is_login {
            bytes = session_of_login(&head, &bytes);
        }
        let recorded = RecordedResponse {
            status: head.status.as_u16(),
            bytes,
            unread,
            location: head.status.is_redirection().then(|| text(&head.headers, LOCATION)).flatten(),
            retry_after: retry_after(&head.headers),
        };
        // progenitor prints all headers of a response that it reports, and a body that it cannot decode.
        head.headers.remove(SESSION_HEADER);
        head.headers.remove(SET_COOKIE);
        let decodes = success && operation.is_some_and(|operation| operation.decodes(&recorded.bytes));
        let login = success && is_login;
        if login && decodes {
            // Any success has opened a session, which cannot be ended without its identifier.
            head.status = StatusCode::CREATED;
        }
        // A truncated result is not a result, even if the received part happens to be JSON. A session is complete,
        // because it ends with a quote.
        let is_result = success && if login { decodes } else { recorded.unread.is_none() };
        if success && !is_result {
            head.extensions.insert(Incomplete);
        }
        let body = if let Some(recorder) = &self.recorder {
            let body = if is_result { recorded.bytes.clone() } else { Bytes::new() };
            // The session in the response to a login is not known yet, so it could not be redacted.
            recorder.receive(if login {
                RecordedResponse { bytes: Bytes::new(), ..recorded }
            } else {
                recorded
            });
            body
        } else {
            let redactor = self.authorization.redactor();
            redact_headers(&mut head.headers, &redactor);
            match success {
                false => normalised(&recorded.bytes, &redactor),
                true if is_result && decodes => recorded.bytes,
                true if is_result => redacted(&recorded.bytes, &redactor),
                true => Bytes::new(),
            }
        };
        Ok(http::Response::from_parts(head, body).into())
    }
}

/// Returns the body of the response to a login, with the session of the header if the body has none.
///
/// A session that is not known yet cannot be redacted, so any other JSON that is not an error is dropped.
fn session_of_login(head: &http::response::Parts, bytes: &Bytes) -> Bytes {
    let bytes =
        bytes.strip_prefix("\u{feff}".as_bytes()).map_or_else(|| bytes.clone(), |rest| bytes.slice_ref(rest));
    let decodes = |bytes: &[u8]| Operation::CisSessionCreate.decodes(bytes);
    if head.status.is_success() {
        let header = head.headers.get(SESSION_HEADER).and_then(|session| session.to_str().ok());
        let in_header = header.map(|session| Bytes::from(serde_json::Value::from(session).to_string()));
        return if decodes(&bytes) { bytes } else { in_header.unwrap_or_default() };
    }
    let shown =
        head.headers.get(SESSION_HEADER).map(HeaderValue::as_bytes).filter(|session| !session.is_empty());
    if shown.is_some_and(|session| bytes.windows(session.len()).any(|part| part == session)) {
        return Bytes::new();
    }
    let is_json = serde_json::from_slice::<serde::de::IgnoredAny>(&bytes).is_ok();
    let is_error = || matches!(Body::read(&bytes), Body::ApiError(_));
    if is_json && !is_error() { Bytes::new() } else { bytes }
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    Some(String::from_utf8_lossy(headers.get(name)?.as_bytes()).into_owned())
}

/// Returns whether a URL is that of the operation on this server, with one segment for each parameter.
///
/// Identifiers are validated when they are created and encoded in the path, but only the URL parser decides about the
/// separators of segments.
fn is_at_its_path(url: &reqwest::Url, base: &str, operation: Operation) -> bool {
    let Some(below) = url.as_str().strip_prefix(base).and_then(|below| below.strip_prefix('/')) else {
        return false;
    };
    let mut found = below.split(['?', '#']).next().unwrap_or_default().split('/');
    let mut expected = operation.path().split('/');
    loop {
        match (found.next(), expected.next()) {
            (None, None) => return true,
            (Some(found), Some("{}")) if !found.is_empty() => {}
            (Some(found), Some(expected)) if found == expected => {}
            _ => return false,
        }
    }
}

/// Encodes characters of parameters that the generated client leaves and that some servers read in another way.
fn encode_parameters(url: &mut reqwest::Url) {
    // The generated client writes a space in a query as `+`, which some servers do not decode.
    if let Some(query) = url.query().filter(|query| query.contains('+')) {
        let query = query.replace('+', "%20");
        url.set_query(Some(&query));
    }
    // Some servers treat the text after a `;` as a parameter of the segment, not as part of it.
    if url.path().contains(';') {
        let path = url.path().replace(';', "%3B");
        url.set_path(&path);
    }
}

/// Returns the redacted body of an undocumented success, for an error that prints it.
fn redacted(bytes: &[u8], redactor: &Redactor) -> Bytes {
    // The start is enough for the reader of the error.
    const MAX_LENGTH: usize = 64 << 10;
    let bytes = &bytes[..bytes.len().min(MAX_LENGTH)];
    match serde_json::from_slice(bytes) {
        Ok(value) => redactor.json(value).to_string().into(),
        Err(_) => redactor.text(&String::from_utf8_lossy(bytes)).into(),
    }
}

/// Removes the headers in which a server, or a proxy that echoes requests, shows a secret.
fn redact_headers(headers: &mut HeaderMap, redactor: &Redactor) {
    let shows_secret = |(name, value): (&HeaderName, &HeaderValue)| {
        let shows =
            redactor.finds(name.as_str()) || redactor.finds(&String::from_utf8_lossy(value.as_bytes()));
        shows.then(|| name.clone())
    };
    for name in headers.iter().filter_map(shows_secret).collect::<Vec<_>>() {
        headers.remove(name);
    }
}

/// Returns the body of an error in the form that the generated client decodes, so that no error loses its status.
fn normalised(bytes: &[u8], redactor: &Redactor) -> Bytes {
    let shows_secret = || redactor.finds(&String::from_utf8_lossy(bytes));
    if serde_json::from_slice::<StdErrorsError>(bytes).is_ok() && !shows_secret() {
        return bytes.to_vec().into();
    }
    let error = match Body::read(bytes).redacted(redactor) {
        Body::ApiError(api_error) => StdErrorsError {
            messages: Messages::from(api_error.message.as_ref()).map(StdLocalizableMessage::from).collect(),
            data: api_error.data.and_then(|data| data.as_object().cloned()),
            error_type: api_error.error_type,
        },
        Body::Text(text) => StdErrorsError {
            messages: Vec::new(),
            data: Some([("body".to_owned(), text.into())].into_iter().collect()),
            error_type: None,
        },
        Body::Empty => StdErrorsError { messages: Vec::new(), data: None, error_type: None },
    };
    serde_json::to_vec(&error).unwrap_or_default().into()
}

impl From<&Message> for StdLocalizableMessage {
    fn from(message: &Message) -> Self {
        Self {
            id: message.id().to_owned(),
            default_message: message.default_message().to_owned(),
            args: message.args().to_vec(),
            params: None,
            localized: message.localized().map(str::to_owned),
        }
    }
}

#[cfg(test)]
mod tests {
    use progenitor_client::encode_path;
    use proptest::prelude::*;

    use crate::operation::Operation;
    use crate::{CdromId, VmId};

    const BASE: &str = "https://vcenter.example.com/api";
    const OPERATION: Operation = Operation::VcenterVmHardwareCdromGet;

    fn url(vm: &str, cdrom: &str) -> Option<reqwest::Url> {
        reqwest::Url::parse(&format!("{BASE}/vcenter/vm/{vm}/hardware/cdrom/{cdrom}")).ok()
    }

    fn is_at_its_path(vm: &str, cdrom: &str) -> bool {
        url(vm, cdrom).is_some_and(|url| super::is_at_its_path(&url, BASE, OPERATION))
    }

    /// The hook cannot detect a segment that the parser resolves to a path of the same form; identifiers reject it.
    #[test]
    fn what_leads_to_another_path_is_seen() {
        assert!(is_at_its_path("vm-42", "16000"));
        for vm in ["", ".", "..", "a/b", "a\\b", "a/../..", "a?b", "a#b", "%2e%2e", ".%2E", "\t"] {
            assert!(!is_at_its_path(vm, "16000"), "of {vm:?}: {:?}", url(vm, "16000"));
        }
        for cdrom in ["", ".", "..", "16000/", "..\\..\\..\\vm-43", "\n"] {
            assert!(!is_at_its_path("vm-42", cdrom), "of {cdrom:?}: {:?}", url("vm-42", cdrom));
        }
        let elsewhere = reqwest::Url::parse("https://vcenter.example.com.evil.example.com/api/session");
        assert!(!super::is_at_its_path(&elsewhere.expect("a URL"), BASE, Operation::CisSessionGet));
        let other = reqwest::Url::parse("https://vcenter.example.com/apis/session");
        assert!(!super::is_at_its_path(&other.expect("a URL"), BASE, Operation::CisSessionGet));
    }

    proptest! {
        /// Each valid identifier is one segment of a path on this server.
        #[test]
        fn an_identifier_is_one_segment(vm in "\\PC{0,12}|[./\\\\%?#:@; a-c]{0,12}", cdrom in "[./\\\\%?#\\PC]{0,6}") {
            let (Ok(vm), Ok(cdrom)) = (vm.parse::<VmId>(), cdrom.parse::<CdromId>()) else { return Ok(()) };
            let (vm, cdrom) = (encode_path(vm.as_str()), encode_path(cdrom.as_str()));
            let url = url(&vm, &cdrom).expect("a URL");
            prop_assert!(super::is_at_its_path(&url, BASE, OPERATION), "{url}");
            let segments: Vec<_> = url.path_segments().expect("a path").collect();
            prop_assert_eq!(segments.len(), 7);
            let decode = |text: &str| {
                url::form_urlencoded::parse(format!("a={}", text.replace('+', "%2B")).as_bytes())
                    .next()
                    .map(|(_, value)| value.into_owned())
            };
            prop_assert_eq!(decode(segments[3]), decode(&vm));
            prop_assert_eq!(decode(segments[6]), decode(&cdrom));
        }

        /// The hook holds the path even for identifiers that are neither validated nor encoded.
        #[test]
        fn another_path_is_never_taken_for_the_one(vm in "\\PC{0,8}|[./\\\\%?#a2eE]{0,8}") {
            if is_at_its_path(&vm, "16000") {
                let url = url(&vm, "16000").expect("a URL");
                let segments: Vec<_> = url.path_segments().expect("a path").collect();
                prop_assert_eq!(url.host_str(), Some("vcenter.example.com"));
                prop_assert_eq!(segments.len(), 7);
                prop_assert_eq!((segments[2], segments[4]), ("vm", "hardware"));
                prop_assert!(!segments[3].is_empty());
            }
        }
    }
}
