//! Runs a command on the selected VMs.

pub(crate) mod batch;
mod item_column;
pub(crate) mod media_record;
mod problems;
pub(crate) mod progress;
pub(crate) mod status;
mod vm_lock;
pub(crate) mod vm_result;

pub(crate) use self::batch::{Action, Batch, RUN_AGAIN, Report};
pub(crate) use self::item_column::ITEM;
pub(crate) use self::media_record::MediaRecord;
pub(crate) use self::status::Status;
pub(crate) use self::vm_result::{ErrorRecord, VmResult};
