//! Settings from flags, environment variables and the configuration file.

pub(crate) mod configuration;
pub(crate) mod document;
pub(crate) mod environment;
pub(crate) mod known_hosts;
pub(crate) mod password;
pub(crate) mod settings;
pub(crate) mod sourced;
