use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

use axum::body::Bytes;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use serde::de::DeserializeOwned;

use crate::fault::Fault;
use crate::operation::Operation;
use crate::state::sessions::SESSION_ID;

/// The limit of the memory of a [`RequestLog`], in bytes. 10,000 ordinary requests take a fifth of it.
const MAX_SIZE: usize = 64 << 20;
/// The memory of a header in its map in addition to its text, in bytes.
const HEADER_SIZE: usize = 128;

/// A received request, and the status of its response.
#[derive(Clone)]
pub struct ReceivedRequest {
    method: Method,
    path_and_query: String,
    headers: HeaderMap,
    body: Bytes,
    operation: Option<Operation>,
    fault: Option<Arc<Fault>>,
    status: Option<StatusCode>,
}

impl ReceivedRequest {
    pub(crate) fn new(head: &Parts, operation: Option<Operation>, fault: Option<Arc<Fault>>) -> Self {
        let mut headers = head.headers.clone();
        for value in headers.values_mut() {
            // The original value refers to the whole read buffer of the server and would keep it alive.
            *value = HeaderValue::from_bytes(value.as_bytes()).unwrap_or_else(|_| value.clone());
        }
        Self {
            method: head.method.clone(),
            path_and_query: head.uri.path_and_query().map(ToString::to_string).unwrap_or_default(),
            headers,
            body: Bytes::new(),
            operation,
            fault,
            status: None,
        }
    }

    /// Returns the HTTP method, for example `POST`.
    #[must_use]
    pub fn method(&self) -> &str {
        self.method.as_str()
    }

    /// Returns the path and the query as they arrived, for example `/api/vcenter/iso/image?action=mount`.
    #[must_use]
    pub fn path_and_query(&self) -> &str {
        &self.path_and_query
    }

    /// Returns the memory that the request uses, in bytes.
    fn size(&self) -> usize {
        let headers =
            self.headers.iter().map(|(name, value)| HEADER_SIZE + name.as_str().len() + value.len());
        let texts = self.method.as_str().len() + self.path_and_query.len() + self.body.len();
        size_of::<Self>() + texts + headers.sum::<usize>()
    }

    /// Returns the operation, or `None` if the request matches none.
    #[must_use]
    pub fn operation(&self) -> Option<Operation> {
        self.operation
    }

    /// Returns the body. It is empty until the body has arrived. A body of more than 64 KiB is truncated.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Returns the body as JSON.
    ///
    /// # Errors
    /// Returns an error if the body is not JSON, or not of this type.
    ///
    /// ```
    /// # use serde_json::{Value, json};
    /// # use vcenter_iso_simulator::{Operation, Simulator, example};
    /// fn mounted_items(simulator: &Simulator) -> serde_json::Result<Vec<Value>> {
    ///     let mounts = simulator.requests_of(Operation::VcenterIsoImageMount);
    ///     mounts.iter().map(|mount| Ok(mount.json::<Value>()?["library_item"].clone())).collect()
    /// }
    /// ```
    pub fn json<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_slice(&self.body)
    }

    /// Returns the injected fault, if any.
    #[must_use]
    pub fn fault(&self) -> Option<&Fault> {
        self.fault.as_deref()
    }

    /// Returns the value of the first header with this name. Ignores the case of the name. Returns `None` if
    /// there is no such header, or if its value is not visible ASCII text.
    ///
    /// Includes secrets, so that a test can check the credentials that a client sent.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the names and values of all headers, except those whose values are not visible ASCII text.
    /// Includes secrets.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)))
    }

    pub(crate) fn answered(self, body: Bytes, status: StatusCode) -> Self {
        Self { body, status: Some(status), ..self }
    }

    /// Returns the status of the response. Returns `None` while there is no response, and if a fault aborts
    /// the connection before acting.
    ///
    /// The simulator records the status before it waits for the latency. If a fault after acting hides or
    /// replaces the response, this is the status of the original response.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.status.map(|status| status.as_u16())
    }
}

/// Omits the body, and the values of `Authorization` and `vmware-api-session-id`.
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

/// The most recent requests, limited by their number and by [`MAX_SIZE`], and the number of all requests.
pub(crate) struct RequestLog {
    requests: VecDeque<ReceivedRequest>,
    limit: usize,
    /// The memory of all requests, in bytes.
    size: usize,
    dropped: usize,
    /// The number of requests of each operation.
    counts: [usize; Operation::COUNT],
    expectations: Vec<Expectation>,
}

/// A number of requests that a test expects.
struct Expectation {
    operation: Operation,
    expected: usize,
    /// The number of requests before the test expected any.
    earlier: usize,
}

impl RequestLog {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            requests: VecDeque::new(),
            limit,
            size: 0,
            dropped: 0,
            counts: [0; Operation::COUNT],
            expectations: Vec::new(),
        }
    }

    /// Records a request and returns its number for the other methods.
    pub(crate) fn record(&mut self, request: ReceivedRequest) -> usize {
        if let Some(operation) = request.operation {
            self.counts[operation as usize] += 1;
        }
        self.size += request.size();
        self.requests.push_back(request);
        let number = self.dropped + self.requests.len() - 1;
        self.drop_oldest();
        number
    }

    pub(crate) fn record_body(&mut self, number: usize, body: &Bytes) {
        if let Some(request) = self.get_mut(number) {
            request.body = body.clone();
            self.size += body.len();
            self.drop_oldest();
        }
    }

    pub(crate) fn record_status(&mut self, number: usize, status: StatusCode) {
        if let Some(request) = self.get_mut(number) {
            request.status = Some(status);
        }
    }

    pub(crate) fn all(&self) -> Vec<ReceivedRequest> {
        self.requests.iter().cloned().collect()
    }

    pub(crate) fn of(&self, operation: Operation) -> Vec<ReceivedRequest> {
        let of_operation = |request: &&ReceivedRequest| request.operation == Some(operation);
        self.requests.iter().filter(of_operation).cloned().collect()
    }

    /// Forgets all requests. The expectations stay, with their counts.
    pub(crate) fn clear(&mut self) {
        self.dropped += self.requests.len();
        self.requests.clear();
        self.size = 0;
    }

    pub(crate) fn expect(&mut self, operation: Operation, expected: usize) {
        let earlier = self.counts[operation as usize];
        self.expectations.push(Expectation { operation, expected, earlier });
    }

    /// Removes all expectations, and describes those that are not met.
    pub(crate) fn take_unmet(&mut self) -> Vec<String> {
        let expectations = std::mem::take(&mut self.expectations);
        let unmet = expectations.into_iter().filter_map(|Expectation { operation, expected, earlier }| {
            let received = self.counts[operation as usize] - earlier;
            (received != expected).then(|| {
                let statuses = self.of(operation).into_iter().map(|request| {
                    request.status.map_or("no response".to_owned(), |status| status.as_u16().to_string())
                });
                let statuses = statuses.collect::<Vec<_>>().join(", ");
                format!(
                    "requests of {operation}: expected {expected}, received {received}, of which these are \
                     recorded: {statuses}"
                )
            })
        });
        unmet.collect()
    }

    fn get_mut(&mut self, number: usize) -> Option<&mut ReceivedRequest> {
        number.checked_sub(self.dropped).and_then(|index| self.requests.get_mut(index))
    }

    fn drop_oldest(&mut self) {
        while (self.requests.len() > self.limit || self.size > MAX_SIZE)
            && let Some(oldest) = self.requests.pop_front()
        {
            self.size -= oldest.size();
            self.dropped += 1;
        }
    }
}
