//! The imports of a Rust file, in the form of rustfmt.

use std::mem;
use std::ops::Range;

/// `max_width` of `rustfmt.toml`.
pub(super) const WIDTH: usize = 110;

/// A `use` with the names of one module.
struct Import {
    lines: Range<usize>,
    /// The module, such as `axum::extract`.
    path: String,
    names: Vec<String>,
}

/// Adds `name` of the module `path` to the imports of `text`. Does nothing if the name is there.
pub(super) fn add(text: &str, path: &str, name: &str) -> String {
    let imports = imports(text);
    let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
    let (at, mut new) = match imports.iter().find(|import| import.path == path) {
        Some(import) if import.names.iter().any(|known| known == name) => return text.to_owned(),
        Some(import) => {
            let names = import.names.iter().map(String::as_str).chain([name]).collect();
            (import.lines.clone(), statement(path, names))
        }
        None => place(&imports, lines.len(), path, statement(path, vec![name])),
    };
    if at.start == lines.len() && !lines.is_empty() && imports.is_empty() {
        new.insert(0, String::new());
    }
    lines.splice(at, new);
    lines.join("\n") + "\n"
}

/// Returns the names that the imports and the modules of `text` bring into its scope, also those of crates.
pub(super) fn names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for import in imports(text) {
        let last = import.path.rsplit("::").next().unwrap_or_default();
        names.extend(import.path.split("::").next().map(str::to_owned));
        names.extend(import.names.iter().map(|name| match name.as_str() {
            "self" => last.to_owned(),
            name => name.rsplit(' ').next().unwrap_or_default().to_owned(),
        }));
    }
    names.extend(text.lines().filter_map(module).map(str::to_owned));
    names
}

/// Returns the name of the module that the line declares.
pub(super) fn module(line: &str) -> Option<&str> {
    let line = line.strip_prefix("pub(crate) ").unwrap_or(line);
    line.strip_prefix("mod ")?.strip_suffix(';')
}

fn imports(text: &str) -> Vec<Import> {
    let lines: Vec<_> = text.lines().collect();
    let mut imports = Vec::new();
    for (start, _) in lines.iter().enumerate().filter(|(_, line)| line.starts_with("use ")) {
        let length = lines[start..].iter().position(|line| line.ends_with(';')).unwrap_or_default() + 1;
        let joined = lines[start..start + length].concat();
        let tree = joined.trim_start_matches("use ").trim_end_matches(';');
        let Some((path, names)) = tree.split_once("::{").or_else(|| tree.rsplit_once("::")) else { continue };
        let names = names.trim_end_matches('}').split(',').map(str::trim).filter(|name| !name.is_empty());
        imports.push(Import {
            lines: start..start + length,
            path: path.to_owned(),
            names: names.map(str::to_owned).collect(),
        });
    }
    imports
}

/// Returns the place of a new import, and its lines with those that separate its group.
fn place(
    imports: &[Import],
    end: usize,
    path: &str,
    mut statement: Vec<String>,
) -> (Range<usize>, Vec<String>) {
    let group = |path: &str| match path.split("::").next() {
        Some("std") => 0,
        Some("crate") => 2,
        _ => 1,
    };
    let own = group(path);
    let is_behind = |import: &&Import| group(&import.path) == own && order(import) > statement[0];
    let at = if let Some(behind) = imports.iter().find(is_behind) {
        behind.lines.start
    } else if let Some(last) = imports.iter().rfind(|import| group(&import.path) == own) {
        last.lines.end
    } else if let Some(later) = imports.iter().find(|import| group(&import.path) > own) {
        statement.push(String::new());
        later.lines.start
    } else if let Some(last) = imports.last() {
        statement.insert(0, String::new());
        last.lines.end
    } else {
        end
    };
    (at..at, statement)
}

/// Returns the start of the statement, for sorting.
fn order(import: &Import) -> String {
    match import.names.as_slice() {
        [name] => format!("use {}::{name};", import.path),
        _ => format!("use {}::{{", import.path),
    }
}

/// Returns the lines of the import of `names`.
fn statement(path: &str, mut names: Vec<&str>) -> Vec<String> {
    if let [name] = names.as_slice() {
        return vec![format!("use {path}::{name};")];
    }
    names.sort_unstable_by_key(|name| (*name != "self", *name));
    let line = format!("use {path}::{{{}}};", names.join(", "));
    if line.len() <= WIDTH {
        return vec![line];
    }
    let mut lines = vec![format!("use {path}::{{")];
    let mut line = "   ".to_owned();
    for name in names {
        if line.len() + name.len() + 2 > WIDTH {
            lines.push(mem::replace(&mut line, "   ".to_owned()));
        }
        line = format!("{line} {name},");
    }
    lines.extend([line, "};".to_owned()]);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn expect(text: &str, path: &str, name: &str, wanted: &str) {
        assert_eq!(add(text, path, name), wanted);
    }

    #[test]
    fn a_name_joins_the_import_of_its_module() {
        let text = "use serde_json::{Value, json};\n\nuse crate::a::{lookup, wire};\nuse crate::b::Error;\n";
        expect(text, "crate::a", "lookup", text);
        expect(text, "crate::b", "Error", text);
        expect(text, "serde_json", "Map", &text.replace("{Value, json}", "{Map, Value, json}"));
        expect(text, "crate::b", "Another", &text.replace("b::Error", "b::{Another, Error}"));
    }

    #[test]
    fn an_import_of_several_lines_is_filled_again() {
        let names: Vec<_> = ('A'..='L').map(|letter| format!("{letter}aaaaaaaa")).collect();
        let text = format!("use crate::a::{{\n    {},\n    {},\n}};\n", names[..10].join(", "), names[11]);
        let wanted = format!(
            "use crate::a::{{\n    {},\n    {},\n}};\n",
            names[..9].join(", "),
            names[9..].join(", ")
        );
        expect(&text, "crate::a", &names[10], &wanted);
        expect(&text, "crate::a", &names[3], &text);
    }

    #[test]
    fn an_import_is_added_to_its_group() {
        let text = "//! A.\n\nuse std::sync::Arc;\n\nuse crate::b::{\n    A, B,\n};\n\nfn a() {}\n";
        expect("//! A.\n", "axum", "Json", "//! A.\n\nuse axum::Json;\n");
        expect(text, "axum", "Json", &text.replace("use crate", "use axum::Json;\n\nuse crate"));
        expect(text, "crate::c", "C", &text.replace("};\n", "};\nuse crate::c::C;\n"));
        expect(text, "crate::a", "C", &text.replace("use crate", "use crate::a::C;\nuse crate"));
        expect("use std::sync::Arc;\n", "crate::c", "C", "use std::sync::Arc;\n\nuse crate::c::C;\n");
    }

    #[test]
    fn the_names_in_scope_are_those_of_imports_crates_and_modules() {
        let text = "mod http;\n\nuse axum::handler::Handler as _;\n\nuse crate::a::{self, B};\n";
        assert_eq!(names(text), ["axum", "_", "crate", "a", "B", "http"]);
    }
}
