use std::sync::Arc;

use http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use secrecy::SecretString;

use crate::retry::RetryPolicy;
use crate::session::credentials::Credentials;
use crate::session::state::{Session, SessionState};
use crate::text::redact::Redactor;
use crate::transport::endpoint::Endpoint;
use crate::transport::hooks::SESSION_HEADER;

/// What all clones of a `Vcenter` share.
#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) endpoint: Arc<Endpoint>,
    /// Without them a borrowed session cannot be replaced.
    pub(crate) credentials: Option<Credentials>,
    pub(crate) retry: RetryPolicy,
    /// Further texts that are not shown.
    pub(crate) secrets: Vec<SecretString>,
    pub(crate) state: SessionState,
}

impl Connection {
    /// Returns what removes the secrets of this connection, and of the session of a request, from what a server, or a
    /// proxy that echoes requests, put them into.
    pub(crate) fn redactor(&self, session: Option<&Session>) -> Redactor {
        let mut secrets = self.secrets.clone();
        if let Some(credentials) = &self.credentials {
            secrets.extend(credentials.secrets());
        }
        let sessions = self.state.known().into_iter().chain(session.map(|session| session.id.clone()));
        secrets.extend(sessions.map(|id| id.expose_secret().into()));
        Redactor::new(secrets)
    }

    /// Returns the header of a request: the password goes to the login alone, the session to everything else.
    pub(crate) fn header(&self, login: bool, session: Option<&Session>) -> Option<(HeaderName, HeaderValue)> {
        if login {
            Some((AUTHORIZATION, self.credentials.as_ref()?.header()?))
        } else {
            Some((SESSION_HEADER, session?.id.header()?))
        }
    }
}
