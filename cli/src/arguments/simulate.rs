use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use vcenter_iso_simulator::FaultRule;

pub(super) const EXAMPLES: &str = "\
Examples:
  vcenter-iso simulate
  vcenter-iso simulate --tls --cert-out cert.pem --vms 500 --latency 20ms
  vcenter-iso simulate --print-inventory > lab.yaml; vcenter-iso simulate --inventory lab.yaml
  vcenter-iso simulate --fault 'mount: fail 503 twice, then delay 2s' \\
      --fault '*: 1% reset after acting' --seed 7

Without --user, and without users in the inventory, every user name logs in with any password.";

#[derive(Debug, Args)]
pub(crate) struct Simulate {
    /// IP address and port to listen on; port 0 is any free port
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8697", value_parser = address)]
    pub(crate) listen: SocketAddr,

    /// Serve https, with a certificate made at start for localhost and the address
    #[arg(long)]
    pub(crate) tls: bool,

    /// Write the certificate to a PEM file, for clients to trust
    #[arg(long, value_name = "FILE", requires = "tls")]
    pub(crate) cert_out: Option<PathBuf>,

    /// A user who may log in, with the password in `VCENTER_PASSWORD` and every privilege
    #[arg(long, value_name = "NAME")]
    pub(crate) user: Option<String>,

    /// The inventory, in YAML or JSON, in place of the default one
    #[arg(long, value_name = "FILE")]
    pub(crate) inventory: Option<PathBuf>,

    /// Print the inventory, in YAML, and end
    #[arg(long, conflicts_with_all = ["listen", "tls", "cert_out", "user", "latency", "faults"])]
    pub(crate) print_inventory: bool,

    /// The default inventory with this many generated virtual machines in place of its own
    #[arg(long, value_name = "N", conflicts_with = "inventory", value_parser = fleet)]
    pub(crate) vms: Option<usize>,

    /// Hold back each answer this long, such as 5ms
    #[arg(long, value_name = "DURATION", default_value = "0s", value_parser = humantime::parse_duration)]
    pub(crate) latency: Duration,

    /// What goes wrong on purpose, such as 'mount: fail 503 twice, then delay 2s'; may be given again
    #[arg(long = "fault", value_name = "RULE")]
    pub(crate) faults: Vec<FaultRule>,

    /// What chance begins with, for --vms and for faults that come by chance
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) seed: u64,
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse()
        .map_err(|_| "expected an IP address and a port, such as 127.0.0.1:8697 or [::1]:0".to_owned())
}

fn fleet(text: &str) -> Result<usize, String> {
    // A hundred times what one vCenter manages; more is a slip of the keyboard, and takes the memory of the machine.
    const MOST: usize = 4_000_000;
    match text.parse() {
        Ok(count) if count <= MOST => Ok(count),
        _ => Err(format!("expected a number from 0 to {MOST}")),
    }
}
