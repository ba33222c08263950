//! Reads the modules of a package, and the imports between their files, from the source.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::mem;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Item, ItemUse, UseTree};

/// Macros whose input is code of another crate.
const QUOTES: [&str; 2] = ["quote", "parse_quote"];

/// An import in the file `from` of an item in the file `to`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Import {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) line: usize,
}

/// The modules of the crates `lib.rs` and `main.rs` in a folder. File names are relative to it, with slashes.
pub(crate) struct Modules {
    tree: Vec<Module>,
    /// The crate name of `lib.rs`, for imports in `main.rs`, and its root module.
    library: Option<(String, usize)>,
    /// The text of every file, to find lines.
    texts: BTreeMap<String, String>,
    /// The file and the line of each `use` of several modules.
    nested_uses: BTreeSet<(String, usize)>,
}

#[derive(Default)]
struct Module {
    file: String,
    root: usize,
    parent: usize,
    children: BTreeMap<String, usize>,
    items: BTreeSet<String>,
    /// The name of each import, with its path as written.
    uses: Vec<(String, Vec<String>)>,
    /// The paths of `use path::*`.
    globs: Vec<Vec<String>>,
    /// Every other item, as tokens.
    code: TokenStream,
}

/// The target of a path: a module, or an item of a module.
#[derive(Clone, Copy)]
enum Target {
    Module(usize),
    Item(usize),
}

/// A longer chain of re-exports is circular.
const MAX_DEPTH: usize = 32;

impl Modules {
    /// Reads the modules in `folder` of the package `name`, which is a Rust identifier.
    pub(crate) fn read(folder: &Path, name: Option<&str>) -> Self {
        let mut modules =
            Self { tree: Vec::new(), library: None, texts: BTreeMap::new(), nested_uses: BTreeSet::new() };
        for file in ["lib.rs", "main.rs"] {
            if folder.join(file).exists() {
                let root = modules.tree.len();
                modules.file(folder, file, "", root, root);
                modules.library = modules.library.take().or(name.map(|name| (name.to_owned(), root)));
            }
        }
        modules
    }

    /// Returns the file and the line of each `use` of several modules.
    pub(crate) fn nested_uses(&self) -> &BTreeSet<(String, usize)> {
        &self.nested_uses
    }

    /// Returns the imports between files, one per pair of files.
    pub(crate) fn imports(&self) -> Vec<Import> {
        let mut lines = BTreeMap::new();
        for (index, module) in self.tree.iter().enumerate() {
            let mut add = |target: Option<Target>, path: &[String]| {
                let Some(Target::Module(to) | Target::Item(to)) = target else { return };
                let to = &self.tree[to].file;
                if *to != module.file {
                    lines
                        .entry((module.file.clone(), to.clone()))
                        .or_insert_with(|| self.line(&module.file, path));
                }
            };
            for (_, path) in &module.uses {
                add(self.resolve(index, path, MAX_DEPTH), path);
            }
            for path in &module.globs {
                let target = self.resolve(index, path, MAX_DEPTH);
                add(target, path);
                if let Some(Target::Module(target)) = target {
                    for (_, import) in &self.tree[target].uses {
                        add(self.resolve(target, import, MAX_DEPTH), path);
                    }
                }
            }
            for path in paths(module.code.clone()) {
                add(self.resolve(index, &path, MAX_DEPTH), &path);
            }
        }
        lines.into_iter().map(|((from, to), line)| Import { from, to, line }).collect()
    }

    fn file(&mut self, folder: &Path, file: &str, below: &str, root: usize, parent: usize) -> usize {
        let path = folder.join(file);
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let items =
            syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())).items;
        self.texts.insert(file.to_owned(), text);
        self.module(folder, file, below, &items, root, parent)
    }

    /// Adds a module of `file`. The files of its children are in the folder `below`.
    fn module(
        &mut self,
        folder: &Path,
        file: &str,
        below: &str,
        items: &[Item],
        root: usize,
        parent: usize,
    ) -> usize {
        let index = self.tree.len();
        self.tree.push(Module { file: file.to_owned(), root, parent, ..Module::default() });
        for item in items {
            if let Item::Use(import) = item
                && names_modules(&import.tree)
            {
                let line = self.line(file, &first_path(import));
                self.nested_uses.insert((file.to_owned(), line));
            }
            match item {
                _ if attributes(item).iter().any(is_test) => {}
                Item::Use(import) => self.tree[index].add_use(&import.tree, &mut Vec::new()),
                Item::Mod(module) => {
                    let name = module.ident.to_string();
                    let inside = format!("{below}{name}/");
                    let child = match &module.content {
                        Some((_, items)) => Some(self.module(folder, file, &inside, items, root, index)),
                        None => [format!("{below}{name}.rs"), format!("{inside}mod.rs")]
                            .into_iter()
                            .find(|file| folder.join(file).exists())
                            .map(|file| self.file(folder, &file, &inside, root, index)),
                    };
                    self.tree[index].children.extend(child.map(|child| (name, child)));
                }
                item => {
                    self.tree[index].items.extend(name(item));
                    item.to_tokens(&mut self.tree[index].code);
                }
            }
        }
        index
    }

    /// Returns the target of `path` in the module `from`; `None` if it is in another crate.
    fn resolve(&self, from: usize, path: &[String], depth: usize) -> Option<Target> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" | "$crate" => self.descend(self.tree[from].root, rest, depth),
            "self" => self.descend(from, rest, depth),
            "super" => self.descend(self.tree[from].parent, rest, depth),
            name => self.lookup(from, name, rest, depth).or_else(|| {
                let (_, library) = self.library.as_ref().filter(|(library, _)| library == name)?;
                self.descend(*library, rest, depth)
            }),
        }
    }

    fn descend(&self, module: usize, path: &[String], depth: usize) -> Option<Target> {
        match path.split_first() {
            None => Some(Target::Module(module)),
            Some((first, rest)) if first == "super" => self.descend(self.tree[module].parent, rest, depth),
            // A name that is not in the source, for example from `include!`, belongs to the module itself.
            Some((name, rest)) => self.lookup(module, name, rest, depth).or(Some(Target::Item(module))),
        }
    }

    fn lookup(&self, module: usize, name: &str, rest: &[String], depth: usize) -> Option<Target> {
        let depth = depth.checked_sub(1)?;
        let scope = &self.tree[module];
        if let Some(child) = scope.children.get(name) {
            return self.descend(*child, rest, depth);
        }
        if scope.items.contains(name) {
            return Some(Target::Item(module));
        }
        if let Some((_, import)) = scope.uses.iter().find(|(known, _)| known == name) {
            return self.resolve(module, &[import, rest].concat(), depth);
        }
        scope.globs.iter().find_map(|glob| match self.resolve(module, glob, depth)? {
            Target::Module(target) => self.lookup(target, name, rest, depth),
            Target::Item(_) => None,
        })
    }

    /// Returns the first line of `file` with `path`, or with its longest prefix. Comments do not count.
    fn line(&self, file: &str, path: &[String]) -> usize {
        let lines =
            || self.texts[file].lines().enumerate().filter(|(_, line)| !line.trim().starts_with("//"));
        (1..=path.len())
            .rev()
            .find_map(|length| {
                let path = path[..length].join("::");
                lines().find(|(_, line)| line.contains(&path)).map(|(index, _)| index + 1)
            })
            .unwrap_or(1)
    }
}

impl Module {
    fn add_use(&mut self, tree: &UseTree, path: &mut Vec<String>) {
        match tree {
            UseTree::Path(inner) => {
                path.push(inner.ident.to_string());
                self.add_use(&inner.tree, path);
                path.pop();
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.add_use(tree, path)),
            UseTree::Glob(_) => self.globs.push(path.clone()),
            UseTree::Name(name) if name.ident == "self" => {
                self.uses.extend(path.last().cloned().map(|name| (name, path.clone())));
            }
            UseTree::Name(name) => {
                let name = name.ident.to_string();
                self.uses.push((name.clone(), [path.as_slice(), &[name]].concat()));
            }
            UseTree::Rename(rename) => {
                let path = [path.as_slice(), &[rename.ident.to_string()]].concat();
                self.uses.push((rename.rename.to_string(), path));
            }
        }
    }
}

/// Returns whether the braces of a `use` contain a path of more than one segment.
fn names_modules(tree: &UseTree) -> bool {
    match tree {
        UseTree::Path(path) => names_modules(&path.tree),
        UseTree::Group(group) => {
            group.items.iter().any(|tree| matches!(tree, UseTree::Path(_) | UseTree::Group(_)))
        }
        _ => false,
    }
}

/// Returns the path of a `use` up to its first brace.
fn first_path(import: &ItemUse) -> Vec<String> {
    let mut path = Vec::new();
    let mut tree = &import.tree;
    while let UseTree::Path(inner) = tree {
        path.push(inner.ident.to_string());
        tree = &inner.tree;
    }
    path.push(if path.is_empty() { "use {" } else { "{" }.to_owned());
    path
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

fn is_test(attribute: &Attribute) -> bool {
    attribute.to_token_stream().to_string().replace(' ', "") == "#[cfg(test)]"
}

/// Returns the name that an item adds to its module.
fn name(item: &Item) -> Option<String> {
    Some(match item {
        Item::Const(item) => item.ident.to_string(),
        Item::Enum(item) => item.ident.to_string(),
        Item::Fn(item) => item.sig.ident.to_string(),
        Item::Macro(item) => item.ident.as_ref()?.to_string(),
        Item::Static(item) => item.ident.to_string(),
        Item::Struct(item) => item.ident.to_string(),
        Item::Trait(item) => item.ident.to_string(),
        Item::Type(item) => item.ident.to_string(),
        _ => return None,
    })
}

/// Returns the paths of at least two segments in `code`, including macro calls.
fn paths(code: TokenStream) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    let mut path: Vec<String> = Vec::new();
    // The number of colons before the token.
    let mut colons = 0;
    for token in code {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ':' => {
                colons += 1;
                continue;
            }
            // The `!` of a macro call belongs to its name.
            TokenTree::Punct(punct) if punct.as_char() == '!' => continue,
            TokenTree::Ident(ident) if colons == 2 && !path.is_empty() => path.push(ident.to_string()),
            // A path that starts with `::` is in another crate.
            TokenTree::Ident(_) if colons == 2 => {}
            TokenTree::Ident(ident) => paths.push(mem::replace(&mut path, vec![ident.to_string()])),
            TokenTree::Group(group) => {
                if !path.last().is_some_and(|name| QUOTES.contains(&name.as_str())) {
                    paths.extend(self::paths(group.stream()));
                }
                paths.push(mem::take(&mut path));
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => paths.push(mem::take(&mut path)),
        }
        colons = 0;
    }
    paths.push(path);
    paths.retain(|path| path.len() > 1);
    paths
}
