//! The connection and the session that clones of a `Vcenter` share, and calls in that session.

pub(crate) mod attempt;
pub(crate) mod call;
pub(crate) mod connection;
pub(crate) mod credentials;
pub(crate) mod login;
pub(crate) mod state;
pub(crate) mod upload;
