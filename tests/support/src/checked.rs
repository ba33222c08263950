//! A simulator that checks every exchange against the OpenAPI document.

use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use vcenter_iso_simulator::{Simulator, SimulatorBuilder};

use crate::{address, contract};

/// A simulator that panics on drop, and so fails its test, if an exchange violated the document. Exchanges
/// with a fault are exempt.
#[derive(Debug)]
pub struct Checked {
    simulator: Simulator,
    violations: Arc<Mutex<Vec<String>>>,
}

/// Starts a simulator on an address that no other test of this process has used. Its responses have members that the
/// document does not have: every client must ignore them.
///
/// # Panics
/// Panics if the simulator does not start.
pub async fn start(builder: SimulatorBuilder) -> Checked {
    let builder = builder.behavior(|behavior| behavior.unknown_members = true);
    loop {
        let violations = Arc::new(Mutex::new(Vec::new()));
        let recorded = Arc::clone(&violations);
        let builder = builder.clone().observe(move |exchange| {
            recorded.lock().unwrap_or_else(PoisonError::into_inner).extend(contract::violations(exchange));
        });
        let simulator = builder.start().await.expect("the simulator should start on a loopback port");
        if address::claim(simulator.url()) {
            return Checked { simulator, violations };
        }
    }
}

impl Deref for Checked {
    type Target = Simulator;

    fn deref(&self) -> &Simulator {
        &self.simulator
    }
}

impl Drop for Checked {
    fn drop(&mut self) {
        // A second panic would abort the process and hide the first one.
        if !std::thread::panicking() {
            let violations = self.violations.lock().unwrap_or_else(PoisonError::into_inner);
            assert!(
                violations.is_empty(),
                "an exchange violates spec/vcenter-iso.yaml; correct the spec or the code: {violations:#?}"
            );
        }
    }
}
