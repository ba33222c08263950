//! The upload of a file to an address that the server names.

use std::io;

use bytes::Bytes;
use futures_core::Stream;
use http::Method;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue};
use tracing::field::Empty;
use tracing::{Instrument as _, Span};
use url::Url;

use crate::api;
use crate::error::{Error, ErrorKind};
use crate::operation::Request;
use crate::runtime;
use crate::text::redact::Redactor;
use crate::transport::endpoint::Endpoint;
use crate::transport::exchange::Exchange;
use crate::transport::recorder::{RecordedResponse, Recorder, read, retry_after};

/// The address of an upload.
#[derive(Debug)]
pub(crate) struct UploadAddress {
    url: Url,
    /// Whether it is on the host of the server. Only that one gets the session.
    pub(crate) is_same_host: bool,
}

impl UploadAddress {
    /// Reads an address that the server has named. `allowed` is another host that may get the file.
    ///
    /// The address is a secret, so that an error names only its host.
    pub(crate) fn new(endpoint: &Endpoint, uri: &str, allowed: Option<&str>) -> Result<Self, String> {
        let url = Url::parse(uri).map_err(|error| format!("the server names no address: {error}"))?;
        let Ok(server) = Url::parse(&endpoint.base) else {
            return Err("the server has no address".to_owned());
        };
        let Some(host) = url.host_str() else {
            return Err("the server names an address without a host".to_owned());
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(format!("the address on {host} that the server names has a user"));
        }
        if url.scheme() != server.scheme() {
            return Err(format!(
                "the server names an address on {host} with the scheme {} instead of {}",
                url.scheme(),
                server.scheme()
            ));
        }
        let is =
            |other: &str| host.trim_matches(['[', ']']).eq_ignore_ascii_case(other.trim_matches(['[', ']']));
        let is_same_host = server.host_str().is_some_and(is);
        if !is_same_host && !allowed.is_some_and(is) {
            return Err(format!(
                "the server names another host for the upload, {host}, which gets the file only if it is allowed"
            ));
        }
        Ok(Self { url, is_same_host })
    }

    /// Returns the path for the log, without the secret in its middle.
    fn loggable_path(&self) -> String {
        let name = self.url.path_segments().and_then(Iterator::last).unwrap_or_default();
        format!("/…/{name}")
    }

    /// Sends a file with `PUT`. The caller bounds the time, which depends on the size.
    pub(crate) async fn put(
        self,
        endpoint: &Endpoint,
        session: Option<(HeaderName, HeaderValue)>,
        redactor: &Redactor,
        size: u64,
        content: impl Stream<Item = io::Result<Bytes>> + Send + 'static,
    ) -> Result<(), Error> {
        let span = tracing::info_span!(
            target: "vcenter_iso",
            "vcenter",
            operation = Request::Upload.id(),
            request_id = Empty,
            status = Empty,
            elapsed_ms = Empty
        );
        let mut exchange = Exchange::start(span.clone(), Method::PUT, self.loggable_path());
        let sent =
            runtime::with_runtime(self.exchange(endpoint, session, size, content).instrument(span)).await;
        let (recorder, result) = match sent {
            Ok(sent) => sent,
            Err(unusable) => return Err(unusable.error(Some(Request::Upload), ErrorKind::Unavailable)),
        };
        exchange.end(result.as_ref().ok().copied());
        let done = match result {
            Ok(status) if (200..300).contains(&status) => Ok(()),
            Ok(_) => Err(api::Error::<()>::Custom(String::new())),
            Err(error) => Err(api::Error::CommunicationError(error.without_url())),
        };
        let done = done.map_err(|error| recorder.failure(endpoint, redactor, error));
        exchange.log(done.as_ref().err());
        done
    }

    async fn exchange(
        self,
        endpoint: &Endpoint,
        session: Option<(HeaderName, HeaderValue)>,
        size: u64,
        content: impl Stream<Item = io::Result<Bytes>> + Send + 'static,
    ) -> (Recorder, reqwest::Result<u16>) {
        let recorder = Recorder::default();
        recorder.prepare(Request::Upload);
        let request_id = uuid::Uuid::new_v4().to_string();
        Span::current().record("request_id", &request_id);
        recorder.send(&request_id);
        let request = endpoint
            .http
            .put(self.url)
            .header(CONTENT_LENGTH, size)
            .header(CONTENT_TYPE, "application/octet-stream")
            .header("x-request-id", request_id)
            .headers(session.into_iter().collect())
            .body(reqwest::Body::wrap_stream(content));
        let mut response = match request.send().await {
            Ok(response) => response,
            Err(error) => {
                if let Some(refusal) = endpoint.refusal_of_proxy(&error).await {
                    recorder.refuse_at_proxy(refusal);
                }
                return (recorder, Err(error));
            }
        };
        let (bytes, unread) = read(&mut response).await;
        let status = response.status().as_u16();
        recorder.receive(RecordedResponse {
            status,
            bytes,
            unread,
            location: None,
            retry_after: retry_after(response.headers()),
        });
        (recorder, Ok(status))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn address(uri: &str, allowed: Option<&str>) -> Result<bool, String> {
        let endpoint = Endpoint {
            base: "https://vcenter.example.com/api".to_owned(),
            http: reqwest::Client::builder()
                .no_proxy()
                .tls_backend_preconfigured(tls())
                .build()
                .expect("a client"),
            proxy: None,
            locale: None,
            timeout: Duration::ZERO,
        };
        UploadAddress::new(&endpoint, uri, allowed).map(|address| address.is_same_host)
    }

    fn tls() -> rustls::ClientConfig {
        let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
        rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("ring has the default versions")
            .with_root_certificates(rustls::RootCertStore::empty())
            .with_no_client_auth()
    }

    #[test]
    fn a_file_goes_to_the_server_or_to_an_allowed_host_only() {
        for (uri, allowed, expected) in [
            ("https://vcenter.example.com:443/cls/data/a/b.iso", None, Some(true)),
            ("https://VCENTER.example.com:8443/a", None, Some(true)),
            ("https://other.example.com/a", None, None),
            ("https://other.example.com/a", Some("other.example.com"), Some(false)),
            ("https://vcenter.example.com.example.org/a", None, None),
            ("http://vcenter.example.com/a", None, None),
            ("https://user:secret@vcenter.example.com/a", None, None),
            ("ftp://vcenter.example.com/a", None, None),
            ("/cls/data/a", None, None),
            ("", None, None),
        ] {
            let found = address(uri, allowed);
            assert_eq!(found.as_ref().ok().copied(), expected, "of {uri:?}: {found:?}");
            assert!(found.err().is_none_or(|reason| !reason.contains("secret")), "{uri}");
        }
    }
}
