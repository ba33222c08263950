use std::pin::Pin;

use crate::api::types;
use crate::error::{Error, ErrorKind, Parts};
use crate::model::id::{CdromId, VmId};
use crate::model::inventory::BackingType;
use crate::operation::Operation;
use crate::vcenter::Vcenter;

/// The unmount of a CD-ROM. [`Vcenter::unmount`] creates it and `await` runs it.
#[must_use = "nothing is unmounted until it is awaited"]
#[derive(Debug, Clone)]
pub struct UnmountRequest {
    vcenter: Vcenter,
    vm: VmId,
    cdrom: CdromId,
    any_backing: bool,
}

impl UnmountRequest {
    /// Unmounts the CD-ROM whatever its backing is, without reading it first.
    ///
    /// vCenter documents the operation for any CD-ROM of the VM, also for a drive that a user added by hand.
    pub fn any_backing(mut self) -> Self {
        self.any_backing = true;
        self
    }

    /// Checks the CD-ROM as the unmount does, without unmounting it.
    ///
    /// `GET /api/vcenter/vm/{vm}/hardware/cdrom/{cdrom}`, one attempt. vCenter documents no privilege for it; expect
    /// `System.Read` on the VM.
    ///
    /// # Errors
    /// Those of [`unmount`](Vcenter::unmount) about the CD-ROM: it does not exist, or it is not backed by an ISO file.
    /// The backing is not checked after [`any_backing`](Self::any_backing).
    pub async fn check(&self) -> Result<(), Error> {
        self.vcenter.check_backing(&self.vm, &self.cdrom, self.any_backing).await
    }
}

impl IntoFuture for UnmountRequest {
    type Output = Result<(), Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let Self { vcenter, vm, cdrom, any_backing } = self;
            if !any_backing {
                vcenter.check_backing(&vm, &cdrom, false).await?;
            }
            vcenter.unmount_cdrom(&vm, &cdrom).await
        })
    }
}

impl Vcenter {
    /// Unmounts a CD-ROM of a virtual machine if it is backed by an ISO file.
    ///
    /// Reads the CD-ROM (`GET /api/vcenter/vm/{vm}/hardware/cdrom/{cdrom}`) and then unmounts it (`POST
    /// /api/vcenter/iso/image?action=unmount`), one attempt each. vCenter does not document whether the CD-ROM itself
    /// is removed. Needs `System.Read`, also on the CD-ROM, and `VirtualMachine.Config.AddRemoveDevice` on the VM.
    /// (vSphere Automation API, `Iso Image: unmount`.)
    ///
    /// ```no_run
    /// # async fn example(vcenter: vcenter_iso::Vcenter) -> Result<(), Box<dyn std::error::Error>> {
    /// vcenter.unmount(&"vm-42".parse()?, &"16000".parse()?).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// - [`InvalidArgument`](ErrorKind::InvalidArgument): the CD-ROM is not backed by an ISO file.
    ///   [`any_backing`](UnmountRequest::any_backing) unmounts it all the same.
    /// - [`NotFound`](ErrorKind::NotFound): the VM does not exist or has no such CD-ROM.
    /// - [`NotAllowedInCurrentState`](ErrorKind::NotAllowedInCurrentState): the VM is suspended, or it is powered on
    ///   and the CD-ROM is on IDE.
    /// - [`OutcomeUnknown`](ErrorKind::OutcomeUnknown): the response was lost; check the VM before a retry.
    pub fn unmount(&self, vm: &VmId, cdrom: &CdromId) -> UnmountRequest {
        UnmountRequest { vcenter: self.clone(), vm: vm.clone(), cdrom: cdrom.clone(), any_backing: false }
    }

    /// Unmounts the CD-ROM with one attempt of the documented operation.
    pub(crate) async fn unmount_cdrom(&self, vm: &VmId, cdrom: &CdromId) -> Result<(), Error> {
        let body = &types::IsoImageUnmountRequestBody { vm: vm.clone(), cdrom: cdrom.clone() };
        self.connection
            .call(|client| async move { client.vcenter_iso_image_unmount().body(body.clone()).send().await })
            .await
    }

    /// Fails if the CD-ROM does not exist or has a backing that may not be unmounted.
    async fn check_backing(&self, vm: &VmId, cdrom: &CdromId, any_backing: bool) -> Result<(), Error> {
        let backing = self.cdrom(vm, cdrom).await?.backing.type_;
        if any_backing || backing == BackingType::IsoFile {
            return Ok(());
        }
        let context =
            format!("CD-ROM {cdrom} of {vm} is backed by {backing}, not by an ISO file; it was not changed");
        Err(self.error(Parts {
            request: Some(Operation::VcenterIsoImageUnmount.into()),
            ..Parts::new(ErrorKind::InvalidArgument, context)
        }))
    }
}
