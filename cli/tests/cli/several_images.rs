//! One command with several images.

use rustix::process::Signal;
use test_support::checked;
use vcenter_iso_simulator::{Fault, Gate, Operation, Simulator, example};

use crate::command::{Home, connected, run};
use crate::fleet::error;
use crate::interrupt::{send, wait_until};

const MOUNT: Operation = Operation::VcenterIsoImageMount;
const TWO: [&str; 8] =
    ["mount", "build-01", "build-02", "--item", "linux-installer", "--item", "guest-tools", "--output=jsonl"];

/// Returns the image and the result of each line.
fn results(stdout: &str) -> Vec<(String, String)> {
    let text = |record: &serde_json::Value, member: &str| record[member].as_str().unwrap_or("-").to_owned();
    let results = stdout.lines().map(|line| {
        let record: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let image = if record["library_item"] == example::ITEM { "linux" } else { "tools" };
        (image.to_owned(), text(&record, "result"))
    });
    let mut results: Vec<_> = results.collect();
    results.sort();
    results
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(image, result)| ((*image).to_owned(), (*result).to_owned())).collect()
}

#[tokio::test]
async fn fail_fast_and_resume_work_on_each_image_and_vm() {
    let simulator = checked::start(Simulator::builder()).await;
    let home = Home::new();
    simulator.inject(MOUNT, [Fault::pass(), error(400, "INVALID_ARGUMENT")]);
    let arguments = TWO.into_iter().chain(["--fail-fast", "--concurrency=1"]);
    let first = run(connected(simulator.url(), arguments)).await;
    let expected =
        [("linux", "failed"), ("linux", "mounted"), ("tools", "not_started"), ("tools", "not_started")];
    assert_eq!((first.status, results(&first.stdout)), (Some(1), pairs(&expected)), "{first:?}");

    let file = home.write("run.jsonl", &first.stdout);
    let second = run(connected(simulator.url(), ["mount", "--resume", &file, "--output=jsonl"])).await;
    let expected = [("linux", "mounted"), ("tools", "mounted"), ("tools", "mounted")];
    assert_eq!((second.status, results(&second.stdout)), (Some(0), pairs(&expected)), "{second:?}");
    for (id, vm) in &simulator.inventory().vms {
        let images: Vec<_> = vm.mounted_items().map(|(_, item)| item.to_owned()).collect();
        assert!(images.is_empty() || images.len() == 2 && images[0] != images[1], "{id} has {images:?}");
    }
}

#[tokio::test]
async fn an_interrupt_leaves_the_later_images_unchanged() {
    let simulator = checked::start(Simulator::builder()).await;
    let gate = Gate::new();
    simulator.inject(MOUNT, [Fault::hold(&gate)]);
    let mut command = connected(simulator.url(), TWO.into_iter().chain(["--concurrency=1"]));
    let child = command.spawn().expect("the binary runs");
    wait_until("the first mount is sent", || gate.held() == 1).await;
    send(&child, Signal::INT);
    gate.open();
    let output: crate::command::CommandOutput = child.wait_with_output().await.expect("it ends").into();
    let expected =
        [("linux", "mounted"), ("linux", "not_started"), ("tools", "not_started"), ("tools", "not_started")];
    assert_eq!((output.status, results(&output.stdout)), (Some(130), pairs(&expected)), "{output:?}");
    assert_eq!(simulator.open_sessions(), 0);
}

#[tokio::test]
async fn an_image_that_cannot_be_unmounted_does_not_keep_the_others_mounted() {
    let simulator = checked::start(Simulator::builder()).await;
    let mounted = run(connected(simulator.url(), TWO)).await;
    assert_eq!(results(&mounted.stdout).len(), 4, "{mounted:?}");
    simulator.update_inventory(|inventory| {
        let vm = inventory.vms.get_mut(example::RUNNING_VM).expect("a VM");
        vm.cdroms.get_mut("16001").expect("a CD-ROM").locked = true;
    });
    let unmount = ["unmount", "build-01", "build-02", "--all-images", "--output=jsonl"];
    let output = run(connected(simulator.url(), unmount)).await;
    assert_eq!(output.status, Some(1), "{output:?}");
    assert!(output.stdout.contains("CD-ROM '16001' cannot be disconnected"), "{output:?}");
    let left = |vm: &str| simulator.inventory().vms[vm].mounted_items().count();
    assert_eq!((left(example::VM), left(example::RUNNING_VM)), (0, 1), "{output:?}");
}
