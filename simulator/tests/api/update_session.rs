//! Library items that are created, filled by uploads, and deleted.

use std::time::Duration;

use serde_json::{Value, json};
use vcenter_iso_simulator::example::{ITEM, LIBRARY, PASSWORD, SUBSCRIBED_LIBRARY, UNCACHED_ITEM, USER};
use vcenter_iso_simulator::{Datastore, Fault, Operation, Privilege, RemoteFile, Simulator, Target, User};

use crate::client::{Client, Response, send};

const ITEMS: &str = "/api/content/library/item";
const SESSIONS: &str = "/api/content/library/item/update-session";
const STATE: &[&str] = &["com.vmware.vdcs.cls-main.update_session_state"];
/// The SHA-1 and SHA-256 checksums of `abc` (FIPS 180-4).
const SHA1: &str = "a9993e364706816aba3e25717850c26c9cd0d89d";
const SHA256: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

async fn post(client: &Client, path: &str, body: Value) -> Response {
    send(client.request("POST", path).json(&body)).await
}

async fn act(client: &Client, session: &str, action: &str) -> Response {
    send(client.request("POST", &format!("{SESSIONS}/{session}?action={action}"))).await
}

async fn get(client: &Client, path: &str) -> Value {
    send(client.request("GET", path)).await.body
}

async fn item(client: &Client, name: &str) -> String {
    let body = json!({ "library_id": LIBRARY, "name": name, "type": "iso" });
    post(client, ITEMS, body).await.string(201).to_owned()
}

async fn session(client: &Client, item: &str) -> String {
    post(client, SESSIONS, json!({ "library_item_id": item })).await.string(201).to_owned()
}

/// Adds a file and returns the path of its upload.
async fn add(client: &Client, session: &str, file: Value) -> String {
    let added = post(client, &format!("{SESSIONS}/{session}/file"), file).await;
    assert_eq!(added.status, 201, "{added:?}");
    let uri = added.body["upload_endpoint"]["uri"].as_str().expect("an address").to_owned();
    uri[uri.find("/cls/").expect("the path of an upload")..].to_owned()
}

async fn upload(client: &Client, path: &str, content: &'static str) -> u16 {
    // The address is all that an upload needs.
    send(client.with_session(None).request("PUT", path).body(content)).await.status
}

#[tokio::test]
async fn an_item_is_created_filled_and_deleted() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    let item = item(&client, "tool").await;
    let duplicate = post(&client, ITEMS, json!({ "library_id": LIBRARY, "name": "tool" })).await;
    let exists = &["com.vmware.vdcs.cls-main.duplicate_item_name_unsupported_in_library"];
    duplicate.assert_error(400, "ALREADY_EXISTS", exists);

    let session = session(&client, &item).await;
    let busy = post(&client, SESSIONS, json!({ "library_item_id": item })).await;
    busy.assert_error(500, "RESOURCE_BUSY", &["com.vmware.vdcs.cls-main.update_session_exists"]);
    let list = format!("{SESSIONS}?library_item_id={item}");
    assert_eq!(get(&client, &list).await, json!([session]));
    let checksum = json!({ "algorithm": "SHA256", "checksum": SHA256 });
    let file = json!({ "name": "tool 1.iso", "source_type": "PUSH", "size": 3, "checksum_info": checksum });
    let path = add(&client, &session, file).await;
    assert!(path.ends_with("/tool%201.iso"), "{path}");

    let missing = &["com.vmware.vdcs.cls-main.update_session_file_not_received"];
    act(&client, &session, "complete").await.assert_error(400, "NOT_ALLOWED_IN_CURRENT_STATE", missing);
    let validate = format!("{SESSIONS}/{session}/file?action=validate");
    let early = send(client.request("POST", &validate)).await;
    early.assert_error(400, "NOT_ALLOWED_IN_CURRENT_STATE", missing);
    send(client.request("DELETE", &format!("{SESSIONS}/{session}"))).await.assert_error(
        400,
        "NOT_ALLOWED_IN_CURRENT_STATE",
        STATE,
    );

    assert_eq!(upload(&client, &path, "abc").await, 200);
    let files = get(&client, &format!("{SESSIONS}/{session}/file")).await;
    assert_eq!((&files[0]["status"], &files[0]["bytes_transferred"]), (&json!("READY"), &json!(3)));
    assert_eq!(get(&client, &format!("{ITEMS}/{item}/file")).await, json!([]), "visible too early");
    let validated = send(client.request("POST", &validate)).await;
    assert_eq!(validated.body["has_errors"], json!(false));
    assert_eq!(act(&client, &session, "keep-alive").await.status, 204);
    assert_eq!(act(&client, &session, "complete").await.status, 204);
    let done = get(&client, &format!("{SESSIONS}/{session}")).await;
    assert_eq!((&done["state"], &done["library_item_content_version"]), (&json!("DONE"), &json!("1")));
    let files = get(&client, &format!("{ITEMS}/{item}/file")).await;
    assert_eq!(files[0]["checksum_info"], json!({ "algorithm": "SHA1", "checksum": SHA1 }));
    for action in ["complete", "cancel", "keep-alive"] {
        act(&client, &session, action).await.assert_error(400, "NOT_ALLOWED_IN_CURRENT_STATE", STATE);
    }
    assert_eq!(send(client.request("DELETE", &format!("{SESSIONS}/{session}"))).await.status, 204);
    assert_eq!(upload(&client, &path, "abc").await, 404);

    assert_eq!(send(client.request("DELETE", &format!("{ITEMS}/{item}"))).await.status, 204);
    let gone = send(client.request("DELETE", &format!("{ITEMS}/{item}"))).await;
    gone.assert_error(404, "NOT_FOUND", &["com.vmware.vdcs.cls-main.library_item_not_found"]);
}

#[tokio::test]
async fn a_replaced_file_has_a_new_version() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    let session = session(&client, ITEM).await;
    let unchanged = get(&client, &format!("{SESSIONS}/{session}/file")).await;
    assert_eq!(unchanged[0]["source_type"], json!("NONE"));
    let name = unchanged[0]["name"].as_str().expect("a name");
    let path = add(&client, &session, json!({ "name": name, "source_type": "PUSH" })).await;
    assert_eq!(upload(&client, &path, "abc").await, 200);
    assert_eq!(act(&client, &session, "complete").await.status, 204);
    let files = get(&client, &format!("{ITEMS}/{ITEM}/file")).await;
    assert_eq!((&files[0]["version"], &files[0]["size"]), (&json!("2"), &json!(3)));
    assert_eq!(get(&client, &format!("{ITEMS}/{ITEM}")).await["content_version"], json!("2"));
}

#[tokio::test]
async fn a_file_that_does_not_arrive_whole_fails_the_session() {
    for (spec, reason) in [
        (json!({ "size": 4 }), "has 3 bytes instead of 4"),
        (json!({ "checksum_info": { "checksum": SHA256 } }), "does not have the expected checksum"),
    ] {
        let simulator = Simulator::start().await.expect("the simulator starts");
        let client = Client::logged_in(&simulator).await;
        let session = session(&client, ITEM).await;
        let mut file = spec.clone();
        (file["name"], file["source_type"]) = (json!("a.iso"), json!("PUSH"));
        let path = add(&client, &session, file).await;
        assert_eq!(upload(&client, &path, "abc").await, 200);
        let failed = get(&client, &format!("{SESSIONS}/{session}")).await;
        assert_eq!(failed["state"], json!("ERROR"), "{spec}");
        let text = failed["error_message"]["default_message"].as_str().expect("a reason");
        assert!(text.contains(reason), "{spec}: {text}");
        act(&client, &session, "complete").await.assert_error(400, "NOT_ALLOWED_IN_CURRENT_STATE", STATE);
        assert_eq!(simulator.active_update_sessions(), 0);
    }
}

#[tokio::test]
async fn a_full_datastore_refuses_an_upload() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    simulator.update_inventory(|inventory| {
        let full = Datastore { free_space: Some(2), ..Datastore::new("ssd-01") };
        inventory.datastores.insert("datastore-11".to_owned(), full);
    });
    let session = session(&client, ITEM).await;
    let path = add(&client, &session, json!({ "name": "a.iso", "source_type": "PUSH" })).await;
    assert_eq!(upload(&client, &path, "abc").await, 507);
    assert_eq!(get(&client, &format!("{SESSIONS}/{session}")).await["state"], json!("ERROR"));
}

#[tokio::test]
async fn a_fault_can_hit_the_upload_alone() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    simulator.inject_rule("upload: fail 500".parse().expect("a rule"));
    simulator.inject(Target::Upload, [Fault::no_healthy_upstream()]);
    let session = session(&client, ITEM).await;
    let path = add(&client, &session, json!({ "name": "a.iso", "source_type": "PUSH" })).await;
    for status in [500, 503, 200] {
        assert_eq!(upload(&client, &path, "abc").await, status);
    }
}

#[tokio::test]
async fn an_idle_session_expires() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    let session = session(&client, ITEM).await;
    for _ in 0..3 {
        simulator.advance(Duration::from_secs(4 * 60));
        assert_eq!(act(&client, &session, "keep-alive").await.status, 204);
    }
    simulator.advance(Duration::from_secs(5 * 60));
    let gone = act(&client, &session, "keep-alive").await;
    gone.assert_error(404, "NOT_FOUND", &["com.vmware.vdcs.cls-main.update_session_not_found"]);
}

#[tokio::test]
async fn vcenter_fetches_only_the_files_that_the_inventory_has() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    let known = "https://images.example.com/tool.iso";
    simulator.update_inventory(|inventory| {
        let remote = RemoteFile { size: 3, sha1: Some(SHA1.to_owned()) };
        inventory.remote_files.insert(known.to_owned(), remote);
    });
    for (uri, state) in [(known, "DONE"), ("https://images.example.com/other.iso", "ERROR")] {
        let item = item(&client, uri).await;
        let session = session(&client, &item).await;
        let source = json!({ "uri": uri });
        let file = json!({ "name": "tool.iso", "source_type": "PULL", "source_endpoint": source });
        assert_eq!(post(&client, &format!("{SESSIONS}/{session}/file"), file).await.status, 201);
        act(&client, &session, "complete").await;
        assert_eq!(get(&client, &format!("{SESSIONS}/{session}")).await["state"], json!(state), "{uri}");
    }
}

#[tokio::test]
async fn the_items_of_a_subscribed_library_are_synchronized_and_not_changed() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    let subscribed = &["com.vmware.vdcs.cls-main.subscribed_library"];
    let new = json!({ "library_id": SUBSCRIBED_LIBRARY, "name": "tool" });
    post(&client, ITEMS, new).await.assert_error(400, "INVALID_ELEMENT_TYPE", subscribed);
    let update = post(&client, SESSIONS, json!({ "library_item_id": UNCACHED_ITEM })).await;
    update.assert_error(400, "INVALID_ELEMENT_TYPE", subscribed);
    let delete = send(client.request("DELETE", &format!("{ITEMS}/{UNCACHED_ITEM}"))).await;
    delete.assert_error(400, "INVALID_ELEMENT_TYPE", subscribed);

    let sync = async |item: &str, files: bool| {
        let path = format!("/api/content/library/subscribed-item/{item}?action=sync");
        post(&client, &path, json!({ "force_sync_content": files })).await
    };
    let local = &["com.vmware.vdcs.cls-main.local_library"];
    sync(ITEM, true).await.assert_error(400, "INVALID_ELEMENT_TYPE", local);
    for files in [false, true] {
        assert_eq!(sync(UNCACHED_ITEM, files).await.status, 204);
        assert_eq!(simulator.inventory().items[UNCACHED_ITEM].cached, files);
    }
}

#[tokio::test]
async fn invalid_files_are_refused() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    let session = session(&client, ITEM).await;
    for file in [
        json!({ "name": "", "source_type": "PUSH" }),
        json!({ "name": "../a.iso", "source_type": "PUSH" }),
        json!({ "name": "a.iso", "source_type": "NONE" }),
        json!({ "name": "a.iso", "source_type": "PULL" }),
        json!({ "name": "a.iso", "source_type": "PUSH", "checksum_info": { "checksum": "no digits" } }),
        json!({ "name": "a.iso", "source_type": "PUSH", "checksum_info": { "algorithm": "MD5", "checksum": "0a" } }),
    ] {
        let refused = post(&client, &format!("{SESSIONS}/{session}/file"), file.clone()).await;
        assert_eq!(
            (refused.status, &refused.body["error_type"]),
            (400, &json!("INVALID_ARGUMENT")),
            "{file}"
        );
    }
    let none = post(&client, SESSIONS, json!({ "library_item_id": "no-such-item" })).await;
    none.assert_error(404, "NOT_FOUND", &["com.vmware.vdcs.cls-main.library_item_not_found"]);
    let long = json!({ "library_id": LIBRARY, "name": "a".repeat(81) });
    let refused = post(&client, ITEMS, long).await;
    assert_eq!((refused.status, &refused.body["error_type"]), (400, &json!("INVALID_ARGUMENT")));
}

#[tokio::test]
async fn each_change_needs_its_privilege() {
    let new = json!({ "library_id": LIBRARY, "name": "tool" });
    let update = json!({ "library_item_id": ITEM });
    let item = format!("{ITEMS}/{ITEM}");
    for (method, path, body, privilege) in [
        ("POST", ITEMS, Some(new), Privilege::ContentLibraryAddLibraryItem),
        ("DELETE", &item, None, Privilege::ContentLibraryDeleteLibraryItem),
        ("POST", SESSIONS, Some(update), Privilege::ContentLibraryUpdateSession),
        ("GET", &format!("{SESSIONS}?library_item_id={ITEM}"), None, Privilege::ContentLibraryUpdateSession),
    ] {
        let user = User::new(USER, PASSWORD).without_privilege(privilege);
        let simulator = Simulator::builder().user(user).start().await.expect("the simulator starts");
        let client = Client::logged_in(&simulator).await;
        let request = client.request(method, path);
        let refused = send(body.iter().fold(request, reqwest::RequestBuilder::json)).await;
        assert_eq!(refused.status, 403, "{method} {path}: {refused:?}");
    }
}

#[tokio::test]
async fn requests_are_recorded_without_the_content() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    let session = session(&client, ITEM).await;
    let path = add(&client, &session, json!({ "name": "a.iso", "source_type": "PUSH" })).await;
    assert_eq!(upload(&client, &path, "abc").await, 200);
    let requests = simulator.requests();
    let last = requests.last().expect("the upload");
    assert_eq!((last.path_and_query(), last.body(), last.operation()), (&*path, &[][..], None));
    assert_eq!(simulator.requests_of(Operation::ContentLibraryItemUpdatesessionFileAdd).len(), 1);
}
