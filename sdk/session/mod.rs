//! What clones of a `Vcenter` share: the connection and its session, and the calls in it.

pub(crate) mod attempt;
pub(crate) mod call;
pub(crate) mod connection;
pub(crate) mod credentials;
pub(crate) mod login;
pub(crate) mod state;
