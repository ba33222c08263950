//! Names instead of identifiers.

use test_support::checked;
use vcenter_iso::{Error, ErrorKind, FolderId, PowerState, VmFilter};
use vcenter_iso_simulator::{Inventory, Simulator};

use crate::scene::{ITEM, LIBRARY, connect, simulator};
use crate::secrets;

fn candidates(error: &Error) -> Vec<String> {
    secrets::check(error);
    error.candidates().iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn a_vm_by_its_name() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let found = vcenter.find_vm("build-01").await.expect("a VM");
    assert_eq!((found.id.as_str(), found.power_state), ("vm-42", PowerState::PoweredOff));

    let error = vcenter.find_vm("web").await.expect_err("two have the name");
    assert_eq!(error.kind(), ErrorKind::Ambiguous, "{error:?}");
    assert_eq!(error.to_string(), "2 virtual machines are named `web`");
    let listed = candidates(&error);
    assert!(listed.len() == 2 && listed[0].starts_with("vm-48 (web, POWERED_ON"), "{listed:?}");

    let error = vcenter.find_vm("biuld-01").await.expect_err("nothing has the name");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
    assert_eq!(error.to_string(), "no virtual machine is named `biuld-01`");
    let listed = candidates(&error);
    assert!(listed.iter().any(|line| line.starts_with("vm-42 (build-01")), "{listed:?}");

    let error = vcenter.find_vm("").await.expect_err("nothing has no name");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
}

#[tokio::test]
async fn names_with_every_kind_of_character() {
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
        // vSphere stores three characters in another way.
        let stored = name.replace('%', "%25").replace('/', "%2f").replace('\\', "%5c");
        simulator.update_inventory(|inventory| {
            let vm = inventory.vms.get_mut("vm-42").expect("the VM");
            vm.name.clone_from(&stored);
        });
        for written in [name, &stored] {
            let found = vcenter.find_vm(written).await;
            let found = found.unwrap_or_else(|error| panic!("{written:?} was not found: {error:?}"));
            assert_eq!(found.id.as_str(), "vm-42", "{written:?}");
        }
    }
}

#[tokio::test]
async fn an_iso_by_its_name() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    for name in ["linux-installer", "Linux-Installer"] {
        let iso = vcenter.find_iso(name).await.expect("an item");
        assert_eq!((iso.id.as_str(), iso.name.as_str()), (ITEM, "linux-installer"));
        assert_eq!(iso.library.as_ref().map(AsRef::as_ref), Some(LIBRARY));
    }
    let iso = vcenter.find_iso("linux-installer").in_library("installers").await.expect("an item");
    assert_eq!(iso.id.as_str(), ITEM);

    let error = vcenter.find_iso("linux-installer").in_library("mirror").await.expect_err("another library");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
    assert_eq!(error.to_string(), "no library item is named `linux-installer` in library `mirror`");

    let error = vcenter.find_iso("linux-installer").in_library("instalers").await.expect_err("a typo");
    assert_eq!(error.to_string(), "no content library is named `instalers`");
    assert_eq!(candidates(&error), [format!("{LIBRARY} (installers)")]);

    let error = vcenter.find_iso("linux-instaler").await.expect_err("a typo");
    assert_eq!(error.to_string(), "no library item is named `linux-instaler`");
    let listed = candidates(&error);
    assert!(listed.first().is_some_and(|line| line.starts_with(ITEM)), "{listed:?}");
}

#[tokio::test]
async fn an_item_without_an_iso_file_is_named_as_such() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let error = vcenter.find_iso("web-template").await.expect_err("it is a template");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
    assert_eq!(error.to_string(), "the library item named `web-template` holds no .iso file");
    let listed = candidates(&error);
    assert!(listed.len() == 1 && listed[0].contains("type ovf"), "{listed:?}");

    // Its type says nothing of an .iso file that it holds.
    simulator.update_inventory(|inventory| {
        let files = inventory.items[ITEM].files.clone();
        let template = inventory.items.values_mut().find(|item| item.name == "web-template");
        template.expect("the template").files = files;
    });
    vcenter.find_iso("web-template").await.expect("it holds an .iso file now");
}

#[tokio::test]
async fn one_name_in_several_libraries() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.update_inventory(|inventory| {
        let other = inventory.items.values_mut().find(|item| item.name == "guest-tools");
        other.expect("an item of another library").name = "LINUX-installer".to_owned();
    });
    // In the same letters there is one.
    let iso = vcenter.find_iso("linux-installer").await.expect("an item");
    assert_eq!(iso.id.as_str(), ITEM);
    let error = vcenter.find_iso("Linux-Installer").await.expect_err("two are as near");
    assert_eq!(error.kind(), ErrorKind::Ambiguous, "{error:?}");
    assert_eq!(error.to_string(), "2 library items are named `Linux-Installer`");
    let listed = candidates(&error);
    assert!(listed.len() == 2 && listed.iter().any(|line| line.contains("library mirror")), "{listed:?}");
    vcenter.find_iso("Linux-Installer").in_library("mirror").await.expect("one in this library");
}

#[tokio::test]
async fn more_virtual_machines_than_the_server_lists() {
    let inventory = Inventory::with_vms(4001, 1);
    let simulator = checked::start(Simulator::builder().inventory(inventory)).await;
    let vcenter = connect(&simulator).await;
    let error = vcenter.vms(&VmFilter::default()).await.expect_err("more than 4,000");
    assert!(error.hint().is_some_and(|hint| hint.contains("narrow the list down")), "{error:?}");
    secrets::check(&error);
    let running =
        vcenter.vms(&VmFilter::default().power_states([PowerState::PoweredOn])).await.expect("fewer");
    assert!(running.iter().all(|vm| vm.power_state == PowerState::PoweredOn), "{running:?}");
}

#[tokio::test]
async fn many_vms_by_their_names_in_few_requests() {
    let simulator = checked::start(Simulator::builder().inventory(Inventory::with_vms(500, 7))).await;
    let vcenter = connect(&simulator).await;
    let names: Vec<_> = simulator.inventory().vms.values().map(|vm| vm.name.clone()).collect();
    let found = vcenter.find_vms(&names, &VmFilter::default()).await.expect("the lists are read");
    let found: Vec<_> = found.into_iter().map(|vm| vm.expect("a VM").name).collect();
    assert_eq!(found, names, "one result for each name, in their order");
    let requests = simulator.requests();
    let lists: Vec<_> =
        requests.iter().filter(|request| request.operation() == Some("Vcenter.VM_list")).collect();
    assert!(lists.len() <= 10, "{} requests", lists.len());
    let longest = lists.iter().map(|request| request.path_and_query().len()).max();
    assert!(longest <= Some(8192), "a URL of {longest:?} bytes");
}

#[tokio::test]
async fn each_name_has_its_own_result() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let names = ["build-01", "web", "build-01", "biuld-02"];
    let found = vcenter.find_vms(names, &VmFilter::default()).await.expect("the lists are read");
    let kinds: Vec<_> =
        found.iter().map(|found| found.as_ref().map(|vm| vm.id.to_string()).map_err(Error::kind)).collect();
    let vm = || Ok("vm-42".to_owned());
    assert_eq!(kinds, [vm(), Err(ErrorKind::Ambiguous), vm(), Err(ErrorKind::NotFound)]);
    let listed = candidates(found[3].as_ref().expect_err("no such name"));
    assert!(listed.iter().any(|line| line.starts_with("vm-43 (build-02")), "{listed:?}");

    // A filter makes a name unique, and leaves others out.
    let staging = VmFilter::default().folders(["group-v4".parse::<FolderId>().expect("an id")]);
    let found = vcenter.find_vms(["web", "build-01"], &staging).await.expect("the lists are read");
    assert_eq!(found[0].as_ref().expect("a VM").id.as_str(), "vm-49");
    assert_eq!(found[1].as_ref().expect_err("it is elsewhere").kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn libraries_and_what_can_be_mounted_from_them() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let libraries = vcenter.libraries().await.expect("libraries");
    let names: Vec<_> = libraries.iter().map(|library| library.name.as_str()).collect();
    assert_eq!(names, ["archive", "installers", "mirror"]);

    let found = vcenter.find_libraries("Installers").await.expect("a library");
    assert_eq!(found, libraries[1..2]);
    let isos = vcenter.isos_in(&found[0].id).await.expect("items");
    let isos: Vec<_> = isos.iter().map(|iso| iso.name.as_str()).collect();
    assert_eq!(isos, ["linux-installer"], "the other item holds no .iso file");
    let iso = vcenter.library_item(&ITEM.parse().expect("an id")).await.expect("the item");
    assert_eq!((iso.name.as_str(), iso.library), ("linux-installer", Some(found[0].id.clone())));

    let error = vcenter.find_libraries("instalers").await.expect_err("no such library");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
    assert!(candidates(&error)[0].contains("installers"), "{error:?}");

    // An image is found in a library by its identifier as well.
    let mirror = libraries[2].id.clone();
    let in_mirror = vcenter.find_iso("guest-tools").in_library_id(mirror.clone()).await.expect("an item");
    assert_eq!(in_mirror.library, Some(mirror.clone()));
    let error = vcenter.find_iso("linux-installer").in_library_id(mirror).await.expect_err("it is elsewhere");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
}

/// What a program prints as JSON has the names of the command's JSON.
#[tokio::test]
async fn results_are_serialized_under_guessable_names() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let (machine, image) = (crate::scene::vm("vm-42"), ITEM.parse().expect("an id"));
    let json = |value: &dyn Fn() -> serde_json::Result<serde_json::Value>| value().expect("JSON");
    let vm = vcenter.find_vm("build-01").await.expect("a VM");
    assert_eq!(
        json(&|| serde_json::to_value(&vm)),
        serde_json::json!({
            "vm": "vm-42", "name": "build-01", "power_state": "POWERED_OFF", "cpu_count": 2, "memory_mib": 4096
        })
    );
    let mount = vcenter.ensure_mounted(&image, &machine).await.expect("a mount");
    assert_eq!(
        json(&|| serde_json::to_value(&mount)),
        serde_json::json!({ "result": "mounted", "cdrom": "16000" })
    );
    let isos = vcenter.mounted(&machine).await.expect("CD-ROMs");
    let isos = json(&|| serde_json::to_value(&isos));
    assert_eq!((&isos[0]["cdrom"], &isos[0]["library_item"]), (&"16000".into(), &ITEM.into()));
    let preflight = vcenter.preflight(&image, &machine).await.expect("a preflight");
    assert_eq!(
        json(&|| serde_json::to_value(&preflight))["checks"][0],
        serde_json::json!({ "prerequisite": "item_exists", "outcome": "pass", "reason": preflight.checks()[0].reason })
    );
    let error = vcenter.find_vm("no-such-vm").await.expect_err("nothing has the name");
    assert_eq!(json(&|| serde_json::to_value(error.kind())), "not_found");

    // Identifiers that cannot be one are errors of the crate.
    let read = |text: &str| -> Result<vcenter_iso::VmId, Error> { Ok(text.parse::<vcenter_iso::VmId>()?) };
    assert_eq!(read("..").expect_err("no identifier").kind(), ErrorKind::InvalidInput);
    let pinned = |text: &str| -> Result<vcenter_iso::Thumbprint, Error> {
        Ok(text.parse::<vcenter_iso::Thumbprint>()?)
    };
    assert_eq!(pinned("AB").expect_err("no thumbprint").kind(), ErrorKind::InvalidInput);
}
