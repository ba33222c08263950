use serde::Serialize;

use crate::api::types::{VmHardwareCdromInfo, VmInfo};
use crate::error::{Error, ErrorKind, Parts};
use crate::model::id::{CdromId, InvalidId, LibraryId, LibraryItemId, VmId};
use crate::model::inventory::{BackingType, ConnectionState, HostBusAdapterType, PowerState};
use crate::operation::Operation;
use crate::vcenter::Vcenter;
use crate::vcenter::operations::VmFilter;
use crate::workflow::convergence::device_key;

/// The largest number of CD-ROMs on a VM: 4 on IDE and 30 on each of 4 SATA adapters. A longer list is a server error.
pub(crate) const MAX_CDROMS: usize = 124;

/// A CD-ROM of a virtual machine that is backed by an ISO file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct MountedIso {
    /// The identifier.
    pub cdrom: CdromId,
    /// The name for people, such as `CD/DVD drive 1`.
    pub label: String,
    /// The kind of adapter that it is attached to.
    pub adapter: HostBusAdapterType,
    /// The bus, if the server reports it: the bus of a SATA adapter; on IDE, 0 for the primary channel and 1 for the
    /// secondary.
    pub bus: Option<i64>,
    /// The unit on the bus, if the server reports it: on IDE, 0 for the master and 1 for the slave.
    pub unit: Option<i64>,
    /// The datastore path of the image as the server reports it, such as `[datastore] contentlib-…/…/….iso`.
    pub iso_file: String,
    /// The library of the image, if the path names it.
    pub library: Option<LibraryId>,
    /// The library item of the image, if the path names it.
    #[serde(rename = "library_item")]
    pub item: Option<LibraryItemId>,
    /// Whether it is connected to the image now: the guest can read the image only if it is. It is not connected while
    /// the VM is powered off, after the guest ejected the image, and after connecting it failed.
    pub state: ConnectionState,
    /// Whether it is connected when the VM is powered on.
    pub start_connected: bool,
}

impl MountedIso {
    fn new(cdrom: CdromId, info: VmHardwareCdromInfo) -> Self {
        let iso_file = info.backing.iso_file.unwrap_or_default();
        let (library, item) = source(&iso_file);
        let (bus, unit) = match (info.sata, info.ide) {
            (Some(sata), _) => (Some(sata.bus), Some(sata.unit)),
            (None, Some(ide)) => (Some(i64::from(!ide.primary)), Some(i64::from(!ide.master))),
            (None, None) => (None, None),
        };
        Self {
            cdrom,
            label: info.label,
            adapter: info.type_,
            bus,
            unit,
            iso_file,
            library,
            item,
            state: info.state,
            start_connected: info.start_connected,
        }
    }

    /// Returns whether the guest can read the image now.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.state == ConnectionState::Connected
    }

    /// Returns whether the image is that of the item, by the identifier in its path.
    #[must_use]
    pub fn is_of(&self, item: &LibraryItemId) -> bool {
        self.item.as_ref().is_some_and(|own| own.as_str().eq_ignore_ascii_case(item.as_str()))
    }
}

/// Returns the library and the item that a datastore path belongs to.
///
/// Content libraries store a file as `[datastore] contentlib-<library>/<item>/<stem>_<file>.iso`. On vSAN the first
/// folder may be an object identifier, which does not identify the library.
fn source(path: &str) -> (Option<LibraryId>, Option<LibraryItemId>) {
    let path = match path.split_once("] ") {
        Some((datastore, path)) if datastore.starts_with('[') => path,
        _ => path,
    };
    let mut folders = path.split('/').rev().skip(1);
    let (Some(item), Some(library)) = (folders.next(), folders.next()) else { return (None, None) };
    if !is_uuid(item) {
        return (None, None);
    }
    let library = library.strip_prefix("contentlib-").filter(|library| is_uuid(library));
    (library.and_then(|library| library.parse().ok()), item.parse().ok())
}

/// Distinguishes libraries and items, whose identifiers are UUIDs, from folders with other files.
fn is_uuid(text: &str) -> bool {
    uuid::Uuid::try_parse(text).is_ok()
}

impl Vcenter {
    /// Lists the CD-ROMs of a virtual machine that are backed by an ISO file, ordered by identifier.
    ///
    /// `GET /api/vcenter/vm/{vm}`, one attempt; needs `System.Read` on the VM. If the server cannot read the VM as a
    /// whole, for example because of another device, the call reads the CD-ROMs one by one (`GET
    /// /api/vcenter/vm/{vm}/hardware/cdrom` and `…/{cdrom}`).
    ///
    /// # Errors
    /// - [`NotFound`](ErrorKind::NotFound): the VM does not exist.
    /// - [`InvalidResponse`](ErrorKind::InvalidResponse): the identifier of a CD-ROM is not valid. Leaving the CD-ROM
    ///   out could let a caller mount the image twice.
    pub async fn mounted(&self, vm: &VmId) -> Result<Vec<MountedIso>, Error> {
        self.read_mounted(vm).await.map(|(_, isos)| isos)
    }

    /// Reads the power state of the VM and its CD-ROMs that are backed by an ISO file.
    pub(crate) async fn read_mounted(&self, vm: &VmId) -> Result<(PowerState, Vec<MountedIso>), Error> {
        match self.vm(vm).await {
            Ok(info) => Ok((info.power_state.clone(), self.isos(info)?)),
            Err(error) if matches!(error.kind(), ErrorKind::Server | ErrorKind::InvalidResponse) => {
                tracing::warn!(target: "vcenter_iso", %error, %vm, "the VM cannot be read: reading its CD-ROMs one by one");
                // Without a CD-ROM or the power state, the result would be incomplete.
                self.read_one_by_one(vm).await.map_err(|_| error)
            }
            Err(error) => Err(error),
        }
    }

    /// Reads the power state and the CD-ROMs without the operation that reads the whole VM.
    async fn read_one_by_one(&self, vm: &VmId) -> Result<(PowerState, Vec<MountedIso>), Error> {
        let cdroms = self.cdrom_ids(vm).await?;
        if cdroms.len() > MAX_CDROMS {
            let context = format!("the server lists {} CD-ROMs on {vm}", cdroms.len());
            return Err(self.error(Parts::new(ErrorKind::InvalidResponse, context)));
        }
        let mut isos = Vec::new();
        for cdrom in cdroms {
            match self.cdrom(vm, &cdrom).await {
                Ok(info) if info.backing.type_ == BackingType::IsoFile => {
                    isos.push(MountedIso::new(cdrom, info));
                }
                Ok(_) => {}
                // The CD-ROM was removed since it was listed.
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        let listed = self.list_vms(&VmFilter::default().vms([vm.clone()])).await?;
        let listed = listed.into_iter().find(|listed| listed.id == *vm).ok_or_else(|| {
            self.error(Parts::new(ErrorKind::NotFound, format!("the server does not list {vm}")))
        })?;
        isos.sort_by(|one, other| one.cdrom.cmp(&other.cdrom));
        Ok((listed.power_state, isos))
    }

    /// Returns the CD-ROMs of a VM that are backed by an ISO file.
    pub(crate) fn isos(&self, info: VmInfo) -> Result<Vec<MountedIso>, Error> {
        let isos = info.cdroms.into_iter().filter(|(_, info)| info.backing.type_ == BackingType::IsoFile);
        let read = isos.map(|(cdrom, info)| {
            let cdrom = cdrom.parse().map_err(|error: InvalidId| {
                let request = Some(Operation::VcenterVmGet.into());
                self.error(Parts { request, ..Parts::new(ErrorKind::InvalidResponse, error.to_string()) })
            })?;
            Ok(MountedIso::new(cdrom, info))
        });
        read.collect()
    }
}

/// Returns the CD-ROM with the image: if there are several, the one that the guest reads or most likely can.
pub(crate) fn best_with<'a>(isos: &'a [MountedIso], item: &LibraryItemId) -> Option<&'a MountedIso> {
    let rank = |iso: &&MountedIso| match iso.state {
        ConnectionState::Connected => 0,
        ConnectionState::NotConnected => 1,
        ConnectionState::StateUnknown | ConnectionState::Unknown(_) => 2,
        ConnectionState::RecoverableError => 3,
        ConnectionState::UnrecoverableError => 4,
    };
    // Of callers that mount at the same time, the one with the first CD-ROM keeps it.
    isos.iter().filter(|iso| iso.is_of(item)).min_by(|one, other| {
        (rank(one), device_key(&one.cdrom)).cmp(&(rank(other), device_key(&other.cdrom)))
    })
}

/// Returns the CD-ROMs with the image.
pub(crate) fn cdroms_with<'a>(
    isos: &'a [MountedIso],
    item: &'a LibraryItemId,
) -> impl Iterator<Item = &'a CdromId> {
    isos.iter().filter(|iso| iso.is_of(item)).map(|iso| &iso.cdrom)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIBRARY: &str = "1f0a6c3e-52d7-4b89-a1c4-6e8f0a2b4c6d";
    const ITEM: &str = "9c2b7d1e-4f60-4a53-8d0e-6f1a2b3c4d5e";

    #[test]
    fn a_path_tells_its_library_and_item() {
        for (path, library, item) in [
            (format!("[ds 1] contentlib-{LIBRARY}/{ITEM}/tool_77.iso"), Some(LIBRARY), Some(ITEM)),
            (format!("[vsan] 5d5b5a5c-aaaa-bbbb-cccc-246e962f4854/{ITEM}/tool_77.iso"), None, Some(ITEM)),
            (format!("[ds] folder/contentlib-{LIBRARY}/{ITEM}/a.iso"), Some(LIBRARY), Some(ITEM)),
            (format!("contentlib-{LIBRARY}/{ITEM}/a.iso"), Some(LIBRARY), Some(ITEM)),
            ("[ds] isos/tool.iso".to_owned(), None, None),
            ("[ds] isos/linux/tool.iso".to_owned(), None, None),
            ("[ds] tool.iso".to_owned(), None, None),
            ("[] /usr/lib/vmware/isoimages/linux.iso".to_owned(), None, None),
            (String::new(), None, None),
            (format!("[ds] contentlib-{LIBRARY}/{ITEM}"), None, None),
        ] {
            let found = source(&path);
            let found =
                (found.0.as_ref().map(LibraryId::as_str), found.1.as_ref().map(LibraryItemId::as_str));
            assert_eq!(found, (library, item), "of {path:?}");
        }
    }
}
