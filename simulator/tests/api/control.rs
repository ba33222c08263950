//! `/_simulator`, the clock, and tasks.

use std::time::Duration;

use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::time::timeout;
use vcenter_iso_simulator::example::{self, ITEM, VM};
use vcenter_iso_simulator::{Fault, Operation, Simulator, User};

use crate::client::{Client, Response, SESSION, send};
use crate::handle::wait_until;

/// Sends a request to `/_simulator`, and returns the status and the JSON body.
async fn control(
    simulator: &Simulator,
    method: &str,
    path: &str,
    body: Option<Value>,
) -> (StatusCode, Value) {
    let request = Client::of(simulator).request(method, &format!("/_simulator/{path}"));
    let request = match body {
        Some(body) => request.json(&body),
        None => request,
    };
    let response = request.send().await.expect("the simulator responds");
    let status = response.status();
    let text = response.text().await.expect("the body is complete");
    let body =
        if text.is_empty() { Value::Null } else { serde_json::from_str(&text).expect("the body is JSON") };
    (status, body)
}

fn is_error(response: &Response, status: u16, error_type: &str) -> bool {
    response.status == status && response.body["error_type"] == error_type
}

#[tokio::test]
async fn a_test_in_any_language_reads_and_changes_the_inventory() {
    let user = User::new(example::USER, example::PASSWORD);
    let simulator = Simulator::builder().user(user).start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    let (status, inventory) = control(&simulator, "GET", "inventory", None).await;
    assert_eq!((status, &inventory["vms"][VM]["name"]), (StatusCode::OK, &json!("build-01")));
    assert!(!inventory.to_string().contains(example::PASSWORD), "the inventory has a password: {inventory}");

    let patch = json!({ "vms": { VM: { "power_state": "POWERED_ON", "busy": true }, "vm-49": null } });
    assert_eq!(control(&simulator, "PATCH", "inventory", Some(patch)).await.0, StatusCode::NO_CONTENT);
    assert!(is_error(&client.mount(VM, ITEM).await, 500, "RESOURCE_BUSY"));
    assert!(!simulator.inventory().vms.contains_key("vm-49"));
    assert_eq!(simulator.inventory().users.len(), 1, "the users are lost");

    assert_eq!(control(&simulator, "PUT", "inventory", Some(inventory)).await.0, StatusCode::NO_CONTENT);
    client.mount(VM, ITEM).await.string(200);
    let patch = json!({ "vms": { VM: { "host": "host-99" } } });
    let (status, error) = control(&simulator, "PATCH", "inventory", Some(patch)).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(error["error"].as_str().expect("a reason").contains("'host-99' is not in hosts"), "{error}");
    assert_eq!(simulator.inventory().vms[VM].host, "host-21", "an invalid inventory was used");
}

#[tokio::test]
async fn a_test_in_any_language_injects_faults_and_reads_requests() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    simulator.inject_always(Operation::VcenterVmList, Fault::no_healthy_upstream());
    let rules = json!({ "rules": ["mount: fail 503, then fail 500 RESOURCE_BUSY", "*: 1% hang"] });
    assert_eq!(control(&simulator, "POST", "faults", Some(rules)).await.0, StatusCode::NO_CONTENT);
    let mount = client.request("POST", "/api/vcenter/iso/image?action=mount");
    mount.json(&json!({ "vm": VM, "library_item": ITEM })).send().await.expect("the simulator responds");
    let (_, left) = control(&simulator, "GET", "faults", None).await;
    let expected = json!([
        "Vcenter.Iso.Image_mount: fail 500 RESOURCE_BUSY",
        "*: 1% hang",
        "Vcenter.VM_list: always no healthy upstream",
    ]);
    assert_eq!(left["rules"], expected);

    let (_, requests) = control(&simulator, "GET", "requests", None).await;
    assert_eq!(
        requests.as_array().map(Vec::len),
        Some(2),
        "requests to /_simulator are recorded: {requests}"
    );
    assert_eq!(
        requests[1],
        json!({
            "method": "POST",
            "path": "/api/vcenter/iso/image?action=mount",
            "operation": "Vcenter.Iso.Image_mount",
            "fault": "fail 503",
            "status": 503,
            "body": { "vm": VM, "library_item": ITEM },
        })
    );
    assert_eq!(control(&simulator, "DELETE", "requests", None).await.0, StatusCode::NO_CONTENT);
    assert_eq!(control(&simulator, "DELETE", "faults", None).await.0, StatusCode::NO_CONTENT);
    client.mount(VM, ITEM).await.string(200);
    assert_eq!(simulator.requests().len(), 1);
    assert_eq!(
        control(&simulator, "GET", "sessions", None).await.1,
        json!({ "open": 1, "logins": 1, "updates": 0 })
    );
    assert_eq!(control(&simulator, "DELETE", "sessions", None).await.0, StatusCode::NO_CONTENT);
    assert_eq!(send(client.request("GET", SESSION)).await.status, 401);
}

#[tokio::test]
async fn a_reset_restores_the_start() {
    let rule = "mount: fail 500 RESOURCE_BUSY".parse().expect("the rule is valid");
    let simulator = Simulator::builder().fault(rule).start().await.expect("the simulator starts");
    for _ in 0..2 {
        let client = Client::logged_in(&simulator).await;
        simulator.inject(Operation::VcenterVmGet, [Fault::hang()]);
        let request = client.request("POST", "/api/vcenter/iso/image?action=mount");
        let mount = || async {
            let request = request.try_clone().expect("the request has no stream");
            request
                .json(&json!({ "vm": VM, "library_item": ITEM }))
                .send()
                .await
                .expect("a response")
                .status()
        };
        assert_eq!(mount().await, 500);
        assert_eq!(mount().await, 200);
        assert_eq!(control(&simulator, "POST", "reset", None).await.0, StatusCode::NO_CONTENT);
        assert!(simulator.inventory().vms[VM].cdroms.is_empty());
        assert_eq!((simulator.open_sessions(), simulator.requests().len()), (0, 0));
    }
}

#[tokio::test]
async fn a_mistake_is_told() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    for (method, path, body, status, reason) in [
        (
            "GET",
            "inventori",
            None,
            404,
            "there is no /_simulator/inventori; below /_simulator are inventory, ",
        ),
        ("GET", "clock", None, 405, "/_simulator/clock has no method GET"),
        ("POST", "clock", None, 415, "application/json"),
        ("POST", "clock", Some(json!({ "advance": "1" })), 400, "'1' is not a duration such as 30m or 1h"),
        ("POST", "clock", Some(json!({ "forward": "1h" })), 400, "unknown field `forward`"),
        ("POST", "faults", Some(json!({ "rules": ["mount: explode"] })), 400, "'explode' is not a fault"),
        ("PUT", "inventory", Some(json!([])), 400, "inventory"),
    ] {
        let (actual, body) = control(&simulator, method, path, body).await;
        let text = body["error"].as_str().unwrap_or_default();
        assert!(actual == status && text.contains(reason), "{method} {path}: {actual} {body}");
    }
}

#[tokio::test]
async fn the_clock_expires_sessions() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    simulator.advance(Duration::from_secs(29 * 60));
    let info = send(client.request("GET", SESSION)).await;
    assert_eq!(info.status, 200);
    let body = json!({ "advance": "30m" });
    assert_eq!(control(&simulator, "POST", "clock", Some(body)).await.0, StatusCode::NO_CONTENT);
    assert_eq!(send(client.request("GET", SESSION)).await.status, 401);
    simulator.advance(Duration::MAX);
    let client = Client::logged_in(&simulator).await;
    assert_eq!(send(client.request("GET", SESSION)).await.status, 200);
}

#[tokio::test]
async fn a_task_occupies_its_vm_and_ends_without_its_client() {
    let hour = Duration::from_secs(60 * 60);
    let simulator = Simulator::builder().task_time(hour).start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    let mount = {
        let client = client.clone();
        tokio::spawn(async move { client.mount(VM, ITEM).await })
    };
    wait_until(|| simulator.inventory().vms[VM].task_running).await;
    assert!(simulator.inventory().vms[VM].cdroms.is_empty(), "the change is visible before its end");
    assert!(is_error(&client.mount(VM, ITEM).await, 500, "RESOURCE_BUSY"));
    // A change of the inventory does not end the task.
    let changes = json!({ "vms": { VM: { "memory_mib": 512 } } });
    assert_eq!(control(&simulator, "PATCH", "inventory", Some(changes)).await.0, StatusCode::NO_CONTENT);
    assert!(is_error(&client.mount(VM, ITEM).await, 500, "RESOURCE_BUSY"));
    // An error that needs no task arrives at once.
    assert!(is_error(&client.mount("vm-44", ITEM).await, 400, "NOT_ALLOWED_IN_CURRENT_STATE"));
    simulator.advance(hour / 2);
    assert!(!mount.is_finished(), "the task ended early");
    // The session has expired by the end of the task.
    simulator.advance(hour / 2);
    timeout(Duration::from_secs(10), mount).await.expect("the task ends").expect("a response").string(200);
    let inventory = simulator.inventory();
    assert!(!inventory.vms[VM].task_running && inventory.vms[VM].cdroms.len() == 1, "{inventory:?}");

    let client = Client::logged_in(&simulator).await;
    let unmount = {
        let body = json!({ "vm": VM, "cdrom": "16000" });
        let request = client.request("POST", "/api/vcenter/iso/image?action=unmount").json(&body);
        tokio::spawn(async move { request.send().await })
    };
    wait_until(|| simulator.inventory().vms[VM].task_running).await;
    unmount.abort();
    simulator.advance(hour);
    wait_until(|| simulator.inventory().vms[VM].cdroms.is_empty()).await;
}
