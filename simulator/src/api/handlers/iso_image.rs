//! `/vcenter/iso/image`: mounting and unmounting.
//!
//! The checks run in the order that a real server would use: the session, the request, the privileges, the
//! objects that the request names, their state, and last the conditions that only an attempt reveals.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::api::handlers::{cdrom, library_item, lookup, task};
use crate::api::http::authentication::Caller;
use crate::api::http::error::{Error, ErrorType, Message};
use crate::api::http::input::Input;
use crate::behavior::Behavior;
use crate::inventory::{
    Cdrom, CdromBacking, CdromState, Host, Inventory, Library, LibraryItem, PowerState, Privilege,
    StorageBacking, Vm, file_path,
};
use crate::state::Vcenter;

/// Handles `Vcenter.Iso.Image_mount`.
pub(crate) async fn mount(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    mut input: Input,
) -> Result<Json<String>, Error> {
    let library_item = input.identifier("library_item")?;
    let vm = input.identifier("vm")?;
    input.end()?;
    caller.needs(Privilege::SystemRead, None)?;
    caller.needs(Privilege::VirtualMachineConfigAddRemoveDevice, Some(&vm))?;
    caller.needs(Privilege::ContentLibraryDownloadSession, Some(&library_item))?;
    let behavior = vcenter.behavior;
    // The inventory is locked from the first check to the change, so that concurrent mounts get different slots.
    task::change_vm(&vcenter, vm.clone(), move |inventory| {
        let (id, cdrom) = new_cdrom(behavior, inventory, &vm, &library_item)?;
        let inventory = Arc::make_mut(inventory);
        if let Some(item) = inventory.items.get_mut(&library_item) {
            item.cached = true;
        }
        if let Some(vm) = inventory.vms.get_mut(&vm) {
            vm.cdroms.insert(id.clone(), cdrom);
        }
        Ok(Json(id))
    })
    .await
}

/// Handles `Vcenter.Iso.Image_unmount`.
pub(crate) async fn unmount(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    mut input: Input,
) -> Result<StatusCode, Error> {
    let vm_id = input.identifier("vm")?;
    let id = input.identifier("cdrom")?;
    input.end()?;
    caller.needs(Privilege::SystemRead, None)?;
    caller.needs(Privilege::VirtualMachineConfigAddRemoveDevice, Some(&vm_id))?;
    let behavior = vcenter.behavior;
    task::change_vm(&vcenter, vm_id.clone(), move |inventory| {
        let cdrom = cdrom::removable(inventory, &vm_id, &id, behavior)?;
        if !behavior.unmount_any_backing && !matches!(cdrom.backing, CdromBacking::IsoFile(_)) {
            return Err(no_image(&id));
        }
        if let Some(vm) = Arc::make_mut(inventory).vms.get_mut(&vm_id) {
            vm.cdroms.remove(&id);
            if behavior.unmount_keeps_cdrom {
                vm.cdroms.insert(id.clone(), Cdrom::client_device());
            }
        }
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// Returns the identifier and the CD-ROM that the mount adds.
fn new_cdrom(
    behavior: Behavior,
    inventory: &Inventory,
    vm_id: &str,
    item_id: &str,
) -> Result<(String, Cdrom), Error> {
    let vm = lookup::readable_vm(inventory, vm_id)?;
    let (item, library) = lookup::item(inventory, item_id)?;
    let host = lookup::host(inventory, vm)?;
    let file = item.iso_file().ok_or_else(|| no_iso_file(item_id))?;
    let prefers_ide = behavior.mount_on_ide && vm.power_state == PowerState::PoweredOff;
    let on_sata = vm.sata_adapters > 0 && !prefers_ide;
    cdrom::changeable(vm, vm_id, on_sata, behavior)?;
    let cached = item.cached || behavior.mount_transfers_item;
    let datastore_id = reachable_datastore(item, cached, library, vm, host)?;
    let datastore =
        inventory.datastores.get(datastore_id).ok_or_else(|| Error::dangling("datastore", datastore_id))?;
    let id = vm.free_cdrom_id(on_sata).ok_or_else(|| no_slot(vm_id, behavior.generic_errors))?;
    let folder = library_item::folder(behavior, &item.library);
    let path = format!("[{}] {}", datastore.name, file_path(&folder, item_id, file));
    let connected = vm.power_state == PowerState::PoweredOn && behavior.mount_connects;
    let state = if connected { CdromState::Connected } else { CdromState::NotConnected };
    let start_connected = behavior.mount_start_connected;
    Ok((id, Cdrom { backing: CdromBacking::IsoFile(path), state, start_connected, locked: false }))
}

fn no_iso_file(id: &str) -> Error {
    let text = format!("The library item '{id}' has no ISO file.");
    Error::new(
        ErrorType::InvalidArgument,
        Message::new("com.vmware.vcenter.iso.image.no_iso_file", text, [id]),
    )
}

fn no_image(id: &str) -> Error {
    let text = format!("CD-ROM '{id}' is not backed by an ISO image.");
    Error::vcenter(ErrorType::NotAllowedInCurrentState, text, [id])
}

/// Returns the datastore of the item, or an error if the host of the VM cannot read the item's files there.
fn reachable_datastore<'a>(
    item: &LibraryItem,
    cached: bool,
    library: &'a Library,
    vm: &Vm,
    host: &Host,
) -> Result<&'a str, Error> {
    let cause = match &library.storage {
        StorageBacking::Other(_) => Message::new(
            "vmsg.InvalidDatastorePath.summary",
            format!("The library '{}' keeps its files outside of any datastore.", library.name),
            [&library.name],
        ),
        StorageBacking::Datastore(_) if !cached => Message::new(
            "vmsg.FileNotFound.summary",
            format!("The files of the library item '{}' have not been transferred yet.", item.name),
            [&item.name],
        ),
        StorageBacking::Datastore(id) if !host.datastores.contains(id) => Message::new(
            "vmsg.InaccessibleDatastore.summary",
            format!("The datastore '{id}' cannot be reached from host '{}'.", vm.host),
            [id, &vm.host],
        ),
        StorageBacking::Datastore(id) => return Ok(id),
    };
    let text = format!("The ISO image cannot be reached from host '{}'.", vm.host);
    Err(Error::vcenter(ErrorType::ResourceInaccessible, text, [&vm.host]).caused_by(cause))
}

fn no_slot(vm_id: &str, general: bool) -> Error {
    let kind = if general { ErrorType::Error } else { ErrorType::UnableToAllocateResource };
    let text = format!("The device cannot be added to virtual machine '{vm_id}'.");
    Error::vcenter(kind, text, [vm_id]).caused_by(Message::new(
        "vmsg.TooManyDevices.summary",
        "No adapter of the virtual machine has a free slot for a CD-ROM.",
        [],
    ))
}
