//! The document as a tree of OpenAPI objects.

mod json_schema;
mod objects;
mod spec;
mod walk;

pub use json_schema::json_schema;
pub(crate) use objects::Kind;
pub(crate) use spec::{At, Operation, Spec, is_bodyless, is_error, parameter_key};
pub(crate) use walk::{Node, Reference, below, component, nearest};
