use std::collections::BTreeMap;

use crate::document::Spec;
use crate::report::{Report, Rule};

/// Reports names of `what`, such as "operationId", that become the same name in Rust.
///
/// Two names clash if they have the same letters and digits in the same order. Case and other characters do
/// not count. `reserved` are the names that the generated code has already.
pub(super) fn check<'a>(
    spec: &Spec,
    what: &str,
    reserved: &[&str],
    names: impl Iterator<Item = (&'a str, String)>,
    report: &mut Report,
) {
    let mut known: BTreeMap<String, (&str, usize)> = BTreeMap::new();
    for (name, pointer) in names {
        let key = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        let line = spec.document.location(&pointer).line;
        let message = if reserved.contains(&key.as_str()) {
            format!("the generated code of a call has a `{key}` of its own: it cannot send `{name}`")
        } else if let Some((first, line)) = known.get(&key) {
            if *first == name {
                format!("line {line} has the {what} `{name}` already: write another one")
            } else {
                format!("`{name}` gets the same name in Rust as `{first}` in line {line}: rename one of them")
            }
        } else {
            known.insert(key, (name, line));
            continue;
        };
        report.add(Rule::NameClash, &pointer, message);
    }
}
