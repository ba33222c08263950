//! Turns names, patterns, lists and filters into VMs, and a name into an image.

use std::collections::HashSet;
use std::fmt;
use std::io::stdin;
use std::path::{Path, PathBuf};

use vcenter_iso::{DisplayName, Error, ErrorKind, LibraryItemId, Vcenter, VmFilter, VmId, VmSummary};

use crate::arguments::{FilterOptions, ItemOptions, VmOptions};
use crate::config::environment;
use crate::failure::Failure;
use crate::files;
use crate::select::name_pattern::NamePattern;
use crate::select::target::Target;
use crate::terminal::{Excerpt, Interrupts};

/// The requested VMs, before any lookup.
#[derive(Debug)]
pub(crate) struct Selection {
    names: Vec<String>,
    patterns: Vec<NamePattern>,
    ids: Vec<VmId>,
    /// Whether the filters alone select the VMs.
    everything: bool,
}

/// The selected VMs.
#[derive(Debug)]
pub(crate) struct Selected {
    pub(crate) targets: Vec<Target>,
    /// How the selection has to be confirmed before a change.
    pub(crate) confirmation: Confirmation,
}

/// How a selection has to be confirmed before a change.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Confirmation {
    /// Names and identifiers select the VMs.
    NotNeeded,
    /// A pattern or a filter selects any of them: ask if there is a terminal.
    OnTerminal,
    /// This pattern, which may be meant as a name, selects any of them: ask, or require `--yes`.
    Always(String),
}

impl Selection {
    /// Reads the arguments and the lists that they name.
    pub(crate) async fn read(
        vms: &VmOptions,
        password_stdin: bool,
        interrupts: &mut Interrupts,
    ) -> Result<Self, Failure> {
        let mut selection =
            Self { names: Vec::new(), patterns: Vec::new(), ids: vms.ids.clone(), everything: false };
        let mut lists = Vec::new();
        for name in &vms.names {
            match name.as_str() {
                "" => return Err(Failure::usage("--vm: the name is empty")),
                "-" => lists.push("-".into()),
                name if NamePattern::is_pattern(name) => selection.patterns.push(NamePattern::new(name)),
                name => selection.names.push(name.to_owned()),
            }
        }
        lists.extend(vms.list.clone());
        let is_stdin = |list: &PathBuf| {
            ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"].iter().any(|name| list.as_os_str() == *name)
        };
        if lists.iter().any(is_stdin) && password_stdin {
            return Err(Failure::usage(
                "stdin cannot contain both the names and the password: set VCENTER_PASSWORD",
            ));
        }
        for list in lists {
            let text = interrupts.blocking_or_interrupt(move || read_list(&list)).await?;
            selection.names.extend(names(&text));
        }
        if selection.names.is_empty() && selection.patterns.is_empty() && selection.ids.is_empty() {
            // An empty list selects nothing, even with filters.
            selection.everything = !vms.filters.is_empty() && vms.names.is_empty() && vms.list.is_none();
            if !selection.everything {
                return Err(Failure::usage("the list contains no virtual machine name"));
            }
        }
        Ok(selection)
    }

    /// Looks up the VMs. Fails if any name matches nothing or several VMs.
    pub(crate) async fn find(
        &self,
        vcenter: &Vcenter,
        filters: &FilterOptions,
        datacenter: Option<&str>,
    ) -> Result<Selected, Failure> {
        let within = filter(vcenter, filters, datacenter).await?;
        let mut targets: Vec<_> = self.ids.iter().cloned().map(Target::from).collect();
        let mut unresolved = Vec::new();
        if !self.names.is_empty() {
            for found in vcenter.find_vms(&self.names, &within).await? {
                match found {
                    Ok(vm) => targets.push(vm.into()),
                    Err(error) => unresolved.push(error),
                }
            }
        }
        if !unresolved.is_empty() {
            return Err(Failure::Unresolved(unresolved));
        }
        let mut confirmation =
            if self.everything { Confirmation::OnTerminal } else { Confirmation::NotNeeded };
        if self.everything || !self.patterns.is_empty() {
            let all = sorted(vcenter.vms(&within).await?);
            if self.everything {
                targets.extend(all.iter().cloned().map(Target::from));
            }
            for pattern in &self.patterns {
                if all.iter().any(|vm| pattern.is_name(&vm.name)) {
                    let named = vcenter.find_vms([pattern.text()], &within).await?;
                    targets.extend(
                        named.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().map(Target::from),
                    );
                    continue;
                }
                let before = targets.len();
                targets.extend(all.iter().filter(|vm| pattern.matches(&vm.name)).cloned().map(Target::from));
                if targets.len() == before {
                    return Err(Failure::NoMatch(format!("no virtual machine {}", pattern.without_match())));
                }
                confirmation = confirmation.max(if pattern.resembles_name() {
                    Confirmation::Always(pattern.text().to_owned())
                } else {
                    Confirmation::OnTerminal
                });
            }
        }
        if targets.is_empty() {
            return Err(Failure::NoMatch("no virtual machine matches the filters".to_owned()));
        }
        let mut seen = HashSet::new();
        targets.retain(|target| seen.insert(target.vm.clone()));
        Ok(Selected { targets, confirmation })
    }
}

/// Returns the VMs that match all filters and, if there are patterns, one of the patterns. They are ordered by name.
pub(crate) async fn list_vms(
    vcenter: &Vcenter,
    filters: &FilterOptions,
    datacenter: Option<&str>,
    patterns: &[NamePattern],
) -> Result<Vec<VmSummary>, Failure> {
    let mut all = sorted(vcenter.vms(&filter(vcenter, filters, datacenter).await?).await?);
    all.retain(|vm| patterns.is_empty() || patterns.iter().any(|pattern| pattern.matches(&vm.name)));
    Ok(all)
}

/// A library item with an ISO image.
#[derive(Debug, Clone)]
pub(crate) struct Image {
    pub(crate) id: LibraryItemId,
    /// Its name, or its identifier if it was selected by identifier.
    pub(crate) name: String,
}

impl From<LibraryItemId> for Image {
    fn from(id: LibraryItemId) -> Self {
        Self { name: id.to_string(), id }
    }
}

impl Image {
    /// Returns whether the item was selected by its identifier, which is not looked up.
    pub(crate) fn is_named_by_id(&self) -> bool {
        self.name == self.id.as_str()
    }
}

impl fmt::Display for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Excerpt(&DisplayName::library(&self.name).to_string()))
    }
}

/// Looks up the image that the arguments name.
pub(crate) async fn image(vcenter: &Vcenter, item: &ItemOptions) -> Result<Option<Image>, Failure> {
    let found = match (&item.id, &item.name) {
        (Some(id), _) => return Ok(Some(id.clone().into())),
        (None, None) => return Ok(None),
        (None, Some(name)) => {
            let search = vcenter.find_iso(name);
            match (&item.library.name, &item.library.id) {
                (Some(library), _) => search.in_library(library).await,
                (None, Some(library)) => search.in_library_id(library.clone()).await,
                (None, None) => search.await,
            }
        }
    };
    let iso = found?;
    Ok(Some(Image { id: iso.id, name: iso.name }))
}

/// Looks up the names of the filters. `datacenter` is a name that applies if no flag selects a datacenter.
async fn filter(
    vcenter: &Vcenter,
    filters: &FilterOptions,
    datacenter: Option<&str>,
) -> Result<VmFilter, Failure> {
    let mut unresolved = Unresolved::default();
    let mut folders = filters.folder_ids.clone();
    for name in &filters.folders {
        folders.extend(unresolved.found(vcenter.find_folder(name).await)?.map(|folder| folder.id));
    }
    let mut clusters = filters.cluster_ids.clone();
    for name in &filters.clusters {
        clusters.extend(unresolved.found(vcenter.find_cluster(name).await)?.map(|cluster| cluster.id));
    }
    let mut hosts = filters.host_ids.clone();
    for name in &filters.hosts {
        hosts.extend(unresolved.found(vcenter.find_host(name).await)?.map(|host| host.id));
    }
    let mut datacenters = filters.datacenter_ids.clone();
    for name in &filters.datacenters {
        datacenters.extend(unresolved.found(vcenter.find_datacenter(name).await)?.map(|found| found.id));
    }
    if let Some(name) = datacenter.filter(|_| datacenters.is_empty() && unresolved.0.is_empty()) {
        match vcenter.find_datacenter(name).await {
            Ok(found) => datacenters.push(found.id),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Ambiguous) => {
                return Err(Failure::usage_caused_by(environment::GOVC_DATACENTER, error));
            }
            Err(error) => return Err(error.into()),
        }
    }
    if !unresolved.0.is_empty() {
        return Err(Failure::Unresolved(unresolved.0));
    }
    Ok(VmFilter::default()
        .folders(folders)
        .clusters(clusters)
        .hosts(hosts)
        .datacenters(datacenters)
        .power_states(filters.power_states.iter().copied()))
}

/// The names that match nothing or are ambiguous.
#[derive(Debug, Default)]
struct Unresolved(Vec<Error>);

impl Unresolved {
    /// Returns what was found, or keeps the error about the name. Any other error is the result.
    fn found<T>(&mut self, found: Result<T, Error>) -> Result<Option<T>, Failure> {
        match found {
            Ok(found) => Ok(Some(found)),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Ambiguous) => {
                self.0.push(error);
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }
}

fn sorted(mut vms: Vec<VmSummary>) -> Vec<VmSummary> {
    vms.sort_by(|one, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
    vms
}

fn read_list(list: &Path) -> Result<String, Failure> {
    // A name has at most 80 characters, so the limit exceeds the inventory of one vCenter.
    const MAX_SIZE: u64 = 64 << 20;
    let (name, read) = if list.as_os_str() == "-" {
        ("stdin".to_owned(), files::text_of(stdin(), MAX_SIZE))
    } else {
        (format!("--vms-from {}", list.display()), files::read_text(list, MAX_SIZE))
    };
    read.map_err(|error| Failure::usage_caused_by(format!("{name}: cannot read the names"), error))
}

/// Returns the names in a list. `#` starts a comment only at the start of a line.
fn names(text: &str) -> impl Iterator<Item = String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_one_name_per_line() {
        let text = "\u{feff}web-01\r\n\n  # the lab\nweb-02 #2\ntwo words\nc#-build\n\t\n*\n";
        assert_eq!(names(text).collect::<Vec<_>>(), ["web-01", "web-02 #2", "two words", "c#-build", "*"]);
    }
}
