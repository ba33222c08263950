//! One request and its response.

pub(crate) mod address;
pub(crate) mod endpoint;
pub(crate) mod exchange;
pub(crate) mod hooks;
pub(crate) mod locale;
pub(crate) mod proxy;
pub(crate) mod raw_request;
pub(crate) mod recorder;
pub(crate) mod thumbprint;
pub(crate) mod tls;
pub(crate) mod upload;
