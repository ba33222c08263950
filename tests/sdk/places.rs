//! Folders and clusters by their names.

use test_support::checked;
use vcenter_iso::{ErrorKind, FolderType, Vcenter, VmFilter};
use vcenter_iso_simulator::{Cluster, Fault, Folder, Privilege, Simulator, User};

use crate::scene::{connect, count, simulator};
use crate::secrets;

/// What an error lists, after it was looked through for secrets.
fn candidates(error: &vcenter_iso::Error) -> Vec<String> {
    secrets::check(error);
    error.candidates().iter().map(ToString::to_string).collect()
}

/// The identifiers of the virtual machines that a filter lets through.
async fn vms(vcenter: &Vcenter, filter: VmFilter) -> Vec<String> {
    let found = vcenter.vms(&filter).await.expect("a list");
    found.iter().map(|vm| vm.id.to_string()).collect()
}

#[tokio::test]
async fn a_folder_by_its_name_narrows_a_list_down() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let staging = vcenter.find_folder("staging").await.expect("a folder");
    assert_eq!((staging.id.as_str(), &staging.folder_type), ("group-v4", &FolderType::VirtualMachine));
    assert_eq!(vms(&vcenter, VmFilter::default().folders([staging.id])).await, ["vm-49"]);

    let error = vcenter.find_folder("stagign").await.expect_err("nothing has the name");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
    assert_eq!(error.to_string(), "no folder of virtual machines is named `stagign`");
    assert_eq!(candidates(&error), ["group-v4 (staging, VIRTUAL_MACHINE)"]);

    // There is a folder with this name: of hosts.
    let error = vcenter.find_folder("host").await.expect_err("it has no virtual machines");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
    assert_eq!(candidates(&error), Vec::<String>::new());

    let error = vcenter.find_folder("").await.expect_err("nothing has no name");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
}

#[tokio::test]
async fn a_cluster_by_its_name_narrows_a_list_down() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let cluster = vcenter.find_cluster("cluster-01").await.expect("a cluster");
    assert_eq!(cluster.id.as_str(), "domain-c8");
    assert!(cluster.drs_enabled && !cluster.ha_enabled, "{cluster:?}");
    let inside = vms(&vcenter, VmFilter::default().clusters([cluster.id])).await;
    assert!(inside.len() == 7 && !inside.contains(&"vm-46".to_owned()), "{inside:?}");

    let error = vcenter.find_cluster("cluster-1").await.expect_err("nothing has the name");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
    assert_eq!(error.to_string(), "no cluster is named `cluster-1`");
    assert_eq!(candidates(&error), ["domain-c8 (cluster-01, HA off, DRS on)"]);

    let error = vcenter.find_cluster("").await.expect_err("nothing has no name");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
}

#[tokio::test]
async fn a_name_that_several_have_lists_them() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.update_inventory(|inventory| {
        inventory.folders.insert("group-v9".to_owned(), Folder::new("staging", "datacenter-2"));
        inventory.clusters.insert("domain-c9".to_owned(), Cluster::new("cluster-01"));
    });
    let error = vcenter.find_folder("staging").await.expect_err("two have the name");
    assert_eq!(error.kind(), ErrorKind::Ambiguous, "{error:?}");
    assert_eq!(error.to_string(), "2 folders of virtual machines are named `staging`");
    let listed = ["group-v4 (staging, VIRTUAL_MACHINE)", "group-v9 (staging, VIRTUAL_MACHINE)"];
    assert_eq!(candidates(&error), listed);

    let error = vcenter.find_cluster("cluster-01").await.expect_err("two have the name");
    assert_eq!(error.kind(), ErrorKind::Ambiguous, "{error:?}");
    assert_eq!(error.to_string(), "2 clusters are named `cluster-01`");
    let listed = ["domain-c8 (cluster-01, HA off, DRS on)", "domain-c9 (cluster-01, HA off, DRS off)"];
    assert_eq!(candidates(&error), listed);
}

#[tokio::test]
async fn names_with_every_kind_of_character() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    for name in ["50% done", "a/b", "a\\b", "two words", "übung ✓", "a+b=c&d?", "#1 'quoted'", "%2f"] {
        // vSphere stores three characters in another way.
        let stored = name.replace('%', "%25").replace('/', "%2f").replace('\\', "%5c");
        simulator.update_inventory(|inventory| {
            inventory.folders.get_mut("group-v4").expect("the folder").name.clone_from(&stored);
            inventory.clusters.get_mut("domain-c8").expect("the cluster").name.clone_from(&stored);
        });
        for written in [name, &stored] {
            let folder = vcenter.find_folder(written).await;
            let folder = folder.unwrap_or_else(|error| panic!("no folder {written:?}: {error:?}"));
            assert_eq!(folder.id.as_str(), "group-v4", "{written:?}");
            let cluster = vcenter.find_cluster(written).await;
            let cluster = cluster.unwrap_or_else(|error| panic!("no cluster {written:?}: {error:?}"));
            assert_eq!(cluster.id.as_str(), "domain-c8", "{written:?}");
        }
    }
}

#[tokio::test]
async fn a_server_that_finds_more_does_not_decide() {
    let loose = Simulator::builder().behavior(|behavior| behavior.name_filter_ignores_case = true);
    let simulator = checked::start(loose).await;
    let vcenter = connect(&simulator).await;
    let error = vcenter.find_folder("Staging").await.expect_err("the letters differ");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
    assert_eq!(candidates(&error), ["group-v4 (staging, VIRTUAL_MACHINE)"]);
    let error = vcenter.find_cluster("Cluster-01").await.expect_err("the letters differ");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
    assert_eq!(candidates(&error), ["domain-c8 (cluster-01, HA off, DRS on)"]);
}

#[tokio::test]
async fn what_passes_is_tried_again_and_what_stays_is_told() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let busy = || [Fault::NoHealthyUpstream, Fault::ResetAfter];
    simulator.inject("Vcenter.Folder_list", busy());
    simulator.inject("Vcenter.Cluster_list", busy());
    vcenter.find_folder("staging").await.expect("the third attempt passes");
    vcenter.find_cluster("cluster-01").await.expect("the third attempt passes");
    assert_eq!(count(&simulator, "/folder?names=staging&type=VIRTUAL_MACHINE"), 3);
    assert_eq!(count(&simulator, "/cluster?names=cluster-01"), 3);

    let refused =
        || Fault::Status { status: 403, error_type: Some("UNAUTHORIZED".to_owned()), retry_after: None };
    simulator.inject("Vcenter.Folder_list", [refused()]);
    let error = vcenter.find_folder("staging").await.expect_err("it is refused");
    assert_eq!(error.kind(), ErrorKind::PermissionDenied, "{error:?}");
    assert!(error.to_string().starts_with("list folders failed"), "{error}");
    simulator.inject("Vcenter.Cluster_list", [refused()]);
    let error = vcenter.find_cluster("cluster-01").await.expect_err("it is refused");
    assert_eq!(error.kind(), ErrorKind::PermissionDenied, "{error:?}");
    assert!(error.to_string().starts_with("list clusters failed"), "{error}");
}

#[tokio::test]
async fn what_the_user_may_not_see_is_not_there() {
    let user = User::new(secrets::USER, secrets::PASSWORD)
        .without_on(Privilege::SystemRead, "group-v4")
        .without_on(Privilege::SystemRead, "domain-c8");
    let simulator = checked::start(Simulator::builder().user(user)).await;
    let vcenter = connect(&simulator).await;
    for error in [
        vcenter.find_folder("staging").await.map(drop).expect_err("it may not be seen"),
        vcenter.find_cluster("cluster-01").await.map(drop).expect_err("it may not be seen"),
    ] {
        assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
        assert_eq!(candidates(&error), Vec::<String>::new());
    }
}

#[tokio::test]
async fn more_of_one_name_than_the_server_lists() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.update_inventory(|inventory| {
        for number in 0..1001 {
            inventory.folders.insert(format!("group-x{number}"), Folder::new("many", "datacenter-2"));
            inventory.clusters.insert(format!("domain-x{number}"), Cluster::new("many"));
        }
    });
    for error in [
        vcenter.find_folder("many").await.map(drop).expect_err("more than 1,000"),
        vcenter.find_cluster("many").await.map(drop).expect_err("more than 1,000"),
    ] {
        assert!(error.hint().is_some_and(|hint| hint.contains("by its identifier")), "{error:?}");
        secrets::check(&error);
    }
    // What might have been meant is only a help: that it cannot be listed does not change the answer.
    let error = vcenter.find_cluster("manx").await.expect_err("nothing has the name");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
    assert_eq!(candidates(&error), Vec::<String>::new());
}
