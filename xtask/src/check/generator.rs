//! What progenitor 0.15 cannot take, or takes wrongly, named before it sees it.
//!
//! It reports much of this by panicking, without a place, and some of it not at all: the client would compile and
//! do something else.

mod operations;
mod schemas;

use std::collections::BTreeMap;

use super::Rule;
use super::finding::Report;
use super::spec::Spec;

pub(super) fn check(spec: &Spec, report: &mut Report) {
    operations::check(spec, report);
    schemas::check(spec, report);
}

/// Reports names that differ, yet become one in Rust: letters and digits in the same order, whatever their case
/// and whatever stands between them.
fn name_clashes<'a>(names: impl Iterator<Item = (&'a str, String)>, report: &mut Report) {
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    for (name, pointer) in names {
        let key = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        match known.get(&key) {
            Some(first) => {
                let message = format!("`{name}` gets the same name in Rust as `{first}`: rename one of them");
                report.add(Rule::NameClash, &pointer, message);
            }
            None => {
                known.insert(key, name);
            }
        }
    }
}
