//! Each documented response to a mount, from the simulator.

use test_support::checked::{self, Checked};
use vcenter_iso::{CdromId, Error, ErrorKind, ErrorType, Hint};
use vcenter_iso_simulator::example::{ITEM, ITEM_OUTSIDE_DATASTORES, ITEM_WITHOUT_ISO, VM};
use vcenter_iso_simulator::{Privilege, Simulator, User};

use crate::fixture::{item, vm};
use crate::secrets::{self, PASSWORD, USER, connect};

async fn mount(simulator: &Simulator, item: &str, vm: &str) -> Result<CdromId, Error> {
    let vcenter = connect(simulator).await;
    let item = item.parse().expect("the identifier should be valid");
    let vm = vm.parse().expect("the identifier should be valid");
    let mounted = vcenter.mount(&item, &vm).await;
    vcenter.logout().await.expect("the logout should succeed");
    assert_eq!(simulator.open_sessions(), 0, "the logout left a session open");
    if let Err(error) = &mounted {
        secrets::check(error);
    }
    secrets::check_log(&secrets::sessions(simulator));
    mounted
}

/// Mounts, and fails unless the simulator responds with this error and leaves the inventory unchanged.
async fn check_error(
    simulator: Checked,
    item: &str,
    vm: &str,
    (kind, status, error_type): (ErrorKind, u16, ErrorType),
    lines: &[&str],
) {
    let before = simulator.inventory();
    let error = mount(&simulator, item, vm).await.expect_err("the mount should fail");
    let case = format!("mounting {item} on {vm}: {error:?}");
    assert_eq!(error.kind(), kind, "{case}");
    assert_eq!(error.status(), Some(status), "{case}");
    assert_eq!(error.error_type(), Some(&error_type), "{case}");
    assert_eq!(error.operation(), Some("Vcenter.Iso.Image_mount"), "{case}");
    assert!(error.hint().is_some(), "add a hint for this error: {case}");
    let sent_id = simulator.requests().iter().find_map(|request| {
        request
            .path_and_query()
            .ends_with("?action=mount")
            .then(|| request.header("x-request-id").map(str::to_owned))
    });
    assert_eq!(
        error.request_id(),
        sent_id.flatten().as_deref(),
        "the error has another request id than the request: {case}"
    );
    let mut chain = vec![error.to_string()];
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        chain.push(cause.to_string());
        source = cause.source();
    }
    assert_eq!(chain, lines, "{case}");
    assert_eq!(error.messages().count(), lines.len(), "{case}");
    assert_eq!(*simulator.inventory(), *before, "a rejected mount changed the inventory: {case}");
}

async fn simulator() -> Checked {
    checked::start(Simulator::builder()).await
}

async fn simulator_without(privilege: Privilege) -> Checked {
    let user = User::new(USER, PASSWORD).without_privilege(privilege);
    checked::start(Simulator::builder().user(user)).await
}

#[tokio::test]
async fn a_mount_adds_a_cdrom_and_returns_its_id() {
    let simulator = simulator().await;
    for expected in ["16000", "16001"] {
        let cdrom = mount(&simulator, ITEM, "vm-42").await.expect("the mount should succeed");
        assert_eq!(cdrom.as_str(), expected, "each mount should add a new CD-ROM");
        assert!(
            simulator.inventory().vms[VM].cdroms.contains_key(cdrom.as_str()),
            "the CD-ROM is not in the inventory"
        );
    }
}

#[tokio::test]
async fn an_item_without_an_iso_file_is_an_invalid_argument() {
    check_error(
        simulator().await,
        ITEM_WITHOUT_ISO,
        "vm-42",
        (ErrorKind::InvalidArgument, 400, ErrorType::InvalidArgument),
        &["mount failed: The library item '3d5c0f7a-1b2e-4c8d-9e6f-7a8b9c0d1e2f' has no ISO file. (INVALID_ARGUMENT)"],
    )
    .await;
}

#[tokio::test]
async fn a_suspended_vm_rejects_a_mount() {
    check_error(
        simulator().await,
        ITEM,
        "vm-44",
        (ErrorKind::NotAllowedInCurrentState, 400, ErrorType::NotAllowedInCurrentState),
        &[
            "mount failed: The devices of virtual machine 'vm-44' cannot be changed. (NOT_ALLOWED_IN_CURRENT_STATE)",
            "The operation is not possible in the current power state (suspended).",
        ],
    )
    .await;
}

#[tokio::test]
async fn a_running_vm_with_only_ide_rejects_a_mount() {
    check_error(
        simulator().await,
        ITEM,
        "vm-45",
        (ErrorKind::NotAllowedInCurrentState, 400, ErrorType::NotAllowedInCurrentState),
        &[
            "mount failed: The devices of virtual machine 'vm-45' cannot be changed. (NOT_ALLOWED_IN_CURRENT_STATE)",
            "An IDE device cannot be added or removed while the virtual machine runs.",
        ],
    )
    .await;
}

#[tokio::test]
async fn an_unknown_vm_is_not_found() {
    check_error(
        simulator().await,
        ITEM,
        "vm-9",
        (ErrorKind::NotFound, 404, ErrorType::NotFound),
        &["mount failed: Virtual machine with identifier 'vm-9' does not exist. (NOT_FOUND)"],
    )
    .await;
}

#[tokio::test]
async fn an_unknown_item_is_not_found() {
    check_error(
        simulator().await,
        "no-such-item",
        "vm-42",
        (ErrorKind::NotFound, 404, ErrorType::NotFound),
        &["mount failed: There is no library item 'no-such-item'. (NOT_FOUND)"],
    )
    .await;
}

#[tokio::test]
async fn an_unreachable_datastore_is_inaccessible() {
    check_error(
        simulator().await,
        ITEM,
        "vm-46",
        (ErrorKind::ResourceInaccessible, 500, ErrorType::ResourceInaccessible),
        &[
            "mount failed: The ISO image cannot be reached from host 'host-23'. (RESOURCE_INACCESSIBLE)",
            "The datastore 'datastore-11' cannot be reached from host 'host-23'.",
        ],
    )
    .await;
}

#[tokio::test]
async fn a_library_outside_datastores_is_inaccessible() {
    check_error(
        simulator().await,
        ITEM_OUTSIDE_DATASTORES,
        "vm-42",
        (ErrorKind::ResourceInaccessible, 500, ErrorType::ResourceInaccessible),
        &[
            "mount failed: The ISO image cannot be reached from host 'host-21'. (RESOURCE_INACCESSIBLE)",
            "The library 'archive' keeps its files outside of any datastore.",
        ],
    )
    .await;
}

#[tokio::test]
async fn a_missing_privilege_is_permission_denied() {
    check_error(
        simulator_without(Privilege::SystemRead).await,
        ITEM,
        "vm-42",
        (ErrorKind::PermissionDenied, 403, ErrorType::Unauthorized),
        &[
            "mount failed: Unable to authorize user (UNAUTHORIZED)",
            "The operation needs the privilege System.Read.",
        ],
    )
    .await;
    check_error(
        simulator_without(Privilege::ContentLibraryDownloadSession).await,
        ITEM,
        "vm-42",
        (ErrorKind::PermissionDenied, 403, ErrorType::Unauthorized),
        &[
            "mount failed: Unable to authorize user (UNAUTHORIZED)",
            "The operation needs the privilege ContentLibrary.DownloadSession on \
             '9c2b7d1e-4f60-4a53-8d0e-6f1a2b3c4d5e'.",
        ],
    )
    .await;
    check_error(
        simulator_without(Privilege::VirtualMachineConfigAddRemoveDevice).await,
        ITEM,
        "vm-42",
        (ErrorKind::PermissionDenied, 403, ErrorType::Unauthorized),
        &[
            "mount failed: Unable to authorize user (UNAUTHORIZED)",
            "The operation needs the privilege VirtualMachine.Config.AddRemoveDevice on 'vm-42'.",
        ],
    )
    .await;
}

/// The privileges of each operation come from the document.
#[tokio::test]
async fn a_missing_privilege_has_the_privileges_as_its_hint() {
    let simulator = simulator_without(Privilege::SystemRead).await;
    let vcenter = connect(&simulator).await;
    for (error, expected) in [
        (
            vcenter.library_item(&item(ITEM)).await.expect_err("the item should not be readable"),
            "the user needs System.Read on the library item; content libraries take privileges from global permissions",
        ),
        (
            vcenter.mounted(&vm("vm-42")).await.expect_err("the VM should not be readable"),
            "the user needs System.Read on the virtual machine",
        ),
    ] {
        assert_eq!(error.kind(), ErrorKind::PermissionDenied, "{error:?}");
        assert_eq!(error.hint(), Some(Hint::MissingPrivileges(expected)), "of {error}");
    }
}
