use std::error::Error as _;
use std::fs;
use std::io::{self, ErrorKind, Write as _};
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use secrecy::ExposeSecret as _;
use vcenter_iso_simulator::{Inventory, Simulator, StartError, User};

use crate::arguments::Simulate;
use crate::config::environment::{self, PASSWORD};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::print;
use crate::terminal::{Interrupts, report};

pub(crate) async fn run(arguments: Simulate, mut interrupts: Interrupts) -> Result<Exit, Failure> {
    let (file, count, seed) = (arguments.inventory.clone(), arguments.vms, arguments.seed);
    let inventory = interrupts.blocking_or_interrupt(move || inventory(file.as_deref(), count, seed)).await?;
    if arguments.print_inventory {
        let yaml =
            inventory.to_yaml().map_err(|error| Failure::other("the inventory cannot be written", error))?;
        return print(&yaml).map(|()| Exit::Done);
    }
    let user = user(&arguments)?;
    if !arguments.listen.ip().is_loopback() {
        warn_of_strangers(&arguments, user.is_none() && inventory.users.is_empty());
    }

    let mut builder = Simulator::builder()
        .inventory(inventory)
        .listen(arguments.listen)
        .latency(arguments.latency)
        .seed(arguments.seed)
        // The command has no way to show them.
        .max_recorded_requests(0);
    if arguments.tls {
        builder = builder.tls();
    }
    for rule in arguments.faults {
        builder = builder.fault(rule);
    }
    if let Some(user) = user {
        builder = builder.user(user);
    }
    let simulator = builder.start().await.map_err(not_started)?;

    if let (Some(file), Some(pem)) = (&arguments.cert_out, simulator.certificate_pem()) {
        let (file, pem) = (file.clone(), pem.to_owned());
        let write = move || {
            write_certificate(&file, &pem).map_err(|error| {
                let what = format!("--cert-out {}: the file cannot be written", file.display());
                Failure::Usage(what, Some(error.into()))
            })
        };
        interrupts.blocking_or_interrupt(write).await?;
    }
    // A script that waits for this line may then connect and read the certificate.
    print(&format!("{}\n", simulator.url()))?;
    interrupts.next().await;
    tokio::select! {
        () = simulator.shutdown() => {}
        () = interrupts.next() => {}
    }
    Ok(Exit::Done)
}

/// Writes the certificate as a new file in place of what the path names, also in place of a symbolic link. Writes to a
/// pipe or a device.
fn write_certificate(path: &Path, pem: &str) -> io::Result<()> {
    let directory = match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    if is_open_elsewhere(path, directory) {
        return fs::write(path, pem);
    }
    #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix has modes"))]
    let mut builder = tempfile::Builder::new();
    // A certificate is no secret: the umask alone decides who can read it.
    #[cfg(unix)]
    builder.permissions(fs::Permissions::from_mode(0o666));
    let mut file = builder.tempfile_in(directory)?;
    file.write_all(pem.as_bytes())?;
    file.persist(path)?;
    Ok(())
}

/// Whether the path names a pipe or a device, or an open file by its descriptor, as `/dev/stdout` does.
fn is_open_elsewhere(path: &Path, directory: &Path) -> bool {
    let descriptors = |directory: &Path| {
        directory == "/dev" || directory.starts_with("/dev/fd") || directory.starts_with("/proc")
    };
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file())
        || fs::canonicalize(directory).is_ok_and(|directory| descriptors(&directory))
}

fn inventory(file: Option<&Path>, count: Option<usize>, seed: u64) -> Result<Inventory, Failure> {
    match (file, count) {
        (Some(file), _) => Inventory::read(file).map_err(|error| {
            let what = "--inventory does not fit; one that does is what --print-inventory prints";
            Failure::Usage(what.to_owned(), Some(error.into()))
        }),
        (None, Some(count)) => Ok(Inventory::with_vms(count, seed)),
        (None, None) => Ok(Inventory::example()),
    }
}

fn user(arguments: &Simulate) -> Result<Option<User>, Failure> {
    let Some(name) = &arguments.user else { return Ok(None) };
    if name.is_empty() {
        return Err(Failure::usage("--user: the name is empty"));
    }
    let password = environment::password()?
        .ok_or_else(|| Failure::usage(format!("--user {name} has no password: set {PASSWORD}")))?;
    Ok(Some(User::new(name, password.expose_secret())))
}

fn warn_of_strangers(arguments: &Simulate, anybody: bool) {
    let passwords =
        if anybody { " with any password: pass --user, or name users in the inventory" } else { "" };
    report::warning(&format!(
        "--listen {}: other machines can reach the simulator, and log in{passwords}",
        arguments.listen
    ));
}

fn not_started(error: StartError) -> Failure {
    let cause = error.source().and_then(|cause| cause.downcast_ref::<io::Error>());
    let what = match cause.map(io::Error::kind) {
        Some(ErrorKind::AddrInUse) => {
            "the simulator could not be started: end what listens there, or take a free port with --listen 127.0.0.1:0"
        }
        _ => "the simulator could not be started",
    };
    Failure::other(what, error)
}
