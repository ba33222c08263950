use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use vcenter_iso_simulator::{BehaviorSetting, Certificate, FaultRule, TlsVersion};

use crate::arguments::connection::duration_or_zero;

pub(super) const EXAMPLES: &str = "\
Examples:
  vcenter-iso simulate
  vcenter-iso simulate --tls --cert-out cert.pem --vms 500 --latency 20ms
  vcenter-iso simulate --print-inventory > lab.yaml; vcenter-iso simulate --inventory lab.yaml
  vcenter-iso simulate --fault 'mount: fail 503 twice, then delay 2s' \\
      --fault '*: 1% reset after acting' --seed 7
  vcenter-iso simulate --behavior unset-as-null --behavior mount-connects=false
  vcenter-iso simulate --tls --certificate expired --cert-out cert.pem
  vcenter-iso simulate --state lab.yaml --vms 20 --task-time 2s
  curl -X POST http://127.0.0.1:8697/_simulator/reset

`vcenter-iso help faults` describes fault rules. Tests on this machine can look into the simulator and change it below
/_simulator: inventory, requests, faults, sessions, clock, reset.

Without --user and without users in the inventory, the simulator accepts any user name and password.";

#[derive(Debug, Args)]
pub(crate) struct Simulate {
    /// IP address and port to listen on; port 0 picks a free port
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8697", value_parser = address)]
    pub(crate) listen: SocketAddr,

    /// Serve HTTPS with a self-signed certificate for localhost and the listen address
    #[arg(long)]
    pub(crate) tls: bool,

    /// Kind of the certificate: self-signed, self-signed-ca, expired, not-yet-valid, other-name, chain, ...
    #[arg(long, value_name = "KIND", requires = "tls")]
    pub(crate) certificate: Option<Certificate>,

    /// Accept only this version of TLS: 1.2 or 1.3
    #[arg(long, value_name = "VERSION", requires = "tls")]
    pub(crate) tls_version: Option<TlsVersion>,

    /// Write the certificate, or that of its root authority, to a PEM file, for clients to trust
    #[arg(long, value_name = "FILE", requires = "tls")]
    pub(crate) cert_out: Option<PathBuf>,

    /// Add a user with every privilege, whose password is in VCENTER_PASSWORD
    #[arg(long, value_name = "NAME")]
    pub(crate) user: Option<String>,

    /// Read the inventory from a YAML or JSON file instead of using the example inventory
    #[arg(long, value_name = "FILE")]
    pub(crate) inventory: Option<PathBuf>,

    /// Keep the inventory in a file: read it at the start if there is one, and write it after changes
    #[arg(long, value_name = "FILE")]
    pub(crate) state: Option<PathBuf>,

    /// Print the inventory as YAML and exit
    #[arg(long, conflicts_with_all = [
        "listen", "tls", "cert_out", "user", "latency", "task_time", "faults", "behavior", "state",
    ])]
    pub(crate) print_inventory: bool,

    /// Replace the virtual machines of the example inventory with N generated ones
    #[arg(long, value_name = "N", conflicts_with = "inventory", value_parser = vm_count)]
    pub(crate) vms: Option<usize>,

    /// Delay every response by this much, e.g. 5ms
    #[arg(long, value_name = "DURATION", default_value = "0s", value_parser = duration_or_zero)]
    pub(crate) latency: Duration,

    /// Let each change of a virtual machine take this long; the machine is busy meanwhile
    #[arg(long, value_name = "DURATION", default_value = "0s", value_parser = duration_or_zero)]
    pub(crate) task_time: Duration,

    /// Inject faults, e.g. 'mount: fail 503 twice, then delay 2s'; may be repeated
    #[arg(long = "fault", value_name = "RULE")]
    pub(crate) faults: Vec<FaultRule>,

    /// Behave in another way where vCenter is undocumented, e.g. unset-as-null=true; may be repeated
    #[arg(long = "behavior", value_name = "NAME[=BOOL]")]
    pub(crate) behavior: Vec<BehaviorSetting>,

    /// Seed for --vms and for random faults
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) seed: u64,
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "expected an IP address and a port, e.g. 127.0.0.1:8697 or [::1]:0".to_owned())
}

fn vm_count(text: &str) -> Result<usize, String> {
    // 100 times the limit of a vCenter. A larger number is probably a typo, and would exhaust the memory.
    const MAX: usize = 4_000_000;
    match text.parse() {
        Ok(count) if count <= MAX => Ok(count),
        _ => Err(format!("expected a number from 0 to {MAX}")),
    }
}
