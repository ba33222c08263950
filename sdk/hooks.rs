//! What happens to every request and every answer of the generated client.

use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use http::StatusCode;
use http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, HeaderName, HeaderValue, SET_COOKIE};
use progenitor_client::{ClientHooks, ClientInfo as _, OperationInfo};
use serde::Deserialize as _;
use tracing::field::Empty;
use tracing::{Instrument as _, Span};

use crate::api::types::{StdErrorsError, StdLocalizableMessage};
use crate::api::{Client, Error};
use crate::connection::Connection;
use crate::error::{Body, Message, Messages};
use crate::exchange::{Answer, Exchange, read, redirect, retry_after};
use crate::login::Session;
use crate::operation::{Effect, Operation};
use crate::redact::Redactor;
use crate::session::SessionId;

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
    async fn pre<E>(&self, request: &mut reqwest::Request, _: &OperationInfo) -> Result<(), Error<E>> {
        let connection = &self.inner().connection;
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
        let result = self.send_with_session(request, operation).instrument(span.clone()).await;
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
        operation: Operation,
    ) -> reqwest::Result<reqwest::Response> {
        let Inner { connection, exchange, .. } = self.inner();
        let again = match operation.effect {
            Effect::Login | Effect::Logout => None,
            Effect::Inventory | Effect::None => request.try_clone(),
        };
        let now = connection.login.now();
        let session = self.inner().session.clone().or_else(|| now.session.clone());
        let response = self.send(request, operation, session).await?;
        let (StatusCode::UNAUTHORIZED, Some(again)) = (response.status(), again) else {
            return Ok(response);
        };
        match connection.renew(&now).await {
            Ok(true) => self.send(again, operation, connection.login.now().session).await,
            Ok(false) => Ok(response),
            Err(error) => {
                if let Some(exchange) = exchange {
                    exchange.not_logged_in(error);
                }
                Ok(response)
            }
        }
    }

    /// Sends the request and reads the whole answer, within limits, so that what the generated client does with
    /// it can neither hang nor show a secret.
    async fn send(
        &self,
        mut request: reqwest::Request,
        operation: Operation,
        session: Option<Arc<Session>>,
    ) -> reqwest::Result<reqwest::Response> {
        let Inner { connection, exchange, .. } = self.inner();
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
        let (bytes, unread) = read(&mut response).await;
        let success = response.status().is_success();
        let (mut head, _) = http::Response::<reqwest::Body>::from(response).into_parts();
        let retry_after = retry_after(&head.headers);
        // progenitor prints all headers of an answer that it reports, and the body that it cannot decode.
        head.headers.remove(SESSION_HEADER);
        head.headers.remove(SET_COOKIE);
        let unreadable_login = success
            && operation.effect == Effect::Login
            && (unread.is_some() || serde_json::from_slice::<SessionId>(&bytes).is_err());
        let passed_on = match exchange {
            // A result of which the end is missing is none, even if what arrived happens to be JSON.
            _ if success && (unread.is_some() || unreadable_login) => Bytes::new(),
            _ if success => bytes.clone(),
            Some(_) => Bytes::new(),
            None => normalised(&bytes, &connection.redactor(session.as_deref())),
        };
        if let Some(exchange) = exchange {
            exchange.answered(Answer {
                status: head.status.as_u16(),
                bytes: if unreadable_login { Bytes::new() } else { bytes },
                unread,
                redirect: head.status.is_redirection().then(|| redirect(&head.headers)).flatten(),
                retry_after,
            });
        }
        Ok(http::Response::from_parts(head, passed_on).into())
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
