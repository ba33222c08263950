use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use schemars::JsonSchema;
use serde::Serialize;
use tokio::sync::OnceCell;
use vcenter_iso::{
    CdromId, ConnectionState, Error, HostBusAdapterType, LibraryId, LibraryItemId, MountedIso, Vcenter, VmId,
};

use crate::arguments::{self, Show};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Cell, Column, Record};
use crate::run::{Action, Batch, ErrorRecord, Report, Status, VmResult};
use crate::select::{DELETED_ITEM, Image, Target};
use crate::terminal::Interrupts;

/// The mounted images of one virtual machine
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct StatusRecord {
    /// The identifier of the virtual machine
    vm: VmId,
    /// The name of the virtual machine, null if it was selected by identifier
    name: Option<String>,
    /// The CD-ROMs that are backed by an ISO file, null if the virtual machine could not be read
    cdroms: Option<Vec<Cdrom>>,
    /// The error, null without one
    error: Option<ErrorRecord>,
}

/// A CD-ROM that is backed by an ISO file.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Cdrom {
    /// The identifier of the CD-ROM
    #[serde(rename = "cdrom")]
    id: CdromId,
    /// The label of the CD-ROM
    label: String,
    /// The kind of adapter
    adapter: HostBusAdapterType,
    /// The bus of the adapter, null if vCenter does not report it
    bus: Option<i64>,
    /// The unit on the adapter, null if vCenter does not report it
    unit: Option<i64>,
    /// Whether the CD-ROM is connected, so that the guest can read the image
    connected: bool,
    /// The state of the connection
    state: ConnectionState,
    /// Whether the CD-ROM is connected when the virtual machine is powered on
    start_connected: bool,
    /// The identifier of the library, null if the path of the ISO file does not contain it
    library: Option<LibraryId>,
    /// The identifier of the library item, null if the path of the ISO file does not contain it
    library_item: Option<LibraryItemId>,
    /// The name of the library item, null if it could not be read
    item_name: Option<String>,
    /// The path of the ISO file
    iso_file: String,
}

impl Cdrom {
    fn new(iso: MountedIso, item_name: Option<String>) -> Self {
        Self {
            connected: iso.is_connected(),
            id: iso.cdrom,
            label: iso.label,
            adapter: iso.adapter,
            bus: iso.bus,
            unit: iso.unit,
            state: iso.state,
            start_connected: iso.start_connected,
            library: iso.library,
            library_item: iso.item,
            item_name,
            iso_file: iso.iso_file,
        }
    }

    /// Returns the adapter with bus and unit, such as `SATA 0:1`.
    fn slot(&self) -> String {
        match (self.bus, self.unit) {
            (Some(bus), Some(unit)) => format!("{} {bus}:{unit}", self.adapter),
            _ => self.adapter.to_string(),
        }
    }
}

impl Record for StatusRecord {
    const COLUMNS: &'static [Column] = &[
        Column::new("NAME"),
        Column::new("VM").minor(),
        Column::new("CD-ROM"),
        Column::new("ADAPTER").minor(),
        Column::new("STATE"),
        Column::new("ITEM"),
        Column::new("ISO FILE").minor(),
    ];

    fn rows(&self) -> Vec<Vec<Cell>> {
        let row = |cdrom: &Cdrom| {
            let item = cdrom.item_name.as_deref().or(cdrom.library_item.as_ref().map(LibraryItemId::as_str));
            vec![
                Cell::inventory_name(self.name.as_ref()),
                Cell::new(&self.vm),
                Cell::new(&cdrom.id),
                Cell::new(cdrom.slot()),
                Cell::new(cdrom.state.as_str()),
                Cell::or_none(item),
                Cell::new(&cdrom.iso_file),
            ]
        };
        // The error of an unreadable VM is on stderr.
        let Some(cdroms) = &self.cdroms else { return Vec::new() };
        if cdroms.is_empty() {
            let mut empty = vec![Cell::none(); Self::COLUMNS.len()];
            empty[0] = Cell::inventory_name(self.name.as_ref());
            empty[1] = Cell::new(&self.vm);
            return vec![empty];
        }
        cdroms.iter().map(row).collect()
    }

    fn name(&self) -> Cell {
        Cell::vm_name_or_id(self.name.as_ref(), &self.vm)
    }
}

pub(crate) async fn run(arguments: arguments::StatusArgs, interrupts: Interrupts) -> Result<Exit, Failure> {
    let arguments::StatusArgs { item, batch } = arguments;
    if item.is_library_only() {
        return Err(Failure::usage("--library needs the name of an image: pass --item"));
    }
    let unknown_item = Some(DELETED_ITEM);
    let run = Batch { options: &batch, items: Some(&item), change: None, unknown_item, resume: None };
    run.run(interrupts, |images| Ok(vec![(ReadCdroms { images, names: ItemNames::default() }, None)])).await
}

#[derive(Debug, Clone)]
struct ReadCdroms {
    /// The only images to show; empty for all.
    images: Vec<Image>,
    names: ItemNames,
}

impl Action for ReadCdroms {
    type Value = Vec<Cdrom>;
    type Record = StatusRecord;

    const SHOWN_OF_MANY: Show = Show::All;

    fn verb(&self) -> &'static str {
        "reading"
    }

    async fn run(self, vcenter: Vcenter, vm: VmId) -> Result<Vec<Cdrom>, Error> {
        let mut cdroms = Vec::new();
        let mut isos = vcenter.mounted(&vm).await?;
        isos.retain(|iso| self.images.is_empty() || self.images.iter().any(|image| iso.is_of(&image.id)));
        for iso in isos {
            let name = match &iso.item {
                Some(item) => self.names.get(&vcenter, item).await,
                None => None,
            };
            cdroms.push(Cdrom::new(iso, name));
        }
        Ok(cdroms)
    }

    fn render(&self, target: &Target, result: &VmResult<Vec<Cdrom>>) -> Report<StatusRecord> {
        let status = result
            .status(|cdroms| if cdroms.is_empty() { Status::WithoutAnImage } else { Status::WithAnImage });
        let cdroms = result.done();
        let is_elsewhere = !self.images.is_empty() && cdroms.is_some_and(Vec::is_empty);
        Report {
            status,
            line: match cdroms.map_or(0, Vec::len) {
                0 => status.words(),
                1 => "1 image".to_owned(),
                count => format!("{count} images"),
            },
            warning: None,
            unknowns: 0,
            failure: None,
            record: (result.was_started() && !is_elsewhere).then(|| StatusRecord {
                vm: target.vm.clone(),
                name: target.name.clone(),
                cdroms: cdroms.cloned(),
                error: result.error_record(),
            }),
        }
    }
}

/// The names of library items. Each is read once, even if several VMs have its image.
#[derive(Debug, Clone, Default)]
struct ItemNames(Arc<Mutex<Items>>);

#[derive(Debug, Default)]
struct Items {
    names: BTreeMap<LibraryItemId, ItemName>,
    /// The number of consecutive items that could not be read.
    failed: usize,
}

/// `None` if the item cannot be read.
type ItemName = Arc<OnceCell<Option<String>>>;

/// The maximum number of names read. The server determines how many items there are.
const MAX_NAMES: usize = 1000;
/// The number of consecutive unreadable items after which no more names are read.
const MAX_FAILURES: usize = 5;

impl ItemNames {
    /// Returns the name if the item exists and can be read.
    async fn get(&self, vcenter: &Vcenter, item: &LibraryItemId) -> Option<String> {
        let cell = {
            let mut items = self.items();
            let is_limit_reached = items.names.len() >= MAX_NAMES || items.failed >= MAX_FAILURES;
            if is_limit_reached && !items.names.contains_key(item) {
                return None;
            }
            Arc::clone(items.names.entry(item.clone()).or_default())
        };
        let read = async || {
            let name = vcenter.library_item(item).await.ok().map(|item| item.name);
            let mut items = self.items();
            items.failed = if name.is_some() { 0 } else { items.failed + 1 };
            name
        };
        cell.get_or_init(read).await.clone()
    }

    fn items(&self) -> MutexGuard<'_, Items> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
