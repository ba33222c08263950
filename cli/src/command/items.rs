use std::time::{Duration, Instant};

use schemars::JsonSchema;
use serde::Serialize;
use tokio::task::JoinSet;
use vcenter_iso::{ErrorKind, Library, LibraryId, LibraryItem, LibraryItemId, StoredFile, Vcenter};

use crate::arguments::{self, Format, LibraryOptions};
use crate::exit::Exit;
use crate::failure::{Failure, hint};
use crate::output::{Cell, Column, Printer, Record};
use crate::select::name_pattern::NamePattern;
use crate::session::connection::{server, with_vcenter};
use crate::terminal::{Excerpt, Interrupts, report, waiting};

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
    /// The paths of its ISO files in the storage; null if they were not read
    paths: Option<Vec<String>>,
}

impl Record for ItemRecord {
    const COLUMNS: &'static [Column] = &[
        Column::new("NAME"),
        Column::new("LIBRARY"),
        Column::new("SIZE MIB").minor(),
        Column::new("CACHED").minor(),
        Column::new("ITEM").minor(),
        Column::new(PATH).wide(),
    ];

    fn rows(&self) -> Vec<Vec<Cell>> {
        vec![vec![
            Cell::new(&self.name),
            Cell::or_none(self.library_name.as_ref()),
            Cell::or_none(self.size_bytes.map(|bytes| bytes >> 20)),
            Cell::or_none(self.cached.map(|cached| if cached { "yes" } else { "no" })),
            Cell::new(&self.library_item),
            Cell::new(self.paths.iter().flatten().cloned().collect::<Vec<_>>().join(",")),
        ]]
    }

    fn name(&self) -> Cell {
        Cell::new(&self.name)
    }
}

/// The column of the paths of the ISO files.
const PATH: &str = "PATH";

/// The number of concurrent reads of paths.
const CONCURRENT_READS: usize = 8;

/// The time limit of the listing. The server determines how many libraries there are.
const MAX_TIME: Duration = Duration::from_secs(600);

pub(crate) async fn run(
    arguments: arguments::ItemsArgs,
    mut interrupts: Interrupts,
) -> Result<Exit, Failure> {
    let arguments::ItemsArgs { positional, names, paths, library, output, connection } = arguments;

    let mut printer = Printer::new(&output)?;
    if paths {
        printer.show(PATH);
    }
    // A name has no path.
    let paths = paths && output.format != Format::Name || printer.shows(PATH);
    let patterns: Vec<_> = positional.iter().chain(&names).map(|text| NamePattern::new(text)).collect();
    let found = with_vcenter(&connection, &mut interrupts, async |vcenter, _, interrupts| {
        let listing = format!("listing the library items of {}", server(vcenter.url()));
        let mut found = interrupts.or_interrupt(waiting::shown(listing, items(vcenter, &library))).await?;
        found.retain(|item| {
            patterns.is_empty() || patterns.iter().any(|pattern| pattern.matches_exactly(&item.name))
        });
        if paths {
            let reading = format!("reading the paths of the ISO files of {}", server(vcenter.url()));
            let reads = waiting::shown(reading, read_paths(vcenter, &mut found));
            interrupts.or_interrupt(reads).await?;
        }
        Ok(found)
    })
    .await?;
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
        check_time(start, "list all libraries")?;
        let isos = vcenter.isos_in(&library).await?;
        items.extend(isos.into_iter().map(|iso| ItemRecord::new(iso, library.clone(), library_name.clone())));
    }
    Ok(items)
}

/// Reads the paths of the ISO files of each item. Warns about items whose storage the server does not show.
async fn read_paths(vcenter: &Vcenter, items: &mut [ItemRecord]) -> Result<(), Failure> {
    let start = Instant::now();
    let mut unread = Vec::new();
    for some in items.chunks_mut(CONCURRENT_READS) {
        check_time(start, "read the paths of all items")?;
        let mut reads = JoinSet::new();
        for (index, item) in some.iter().enumerate() {
            let (vcenter, id) = (vcenter.clone(), item.library_item.clone());
            reads.spawn(async move { (index, vcenter.library_item_storage(&id).await) });
        }
        for (index, files) in reads.join_all().await {
            match files {
                Ok(files) => {
                    let isos = files.into_iter().filter(StoredFile::is_iso);
                    some[index].paths = Some(isos.flat_map(|file| file.paths).collect());
                }
                // Without a response or a session, no other item can be read either.
                Err(error) if error.status().is_none() || error.kind() == ErrorKind::Unauthenticated => {
                    return Err(error.into());
                }
                Err(error) => unread.push(error),
            }
        }
    }
    if let Some(first) = unread.first() {
        let count = unread.len();
        let items = if count == 1 { "1 item".to_owned() } else { format!("{count} items") };
        report::warning(&format!("the paths of {items} are unknown: {}", Excerpt(&first.to_string())));
        if let Some(advice) = hint(first) {
            report::advice(advice);
        }
    }
    Ok(())
}

fn check_time(start: Instant, what: &str) -> Result<(), Failure> {
    if start.elapsed() <= MAX_TIME {
        return Ok(());
    }
    let what = format!("cannot {what} within {} minutes", MAX_TIME.as_secs() / 60);
    Err(Failure::other(what, "select one library with --library"))
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
            paths: None,
        }
    }
}
