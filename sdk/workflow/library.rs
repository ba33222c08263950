//! Content libraries and their items.

use futures_util::stream::{self, StreamExt as _};
use serde::Serialize;

use crate::api::types::{ContentLibraryItemModel, ContentLibraryItemStorageInfo};
use crate::error::{Candidate, Error, ErrorKind, ObjectKind, Parts};
use crate::model::content_library::LibraryType;
use crate::model::id::{LibraryId, LibraryItemId};
use crate::retry::Budget;
use crate::vcenter::Vcenter;
use crate::workflow::lookup::{Lookup, MAX_SEARCHED};

/// The number of concurrent reads of items or libraries; needed because lists return identifiers only.
const CONCURRENT_READS: usize = 8;
/// The largest number of items or libraries to read one by one. A longer list is a server error.
const MAX_LISTED: usize = 20_000;
/// The largest total length of their texts in bytes.
const MAX_LISTED_BYTES: usize = 64 << 20;

/// A content library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Library {
    /// The identifier.
    #[serde(rename = "library")]
    pub id: LibraryId,
    /// The name, which need not be unique.
    pub name: String,
    /// The source of its items; `None` if the server does not report it.
    #[serde(rename = "type")]
    pub library_type: Option<LibraryType>,
}

/// A library item. Items returned by ISO searches contain an .iso file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct LibraryItem {
    /// The identifier.
    #[serde(rename = "library_item")]
    pub id: LibraryItemId,
    /// The name, in the case of the library.
    pub name: String,
    /// The item's library; `None` if the server does not report it.
    pub library: Option<LibraryId>,
    /// The type in the library: mostly `iso`, but any item with an .iso file can be mounted.
    #[serde(rename = "type")]
    pub item_type: Option<String>,
    /// The total size of its files in bytes; 0 or `None` while they are not cached.
    #[serde(rename = "size_bytes")]
    pub size: Option<i64>,
    /// Whether its files are in the library, and not only at the publisher; `None` if the server does not report it.
    pub cached: Option<bool>,
}

/// A file of a library item in its storage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct StoredFile {
    /// The name, which is unique within the item.
    pub name: String,
    /// The storage that it takes, in bytes; 0 while it is not cached.
    #[serde(rename = "size_bytes")]
    pub size: i64,
    /// Whether it is in the storage, and not only at the publisher.
    pub cached: bool,
    /// The paths of the file: its URIs without their query, such as
    /// `ds:///vmfs/volumes/65a1b2c3-d4e5f6a7-b8c9-0123456789ab/contentlib-…/ubuntu.iso`. The volume is that of the
    /// datastore.
    pub paths: Vec<String>,
}

impl StoredFile {
    /// Returns whether the file is an ISO image by its name.
    #[must_use]
    pub fn is_iso(&self) -> bool {
        is_iso(&self.name)
    }
}

impl From<ContentLibraryItemStorageInfo> for StoredFile {
    fn from(file: ContentLibraryItemStorageInfo) -> Self {
        let ContentLibraryItemStorageInfo { name, size, cached, storage_uris, .. } = file;
        // The query names the vCenter, and is no part of the path.
        let path = |uri: String| uri.split('?').next().unwrap_or_default().to_owned();
        Self { name, size, cached, paths: storage_uris.into_iter().map(path).collect() }
    }
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
    /// Lists the content libraries that the user may see, ordered by name.
    ///
    /// `GET /api/content/library` and one `GET` for each library; needs `System.Read` on them.
    ///
    /// # Errors
    /// The list or a library cannot be read, for example without a connection or a session.
    pub async fn libraries(&self) -> Result<Vec<Library>, Error> {
        let budget = self.connection.series_budget();
        let ids = budget.repeat(|| self.library_ids()).await?;
        self.read_libraries(budget, ids).await
    }

    /// Finds the content libraries with exactly this name. There may be several, because names need not be unique. The
    /// server ignores case.
    ///
    /// `POST /api/content/library?action=find` and one `GET` for each library; needs `System.Read` on them.
    ///
    /// # Errors
    /// [`NotFound`](ErrorKind::NotFound) if no library has the name. [`candidates`](Error::candidates) lists libraries
    /// with similar names.
    pub async fn find_libraries(&self, name: &str) -> Result<Vec<Library>, Error> {
        let budget = self.connection.series_budget();
        let ids = budget.repeat(|| self.libraries_named(name)).await?;
        let libraries = self.read_libraries(budget, ids).await?;
        if libraries.is_empty() { Err(self.no_library(budget, name).await) } else { Ok(libraries) }
    }

    /// Lists the items of a library that have an ISO image, ordered by name.
    ///
    /// `GET /api/content/library/item?library_id=…`, one `GET` for each item, and one for the files of each item whose
    /// type is not `iso`; needs `System.Read` on the library and its items.
    ///
    /// # Errors
    /// [`NotFound`](ErrorKind::NotFound) if the library does not exist.
    pub async fn isos_in(&self, library: &LibraryId) -> Result<Vec<LibraryItem>, Error> {
        let budget = self.connection.series_budget();
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

    /// Returns a library item, with or without an .iso file.
    ///
    /// `GET /api/content/library/item/{library_item_id}`; needs `System.Read` on the item.
    ///
    /// # Errors
    /// [`NotFound`](ErrorKind::NotFound) if the item does not exist.
    pub async fn library_item(&self, item: &LibraryItemId) -> Result<LibraryItem, Error> {
        let model = self.connection.series_budget().repeat(|| self.item(item)).await?;
        Ok(LibraryItem::new(item.clone(), model))
    }

    /// Lists the files of a library item with their paths in the storage, for other tools.
    ///
    /// `GET /api/content/library/item/{library_item_id}/storage`; needs `ContentLibrary.ReadStorage` on the item.
    ///
    /// # Errors
    /// - [`NotFound`](ErrorKind::NotFound): the item does not exist.
    /// - [`PermissionDenied`](ErrorKind::PermissionDenied): the user lacks the privilege.
    pub async fn library_item_storage(&self, item: &LibraryItemId) -> Result<Vec<StoredFile>, Error> {
        let files = self.connection.series_budget().repeat(|| self.stored_files(item)).await?;
        Ok(files.into_iter().map(Into::into).collect())
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

    /// Rejects a list that is longer than that of any vCenter, because each entry takes a request.
    pub(crate) fn check_count(&self, what: &str, count: usize) -> Result<(), Error> {
        if count <= MAX_LISTED {
            return Ok(());
        }
        let context = format!("the server lists {count} {what}; at most {MAX_LISTED} are read");
        Err(self.error(Parts::new(ErrorKind::InvalidResponse, context)))
    }

    pub(crate) async fn library_name(&self, budget: Budget<'_>, library: &LibraryId) -> Option<String> {
        budget.repeat(|| self.library(library)).await.ok()?.name
    }

    /// Creates the error for a name without a library, with libraries of similar names as candidates.
    pub(crate) async fn no_library(&self, budget: Budget<'_>, name: &str) -> Error {
        // Ignores failures, which only cost suggestions.
        let visible = budget.repeat(|| self.library_ids()).await;
        let sees_none = visible.as_ref().is_ok_and(Vec::is_empty);
        let mut ids = visible.unwrap_or_default();
        ids.truncate(MAX_SEARCHED);
        let all = self.read_libraries(budget, ids).await.unwrap_or_default();
        let all = all.into_iter().map(|library| Candidate {
            object: ObjectKind::Library,
            id: library.id.to_string(),
            name: library.name,
            details: Vec::new(),
            exact: true,
        });
        Lookup { object: ObjectKind::Library, name, scope: "" }
            .none(self, all.collect())
            .with_no_library(sees_none)
    }

    /// Returns whether the item has an .iso file. The type `iso` promises one; an item of another type may have one
    /// too.
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
            // The item was removed since it was found.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// Runs the reads, some of them concurrently. Leaves out what was removed since it was listed. Fails if their texts
/// together exceed 64 MiB.
async fn read_concurrently<T, F>(
    reads: impl Iterator<Item = F>,
    length: impl Fn(&T) -> usize,
) -> Result<Vec<T>, Error>
where
    F: Future<Output = Result<Option<T>, Error>>,
{
    let mut reads = stream::iter(reads).buffer_unordered(CONCURRENT_READS);
    let mut found = Vec::new();
    let mut bytes = 0;
    while let Some(read) = reads.next().await {
        match read {
            Ok(one) => {
                bytes += one.as_ref().map_or(0, &length);
                if bytes > MAX_LISTED_BYTES {
                    let context =
                        format!("the server sends texts that exceed {} MiB", MAX_LISTED_BYTES >> 20);
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
