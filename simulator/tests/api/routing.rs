use serde_json::json;
use vcenter_iso_simulator::Simulator;
use vcenter_iso_simulator::example::ITEM;

use crate::client::{Client, MOUNT, SESSION, send};

const NO_ROUTE: &str = "com.vmware.vapi.rest.httpNotFound";

#[tokio::test]
async fn what_is_not_served_is_not_found_even_without_a_session() {
    let simulator = Simulator::builder().start().await.expect("it starts");
    let known = Client::logged_in(&simulator).await;
    let unknown = Client::of(&simulator);
    for client in [&known, &unknown] {
        for (method, path) in [
            ("GET", "/"),
            ("GET", "/api"),
            ("GET", "/api/"),
            ("GET", "/api/nowhere"),
            ("POST", "/api/session/"),
            ("POST", "/session"),
            ("POST", "/rest/com/vmware/cis/session"),
            ("PATCH", SESSION),
            ("GET", MOUNT),
            ("DELETE", MOUNT),
            ("POST", "/api/vcenter/iso/image"),
            ("POST", "/api/vcenter/iso/image?action="),
            ("POST", "/api/vcenter/iso/image?action=Mount"),
            ("POST", "/api/vcenter/iso/image?~action=mount"),
            ("POST", "/api/vcenter/iso/image?action=nothing&action=mount"),
        ] {
            send(client.request(method, path)).await.is_error(404, "NOT_FOUND", &[NO_ROUTE]);
        }
    }
}

#[tokio::test]
async fn a_parameter_that_the_operation_does_not_have_is_refused() {
    let simulator = Simulator::builder().start().await.expect("it starts");
    let client = Client::logged_in(&simulator).await;
    let body = json!({ "library_item": ITEM, "vm": "vm-42" });
    let unexpected = ["vapi.method.input.invalid", "vapi.data.structure.field.unexpected"];
    for query in ["x=1&action=mount", "action=mount&x=1"] {
        let request = client.request("POST", &format!("/api/vcenter/iso/image?{query}"));
        send(request.json(&body)).await.is_error(400, "INVALID_ARGUMENT", &unexpected);
    }
    let request = client.request("GET", "/api/vcenter/vm?name=build-01");
    send(request).await.is_error(400, "INVALID_ARGUMENT", &unexpected);
}
