use std::time::Duration;

use http::HeaderValue;

use crate::login::{Login, Session};
use crate::redact::Redactor;
use crate::retry::RetryPolicy;
use crate::session::Credentials;

/// What all clones of a `Vcenter` share.
#[derive(Debug)]
pub(crate) struct Connection {
    /// The URL below which every operation stands.
    pub(crate) base: String,
    pub(crate) http: reqwest::Client,
    /// Without them a session was adopted, and nobody can replace it.
    pub(crate) credentials: Option<Credentials>,
    /// The value of `accept-language`.
    pub(crate) locale: Option<HeaderValue>,
    /// How long one request may take, from its start to the end of the answer.
    pub(crate) timeout: Duration,
    pub(crate) retry: RetryPolicy,
    pub(crate) login: Login,
}

impl Connection {
    /// Takes the secrets of this connection, and of the session that a request carried, out of what a server, or a
    /// proxy that echoes requests, put them into.
    pub(crate) fn redactor(&self, carried: Option<&Session>) -> Redactor {
        let mut secrets = Vec::new();
        if let Some(credentials) = &self.credentials {
            secrets.extend([credentials.encoded(), credentials.password.clone()]);
        }
        let now = self.login.now();
        let sessions = now.session.iter().chain(&now.superseded).map(AsRef::as_ref).chain(carried);
        secrets.extend(sessions.map(|session| session.id.expose_secret().into()));
        Redactor::new(secrets)
    }
}
