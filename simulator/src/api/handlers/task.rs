//! Changes of VMs, which vCenter carries out as tasks.

use std::sync::Arc;

use crate::api::http::error::{Error, ErrorType, Message};
use crate::inventory::Inventory;
use crate::state::Vcenter;

/// Changes a VM. With a task time, the VM is busy during that time, and the change becomes visible at its end. A client
/// that disconnects does not end the task.
///
/// The function checks the inventory and changes it. It runs at the start of the task and at its end: it must not change
/// anything if it fails, and only the VM waits for the end of the task.
pub(crate) async fn change_vm<T: Send + 'static>(
    vcenter: &Arc<Vcenter>,
    vm_id: String,
    change: impl Fn(&mut Arc<Inventory>) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    if vcenter.task_time.is_zero() {
        return change(&mut vcenter.inventory());
    }
    begin(vcenter, &vm_id, &change)?;
    let vcenter = Arc::clone(vcenter);
    let task = tokio::spawn(async move {
        vcenter.clock.sleep(vcenter.task_time).await;
        let mut inventory = vcenter.inventory();
        if let Some(vm) = Arc::make_mut(&mut inventory).vms.get_mut(&vm_id) {
            vm.task_running = false;
        }
        change(&mut inventory)
    });
    task.await.unwrap_or_else(|_| Err(aborted()))
}

/// Checks whether the change is possible now, and marks the VM as busy.
fn begin<T>(
    vcenter: &Vcenter,
    vm_id: &str,
    change: impl Fn(&mut Arc<Inventory>) -> Result<T, Error>,
) -> Result<(), Error> {
    let mut inventory = vcenter.inventory();
    let before = inventory.vms.get(vm_id).cloned();
    change(&mut inventory)?;
    if let Some(mut vm) = before {
        vm.task_running = true;
        Arc::make_mut(&mut inventory).vms.insert(vm_id.to_owned(), vm);
    }
    Ok(())
}

fn aborted() -> Error {
    let message = Message::new(
        "com.vmware.vapi.std.errors.internal_server_error",
        "The task ended without a result.",
        [],
    );
    Error::new(ErrorType::InternalServerError, message)
}
