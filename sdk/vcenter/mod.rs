//! The connection that users hold, and its documented operations: one attempt each.

pub(crate) mod builder;
pub(crate) mod operations;
pub(crate) mod summary;
pub(crate) mod under_way;
pub(crate) mod unmount;

use std::fmt;
use std::sync::Arc;

use crate::api::Client;
use crate::error::{Error, Parts};
use crate::model::session_id::SessionId;
use crate::session::connection::Connection;

/// A connection to a vCenter, logged in.
///
/// Clones are cheap and share the connection and the session. A session that has expired is replaced by a new login,
/// once for all calls that notice, and each of them is repeated once.
///
/// Call [`logout`](Self::logout) when done: sessions are limited in number, and dropping the last clone does not end the
/// session.
#[derive(Clone)]
pub struct Vcenter {
    pub(crate) connection: Arc<Connection>,
}

impl fmt::Debug for Vcenter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vcenter")
            .field("server", &self.connection.endpoint.base)
            .field("credentials", &self.connection.credentials)
            .finish_non_exhaustive()
    }
}

impl Vcenter {
    pub(crate) fn new(connection: Arc<Connection>) -> Self {
        Self { connection }
    }

    /// Logs out, for all clones. Without a session, or with one that is already over, there is nothing to do; one
    /// that was [opened elsewhere](crate::Builder::session) is only forgotten.
    ///
    /// `DELETE /api/session`; needs no privilege. What the session has started runs to its end.
    ///
    /// # Errors
    /// The server could not be reached or did not end the session. It is kept, so that logging out can be tried
    /// again.
    pub async fn logout(&self) -> Result<(), Error> {
        self.connection.log_out().await
    }

    /// The identifier of the session that calls are made in now; `None` after a logout.
    ///
    /// It changes when an expired session is replaced. Whoever has it acts as the user: never print or log it.
    #[must_use]
    pub fn session_id(&self) -> Option<SessionId> {
        self.connection.state.snapshot().session.map(|session| session.id.clone())
    }

    /// Gives up ownership of the session and returns its identifier, so that another process can use it. From now on
    /// [`logout`](Self::logout) does not end it, as if it had been [opened elsewhere](crate::Builder::session).
    ///
    /// A session that takes its place later, because it has expired, is this connection's own again. Keep the identifier
    /// where no other user can read it.
    #[must_use = "a session that nobody knows stays open until it expires"]
    pub fn hand_over_session(&self) -> Option<SessionId> {
        self.connection.state.set_borrowed(true)
    }

    /// Takes ownership of a session that was [opened elsewhere](crate::Builder::session): from now on
    /// [`logout`](Self::logout) ends it.
    pub fn take_over_session(&self) {
        self.connection.state.set_borrowed(false);
    }

    /// The generated client on this connection; see [`api`](crate::api).
    #[must_use]
    pub fn api(&self) -> Client {
        self.connection.client()
    }

    /// Makes an error of what the crate has found out by itself, from texts that may hold names of the server.
    pub(crate) fn error(&self, parts: Parts) -> Error {
        parts.redacted(&self.connection.redactor(None)).into()
    }

    /// Returns the URL below which every operation of the server stands.
    pub(crate) fn server(&self) -> &str {
        &self.connection.endpoint.base
    }
}
