//! Handles an error: prints it with its causes for people, and decides by its kind what a program would do.
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
    // The default is a suspended VM of the simulator, which rejects mounts.
    let vm = argument(2, example::SUSPENDED_VM).parse()?;
    let result = server.builder.with_session(|vcenter| async move { vcenter.mount(&item, &vm).await }).await;
    match result {
        Ok(cdrom) => println!("mounted as CD-ROM {cdrom}"),
        Err(error) => explain(&error),
    }
    Ok(())
}

fn explain(error: &Error) {
    println!("{error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        println!("  caused by: {error}");
        cause = error.source();
    }
    if let Some(id) = error.request_id() {
        println!("  request id in the logs of vCenter: {id}");
    }
    println!("  next step of a program: {}", next_step(error));
    if let Some(hint) = error.hint() {
        println!("  hint: {hint}");
    }
}

fn next_step(error: &Error) -> &'static str {
    match error.kind() {
        // `ensure_mounted` checks the VM and makes the safe retries itself.
        _ if error.may_have_acted() => "check the VM before a retry: the image may be mounted",
        _ if error.is_transient() => "retry later: nothing was changed",
        ErrorKind::NotFound | ErrorKind::Ambiguous => "ask for another name",
        ErrorKind::NotAllowedInCurrentState => "wait until the VM is powered off or on",
        ErrorKind::InvalidCredentials | ErrorKind::PermissionDenied => "ask for other credentials",
        _ => "give up and show the error",
    }
}
