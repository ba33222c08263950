use std::{collections::VecDeque, fmt, sync::Arc};

use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header::AUTHORIZATION, request::Parts};

use crate::{fault::Fault, operation::Operation, session::SESSION_ID};

/// The most memory that the requests of a [`RequestLog`] take together, in bytes. 10,000 ordinary ones take a fifth of
/// it.
const MAX_SIZE: usize = 64 << 20;
/// What a map takes for a header besides its text, in bytes.
const HEADER_SIZE: usize = 128;

/// A request that arrived, and the status that it was answered with.
#[derive(Clone)]
pub struct ReceivedRequest {
    method: Method,
    path_and_query: String,
    headers: HeaderMap,
    operation: Option<Operation>,
    fault: Option<Arc<Fault>>,
    answered: Option<StatusCode>,
}

impl ReceivedRequest {
    pub(crate) fn new(head: &Parts, operation: Option<Operation>, fault: Option<Arc<Fault>>) -> Self {
        let mut headers = head.headers.clone();
        for value in headers.values_mut() {
            // The value of the server is a part of its read buffer, and keeps all of it.
            *value = HeaderValue::from_bytes(value.as_bytes()).unwrap_or_else(|_| value.clone());
        }
        Self {
            method: head.method.clone(),
            path_and_query: head.uri.path_and_query().map(ToString::to_string).unwrap_or_default(),
            headers,
            operation,
            fault,
            answered: None,
        }
    }

    /// The HTTP method, for example `POST`.
    #[must_use]
    pub fn method(&self) -> &str {
        self.method.as_str()
    }

    /// The path and the query as they arrived, for example `/api/vcenter/iso/image?action=mount`.
    #[must_use]
    pub fn path_and_query(&self) -> &str {
        &self.path_and_query
    }

    /// How much memory it takes, in bytes.
    fn size(&self) -> usize {
        let headers =
            self.headers.iter().map(|(name, value)| HEADER_SIZE + name.as_str().len() + value.len());
        size_of::<Self>() + self.method.as_str().len() + self.path_and_query.len() + headers.sum::<usize>()
    }

    /// The operationId of the operation that it asked for, such as `Vcenter.Iso.Image_mount`. `None` if there is no
    /// such operation.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.operation.map(Operation::id)
    }

    /// What went wrong with it on purpose.
    #[must_use]
    pub fn fault(&self) -> Option<&Fault> {
        self.fault.as_deref()
    }

    /// The value of the first header of this name; upper and lower case count as equal.
    /// `None` if there is none, or if its value is not visible ASCII text.
    ///
    /// It tells secrets too: a test may want to see what a client sent.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The status of the answer. `None` until there is one; it is there before the latency is waited for. If a fault
    /// hid the answer after the simulator acted, it is the answer that was hidden; if it cut the connection before,
    /// there is none.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.answered.map(|status| status.as_u16())
    }
}

/// Without the values of `Authorization` and `vmware-api-session-id`.
impl fmt::Debug for ReceivedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut headers = self.headers.clone();
        for (name, value) in &mut headers {
            // The header map prints a sensitive value as `Sensitive`.
            value.set_sensitive(name == AUTHORIZATION || name == SESSION_ID);
        }
        f.debug_struct("ReceivedRequest")
            .field("method", &self.method)
            .field("path_and_query", &self.path_and_query())
            .field("headers", &headers)
            .field("operation", &self.operation())
            .field("fault", &self.fault())
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}

/// The last requests, up to a number and to [`MAX_SIZE`].
pub(crate) struct RequestLog {
    requests: VecDeque<ReceivedRequest>,
    limit: usize,
    /// Of all of them, in bytes.
    size: usize,
    forgotten: usize,
}

impl RequestLog {
    pub(crate) fn new(limit: usize) -> Self {
        Self { requests: VecDeque::new(), limit, size: 0, forgotten: 0 }
    }

    /// Notes a request, and tells the number that [`RequestLog::answered`] knows it by.
    pub(crate) fn arrived(&mut self, request: ReceivedRequest) -> usize {
        self.size += request.size();
        self.requests.push_back(request);
        while (self.requests.len() > self.limit || self.size > MAX_SIZE)
            && let Some(oldest) = self.requests.pop_front()
        {
            self.size -= oldest.size();
            self.forgotten += 1;
        }
        (self.forgotten + self.requests.len()).saturating_sub(1)
    }

    pub(crate) fn answered(&mut self, number: usize, status: StatusCode) {
        let place = number.checked_sub(self.forgotten);
        if let Some(request) = place.and_then(|place| self.requests.get_mut(place)) {
            request.answered = Some(status);
        }
    }

    pub(crate) fn all(&self) -> Vec<ReceivedRequest> {
        self.requests.iter().cloned().collect()
    }
}
