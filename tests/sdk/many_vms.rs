//! More VMs than one response may contain.

use std::collections::BTreeSet;

use test_support::checked::{self, Checked};
use vcenter_iso::{ClusterId, ErrorKind, Hint, PowerState, VmFilter, VmSummary};
use vcenter_iso_simulator::{
    Fault, Folder, Gate, Host, Inventory, Operation, PowerState as SimulatedState, Simulator,
};

use crate::fixture::{connect, request_count};

const COUNT: usize = 12_000;
const CLUSTER: &str = "domain-c8";

/// Returns an inventory of 12,000 VMs on the hosts of one cluster, all of them powered on.
fn inventory(hosts: usize) -> Inventory {
    let mut inventory = Inventory::with_vms(COUNT, 7);
    let host_id = |number: usize| format!("host-{}", 100 + number);
    for number in 0..hosts {
        let host =
            Host { cluster: Some(CLUSTER.to_owned()), ..Host::new(format!("esx-{number}.example.com")) };
        inventory.hosts.insert(host_id(number), host);
    }
    for (number, vm) in inventory.vms.values_mut().enumerate() {
        vm.host = host_id(number % hosts);
        vm.power_state = SimulatedState::PoweredOn;
    }
    inventory
}

async fn simulator(inventory: Inventory) -> Checked {
    checked::start(Simulator::builder().inventory(inventory)).await
}

/// Fails unless each of the VMs of the inventory is listed once.
fn check(simulator: &Simulator, listed: &[VmSummary]) {
    let inventory = simulator.inventory();
    let ids: BTreeSet<_> = listed.iter().map(|vm| vm.id.as_str()).collect();
    assert_eq!((ids.len(), listed.len()), (inventory.vms.len(), inventory.vms.len()), "each VM once");
    assert!(inventory.vms.keys().all(|id| ids.contains(id.as_str())), "a VM is missing");
}

#[tokio::test]
async fn every_vm_of_a_large_cluster_is_listed_once() {
    let simulator = simulator(inventory(6)).await;
    let vcenter = connect(&simulator).await;
    check(&simulator, &vcenter.vms(&VmFilter::default()).await.expect("the list should be split"));
    let cluster: ClusterId = CLUSTER.parse().expect("the identifier should be valid");
    check(&simulator, &vcenter.vms(&VmFilter::default().clusters([cluster])).await.expect("a list"));
    let off = VmFilter::default().power_states([PowerState::PoweredOff, PowerState::Suspended]);
    assert_eq!(vcenter.vms(&off).await.expect("an empty list"), []);
    // A name is found, and a mistyped one has suggestions.
    let (id, name) = {
        let inventory = simulator.inventory();
        let (id, vm) = inventory.vms.iter().nth(5_000).expect("the inventory should have the VM");
        (id.clone(), vm.name.clone())
    };
    assert_eq!(vcenter.find_vm(&name).await.expect("the VM exists").id.as_str(), id);
    let error = vcenter.find_vm(&format!("{name}x")).await.expect_err("no VM has the name");
    assert!(error.candidates().iter().any(|candidate| candidate.name() == name), "{error:?}");
}

#[tokio::test]
async fn vms_of_hosts_that_are_too_large_are_listed_by_folder() {
    let mut inventory = inventory(2);
    let folder_id = |number: usize| format!("group-v{}", 100 + number);
    for number in 0..5 {
        let folder = Folder::new(format!("folder-{number}"), "datacenter-2");
        inventory.folders.insert(folder_id(number), folder);
    }
    for (number, vm) in inventory.vms.values_mut().enumerate() {
        vm.folder = Some(folder_id(number % 5));
    }
    let simulator = simulator(inventory).await;
    let vcenter = connect(&simulator).await;
    let listed = vcenter.vms(&VmFilter::default()).await;
    check(&simulator, &listed.expect("the list should be split by folder"));
}

#[tokio::test]
async fn lists_that_prove_too_few_are_an_error() {
    // The user sees the VMs of one host only, and no folder.
    let simulator = simulator(inventory(6)).await;
    let vcenter = connect(&simulator).await;
    simulator.update_inventory(|inventory| {
        inventory.folders.clear();
        for vm in inventory.vms.values_mut() {
            vm.folder = None;
        }
        inventory.hosts.retain(|host, _| host == "host-100");
    });
    let error = vcenter.vms(&VmFilter::default()).await.expect_err("most VMs cannot be listed");
    assert_eq!((error.kind(), error.hint()), (ErrorKind::Server, Some(Hint::TooManyVms)), "{error:?}");
}

#[tokio::test]
async fn few_lists_are_read_at_once() {
    let simulator = simulator(inventory(40)).await;
    let vcenter = connect(&simulator).await;
    let gate = Gate::new();
    simulator.inject_always(Operation::VcenterVmList, Fault::hold(&gate));
    let list = tokio::spawn(async move { vcenter.vms(&VmFilter::default()).await });
    let mut most = 0;
    while !list.is_finished() {
        tokio::select! {
            () = gate.wait_for(4) => {}
            // The first and the last lists are fewer.
            () = tokio::time::sleep(std::time::Duration::from_millis(50)) => {}
        }
        most = most.max(gate.held());
        gate.release(gate.held());
    }
    check(&simulator, &list.await.expect("the list should not panic").expect("the list should be split"));
    // A busy machine may read fewer.
    assert!((1..=4).contains(&most), "{most} lists were read at once");
    assert!(request_count(&simulator, "/vcenter/vm") < 100);
}
