//! Whether a CD-ROM is connected to its backing.

use crate::error::Error;
use crate::model::error_type::ErrorType;
use crate::model::id::{CdromId, VmId};
use crate::vcenter::Vcenter;

impl Vcenter {
    /// Connects a CD-ROM of a running virtual machine to its backing, so that the guest can read it. One that is
    /// already connected is a success.
    ///
    /// `POST /api/vcenter/vm/{vm}/hardware/cdrom/{cdrom}?action=connect`, one attempt. vCenter documents no privilege
    /// for it; expect `VirtualMachine.Interact.DeviceConnection` on the VM. A success does not mean that the backing
    /// can be read: check the [state](crate::MountedIso::state) afterwards. (vSphere Automation API, `Vm Hardware
    /// Cdrom: connect`.)
    ///
    /// ```no_run
    /// # async fn example(vcenter: vcenter_iso::Vcenter, vm: vcenter_iso::VmId) -> Result<(), vcenter_iso::Error> {
    /// for iso in vcenter.mounted(&vm).await? {
    ///     if !iso.is_connected() {
    ///         vcenter.connect_cdrom(&vm, &iso.cdrom).await?;
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// - [`NotFound`](crate::ErrorKind::NotFound): the VM does not exist or has no such CD-ROM.
    /// - [`NotAllowedInCurrentState`](crate::ErrorKind::NotAllowedInCurrentState): the VM is not powered on.
    /// - [`Busy`](crate::ErrorKind::Busy): another task works on the VM.
    /// - [`OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown): the response was lost. A repeated call does no harm.
    pub async fn connect_cdrom(&self, vm: &VmId, cdrom: &CdromId) -> Result<(), Error> {
        let connected = self
            .connection
            .call(|client| async move {
                client.vcenter_vm_hardware_cdrom_connect().vm(vm.clone()).cdrom(cdrom.clone()).send().await
            })
            .await;
        desired(connected)
    }

    /// Disconnects a CD-ROM of a running virtual machine from its backing, as if the disc were taken out. One that is
    /// already disconnected is a success. The CD-ROM and its backing stay: [`unmount`](Self::unmount) removes an image.
    ///
    /// `POST /api/vcenter/vm/{vm}/hardware/cdrom/{cdrom}?action=disconnect`, one attempt. vCenter documents no
    /// privilege for it; expect `VirtualMachine.Interact.DeviceConnection` on the VM. (vSphere Automation API, `Vm
    /// Hardware Cdrom: disconnect`.)
    ///
    /// While the guest uses the disc it locks the drive. vCenter then asks on the VM whether to override the lock, and
    /// the call fails after some minutes if nobody answers. Eject the disc in the guest first.
    ///
    /// # Errors
    /// Those of [`connect_cdrom`](Self::connect_cdrom).
    pub async fn disconnect_cdrom(&self, vm: &VmId, cdrom: &CdromId) -> Result<(), Error> {
        let disconnected = self
            .connection
            .call(|client| async move {
                client.vcenter_vm_hardware_cdrom_disconnect().vm(vm.clone()).cdrom(cdrom.clone()).send().await
            })
            .await;
        desired(disconnected)
    }
}

/// Turns the error of a CD-ROM that is in the desired state into a success.
fn desired(result: Result<(), Error>) -> Result<(), Error> {
    result.or_else(|error| match error.error_type() {
        Some(ErrorType::AlreadyInDesiredState) => Ok(()),
        _ => Err(error),
    })
}
