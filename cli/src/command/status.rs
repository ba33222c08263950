use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use tokio::sync::OnceCell;
use vcenter_iso::{CdromId, Error, HostBusAdapterType, LibraryId, LibraryItemId, MountedIso, Vcenter, VmId};

use crate::arguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Cell, Printer, Record};
use crate::run::batch::{Outcome, Problem, Told, Work, carry_out};
use crate::select::selection::Selection;
use crate::select::target::Target;
use crate::session::connection::with_vcenter;
use crate::terminal::interrupt::Interrupts;

/// What `status` prints of a virtual machine.
#[derive(Debug, Serialize)]
struct Status {
    vm: VmId,
    name: Option<String>,
    /// `None` if they could not be read.
    cdroms: Option<Vec<Cdrom>>,
    error: Option<Problem>,
}

/// A CD-ROM that is backed by an ISO file.
#[derive(Debug, Clone, Serialize)]
struct Cdrom {
    #[serde(rename = "cdrom")]
    id: CdromId,
    label: String,
    adapter: HostBusAdapterType,
    bus: Option<i64>,
    unit: Option<i64>,
    connected: bool,
    start_connected: bool,
    library: Option<LibraryId>,
    library_item: Option<LibraryItemId>,
    item_name: Option<String>,
    iso_file: String,
}

impl Cdrom {
    fn new(iso: MountedIso, item_name: Option<String>) -> Self {
        Self {
            id: iso.cdrom,
            label: iso.label,
            adapter: iso.adapter,
            bus: iso.bus,
            unit: iso.unit,
            connected: iso.connected,
            start_connected: iso.start_connected,
            library: iso.library,
            library_item: iso.item,
            item_name,
            iso_file: iso.iso_file,
        }
    }

    /// Where it is attached, such as `SATA 0:1`.
    fn place(&self) -> String {
        match (self.bus, self.unit) {
            (Some(bus), Some(unit)) => format!("{} {bus}:{unit}", self.adapter),
            _ => self.adapter.to_string(),
        }
    }
}

impl Record for Status {
    const COLUMNS: &'static [&'static str] =
        &["NAME", "VM", "CD-ROM", "ADAPTER", "CONNECTED", "ITEM", "ISO FILE"];

    fn rows(&self) -> Vec<Vec<Cell>> {
        let row = |cdrom: &Cdrom| {
            let item = cdrom.item_name.as_deref().or(cdrom.library_item.as_ref().map(LibraryItemId::as_str));
            vec![
                Cell::or_none(self.name.as_ref()),
                Cell::new(&self.vm),
                Cell::new(&cdrom.id),
                Cell::new(cdrom.place()),
                Cell::new(if cdrom.connected { "yes" } else { "no" }),
                Cell::or_none(item),
                Cell::new(&cdrom.iso_file),
            ]
        };
        // Of one that could not be read, stderr tells.
        let Some(cdroms) = &self.cdroms else { return Vec::new() };
        if cdroms.is_empty() {
            let mut nothing = vec![Cell::none(); Self::COLUMNS.len()];
            nothing[0] = Cell::or_none(self.name.as_ref());
            nothing[1] = Cell::new(&self.vm);
            return vec![nothing];
        }
        cdroms.iter().map(row).collect()
    }
}

pub(crate) async fn run(arguments: arguments::Status, mut interrupts: Interrupts) -> Result<Exit, Failure> {
    let arguments::Status { vms, output, connection } = arguments;
    let selection = Selection::read(&vms, connection.password_stdin, &mut interrupts).await?;
    with_vcenter(&connection, &mut interrupts, async |vcenter, interrupts| {
        let selected = interrupts.promptly(selection.find(vcenter, &vms.filters)).await?;
        let work = Work {
            targets: selected.targets,
            concurrency: vms.concurrency,
            fail_fast: false,
            changes: false,
            doing: "looking",
        };
        let (vcenter, names) = (vcenter.clone(), ItemNames::default());
        let one = move |vm: VmId| {
            let (vcenter, names) = (vcenter.clone(), names.clone());
            async move { look(&vcenter, &names, &vm).await }
        };
        carry_out(work, Printer::new(output.format), interrupts, one, tell).await
    })
    .await
}

async fn look(vcenter: &Vcenter, names: &ItemNames, vm: &VmId) -> Result<Vec<Cdrom>, Error> {
    let mut cdroms = Vec::new();
    for iso in vcenter.mounted(vm).await? {
        let name = match &iso.item {
            Some(item) => names.of(vcenter, item).await,
            None => None,
        };
        cdroms.push(Cdrom::new(iso, name));
    }
    Ok(cdroms)
}

fn tell(target: &Target, outcome: &Outcome<Vec<Cdrom>>) -> Told<Status> {
    let word = outcome.word(|cdroms| if cdroms.is_empty() { "without_an_image" } else { "with_an_image" });
    let cdroms = outcome.done();
    let record = outcome.was_begun().then(|| Status {
        vm: target.vm.clone(),
        name: target.name.clone(),
        cdroms: cdroms.cloned(),
        error: outcome.problem(),
    });
    let line = match cdroms.map_or(0, Vec::len) {
        0 => word.replace('_', " "),
        1 => "1 image".to_owned(),
        count => format!("{count} images"),
    };
    Told { word, line, failure: None, record }
}

/// The names of items, each read once, however many virtual machines have its image.
#[derive(Debug, Clone, Default)]
struct ItemNames(Arc<Mutex<BTreeMap<LibraryItemId, Name>>>);

/// `None` if the item cannot be read.
type Name = Arc<OnceCell<Option<String>>>;

impl ItemNames {
    /// The name, if the item is still there and can be read.
    async fn of(&self, vcenter: &Vcenter, item: &LibraryItemId) -> Option<String> {
        let cell = {
            let mut cells = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(cells.entry(item.clone()).or_default())
        };
        let read = async || vcenter.library_item(item).await.ok().map(|item| item.name);
        cell.get_or_init(read).await.clone()
    }
}
