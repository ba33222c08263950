//! The simulator of a test: what comes and goes has to be what the OpenAPI document allows.

use std::ops::Deref;

use vcenter_iso_simulator::{Simulator, SimulatorBuilder};

/// A simulator that fails its test, at the end, if an exchange broke the document. Exchanges with a fault are exempt.
pub(crate) struct Checked(Simulator);

/// Starts a simulator.
pub(crate) async fn start(builder: SimulatorBuilder) -> Checked {
    Checked(builder.start().await.expect("a simulator on a loopback port"))
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
