//! The identifiers of new objects of content libraries.

use crate::api::http::error::{Error, ErrorType, Message};
use crate::state::uuid;

/// Returns a new identifier.
pub(crate) fn new_id() -> Result<String, Error> {
    uuid().map_err(|error| {
        let text = format!("The operating system has no random numbers: {error}.");
        let id = "com.vmware.vapi.std.errors.internal_server_error";
        Error::new(ErrorType::InternalServerError, Message::new(id, text, []))
    })
}
