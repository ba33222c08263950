//! The power of virtual machines: every kind of fault at every call, and what the caller is told.

use std::time::Duration;

use test_support::checked;
use vcenter_iso::{ErrorKind, Hint, PowerOutcome, PowerState, Vcenter};
use vcenter_iso_simulator::example::{RUNNING_VM, SUSPENDED_VM, VM};
use vcenter_iso_simulator::{CdromState, Fault, Operation, PowerState as Simulated, Simulator};

use crate::faults::{LONG_DELAY, faults, timeout_for};
use crate::fixture::{ITEM, connect, item, quick_policy, request_count, simulator, vm};
use crate::secrets::{self, builder};

fn state(simulator: &Simulator, vm: &str) -> Simulated {
    simulator.inventory().vms[vm].power_state
}

#[tokio::test]
async fn a_vm_is_powered_on_and_off_once() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let machine = vm(VM);
    assert_eq!(vcenter.power_state(&machine).await.expect("a state"), PowerState::PoweredOff);
    for expected in [PowerOutcome::Changed, PowerOutcome::Unchanged] {
        assert_eq!(vcenter.power_on(&machine).await.expect("the VM should run"), expected);
    }
    for expected in [PowerOutcome::Changed, PowerOutcome::Unchanged] {
        assert_eq!(vcenter.power_off(&machine).await.expect("the VM should be off"), expected);
    }
    assert_eq!(
        (request_count(&simulator, "?action=start"), request_count(&simulator, "?action=stop")),
        (1, 1)
    );
    // A suspended VM is resumed.
    let suspended = vm(SUSPENDED_VM);
    assert_eq!(vcenter.power_on(&suspended).await.expect("the VM should run"), PowerOutcome::Changed);
    let error = vcenter.power_on(&vm("vm-999")).await.expect_err("the VM does not exist");
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
}

#[tokio::test]
async fn a_mounted_image_is_connected_when_the_vm_is_powered_on() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let cdrom = vcenter.mount(&item(ITEM), &vm(VM)).await.expect("the mount should succeed");
    let cdrom_state = || simulator.inventory().vms[VM].cdroms[cdrom.as_str()].state;
    vcenter.power_on(&vm(VM)).await.expect("the VM should run");
    assert_eq!(cdrom_state(), CdromState::Connected);
    vcenter.power_off(&vm(VM)).await.expect("the VM should be off");
    assert_eq!(cdrom_state(), CdromState::NotConnected);
}

#[tokio::test]
async fn only_a_running_vm_is_reset_and_never_twice() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let error = vcenter.reset(&vm(VM)).await.expect_err("the VM is off");
    assert_eq!(error.kind(), ErrorKind::NotAllowedInCurrentState, "{error:?}");
    vcenter.reset(&vm(RUNNING_VM)).await.expect("the VM should be reset");
    let sent = || request_count(&simulator, "?action=reset");
    let before = sent();
    // Certainly not carried out: repeated. A lost response: not.
    simulator.inject(Operation::VcenterVmPowerReset, [Fault::no_healthy_upstream()]);
    vcenter.reset(&vm(RUNNING_VM)).await.expect("the reset should be repeated");
    assert_eq!(sent() - before, 2);
    simulator.inject(Operation::VcenterVmPowerReset, [Fault::reset().after()]);
    let error = vcenter.reset(&vm(RUNNING_VM)).await.expect_err("the response is lost");
    assert_eq!((error.kind(), sent() - before), (ErrorKind::OutcomeUnknown, 3), "{error:?}");
}

#[tokio::test]
async fn a_guest_is_asked_and_awaited() {
    let simulator = checked::start(Simulator::builder().task_time(Duration::from_millis(300))).await;
    let vcenter = connect(&simulator).await;
    let minute = Duration::from_secs(60);
    let off = vcenter.shut_down_guest(&vm(RUNNING_VM), minute).await.expect("the guest should shut down");
    assert_eq!((off, state(&simulator, RUNNING_VM)), (PowerOutcome::Changed, Simulated::PoweredOff));
    let again = vcenter.shut_down_guest(&vm(RUNNING_VM), minute).await.expect("nothing is to be done");
    assert_eq!(again, PowerOutcome::Unchanged);
    assert_eq!(request_count(&simulator, "?action=shutdown"), 1);
    let error = vcenter.shut_down_guest(&vm(SUSPENDED_VM), minute).await.expect_err("it is suspended");
    assert_eq!(error.kind(), ErrorKind::NotAllowedInCurrentState, "{error:?}");
}

#[tokio::test]
async fn a_guest_that_does_not_shut_down_is_reported() {
    let simulator = checked::start(Simulator::builder().task_time(Duration::from_secs(600))).await;
    let vcenter = connect(&simulator).await;
    let error = vcenter
        .shut_down_guest(&vm(RUNNING_VM), Duration::from_millis(50))
        .await
        .expect_err("the guest is still running");
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error:?}");
    assert!(
        error.to_string().contains("the guest was asked to shut down, but vm-43 was still running"),
        "{error}"
    );
    // Without VMware Tools, it cannot be asked. The same status of a service is transient, and this one is not.
    simulator.update_inventory(|inventory| {
        inventory.vms.get_mut("vm-45").expect("a VM").tools_running = false;
    });
    let error = vcenter
        .shut_down_guest(&vm("vm-45"), Duration::from_secs(60))
        .await
        .expect_err("VMware Tools does not run");
    assert_eq!(error.kind(), ErrorKind::NotAllowedInCurrentState, "{error:?}");
    assert_eq!(error.hint(), Some(Hint::ToolsNotRunning), "{error:?}");
    assert!(!error.is_transient(), "{error:?}");
}

/// Logs in with a long timeout, so that only the calls under test depend on the other one.
async fn patient(simulator: &Simulator, fault: &Fault) -> Vcenter {
    let session = connect(simulator).await.release_session().expect("the session should be open");
    let policy = quick_policy().max_attempts(3);
    let builder = builder(simulator.url()).retry(policy).timeout(timeout_for(fault)).session_id(session);
    builder.connect().await.expect("no login should be needed")
}

/// A success is true, and so is a failure, unless it says that it does not know.
async fn check(operation: Operation, on: bool, fault: &Fault, always: bool) {
    let case = format!("{fault:?} at {operation}{}", if always { ", always" } else { "" });
    let simulator = simulator().await;
    let vcenter = patient(&simulator, fault).await;
    if always {
        simulator.inject_always(operation, fault.clone());
    } else {
        simulator.inject(operation, [fault.clone()]);
    }
    let machine = if on { VM } else { RUNNING_VM };
    let desired = if on { Simulated::PoweredOn } else { Simulated::PoweredOff };
    let result =
        if on { vcenter.power_on(&vm(machine)).await } else { vcenter.power_off(&vm(machine)).await };
    simulator.clear_faults();
    // The simulator may still act after the client has timed out.
    tokio::time::sleep(if *fault == Fault::delay(LONG_DELAY) { LONG_DELAY } else { Duration::ZERO }).await;
    let is_desired = state(&simulator, machine) == desired;
    match &result {
        Ok(outcome) => assert!(is_desired && *outcome == PowerOutcome::Changed, "{case}: {outcome:?}"),
        Err(error) => {
            secrets::check(error);
            let may_have_acted = error.may_have_acted();
            assert!(!is_desired || may_have_acted, "{case}: reported as not done, but it was: {error:?}");
        }
    }
}

#[tokio::test]
async fn a_fault_at_any_call_gives_a_correct_result() {
    let mut cases = Vec::new();
    for fault in faults() {
        for always in [false, true] {
            cases.push((Operation::VcenterVmPowerGet, true, fault.clone(), always));
            cases.push((Operation::VcenterVmPowerStart, true, fault.clone(), always));
            cases.push((Operation::VcenterVmPowerStop, false, fault.clone(), always));
        }
    }
    for batch in cases.chunks(8) {
        let checks = batch.iter().cloned().map(|(operation, on, fault, always)| {
            tokio::spawn(async move { check(operation, on, &fault, always).await })
        });
        for check in checks.collect::<Vec<_>>() {
            if let Err(error) = check.await {
                std::panic::resume_unwind(error.into_panic());
            }
        }
    }
}
