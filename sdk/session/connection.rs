use std::sync::Arc;

use http::header::{AUTHORIZATION, HeaderName, HeaderValue};

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
    pub(crate) state: SessionState,
}

impl Connection {
    /// Returns what removes the secrets of this connection, and of the session of a request, from what a server, or a
    /// proxy that echoes requests, put them into.
    pub(crate) fn redactor(&self, session: Option<&Session>) -> Redactor {
        let mut secrets = Vec::new();
        if let Some(credentials) = &self.credentials {
            secrets.extend([credentials.encoded(), credentials.password.clone()]);
        }
        let now = self.state.snapshot();
        let sessions = now.session.iter().chain(&now.retired).map(AsRef::as_ref).chain(session);
        secrets.extend(sessions.map(|session| session.id.expose_secret().into()));
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
