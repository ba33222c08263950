use std::time::{Duration, Instant};

use http::Method;
use tracing::Span;

use crate::error::Error;

/// The log line of one request and its response.
#[derive(Debug)]
pub(crate) struct Exchange {
    span: Span,
    method: Method,
    /// The redacted path with its query.
    path: String,
    started: Instant,
    elapsed: Duration,
    status: Option<u16>,
    /// Whether the line is written.
    is_logged: bool,
}

/// The caller has dropped the call: its line is written all the same.
impl Drop for Exchange {
    fn drop(&mut self) {
        if self.is_logged {
            return;
        }
        self.elapsed = self.started.elapsed();
        let (method, path, elapsed_ms) = (self.method.as_str(), self.path.as_str(), self.elapsed_ms());
        self.span.in_scope(|| {
            tracing::info!(target: "vcenter_iso", method, path, elapsed_ms, "abandoned the request");
        });
    }
}

impl Exchange {
    pub(crate) fn start(span: Span, method: Method, path: String) -> Self {
        let started = Instant::now();
        Self { span, method, path, started, elapsed: Duration::ZERO, status: None, is_logged: false }
    }

    /// Notes the end of the response; `None` if there is none.
    pub(crate) fn end(&mut self, status: Option<u16>) {
        self.elapsed = self.started.elapsed();
        self.status = status;
        self.span.record("elapsed_ms", self.elapsed_ms());
        self.span.record("status", status);
    }

    fn elapsed_ms(&self) -> u64 {
        u64::try_from(self.elapsed.as_millis()).unwrap_or(u64::MAX)
    }

    /// Writes the line. `failure` is the error of the call.
    pub(crate) fn log(mut self, failure: Option<&Error>) {
        self.is_logged = true;
        let (method, path, elapsed_ms, status) =
            (self.method.as_str(), self.path.as_str(), self.elapsed_ms(), self.status);
        self.span.in_scope(|| match (status, failure) {
            (Some(_), None) => tracing::info!(
                target: "vcenter_iso",
                method, path, status, elapsed_ms, "received the response"
            ),
            (Some(_), Some(error)) => tracing::info!(
                target: "vcenter_iso",
                method, path, status, elapsed_ms, %error, "received the response"
            ),
            (None, error) => tracing::info!(
                target: "vcenter_iso",
                method, path, elapsed_ms, error = error.map(tracing::field::display), "received no response"
            ),
        });
    }
}
