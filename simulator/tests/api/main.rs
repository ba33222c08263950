//! The simulator over HTTP. Every exchange is checked against the document.

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
