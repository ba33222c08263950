//! Calls that replace a rejected session.

use std::sync::Arc;

use http::header::{HeaderName, HeaderValue};
use tracing::Instrument as _;

use crate::api::{self, Client, ResponseValue};
use crate::cancellation::{self, unless_cancelled};
use crate::circuit_breaker::CircuitBreaker;
use crate::error::Error;
use crate::session::attempt::Attempt;
use crate::session::connection::Connection;
use crate::session::login::Renewal;
use crate::session::state::SessionHandle;
use crate::text::redact::Redactor;
use crate::transport::endpoint::Authorization;
use crate::transport::hooks::RequestHooks;

impl Connection {
    /// Makes a call in the session. After a 401, makes it once more in a new session, which is safe even for a mount
    /// because a 401 changed nothing.
    pub(crate) async fn call<T, E, F>(
        self: &Arc<Self>,
        send: impl Fn(Client) -> F + Send + Sync,
    ) -> Result<T, Error>
    where
        F: Future<Output = Result<ResponseValue<T>, api::Error<E>>> + Send,
    {
        cancellation::admitted().await?;
        let done = unless_cancelled(self.call_in_session(send)).await?;
        if let Some(breaker) = cancellation::record(&done)?
            && let Err(failure) = &done
        {
            self.probe(breaker, failure.clone());
        }
        done
    }

    /// Probes the server, in a task because the call must not wait for the result.
    fn probe(self: &Arc<Self>, breaker: CircuitBreaker, failure: Error) {
        let connection = Arc::clone(self);
        let probe = async move {
            let get = move || {
                let connection = Arc::clone(&connection);
                async move {
                    let session = connection.state.snapshot().session;
                    let get = |client: Client| async move { client.cis_session_get().send().await };
                    connection.attempt(session, &get).await.map(drop)
                }
            };
            breaker.probe(&failure, get).await;
        };
        tokio::spawn(probe.in_current_span());
    }

    async fn call_in_session<T, E, F>(
        self: &Arc<Self>,
        send: impl Fn(Client) -> F + Send + Sync,
    ) -> Result<T, Error>
    where
        F: Future<Output = Result<ResponseValue<T>, api::Error<E>>> + Send,
    {
        let before = self.state.snapshot();
        let rejection = match self.attempt(before.session.clone(), &send).await {
            Err(error) if error.status() == Some(401) => error,
            done => return done,
        };
        match self.renew(&before).await? {
            Renewal::Renewed => self.attempt(self.state.snapshot().session, &send).await,
            Renewal::Impossible => Err(rejection),
            Renewal::Paused => Err(rejection.with_renewal_paused()),
        }
    }

    async fn attempt<T, E, F>(
        self: &Arc<Self>,
        session: Option<Arc<SessionHandle>>,
        send: &(impl Fn(Client) -> F + Sync),
    ) -> Result<T, Error>
    where
        F: Future<Output = Result<ResponseValue<T>, api::Error<E>>> + Send,
    {
        let (client, attempt) = Attempt::begin(self, session);
        attempt.finish(send(client).await)
    }

    /// Returns a generated client for any number of calls. Each uses the session that the connection has at that time.
    pub(crate) fn client(self: &Arc<Self>) -> Client {
        let (endpoint, authorization) =
            (Arc::clone(&self.endpoint), Arc::new(InCurrentSession(Arc::clone(self))));
        RequestHooks { endpoint, authorization, recorder: None }.client()
    }
}

#[derive(Debug)]
struct InCurrentSession(Arc<Connection>);

impl Authorization for InCurrentSession {
    fn header(&self, login: bool) -> Option<(HeaderName, HeaderValue)> {
        self.0.header(login, self.0.state.snapshot().session.as_deref())
    }

    fn redactor(&self) -> Redactor {
        self.0.redactor(None)
    }
}
