//! The power of VMs, and the shutdown of guests.

use serde_json::json;
use vcenter_iso_simulator::example::{PASSWORD, RUNNING_VM, SUSPENDED_VM, USER, VM};
use vcenter_iso_simulator::{PowerState, Privilege, Simulator, User};

use crate::client::{Client, Response, send};

const STATE: &str = "vmsg.InvalidPowerState.summary";
const ALREADY_ON: &[&str] = &["com.vmware.api.vcenter.vm.power.already_powered_on", STATE];
const ALREADY_OFF: &[&str] = &["com.vmware.api.vcenter.vm.power.already_powered_off", STATE];
const WRONG_STATE: &[&str] = &["com.vmware.api.vcenter.error", STATE];

async fn power(client: &Client, vm: &str, action: &str) -> Response {
    let path = if action == "shutdown" { "guest/power" } else { "power" };
    send(client.request("POST", &format!("/api/vcenter/vm/{vm}/{path}?action={action}"))).await
}

#[tokio::test]
async fn the_power_state_follows_the_requests() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    let read =
        async |vm: &str| send(client.request("GET", &format!("/api/vcenter/vm/{vm}/power"))).await.body;
    let off = json!({ "state": "POWERED_OFF", "clean_power_off": true });
    assert_eq!(read(VM).await, off);
    assert_eq!(power(&client, VM, "start").await.status, 204);
    assert_eq!(read(VM).await, json!({ "state": "POWERED_ON" }));
    power(&client, VM, "start").await.assert_error(400, "ALREADY_IN_DESIRED_STATE", ALREADY_ON);
    assert_eq!(power(&client, VM, "reset").await.status, 204);
    assert_eq!(power(&client, VM, "stop").await.status, 204);
    power(&client, VM, "stop").await.assert_error(400, "ALREADY_IN_DESIRED_STATE", ALREADY_OFF);
    power(&client, VM, "reset").await.assert_error(400, "NOT_ALLOWED_IN_CURRENT_STATE", WRONG_STATE);
    power(&client, VM, "shutdown").await.assert_error(400, "ALREADY_IN_DESIRED_STATE", ALREADY_OFF);
    power(&client, SUSPENDED_VM, "shutdown").await.assert_error(
        400,
        "NOT_ALLOWED_IN_CURRENT_STATE",
        WRONG_STATE,
    );
    assert_eq!(power(&client, SUSPENDED_VM, "start").await.status, 204);
    assert_eq!(power(&client, RUNNING_VM, "shutdown").await.status, 204);
    assert_eq!(simulator.inventory().vms[RUNNING_VM].power_state, PowerState::PoweredOff);
    power(&client, "vm-999", "start").await.assert_error(
        404,
        "NOT_FOUND",
        &["com.vmware.api.vcenter.vm.not_found"],
    );
}

#[tokio::test]
async fn a_busy_vm_and_a_guest_without_tools_are_left_alone() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    simulator.update_inventory(|inventory| {
        inventory.vms.get_mut(VM).expect("a VM").busy = true;
        inventory.vms.get_mut(RUNNING_VM).expect("a VM").tools_running = false;
    });
    let busy = &["com.vmware.api.vcenter.error", "vmsg.TaskInProgress.summary"];
    power(&client, VM, "start").await.assert_error(500, "RESOURCE_BUSY", busy);
    let no_tools = &["com.vmware.api.vcenter.vm.guest.tools_not_running"];
    power(&client, RUNNING_VM, "shutdown").await.assert_error(503, "SERVICE_UNAVAILABLE", no_tools);
    assert_eq!(simulator.inventory().vms[RUNNING_VM].power_state, PowerState::PoweredOn);
}

#[tokio::test]
async fn each_request_needs_its_privilege() {
    for (action, privilege) in [
        ("start", Privilege::VirtualMachineInteractPowerOn),
        ("stop", Privilege::VirtualMachineInteractPowerOff),
        ("reset", Privilege::VirtualMachineInteractReset),
        ("shutdown", Privilege::VirtualMachineInteractPowerOff),
    ] {
        let user = User::new(USER, PASSWORD).without_privilege(privilege);
        let simulator = Simulator::builder().user(user).start().await.expect("the simulator starts");
        let client = Client::logged_in(&simulator).await;
        let response = power(&client, RUNNING_VM, action).await;
        assert_eq!(response.status, 403, "{action} without {privilege}");
    }
}
