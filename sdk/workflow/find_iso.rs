//! Finds ISO images by name.

use std::collections::BTreeMap;
use std::pin::Pin;

use crate::api::types::ContentLibraryItemModel;
use crate::error::{Candidate, Error, ErrorKind, ObjectKind};
use crate::model::id::{LibraryId, LibraryItemId};
use crate::retry::Budget;
use crate::text::display_name::DisplayName;
use crate::vcenter::Vcenter;
use crate::workflow::library::LibraryItem;
use crate::workflow::lookup::{Lookup, MAX_CANDIDATES, MAX_SEARCHED, most_similar, not_found};

/// A search for an ISO image by name. [`Vcenter::find_iso`] creates it and `await` runs it.
#[must_use = "a search does nothing until it is awaited"]
#[derive(Debug, Clone)]
pub struct FindIsoRequest {
    vcenter: Vcenter,
    name: String,
    library: Option<Scope>,
}

/// The largest number of slashes in a name that may end the name of a library: each takes a request.
const MAX_SLASHES: usize = 8;

/// The libraries to search.
#[derive(Debug, Clone)]
enum Scope {
    Named(String),
    Library(LibraryId),
}

impl FindIsoRequest {
    /// Limits the search to the libraries with this name.
    pub fn in_library(mut self, name: impl Into<String>) -> Self {
        self.library = Some(Scope::Named(name.into()));
        self
    }

    /// Limits the search to one library, by identifier.
    pub fn in_library_id(mut self, library: LibraryId) -> Self {
        self.library = Some(Scope::Library(library));
        self
    }
}

impl IntoFuture for FindIsoRequest {
    type Output = Result<LibraryItem, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.find().await })
    }
}

impl Vcenter {
    /// Finds the library item with exactly this name that has an ISO image.
    ///
    /// `POST /api/content/library/item?action=find`, and further reads of the items and libraries; needs `System.Read`.
    /// The server ignores case. If several items match and only one matches in case as well, that item is the result.
    /// If no item has the name `ISOs/ubuntu-24.04`, and a library is named `ISOs`, its item `ubuntu-24.04` is searched.
    ///
    /// ```no_run
    /// # async fn example(vcenter: vcenter_iso::Vcenter) -> Result<(), vcenter_iso::Error> {
    /// let iso = vcenter.find_iso("ubuntu-24.04").in_library("ISOs").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// - [`NotFound`](ErrorKind::NotFound): no library or no item has the name, or the items with the name have no .iso
    ///   file. [`candidates`](Error::candidates) lists these items, or those with similar names.
    /// - [`Ambiguous`](ErrorKind::Ambiguous): several items have the name. `candidates` lists them with their
    ///   libraries.
    pub fn find_iso(&self, name: impl Into<String>) -> FindIsoRequest {
        FindIsoRequest { vcenter: self.clone(), name: name.into(), library: None }
    }
}

impl FindIsoRequest {
    async fn find(&self) -> Result<LibraryItem, Error> {
        let vcenter = &self.vcenter;
        let budget = vcenter.connection.series_budget();
        let (libraries, scope) = match &self.library {
            None => (None, String::new()),
            Some(Scope::Library(library)) => {
                (Some(vec![library.clone()]), format!(" in the library with the identifier `{library}`"))
            }
            Some(Scope::Named(library)) => {
                let libraries = budget.repeat(|| vcenter.libraries_named(library)).await?;
                if libraries.is_empty() {
                    return Err(vcenter.no_library(budget, library).await);
                }
                (Some(libraries), format!(" in library `{}`", DisplayName::library(library)))
            }
        };
        let mut ids = Vec::new();
        match &libraries {
            None => ids.extend(budget.repeat(|| vcenter.items_named(&self.name, None)).await?),
            Some(libraries) => {
                vcenter.check_count("libraries of this name", libraries.len())?;
                for library in libraries {
                    budget.check()?;
                    ids.extend(budget.repeat(|| vcenter.items_named(&self.name, Some(library))).await?);
                }
            }
        }
        vcenter.check_count("items of this name", ids.len())?;
        let mut named = Vec::new();
        for id in ids {
            budget.check()?;
            let model = match budget.repeat(|| vcenter.item(&id)).await {
                // The item was removed since it was found.
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                model => model?,
            };
            // The API documents a comparison of whole names; filter in case a server returns more.
            if model.name.as_ref().is_none_or(|name| name.to_lowercase() == self.name.to_lowercase()) {
                named.push((id, model));
            }
        }
        if named.is_empty()
            && let Some(in_library) = self.in_named_library(budget).await?
        {
            return Box::pin(in_library.find()).await;
        }
        let lookup = Lookup { object: ObjectKind::LibraryItem, name: &self.name, scope: &scope };
        if named.is_empty() {
            let searched = match libraries {
                Some(libraries) => Ok(libraries),
                None => budget.repeat(|| vcenter.library_ids()).await,
            };
            let sees_none = searched.as_ref().is_ok_and(Vec::is_empty);
            let similar = self.similar_items(budget, &searched.unwrap_or_default()).await;
            return lookup
                .one(vcenter, Vec::new(), similar)
                .map_err(|error: Error| error.with_no_library(sees_none));
        }
        let (mut isos, mut others) = (Vec::new(), Vec::new());
        for (id, model) in named {
            budget.check()?;
            if vcenter.holds_iso(budget, &id, &model).await? {
                isos.push((id, model));
            } else {
                others.push((id, model));
            }
        }
        let same_letters =
            |(_, model): &(_, ContentLibraryItemModel)| model.name.as_deref() == Some(&self.name);
        if isos.iter().filter(|iso| same_letters(iso)).count() == 1 {
            isos.retain(same_letters);
        }
        if isos.is_empty() {
            let name = DisplayName::library(&self.name);
            let context = format!("the library item named `{name}`{scope} contains no .iso file");
            return Err(not_found(vcenter, context, self.describe(budget, &others).await));
        }
        let candidates = if isos.len() > 1 { self.describe(budget, &isos).await } else { Vec::new() };
        let (id, model) = lookup.one(vcenter, isos, candidates)?;
        let name = model.name.clone().unwrap_or_else(|| self.name.clone());
        Ok(LibraryItem { name, ..LibraryItem::new(id, model) })
    }

    /// Reads the name as `LIBRARY/ITEM`. Both names may contain a slash.
    async fn in_named_library(&self, budget: Budget<'_>) -> Result<Option<Self>, Error> {
        if self.library.is_some() {
            return Ok(None);
        }
        for (slash, _) in self.name.match_indices('/').take(MAX_SLASHES) {
            let (library, item) = (&self.name[..slash], &self.name[slash + 1..]);
            if library.is_empty() || item.is_empty() {
                continue;
            }
            if !budget.repeat(|| self.vcenter.libraries_named(library)).await?.is_empty() {
                return Ok(Some(self.vcenter.find_iso(item).in_library(library)));
            }
        }
        Ok(None)
    }

    async fn describe(
        &self,
        budget: Budget<'_>,
        items: &[(LibraryItemId, ContentLibraryItemModel)],
    ) -> Vec<Candidate> {
        let items = &items[..items.len().min(MAX_CANDIDATES)];
        let mut libraries = BTreeMap::new();
        for library in items.iter().filter_map(|(_, model)| model.library_id.as_ref()) {
            if !libraries.contains_key(library) {
                libraries.insert(library, self.vcenter.library_name(budget, library).await);
            }
        }
        let mut candidates = Vec::new();
        for (id, model) in items {
            let mut details = Vec::new();
            if let Some(library) = &model.library_id {
                let name = libraries[library].as_ref();
                let is_shared = libraries.values().filter(|other| other.as_ref() == name).count() > 1;
                details.push(match name {
                    Some(name) if is_shared => format!("library {} {library}", DisplayName::library(name)),
                    Some(name) => format!("library {}", DisplayName::library(name)),
                    None => format!("library {library}"),
                });
            }
            details.extend(model.type_.as_ref().map(|item_type| format!("type {item_type}")));
            details.extend(model.size.map(|bytes| format!("{} MiB", bytes >> 20)));
            candidates.push(Candidate {
                object: ObjectKind::LibraryItem,
                id: id.to_string(),
                name: model.name.clone().unwrap_or_default(),
                details,
                exact: true,
            });
        }
        candidates
    }

    /// Returns items of the same libraries with similar names. Ignores failures, which only cost suggestions.
    async fn similar_items(&self, budget: Budget<'_>, libraries: &[LibraryId]) -> Vec<Candidate> {
        let vcenter = &self.vcenter;
        let mut ids = Vec::new();
        for library in libraries.iter().take(MAX_SEARCHED) {
            if ids.len() >= MAX_SEARCHED || budget.check().is_err() {
                break;
            }
            ids.extend(budget.repeat(|| vcenter.items_in(library)).await.unwrap_or_default());
        }
        let mut items = Vec::new();
        for id in ids.into_iter().take(MAX_SEARCHED) {
            if budget.check().is_err() {
                break;
            }
            if let Ok(model) = budget.repeat(|| vcenter.item(&id)).await {
                items.push((id, model));
            }
        }
        let items = most_similar(&self.name, items, |(_, model)| model.name.clone().unwrap_or_default());
        let similar = self.describe(budget, &items).await;
        similar.into_iter().map(|candidate| Candidate { exact: false, ..candidate }).collect()
    }
}
