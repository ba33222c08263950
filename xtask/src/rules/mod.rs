//! The rules for the document, a file for each group of them.

pub(crate) mod complete;
pub(crate) mod documented;
pub(crate) mod examples;
pub(crate) mod generator;
pub(crate) mod openapi;
pub(crate) mod references;
