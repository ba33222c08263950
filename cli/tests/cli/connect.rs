//! Whether the guest sees the image: `mount` connects the CD-ROM.

use test_support::checked::{self, Checked};
use vcenter_iso_simulator::{CdromState, Fault, Operation, PowerState, Simulator};

use crate::command::{CommandOutput, ITEM, connected, run};

const RUNNING: &str = "vm-43";

/// Starts the example simulator with the image on CD-ROM 16001 of the running VM, in this state.
async fn with_state(state: CdromState) -> Checked {
    let simulator = checked::start(Simulator::builder()).await;
    command(&simulator, "mount", &[]).await.check(0, "-\tvm-43\tmounted\t16001\n", "");
    change(&simulator, |cdrom| cdrom.state = state);
    simulator
}

fn change(simulator: &Simulator, change: impl FnOnce(&mut vcenter_iso_simulator::Cdrom)) {
    simulator.update_inventory(|inventory| {
        let vm = inventory.vms.get_mut(RUNNING).expect("the example has the VM");
        change(vm.cdroms.get_mut("16001").expect("the image is mounted"));
    });
}

async fn command(simulator: &Simulator, name: &str, arguments: &[&str]) -> CommandOutput {
    let line = [name, "--vm-id", RUNNING, "--item-id", ITEM];
    run(connected(simulator.url(), line.into_iter().chain(arguments.iter().copied()))).await
}

/// Returns the members that a script reads.
fn record(output: &CommandOutput) -> (String, Option<bool>, Option<String>) {
    let records: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    let record = &records[0];
    let text = |name: &str| record[name].as_str().map(str::to_owned);
    (text("result").expect("a result"), record["connected"].as_bool(), text("state"))
}

#[tokio::test]
async fn a_mount_connects_an_image_that_the_guest_ejected() {
    let simulator = with_state(CdromState::NotConnected).await;
    for (arguments, expected) in [
        (vec!["--no-connect"], ("already_mounted", false, "NOT_CONNECTED")),
        (vec!["--dry-run"], ("would_connect", false, "NOT_CONNECTED")),
        (vec!["--dry-run", "--no-connect"], ("already_mounted", false, "NOT_CONNECTED")),
        (vec![], ("connected", true, "CONNECTED")),
        (vec![], ("already_mounted", true, "CONNECTED")),
        (vec!["--always"], ("mounted", true, "CONNECTED")),
    ] {
        let all: Vec<_> = arguments.iter().copied().chain(["--output", "json"]).collect();
        let output = command(&simulator, "mount", &all).await;
        assert_eq!(output.status, Some(0), "{arguments:?}: {output:?}");
        let (result, is_connected, state) = record(&output);
        assert_eq!(
            (result.as_str(), is_connected, state.as_deref()),
            (expected.0, Some(expected.1), Some(expected.2)),
            "{arguments:?}"
        );
    }
}

#[tokio::test]
async fn an_error_state_is_a_failure_that_names_it() {
    let simulator = with_state(CdromState::UnrecoverableError).await;
    let output = command(&simulator, "mount", &[]).await;
    output.check(
        1,
        "-\tvm-43\tfailed\t16001\n",
        "CD-ROM 16001 of vm-43 has the image, but its state is UNRECOVERABLE_ERROR",
    );
    assert!(output.stderr.contains("hint: the image is mounted, but the guest cannot read it"), "{output:?}");
    let status = ["status", "--vm-id", RUNNING];
    let output = run(connected(simulator.url(), status)).await;
    assert!(output.stdout.contains("\tUNRECOVERABLE_ERROR\t"), "{output:?}");
}

#[tokio::test]
async fn a_cdrom_that_will_not_connect_at_start_is_a_warning() {
    let builder = Simulator::builder().behavior(|behavior| behavior.mount_start_connected = false);
    let simulator = checked::start(builder).await;
    let line = ["mount", "--vm-id", "vm-42", "--item-id", ITEM];
    run(connected(simulator.url(), line)).await.check(
        0,
        "-\tvm-42\tmounted\t16000\n",
        "warning: vm-42: CD-ROM 16000 is NOT_CONNECTED and will not be connected when the virtual machine is powered on\n",
    );
}

#[tokio::test]
async fn a_locked_drive_is_a_failure_with_advice() {
    let simulator = with_state(CdromState::Connected).await;
    change(&simulator, |cdrom| cdrom.locked = true);
    for (name, cdrom) in [("unmount", "-"), ("disconnect", "16001")] {
        command(&simulator, name, &[]).await.check(
            1,
            &format!("-\tvm-43\tfailed\t{cdrom}\n"),
            "hint: the guest uses the disc and has locked the drive: eject it in the guest",
        );
    }
    simulator.inject(Operation::VcenterIsoImageUnmount, [Fault::hang()]);
    let output = command(&simulator, "unmount", &["--timeout", "1s"]).await;
    output.check(3, "-\tvm-43\tunknown\t-\n", "may have locked the drive");
}

#[tokio::test]
async fn a_failure_after_a_mount_names_the_cdrom() {
    let builder = Simulator::builder().behavior(|behavior| behavior.mount_connects = false);
    for arguments in [vec![], vec!["--always"]] {
        let simulator = checked::start(builder.clone()).await;
        simulator.inject_rule("Cdrom_connect: always fail 500 ERROR".parse().expect("a rule"));
        command(&simulator, "mount", &arguments).await.check(
            1,
            "-\tvm-43\tfailed\t16001\n",
            "connect CD-ROM 16001 failed",
        );
    }
    for arguments in [vec!["--always"], vec!["--always", "--no-connect"]] {
        let simulator = checked::start(builder.clone()).await;
        simulator.inject_rule("VM_get: always fail 500 RESOURCE_INACCESSIBLE".parse().expect("a rule"));
        command(&simulator, "mount", &arguments).await.check(
            3,
            "-\tvm-43\tunknown\t16001\n",
            "the image was mounted on CD-ROM 16001 of vm-43, but the CD-ROM cannot be read",
        );
    }
}

#[tokio::test]
async fn a_dry_run_knows_what_cannot_be_connected() {
    let simulator = with_state(CdromState::UnrecoverableError).await;
    for name in ["mount", "connect"] {
        let output = command(&simulator, name, &["--dry-run"]).await;
        assert_eq!(output.status, Some(1), "{name}: {output:?}");
        assert!(output.stdout.contains("\twould_fail\t"), "{name}: {output:?}");
        assert!(output.stderr.contains("warning: vm-43: "), "{name} should say why: {output:?}");
        assert_eq!(command(&simulator, name, &[]).await.status, Some(1), "{name}");
    }
    let suspended = ["mount", "--vm-id", "vm-44", "--item-id", ITEM, "--dry-run"];
    run(connected(simulator.url(), suspended)).await.check(
        1,
        "-\tvm-44\twould_fail\t-\n",
        "warning: vm-44: it is suspended",
    );
    simulator.update_inventory(|inventory| {
        inventory.vms.get_mut(RUNNING).expect("the example has the VM").power_state = PowerState::PoweredOff;
    });
    change(&simulator, |cdrom| cdrom.state = CdromState::NotConnected);
    let output = command(&simulator, "connect", &["--dry-run"]).await;
    output.check(1, "-\tvm-43\twould_fail\t16001\n", "the virtual machine is not powered on");
    command(&simulator, "connect", &[]).await.check(1, "-\tvm-43\tfailed\t16001\n", "vm-43 is POWERED_OFF");
}

#[tokio::test]
async fn what_is_not_there_is_a_failure() {
    let simulator = checked::start(Simulator::builder()).await;
    command(&simulator, "connect", &[]).await.check(
        4,
        "-\tvm-43\tnot_mounted\t-\n",
        "the image is not mounted",
    );
    // CD-ROM 16000 has no image.
    for cdrom in ["16000", "99999"] {
        for name in ["connect", "disconnect"] {
            let line = [name, "--vm-id", RUNNING, "--cdrom", cdrom];
            run(connected(simulator.url(), line)).await.check(
                4,
                "-\tvm-43\tfailed\t-\n",
                &format!("vm-43 has no CD-ROM {cdrom} that is backed by an ISO file"),
            );
        }
    }
    let line = [
        "connect",
        "--vm-id",
        RUNNING,
        "--vm-id",
        "vm-42",
        "--item-id",
        ITEM,
        "--fail-fast",
        "--concurrency",
        "1",
    ];
    let output = run(connected(simulator.url(), line)).await;
    assert!(output.stdout.contains("vm-42\tnot_started"), "`--fail-fast` should stop: {output:?}");
}

#[tokio::test]
async fn a_missing_privilege_has_its_exit_status() {
    let simulator = with_state(CdromState::NotConnected).await;
    simulator.inject_rule("Cdrom_connect: always fail 403 UNAUTHORIZED".parse().expect("a rule"));
    for name in ["mount", "connect"] {
        command(&simulator, name, &[]).await.check(
            5,
            "-\tvm-43\tfailed\t16001\n",
            "VirtualMachine.Interact.DeviceConnection",
        );
    }
}
