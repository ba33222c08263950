use std::fmt;
use std::sync::Arc;

use tokio::sync::{Semaphore, watch};

/// Holds requests until the test releases them, so that the test needs no delay.
///
/// Clones are the same gate. [`Fault::hold`](crate::Fault::hold) makes requests wait at it.
///
/// ```
/// use vcenter_iso_simulator::{Fault, Gate, Operation, Simulator, example};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # rustls::crypto::ring::default_provider().install_default().expect("no other provider is installed");
/// let simulator = Simulator::start().await?;
/// let gate = Gate::new();
/// simulator.inject(Operation::CisSessionCreate, [Fault::hold(&gate).after()]);
///
/// let login = reqwest::Client::new()
///     .post(format!("{}/api/session", simulator.url()))
///     .basic_auth(example::USER, Some(example::PASSWORD));
/// let login = tokio::spawn(login.send());
/// gate.wait_for(1).await;
/// // The simulator has opened the session, but has not responded yet.
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
    /// Opening the gate closes the semaphore.
    permits: Semaphore,
    held: watch::Sender<usize>,
}

impl Gate {
    /// Returns a closed gate.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(State { permits: Semaphore::new(0), held: watch::Sender::new(0) }))
    }

    /// Waits until the gate holds at least `count` requests at the same time.
    pub async fn wait_for(&self, count: usize) {
        // This fails only without a sender, and `self` holds the sender.
        let _ = self.0.held.subscribe().wait_for(|held| *held >= count).await;
    }

    /// Returns the number of requests that the gate holds now.
    #[must_use]
    pub fn held(&self) -> usize {
        *self.0.held.borrow()
    }

    /// Lets `count` requests pass, in the order of arrival. If the gate holds fewer, it lets the next
    /// requests pass when they arrive.
    pub fn release(&self, count: usize) {
        self.0.permits.add_permits(count);
    }

    /// Lets all requests pass: held requests now, later requests when they arrive.
    pub fn open(&self) {
        self.0.permits.close();
    }

    /// Waits until the gate lets the request pass.
    pub(crate) async fn pass(&self) {
        let _held = Held::new(&self.0.held);
        // An error means that the gate is open.
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

/// Compares identities: a gate equals only its clones.
impl PartialEq for Gate {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Gate {}

/// Counts a request as held until it passes or its connection is closed.
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
