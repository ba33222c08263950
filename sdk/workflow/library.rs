//! Content libraries, and what can be mounted from them.

use futures_util::stream::{self, StreamExt as _};
use serde::Serialize;

use crate::api::types::ContentLibraryItemModel;
use crate::error::{Candidate, Error, ErrorKind, Parts};
use crate::model::content_library::LibraryType;
use crate::model::id::{LibraryId, LibraryItemId};
use crate::retry::Budget;
use crate::vcenter::Vcenter;
use crate::workflow::lookup::{SEARCHED, not_found, suggestions};

/// How many items or libraries are read at once: a list answers identifiers alone.
const AT_ONCE: usize = 8;
/// How many items or libraries are read one by one: a longer list is a mistake of the server.
const MOST_LISTED: usize = 20_000;
/// How long the texts of all of them may be, in bytes.
const MOST_BYTES: usize = 64 << 20;

/// A content library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Library {
    /// The library.
    #[serde(rename = "library")]
    pub id: LibraryId,
    /// Its name, which need not be unique.
    pub name: String,
    /// Where its items come from; `None` if the server does not tell.
    #[serde(rename = "type")]
    pub library_type: Option<LibraryType>,
}

/// A library item. Those that a search for images answers hold one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LibraryItem {
    /// The item.
    #[serde(rename = "library_item")]
    pub id: LibraryItemId,
    /// Its name, in the letters of the library.
    pub name: String,
    /// The library that it is in; `None` if the server does not tell.
    pub library: Option<LibraryId>,
    /// The type that the library gives it: mostly `iso`, but any item with an .iso file can be mounted.
    #[serde(rename = "type")]
    pub item_type: Option<String>,
    /// How much room its files take, in bytes; 0 or `None` while they are not cached.
    #[serde(rename = "size_bytes")]
    pub size: Option<i64>,
    /// Whether its files are in the library, and not still at the publisher.
    pub cached: Option<bool>,
}

impl LibraryItem {
    pub(crate) fn new(id: LibraryItemId, model: ContentLibraryItemModel) -> Self {
        Self {
            id,
            name: model.name.unwrap_or_default(),
            library: model.library_id,
            item_type: model.type_,
            size: model.size,
            cached: model.cached,
        }
    }
}

impl Vcenter {
    /// Lists the content libraries, in the order of their names.
    ///
    /// `GET /api/content/library` and one `GET` for each; needs `System.Read` on them. What the user may not see is
    /// left out.
    ///
    /// # Errors
    /// No connection, no session, no answer.
    pub async fn libraries(&self) -> Result<Vec<Library>, Error> {
        let budget = self.connection.retry.begin();
        let ids = budget.repeat(|| self.library_ids()).await?;
        self.read_libraries(budget, ids).await
    }

    /// Finds the content libraries with exactly this name: mostly one, but names need not be unique. Upper and lower
    /// case count as equal, as they do on the server.
    ///
    /// `POST /api/content/library?action=find` and one `GET` for each; needs `System.Read` on them.
    ///
    /// # Errors
    /// [`NotFound`](ErrorKind::NotFound) if there is none; [`candidates`](Error::candidates) are those with similar
    /// names.
    pub async fn find_libraries(&self, name: &str) -> Result<Vec<Library>, Error> {
        let budget = self.connection.retry.begin();
        let ids = budget.repeat(|| self.libraries_named(name)).await?;
        let libraries = self.read_libraries(budget, ids).await?;
        if libraries.is_empty() { Err(self.no_library(budget, name).await) } else { Ok(libraries) }
    }

    /// Lists the items of a library that hold an ISO image, in the order of their names.
    ///
    /// `GET /api/content/library/item?library_id=…`, one `GET` for each item, and one for the files of an item that is
    /// not of the type `iso`; needs `System.Read` on the library and its items.
    ///
    /// # Errors
    /// [`NotFound`](ErrorKind::NotFound) if there is no such library.
    pub async fn isos_in(&self, library: &LibraryId) -> Result<Vec<LibraryItem>, Error> {
        let budget = self.connection.retry.begin();
        let ids = budget.repeat(|| self.items_in(library)).await?;
        self.check_count("items of the library", ids.len())?;
        let read = |id: LibraryItemId| async move {
            budget.check()?;
            let model = budget.repeat(|| self.item(&id)).await?;
            let mountable = self.holds_iso(budget, &id, &model).await?;
            Ok(mountable.then(|| LibraryItem::new(id, model)))
        };
        let mut isos = read_concurrently(ids.into_iter().map(read), |iso| {
            iso.name.len() + iso.item_type.as_ref().map_or(0, String::len)
        })
        .await?;
        isos.sort_by(|one, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
        Ok(isos)
    }

    /// Reads a library item, whatever files it holds.
    ///
    /// `GET /api/content/library/item/{library_item_id}`; needs `System.Read` on the item.
    ///
    /// # Errors
    /// [`NotFound`](ErrorKind::NotFound) if there is no such item.
    pub async fn library_item(&self, item: &LibraryItemId) -> Result<LibraryItem, Error> {
        let model = self.connection.retry.begin().repeat(|| self.item(item)).await?;
        Ok(LibraryItem::new(item.clone(), model))
    }

    async fn read_libraries(&self, budget: Budget<'_>, ids: Vec<LibraryId>) -> Result<Vec<Library>, Error> {
        self.check_count("libraries", ids.len())?;
        let read = |id: LibraryId| async move {
            budget.check()?;
            let model = budget.repeat(|| self.library(&id)).await?;
            Ok(Some(Library { id, name: model.name.unwrap_or_default(), library_type: model.type_ }))
        };
        let mut libraries =
            read_concurrently(ids.into_iter().map(read), |library| library.name.len()).await?;
        libraries.sort_by(|one, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
        Ok(libraries)
    }

    /// Refuses a list that would take a request for each of more things than a vCenter has.
    pub(crate) fn check_count(&self, what: &str, count: usize) -> Result<(), Error> {
        if count <= MOST_LISTED {
            return Ok(());
        }
        let context = format!("the server lists {count} {what}; at most {MOST_LISTED} are read");
        Err(self.error(Parts::new(ErrorKind::InvalidResponse, context)))
    }

    pub(crate) async fn library_name(&self, budget: Budget<'_>, library: &LibraryId) -> Option<String> {
        budget.repeat(|| self.library(library)).await.ok()?.name
    }

    /// The error for a name that no library has, with those that have a similar one.
    pub(crate) async fn no_library(&self, budget: Budget<'_>, name: &str) -> Error {
        // Only a help: what fails on the way leaves them out.
        let mut ids = budget.repeat(|| self.library_ids()).await.unwrap_or_default();
        ids.truncate(SEARCHED);
        let all = self.read_libraries(budget, ids).await.unwrap_or_default();
        let all = all.into_iter().map(|library| Candidate {
            id: library.id.to_string(),
            name: library.name,
            details: Vec::new(),
            exact: true,
        });
        not_found(self, format!("no content library is named `{name}`"), suggestions(name, all))
    }

    /// The type `iso` promises an .iso file; any other item may hold one all the same.
    pub(crate) async fn holds_iso(
        &self,
        budget: Budget<'_>,
        id: &LibraryItemId,
        model: &ContentLibraryItemModel,
    ) -> Result<bool, Error> {
        if model.type_.as_ref().is_some_and(|item_type| item_type.eq_ignore_ascii_case("iso")) {
            return Ok(true);
        }
        match budget.repeat(|| self.item_files(id)).await {
            Ok(files) => Ok(files.iter().any(|file| is_iso(&file.name))),
            // Removed since it was found.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// Awaits the reads, some at once. What was removed since it was listed is left out. Together their texts may
/// have a length of 64 MiB.
async fn read_concurrently<T, F>(
    reads: impl Iterator<Item = F>,
    length: impl Fn(&T) -> usize,
) -> Result<Vec<T>, Error>
where
    F: Future<Output = Result<Option<T>, Error>>,
{
    let mut reads = stream::iter(reads).buffer_unordered(AT_ONCE);
    let mut found = Vec::new();
    let mut bytes = 0;
    while let Some(read) = reads.next().await {
        match read {
            Ok(one) => {
                bytes += one.as_ref().map_or(0, &length);
                if bytes > MOST_BYTES {
                    let context = format!("the server sends texts of more than {} MiB", MOST_BYTES >> 20);
                    return Err(Parts::new(ErrorKind::InvalidResponse, context).into());
                }
                found.extend(one);
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

pub(crate) fn is_iso(file: &str) -> bool {
    file.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("iso"))
}
