use std::fmt;
use std::sync::Arc;

use crate::api::{Client, types};
use crate::builder::Builder;
use crate::call::{Call, client};
use crate::connection::Connection;
use crate::error::{Error, ErrorKind, Parts};
use crate::id::{CdromId, LibraryItemId, VmId};
use crate::session::{SessionId, SessionInfo};
use crate::under_way;

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
            .field("server", &self.connection.base)
            .field("credentials", &self.connection.credentials)
            .finish_non_exhaustive()
    }
}

impl Vcenter {
    /// Begins a connection to `server`: a host name, an IP address or a URL, such as `vcenter.example.com`,
    /// `vcenter.example.com:8443`, `https://[2001:db8::1]/api`.
    pub fn builder(server: impl Into<String>) -> Builder {
        Builder::new(server.into())
    }

    pub(crate) fn new(connection: Arc<Connection>) -> Self {
        Self { connection }
    }

    /// Mounts the ISO image of a library item on a virtual machine and returns the CD-ROM that was added for it.
    ///
    /// `POST /api/vcenter/iso/image?action=mount`, one attempt. It is not idempotent: each success adds a CD-ROM;
    /// [`ensure_mounted`](Self::ensure_mounted) looks first.
    /// Needs `System.Read`, `VirtualMachine.Config.AddRemoveDevice` on the virtual machine and
    /// `ContentLibrary.DownloadSession` on the library item. (vSphere Automation API, `Iso Image: mount`.)
    ///
    /// # Errors
    /// - [`InvalidArgument`](crate::ErrorKind::InvalidArgument): the item holds no .iso file.
    /// - [`NotAllowedInCurrentState`](crate::ErrorKind::NotAllowedInCurrentState): the virtual machine is
    ///   suspended, or in another state that does not allow it.
    /// - [`NotFound`](crate::ErrorKind::NotFound): there is no such virtual machine or item.
    /// - [`ResourceInaccessible`](crate::ErrorKind::ResourceInaccessible): the host of the virtual machine does
    ///   not reach the datastore of the library.
    /// - [`Unauthenticated`](crate::ErrorKind::Unauthenticated),
    ///   [`PermissionDenied`](crate::ErrorKind::PermissionDenied).
    /// - [`OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown): the answer was lost; look before trying again.
    ///
    /// After any error that [may have acted](Error::may_have_acted) the image may be mounted: look at the VM before a
    /// repeat. The same holds for a call that is dropped.
    pub async fn mount(&self, item: &LibraryItemId, vm: &VmId) -> Result<CdromId, Error> {
        let call = self.call("vcenter_iso_image_mount")?;
        let body = types::IsoImageMountRequestBody { library_item: item.clone(), vm: vm.clone() };
        let sending = under_way::send(&self.connection.base, vm, item);
        let sent = call.client.vcenter_iso_image_mount().body(body).send().await;
        let mounted = call.finish(sent);
        if !mounted.as_ref().is_err_and(|error| error.kind() == ErrorKind::OutcomeUnknown) {
            sending.answered();
        }
        mounted
    }

    /// Looks at the session: whose it is, when it was opened and when it was last used.
    ///
    /// `GET /api/session`; needs no privilege. The call itself counts as use.
    ///
    /// # Errors
    /// [`Unauthenticated`](crate::ErrorKind::Unauthenticated) if the session is over and there are no credentials
    /// for a new one.
    pub async fn session(&self) -> Result<SessionInfo, Error> {
        let call = self.call("cis_session_get")?;
        let sent = call.client.cis_session_get().send().await;
        call.finish(sent)
    }

    /// Logs out, for all clones. Without a session, or with one that is already over, there is nothing to do; one
    /// that was [opened elsewhere](Builder::session) is only forgotten.
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
        self.connection.login.now().session.map(|session| session.id.clone())
    }

    /// Leaves the session to somebody else: from now on [`logout`](Self::logout) only forgets it, as if it had been
    /// [opened elsewhere](Builder::session). Answers its identifier, to be kept where nobody else can read it.
    ///
    /// A session that takes its place later, because it has expired, is this connection's own again.
    #[must_use = "a session that nobody knows stays open until it expires"]
    pub fn hand_over_session(&self) -> Option<SessionId> {
        self.connection.login.set_adopted(true)
    }

    /// Takes charge of a session that was [opened elsewhere](Builder::session): from now on
    /// [`logout`](Self::logout) ends it.
    pub fn take_over_session(&self) {
        self.connection.login.set_adopted(false);
    }

    /// The generated client on this connection; see [`api`](crate::api).
    #[must_use]
    pub fn api(&self) -> Client {
        client(&self.connection, None, None)
    }

    /// Makes an error of what the crate has found out by itself, from texts that may hold names of the server.
    pub(crate) fn error(&self, parts: Parts) -> Error {
        parts.redacted(&self.connection.redactor(None)).into()
    }

    /// Begins a call that needs a session.
    pub(crate) fn call(&self, operation: &'static str) -> Result<Call, Error> {
        Call::with_session(&self.connection, operation)
    }
}
