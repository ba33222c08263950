//! Test support of this workspace: two servers for tests, and a check of exchanges against the OpenAPI
//! document.

mod address;
pub mod checked;
pub mod contract;
pub mod faulty;
