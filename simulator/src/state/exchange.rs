use std::fmt;
use std::sync::Arc;

use axum::body::Bytes;

use crate::state::requests::ReceivedRequest;

/// A request and the response of the simulator.
#[derive(Clone)]
pub struct Exchange {
    pub(crate) request: ReceivedRequest,
    pub(crate) content_type: Option<String>,
    pub(crate) response_body: Bytes,
}

impl Exchange {
    /// Returns the request, with its body and the status of the response.
    #[must_use]
    pub fn request(&self) -> &ReceivedRequest {
        &self.request
    }

    /// Returns the content type of the response.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Returns the body of the response.
    #[must_use]
    pub fn response_body(&self) -> &[u8] {
        &self.response_body
    }
}

/// Omits the body, because the response to a login contains the session id.
impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange").field("request", &self.request).finish_non_exhaustive()
    }
}

/// The functions to call with each exchange.
#[derive(Clone, Default)]
pub(crate) struct Observers(Vec<Arc<Observer>>);

type Observer = dyn Fn(&Exchange) + Send + Sync;

impl Observers {
    pub(crate) fn add(&mut self, observer: impl Fn(&Exchange) + Send + Sync + 'static) {
        self.0.push(Arc::new(observer));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn call(&self, exchange: &Exchange) {
        self.0.iter().for_each(|observer| observer(exchange));
    }
}

impl fmt::Debug for Observers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Observers").field(&self.0.len()).finish()
    }
}
