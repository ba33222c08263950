//! What the lists that are filtered by a query have in common.

use std::collections::BTreeSet;

use super::{
    error::{Error, ErrorType, Message},
    query::Query,
};
use crate::{choices::Choices, inventory::stored_name};

/// The names that a query asks for; without any, every name is admitted.
pub(super) struct Names {
    admitted: BTreeSet<String>,
    choices: Choices,
}

impl Names {
    pub(super) fn read(query: &Query, choices: Choices) -> Self {
        Self { admitted: query.all("names").map(|name| comparable(name, choices)).collect(), choices }
    }

    /// Whether a name, as people write it, is one of them.
    pub(super) fn admit(&self, name: &str) -> bool {
        if self.admitted.is_empty() {
            return true;
        }
        let compared = if self.choices.plain_name_filter { name.to_owned() } else { stored_name(name) };
        self.admitted.contains(&comparable(&compared, self.choices))
    }
}

fn comparable(name: &str, choices: Choices) -> String {
    if choices.name_filter_ignores_case { name.to_lowercase() } else { name.to_owned() }
}

/// Whether a filter lets a value through; an empty one lets all through.
pub(super) fn one_of(admitted: &BTreeSet<&str>, value: Option<&str>) -> bool {
    admitted.is_empty() || value.is_some_and(|value| admitted.contains(value))
}

/// More matches than one answer may hold are an error, and not a part of them.
pub(super) fn too_many(limit: usize, what: &str) -> Error {
    let text = format!("More than {limit} {what} match the filter.");
    Error::new(
        ErrorType::UnableToAllocateResource,
        Message::new("com.vmware.api.vcenter.error", text, [&limit.to_string()]),
    )
}
