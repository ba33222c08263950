use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use crate::error::body::ApiError;
use crate::error::candidate::{Candidate, ObjectKind};
use crate::error::kind::ErrorKind;
use crate::error::proxy_reason::ProxyReason;
use crate::error::tls_reason::TlsReason;
use crate::model::id::CdromId;
use crate::model::inventory::ConnectionState;
use crate::operation::Request;
use crate::text::redact::Redactor;

/// The content of an [`Error`].
#[derive(Debug, Clone)]
pub(crate) struct Parts {
    pub(crate) kind: ErrorKind,
    pub(crate) request: Option<Request>,
    /// A description of the failure, for use without a message of the server.
    pub(crate) context: String,
    pub(crate) status: Option<u16>,
    pub(crate) request_id: Option<String>,
    pub(crate) api_error: Option<Arc<ApiError>>,
    pub(crate) body: Option<String>,
    pub(crate) source: Option<Arc<dyn StdError + Send + Sync>>,
    /// The time to wait before the next attempt, as requested by the server.
    pub(crate) retry_after: Option<Duration>,
    /// Whether the server may still be at work on the request.
    pub(crate) may_continue: bool,
    /// Whether the session was not renewed because the server rejects the sessions that it opens.
    pub(crate) renewal_paused: bool,
    /// The CD-ROM that has the image although the call failed, with its state if it was read.
    pub(crate) cdrom: Option<(CdromId, Option<ConnectionState>)>,
    /// Whether the user sees no content library at all.
    pub(crate) no_library: bool,
    /// The reason of a failure of TLS.
    pub(crate) tls: Option<TlsReason>,
    /// The reason why a proxy opened no connection.
    pub(crate) proxy: Option<ProxyReason>,
    /// What the VM showed after a response was lost.
    pub(crate) observation: Option<String>,
    /// The kind of object that a name should refer to.
    pub(crate) object: Option<ObjectKind>,
    /// The objects that the name may refer to.
    pub(crate) candidates: Vec<Candidate>,
}

impl Parts {
    /// Creates a failure with the given kind and description only.
    pub(crate) fn new(kind: ErrorKind, context: impl Into<String>) -> Self {
        Self {
            kind,
            request: None,
            context: context.into(),
            status: None,
            request_id: None,
            api_error: None,
            body: None,
            source: None,
            retry_after: None,
            may_continue: false,
            renewal_paused: false,
            cdrom: None,
            no_library: false,
            tls: None,
            proxy: None,
            observation: None,
            object: None,
            candidates: Vec::new(),
        }
    }
}

impl Parts {
    /// Adds what the VM showed after the failure.
    pub(super) fn observed(self, observation: impl Into<String>) -> Self {
        Self { observation: Some(observation.into()), ..self }
    }

    /// Redacts secrets that the server, or the caller by mistake, put into names.
    pub(crate) fn redacted(self, redactor: &Redactor) -> Self {
        let candidate = |candidate: Candidate| Candidate {
            object: candidate.object,
            id: redactor.text(&candidate.id),
            name: redactor.text(&candidate.name),
            details: candidate.details.iter().map(|detail| redactor.text(detail)).collect(),
            exact: candidate.exact,
        };
        Self {
            context: redactor.text(&self.context),
            candidates: self.candidates.into_iter().map(candidate).collect(),
            ..self
        }
    }
}
