use serde_json::{Value, json};
use vcenter_iso_simulator::example::{ITEM, PASSWORD, UNCACHED_ITEM, USER};
use vcenter_iso_simulator::{CdromBacking, CdromState, PowerState, Privilege, Simulator, User};

use crate::client::{Client, Response, send};

const ERROR: &str = "com.vmware.api.vcenter.error";
const UNMOUNT: &str = "/api/vcenter/iso/image?action=unmount";
const SUSPENDED: &[&str] = &[ERROR, "vmsg.InvalidPowerState.summary"];
const HOT_PLUG: &[&str] = &[ERROR, "vmsg.DeviceHotPlugNotSupported.summary"];
const BUSY: &[&str] = &[ERROR, "vmsg.TaskInProgress.summary"];

async fn start() -> (Simulator, Client) {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    (simulator, client)
}

async fn unmount(client: &Client, vm: &str, cdrom: &str) -> Response {
    send(client.request("POST", UNMOUNT).json(&json!({ "vm": vm, "cdrom": cdrom }))).await
}

async fn cdrom(client: &Client, method: &str, vm: &str, rest: &str) -> Response {
    send(client.request(method, &format!("/api/vcenter/vm/{vm}/hardware/cdrom{rest}"))).await
}

#[tokio::test]
async fn a_mounted_image_is_listed_read_and_unmounted() {
    let (simulator, client) = start().await;
    let before = simulator.inventory();
    let id = client.mount("vm-43", ITEM).await.string(200).to_owned();
    assert_eq!(cdrom(&client, "GET", "vm-43", "").await.body, json!([{ "cdrom": "16000" }, { "cdrom": id }]));

    let info = cdrom(&client, "GET", "vm-43", &format!("/{id}")).await.body;
    let CdromBacking::IsoFile(path) = simulator.inventory().vms["vm-43"].cdroms[&id].backing.clone() else {
        panic!("the CD-ROM has an image")
    };
    let expected = json!({
        "type": "SATA",
        "label": "CD/DVD drive 2",
        "sata": { "bus": 0, "unit": 1 },
        "backing": { "type": "ISO_FILE", "iso_file": path },
        "state": "CONNECTED",
        "start_connected": true,
        "allow_guest_control": true,
    });
    assert_eq!(info, expected);

    assert_eq!(unmount(&client, "vm-43", &id).await.status, 204);
    assert_eq!(simulator.inventory(), before);
    unmount(&client, "vm-43", &id).await.assert_error(404, "NOT_FOUND", &[ERROR]);
    unmount(&client, "vm-9", &id).await.assert_error(
        404,
        "NOT_FOUND",
        &["com.vmware.api.vcenter.vm.not_found"],
    );
    // A CD-ROM belongs to one VM.
    unmount(&client, "vm-42", "16000").await.assert_error(404, "NOT_FOUND", &[ERROR]);
}

#[tokio::test]
async fn ide_drives_have_slots_and_client_devices_have_a_backing() {
    let (_simulator, client) = start().await;
    let slots = [(true, true), (true, false), (false, true), (false, false)];
    for (index, (primary, master)) in slots.iter().enumerate() {
        let id = client.mount("vm-47", ITEM).await.string(200).to_owned();
        let info = cdrom(&client, "GET", "vm-47", &format!("/{id}")).await.body;
        assert_eq!(info["ide"], json!({ "primary": primary, "master": master }));
        assert_eq!(
            (info["label"].as_str(), &info["state"]),
            (Some(format!("CD/DVD drive {}", index + 1).as_str()), &"NOT_CONNECTED".into())
        );
        assert!(info.get("sata").is_none());
    }
    let drive = cdrom(&client, "GET", "vm-43", "/16000").await.body;
    assert_eq!(drive["backing"], json!({ "type": "CLIENT_DEVICE", "device_access_type": "PASSTHRU" }));
}

#[tokio::test]
async fn a_drive_is_removed_only_if_the_power_state_allows_it() {
    let (simulator, client) = start().await;
    for vm in ["vm-42", "vm-47"] {
        for power_state in [PowerState::PoweredOff, PowerState::PoweredOn, PowerState::Suspended] {
            let ide = vm == "vm-47";
            for is_delete in [true, false] {
                let id = client.mount(vm, ITEM).await.string(200).to_owned();
                simulator.update_inventory(|inventory| {
                    inventory.vms.get_mut(vm).expect("the VM exists").power_state = power_state;
                });
                let response = if is_delete {
                    cdrom(&client, "DELETE", vm, &format!("/{id}")).await
                } else {
                    unmount(&client, vm, &id).await
                };
                match power_state {
                    PowerState::Suspended => {
                        response.assert_error(400, "NOT_ALLOWED_IN_CURRENT_STATE", SUSPENDED);
                    }
                    PowerState::PoweredOn if ide => {
                        response.assert_error(400, "NOT_ALLOWED_IN_CURRENT_STATE", HOT_PLUG);
                    }
                    PowerState::PoweredOff | PowerState::PoweredOn => {
                        assert_eq!(response.status, 204, "{response:?}");
                    }
                }
                simulator.update_inventory(|inventory| {
                    let vm = inventory.vms.get_mut(vm).expect("the VM exists");
                    vm.power_state = PowerState::PoweredOff;
                    assert_eq!(vm.cdroms.remove(&id).is_some(), response.status != 204);
                });
            }
        }
    }
}

#[tokio::test]
async fn connecting_requires_a_running_vm_and_another_state() {
    let (simulator, client) = start().await;
    let id = client.mount("vm-43", ITEM).await.string(200).to_owned();
    let state = || simulator.inventory().vms["vm-43"].cdroms[&id].state;
    let act = |action: &'static str| {
        let (client, rest) = (client.clone(), format!("/{id}?action={action}"));
        async move { cdrom(&client, "POST", "vm-43", &rest).await }
    };
    act("connect").await.assert_error(400, "ALREADY_IN_DESIRED_STATE", &[ERROR]);
    assert_eq!((act("disconnect").await.status, state()), (204, CdromState::NotConnected));
    act("disconnect").await.assert_error(400, "ALREADY_IN_DESIRED_STATE", &[ERROR]);
    assert_eq!((act("connect").await.status, state()), (204, CdromState::Connected));
    for power_state in [PowerState::PoweredOff, PowerState::Suspended] {
        simulator.update_inventory(|inventory| {
            inventory.vms.get_mut("vm-43").expect("the VM exists").power_state = power_state;
        });
        act("disconnect").await.assert_error(400, "NOT_ALLOWED_IN_CURRENT_STATE", SUSPENDED);
    }
    cdrom(&client, "POST", "vm-43", "/16009?action=connect").await.assert_error(404, "NOT_FOUND", &[ERROR]);
}

#[tokio::test]
async fn a_busy_vm_rejects_device_changes() {
    for (general, error_type) in [(false, "RESOURCE_BUSY"), (true, "ERROR")] {
        let simulator = Simulator::builder()
            .behavior(|behavior| behavior.generic_errors = general)
            .start()
            .await
            .expect("the simulator starts");
        let client = Client::logged_in(&simulator).await;
        simulator
            .update_inventory(|inventory| inventory.vms.get_mut("vm-43").expect("the VM exists").busy = true);
        for response in [
            client.mount("vm-43", ITEM).await,
            unmount(&client, "vm-43", "16000").await,
            cdrom(&client, "DELETE", "vm-43", "/16000").await,
            cdrom(&client, "POST", "vm-43", "/16000?action=connect").await,
        ] {
            response.assert_error(500, error_type, BUSY);
        }
    }
}

#[tokio::test]
async fn each_operation_requires_its_privilege() {
    for (privilege, method, rest) in [
        (Privilege::SystemRead, "GET", ""),
        (Privilege::SystemRead, "GET", "/16000"),
        (Privilege::VirtualMachineConfigAddRemoveDevice, "DELETE", "/16000"),
        (Privilege::VirtualMachineInteractDeviceConnection, "POST", "/16000?action=connect"),
    ] {
        let user = User::new(USER, PASSWORD).without_privilege_on(privilege, "vm-43");
        let simulator = Simulator::builder().user(user).start().await.expect("the simulator starts");
        let client = Client::logged_in(&simulator).await;
        let response = cdrom(&client, method, "vm-43", rest).await;
        response.assert_error(
            403,
            "UNAUTHORIZED",
            &["vapi.security.authorization.invalid", "vmsg.NoPermission.summary"],
        );
        assert_eq!(response.body["messages"][1]["args"], json!([privilege.to_string(), "vm-43"]));
    }
}

#[tokio::test]
async fn undocumented_behavior_is_configurable() {
    let start_with = |update: fn(&mut vcenter_iso_simulator::Behavior)| async move {
        let simulator = Simulator::builder().behavior(update).start().await.expect("the simulator starts");
        let client = Client::logged_in(&simulator).await;
        (simulator, client)
    };
    let (_simulator, client) = start_with(|behavior| behavior.mount_on_ide = true).await;
    assert_eq!(client.mount("vm-42", ITEM).await.string(200), "3000");
    assert_eq!(client.mount("vm-43", ITEM).await.string(200), "16001");

    let (simulator, client) = start_with(|behavior| {
        (behavior.mount_connects, behavior.mount_start_connected, behavior.vsan_object_folder) =
            (false, false, true);
    })
    .await;
    client.mount("vm-43", ITEM).await.string(200);
    let drive = simulator.inventory().vms["vm-43"].cdroms["16001"].clone();
    assert_eq!((drive.state, drive.start_connected), (CdromState::NotConnected, false));
    assert!(
        matches!(&drive.backing, CdromBacking::IsoFile(path) if path.starts_with("[ssd-01] d6c4b2a0-f8e6-")),
        "{drive:?}"
    );

    let (simulator, client) = start_with(|behavior| behavior.mount_transfers_item = true).await;
    client.mount("vm-42", UNCACHED_ITEM).await.string(200);
    assert!(simulator.inventory().items[UNCACHED_ITEM].cached);

    let (simulator, client) = start_with(|behavior| behavior.unmount_keeps_cdrom = true).await;
    client.mount("vm-42", ITEM).await.string(200);
    assert_eq!(unmount(&client, "vm-42", "16000").await.status, 204);
    assert_eq!(simulator.inventory().vms["vm-42"].cdroms["16000"].backing, CdromBacking::ClientDevice);

    let (_simulator, client) = start_with(|behavior| behavior.unmount_any_backing = false).await;
    unmount(&client, "vm-43", "16000").await.assert_error(400, "NOT_ALLOWED_IN_CURRENT_STATE", &[ERROR]);
    let (_simulator, client) = start_with(|_| {}).await;
    assert_eq!(unmount(&client, "vm-43", "16000").await.status, 204);
    assert_eq!(cdrom(&client, "GET", "vm-43", "").await.body, Value::Array(Vec::new()));
}
