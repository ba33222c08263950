//! The rules by name, and the findings where one is broken.

mod finding;
mod rule;

pub use finding::Finding;
pub(crate) use finding::{Report, print_json, print_text};
pub use rule::{CheckedBy, Rule};
