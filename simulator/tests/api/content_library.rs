use serde_json::{Value, json};
use vcenter_iso_simulator::example::{
    ITEM, ITEM_OUTSIDE_DATASTORES, ITEM_WITHOUT_ISO, LIBRARY, LIBRARY_OUTSIDE_DATASTORES, PASSWORD,
    SUBSCRIBED_ITEM, SUBSCRIBED_LIBRARY, UNCACHED_ITEM, USER,
};
use vcenter_iso_simulator::{LibraryItem, Privilege, Simulator, User};

use crate::client::{Client, Response, send};

const EMPTY: &str = "com.vmware.vdcs.cls-main.empty_find_spec";

async fn start() -> (Simulator, Client) {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    (simulator, client)
}

async fn get(client: &Client, path: &str) -> Response {
    send(client.request("GET", &format!("/api/content/library{path}"))).await
}

async fn find(client: &Client, path: &str, spec: &Value) -> Response {
    send(client.request("POST", &format!("/api/content/library{path}?action=find")).json(spec)).await
}

#[tokio::test]
async fn libraries_are_listed_found_and_read() {
    let (_simulator, client) = start().await;
    assert_eq!(get(&client, "").await.body, json!([LIBRARY, SUBSCRIBED_LIBRARY, LIBRARY_OUTSIDE_DATASTORES]));
    for (spec, expected) in [
        (json!({ "name": "installers" }), json!([LIBRARY])),
        (json!({ "name": "INSTALLERS", "type": null }), json!([LIBRARY])),
        (json!({ "name": "install" }), json!([])),
        (json!({ "type": "LOCAL" }), json!([LIBRARY, LIBRARY_OUTSIDE_DATASTORES])),
        (json!({ "type": "LOCAL", "name": "mirror" }), json!([])),
        (
            json!({ "storage_backing": { "type": "DATASTORE", "datastore_id": "datastore-12" } }),
            json!([SUBSCRIBED_LIBRARY]),
        ),
        (json!({ "storage_backing": { "type": "OTHER" } }), json!([LIBRARY_OUTSIDE_DATASTORES])),
        (json!({ "storage_backing": { "datastore_id": "datastore-12" } }), json!([SUBSCRIBED_LIBRARY])),
    ] {
        let response = find(&client, "", &spec).await;
        assert_eq!((response.status, &response.body), (200, &expected), "{spec}");
    }
    for spec in [json!({}), json!({ "name": null })] {
        find(&client, "", &spec).await.assert_error(400, "INVALID_ARGUMENT", &[EMPTY]);
    }
    let mismatch =
        ["vapi.method.input.invalid", "vapi.data.structure.field.invalid", "vapi.data.validate.mismatch"];
    for spec in
        [json!({ "name": 1 }), json!({ "type": "REMOTE" }), json!({ "storage_backing": { "type": "TAPE" } })]
    {
        find(&client, "", &spec).await.assert_error(400, "INVALID_ARGUMENT", &mismatch);
    }

    let library = get(&client, &format!("/{SUBSCRIBED_LIBRARY}")).await.body;
    assert_eq!(
        (&library["id"], &library["name"], &library["type"]),
        (&SUBSCRIBED_LIBRARY.into(), &"mirror".into(), &"SUBSCRIBED".into())
    );
    assert_eq!(library["storage_backings"], json!([{ "type": "DATASTORE", "datastore_id": "datastore-12" }]));
    get(&client, "/nowhere").await.assert_error(
        404,
        "NOT_FOUND",
        &["com.vmware.vdcs.cls-main.library_not_found"],
    );
}

#[tokio::test]
async fn items_are_listed_and_found_by_full_name_in_any_case() {
    let (simulator, client) = start().await;
    let in_library = get(&client, &format!("/item?library_id={LIBRARY}")).await;
    assert_eq!(in_library.body, json!([ITEM_WITHOUT_ISO, ITEM]));
    get(&client, "/item?library_id=nowhere").await.assert_error(
        404,
        "NOT_FOUND",
        &["com.vmware.vdcs.cls-main.library_not_found"],
    );
    for query in ["/item", "/item?library_id=a&library_id=b"] {
        assert_eq!(get(&client, query).await.status, 400);
    }

    simulator.update_inventory(|inventory| {
        let copy = LibraryItem {
            source: Some(ITEM.to_owned()),
            ..LibraryItem::new("Linux-Installer", SUBSCRIBED_LIBRARY)
        };
        inventory.items.insert("copy".to_owned(), copy);
    });
    for (spec, expected) in [
        (json!({ "name": "linux-installer" }), json!([ITEM, "copy"])),
        (json!({ "name": "LINUX-INSTALLER", "library_id": LIBRARY }), json!([ITEM])),
        (json!({ "name": "linux" }), json!([])),
        (json!({ "name": "" }), json!([])),
        (json!({ "type": "OVF" }), json!([ITEM_WITHOUT_ISO])),
        (json!({ "cached": false }), json!([UNCACHED_ITEM])),
        (json!({ "source_id": ITEM }), json!(["copy"])),
        (
            json!({ "library_id": SUBSCRIBED_LIBRARY, "type": "iso", "cached": true }),
            json!([SUBSCRIBED_ITEM, "copy"]),
        ),
        (json!({ "library_id": "nowhere" }), json!([])),
    ] {
        let response = find(&client, "/item", &spec).await;
        assert_eq!((response.status, &response.body), (200, &expected), "{spec}");
    }
    find(&client, "/item", &json!({})).await.assert_error(400, "INVALID_ARGUMENT", &[EMPTY]);
    let unexpected = ["vapi.data.structure.field.unexpected"];
    // The body is the find spec itself, without a wrapper.
    find(&client, "/item", &json!({ "spec": { "name": "a" } })).await.assert_error(
        400,
        "UNEXPECTED_INPUT",
        &unexpected,
    );
}

#[tokio::test]
async fn items_files_and_storage_are_read() {
    let (_simulator, client) = start().await;
    let item = get(&client, &format!("/item/{ITEM}")).await.body;
    assert_eq!(
        (&item["library_id"], &item["size"], &item["cached"]),
        (&LIBRARY.into(), &734_003_200.into(), &true.into())
    );
    assert!(item.get("source_id").is_none() && item.get("last_sync_time").is_none(), "{item}");
    let file = json!({ "name": "linux-installer.iso", "size": 734_003_200, "cached": true, "version": "1" });
    assert_eq!(get(&client, &format!("/item/{ITEM}/file")).await.body, json!([file]));
    let stored = get(&client, &format!("/item/{ITEM}/storage")).await.body;
    assert_eq!(stored[0]["storage_backing"], json!({ "type": "DATASTORE", "datastore_id": "datastore-11" }));
    let uri = stored[0]["storage_uris"][0].as_str().expect("the file has a URI");
    let path = format!("/contentlib-{LIBRARY}/{ITEM}/linux-installer_");
    assert!(
        uri.starts_with("ds:///vmfs/volumes/")
            && !uri.contains("datastore-")
            && uri.contains(&path)
            && uri.contains(".iso?serverId="),
        "{uri}"
    );

    let not_cached = get(&client, &format!("/item/{UNCACHED_ITEM}/storage")).await.body;
    assert_eq!((&not_cached[0]["size"], &not_cached[0]["storage_uris"]), (&0.into(), &json!([])));
    let outside = get(&client, &format!("/item/{ITEM_OUTSIDE_DATASTORES}/storage")).await.body;
    assert_eq!(outside[0]["storage_backing"]["type"], "OTHER");
    for rest in ["", "/file", "/storage"] {
        get(&client, &format!("/item/nowhere{rest}")).await.assert_error(
            404,
            "NOT_FOUND",
            &["com.vmware.vdcs.cls-main.library_item_not_found"],
        );
    }
}

#[tokio::test]
async fn items_of_a_hidden_library_are_hidden() {
    let user = User::new(USER, PASSWORD)
        .without_privilege_on(Privilege::SystemRead, SUBSCRIBED_LIBRARY)
        .without_privilege_on(Privilege::SystemRead, ITEM_WITHOUT_ISO)
        .without_privilege_on(Privilege::ContentLibraryReadStorage, ITEM);
    let simulator = Simulator::builder().user(user).start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    assert_eq!(get(&client, "").await.body, json!([LIBRARY, LIBRARY_OUTSIDE_DATASTORES]));
    assert_eq!(get(&client, &format!("/item?library_id={LIBRARY}")).await.body, json!([ITEM]));
    assert_eq!(find(&client, "/item", &json!({ "name": "guest-tools" })).await.body, json!([]));
    for path in [
        format!("/{SUBSCRIBED_LIBRARY}"),
        format!("/item?library_id={SUBSCRIBED_LIBRARY}"),
        format!("/item/{ITEM_WITHOUT_ISO}"),
        format!("/item/{ITEM_WITHOUT_ISO}/file"),
        format!("/item/{ITEM}/storage"),
    ] {
        assert_eq!(get(&client, &path).await.status, 403, "{path}");
    }
}

#[tokio::test]
async fn model_ids_and_server_ids_in_uris_are_configurable() {
    let simulator = Simulator::builder()
        .behavior(|behavior| (behavior.model_ids, behavior.server_id_in_uris) = (false, false))
        .start()
        .await
        .expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    for path in [format!("/{SUBSCRIBED_LIBRARY}"), format!("/item/{ITEM}")] {
        assert!(get(&client, &path).await.body.get("id").is_none());
    }
    let stored = get(&client, &format!("/item/{ITEM}/storage")).await.body;
    assert!(stored[0]["storage_uris"][0].as_str().is_some_and(|uri| !uri.contains("serverId")), "{stored}");
}
