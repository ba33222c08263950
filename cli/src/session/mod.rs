//! Sessions with a vCenter.

pub(crate) mod connection;
pub(crate) mod store;
