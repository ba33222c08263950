//! Searches by name for VMs, ISO images and libraries, and the JSON of their results.

use std::collections::BTreeMap;

use test_support::checked;
use vcenter_iso::{Error, ErrorKind, FolderId, Hint, PowerState, VmFilter};
use vcenter_iso_simulator::{Fault, Folder, Inventory, Operation, PowerState as SimulatedState, Simulator};

use crate::fixture::{ITEM, LIBRARY, connect, simulator};
use crate::secrets;

/// Checks an error for secrets and returns its candidates.
fn candidates(error: &Error) -> Vec<String> {
    secrets::check(error);
    error.candidates().iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn a_vm_is_found_by_name() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let found = vcenter.find_vm("build-01").await.expect("the VM should be found");
    assert_eq!((found.id.as_str(), found.power_state), ("vm-42", PowerState::PoweredOff));

    let error = vcenter.find_vm("web").await.expect_err("a name of two VMs should be ambiguous");
    assert_eq!(error.kind(), ErrorKind::Ambiguous, "{error:?}");
    assert_eq!(error.to_string(), "2 virtual machines are named `web`");
    let listed = candidates(&error);
    assert!(listed.len() == 2 && listed[0].starts_with("vm-48 (web, POWERED_ON"), "{listed:?}");

    let error = vcenter.find_vm("biuld-01").await.expect_err("an unknown name should not be found");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
    assert_eq!(error.to_string(), "no virtual machine is named `biuld-01`");
    let listed = candidates(&error);
    assert!(listed.iter().any(|line| line.starts_with("vm-42 (build-01")), "{listed:?}");

    let error = vcenter.find_vm("").await.expect_err("an empty name should not be found");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
}

#[tokio::test]
async fn special_characters_in_names_match_in_both_forms() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    for name in [
        "50% done",
        "a/b",
        "a\\b",
        "two words",
        "übung ✓",
        "this & that",
        "a+b=c?",
        "#1 'quoted' \"twice\"",
        "%2f",
    ] {
        // vSphere stores `%`, `/` and `\` percent-encoded.
        let stored = name.replace('%', "%25").replace('/', "%2f").replace('\\', "%5c");
        simulator.update_inventory(|inventory| {
            let vm = inventory.vms.get_mut("vm-42").expect("the VM should exist");
            vm.name.clone_from(&stored);
        });
        for name_form in [name, &stored] {
            let found = vcenter.find_vm(name_form).await;
            let found = found.unwrap_or_else(|error| panic!("{name_form:?} was not found: {error:?}"));
            assert_eq!(found.id.as_str(), "vm-42", "{name_form:?}");
        }
    }
}

#[tokio::test]
async fn an_iso_is_found_by_name() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    for name in ["linux-installer", "Linux-Installer"] {
        let iso = vcenter.find_iso(name).await.expect("the item should be found");
        assert_eq!((iso.id.as_str(), iso.name.as_str()), (ITEM, "linux-installer"));
        assert_eq!(iso.library.as_ref().map(AsRef::as_ref), Some(LIBRARY));
    }
    let iso =
        vcenter.find_iso("linux-installer").in_library("installers").await.expect("the item should be found");
    assert_eq!(iso.id.as_str(), ITEM);

    let error = vcenter
        .find_iso("linux-installer")
        .in_library("mirror")
        .await
        .expect_err("an item of another library should not be found");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
    assert_eq!(error.to_string(), "no library item is named `linux-installer` in library `mirror`");

    let error = vcenter
        .find_iso("linux-installer")
        .in_library("instalers")
        .await
        .expect_err("a misspelled name should not be found");
    assert_eq!(error.to_string(), "no content library is named `instalers`");
    assert_eq!(candidates(&error), [format!("{LIBRARY} (installers)")]);

    let error = vcenter.find_iso("linux-instaler").await.expect_err("a misspelled name should not be found");
    assert_eq!(error.to_string(), "no library item is named `linux-instaler`");
    let listed = candidates(&error);
    assert!(listed.first().is_some_and(|line| line.starts_with(ITEM)), "{listed:?}");
}

#[tokio::test]
async fn an_item_without_an_iso_file_is_a_candidate_of_the_error() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let error =
        vcenter.find_iso("web-template").await.expect_err("an item without an .iso file should not be found");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
    assert_eq!(error.to_string(), "the library item named `web-template` contains no .iso file");
    let listed = candidates(&error);
    assert!(listed.len() == 1 && listed[0].contains("type ovf"), "{listed:?}");

    // The files of an item count, not its type.
    simulator.update_inventory(|inventory| {
        let files = inventory.items[ITEM].files.clone();
        let template = inventory.items.values_mut().find(|item| item.name == "web-template");
        template.expect("the inventory should have the template").files = files;
    });
    vcenter.find_iso("web-template").await.expect("the item should be found: it holds an .iso file now");
}

#[tokio::test]
async fn items_of_libraries_with_one_name_differ_by_the_identifier_of_the_library() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.update_inventory(|inventory| {
        let item = inventory.items.values_mut().find(|item| item.name == "guest-tools");
        item.expect("the inventory should have the item").name = "linux-installer".to_owned();
        for library in inventory.libraries.values_mut() {
            library.name = "ISOs".to_owned();
        }
    });
    let error = vcenter.find_iso("linux-installer").await.expect_err("the name should be ambiguous");
    assert_eq!((error.kind(), error.hint()), (ErrorKind::Ambiguous, Some(Hint::AmbiguousItem)), "{error:?}");
    let libraries = simulator.inventory().libraries.keys().cloned().collect::<Vec<_>>();
    for line in candidates(&error) {
        assert!(libraries.iter().any(|library| line.contains(&format!("library ISOs {library}"))), "{line}");
    }
}

#[tokio::test]
async fn a_name_in_several_libraries_is_ambiguous_without_an_exact_match() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.update_inventory(|inventory| {
        let item = inventory.items.values_mut().find(|item| item.name == "guest-tools");
        item.expect("the inventory should have the item").name = "LINUX-installer".to_owned();
    });
    // Only one name matches in case as well.
    let iso = vcenter.find_iso("linux-installer").await.expect("the item should be found");
    assert_eq!(iso.id.as_str(), ITEM);
    let error =
        vcenter.find_iso("Linux-Installer").await.expect_err("a name of two items should be ambiguous");
    assert_eq!(error.kind(), ErrorKind::Ambiguous, "{error:?}");
    assert_eq!(error.to_string(), "2 library items are named `Linux-Installer`");
    let listed = candidates(&error);
    assert!(listed.len() == 2 && listed.iter().any(|line| line.contains("library mirror")), "{listed:?}");
    vcenter
        .find_iso("Linux-Installer")
        .in_library("mirror")
        .await
        .expect("the library should have one item with this name");
}

#[tokio::test]
async fn too_many_vms_that_cannot_be_listed_in_parts_are_an_error_with_a_hint() {
    let mut inventory = Inventory::with_vms(4100, 1);
    for (number, vm) in inventory.vms.values_mut().enumerate() {
        vm.power_state = if number < 50 { SimulatedState::PoweredOn } else { SimulatedState::PoweredOff };
    }
    let simulator = checked::start(Simulator::builder().inventory(inventory)).await;
    let vcenter = connect(&simulator).await;
    // As for a user who sees neither hosts nor folders.
    for operation in [Operation::VcenterHostList, Operation::VcenterFolderList] {
        let denied = Fault::error(403, "UNAUTHORIZED");
        simulator.inject_always(operation, denied);
    }
    let error = vcenter.vms(&VmFilter::default()).await.expect_err("more than 4,000 VMs should be an error");
    assert!(error.hint() == Some(Hint::TooManyVms), "{error:?}");
    secrets::check(&error);
    let running = vcenter
        .vms(&VmFilter::default().power_states([PowerState::PoweredOn]))
        .await
        .expect("fewer VMs should be listed");
    let all_running = running.iter().all(|vm| vm.power_state == PowerState::PoweredOn);
    assert!(all_running && !running.is_empty(), "{running:?}");
}

#[tokio::test]
async fn many_vms_are_found_by_name_in_few_requests() {
    let simulator = checked::start(Simulator::builder().inventory(Inventory::with_vms(500, 7))).await;
    let vcenter = connect(&simulator).await;
    let names: Vec<_> = simulator.inventory().vms.values().map(|vm| vm.name.clone()).collect();
    let found = vcenter.find_vms(&names, &VmFilter::default()).await.expect("the search should succeed");
    let found: Vec<_> = found.into_iter().map(|vm| vm.expect("the VM should be found").name).collect();
    assert_eq!(found, names, "the results should be in the order of the names");
    let requests = simulator.requests();
    let lists: Vec<_> =
        requests.iter().filter(|request| request.operation() == Some(Operation::VcenterVmList)).collect();
    assert!(lists.len() <= 10, "{} list requests were sent, at most 10 are allowed", lists.len());
    let longest = lists.iter().map(|request| request.path_and_query().len()).max();
    assert!(longest <= Some(8192), "the longest URL has {longest:?} bytes, at most 8192 are allowed");
}

#[tokio::test]
async fn each_name_has_its_own_result() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let names = ["build-01", "web", "build-01", "biuld-02"];
    let found = vcenter.find_vms(names, &VmFilter::default()).await.expect("the search should succeed");
    let kinds: Vec<_> =
        found.iter().map(|found| found.as_ref().map(|vm| vm.id.to_string()).map_err(Error::kind)).collect();
    let vm = || Ok("vm-42".to_owned());
    assert_eq!(kinds, [vm(), Err(ErrorKind::Ambiguous), vm(), Err(ErrorKind::NotFound)]);
    let listed = candidates(found[3].as_ref().expect_err("an unknown name should not be found"));
    assert!(listed.iter().any(|line| line.starts_with("vm-43 (build-02")), "{listed:?}");

    // A filter makes one name unique and excludes the other.
    let staging = VmFilter::default()
        .folders(["group-v4".parse::<FolderId>().expect("the identifier should be valid")]);
    let found = vcenter.find_vms(["web", "build-01"], &staging).await.expect("the search should succeed");
    assert_eq!(found[0].as_ref().expect("the VM should be found").id.as_str(), "vm-49");
    assert_eq!(
        found[1].as_ref().expect_err("a name outside the filter should not be found").kind(),
        ErrorKind::NotFound
    );
}

#[tokio::test]
async fn libraries_and_their_isos_are_listed() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let libraries = vcenter.libraries().await.expect("the libraries should be listed");
    let names: Vec<_> = libraries.iter().map(|library| library.name.as_str()).collect();
    assert_eq!(names, ["archive", "installers", "mirror"]);

    let found = vcenter.find_libraries("Installers").await.expect("the library should be found");
    assert_eq!(found, libraries[1..2]);
    let isos = vcenter.isos_in(&found[0].id).await.expect("the items should be listed");
    let files = vcenter.library_item_storage(&isos[0].id).await.expect("the storage should be listed");
    let paths: Vec<_> = files.iter().filter(|file| file.is_iso()).flat_map(|file| &file.paths).collect();
    assert!(
        matches!(paths.as_slice(), [path] if path.starts_with("ds:///vmfs/volumes/") && !path.contains('?')),
        "the path of the only ISO file, without a query: {files:?}"
    );
    let isos: Vec<_> = isos.iter().map(|iso| iso.name.as_str()).collect();
    assert_eq!(isos, ["linux-installer"], "an item without an .iso file was listed");
    let iso = vcenter
        .library_item(&ITEM.parse().expect("the identifier should be valid"))
        .await
        .expect("the item should be read");
    assert_eq!((iso.name.as_str(), iso.library), ("linux-installer", Some(found[0].id.clone())));

    let error =
        vcenter.find_libraries("instalers").await.expect_err("an unknown library should not be found");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
    assert!(candidates(&error)[0].contains("installers"), "{error:?}");

    // The identifier of the library restricts a search as well.
    let mirror = libraries[2].id.clone();
    let in_mirror = vcenter
        .find_iso("guest-tools")
        .in_library_id(mirror.clone())
        .await
        .expect("the item should be found");
    assert_eq!(in_mirror.library, Some(mirror.clone()));
    let error = vcenter
        .find_iso("linux-installer")
        .in_library_id(mirror)
        .await
        .expect_err("a name outside the filter should not be found");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
}

#[tokio::test]
async fn results_serialize_with_the_field_names_of_the_command() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let (machine, image) =
        (crate::fixture::vm("vm-42"), ITEM.parse().expect("the identifier should be valid"));
    let json = |value: &dyn Fn() -> serde_json::Result<serde_json::Value>| {
        value().expect("the value should serialize")
    };
    let vm = vcenter.find_vm("build-01").await.expect("the VM should be found");
    assert_eq!(
        json(&|| serde_json::to_value(&vm)),
        serde_json::json!({
            "vm": "vm-42", "name": "build-01", "power_state": "POWERED_OFF", "cpu_count": 2, "memory_mib": 4096
        })
    );
    let mount = vcenter.ensure_mounted(&image, &machine).await.expect("the mount should succeed");
    let mount = json(&|| serde_json::to_value(&mount));
    let isos = vcenter.mounted(&machine).await.expect("the CD-ROMs should be read");
    let isos = json(&|| serde_json::to_value(&isos));
    assert_eq!(mount, serde_json::json!({ "result": "mounted", "iso": isos[0] }));
    assert_eq!((&isos[0]["cdrom"], &isos[0]["library_item"]), (&"16000".into(), &ITEM.into()));
    let preflight = vcenter.preflight(&image, &machine).await.expect("the preflight should succeed");
    assert_eq!(
        json(&|| serde_json::to_value(&preflight))["checks"][0],
        serde_json::json!({ "prerequisite": "item_exists", "outcome": "pass", "reason": preflight.checks()[0].reason })
    );
    let error = vcenter.find_vm("no-such-vm").await.expect_err("an unknown name should not be found");
    assert_eq!(json(&|| serde_json::to_value(error.kind())), "not_found");

    // The parse errors of identifiers and thumbprints convert to the error of the crate.
    let parse_vm =
        |text: &str| -> Result<vcenter_iso::VmId, Error> { Ok(text.parse::<vcenter_iso::VmId>()?) };
    assert_eq!(
        parse_vm("..").expect_err("an invalid identifier should be rejected").kind(),
        ErrorKind::InvalidInput
    );
    let parse_thumbprint = |text: &str| -> Result<vcenter_iso::Thumbprint, Error> {
        Ok(text.parse::<vcenter_iso::Thumbprint>()?)
    };
    assert_eq!(
        parse_thumbprint("AB").expect_err("an invalid thumbprint should be rejected").kind(),
        ErrorKind::InvalidInput
    );
}

#[tokio::test]
async fn a_user_without_any_library_is_told_so() {
    let simulator = checked::start(Simulator::builder().inventory(Inventory {
        libraries: BTreeMap::new(),
        items: BTreeMap::new(),
        ..Inventory::example()
    }))
    .await;
    let vcenter = connect(&simulator).await;
    for error in [
        vcenter.find_iso("linux-installer").await.expect_err("there is no library"),
        vcenter.find_iso("linux-installer").in_library("installers").await.expect_err("there is no library"),
    ] {
        assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
        assert_eq!(error.hint(), Some(Hint::NoVisibleLibrary), "of {error}");
    }
    // A mistyped name is no question of privileges.
    let simulator = crate::fixture::simulator().await;
    let vcenter = connect(&simulator).await;
    for error in [
        vcenter.find_iso("linux-instaler").await.expect_err("the name is mistyped"),
        vcenter.find_iso("a").in_library("instalers").await.expect_err("the name is mistyped"),
    ] {
        assert_eq!(error.hint(), None, "of {error}");
    }
}

#[tokio::test]
async fn vms_of_one_name_differ_by_their_folder_and_datacenter() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.update_inventory(|inventory| {
        let mut other = inventory.datacenters["datacenter-2"].clone();
        other.name = "emea".to_owned();
        inventory.datacenters.insert("datacenter-6".to_owned(), other);
        inventory.folders.insert("group-v7".to_owned(), Folder::new("web%servers", "datacenter-6"));
        inventory.vms.get_mut("vm-49").expect("the example should have the VM").folder =
            Some("group-v7".to_owned());
    });
    let error = vcenter.find_vm("web").await.expect_err("two VMs have the name");
    let details: Vec<_> =
        error.candidates().iter().map(|candidate| candidate.details()[3..].join(", ")).collect();
    assert_eq!(details, ["folder vm, datacenter lab", "folder web%servers, datacenter emea"], "{error:?}");
    // Without the folders, only the details are missing.
    simulator.inject_always(Operation::VcenterFolderList, Fault::html(502));
    let error = vcenter.find_vm("web").await.expect_err("two VMs have the name");
    assert_eq!((error.kind(), error.candidates().len()), (ErrorKind::Ambiguous, 2), "{error:?}");
}
