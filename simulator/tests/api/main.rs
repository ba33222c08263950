//! Tests the simulator over HTTP. The client checks every exchange against the document.

mod beyond_spec;
mod cdrom;
mod client;
mod connection;
mod content_library;
mod control;
mod fault;
mod folder_and_cluster;
mod handle;
mod inventory;
mod log;
mod mount;
mod power;
mod request_body;
mod routing;
mod session;
mod tls;
mod update_session;
mod vm;
