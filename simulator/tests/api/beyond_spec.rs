//! Routes that the spec does not have, for clients that use them.

use serde_json::json;
use vcenter_iso_simulator::example::{ITEM, LIBRARY, PASSWORD, SUBSCRIBED_LIBRARY, USER, VM};
use vcenter_iso_simulator::{Simulator, User};

use crate::client::{Client, send};

const REST_SESSION: &str = "/rest/com/vmware/cis/session";

#[tokio::test]
async fn a_session_of_the_old_login_works_on_the_api() {
    let user = User::new(USER, PASSWORD);
    let simulator = Simulator::builder().user(user).start().await.expect("the simulator starts");
    let client = Client::of(&simulator);
    let login = send(client.request("POST", REST_SESSION).basic_auth(USER, Some(PASSWORD))).await;
    assert_eq!(login.status, 200, "{login:?}");
    let client = client.with_session(login.body["value"].as_str());
    client.mount(VM, ITEM).await.string(200);
    for (method, path) in [("GET", REST_SESSION.to_owned()), ("POST", format!("{REST_SESSION}?~action=get"))]
    {
        let session = send(client.request(method, &path)).await;
        assert_eq!((session.status, &session.body["value"]["user"]), (200, &USER.into()), "{session:?}");
    }
    let logout = send(client.request("DELETE", REST_SESSION)).await;
    assert_eq!((logout.status, simulator.open_sessions()), (200, 0), "{logout:?}");
    // Errors have the form of `/rest`.
    let wrong = send(client.request("POST", REST_SESSION).basic_auth(USER, Some("wrong"))).await;
    for response in [wrong, send(client.request("GET", REST_SESSION)).await] {
        assert_eq!(response.status, 401, "{response:?}");
        assert_eq!(response.body["type"], "com.vmware.vapi.std.errors.unauthenticated", "{response:?}");
        assert!(response.body["value"]["messages"][0]["default_message"].is_string(), "{response:?}");
    }
    send(client.request("PUT", REST_SESSION)).await.assert_error(
        404,
        "NOT_FOUND",
        &["com.vmware.vapi.rest.httpNotFound"],
    );
}

#[tokio::test]
async fn the_interfaces_of_one_library_type_have_only_that_type() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    for (path, own, other) in [
        ("/api/content/local-library", LIBRARY, SUBSCRIBED_LIBRARY),
        ("/api/content/subscribed-library", SUBSCRIBED_LIBRARY, LIBRARY),
    ] {
        let list = send(client.request("GET", path)).await;
        let ids: Vec<_> = list.body.as_array().expect("a list").iter().collect();
        assert!(ids.contains(&&json!(own)) && !ids.contains(&&json!(other)), "{path}: {list:?}");
        let library = send(client.request("GET", &format!("{path}/{own}"))).await;
        let same = send(client.request("GET", &format!("/api/content/library/{own}"))).await;
        assert_eq!((library.status, library.body), (200, same.body), "{path}");
        send(client.request("GET", &format!("{path}/{other}"))).await.assert_error(
            400,
            "INVALID_ELEMENT_TYPE",
            &["com.vmware.vapi.std.errors.invalid_element_type"],
        );
        send(client.request("GET", &format!("{path}/nowhere"))).await.assert_error(
            404,
            "NOT_FOUND",
            &["com.vmware.vdcs.cls-main.library_not_found"],
        );
    }
}

#[tokio::test]
async fn datastores_and_power_states_are_read() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    let all = send(client.request("GET", "/api/vcenter/datastore")).await;
    assert_eq!((all.status, all.body.as_array().map(Vec::len)), (200, Some(3)), "{all:?}");
    let named = send(client.request("GET", "/api/vcenter/datastore?names=ssd-01&types=VMFS")).await;
    assert_eq!(named.body[0]["datastore"], "datastore-11", "{named:?}");
    let none = send(client.request("GET", "/api/vcenter/datastore?types=NFS")).await;
    assert_eq!(none.body, json!([]));
    send(client.request("GET", "/api/vcenter/datastore?folders=group-1")).await.assert_error(
        400,
        "INVALID_ARGUMENT",
        &["com.vmware.vapi.rest.unsupported_property"],
    );
    for (vm, expected) in [
        ("vm-42", json!({ "state": "POWERED_OFF", "clean_power_off": true })),
        ("vm-43", json!({ "state": "POWERED_ON" })),
    ] {
        let power = send(client.request("GET", &format!("/api/vcenter/vm/{vm}/power"))).await;
        assert_eq!((power.status, power.body), (200, expected), "{vm}");
    }
    let outsider = client.with_session(None);
    assert_eq!(send(outsider.request("GET", "/api/vcenter/vm/vm-42/power")).await.status, 401);
}
