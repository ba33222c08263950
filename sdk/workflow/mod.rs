//! Operations that are composed of several calls.

pub(crate) mod connect;
pub(crate) mod convergence;
pub(crate) mod delete_item;
pub(crate) mod ensure_mounted;
pub(crate) mod ensure_unmounted;
pub(crate) mod find_container;
pub(crate) mod find_iso;
pub(crate) mod find_vm;
pub(crate) mod fleet;
pub(crate) mod import;
pub(crate) mod library;
pub(crate) mod list_containers;
pub(crate) mod list_vms;
pub(crate) mod lookup;
pub(crate) mod lost_mount;
pub(crate) mod mounted;
pub(crate) mod place;
pub(crate) mod power;
pub(crate) mod preflight;
pub(crate) mod sync_item;
pub(crate) mod vm_lock;
