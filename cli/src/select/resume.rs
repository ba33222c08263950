//! The results of an earlier run, so that another run goes on with what is not done.

use std::collections::{HashMap, HashSet};
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
    /// Each image in order of its first record.
    images: Vec<Results>,
}

/// The results of one image.
#[derive(Debug)]
struct Results {
    library_item: LibraryItemId,
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
        let mut images: Vec<Results> = Vec::new();
        let mut positions = HashMap::new();
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
            let known = images.iter().position(|results| results.library_item == record.library_item);
            let image = known.unwrap_or_else(|| {
                images.push(Results { library_item: record.library_item, vms: Vec::new() });
                images.len() - 1
            });
            let vms = &mut images[image].vms;
            let position = *positions.entry((image, record.vm.clone())).or_insert_with(|| {
                vms.push((Target { vm: record.vm, name: record.name }, false));
                vms.len() - 1
            });
            vms[position].1 = done;
        }
        Ok(Self { file, images })
    }

    /// Fails if there is no record, from a run that was killed at once, and the arguments do not select everything.
    pub(crate) fn check(&self, selects_all: bool) -> Result<(), Failure> {
        if selects_all || !self.images.is_empty() {
            return Ok(());
        }
        Err(Failure::usage(format!(
            "{}: there is no result: select the image and the virtual machines as in the run before",
            self.file
        )))
    }

    /// Returns the images: the selected ones, of which the results must be about one, or else those of the results.
    pub(crate) fn images(&self, selected: Vec<Image>) -> Result<Vec<Image>, Failure> {
        if selected.is_empty() {
            return Ok(self.images.iter().map(|results| results.library_item.clone().into()).collect());
        }
        match self.images.first() {
            Some(first) if !selected.iter().any(|image| self.results(image).is_some()) => {
                Err(Failure::usage(format!(
                    "{}: the results are about the library item {}, not {}",
                    self.file, first.library_item, selected[0].id
                )))
            }
            _ => Ok(selected),
        }
    }

    /// Returns the VMs that are not done: of the selected ones, or else of the results.
    pub(crate) fn unfinished(
        &self,
        image: &Image,
        selected: Option<Vec<Target>>,
    ) -> Result<Vec<Target>, Failure> {
        let results = self.results(image);
        if let Some(mut targets) = selected {
            let vms = results.into_iter().flat_map(|results| &results.vms);
            let done: HashSet<_> = vms.filter(|(_, done)| *done).map(|(target, _)| &target.vm).collect();
            targets.retain(|target| !done.contains(&target.vm));
            return Ok(targets);
        }
        let results = results.ok_or_else(|| {
            // The run was killed before it came to the image.
            Failure::usage(format!(
                "{}: no result of {image}: select the virtual machines as well",
                self.file
            ))
        })?;
        Ok(results.vms.iter().filter(|(_, done)| !done).map(|(target, _)| target.clone()).collect())
    }

    fn results(&self, image: &Image) -> Option<&Results> {
        let id = image.id.as_str();
        self.images.iter().find(|results| results.library_item.as_str().eq_ignore_ascii_case(id))
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
        let images = resume.images.iter().map(|results| results.library_item.clone().into());
        let targets =
            images.flat_map(|image| resume.unfinished(&image, None).expect("an image of the results"));
        Ok(targets.map(|target| target.vm.to_string()).collect())
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
    fn each_image_has_its_own_results() {
        let text = [
            line("vm-1", "mounted"),
            line("vm-2", "failed"),
            line("vm-1", "failed").replace("item-1", "item-2"),
            line("vm-2", "mounted").replace("item-1", "item-2"),
        ];
        let resume = Resume::parse("FILE".to_owned(), &(text.join("\n") + "\n")).expect("results");
        let image = |id: &str| Image::from(id.parse::<LibraryItemId>().expect("an identifier"));
        let vms = |id: &str, selected: Option<&[&str]>| {
            let target = |vm: &&str| Target::from(vm.parse::<VmId>().expect("an identifier"));
            let selected = selected.map(|vms| vms.iter().map(target).collect());
            let targets = resume.unfinished(&image(id), selected).map_err(|failure| failure.to_string())?;
            Ok::<_, String>(targets.into_iter().map(|target| target.vm.to_string()).collect::<Vec<_>>())
        };
        assert_eq!(vms("item-1", None), Ok(vec!["vm-2".to_owned()]));
        assert_eq!(vms("ITEM-2", None), Ok(vec!["vm-1".to_owned()]));
        assert_eq!(
            vms("item-1", Some(&["vm-1", "vm-2", "vm-3"])),
            Ok(vec!["vm-2".to_owned(), "vm-3".to_owned()])
        );
        // The run was killed before it came to the third image.
        assert_eq!(vms("item-3", Some(&["vm-1"])), Ok(vec!["vm-1".to_owned()]));
        assert!(vms("item-3", None).is_err_and(|error| error.contains("no result of item-3")));
        let images = |ids: &[&str]| resume.images(ids.iter().map(|id| image(id)).collect());
        assert_eq!(images(&[]).expect("images").len(), 2);
        assert_eq!(images(&["item-3", "item-2"]).expect("images").len(), 2);
        assert!(images(&["item-3"]).is_err(), "the results are about other images");
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
        ] {
            let error = unfinished(&text).expect_err(&text);
            assert!(error.contains(reason), "{error} should contain {reason:?}");
        }
    }
}
