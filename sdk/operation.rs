//! The names of requests: operations of the document, uploads, and requests beyond it.

pub(crate) use crate::api::wire::{Effect, Operation};

/// A request, as errors and logs name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Request {
    Operation(Operation),
    /// The upload of a file, to an address that the server has named.
    Upload,
    /// A request of the caller's own, by method and path.
    Raw {
        /// Method, path and action, without the rest of the query.
        name: String,
        effect: Effect,
    },
}

impl From<Operation> for Request {
    fn from(operation: Operation) -> Self {
        Self::Operation(operation)
    }
}

impl Request {
    /// Returns the `operationId`, or method and path.
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::Operation(operation) => operation.id(),
            Self::Upload => "upload",
            Self::Raw { name, .. } => name,
        }
    }

    /// Returns the name in messages, such as `mount`.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Operation(operation) => operation.label(),
            Self::Upload => "upload",
            Self::Raw { name, .. } => name,
        }
    }

    pub(crate) fn effect(&self) -> Effect {
        match self {
            Self::Operation(operation) => operation.effect(),
            // It changes nothing that anyone sees before its update session is completed.
            Self::Upload => Effect::None,
            Self::Raw { effect, .. } => *effect,
        }
    }
}
