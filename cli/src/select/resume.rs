//! The results of an earlier run, so that another run goes on with what is not done.

use std::collections::HashMap;
use std::io::stdin;
use std::path::Path;

use serde::Deserialize;
use vcenter_iso::{LibraryItemId, SingleLine, VmId};

use crate::failure::Failure;
use crate::files;
use crate::select::selection::Image;
use crate::select::target::Target;
use crate::terminal::report;

/// The results that an earlier run of `mount` has printed.
#[derive(Debug)]
pub(crate) struct Resume {
    file: String,
    /// `None` without a record.
    library_item: Option<LibraryItemId>,
    /// Each VM in order of its first record, and whether its last record reports it as done.
    vms: Vec<(Target, bool)>,
}

/// A line of `mount --output jsonl`. Further members do not matter.
#[derive(Debug, Deserialize)]
struct Record {
    vm: VmId,
    name: Option<String>,
    library_item: LibraryItemId,
    result: String,
}

/// Returns whether the result means that the VM is done. Returns `None` for a result that is none of `mount`.
fn is_done(result: &str) -> Option<bool> {
    match result {
        "mounted" | "already_mounted" | "connected" => Some(true),
        "would_mount" | "would_connect" | "would_fail" | "failed" | "unknown" | "not_started" => Some(false),
        _ => None,
    }
}

impl Resume {
    /// Reads a file; `-` is stdin.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        // 100,000 VMs with long errors.
        const MAX_SIZE: u64 = 256 << 20;
        let (file, text) = if path.as_os_str() == "-" {
            ("stdin".to_owned(), files::text_of(stdin(), MAX_SIZE))
        } else {
            (format!("--resume {}", path.display()), files::read_text(path, MAX_SIZE))
        };
        let text = text
            .map_err(|error| Failure::usage_caused_by(format!("{file}: cannot read the results"), error))?;
        Self::parse(file, &text)
    }

    fn parse(file: String, text: &str) -> Result<Self, Failure> {
        let mut vms: Vec<(Target, bool)> = Vec::new();
        let mut positions = HashMap::new();
        let mut library_item: Option<LibraryItemId> = None;
        for (index, line) in text.split_inclusive('\n').enumerate() {
            let number = index + 1;
            if line.trim().is_empty() {
                continue;
            }
            let record: Record = match serde_json::from_str(line) {
                Ok(record) => record,
                // The run was killed while it wrote the line, and a later one may have continued it.
                Err(_) if is_cut(line) => {
                    report::note(&format!("{file}: line {number} is incomplete and not used"));
                    continue;
                }
                Err(error) => {
                    let what = format!("{file}: line {number} is not a result of `mount --output jsonl`");
                    return Err(Failure::usage_caused_by(what, error));
                }
            };
            let Some(done) = is_done(&record.result) else {
                return Err(Failure::usage(format!(
                    "{file}: line {number} has the result `{}`, which is none of `mount`",
                    SingleLine(&record.result)
                )));
            };
            let first = library_item.get_or_insert_with(|| record.library_item.clone());
            if *first != record.library_item {
                return Err(Failure::usage(format!(
                    "{file}: line {number} is about the library item {}, and an earlier one about {first}",
                    record.library_item
                )));
            }
            let position = *positions.entry(record.vm.clone()).or_insert_with(|| {
                vms.push((Target { vm: record.vm.clone(), name: record.name.clone() }, false));
                vms.len() - 1
            });
            vms[position].1 = done;
        }
        Ok(Self { file, library_item, vms })
    }

    /// Fails if there is no record, from a run that was killed at once, and the arguments do not select everything.
    pub(crate) fn check(&self, selects_all: bool) -> Result<(), Failure> {
        if selects_all || self.library_item.is_some() {
            return Ok(());
        }
        Err(Failure::usage(format!(
            "{}: there is no result: select the image and the virtual machines as in the run before",
            self.file
        )))
    }

    /// Returns the image, after a check that a selected one is the same.
    pub(crate) fn image(&self, selected: Option<Image>) -> Result<Option<Image>, Failure> {
        match (&self.library_item, selected) {
            (Some(own), Some(selected)) if !own.as_str().eq_ignore_ascii_case(selected.id.as_str()) => {
                Err(Failure::usage(format!(
                    "{}: the results are about the library item {own}, not {}",
                    self.file, selected.id
                )))
            }
            (Some(own), None) => Ok(Some(own.clone().into())),
            (_, selected) => Ok(selected),
        }
    }

    /// Returns the VMs that are not done.
    pub(crate) fn unfinished(&self) -> Vec<Target> {
        self.vms.iter().filter(|(_, done)| !done).map(|(target, _)| target.clone()).collect()
    }

    /// Removes the VMs that are done.
    pub(crate) fn retain_unfinished(&self, targets: &mut Vec<Target>) {
        let done: HashMap<_, _> = self.vms.iter().map(|(target, done)| (&target.vm, *done)).collect();
        targets.retain(|target| !done.get(&target.vm).copied().unwrap_or_default());
    }
}

/// Returns whether an invalid line is the start of a record.
fn is_cut(line: &str) -> bool {
    const START: &str = r#"{"vm":"#;
    line.starts_with(START) || !line.ends_with('\n') && START.starts_with(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(vm: &str, result: &str) -> String {
        format!(r#"{{"vm":"{vm}","name":null,"library_item":"item-1","result":"{result}","error":null}}"#)
    }

    fn unfinished(text: &str) -> Result<Vec<String>, String> {
        let resume = Resume::parse("FILE".to_owned(), text).map_err(|failure| failure.to_string())?;
        Ok(resume.unfinished().into_iter().map(|target| target.vm.to_string()).collect())
    }

    #[test]
    fn the_last_result_of_each_vm_counts() {
        let text = [
            line("vm-1", "mounted"),
            line("vm-2", "failed"),
            line("vm-3", "unknown"),
            line("vm-4", "not_started"),
            line("vm-5", "would_mount"),
            String::new(),
            line("vm-6", "already_mounted"),
            line("vm-7", "connected"),
            line("vm-3", "mounted"),
            line("vm-1", "failed"),
        ];
        assert_eq!(
            unfinished(&(text.join("\n") + "\n")),
            Ok(["vm-1", "vm-2", "vm-4", "vm-5"].map(str::to_owned).to_vec())
        );
    }

    #[test]
    fn a_line_of_a_killed_run_may_be_incomplete() {
        let first = line("vm-1", "failed") + "\n";
        let second = line("vm-2", "failed");
        for end in 1..second.len() {
            let cut = first.clone() + &second[..end];
            assert_eq!(unfinished(&cut), Ok(vec!["vm-1".to_owned()]), "{cut}");
        }
        assert_eq!(unfinished(&(first.clone() + &second)), Ok(vec!["vm-1".to_owned(), "vm-2".to_owned()]));
        // The run after it has continued the line.
        let continued = format!("{}{second}\n{first}", &second[..20]);
        assert_eq!(unfinished(&continued), Ok(vec!["vm-1".to_owned()]), "{continued}");
        for empty in ["", "{", "\n"] {
            assert_eq!(unfinished(empty), Ok(Vec::new()), "{empty:?}");
        }
        for (text, reason) in [
            (format!("vm-1\n{first}"), "line 1 is not a result of"),
            (first.clone() + "{}\n", "line 2 is not a result of"),
            (
                first.clone() + &line("vm-2", "unmounted") + "\n",
                "line 2 has the result `unmounted`, which is none of",
            ),
            (first.clone() + "[]\n", "line 2 is not a result of"),
            (
                first + &line("vm-2", "mounted").replace("item-1", "item-2"),
                "line 2 is about the library item item-2",
            ),
        ] {
            let error = unfinished(&text).expect_err(&text);
            assert!(error.contains(reason), "{error} should contain {reason:?}");
        }
    }
}
