//! Names instead of identifiers.

use std::collections::{HashMap, HashSet};
use std::pin::Pin;

use crate::api::types::ContentLibraryItemModel;
use crate::error::{Candidate, Error, ErrorKind, Parts};
use crate::id::{LibraryId, LibraryItemId};
use crate::reads::{VmFilter, VmSummary};
use crate::retry::Budget;
use crate::vcenter::Vcenter;

/// How many candidates an error lists.
const LISTED: usize = 10;
/// How many things are read to find names that are similar to one that nothing has.
pub(crate) const SEARCHED: usize = 50;

/// A library item. Those that a search for images answers hold one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LibraryItem {
    /// The item.
    pub id: LibraryItemId,
    /// Its name, in the letters of the library.
    pub name: String,
    /// The library that it is in; `None` if the server does not tell.
    pub library: Option<LibraryId>,
    /// The type that the library gives it: mostly `iso`, but any item with an .iso file can be mounted.
    pub item_type: Option<String>,
    /// How much room its files take, in bytes; 0 or `None` while they are not cached.
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

/// A search for an ISO image by name; [`Vcenter::find_iso`] begins one, `await` carries it out.
#[must_use = "a search does nothing until it is awaited"]
#[derive(Debug, Clone)]
pub struct FindIso {
    vcenter: Vcenter,
    name: String,
    library: Option<Place>,
}

/// Where an image is searched for.
#[derive(Debug, Clone)]
enum Place {
    Named(String),
    Library(LibraryId),
}

impl FindIso {
    /// Searches the libraries of this name alone.
    pub fn in_library(mut self, name: impl Into<String>) -> Self {
        self.library = Some(Place::Named(name.into()));
        self
    }

    /// Searches one library alone, by its identifier.
    pub fn in_library_id(mut self, library: LibraryId) -> Self {
        self.library = Some(Place::Library(library));
        self
    }
}

impl IntoFuture for FindIso {
    type Output = Result<LibraryItem, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.find().await })
    }
}

impl Vcenter {
    /// Finds the virtual machine with exactly this name, as people see it.
    ///
    /// `GET /api/vcenter/vm`; needs `System.Read`. vSphere stores `%`, `/` and `\` in names percent-escaped: both
    /// ways to write them find it.
    ///
    /// # Errors
    /// - [`NotFound`](ErrorKind::NotFound): no virtual machine that the user may see has the name;
    ///   [`candidates`](Error::candidates) are those with similar names.
    /// - [`Ambiguous`](ErrorKind::Ambiguous): several have it, in different folders; `candidates` lists them.
    pub async fn find_vm(&self, name: &str) -> Result<VmSummary, Error> {
        let budget = self.connection.retry.begin();
        let mut found = self.vms_named(budget, &[name.to_owned()], &VmFilter::default()).await?;
        found.pop().unwrap_or_else(|| Err(none(format!("no virtual machine is named `{name}`"), Vec::new())))
    }

    /// Finds the virtual machine of each name, in the order of the names, among those that fit a filter: what
    /// [`find_vm`](Self::find_vm) does for one, with a few requests for all of them.
    ///
    /// ```no_run
    /// # use vcenter_iso::{Error, Vcenter, VmFilter};
    /// # async fn example(vcenter: Vcenter) -> Result<(), Error> {
    /// let staging = VmFilter::default().folders([vcenter.find_folder("staging").await?.folder]);
    /// for vm in vcenter.find_vms(["web", "db"], &staging).await? {
    ///     println!("{}", vm?.vm);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// A list of virtual machines could not be read. What is wrong with one name stands in its place of the list, with
    /// [`candidates`](Error::candidates) for the first ten names that nothing has.
    pub async fn find_vms(
        &self,
        names: impl IntoIterator<Item = impl Into<String>>,
        within: &VmFilter,
    ) -> Result<Vec<Result<VmSummary, Error>>, Error> {
        let names: Vec<String> = names.into_iter().map(Into::into).collect();
        self.vms_named(self.connection.retry.begin(), &names, within).await
    }

    async fn vms_named(
        &self,
        budget: Budget<'_>,
        names: &[String],
        within: &VmFilter,
    ) -> Result<Vec<Result<VmSummary, Error>>, Error> {
        let mut by_name: HashMap<String, Vec<VmSummary>> = HashMap::new();
        let mut asked = HashSet::new();
        let forms: Vec<_> =
            names.iter().flat_map(|name| forms(name)).filter(|form| asked.insert(form.clone())).collect();
        for some in portions(&forms) {
            let filter = within.clone().names(some.iter().cloned());
            for vm in budget.repeat(|| self.vms(&filter)).await? {
                by_name.entry(vm.name.clone()).or_default().push(vm);
            }
        }
        let mut all = None;
        let mut suggested_for = 0;
        let mut found = Vec::with_capacity(names.len());
        for name in names {
            let mut vms: Vec<_> =
                self::forms(name).iter().filter_map(|form| by_name.get(form)).flatten().collect();
            found.push(match vms.len() {
                1 => Ok(vms.remove(0).clone()),
                0 => {
                    suggested_for += 1;
                    let all = match &all {
                        Some(all) => all,
                        // Only a help: what fails on the way leaves it empty.
                        None => all.insert(budget.repeat(|| self.vms(within)).await.unwrap_or_default()),
                    };
                    // Comparing takes its time, and nobody reads what a thousand names could have meant.
                    let all = if suggested_for > LISTED { &[][..] } else { all };
                    let place =
                        if *within == VmFilter::default() { "" } else { " among those that fit the filters" };
                    Err(none(
                        format!("no virtual machine{place} is named `{name}`"),
                        similar(name, all.iter().map(vm)),
                    ))
                }
                count => Err(several(
                    format!("{count} virtual machines are named `{name}`"),
                    vms.into_iter().map(vm),
                )),
            });
        }
        Ok(found)
    }

    /// Begins the search for the library item with exactly this name that holds an ISO image.
    ///
    /// `POST /api/content/library/item?action=find` and what it takes to know the items; needs `System.Read`.
    /// Upper and lower case count as equal, as they do on the server; if that fits several items, and one in the
    /// very same letters, it is that one.
    ///
    /// ```no_run
    /// # async fn example(vcenter: vcenter_iso::Vcenter) -> Result<(), vcenter_iso::Error> {
    /// let iso = vcenter.find_iso("ubuntu-24.04").in_library("ISOs").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// - [`NotFound`](ErrorKind::NotFound): no library or no item has the name, or those that do hold no .iso file;
    ///   [`candidates`](Error::candidates) are these, or those with similar names.
    /// - [`Ambiguous`](ErrorKind::Ambiguous): several items have it; `candidates` lists them with their libraries.
    pub fn find_iso(&self, name: impl Into<String>) -> FindIso {
        FindIso { vcenter: self.clone(), name: name.into(), library: None }
    }
}

impl FindIso {
    async fn find(&self) -> Result<LibraryItem, Error> {
        let vcenter = &self.vcenter;
        let budget = vcenter.connection.retry.begin();
        let (libraries, place) = match &self.library {
            None => (None, String::new()),
            Some(Place::Library(library)) => {
                (Some(vec![library.clone()]), format!(" in the library with the identifier `{library}`"))
            }
            Some(Place::Named(library)) => {
                let libraries = budget.repeat(|| vcenter.libraries_named(library)).await?;
                if libraries.is_empty() {
                    return Err(vcenter.no_library(budget, library).await);
                }
                (Some(libraries), format!(" in library `{library}`"))
            }
        };
        let mut ids = Vec::new();
        match &libraries {
            None => ids.extend(budget.repeat(|| vcenter.items_named(&self.name, None)).await?),
            Some(libraries) => {
                for library in libraries {
                    ids.extend(budget.repeat(|| vcenter.items_named(&self.name, Some(library))).await?);
                }
            }
        }
        let mut named = Vec::new();
        for id in ids {
            let model = match budget.repeat(|| vcenter.item(&id)).await {
                // Removed since it was found.
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                model => model?,
            };
            named.push((id, model));
        }
        named.retain(|(_, model)| {
            // The server promises the comparison for the whole name; a server that finds more must not decide.
            model.name.as_ref().is_none_or(|name| name.to_lowercase() == self.name.to_lowercase())
        });
        if named.is_empty() {
            let similar = self.similar_items(budget, libraries).await;
            return Err(none(format!("no library item is named `{}`{place}", self.name), similar));
        }
        let (mut isos, mut others) = (Vec::new(), Vec::new());
        for (id, model) in named {
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
        match isos.len() {
            1 => {
                let (id, model) = isos.remove(0);
                let name = model.name.clone().unwrap_or_else(|| self.name.clone());
                Ok(LibraryItem { name, ..LibraryItem::new(id, model) })
            }
            0 => Err(none(
                format!("the library item named `{}`{place} holds no .iso file", self.name),
                self.describe(budget, &others).await,
            )),
            count => Err(several(
                format!("{count} library items are named `{}`{place}", self.name),
                self.describe(budget, &isos).await.into_iter(),
            )),
        }
    }

    async fn describe(
        &self,
        budget: Budget<'_>,
        items: &[(LibraryItemId, ContentLibraryItemModel)],
    ) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        for (id, model) in items.iter().take(LISTED) {
            let mut details = Vec::new();
            if let Some(library) = &model.library_id {
                let name = self.vcenter.library_name(budget, library).await;
                details.push(format!("library {}", name.unwrap_or_else(|| library.to_string())));
            }
            details.extend(model.type_.as_ref().map(|item_type| format!("type {item_type}")));
            details.extend(model.size.map(|bytes| format!("{} MiB", bytes >> 20)));
            candidates.push(Candidate {
                id: id.to_string(),
                name: model.name.clone().unwrap_or_default(),
                details,
                exact: true,
            });
        }
        candidates
    }

    /// Items of the same libraries with similar names. Only a help: what fails on the way leaves them out.
    async fn similar_items(&self, budget: Budget<'_>, libraries: Option<Vec<LibraryId>>) -> Vec<Candidate> {
        let vcenter = &self.vcenter;
        let libraries = match libraries {
            Some(libraries) => libraries,
            None => budget.repeat(|| vcenter.library_ids()).await.unwrap_or_default(),
        };
        let mut items = Vec::new();
        'libraries: for library in libraries {
            for id in budget.repeat(|| vcenter.items_in(&library)).await.unwrap_or_default() {
                if items.len() == SEARCHED {
                    break 'libraries;
                }
                if let Ok(model) = budget.repeat(|| vcenter.item(&id)).await {
                    items.push((id, model));
                }
            }
        }
        let like = |(_, model): &(_, ContentLibraryItemModel)| {
            model
                .name
                .as_ref()
                .map(|name| similarity(name, &self.name))
                .filter(|&similarity| similarity >= SIMILAR)
        };
        items.retain(|item| like(item).is_some());
        items.sort_by(|one, other| like(other).partial_cmp(&like(one)).unwrap_or(std::cmp::Ordering::Equal));
        let similar = self.describe(budget, &items).await;
        similar.into_iter().map(|candidate| Candidate { exact: false, ..candidate }).collect()
    }
}

pub(crate) fn is_iso(file: &str) -> bool {
    file.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("iso"))
}

/// Names for one request each: together they stand in its URL, and proxies take no URL of any length.
fn portions(names: &[String]) -> Vec<&[String]> {
    // Each character can become nine in a URL; most servers and proxies take 8 KiB and more.
    const BYTES: usize = 2048;
    let mut portions = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (index, name) in names.iter().enumerate() {
        if index > start && bytes + name.len() > BYTES {
            portions.push(&names[start..index]);
            (start, bytes) = (index, 0);
        }
        // With `&names=`.
        bytes += name.len() + 7;
    }
    portions.extend((start < names.len()).then(|| &names[start..]));
    portions
}

/// A name as people write it, and as vSphere stores it if that differs.
pub(crate) fn forms(name: &str) -> Vec<String> {
    let mut forms = vec![name.to_owned()];
    let escaped = name.replace('%', "%25").replace('/', "%2f").replace('\\', "%5c");
    if escaped != name {
        forms.push(escaped);
    }
    forms
}

fn vm(vm: &VmSummary) -> Candidate {
    let mut details = vec![vm.power_state.to_string()];
    details.extend(vm.cpu_count.map(|count| format!("{count} CPU")));
    details.extend(vm.memory_size_mi_b.map(|size| format!("{size} MiB")));
    Candidate { id: vm.vm.to_string(), name: vm.name.clone(), details, exact: true }
}

/// Nothing has the name; the candidates may have been meant.
pub(crate) fn none(context: String, candidates: Vec<Candidate>) -> Error {
    Parts { candidates, ..Parts::new(ErrorKind::NotFound, context) }.into()
}

/// More than one thing has the name: the candidates.
pub(crate) fn several(context: String, candidates: impl Iterator<Item = Candidate>) -> Error {
    Parts { candidates: candidates.take(LISTED).collect(), ..Parts::new(ErrorKind::Ambiguous, context) }
        .into()
}

/// How alike two names have to be to be mistaken for each other.
const SIMILAR: f64 = 0.6;

/// From 0, nothing in common, to 1, the same but for upper and lower case.
fn similarity(one: &str, other: &str) -> f64 {
    // Names in vSphere have at most 80 characters; comparing what is no name would only take time.
    const LONGEST: usize = 500;
    if one.len().max(other.len()) > LONGEST {
        return 0.0;
    }
    strsim::normalized_damerau_levenshtein(&one.to_lowercase(), &other.to_lowercase())
}

/// Those with the most similar names, the most similar first.
pub(crate) fn similar(name: &str, candidates: impl Iterator<Item = Candidate>) -> Vec<Candidate> {
    let mut ranked: Vec<_> = candidates
        .map(|candidate| (similarity(&candidate.name, name), candidate))
        .filter(|(similarity, _)| *similarity >= SIMILAR)
        .collect();
    ranked.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let suggested = |(_, candidate)| Candidate { exact: false, ..candidate };
    ranked.into_iter().map(suggested).take(LISTED).collect()
}
