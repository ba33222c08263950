//! Turns names, patterns, lists and filters into VMs, and a name into an image.

use std::collections::HashSet;
use std::io::stdin;
use std::path::{Path, PathBuf};

use glob::Pattern;
use vcenter_iso::{ErrorKind, LibraryItemId, Vcenter, VmFilter, VmId, VmSummary};

use crate::arguments::{FilterOptions, ItemOptions, VmOptions};
use crate::failure::Failure;
use crate::files;
use crate::select::target::Target;
use crate::terminal::Interrupts;

/// The requested VMs, before any lookup.
#[derive(Debug)]
pub(crate) struct Selection {
    names: Vec<String>,
    patterns: Vec<Pattern>,
    ids: Vec<VmId>,
    /// Whether the filters alone select the VMs.
    everything: bool,
}

/// The selected VMs.
#[derive(Debug)]
pub(crate) struct Selected {
    pub(crate) targets: Vec<Target>,
    /// Whether a pattern or a filter selected any of them.
    pub(crate) by_pattern: bool,
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
                name if is_pattern(name) => selection.patterns.push(pattern("--vm", name)?),
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
    pub(crate) async fn find(&self, vcenter: &Vcenter, filters: &FilterOptions) -> Result<Selected, Failure> {
        let within = filter(vcenter, filters).await?;
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
        let mut by_pattern = self.everything;
        if self.everything || !self.patterns.is_empty() {
            let all = sorted(vcenter.vms(&within).await?);
            if self.everything {
                targets.extend(all.iter().cloned().map(Target::from));
            }
            for pattern in &self.patterns {
                // A VM may have the pattern itself as its name.
                let named: Vec<_> = all.iter().filter(|vm| is_named(&vm.name, pattern.as_str())).collect();
                if let [vm] = named.as_slice() {
                    targets.push((*vm).clone().into());
                    continue;
                }
                by_pattern = true;
                let before = targets.len();
                targets.extend(all.iter().filter(|vm| matches(pattern, &vm.name)).cloned().map(Target::from));
                if targets.len() == before {
                    return Err(Failure::NoMatch(format!("no virtual machine matches `{pattern}`")));
                }
            }
        }
        if targets.is_empty() {
            return Err(Failure::NoMatch("no virtual machine matches the filters".to_owned()));
        }
        let mut seen = HashSet::new();
        targets.retain(|target| seen.insert(target.vm.clone()));
        Ok(Selected { targets, by_pattern })
    }
}

/// Returns the VMs that match all filters and, if there are patterns, one of the patterns. They are ordered by name.
pub(crate) async fn list_vms(
    vcenter: &Vcenter,
    filters: &FilterOptions,
    patterns: &[Pattern],
) -> Result<Vec<VmSummary>, Failure> {
    let mut all = sorted(vcenter.vms(&filter(vcenter, filters).await?).await?);
    all.retain(|vm| patterns.is_empty() || patterns.iter().any(|pattern| matches(pattern, &vm.name)));
    Ok(all)
}

/// A library item with an ISO image.
#[derive(Debug, Clone)]
pub(crate) struct Image {
    pub(crate) id: LibraryItemId,
    /// Its name, or its identifier if it was selected by identifier.
    pub(crate) name: String,
}

/// Looks up the image that the arguments name.
pub(crate) async fn image(vcenter: &Vcenter, item: &ItemOptions) -> Result<Option<Image>, Failure> {
    let found = match (&item.id, &item.name) {
        (Some(id), _) => return Ok(Some(Image { id: id.clone(), name: id.to_string() })),
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

/// Parses the patterns of a flag.
pub(crate) fn patterns(flag: &str, texts: &[String]) -> Result<Vec<Pattern>, Failure> {
    texts.iter().map(|text| pattern(flag, text)).collect()
}

/// Returns whether a name matches as it is stored or as it is displayed.
pub(crate) fn matches(pattern: &Pattern, name: &str) -> bool {
    pattern.matches(name) || name.contains('%') && pattern.matches(&unescaped(name))
}

fn is_named(name: &str, text: &str) -> bool {
    name == text || unescaped(name) == text
}

/// Unescapes a name: vSphere percent-escapes three characters.
fn unescaped(name: &str) -> String {
    name.replace("%2f", "/").replace("%5c", "\\").replace("%25", "%")
}

fn is_pattern(name: &str) -> bool {
    name.contains(['*', '?', '['])
}

fn pattern(flag: &str, text: &str) -> Result<Pattern, Failure> {
    Pattern::new(text).map_err(|error| {
        let what = format!(
            "{flag} `{}`: invalid shell pattern; pass a name with these characters in a list, as in `--vm -`",
            text.escape_debug()
        );
        Failure::usage_caused_by(what, format!("{} at character {}", error.msg, error.pos + 1))
    })
}

async fn filter(vcenter: &Vcenter, filters: &FilterOptions) -> Result<VmFilter, Failure> {
    let mut unresolved = Vec::new();
    let mut folders = filters.folder_ids.clone();
    for name in &filters.folders {
        match vcenter.find_folder(name).await {
            Ok(folder) => folders.push(folder.id),
            Err(error) => unresolved.push(error),
        }
    }
    let mut clusters = filters.cluster_ids.clone();
    for name in &filters.clusters {
        match vcenter.find_cluster(name).await {
            Ok(cluster) => clusters.push(cluster.id),
            Err(error) => unresolved.push(error),
        }
    }
    if let Some(index) = unresolved
        .iter()
        .position(|error| !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Ambiguous))
    {
        return Err(unresolved.swap_remove(index).into());
    }
    if !unresolved.is_empty() {
        return Err(Failure::Unresolved(unresolved));
    }
    Ok(VmFilter::default()
        .folders(folders)
        .clusters(clusters)
        .power_states(filters.power_states.iter().copied()))
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

    #[test]
    fn a_pattern_matches_a_name_as_it_is_displayed() {
        let is_match = |text: &str, name| matches(&Pattern::new(text).expect("a pattern"), name);
        assert!(is_match("web-*", "web-01") && is_match("web-0[1-3]", "web-02") && is_match("w?b", "web"));
        assert!(
            !is_match("web-*", "my-web-01") && !is_match("web-0[1-3]", "web-04") && !is_match("WEB*", "web")
        );
        assert!(is_match("a/b*", "a%2fb") && is_match("50%*", "50%25 done") && is_match("*", "."));
    }
}
