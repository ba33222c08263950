//! Imports of ISO images: every kind of fault at every call, and what is left in the library.

use std::io::{Cursor, Write as _};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ring::digest;
use test_support::checked::{self, Checked};
use vcenter_iso::{
    ChecksumAlgorithm, DeleteOutcome, Error, ErrorKind, Hint, ImportOutcome, ImportPhase, ImportRequest,
    IsoSource, LibraryId, SyncOutcome, Vcenter,
};
use vcenter_iso_simulator::example::{
    ITEM, ITEM_NAME, LIBRARY, RUNNING_VM, SUBSCRIBED_LIBRARY, UNCACHED_ITEM, VM,
};
use vcenter_iso_simulator::{
    Datastore, Fault, Gate, LibraryFile, Operation, RemoteFile, Response, Simulator, Target,
};

use crate::faults::{LONG_DELAY, faults, timeout_for};
use crate::fixture::{connect, item, quick_policy, request_count, simulator, vm};
use crate::secrets::{self, builder};

const NAME: &str = "tool";

fn library(id: &str) -> LibraryId {
    id.parse().expect("the identifier should be valid")
}

fn hex(digest: &digest::Digest) -> String {
    use std::fmt::Write as _;
    digest.as_ref().iter().fold(String::new(), |mut digits, byte| {
        write!(digits, "{byte:02x}").expect("writing to a string cannot fail");
        digits
    })
}

fn sha1(content: &[u8]) -> String {
    hex(&digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, content))
}

fn sha256(content: &[u8]) -> String {
    hex(&digest::digest(&digest::SHA256, content))
}

/// An image of several parts.
fn image() -> Vec<u8> {
    (0..700_001_u32).map(|index| (index % 251) as u8).collect()
}

/// A file with this content, which is removed when it is dropped.
struct TestFile(std::path::PathBuf);

impl TestFile {
    fn new(content: &[u8]) -> Self {
        static COUNT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let path =
            std::env::temp_dir().join(format!("vcenter-iso-import-{}-{count}.iso", std::process::id()));
        let mut file = std::fs::File::create(&path).expect("a file for the test");
        file.write_all(content).expect("the file should be written");
        Self(path)
    }

    fn source(&self) -> IsoSource {
        IsoSource::file(&self.0)
    }
}

impl Drop for TestFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn import(vcenter: &Vcenter, source: IsoSource) -> ImportRequest {
    vcenter.import_iso(&library(LIBRARY), NAME, source).abandoned_after(Duration::from_millis(50))
}

/// Returns the files of the items with the name of the tests.
fn items(simulator: &Simulator) -> Vec<Vec<LibraryFile>> {
    let inventory = simulator.inventory();
    inventory.items.values().filter(|item| item.name == NAME).map(|item| item.files.clone()).collect()
}

/// Panics unless the library has the image once, and nothing is open.
#[track_caller]
fn assert_imported(simulator: &Simulator, content: &[u8], case: &str) {
    let items = items(simulator);
    let [files] = items.as_slice() else { panic!("{case}: {} items have the name", items.len()) };
    let [file] = files.as_slice() else { panic!("{case}: the item has the files {files:?}") };
    assert_eq!((file.size, file.sha1.as_deref()), (content.len() as u64, Some(&*sha1(content))), "{case}");
    assert_eq!(simulator.active_update_sessions(), 0, "{case}: an update session is open");
}

#[tokio::test]
async fn an_image_is_imported_once_and_mounted() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let content = image();
    let file = TestFile::new(&content);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let record = Arc::clone(&seen);
    let request = import(&vcenter, file.source()).progress(move |progress| {
        record.lock().expect("no panic").push(progress);
    });
    let created = request.await.expect("the import should succeed");
    assert!(matches!(created, ImportOutcome::Created(_)), "{created:?}");
    assert_imported(&simulator, &content, "a file");
    let seen = std::mem::take(&mut *seen.lock().expect("no panic"));
    let last = seen.iter().rfind(|progress| progress.phase == ImportPhase::Transfer).expect("progress");
    assert_eq!((last.bytes, last.size), (content.len() as u64, Some(content.len() as u64)));
    let again = import(&vcenter, file.source()).await.expect("nothing is to be done");
    assert_eq!(again, ImportOutcome::Unchanged(created.item().clone()));
    assert_eq!(request_count(&simulator, "/tool.iso"), 1, "the second import uploaded the file");
    // Without its content: by size and checksum.
    let same = import(&vcenter, IsoSource::reader(Cursor::new(content.clone()), content.len() as u64));
    assert_eq!(same.await.expect("nothing is to be done"), again);
    vcenter.ensure_mounted(created.item(), &vm(VM)).await.expect("the image should be mounted");
}

#[tokio::test]
async fn another_content_is_replaced_only_on_demand() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let (old, new) = (b"old".to_vec(), b"new".to_vec());
    let source = |content: &[u8]| IsoSource::reader(Cursor::new(content.to_vec()), content.len() as u64);
    let created = import(&vcenter, source(&old)).await.expect("the import should succeed");
    let file = TestFile::new(&new);
    let error = import(&vcenter, file.source()).await.expect_err("the content differs");
    assert_eq!(
        (error.kind(), error.hint()),
        (ErrorKind::AlreadyExists, Some(Hint::OtherContent)),
        "{error:?}"
    );
    assert!(error.to_string().contains("has the checksum SHA1"), "{error}");
    assert_imported(&simulator, &old, "the refused import");
    let larger = TestFile::new(b"newer");
    let error = import(&vcenter, larger.source()).await.expect_err("the size differs");
    assert!(error.to_string().contains("its file has 3 bytes"), "{error}");
    let replaced = import(&vcenter, file.source()).replace().await.expect("the content should be replaced");
    assert_eq!(replaced, ImportOutcome::Replaced(created.item().clone()));
    assert_imported(&simulator, &new, "the replaced content");
    assert_eq!(items(&simulator)[0][0].version, 2);
    // The reader was read for its checksum.
    let error = import(&vcenter, source(&old)).replace().await.expect_err("the reader is used up");
    assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error:?}");
    let error = vcenter
        .import_iso(&library(LIBRARY), ITEM_NAME, file.source())
        .await
        .expect_err("the example has no checksum");
    assert_eq!(error.kind(), ErrorKind::AlreadyExists, "{error:?}");
}

#[tokio::test]
async fn an_image_that_cannot_be_imported_changes_nothing() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let file = TestFile::new(b"abc");
    let empty = TestFile::new(b"");
    let to = |name: &str, source: IsoSource| vcenter.import_iso(&library(LIBRARY), name, source);
    let short = IsoSource::reader(Cursor::new(b"abc".to_vec()), 4);
    for (request, reason) in [
        (to("", file.source()), "1 to 80 characters"),
        (to(&"a".repeat(81), file.source()), "and not 81"),
        (to(NAME, IsoSource::file("/no/such/file.iso")), "cannot read /no/such/file.iso"),
        (to(NAME, IsoSource::file(std::env::temp_dir())), "not a regular file"),
        (to(NAME, empty.source()), "is empty"),
        (to(NAME, file.source()).file_name("tool.img"), "extension .iso"),
        (to(NAME, file.source()).checksum(ChecksumAlgorithm::Sha256, "abc"), "64 hexadecimal digits"),
        (to(NAME, file.source()).checksum(ChecksumAlgorithm::Sha256, &sha256(b"x")), "instead of SHA256"),
        (to(NAME, short), "fewer than 4 bytes"),
    ] {
        let error = request.await.expect_err(reason);
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{reason}: {error:?}");
        assert!(error.to_string().contains(reason), "{reason}: {error}");
        assert_eq!((items(&simulator).len(), simulator.active_update_sessions()), (0, 0), "{reason}");
    }
    let subscribed = vcenter.import_iso(&library(SUBSCRIBED_LIBRARY), NAME, file.source());
    let error = subscribed.await.expect_err("the library is subscribed");
    assert_eq!((error.kind(), error.hint()), (ErrorKind::InvalidArgument, Some(Hint::SubscribedLibrary)));
    let none = vcenter.import_iso(&library("no-such-library"), NAME, file.source());
    assert_eq!(none.await.expect_err("no such library").kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn a_full_datastore_and_a_wrong_checksum_leave_nothing() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let content = image();
    let wrong = IsoSource::reader(Cursor::new(content.clone()), content.len() as u64);
    let request = import(&vcenter, wrong).checksum(ChecksumAlgorithm::Sha512, &"0".repeat(128));
    let error = request.await.expect_err("the checksum is wrong");
    assert_eq!(error.kind(), ErrorKind::Server, "{error:?}");
    assert!(error.to_string().contains("does not have the expected checksum"), "{error}");
    simulator.update_inventory(|inventory| {
        let full = Datastore { free_space: Some(1000), ..Datastore::new("ssd-01") };
        inventory.datastores.insert("datastore-11".to_owned(), full);
    });
    let file = TestFile::new(&content);
    let error = import(&vcenter, file.source()).await.expect_err("the datastore is full");
    assert_eq!((items(&simulator).len(), simulator.active_update_sessions()), (0, 0), "{error}");
}

#[tokio::test]
async fn the_file_goes_only_to_the_server_or_to_an_allowed_host() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let other = self::simulator().await;
    let file = TestFile::new(b"abc");
    let uri = other.url().replace("127.0.0.1", "localhost");
    let answer = serde_json::json!({
        "name": "tool.iso", "source_type": "PUSH", "bytes_transferred": 0, "status": "WAITING_FOR_TRANSFER",
        "upload_endpoint": { "uri": format!("{uri}/cls/data/a-secret/tool.iso") },
    });
    let named = Fault::respond(Response::new(201).json(&answer));
    simulator.inject(Operation::ContentLibraryItemUpdatesessionFileAdd, [named.clone(), named]);
    let error = import(&vcenter, file.source()).await.expect_err("it is another host");
    assert_eq!((error.kind(), other.requests().len()), (ErrorKind::InvalidResponse, 0), "{error:?}");
    assert!(error.to_string().contains("localhost") && !error.to_string().contains("a-secret"), "{error}");
    let allowed = import(&vcenter, file.source()).upload_host("localhost");
    allowed.await.expect_err("the other server has no such upload");
    let requests = other.requests();
    assert!(!requests.is_empty(), "nothing was sent to the allowed host");
    assert!(requests.iter().all(|request| request.header("vmware-api-session-id").is_none()));
    let to_server =
        |request: &vcenter_iso_simulator::ReceivedRequest| request.path_and_query().contains("/cls/");
    import(&vcenter, file.source()).await.expect("the import should succeed");
    let upload = simulator.requests().into_iter().find(to_server).expect("an upload");
    assert!(upload.header("vmware-api-session-id").is_some(), "the server did not get the session");
}

#[tokio::test]
async fn vcenter_fetches_an_image_from_a_url() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let url = "https://images.example.com/tool.iso";
    let error = import(&vcenter, IsoSource::url(url)).await.expect_err("vCenter cannot fetch it");
    assert_eq!(error.kind(), ErrorKind::Server, "{error:?}");
    assert_eq!((items(&simulator).len(), simulator.active_update_sessions()), (0, 0), "{error}");
    let content = image();
    simulator.update_inventory(|inventory| {
        let remote = RemoteFile { size: content.len() as u64, sha1: Some(sha1(&content)) };
        inventory.remote_files.insert(url.to_owned(), remote);
    });
    let pulled = import(&vcenter, IsoSource::url(url)).await.expect("vCenter should fetch it");
    assert!(matches!(pulled, ImportOutcome::Created(_)), "{pulled:?}");
    assert_imported(&simulator, &content, "a URL");
    let known = import(&vcenter, IsoSource::url(url)).checksum(ChecksumAlgorithm::Sha1, &sha1(&content));
    assert!(matches!(known.await.expect("it is there"), ImportOutcome::Unchanged(_)));
    let error = import(&vcenter, IsoSource::url(url)).await.expect_err("it cannot be compared");
    assert_eq!(error.kind(), ErrorKind::AlreadyExists, "{error:?}");
}

#[tokio::test]
async fn an_upload_that_breaks_off_begins_again() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let content = image();
    let file = TestFile::new(&content);
    simulator.inject(Target::Upload, [Fault::reset(), Fault::no_healthy_upstream()]);
    import(&vcenter, file.source()).await.expect("the third upload should succeed");
    assert_imported(&simulator, &content, "two broken uploads");
    let other = self::simulator().await;
    let vcenter = connect(&other).await;
    other.inject_always(Target::Upload, Fault::reset());
    let reader = IsoSource::reader(Cursor::new(content.clone()), content.len() as u64);
    import(&vcenter, reader).await.expect_err("a reader is read once");
    assert_eq!(request_count(&other, "/tool.iso"), 1);
    import(&vcenter, file.source()).await.expect_err("each upload is reset");
    assert_eq!(request_count(&other, "/tool.iso"), 4, "more than three uploads of one import");
    assert_eq!((items(&other).len(), other.active_update_sessions()), (0, 0));
}

/// A cancelled import and a dropped one clean up.
#[tokio::test]
async fn an_import_that_is_ended_leaves_nothing() {
    for drops in [false, true] {
        let simulator = simulator().await;
        let vcenter = connect(&simulator).await;
        let file = TestFile::new(&image());
        let gate = Gate::new();
        simulator.inject(Target::Upload, [Fault::hold(&gate)]);
        let (cancel, cancelled) = tokio::sync::oneshot::channel::<()>();
        let request = import(&vcenter, file.source()).cancel_when(async {
            let _ = cancelled.await;
        });
        let task = tokio::spawn(request.into_future());
        while request_count(&simulator, "/tool.iso") == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        if drops {
            task.abort();
        } else {
            cancel.send(()).expect("the import should run");
            let error = task.await.expect("no panic").expect_err("the import was cancelled");
            assert_eq!(error.kind(), ErrorKind::Cancelled, "{error:?}");
        }
        let mut left = usize::MAX;
        for _ in 0..400 {
            left = items(&simulator).len() + simulator.active_update_sessions();
            if left == 0 || !drops {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(left, 0, "dropped: {drops}");
        gate.release(1);
    }
}

#[tokio::test]
async fn an_abandoned_import_is_taken_over_and_a_running_one_is_not() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let content = image();
    let file = TestFile::new(&content);
    let gate = Gate::new();
    simulator.inject(Target::Upload, [Fault::hold(&gate)]);
    let first = tokio::spawn(import(&vcenter, file.source()).into_future());
    while request_count(&simulator, "/tool.iso") == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // The first one makes no progress.
    import(&vcenter, file.source()).await.expect("the session should be taken over");
    assert_imported(&simulator, &content, "the second import");
    gate.release(1);
    let error = first.await.expect("no panic").map(drop);
    assert!(error.is_err() || items(&simulator).len() == 1, "{error:?}");
    assert_imported(&simulator, &content, "after the first import has ended");
}

/// Logs in with a long timeout, so that only the calls under test depend on the other one.
async fn patient(simulator: &Simulator, fault: &Fault) -> Vcenter {
    let session = connect(simulator).await.release_session().expect("the session should be open");
    let policy = quick_policy().max_attempts(3);
    let builder = builder(simulator.url()).retry(policy).timeout(timeout_for(fault)).session_id(session);
    builder.connect().await.expect("no login should be needed")
}

async fn check(target: Target, fault: &Fault, always: bool) {
    let case = format!("{fault:?} at {target}{}", if always { ", always" } else { "" });
    let simulator: Checked = checked::start(Simulator::builder()).await;
    let vcenter = patient(&simulator, fault).await;
    if always {
        simulator.inject_always(target, fault.clone());
    } else {
        simulator.inject(target, [fault.clone()]);
    }
    let content = image();
    let file = TestFile::new(&content);
    let result = import(&vcenter, file.source()).await;
    simulator.clear_faults();
    // The simulator may still act after the client has timed out.
    tokio::time::sleep(if *fault == Fault::delay(LONG_DELAY) { LONG_DELAY } else { Duration::ZERO }).await;
    let is_there = items(&simulator).iter().any(|files| !files.is_empty());
    match &result {
        Ok(_) => assert_imported(&simulator, &content, &case),
        Err(error) => {
            secrets::check(error);
            let text = error.to_string();
            assert!(!is_there || error.may_have_acted(), "{case}: not reported, but done: {error:?}");
            let is_told = error.kind() == ErrorKind::OutcomeUnknown || is_unreachable(error);
            let left = items(&simulator).len();
            assert!(left <= 1, "{case}: {left} items");
            assert!(
                left == 0 || is_told || text.contains("is left"),
                "{case}: a silent half item: {error:?}"
            );
            let open = simulator.active_update_sessions();
            assert!(
                open == 0 || is_told || text.contains("still open"),
                "{case}: an open session: {error:?}"
            );
        }
    }
    // Whatever has happened, the next call with the same arguments finishes the work.
    let calm = connect(&simulator).await;
    import(&calm, file.source()).await.unwrap_or_else(|error| panic!("{case}: the next import: {error:?}"));
    assert_imported(&simulator, &content, &format!("{case}: the next import"));
}

/// Returns whether the session has ended, so that nothing can be cleaned up.
fn is_unreachable(error: &Error) -> bool {
    error.kind() == ErrorKind::Unauthenticated
}

#[tokio::test]
async fn a_fault_at_any_call_leaves_no_half_item() {
    let targets = [
        Operation::ContentLibraryItemFind.into(),
        Operation::ContentLibraryItemGet.into(),
        Operation::ContentLibraryItemCreate.into(),
        Operation::ContentLibraryItemUpdateSessionList.into(),
        Operation::ContentLibraryItemUpdateSessionCreate.into(),
        Operation::ContentLibraryItemUpdateSessionGet.into(),
        Operation::ContentLibraryItemUpdatesessionFileAdd.into(),
        Target::Upload,
        Operation::ContentLibraryItemUpdatesessionFileList.into(),
        Operation::ContentLibraryItemUpdatesessionFileValidate.into(),
        Operation::ContentLibraryItemUpdateSessionComplete.into(),
        Operation::ContentLibraryItemFileList.into(),
        Operation::ContentLibraryItemUpdateSessionDelete.into(),
    ];
    let mut cases = Vec::new();
    for fault in faults() {
        for target in targets {
            for always in [false, true] {
                cases.push((target, fault.clone(), always));
            }
        }
    }
    for batch in cases.chunks(48) {
        let checks = batch
            .iter()
            .cloned()
            .map(|(target, fault, always)| tokio::spawn(async move { check(target, &fault, always).await }));
        for check in checks.collect::<Vec<_>>() {
            if let Err(error) = check.await {
                std::panic::resume_unwind(error.into_panic());
            }
        }
    }
}

#[tokio::test]
async fn an_item_is_deleted_unless_its_image_is_mounted() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    vcenter.ensure_mounted(&item(ITEM), &vm(RUNNING_VM)).await.expect("the image should be mounted");
    let error = vcenter.delete_item(&item(ITEM)).await.expect_err("the image is mounted");
    assert_eq!(error.kind(), ErrorKind::NotAllowedInCurrentState, "{error:?}");
    assert!(error.to_string().contains("mounted on `build-02` (vm-43)"), "{error}");
    assert!(simulator.inventory().items.contains_key(ITEM));
    vcenter.ensure_unmounted(&item(ITEM), &vm(RUNNING_VM)).await.expect("the image should be unmounted");
    for expected in [DeleteOutcome::Deleted, DeleteOutcome::Absent] {
        assert_eq!(vcenter.delete_item(&item(ITEM)).await.expect("no failure"), expected);
    }
    for fault in [Fault::reset(), Fault::reset().after(), Fault::no_healthy_upstream(), Fault::html(502)] {
        let simulator = self::simulator().await;
        let vcenter = connect(&simulator).await;
        simulator.inject(Operation::ContentLibraryItemDelete, [fault.clone()]);
        let deleted = vcenter.delete_item(&item(ITEM)).even_if_mounted().await;
        assert_eq!(deleted.expect("the deletion is repeated"), DeleteOutcome::Deleted, "{fault:?}");
        assert!(!simulator.inventory().items.contains_key(ITEM), "{fault:?}");
    }
    let error = vcenter.delete_item(&item(UNCACHED_ITEM)).await.expect_err("the library is subscribed");
    assert_eq!(error.hint(), Some(Hint::SubscribedLibrary), "{error:?}");
}

#[tokio::test]
async fn an_item_is_synchronized_and_awaited() {
    let simulator = checked::start(Simulator::builder().task_time(Duration::from_millis(100))).await;
    let vcenter = connect(&simulator).await;
    let soon = vcenter.sync_item(&item(UNCACHED_ITEM), Duration::ZERO).await.expect_err("it takes a while");
    assert_eq!(soon.kind(), ErrorKind::OutcomeUnknown, "{soon:?}");
    let minute = Duration::from_secs(60);
    let done = vcenter.sync_item(&item(UNCACHED_ITEM), minute).await.expect("the files should come");
    assert_eq!(done, SyncOutcome::Synchronized);
    let again = vcenter.sync_item(&item(UNCACHED_ITEM), minute).await.expect("the files are there");
    assert_eq!(again, SyncOutcome::Unchanged);
    simulator.update_inventory(|inventory| inventory.items.get_mut(ITEM).expect("an item").cached = false);
    let local = vcenter.sync_item(&item(ITEM), minute).await.expect_err("the library is local");
    assert_eq!(
        (local.kind(), local.hint()),
        (ErrorKind::InvalidArgument, Some(Hint::LocalLibrary)),
        "{local:?}"
    );
}
