//! Turns names, patterns, lists and filters into VMs, and a name into an image.

use std::collections::HashSet;
use std::fmt;
use std::io::stdin;
use std::path::{Path, PathBuf};

use vcenter_iso::{DisplayName, Error, ErrorKind, Hint, LibraryItemId, Vcenter, VmId, VmSummary};

use crate::arguments::{FilterOptions, ItemOptions, VmSelection};
use crate::failure::Failure;
use crate::files;
use crate::select::filter::filter;
use crate::select::name_pattern::NamePattern;
use crate::select::target::Target;
use crate::terminal::{Excerpt, Interrupts, report};

/// The requested VMs, before any lookup.
#[derive(Debug)]
pub(crate) struct Selection {
    names: Vec<String>,
    patterns: Vec<NamePattern>,
    ids: Vec<VmId>,
    /// Whether the filters alone select the VMs.
    everything: bool,
    ignore_not_found: bool,
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
        vms: &VmSelection,
        password_stdin: bool,
        interrupts: &mut Interrupts,
    ) -> Result<Self, Failure> {
        let mut selection = Self {
            names: Vec::new(),
            patterns: Vec::new(),
            ids: vms.ids.iter().filter(|id| id.as_str() != "-").cloned().collect(),
            everything: vms.selects_all(),
            ignore_not_found: vms.ignore_not_found,
        };
        let mut lists = Vec::new();
        for name in vms.names() {
            match name {
                "" => return Err(Failure::usage("the name of a virtual machine is empty")),
                "-" => lists.push("-".into()),
                name if NamePattern::is_pattern(name) => selection.patterns.push(NamePattern::new(name)),
                name => selection.names.push(name.to_owned()),
            }
        }
        lists.extend(vms.list.clone());
        let mut id_lists: Vec<_> = vms.id_list.iter().cloned().collect();
        id_lists.extend(vms.ids.iter().filter(|id| id.as_str() == "-").map(|id| PathBuf::from(id.as_str())));
        let of_stdin = |lists: &[PathBuf]| lists.iter().any(|list| is_stdin(list));
        match (of_stdin(&lists), of_stdin(&id_lists)) {
            (true, true) => return Err(Failure::usage("stdin cannot contain both names and identifiers")),
            (true, false) | (false, true) if password_stdin => {
                return Err(Failure::usage(
                    "stdin cannot contain both the virtual machines and the password: set VCENTER_PASSWORD",
                ));
            }
            _ => {}
        }
        for list in lists {
            let name = list_name("--vms-from", &list);
            let text = interrupts.blocking_or_interrupt(move || read_list(&name, &list)).await?;
            selection.names.extend(entries(&text));
        }
        for list in id_lists {
            let name = list_name("--vm-ids-from", &list);
            let source = name.clone();
            let text = interrupts.blocking_or_interrupt(move || read_list(&name, &list)).await?;
            for entry in entries(&text) {
                let id = entry.parse().map_err(|error| {
                    let what = format!("{source}: `{}` is no identifier", Excerpt(&entry));
                    Failure::usage_caused_by(what, error)
                })?;
                selection.ids.push(id);
            }
        }
        // An empty list selects nothing, even with filters.
        if !selection.everything
            && selection.names.is_empty()
            && selection.patterns.is_empty()
            && selection.ids.is_empty()
        {
            return Err(Failure::usage("the list contains no virtual machine"));
        }
        Ok(selection)
    }

    pub(crate) fn patterns(&self) -> &[NamePattern] {
        &self.patterns
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
                    Err(error) if self.ignore_not_found && error.kind() == ErrorKind::NotFound => {
                        report::note(&format!("not found and left out: {error}"));
                    }
                    Err(error) => unresolved.push(error),
                }
            }
        }
        if !unresolved.is_empty() {
            return Err(unresolved_names(unresolved, self.names.iter().map(String::as_str)));
        }
        let mut unmatched = Vec::new();
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
                    unmatched.push(pattern.without_match());
                    continue;
                }
                confirmation = confirmation.max(if pattern.resembles_name() {
                    Confirmation::Always(pattern.text().to_owned())
                } else {
                    Confirmation::OnTerminal
                });
            }
        }
        if !unmatched.is_empty() && !self.ignore_not_found {
            return Err(no_vm(&unmatched.join(" or ")));
        }
        if targets.is_empty() && !self.ignore_not_found {
            return Err(no_vm("matches the filters"));
        }
        let mut seen = HashSet::new();
        targets.retain(|target| seen.insert(target.vm.clone()));
        Ok(Selected { targets, confirmation })
    }
}

/// Lists the VMs that the selection names, ordered by name. A name that several VMs have selects them all.
pub(crate) async fn list_vms(
    vcenter: &Vcenter,
    selection: &Selection,
    filters: &FilterOptions,
    datacenter: Option<&str>,
) -> Result<Vec<VmSummary>, Failure> {
    let within = filter(vcenter, filters, datacenter).await?;
    let all = sorted(vcenter.vms(&within).await?);
    let names: Vec<_> = selection.names.iter().map(|name| NamePattern::new(name)).collect();
    let missing: Vec<_> = names.iter().filter(|name| !all.iter().any(|vm| name.is_name(&vm.name))).collect();
    let no_id = |id: &&VmId| !all.iter().any(|vm| vm.id == **id);
    if !selection.ignore_not_found {
        let found = vcenter.find_vms(missing.iter().map(|name| name.text()), &within).await?;
        let unresolved: Vec<_> = found.into_iter().filter_map(Result::err).collect();
        if !unresolved.is_empty() {
            return Err(unresolved_names(unresolved, missing.iter().map(|name| name.text())));
        }
        let unknown = selection.ids.iter().filter(no_id);
        let unknown: Vec<_> = unknown.map(|id| format!("`{}`", Excerpt(id.as_str()))).collect();
        if !unknown.is_empty() {
            return Err(no_vm(&format!("has the identifier {}", unknown.join(" or "))));
        }
    }
    let is_selected = |vm: &VmSummary| {
        selection.everything
            || selection.ids.contains(&vm.id)
            || names.iter().any(|name| name.is_name(&vm.name))
            || selection.patterns.iter().any(|pattern| pattern.matches(&vm.name))
    };
    Ok(all.into_iter().filter(is_selected).collect())
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

/// Looks up the images that the arguments name. All wrong names are reported, with the advice.
pub(crate) async fn images(
    vcenter: &Vcenter,
    items: &ItemOptions,
    advice: Option<&'static str>,
) -> Result<Vec<Image>, Failure> {
    let mut images = Vec::new();
    let mut unresolved = Vec::new();
    for name in &items.names {
        let search = vcenter.find_iso(name);
        let found = match (&items.library.name, &items.library.id) {
            (Some(library), _) => search.in_library(library).await,
            (None, Some(library)) => search.in_library_id(library.clone()).await,
            (None, None) => search.await,
        };
        match found {
            Ok(iso) => images.push(Image { id: iso.id, name: iso.name }),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Ambiguous) => {
                unresolved.push(error);
            }
            Err(error) => return Err(error.into()),
        }
    }
    if !unresolved.is_empty() {
        let is_missing = unresolved.iter().any(|error| error.kind() == ErrorKind::NotFound);
        return Err(Failure::Unresolved(unresolved, advice.filter(|_| is_missing)));
    }
    images.extend(items.ids.iter().cloned().map(Image::from));
    let mut seen = HashSet::new();
    images.retain(|image| seen.insert(image.id.clone()));
    Ok(images)
}

fn sorted(mut vms: Vec<VmSummary>) -> Vec<VmSummary> {
    vms.sort_by(|one, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
    vms
}

fn no_vm(which: &str) -> Failure {
    Failure::NoMatch(format!("no virtual machine {which}"), Hint::UnknownVm)
}

/// Returns the failure for names of which some have no VM.
fn unresolved_names<'a>(errors: Vec<Error>, mut names: impl Iterator<Item = &'a str>) -> Failure {
    let tip = "--vm takes names: pass an identifier with --vm-id";
    Failure::Unresolved(errors, names.any(looks_like_id).then_some(tip))
}

/// Returns whether a text has the form of the identifier of a VM.
pub(crate) fn looks_like_id(text: &str) -> bool {
    text.strip_prefix("vm-")
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_stdin(list: &Path) -> bool {
    ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"].iter().any(|name| list.as_os_str() == *name)
}

/// Returns the name of a list for an error.
fn list_name(flag: &str, list: &Path) -> String {
    if is_stdin(list) { "stdin".to_owned() } else { format!("{flag} {}", list.display()) }
}

fn read_list(name: &str, list: &Path) -> Result<String, Failure> {
    // A name has at most 80 characters, so the limit exceeds the inventory of one vCenter.
    const MAX_SIZE: u64 = 64 << 20;
    let read = if list.as_os_str() == "-" {
        files::text_of(stdin(), MAX_SIZE)
    } else {
        files::read_text(list, MAX_SIZE)
    };
    read.map_err(|error| Failure::usage_caused_by(format!("{name}: cannot read the list"), error))
}

/// Returns the entries of a list. `#` starts a comment only at the start of a line.
fn entries(text: &str) -> impl Iterator<Item = String> {
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
        assert_eq!(entries(text).collect::<Vec<_>>(), ["web-01", "web-02 #2", "two words", "c#-build", "*"]);
    }
}
