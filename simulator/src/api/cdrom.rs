//! `/vcenter/vm/{vm}/hardware/cdrom`: the CD-ROMs of a virtual machine.

use std::sync::Arc;

use axum::{Json, extract::State, http::StatusCode};
use serde_json::{Value, json};

use super::{
    authentication::Caller,
    error::{Error, ErrorType, Message},
    path::Path,
    vm, wire,
};
use crate::{
    choices::Choices,
    inventory::{Cdrom, CdromBacking, CdromState, Inventory, Place, PowerState, Vm},
    user::Privilege,
    vcenter::Vcenter,
};

/// `Vcenter.Vm.Hardware.Cdrom_list`.
pub(super) async fn list(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    Path([vm_id]): Path<1>,
) -> Result<Json<Value>, Error> {
    caller.needs(Privilege::SystemRead, Some(&vm_id))?;
    let inventory = vcenter.inventory();
    let vm = vm::readable(&inventory, &vm_id)?;
    Ok(Json(vm.cdroms.keys().map(|id| json!({ "cdrom": id })).collect()))
}

/// `Vcenter.Vm.Hardware.Cdrom_get`.
pub(super) async fn get(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    Path([vm_id, id]): Path<2>,
) -> Result<Json<Value>, Error> {
    caller.needs(Privilege::SystemRead, Some(&vm_id))?;
    let inventory = vcenter.inventory();
    let cdrom = cdrom(vm::readable(&inventory, &vm_id)?, &vm_id, &id)?;
    Ok(wire::answer(&vcenter, info(&id, cdrom)?))
}

/// `Vcenter.Vm.Hardware.Cdrom_delete`.
pub(super) async fn delete(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    Path([vm_id, id]): Path<2>,
) -> Result<StatusCode, Error> {
    caller.needs(Privilege::SystemRead, Some(&vm_id))?;
    caller.needs(Privilege::VirtualMachineConfigAddRemoveDevice, Some(&vm_id))?;
    let mut inventory = vcenter.inventory();
    removable(&inventory, &vm_id, &id, vcenter.choices)?;
    if let Some(vm) = Arc::make_mut(&mut inventory).vms.get_mut(&vm_id) {
        vm.cdroms.remove(&id);
    }
    Ok(StatusCode::NO_CONTENT)
}

/// `Vcenter.Vm.Hardware.Cdrom_connect`.
pub(super) async fn connect(
    vcenter: State<Arc<Vcenter>>,
    caller: Caller,
    path: Path<2>,
) -> Result<StatusCode, Error> {
    set_state(&vcenter, &caller, &path, CdromState::Connected)
}

/// `Vcenter.Vm.Hardware.Cdrom_disconnect`.
pub(super) async fn disconnect(
    vcenter: State<Arc<Vcenter>>,
    caller: Caller,
    path: Path<2>,
) -> Result<StatusCode, Error> {
    set_state(&vcenter, &caller, &path, CdromState::NotConnected)
}

fn set_state(
    vcenter: &Vcenter,
    caller: &Caller,
    Path([vm_id, id]): &Path<2>,
    state: CdromState,
) -> Result<StatusCode, Error> {
    caller.needs(Privilege::SystemRead, Some(vm_id))?;
    caller.needs(Privilege::VirtualMachineInteractDeviceConnection, Some(vm_id))?;
    let mut inventory = vcenter.inventory();
    let vm = vm::readable(&inventory, vm_id)?;
    let cdrom = cdrom(vm, vm_id, id)?;
    not_busy(vm, vm_id, vcenter.choices)?;
    let text = format!("The connection of CD-ROM '{id}' cannot be changed.");
    match vm.power_state {
        PowerState::PoweredOn => {}
        PowerState::PoweredOff => return Err(wrong_power_state(text, id, "powered off")),
        PowerState::Suspended => return Err(wrong_power_state(text, id, "suspended")),
    }
    if cdrom.state == state {
        let state = if state == CdromState::Connected { "connected" } else { "disconnected" };
        let text = format!("CD-ROM '{id}' is {state} already.");
        let message = Message::new("com.vmware.api.vcenter.error", text, [id]);
        return Err(Error::new(ErrorType::AlreadyInDesiredState, message));
    }
    let vm = Arc::make_mut(&mut inventory).vms.get_mut(vm_id);
    if let Some(cdrom) = vm.and_then(|vm| vm.cdroms.get_mut(id)) {
        cdrom.state = state;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// The CD-ROM, if it is there and the state of the virtual machine lets it be taken off.
pub(super) fn removable<'a>(
    inventory: &'a Inventory,
    vm_id: &str,
    id: &str,
    choices: Choices,
) -> Result<&'a Cdrom, Error> {
    let vm = vm::readable(inventory, vm_id)?;
    let cdrom = cdrom(vm, vm_id, id)?;
    let on_sata = matches!(place(id)?.0, Place::Sata { .. });
    changeable(vm, vm_id, on_sata, choices)?;
    Ok(cdrom)
}

/// Whether the state of the virtual machine lets a CD-ROM be added or taken off.
pub(super) fn changeable(vm: &Vm, vm_id: &str, on_sata: bool, choices: Choices) -> Result<(), Error> {
    not_busy(vm, vm_id, choices)?;
    let text = format!("The devices of virtual machine '{vm_id}' cannot be changed.");
    match vm.power_state {
        PowerState::PoweredOff => Ok(()),
        PowerState::PoweredOn if on_sata => Ok(()),
        PowerState::PoweredOn => {
            let message = Message::new("com.vmware.api.vcenter.error", text, [vm_id]);
            Err(Error::new(ErrorType::NotAllowedInCurrentState, message).caused_by(Message::new(
                "vmsg.DeviceHotPlugNotSupported.summary",
                "An IDE device cannot be added or removed while the virtual machine runs.",
                [],
            )))
        }
        PowerState::Suspended => Err(wrong_power_state(text, vm_id, "suspended")),
    }
}

fn not_busy(vm: &Vm, vm_id: &str, choices: Choices) -> Result<(), Error> {
    if !vm.busy {
        return Ok(());
    }
    let kind = if choices.general_errors { ErrorType::Error } else { ErrorType::ResourceBusy };
    let text = format!("Virtual machine '{vm_id}' is busy with another operation.");
    let message = Message::new("com.vmware.api.vcenter.error", text, [vm_id]);
    Err(Error::new(kind, message).caused_by(Message::new(
        "vmsg.TaskInProgress.summary",
        "Another task is under way.",
        [],
    )))
}

fn wrong_power_state(text: String, resource: &str, state: &str) -> Error {
    let message = Message::new("com.vmware.api.vcenter.error", text, [resource]);
    Error::new(ErrorType::NotAllowedInCurrentState, message).caused_by(Message::new(
        "vmsg.InvalidPowerState.summary",
        format!("The operation is not possible in the current power state ({state})."),
        [state],
    ))
}

fn cdrom<'a>(vm: &'a Vm, vm_id: &str, id: &str) -> Result<&'a Cdrom, Error> {
    vm.cdroms.get(id).ok_or_else(|| {
        let text = format!("Virtual machine '{vm_id}' has no CD-ROM '{id}'.");
        Error::new(ErrorType::NotFound, Message::new("com.vmware.api.vcenter.error", text, [vm_id, id]))
    })
}

fn place(id: &str) -> Result<(Place, u32), Error> {
    Place::of(id).ok_or_else(|| Error::dangling("place of a CD-ROM", id))
}

/// The wire form of `Vm_Hardware_Cdrom_Info`. The identifier is no part of it.
pub(super) fn info(id: &str, cdrom: &Cdrom) -> Result<Value, Error> {
    let (place, number) = place(id)?;
    let (kind, ide, sata) = match place {
        Place::Ide { primary, master } => {
            ("IDE", Some(json!({ "primary": primary, "master": master })), None)
        }
        Place::Sata { bus, unit } => ("SATA", None, Some(json!({ "bus": bus, "unit": unit }))),
    };
    let backing = match &cdrom.backing {
        CdromBacking::IsoFile(path) => json!({ "type": "ISO_FILE", "iso_file": path }),
        CdromBacking::HostDevice(name) => json!({
            "type": "HOST_DEVICE",
            "host_device": name,
            "auto_detect": false,
            "device_access_type": "EMULATION",
        }),
        CdromBacking::ClientDevice => json!({ "type": "CLIENT_DEVICE", "device_access_type": "PASSTHRU" }),
    };
    Ok(json!({
        "type": kind,
        "label": format!("CD/DVD drive {number}"),
        "ide": ide,
        "sata": sata,
        "backing": backing,
        "state": cdrom.state,
        "start_connected": cdrom.start_connected,
        "allow_guest_control": true,
    }))
}
