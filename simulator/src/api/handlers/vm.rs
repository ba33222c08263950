//! `/vcenter/vm`: the VMs.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Map, Value, json};

use crate::api::handlers::list::{List, Names, one_of, parse_enum};
use crate::api::handlers::{lookup, wire};
use crate::api::http::authentication::Caller;
use crate::api::http::error::Error;
use crate::api::http::path::Path;
use crate::api::http::query::Query;
use crate::behavior::Behavior;
use crate::inventory::{Inventory, PowerState, Privilege, Vm, stored_name};
use crate::state::Vcenter;

/// Handles `Vcenter.VM_list`.
pub(crate) async fn list(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    query: Query,
) -> Result<Json<Value>, Error> {
    let behavior = vcenter.behavior;
    let filter = Filter::from_query(&query, behavior)?;
    caller.needs(Privilege::SystemRead, None)?;
    let inventory = vcenter.inventory();
    let row = |id: &str, vm: &Vm| {
        let readable = lookup::host(&inventory, vm)?.responding;
        Ok(json!({
            "vm": id,
            "name": stored_name(&vm.name),
            "power_state": vm.power_state,
            "cpu_count": readable.then_some(vm.cpu_count),
            "memory_size_MiB": readable.then_some(vm.memory_mib),
        }))
    };
    let too_many = Some("com.vmware.api.vcenter.vm.too_many_matches");
    let list = List { caller: &caller, behavior, limit: 4000, kind: "virtual machines", too_many };
    list.respond(&inventory.vms, |id, vm| filter.admits(&inventory, id, vm), row)
}

/// Handles `Vcenter.VM_get`.
pub(crate) async fn get(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    Path([id]): Path<1>,
) -> Result<Json<Value>, Error> {
    caller.needs(Privilege::SystemRead, Some(&id))?;
    let inventory = vcenter.inventory();
    let vm = lookup::readable_vm(&inventory, &id)?;
    let cdroms: Map<String, Value> = vm
        .cdroms
        .iter()
        .map(|(id, cdrom)| Ok((id.clone(), wire::cdrom(id, cdrom)?)))
        .collect::<Result<_, Error>>()?;
    let sata_adapters: Map<String, Value> = (0..u32::from(vm.sata_adapters))
        .map(|bus| {
            let adapter = json!({
                "label": format!("SATA controller {bus}"),
                "type": "AHCI",
                "bus": bus,
                "pci_slot_number": 33 + bus,
            });
            ((15000 + bus).to_string(), adapter)
        })
        .collect();
    let mut info = constants(&id);
    let known = json!({
        "name": stored_name(&vm.name),
        "power_state": vm.power_state,
        "cpu": {
            "count": vm.cpu_count,
            "cores_per_socket": 1,
            "hot_add_enabled": false,
            "hot_remove_enabled": false,
        },
        "memory": { "size_MiB": vm.memory_mib, "hot_add_enabled": false },
        "cdroms": cdroms,
        "sata_adapters": sata_adapters,
    });
    if let (Value::Object(info), Value::Object(known)) = (&mut info, known) {
        info.extend(known);
    }
    Ok(wire::response(vcenter.behavior, info))
}

/// Returns the members that vCenter always sends and that the inventory does not have: a VM with BIOS, one disk and one
/// network adapter.
fn constants(id: &str) -> Value {
    json!({
        "guest_OS": "OTHER_LINUX_64",
        "hardware": { "version": "VMX_19", "upgrade_policy": "NEVER", "upgrade_status": "NONE" },
        "boot": {
            "type": "BIOS",
            "delay": 0,
            "retry": false,
            "retry_delay": 10000,
            "enter_setup_mode": false,
        },
        "boot_devices": [],
        "disks": {
            "2000": {
                "label": "Hard disk 1",
                "type": "SCSI",
                "scsi": { "bus": 0, "unit": 0 },
                "backing": { "type": "VMDK_FILE", "vmdk_file": format!("[local] {id}/{id}.vmdk") },
                "capacity": 17_179_869_184_u64,
            },
        },
        "nics": {
            "4000": {
                "label": "Network adapter 1",
                "type": "VMXNET3",
                "upt_compatibility_enabled": true,
                "mac_type": "ASSIGNED",
                "wake_on_lan_enabled": true,
                "backing": { "type": "STANDARD_PORTGROUP", "network_name": "VM Network" },
                "state": "NOT_CONNECTED",
                "start_connected": true,
                "allow_guest_control": true,
            },
        },
        "floppies": {},
        "parallel_ports": {},
        "serial_ports": {},
        "scsi_adapters": {
            "1000": {
                "label": "SCSI controller 0",
                "type": "PVSCSI",
                "scsi": { "bus": 0, "unit": 7 },
                "sharing": "NONE",
            },
        },
    })
}

/// The filter from a query. An empty set admits every object.
struct Filter<'a> {
    vms: BTreeSet<&'a str>,
    names: Names,
    folders: BTreeSet<&'a str>,
    datacenters: BTreeSet<&'a str>,
    hosts: BTreeSet<&'a str>,
    clusters: BTreeSet<&'a str>,
    resource_pools: BTreeSet<&'a str>,
    power_states: Vec<PowerState>,
}

impl<'a> Filter<'a> {
    fn from_query(query: &'a Query, behavior: Behavior) -> Result<Self, Error> {
        let power_states = query.all("power_states").map(|text| parse_enum("power state", text));
        Ok(Self {
            vms: query.identifiers("vms")?,
            names: Names::from_query(query, behavior),
            folders: query.identifiers("folders")?,
            datacenters: query.all("datacenters").collect(),
            hosts: query.all("hosts").collect(),
            clusters: query.identifiers("clusters")?,
            resource_pools: query.all("resource_pools").collect(),
            power_states: power_states.collect::<Result<_, _>>()?,
        })
    }

    fn admits(&self, inventory: &Inventory, id: &str, vm: &Vm) -> bool {
        let datacenter = inventory.datacenter_of(vm.folder.as_deref());
        let cluster = inventory.hosts.get(&vm.host).and_then(|host| host.cluster.as_ref());
        one_of(&self.vms, Some(id))
            && one_of(&self.folders, vm.folder.as_deref())
            && one_of(&self.datacenters, datacenter)
            && one_of(&self.hosts, Some(&vm.host))
            && one_of(&self.clusters, cluster.map(String::as_str))
            && one_of(&self.resource_pools, vm.resource_pool.as_deref())
            && (self.power_states.is_empty() || self.power_states.contains(&vm.power_state))
            && self.names.admit(&vm.name)
    }
}
