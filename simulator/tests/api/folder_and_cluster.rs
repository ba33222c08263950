//! The lists of folders, clusters, datacenters and hosts.

use serde_json::json;
use vcenter_iso_simulator::example::{PASSWORD, USER};
use vcenter_iso_simulator::{Cluster, Folder, FolderType, Inventory, Privilege, Simulator, User};

use crate::client::{Client, Response, send};

const ERROR: &str = "com.vmware.api.vcenter.error";
const INVALID: [&str; 2] = ["vapi.method.input.invalid", "vapi.data.structure.field.invalid"];
const FOLDERS: &str = "/api/vcenter/folder";
const CLUSTERS: &str = "/api/vcenter/cluster";
const DATACENTERS: &str = "/api/vcenter/datacenter";
const HOSTS: &str = "/api/vcenter/host";

async fn list(client: &Client, path: &str, query: &str) -> Response {
    send(client.request("GET", &format!("{path}{query}"))).await
}

/// Returns the identifiers of the rows, separated by spaces.
#[track_caller]
fn ids(response: &Response) -> String {
    assert_eq!(response.status, 200, "{response:?}");
    let rows = response.body.as_array().expect("the body is a list");
    let id = |row: &serde_json::Value| {
        let id = ["folder", "cluster", "datacenter", "host"].iter().find_map(|kind| row.get(kind)?.as_str());
        id.expect("the row has an identifier").to_owned()
    };
    rows.iter().map(id).collect::<Vec<_>>().join(" ")
}

/// Returns the example inventory with a second datacenter, which has a nested folder, and a cluster in no
/// folder.
fn two_datacenters() -> Inventory {
    let mut inventory = Inventory::example();
    inventory.datacenters.insert("datacenter-6".to_owned(), inventory.datacenters["datacenter-2"].clone());
    let root = Folder { datacenter: None, folder_type: FolderType::Datacenter, ..Folder::new("all", "") };
    inventory.folders.insert("group-d1".to_owned(), root);
    inventory.folders.insert("group-v7".to_owned(), Folder::new("vm", "datacenter-6"));
    let nested = Folder { parent: Some("group-v7".to_owned()), ..Folder::new("staging", "datacenter-6") };
    inventory.folders.insert("group-v8".to_owned(), nested);
    inventory
        .clusters
        .insert("domain-c9".to_owned(), Cluster { ha_enabled: true, ..Cluster::new("cluster-01") });
    inventory
}

#[tokio::test]
async fn folders_match_every_filter_and_any_of_its_values() {
    let simulator =
        Simulator::builder().inventory(two_datacenters()).start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    for (query, expected) in [
        ("", "group-d1 group-h5 group-v3 group-v4 group-v7 group-v8"),
        ("?names=staging", "group-v4 group-v8"),
        ("?names=STAGING", ""),
        ("?names=stag", ""),
        ("?names=host&names=all", "group-d1 group-h5"),
        ("?folders=group-v3&folders=group-v99", "group-v3"),
        ("?type=VIRTUAL_MACHINE", "group-v3 group-v4 group-v7 group-v8"),
        ("?type=DATACENTER", "group-d1"),
        ("?type=NETWORK", ""),
        ("?parent_folders=group-v3", "group-v4"),
        ("?parent_folders=group-v3&parent_folders=group-v7", "group-v4 group-v8"),
        ("?datacenters=datacenter-2", "group-h5 group-v3 group-v4"),
        ("?datacenters=datacenter-6&names=staging&type=VIRTUAL_MACHINE", "group-v8"),
        ("?datacenters=datacenter-9", ""),
    ] {
        assert_eq!(ids(&list(&client, FOLDERS, query).await), expected, "{query}");
    }
    let row = json!([{ "folder": "group-h5", "name": "host", "type": "HOST" }]);
    assert_eq!(list(&client, FOLDERS, "?type=HOST").await.body, row);
    list(&client, FOLDERS, "?type=DRAWER").await.assert_error(400, "INVALID_ARGUMENT", &[ERROR]);
    for query in ["?folders=", "?parent_folders=group-v3&parent_folders=", "?type=HOST&type=NETWORK"] {
        list(&client, FOLDERS, query).await.assert_error(400, "INVALID_ARGUMENT", &INVALID);
    }
}

#[tokio::test]
async fn clusters_match_every_filter_and_any_of_its_values() {
    let simulator =
        Simulator::builder().inventory(two_datacenters()).start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    for (query, expected) in [
        ("", "domain-c8 domain-c9"),
        ("?names=cluster-01", "domain-c8 domain-c9"),
        ("?names=cluster", ""),
        ("?clusters=domain-c9&clusters=domain-c99", "domain-c9"),
        ("?folders=group-h5", "domain-c8"),
        ("?datacenters=datacenter-2", "domain-c8"),
        ("?datacenters=datacenter-6", ""),
        ("?names=cluster-01&clusters=domain-c9&folders=group-h5", ""),
    ] {
        assert_eq!(ids(&list(&client, CLUSTERS, query).await), expected, "{query}");
    }
    let rows = json!([
        { "cluster": "domain-c8", "name": "cluster-01", "ha_enabled": false, "drs_enabled": true },
        { "cluster": "domain-c9", "name": "cluster-01", "ha_enabled": true, "drs_enabled": false },
    ]);
    assert_eq!(list(&client, CLUSTERS, "").await.body, rows);
    for query in ["?clusters=", "?folders="] {
        list(&client, CLUSTERS, query).await.assert_error(400, "INVALID_ARGUMENT", &INVALID);
    }
}

#[tokio::test]
async fn datacenters_match_every_filter_and_any_of_its_values() {
    let simulator =
        Simulator::builder().inventory(two_datacenters()).start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    for (query, expected) in [
        ("", "datacenter-2 datacenter-6"),
        ("?names=lab", "datacenter-2 datacenter-6"),
        ("?names=la", ""),
        ("?datacenters=datacenter-6&datacenters=datacenter-9", "datacenter-6"),
        ("?names=lab&datacenters=datacenter-2", "datacenter-2"),
        ("?folders=group-d1", ""),
    ] {
        assert_eq!(ids(&list(&client, DATACENTERS, query).await), expected, "{query}");
    }
    let rows = json!([{ "datacenter": "datacenter-2", "name": "lab" }]);
    assert_eq!(list(&client, DATACENTERS, "?datacenters=datacenter-2").await.body, rows);
    list(&client, DATACENTERS, "?folders=").await.assert_error(400, "INVALID_ARGUMENT", &INVALID);
}

#[tokio::test]
async fn hosts_match_every_filter_and_any_of_its_values() {
    let simulator =
        Simulator::builder().inventory(two_datacenters()).start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    simulator.update_inventory(|inventory| {
        let host = inventory.hosts.get_mut("host-22").expect("the example should have the host");
        host.responding = false;
    });
    let all = ids(&list(&client, HOSTS, "").await);
    let clustered = ids(&list(&client, HOSTS, "?clusters=domain-c8").await);
    assert!(all.contains("host-21") && all.contains("host-22"), "{all}");
    for (query, expected) in [
        ("?hosts=host-21&hosts=host-99", "host-21"),
        ("?names=esx-01.example.com", "host-21"),
        ("?names=esx-01", ""),
        ("?datacenters=datacenter-2", clustered.as_str()),
        ("?datacenters=datacenter-6", ""),
        ("?folders=group-h5", ""),
        ("?connection_states=NOT_RESPONDING", "host-22"),
        ("?connection_states=DISCONNECTED", ""),
        ("?hosts=host-21&connection_states=NOT_RESPONDING", ""),
    ] {
        assert_eq!(ids(&list(&client, HOSTS, query).await), expected, "{query}");
    }
    let rows = json!([{
        "host": "host-21", "name": "esx-01.example.com", "connection_state": "CONNECTED", "power_state": "POWERED_ON",
    }]);
    assert_eq!(list(&client, HOSTS, "?hosts=host-21").await.body, rows);
    let unknown = list(&client, HOSTS, "?connection_states=RUNNING").await;
    unknown.assert_error(400, "INVALID_ARGUMENT", &[ERROR]);
    list(&client, HOSTS, "?hosts=").await.assert_error(400, "INVALID_ARGUMENT", &INVALID);
}

#[tokio::test]
async fn more_than_1000_datacenters_or_2500_hosts_are_an_error() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    simulator.update_inventory(|inventory| {
        let datacenter = inventory.datacenters["datacenter-2"].clone();
        let host = inventory.hosts["host-21"].clone();
        inventory.datacenters =
            (0..1001).map(|number| (format!("datacenter-{number}"), datacenter.clone())).collect();
        inventory.hosts.extend((100..2600).map(|number| (format!("host-{number}"), host.clone())));
    });
    for path in [DATACENTERS, HOSTS] {
        list(&client, path, "").await.assert_error(500, "UNABLE_TO_ALLOCATE_RESOURCE", &[ERROR]);
    }
    assert_eq!(ids(&list(&client, HOSTS, "?hosts=host-21").await), "host-21");
}

#[tokio::test]
async fn names_are_returned_and_filtered_in_stored_form() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    simulator.update_inventory(|inventory| {
        inventory.folders.get_mut("group-v4").expect("the folder exists").name = "a/b".to_owned();
        inventory.clusters.get_mut("domain-c8").expect("the cluster exists").name = "100%".to_owned();
    });
    for (path, stored, plain) in [(FOLDERS, "a%252fb", "a%2Fb"), (CLUSTERS, "100%2525", "100%25")] {
        let found = list(&client, path, &format!("?names={stored}")).await;
        assert_eq!(ids(&found).split(' ').count(), 1, "{stored} does not match one object");
        assert_eq!(found.body[0]["name"], stored.replace("%25", "%"));
        assert_eq!(ids(&list(&client, path, &format!("?names={plain}")).await), "", "{plain}");
    }
}

#[tokio::test]
async fn only_more_than_1000_matches_are_an_error() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    simulator.update_inventory(|inventory| {
        for number in inventory.folders.len()..1001 {
            inventory.folders.insert(format!("group-x{number}"), Folder::new("many", "datacenter-2"));
        }
        for number in inventory.clusters.len()..1001 {
            inventory.clusters.insert(format!("domain-x{number}"), Cluster::new("many"));
        }
    });
    let client = Client::logged_in(&simulator).await;
    for (path, few) in [(FOLDERS, "?names=vm"), (CLUSTERS, "?names=cluster-01")] {
        list(&client, path, "").await.assert_error(500, "UNABLE_TO_ALLOCATE_RESOURCE", &[ERROR]);
        assert_eq!(ids(&list(&client, path, few).await).split(' ').count(), 1, "{path}");
    }
    simulator.update_inventory(|inventory| {
        inventory.folders.remove("group-v4");
        inventory.clusters.remove("domain-c8");
    });
    for path in [FOLDERS, CLUSTERS] {
        assert_eq!(ids(&list(&client, path, "").await).split(' ').count(), 1000, "{path}");
    }
}

#[tokio::test]
async fn hidden_folders_and_clusters_are_not_returned() {
    let user = User::new(USER, PASSWORD)
        .without_privilege_on(Privilege::SystemRead, "group-v4")
        .without_privilege_on(Privilege::SystemRead, "domain-c8");
    let simulator = Simulator::builder().user(user).start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    assert_eq!(ids(&list(&client, FOLDERS, "").await), "group-h5 group-v3");
    assert_eq!(ids(&list(&client, CLUSTERS, "").await), "");

    let user = User::new(USER, PASSWORD).without_privilege(Privilege::SystemRead);
    let simulator = Simulator::builder().user(user).start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    let denied = ["vapi.security.authorization.invalid", "vmsg.NoPermission.summary"];
    for path in [FOLDERS, CLUSTERS] {
        list(&client, path, "").await.assert_error(403, "UNAUTHORIZED", &denied);
        let logged_out = client.with_session(None);
        let response = list(&logged_out, path, "").await;
        assert_eq!((response.status, response.body["error_type"].as_str()), (401, Some("UNAUTHENTICATED")));
    }
}
