//! The operations: one file for each interface of vCenter, and the parts that they share.

pub(crate) mod beyond_spec;
pub(crate) mod cdrom;
pub(crate) mod cluster;
pub(crate) mod datacenter;
mod datastore;
pub(crate) mod folder;
pub(crate) mod host;
pub(crate) mod iso_image;
pub(crate) mod library;
pub(crate) mod library_item;
mod list;
mod lookup;
mod new_id;
pub(crate) mod power;
pub(crate) mod session;
mod task;
pub(crate) mod update_session;
pub(crate) mod update_session_file;
pub(crate) mod upload;
pub(crate) mod vm;
mod wire;
