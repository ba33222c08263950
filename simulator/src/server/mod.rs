//! The TCP and TLS side of the server.

mod certificate;
mod connection;

pub use self::certificate::{Certificate, CertificateError, TlsVersion};

pub(crate) use self::certificate::ServerIdentity;
pub(crate) use self::connection::{Acceptor, ConnectionAbort, Peer, Turn};
