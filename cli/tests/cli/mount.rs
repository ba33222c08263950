use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};

use test_support::checked;
use test_support::faulty::{Act, Faulty};
use vcenter_iso_simulator::Simulator;

use crate::command::{CommandOutput, ITEM, VM, mount, mounted, run, vcenter_iso};

/// Responds as a vCenter, except for a mount, which gets this response.
pub(crate) fn vcenter(request: &str, mount: Act) -> Act {
    match request {
        login if login.starts_with("POST /api/session ") => Faulty::login(),
        logout if logout.starts_with("DELETE ") => Act::response("204 No Content", "text/plain", ""),
        read if read.starts_with("GET /api/vcenter/vm/") => Act::json("200 OK", VM_INFO),
        _ => mount,
    }
}

const VM_INFO: &str = r#"{"name":"build-01","power_state":"POWERED_OFF","cdroms":{},"sata_adapters":{}}"#;

const SIMULATOR_NOTE: &str = "using the embedded simulator; no real virtual machine is changed\n";

/// Mounts with the embedded simulator, and asserts the output.
async fn check(arguments: &[&str], status: i32, stdout: &str, stderr: &str) {
    let mut command = vcenter_iso(["mount", "--server", "sim:"]);
    command.args(arguments);
    assert_eq!(
        run(command).await,
        CommandOutput::new(status, stdout, stderr),
        "`mount {}`",
        arguments.join(" ")
    );
}

#[tokio::test]
async fn the_embedded_simulator_needs_no_vcenter_and_no_password() {
    check(&["--vm-id", VM, "--item-id", ITEM], 0, &mounted("16000"), SIMULATOR_NOTE).await;
}

#[tokio::test]
async fn a_failure_has_the_messages_of_the_server_and_a_hint() {
    check(
        &["--vm-id", "vm-44", "--item-id", ITEM],
        1,
        "-\tvm-44\tfailed\t-\n",
        &format!(
            "{SIMULATOR_NOTE}\
             error: vm-44: mount failed: The devices of virtual machine 'vm-44' cannot be changed. (NOT_ALLOWED_IN_CURRENT_STATE)\n\
             \x20 caused by: The operation is not possible in the current power state (suspended).\n\
             \x20 status: 400\n\
             \x20 request id: ID\n\
             hint: power a suspended virtual machine on or off first; a powered-on one takes a new CD-ROM only on a \
             SATA adapter\n"
        ),
    )
    .await;
}

#[tokio::test]
async fn invalid_arguments_are_rejected_before_the_first_request() {
    for (arguments, expected) in [
        (vec!["mount"], "required arguments were not provided"),
        (vec!["mount", "--server", "sim:", "--vm-id", "", "--item-id", ITEM], "it is empty"),
        (vec!["mount", "--server", "sim:", "--vm-id", "..", "--item-id", ITEM], "name no resource"),
        (vec!["mount", "--server", "sim:", "--vm-id", VM, "--item-id", ITEM, "--timeout", "90"], "unit"),
        (
            vec!["mount", "--server", "sim:", "--vm-id", VM, "--item-id", ITEM, "--timeout", "0s"],
            "longer than zero",
        ),
        (vec!["vms", "--server", "sim:", "--timeout", "99999999999999999999s"], "the time is too long"),
        (
            vec!["mount", "--server", "sim:", "--vm-id", VM, "--item-id", ITEM, "--password", "x"],
            "unexpected argument",
        ),
        (
            vec!["mount", "--server", "sim:", "--vm-id", VM, "--item-id", ITEM, "--ca-cert", "/no/such/file"],
            "cannot read the file",
        ),
        (vec!["mount", "--server", "vcenter.example.com", "--vm-id", VM, "--item-id", ITEM], "no user name"),
        (
            vec!["vms", "--server", "vcenter.example.com", "--username", "me"],
            "no password: set VCENTER_PASSWORD",
        ),
        (vec!["vms"], "no server: pass --server"),
        (vec!["vms", "--server", "a", "--context", "b"], "cannot be used with"),
        (
            vec!["vms", "--server", "sim:", "--insecure", "--thumbprint", &"ab".repeat(32)],
            "cannot be used with",
        ),
        (vec!["vms", "--server", "sim:", "--thumbprint", "abcd"], "64 hexadecimal digits"),
        (vec!["mount", "--server", "sim:", "--item-id", ITEM], "--vm <NAME"),
        (vec!["mount", "--server", "sim:", "--vm-id", VM], "--item <NAME>"),
        (
            vec!["mount", "--server", "sim:", "--vm", "", "--item", "x"],
            "the name of a virtual machine is empty",
        ),
        (
            vec!["mount", "--server", "sim:", "--vm-id", VM, "--folder", "vm", "--item", "x"],
            "cannot be used with",
        ),
        (
            vec!["unmount", "--server", "sim:", "--vm-id", VM, "--cdrom", "16000", "--all-images"],
            "cannot be used with",
        ),
        (
            vec!["unmount", "--server", "sim:", "--vm-id", VM, "--item", "x", "--all-images"],
            "cannot be used with",
        ),
        (
            vec!["mount", "--server", "sim:", "--vm", "a", "--item", "x", "--concurrency", "0"],
            "--concurrency",
        ),
        (vec!["unmount", "--server", "sim:", "--vm", "a"], "--cdrom <ID>"),
        (
            vec!["unmount", "--server", "sim:", "--vm", "a", "--cdrom", "1", "--item", "x"],
            "cannot be used with",
        ),
        (vec!["vms", "--server", "sim:", "--power-state", "up"], "possible values: on, off, suspended"),
        (vec!["moutn"], "unrecognized subcommand"),
    ] {
        let output = run(vcenter_iso(arguments.iter().copied())).await;
        assert_eq!((output.status, output.stdout.as_str()), (Some(2), ""), "{arguments:?}: {output:?}");
        assert!(
            output.stderr.contains(expected),
            "{arguments:?} should contain {expected:?}:\n{}",
            output.stderr
        );
    }
    // A value is not UTF-8.
    #[cfg(unix)]
    for arguments in
        [&[&b"\xff"[..]][..], &[b"status", b"--vm", b"\xff"], &[b"vms", b"--ca-cert", b"\xff/ca.pem"]]
    {
        use std::os::unix::ffi::OsStrExt;
        let mut command = vcenter_iso([]);
        command.args(arguments.iter().map(|argument| std::ffi::OsStr::from_bytes(argument)));
        run(command).await.check(2, "", "error: ");
    }
    // A password in an argument is not quoted.
    for arguments in
        [&["--password=s3cr3t"][..], &["--password-stdin=s3cr3t"], &["--password-stdin", "s3cr3t"]]
    {
        let output = run(vcenter_iso(["mount"].iter().chain(arguments).copied())).await;
        output.check(2, "", "set VCENTER_PASSWORD, pass the password");
        assert!(!output.stderr.contains("s3cr3t"), "{output:?}");
    }
}

#[tokio::test]
async fn a_lost_response_has_its_own_exit_status() {
    let server = Faulty::start_with(|request| vcenter(request, Act::Hang)).await;
    let mut command = mount(&server.url);
    command.args(["--timeout", "3s", "-vv"]);
    let output = run(command).await;
    assert_eq!((output.status, output.stdout.as_str()), (Some(3), "-\tvm-42\tunknown\t-\n"), "{output:?}");
    for expected in [
        "error: vm-42: mount outcome unknown: no response from",
        "request id: ID",
        "hint: check with `vcenter-iso status`",
    ] {
        assert!(output.stderr.contains(expected), "should contain {expected:?}:\n{}", output.stderr);
    }
    assert_eq!(server.mounts(), 1, "a mount should be sent exactly once");
    let requests = server.received();
    let last = requests.last().expect("requests");
    assert!(last.starts_with("DELETE /api/session "), "the command did not log out:\n{last}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_response_that_never_starts_ends_with_the_timeout() {
    // RFC 9110 allows any number of interim responses before the final one.
    let server = Faulty::start_with(|request| {
        vcenter(request, Act::Endless(Vec::new(), b"HTTP/1.1 100 Continue\r\n\r\n"))
    })
    .await;
    let mut command = mount(&server.url);
    command.args(["--timeout", "3s"]);
    let output = run(command).await;
    assert_eq!((output.status, output.stdout.as_str()), (Some(3), "-\tvm-42\tunknown\t-\n"), "{output:?}");
    let last = server.received().pop().expect("requests");
    assert!(last.starts_with("DELETE /api/session "), "the command did not log out:\n{last}");
}

#[tokio::test]
async fn a_long_chain_of_causes_is_cut() {
    let messages = vec![r#"{"id":"a","default_message":"m\u202e","args":[]}"#; 500].join(",");
    let body = format!(r#"{{"error_type":"NEW\u202eTYPE","messages":[{messages}]}}"#);
    let server =
        Faulty::start_with(move |request| vcenter(request, Act::json("400 Bad Request", &body))).await;
    let output = run(mount(&server.url)).await;
    assert_eq!(output.status, Some(1), "{output:?}");
    assert!(output.stderr.lines().count() < 40, "{} lines", output.stderr.lines().count());
    assert!(output.stderr.contains("  and 479 more\n"), "{output:?}");
    assert!(!output.stderr.contains('\u{202e}'), "a character that reorders text is not escaped: {output:?}");
}

#[tokio::test]
async fn a_long_message_is_cut_in_text_and_complete_in_json() {
    let long = "m".repeat(900_000);
    let message = format!(r#"{{"id":"a","default_message":"{long}","args":[]}}"#);
    let body =
        format!(r#"{{"error_type":"ERROR","messages":[{message},{}]}}"#, message.replace(&long, "cause"));
    let busy = AtomicBool::new(true);
    let server = Faulty::start_with(move |request| match request {
        read if read.starts_with("GET ") && busy.swap(false, Ordering::Relaxed) => {
            Act::json("503 Service Unavailable", &body)
        }
        logout if logout.starts_with("DELETE ") => Act::json("400 Bad Request", &body),
        request => vcenter(request, Act::json("400 Bad Request", &body)),
    })
    .await;
    let mut command = mount(&server.url);
    command.arg("-vv");
    let output = run(command).await;
    output.check(1, "-\tvm-42\tfailed\t-\n", "error: vm-42: mount failed: mmmm");
    for expected in [
        "trying again in ",
        "mmm… (895,926 more characters)\n  caused by: cause\n",
        "warning: logout failed: mmm",
        "mmm… (895,927 more characters); the session stays open until it expires\n",
    ] {
        assert!(output.stderr.contains(expected), "should contain {expected:?}");
    }
    // A few lines of at most 4,096 characters.
    assert!(output.stderr.len() < 40_000, "{} bytes on stderr", output.stderr.len());

    let mut command = mount(&server.url);
    command.args(["--output", "json"]);
    let printed: serde_json::Value = serde_json::from_str(&run(command).await.stdout).expect("JSON");
    assert_eq!(printed[0]["error"]["messages"][0], long.as_str());
}

#[tokio::test]
async fn a_result_that_stdout_cannot_show_is_on_stderr() {
    let simulator = checked::start(Simulator::builder()).await;
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let mut command = mount(simulator.url());
    command.stdout(Stdio::from(writer));
    let output = run(command).await;
    assert_eq!(output.status, Some(3), "a script could try again after status 1 and mount twice: {output:?}");
    assert!(
        output.stderr.contains("vm-42: mounted, CD-ROM 16000\nerror: cannot write to stdout"),
        "{output:?}"
    );
    assert_eq!(simulator.open_sessions(), 0, "it did not log out");
}

/// The page of a proxy, whose telling word is at its end.
#[tokio::test]
async fn the_whole_response_of_another_server_is_in_json_and_the_log() {
    let page = format!("<html><body>{}blocked by rule 4711</body></html>", "<p>Sorry.</p>\n".repeat(100));
    let response = page.clone();
    let server = Faulty::start_with(move |request| {
        vcenter(request, Act::response("403 Forbidden", "text/html", response.as_bytes()))
    })
    .await;
    let mut json = mount(&server.url);
    json.args(["--output", "jsonl"]);
    let output = run(json).await;
    let record: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!(record["error"]["body"], page, "{output:?}");
    assert!(!output.stderr.contains("4711"), "only -v shows the page: {output:?}");
    let mut verbose = mount(&server.url);
    verbose.arg("-v");
    let output = run(verbose).await;
    assert!(output.stderr.contains("rule 4711") && output.stderr.lines().count() < 20, "{output:?}");
}
