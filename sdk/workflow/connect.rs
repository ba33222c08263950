//! Connecting a CD-ROM that has an image, so that the guest can read it.

use serde::Serialize;

use crate::error::{Error, ErrorKind, Parts};
use crate::model::id::{CdromId, VmId};
use crate::model::inventory::{ConnectionState, PowerState};
use crate::operation::Operation;
use crate::retry::Budget;
use crate::runtime;
use crate::vcenter::Vcenter;
use crate::workflow::mounted::MountedIso;

/// The result of [`Vcenter::ensure_connected`].
///
/// Serialized as `{"result": "connected", "iso": {…}}`, with the members of [`MountedIso`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "result", content = "iso", rename_all = "snake_case")]
pub enum ConnectOutcome {
    /// The CD-ROM was already connected, or the VM is not running; nothing was changed.
    Unchanged(MountedIso),
    /// The CD-ROM was not connected; this call connected it.
    Connected(MountedIso),
}

impl ConnectOutcome {
    /// Returns the CD-ROM as it is after the call.
    #[must_use]
    pub fn iso(&self) -> &MountedIso {
        match self {
            Self::Unchanged(iso) | Self::Connected(iso) => iso,
        }
    }
}

/// Whether a CD-ROM that is not connected is connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Connect {
    IfRunning,
    Never,
}

impl Vcenter {
    /// Connects a CD-ROM that is backed by an ISO file, unless it is connected, and returns it as it is afterwards.
    ///
    /// Reads the VM (`GET /api/vcenter/vm/{vm}`), [connects](Self::connect_cdrom) the CD-ROM, and reads the VM until
    /// the CD-ROM is connected or the [settle](crate::RetryPolicy::settle_timeout) time is over. The CD-ROM of a VM that
    /// is not running cannot be connected and is returned as it is:
    /// [`start_connected`](MountedIso::start_connected) decides when the VM is powered on. Transient errors are retried
    /// by the [`RetryPolicy`](crate::RetryPolicy). Needs `System.Read` and the privilege of
    /// [`connect_cdrom`](Self::connect_cdrom).
    ///
    /// # Errors
    /// - Those of [`mounted`](Self::mounted).
    /// - [`NotFound`](ErrorKind::NotFound): the VM has no such CD-ROM, or it is not backed by an ISO file.
    /// - [`CdromNotConnected`](ErrorKind::CdromNotConnected): the server refused to connect it, or it is in an error
    ///   state, which the message names.
    /// - [`OutcomeUnknown`](ErrorKind::OutcomeUnknown): the VM cannot be read after the connect.
    pub async fn ensure_connected(&self, vm: &VmId, cdrom: &CdromId) -> Result<ConnectOutcome, Error> {
        runtime::current()?;
        let budget = self.connection.retry.begin();
        let (power_state, isos) = budget.repeat(|| self.read_mounted(vm)).await?;
        let Some(iso) = isos.into_iter().find(|iso| iso.cdrom == *cdrom) else {
            let context = format!("{vm} has no CD-ROM {cdrom} that is backed by an ISO file");
            return Err(self.connect_error(ErrorKind::NotFound, context));
        };
        let (iso, connected) = self.connect_if(Connect::IfRunning, budget, vm, power_state, iso).await?;
        Ok(if connected { ConnectOutcome::Connected(iso) } else { ConnectOutcome::Unchanged(iso) })
    }

    /// Connects a CD-ROM after it was read, and returns it as it is afterwards, and whether it was connected by this
    /// call.
    pub(crate) async fn connect_if(
        &self,
        connect: Connect,
        budget: Budget<'_>,
        vm: &VmId,
        power_state: PowerState,
        iso: MountedIso,
    ) -> Result<(MountedIso, bool), Error> {
        if connect == Connect::Never || power_state != PowerState::PoweredOn || iso.is_connected() {
            return Ok((iso, false));
        }
        if iso.state == ConnectionState::UnrecoverableError {
            return Err(self.not_connected(vm, &iso));
        }
        let cdrom = &iso.cdrom;
        tracing::info!(target: "vcenter_iso", %vm, %cdrom, "the CD-ROM is not connected: connecting it");
        let failure = budget.repeat(|| self.connect_cdrom(vm, cdrom)).await.err();
        let is_decided = failure.as_ref().is_some_and(|error| error.kind() != ErrorKind::OutcomeUnknown);
        let mut polls = budget.polls();
        loop {
            let now = match self.read_cdrom(budget, vm, cdrom).await {
                Ok(Some((PowerState::PoweredOn, now))) => now,
                // The VM was powered off meanwhile.
                Ok(Some((_, now))) => return Ok((now, false)),
                Ok(None) => {
                    let context = format!("CD-ROM {cdrom} of {vm} was removed while it was being connected");
                    return Err(self.connect_error(ErrorKind::OutcomeUnknown, context));
                }
                Err(error) => return Err(failure.unwrap_or(error).into_unknown()),
            };
            match (&now.state, &failure) {
                (ConnectionState::Connected, _) => return Ok((now, true)),
                // The server does not know the state, but has accepted the connect.
                (ConnectionState::StateUnknown | ConnectionState::Unknown(_), None) => {
                    return Ok((now, true));
                }
                _ if !is_decided && polls.wait().await => {}
                (_, Some(error)) => return Err(error.clone().into_not_connected()),
                (_, None) => return Err(self.not_connected(vm, &now)),
            }
        }
    }

    /// Reads one CD-ROM that is backed by an ISO file, and the power state of its VM.
    pub(crate) async fn read_cdrom(
        &self,
        budget: Budget<'_>,
        vm: &VmId,
        cdrom: &CdromId,
    ) -> Result<Option<(PowerState, MountedIso)>, Error> {
        let (power_state, isos) = budget.repeat(|| self.read_mounted(vm)).await?;
        Ok(isos.into_iter().find(|iso| iso.cdrom == *cdrom).map(|iso| (power_state, iso)))
    }

    fn not_connected(&self, vm: &VmId, iso: &MountedIso) -> Error {
        let reason = match iso.state {
            ConnectionState::RecoverableError => {
                ": the image cannot be opened now, for example because the host does not reach the datastore"
            }
            ConnectionState::UnrecoverableError => {
                ": the image cannot be opened, for example because its file no longer exists"
            }
            _ => "",
        };
        let context =
            format!("CD-ROM {} of {vm} has the image, but its state is {}{reason}", iso.cdrom, iso.state);
        self.connect_error(ErrorKind::CdromNotConnected, context)
    }

    fn connect_error(&self, kind: ErrorKind, context: String) -> Error {
        let request = Some(Operation::VcenterVmHardwareCdromConnect.into());
        self.error(Parts { request, ..Parts::new(kind, context) })
    }
}
