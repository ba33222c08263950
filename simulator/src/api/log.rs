use axum::response::Response;

use super::{error::Reason, misfortune::Unsent};
use crate::request::ReceivedRequest;

/// What the log tells about a request. No header is in it, and so no secret.
pub(super) struct LogLine {
    operation: &'static str,
    method: String,
    path: String,
    fault: Option<String>,
}

impl LogLine {
    pub(super) fn of(request: &ReceivedRequest) -> Self {
        Self {
            operation: request.operation().unwrap_or("none"),
            method: request.method().to_owned(),
            path: request.path_and_query().to_owned(),
            fault: request.fault().map(|fault| format!("{fault:?}")),
        }
    }

    /// One line, with the reason if the request was refused, and without a status if there is no answer.
    pub(super) fn write(&self, response: &Response) {
        let Self { operation, method, path, fault } = self;
        let (status, fault) = (response.status().as_u16(), fault.as_deref());
        if response.extensions().get::<Unsent>().is_some() {
            tracing::info!(target: "vcenter_iso_simulator", operation, method, path, fault, "cut off");
        } else if let Some(Reason(reason)) = response.extensions().get() {
            tracing::warn!(
                target: "vcenter_iso_simulator",
                operation, method, path, status, fault, reason, "refused"
            );
        } else {
            tracing::info!(
                target: "vcenter_iso_simulator",
                operation, method, path, status, fault, "answered"
            );
        }
    }
}
