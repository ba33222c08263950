//! The rules for the document, one file per group.

pub(crate) mod complete;
pub(crate) mod documented;
pub(crate) mod examples;
pub(crate) mod generator;
pub(crate) mod openapi;
pub(crate) mod references;
pub(crate) mod results;
pub(crate) mod security;
pub(crate) mod server;
pub(crate) mod upstream;
