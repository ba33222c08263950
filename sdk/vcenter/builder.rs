use std::fmt;
use std::future::poll_fn;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use http::HeaderValue;
use secrecy::SecretString;

use crate::api::HttpClient;
use crate::error::{Error, ErrorKind, Parts};
use crate::model::session_id::SessionId;
use crate::retry::RetryPolicy;
use crate::session::connection::Connection;
use crate::session::credentials::Credentials;
use crate::session::state::SessionState;
use crate::transport::address::Address;
use crate::transport::endpoint::Endpoint;
use crate::transport::proxy;
use crate::transport::thumbprint::Thumbprint;
use crate::transport::tls::Trust;
use crate::vcenter::Vcenter;

/// How long making a connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a request may take: a mount is a reconfiguration of the virtual machine, for which vCenter states no
/// limit. Normally it takes seconds.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(120);

/// Collects what a connection to a vCenter needs; [`Vcenter::builder`] makes one.
///
/// Nothing is checked before [`connect`](Self::connect), which reports what does not fit.
#[must_use = "a builder does nothing until `connect` is called"]
#[derive(Clone)]
pub struct Builder {
    server: String,
    credentials: Option<Credentials>,
    session: Option<SessionId>,
    retry: RetryPolicy,
    allow_plain_http: bool,
    connect_timeout: Duration,
    timeout: Duration,
    root_certificates: Vec<Vec<u8>>,
    thumbprint: Option<Thumbprint>,
    accept_invalid_certificates: bool,
    locale: Option<String>,
    application: Option<String>,
    http_client: Option<HttpClient>,
    secrets: Vec<SecretString>,
}

impl Vcenter {
    /// Begins a connection to `server`: a host name, an IP address or a URL, such as `vcenter.example.com`,
    /// `vcenter.example.com:8443`, `https://[2001:db8::1]/api`.
    pub fn builder(server: impl Into<String>) -> Builder {
        Builder::new(server.into())
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The address is left out: until it has been checked it may hold a password.
        f.debug_struct("Builder").field("credentials", &self.credentials).finish_non_exhaustive()
    }
}

impl Builder {
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

    /// The URL below which every operation stands, such as `https://vcenter.example.com/api`: the same for every way to
    /// write the server.
    ///
    /// # Errors
    /// [`InvalidInput`](ErrorKind::InvalidInput) if the server is no host name, no IP address and no URL.
    pub fn url(&self) -> Result<String, Error> {
        Address::parse(&self.server).map(|address| address.base()).map_err(Error::invalid_input)
    }

    /// Who logs in: the user name with its domain, such as `automation@vsphere.local`, and the password.
    ///
    /// The password is wiped from memory when the last clone of the [`Vcenter`] is dropped.
    pub fn credentials(mut self, user: impl Into<String>, password: impl Into<SecretString>) -> Self {
        self.credentials = Some(Credentials { user: user.into(), password: password.into() });
        self
    }

    /// Uses a session that was opened elsewhere, instead of logging in.
    ///
    /// [`logout`](Vcenter::logout) then only forgets it: whoever opened it ends it. If it is over, and there are
    /// [credentials](Self::credentials) as well, a new one takes its place, which the logout does end.
    pub fn session(mut self, session: SessionId) -> Self {
        self.session = Some(session);
        self
    }

    /// How the operations that may be repeated are repeated.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// How long making a connection may take; 10 seconds if not set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long one request may take, from its start to the end of the answer; 120 seconds if not set.
    ///
    /// A mount that is not answered in time may still be carried out:
    /// [`OutcomeUnknown`](ErrorKind::OutcomeUnknown).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Trusts the certificates of a PEM text as roots, beside those of the operating system.
    ///
    /// vCenter's own certificate authority can be downloaded from its front page.
    pub fn add_root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    /// Trusts the certificate of the server exactly if it has this thumbprint: its names, its dates and who vouches for
    /// it do not count, and no other certificate is accepted, whatever the roots are.
    ///
    /// The error for another certificate ([`Tls`](ErrorKind::Tls)) names both thumbprints.
    pub fn certificate_thumbprint(mut self, thumbprint: Thumbprint) -> Self {
        self.thumbprint = Some(thumbprint);
        self
    }

    /// Accepts every certificate, whoever made it and for whatever host.
    ///
    /// # Danger
    /// Whoever stands between can then pose as the vCenter and read the password. For test systems only;
    /// [`add_root_certificates`](Self::add_root_certificates) is the safe way to trust a private authority.
    pub fn danger_accept_invalid_certificates(mut self, accept: bool) -> Self {
        self.accept_invalid_certificates = accept;
        self
    }

    /// Allows `http://` to a host that is not this machine.
    ///
    /// # Danger
    /// The password and the session id travel in clear text. To a loopback address, where a simulator listens,
    /// `http://` is allowed anyway.
    pub fn danger_allow_plain_http(mut self, allow: bool) -> Self {
        self.allow_plain_http = allow;
        self
    }

    /// The language of the server's messages, as an `Accept-Language` header (RFC 9110), such as `de-DE`.
    ///
    /// Not sent if not set; the server then writes English.
    pub fn locale(mut self, locale: impl Into<String>) -> Self {
        self.locale = Some(locale.into());
        self
    }

    /// Puts the name of an application in front of this crate's in the `User-Agent` header, such as
    /// `image-pipeline/2.1`.
    pub fn user_agent(mut self, application: impl Into<String>) -> Self {
        self.application = Some(application.into());
        self
    }

    /// Shows this text in no error, log or message either, as if it were the password: such as a session that this
    /// connection does not use.
    pub fn redact(mut self, secret: impl Into<SecretString>) -> Self {
        self.secrets.push(secret.into());
        self
    }

    /// Sends requests with a client of one's own; part of the escape hatch [`api`](crate::api).
    ///
    /// Its connection settings hold (TLS, proxy, connect timeout, `User-Agent`); those of this builder for the
    /// same things must not be set. It has to be built with `redirect(Policy::none())`: a client that follows
    /// redirects carries the session id to wherever a server sends it.
    pub fn http_client(mut self, client: HttpClient) -> Self {
        self.http_client = Some(client);
        self
    }

    /// Logs in, unless there is a [session](Self::session) to use.
    ///
    /// `POST /api/session`; needs no privilege. Call [`logout`](Vcenter::logout) when done: sessions are limited in
    /// number, and a dropped `Vcenter` leaves its session open until it expires.
    /// [`with_session`](Self::with_session) does both. A login whose future is dropped ends the session that it opens, as
    /// long as its runtime goes on.
    ///
    /// It needs a Tokio runtime with timers and I/O (`enable_all`), as every call does.
    ///
    /// # Errors
    /// - [`InvalidInput`](ErrorKind::InvalidInput): something set here, the runtime, or a proxy variable of the
    ///   environment cannot be used; nothing was sent.
    /// - [`InvalidCredentials`](ErrorKind::InvalidCredentials), [`SessionLimit`](ErrorKind::SessionLimit): the
    ///   server refused the login.
    /// - [`Connect`](ErrorKind::Connect), [`Tls`](ErrorKind::Tls), [`Unavailable`](ErrorKind::Unavailable): the
    ///   server cannot be reached, or not yet.
    pub async fn connect(self) -> Result<Vcenter, Error> {
        let borrowed = self.session.is_some();
        let connection = Arc::new(self.connection()?);
        if !borrowed {
            connection.log_in().await?;
        }
        Ok(Vcenter::new(connection))
    }

    /// Connects, does some work, and logs out however the work ends: with a value, with an error, by a panic, which goes
    /// on after the logout, or because this future is dropped.
    ///
    /// A dropped future leaves the logout to a task of the runtime, which has to go on for as long. A logout that fails
    /// does not hide the result of the work: it is reported to `tracing` as a warning, and the session expires by
    /// itself.
    ///
    /// # Errors
    /// Those of [`connect`](Self::connect), and those of the work.
    pub async fn with_session<T, E, F, W>(self, work: F) -> Result<T, E>
    where
        F: FnOnce(Vcenter) -> W,
        W: Future<Output = Result<T, E>>,
        E: From<Error>,
    {
        let vcenter = self.connect().await?;
        let connection = Arc::clone(&vcenter.connection);
        let (end, logout) = connection.log_out_later()?;
        // Nothing of the work is touched again after a panic, so it can be left in whatever state. It is dropped
        // before the logout, which may have to wait for what it holds.
        let done = match catch_unwind(AssertUnwindSafe(|| work(vcenter))) {
            Err(panic) => Err(panic),
            Ok(work) => {
                let mut work = pin!(work);
                poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context))) {
                    Ok(Poll::Ready(done)) => Poll::Ready(Ok(done)),
                    Ok(Poll::Pending) => Poll::Pending,
                    Err(panic) => Poll::Ready(Err(panic)),
                })
                .await
            }
        };
        drop(end);
        if logout.await.is_err() {
            // Its runtime has ended, and this is another one.
            connection.log_out_unobserved().await;
        }
        done.unwrap_or_else(|panic| resume_unwind(panic))
    }

    fn connection(self) -> Result<Connection, Error> {
        let address = Address::parse(&self.server).map_err(Error::invalid_input)?;
        if address.is_plain_http() && !address.is_loopback() && !self.allow_plain_http {
            return Err(Error::invalid_input(format!(
                "{} would carry the password in clear text; use https",
                address.origin()
            )));
        }
        if self.timeout.is_zero() || self.connect_timeout.is_zero() {
            return Err(Error::invalid_input("a timeout of zero leaves no time for any request"));
        }
        let locale = match &self.locale {
            Some(locale) => Some(HeaderValue::from_str(locale).map_err(|_| {
                Error::invalid_input("the locale is no value for a header; expected one such as `de-DE`")
            })?),
            None => None,
        };
        let http = match &self.http_client {
            Some(client) => {
                self.refuse_connection_settings()?;
                client.clone()
            }
            None => self.client(&address)?,
        };
        if self.credentials.is_none() && self.session.is_none() {
            return Err(Error::invalid_input("neither credentials nor a session are set"));
        }
        let forbidden = |user: &str| user.is_empty() || user.contains(|c: char| c == ':' || c.is_control());
        if self.credentials.as_ref().is_some_and(|credentials| forbidden(&credentials.user)) {
            return Err(Error::invalid_input(
                "the user name is empty or has a `:` or a control character, which basic authentication cannot carry",
            ));
        }
        Ok(Connection {
            endpoint: Arc::new(Endpoint { base: address.base(), http, locale, timeout: self.timeout }),
            credentials: self.credentials,
            retry: self.retry,
            secrets: self.secrets,
            state: self.session.map(SessionState::borrowed).unwrap_or_default(),
        })
    }

    /// With a client of the caller's own, settings that would have no effect are an error, not a surprise.
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

    fn client(&self, address: &Address) -> Result<HttpClient, Error> {
        let mut trust = Trust {
            thumbprint: self.thumbprint,
            accept_invalid: self.accept_invalid_certificates,
            ..Trust::default()
        };
        for pem in &self.root_certificates {
            trust.add_pem(pem).map_err(Error::invalid_input)?;
        }
        let tls = trust.config(!address.is_plain_http()).map_err(|error| {
            Error::from(Parts {
                source: Some(Arc::new(error)),
                ..Parts::new(ErrorKind::Tls, "the trusted root certificates could not be loaded")
            })
        })?;
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
                    .map_err(|_| Error::invalid_input("the user agent is no value for a header"))?,
            )
            // A redirect would carry the session id, which is in a header of its own, to another host.
            .redirect(reqwest::redirect::Policy::none())
            // reqwest repeats some requests by itself; what may be repeated is decided in this crate alone.
            .retry(reqwest::retry::never())
            .referer(false);
        if address.is_loopback() {
            // No proxy can reach this machine's own loopback, but it would get the password.
            client = client.no_proxy();
            // And no name server may say that this machine is another one.
            let here = [IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from(Ipv6Addr::LOCALHOST)];
            client = client.resolve_to_addrs("localhost", &here.map(|address| SocketAddr::new(address, 0)));
        } else {
            proxy::check(&address.origin()).map_err(Error::invalid_input)?;
        }
        client.build().map_err(|error| {
            Error::from(Parts {
                source: Some(Arc::new(error.without_url())),
                ..Parts::new(ErrorKind::InvalidInput, "the HTTP client could not be set up")
            })
        })
    }
}
