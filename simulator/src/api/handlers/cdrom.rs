//! `/vcenter/vm/{vm}/hardware/cdrom`: the CD-ROMs of a VM.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::api::handlers::{lookup, task, wire};
use crate::api::http::authentication::Caller;
use crate::api::http::error::{Error, ErrorType, Message};
use crate::api::http::path::Path;
use crate::behavior::Behavior;
use crate::inventory::{Cdrom, CdromState, Inventory, PowerState, Privilege, Slot, Vm};
use crate::state::Vcenter;

/// Handles `Vcenter.Vm.Hardware.Cdrom_list`.
pub(crate) async fn list(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    Path([vm_id]): Path<1>,
) -> Result<Json<Value>, Error> {
    caller.needs(Privilege::SystemRead, Some(&vm_id))?;
    let inventory = vcenter.inventory();
    let vm = lookup::readable_vm(&inventory, &vm_id)?;
    Ok(Json(vm.cdroms.keys().map(|id| json!({ "cdrom": id })).collect()))
}

/// Handles `Vcenter.Vm.Hardware.Cdrom_get`.
pub(crate) async fn get(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    Path([vm_id, id]): Path<2>,
) -> Result<Json<Value>, Error> {
    caller.needs(Privilege::SystemRead, Some(&vm_id))?;
    let inventory = vcenter.inventory();
    let cdrom = lookup::cdrom(lookup::readable_vm(&inventory, &vm_id)?, &vm_id, &id)?;
    Ok(wire::response(vcenter.behavior, wire::cdrom(&id, cdrom)?))
}

/// Handles `Vcenter.Vm.Hardware.Cdrom_delete`.
pub(crate) async fn delete(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    Path([vm_id, id]): Path<2>,
) -> Result<StatusCode, Error> {
    caller.needs(Privilege::SystemRead, Some(&vm_id))?;
    caller.needs(Privilege::VirtualMachineConfigAddRemoveDevice, Some(&vm_id))?;
    let behavior = vcenter.behavior;
    task::change_vm(&vcenter, vm_id.clone(), move |inventory| {
        removable(inventory, &vm_id, &id, behavior)?;
        if let Some(vm) = Arc::make_mut(inventory).vms.get_mut(&vm_id) {
            vm.cdroms.remove(&id);
        }
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// Handles `Vcenter.Vm.Hardware.Cdrom_connect`.
pub(crate) async fn connect(
    vcenter: State<Arc<Vcenter>>,
    caller: Caller,
    path: Path<2>,
) -> Result<StatusCode, Error> {
    set_state(&vcenter, &caller, path, CdromState::Connected).await
}

/// Handles `Vcenter.Vm.Hardware.Cdrom_disconnect`.
pub(crate) async fn disconnect(
    vcenter: State<Arc<Vcenter>>,
    caller: Caller,
    path: Path<2>,
) -> Result<StatusCode, Error> {
    set_state(&vcenter, &caller, path, CdromState::NotConnected).await
}

async fn set_state(
    vcenter: &Arc<Vcenter>,
    caller: &Caller,
    Path([vm_id, id]): Path<2>,
    state: CdromState,
) -> Result<StatusCode, Error> {
    caller.needs(Privilege::SystemRead, Some(&vm_id))?;
    caller.needs(Privilege::VirtualMachineInteractDeviceConnection, Some(&vm_id))?;
    let behavior = vcenter.behavior;
    task::change_vm(vcenter, vm_id.clone(), move |inventory| {
        change_state(inventory, &vm_id, &id, state, behavior)
    })
    .await
}

fn change_state(
    inventory: &mut Arc<Inventory>,
    vm_id: &str,
    id: &str,
    state: CdromState,
    behavior: Behavior,
) -> Result<StatusCode, Error> {
    let vm = lookup::readable_vm(inventory, vm_id)?;
    let cdrom = lookup::cdrom(vm, vm_id, id)?;
    not_busy(vm, vm_id, behavior)?;
    let text = format!("The connection of CD-ROM '{id}' cannot be changed.");
    match vm.power_state {
        PowerState::PoweredOn => {}
        PowerState::PoweredOff => return Err(wrong_power_state(text, id, "powered off")),
        PowerState::Suspended => return Err(wrong_power_state(text, id, "suspended")),
    }
    if cdrom.state == state {
        let state = if state == CdromState::Connected { "connected" } else { "disconnected" };
        let text = format!("CD-ROM '{id}' is already {state}.");
        return Err(Error::vcenter(ErrorType::AlreadyInDesiredState, text, [id]));
    }
    if state == CdromState::NotConnected {
        not_locked(vm, cdrom, id)?;
    }
    if cdrom.state == CdromState::UnrecoverableError && state == CdromState::Connected {
        let text = format!("CD-ROM '{id}' cannot be connected.");
        let cause =
            Message::new("vmsg.FileNotFound.summary", "The backing of the CD-ROM does not exist.", []);
        return Err(Error::vcenter(ErrorType::ResourceInaccessible, text, [id]).caused_by(cause));
    }
    let vm = Arc::make_mut(inventory).vms.get_mut(vm_id);
    if let Some(cdrom) = vm.and_then(|vm| vm.cdroms.get_mut(id)) {
        cdrom.state = state;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Returns the CD-ROM, or an error if the state of the VM does not allow its removal.
pub(crate) fn removable<'a>(
    inventory: &'a Inventory,
    vm_id: &str,
    id: &str,
    behavior: Behavior,
) -> Result<&'a Cdrom, Error> {
    let vm = lookup::readable_vm(inventory, vm_id)?;
    let cdrom = lookup::cdrom(vm, vm_id, id)?;
    let on_sata = matches!(wire::slot(id)?.0, Slot::Sata { .. });
    changeable(vm, vm_id, on_sata, behavior)?;
    not_locked(vm, cdrom, id)?;
    Ok(cdrom)
}

/// Returns an error if the guest has locked the drive.
///
/// A vCenter first asks on the VM whether to override the lock, and fails after some minutes without an answer.
fn not_locked(vm: &Vm, cdrom: &Cdrom, id: &str) -> Result<(), Error> {
    if !cdrom.locked || vm.power_state != PowerState::PoweredOn {
        return Ok(());
    }
    let text = format!("CD-ROM '{id}' cannot be disconnected.");
    let cause = Message::new("msg.cdromdisconnect.locked", "The guest has locked the drive.", []);
    Err(Error::vcenter(ErrorType::Error, text, [id]).caused_by(cause))
}

/// Returns an error if the state of the VM does not allow adding or removing a CD-ROM.
pub(crate) fn changeable(vm: &Vm, vm_id: &str, on_sata: bool, behavior: Behavior) -> Result<(), Error> {
    not_busy(vm, vm_id, behavior)?;
    let text = format!("The devices of virtual machine '{vm_id}' cannot be changed.");
    match vm.power_state {
        PowerState::PoweredOff => Ok(()),
        PowerState::PoweredOn if on_sata => Ok(()),
        PowerState::PoweredOn => Err(Error::vcenter(ErrorType::NotAllowedInCurrentState, text, [vm_id])
            .caused_by(Message::new(
                "vmsg.DeviceHotPlugNotSupported.summary",
                "An IDE device cannot be added or removed while the virtual machine runs.",
                [],
            ))),
        PowerState::Suspended => Err(wrong_power_state(text, vm_id, "suspended")),
    }
}

pub(crate) fn not_busy(vm: &Vm, vm_id: &str, behavior: Behavior) -> Result<(), Error> {
    if !vm.busy && !vm.task_running {
        return Ok(());
    }
    let kind = if behavior.generic_errors { ErrorType::Error } else { ErrorType::ResourceBusy };
    let text = format!("Virtual machine '{vm_id}' is busy with another operation.");
    Err(Error::vcenter(kind, text, [vm_id]).caused_by(Message::new(
        "vmsg.TaskInProgress.summary",
        "Another task is under way.",
        [],
    )))
}

fn wrong_power_state(text: String, resource: &str, state: &str) -> Error {
    Error::vcenter(ErrorType::NotAllowedInCurrentState, text, [resource]).caused_by(Message::new(
        "vmsg.InvalidPowerState.summary",
        format!("The operation is not possible in the current power state ({state})."),
        [state],
    ))
}
