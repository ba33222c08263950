//! The connection, and the documented operations with one attempt each.

pub(crate) mod builder;
mod cdrom_connection;
mod library_items;
pub(crate) mod operations;
pub(crate) mod pending_mounts;
mod request;
pub(crate) mod server_certificate;
pub(crate) mod summary;
pub(crate) mod unmount;

use std::fmt;
use std::sync::Arc;

use crate::api::Client;
use crate::error::{Error, Parts};
use crate::model::session_id::SessionId;
use crate::session::connection::Connection;

/// An authenticated connection to a vCenter.
///
/// Clones are cheap and share the connection and the session. An expired session is replaced by one new login for all
/// calls that meet it, and each of these calls is repeated once.
///
/// Call [`logout`](Self::logout) when done: sessions are limited in number, and dropping the last clone does not end
/// the session.
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

    /// Logs out all clones.
    ///
    /// `DELETE /api/session`; needs no privilege. Returns `Ok` if there is no session or it has already ended. A
    /// session that was [opened elsewhere](crate::VcenterBuilder::session_id) is forgotten and stays open on the server. Tasks
    /// that the session has started continue.
    ///
    /// # Errors
    /// The server could not be reached or did not end the session. The connection keeps the session, so that the caller
    /// can log out again.
    pub async fn logout(&self) -> Result<(), Error> {
        self.connection.log_out().await
    }

    /// Returns the identifier of the current session; `None` after a logout.
    ///
    /// The identifier changes when an expired session is replaced. A program that has it acts as the user: never print
    /// or log it.
    #[must_use]
    pub fn session_id(&self) -> Option<SessionId> {
        self.connection.state.snapshot().session.map(|session| session.id.clone())
    }

    /// Gives up ownership of the session and returns its identifier, so that another process can use it.
    ///
    /// [`logout`](Self::logout) no longer ends the session on the server, as if it had been [opened
    /// elsewhere](crate::VcenterBuilder::session_id). If the session expires and is replaced, this connection owns the new one.
    /// Keep the identifier where no other user can read it. Do not call this during a [`logout`](Self::logout), which ends
    /// the session all the same.
    #[must_use = "keep the identifier: without it the session stays open until it expires"]
    pub fn release_session(&self) -> Option<SessionId> {
        self.connection.state.set_borrowed(true)
    }

    /// Takes ownership of a session that was [opened elsewhere](crate::VcenterBuilder::session_id). [`logout`](Self::logout) then
    /// ends it.
    pub fn adopt_session(&self) {
        self.connection.state.set_borrowed(false);
    }

    /// Returns the generated client on this connection; see [`api`](crate::api).
    #[must_use]
    pub fn api(&self) -> Client {
        self.connection.client()
    }

    /// Returns the base URL of every operation, such as `https://vcenter.example.com/api`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.connection.endpoint.base
    }

    /// Creates an error of the crate's own, with redacted texts because they may quote names of the server.
    pub(crate) fn error(&self, parts: Parts) -> Error {
        parts.redacted(&self.connection.redactor(None)).into()
    }
}
