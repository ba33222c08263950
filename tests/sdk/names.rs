//! Names instead of identifiers.

use vcenter_iso::{Error, ErrorKind, PowerState, VmFilter};
use vcenter_iso_simulator::{Inventory, Simulator};

use crate::checked;
use crate::scene::{ISO, LIBRARY, connect, simulator};
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
    assert_eq!((found.vm.as_str(), found.power_state), ("vm-42", PowerState::PoweredOff));

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
        simulator.change(|inventory| {
            let vm = inventory.vms.get_mut("vm-42").expect("the VM");
            vm.name.clone_from(&stored);
        });
        for written in [name, &stored] {
            let found = vcenter.find_vm(written).await;
            let found = found.unwrap_or_else(|error| panic!("{written:?} was not found: {error:?}"));
            assert_eq!(found.vm.as_str(), "vm-42", "{written:?}");
        }
    }
}

#[tokio::test]
async fn an_iso_by_its_name() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    for name in ["linux-installer", "Linux-Installer"] {
        let iso = vcenter.find_iso(name).await.expect("an item");
        assert_eq!((iso.id.as_str(), iso.name.as_str()), (ISO, "linux-installer"));
        assert_eq!(iso.library.as_ref().map(AsRef::as_ref), Some(LIBRARY));
    }
    let iso = vcenter.find_iso("linux-installer").in_library("installers").await.expect("an item");
    assert_eq!(iso.id.as_str(), ISO);

    let error = vcenter.find_iso("linux-installer").in_library("mirror").await.expect_err("another library");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
    assert_eq!(error.to_string(), "no library item is named `linux-installer` in library `mirror`");

    let error = vcenter.find_iso("linux-installer").in_library("instalers").await.expect_err("a typo");
    assert_eq!(error.to_string(), "no content library is named `instalers`");
    assert_eq!(candidates(&error), [format!("{LIBRARY} (installers)")]);

    let error = vcenter.find_iso("linux-instaler").await.expect_err("a typo");
    assert_eq!(error.to_string(), "no library item is named `linux-instaler`");
    let listed = candidates(&error);
    assert!(listed.first().is_some_and(|line| line.starts_with(ISO)), "{listed:?}");
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
    simulator.change(|inventory| {
        let files = inventory.items[ISO].files.clone();
        let template = inventory.items.values_mut().find(|item| item.name == "web-template");
        template.expect("the template").files = files;
    });
    vcenter.find_iso("web-template").await.expect("it holds an .iso file now");
}

#[tokio::test]
async fn one_name_in_several_libraries() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    simulator.change(|inventory| {
        let other = inventory.items.values_mut().find(|item| item.name == "guest-tools");
        other.expect("an item of another library").name = "LINUX-installer".to_owned();
    });
    // In the same letters there is one.
    let iso = vcenter.find_iso("linux-installer").await.expect("an item");
    assert_eq!(iso.id.as_str(), ISO);
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
