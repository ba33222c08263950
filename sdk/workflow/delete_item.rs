//! The deletion of library items.

use std::pin::Pin;

use futures_util::stream::{self, StreamExt as _};
use serde::Serialize;

use crate::error::{Error, ErrorKind, Parts};
use crate::model::id::LibraryItemId;
use crate::operation::Operation;
use crate::runtime;
use crate::text::display_name::DisplayName;
use crate::vcenter::Vcenter;
use crate::vcenter::operations::VmFilter;

/// The number of VMs that are read at the same time.
const CONCURRENT_READS: usize = 8;
/// The number of VMs that an error names.
const MAX_NAMED: usize = 5;

/// The result of [`Vcenter::delete_item`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeleteOutcome {
    /// The item did not exist; nothing was changed.
    Absent,
    /// This call, or an earlier attempt of it, has deleted the item.
    Deleted,
}

/// A deletion that is safe to repeat. [`Vcenter::delete_item`] creates it and `await` runs it.
#[must_use = "nothing is deleted until it is awaited"]
#[derive(Debug, Clone)]
pub struct DeleteItemRequest {
    vcenter: Vcenter,
    item: LibraryItemId,
    even_if_mounted: bool,
}

impl DeleteItemRequest {
    /// Deletes the item although its image may be mounted on a virtual machine, and reads no virtual machine.
    pub fn even_if_mounted(mut self) -> Self {
        self.even_if_mounted = true;
        self
    }
}

impl IntoFuture for DeleteItemRequest {
    type Output = Result<DeleteOutcome, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            runtime::current()?;
            self.delete().await
        })
    }
}

impl Vcenter {
    /// Deletes an item of a local content library with its files, unless its image is mounted somewhere.
    ///
    /// Reads the item, the CD-ROMs of all virtual machines that the user may see (one `GET` each), and sends `DELETE
    /// /api/content/library/item/{library_item_id}`; needs `System.Read` and `ContentLibrary.DeleteLibraryItem` on the
    /// item. A [transient](Error::is_transient) error is retried, and a lost response is settled by another attempt. The
    /// server deletes the files in the background. What it does about a file that is in use is not documented.
    ///
    /// # Errors
    /// - [`NotAllowedInCurrentState`](ErrorKind::NotAllowedInCurrentState): the image is mounted. The error names the
    ///   virtual machines. Those that the user may not see, or that cannot be read, are not considered.
    /// - [`InvalidArgument`](ErrorKind::InvalidArgument): the library of the item is subscribed.
    /// - [`OutcomeUnknown`](ErrorKind::OutcomeUnknown): the responses were lost. A repeated call does no harm.
    pub fn delete_item(&self, item: &LibraryItemId) -> DeleteItemRequest {
        DeleteItemRequest { vcenter: self.clone(), item: item.clone(), even_if_mounted: false }
    }
}

impl DeleteItemRequest {
    async fn delete(&self) -> Result<DeleteOutcome, Error> {
        let Self { vcenter, item, even_if_mounted } = self;
        match vcenter.library_item(item).await {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(DeleteOutcome::Absent),
            read => drop(read?),
        }
        if !even_if_mounted {
            self.check_mounted().await?;
        }
        let mut tries = vcenter.connection.budget().tries();
        loop {
            match vcenter.remove_item(item).await {
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(DeleteOutcome::Deleted),
                Err(error)
                    if (error.is_transient() || error.kind() == ErrorKind::OutcomeUnknown)
                        && tries.wait(&error).await => {}
                Err(error) if error.may_have_acted() => {
                    return match vcenter.library_item(item).await {
                        Err(read) if read.kind() == ErrorKind::NotFound => Ok(DeleteOutcome::Deleted),
                        Err(_) => Err(error.into_unknown("the item could not be read afterwards")),
                        Ok(_) => Err(error.into_unknown("the item is still there")),
                    };
                }
                done => return done.map(|()| DeleteOutcome::Deleted),
            }
        }
    }

    async fn check_mounted(&self) -> Result<(), Error> {
        let Self { vcenter, item, .. } = self;
        let vms = vcenter.vms(&VmFilter::default()).await?;
        let read = |vm: crate::vcenter::summary::VmSummary| async move {
            match vcenter.mounted(&vm.id).await {
                Ok(isos) => Ok(isos.iter().any(|iso| iso.is_of(item)).then_some(vm)),
                Err(error) => match error.kind() {
                    ErrorKind::NotFound
                    | ErrorKind::PermissionDenied
                    | ErrorKind::ResourceInaccessible
                    | ErrorKind::Server => Ok(None),
                    _ => Err(error),
                },
            }
        };
        let mut reads = stream::iter(vms.into_iter().map(read)).buffer_unordered(CONCURRENT_READS);
        let mut found = Vec::new();
        while let Some(vm) = reads.next().await {
            found.extend(vm?);
        }
        if found.is_empty() {
            return Ok(());
        }
        found.sort_by(|one, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
        let shown = found.iter().take(MAX_NAMED);
        let mut names: Vec<_> =
            shown.map(|vm| format!("`{}` ({})", DisplayName::inventory(&vm.name), vm.id)).collect();
        if found.len() > MAX_NAMED {
            names.push(format!("{} more", found.len() - MAX_NAMED));
        }
        let context = format!("its image is mounted on {}", names.join(", "));
        let request = Some(Operation::ContentLibraryItemDelete.into());
        Err(vcenter.error(Parts { request, ..Parts::new(ErrorKind::NotAllowedInCurrentState, context) }))
    }
}
