//! Runs a command on the selected VMs.

pub(crate) mod batch;
pub(crate) mod progress;
pub(crate) mod status;
pub(crate) mod vm_result;
