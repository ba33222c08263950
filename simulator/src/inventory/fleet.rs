//! Generated VMs.

use fastrand::Rng;

use crate::inventory::{Cdrom, Inventory, PowerState, Vm};

const FIRST_ID: usize = 1001;
const ROLES: [&str; 6] = ["build", "db", "lab", "test", "web", "win"];
const HOSTS: [&str; 2] = ["host-21", "host-22"];
const FOLDERS: [&str; 2] = ["group-v3", "group-v4"];
const RESOURCE_POOLS: [&str; 2] = ["resgroup-8", "resgroup-9"];

impl Inventory {
    /// Returns the [example](Self::example) with `count` generated VMs in place of its own.
    ///
    /// Their identifiers are `vm-1001` and up. They are on hosts and in folders of the example. Few are
    /// suspended, and few have only IDE. The same count and seed always result in the same VMs.
    #[must_use]
    pub fn with_vms(count: usize, seed: u64) -> Self {
        let mut random = Rng::with_seed(seed);
        let vms =
            (FIRST_ID..FIRST_ID + count).map(|number| (format!("vm-{number}"), vm(number, &mut random)));
        Self { vms: vms.collect(), ..Self::example() }
    }
}

fn vm(number: usize, random: &mut Rng) -> Vm {
    let role = ROLES[random.usize(..ROLES.len())];
    let host = HOSTS[random.usize(..HOSTS.len())];
    let power_state = match random.u8(..20) {
        0 => PowerState::Suspended,
        1..9 => PowerState::PoweredOff,
        _ => PowerState::PoweredOn,
    };
    let mut vm = Vm {
        power_state,
        folder: Some(FOLDERS[random.usize(..FOLDERS.len())].to_owned()),
        resource_pool: Some(RESOURCE_POOLS[random.usize(..RESOURCE_POOLS.len())].to_owned()),
        cpu_count: 1 << random.u32(..4),
        memory_mib: 1024 << random.u32(..5),
        // One in ten has only IDE.
        sata_adapters: u8::from(random.u8(..10) > 0),
        ..Vm::new(format!("{role}-{number}"), host)
    };
    // One in four has a CD-ROM with the client device.
    if random.u8(..4) == 0
        && let Some(id) = vm.free_cdrom_id(vm.sata_adapters > 0)
    {
        vm.cdroms.insert(id, Cdrom::client_device());
    }
    vm
}
