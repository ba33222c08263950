use std::{fmt, net::SocketAddr, sync::Arc, time::Duration};

use axum_server::Handle;
use tokio::task::JoinHandle;

use crate::{
    builder::SimulatorBuilder,
    fault::{Fault, FaultRule, FaultRuleError, Run, When},
    inventory::Inventory,
    request::ReceivedRequest,
    vcenter::Vcenter,
};

/// How long [`Simulator::shutdown`] waits for requests that are under way.
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
    /// A builder with the default inventory, any user, http, and no latency.
    pub fn builder() -> SimulatorBuilder {
        SimulatorBuilder::new()
    }

    /// Where it listens, for example `http://127.0.0.1:40817`. The paths of the API begin with `/api` below it.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The certificate that a client has to trust, in PEM form. `None` without [`SimulatorBuilder::tls`].
    #[must_use]
    pub fn certificate_pem(&self) -> Option<&str> {
        self.certificate_pem.as_deref()
    }

    /// The inventory as it is now. Later changes do not show in it.
    #[must_use]
    pub fn inventory(&self) -> Arc<Inventory> {
        Arc::clone(&self.vcenter.inventory())
    }

    /// Changes the inventory, and answers what the closure answers.
    ///
    /// Requests wait meanwhile. Do not call [`Simulator::inventory`] or this method from within the closure: that
    /// would wait for ever.
    pub fn change<T>(&self, change: impl FnOnce(&mut Inventory) -> T) -> T {
        change(Arc::make_mut(&mut self.vcenter.inventory()))
    }

    /// Lets the next requests of an operation go wrong: the first fault is for the first request, and so on. When the
    /// faults are used up, requests pass again.
    ///
    /// The operation is named by its operationId, such as `Vcenter.Iso.Image_mount`, or by the end of it, from a dot
    /// or an underscore on; `*` is for any request. Scripts come before what is injected for always. If several
    /// scripts are for one request, it takes from the one that was injected first.
    ///
    /// # Panics
    /// If there is no such operation, no fault, or a fault with a status that is not from 200 to 599 or a text that
    /// cannot stand in a header: a test that injects nothing would prove nothing.
    #[track_caller]
    pub fn inject(&self, operation: &str, faults: impl IntoIterator<Item = Fault>) {
        self.inject_checked(FaultRule::new(
            operation,
            When::Script,
            faults.into_iter().map(Run::from).collect(),
        ));
    }

    /// Lets every request of an operation go wrong, until [`Simulator::clear_faults`]. What is injected for always
    /// last goes first.
    ///
    /// # Panics
    /// As [`Simulator::inject`].
    #[track_caller]
    pub fn inject_always(&self, operation: &str, fault: Fault) {
        self.inject_checked(FaultRule::new(operation, When::Rate(1.0), vec![fault.into()]));
    }

    /// Lets a share of the requests of an operation go wrong, from 0 to 1, each with one of the faults, by chance.
    ///
    /// # Panics
    /// As [`Simulator::inject`], and if the rate is not from 0 to 1.
    #[track_caller]
    pub fn inject_random(&self, operation: &str, rate: f64, faults: impl IntoIterator<Item = Fault>) {
        self.inject_checked(FaultRule::new(
            operation,
            When::Rate(rate),
            faults.into_iter().map(Run::from).collect(),
        ));
    }

    /// Adds a rule, for example one that was read from text.
    pub fn inject_rule(&self, rule: FaultRule) {
        self.vcenter.faults().add(rule);
    }

    #[track_caller]
    fn inject_checked(&self, rule: Result<FaultRule, FaultRuleError>) {
        match rule {
            Ok(rule) => self.inject_rule(rule),
            Err(error) => panic!("cannot inject a fault: {error}"),
        }
    }

    /// Lets every request pass again. Those that are under way keep their faults.
    pub fn clear_faults(&self) {
        self.vcenter.faults().clear();
    }

    /// The requests so far, in the order of arrival; of many, the last ones, see
    /// [`SimulatorBuilder::requests_kept`].
    #[must_use]
    pub fn requests(&self) -> Vec<ReceivedRequest> {
        self.vcenter.requests().all()
    }

    /// What came or went and is not in `spec/vcenter-iso.yaml`: requests that break it, and answers that do, each with
    /// its operation and what is wrong. Exchanges with a fault are exempt.
    #[cfg(feature = "contract")]
    #[must_use]
    pub fn contract_violations(&self) -> Vec<String> {
        self.vcenter.violations().clone()
    }

    /// How many logins have succeeded so far.
    #[must_use]
    pub fn logins(&self) -> usize {
        self.vcenter.sessions().logins()
    }

    /// How many sessions are open.
    #[must_use]
    pub fn open_sessions(&self) -> usize {
        self.vcenter.sessions().len()
    }

    /// Ends every open session: from now on their identifiers are unknown.
    pub fn expire_sessions(&self) {
        self.vcenter.sessions().close_all();
    }

    /// Stops: takes no more connections, lets the requests under way end (for at most five seconds), and closes
    /// what is left.
    pub async fn shutdown(mut self) {
        self.vcenter.end();
        self.handle.graceful_shutdown(Some(GRACE));
        // Whatever the server task came to, it has ended, which is all that is asked for.
        let _ = (&mut self.serving).await;
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.vcenter.end();
        self.handle.shutdown();
    }
}

impl fmt::Debug for Simulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulator").field("url", &self.url).finish_non_exhaustive()
    }
}
