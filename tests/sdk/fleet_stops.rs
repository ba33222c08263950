//! Fleets whose server does not respond, or whose session has ended.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use test_support::checked;
use test_support::faulty::{Act, Faulty};
use vcenter_iso::{Counts, Error, ErrorKind, Fleet, MountOutcome, RetryPolicy, SessionId, Vcenter, VmId};
use vcenter_iso_simulator::{Fault, Gate, Operation, Simulator, Target, User};

use crate::fixture::{ITEM, cdrom_count, item, quick_policy, request_count, vm};
use crate::fleet::simulator_with_vms;
use crate::secrets::{self, PASSWORD, USER, builder};

const PATIENCE: Duration = Duration::from_secs(1);

/// Returns a policy whose calls fail before the fleet gives up.
fn policy() -> RetryPolicy {
    quick_policy().max_attempts(5)
}

async fn connect(simulator: &Simulator) -> Vcenter {
    let builder = builder(simulator.url()).retry(policy()).timeout(Duration::from_secs(1));
    builder.connect().await.expect("the login should succeed")
}

/// Runs the fleet to its end and returns the results of its VMs.
async fn run<T: Send + 'static>(fleet: &mut Fleet<T>) -> Vec<(VmId, Result<T, Error>)> {
    let mut results = Vec::new();
    while let Some(result) = fleet.next().await {
        if let Err(error) = &result.1 {
            secrets::check(error);
        }
        results.push(result);
    }
    results
}

/// Fails unless the counts are true for the VMs of the simulator.
fn check_counts(simulator: &Simulator, vms: &[VmId], fleet: &Fleet<MountOutcome>) -> Counts {
    let progress = fleet.progress();
    for (machine, state) in progress.states() {
        let mounted = cdrom_count(simulator, machine.as_str());
        match state.as_str() {
            "done" => assert_eq!(mounted, 1, "{machine} is reported as done"),
            "not_started" | "failed" => assert_eq!(mounted, 0, "{machine} is reported as {state:?}"),
            "unknown" => assert!(mounted <= 1, "{machine} has {mounted} CD-ROMs"),
            other => panic!("{machine} is {other} after the end"),
        }
    }
    let counts = progress.counts();
    assert_eq!(counts.done + counts.failed + counts.unknown + counts.not_started, vms.len());
    counts
}

#[tokio::test]
async fn a_fleet_stops_when_its_server_is_gone() {
    for gone in
        [Fault::refuse(), Fault::no_healthy_upstream(), Fault::hang(), Fault::reset(), Fault::html(504)]
    {
        let (simulator, vms) = simulator_with_vms(200).await;
        let vcenter = connect(&simulator).await;
        let mut fleet = vcenter.mount_all(&item(ITEM), vms.clone()).concurrency(4).patience(PATIENCE);
        for _ in 0..3 {
            let (machine, result) = fleet.next().await.expect("the fleet should go on");
            assert!(result.is_ok(), "{machine}: {result:?}");
        }
        let before = simulator.requests().len();
        simulator.inject_always(Target::Any, gone.clone());
        let results = run(&mut fleet).await;
        let requests = simulator.requests().len() - before;
        let reason = fleet.stopped().unwrap_or_else(|| panic!("{gone:?} should stop the fleet: {results:?}"));
        secrets::check(&reason);
        assert!(matches!(reason.kind(), ErrorKind::Connect | ErrorKind::Unavailable), "{gone:?}: {reason:?}");
        let counts = check_counts(&simulator, &vms, &fleet);
        assert!(counts.not_started > vms.len() / 2 && counts.failed == 0, "{gone:?}: {counts:?}");
        assert!(requests < 30, "{gone:?}: {requests} requests were sent to a server that is gone");
        assert!(results.len() <= 8, "{gone:?}: only running VMs should be yielded: {results:?}");
    }
}

#[tokio::test]
async fn a_fleet_goes_on_when_its_server_is_back() {
    let (simulator, vms) = simulator_with_vms(60).await;
    let vcenter = connect(&simulator).await;
    let mut fleet =
        vcenter.mount_all(&item(ITEM), vms.clone()).concurrency(4).patience(Duration::from_secs(60));
    fleet.next().await.expect("the fleet should go on").1.expect("the mount should succeed");
    simulator.inject_always(Target::Any, Fault::no_healthy_upstream());
    let (results, ()) = tokio::join!(run(&mut fleet), async {
        // The breaker has opened, and the first probe has failed.
        while request_count(&simulator, "/api/session") < 2 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        simulator.clear_faults();
    });
    assert!(fleet.stopped().is_none(), "{:?}", fleet.stopped());
    for (machine, result) in &results {
        assert!(result.is_ok(), "{machine}: {result:?}");
    }
    assert_eq!(check_counts(&simulator, &vms, &fleet).done, vms.len());
}

#[tokio::test]
async fn lost_mounts_of_a_server_that_is_gone_are_unknown() {
    let (simulator, vms) = simulator_with_vms(60).await;
    let vcenter = connect(&simulator).await;
    let gate = Gate::new();
    simulator.inject_always(Operation::VcenterIsoImageMount, Fault::hold(&gate).after());
    let mut fleet = vcenter.mount_all(&item(ITEM), vms.clone()).concurrency(4).patience(PATIENCE);
    let (results, ()) = tokio::join!(run(&mut fleet), async {
        gate.wait_for(4).await;
        simulator.inject_always(Target::Any, Fault::refuse());
    });
    assert_eq!(results.len(), 4);
    for (machine, result) in results {
        let error = result.expect_err("the VM cannot be read");
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{machine}: {error:?}");
    }
    let counts = check_counts(&simulator, &vms, &fleet);
    assert_eq!((counts.unknown, counts.not_started), (4, vms.len() - 4));
}

/// Starts a server on which `hung` never respond. Returns it with the number of probes.
async fn server_with_hung_vms(hung: &'static [&'static str]) -> (Faulty, Arc<AtomicUsize>) {
    let probes = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&probes);
    let mounted = Mutex::new(Vec::<String>::new());
    let server = Faulty::start_with(move |text| {
        if text.starts_with("POST /api/session ") {
            return Faulty::login();
        }
        if text.starts_with("GET /api/session ") {
            counter.fetch_add(1, Ordering::Relaxed);
            return Act::json(
                "200 OK",
                r#"{"user":"a","created_time":"2026-01-01T00:00:00Z","last_accessed_time":"2026-01-01T00:00:00Z"}"#,
            );
        }
        let mut mounted = mounted.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, rest)) = text.split_once("GET /api/vcenter/vm/") {
            let vm = rest.split(' ').next().unwrap_or_default();
            if hung.contains(&vm) {
                return Act::Hang;
            }
            let cdrom = format!(
                r#"{{"16000":{{"type":"SATA","label":"CD","state":"NOT_CONNECTED","start_connected":true,
                "allow_guest_control":true,"backing":{{"type":"ISO_FILE","iso_file":"[ds] l/{ITEM}/a.iso"}}}}}}"#
            );
            let cdroms = if mounted.iter().any(|it| it == vm) { cdrom.as_str() } else { "{}" };
            let body = format!(
                r#"{{"name":"a","power_state":"POWERED_OFF","cdroms":{cdroms},"sata_adapters":{{}}}}"#
            );
            return Act::json("200 OK", &body);
        }
        let vm = text.split("\"vm\":\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        mounted.push(vm.to_owned());
        Act::json("200 OK", "\"16000\"")
    })
    .await;
    (server, probes)
}

#[tokio::test]
async fn a_vm_that_hangs_is_not_taken_for_a_server_that_is_gone() {
    // One alone, as at the end of a fleet, and as many as run at once.
    for (hung, count) in [(&["vm-1"] as &[_], 1), (&["vm-1", "vm-2", "vm-3", "vm-4"], 40)] {
        let (server, probes) = server_with_hung_vms(hung).await;
        let vcenter = builder(&server.url)
            .retry(policy())
            .timeout(Duration::from_millis(300))
            .connect()
            .await
            .expect("the login should succeed");
        let vms: Vec<_> = (1..=count).map(|number| vm(&format!("vm-{number}"))).collect();
        let mut fleet = vcenter.mount_all(&item(ITEM), vms).concurrency(4).patience(PATIENCE);
        let results = run(&mut fleet).await;
        assert!(fleet.stopped().is_none(), "{:?}", fleet.stopped());
        assert_eq!(results.len(), count);
        for (machine, result) in results {
            match result {
                Ok(_) => assert!(!hung.contains(&machine.as_str()), "{machine} was read"),
                Err(error) => {
                    assert!(hung.contains(&machine.as_str()), "{machine}: {error:?}");
                    assert_eq!(error.kind(), ErrorKind::Unavailable, "{machine}: {error:?}");
                }
            }
        }
        assert!(probes.load(Ordering::Relaxed) >= 1, "the server should have been probed");
    }
}

#[tokio::test]
async fn a_fleet_stops_when_its_session_has_ended() {
    let (simulator, vms) = simulator_with_vms(60).await;
    let owner = connect(&simulator).await;
    let session: SessionId = owner.release_session().expect("the session should be open");
    let vcenter =
        builder_without_password(&simulator).session_id(session).connect().await.expect("no login is needed");
    let mut fleet = vcenter.mount_all(&item(ITEM), vms.clone()).concurrency(4);
    fleet.next().await.expect("the fleet should go on").1.expect("the mount should succeed");
    simulator.expire_sessions();
    let results = run(&mut fleet).await;
    let reason = fleet.stopped().expect("the fleet should stop");
    assert_eq!(reason.kind(), ErrorKind::Unauthenticated, "{reason:?}");
    let counts = check_counts(&simulator, &vms, &fleet);
    assert!(counts.not_started > vms.len() - 10 && counts.failed <= 4, "{counts:?}: {results:?}");
}

fn builder_without_password(simulator: &Simulator) -> vcenter_iso::VcenterBuilder {
    Vcenter::builder(simulator.url()).retry(policy())
}

#[tokio::test]
async fn a_password_is_obtained_once_for_each_login() {
    let (_, vms) = simulator_with_vms(60).await;
    let inventory = vcenter_iso_simulator::Inventory::with_vms(60, 7);
    let simulator =
        checked::start(Simulator::builder().inventory(inventory).user(User::new(USER, PASSWORD))).await;
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let vcenter = builder_without_password(&simulator)
        .credentials_from(USER, move || {
            counter.fetch_add(1, Ordering::Relaxed);
            async { Ok(PASSWORD.into()) }
        })
        .connect()
        .await
        .expect("the login should succeed");
    assert_eq!(asked.load(Ordering::Relaxed), 1);
    let mut fleet = vcenter.mount_all(&item(ITEM), vms.clone());
    fleet.next().await.expect("the fleet should go on").1.expect("the mount should succeed");
    simulator.expire_sessions();
    for (machine, result) in run(&mut fleet).await {
        assert!(result.is_ok(), "{machine}: {result:?}");
    }
    assert_eq!((asked.load(Ordering::Relaxed), simulator.logins()), (2, 2));
    vcenter.logout().await.expect("the logout should succeed");
    assert_eq!(simulator.open_sessions(), 0);
}

#[tokio::test]
async fn a_password_that_cannot_be_obtained_stops_the_fleet() {
    let (simulator, vms) = simulator_with_vms(60).await;
    let session = connect(&simulator).await.release_session().expect("the session should be open");
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let vcenter = builder_without_password(&simulator)
        .session_id(session)
        .credentials_from(USER, move || {
            counter.fetch_add(1, Ordering::Relaxed);
            async { Err("the vault is sealed".into()) }
        })
        .connect()
        .await
        .expect("no login is needed");
    simulator.expire_sessions();
    let mut fleet = vcenter.mount_all(&item(ITEM), vms.clone()).concurrency(4);
    run(&mut fleet).await;
    let reason = fleet.stopped().expect("the fleet should stop");
    assert_eq!(reason.kind(), ErrorKind::InvalidInput, "{reason:?}");
    let cause = std::error::Error::source(&reason).map(ToString::to_string);
    assert_eq!(
        (reason.to_string().as_str(), cause.as_deref()),
        ("login failed: cannot get the password", Some("the vault is sealed"))
    );
    let counts = check_counts(&simulator, &vms, &fleet);
    assert!(counts.not_started > vms.len() - 5 && counts.done == 0, "{counts:?}");
    assert!(asked.load(Ordering::Relaxed) <= 4, "the password was asked for {asked:?} times");

    // At the first login as well.
    let error = builder_without_password(&simulator)
        .credentials_from(USER, || async { Err("the vault is sealed".into()) })
        .connect()
        .await
        .expect_err("there is no password");
    assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error:?}");
    let waiting = builder_without_password(&simulator)
        .timeout(Duration::from_millis(200))
        .credentials_from(USER, std::future::pending)
        .connect()
        .await
        .expect_err("there is no password");
    assert_eq!(waiting.to_string(), "login failed: the password was not there within 800ms");
}

#[tokio::test]
async fn a_rejected_password_stops_the_fleet_after_one_login() {
    let (_, vms) = simulator_with_vms(60).await;
    let inventory = vcenter_iso_simulator::Inventory::with_vms(60, 7);
    let simulator =
        checked::start(Simulator::builder().inventory(inventory).user(User::new(USER, PASSWORD))).await;
    let session = connect(&simulator).await.release_session().expect("the session should be open");
    let vcenter = builder_without_password(&simulator)
        .credentials(USER, "an-old-passw0rd")
        .session_id(session)
        .connect()
        .await
        .expect("no login is needed");
    simulator.expire_sessions();
    let before = request_count(&simulator, "/api/session");
    let mut fleet = vcenter.mount_all(&item(ITEM), vms.clone()).concurrency(8);
    run(&mut fleet).await;
    assert_eq!(fleet.stopped().map(|error| error.kind()), Some(ErrorKind::InvalidCredentials));
    assert_eq!(request_count(&simulator, "/api/session") - before, 1, "the password should be sent once");
    assert!(check_counts(&simulator, &vms, &fleet).not_started > vms.len() - 9);
}
