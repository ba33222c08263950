//! The simulator as a client sees it, over HTTP. Every request and every answer passes through the contract.

mod cdrom;
mod client;
mod connection;
mod content_library;
mod fault;
mod handle;
mod inventory;
mod log;
mod mount;
mod places;
mod request_body;
mod routing;
mod session;
mod tls;
mod vm;
