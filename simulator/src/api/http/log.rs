use axum::response::Response;

use crate::api::http::active_fault::Unsent;
use crate::api::http::error::Reason;
use crate::operation::Operation;
use crate::state::{ReceivedRequest, UPLOAD_PATH};

/// The log line of a request. It contains no headers, and therefore no secrets.
pub(crate) struct LogLine {
    operation: &'static str,
    method: String,
    path: String,
    fault: Option<String>,
}

impl LogLine {
    pub(crate) fn of(request: &ReceivedRequest) -> Self {
        Self {
            operation: request.operation().map_or("none", Operation::id),
            method: request.method().to_owned(),
            path: without_secret(request.path_and_query()),
            fault: request.fault().map(ToString::to_string),
        }
    }

    /// Writes the line. Adds the reason if the request was rejected. Omits the status if no response is sent.
    pub(crate) fn write(&self, response: &Response) {
        let Self { operation, method, path, fault } = self;
        let (status, fault) = (response.status().as_u16(), fault.as_deref());
        if response.extensions().get::<Unsent>().is_some() {
            tracing::info!(target: "vcenter_iso_simulator", operation, method, path, fault, "aborted");
        } else if let Some(Reason(reason)) = response.extensions().get() {
            tracing::warn!(
                target: "vcenter_iso_simulator",
                operation, method, path, status, fault, reason, "rejected"
            );
        } else {
            tracing::info!(
                target: "vcenter_iso_simulator",
                operation, method, path, status, fault, "responded"
            );
        }
    }
}

/// Removes the secret in the address of an upload.
fn without_secret(path: &str) -> String {
    match path.strip_prefix(UPLOAD_PATH) {
        Some(rest) => match rest.split_once('/') {
            Some((_, name)) => format!("{UPLOAD_PATH}…/{name}"),
            None => format!("{UPLOAD_PATH}…"),
        },
        None => path.to_owned(),
    }
}
