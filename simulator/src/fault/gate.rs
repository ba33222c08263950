use std::fmt;
use std::sync::Arc;

use tokio::sync::{Semaphore, watch};

/// Holds requests until the test lets them go, in place of a delay.
///
/// Clones are the same gate. It works with [`Fault::HoldBefore`](crate::Fault::HoldBefore) and
/// [`Fault::HoldAfter`](crate::Fault::HoldAfter).
///
/// ```
/// use vcenter_iso_simulator::{Fault, Gate, Simulator, example};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # rustls::crypto::ring::default_provider().install_default().expect("this is the first provider of the process");
/// let simulator = Simulator::builder().start().await?;
/// let gate = Gate::new();
/// simulator.inject("Cis.Session_create", [Fault::HoldAfter(gate.clone())]);
///
/// let login = reqwest::Client::new()
///     .post(format!("{}/api/session", simulator.url()))
///     .basic_auth(example::USER, Some(example::PASSWORD));
/// let login = tokio::spawn(login.send());
/// gate.arrived(1).await;
/// // The simulator has opened the session, but the client has no response.
/// assert_eq!(simulator.open_sessions(), 1);
/// assert!(!login.is_finished());
///
/// gate.open();
/// assert_eq!(login.await??.status(), 201);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Gate(Arc<State>);

struct State {
    /// Closed when the gate is open.
    permits: Semaphore,
    held: watch::Sender<usize>,
}

impl Gate {
    /// Returns a closed gate.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(State { permits: Semaphore::new(0), held: watch::Sender::new(0) }))
    }

    /// Waits until at least `count` requests are held at the same time.
    pub async fn arrived(&self, count: usize) {
        // It fails only without a sender, and `self` holds the sender.
        let _ = self.0.held.subscribe().wait_for(|held| *held >= count).await;
    }

    /// Returns the number of requests that are held now.
    #[must_use]
    pub fn held(&self) -> usize {
        *self.0.held.borrow()
    }

    /// Lets `count` requests pass, in the order of arrival. Those that have not arrived yet will not be held.
    pub fn admit(&self, count: usize) {
        self.0.permits.add_permits(count);
    }

    /// Lets all requests pass from now on.
    pub fn open(&self) {
        self.0.permits.close();
    }

    /// Waits until the request can pass.
    pub(crate) async fn pass(&self) {
        let _held = Held::new(&self.0.held);
        // It fails if the gate is open.
        if let Ok(permit) = self.0.permits.acquire().await {
            permit.forget();
        }
    }
}

impl Default for Gate {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gate").field("held", &self.held()).finish_non_exhaustive()
    }
}

/// Two gates are equal if they are the same gate.
impl PartialEq for Gate {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Gate {}

/// Counts a held request, until it passes or its connection is closed.
struct Held<'a>(&'a watch::Sender<usize>);

impl<'a> Held<'a> {
    fn new(held: &'a watch::Sender<usize>) -> Self {
        held.send_modify(|held| *held += 1);
        Self(held)
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.send_modify(|held| *held -= 1);
    }
}
