//! Mounts an ISO image on all VMs that are powered off, eight at a time.
//!
//! `cargo run --example mount_fleet -- [ITEM]`

mod server;

use std::error::Error;

use server::{argument, server};
use vcenter_iso::{ErrorKind, PowerState, VmFilter};
use vcenter_iso_simulator::example;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = server().await?;
    let item = argument(1, example::ITEM_NAME);
    server
        .builder
        .with_session(|vcenter| async move {
            let iso = vcenter.find_iso(item).await?;
            let off = vcenter.vms(&VmFilter::default().power_states([PowerState::PoweredOff])).await?;
            let mut fleet = vcenter.mount_all(&iso.id, off.into_iter().map(|vm| vm.id)).concurrency(8);
            let progress = fleet.progress();
            while let Some((vm, result)) = fleet.next().await {
                match result {
                    Ok(mount) => println!("{vm}: CD-ROM {}", mount.cdrom()),
                    Err(error) if error.kind() == ErrorKind::OutcomeUnknown => {
                        println!("{vm}: check the VM: {error}");
                    }
                    Err(error) => println!("{vm}: {error}"),
                }
            }
            let counts = progress.counts();
            println!("{} done, {} failed, {} unknown", counts.done, counts.failed, counts.unknown);
            Ok(())
        })
        .await
}
