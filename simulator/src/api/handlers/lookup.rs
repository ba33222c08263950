//! Lookups in the inventory that fail with errors of the API.

use crate::api::http::error::{Error, ErrorType, Message};
use crate::inventory::{Cdrom, Host, Inventory, Library, LibraryItem, Vm};

/// Returns the VM, or an error if its host does not respond, because then its configuration cannot be read.
pub(crate) fn readable_vm<'a>(inventory: &'a Inventory, id: &str) -> Result<&'a Vm, Error> {
    let vm = inventory.vms.get(id).ok_or_else(|| {
        let text = format!("Virtual machine with identifier '{id}' does not exist.");
        Error::new(ErrorType::NotFound, Message::new("com.vmware.api.vcenter.vm.not_found", text, [id]))
    })?;
    if host(inventory, vm)?.responding {
        return Ok(vm);
    }
    let text = format!("The configuration of virtual machine '{id}' cannot be read.");
    let cause = Message::new(
        "vmsg.HostNotConnected.summary",
        format!("The host '{}' does not respond.", vm.host),
        [&vm.host],
    );
    Err(Error::vcenter(ErrorType::ResourceInaccessible, text, [id]).caused_by(cause))
}

pub(crate) fn host<'a>(inventory: &'a Inventory, vm: &Vm) -> Result<&'a Host, Error> {
    inventory.hosts.get(&vm.host).ok_or_else(|| Error::dangling("host", &vm.host))
}

pub(crate) fn cdrom<'a>(vm: &'a Vm, vm_id: &str, id: &str) -> Result<&'a Cdrom, Error> {
    vm.cdroms.get(id).ok_or_else(|| {
        let text = format!("Virtual machine '{vm_id}' has no CD-ROM '{id}'.");
        Error::vcenter(ErrorType::NotFound, text, [vm_id, id])
    })
}

pub(crate) fn library<'a>(inventory: &'a Inventory, id: &str) -> Result<&'a Library, Error> {
    inventory.libraries.get(id).ok_or_else(|| {
        let text = format!("There is no library '{id}'.");
        Error::new(
            ErrorType::NotFound,
            Message::new("com.vmware.vdcs.cls-main.library_not_found", text, [id]),
        )
    })
}

/// Returns the item and its library.
pub(crate) fn item<'a>(inventory: &'a Inventory, id: &str) -> Result<(&'a LibraryItem, &'a Library), Error> {
    let item = inventory.items.get(id).ok_or_else(|| {
        let text = format!("There is no library item '{id}'.");
        Error::new(
            ErrorType::NotFound,
            Message::new("com.vmware.vdcs.cls-main.library_item_not_found", text, [id]),
        )
    })?;
    let library = inventory.libraries.get(&item.library);
    Ok((item, library.ok_or_else(|| Error::dangling("library", &item.library))?))
}
