use std::error::Error as _;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use secrecy::ExposeSecret as _;
use vcenter_iso_simulator::{Inventory, Simulator, StartError, User};

use crate::arguments::Simulate;
use crate::environment::{self, PASSWORD};
use crate::exit::{Exit, Failure};
use crate::interrupt::Interrupts;
use crate::output::print;
use crate::report;

pub(crate) async fn run(arguments: Simulate, mut interrupts: Interrupts) -> Result<Exit, Failure> {
    let (file, count, seed) = (arguments.inventory.clone(), arguments.vms, arguments.seed);
    let inventory = interrupts.attentively(move || inventory(file.as_deref(), count, seed)).await?;
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
        // Nobody here can ask for them.
        .requests_kept(0);
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
            fs::write(&file, pem).map_err(|error| {
                let what = format!("--cert-out {}: the file cannot be written", file.display());
                Failure::Usage(what, Some(error.into()))
            })
        };
        interrupts.attentively(write).await?;
    }
    // Whoever waits for this line may connect, and read the certificate.
    print(&format!("{}\n", simulator.url()))?;
    interrupts.next().await;
    tokio::select! {
        () = simulator.shutdown() => {}
        () = interrupts.next() => {}
    }
    Ok(Exit::Done)
}

fn inventory(file: Option<&Path>, count: Option<usize>, seed: u64) -> Result<Inventory, Failure> {
    match (file, count) {
        (Some(file), _) => Inventory::read(file).map_err(|error| {
            let what = "--inventory does not fit; one that does is what --print-inventory prints";
            Failure::Usage(what.to_owned(), Some(error.into()))
        }),
        (None, Some(count)) => Ok(Inventory::with_vms(count, seed)),
        (None, None) => Ok(Inventory::default()),
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
