use serde_json::{Map, Value};
use vcenter_iso_codegen::{Document, Location};

use crate::report::{Finding, Rule};

/// The deviations from VMware's descriptions that are listed with their reasons.
#[derive(Default)]
pub(crate) struct Deviations {
    pub(crate) listed: Vec<Listed>,
}

/// A place where the spec deviates from a release.
pub(crate) struct Listed {
    pub(crate) release: String,
    /// The operation or the schema of the spec, and the fact: `VM_Summary#/properties/memory_size_MiB`.
    pub(crate) place: String,
    /// The location of the place in the file.
    pub(crate) location: Location,
    pub(crate) pointer: String,
}

/// The keys of an entry.
const KEYS: [&str; 3] = ["releases", "places", "reason"];

impl Deviations {
    pub(crate) const FILE: &str = "spec/upstream/deviations.yaml";

    /// Parses the text of the file, and adds the findings in it to `findings`.
    pub(crate) fn parse(text: &str, findings: &mut Vec<Finding>) -> Self {
        let mut deviations = Self::default();
        let document = match Document::parse(Self::FILE, text) {
            Ok(document) => document,
            Err(error) => {
                findings.push(Finding::from_error(Rule::Deviation, &error));
                return deviations;
            }
        };
        let mut add = |pointer: &str, message: &str| {
            findings.push(Finding::from_error(Rule::Deviation, &document.error_at(pointer, message)));
        };
        let Value::Array(entries) = document.value() else {
            add("", "expected a list of entries with `releases`, `places` and `reason`");
            return deviations;
        };
        for (index, entry) in entries.iter().enumerate() {
            let pointer = format!("/{index}");
            let Value::Object(entry) = entry else {
                add(&pointer, "expected a mapping with `releases`, `places` and `reason`");
                continue;
            };
            for key in entry.keys().filter(|key| !KEYS.contains(&key.as_str())) {
                add(
                    &format!("{pointer}/{key}"),
                    "unknown key: an entry has `releases`, `places` and `reason`",
                );
            }
            if entry.get("reason").and_then(Value::as_str).is_none_or(|reason| reason.trim().is_empty()) {
                add(&pointer, "add the `reason` of the deviation, in one sentence");
            }
            let releases = texts(entry, "releases", &pointer, &mut add);
            for (place, at) in texts(entry, "places", &pointer, &mut add) {
                for (release, _) in &releases {
                    deviations.listed.push(Listed {
                        release: (*release).to_owned(),
                        place: place.to_owned(),
                        location: document.location(&at),
                        pointer: at.clone(),
                    });
                }
            }
        }
        deviations
    }
}

/// Returns each string of the list `key` with its pointer.
fn texts<'a>(
    entry: &'a Map<String, Value>,
    key: &str,
    pointer: &str,
    add: &mut impl FnMut(&str, &str),
) -> Vec<(&'a str, String)> {
    let pointer = format!("{pointer}/{key}");
    let items = match entry.get(key) {
        Some(Value::Array(items)) if !items.is_empty() => items,
        _ => {
            add(&pointer, &format!("add the list `{key}`"));
            return Vec::new();
        }
    };
    let mut texts = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let at = format!("{pointer}/{index}");
        match item.as_str() {
            Some(text) => texts.push((text, at)),
            None => add(&at, "expected a string: put it in quotes"),
        }
    }
    texts
}
