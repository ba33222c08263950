use std::collections::BTreeSet;

use vcenter_iso_simulator::example::{
    ITEM, ITEM_OUTSIDE_DATASTORES, ITEM_WITHOUT_ISO, PASSWORD, UNCACHED_ITEM, USER,
};
use vcenter_iso_simulator::{CdromBacking, CdromState, PowerState, Privilege, Simulator, User};

use crate::client::Client;

const ERROR: &str = "com.vmware.api.vcenter.error";
const LINUX_INSTALLER_PATH: &str = "[ssd-01] contentlib-1f0a6c3e-52d7-4b89-a1c4-6e8f0a2b4c6d/\
    9c2b7d1e-4f60-4a53-8d0e-6f1a2b3c4d5e/linux-installer_c4e7a1d2-8b3f-4956-a0d7-1e2f3a4b5c6d.iso";

async fn start() -> (Simulator, Client) {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    (simulator, client)
}

#[tokio::test]
async fn a_mount_adds_a_cdrom_with_the_image() {
    let (simulator, client) = start().await;
    // A VM that is off, and a VM that is on and already has a CD-ROM.
    for (vm, id, state) in
        [("vm-42", "16000", CdromState::NotConnected), ("vm-43", "16001", CdromState::Connected)]
    {
        let before = simulator.inventory();
        assert_eq!(client.mount(vm, ITEM).await.string(200), id);

        let mut after = (*simulator.inventory()).clone();
        let added =
            after.vms.get_mut(vm).and_then(|vm| vm.cdroms.remove(id)).expect("the mount added the CD-ROM");
        assert_eq!(added.backing, CdromBacking::IsoFile(LINUX_INSTALLER_PATH.to_owned()));
        assert_eq!(added.state, state);
        assert_eq!(after, *before, "the mount changed more than one CD-ROM");
    }
}

#[tokio::test]
async fn each_mount_uses_the_first_free_slot() {
    let (simulator, client) = start().await;
    for id in ["16000", "16001", "16002"] {
        assert_eq!(client.mount("vm-42", ITEM).await.string(200), id);
    }
    simulator.update_inventory(|inventory| {
        inventory.vms.get_mut("vm-42").and_then(|vm| vm.cdroms.remove("16001"))
    });
    for id in ["16001", "16003"] {
        assert_eq!(client.mount("vm-42", ITEM).await.string(200), id);
    }
}

#[tokio::test]
async fn concurrent_mounts_get_different_slots_until_the_bus_is_full() {
    let (simulator, client) = start().await;
    let mounts: Vec<_> = (0..30)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.mount("vm-42", ITEM).await.string(200).to_owned() })
        })
        .collect();
    let mut ids = BTreeSet::new();
    for mount in mounts {
        ids.insert(mount.await.expect("the mount succeeds"));
    }
    assert_eq!(ids, (16000..16030).map(|key| key.to_string()).collect());

    let full = client.mount("vm-42", ITEM).await;
    full.assert_error(500, "UNABLE_TO_ALLOCATE_RESOURCE", &[ERROR, "vmsg.TooManyDevices.summary"]);
    simulator.update_inventory(|inventory| {
        inventory.vms.get_mut("vm-42").expect("the VM exists").sata_adapters = 2;
    });
    assert_eq!(client.mount("vm-42", ITEM).await.string(200), "16030");
}

#[tokio::test]
async fn a_vm_with_only_ide_has_four_slots() {
    let (_simulator, client) = start().await;
    for id in ["3000", "3001", "3002", "3003"] {
        assert_eq!(client.mount("vm-47", ITEM).await.string(200), id);
    }
    let full = client.mount("vm-47", ITEM).await;
    full.assert_error(500, "UNABLE_TO_ALLOCATE_RESOURCE", &[ERROR, "vmsg.TooManyDevices.summary"]);
}

#[tokio::test]
async fn a_rejected_mount_changes_nothing() {
    let (simulator, client) = start().await;
    let before = simulator.inventory();
    let no_iso = "com.vmware.vcenter.iso.image.no_iso_file";
    let no_vm = "com.vmware.api.vcenter.vm.not_found";
    let no_item = "com.vmware.vdcs.cls-main.library_item_not_found";
    let hot_plug = "vmsg.DeviceHotPlugNotSupported.summary";
    for (vm, item, status, error_type, ids) in [
        ("vm-9", ITEM, 404, "NOT_FOUND", &[no_vm] as &[&str]),
        ("", ITEM, 404, "NOT_FOUND", &[no_vm]),
        ("vm-42", "no-such-item", 404, "NOT_FOUND", &[no_item]),
        ("vm-9", "no-such-item", 404, "NOT_FOUND", &[no_vm]),
        ("vm-42", ITEM_WITHOUT_ISO, 400, "INVALID_ARGUMENT", &[no_iso]),
        ("vm-44", ITEM_WITHOUT_ISO, 400, "INVALID_ARGUMENT", &[no_iso]),
        ("vm-44", ITEM, 400, "NOT_ALLOWED_IN_CURRENT_STATE", &[ERROR, "vmsg.InvalidPowerState.summary"]),
        ("vm-45", ITEM, 400, "NOT_ALLOWED_IN_CURRENT_STATE", &[ERROR, hot_plug]),
        ("vm-45", ITEM_OUTSIDE_DATASTORES, 400, "NOT_ALLOWED_IN_CURRENT_STATE", &[ERROR, hot_plug]),
        ("vm-46", ITEM, 500, "RESOURCE_INACCESSIBLE", &[ERROR, "vmsg.InaccessibleDatastore.summary"]),
        (
            "vm-42",
            ITEM_OUTSIDE_DATASTORES,
            500,
            "RESOURCE_INACCESSIBLE",
            &[ERROR, "vmsg.InvalidDatastorePath.summary"],
        ),
        ("vm-42", UNCACHED_ITEM, 500, "RESOURCE_INACCESSIBLE", &[ERROR, "vmsg.FileNotFound.summary"]),
    ] {
        client.mount(vm, item).await.assert_error(status, error_type, ids);
    }
    assert_eq!(simulator.inventory(), before);
}

#[tokio::test]
async fn responses_depend_on_the_current_inventory() {
    let (simulator, client) = start().await;
    assert_eq!(client.mount("vm-44", ITEM).await.status, 400);
    simulator.update_inventory(|inventory| {
        inventory.vms.get_mut("vm-44").expect("the VM exists").power_state = PowerState::PoweredOff;
    });
    client.mount("vm-44", ITEM).await.string(200);

    assert_eq!(client.mount("vm-46", ITEM).await.status, 500);
    simulator.update_inventory(|inventory| {
        inventory
            .hosts
            .get_mut("host-23")
            .expect("the host exists")
            .datastores
            .insert("datastore-11".to_owned())
    });
    client.mount("vm-46", ITEM).await.string(200);

    simulator.update_inventory(|inventory| {
        inventory.items.get_mut(ITEM).expect("the item exists").files[0].name = "A.b.ISO".to_owned();
    });
    let id = client.mount("vm-46", ITEM).await.string(200).to_owned();
    let CdromBacking::IsoFile(path) = &simulator.inventory().vms["vm-46"].cdroms[&id].backing else {
        panic!("the CD-ROM has an image")
    };
    assert!(path.ends_with("/A.b_c4e7a1d2-8b3f-4956-a0d7-1e2f3a4b5c6d.ISO"), "{path}");
}

#[tokio::test]
async fn a_mount_requires_each_privilege() {
    let denied = ["vapi.security.authorization.invalid", "vmsg.NoPermission.summary"];
    for (privilege, args) in [
        (Privilege::SystemRead, vec!["System.Read"]),
        (
            Privilege::VirtualMachineConfigAddRemoveDevice,
            vec!["VirtualMachine.Config.AddRemoveDevice", "vm-42"],
        ),
        (Privilege::ContentLibraryDownloadSession, vec!["ContentLibrary.DownloadSession", ITEM]),
    ] {
        let user = User::new(USER, PASSWORD).without_privilege(privilege);
        let simulator = Simulator::builder().user(user).start().await.expect("the simulator starts");
        let client = Client::logged_in(&simulator).await;
        let response = client.mount("vm-42", ITEM).await;
        response.assert_error(403, "UNAUTHORIZED", &denied);
        assert_eq!(response.body["messages"][1]["args"], serde_json::json!(args));
        // A user without the privilege cannot discover objects.
        client.mount("vm-9", "no-such-item").await.assert_error(403, "UNAUTHORIZED", &denied);
        assert!(simulator.inventory().vms["vm-42"].cdroms.is_empty());
    }
}

#[tokio::test]
async fn the_response_names_a_dangling_reference() {
    let (simulator, client) = start().await;
    simulator.update_inventory(|inventory| inventory.hosts.remove("host-21"));
    let response = client.mount("vm-42", ITEM).await;
    response.assert_error(
        500,
        "INTERNAL_SERVER_ERROR",
        &["com.vmware.vapi.std.errors.internal_server_error"],
    );
    let text = response.body["messages"][0]["default_message"].as_str().expect("the message has a text");
    assert!(text.contains("the host 'host-21'"), "{text}");
}
