//! Invalid bodies of a mount.

use serde_json::{Value, json};
use vcenter_iso_simulator::example::{ITEM, PASSWORD, USER};
use vcenter_iso_simulator::{Privilege, Simulator, User};

use crate::client::{Client, MOUNT, send};

const INVALID: &str = "vapi.method.input.invalid";
const UNSUPPORTED: &str = "com.vmware.vapi.rest.unsupported_media_type";

#[tokio::test]
async fn an_invalid_body_is_rejected_with_the_reason() {
    // The user lacks a privilege, but the simulator checks the body before the privileges.
    let user = User::new(USER, PASSWORD).without_privilege(Privilege::SystemRead);
    let simulator = Simulator::builder().user(user).start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    let missing = &[INVALID, "vapi.data.structure.field.missing"] as &[&str];
    let mistyped = &[INVALID, "vapi.data.structure.field.invalid", "vapi.data.validate.mismatch"];
    for (body, ids, arg) in [
        ("", &[INVALID, "vapi.data.invalid"] as &[&str], None),
        ("{", &[INVALID, "vapi.data.invalid"], None),
        ("\"vm-42\"", &[INVALID, "vapi.data.validate.mismatch"], None),
        ("[]", &[INVALID, "vapi.data.validate.mismatch"], None),
        ("{}", missing, Some("library_item")),
        (r#"{"vm":"vm-42"}"#, missing, Some("library_item")),
        (r#"{"library_item":"a"}"#, missing, Some("vm")),
        (r#"{"library_item":"a","vm":null}"#, missing, Some("vm")),
        (r#"{"library_item":1,"vm":"vm-42"}"#, mistyped, Some("library_item")),
        (r#"{"library_item":"a","vm":["vm-42"]}"#, mistyped, Some("vm")),
    ] {
        let request =
            client.request("POST", MOUNT).header("content-type", "application/json").body(body.to_owned());
        let response = send(request).await;
        response.assert_error(400, "INVALID_ARGUMENT", ids);
        let args = response.body["messages"][1]["args"].as_array().expect("a list");
        assert_eq!(args.last().and_then(Value::as_str), arg, "{response:?}");
    }
    let unknown = json!({ "library_item": ITEM, "vm": "vm-42", "cdrom": "16000", "spec": {} });
    let response = send(client.request("POST", MOUNT).json(&unknown)).await;
    response.assert_error(400, "UNEXPECTED_INPUT", &["vapi.data.structure.field.unexpected"]);
    assert_eq!(
        response.body["messages"][0]["args"],
        json!(["cdrom, spec", "operation-input"]),
        "{response:?}"
    );
}

#[tokio::test]
async fn only_json_bodies_are_accepted() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    let body = json!({ "library_item": ITEM, "vm": "vm-42" }).to_string();
    let request = || client.request("POST", MOUNT).body(body.clone());
    send(request()).await.assert_error(400, "INVALID_REQUEST", &[UNSUPPORTED]);
    for content_type in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp"] {
        send(request().header("content-type", content_type)).await.assert_error(
            400,
            "INVALID_REQUEST",
            &[UNSUPPORTED],
        );
    }
    assert!(simulator.inventory().vms["vm-42"].cdroms.is_empty());
    for content_type in ["application/json", "Application/JSON; charset=utf-8"] {
        send(request().header("content-type", content_type)).await.string(200);
    }
}

#[tokio::test]
async fn a_body_above_the_limit_is_rejected() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    let rest = json!({ "library_item": "", "vm": "vm-42" }).to_string().len();
    let limit = 64 * 1024;
    let not_found = "com.vmware.vdcs.cls-main.library_item_not_found";
    client.mount("vm-42", &"a".repeat(limit - rest)).await.assert_error(404, "NOT_FOUND", &[not_found]);
    client.mount("vm-42", &"a".repeat(limit - rest + 1)).await.assert_error(
        400,
        "INVALID_REQUEST",
        &[INVALID],
    );
}
