use std::io::{Write as _, stdout};
use std::time::Duration;

use serde::Serialize;
use vcenter_iso::{CdromId, LibraryItemId, Vcenter, VmId};

use crate::arguments::{Mount, Output};
use crate::connection::Server;
use crate::exit::Failure;
use crate::interrupt::Interrupts;
use crate::report;

/// How long logging out may take: the result is known by then.
const LOGOUT: Duration = Duration::from_secs(10);

/// What `mount --output json` prints.
#[derive(Debug, Serialize)]
struct Mounted<'a> {
    vm: &'a VmId,
    library_item: &'a LibraryItemId,
    cdrom: &'a CdromId,
}

pub(crate) async fn run(arguments: Mount) -> Result<(), Failure> {
    // From here on an interrupt does not end the process by itself: it would leave a session behind.
    let mut interrupts =
        Interrupts::listen().map_err(|error| Failure::other("signals cannot be listened to", error))?;
    let password = arguments.connection.password(&mut interrupts).await?;
    let Server { builder, simulator } = arguments.connection.server(password, &mut interrupts).await?;
    let Some(vcenter) = interrupts.patiently("login", builder.connect()).await else {
        report::warning("the login was given up: if it succeeds, its session stays open until it expires");
        return Err(Failure::Interrupted);
    };
    let vcenter = vcenter?;
    let mounted = if interrupts.interrupted() {
        Err(Failure::Interrupted)
    } else {
        let mount = vcenter.mount(&arguments.item_id, &arguments.vm_id);
        match interrupts.patiently("mount", mount).await {
            Some(mounted) => mounted.map_err(Failure::from),
            None => Err(Failure::Abandoned("mount")),
        }
    };
    // Before the result is printed: whoever reads it may act on it at once.
    logout(&vcenter, &mut interrupts).await;
    if let Some(simulator) = simulator {
        simulator.shutdown().await;
    }
    print(&arguments, &mounted?)
}

async fn logout(vcenter: &Vcenter, interrupts: &mut Interrupts) {
    let left_open = "the session stays open until it expires";
    match interrupts.stubbornly("logout", LOGOUT, vcenter.logout()).await {
        Some(Ok(())) => {}
        Some(Err(error)) => report::warning(&format!("{error}; {left_open}")),
        None => report::warning(&format!("logout given up; {left_open}")),
    }
}

fn print(arguments: &Mount, cdrom: &CdromId) -> Result<(), Failure> {
    let line = match arguments.output {
        Output::Text => cdrom.to_string(),
        Output::Json => {
            let mounted = Mounted { vm: &arguments.vm_id, library_item: &arguments.item_id, cdrom };
            serde_json::to_string(&mounted)
                .map_err(|error| Failure::other("the result cannot be written", error))?
        }
    };
    // The mount has happened: if stdout is closed, its result must not be lost.
    writeln!(stdout(), "{line}").map_err(|error| {
        Failure::Untold(format!("mounted as CD-ROM {cdrom}, but stdout cannot be written"), error)
    })
}
