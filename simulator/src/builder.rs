//! Configures and starts a simulator.

use std::error::Error;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum_server::Handle;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use tokio::net::TcpListener;

use crate::api;
use crate::behavior::Behavior;
use crate::fault::FaultRule;
use crate::inventory::{Inventory, User};
use crate::server::{Acceptor, Certificate, ServerIdentity, TlsVersion};
use crate::simulator::Simulator;
use crate::state::{Exchange, Observers, SessionLimits, Settings, Vcenter};

/// The maximum size of a request head over HTTP/1.1, in bytes. Envoy accepts 60 KiB by default. Over HTTP/2,
/// hyper accepts 16 KiB.
const HEAD_LIMIT: usize = 64 * 1024;

/// The settings of a simulator. Created by [`Simulator::builder`].
#[derive(Debug, Clone)]
#[must_use = "a simulator runs only after `start`"]
pub struct SimulatorBuilder {
    address: SocketAddr,
    users: Vec<User>,
    certificate: Option<Certificate>,
    tls_version: Option<TlsVersion>,
    client_timeout: Duration,
    settings: Settings,
}

impl Simulator {
    /// Starts a simulator with the default settings: the example inventory, any user, HTTP, and no latency.
    /// [`Simulator::builder`] has other settings.
    ///
    /// # Errors
    /// Returns [`StartError`] if the simulator cannot listen on a port of 127.0.0.1.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Returns a builder with the default settings: the example inventory, any user, HTTP, and no latency.
    pub fn builder() -> SimulatorBuilder {
        SimulatorBuilder {
            address: (Ipv4Addr::LOCALHOST, 0).into(),
            users: Vec::new(),
            certificate: None,
            tls_version: None,
            client_timeout: Duration::from_secs(30),
            settings: Settings {
                inventory: Inventory::example(),
                latency: Duration::ZERO,
                task_time: Duration::ZERO,
                behavior: Behavior::default(),
                limits: SessionLimits::default(),
                faults: Vec::new(),
                seed: 0,
                max_recorded_requests: 10_000,
                observers: Observers::default(),
                scheme: "http",
            },
        }
    }
}

impl SimulatorBuilder {
    /// Sets the inventory; [`Inventory::example`] by default.
    pub fn inventory(mut self, inventory: Inventory) -> Self {
        self.settings.inventory = inventory;
        self
    }

    /// Sets the address to listen on; a free port of 127.0.0.1 by default. Port 0 selects a free port.
    ///
    /// Every machine that can reach the address can use the simulator.
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Adds a user to those of the inventory. Without users, any non-empty user name can log in with any
    /// password and has every privilege.
    pub fn user(mut self, user: User) -> Self {
        self.users.push(user);
        self
    }

    /// Serves HTTPS only, with [`Certificate::SelfSigned`].
    pub fn tls(self) -> Self {
        self.certificate(Certificate::SelfSigned)
    }

    /// Serves HTTPS only, with a certificate of this kind that is generated at start. See
    /// [`Simulator::certificate_pem`].
    pub fn certificate(mut self, certificate: Certificate) -> Self {
        self.certificate = Some(certificate);
        self
    }

    /// Accepts only this version of TLS; versions 1.2 and 1.3 by default. Older versions cannot be had: the TLS library
    /// does not have them.
    pub fn tls_version(mut self, version: TlsVersion) -> Self {
        self.tls_version = Some(version);
        self
    }

    /// Delays every response by this much, after the simulator has acted.
    pub fn latency(mut self, latency: Duration) -> Self {
        self.settings.latency = latency;
        self
    }

    /// Sets the duration of each change of a VM: mount, unmount, removal of a CD-ROM, connect and disconnect. Zero by
    /// default. The VM is busy meanwhile, so that another change of it is `500 RESOURCE_BUSY`, and the change becomes
    /// visible at the end, also if the client no longer waits. [`Simulator::advance`] shortens the wait.
    pub fn task_time(mut self, time: Duration) -> Self {
        self.settings.task_time = time;
        self
    }

    /// Sets the time after which the simulator closes the connection of an idle client; 30 seconds by
    /// default, as in common servers.
    ///
    /// The limit applies to each of these steps of the client: it sends the head of a request; it sends the
    /// body; it reads the response and starts the next request. The limit does not apply while the simulator
    /// works on a request, including its latency and faults. [`Duration::MAX`] disables the limit.
    pub fn client_timeout(mut self, timeout: Duration) -> Self {
        self.client_timeout = timeout;
        self
    }

    /// Sets the time after which an unused session expires; 30 minutes by default. Sources disagree on the
    /// value of vCenter.
    pub fn session_idle_timeout(mut self, timeout: Duration) -> Self {
        self.settings.limits.idle = timeout;
        self
    }

    /// Sets the lifetime of every session; 24 hours by default. vCenter documents no value.
    pub fn session_lifetime(mut self, lifetime: Duration) -> Self {
        self.settings.limits.lifetime = lifetime;
        self
    }

    /// Sets the maximum number of open sessions per user; 550 by default, the limit of versions before 8.0
    /// Update 3. The response to a further login is `503 SERVICE_UNAVAILABLE`.
    pub fn max_sessions_per_user(mut self, limit: usize) -> Self {
        self.settings.limits.per_user = limit;
        self
    }

    /// Sets the maximum number of open sessions of all users; 1000 by default, the limit of versions before
    /// 8.0 Update 3.
    pub fn max_sessions(mut self, limit: usize) -> Self {
        self.settings.limits.total = limit;
        self
    }

    /// Adds an observer: a function that the simulator calls with each request and its response, also if the
    /// request has a fault.
    ///
    /// The simulator calls it before the latency, and before faults after acting. It does so in
    /// the task of the request, so the observer must not block. The simulator does not call it for a request
    /// whose connection a fault aborts before acting.
    ///
    /// ```
    /// use std::sync::mpsc;
    ///
    /// use vcenter_iso_simulator::Simulator;
    ///
    /// let (sender, exchanges) = mpsc::channel();
    /// let builder = Simulator::builder().observe(move |exchange| {
    ///     let _ = sender.send(exchange.request().body().to_vec());
    /// });
    /// ```
    pub fn observe(mut self, observer: impl Fn(&Exchange) + Send + Sync + 'static) -> Self {
        self.settings.observers.add(observer);
        self
    }

    /// Configures the behavior where vCenter is undocumented.
    ///
    /// ```
    /// # use vcenter_iso_simulator::Simulator;
    /// let builder = Simulator::builder().behavior(|behavior| behavior.unmount_keeps_cdrom = true);
    /// ```
    pub fn behavior(mut self, update: impl FnOnce(&mut Behavior)) -> Self {
        update(&mut self.settings.behavior);
        self
    }

    /// Adds a fault rule, like [`Simulator::inject_rule`] after the start.
    pub fn fault(mut self, rule: FaultRule) -> Self {
        self.settings.faults.push(rule);
        self
    }

    /// Sets the seed for random faults; 0 by default. With the same seed, the same requests in the same order
    /// get the same faults.
    pub fn seed(mut self, seed: u64) -> Self {
        self.settings.seed = seed;
        self
    }

    /// Sets the maximum number of requests that [`Simulator::requests`] returns; 10,000 by default. The
    /// simulator drops the oldest first.
    ///
    /// Their memory is limited to 64 MiB in total, which is enough for 40,000 requests with a few headers.
    pub fn max_recorded_requests(mut self, limit: usize) -> Self {
        self.settings.max_recorded_requests = limit;
        self
    }

    /// Starts the simulator in tasks of the current Tokio runtime. It accepts connections when this method
    /// returns.
    ///
    /// # Errors
    /// Returns [`StartError`] if the simulator cannot listen on the address or generate the certificate.
    pub async fn start(mut self) -> Result<Simulator, StartError> {
        let generate = |certificate| {
            ServerIdentity::generate(certificate, self.address.ip(), self.tls_version)
                .map_err(|source| StartError { what: "cannot generate the certificate".to_owned(), source })
        };
        let identity = self.certificate.map(generate).transpose()?;
        let cannot_listen = |source: std::io::Error| StartError {
            what: format!("cannot listen on {}", self.address),
            source: source.into(),
        };
        let listener = TcpListener::bind(self.address).await.map_err(cannot_listen)?;
        let address = listener.local_addr().map_err(cannot_listen)?;

        self.settings.inventory.users.extend(self.users);
        let scheme = if identity.is_some() { "https" } else { "http" };
        self.settings.scheme = scheme;
        let vcenter = Arc::new(Vcenter::new(self.settings));
        let handle = Handle::new();
        let mut server = axum_server::Server::from_listener(listener).handle(handle.clone());
        server.http_builder().http1().max_buf_size(HEAD_LIMIT);
        let service = api::router(Arc::clone(&vcenter)).into_make_service();
        let acceptor = Acceptor { vcenter: Arc::clone(&vcenter), client_timeout: self.client_timeout };
        let (certificate_pem, serving) = match identity {
            None => (None, tokio::spawn(server.acceptor(acceptor).serve(service))),
            Some(ServerIdentity { pem, tls }) => {
                let acceptor = RustlsAcceptor::new(RustlsConfig::from_config(tls)).acceptor(acceptor);
                (Some(pem), tokio::spawn(server.acceptor(acceptor).serve(service)))
            }
        };
        Ok(Simulator { url: format!("{scheme}://{address}"), certificate_pem, vcenter, handle, serving })
    }
}

/// The reason why a simulator did not start. Its source has the cause.
#[derive(Debug)]
pub struct StartError {
    what: String,
    source: Box<dyn Error + Send + Sync>,
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl Error for StartError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.source)
    }
}
