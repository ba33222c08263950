use serde::Serialize;
use vcenter_iso::{CdromId, Error, LibraryItemId, VmId};

use crate::output::{Cell, Column, Record};
use crate::run::{ErrorRecord, ITEM, Status, VmResult};
use crate::select::{Media, Target, joined};

/// The record of the work on the CD-ROMs of one VM.
#[derive(Debug, Serialize)]
pub(crate) struct MediaRecord {
    vm: VmId,
    name: Option<String>,
    library_item: Option<LibraryItemId>,
    result: Status,
    cdroms: Vec<CdromId>,
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
