//! The document as a tree of OpenAPI objects.

mod objects;
mod spec;
mod walk;

pub(crate) use objects::Kind;
pub(crate) use spec::{At, Operation, Spec, is_bodyless, is_error, parameter_key};
pub(crate) use walk::{Node, below};
