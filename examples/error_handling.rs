//! Handles errors: by kind for the program, with their causes for people.
//!
//! `cargo run --example error_handling -- [ITEM_ID] [VM_ID]`

mod server;

use std::error::Error as _;

use server::{argument, server};
use vcenter_iso::{Error, ErrorKind};
use vcenter_iso_simulator::example;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let server = server().await?;
    let item = argument(1, example::ITEM).parse()?;
    // A suspended virtual machine of the simulator.
    let vm = argument(2, example::SUSPENDED_VM).parse()?;
    let mounted = server.builder.with_session(|vcenter| async move { vcenter.mount(&item, &vm).await }).await;
    match mounted {
        Ok(cdrom) => println!("mounted as CD-ROM {cdrom}"),
        Err(error) => explain(&error),
    }
    Ok(())
}

fn explain(error: &Error) {
    println!("{error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        println!("  because: {error}");
        cause = error.source();
    }
    if let Some(id) = error.request_id() {
        println!("  vCenter's logs have it under {id}");
    }
    println!("  what a program would do: {}", next(error));
    if let Some(hint) = error.hint() {
        println!("  hint: {hint}");
    }
}

fn next(error: &Error) -> &'static str {
    match error.kind() {
        // `ensure_mounted` has already checked the VM and made the safe retries.
        _ if error.may_have_acted() => {
            "look at the virtual machine before a repeat: the image may be mounted"
        }
        _ if error.is_transient() => "try again later: nothing was done",
        ErrorKind::NotFound | ErrorKind::Ambiguous => "ask for another name",
        ErrorKind::NotAllowedInCurrentState => "wait until the virtual machine is off or on",
        ErrorKind::InvalidCredentials | ErrorKind::PermissionDenied => "ask for another user",
        _ => "give up and show the error",
    }
}
