//! The commands `import`, `sync-item` and `delete-item`.

use rustix::process::Signal;
use test_support::checked::{self, Checked};
use vcenter_iso_simulator::example::{ITEM_NAME, UNCACHED_ITEM};
use vcenter_iso_simulator::{Fault, Gate, Operation, Simulator, Target};

use crate::command::{CommandOutput, Home, connected, run};
use crate::interrupt::{send, wait_until};

const CONTENT: &[u8] = b"an image of several bytes";

async fn import(simulator: &Simulator, file: &str, more: &[&str]) -> CommandOutput {
    run(connected(simulator.url(), arguments(file, more))).await
}

fn arguments<'a>(file: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["import", file, "--library", "installers", "--retries", "1"], more].concat()
}

async fn simulator() -> Checked {
    checked::start(Simulator::builder()).await
}

/// Returns the number of items with this name, and the sizes of their files.
fn items(simulator: &Simulator, name: &str) -> (usize, Vec<u64>) {
    let inventory = simulator.inventory();
    let items: Vec<_> = inventory.items.values().filter(|item| item.name == name).collect();
    (items.len(), items.iter().flat_map(|item| &item.files).map(|file| file.size).collect())
}

#[track_caller]
fn assert_imported(simulator: &Simulator, case: &str) {
    assert_eq!(items(simulator, "tool"), (1, vec![CONTENT.len() as u64]), "{case}");
    assert_eq!(simulator.active_update_sessions(), 0, "{case}: an update session is open");
    assert_eq!(simulator.open_sessions(), 0, "{case}: a session is open");
}

#[tokio::test]
async fn an_image_is_imported_once() {
    let simulator = simulator().await;
    let home = Home::new();
    let file = home.write("tool.iso", std::str::from_utf8(CONTENT).expect("text"));
    let would = import(&simulator, &file, &["--dry-run", "--output", "jsonl"]).await;
    let would: serde_json::Value = serde_json::from_str(&would.stdout).expect("JSON");
    assert_eq!((&would["result"], items(&simulator, "tool").0), (&"would_create".into(), 0), "{would}");
    for result in ["created", "unchanged"] {
        let output = import(&simulator, &file, &[]).await;
        assert_eq!((output.status, &*output.stderr), (Some(0), ""), "{output:?}");
        assert!(output.stdout.starts_with(&format!("tool\tinstallers\t{result}\t0\t")), "{output:?}");
        assert_imported(&simulator, result);
    }
    let other = home.write("other.iso", "another content");
    let refused = import(&simulator, &other, &["--name", "tool"]).await;
    assert_eq!(refused.status, Some(1), "{refused:?}");
    assert!(refused.stderr.contains("has 25 bytes, and "), "{refused:?}");
    assert!(refused.stderr.contains("hint: ") && refused.stderr.contains("--replace"), "{refused:?}");
    let replaced = import(&simulator, &other, &["--name", "tool", "--replace"]).await;
    assert!(replaced.stdout.contains("\treplaced\t"), "{replaced:?}");
    assert_eq!(items(&simulator, "tool"), (1, vec![15]));
}

#[tokio::test]
async fn what_cannot_be_imported_is_explained() {
    let simulator = simulator().await;
    let home = Home::new();
    let file = home.write("tool.iso", "abc");
    let cases: [(&[&str], i32, &str); 7] = [
        (&["import", &file], 2, "no library: pass --library or --library-id"),
        (&["import", &file, "--library", "instalers"], 4, "no content library is named `instalers`"),
        (&["import", "/no/such.iso", "--library", "installers"], 2, "cannot read /no/such.iso: "),
        (
            &["import", &file, "--library", "mirror"],
            1,
            "change the item in the library that this one subscribes",
        ),
        (
            &["import", &file, "--library", "installers", "--checksum", "sha256:00"],
            2,
            "a checksum of SHA256 has 64 hexadecimal digits",
        ),
        (
            &["import", &file, "--library", "installers", "--checksum", "crc:00"],
            2,
            "one of sha1, sha256, sha512",
        ),
        (
            &["import", &file, "--library", "installers", "--source-thumbprint", "00"],
            2,
            "--source-thumbprint is for a URL",
        ),
    ];
    for (arguments, status, text) in cases {
        let output = run(connected(simulator.url(), arguments.iter().copied())).await;
        assert_eq!(output.status, Some(status), "{arguments:?}: {output:?}");
        assert!(output.stderr.contains(text) && output.stdout.is_empty(), "{arguments:?}: {output:?}");
        assert_eq!(items(&simulator, "tool").0, 0, "{arguments:?}");
    }
}

#[tokio::test]
async fn an_interrupt_removes_what_the_import_has_begun() {
    let simulator = simulator().await;
    let home = Home::new();
    let file = home.write("tool.iso", std::str::from_utf8(CONTENT).expect("text"));
    let gate = Gate::new();
    simulator.inject(Target::Upload, [Fault::hold(&gate)]);
    let child = connected(simulator.url(), arguments(&file, &[])).spawn().expect("the binary runs");
    wait_until("the upload has begun", || gate.held() == 1).await;
    send(&child, Signal::INT);
    let output = child.wait_with_output().await.expect("the binary ends");
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(130), "{stderr}");
    assert!(stderr.contains("removing what the import has begun"), "{stderr}");
    assert_eq!(items(&simulator, "tool").0 + simulator.active_update_sessions(), 0, "{stderr}");
    assert_eq!(simulator.open_sessions(), 0, "{stderr}");
    gate.release(1);
}

/// A process that is killed cannot clean up: the next one with the same arguments does.
#[tokio::test]
async fn the_next_import_finishes_one_that_was_killed() {
    let targets: [Target; 6] = [
        Operation::ContentLibraryItemCreate.into(),
        Operation::ContentLibraryItemUpdateSessionCreate.into(),
        Operation::ContentLibraryItemUpdatesessionFileAdd.into(),
        Target::Upload,
        Operation::ContentLibraryItemUpdatesessionFileValidate.into(),
        Operation::ContentLibraryItemUpdateSessionComplete.into(),
    ];
    let moments = targets.into_iter().flat_map(|target| [(target, false), (target, true)]);
    let checks: Vec<_> = moments
        .map(|(target, after)| {
            tokio::spawn(async move {
                let case = format!("killed {} {target}", if after { "after" } else { "before" });
                let simulator = simulator().await;
                let home = Home::new();
                let file = home.write("tool.iso", std::str::from_utf8(CONTENT).expect("text"));
                let gate = Gate::new();
                let hold = Fault::hold(&gate);
                simulator.inject(target, [if after { hold.after() } else { hold }]);
                let mut child = connected(simulator.url(), arguments(&file, &[])).spawn().expect("it runs");
                wait_until(&case, || gate.held() == 1).await;
                child.kill().await.expect("the process is killed");
                gate.release(1);
                simulator.expire_sessions();
                let output = import(&simulator, &file, &[]).await;
                assert_eq!(output.status, Some(0), "{case}: {output:?}");
                assert_imported(&simulator, &case);
            })
        })
        .collect();
    for check in checks {
        if let Err(error) = check.await {
            std::panic::resume_unwind(error.into_panic());
        }
    }
}

#[tokio::test]
async fn items_are_synchronized_and_deleted() {
    let simulator = simulator().await;
    let run = async |arguments: &[&str]| run(connected(simulator.url(), arguments.iter().copied())).await;
    let done = run(&["sync-item", "--item", "rescue"]).await;
    assert_eq!(done.stdout, format!("rescue\tsynchronized\t{UNCACHED_ITEM}\n"), "{done:?}");
    let done = run(&["sync-item", "--item-id", UNCACHED_ITEM, "--output", "name"]).await;
    assert_eq!((done.status, &*done.stdout), (Some(0), &*format!("{UNCACHED_ITEM}\n")), "{done:?}");
    run(&["mount", "build-01", "--item", ITEM_NAME]).await;
    let refused = run(&["delete-item", "--item", ITEM_NAME]).await;
    assert_eq!(refused.status, Some(1), "{refused:?}");
    assert!(refused.stderr.contains("mounted on `build-01` (vm-42)"), "{refused:?}");
    assert!(refused.stdout.contains("\tfailed\t"), "{refused:?}");
    let deleted = run(&["delete-item", "--item", ITEM_NAME, "--even-if-mounted"]).await;
    assert!(deleted.stdout.starts_with("linux-installer\tdeleted\t"), "{deleted:?}");
    let subscribed = run(&["delete-item", "--item", "rescue", "--even-if-mounted"]).await;
    assert!(subscribed.stderr.contains("hint: change the item in the library"), "{subscribed:?}");
}
