use std::time::Duration;

use serde_json::{Value, json};
use vcenter_iso_simulator::example::{ITEM, PASSWORD, USER};
use vcenter_iso_simulator::{Inventory, PowerState, Privilege, Simulator, User, Vm};

use crate::client::{Client, Response, send};

const ERROR: &str = "com.vmware.api.vcenter.error";

async fn list(client: &Client, query: &str) -> Response {
    send(client.request("GET", &format!("/api/vcenter/vm{query}"))).await
}

#[track_caller]
fn ids(response: &Response) -> Vec<&str> {
    assert_eq!(response.status, 200, "{response:?}");
    let rows = response.body.as_array().expect("the body is a list");
    rows.iter().map(|row| row["vm"].as_str().expect("the row has an identifier")).collect()
}

#[tokio::test]
async fn vms_match_every_filter_and_any_of_its_values() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    for (query, expected) in [
        ("", "vm-42 vm-43 vm-44 vm-45 vm-46 vm-47 vm-48 vm-49"),
        ("?names=web", "vm-48 vm-49"),
        ("?names=WEB", ""),
        ("?names=we", ""),
        ("?names=unknown", ""),
        ("?names=build-01&names=build-02", "vm-42 vm-43"),
        ("?vms=vm-42&vms=vm-9", "vm-42"),
        ("?hosts=host-23", "vm-46"),
        ("?clusters=domain-c8&power_states=POWERED_OFF", "vm-42 vm-47 vm-49"),
        ("?folders=group-v4", "vm-49"),
        ("?datacenters=datacenter-2&resource_pools=resgroup-9", "vm-42 vm-43 vm-44"),
        ("?datacenters=datacenter-9", ""),
        ("?power_states=SUSPENDED&power_states=POWERED_ON", "vm-43 vm-44 vm-45 vm-48"),
        ("?names=web&folders=group-v3", "vm-48"),
    ] {
        let response = list(&client, query).await;
        assert_eq!(ids(&response).join(" "), expected, "{query}");
    }
    let row = json!([{
        "vm": "vm-42",
        "name": "build-01",
        "power_state": "POWERED_OFF",
        "cpu_count": 2,
        "memory_size_MiB": 4096,
    }]);
    assert_eq!(list(&client, "?vms=vm-42").await.body, row);
    list(&client, "?power_states=ASLEEP").await.assert_error(400, "INVALID_ARGUMENT", &[ERROR]);
    let invalid = ["vapi.method.input.invalid", "vapi.data.structure.field.invalid"];
    for query in ["?vms=vm-42&vms=", "?folders=", "?clusters=domain-c8&clusters="] {
        list(&client, query).await.assert_error(400, "INVALID_ARGUMENT", &invalid);
    }
}

#[tokio::test]
async fn names_are_returned_and_filtered_in_stored_form() {
    let mut inventory = Inventory { hosts: Inventory::example().hosts, ..Inventory::default() };
    let names = [
        ("a/b", "a%2fb"),
        (r"a\b", "a%5cb"),
        ("100%", "100%25"),
        ("50%2f", "50%2f"),
        ("a b&c=d", "a b&c=d"),
        ("grün", "grün"),
    ];
    for (number, (name, _)) in names.iter().enumerate() {
        inventory.vms.insert(format!("vm-{number}"), Vm::new(*name, "host-21"));
    }
    let simulator =
        Simulator::builder().inventory(inventory.clone()).start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    let configured = Simulator::builder()
        .inventory(inventory)
        .behavior(|behavior| (behavior.plain_name_filter, behavior.name_filter_ignores_case) = (true, true));
    let configured = configured.start().await.expect("the simulator starts");
    let plain = Client::logged_in(&configured).await;
    for (number, (name, stored)) in names.iter().enumerate() {
        let find = |name: &str| {
            let mut query = form_urlencoded::Serializer::new("?".to_owned());
            query.append_pair("names", name).finish()
        };
        let found = list(&client, &find(stored)).await;
        assert_eq!(ids(&found), [format!("vm-{number}")]);
        assert_eq!(found.body[0]["name"], *stored);
        if name != stored {
            assert!(ids(&list(&client, &find(name)).await).is_empty(), "{name}");
        }
        assert_eq!(ids(&list(&plain, &find(&name.to_uppercase())).await), [format!("vm-{number}")]);
    }
}

#[tokio::test]
async fn only_more_than_4000_matches_are_an_error() {
    let simulator = Simulator::builder()
        .inventory(Inventory::with_vms(4001, 1))
        .start()
        .await
        .expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    let too_many = "com.vmware.api.vcenter.vm.too_many_matches";
    list(&client, "").await.assert_error(500, "UNABLE_TO_ALLOCATE_RESOURCE", &[too_many]);
    simulator.update_inventory(|inventory| inventory.vms.remove("vm-1001"));
    assert_eq!(ids(&list(&client, "").await).len(), 4000);
    assert!(ids(&list(&client, "?folders=group-v4").await).len() < 4000);
}

#[tokio::test]
async fn hidden_vms_are_not_returned() {
    let user = User::new(USER, PASSWORD).without_privilege_on(Privilege::SystemRead, "vm-48");
    let simulator = Simulator::builder().user(user).start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    assert_eq!(ids(&list(&client, "?names=web").await), ["vm-49"]);
    let denied = ["vapi.security.authorization.invalid", "vmsg.NoPermission.summary"];
    for path in ["/api/vcenter/vm/vm-48", "/api/vcenter/vm/vm-48/hardware/cdrom"] {
        send(client.request("GET", path)).await.assert_error(403, "UNAUTHORIZED", &denied);
    }
}

#[tokio::test]
async fn a_vm_includes_its_cdroms_and_sata_adapters() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    client.mount("vm-43", ITEM).await.string(200);
    let info = send(client.request("GET", "/api/vcenter/vm/vm-43")).await;
    assert_eq!((info.status, &info.body["name"]), (200, &"build-02".into()), "{info:?}");
    assert_eq!(info.body["power_state"], "POWERED_ON");
    let cdroms: Vec<&String> =
        info.body["cdroms"].as_object().expect("the CD-ROMs are a map").keys().collect();
    assert_eq!(cdroms, ["16000", "16001"]);
    let path = "/api/vcenter/vm/vm-43/hardware/cdrom/16001";
    assert_eq!(info.body["cdroms"]["16001"], send(client.request("GET", path)).await.body);
    let adapter = &info.body["sata_adapters"]["15000"];
    assert_eq!((&adapter["bus"], &adapter["type"]), (&0.into(), &"AHCI".into()));
    // The members that VMware's clients require.
    for member in [
        "guest_OS",
        "name",
        "power_state",
        "hardware",
        "boot",
        "boot_devices",
        "cpu",
        "memory",
        "disks",
        "nics",
        "cdroms",
        "floppies",
        "parallel_ports",
        "serial_ports",
        "sata_adapters",
        "scsi_adapters",
    ] {
        assert!(!info.body[member].is_null(), "{member} is missing: {info:?}");
    }
    assert_eq!((&info.body["cpu"]["count"], &info.body["memory"]["size_MiB"]), (&2.into(), &4096.into()));

    send(client.request("GET", "/api/vcenter/vm/vm-9")).await.assert_error(
        404,
        "NOT_FOUND",
        &["com.vmware.api.vcenter.vm.not_found"],
    );
    let escaped = send(client.request("GET", "/api/vcenter/vm/vm%2D43")).await;
    assert_eq!(escaped.body["name"], "build-02");
}

#[tokio::test]
async fn a_vm_on_an_unresponsive_host_cannot_be_read() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    simulator.update_inventory(|inventory| {
        inventory.hosts.get_mut("host-23").expect("the host exists").responding = false;
    });
    let row = json!([{ "vm": "vm-46", "name": "edge-01", "power_state": "POWERED_OFF" }]);
    assert_eq!(list(&client, "?vms=vm-46").await.body, row);
    for path in ["/api/vcenter/vm/vm-46", "/api/vcenter/vm/vm-46/hardware/cdrom"] {
        let response = send(client.request("GET", path)).await;
        response.assert_error(500, "RESOURCE_INACCESSIBLE", &[ERROR, "vmsg.HostNotConnected.summary"]);
    }
}

#[tokio::test]
async fn unset_members_can_be_null() {
    let simulator = Simulator::builder()
        .behavior(|behavior| behavior.unset_as_null = true)
        .start()
        .await
        .expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    let info = send(client.request("GET", "/api/vcenter/vm/vm-43/hardware/cdrom/16000")).await;
    assert_eq!(info.body.get("ide"), Some(&Value::Null));
    assert_eq!(info.body["backing"].get("host_device"), Some(&Value::Null), "{info:?}");
}

#[tokio::test]
async fn generated_vms_are_reproducible_and_served() {
    let fleet = Inventory::with_vms(10_000, 7);
    assert_eq!(fleet, Inventory::with_vms(10_000, 7));
    assert_ne!(fleet.vms, Inventory::with_vms(10_000, 8).vms);
    assert_eq!(fleet.vms.len(), 10_000);
    let states = [PowerState::PoweredOff, PowerState::PoweredOn, PowerState::Suspended];
    assert!(states.iter().all(|state| fleet.vms.values().any(|vm| vm.power_state == *state)));
    let text = fleet.to_yaml().expect("the inventory can be written");
    assert_eq!(text.parse::<Inventory>().expect("the text is an inventory"), fleet);

    let simulator = Simulator::builder().inventory(fleet).start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    let name = simulator.inventory().vms["vm-10999"].name.clone();
    let found = tokio::time::timeout(Duration::from_secs(10), list(&client, &format!("?names={name}"))).await;
    assert!(ids(&found.expect("the response arrives in time")).contains(&"vm-10999"));
}
