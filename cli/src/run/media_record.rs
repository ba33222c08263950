use schemars::JsonSchema;
use serde::Serialize;
use vcenter_iso::{CdromId, Error, LibraryItemId, VmId};

use crate::output::{Cell, Column, Record};
use crate::run::{ErrorRecord, ITEM, Status, VmResult};
use crate::select::{Media, Target, joined};

/// The result of the work on the CD-ROMs of one virtual machine
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct MediaRecord {
    /// The identifier of the virtual machine
    vm: VmId,
    /// The name of the virtual machine, null if it was selected by identifier
    name: Option<String>,
    /// The identifier of the library item with the image, null with --cdrom and --all-images
    library_item: Option<LibraryItemId>,
    /// What was done, or would be done with --dry-run
    #[schemars(with = "String", extend("enum" = [
        "unmounted", "not_mounted", "would_unmount", "connected", "already_connected", "would_connect",
        "disconnected", "already_disconnected", "would_disconnect", "would_fail", "failed", "unknown", "not_started",
    ]))]
    result: Status,
    /// The identifiers of the CD-ROMs; after a failure, of the one that failed
    cdroms: Vec<CdromId>,
    /// The error, null without one
    error: Option<ErrorRecord>,
    /// The image or the CD-ROM, for people.
    #[serde(skip)]
    media: String,
}

impl MediaRecord {
    pub(crate) fn new<T>(
        target: &Target,
        media: &Media,
        status: Status,
        cdroms: Vec<CdromId>,
        result: &VmResult<T>,
    ) -> Self {
        Self {
            vm: target.vm.clone(),
            name: target.name.clone(),
            library_item: media.library_item().cloned(),
            result: status,
            // The CD-ROM that the work failed on.
            cdroms: if cdroms.is_empty() {
                result.error().and_then(Error::cdrom).cloned().into_iter().collect()
            } else {
                cdroms
            },
            error: result.error_record(),
            media: media.to_string(),
        }
    }
}

impl Record for MediaRecord {
    const COLUMNS: &'static [Column] = &[
        Column::new("NAME"),
        Column::new("VM").minor(),
        Column::new("RESULT"),
        Column::new("CD-ROMS").minor(),
        Column::new("REASON").wide(),
        Column::new(ITEM).wide(),
    ];

    fn rows(&self) -> Vec<Vec<Cell>> {
        vec![vec![
            Cell::inventory_name(self.name.as_ref()),
            Cell::new(&self.vm),
            Cell::new(self.result.as_str()).styled(self.result.style()),
            Cell::new(joined(&self.cdroms)),
            Cell::or_none(self.error.as_ref().map(ErrorRecord::message)),
            Cell::new(&self.media),
        ]]
    }

    fn name(&self) -> Cell {
        Cell::vm_name_or_id(self.name.as_ref(), &self.vm)
    }
}
