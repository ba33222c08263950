use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum_server::Handle;
use tokio::task::JoinHandle;

use crate::fault::{Distribution, Fault, FaultRule, Run, Target};
use crate::inventory::Inventory;
use crate::operation::Operation;
use crate::state::{ReceivedRequest, Vcenter};

/// The maximum time that [`Simulator::shutdown`] waits for running requests.
const GRACE: Duration = Duration::from_secs(5);

/// A running vCenter simulator. It stops when this handle is dropped.
pub struct Simulator {
    pub(crate) url: String,
    pub(crate) certificate_pem: Option<String>,
    pub(crate) vcenter: Arc<Vcenter>,
    pub(crate) handle: Handle<SocketAddr>,
    pub(crate) serving: JoinHandle<std::io::Result<()>>,
}

impl Simulator {
    /// Returns its URL, for example `http://127.0.0.1:40817`. The API is at `/api` below it.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the certificate for clients to trust in PEM form: the self-signed one, or that of the certificate
    /// authority (CA). Returns `None` without [`SimulatorBuilder::tls`](crate::SimulatorBuilder::tls) and
    /// [`SimulatorBuilder::certificate`](crate::SimulatorBuilder::certificate).
    #[must_use]
    pub fn certificate_pem(&self) -> Option<&str> {
        self.certificate_pem.as_deref()
    }

    /// Returns a snapshot of the inventory.
    #[must_use]
    pub fn inventory(&self) -> Arc<Inventory> {
        Arc::clone(&self.vcenter.inventory())
    }

    /// Changes the inventory, and returns the result of the closure.
    ///
    /// Requests wait for the closure. Do not call [`Simulator::inventory`] or this method in the closure: the
    /// call would deadlock.
    pub fn update_inventory<T>(&self, update: impl FnOnce(&mut Inventory) -> T) -> T {
        update(Arc::make_mut(&mut self.vcenter.inventory()))
    }

    /// Injects faults into the next requests of an operation: the first fault into the first request, and so
    /// on. Later requests have no fault.
    ///
    /// These faults take precedence over those of [`Simulator::inject_always`] and [`Simulator::inject_random`].
    /// If the faults of several calls apply to a request, those of the first call are used first.
    ///
    /// # Panics
    /// Panics if there is no fault, or if HTTP cannot express one: if a status is not between 200 and 599, or if a
    /// header is invalid. It does not return an error, because a test that injects nothing proves nothing.
    #[track_caller]
    pub fn inject(&self, target: impl Into<Target>, faults: impl IntoIterator<Item = Fault>) {
        self.inject_by(target.into(), Distribution::Script, faults);
    }

    /// Injects a fault into every request of an operation, until [`Simulator::clear_faults`]. The last call
    /// takes precedence.
    ///
    /// # Panics
    /// Panics like [`Simulator::inject`].
    #[track_caller]
    pub fn inject_always(&self, target: impl Into<Target>, fault: Fault) {
        self.inject_by(target.into(), Distribution::Rate(1.0), [fault]);
    }

    /// Injects one of the faults, chosen at random, into a random share of the requests of an operation.
    /// `rate` is the share, from 0 to 1.
    ///
    /// # Panics
    /// Panics like [`Simulator::inject`], and if the rate is not between 0 and 1.
    #[track_caller]
    pub fn inject_random(
        &self,
        target: impl Into<Target>,
        rate: f64,
        faults: impl IntoIterator<Item = Fault>,
    ) {
        self.inject_by(target.into(), Distribution::Rate(rate), faults);
    }

    /// Adds a fault rule, for example a rule that was parsed from text.
    pub fn inject_rule(&self, rule: FaultRule) {
        self.vcenter.faults().add(rule);
    }

    /// Removes all fault rules. Running requests keep their faults.
    pub fn clear_faults(&self) {
        self.vcenter.faults().clear();
    }

    /// Returns the requests so far, in the order of arrival. Their number is limited, see
    /// [`SimulatorBuilder::max_recorded_requests`](crate::SimulatorBuilder::max_recorded_requests).
    #[must_use]
    pub fn requests(&self) -> Vec<ReceivedRequest> {
        self.vcenter.requests().all()
    }

    /// Returns the requests of an operation, like [`Simulator::requests`].
    #[must_use]
    pub fn requests_of(&self, operation: Operation) -> Vec<ReceivedRequest> {
        self.vcenter.requests().of(operation)
    }

    /// Expects exactly this number of requests of an operation from now on. [`Simulator::shutdown`], or dropping the
    /// simulator, panics if there were more or fewer.
    ///
    /// ```should_panic
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), vcenter_iso_simulator::StartError> {
    /// use vcenter_iso_simulator::{Operation, Simulator};
    ///
    /// let simulator = Simulator::start().await?;
    /// simulator.expect(Operation::VcenterIsoImageMount, 1);
    /// simulator.shutdown().await; // panics: there was no mount
    /// # Ok(())
    /// # }
    /// ```
    pub fn expect(&self, operation: Operation, count: usize) {
        self.vcenter.requests().expect(operation, count);
    }

    /// Returns the number of successful logins so far.
    #[must_use]
    pub fn logins(&self) -> usize {
        self.vcenter.sessions().logins()
    }

    /// Returns the number of open sessions.
    #[must_use]
    pub fn open_sessions(&self) -> usize {
        self.vcenter.sessions().len()
    }

    /// Returns the number of active update sessions of library items.
    #[must_use]
    pub fn active_update_sessions(&self) -> usize {
        self.vcenter.update_sessions().active()
    }

    /// Moves the clock forward, on which sessions expire and tasks end. [`SimulatorBuilder::task_time`] and the limits of
    /// sessions refer to this clock; latency, faults and timeouts of connections are in real time.
    ///
    /// [`SimulatorBuilder::task_time`]: crate::SimulatorBuilder::task_time
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # use std::time::Duration;
    /// # use vcenter_iso_simulator::{Simulator, example};
    /// # rustls::crypto::ring::default_provider().install_default().expect("no other provider is installed");
    /// let simulator = Simulator::start().await?;
    /// let login = reqwest::Client::new().post(format!("{}/api/session", simulator.url()));
    /// login.basic_auth(example::USER, Some(example::PASSWORD)).send().await?;
    /// assert_eq!(simulator.open_sessions(), 1);
    /// simulator.advance(Duration::from_secs(30 * 60));
    /// assert_eq!(simulator.open_sessions(), 0);
    /// # Ok(())
    /// # }
    /// ```
    pub fn advance(&self, duration: Duration) {
        self.vcenter.clock.advance(duration);
    }

    /// Restores the inventory and the faults of the start, ends every session, and forgets the requests.
    pub fn reset(&self) {
        self.vcenter.reset();
    }

    /// Ends every open session.
    pub fn expire_sessions(&self) {
        self.vcenter.sessions().close_all();
    }

    /// Stops the simulator: accepts no more connections, waits at most five seconds for running requests,
    /// then closes the remaining connections. Running tasks end at once. Returns the inventory at the end.
    ///
    /// # Panics
    /// Panics if the number of requests differs from one of [`Simulator::expect`].
    pub async fn shutdown(mut self) -> Arc<Inventory> {
        self.vcenter.end();
        self.handle.graceful_shutdown(Some(GRACE));
        // Only the end of the task matters, not its result.
        let _ = (&mut self.serving).await;
        self.inventory()
    }

    #[track_caller]
    fn inject_by(&self, target: Target, distribution: Distribution, faults: impl IntoIterator<Item = Fault>) {
        match FaultRule::new(target, distribution, faults.into_iter().map(Run::from).collect()) {
            Ok(rule) => self.inject_rule(rule),
            Err(error) => panic!("cannot inject a fault: {error}"),
        }
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.vcenter.end();
        self.handle.shutdown();
        let unmet = self.vcenter.requests().take_unmet();
        // A second panic would abort the process and hide the first one.
        assert!(unmet.is_empty() || std::thread::panicking(), "{}", unmet.join("\n"));
    }
}

impl fmt::Debug for Simulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulator").field("url", &self.url).finish_non_exhaustive()
    }
}
