//! What happens to every request and every answer of the generated client.

use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, HeaderName, HeaderValue, LOCATION, SET_COOKIE};
use http::{HeaderMap, StatusCode};
use progenitor_client::{ClientHooks, ClientInfo as _, OperationInfo};
use serde::Deserialize as _;
use tracing::field::Empty;
use tracing::{Instrument as _, Span};

use crate::api::types::{StdErrorsError, StdLocalizableMessage};
use crate::api::{Client, Error, wire};
use crate::connection::Connection;
use crate::error::{Body, Message, Messages, lost};
use crate::exchange::{Answer, Exchange, read, retry_after};
use crate::login::{Renewal, Session};
use crate::operation::{Effect, Operation};
use crate::redact::Redactor;
use crate::runtime;

const SESSION_HEADER: HeaderName = HeaderName::from_static("vmware-api-session-id");
const REQUEST_ID_HEADER: HeaderName = HeaderName::from_static("x-request-id");
/// progenitor sends it; vCenter does not know it.
const API_VERSION_HEADER: HeaderName = HeaderName::from_static("api-version");

/// What a generated client carries: the connection, and for a call of the SDK the one exchange that it is for.
#[derive(Clone, Debug)]
pub struct Inner {
    pub(crate) connection: Arc<Connection>,
    pub(crate) exchange: Option<Arc<Exchange>>,
    /// The session to use, if it is not the one of the connection.
    pub(crate) session: Option<Arc<Session>>,
}

impl ClientHooks<Inner> for Client {
    async fn pre<E>(&self, request: &mut reqwest::Request, info: &OperationInfo) -> Result<(), Error<E>> {
        runtime::current().map_err(|error| Error::Custom(error.to_string()))?;
        let connection = &self.inner().connection;
        if !is_at_its_path(request.url(), &connection.base, info.operation_id) {
            return Err(Error::Custom(
                "an identifier leads to another path than that of the operation".to_owned(),
            ));
        }
        *request.timeout_mut() = Some(connection.timeout);
        request.headers_mut().remove(API_VERSION_HEADER);
        // In a query the generated client writes a space as `+`, which not every server reads as one.
        if let Some(query) = request.url().query().filter(|query| query.contains('+')) {
            let query = query.replace('+', "%20");
            request.url_mut().set_query(Some(&query));
        }
        if let Some(locale) = &connection.locale {
            request.headers_mut().insert(ACCEPT_LANGUAGE, locale.clone());
        }
        Ok(())
    }

    async fn exec(
        &self,
        request: reqwest::Request,
        info: &OperationInfo,
    ) -> reqwest::Result<reqwest::Response> {
        let operation = Operation::named(info.operation_id);
        let span = tracing::info_span!(
            "vcenter",
            operation = operation.id,
            request_id = Empty,
            status = Empty,
            elapsed_ms = Empty
        );
        let started = Instant::now();
        let sent = self.send_with_session(request, info.operation_id).instrument(span.clone());
        let result = match runtime::guarded(sent).await {
            Ok(result) => result,
            Err(unusable) => Ok(self.unsent(unusable.error(Some(operation), lost(operation)))),
        };
        span.record("elapsed_ms", u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX));
        let status = result.as_ref().ok().map(|response| response.status().as_u16());
        span.record("status", status);
        span.in_scope(|| tracing::debug!("{}", if status.is_some() { "answered" } else { "not answered" }));
        result
    }
}

impl Client {
    /// Sends the request, and once more with a new session if the server refused the old one: a 401 did nothing,
    /// so that this is safe even for a mount.
    async fn send_with_session(
        &self,
        request: reqwest::Request,
        generated: &'static str,
    ) -> reqwest::Result<reqwest::Response> {
        let Inner { connection, exchange, .. } = self.inner();
        let operation = Operation::named(generated);
        let again = match operation.effect {
            Effect::Login | Effect::Logout => None,
            Effect::Inventory | Effect::None => request.try_clone(),
        };
        let now = connection.login.now();
        let session = self.inner().session.clone().or_else(|| now.session.clone());
        let response = self.send(request, generated, session).await?;
        let (StatusCode::UNAUTHORIZED, Some(again)) = (response.status(), again) else {
            return Ok(response);
        };
        let renewal = connection.renew(&now).await;
        if let Ok(Renewal::Renewed) = renewal {
            return self.send(again, generated, connection.login.now().session).await;
        }
        if let Some(exchange) = exchange {
            exchange.not_renewed(renewal);
        }
        Ok(response)
    }

    /// The answer to a call that failed before there was one, for a client that knows no such errors.
    fn unsent(&self, error: crate::Error) -> reqwest::Response {
        let body = normalised(error.to_string().as_bytes(), &self.inner().connection.redactor(None));
        if let Some(exchange) = &self.inner().exchange {
            exchange.fail(error);
        }
        let mut response = http::Response::new(body);
        *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
        response.into()
    }

    /// Sends the request and reads the whole answer, within limits, so that what the generated client does with
    /// it can neither hang nor show a secret.
    async fn send(
        &self,
        mut request: reqwest::Request,
        generated: &'static str,
        session: Option<Arc<Session>>,
    ) -> reqwest::Result<reqwest::Response> {
        let Inner { connection, exchange, .. } = self.inner();
        let operation = Operation::named(generated);
        let request_id = uuid::Uuid::new_v4().to_string();
        Span::current().record("request_id", &request_id);
        if let Ok(value) = HeaderValue::from_str(&request_id) {
            request.headers_mut().insert(REQUEST_ID_HEADER, value);
        }
        if let Some((name, secret)) = authorization(connection, operation, session.as_deref()) {
            request.headers_mut().insert(name, secret);
        }
        if let Some(exchange) = exchange {
            exchange.sending(&request_id, session.clone());
        }
        let mut response = connection.http.execute(request).await?;
        let status = response.status();
        if (status.is_success() || status.is_client_error())
            && status != StatusCode::UNAUTHORIZED
            && let Some(session) = &session
        {
            session.accept();
        }
        let (bytes, unread) = read(&mut response).await;
        let (mut head, _) = http::Response::<reqwest::Body>::from(response).into_parts();
        let retry_after = retry_after(&head.headers);
        let location = status.is_redirection().then(|| head.headers.get(LOCATION)).flatten();
        let location = location.map(|location| String::from_utf8_lossy(location.as_bytes()).into_owned());
        // progenitor prints all headers of an answer that it reports, and the body that it cannot decode.
        head.headers.remove(SESSION_HEADER);
        head.headers.remove(SET_COOKIE);
        let opens_session = status.is_success() && operation.effect == Effect::Login;
        let unreadable_login = opens_session && !wire::decodes(generated, &bytes);
        if opens_session && !unreadable_login {
            // Whatever success it is, a session is open: without its identifier nobody could end it.
            head.status = StatusCode::CREATED;
        }
        // A result of which the end is missing is none, even if what arrived happens to be JSON. Of a login it cannot be.
        let cut_off = unread.is_some() && !opens_session;
        let passed_on = if status.is_success() && (cut_off || unreadable_login) {
            Bytes::new()
        } else if exchange.is_some() {
            // The error of a call is made from the exchange.
            if status.is_success() { bytes.clone() } else { Bytes::new() }
        } else {
            let redactor = connection.redactor(session.as_deref());
            redact_headers(&mut head.headers, &redactor);
            if !status.is_success() {
                normalised(&bytes, &redactor)
            } else if wire::decodes(generated, &bytes) {
                bytes.clone()
            } else {
                redacted(&bytes, &redactor)
            }
        };
        if let Some(exchange) = exchange {
            exchange.answered(Answer {
                status: status.as_u16(),
                // The session in it is not known yet, so that it could not be redacted.
                bytes: if opens_session { Bytes::new() } else { bytes },
                unread,
                location,
                retry_after,
            });
        }
        Ok(http::Response::from_parts(head, passed_on).into())
    }
}

/// Whether a URL is the one of the operation on this server, with one segment in the place of each parameter.
///
/// Identifiers are encoded when they are put into the path, but a URL parser has the last word: it reads `\` as `/`, and
/// resolves `..`.
fn is_at_its_path(url: &reqwest::Url, base: &str, generated: &str) -> bool {
    let below = url.as_str().strip_prefix(base).and_then(|below| below.strip_prefix('/'));
    let (Some(below), Some(expected)) = (below, wire::path(generated)) else { return false };
    let mut found = below.split(['?', '#']).next().unwrap_or_default().split('/');
    let mut expected = expected.split('/');
    loop {
        match (found.next(), expected.next()) {
            (None, None) => return true,
            (Some(found), Some("{}")) if !found.is_empty() => {}
            (Some(found), Some(expected)) if found == expected => {}
            _ => return false,
        }
    }
}

/// The header that says who calls: the password goes to the login alone, the session to everything else.
fn authorization(
    connection: &Connection,
    operation: Operation,
    session: Option<&Session>,
) -> Option<(HeaderName, HeaderValue)> {
    match operation.effect {
        Effect::Login => Some((AUTHORIZATION, connection.credentials.as_ref()?.header()?)),
        Effect::Logout | Effect::Inventory | Effect::None => Some((SESSION_HEADER, session?.id.header()?)),
    }
}

/// The body of a success that is not what the operation documents, for an error that prints it.
fn redacted(bytes: &[u8], redactor: &Redactor) -> Bytes {
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

/// The body of an error in the form that the generated client decodes, so that none of them loses its status.
fn normalised(bytes: &[u8], redactor: &Redactor) -> Bytes {
    if let Ok(value) = serde_json::from_slice(bytes) {
        let value = redactor.json(value);
        if StdErrorsError::deserialize(&value).is_ok() {
            return value.to_string().into();
        }
    }
    let error = match Body::read(bytes, redactor) {
        Body::Fault(fault) => StdErrorsError {
            messages: Messages::from(fault.message.as_ref()).map(StdLocalizableMessage::from).collect(),
            data: fault.data.and_then(|data| data.as_object().cloned()),
            error_type: fault.error_type,
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

    use crate::{CdromId, VmId};

    const BASE: &str = "https://vcenter.example.com/api";
    const OPERATION: &str = "vcenter_vm_hardware_cdrom_get";

    fn url(vm: &str, cdrom: &str) -> Option<reqwest::Url> {
        reqwest::Url::parse(&format!("{BASE}/vcenter/vm/{vm}/hardware/cdrom/{cdrom}")).ok()
    }

    fn is_at_its_path(vm: &str, cdrom: &str) -> bool {
        url(vm, cdrom).is_some_and(|url| super::is_at_its_path(&url, BASE, OPERATION))
    }

    /// What a parser resolves to a path of the same form cannot be seen any more: identifiers refuse it.
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
        assert!(!super::is_at_its_path(&elsewhere.expect("a URL"), BASE, "cis_session_get"));
        let other = reqwest::Url::parse("https://vcenter.example.com/apis/session");
        assert!(!super::is_at_its_path(&other.expect("a URL"), BASE, "cis_session_get"));
    }

    proptest! {
        /// Each identifier that can be made stands for one segment, and leads to this server.
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

        /// Without the check of identifiers and without any encoding the hook alone keeps to the path.
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
