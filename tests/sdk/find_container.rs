//! Folders, clusters, datacenters and hosts, by name and as lists.

use test_support::checked;
use vcenter_iso::{ErrorKind, FolderType, Hint, Vcenter, VmFilter};
use vcenter_iso_simulator::{Cluster, Datacenter, Fault, Folder, Operation, Privilege, Simulator, User};

use crate::fixture::{connect, request_count, simulator};
use crate::secrets;

/// Checks an error for secrets and returns its candidates.
fn candidates(error: &vcenter_iso::Error) -> Vec<String> {
    secrets::check(error);
    error.candidates().iter().map(ToString::to_string).collect()
}

/// Returns the identifiers of the VMs that match a filter.
async fn vms(vcenter: &Vcenter, filter: VmFilter) -> Vec<String> {
    let vms = vcenter.vms(&filter).await.expect("the VMs should be listed");
    vms.iter().map(|vm| vm.id.to_string()).collect()
}

#[tokio::test]
async fn a_folder_is_found_by_name_and_filters_vms() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let staging = vcenter.find_folder("staging").await.expect("the folder should be found");
    assert_eq!((staging.id.as_str(), &staging.folder_type), ("group-v4", &FolderType::VirtualMachine));
    assert_eq!(vms(&vcenter, VmFilter::default().folders([staging.id])).await, ["vm-49"]);

    let error = vcenter.find_folder("stagign").await.expect_err("an unknown name should not be found");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
    assert_eq!(error.to_string(), "no folder of virtual machines is named `stagign`");
    assert_eq!(candidates(&error), ["group-v4 (staging, VIRTUAL_MACHINE)"]);

    // A folder with this name exists, but it holds hosts.
    let error = vcenter.find_folder("host").await.expect_err("a folder of hosts should not be found");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
    assert_eq!(candidates(&error), Vec::<String>::new());

    let error = vcenter.find_folder("").await.expect_err("an empty name should not be found");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
}

#[tokio::test]
async fn a_cluster_is_found_by_name_and_filters_vms() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let cluster = vcenter.find_cluster("cluster-01").await.expect("the cluster should be found");
    assert_eq!(cluster.id.as_str(), "domain-c8");
    assert!(cluster.drs_enabled && !cluster.ha_enabled, "{cluster:?}");
    let vms_in_cluster = vms(&vcenter, VmFilter::default().clusters([cluster.id])).await;
    assert!(vms_in_cluster.len() == 7 && !vms_in_cluster.contains(&"vm-46".to_owned()), "{vms_in_cluster:?}");

    let error = vcenter.find_cluster("cluster-1").await.expect_err("an unknown name should not be found");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
    assert_eq!(error.to_string(), "no cluster is named `cluster-1`");
    assert_eq!(candidates(&error), ["domain-c8 (cluster-01, HA off, DRS on)"]);

    let error = vcenter.find_cluster("").await.expect_err("an empty name should not be found");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
}

#[tokio::test]
async fn an_ambiguous_name_lists_the_candidates() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.update_inventory(|inventory| {
        inventory.folders.insert("group-v9".to_owned(), Folder::new("staging", "datacenter-2"));
        inventory.clusters.insert("domain-c9".to_owned(), Cluster::new("cluster-01"));
    });
    let error = vcenter.find_folder("staging").await.expect_err("a name of two objects should be ambiguous");
    assert_eq!(error.kind(), ErrorKind::Ambiguous, "{error:?}");
    assert_eq!(error.to_string(), "2 folders of virtual machines are named `staging`");
    let listed = ["group-v4 (staging, VIRTUAL_MACHINE, parent vm)", "group-v9 (staging, VIRTUAL_MACHINE)"];
    assert_eq!(candidates(&error), listed);
    // In another datacenter.
    simulator.update_inventory(|inventory| {
        inventory.datacenters.insert("datacenter-3".to_owned(), Datacenter { name: "plant".to_owned() });
        inventory.folders.insert("group-v9".to_owned(), Folder::new("staging", "datacenter-3"));
    });
    let error = vcenter.find_folder("staging").await.expect_err("a name of two objects should be ambiguous");
    let listed = [
        "group-v4 (staging, VIRTUAL_MACHINE, parent vm, datacenter lab)",
        "group-v9 (staging, VIRTUAL_MACHINE, datacenter plant)",
    ];
    assert_eq!(candidates(&error), listed);

    let error =
        vcenter.find_cluster("cluster-01").await.expect_err("a name of two objects should be ambiguous");
    assert_eq!(error.kind(), ErrorKind::Ambiguous, "{error:?}");
    assert_eq!(error.to_string(), "2 clusters are named `cluster-01`");
    let listed = ["domain-c8 (cluster-01, HA off, DRS on)", "domain-c9 (cluster-01, HA off, DRS off)"];
    assert_eq!(candidates(&error), listed);
}

#[tokio::test]
async fn special_characters_in_names_match_in_both_forms() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    for name in ["50% done", "a/b", "a\\b", "two words", "übung ✓", "a+b=c&d?", "#1 'quoted'", "%2f"] {
        // vSphere stores `%`, `/` and `\` percent-encoded.
        let stored = name.replace('%', "%25").replace('/', "%2f").replace('\\', "%5c");
        simulator.update_inventory(|inventory| {
            inventory.folders.get_mut("group-v4").expect("the folder should exist").name.clone_from(&stored);
            inventory
                .clusters
                .get_mut("domain-c8")
                .expect("the cluster should exist")
                .name
                .clone_from(&stored);
        });
        for name_form in [name, &stored] {
            let folder = vcenter.find_folder(name_form).await;
            let folder =
                folder.unwrap_or_else(|error| panic!("the folder {name_form:?} was not found: {error:?}"));
            assert_eq!(folder.id.as_str(), "group-v4", "{name_form:?}");
            let cluster = vcenter.find_cluster(name_form).await;
            let cluster =
                cluster.unwrap_or_else(|error| panic!("the cluster {name_form:?} was not found: {error:?}"));
            assert_eq!(cluster.id.as_str(), "domain-c8", "{name_form:?}");
        }
    }
}

#[tokio::test]
async fn names_that_differ_in_case_do_not_match() {
    let builder = Simulator::builder().behavior(|behavior| behavior.name_filter_ignores_case = true);
    let simulator = checked::start(builder).await;
    let vcenter = connect(&simulator).await;
    let error = vcenter.find_folder("Staging").await.expect_err("a name in another case should not be found");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
    assert_eq!(candidates(&error), ["group-v4 (staging, VIRTUAL_MACHINE)"]);
    let error =
        vcenter.find_cluster("Cluster-01").await.expect_err("a name in another case should not be found");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
    assert_eq!(candidates(&error), ["domain-c8 (cluster-01, HA off, DRS on)"]);
}

#[tokio::test]
async fn transient_errors_are_retried_and_others_are_returned() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let transient = || [Fault::no_healthy_upstream(), Fault::reset().after()];
    simulator.inject(Operation::VcenterFolderList, transient());
    simulator.inject(Operation::VcenterClusterList, transient());
    vcenter.find_folder("staging").await.expect("the third attempt should succeed");
    vcenter.find_cluster("cluster-01").await.expect("the third attempt should succeed");
    assert_eq!(request_count(&simulator, "/folder?names=staging&type=VIRTUAL_MACHINE"), 3);
    assert_eq!(request_count(&simulator, "/cluster?names=cluster-01"), 3);

    let forbidden = || Fault::error(403, "UNAUTHORIZED");
    simulator.inject(Operation::VcenterFolderList, [forbidden()]);
    let error = vcenter.find_folder("staging").await.expect_err("the list should be forbidden");
    assert_eq!(error.kind(), ErrorKind::PermissionDenied, "{error:?}");
    assert!(error.to_string().starts_with("list folders failed"), "{error}");
    simulator.inject(Operation::VcenterClusterList, [forbidden()]);
    let error = vcenter.find_cluster("cluster-01").await.expect_err("the list should be forbidden");
    assert_eq!(error.kind(), ErrorKind::PermissionDenied, "{error:?}");
    assert!(error.to_string().starts_with("list clusters failed"), "{error}");
}

#[tokio::test]
async fn objects_that_the_user_may_not_read_are_not_found() {
    let user = User::new(secrets::USER, secrets::PASSWORD)
        .without_privilege_on(Privilege::SystemRead, "group-v4")
        .without_privilege_on(Privilege::SystemRead, "domain-c8");
    let simulator = checked::start(Simulator::builder().user(user)).await;
    let vcenter = connect(&simulator).await;
    for error in [
        vcenter
            .find_folder("staging")
            .await
            .map(drop)
            .expect_err("an object that the user may not read should not be found"),
        vcenter
            .find_cluster("cluster-01")
            .await
            .map(drop)
            .expect_err("an object that the user may not read should not be found"),
    ] {
        assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
        assert_eq!(candidates(&error), Vec::<String>::new());
    }
}

#[tokio::test]
async fn too_many_objects_with_one_name_are_an_error_with_a_hint() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.update_inventory(|inventory| {
        for number in 0..1001 {
            inventory.folders.insert(format!("group-x{number}"), Folder::new("many", "datacenter-2"));
            inventory.clusters.insert(format!("domain-x{number}"), Cluster::new("many"));
        }
    });
    let expected = "more than 1,000 results should be an error";
    for (error, hint) in [
        (vcenter.find_folder("many").await.map(drop).expect_err(expected), Hint::TooManyFolders),
        (vcenter.find_cluster("many").await.map(drop).expect_err(expected), Hint::TooManyClusters),
    ] {
        assert_eq!(error.hint(), Some(hint), "of {error:?}");
        secrets::check(&error);
    }
    // The candidates are optional: the error stays the same if they cannot be listed.
    let error = vcenter.find_cluster("manx").await.expect_err("an unknown name should not be found");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
    assert_eq!(candidates(&error), Vec::<String>::new());
}

#[tokio::test]
async fn datacenters_and_hosts_are_found_by_name_and_narrow_a_list() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let datacenter = vcenter.find_datacenter("lab").await.expect("the datacenter should be found");
    assert_eq!(datacenter.id.as_str(), "datacenter-2");
    let host = vcenter.find_host("esx-01.example.com").await.expect("the host should be found");
    assert_eq!(host.id.as_str(), "host-21");
    let count = async |filter: VmFilter| vcenter.vms(&filter).await.expect("a list").len();
    let (all, on_host) =
        (count(VmFilter::default()).await, count(VmFilter::default().hosts([host.id])).await);
    assert!(0 < on_host && on_host < all, "{on_host} of {all}");
    assert_eq!(count(VmFilter::default().datacenters([datacenter.id])).await, all);

    let error = vcenter.find_host("esx-01").await.expect_err("a part of a name should not be found");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
    assert!(
        candidates(&error).iter().any(|line| line.starts_with("host-21 (esx-01.example.com, ")),
        "{error:?}"
    );
    let error = vcenter.find_datacenter("elsewhere").await.expect_err("no datacenter has the name");
    assert_eq!(error.to_string(), "no datacenter is named `elsewhere`; the only one is `lab`");
    simulator.update_inventory(|inventory| {
        let datacenter = inventory.datacenters["datacenter-2"].clone();
        inventory.datacenters.insert("datacenter-6".to_owned(), datacenter);
        let host = inventory.hosts["host-21"].clone();
        inventory.hosts.insert("host-29".to_owned(), host);
    });
    for (error, hint) in [
        (vcenter.find_datacenter("lab").await.map(drop), Hint::AmbiguousDatacenter),
        (vcenter.find_host("esx-01.example.com").await.map(drop), Hint::AmbiguousHost),
    ] {
        let error = error.expect_err("two objects have the name");
        assert_eq!((error.kind(), error.hint()), (ErrorKind::Ambiguous, Some(hint)), "{error:?}");
    }
}

#[tokio::test]
async fn containers_are_listed_by_name() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let folders = vcenter.folders().await.expect("the folders should be listed");
    let names: Vec<_> = folders.iter().map(|folder| (folder.name.as_str(), folder.id.as_str())).collect();
    assert_eq!(names, [("staging", "group-v4"), ("vm", "group-v3")], "only folders of VMs, by name");
    let clusters = vcenter.clusters().await.expect("the clusters should be listed");
    assert_eq!(clusters.iter().map(|cluster| cluster.name.as_str()).collect::<Vec<_>>(), ["cluster-01"]);
    let datacenters = vcenter.datacenters().await.expect("the datacenters should be listed");
    assert_eq!(datacenters.iter().map(|found| found.name.as_str()).collect::<Vec<_>>(), ["lab"]);
    let hosts = vcenter.hosts().await.expect("the hosts should be listed");
    let names: Vec<_> = hosts.iter().map(|host| host.name.as_str()).collect();
    assert_eq!(names, ["esx-01.example.com", "esx-02.example.com", "esx-edge.example.com"]);
    // A read is repeated, and an error of the server is not lost.
    simulator.inject(Operation::VcenterHostList, [Fault::error(503, "SERVICE_UNAVAILABLE")]);
    vcenter.hosts().await.expect("the list should be repeated");
    simulator.inject(Operation::VcenterFolderList, [Fault::error(500, "UNABLE_TO_ALLOCATE_RESOURCE")]);
    let error = vcenter.folders().await.expect_err("too many folders are an error");
    secrets::check(&error);
    assert_eq!((error.kind(), error.hint()), (ErrorKind::Server, Some(Hint::TooManyFolders)), "{error:?}");
}

#[tokio::test]
async fn identifiers_that_vcenter_ignores_are_reported() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let filter = VmFilter::default()
        .folders([folder_id("group-v4"), folder_id("group-v99"), folder_id("group-h5")])
        .clusters(["domain-c8".parse::<vcenter_iso::ClusterId>().expect("an identifier")])
        .datacenters(["datacenter-9".parse::<vcenter_iso::DatacenterId>().expect("an identifier")])
        .hosts(["host-99".parse::<vcenter_iso::HostId>().expect("an identifier")]);
    let errors = vcenter.unknown_containers(&filter).await.expect("the lists should be read");
    errors.iter().for_each(secrets::check);
    let texts: Vec<_> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        texts,
        [
            "no folder of virtual machines has the identifier `group-v99`",
            // A folder of hosts has no VMs.
            "no folder of virtual machines has the identifier `group-h5`",
            "no datacenter has the identifier `datacenter-9`",
            "no host has the identifier `host-99`",
        ]
    );
    assert!(
        errors.iter().all(|error| error.kind() == ErrorKind::NotFound && error.hint().is_some()),
        "{errors:?}"
    );
    let before = simulator.requests().len();
    vcenter.unknown_containers(&VmFilter::default()).await.expect("no list is needed");
    assert_eq!(simulator.requests().len(), before, "a filter without identifiers takes no request");
    // A list that cannot be read proves nothing.
    simulator.inject(Operation::VcenterFolderList, [Fault::error(403, "UNAUTHORIZED")]);
    let refused = vcenter.unknown_containers(&filter).await.expect_err("the list is refused");
    assert_eq!(refused.kind(), ErrorKind::PermissionDenied, "{refused:?}");
}

fn folder_id(id: &str) -> vcenter_iso::FolderId {
    id.parse().expect("an identifier")
}
