//! stdout, stderr, the log and color.

use std::process::Stdio;
use std::time::Duration;

use test_support::checked;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::time::timeout;
use vcenter_iso_simulator::{Fault, Gate, Operation, Simulator};

use crate::command::{Home, ITEM, connected, free_of_sessions, run};
use crate::interrupt::wait;

#[tokio::test]
async fn text_of_the_server_cannot_control_a_terminal() {
    let simulator = checked::start(Simulator::builder()).await;
    let name = "\u{1b}[31mred\u{1b}]0;title\u{7} \u{9b}2J\u{202e}txt";
    simulator.update_inventory(|inventory| {
        inventory.vms.get_mut("vm-42").expect("the VM").name = name.to_owned();
        let mut libraries = inventory.libraries.values_mut();
        libraries.find(|library| library.name == "archive").expect("a library").name = name.to_owned();
    });
    let unsafe_character = |text: &str| {
        text.chars()
            .find(|c| (c.is_control() && !"\n\t".contains(*c)) || ('\u{202a}'..='\u{202e}').contains(c))
    };
    for format in ["text", "json", "jsonl", "yaml"] {
        for arguments in [
            &["vms"][..],
            &["mount", "--vm", "*red*", "--item", "linux-installer"],
            &["mount", "--vm", "\u{202e}", "--item", "x"],
            &["mount", "--vm", "build-*", "--item", "old-installer", "--dry-run"],
        ] {
            let output =
                run(connected(simulator.url(), arguments.iter().copied().chain(["--output", format]))).await;
            for text in [&output.stdout, &output.stderr] {
                assert_eq!(unsafe_character(text), None, "{arguments:?} as {format}: {text:?}");
            }
        }
    }
    // Escaping keeps each value.
    let output = run(connected(simulator.url(), ["vms", "--output", "json", "--name", "*red*"])).await;
    let vms: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!(vms[0]["name"], name, "{output:?}");
}

#[tokio::test]
async fn a_long_name_is_cut_in_text_and_complete_in_json() {
    let simulator = checked::start(Simulator::builder()).await;
    let name = "n".repeat(20_000);
    simulator.update_inventory(|inventory| {
        for vm in ["vm-42", "vm-43"] {
            inventory.vms.get_mut(vm).expect("the VM").name.clone_from(&name);
        }
        for item in inventory.items.values_mut() {
            item.name.clone_from(&name);
        }
    });
    for (arguments, status) in [
        (&["vms"][..], 0),
        (&["items"], 0),
        (&["status", "--vm", "nnn*"], 0),
        (&["mount", "--vm", "nnn*", "--item-id", ITEM, "--dry-run", "-vv"], 0),
        // The name is ambiguous.
        (&["status", "--vm", &name], 4),
    ] {
        let output = run(connected(simulator.url(), arguments.iter().copied())).await;
        assert_eq!(output.status, Some(status), "{output:?}");
        let shown = output.stdout + &output.stderr;
        assert!(shown.contains("nnn… (15,904 more characters)"), "{:?}: {shown}", arguments[0]);
        let longest = shown.lines().map(str::len).max().unwrap_or_default();
        assert!(longest < 10_000, "{arguments:?}: a line of {longest} bytes");
    }
    for format in ["json", "jsonl", "yaml"] {
        let output = run(connected(simulator.url(), ["vms", "--output", format])).await;
        assert!(output.stdout.contains(&name), "{format}: {output:?}");
    }
}

#[tokio::test]
async fn color_follows_the_flag_and_the_environment() {
    let simulator = checked::start(Simulator::builder()).await;
    let mount = ["mount", "--vm-id", "vm-44", "--item", "linux-installer"];
    for (flags, environment, colored) in [
        (&[][..], &[][..], false),
        (&["--color", "always"], &[], true),
        (&["--color=never"], &[], false),
        (&["--color", "always"], &[("NO_COLOR", "1")], true),
        (&[], &[("CLICOLOR", "1")], false),
    ] {
        let mut command = connected(simulator.url(), mount.into_iter().chain(flags.iter().copied()));
        command.envs(environment.iter().copied());
        let output = run(command).await;
        for text in [&output.stdout, &output.stderr] {
            assert_eq!(text.contains("\u{1b}["), colored, "{flags:?} {environment:?}: {text:?}");
        }
    }
}

#[tokio::test]
async fn a_list_succeeds_if_its_reader_stops_early() {
    let simulator = checked::start(Simulator::builder()).await;
    for arguments in
        [&["vms"][..], &["items"], &["status", "--vm", "build-*"], &["completions", "bash"], &["man"]]
    {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let mut command = connected(simulator.url(), arguments.iter().copied());
        command.stdout(Stdio::from(writer));
        let output = run(command).await;
        assert_eq!(output.status, Some(0), "{arguments:?}: {output:?}");
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_failed_write_to_stdout_is_a_failure() {
    let simulator = checked::start(Simulator::builder()).await;
    for (arguments, status) in [
        (&["vms"][..], 1),
        (&["status", "--vm", "build-*", "--output", "json"], 1),
        (&["mount", "--vm", "build-01", "--item", "linux-installer", "--dry-run"], 1),
        (&["mount", "--vm", "build-01", "--item", "linux-installer"], 3),
    ] {
        let mut command = connected(simulator.url(), arguments.iter().copied());
        command.stdout(Stdio::from(std::fs::File::create("/dev/full").expect("a device")));
        run(command).await.check(status, "", "error: cannot write to stdout");
    }
}

#[tokio::test]
async fn the_log_has_a_line_for_each_request_and_retry() {
    let simulator = checked::start(Simulator::builder()).await;
    simulator.inject(Operation::VcenterVmGet, [Fault::error(503, "RESOURCE_BUSY")]);
    let arguments = ["mount", "--vm", "build-01", "--item-id", ITEM, "-v"];
    let output = run(connected(simulator.url(), arguments)).await;
    assert_eq!(output.status, Some(0), "{output:?}");
    for expected in [
        " POST /api/session → 201 in ",
        " GET /api/vcenter/vm/vm-42 vm=build-01 → 503 in ",
        " WARN trying again in ",
        " s, attempt 2 of 5 vm=build-01: ",
        " POST /api/vcenter/iso/image?action=mount vm=build-01 → 200 in ",
        " DELETE /api/session → 204 in ",
        " (request id ",
    ] {
        assert!(output.stderr.contains(expected), "{expected:?} is missing:\n{}", output.stderr);
    }
    assert!(!output.stderr.contains("time.busy"), "{}", output.stderr);
    free_of_sessions(&simulator, &output.stderr);
}

#[cfg(unix)]
#[tokio::test]
async fn an_abandoned_request_has_a_line_in_the_log() {
    let simulator = checked::start(Simulator::builder()).await;
    let gate = Gate::new();
    simulator.inject_always(Operation::VcenterVmList, Fault::hold(&gate));
    let child = connected(simulator.url(), ["vms", "-v"]).spawn().expect("the binary runs");
    gate.wait_for(1).await;
    crate::interrupt::send(&child, rustix::process::Signal::INT);
    let output = wait(child).await;
    assert_eq!(output.status, Some(130), "{output:?}");
    assert!(output.stderr.contains(" GET /api/vcenter/vm → abandoned in "), "{output:?}");
    gate.open();
}

#[tokio::test]
async fn the_log_goes_to_a_file() {
    let simulator = checked::start(Simulator::builder()).await;
    let home = Home::new();
    let file = home.path().join("run.log");
    let path = file.to_str().expect("a UTF-8 path");
    for runs in 1..=2 {
        let output = run(connected(simulator.url(), ["vms", "--log-file", path])).await;
        assert_eq!((output.status, output.stderr.as_str()), (Some(0), ""), "{output:?}");
        let log = std::fs::read_to_string(&file).expect("a log");
        assert_eq!(log.matches(" GET /api/vcenter/vm ").count(), runs, "{log}");
        free_of_sessions(&simulator, &log);
    }
    #[cfg(unix)]
    {
        let mode = std::fs::metadata(&file).expect("a log").permissions();
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&mode) & 0o777, 0o600);
    }
    let json = ["vms", "--log-file", path, "--log-format", "json", "-vv"];
    run(connected(simulator.url(), json)).await.check(
        0,
        &run(connected(simulator.url(), ["vms"])).await.stdout,
        "",
    );
    let log = std::fs::read_to_string(&file).expect("a log");
    let objects = log.lines().filter(|line| serde_json::from_str::<serde_json::Value>(line).is_ok());
    assert!(objects.count() > 3, "a file takes the log as JSON as well:\n{log}");

    let before = simulator.requests().len();
    for invalid in [home.path().join("missing/run.log"), home.path().to_owned()] {
        let invalid = invalid.to_str().expect("a UTF-8 path");
        let output = run(connected(simulator.url(), ["vms", "--log-file", invalid])).await;
        output.check(2, "", &format!("error: --log-file {invalid}: cannot open the file"));
    }
    assert_eq!(simulator.requests().len(), before);
}

#[tokio::test]
async fn a_slow_call_is_one_line_unless_it_is_quiet() {
    let simulator = checked::start(Simulator::builder()).await;
    let gate = Gate::new();
    simulator.inject_always(Operation::VcenterVmList, Fault::hold(&gate));
    let mut quiet = connected(simulator.url(), ["vms", "-q"]);
    let quiet = quiet.spawn().expect("the binary runs");
    gate.wait_for(1).await;
    let mut command = connected(simulator.url(), ["vms"]);
    let mut child = command.spawn().expect("the binary runs");
    // The quiet one has waited for longer by the time of the first line.
    let mut lines = BufReader::new(child.stderr.take().expect("stderr")).lines();
    let first = timeout(Duration::from_secs(30), lines.next_line()).await;
    let expected = format!("waiting: listing the virtual machines of {}", simulator.url());
    assert_eq!(first.expect("a line within 30 s").expect("text"), Some(expected));
    gate.open();
    assert_eq!(lines.next_line().await.expect("text"), None, "the wait should have one line");
    assert_eq!(wait(child).await.status, Some(0));
    assert_eq!(wait(quiet).await.stderr, "");
}

#[tokio::test]
async fn the_json_log_is_one_object_per_line() {
    let simulator = checked::start(Simulator::builder()).await;
    let output = run(connected(simulator.url(), ["vms", "-vv", "--log-format", "json"])).await;
    assert_eq!(output.status, Some(0), "{output:?}");
    let lines: Vec<serde_json::Value> =
        output.stderr.lines().map(|line| serde_json::from_str(line).expect("one object per line")).collect();
    let operations: Vec<_> = lines.iter().filter_map(|line| line["span"]["operation"].as_str()).collect();
    for expected in ["Cis.Session_create", "Vcenter.VM_list", "Cis.Session_delete"] {
        assert!(operations.contains(&expected), "{expected} is missing: {}", output.stderr);
    }
    free_of_sessions(&simulator, &output.stderr);
}

#[tokio::test]
async fn the_number_of_unreadable_item_names_is_limited() {
    let cdrom = |number: usize| {
        let iso_file = format!(
            "[ds] contentlib-11111111-2222-4333-8444-555555555555/{number:08}-0000-4000-8000-000000000000/a.iso"
        );
        let info = serde_json::json!({
            "type": "SATA", "label": "CD/DVD drive 1", "state": "NOT_CONNECTED", "start_connected": true,
            "allow_guest_control": true, "backing": { "type": "ISO_FILE", "iso_file": iso_file },
        });
        (number.to_string(), info)
    };
    let cdroms: serde_json::Map<_, _> = (0..3000).map(cdrom).collect();
    let vm = serde_json::json!({ "name": "a", "power_state": "POWERED_OFF", "cdroms": cdroms, "sata_adapters": {} });
    let server = test_support::faulty::Faulty::start_with(move |request| {
        if request.starts_with("GET /api/content/library/item/") {
            test_support::faulty::Act::json("404 Not Found", r#"{"error_type":"NOT_FOUND","messages":[]}"#)
        } else if request.starts_with("GET ") {
            test_support::faulty::Act::json("200 OK", &vm.to_string())
        } else {
            crate::mount::vcenter(request, test_support::faulty::Act::Drop)
        }
    })
    .await;
    let output = run(connected(&server.url, ["status", "--vm-id", "vm-42", "--output", "json"])).await;
    assert_eq!(output.status, Some(0), "{}", output.stderr);
    let requests = server.received().len();
    assert!(requests < 20, "{requests} requests for names that cannot be read");
}
