//! Ctrl-C and SIGTERM: what is on its way is told truthfully, and no session is left.

use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tokio::process::{Child, Command};
use vcenter_iso_simulator::{Fault, Simulator};

use crate::checked;
use crate::command::{Ended, mount};
use crate::faulty::{Act, Faulty};

fn start(mut command: Command) -> Child {
    command.spawn().expect("the binary runs")
}

pub(crate) fn send(child: &Child, signal: Signal) {
    let id =
        child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw).expect("a running process");
    kill_process(id, signal).expect("the signal is sent");
}

/// Waits until something is so.
async fn until(what: &str, mut so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !so() {
        assert!(start.elapsed() < Duration::from_secs(30), "still not so after 30 s: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

pub(crate) async fn end(child: Child) -> Ended {
    child.wait_with_output().await.expect("the binary ends").into()
}

#[tokio::test]
async fn a_mount_on_its_way_is_waited_for_and_told() {
    for signal in [Signal::INT, Signal::TERM] {
        let simulator = checked::start(Simulator::builder().latency(Duration::from_millis(500))).await;
        let child = start(mount(simulator.url()));
        until("the mount arrived", || simulator.requests().len() == 2).await;
        send(&child, signal);
        let ended = end(child).await;
        assert_eq!((ended.status, ended.stdout.as_str()), (Some(0), "16000\n"), "{ended:?}");
        assert!(ended.stderr.starts_with("interrupted: waiting up to 10 s for the mount"), "{ended:?}");
        assert_eq!(simulator.open_sessions(), 0, "it did not log out");
    }
}

#[tokio::test]
async fn an_interrupt_before_the_mount_prevents_it() {
    let simulator = checked::start(Simulator::builder().latency(Duration::from_millis(500))).await;
    let child = start(mount(simulator.url()));
    until("the login arrived", || simulator.requests().len() == 1).await;
    send(&child, Signal::INT);
    let ended = end(child).await;
    assert_eq!((ended.status, ended.stdout.as_str()), (Some(130), ""), "{ended:?}");
    assert!(ended.stderr.ends_with("error: interrupted; nothing was changed\n"), "{ended:?}");
    assert_eq!(simulator.open_sessions(), 0, "it did not log out");
    assert!(simulator.inventory().vms["vm-42"].cdroms.is_empty(), "it mounted all the same");
}

#[tokio::test]
async fn a_second_interrupt_gives_up_and_still_logs_out() {
    let server = Faulty::start_with(|request| match request {
        login if login.starts_with("POST /api/session ") => Faulty::login(),
        logout if logout.starts_with("DELETE ") => Act::answer("204 No Content", "text/plain", ""),
        _ => Act::Hang,
    })
    .await;
    let child = start(mount(&server.url));
    until("the mount arrived", || server.mounts() == 1).await;
    send(&child, Signal::INT);
    // Two signals that wait together are one to the process.
    tokio::time::sleep(Duration::from_millis(200)).await;
    send(&child, Signal::INT);
    let ended = end(child).await;
    assert_eq!((ended.status, ended.stdout.as_str()), (Some(3), ""), "{ended:?}");
    assert!(
        ended.stderr.contains("error: mount outcome unknown: interrupted before its answer"),
        "{ended:?}"
    );
    let last = server.received().pop().expect("requests");
    assert!(last.starts_with("DELETE /api/session "), "it did not log out:\n{last}");
}

#[tokio::test]
async fn an_interrupt_during_the_logout_does_not_cut_it_off() {
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        let simulator = checked::start(Simulator::builder()).await;
        simulator.inject("Cis.Session_delete", [Fault::DelayBefore(Duration::from_millis(500))]);
        let child = start(mount(simulator.url()));
        until("the logout arrived", || simulator.requests().len() == 3).await;
        send(&child, signal);
        let ended = end(child).await;
        assert_eq!((ended.status, ended.stdout.as_str()), (Some(0), "16000\n"), "{signal:?}: {ended:?}");
        assert!(ended.stderr.contains("waiting for the logout"), "{signal:?}: {ended:?}");
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
        // Long enough for the process to come to the wait; if it does not, the signal ends it all the same.
        tokio::time::sleep(Duration::from_millis(500)).await;
        send(&child, Signal::INT);
        let ended = end(child).await;
        assert_eq!((ended.status, ended.stdout.as_str()), (Some(130), ""), "{arguments:?}: {ended:?}");
        assert_eq!(simulator.requests().len(), 0, "{arguments:?}: something was sent");
    }
}
