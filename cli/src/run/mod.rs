//! Runs a command on the selected VMs.

pub(crate) mod batch;
pub(crate) mod progress;
