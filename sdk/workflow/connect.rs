//! Connecting a CD-ROM that has an image, so that the guest can read it, and disconnecting it.

use serde::Serialize;

use crate::error::{Error, ErrorKind, Parts};
use crate::model::id::{CdromId, VmId};
use crate::model::inventory::{ConnectionState, PowerState};
use crate::operation::Operation;
use crate::retry::Budget;
use crate::runtime;
use crate::vcenter::Vcenter;
use crate::workflow::mounted::MountedIso;

/// The result of [`Vcenter::ensure_connected`] and [`Vcenter::ensure_disconnected`].
///
/// Serialized as `{"result": "changed", "iso": {…}}`, with the members of [`MountedIso`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "result", content = "iso", rename_all = "snake_case")]
pub enum ConnectOutcome {
    /// The CD-ROM was in the desired state; nothing was changed.
    Unchanged(MountedIso),
    /// This call brought the CD-ROM into the desired state.
    Changed(MountedIso),
}

impl ConnectOutcome {
    /// Returns the CD-ROM as it is after the call.
    #[must_use]
    pub fn iso(&self) -> &MountedIso {
        match self {
            Self::Unchanged(iso) | Self::Changed(iso) => iso,
        }
    }
}

/// The desired state of a CD-ROM.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Desired {
    Connected,
    Disconnected,
}

impl Desired {
    fn is_met(self, iso: &MountedIso) -> bool {
        match self {
            Self::Connected => iso.is_connected(),
            Self::Disconnected => iso.state == ConnectionState::NotConnected,
        }
    }

    fn operation(self) -> Operation {
        match self {
            Self::Connected => Operation::VcenterVmHardwareCdromConnect,
            Self::Disconnected => Operation::VcenterVmHardwareCdromDisconnect,
        }
    }
}

/// Returns whether the guest may run. Only then can a CD-ROM be connected.
pub(crate) fn may_run(power_state: &PowerState) -> bool {
    !matches!(power_state, PowerState::PoweredOff | PowerState::Suspended)
}

impl Vcenter {
    /// Connects a CD-ROM that is backed by an ISO file, unless it is connected, and returns it as it is afterwards.
    ///
    /// Reads the VM (`GET /api/vcenter/vm/{vm}`), [connects](Self::connect_cdrom) the CD-ROM, and reads the VM until
    /// the CD-ROM is connected or the [settle](crate::RetryPolicy::settle_timeout) time is over. Transient errors and
    /// lost responses are retried by the [`RetryPolicy`](crate::RetryPolicy), because a repeated connect does no harm.
    /// Needs `System.Read` and the privilege of [`connect_cdrom`](Self::connect_cdrom).
    ///
    /// # Errors
    /// - Those of [`mounted`](Self::mounted) and [`connect_cdrom`](Self::connect_cdrom).
    /// - [`NotFound`](ErrorKind::NotFound): the VM has no such CD-ROM, or it is not backed by an ISO file.
    /// - [`NotAllowedInCurrentState`](ErrorKind::NotAllowedInCurrentState): the VM is not powered on.
    ///   [`start_connected`](MountedIso::start_connected) decides when it is.
    /// - [`CdromNotConnected`](ErrorKind::CdromNotConnected): the server accepted it, but the CD-ROM is not connected
    ///   or in an error state, which the message names.
    /// - [`OutcomeUnknown`](ErrorKind::OutcomeUnknown): the response was lost, and the VM did not show the effect; or
    ///   the server does not report the state.
    pub async fn ensure_connected(&self, vm: &VmId, cdrom: &CdromId) -> Result<ConnectOutcome, Error> {
        self.ensure(Desired::Connected, vm, cdrom).await
    }

    /// Disconnects a CD-ROM that is backed by an ISO file, unless it is disconnected, and returns it as it is
    /// afterwards. The image stays mounted.
    ///
    /// Works as [`ensure_connected`](Self::ensure_connected), with [`disconnect_cdrom`](Self::disconnect_cdrom).
    ///
    /// # Errors
    /// Those of [`ensure_connected`](Self::ensure_connected), except that a CD-ROM that is still connected is an
    /// [`InvalidResponse`](ErrorKind::InvalidResponse).
    pub async fn ensure_disconnected(&self, vm: &VmId, cdrom: &CdromId) -> Result<ConnectOutcome, Error> {
        self.ensure(Desired::Disconnected, vm, cdrom).await
    }

    async fn ensure(&self, desired: Desired, vm: &VmId, cdrom: &CdromId) -> Result<ConnectOutcome, Error> {
        runtime::current()?;
        let budget = self.connection.budget();
        let Some((power_state, iso)) = self.read_cdrom(budget, vm, cdrom).await? else {
            let context = format!("{vm} has no CD-ROM {cdrom} that is backed by an ISO file");
            return Err(self.connect_error(desired, ErrorKind::NotFound, context));
        };
        if desired.is_met(&iso) {
            return Ok(ConnectOutcome::Unchanged(iso));
        }
        if !may_run(&power_state) {
            let context = format!("{vm} is {power_state}, so CD-ROM {cdrom} stays {}", iso.state);
            let error = self.connect_error(desired, ErrorKind::NotAllowedInCurrentState, context);
            return Err(error.with_cdrom(iso.cdrom, iso.state));
        }
        self.reach(desired, budget, vm, iso).await.map(ConnectOutcome::Changed)
    }

    /// Brings the CD-ROM of a running VM into the desired state, and returns it as it is afterwards.
    pub(crate) async fn reach(
        &self,
        desired: Desired,
        budget: Budget<'_>,
        vm: &VmId,
        iso: MountedIso,
    ) -> Result<MountedIso, Error> {
        let cdrom = &iso.cdrom;
        if desired == Desired::Connected && iso.state == ConnectionState::UnrecoverableError {
            return Err(self.not_reached(desired, vm, &iso));
        }
        let mut tries = budget.tries();
        let failure = loop {
            let sent = match desired {
                Desired::Connected => self.connect_cdrom(vm, cdrom).await,
                Desired::Disconnected => self.disconnect_cdrom(vm, cdrom).await,
            };
            let Err(error) = sent else { break None };
            // A repetition does no harm, but the server may still work on a request that took too long.
            let is_lost = error.kind() == ErrorKind::OutcomeUnknown && !error.may_continue();
            if !(error.is_transient() || is_lost) || !tries.wait(&error).await {
                break Some(error);
            }
        };
        let is_lost = failure.as_ref().is_none_or(|error| error.kind() == ErrorKind::OutcomeUnknown);
        let mut polls = budget.polls();
        loop {
            let now = match self.read_cdrom(budget, vm, cdrom).await {
                Ok(Some((power_state, now))) if may_run(&power_state) => now,
                // The VM was powered off meanwhile.
                Ok(Some((_, now))) => return Ok(now),
                Ok(None) => {
                    let context = format!("CD-ROM {cdrom} of {vm} was removed meanwhile");
                    return Err(self.connect_error(desired, ErrorKind::OutcomeUnknown, context));
                }
                Err(error) => {
                    return Err(failure
                        .unwrap_or(error)
                        .into_unknown(format!("{vm} could not be read afterwards"))
                        .with_cdrom(iso.cdrom.clone(), iso.state.clone()));
                }
            };
            if desired.is_met(&now) {
                return Ok(now);
            }
            if !is_lost || !polls.wait("the state of the CD-ROM has not changed yet").await {
                return Err(match failure {
                    Some(error) => {
                        let observation = is_lost.then(|| {
                            format!(
                                "CD-ROM {cdrom} of {vm} was still {} {:?} later",
                                now.state,
                                budget.settle_timeout()
                            )
                        });
                        let error = error.with_cdrom(now.cdrom.clone(), now.state.clone());
                        match observation {
                            Some(observation) => error.observed(observation),
                            None => error,
                        }
                    }
                    None => self.not_reached(desired, vm, &now),
                });
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

    /// Creates the error for a CD-ROM that is not in the desired state although the server has accepted the request.
    fn not_reached(&self, desired: Desired, vm: &VmId, iso: &MountedIso) -> Error {
        let (kind, reason) = match (desired, &iso.state) {
            (_, ConnectionState::StateUnknown | ConnectionState::Unknown(_)) => {
                (ErrorKind::OutcomeUnknown, "")
            }
            (Desired::Disconnected, _) => (ErrorKind::InvalidResponse, ""),
            (Desired::Connected, ConnectionState::RecoverableError) => (
                ErrorKind::CdromNotConnected,
                ": the image cannot be opened now, for example because the host does not reach the datastore",
            ),
            (Desired::Connected, ConnectionState::UnrecoverableError) => (
                ErrorKind::CdromNotConnected,
                ": the image cannot be opened, for example because its file no longer exists",
            ),
            (Desired::Connected, ConnectionState::NotConnected | ConnectionState::Connected) => {
                (ErrorKind::CdromNotConnected, "")
            }
        };
        let context =
            format!("CD-ROM {} of {vm} has the image, but its state is {}{reason}", iso.cdrom, iso.state);
        self.connect_error(desired, kind, context).with_cdrom(iso.cdrom.clone(), iso.state.clone())
    }

    fn connect_error(&self, desired: Desired, kind: ErrorKind, context: String) -> Error {
        let request = Some(desired.operation().into());
        self.error(Parts { request, ..Parts::new(kind, context) })
    }
}
