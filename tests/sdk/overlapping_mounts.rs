//! Callers that do not know of each other and mount the same image on one VM at the same time, as two processes do.

use std::time::Duration;

use test_support::checked::Checked;
use test_support::faulty::Act;
use vcenter_iso::{Error, ErrorKind, Hint, MountOutcome, Vcenter};
use vcenter_iso_simulator::{Fault, Gate, Operation};

use crate::concurrent_changes::{Cdroms, NOT_FOUND, OTHER, Request, connect, server};
use crate::faults::{LONG_DELAY, faults, timeout_for};
use crate::fixture::{ITEM, VM, cdrom_count, item, quick_policy, request_count, simulator, vm};
use crate::secrets::{self, builder};

const READ: Operation = Operation::VcenterVmGet;
const MOUNT: Operation = Operation::VcenterIsoImageMount;
const UNMOUNT: Operation = Operation::VcenterIsoImageUnmount;

/// Returns a second caller, which shares no lock with the first one because it spells the address in another way.
async fn stranger(simulator: &Checked) -> Vcenter {
    let url = simulator.url().replace("127.0.0.1", "localhost");
    builder(&url).retry(quick_policy()).connect().await.expect("the login should succeed")
}

fn has_image(cdroms: &Cdroms) -> Vec<&str> {
    cdroms.iter().filter(|(_, item)| *item == ITEM).map(|(key, _)| key.as_str()).collect()
}

#[tokio::test]
async fn two_callers_end_with_one_cdrom() {
    for _ in 0..10 {
        let simulator = simulator().await;
        let (one, other) = (crate::fixture::connect(&simulator).await, stranger(&simulator).await);
        let gate = Gate::new();
        simulator.inject_always(MOUNT, Fault::hold(&gate));
        let (iso, machine) = (item(ITEM), vm(VM));
        let (one, other, ()) =
            tokio::join!(one.ensure_mounted(&iso, &machine), other.ensure_mounted(&iso, &machine), async {
                // Both have found no image.
                gate.wait_for(2).await;
                gate.open();
            });
        let outcomes = [one, other].map(|outcome| outcome.expect("the mount should succeed"));
        let new = outcomes.iter().filter(|outcome| matches!(outcome, MountOutcome::Mounted(_))).count();
        assert_eq!(
            (new, cdrom_count(&simulator, VM)),
            (1, 1),
            "one caller should keep its CD-ROM: {outcomes:?}"
        );
        assert_eq!(outcomes[0].cdrom(), outcomes[1].cdrom(), "both should report the same CD-ROM");
        assert_eq!(request_count(&simulator, "?action=unmount"), 1);
    }
}

#[tokio::test]
async fn a_mount_alone_takes_three_requests() {
    let simulator = simulator().await;
    let vcenter = crate::fixture::connect(&simulator).await;
    let before = simulator.requests().len();
    vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect("the mount should succeed");
    let requests: Vec<_> =
        simulator.requests().iter().skip(before).map(|it| it.path_and_query().to_owned()).collect();
    let read = "/api/vcenter/vm/vm-42";
    assert_eq!(requests, [read, "/api/vcenter/iso/image?action=mount", read]);
}

/// Mounts on a VM on which another caller mounts at the same time, on this CD-ROM. `respond` gets the requests after it.
async fn mount_beside(
    theirs: &'static str,
    respond: impl Fn(&Request, usize, &mut Cdroms) -> Option<Act> + Send + Sync + 'static,
) -> (Result<MountOutcome, Error>, Vec<String>) {
    let (server, cdroms) = server(&[], move |request, number, cdroms| {
        if *request == Request::Mount && number == 1 {
            cdroms.insert(theirs.to_owned(), ITEM.to_owned());
        }
        respond(request, number, cdroms)
    })
    .await;
    let vcenter = connect(&server, quick_policy()).await;
    let result = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await;
    if let Err(error) = &result {
        secrets::check(error);
    }
    let cdroms = cdroms.lock().expect("the mutex should not be poisoned");
    (result, has_image(&cdroms).into_iter().map(str::to_owned).collect())
}

#[tokio::test]
async fn a_caller_never_removes_the_cdrom_of_another_one() {
    // The server adds 16009 for this caller. The last one is the greater text, and the lesser number.
    for theirs in ["16001", "16010", "3000"] {
        let (result, left) = mount_beside(theirs, |_, _, _| None).await;
        let outcome = result.expect("the image should be mounted");
        assert!(
            matches!(&outcome, MountOutcome::AlreadyMounted(iso) if iso.cdrom.as_str() == theirs),
            "{outcome:?}"
        );
        assert_eq!(left, [theirs]);
    }
}

#[tokio::test]
async fn the_first_cdrom_stays_if_the_other_caller_removes_its_own() {
    let (result, left) = mount_beside("16010", |request, number, cdroms| {
        if *request == Request::Read && number == 3 {
            cdroms.remove("16010");
        }
        None
    })
    .await;
    let outcome = result.expect("the image should be mounted");
    assert!(matches!(&outcome, MountOutcome::Mounted(iso) if iso.cdrom.as_str() == "16009"), "{outcome:?}");
    assert_eq!(left, ["16009"]);
}

#[tokio::test]
async fn the_image_is_mounted_again_if_all_callers_remove_it() {
    let (result, left) = mount_beside("16001", |request, _, cdroms| {
        if matches!(request, Request::Unmount(_)) {
            cdroms.remove("16001");
        }
        None
    })
    .await;
    let outcome = result.expect("the image should be mounted");
    assert!(matches!(outcome, MountOutcome::Mounted(_)), "{outcome:?}");
    assert_eq!(left, ["16009"]);

    // The other caller does so at each mount.
    let (server, cdroms) = server(&[], |request, _, cdroms| {
        match request {
            Request::Mount => drop(cdroms.insert("16001".to_owned(), ITEM.to_owned())),
            Request::Unmount(_) => drop(cdroms.remove("16001")),
            Request::Read => {}
        }
        None
    })
    .await;
    let vcenter = connect(&server, quick_policy()).await;
    let error =
        vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect_err("the mounts should come to an end");
    let mounts = server.received().iter().filter(|request| request.contains("?action=mount")).count();
    assert_eq!((error.kind(), mounts), (ErrorKind::Unavailable, 3), "{error:?}");
    assert!(cdroms.lock().expect("the mutex should not be poisoned").is_empty());
}

#[tokio::test]
async fn a_cdrom_that_cannot_be_removed_is_reported_with_the_other_one() {
    const REFUSED: &str = r#"{"error_type":"NOT_ALLOWED_IN_CURRENT_STATE","messages":[{"id":"a","default_message":"No.","args":[]}]}"#;
    const LOCKED: &str = r#"{"error_type":"ERROR","messages":[{"id":"msg.cdromdisconnect.locked","default_message":"Locked.","args":[]}]}"#;
    for (status, body, hint) in [
        ("400 Bad Request", REFUSED, Hint::MountedTwice),
        ("500 Internal Server Error", LOCKED, Hint::LockedDrive),
    ] {
        let (result, left) = mount_beside("16001", move |request, _, _| {
            matches!(request, Request::Unmount(_)).then(|| Act::json(status, body))
        })
        .await;
        let error = result.expect_err("two CD-ROMs should be an error");
        assert_eq!((error.kind(), error.hint()), (ErrorKind::MountedTwice, Some(hint)), "{error:?}");
        assert!(error.may_have_acted() && !error.is_transient(), "{error:?}");
        let text = error.to_string();
        assert!(text.contains("vm-42 has the image on the CD-ROMs 16001 and 16009, because"), "{text}");
        assert_eq!(left, ["16001", "16009"]);
    }
}

#[tokio::test]
async fn a_refused_removal_is_no_error_if_the_other_caller_removes_its_own() {
    let (result, left) = mount_beside("16001", |request, _, cdroms| {
        matches!(request, Request::Unmount(_)).then(|| {
            cdroms.remove("16001");
            Act::json("400 Bad Request", r#"{"error_type":"NOT_ALLOWED_IN_CURRENT_STATE","messages":[]}"#)
        })
    })
    .await;
    let outcome = result.expect("the image should be mounted");
    assert!(matches!(&outcome, MountOutcome::Mounted(iso) if iso.cdrom.as_str() == "16009"), "{outcome:?}");
    assert_eq!(left, ["16009"]);
}

#[tokio::test]
async fn a_lost_removal_leaves_the_outcome_unknown() {
    let (result, left) =
        mount_beside("16001", |request, _, _| matches!(request, Request::Unmount(_)).then_some(Act::Drop))
            .await;
    let error = result.expect_err("a lost removal should be an error");
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error:?}");
    assert!(error.to_string().contains("on the CD-ROMs 16001 and 16009"), "{error}");
    assert_eq!(left.len(), 2);
}

#[tokio::test]
async fn a_caller_whose_cdrom_is_gone_after_a_failed_removal_reports_the_other_one() {
    for response in [Act::Drop, Act::json("404 Not Found", NOT_FOUND)] {
        let (result, left) = mount_beside("16001", move |request, _, cdroms| match request {
            Request::Unmount(own) => {
                cdroms.remove(own);
                Some(response.clone())
            }
            _ => None,
        })
        .await;
        let outcome = result.expect("the image should be mounted");
        assert!(
            matches!(&outcome, MountOutcome::AlreadyMounted(iso) if iso.cdrom.as_str() == "16001"),
            "{outcome:?}"
        );
        assert_eq!(left, ["16001"]);
    }
}

/// The response is lost, so the caller does not know which CD-ROM is its own, and may remove none.
#[tokio::test]
async fn a_lost_mount_beside_another_one_ends_with_one_cdrom_or_an_error() {
    let lost = |request: &Request, _: usize, cdroms: &mut Cdroms| {
        (*request == Request::Mount).then(|| {
            cdroms.insert("16009".to_owned(), ITEM.to_owned());
            Act::Drop
        })
    };
    let (result, left) = mount_beside("16001", lost).await;
    let error = result.expect_err("two CD-ROMs should be an error");
    assert_eq!(
        (error.kind(), error.hint()),
        (ErrorKind::MountedTwice, Some(Hint::MountedTwice)),
        "{error:?}"
    );
    assert!(error.to_string().contains("on the CD-ROMs 16001 and 16009"), "{error}");
    assert_eq!(left.len(), 2);

    // The other caller removes its own.
    let (result, left) = mount_beside("16001", move |request, number, cdroms| {
        if *request == Request::Read && number == 3 {
            cdroms.remove("16001");
        }
        lost(request, number, cdroms)
    })
    .await;
    assert!(matches!(result, Ok(MountOutcome::Mounted(_))), "{result:?}");
    assert_eq!(left, ["16009"]);

    // The lost mount is carried out after the CD-ROM of the other caller has been seen.
    let (result, left) = mount_beside("16001", |request, number, cdroms| {
        if *request == Request::Read && number == 3 {
            cdroms.insert("16009".to_owned(), ITEM.to_owned());
        }
        (*request == Request::Mount).then_some(Act::Drop)
    })
    .await;
    let error = result.expect_err("two CD-ROMs should be an error");
    assert_eq!((error.kind(), left.len()), (ErrorKind::MountedTwice, 2), "{error:?}");
}

/// The caller finds a CD-ROM that its caller removes, because there is one more.
#[tokio::test]
async fn a_found_cdrom_that_is_removed_is_replaced_by_the_one_that_stays() {
    let simulator = simulator().await;
    let (vcenter, other) = (crate::fixture::connect(&simulator).await, stranger(&simulator).await);
    let (iso, machine) = (item(ITEM), vm(vcenter_iso_simulator::example::RUNNING_VM));
    let found = other.mount(&iso, &machine).await.expect("the mount should succeed");
    other.disconnect_cdrom(&machine, &found).await.expect("the disconnect should succeed");
    let gate = Gate::new();
    simulator.inject(Operation::VcenterVmHardwareCdromConnect, [Fault::hold(&gate)]);
    let (outcome, stays) = tokio::join!(vcenter.ensure_mounted(&iso, &machine), async {
        gate.wait_for(1).await;
        let stays = other.mount(&iso, &machine).await.expect("the mount should succeed");
        other.unmount(&machine, &found).await.expect("the unmount should succeed");
        gate.open();
        stays
    });
    let outcome = outcome.expect("the other CD-ROM should be found");
    assert!(matches!(&outcome, MountOutcome::AlreadyMounted(iso) if iso.cdrom == stays), "{outcome:?}");
}

/// Injects a fault into one request of a caller that has to remove its own CD-ROM: the read after the mount, the removal,
/// or the read after that.
async fn check(operation: Operation, passed: usize, fault: Fault) {
    let case = format!("{fault:?} at {operation} after {passed}");
    let simulator = simulator().await;
    let other = stranger(&simulator).await;
    let session = crate::fixture::connect(&simulator).await.release_session().expect("a session");
    let vcenter = builder(simulator.url())
        .retry(quick_policy().max_attempts(3))
        .timeout(timeout_for(&fault))
        .session_id(session)
        .connect()
        .await
        .expect("no login should be needed");
    let (iso, machine) = (item(ITEM), vm(VM));
    let gate = Gate::new();
    simulator.inject(MOUNT, [Fault::hold(&gate)]);
    simulator.inject(operation, std::iter::repeat_n(Fault::pass(), passed).chain([fault.clone()]));
    let (result, theirs) = tokio::join!(vcenter.ensure_mounted(&iso, &machine), async {
        gate.wait_for(1).await;
        let theirs = other.mount(&iso, &machine).await.expect("the mount should succeed");
        gate.open();
        theirs
    });
    simulator.clear_faults();
    // The simulator may still act after the client has timed out.
    tokio::time::sleep(if fault == Fault::delay(LONG_DELAY) {
        Duration::from_secs(2)
    } else {
        Duration::ZERO
    })
    .await;
    let inventory = simulator.inventory();
    assert!(
        inventory.vms[VM].cdroms.contains_key(theirs.as_str()),
        "{case}: removed the CD-ROM of another caller"
    );
    let count = cdrom_count(&simulator, VM);
    match &result {
        Ok(outcome) => assert_eq!((outcome.cdrom(), count), (&theirs, 1), "{case}"),
        Err(error) => {
            secrets::check(error);
            match error.kind() {
                ErrorKind::MountedTwice => assert_eq!(count, 2, "{case}: {error}"),
                ErrorKind::OutcomeUnknown => assert!((1..=2).contains(&count), "{case}: {error}"),
                _ => panic!("{case}: the error should mention the mount: {error:?}"),
            }
            assert!(error.hint().is_some(), "{case}: {error}");
        }
    }
}

#[tokio::test]
async fn a_fault_after_the_mount_gives_a_correct_result() {
    let cases = [(READ, 1), (UNMOUNT, 0), (READ, 2), (READ, 3)]
        .into_iter()
        .flat_map(|(operation, passed)| faults().into_iter().map(move |fault| (operation, passed, fault)));
    for batch in cases.collect::<Vec<_>>().chunks(8) {
        let checks = batch
            .iter()
            .cloned()
            .map(|(operation, passed, fault)| tokio::spawn(check(operation, passed, fault)));
        for check in checks.collect::<Vec<_>>() {
            if let Err(error) = check.await {
                std::panic::resume_unwind(error.into_panic());
            }
        }
    }
}

/// A CD-ROM with another image does not count.
#[tokio::test]
async fn another_image_does_not_count() {
    let (server, cdroms) = server(&[], |request, _, cdroms| {
        if *request == Request::Mount {
            cdroms.insert("16001".to_owned(), OTHER.to_owned());
        }
        None
    })
    .await;
    let vcenter = connect(&server, quick_policy()).await;
    let outcome = vcenter.ensure_mounted(&item(ITEM), &vm(VM)).await.expect("the mount should succeed");
    assert!(matches!(outcome, MountOutcome::Mounted(_)), "{outcome:?}");
    assert_eq!(cdroms.lock().expect("the mutex should not be poisoned").len(), 2);
}
