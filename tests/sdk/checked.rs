//! The simulator of a test: what comes and goes has to be what the OpenAPI document allows.

use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::{Mutex, PoisonError};

use vcenter_iso_simulator::{Simulator, SimulatorBuilder};

/// A simulator that fails its test, at the end, if an exchange broke the document. Exchanges with a fault are exempt.
pub(crate) struct Checked(Simulator);

/// Starts a simulator, on an address that no other test of this process has had: what is known of a server's lost
/// mounts goes by its address.
pub(crate) async fn start(builder: SimulatorBuilder) -> Checked {
    static ADDRESSES: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    loop {
        let simulator = builder.clone().start().await.expect("a simulator on a loopback port");
        let is_new =
            ADDRESSES.lock().unwrap_or_else(PoisonError::into_inner).insert(simulator.url().to_owned());
        if is_new {
            return Checked(simulator);
        }
    }
}

impl Deref for Checked {
    type Target = Simulator;

    fn deref(&self) -> &Simulator {
        &self.0
    }
}

impl Drop for Checked {
    fn drop(&mut self) {
        let violations = self.0.contract_violations();
        // A test that fails anyway is not helped by a second panic, which would end the process.
        if !std::thread::panicking() {
            assert!(violations.is_empty(), "spec/vcenter-iso.yaml does not allow this: {violations:#?}");
        }
    }
}
