//! The rules, and the findings for violations of the rules.

mod finding;
mod rule;

pub use finding::Finding;
pub(crate) use finding::{Report, print_json, print_text};
pub use rule::{CheckedBy, Rule};
