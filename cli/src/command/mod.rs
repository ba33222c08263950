//! One file per command.

pub(crate) mod certificate;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod config;
pub(crate) mod connect;
pub(crate) mod context;
pub(crate) mod help;
pub(crate) mod import;
pub(crate) mod items;
pub(crate) mod library_item;
pub(crate) mod list;
pub(crate) mod man;
pub(crate) mod mount;
pub(crate) mod power;
pub(crate) mod schema;
pub(crate) mod session;
pub(crate) mod simulate;
pub(crate) mod status;
pub(crate) mod unmount;
pub(crate) mod vms;
