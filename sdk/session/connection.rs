use std::sync::Arc;

use http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use secrecy::SecretString;

use crate::retry::{Budget, RetryPolicy};
use crate::session::credentials::CredentialSource;
use crate::session::state::{SessionHandle, SessionState};
use crate::text::redact::Redactor;
use crate::transport::endpoint::Endpoint;
use crate::transport::hooks::SESSION_HEADER;

/// The state that all clones of a `Vcenter` share.
#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) endpoint: Arc<Endpoint>,
    /// Without credentials, a borrowed session cannot be replaced.
    pub(crate) credentials: Option<CredentialSource>,
    pub(crate) retry: RetryPolicy,
    /// Further secrets to hide.
    pub(crate) secrets: Vec<SecretString>,
    pub(crate) state: SessionState,
}

impl Connection {
    /// Starts the time of an operation.
    pub(crate) fn budget(&self) -> Budget<'_> {
        self.retry.begin(self.endpoint.timeout)
    }

    /// Starts the time of an operation whose number of calls depends on the server.
    pub(crate) fn series_budget(&self) -> Budget<'_> {
        self.retry.begin_series(self.endpoint.timeout)
    }

    /// Returns the redactor for the secrets of this connection and of a request's session, which a server or proxy may
    /// echo.
    pub(crate) fn redactor(&self, session: Option<&SessionHandle>) -> Redactor {
        let mut secrets = self.secrets.clone();
        if let Some(credentials) = self.credentials.as_ref().and_then(CredentialSource::current) {
            secrets.extend(credentials.secrets());
        }
        let sessions = self.state.remembered().into_iter().chain(session.map(|session| session.id.clone()));
        secrets.extend(sessions.map(|id| id.expose_secret().into()));
        Redactor::new(secrets)
    }

    /// Returns the authorization header of a request. Only a login sends the password; every other request sends the
    /// session.
    pub(crate) fn header(
        &self,
        login: bool,
        session: Option<&SessionHandle>,
    ) -> Option<(HeaderName, HeaderValue)> {
        if login {
            Some((AUTHORIZATION, self.credentials.as_ref()?.current()?.header()?))
        } else {
            Some((SESSION_HEADER, session?.id.header()?))
        }
    }
}
