//! A small HTTP client. It is independent of the SDK, whose mistakes could hide those of the simulator.

use std::sync::Arc;

use reqwest::{Method, RequestBuilder, Version};
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use serde_json::{Value, json};
use test_support::contract;
use vcenter_iso_simulator::Simulator;
use vcenter_iso_simulator::example::{PASSWORD, USER};

pub(crate) const SESSION: &str = "/api/session";
pub(crate) const MOUNT: &str = "/api/vcenter/iso/image?action=mount";

/// A response that conforms to the document.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) version: Version,
    /// `null` without a body.
    pub(crate) body: Value,
}

impl Response {
    /// Returns the string in the body. Panics if the response has another status, or if its body is not a
    /// string.
    #[track_caller]
    pub(crate) fn string(&self, status: u16) -> &str {
        assert_eq!(self.status, status, "{self:?}");
        self.body.as_str().expect("the body is a string")
    }

    /// Panics unless the response has this status, this error type, and these ids in its message stack, from
    /// top to bottom.
    #[track_caller]
    pub(crate) fn assert_error(&self, status: u16, error_type: &str, ids: &[&str]) {
        let stack: Vec<&str> = self.body["messages"]
            .as_array()
            .unwrap_or_else(|| panic!("the response is not an error: {self:?}"))
            .iter()
            .filter_map(|message| message["id"].as_str())
            .collect();
        let actual = (self.status, self.body["error_type"].as_str(), stack.as_slice());
        assert_eq!(actual, (status, Some(error_type), ids), "{self:?}");
    }
}

#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    url: String,
    session: Option<String>,
}

impl Client {
    pub(crate) fn of(simulator: &Simulator) -> Self {
        let certificate = simulator.certificate_pem().unwrap_or_default();
        Self::trusting(simulator.url(), certificate, &["h2", "http/1.1"], |http| http)
    }

    /// Returns a client that trusts only the certificates in the PEM text, and offers these protocols over
    /// TLS.
    pub(crate) fn trusting(
        url: &str,
        certificates: &str,
        protocols: &[&str],
        configure: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
    ) -> Self {
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(certificates.as_bytes()) {
            roots.add(certificate.expect("the certificate is PEM")).expect("the certificate can be trusted");
        }
        // There is no process-wide provider, because the simulator must not depend on one.
        let mut tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("ring has the default versions")
            .with_root_certificates(roots)
            .with_no_client_auth();
        tls.alpn_protocols = protocols.iter().map(|protocol| protocol.as_bytes().to_vec()).collect();
        let http = configure(
            reqwest::Client::builder()
                .no_proxy()
                .redirect(reqwest::redirect::Policy::none())
                .tls_backend_preconfigured(tls),
        );
        Self { http: http.build().expect("the client can be built"), url: url.to_owned(), session: None }
    }

    pub(crate) async fn logged_in(simulator: &Simulator) -> Self {
        let mut client = Self::of(simulator);
        client.session = Some(client.log_in(USER, PASSWORD).await.string(201).to_owned());
        client
    }

    /// Returns the same client with another session or none.
    pub(crate) fn with_session(&self, session: Option<&str>) -> Self {
        Self { session: session.map(str::to_owned), ..self.clone() }
    }

    pub(crate) fn session(&self) -> &str {
        self.session.as_deref().expect("the client has a session")
    }

    pub(crate) fn request(&self, method: &str, path_and_query: &str) -> RequestBuilder {
        let method = Method::from_bytes(method.as_bytes()).expect("the method is valid");
        let request = self.http.request(method, format!("{}{path_and_query}", self.url));
        match &self.session {
            Some(session) => request.header("vmware-api-session-id", session),
            None => request,
        }
    }

    pub(crate) async fn log_in(&self, name: &str, password: &str) -> Response {
        send(self.request("POST", SESSION).basic_auth(name, Some(password))).await
    }

    pub(crate) async fn mount(&self, vm: &str, library_item: &str) -> Response {
        send(self.request("POST", MOUNT).json(&json!({ "vm": vm, "library_item": library_item }))).await
    }
}

/// Sends a request and checks the exchange against the document: the response must conform, and a request
/// that does not conform must be rejected.
pub(crate) async fn send(request: RequestBuilder) -> Response {
    let (http, request) = request.build_split();
    let request = request.expect("the request can be built");
    let method = request.method().to_string();
    let headers = request.headers().clone();
    let headers: Vec<_> =
        headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap_or_default())).collect();
    let sent = request.body().and_then(|body| body.as_bytes()).unwrap_or_default().to_vec();
    let path_and_query = request
        .url()
        .query()
        .map_or(request.url().path().to_owned(), |query| format!("{}?{query}", request.url().path()));
    let response =
        http.execute(request).await.unwrap_or_else(|error| panic!("{method} {path_and_query}: {error:?}"));
    let (status, version) = (response.status().as_u16(), response.version());
    let content_type = response
        .headers()
        .get("content-type")
        .map(|value| value.to_str().expect("the header is text").to_owned());
    let body = response.bytes().await.expect("the body is complete");
    let request = contract::Request {
        method: &method,
        path_and_query: &path_and_query,
        headers: &headers,
        body: &sent,
    };
    let response = contract::Response { status, content_type: content_type.as_deref(), body: &body };
    contract::check_response(&request, &response).unwrap_or_else(|report| panic!("{report}"));
    if let Err(report) = contract::check_request(&request) {
        assert!(status >= 400, "the status is {status}, but the request is invalid: {report}");
    }
    Response { status, version, body: serde_json::from_slice(&body).unwrap_or(Value::Null) }
}
