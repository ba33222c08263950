//! Identifiers, and enums that a newer server may extend.

pub(crate) mod content_library;
pub(crate) mod error_type;
pub(crate) mod id;
pub(crate) mod inventory;
pub(crate) mod open_enum;
pub(crate) mod session_id;
