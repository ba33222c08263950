//! The TCP and TLS side of the server.

mod certificate;
mod connection;

pub(crate) use self::certificate::SelfSigned;
pub(crate) use self::connection::{Acceptor, ConnectionAbort, Turn};
