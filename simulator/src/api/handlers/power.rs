//! `/vcenter/vm/{vm}/power` and `/vcenter/vm/{vm}/guest/power`: the power of a VM, and the shutdown of its guest.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::api::handlers::cdrom::not_busy;
use crate::api::handlers::{lookup, task, wire};
use crate::api::http::authentication::Caller;
use crate::api::http::error::{Error, ErrorType, Message};
use crate::api::http::path::Path;
use crate::inventory::{CdromState, Inventory, PowerState, Privilege};
use crate::state::Vcenter;

/// Handles `Vcenter.Vm.Power_get`.
pub(crate) async fn get(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    Path([id]): Path<1>,
) -> Result<Json<Value>, Error> {
    caller.needs(Privilege::SystemRead, Some(&id))?;
    let inventory = vcenter.inventory();
    let state = lookup::readable_vm(&inventory, &id)?.power_state;
    let clean_power_off = (state == PowerState::PoweredOff).then_some(true);
    Ok(wire::response(vcenter.behavior, json!({ "state": state, "clean_power_off": clean_power_off })))
}

/// Handles `Vcenter.Vm.Power_start`.
pub(crate) async fn start(
    vcenter: State<Arc<Vcenter>>,
    caller: Caller,
    path: Path<1>,
) -> Result<StatusCode, Error> {
    caller_may(&caller, Privilege::VirtualMachineInteractPowerOn, &path)?;
    change(&vcenter, path, |inventory, id| {
        let state = lookup::readable_vm(inventory, id)?.power_state;
        if state == PowerState::PoweredOn {
            return Err(already(
                "com.vmware.api.vcenter.vm.power.already_powered_on",
                "Virtual machine is already powered on.",
                state,
            ));
        }
        set(inventory, id, PowerState::PoweredOn);
        Ok(())
    })
    .await
}

/// Handles `Vcenter.Vm.Power_stop`.
pub(crate) async fn stop(
    vcenter: State<Arc<Vcenter>>,
    caller: Caller,
    path: Path<1>,
) -> Result<StatusCode, Error> {
    caller_may(&caller, Privilege::VirtualMachineInteractPowerOff, &path)?;
    change(&vcenter, path, |inventory, id| {
        not_off(lookup::readable_vm(inventory, id)?.power_state)?;
        set(inventory, id, PowerState::PoweredOff);
        Ok(())
    })
    .await
}

/// Handles `Vcenter.Vm.Power_reset`.
pub(crate) async fn reset(
    vcenter: State<Arc<Vcenter>>,
    caller: Caller,
    path: Path<1>,
) -> Result<StatusCode, Error> {
    caller_may(&caller, Privilege::VirtualMachineInteractReset, &path)?;
    change(&vcenter, path, |inventory, id| {
        let state = lookup::readable_vm(inventory, id)?.power_state;
        if state == PowerState::PoweredOn {
            return Ok(());
        }
        let text = format!("Virtual machine '{id}' cannot be reset.");
        Err(Error::vcenter(ErrorType::NotAllowedInCurrentState, text, [id]).caused_by(wrong_state(state)))
    })
    .await
}

/// Handles `Vcenter.Vm.Guest.Power_shutdown`. The guest is off after the time of a task, and the response does not wait
/// for it.
pub(crate) async fn shut_down(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    path: Path<1>,
) -> Result<StatusCode, Error> {
    caller_may(&caller, Privilege::VirtualMachineInteractPowerOff, &path)?;
    let Path([id]) = path;
    {
        let inventory = vcenter.inventory();
        let vm = lookup::readable_vm(&inventory, &id)?;
        not_busy(vm, &id, vcenter.behavior)?;
        not_off(vm.power_state)?;
        if vm.power_state == PowerState::Suspended {
            let text = format!("The guest of virtual machine '{id}' cannot be shut down.");
            let error = Error::vcenter(ErrorType::NotAllowedInCurrentState, text, [id.as_str()]);
            return Err(error.caused_by(wrong_state(vm.power_state)));
        }
        if !vm.tools_running {
            let text = format!("VMware Tools is not running in the guest of virtual machine '{id}'.");
            let message =
                Message::new("com.vmware.api.vcenter.vm.guest.tools_not_running", text, [id.as_str()]);
            return Err(Error::new(ErrorType::ServiceUnavailable, message));
        }
    }
    if vcenter.task_time.is_zero() {
        set(&mut vcenter.inventory(), &id, PowerState::PoweredOff);
    } else {
        tokio::spawn(async move {
            vcenter.clock.sleep(vcenter.task_time).await;
            set(&mut vcenter.inventory(), &id, PowerState::PoweredOff);
        });
    }
    Ok(StatusCode::NO_CONTENT)
}

fn caller_may(caller: &Caller, privilege: Privilege, Path([id]): &Path<1>) -> Result<(), Error> {
    caller.needs(Privilege::SystemRead, Some(id))?;
    caller.needs(privilege, Some(id))
}

async fn change(
    vcenter: &Arc<Vcenter>,
    Path([id]): Path<1>,
    change: impl Fn(&mut Arc<Inventory>, &str) -> Result<(), Error> + Send + 'static,
) -> Result<StatusCode, Error> {
    let behavior = vcenter.behavior;
    task::change_vm(vcenter, id.clone(), move |inventory| {
        not_busy(lookup::readable_vm(inventory, &id)?, &id, behavior)?;
        change(inventory, &id)?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// Sets the power state. A CD-ROM follows it: it is connected at the start if it is meant to be, and at no other time.
fn set(inventory: &mut Arc<Inventory>, id: &str, state: PowerState) {
    let Some(vm) = Arc::make_mut(inventory).vms.get_mut(id) else { return };
    let resumed = vm.power_state == PowerState::Suspended;
    vm.power_state = state;
    for cdrom in vm.cdroms.values_mut() {
        match (state, cdrom.state) {
            (PowerState::PoweredOn, CdromState::NotConnected) if cdrom.start_connected && !resumed => {
                cdrom.state = CdromState::Connected;
            }
            (PowerState::PoweredOff, CdromState::Connected) => cdrom.state = CdromState::NotConnected,
            _ => {}
        }
    }
}

fn not_off(state: PowerState) -> Result<(), Error> {
    if state != PowerState::PoweredOff {
        return Ok(());
    }
    Err(already(
        "com.vmware.api.vcenter.vm.power.already_powered_off",
        "Virtual machine is already powered off.",
        state,
    ))
}

fn already(id: &'static str, text: &str, state: PowerState) -> Error {
    Error::new(ErrorType::AlreadyInDesiredState, Message::new(id, text, [])).caused_by(wrong_state(state))
}

fn wrong_state(state: PowerState) -> Message {
    let state = match state {
        PowerState::PoweredOn => "powered on",
        PowerState::PoweredOff => "powered off",
        PowerState::Suspended => "suspended",
    };
    let text = format!("The operation is not possible in the current power state ({state}).");
    Message::new("vmsg.InvalidPowerState.summary", text, [state])
}
