use std::sync::Arc;

use http::header::{HeaderName, HeaderValue};

use crate::api::{self, Client, ResponseValue};
use crate::cancellation;
use crate::error::Error;
use crate::session::connection::Connection;
use crate::session::state::SessionHandle;
use crate::text::redact::Redactor;
use crate::transport::endpoint::Authorization;
use crate::transport::hooks::RequestHooks;
use crate::transport::recorder::Recorder;

/// One attempt of a call, from its start to the SDK's own result.
pub(crate) struct Attempt {
    connection: Arc<Connection>,
    session: Option<Arc<SessionHandle>>,
    recorder: Arc<Recorder>,
}

impl Attempt {
    /// Starts an attempt, in a session unless it is a login, and returns the client for it.
    pub(crate) fn begin(connection: &Arc<Connection>, session: Option<Arc<SessionHandle>>) -> (Client, Self) {
        let recorder = Arc::<Recorder>::default();
        let hooks = RequestHooks {
            endpoint: Arc::clone(&connection.endpoint),
            authorization: Arc::new(InSession {
                connection: Arc::clone(connection),
                session: session.clone(),
            }),
            recorder: Some(Arc::clone(&recorder)),
        };
        (hooks.client(), Self { connection: Arc::clone(connection), session, recorder })
    }

    /// Converts the generated client's result into the SDK's. Errors of the generated client end here.
    pub(crate) fn finish<T, E>(self, sent: Result<ResponseValue<T>, api::Error<E>>) -> Result<T, Error> {
        let Self { connection, session, recorder } = self;
        let (is_change, exchange) = (recorder.is_change(), recorder.exchange());
        let done = sent.map(ResponseValue::into_inner).map_err(|error| {
            recorder.failure(&connection.endpoint, &connection.redactor(session.as_deref()), error)
        });
        if let Some(exchange) = exchange {
            exchange.log(done.as_ref().err());
        }
        if is_change {
            cancellation::end_change(done.as_ref().err().is_none_or(Error::may_have_acted));
        }
        let status = done.as_ref().map_or_else(Error::status, |_| Some(200));
        if let Some(session) = session
            && matches!(status, Some(200..=299 | 400 | 402..=499))
        {
            session.accept();
        }
        done
    }
}

#[derive(Debug)]
struct InSession {
    connection: Arc<Connection>,
    session: Option<Arc<SessionHandle>>,
}

impl Authorization for InSession {
    fn header(&self, login: bool) -> Option<(HeaderName, HeaderValue)> {
        self.connection.header(login, self.session.as_deref())
    }

    fn redactor(&self) -> Redactor {
        self.connection.redactor(self.session.as_deref())
    }
}
