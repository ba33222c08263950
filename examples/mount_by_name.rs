//! Finds an ISO image and a VM by name, mounts the image, and unmounts it again.
//!
//! `cargo run --example mount_by_name -- [VM] [ITEM] [LIBRARY]`

mod server;

use std::error::Error;

use server::{argument, server};
use vcenter_iso::MountOutcome;
use vcenter_iso_simulator::example;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = server().await?;
    let (vm, item, library) =
        (argument(1, example::VM_NAME), argument(2, example::ITEM_NAME), argument(3, example::LIBRARY_NAME));
    server
        .builder
        .with_session(|vcenter| async move {
            let vm = vcenter.find_vm(&vm).await?;
            let iso = vcenter.find_iso(item).in_library(library).await?;
            for check in vcenter.preflight(&iso.id, &vm.id).await?.checks() {
                println!("{:<28} {:<8} {}", check.prerequisite, check.outcome, check.reason);
            }
            match vcenter.ensure_mounted(&iso.id, &vm.id).await? {
                MountOutcome::Mounted(iso) => println!("mounted as CD-ROM {}", iso.cdrom),
                MountOutcome::Connected(iso) => println!("connected CD-ROM {}", iso.cdrom),
                MountOutcome::AlreadyMounted(iso) => println!("already mounted as CD-ROM {}", iso.cdrom),
            }
            for iso in vcenter.mounted(&vm.id).await? {
                println!("{}: {} ({})", iso.cdrom, iso.label, iso.iso_file);
            }
            let removed = vcenter.ensure_unmounted(&iso.id, &vm.id).await?;
            println!("removed CD-ROMs: {}", removed.cdroms().len());
            Ok(())
        })
        .await
}
