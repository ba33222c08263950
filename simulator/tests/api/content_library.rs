use serde_json::{Value, json};
use vcenter_iso_simulator::{LibraryItem, Privilege, Simulator, User};

use crate::client::{Answer, Client, LINUX_INSTALLER, NOT_CACHED, OUTSIDE_OF_DATASTORES, WITHOUT_ISO, send};

const INSTALLERS: &str = "1f0a6c3e-52d7-4b89-a1c4-6e8f0a2b4c6d";
const MIRROR: &str = "2b8d4f6a-9c1e-4d37-8b5f-0a3c6e9d2f48";
const ARCHIVE: &str = "7e3c1a9f-4d6b-4e28-9f70-5c8b2d4a6e13";
const GUEST_TOOLS: &str = "a7f2c9d4-3e1b-4f86-b5a0-8d7c6e5f4a3b";
const EMPTY: &str = "com.vmware.vdcs.cls-main.empty_find_spec";

async fn start() -> (Simulator, Client) {
    let simulator = Simulator::builder().start().await.expect("it starts");
    let client = Client::logged_in(&simulator).await;
    (simulator, client)
}

async fn get(client: &Client, path: &str) -> Answer {
    send(client.request("GET", &format!("/api/content/library{path}"))).await
}

async fn find(client: &Client, path: &str, spec: &Value) -> Answer {
    send(client.request("POST", &format!("/api/content/library{path}?action=find")).json(spec)).await
}

#[tokio::test]
async fn libraries_are_listed_found_and_read() {
    let (_simulator, client) = start().await;
    assert_eq!(get(&client, "").await.body, json!([INSTALLERS, MIRROR, ARCHIVE]));
    for (spec, expected) in [
        (json!({ "name": "installers" }), json!([INSTALLERS])),
        (json!({ "name": "INSTALLERS", "type": null }), json!([INSTALLERS])),
        (json!({ "name": "install" }), json!([])),
        (json!({ "type": "LOCAL" }), json!([INSTALLERS, ARCHIVE])),
        (json!({ "type": "LOCAL", "name": "mirror" }), json!([])),
        (
            json!({ "storage_backing": { "type": "DATASTORE", "datastore_id": "datastore-12" } }),
            json!([MIRROR]),
        ),
        (json!({ "storage_backing": { "type": "OTHER" } }), json!([ARCHIVE])),
    ] {
        let answer = find(&client, "", &spec).await;
        assert_eq!((answer.status, &answer.body), (200, &expected), "{spec}");
    }
    for spec in [json!({}), json!({ "name": null })] {
        find(&client, "", &spec).await.is_error(400, "INVALID_ARGUMENT", &[EMPTY]);
    }
    let mismatch =
        ["vapi.method.input.invalid", "vapi.data.structure.field.invalid", "vapi.data.validate.mismatch"];
    for spec in [json!({ "name": 1 }), json!({ "type": "REMOTE" }), json!({ "storage_backing": {} })] {
        find(&client, "", &spec).await.is_error(400, "INVALID_ARGUMENT", &mismatch);
    }

    let library = get(&client, &format!("/{MIRROR}")).await.body;
    assert_eq!(
        (&library["id"], &library["name"], &library["type"]),
        (&MIRROR.into(), &"mirror".into(), &"SUBSCRIBED".into())
    );
    assert_eq!(library["storage_backings"], json!([{ "type": "DATASTORE", "datastore_id": "datastore-12" }]));
    get(&client, "/nowhere").await.is_error(
        404,
        "NOT_FOUND",
        &["com.vmware.vdcs.cls-main.library_not_found"],
    );
}

#[tokio::test]
async fn items_are_listed_and_found_by_whole_name_whatever_its_case() {
    let (simulator, client) = start().await;
    let in_library = get(&client, &format!("/item?library_id={INSTALLERS}")).await;
    assert_eq!(in_library.body, json!([WITHOUT_ISO, LINUX_INSTALLER]));
    get(&client, "/item?library_id=nowhere").await.is_error(
        404,
        "NOT_FOUND",
        &["com.vmware.vdcs.cls-main.library_not_found"],
    );
    for query in ["/item", "/item?library_id=a&library_id=b"] {
        assert_eq!(get(&client, query).await.status, 400);
    }

    simulator.update_inventory(|inventory| {
        let copy = LibraryItem {
            source: Some(LINUX_INSTALLER.to_owned()),
            ..LibraryItem::new("Linux-Installer", MIRROR)
        };
        inventory.items.insert("copy".to_owned(), copy);
    });
    for (spec, expected) in [
        (json!({ "name": "linux-installer" }), json!([LINUX_INSTALLER, "copy"])),
        (json!({ "name": "LINUX-INSTALLER", "library_id": INSTALLERS }), json!([LINUX_INSTALLER])),
        (json!({ "name": "linux" }), json!([])),
        (json!({ "name": "" }), json!([])),
        (json!({ "type": "OVF" }), json!([WITHOUT_ISO])),
        (json!({ "cached": false }), json!([NOT_CACHED])),
        (json!({ "source_id": LINUX_INSTALLER }), json!(["copy"])),
        (json!({ "library_id": MIRROR, "type": "iso", "cached": true }), json!([GUEST_TOOLS, "copy"])),
        (json!({ "library_id": "nowhere" }), json!([])),
    ] {
        let answer = find(&client, "/item", &spec).await;
        assert_eq!((answer.status, &answer.body), (200, &expected), "{spec}");
    }
    find(&client, "/item", &json!({})).await.is_error(400, "INVALID_ARGUMENT", &[EMPTY]);
    let unexpected = ["vapi.method.input.invalid", "vapi.data.structure.field.unexpected"];
    // The structure itself is the body: nothing is wrapped around it.
    find(&client, "/item", &json!({ "spec": { "name": "a" } })).await.is_error(
        400,
        "INVALID_ARGUMENT",
        &unexpected,
    );
}

#[tokio::test]
async fn an_item_its_files_and_their_storage_are_read() {
    let (_simulator, client) = start().await;
    let item = get(&client, &format!("/item/{LINUX_INSTALLER}")).await.body;
    assert_eq!(
        (&item["library_id"], &item["size"], &item["cached"]),
        (&INSTALLERS.into(), &734_003_200.into(), &true.into())
    );
    assert!(item.get("source_id").is_none() && item.get("last_sync_time").is_none(), "{item}");
    let file = json!({ "name": "linux-installer.iso", "size": 734_003_200, "cached": true, "version": "1" });
    assert_eq!(get(&client, &format!("/item/{LINUX_INSTALLER}/file")).await.body, json!([file]));
    let stored = get(&client, &format!("/item/{LINUX_INSTALLER}/storage")).await.body;
    assert_eq!(stored[0]["storage_backing"], json!({ "type": "DATASTORE", "datastore_id": "datastore-11" }));
    let uri = stored[0]["storage_uris"][0].as_str().expect("an address");
    let path = format!("/contentlib-{INSTALLERS}/{LINUX_INSTALLER}/linux-installer_");
    assert!(
        uri.starts_with("ds:///vmfs/volumes/") && uri.contains(&path) && uri.contains(".iso?serverId="),
        "{uri}"
    );

    let not_cached = get(&client, &format!("/item/{NOT_CACHED}/storage")).await.body;
    assert_eq!((&not_cached[0]["size"], &not_cached[0]["storage_uris"]), (&0.into(), &json!([])));
    let outside = get(&client, &format!("/item/{OUTSIDE_OF_DATASTORES}/storage")).await.body;
    assert_eq!(outside[0]["storage_backing"]["type"], "OTHER");
    for rest in ["", "/file", "/storage"] {
        get(&client, &format!("/item/nowhere{rest}")).await.is_error(
            404,
            "NOT_FOUND",
            &["com.vmware.vdcs.cls-main.library_item_not_found"],
        );
    }
}

#[tokio::test]
async fn who_may_not_see_a_library_sees_none_of_its_items() {
    let user = User::new("automation@vsphere.local", "secret")
        .without_on(Privilege::SystemRead, MIRROR)
        .without_on(Privilege::SystemRead, WITHOUT_ISO)
        .without_on(Privilege::ContentLibraryReadStorage, LINUX_INSTALLER);
    let simulator = Simulator::builder().user(user).start().await.expect("it starts");
    let client = Client::logged_in(&simulator).await;
    assert_eq!(get(&client, "").await.body, json!([INSTALLERS, ARCHIVE]));
    assert_eq!(get(&client, &format!("/item?library_id={INSTALLERS}")).await.body, json!([LINUX_INSTALLER]));
    assert_eq!(find(&client, "/item", &json!({ "name": "guest-tools" })).await.body, json!([]));
    for path in [
        format!("/{MIRROR}"),
        format!("/item?library_id={MIRROR}"),
        format!("/item/{WITHOUT_ISO}"),
        format!("/item/{WITHOUT_ISO}/file"),
        format!("/item/{LINUX_INSTALLER}/storage"),
    ] {
        assert_eq!(get(&client, &path).await.status, 403, "{path}");
    }
}

#[tokio::test]
async fn ids_in_models_and_servers_in_uris_are_configurable() {
    let simulator = Simulator::builder()
        .behavior(|behavior| (behavior.model_ids, behavior.server_id_in_uris) = (false, false))
        .start()
        .await
        .expect("it starts");
    let client = Client::logged_in(&simulator).await;
    for path in [format!("/{MIRROR}"), format!("/item/{LINUX_INSTALLER}")] {
        assert!(get(&client, &path).await.body.get("id").is_none());
    }
    let stored = get(&client, &format!("/item/{LINUX_INSTALLER}/storage")).await.body;
    assert!(stored[0]["storage_uris"][0].as_str().is_some_and(|uri| !uri.contains("serverId")), "{stored}");
}
