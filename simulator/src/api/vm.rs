//! `/vcenter/vm`: the virtual machines.

use std::{collections::BTreeSet, sync::Arc};

use axum::{Json, extract::State};
use serde_json::{Map, Value, json};

use super::{
    authentication::Caller,
    cdrom,
    error::{Error, ErrorType, Message},
    filter::{Names, one_of, too_many},
    path::Path,
    query::Query,
    wire,
};
use crate::{
    choices::Choices,
    inventory::{Host, Inventory, PowerState, Vm, stored_name},
    user::Privilege,
    vcenter::Vcenter,
};

const LIST_LIMIT: usize = 4000;

/// `Vcenter.VM_list`.
pub(super) async fn list(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    query: Query,
) -> Result<Json<Value>, Error> {
    let filter = Filter::read(&query, vcenter.choices)?;
    caller.needs(Privilege::SystemRead, None)?;
    let inventory = vcenter.inventory();
    let mut rows = Vec::new();
    for (id, vm) in &inventory.vms {
        if !caller.may(Privilege::SystemRead, id) || !filter.admits(&inventory, id, vm) {
            continue;
        }
        if rows.len() == LIST_LIMIT {
            return Err(too_many(LIST_LIMIT, "virtual machines"));
        }
        rows.push(row(&inventory, id, vm)?);
    }
    Ok(wire::answer(&vcenter, Value::Array(rows)))
}

/// `Vcenter.VM_get`.
pub(super) async fn get(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    Path([id]): Path<1>,
) -> Result<Json<Value>, Error> {
    caller.needs(Privilege::SystemRead, Some(&id))?;
    let inventory = vcenter.inventory();
    let vm = readable(&inventory, &id)?;
    let cdroms: Map<String, Value> = vm
        .cdroms
        .iter()
        .map(|(id, cdrom)| Ok((id.clone(), cdrom::info(id, cdrom)?)))
        .collect::<Result<_, Error>>()?;
    let sata_adapters: Map<String, Value> = (0..u32::from(vm.sata_adapters))
        .map(|bus| {
            let adapter =
                json!({ "label": format!("SATA controller {bus}"), "bus": bus, "pci_slot_number": 33 + bus });
            ((15000 + bus).to_string(), adapter)
        })
        .collect();
    let info = json!({
        "name": stored_name(&vm.name),
        "power_state": vm.power_state,
        "cdroms": cdroms,
        "sata_adapters": sata_adapters,
    });
    Ok(wire::answer(&vcenter, info))
}

/// The virtual machine, if there is one and its host lets its configuration be read.
pub(super) fn readable<'a>(inventory: &'a Inventory, id: &str) -> Result<&'a Vm, Error> {
    let vm = inventory.vms.get(id).ok_or_else(|| not_found(id))?;
    if host(inventory, vm)?.responding {
        return Ok(vm);
    }
    let text = format!("The configuration of virtual machine '{id}' cannot be read.");
    let message = Message::new("com.vmware.api.vcenter.error", text, [id]);
    let cause = Message::new(
        "vmsg.HostNotConnected.summary",
        format!("The host '{}' does not respond.", vm.host),
        [&vm.host],
    );
    Err(Error::new(ErrorType::ResourceInaccessible, message).caused_by(cause))
}

pub(super) fn host<'a>(inventory: &'a Inventory, vm: &Vm) -> Result<&'a Host, Error> {
    inventory.hosts.get(&vm.host).ok_or_else(|| Error::dangling("host", &vm.host))
}

pub(super) fn not_found(id: &str) -> Error {
    let text = format!("Virtual machine with identifier '{id}' does not exist.");
    Error::new(ErrorType::NotFound, Message::new("com.vmware.api.vcenter.vm.not_found", text, [id]))
}

fn row(inventory: &Inventory, id: &str, vm: &Vm) -> Result<Value, Error> {
    let readable = host(inventory, vm)?.responding;
    Ok(json!({
        "vm": id,
        "name": stored_name(&vm.name),
        "power_state": vm.power_state,
        "cpu_count": readable.then_some(vm.cpu_count),
        "memory_size_MiB": readable.then_some(vm.memory_mib),
    }))
}

/// What the query restricts; an empty set restricts nothing.
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
    fn read(query: &'a Query, choices: Choices) -> Result<Self, Error> {
        let power_states = query.all("power_states").map(power_state).collect::<Result<_, _>>()?;
        Ok(Self {
            vms: query.identifiers("vms")?,
            names: Names::read(query, choices),
            folders: query.identifiers("folders")?,
            datacenters: query.all("datacenters").collect(),
            hosts: query.all("hosts").collect(),
            clusters: query.identifiers("clusters")?,
            resource_pools: query.all("resource_pools").collect(),
            power_states,
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

fn power_state(text: &str) -> Result<PowerState, Error> {
    serde_json::from_value(Value::from(text)).map_err(|_| {
        let message = format!("The power state '{text}' is not supported.");
        Error::new(ErrorType::InvalidArgument, Message::new("com.vmware.api.vcenter.error", message, [text]))
    })
}
