//! Selects the server of the examples: the vCenter in the environment, or else an embedded simulator.

use std::env;
use std::error::Error;

use vcenter_iso::{Vcenter, VcenterBuilder};
use vcenter_iso_simulator::{Simulator, example};

/// A server to connect to.
pub(crate) struct Server {
    pub(crate) builder: VcenterBuilder,
    /// Keeps the simulator running.
    _simulator: Option<Simulator>,
}

/// Returns the server of `VCENTER_SERVER`, `VCENTER_USERNAME` and `VCENTER_PASSWORD`, or an embedded
/// simulator if `VCENTER_SERVER` is not set.
pub(crate) async fn server() -> Result<Server, Box<dyn Error>> {
    if let Ok(address) = env::var("VCENTER_SERVER") {
        let builder = Vcenter::builder(address)
            .credentials(env::var("VCENTER_USERNAME")?, env::var("VCENTER_PASSWORD")?);
        return Ok(Server { builder, _simulator: None });
    }
    eprintln!("VCENTER_SERVER is not set: using the embedded simulator");
    let simulator = Simulator::start().await?;
    let builder = Vcenter::builder(simulator.url()).credentials(example::USER, example::PASSWORD);
    Ok(Server { builder, _simulator: Some(simulator) })
}

/// Returns the argument at `position`. The default fits the example inventory of the simulator.
pub(crate) fn argument(position: usize, default: &str) -> String {
    env::args().nth(position).unwrap_or_else(|| default.to_owned())
}
