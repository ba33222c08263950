use serde_json::json;
use vcenter_iso_simulator::Simulator;
use vcenter_iso_simulator::example::ITEM;

use crate::client::{Client, MOUNT, SESSION, send};

const NO_ROUTE: &str = "com.vmware.vapi.rest.httpNotFound";

#[tokio::test]
async fn an_unknown_route_is_not_found_with_or_without_a_session() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let logged_in = Client::logged_in(&simulator).await;
    let logged_out = Client::of(&simulator);
    for client in [&logged_in, &logged_out] {
        for (method, path) in [
            ("GET", "/"),
            ("GET", "/api"),
            ("GET", "/api/"),
            ("GET", "/api/nowhere"),
            ("POST", "/api/session/"),
            ("POST", "/session"),
            ("POST", "/rest/com/vmware/cis/other"),
            ("PATCH", SESSION),
            ("GET", MOUNT),
            ("DELETE", MOUNT),
            ("POST", "/api/vcenter/iso/image"),
            ("POST", "/api/vcenter/iso/image?action="),
            ("POST", "/api/vcenter/iso/image?action=Mount"),
            ("POST", "/api/vcenter/iso/image?~action=mount"),
            ("POST", "/api/vcenter/iso/image?action=nothing&action=mount"),
        ] {
            send(client.request(method, path)).await.assert_error(404, "NOT_FOUND", &[NO_ROUTE]);
        }
    }
}

#[tokio::test]
async fn an_unknown_query_parameter_is_rejected() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    let body = json!({ "library_item": ITEM, "vm": "vm-42" });
    let unexpected = ["com.vmware.vapi.rest.unsupported_property"];
    for query in ["x=1&action=mount", "action=mount&x=1"] {
        let request = client.request("POST", &format!("/api/vcenter/iso/image?{query}"));
        send(request.json(&body)).await.assert_error(400, "INVALID_ARGUMENT", &unexpected);
    }
    let request = client.request("GET", "/api/vcenter/vm?name=build-01");
    send(request).await.assert_error(400, "INVALID_ARGUMENT", &unexpected);
}
