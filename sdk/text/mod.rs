//! Makes texts of a server safe to show.

pub(crate) mod display_name;
pub(crate) mod reading;
pub(crate) mod redact;
pub(crate) mod single_line;
