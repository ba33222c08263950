//! Starting a simulator.

use std::{
    error::Error,
    fmt,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use axum_server::{
    Handle,
    tls_rustls::{RustlsAcceptor, RustlsConfig},
};
use tokio::net::TcpListener;

use crate::{
    api,
    certificate::SelfSigned,
    choices::Choices,
    connection::Acceptor,
    fault::{FaultRule, Rules},
    inventory::Inventory,
    request::RequestLog,
    session::SessionLimits,
    simulator::Simulator,
    user::User,
    vcenter::Vcenter,
};

/// The largest request head that is read over HTTP/1.1, in bytes. Envoy reads 60 KiB by default; over HTTP/2 hyper
/// reads 16 KiB.
const HEAD_LIMIT: usize = 64 * 1024;

/// What a simulator is started with. From [`Simulator::builder`].
#[derive(Debug, Clone)]
#[must_use = "a simulator runs once `start` was awaited"]
pub struct SimulatorBuilder {
    address: SocketAddr,
    inventory: Inventory,
    users: Vec<User>,
    tls: bool,
    latency: Duration,
    client_timeout: Duration,
    choices: Choices,
    limits: SessionLimits,
    faults: Vec<FaultRule>,
    seed: u64,
    requests_kept: usize,
    #[cfg(feature = "contract")]
    contract_checked: bool,
}

impl SimulatorBuilder {
    pub(crate) fn new() -> Self {
        Self {
            address: (Ipv4Addr::LOCALHOST, 0).into(),
            inventory: Inventory::default(),
            users: Vec::new(),
            tls: false,
            latency: Duration::ZERO,
            client_timeout: Duration::from_secs(30),
            choices: Choices::default(),
            limits: SessionLimits::default(),
            faults: Vec::new(),
            seed: 0,
            requests_kept: 10_000,
            #[cfg(feature = "contract")]
            contract_checked: true,
        }
    }

    /// What there is in the vCenter; without this call, [`Inventory::default`].
    pub fn inventory(mut self, inventory: Inventory) -> Self {
        self.inventory = inventory;
        self
    }

    /// Where to listen; without this call on a free port of 127.0.0.1. Port 0 is any free port.
    ///
    /// Whoever reaches the address may use the simulator: leave the loopback addresses only where that is meant.
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Adds a user who may log in, to those of the inventory. Without any, every user name that is not empty logs in
    /// with any password and has every privilege.
    pub fn user(mut self, user: User) -> Self {
        self.users.push(user);
        self
    }

    /// Serves https alone, with a certificate that is made at start, vouches for itself, and is valid for
    /// `127.0.0.1`, `::1` and `localhost`. See [`Simulator::certificate_pem`].
    pub fn tls(mut self) -> Self {
        self.tls = true;
        self
    }

    /// Holds back each answer this long, after the simulator has acted.
    pub fn latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// Closes a connection whose client keeps it waiting for longer than this; without this call 30 seconds, as
    /// common servers do.
    ///
    /// The client has this long to send the head of a request, to send its body, and to read the answer and begin the
    /// next request. A request that the simulator works on has no limit, however long its latency and its faults hold
    /// it back. With [`Duration::MAX`] no connection is closed.
    pub fn client_timeout(mut self, timeout: Duration) -> Self {
        self.client_timeout = timeout;
        self
    }

    /// How long a session lives without use; without this call 30 minutes, as the documentation of one version says.
    pub fn session_idle_timeout(mut self, timeout: Duration) -> Self {
        self.limits.idle = timeout;
        self
    }

    /// How long a session lives, however much it is used; without this call 24 hours, a choice of the simulator.
    pub fn session_lifetime(mut self, lifetime: Duration) -> Self {
        self.limits.lifetime = lifetime;
        self
    }

    /// How many sessions one user may have open; one more login is `503 SERVICE_UNAVAILABLE`. Without this call 550,
    /// the limit of versions before 8.0 Update 3.
    pub fn sessions_per_user(mut self, limit: usize) -> Self {
        self.limits.per_user = limit;
        self
    }

    /// How many sessions all users together may have open; without this call 1000, the limit of versions before 8.0
    /// Update 3.
    pub fn sessions_in_total(mut self, limit: usize) -> Self {
        self.limits.total = limit;
        self
    }

    /// Whether every exchange is held against the contract, see [`Simulator::contract_violations`]; without this call
    /// it is. A measurement does without.
    #[cfg(feature = "contract")]
    pub fn contract_checked(mut self, checked: bool) -> Self {
        self.contract_checked = checked;
        self
    }

    /// Changes what the simulator does where vCenter is not documented.
    ///
    /// ```
    /// # use vcenter_iso_simulator::Simulator;
    /// let builder = Simulator::builder().choices(|choices| choices.unmount_keeps_drive = true);
    /// ```
    pub fn choices(mut self, change: impl FnOnce(&mut Choices)) -> Self {
        change(&mut self.choices);
        self
    }

    /// Adds a rule for what goes wrong on purpose, as [`Simulator::inject_rule`] does later.
    pub fn fault(mut self, rule: FaultRule) -> Self {
        self.faults.push(rule);
        self
    }

    /// What chance begins with, for the faults that come by chance: with the same seed, the same requests in the same
    /// order meet the same faults. Without this call it is 0.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Sets how many requests [`Simulator::requests`] returns at most, the last ones; without this call 10,000.
    ///
    /// They also take at most 64 MiB of memory together. 40,000 requests with a handful of headers fit into that, and
    /// of larger ones fewer.
    pub fn requests_kept(mut self, limit: usize) -> Self {
        self.requests_kept = limit;
        self
    }

    /// Starts the simulator, in tasks of the Tokio runtime that awaits this.
    /// It takes connections when this returns.
    ///
    /// # Errors
    /// [`StartError`] if it cannot listen there, or there is no certificate to be had.
    pub async fn start(mut self) -> Result<Simulator, StartError> {
        let certificate = if self.tls {
            let what = || "cannot make the certificate".to_owned();
            let address = self.address.ip();
            Some(SelfSigned::make(address).map_err(|source| StartError { what: what(), source })?)
        } else {
            None
        };
        let cannot_listen = |source: std::io::Error| StartError {
            what: format!("cannot listen on {}", self.address),
            source: source.into(),
        };
        let listener = TcpListener::bind(self.address).await.map_err(cannot_listen)?;
        let address = listener.local_addr().map_err(cannot_listen)?;

        let mut faults = Rules::new(self.seed);
        self.faults.into_iter().for_each(|rule| faults.add(rule));
        let requests = RequestLog::new(self.requests_kept);
        self.inventory.users.extend(self.users);
        let vcenter = Vcenter::new(self.inventory, self.latency, self.choices, self.limits, requests, faults);
        #[cfg(feature = "contract")]
        let vcenter = vcenter.with_contract(self.contract_checked);
        let vcenter = Arc::new(vcenter);
        let handle = Handle::new();
        let mut server = axum_server::Server::from_listener(listener).handle(handle.clone());
        server.http_builder().http1().max_buf_size(HEAD_LIMIT);
        let service = api::router(Arc::clone(&vcenter)).into_make_service();
        let acceptor = Acceptor { vcenter: Arc::clone(&vcenter), client_timeout: self.client_timeout };
        let (scheme, certificate_pem, serving) = match certificate {
            None => ("http", None, tokio::spawn(server.acceptor(acceptor).serve(service))),
            Some(SelfSigned { pem, tls }) => {
                let acceptor = RustlsAcceptor::new(RustlsConfig::from_config(tls)).acceptor(acceptor);
                ("https", Some(pem), tokio::spawn(server.acceptor(acceptor).serve(service)))
            }
        };
        Ok(Simulator { url: format!("{scheme}://{address}"), certificate_pem, vcenter, handle, serving })
    }
}

/// Why a simulator did not start; the source says more.
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
