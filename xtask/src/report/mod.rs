//! The rules, the findings for violations of the rules, and the formats that they are printed in.

mod finding;
mod github;
mod json;
mod output;
mod rule;
mod sarif;

pub use finding::Finding;
pub(crate) use finding::Report;
pub(crate) use output::Output;
pub use rule::{CheckedBy, Rule};
