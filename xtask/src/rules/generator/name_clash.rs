use std::collections::BTreeMap;

use crate::report::{Report, Rule};

/// Reports names that become the same name in Rust.
///
/// Two names clash if they have the same letters and digits in the same order. Case and other characters do
/// not count.
pub(super) fn check<'a>(names: impl Iterator<Item = (&'a str, String)>, report: &mut Report) {
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
