use serde::Serialize;
use vcenter_iso::{LibraryId, LibraryItem, LibraryItemId, Vcenter};

use crate::arguments::{self, Place};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Cell, Printer, Record, ended};
use crate::select::selection::patterns;
use crate::session::connection::with_vcenter;
use crate::terminal::interrupt::Interrupts;
use crate::terminal::report;

/// What `items` prints of a library item.
#[derive(Debug, Serialize)]
struct Listed {
    library_item: LibraryItemId,
    name: String,
    library: Option<LibraryId>,
    library_name: Option<String>,
    #[serde(rename = "type")]
    item_type: Option<String>,
    size_bytes: Option<i64>,
    cached: Option<bool>,
}

impl Record for Listed {
    const COLUMNS: &'static [&'static str] = &["NAME", "LIBRARY", "SIZE MIB", "CACHED", "ITEM"];

    fn rows(&self) -> Vec<Vec<Cell>> {
        vec![vec![
            Cell::new(&self.name),
            Cell::or_none(self.library_name.as_ref()),
            Cell::or_none(self.size_bytes.map(|bytes| bytes >> 20)),
            Cell::or_none(self.cached.map(|cached| if cached { "yes" } else { "no" })),
            Cell::new(&self.library_item),
        ]]
    }
}

pub(crate) async fn run(
    arguments: arguments::ListItems,
    mut interrupts: Interrupts,
) -> Result<Exit, Failure> {
    let arguments::ListItems { names, place, output, connection } = arguments;
    let patterns = patterns("--name", &names)?;
    let mut found = with_vcenter(&connection, &mut interrupts, async |vcenter, interrupts| {
        interrupts.promptly(items(vcenter, &place)).await
    })
    .await?;
    found.retain(|item| patterns.is_empty() || patterns.iter().any(|pattern| pattern.matches(&item.name)));
    if found.is_empty() {
        report::note("no library item with an ISO image fits");
    }
    let mut printer = Printer::new(output.format);
    for (place, item) in found.into_iter().enumerate() {
        printer.print(place, item)?;
    }
    ended(printer.finish(&mut interrupts).await, false, Exit::Done)
}

async fn items(vcenter: &Vcenter, place: &Place) -> Result<Vec<Listed>, Failure> {
    let libraries: Vec<(LibraryId, Option<String>)> = match (&place.library, &place.library_id) {
        (Some(name), _) => match vcenter.find_libraries(name).await {
            Ok(libraries) => libraries.into_iter().map(|library| (library.id, Some(library.name))).collect(),
            Err(error) if error.kind() == vcenter_iso::ErrorKind::NotFound => {
                return Err(Failure::Names(vec![error]));
            }
            Err(error) => return Err(error.into()),
        },
        (None, Some(id)) => vec![(id.clone(), None)],
        (None, None) => {
            let libraries = vcenter.libraries().await?;
            libraries.into_iter().map(|library| (library.id, Some(library.name))).collect()
        }
    };
    let mut items = Vec::new();
    for (library, library_name) in libraries {
        let isos = vcenter.isos_in(&library).await?;
        items.extend(isos.into_iter().map(|iso| Listed::new(iso, library.clone(), library_name.clone())));
    }
    Ok(items)
}

impl Listed {
    fn new(iso: LibraryItem, library: LibraryId, library_name: Option<String>) -> Self {
        Self {
            library_item: iso.id,
            name: iso.name,
            library: Some(library),
            library_name,
            item_type: iso.item_type,
            size_bytes: iso.size,
            cached: iso.cached,
        }
    }
}
