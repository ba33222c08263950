mod state_file;

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

use self::state_file::StateFile;

pub(crate) async fn run(arguments: Simulate, mut interrupts: Interrupts) -> Result<Exit, Failure> {
    let (file, count, seed) = (arguments.inventory.clone(), arguments.vms, arguments.seed);
    let path = arguments.state.clone();
    let load = move || {
        let state = path.map(|path| StateFile::open(&path)).transpose()?;
        let kept = match &state {
            Some(state) => state.load()?,
            None => None,
        };
        let inventory = kept.map_or_else(|| inventory(file.as_deref(), count, seed), Ok)?;
        Ok::<_, Failure>((inventory, state))
    };
    let (inventory, mut state) = interrupts.blocking_or_interrupt(load).await?;
    if arguments.print_inventory {
        let yaml =
            inventory.to_yaml().map_err(|error| Failure::other("cannot print the inventory", error))?;
        return print(&yaml).map(|()| Exit::Done);
    }
    let user = user(&arguments)?;
    if !arguments.listen.ip().is_loopback() {
        warn_of_remote_access(&arguments, user.is_none() && inventory.users.is_empty());
    }

    let mut builder = Simulator::builder()
        .inventory(inventory)
        .listen(arguments.listen)
        .latency(arguments.latency)
        .task_time(arguments.task_time)
        .seed(arguments.seed);
    if arguments.tls {
        builder = builder.certificate(arguments.certificate.unwrap_or_default());
    }
    if let Some(version) = arguments.tls_version {
        builder = builder.tls_version(version);
    }
    for setting in arguments.behavior {
        builder = builder.behavior(|behavior| behavior.set(setting));
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
                let what = format!("--cert-out {}: cannot write the file", file.display());
                Failure::Usage(what, Some(error.into()))
            })
        };
        interrupts.blocking_or_interrupt(write).await?;
    }
    // A script that waits for this line may then connect and read the certificate.
    print(&format!("{}\n", simulator.url()))?;
    let mut saved = true;
    loop {
        tokio::select! {
            _ = interrupts.next() => break,
            () = state_file::wait(state.is_some()) => {}
        }
        if let Some(state) = &mut state {
            let result = state.save(&simulator.inventory());
            // The next attempt follows in a second; a full disk is reported once.
            if let Some(failure) = result.as_ref().err().filter(|_| saved) {
                report::failure(failure, false);
            }
            saved = result.is_ok();
        }
    }
    // A second interrupt loses at most the end of running tasks.
    let before = simulator.inventory();
    let inventory = tokio::select! {
        inventory = simulator.shutdown() => inventory,
        _ = interrupts.next() => before,
    };
    match state {
        Some(mut state) => state.save(&inventory).map(|()| Exit::Done),
        None => Ok(Exit::Done),
    }
}

/// Writes the certificate to a new file, which replaces a file or a symbolic link at the path. Writes
/// directly to a pipe or a device.
fn write_certificate(path: &Path, pem: &str) -> io::Result<()> {
    let directory = match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    if is_stream(path, directory) {
        return fs::write(path, pem);
    }
    #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix has modes"))]
    let mut builder = tempfile::Builder::new();
    // A certificate is not a secret: the umask alone determines which users can read it.
    #[cfg(unix)]
    builder.permissions(fs::Permissions::from_mode(0o666));
    let mut file = builder.tempfile_in(directory)?;
    file.write_all(pem.as_bytes())?;
    file.persist(path)?;
    Ok(())
}

/// Returns whether the path names a pipe, a device, or an open file by its descriptor, as `/dev/stdout` does.
fn is_stream(path: &Path, directory: &Path) -> bool {
    let descriptors = |directory: &Path| {
        directory == "/dev" || directory.starts_with("/dev/fd") || directory.starts_with("/proc")
    };
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file())
        || fs::canonicalize(directory).is_ok_and(|directory| descriptors(&directory))
}

fn inventory(file: Option<&Path>, count: Option<usize>, seed: u64) -> Result<Inventory, Failure> {
    match (file, count) {
        (Some(file), _) => Inventory::read(file).map_err(|error| {
            let what = "--inventory: cannot load the inventory; --print-inventory prints a valid one";
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

fn warn_of_remote_access(arguments: &Simulate, accepts_any_password: bool) {
    let passwords = if accepts_any_password {
        " with any password; pass --user, or add users to the inventory"
    } else {
        ""
    };
    report::warning(&format!(
        "--listen {}: other machines can reach the simulator and log in{passwords}",
        arguments.listen
    ));
}

fn not_started(error: StartError) -> Failure {
    let cause = error.source().and_then(|cause| cause.downcast_ref::<io::Error>());
    let what = match cause.map(io::Error::kind) {
        Some(ErrorKind::AddrInUse) => {
            "cannot start the simulator; stop the process that uses the address, or pass --listen \
             127.0.0.1:0 for a free port"
        }
        _ => "cannot start the simulator",
    };
    Failure::other(what, error)
}
