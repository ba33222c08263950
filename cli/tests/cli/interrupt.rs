//! Ctrl-C and SIGTERM: every result is reported, and no session stays open.

use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use test_support::checked;
use test_support::faulty::{Act, Faulty};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::{Child, Command};
use vcenter_iso_simulator::{Fault, Gate, Operation, ReceivedRequest, Simulator};

use crate::command::{CommandOutput, connected, mount, mounted};
use crate::fleet::{MOUNT, count, fleet};
use crate::mount::vcenter;

const MOUNT_ID: Operation = Operation::VcenterIsoImageMount;

fn start(mut command: Command) -> Child {
    command.spawn().expect("the binary runs")
}

pub(crate) fn send(child: &Child, signal: Signal) {
    let id =
        child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw).expect("a running process");
    kill_process(id, signal).expect("the signal is sent");
}

/// Waits until a condition holds.
pub(crate) async fn wait_until(description: &str, mut condition: impl FnMut() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < Duration::from_secs(30), "not within 30 s: {description}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Waits until the process catches SIGINT.
async fn wait_until_sigint_is_caught(child: &Child) {
    let status = format!("/proc/{}/status", child.id().expect("a running process"));
    if !std::path::Path::new(&status).exists() {
        // Without `/proc`, the test cannot read the signals.
        return tokio::time::sleep(Duration::from_secs(1)).await;
    }
    // Linux has a bit mask of caught signals; SIGINT is the second bit.
    wait_until("SIGINT is caught", || {
        let status = std::fs::read_to_string(&status).unwrap_or_default();
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
        caught.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 2 == 2)
    })
    .await;
}

/// Sends a second interrupt after the first is reported, and asserts that the command then exits at once.
async fn interrupt_again(mut child: Child, signal: Signal) -> CommandOutput {
    let mut stderr = BufReader::new(child.stderr.take().expect("a pipe"));
    let mut text = String::new();
    while !text.contains("interrupted: ") {
        assert_ne!(
            stderr.read_line(&mut text).await.expect("text"),
            0,
            "the interrupt is not reported:\n{text}"
        );
    }
    send(&child, signal);
    let end = async {
        stderr.read_to_string(&mut text).await.expect("text");
        child.wait_with_output().await.expect("the binary ends")
    };
    let mut output = tokio::time::timeout(Duration::from_secs(15), end)
        .await
        .expect("the command should not wait after the second interrupt");
    output.stderr = text.into_bytes();
    output.into()
}

/// Waits for the output of a command.
pub(crate) async fn wait(child: Child) -> CommandOutput {
    child.wait_with_output().await.expect("the binary ends").into()
}

#[tokio::test]
async fn every_terminating_signal_also_ends_the_session() {
    for signal in [
        Signal::INT,
        Signal::TERM,
        Signal::HUP,
        Signal::QUIT,
        Signal::USR1,
        Signal::USR2,
        Signal::ALARM,
        Signal::XCPU,
        Signal::XFSZ,
        Signal::VTALARM,
        Signal::PROF,
    ] {
        let simulator = checked::start(Simulator::builder()).await;
        simulator.inject(Operation::VcenterVmList, [Fault::hang()]);
        let child = start(connected(simulator.url(), ["vms"]));
        wait_until("the list request arrived", || {
            simulator.requests().iter().any(|request| request.operation() == Some(Operation::VcenterVmList))
        })
        .await;
        send(&child, signal);
        let output = child.wait_with_output().await.expect("the binary ends");
        assert_eq!(output.status.code(), Some(130), "{signal:?}: {output:?}");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(!stderr.contains("nothing was changed"), "`vms` changes nothing anyway: {stderr}");
        assert_eq!(simulator.open_sessions(), 0, "{signal:?} leaves a session open");
    }
}

#[tokio::test]
async fn a_mount_in_progress_is_awaited_and_reported() {
    for signal in [Signal::INT, Signal::TERM] {
        let simulator = checked::start(Simulator::builder().latency(Duration::from_millis(500))).await;
        let child = start(mount(simulator.url()));
        wait_until("the mount arrived", || simulator.requests().len() == 3).await;
        send(&child, signal);
        let output = wait(child).await;
        assert_eq!(
            (output.status, output.stdout.as_str()),
            (Some(0), mounted("16000").as_str()),
            "{output:?}"
        );
        assert!(
            output.stderr.starts_with("interrupted: 0 not started, waiting up to 30 s for 1 in progress"),
            "{output:?}"
        );
        assert_eq!(simulator.open_sessions(), 0, "it did not log out");
    }
}

#[tokio::test]
async fn an_interrupt_before_the_mount_prevents_it() {
    let simulator = checked::start(Simulator::builder().latency(Duration::from_millis(500))).await;
    let child = start(mount(simulator.url()));
    wait_until("the login arrived", || simulator.requests().len() == 1).await;
    send(&child, Signal::INT);
    let output = wait(child).await;
    assert_eq!((output.status, output.stdout.as_str()), (Some(130), ""), "{output:?}");
    assert!(output.stderr.ends_with("error: interrupted; nothing was changed\n"), "{output:?}");
    assert_eq!(simulator.open_sessions(), 0, "it did not log out");
    assert!(simulator.inventory().vms["vm-42"].cdroms.is_empty(), "the image was mounted");
}

/// Two VMs wait for a read, and one for its mount.
#[tokio::test]
async fn a_vm_without_a_mount_is_not_started_at_once() {
    let simulator = fleet(3).await;
    let gate = Gate::new();
    simulator.inject_always(MOUNT_ID, Fault::hold(&gate));
    // The reads before the mounts: the first that arrives goes on.
    simulator.inject(Operation::VcenterVmGet, [Fault::delay(Duration::ZERO), Fault::hang(), Fault::hang()]);
    let child = start(connected(simulator.url(), MOUNT));
    gate.wait_for(1).await;
    let reads = || simulator.requests_of(Operation::VcenterVmGet).len();
    wait_until("every VM was read", || reads() == 3).await;
    send(&child, Signal::INT);
    let mut child = child;
    let mut stderr = BufReader::new(child.stderr.take().expect("a pipe"));
    let mut note = String::new();
    stderr.read_line(&mut note).await.expect("text");
    assert!(note.starts_with("interrupted: 2 not started, waiting up to 30 s for 1 in progress"), "{note}");
    gate.release(1);
    let output = wait(child).await;
    assert_eq!((output.status, count(&output, "mounted")), (Some(130), 1), "{output:?}");
    assert_eq!(count(&output, "not_started"), 2, "{output:?}");
}

#[tokio::test]
async fn an_interrupt_before_any_mount_ends_the_command_at_once() {
    let simulator = fleet(1).await;
    simulator.inject_always(Operation::VcenterVmGet, Fault::hang());
    let child = start(connected(simulator.url(), MOUNT));
    wait_until("a read arrived", || {
        simulator.requests().iter().any(|request| request.operation() == Some(Operation::VcenterVmGet))
    })
    .await;
    send(&child, Signal::INT);
    let output = wait(child).await;
    assert_eq!((output.status, count(&output, "not_started")), (Some(130), 1), "{output:?}");
    assert_eq!(output.stderr.lines().next(), Some("interrupted: 1 not started"), "{output:?}");
    assert!(!output.stderr.contains("error"), "{output:?}");
    assert_eq!(simulator.open_sessions(), 0, "it did not log out");
}

#[tokio::test]
async fn a_second_interrupt_abandons_the_mount_and_still_logs_out() {
    let server = Faulty::start_with(|request| vcenter(request, Act::Hang)).await;
    let child = start(mount(&server.url));
    wait_until("the mount arrived", || server.mounts() == 1).await;
    send(&child, Signal::INT);
    let output = interrupt_again(child, Signal::INT).await;
    output.check(
        3,
        "-\tvm-42\tunknown\t-\n",
        "error: vm-42: outcome unknown: the command ended before the response",
    );
    let last = server.received().pop().expect("requests");
    assert!(last.starts_with("DELETE /api/session "), "it did not log out:\n{last}");
}

#[tokio::test]
async fn an_interrupt_does_not_abort_the_logout() {
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        let simulator = checked::start(Simulator::builder()).await;
        simulator.inject(Operation::CisSessionDelete, [Fault::delay(Duration::from_millis(500))]);
        let child = start(mount(simulator.url()));
        let is_logout = |request: &ReceivedRequest| request.operation() == Some(Operation::CisSessionDelete);
        wait_until("the logout arrived", || simulator.requests().iter().any(is_logout)).await;
        send(&child, signal);
        let output = wait(child).await;
        assert_eq!(
            (output.status, output.stdout.as_str()),
            (Some(0), mounted("16000").as_str()),
            "{signal:?}: {output:?}"
        );
        assert!(output.stderr.contains("waiting for the logout"), "{signal:?}: {output:?}");
        assert_eq!(simulator.open_sessions(), 0, "{signal:?}: it did not log out");
    }
}

#[tokio::test]
async fn an_interrupt_ends_the_wait_for_a_password_or_a_certificate() {
    for arguments in [vec!["--password-stdin"], vec!["--ca-cert", "/dev/stdin"]] {
        let simulator = checked::start(Simulator::builder()).await;
        let mut command = mount(simulator.url());
        let (reader, _writer) = std::io::pipe().expect("a pipe");
        command.args(&arguments).stdin(reader);
        let child = start(command);
        wait_until_sigint_is_caught(&child).await;
        send(&child, Signal::INT);
        let output = wait(child).await;
        assert_eq!((output.status, output.stdout.as_str()), (Some(130), ""), "{arguments:?}: {output:?}");
        assert_eq!(simulator.requests().len(), 0, "{arguments:?}: a request was sent");
    }
}

#[tokio::test]
async fn an_interrupted_batch_reports_started_and_not_started_vms() {
    let simulator = fleet(20).await;
    simulator
        .inject_always(Operation::VcenterIsoImageMount, Fault::delay(Duration::from_millis(400)).after());
    let arguments = MOUNT.into_iter().chain(["--concurrency", "3"]);
    let child = start(connected(simulator.url(), arguments));
    let mounts = || simulator.requests_of(MOUNT_ID).len();
    wait_until("three mounts arrived", || mounts() >= 3).await;
    send(&child, Signal::INT);
    let output = wait(child).await;
    assert_eq!(output.status, Some(130), "{output:?}");
    let (done, not_started) = (count(&output, "mounted"), count(&output, "not_started"));
    assert_eq!((done, done + not_started), (mounts(), 20), "a result is wrong: {output:?}");
    assert!(done < 20 && output.stderr.contains("waiting up to 30 s for"), "{output:?}");
    assert_eq!(simulator.open_sessions(), 0, "it did not log out");
}

#[tokio::test]
async fn a_second_interrupt_ends_a_batch_at_once() {
    let simulator = fleet(10).await;
    simulator.inject_always(Operation::VcenterIsoImageMount, Fault::hang());
    let arguments = MOUNT.into_iter().chain(["--concurrency", "3"]);
    let child = start(connected(simulator.url(), arguments));
    let mounts = || simulator.requests_of(MOUNT_ID).len();
    wait_until("three mounts arrived", || mounts() == 3).await;
    send(&child, Signal::TERM);
    let output = interrupt_again(child, Signal::TERM).await;
    assert_eq!(output.status, Some(3), "{output:?}");
    assert_eq!((count(&output, "unknown"), count(&output, "not_started")), (3, 7), "{output:?}");
    assert_eq!(mounts(), 3, "the concurrency is 3, and no mount starts after the interrupt");
    assert!(output.stderr.ends_with("10 virtual machines: 3 unknown, 7 not started\n"), "{output:?}");
    assert_eq!(simulator.open_sessions(), 0, "it did not log out");
}

#[tokio::test]
async fn a_read_stops_at_the_first_interrupt() {
    let simulator = fleet(10).await;
    simulator.inject_always(Operation::VcenterVmGet, Fault::hang());
    let child = start(connected(simulator.url(), ["status", "--vm", "*"]));
    wait_until("a read arrived", || simulator.requests().len() > 2).await;
    send(&child, Signal::INT);
    let output = wait(child).await;
    assert_eq!(
        (output.status, output.stdout.as_str()),
        (Some(130), ""),
        "a VM that was not read is printed: {output:?}"
    );
    assert_eq!(simulator.open_sessions(), 0, "it did not log out");
}

#[tokio::test]
async fn repeated_hangups_of_a_closed_terminal_are_one_interrupt() {
    let simulator = checked::start(Simulator::builder().latency(Duration::from_millis(1500))).await;
    let child = start(mount(simulator.url()));
    wait_until("the mount arrived", || simulator.requests().len() == 3).await;
    for _ in 0..3 {
        send(&child, Signal::HUP);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    wait(child).await.check(0, &mounted("16000"), "interrupted: ");
}

#[tokio::test]
async fn unread_pipes_do_not_block_an_interrupt() {
    let simulator = fleet(400).await;
    simulator.inject_always(
        Operation::VcenterIsoImageMount,
        crate::fleet::error(400, "NOT_ALLOWED_IN_CURRENT_STATE"),
    );
    let mut command = connected(simulator.url(), MOUNT);
    let ((out, out_writer), (err, err_writer)) =
        (std::io::pipe().expect("a pipe"), std::io::pipe().expect("a pipe"));
    command.stdout(out_writer).stderr(err_writer);
    let mut child = start(command);
    // The child has the only copies of the write ends.
    let mounts = || simulator.requests_of(MOUNT_ID).len();
    wait_until("all mounts arrived although the pipes are not read", || mounts() == 400).await;
    send(&child, Signal::INT);
    let output = tokio::time::timeout(Duration::from_secs(30), child.wait()).await;
    let status = output.expect("the interrupt should end the command").expect("a status");
    assert!(status.code().is_some(), "{status:?}");
    assert_eq!(simulator.open_sessions(), 0, "it did not log out");
    drop((out, err));
}
