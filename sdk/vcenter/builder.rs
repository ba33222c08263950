use std::error::Error as StdError;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use futures_util::FutureExt as _;
use http::HeaderValue;
use rustls::pki_types::{CertificateDer, ServerName};
use secrecy::SecretString;

use crate::api::HttpClient;
use crate::error::{Error, ErrorKind, Parts};
use crate::model::session_id::SessionId;
use crate::operation::Effect;
use crate::retry::RetryPolicy;
use crate::runtime;
use crate::session::connection::Connection;
use crate::session::credentials::CredentialSource;
use crate::session::state::SessionState;
use crate::text::redact::Redactor;
use crate::transport::address::Address;
use crate::transport::endpoint::Endpoint;
use crate::transport::locale::language_tag;
use crate::transport::proxy::{self, Proxy};
use crate::transport::recorder::without_response;
use crate::transport::thumbprint::Thumbprint;
use crate::transport::tls::root_certificates::RootCertificates;
use crate::transport::tls::{Presented, Trust};
use crate::vcenter::Vcenter;
use crate::vcenter::server_certificate::ServerCertificate;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// A mount reconfigures the VM. vCenter documents no limit for that; normally it takes seconds.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(120);

/// The settings of a connection to a vCenter; [`Vcenter::builder`] creates one.
///
/// Settings are validated by [`connect`](Self::connect).
#[must_use = "a builder does nothing until `connect` is called"]
#[derive(Clone)]
pub struct VcenterBuilder {
    server: String,
    credentials: Option<CredentialSource>,
    session: Option<SessionId>,
    retry: RetryPolicy,
    allow_plain_http: bool,
    connect_timeout: Duration,
    timeout: Duration,
    root_certificates: Vec<CertificateDer<'static>>,
    thumbprint: Option<Thumbprint>,
    accept_invalid_certificates: bool,
    locale: Option<String>,
    application: Option<String>,
    http_client: Option<HttpClient>,
    secrets: Vec<SecretString>,
}

impl Vcenter {
    /// Starts building a connection to `server`: a host name, an IP address or a URL, such as `vcenter.example.com`,
    /// `vcenter.example.com:8443`, `https://[2001:db8::1]/api`.
    pub fn builder(server: impl Into<String>) -> VcenterBuilder {
        VcenterBuilder::new(server.into())
    }
}

impl fmt::Debug for VcenterBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Omits the address: it may hold a password until it has been validated.
        f.debug_struct("VcenterBuilder").field("credentials", &self.credentials).finish_non_exhaustive()
    }
}

impl VcenterBuilder {
    pub(crate) fn new(server: String) -> Self {
        Self {
            server,
            credentials: None,
            session: None,
            retry: RetryPolicy::default(),
            allow_plain_http: false,
            connect_timeout: CONNECT_TIMEOUT,
            timeout: REQUEST_TIMEOUT,
            root_certificates: Vec::new(),
            thumbprint: None,
            accept_invalid_certificates: false,
            locale: None,
            application: None,
            http_client: None,
            secrets: Vec::new(),
        }
    }

    /// Returns the base URL of every operation, such as `https://vcenter.example.com/api`. All spellings of the server
    /// yield the same URL.
    ///
    /// # Errors
    /// [`InvalidInput`](ErrorKind::InvalidInput) if the server is not a host name, an IP address or a URL.
    pub fn url(&self) -> Result<String, Error> {
        Address::parse(&self.server).map(|address| address.base()).map_err(Error::invalid_input)
    }

    /// Returns the proxy through which requests reach the server: that of `HTTPS_PROXY` or else `ALL_PROXY`, in upper or
    /// lower case, unless `NO_PROXY` contains the server or the server is a loopback address.
    ///
    /// With a client of the caller's own, that client decides, and this returns `None`.
    ///
    /// # Errors
    /// [`InvalidInput`](ErrorKind::InvalidInput) if the server is not a host name, an IP address or a URL, or if the
    /// variable is not the URL of an HTTP or HTTPS proxy. The message does not contain the value of the variable.
    pub fn proxy(&self) -> Result<Option<Proxy>, Error> {
        let address = Address::parse(&self.server).map_err(Error::invalid_input)?;
        self.proxy_for(&address)
    }

    /// Sets the user name with its domain, such as `automation@vsphere.local`, and the password.
    ///
    /// The password is wiped from memory when the last clone of the [`Vcenter`] is dropped.
    pub fn credentials(mut self, user: impl Into<String>, password: impl Into<SecretString>) -> Self {
        self.credentials = Some(CredentialSource::given(user.into(), password.into()));
        self
    }

    /// Sets the user name, and a function that gets the password when a login needs it: for the first session, and for
    /// each that replaces an expired one.
    ///
    /// Several calls that need a new session wait for one call of the function. It may take four times as long as a
    /// [request](Self::timeout). Its error becomes the source of an [`InvalidInput`](ErrorKind::InvalidInput). The
    /// password is hidden in errors and logs like that of [`credentials`](Self::credentials).
    ///
    /// ```no_run
    /// # async fn read_from_vault() -> Result<String, std::io::Error> { Ok(String::new()) }
    /// # async fn example() -> Result<(), vcenter_iso::Error> {
    /// let vcenter = vcenter_iso::Vcenter::builder("vcenter.example.com")
    ///     .credentials_from("automation@vsphere.local", || async { Ok(read_from_vault().await?.into()) })
    ///     .connect()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn credentials_from<W>(
        mut self,
        user: impl Into<String>,
        password: impl Fn() -> W + Send + Sync + 'static,
    ) -> Self
    where
        W: Future<Output = Result<SecretString, Box<dyn StdError + Send + Sync>>> + Send + 'static,
    {
        self.credentials = Some(CredentialSource::asked(user.into(), password));
        self
    }

    /// Uses a session that was opened elsewhere instead of logging in.
    ///
    /// [`logout`](Vcenter::logout) does not end it on the server. If the session has expired and there are
    /// [credentials](Self::credentials), a new session replaces it, and `logout` ends the new one.
    pub fn session_id(mut self, session: SessionId) -> Self {
        self.session = Some(session);
        self
    }

    /// Sets the retry policy of the operations that are composed of several calls.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets the timeout for opening a connection; 10 seconds by default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets the timeout of one request, from its start to the end of the response; 120 seconds by default.
    ///
    /// A mount that times out may still be carried out: the error is [`OutcomeUnknown`](ErrorKind::OutcomeUnknown).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Trusts these certificates as roots, in addition to those of the operating system.
    pub fn add_root_certificates(mut self, certificates: &RootCertificates) -> Self {
        self.root_certificates.extend_from_slice(certificates.certificates());
        self
    }

    /// Pins the server certificate by thumbprint. Host name, validity period and issuer are not checked, and no other
    /// certificate is accepted.
    ///
    /// If the server has another certificate, the [`Tls`](ErrorKind::Tls) error names both thumbprints.
    pub fn certificate_thumbprint(mut self, thumbprint: Thumbprint) -> Self {
        self.thumbprint = Some(thumbprint);
        self
    }

    /// Accepts every server certificate, without checking its issuer or host name.
    ///
    /// # Danger
    /// An attacker on the network path can pose as the vCenter and read the password. Use it for test systems only;
    /// [`add_root_certificates`](Self::add_root_certificates) is the safe way to trust a private authority.
    pub fn danger_accept_invalid_certificates(mut self, accept: bool) -> Self {
        self.accept_invalid_certificates = accept;
        self
    }

    /// Allows `http://` to a host other than this machine.
    ///
    /// # Danger
    /// The password and the session id travel in clear text. `http://` to a loopback address, such as that of a
    /// simulator, is always allowed.
    pub fn danger_allow_plain_http(mut self, allow: bool) -> Self {
        self.allow_plain_http = allow;
        self
    }

    /// Sets the language of the server's messages, sent as an `Accept-Language` header (RFC 9110): a language tag such as
    /// `de-DE`, or a locale of POSIX such as `de_DE.UTF-8`, which becomes one.
    ///
    /// By default the header is not sent and the server responds in English.
    pub fn locale(mut self, locale: impl Into<String>) -> Self {
        self.locale = Some(locale.into());
        self
    }

    /// Prepends an application's name to the `User-Agent` header, such as `image-pipeline/2.1`.
    pub fn user_agent(mut self, application: impl Into<String>) -> Self {
        self.application = Some(application.into());
        self
    }

    /// Hides a further secret in errors, logs and messages, as the password is hidden. Use it for a session id, for
    /// example, that this connection does not use.
    pub fn redact(mut self, secret: impl Into<SecretString>) -> Self {
        self.secrets.push(secret.into());
        self
    }

    /// Sends requests with the caller's own HTTP client; part of the escape hatch [`api`](crate::api).
    ///
    /// The client's connection settings apply (TLS, proxy, connect timeout, `User-Agent`); setting the same in this
    /// builder is an error. Build the client with `redirect(Policy::none())`: a client that follows redirects carries
    /// the session id to any host that a server names.
    pub fn http_client(mut self, client: HttpClient) -> Self {
        self.http_client = Some(client);
        self
    }

    /// Logs in, or uses the given [session](Self::session_id).
    ///
    /// `POST /api/session`; needs no privilege. Call [`logout`](Vcenter::logout) when done: sessions are limited in
    /// number, and a session whose `Vcenter` is dropped stays open until it expires.
    /// [`with_session`](Self::with_session) logs in and out. If the future of a login is dropped, the session that it
    /// opens is ended in the background while the runtime continues.
    ///
    /// Needs a Tokio runtime with timers and I/O (`enable_all`), as every call does.
    ///
    /// # Errors
    /// - [`InvalidInput`](ErrorKind::InvalidInput): a setting, the runtime, or a proxy variable of the environment
    ///   cannot be used; nothing was sent.
    /// - [`InvalidCredentials`](ErrorKind::InvalidCredentials), [`SessionLimit`](ErrorKind::SessionLimit): the server
    ///   rejected the login.
    /// - [`Connect`](ErrorKind::Connect), [`Tls`](ErrorKind::Tls), [`Unavailable`](ErrorKind::Unavailable): the server
    ///   cannot be reached or is not ready.
    pub async fn connect(self) -> Result<Vcenter, Error> {
        let borrowed = self.session.is_some();
        let connection = Arc::new(self.connection()?);
        if !borrowed {
            connection.log_in().await?;
        }
        Ok(Vcenter::new(connection))
    }

    /// Connects, runs the work, and logs out however the work ends: with a value, with an error, by a panic, or because
    /// this future is dropped. A panic resumes after the logout.
    ///
    /// If the future is dropped, a background task logs out, so the runtime must continue until then. A failed logout
    /// does not hide the result of the work: it is logged to `tracing` as a warning, and the session expires by itself.
    ///
    /// # Errors
    /// Those of [`connect`](Self::connect) and those of the work.
    pub async fn with_session<T, E, F, W>(self, work: F) -> Result<T, E>
    where
        F: FnOnce(Vcenter) -> W,
        W: Future<Output = Result<T, E>>,
        E: From<Error>,
    {
        let vcenter = self.connect().await?;
        let connection = Arc::clone(&vcenter.connection);
        let (end, logout) = connection.log_out_later()?;
        // The statement drops the work before the logout, which may have to wait for resources that the work holds.
        let done = AssertUnwindSafe(async move { work(vcenter).await }).catch_unwind().await;
        drop(end);
        if logout.await.is_err() {
            // The connection's own runtime has ended; this is another one.
            connection.log_out_unobserved().await;
        }
        done.unwrap_or_else(|panic| resume_unwind(panic))
    }

    /// Returns the certificate chain that the server presents, its own certificate first, without verifying it.
    ///
    /// Opens a connection, as every call does, and ends it before a request is sent: needs no credentials. Compare a
    /// [thumbprint](ServerCertificate::thumbprint) with that of the certificate on the server before you pin it.
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), vcenter_iso::Error> {
    /// let chain = vcenter_iso::Vcenter::builder("vcenter.example.com").server_certificates().await?;
    /// println!("{}", chain[0].thumbprint());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// - [`InvalidInput`](ErrorKind::InvalidInput): the address is not one with TLS, or a setting, the runtime, or a
    ///   proxy variable of the environment cannot be used.
    /// - [`Connect`](ErrorKind::Connect), [`Tls`](ErrorKind::Tls), [`Unavailable`](ErrorKind::Unavailable): the server
    ///   cannot be reached, or presents no certificate.
    pub async fn server_certificates(&self) -> Result<Vec<ServerCertificate>, Error> {
        let address = Address::parse(&self.server).map_err(Error::invalid_input)?;
        if address.is_plain_http() {
            return Err(Error::invalid_input(format!("{} has no certificate; use https", address.origin())));
        }
        self.refuse_zero_timeouts()?;
        let proxy = self.proxy_for(&address)?;
        runtime::current()?;
        let presented = Presented::default();
        let name = ServerName::try_from(address.host().to_owned())
            .map_err(|_| Error::invalid_input("a certificate cannot be for the host name"))?;
        let tls = self.trust().recording(name, Arc::clone(&presented)).map_err(unloaded)?;
        let http = self.client(&address, tls)?;
        let endpoint = Endpoint { base: address.base(), http, proxy, locale: None, timeout: self.timeout };
        let request = endpoint.http.get(&endpoint.base).timeout(self.timeout);
        let sent = runtime::with_runtime(request.send())
            .await
            .map_err(|unusable| unusable.error(None, ErrorKind::Unavailable))?;
        let chain = std::mem::take(&mut *presented.lock().unwrap_or_else(PoisonError::into_inner));
        match sent {
            _ if !chain.is_empty() => Ok(chain.into_iter().map(ServerCertificate::new).collect()),
            Err(error) => {
                let proxy = endpoint.refusal_of_proxy(&error).await;
                Err(without_response(&endpoint, &Redactor::new([]), Effect::None, &error, proxy).into())
            }
            Ok(_) => Err(Parts::new(ErrorKind::Tls, "the server presented no certificate").into()),
        }
    }

    fn trust(&self) -> Trust {
        Trust {
            extra_roots: self.root_certificates.clone(),
            thumbprint: self.thumbprint,
            accept_invalid: self.accept_invalid_certificates,
        }
    }

    /// No proxy can reach this machine's loopback.
    fn proxy_for(&self, address: &Address) -> Result<Option<Proxy>, Error> {
        if address.is_loopback() || self.http_client.is_some() {
            return Ok(None);
        }
        proxy::of(&address.origin()).map_err(Error::invalid_input)
    }

    fn refuse_zero_timeouts(&self) -> Result<(), Error> {
        if self.timeout.is_zero() || self.connect_timeout.is_zero() {
            return Err(Error::invalid_input("a timeout of zero allows no request"));
        }
        Ok(())
    }

    fn connection(self) -> Result<Connection, Error> {
        let address = Address::parse(&self.server).map_err(Error::invalid_input)?;
        if address.is_plain_http() && !address.is_loopback() && !self.allow_plain_http {
            return Err(Error::invalid_input(format!(
                "{} would carry the password in clear text; use https",
                address.origin()
            )));
        }
        self.refuse_zero_timeouts()?;
        let locale = match &self.locale {
            Some(locale) => {
                let tag = language_tag(locale).map_err(Error::invalid_input)?;
                HeaderValue::from_str(&tag).ok()
            }
            None => None,
        };
        let proxy = self.proxy_for(&address)?;
        let http = if let Some(client) = &self.http_client {
            self.refuse_connection_settings()?;
            client.clone()
        } else {
            let tls = self.trust().config(!address.is_plain_http()).map_err(unloaded)?;
            self.client(&address, tls)?
        };
        if self.credentials.is_none() && self.session.is_none() {
            return Err(Error::invalid_input("neither credentials nor a session are set"));
        }
        let forbidden = |user: &str| user.is_empty() || user.contains(|c: char| c == ':' || c.is_control());
        if self.credentials.as_ref().is_some_and(|credentials| forbidden(credentials.user())) {
            return Err(Error::invalid_input(
                "the user name is empty or has a `:` or a control character, which basic authentication cannot carry",
            ));
        }
        let mut secrets = self.secrets;
        secrets.extend(proxy.iter().flat_map(Proxy::secrets));
        Ok(Connection {
            endpoint: Arc::new(Endpoint { base: address.base(), http, proxy, locale, timeout: self.timeout }),
            credentials: self.credentials,
            retry: self.retry,
            secrets,
            state: self.session.map(SessionState::borrowed).unwrap_or_default(),
        })
    }

    /// Rejects settings that the caller's own client would silently ignore.
    fn refuse_connection_settings(&self) -> Result<(), Error> {
        let ignored = !self.root_certificates.is_empty()
            || self.thumbprint.is_some()
            || self.accept_invalid_certificates
            || self.application.is_some()
            || self.connect_timeout != CONNECT_TIMEOUT;
        if ignored {
            return Err(Error::invalid_input(
                "certificates, connect timeout and user agent have to be set on the HTTP client that was passed in",
            ));
        }
        Ok(())
    }

    fn client(&self, address: &Address, tls: rustls::ClientConfig) -> Result<HttpClient, Error> {
        let own = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
        let user_agent = match &self.application {
            Some(application) => format!("{application} {own}"),
            None => own.to_owned(),
        };
        let mut client = HttpClient::builder()
            .tls_backend_preconfigured(tls)
            .connect_timeout(self.connect_timeout)
            .user_agent(
                HeaderValue::from_str(&user_agent)
                    .map_err(|_| Error::invalid_input("the user agent is not valid in a header"))?,
            )
            // A redirect would carry the session id, which has a header of its own, to another host.
            .redirect(reqwest::redirect::Policy::none())
            // reqwest retries some requests by default; only this crate decides about retries.
            .retry(reqwest::retry::never())
            .referer(false);
        if address.is_loopback() {
            // No proxy can reach this machine's loopback, but it would get the password.
            client = client.no_proxy();
            // A name server must not resolve this machine's own name to another machine.
            let here = [IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from(Ipv6Addr::LOCALHOST)];
            client = client.resolve_to_addrs("localhost", &here.map(|address| SocketAddr::new(address, 0)));
        }
        client.build().map_err(|error| {
            Error::from(Parts {
                source: Some(Arc::new(error.without_url())),
                ..Parts::new(ErrorKind::InvalidInput, "the HTTP client could not be set up")
            })
        })
    }
}

/// Creates the error for root certificates of the operating system that cannot be read.
fn unloaded(error: rustls::Error) -> Error {
    Parts {
        source: Some(Arc::new(error)),
        ..Parts::new(ErrorKind::Tls, "the trusted root certificates could not be loaded")
    }
    .into()
}
