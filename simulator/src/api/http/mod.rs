//! HTTP around the operations: requests, errors, injected faults, and the log.

pub(crate) mod active_fault;
pub(crate) mod authentication;
pub(crate) mod error;
pub(crate) mod input;
pub(crate) mod log;
pub(crate) mod observe;
pub(crate) mod path;
pub(crate) mod query;
mod truncated;
pub(crate) mod unknown_members;
