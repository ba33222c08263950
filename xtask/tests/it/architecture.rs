//! ARCHITECTURE.md against the code: the invariants that the layout alone can hold, and the tests that hold the others.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Fields, ImplItem, Item, UseTree, Visibility};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is in a workspace")
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The Rust files in a folder and below it.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// The lines of ARCHITECTURE.md on each invariant.
fn invariants() -> Vec<String> {
    let text = read("ARCHITECTURE.md");
    let (_, section) = text.split_once("\n## Invariants\n").expect("ARCHITECTURE.md has invariants");
    let section = section.split("\n## ").next().unwrap_or_default();
    let mut invariants: Vec<String> = Vec::new();
    for line in section.lines() {
        if line.starts_with(|character: char| character.is_ascii_digit()) {
            invariants.push(String::new());
        }
        if let Some(invariant) = invariants.last_mut() {
            invariant.push_str(line);
            invariant.push('\n');
        }
    }
    invariants
}

#[test]
fn every_invariant_names_the_tests_that_hold_it() {
    let invariants = invariants();
    assert!(!invariants.is_empty(), "ARCHITECTURE.md has no numbered invariant");
    for invariant in invariants {
        let named: Vec<_> = invariant.split('`').filter(|text| text.contains(".rs")).collect();
        assert!(!named.is_empty(), "name the tests that hold it, as `tests/sdk/file.rs::name`:\n{invariant}");
        for test in named {
            let (file, name) = test.split_once("::").map_or((test, None), |(file, name)| (file, Some(name)));
            let text = read(file);
            if let Some(name) = name {
                let function = format!("fn {}(", name.rsplit("::").next().unwrap_or(name));
                assert!(text.contains(&function), "{file} has no test `{name}`, which ARCHITECTURE.md names");
            } else {
                assert!(text.contains("#[test]") || text.contains("#[tokio::test"), "{file} has no tests");
            }
        }
    }
}

#[test]
fn the_simulator_depends_on_neither_the_sdk_nor_the_generator() {
    let manifest = read("simulator/Cargo.toml");
    for section in manifest.split("\n[").filter(|section| section.starts_with("dependencies]")) {
        for name in ["vcenter-iso", "vcenter-iso-codegen", "progenitor"] {
            let depends = section
                .lines()
                .any(|line| line.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', '.', '='])));
            assert!(!depends, "the simulator is a reading of the document of its own: drop `{name}`");
        }
    }
}

#[test]
fn every_simulator_of_a_test_is_held_against_the_document() {
    for folder in ["tests/sdk", "cli/tests/cli"] {
        for path in sources(&root().join(folder)) {
            let text = fs::read_to_string(&path).expect("a file");
            assert!(!text.contains(".start()"), "{}: start it with `checked::start`", path.display());
        }
    }
}

/// What may name a type of the generated client: the escape hatch.
const ESCAPE_HATCH: [&str; 2] = ["api", "http_client"];

/// What the generated client takes from progenitor and reqwest, or is made of them.
const GENERATED: [&str; 7] =
    ["ByteStream", "Client", "ClientInfo", "Error", "HttpClient", "ResponseValue", "builder"];

#[test]
fn public_signatures_name_no_type_of_progenitor_or_reqwest() {
    let mut signatures = 0;
    for path in sources(&root().join("sdk")) {
        if path.ends_with("sdk/api.rs") || path.ends_with("generated/api.rs") {
            continue;
        }
        let file = syn::parse_file(&fs::read_to_string(&path).expect("a file")).expect("Rust");
        let mut foreign: BTreeSet<String> =
            ["reqwest", "progenitor", "progenitor_client"].map(str::to_owned).into();
        for item in &file.items {
            if let Item::Use(import) = item {
                imports(&import.tree, &mut Vec::new(), &mut foreign);
            }
        }
        for (name, tokens) in public(&file.items) {
            signatures += 1;
            if ESCAPE_HATCH.contains(&name.as_str()) {
                continue;
            }
            for word in words(tokens) {
                assert!(
                    !foreign.contains(&word),
                    "{}: `{name}` is public and names `{word}`: wrap it, or move it to the escape hatch",
                    path.display()
                );
            }
        }
    }
    assert!(signatures > 100, "only {signatures} public signatures were found: correct this test");
}

/// Adds the names that a `use` takes from reqwest, progenitor or the generated client.
fn imports(tree: &UseTree, path: &mut Vec<String>, foreign: &mut BTreeSet<String>) {
    let is_foreign = |path: &[String], name: &str| match path.first().map(String::as_str) {
        Some("reqwest" | "progenitor" | "progenitor_client") => true,
        Some("crate") => path.len() == 2 && path[1] == "api" && GENERATED.contains(&name),
        _ => false,
    };
    match tree {
        UseTree::Path(inner) => {
            path.push(inner.ident.to_string());
            imports(&inner.tree, path, foreign);
            path.pop();
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| imports(tree, path, foreign)),
        UseTree::Name(name) if is_foreign(path, &name.ident.to_string()) => {
            foreign.insert(name.ident.to_string());
        }
        UseTree::Rename(rename) if is_foreign(path, &rename.ident.to_string()) => {
            foreign.insert(rename.rename.to_string());
        }
        _ => {}
    }
}

/// Each public signature of a file: its name and its tokens.
fn public(items: &[Item]) -> Vec<(String, TokenStream)> {
    let is_public = |visibility: &Visibility| matches!(visibility, Visibility::Public(_));
    let mut found = Vec::new();
    let mut add = |name: String, tokens: TokenStream| found.push((name, tokens));
    let fields = |fields: &Fields| -> TokenStream {
        fields.iter().filter(|field| is_public(&field.vis)).map(|field| field.ty.to_token_stream()).collect()
    };
    for item in items {
        match item {
            Item::Fn(function) if is_public(&function.vis) => {
                add(function.sig.ident.to_string(), function.sig.to_token_stream());
            }
            Item::Struct(structure) if is_public(&structure.vis) => {
                add(structure.ident.to_string(), fields(&structure.fields));
            }
            Item::Enum(enumeration) if is_public(&enumeration.vis) => {
                let variants = enumeration.variants.iter().map(|variant| variant.fields.to_token_stream());
                add(enumeration.ident.to_string(), variants.collect());
            }
            Item::Type(alias) if is_public(&alias.vis) => {
                add(alias.ident.to_string(), alias.ty.to_token_stream());
            }
            Item::Impl(implementation) => {
                let is_generated = words(implementation.self_ty.to_token_stream()) == ["Client"];
                if let Some(of) = implementation.trait_.as_ref().filter(|_| !is_generated) {
                    let path = of.0.to_token_stream();
                    add(path.to_string(), path);
                }
                for item in &implementation.items {
                    if let ImplItem::Fn(function) = item
                        && is_public(&function.vis)
                    {
                        add(function.sig.ident.to_string(), function.sig.to_token_stream());
                    }
                }
            }
            _ => {}
        }
    }
    found
}

fn words(tokens: TokenStream) -> Vec<String> {
    let mut words = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => words.extend(self::words(group.stream())),
            TokenTree::Ident(word) => words.push(word.to_string()),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    words
}
