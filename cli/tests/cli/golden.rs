//! The output of each command in each format. `UPDATE_EXPECT=1 cargo test -p vcenter-iso-cli golden` updates the files.
//! Scripts depend on this output: a change affects users.

use expect_test::expect_file;
use test_support::checked;
use vcenter_iso_simulator::Simulator;

use crate::command::{connected, run, without_request_ids};

/// Runs the command lines one after another with one simulator, and compares their output with a file.
macro_rules! check {
    ($file:literal, $($line:expr),+ $(,)?) => {
        expect_file![concat!("../golden/", $file)].assert_eq(&transcript(&[$($line),+]).await)
    };
}

async fn transcript(lines: &[&str]) -> String {
    let simulator = checked::start(Simulator::builder()).await;
    let mut transcript = Vec::new();
    for line in lines {
        let output = run(connected(simulator.url(), line.split_whitespace())).await;
        assert_eq!(simulator.open_sessions(), 0, "`{line}` did not log out");
        let stderr =
            if output.stderr.is_empty() { String::new() } else { format!("-- stderr\n{}", output.stderr) };
        let status = output.status.expect("a status");
        transcript.push(format!(
            "$ vcenter-iso {line}\n{}{stderr}-- exit status {status}\n",
            without_request_ids(&output.stdout)
        ));
    }
    transcript.join("\n").replace(simulator.url(), "URL")
}

#[tokio::test]
async fn mount() {
    check!(
        "mount.txt",
        "mount --vm build-01 --item linux-installer",
        "mount --vm build-01 --item linux-installer",
        "mount --vm build-01 --item linux-installer --always",
        "mount --vm build-01 --vm build-02 --vm build-03 --item linux-installer --library installers --concurrency 1",
        "mount --vm build-01 --vm legacy-02 --item linux-installer --dry-run --concurrency 1",
        "mount --vm-id vm-42 --vm-id vm-999 --item-id a7f2c9d4-3e1b-4f86-b5a0-8d7c6e5f4a3b --output json --concurrency 1",
        "mount --vm web --folder staging --item guest-tools --output jsonl",
        "mount --vm-id vm-44 --item guest-tools --output yaml",
    );
}

#[tokio::test]
async fn unmount() {
    check!(
        "unmount.txt",
        "mount --vm build-01 --item linux-installer --always --output jsonl",
        "mount --vm build-01 --item linux-installer --always --output jsonl",
        "unmount --vm build-01 --item linux-installer --dry-run",
        "unmount --vm build-01 --item linux-installer",
        "unmount --vm build-01 --item linux-installer --output json",
        "mount --vm build-01 --item guest-tools",
        "unmount --vm build-01 --cdrom 16000 --dry-run --output jsonl",
        "unmount --vm build-01 --cdrom 16000 --output yaml",
        "unmount --vm build-01 --cdrom 16000 --output jsonl",
        "unmount --vm build-01 --cdrom 16000 --dry-run",
        "unmount --vm build-02 --cdrom 16000 --dry-run",
        "unmount --vm build-02 --cdrom 16000",
        "unmount --vm build-01 --vm build-02 --item linux-installer --concurrency 1",
    );
}

#[tokio::test]
async fn connect() {
    check!(
        "connect.txt",
        "connect --vm build-02 --item linux-installer",
        "disconnect --vm build-02 --item linux-installer",
        "mount --vm build-02 --vm build-01 --item linux-installer --concurrency 1",
        "connect --vm build-02 --item linux-installer",
        "disconnect --vm build-02 --item linux-installer --dry-run",
        "disconnect --vm build-02 --item linux-installer",
        "disconnect --vm build-02 --cdrom 16001",
        "status --vm build-02",
        "connect --vm build-02 --cdrom 16001 --dry-run",
        "connect --vm build-02 --item linux-installer --output json",
        "connect --vm build-01 --item linux-installer",
    );
}

#[tokio::test]
async fn status() {
    check!(
        "status.txt",
        "mount --vm build-01 --vm legacy-02 --item linux-installer --concurrency 1",
        "status --vm build-01",
        "status --vm build-0* --concurrency 1",
        "status --vm legacy-02 --output json",
        "status --vm legacy-02 --output jsonl",
        "status --vm legacy-02 --output yaml",
        "status --vm-id vm-999 --output json",
        "status --item linux-installer --columns name,vm,cdroms",
        "status --item linux-installer --columns name,vm,cdrom --concurrency 1",
        "status legacy-02 build-01 --item guest-tools --concurrency 1",
        "status --item guest-tools --output json --concurrency 1",
        "status --library installers",
    );
}

#[tokio::test]
async fn check() {
    check!(
        "check.txt",
        "check --vm build-01 --item linux-installer",
        "check --vm legacy-01 --item old-installer",
        "check --vm build-03 --item rescue --output json",
        "check --vm build-01 --item linux-installer --output jsonl",
        "check --vm build-01 --item linux-installer --output yaml",
        "check --vm build-01 --vm legacy-01 --item linux-installer --concurrency 1",
        "check --vm-id vm-999 --item linux-installer",
    );
}

#[tokio::test]
async fn vms() {
    check!(
        "vms.txt",
        "vms",
        "vms --name build-* --power-state off --output json",
        "vms --name web --folder staging --output jsonl",
        "vms --cluster cluster-01 --power-state suspended --output yaml",
        "vms --name nothing-*",
        "vms --name nothing-* --output json",
    );
}

#[tokio::test]
async fn items() {
    check!(
        "items.txt",
        "items",
        "items --library installers --output json",
        "items guest-* rescue --output jsonl",
        "items --library-id 2b8d4f6a-9c1e-4d37-8b5f-0a3c6e9d2f48 --output yaml",
        "items --library instalers",
        "items --name nothing-*",
        "items --library installers --output wide",
        "items --library installers --name linux-installer --paths --output jsonl",
    );
}

#[tokio::test]
async fn power() {
    check!(
        "power.txt",
        "power status build-0*",
        "power on build-01 build-02 build-03 --dry-run --concurrency 1",
        "power on build-01 build-02 build-03 --concurrency 1",
        "power reset build-01 legacy-02 --dry-run --concurrency 1",
        "power reset build-01 legacy-02 --concurrency 1 --output jsonl",
        "power shutdown build-01 --output yaml",
        "power shutdown build-01 build-02 --dry-run --concurrency 1",
        "power off build-01 build-02 --concurrency 1 --output wide",
        "power off --vm-id vm-999",
        "power on",
        "power status --output json --vm-id vm-42",
    );
}

#[tokio::test]
async fn lists() {
    check!(
        "lists.txt",
        "libraries",
        "libraries inst* --output json",
        "folders",
        "folders nope n[",
        "clusters --output yaml",
        "datacenters --output jsonl",
        "hosts esx-0* --output wide",
        "vms --folder-id nope --folder-id neither --host nope",
        "vms --vm-id vm-1 --vm-id vm-42 --vm-id vm-2",
        "mount nope-* zzz* --item linux-installer",
        "mount --host-id nope --item linux-installer",
        "vms --cluster zzz",
        "vms --folder-id group-v4 --cluster-id domain-c8",
    );
}

#[tokio::test]
async fn several_images() {
    check!(
        "several.txt",
        "mount build-01 build-02 --item linux-installer --item guest-tools --concurrency 1",
        "mount build-01 --item linux-installer --item guest-tools --item-id 9c2b7d1e-4f60-4a53-8d0e-6f1a2b3c4d5e",
        "mount build-01 --item linux-instaler --item web-template --item guest-tools",
        "mount build-03 legacy-02 --item linux-installer --item guest-tools --dry-run --concurrency 1",
        "check build-01 edge-01 --item linux-installer --item guest-tools --concurrency 1",
        "status build-01 --item linux-installer --item guest-tools --columns cd-rom,item",
        "disconnect build-02 --cdrom 16001 --cdrom 16002 --output jsonl",
        "unmount build-01 build-02 --item guest-tools --item linux-installer --concurrency 1 --output jsonl --fail-fast",
        "unmount build-02 --cdrom 16001 --cdrom 16002 --cdrom 16001",
        "mount build-01 --item linux-installer --item guest-tools --output name",
        "unmount build-01 build-02 --all-images --dry-run --concurrency 1",
        "unmount build-01 build-02 --all-images --concurrency 1",
        "unmount build-01 build-02 --all-images --output json --concurrency 1",
        "unmount build-01 --item no-longer-there",
    );
}

#[tokio::test]
async fn names_without_a_match_and_ambiguous_names() {
    check!(
        "names.txt",
        "mount --vm biuld-01 --item linux-installer",
        "mount --vm web --item linux-installer",
        "mount --vm build-01 --vm wbe --vm web --item linux-installer",
        "mount --vm build-01 --item linux-instaler",
        "mount --vm build-01 --item web-template",
        "mount --vm build-01 --item linux-installer --library instalers",
        "mount --vm x-* --item linux-installer",
        "mount --folder stagng --item linux-installer",
        "mount --cluster cluster-1 --vm build-01 --item linux-installer",
        "mount --power-state off --cluster-id domain-c9 --item linux-installer",
    );
}
