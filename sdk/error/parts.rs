use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use crate::error::candidate::Candidate;
use crate::error::fault::Fault;
use crate::error::kind::ErrorKind;
use crate::operation::Operation;
use crate::text::redact::Redactor;

/// Everything behind the one pointer that an [`Error`] is.
#[derive(Debug, Clone)]
pub(crate) struct Parts {
    pub(crate) kind: ErrorKind,
    pub(crate) operation: Option<Operation>,
    /// What happened, if the server had no message of its own for it.
    pub(crate) context: String,
    pub(crate) status: Option<u16>,
    pub(crate) request_id: Option<String>,
    pub(crate) fault: Option<Arc<Fault>>,
    pub(crate) body: Option<String>,
    pub(crate) source: Option<Arc<dyn StdError + Send + Sync>>,
    /// How long the server asked to wait before the next try.
    pub(crate) retry_after: Option<Duration>,
    /// Whether the server may still be at work on the request.
    pub(crate) under_way: bool,
    /// Whether the session was not renewed because the server refuses the sessions that it opens.
    pub(crate) renewal_paused: bool,
    /// What a name could have meant.
    pub(crate) candidates: Vec<Candidate>,
}

impl Parts {
    /// A failure of which nothing else is known yet.
    pub(crate) fn new(kind: ErrorKind, context: impl Into<String>) -> Self {
        Self {
            kind,
            operation: None,
            context: context.into(),
            status: None,
            request_id: None,
            fault: None,
            body: None,
            source: None,
            retry_after: None,
            under_way: false,
            renewal_paused: false,
            candidates: Vec::new(),
        }
    }
}

impl Parts {
    /// Removes secrets that the server, or the caller by mistake, put into names.
    pub(crate) fn redacted(self, redactor: &Redactor) -> Self {
        let candidate = |candidate: Candidate| Candidate {
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
