//! Checks the imports of each package against the layers of ARCHITECTURE.md, and the style of its modules.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::path::Path;

use crate::modules::{Import, Modules};

const ARCHITECTURE: &str = "ARCHITECTURE.md";

#[test]
fn every_file_imports_only_from_its_own_layer_or_below() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is in a workspace");
    let findings = findings(root);
    assert!(findings.is_empty(), "these files violate the layers or the style:\n{}", findings.join("\n"));
}

/// The layers of one folder, from top to bottom.
struct Package {
    folder: String,
    layers: Vec<Layer>,
}

struct Layer {
    name: String,
    /// Files and folders, relative to the folder of the package. A folder ends with a slash.
    entries: Vec<String>,
    /// The line in ARCHITECTURE.md.
    line: usize,
}

/// Reads the section `## Layers`.
///
/// It has a heading for each folder, with the name in backticks, and a table with a row for each layer. The
/// second cell of a row has the entries in backticks.
fn packages(architecture: &str) -> Vec<Package> {
    let mut packages: Vec<Package> = Vec::new();
    let section = architecture
        .lines()
        .enumerate()
        .skip_while(|(_, line)| *line != "## Layers")
        .skip(1)
        .take_while(|(_, line)| !line.starts_with("## "));
    for (index, line) in section {
        if let Some(heading) = line.strip_prefix("### ") {
            let folder = heading.trim_matches(['`', '/']).to_owned();
            packages.push(Package { folder, layers: Vec::new() });
        } else if let Some(package) = packages.last_mut()
            && let [_, name, entries, ..] = line.split('|').collect::<Vec<_>>()[..]
        {
            let entries: Vec<_> = entries.split('`').skip(1).step_by(2).map(str::to_owned).collect();
            // The header of the table has no entries.
            if !entries.is_empty() {
                package.layers.push(Layer { name: name.trim().to_owned(), entries, line: index + 1 });
            }
        }
    }
    packages
}

/// Returns the findings in the workspace `root`, as `file:line: problem: fix`.
fn findings(root: &Path) -> Vec<String> {
    let architecture = fs::read_to_string(root.join(ARCHITECTURE)).expect("ARCHITECTURE.md can be read");
    let packages = packages(&architecture);
    if packages.is_empty() {
        return vec![format!(
            "{ARCHITECTURE}:1: no layers: add a section `## Layers` with a table per package"
        )];
    }
    packages.iter().flat_map(|package| package.findings(root)).collect()
}

impl Package {
    fn findings(&self, root: &Path) -> Vec<String> {
        let folder = root.join(&self.folder);
        let Self { folder: name, layers } = self;
        let mut findings = Vec::new();
        for Layer { entries, line, .. } in layers {
            for entry in entries.iter().filter(|entry| !folder.join(entry).exists()) {
                let problem = format!("`{name}/{entry}` does not exist: remove it, or correct the name");
                findings.push(format!("{ARCHITECTURE}:{line}: {problem}"));
            }
        }
        for file in sources(&folder, "") {
            if self.layer(&file).is_none() {
                findings.push(format!(
                    "{name}/{file}:1: in no layer: add it to the table of `{name}/` in {ARCHITECTURE}"
                ));
            }
            let children = file.strip_suffix(".rs").unwrap_or_default();
            if folder.join(children).is_dir() {
                findings.push(format!(
                    "{name}/{file}:1: a module with children in `{children}/`: move it to `{children}/mod.rs`"
                ));
            }
        }
        let modules = Modules::read(&folder, package_name(&folder).as_deref());
        for (file, line) in modules.nested_uses() {
            findings
                .push(format!("{name}/{file}:{line}: a `use` of several modules: write one `use` for each"));
        }
        let imports = modules.imports();
        for Import { from, to, line } in &imports {
            if let (Some((own, own_name)), Some((other, other_name))) = (self.layer(from), self.layer(to))
                && other < own
            {
                findings.push(format!(
                    "{name}/{from}:{line}: imports `{to}`: the layer `{other_name}` is above `{own_name}`: move the \
                     item down, or pass it as an argument"
                ));
            }
        }
        findings.extend(cycles(&imports).iter().map(|cycle| {
            let files: Vec<_> =
                cycle.iter().map(|import| format!("{}:{}", import.from, import.line)).collect();
            let Import { from, line, .. } = cycle[0];
            format!(
                "{name}/{from}:{line}: an import cycle: {} -> {from}: move the shared items to a file below them",
                files.join(" -> ")
            )
        }));
        findings
    }

    /// Returns the index and the name of the layer with the longest matching entry.
    fn layer(&self, file: &str) -> Option<(usize, &str)> {
        let matches = |entry: &str| entry == file || (entry.ends_with('/') && file.starts_with(entry));
        let layers = self.layers.iter().enumerate();
        layers
            .flat_map(|(index, layer)| layer.entries.iter().map(move |entry| (index, layer, entry)))
            .filter(|(.., entry)| matches(entry))
            .max_by_key(|(.., entry)| entry.len())
            .map(|(index, layer, _)| (index, layer.name.as_str()))
    }
}

/// Returns the Rust files of a folder and its subfolders, relative to it, with slashes.
fn sources(folder: &Path, below: &str) -> BTreeSet<String> {
    let mut files = BTreeSet::new();
    for entry in fs::read_dir(folder.join(below)).into_iter().flatten().flatten() {
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            files.extend(sources(folder, &format!("{name}/")));
        } else if entry.path().extension().is_some_and(|extension| extension == "rs") {
            files.insert(name);
        }
    }
    files
}

/// Returns the name of the package that contains a folder, as a Rust identifier.
fn package_name(folder: &Path) -> Option<String> {
    let manifest =
        folder.ancestors().find_map(|folder| fs::read_to_string(folder.join("Cargo.toml")).ok())?;
    let name = manifest.lines().find_map(|line| line.strip_prefix("name = \""))?;
    Some(name.trim_end_matches('"').replace('-', "_"))
}

/// Returns a shortest cycle of each group of files that import each other.
fn cycles(imports: &[Import]) -> Vec<Vec<&Import>> {
    let mut from: BTreeMap<&str, Vec<&Import>> = BTreeMap::new();
    for import in imports {
        from.entry(&import.from).or_default().push(import);
    }
    let mut cycles: Vec<Vec<&Import>> = Vec::new();
    let mut known = BTreeSet::new();
    for file in from.keys() {
        if !known.contains(file)
            && let Some(cycle) = cycle(file, &from)
        {
            known.extend(cycle.iter().map(|import| import.from.as_str()));
            cycles.push(cycle);
        }
    }
    cycles
}

/// Returns the shortest cycle of imports through `file`.
fn cycle<'a>(file: &str, from: &BTreeMap<&str, Vec<&'a Import>>) -> Option<Vec<&'a Import>> {
    let mut seen = BTreeSet::new();
    let mut pending: VecDeque<Vec<&Import>> = from.get(file)?.iter().map(|import| vec![*import]).collect();
    while let Some(path) = pending.pop_front() {
        let last = &path[path.len() - 1].to;
        if last == file {
            return Some(path);
        }
        if seen.insert(last) {
            let next = from.get(last.as_str()).into_iter().flatten();
            pending.extend(next.map(|import| [path.as_slice(), &[*import]].concat()));
        }
    }
    None
}

/// Returns the findings in a package `p` with these files, and with a layer for each item of `layers`.
#[track_caller]
fn findings_in(layers: &[&str], files: &[(&str, &str)]) -> Vec<String> {
    let root = tempfile::tempdir().expect("the system has a folder for temporary files");
    let rows = layers.iter().map(|entries| format!("| a layer | {entries} |")).collect::<Vec<_>>().join("\n");
    let architecture =
        format!("# A\n\n## Layers\n\n### `p/`\n\n| layer | files |\n| --- | --- |\n{rows}\n## B\n");
    for (file, text) in files.iter().copied().chain([("../ARCHITECTURE.md", architecture.as_str())]) {
        let path = root.path().join("p").join(file);
        fs::create_dir_all(root.path().join("p")).expect("the folder can be made");
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the folder can be made");
        fs::write(path, text).expect("the file can be written");
    }
    findings(root.path())
}

#[test]
fn imports_from_below_and_from_other_crates_have_no_findings() {
    let found = findings_in(
        &["`lib.rs`", "`top/`", "`base/`, `bottom.rs`"],
        &[
            ("lib.rs", "pub mod base;\nmod bottom;\nmod top;\npub use base::Name;\n"),
            (
                "top/mod.rs",
                "mod inner;\nuse std::{fs, io};\nuse inner::Inner;\nfn f(_: crate::base::Name) {}\n",
            ),
            ("top/inner.rs", "use crate::Name;\nuse crate::bottom;\npub struct Inner(Name, bottom::B);\n"),
            ("base/mod.rs", "mod name;\npub use name::Name;\n"),
            (
                "base/name.rs",
                "/// Not an import: [`top`](crate::top).\npub struct Name(::top::T);\n#[cfg(test)]\nmod tests { use crate::top::Inner; }\n",
            ),
            ("bottom.rs", "use serde::top::X;\npub struct B(X);\n"),
        ],
    );
    assert_eq!(found, [""; 0]);
}

/// The layers of a package without findings: `lib.rs` is above `a.rs` and `m/`, which are above `b.rs`.
const LAYERS: &[&str] = &["`lib.rs`", "`a.rs`, `m/`", "`b.rs`"];
const FILES: [(&str, &str); 6] = [
    ("lib.rs", "mod a;\nmod b;\nmod m;\npub use a::A;\n"),
    ("a.rs", "pub struct A;\n"),
    ("b.rs", "pub struct B;\n"),
    ("m/mod.rs", "mod x;\nmod y;\npub use x::X;\npub use y::Y;\n"),
    ("m/x.rs", "pub struct X;\n"),
    ("m/y.rs", "pub struct Y;\n"),
];

/// Expects a finding that starts with `wanted` if `changes` replace or extend [`FILES`].
#[track_caller]
fn expect_finding(changes: &[(&str, &str)], wanted: &str) {
    let kept = FILES.iter().filter(|(file, _)| changes.iter().all(|(changed, _)| changed != file));
    let files: Vec<_> = kept.chain(changes).copied().collect();
    let found = findings_in(LAYERS, &files);
    assert!(found.iter().any(|finding| finding.starts_with(wanted)), "{wanted}\nis not in\n{found:#?}");
}

#[test]
fn an_import_from_a_layer_above_is_a_finding() {
    assert_eq!(findings_in(LAYERS, &FILES), [""; 0]);
    expect_finding(
        &[("b.rs", "\nuse crate::a::A;\n")],
        "p/b.rs:2: imports `a.rs`: the layer `a layer` is above `a layer`: move the item down, or pass it as an \
         argument",
    );
    let upward = "p/b.rs:2: imports `a.rs`: ";
    expect_finding(&[("b.rs", "fn f() {\n    let _ = super::a::A;\n}\n")], upward);
    expect_finding(&[("b.rs", "\nfn f() { println!(\"{}\", crate::a::A); }\n")], upward);
    // A re-export of the root, and a re-export in the file itself.
    expect_finding(&[("b.rs", "\nuse crate::A as Other;\n")], upward);
    expect_finding(&[("b.rs", "\npub(crate) use crate::a::A;\n")], upward);
    expect_finding(&[("b.rs", "use crate::m;\nfn f() { m::X; }\n")], "p/b.rs:2: imports `m/x.rs`: ");
}

#[test]
fn an_import_cycle_is_a_finding() {
    let a = ("a.rs", "use crate::m::X;\npub struct A(X);\n");
    expect_finding(
        &[a, ("m/x.rs", "\nuse crate::a::A;\npub struct X(A);\n")],
        "p/a.rs:1: an import cycle: a.rs:1 -> m/x.rs:2 -> a.rs: move the shared items to a file below them",
    );
    expect_finding(
        &[a, ("m/x.rs", "use super::y::Y;\npub struct X(Y);\n"), ("m/y.rs", "pub struct Y(crate::a::A);\n")],
        "p/a.rs:1: an import cycle: a.rs:1 -> m/x.rs:1 -> m/y.rs:1 -> a.rs: ",
    );
    // Through re-exports of the parent.
    expect_finding(
        &[("m/x.rs", "use super::Y;\npub struct X(Y);\n"), ("m/y.rs", "use super::*;\npub struct Y(X);\n")],
        "p/m/x.rs:1: an import cycle: m/x.rs:1 -> m/y.rs:1 -> m/x.rs: ",
    );
    // With the parent.
    expect_finding(
        &[
            ("m/mod.rs", "mod x;\nuse x::X;\npub struct M(X);\n"),
            ("m/x.rs", "use super::M;\npub struct X(M);\n"),
        ],
        "p/m/mod.rs:2: an import cycle: m/mod.rs:2 -> m/x.rs:1 -> m/mod.rs: ",
    );
}

#[test]
fn a_table_that_does_not_match_the_files_is_a_finding() {
    expect_finding(
        &[("other/y.rs", "")],
        "p/other/y.rs:1: in no layer: add it to the table of `p/` in ARCHITECTURE.md",
    );
    let found = findings_in(&["`lib.rs`", "`none.rs`, `folder/`"], &[("lib.rs", "")]);
    let wanted = ["none.rs", "folder/"].map(|entry| {
        format!("ARCHITECTURE.md:10: `p/{entry}` does not exist: remove it, or correct the name")
    });
    assert_eq!(found, wanted);
}

#[test]
fn another_module_style_is_a_finding() {
    expect_finding(&[("a/y.rs", "")], "p/a.rs:1: a module with children in `a/`: move it to `a/mod.rs`");
    let several = "p/b.rs:2: a `use` of several modules: write one `use` for each";
    expect_finding(&[("b.rs", "\nuse std::{fs, io::Write};\n")], several);
    expect_finding(&[("b.rs", "#[cfg(test)]\nuse {std::fs, std::{io}};\n")], several);
}

#[test]
fn an_import_of_a_binary_from_its_library_is_read() {
    let files = [
        ("Cargo.toml", "[package]\nname = \"my-crate\"\n"),
        ("lib.rs", "mod a;\npub use a::A;\n"),
        ("a.rs", "pub struct A;\n"),
        ("main.rs", "use my_crate::A;\n"),
    ];
    let found = findings_in(&["`lib.rs`, `a.rs`", "`main.rs`"], &files);
    assert!(found[0].starts_with("p/main.rs:1: imports `a.rs`: "), "{found:?}");
}

#[test]
fn a_document_without_layers_is_a_finding() {
    let root = tempfile::tempdir().expect("the system has a folder for temporary files");
    fs::write(root.path().join(ARCHITECTURE), "# A\n").expect("the file can be written");
    assert_eq!(
        findings(root.path()),
        ["ARCHITECTURE.md:1: no layers: add a section `## Layers` with a table per package"]
    );
}
