//! From names, patterns, lists and filters to the virtual machines and the image that they stand for.

use std::collections::HashSet;
use std::io::stdin;
use std::path::{Path, PathBuf};

use glob::Pattern;
use vcenter_iso::{ErrorKind, LibraryItemId, Vcenter, VmFilter, VmId, VmSummary};

use crate::arguments::{Filters, Item, Vms};
use crate::failure::Failure;
use crate::files;
use crate::select::target::Target;
use crate::terminal::interrupt::Interrupts;

/// Which virtual machines were asked for, before anything is looked up.
#[derive(Debug)]
pub(crate) struct Selection {
    names: Vec<String>,
    patterns: Vec<Pattern>,
    ids: Vec<VmId>,
    /// Filters alone select, too.
    everything: bool,
}

/// What was selected.
#[derive(Debug)]
pub(crate) struct Selected {
    pub(crate) targets: Vec<Target>,
    /// Whether a pattern or a filter selected them, so that nobody has named each.
    pub(crate) wide: bool,
}

impl Selection {
    /// Reads what the arguments name, lists included.
    pub(crate) async fn read(
        vms: &Vms,
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
                "stdin cannot hold both names and the password: set VCENTER_PASSWORD",
            ));
        }
        for list in lists {
            let text = interrupts.attentively(move || read_list(&list)).await?;
            selection.names.extend(names(&text));
        }
        if selection.names.is_empty() && selection.patterns.is_empty() && selection.ids.is_empty() {
            // An empty list selects nothing, whatever narrows it down.
            selection.everything = !vms.filters.is_empty() && vms.names.is_empty() && vms.list.is_none();
            if !selection.everything {
                return Err(Failure::usage("the list names no virtual machine"));
            }
        }
        Ok(selection)
    }

    /// Looks everything up. Nothing is selected if one of the names stands for nothing, or for several.
    pub(crate) async fn find(&self, vcenter: &Vcenter, filters: &Filters) -> Result<Selected, Failure> {
        let within = filter(vcenter, filters).await?;
        let mut targets: Vec<_> = self.ids.iter().cloned().map(Target::from).collect();
        let mut unfit = Vec::new();
        if !self.names.is_empty() {
            for found in vcenter.find_vms(&self.names, &within).await? {
                match found {
                    Ok(vm) => targets.push(vm.into()),
                    Err(error) => unfit.push(error),
                }
            }
        }
        if !unfit.is_empty() {
            return Err(Failure::Names(unfit));
        }
        let mut wide = self.everything;
        if self.everything || !self.patterns.is_empty() {
            let all = sorted(vcenter.vms(&within).await?);
            if self.everything {
                targets.extend(all.iter().cloned().map(Target::from));
            }
            for pattern in &self.patterns {
                // A name may have the characters of a pattern.
                let named: Vec<_> = all.iter().filter(|vm| is_named(&vm.name, pattern.as_str())).collect();
                if let [vm] = named.as_slice() {
                    targets.push((*vm).clone().into());
                    continue;
                }
                wide = true;
                let before = targets.len();
                targets.extend(all.iter().filter(|vm| fits(pattern, &vm.name)).cloned().map(Target::from));
                if targets.len() == before {
                    return Err(Failure::Nothing(format!("no virtual machine fits `{pattern}`")));
                }
            }
        }
        if targets.is_empty() {
            return Err(Failure::Nothing("no virtual machine fits the filters".to_owned()));
        }
        let mut seen = HashSet::new();
        targets.retain(|target| seen.insert(target.vm.clone()));
        Ok(Selected { targets, wide })
    }
}

/// The virtual machines that fit all filters, and one of the patterns if there are any, in the order of their names.
pub(crate) async fn listed(
    vcenter: &Vcenter,
    filters: &Filters,
    patterns: &[Pattern],
) -> Result<Vec<VmSummary>, Failure> {
    let mut all = sorted(vcenter.vms(&filter(vcenter, filters).await?).await?);
    all.retain(|vm| patterns.is_empty() || patterns.iter().any(|pattern| fits(pattern, &vm.name)));
    Ok(all)
}

/// The image that the arguments name, and what people call it.
pub(crate) async fn item(vcenter: &Vcenter, item: &Item) -> Result<Option<(LibraryItemId, String)>, Failure> {
    let found = match (&item.id, &item.name) {
        (Some(id), _) => return Ok(Some((id.clone(), id.to_string()))),
        (None, None) => return Ok(None),
        (None, Some(name)) => {
            let search = vcenter.find_iso(name);
            match (&item.place.library, &item.place.library_id) {
                (Some(library), _) => search.in_library(library).await,
                (None, Some(library)) => search.in_library_id(library.clone()).await,
                (None, None) => search.await,
            }
        }
    };
    match found {
        Ok(iso) => Ok(Some((iso.id, iso.name))),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Ambiguous) => {
            Err(Failure::Names(vec![error]))
        }
        Err(error) => Err(error.into()),
    }
}

/// The patterns of a flag.
pub(crate) fn patterns(flag: &str, texts: &[String]) -> Result<Vec<Pattern>, Failure> {
    texts.iter().map(|text| pattern(flag, text)).collect()
}

/// Whether a name fits, as it is stored or as people write it.
pub(crate) fn fits(pattern: &Pattern, name: &str) -> bool {
    pattern.matches(name) || name.contains('%') && pattern.matches(&unescaped(name))
}

fn is_named(name: &str, text: &str) -> bool {
    name == text || unescaped(name) == text
}

/// vSphere stores three characters of a name percent-escaped.
fn unescaped(name: &str) -> String {
    name.replace("%2f", "/").replace("%5c", "\\").replace("%25", "%")
}

fn is_pattern(name: &str) -> bool {
    name.contains(['*', '?', '['])
}

fn pattern(flag: &str, text: &str) -> Result<Pattern, Failure> {
    Pattern::new(text).map_err(|error| {
        let what = format!(
            "{flag} `{}`: this is no shell pattern; as a name, put it into a list, as in `--vm -`",
            text.escape_debug()
        );
        Failure::Usage(what, Some(format!("{} at character {}", error.msg, error.pos + 1).into()))
    })
}

async fn filter(vcenter: &Vcenter, filters: &Filters) -> Result<VmFilter, Failure> {
    let mut unfit = Vec::new();
    let mut folders = filters.folder_ids.clone();
    for name in &filters.folders {
        match vcenter.find_folder(name).await {
            Ok(folder) => folders.push(folder.folder),
            Err(error) => unfit.push(error),
        }
    }
    let mut clusters = filters.cluster_ids.clone();
    for name in &filters.clusters {
        match vcenter.find_cluster(name).await {
            Ok(cluster) => clusters.push(cluster.cluster),
            Err(error) => unfit.push(error),
        }
    }
    if let Some(place) =
        unfit.iter().position(|error| !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Ambiguous))
    {
        return Err(unfit.swap_remove(place).into());
    }
    if !unfit.is_empty() {
        return Err(Failure::Names(unfit));
    }
    Ok(VmFilter::default()
        .folders(folders)
        .clusters(clusters)
        .power_states(filters.power_states.iter().copied()))
}

fn sorted(mut vms: Vec<VmSummary>) -> Vec<VmSummary> {
    vms.sort_by(|one, other| (&one.name, &one.vm).cmp(&(&other.name, &other.vm)));
    vms
}

fn read_list(list: &Path) -> Result<String, Failure> {
    // A name has at most 80 characters in vSphere; this holds more than one vCenter can manage.
    const LONGEST: u64 = 64 << 20;
    let (name, read) = if list.as_os_str() == "-" {
        ("stdin".to_owned(), files::text_of(stdin(), LONGEST))
    } else {
        (format!("--vms-from {}", list.display()), files::read_text(list, LONGEST))
    };
    read.map_err(|error| Failure::Usage(format!("{name}: the names cannot be read"), Some(error.into())))
}

/// The names of a list, literally: a `#` is part of a name unless a line begins with it.
fn names(text: &str) -> impl Iterator<Item = String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_a_name_a_line() {
        let text = "\u{feff}web-01\r\n\n  # the lab\nweb-02 #2\ntwo words\nc#-build\n\t\n*\n";
        assert_eq!(names(text).collect::<Vec<_>>(), ["web-01", "web-02 #2", "two words", "c#-build", "*"]);
    }

    #[test]
    fn a_pattern_fits_a_name_as_people_write_it() {
        let fits = |text: &str, name| fits(&Pattern::new(text).expect("a pattern"), name);
        assert!(fits("web-*", "web-01") && fits("web-0[1-3]", "web-02") && fits("w?b", "web"));
        assert!(!fits("web-*", "my-web-01") && !fits("web-0[1-3]", "web-04") && !fits("WEB*", "web"));
        assert!(fits("a/b*", "a%2fb") && fits("50%*", "50%25 done") && fits("*", "."));
    }
}
