//! Makes texts of a server safe to show.

pub(crate) mod one_line;
pub(crate) mod reading;
pub(crate) mod redact;
