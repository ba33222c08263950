//! Shared parts of the tests of this workspace.

mod address;
pub mod checked;
pub mod contract;
pub mod faulty;
