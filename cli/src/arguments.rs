use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use vcenter_iso::{LibraryItemId, VmId};
use vcenter_iso_simulator::FaultRule;

const EXIT_STATUS: &str = "\
Exit status:
  0    done
  1    failed
  2    the command line, the environment or a file does not fit
  3    outcome unknown: the operation may have been carried out, so look before trying again
  130  interrupted before anything was changed";

/// Mount ISO images from a vCenter content library on virtual machines.
#[derive(Debug, Parser)]
#[command(name = "vcenter-iso", version, after_help = EXIT_STATUS, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// Show each operation on stderr; twice for more
    #[arg(short, long, action = clap::ArgAction::Count, global = true)]
    pub(crate) verbose: u8,

    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Mount the ISO image of a library item on a virtual machine
    ///
    /// Prints the identifier of the CD-ROM that was added. Each run that succeeds adds one more.
    #[command(after_help = MOUNT_EXAMPLES)]
    Mount(Mount),

    /// Serve a simulated vCenter, for tests in any language
    ///
    /// Prints its URL as the first line, once it takes connections, and a line on stderr for each request. Ctrl-C and
    /// SIGTERM end it, with exit status 0. Its inventory is in memory: each start begins anew.
    #[command(after_help = SIMULATE_EXAMPLES)]
    Simulate(Simulate),
}

const MOUNT_EXAMPLES: &str = "\
Examples:
  vcenter-iso mount --server vcenter.example.com --username automation@vsphere.local \\
      --vm-id vm-42 --item-id 9c2b7d1e-4f60-4a53-8d0e-6f1a2b3c4d5e
  vcenter-iso mount --server sim: --vm-id vm-42 --item-id 9c2b7d1e-4f60-4a53-8d0e-6f1a2b3c4d5e

The password comes from VCENTER_PASSWORD, from stdin with --password-stdin, or from a prompt.
Ctrl-C (or SIGTERM) waits up to 10 seconds for a mount on its way, a second one gives it up; both log out.";

#[derive(Debug, Args)]
pub(crate) struct Mount {
    /// The virtual machine, by identifier
    #[arg(long, value_name = "ID")]
    pub(crate) vm_id: VmId,

    /// The library item that holds the ISO image, by identifier
    #[arg(long, value_name = "UUID")]
    pub(crate) item_id: LibraryItemId,

    /// What stdout gets: the identifier alone, or one JSON object
    #[arg(long, value_enum, default_value_t = Output::Text)]
    pub(crate) output: Output,

    #[command(flatten)]
    pub(crate) connection: Connection,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Output {
    Text,
    Json,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Connection")]
pub(crate) struct Connection {
    /// Host name or URL of the vCenter Server; `sim:` for the embedded simulator
    #[arg(long, value_name = "HOST|URL", env = "VCENTER_SERVER", hide_env_values = true)]
    pub(crate) server: String,

    /// User name with its domain, such as user@vsphere.local
    #[arg(long, value_name = "NAME", env = "VCENTER_USERNAME", hide_env_values = true)]
    pub(crate) username: Option<String>,

    /// Read the password from the first line of stdin
    #[arg(long)]
    pub(crate) password_stdin: bool,

    /// Trust the certificates of a PEM file as roots, beside those of the system
    #[arg(long, value_name = "FILE")]
    pub(crate) ca_cert: Option<PathBuf>,

    /// Accept every certificate of the server: anybody in between can read the password
    #[arg(long)]
    pub(crate) insecure: bool,

    /// How long one request may take, such as 90s or 5m
    #[arg(long, value_name = "DURATION", default_value = "120s", value_parser = duration)]
    pub(crate) timeout: Duration,
}

const SIMULATE_EXAMPLES: &str = "\
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

fn duration(text: &str) -> Result<Duration, String> {
    match humantime::parse_duration(text) {
        Ok(Duration::ZERO) => Err("it has to be longer than nothing".to_owned()),
        Ok(duration) => Ok(duration),
        Err(error) => Err(format!("{error}; expected a number with a unit, such as 90s or 5m")),
    }
}
