//! The power of virtual machines: calls that are safe to repeat.

use std::time::Duration;

use serde::Serialize;

use crate::error::{Error, ErrorKind, Parts};
use crate::model::error_type::ErrorType;
use crate::model::id::VmId;
use crate::model::inventory::PowerState;
use crate::operation::Operation;
use crate::runtime;
use crate::vcenter::Vcenter;

/// The result of [`Vcenter::power_on`], [`Vcenter::power_off`] and [`Vcenter::shut_down_guest`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PowerOutcome {
    /// The VM was in the desired state; nothing was changed.
    Unchanged,
    /// This call, or an earlier attempt of it, brought the VM into the desired state.
    Changed,
}

/// The time between two looks at a guest that shuts down.
const GUEST_INTERVAL: Duration = Duration::from_secs(1);

impl Vcenter {
    /// Returns the power state of a virtual machine.
    ///
    /// `GET /api/vcenter/vm/{vm}/power`; needs `System.Read` on the VM. Transient errors are retried by the
    /// [`RetryPolicy`](crate::RetryPolicy).
    ///
    /// # Errors
    /// - [`NotFound`](ErrorKind::NotFound): the VM does not exist.
    /// - [`ResourceInaccessible`](ErrorKind::ResourceInaccessible): the server cannot read the VM.
    pub async fn power_state(&self, vm: &VmId) -> Result<PowerState, Error> {
        runtime::current()?;
        Ok(self.connection.budget().repeat(|| self.power_info(vm)).await?.state)
    }

    /// Powers on a virtual machine, or resumes a suspended one, unless it is running.
    ///
    /// Reads the power state, sends `POST /api/vcenter/vm/{vm}/power?action=start`, and reads the power state until the
    /// VM is running or the [settle](crate::RetryPolicy::settle_timeout) time is over. A
    /// [transient](Error::is_transient) error is retried after another read; after a lost response, the call only reads.
    /// Needs `System.Read` and `VirtualMachine.Interact.PowerOn` on the VM.
    ///
    /// CD-ROMs whose [`start_connected`](crate::MountedIso::start_connected) is set are connected at the start.
    ///
    /// # Errors
    /// - [`NotFound`](ErrorKind::NotFound): the VM does not exist.
    /// - [`Busy`](ErrorKind::Busy): another task works on the VM.
    /// - [`ResourceInaccessible`](ErrorKind::ResourceInaccessible), [`Server`](ErrorKind::Server): no host can run it.
    /// - [`OutcomeUnknown`](ErrorKind::OutcomeUnknown): the response was lost, and the VM did not show the effect.
    pub async fn power_on(&self, vm: &VmId) -> Result<PowerOutcome, Error> {
        self.bring_into(PowerState::PoweredOn, vm).await
    }

    /// Powers off a virtual machine, unless it is off, as if its plug were pulled: the guest does not shut down.
    ///
    /// Works as [`power_on`](Self::power_on), with `POST /api/vcenter/vm/{vm}/power?action=stop`. Needs `System.Read`
    /// and `VirtualMachine.Interact.PowerOff` on the VM.
    ///
    /// # Errors
    /// Those of [`power_on`](Self::power_on).
    pub async fn power_off(&self, vm: &VmId) -> Result<PowerOutcome, Error> {
        self.bring_into(PowerState::PoweredOff, vm).await
    }

    /// Resets a running virtual machine, as its reset button would.
    ///
    /// `POST /api/vcenter/vm/{vm}/power?action=reset`. Not idempotent: the call is repeated only if the server has
    /// certainly not carried it out. Needs `VirtualMachine.Interact.Reset` on the VM.
    ///
    /// # Errors
    /// - [`NotFound`](ErrorKind::NotFound): the VM does not exist.
    /// - [`NotAllowedInCurrentState`](ErrorKind::NotAllowedInCurrentState): the VM is off or suspended.
    /// - [`OutcomeUnknown`](ErrorKind::OutcomeUnknown): the response was lost. The power state does not show whether
    ///   the VM was reset.
    pub async fn reset(&self, vm: &VmId) -> Result<(), Error> {
        runtime::current()?;
        let mut tries = self.connection.budget().tries();
        loop {
            match self.reset_vm(vm).await {
                Err(error) if error.is_transient() && !error.may_have_acted() && tries.wait(&error).await => {
                }
                done => return done,
            }
        }
    }

    /// Asks the guest of a virtual machine to shut down, unless the VM is off, and waits until it is off, at most for
    /// this time.
    ///
    /// `POST /api/vcenter/vm/{vm}/guest/power?action=shutdown`, and then one `GET /api/vcenter/vm/{vm}/power` per
    /// second. Needs VMware Tools in the guest, `System.Read` on the VM and, as the reference names no privilege for the
    /// request, expect `VirtualMachine.Interact.PowerOff`.
    ///
    /// # Errors
    /// - [`NotFound`](ErrorKind::NotFound): the VM does not exist.
    /// - [`NotAllowedInCurrentState`](ErrorKind::NotAllowedInCurrentState): the VM is suspended, or VMware Tools does
    ///   not run in the guest. [`power_off`](Self::power_off) needs neither.
    /// - [`OutcomeUnknown`](ErrorKind::OutcomeUnknown): the guest was asked, and the VM was still running after this
    ///   time. It may be off later.
    pub async fn shut_down_guest(&self, vm: &VmId, wait: Duration) -> Result<PowerOutcome, Error> {
        runtime::current()?;
        let budget = self.connection.budget();
        if self.power_state(vm).await? == PowerState::PoweredOff {
            return Ok(PowerOutcome::Unchanged);
        }
        let mut tries = budget.tries();
        let asked = loop {
            match self.ask_guest_to_shut_down(vm).await {
                Err(error) if error.is_transient() && tries.wait(&error).await => {}
                // A guest that was asked twice shuts down once.
                Err(error) if error.kind() == ErrorKind::OutcomeUnknown => break Some(error),
                Err(error) if is_already(&error) => break None,
                asked => break asked.map(|()| None)?,
            }
        };
        let start = tokio::time::Instant::now();
        loop {
            if self.power_state(vm).await? == PowerState::PoweredOff {
                return Ok(PowerOutcome::Changed);
            }
            if start.elapsed() >= wait {
                let seen = format!("{vm} was still running {wait:?} later");
                let Some(error) = asked else {
                    let context = format!("the guest was asked to shut down, but {seen}");
                    let operation = Operation::VcenterVmGuestPowerShutdown;
                    return Err(self.power_error(operation, ErrorKind::OutcomeUnknown, context));
                };
                return Err(error.into_unknown(seen));
            }
            let pause = GUEST_INTERVAL.min(wait.saturating_sub(start.elapsed()));
            runtime::with_runtime(tokio::time::sleep(pause))
                .await
                .map_err(|unusable| unusable.error(None, ErrorKind::OutcomeUnknown))?;
        }
    }

    async fn bring_into(&self, desired: PowerState, vm: &VmId) -> Result<PowerOutcome, Error> {
        runtime::current()?;
        let budget = self.connection.budget();
        if self.power_state(vm).await? == desired {
            return Ok(PowerOutcome::Unchanged);
        }
        let (operation, off) = match desired {
            PowerState::PoweredOff => (Operation::VcenterVmPowerStop, true),
            _ => (Operation::VcenterVmPowerStart, false),
        };
        let mut tries = budget.tries();
        let lost = loop {
            let sent = if off { self.stop_vm(vm).await } else { self.start_vm(vm).await };
            match sent {
                Ok(()) => break None,
                Err(error) if is_already(&error) => return Ok(PowerOutcome::Changed),
                Err(error) if error.is_transient() && tries.wait(&error).await => {
                    if self.power_state(vm).await? == desired {
                        return Ok(PowerOutcome::Changed);
                    }
                }
                Err(error) if error.kind() == ErrorKind::OutcomeUnknown => break Some(error),
                Err(error) => return Err(error),
            }
        };
        let mut polls = budget.polls();
        loop {
            let state = match self.power_state(vm).await {
                Ok(state) => state,
                Err(error) => {
                    let unread = format!("{vm} could not be read afterwards");
                    return Err(lost.unwrap_or(error).into_unknown(unread));
                }
            };
            if state == desired {
                return Ok(PowerOutcome::Changed);
            }
            if !polls.wait("the power state has not changed yet").await {
                let waited = budget.settle_timeout();
                let Some(error) = lost else {
                    let context = format!("the server reported success, but {vm} is {state}");
                    return Err(self.power_error(operation, ErrorKind::InvalidResponse, context));
                };
                return Err(error.into_unknown(format!("{vm} was still {state} {waited:?} later")));
            }
        }
    }

    fn power_error(&self, operation: Operation, kind: ErrorKind, context: String) -> Error {
        self.error(Parts { request: Some(operation.into()), ..Parts::new(kind, context) })
    }
}

fn is_already(error: &Error) -> bool {
    error.error_type() == Some(&ErrorType::AlreadyInDesiredState)
}
