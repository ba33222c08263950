use std::time::{Duration, Instant};

use schemars::JsonSchema;
use serde::Serialize;
use vcenter_iso::{Library, LibraryId, LibraryItem, LibraryItemId, Vcenter};

use crate::arguments::{self, LibraryOptions};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Cell, Column, Printer, Record};
use crate::select::name_pattern::NamePattern;
use crate::session::connection::{server, with_vcenter};
use crate::terminal::{Interrupts, report, waiting};

/// A library item with an ISO image
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ItemRecord {
    /// The identifier of the item
    library_item: LibraryItemId,
    /// The name of the item
    name: String,
    /// The identifier of its library
    library: Option<LibraryId>,
    /// The name of its library, null with --library-id
    library_name: Option<String>,
    /// The type of the item in its library, usually `iso`
    #[serde(rename = "type")]
    item_type: Option<String>,
    /// The size of its files, 0 if they are not cached
    size_bytes: Option<i64>,
    /// Whether its files are in the library; false if only the publisher has them
    cached: Option<bool>,
}

impl Record for ItemRecord {
    const COLUMNS: &'static [Column] = &[
        Column::new("NAME"),
        Column::new("LIBRARY"),
        Column::new("SIZE MIB").minor(),
        Column::new("CACHED").minor(),
        Column::new("ITEM").minor(),
    ];

    fn rows(&self) -> Vec<Vec<Cell>> {
        vec![vec![
            Cell::new(&self.name),
            Cell::or_none(self.library_name.as_ref()),
            Cell::or_none(self.size_bytes.map(|bytes| bytes >> 20)),
            Cell::or_none(self.cached.map(|cached| if cached { "yes" } else { "no" })),
            Cell::new(&self.library_item),
        ]]
    }

    fn name(&self) -> Cell {
        Cell::new(&self.name)
    }
}

/// The time limit of the listing. The server determines how many libraries there are.
const MAX_TIME: Duration = Duration::from_secs(600);

pub(crate) async fn run(
    arguments: arguments::ItemsArgs,
    mut interrupts: Interrupts,
) -> Result<Exit, Failure> {
    let arguments::ItemsArgs { names, library, output, connection } = arguments;
    let printer = Printer::new(&output)?;
    let patterns: Vec<_> = names.iter().map(|text| NamePattern::new(text)).collect();
    let mut found = with_vcenter(&connection, &mut interrupts, async |vcenter, _, interrupts| {
        let listing = format!("listing the library items of {}", server(vcenter.url()));
        interrupts.or_interrupt(waiting::shown(listing, items(vcenter, &library))).await
    })
    .await?;
    found.retain(|item| {
        patterns.is_empty() || patterns.iter().any(|pattern| pattern.matches_exactly(&item.name))
    });
    if found.is_empty() {
        let matches: Vec<_> = patterns.iter().map(NamePattern::without_match).collect();
        let matches = if matches.is_empty() { "exists".to_owned() } else { matches.join(" or ") };
        report::note(&format!("no library item with an ISO image {matches}"));
    }
    printer.print_all(found, &mut interrupts).await
}

async fn items(vcenter: &Vcenter, library: &LibraryOptions) -> Result<Vec<ItemRecord>, Failure> {
    let with_names = |libraries: Vec<Library>| {
        libraries.into_iter().map(|library| (library.id, Some(library.name))).collect()
    };
    let libraries: Vec<(LibraryId, Option<String>)> = match (&library.name, &library.id) {
        (Some(name), _) => with_names(vcenter.find_libraries(name).await?),
        (None, Some(id)) => vec![(id.clone(), None)],
        (None, None) => with_names(vcenter.libraries().await?),
    };
    let mut items = Vec::new();
    let start = Instant::now();
    for (library, library_name) in libraries {
        if start.elapsed() > MAX_TIME {
            let what = format!("cannot list all libraries within {} minutes", MAX_TIME.as_secs() / 60);
            return Err(Failure::other(what, "select one library with --library"));
        }
        let isos = vcenter.isos_in(&library).await?;
        items.extend(isos.into_iter().map(|iso| ItemRecord::new(iso, library.clone(), library_name.clone())));
    }
    Ok(items)
}

impl ItemRecord {
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
