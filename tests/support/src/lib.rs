//! Shared parts of the tests of this workspace.

pub mod checked;
pub mod contract;
pub mod faulty;
