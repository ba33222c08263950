//! `vcenter-iso simulate`, as other programs use it in their tests.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use rustix::process::Signal;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, ChildStdout};

use crate::command::{CommandOutput, Home, PASSWORD, USER, connected, mount, mounted, run, vcenter_iso};
use crate::interrupt::{send, wait};

/// A running `vcenter-iso simulate`.
pub(crate) struct Simulate {
    child: Child,
    pub(crate) url: String,
    /// Kept open, because a later write to stdout would fail.
    stdout: BufReader<ChildStdout>,
}

impl Simulate {
    /// Starts the simulator on a free port, with a password in the environment.
    pub(crate) async fn start<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Self {
        let arguments = ["simulate", "--listen", "127.0.0.1:0"].into_iter().chain(arguments);
        let mut child =
            vcenter_iso(arguments).env("VCENTER_PASSWORD", PASSWORD).spawn().expect("the binary runs");
        let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut url = String::new();
        let first_line = tokio::time::timeout(Duration::from_secs(30), stdout.read_line(&mut url)).await;
        first_line.expect("a first line within 30 s").expect("a line of text");
        assert!(!url.is_empty(), "the simulator exited before it listened: {:?}", wait(child).await);
        assert_eq!(url.pop(), Some('\n'), "the first line is incomplete: {url:?}");
        Self { child, url, stdout }
    }

    fn address(&self) -> SocketAddr {
        let (_, address) = self.url.split_once("://").unwrap_or_else(|| panic!("no URL: {:?}", self.url));
        address.parse().unwrap_or_else(|error| panic!("{error}: {:?}", self.url))
    }

    /// Logs in and returns the response as text.
    async fn login(&self, user_and_password_base64: &str) -> String {
        self.request("POST /api/session", &format!("Authorization: Basic {user_and_password_base64}\r\n"))
            .await
    }

    /// Sends a request without a body and returns the response as text.
    async fn request(&self, method_and_path: &str, headers: &str) -> String {
        self.send(method_and_path, headers, "").await
    }

    /// Sends a request and returns the response as text.
    async fn send(&self, method_and_path: &str, headers: &str, body: &str) -> String {
        let (address, length) = (self.address(), body.len());
        let request = format!(
            "{method_and_path} HTTP/1.1\r\nHost: {address}\r\n{headers}Content-Length: {length}\r\n\
             Connection: close\r\n\r\n{body}"
        );
        let mut connection = TcpStream::connect(address).await.expect("a connection");
        connection.write_all(request.as_bytes()).await.expect("the request is sent");
        let mut response = String::new();
        connection.read_to_string(&mut response).await.expect("a response");
        response
    }

    /// Stops the simulator with a signal and returns its output after the first line.
    pub(crate) async fn stop(mut self, signal: Signal) -> CommandOutput {
        send(&self.child, signal);
        let mut rest = String::new();
        self.stdout.read_to_string(&mut rest).await.expect("text");
        let output = wait(self.child).await;
        assert_eq!((output.status, rest.as_str()), (Some(0), ""), "{output:?}");
        output
    }
}

/// A file of one test, deleted when dropped.
struct File(PathBuf);

impl File {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("vcenter-iso-{}-{name}", std::process::id())))
    }

    fn with(name: &str, text: &str) -> Self {
        let file = Self::new(name);
        std::fs::write(&file.0, text).expect("the file is written");
        file
    }

    fn path(&self) -> &str {
        self.0.to_str().expect("a UTF-8 path")
    }
}

impl Drop for File {
    fn drop(&mut self) {
        // A failed test may not have created the file.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// `automation@vsphere.local:anything`
const ANYTHING: &str = "YXV0b21hdGlvbkB2c3BoZXJlLmxvY2FsOmFueXRoaW5n";

#[tokio::test]
async fn simulate_prints_its_url_logs_requests_and_frees_the_port_on_a_signal() {
    for signal in [Signal::INT, Signal::TERM] {
        let simulate = Simulate::start([]).await;
        assert!(simulate.url.starts_with("http://127.0.0.1:"), "{}", simulate.url);
        let address = simulate.address();
        let response = simulate.login(ANYTHING).await;
        assert!(response.starts_with("HTTP/1.1 201 Created\r\n"), "{response}");
        let session = response.rsplit('"').nth(1).expect("a JSON string").to_owned();

        let output = simulate.stop(signal).await;
        let lines: Vec<&str> = output.stderr.lines().collect();
        assert!(
            matches!(lines.as_slice(), [line] if line.contains("Cis.Session_create") && line.contains("status=201")),
            "the log should have one line for the request:\n{}",
            output.stderr
        );
        for secret in [ANYTHING, "anything", &session] {
            assert!(!output.stderr.contains(secret), "{secret} is in the log:\n{}", output.stderr);
        }
        TcpListener::bind(address).await.expect("the port is free again");
    }
}

#[tokio::test]
async fn open_connections_do_not_delay_the_exit() {
    let simulate = Simulate::start(["--fault", "Session_create: hang before acting"]).await;
    let mut connection = TcpStream::connect(simulate.address()).await.expect("a connection");
    let request = b"POST /api/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
    connection.write_all(request).await.expect("the request is sent");
    let idle = TcpStream::connect(simulate.address()).await.expect("a connection");
    // Let the request arrive: it hangs and has no response.
    tokio::time::sleep(Duration::from_millis(100)).await;
    let stop = tokio::time::timeout(Duration::from_secs(20), simulate.stop(Signal::TERM));
    stop.await.expect("the simulator should exit although two connections are open");
    drop(idle);
}

#[tokio::test]
async fn the_log_explains_rejected_requests() {
    let simulate = Simulate::start([]).await;
    let response = simulate.login("%%%").await;
    assert!(response.starts_with("HTTP/1.1 401 "), "{response}");
    simulate.request("GET /api/session", "").await;
    simulate.request("GET /api/session", "vmware-api-session-id: gone\r\n").await;
    simulate.request("POST /api/vcenter/iso/image", "").await;
    simulate.request("POST /api/vcenter/iso/image?action=moutn", "").await;
    let output = simulate.stop(Signal::TERM).await;
    for expected in [
        "The header Authorization with Basic credentials is missing.",
        "The header vmware-api-session-id has no session.",
        "The session is unknown or has ended.",
        "POST /api/vcenter/iso/image without an action is not an operation.",
        "POST /api/vcenter/iso/image with action=\\\"moutn\\\" is not an operation.",
    ] {
        assert!(output.stderr.contains(expected), "should contain {expected:?}:\n{}", output.stderr);
    }
    assert!(!output.stderr.contains("%%%"), "the header is in the log:\n{}", output.stderr);
}

#[tokio::test]
async fn an_unread_log_does_not_block_the_simulator() {
    let simulate = Simulate::start([]).await;
    // The log exceeds the buffer of a pipe.
    for _ in 0..1000 {
        let response = simulate.request("GET /api/session", "").await;
        assert!(response.starts_with("HTTP/1.1 401 "), "{response}");
    }
    let stop = tokio::time::timeout(Duration::from_secs(30), simulate.stop(Signal::TERM));
    stop.await.expect("the simulator should exit although its log is unread");
}

#[tokio::test]
async fn the_certificate_is_written_before_the_url_is_printed() {
    let certificate = File::new("simulate.pem");
    let simulate = Simulate::start(["--tls", "--cert-out", certificate.path()]).await;
    assert!(simulate.url.starts_with("https://127.0.0.1:"), "{}", simulate.url);
    assert_eq!(
        run(mount(&simulate.url)).await.status,
        Some(1),
        "the certificate was trusted without --ca-cert"
    );
    let mut command = mount(&simulate.url);
    command.args(["--ca-cert", certificate.path()]);
    assert_eq!(run(command).await, CommandOutput::new(0, &mounted("16000"), ""));
    simulate.stop(Signal::TERM).await;
}

#[tokio::test]
async fn the_certificate_replaces_a_symbolic_link_and_not_its_target() {
    let home = Home::new();
    let target = home.path().join("kept.txt");
    std::fs::write(&target, "kept").expect("a file with the mode of the umask");
    let link = home.path().join("cert.pem");
    std::os::unix::fs::symlink(&target, &link).expect("a link");
    let simulate = Simulate::start(["--tls", "--cert-out", link.to_str().expect("a UTF-8 path")]).await;
    assert_eq!(std::fs::read_to_string(&target).expect("the target exists"), "kept");
    let metadata = std::fs::symlink_metadata(&link).expect("the certificate exists");
    assert!(metadata.is_file(), "{metadata:?}");
    assert_eq!(metadata.permissions(), std::fs::metadata(&target).expect("the target exists").permissions());
    let pem = std::fs::read_to_string(&link).expect("the certificate is readable");
    assert!(pem.starts_with("-----BEGIN CERTIFICATE-----\n"), "{pem}");
    assert_eq!(
        std::fs::read_dir(home.path()).expect("the directory exists").count(),
        2,
        "there is another file"
    );
    simulate.stop(Signal::TERM).await;
}

#[tokio::test]
async fn the_certificate_can_be_written_to_a_pipe() {
    let home = Home::new();
    let fifo = home.path().join("cert.pem");
    let made = tokio::process::Command::new("mkfifo").arg(&fifo).status().await.expect("mkfifo runs");
    assert!(made.success(), "{made:?}");
    let mut reader = tokio::process::Command::new("cat");
    let reader = reader.arg(&fifo).stdout(Stdio::piped()).kill_on_drop(true).spawn().expect("cat runs");
    let simulate = Simulate::start(["--tls", "--cert-out", fifo.to_str().expect("a UTF-8 path")]).await;
    let read = tokio::time::timeout(Duration::from_secs(30), reader.wait_with_output()).await;
    let read = read.expect("the certificate arrives within 30 s").expect("cat ends");
    assert!(read.stdout.starts_with(b"-----BEGIN CERTIFICATE-----\n"), "{read:?}");
    simulate.stop(Signal::TERM).await;

    let arguments = ["simulate", "--listen", "127.0.0.1:0", "--tls", "--cert-out", "/dev/stdout"];
    let mut child = vcenter_iso(arguments).spawn().expect("the binary runs");
    let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
    let (mut url, mut pem) = (String::new(), String::new());
    while !url.starts_with("https://") {
        pem += &std::mem::take(&mut url);
        let line = tokio::time::timeout(Duration::from_secs(30), stdout.read_line(&mut url)).await;
        assert_ne!(
            line.expect("a line within 30 s").expect("a line of text"),
            0,
            "the simulator exited early:\n{pem}"
        );
    }
    assert!(pem.starts_with("-----BEGIN CERTIFICATE-----\n"), "{pem}");
    Simulate { child, url, stdout }.stop(Signal::TERM).await;
}

#[tokio::test]
async fn only_the_given_user_can_log_in() {
    let simulate = Simulate::start(["--user", USER]).await;
    let response = simulate.login(ANYTHING).await;
    assert!(response.starts_with("HTTP/1.1 401 "), "{response}");
    assert_eq!(run(mount(&simulate.url)).await, CommandOutput::new(0, &mounted("16000"), ""));
    simulate.stop(Signal::TERM).await;
}

#[tokio::test]
async fn the_printed_inventory_can_be_loaded() {
    let fleet = run(vcenter_iso(["simulate", "--print-inventory", "--vms", "3", "--seed", "7"])).await;
    assert!(fleet.stdout.contains("vm-1003:") && !fleet.stdout.contains("vm-1004:"), "{}", fleet.stdout);
    let printed = run(vcenter_iso(["simulate", "--print-inventory"])).await;
    assert_eq!((printed.status, printed.stderr.as_str()), (Some(0), ""), "{printed:?}");
    assert!(printed.stdout.contains("build-01"), "{}", printed.stdout);

    // Only the file contains the example VM under this identifier.
    let file = File::with("inventory.yaml", &printed.stdout.replace("vm-42:", "vm-40:"));
    let again = run(vcenter_iso(["simulate", "--inventory", file.path(), "--print-inventory"])).await;
    assert_eq!(again.stdout, printed.stdout.replace("vm-42:", "vm-40:"));
    let simulate = Simulate::start(["--inventory", file.path()]).await;
    let mut command = vcenter_iso(["mount", "--vm-id", "vm-40", "--item-id", crate::command::ITEM]);
    command
        .env("VCENTER_SERVER", &simulate.url)
        .env("VCENTER_USERNAME", USER)
        .env("VCENTER_PASSWORD", PASSWORD);
    run(command).await.check(0, "-\tvm-40\tmounted\t16000\n", "");
    let output = run(mount(&simulate.url)).await;
    assert!(output.stderr.contains("NOT_FOUND"), "vm-42 should not be in the inventory: {output:?}");
    simulate.stop(Signal::TERM).await;
}

#[tokio::test]
async fn a_fault_rule_is_applied() {
    let simulate =
        Simulate::start(["--fault", "mount: fail 500 RESOURCE_BUSY after acting, then pass"]).await;
    let mut command = mount(&simulate.url);
    command.arg("--always");
    let output = run(command).await;
    assert!(output.status == Some(1) && output.stderr.contains("RESOURCE_BUSY"), "{output:?}");
    // The request was carried out before it failed.
    run(mount(&simulate.url)).await.check(0, "-\tvm-42\talready_mounted\t16000\n", "");
    let log = simulate.stop(Signal::TERM).await.stderr;
    assert!(log.contains("fault="), "the log should name the fault:\n{log}");
}

#[tokio::test]
async fn behavior_where_vcenter_is_undocumented_is_configurable() {
    let simulate =
        Simulate::start(["--behavior", "mount-connects=false", "--behavior", "unmount-keeps-cdrom"]).await;
    let running = ["--vm", "build-02", "--item", "linux-installer"];
    let mounted = run(connected(&simulate.url, ["mount"].into_iter().chain(running))).await;
    mounted.check(0, "build-02\tvm-43\tmounted\t16001\n", "");
    let unmounted = run(connected(&simulate.url, ["unmount"].into_iter().chain(running))).await;
    unmounted.check(0, "build-02\tvm-43\tunmounted\t16001\n", "");
    let log = simulate.stop(Signal::TERM).await.stderr;
    assert!(log.contains("Cdrom_connect"), "the mount should have connected the CD-ROM itself:\n{log}");
}

#[tokio::test]
async fn latency_delays_responses() {
    let simulate = Simulate::start(["--latency", "300ms"]).await;
    let start = std::time::Instant::now();
    simulate.login(ANYTHING).await;
    assert!(
        start.elapsed() >= Duration::from_millis(300),
        "the response arrived after {:?}",
        start.elapsed()
    );
    simulate.stop(Signal::TERM).await;
}

#[tokio::test]
async fn an_address_in_use_is_reported_with_a_remedy() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let output = run(vcenter_iso(["simulate", "--listen", &address])).await;
    assert_eq!((output.status, output.stdout.as_str()), (Some(1), ""), "{output:?}");
    for expected in [&format!("caused by: cannot listen on {address}"), "--listen 127.0.0.1:0"] {
        assert!(output.stderr.contains(expected), "should contain {expected:?}:\n{}", output.stderr);
    }
}

#[tokio::test]
async fn an_address_that_other_machines_reach_prints_a_warning() {
    for (arguments, warning) in [
        (vec![], "with any password; pass --user"),
        (vec!["--user", USER], "can reach the simulator and log in\n"),
    ] {
        let arguments = ["simulate", "--listen", "0.0.0.0:0"].into_iter().chain(arguments);
        let mut command = vcenter_iso(arguments);
        let mut child = command.env("VCENTER_PASSWORD", PASSWORD).spawn().expect("the binary runs");
        let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut url = String::new();
        stdout.read_line(&mut url).await.expect("a first line");
        let output = Simulate { child, url, stdout }.stop(Signal::TERM).await;
        assert!(output.stderr.starts_with("warning: --listen 0.0.0.0:0: "), "{output:?}");
        assert!(output.stderr.contains(warning), "should contain {warning:?}:\n{}", output.stderr);
    }
}

/// Asserts exit status 2, no output on stdout, and these texts on stderr.
async fn check_usage(arguments: &[&str], expected: &[&str]) {
    let output = run(vcenter_iso(["simulate"].iter().chain(arguments).copied())).await;
    assert_eq!((output.status, output.stdout.as_str()), (Some(2), ""), "{arguments:?}: {output:?}");
    for expected in expected {
        assert!(
            output.stderr.contains(expected),
            "{arguments:?} should contain {expected:?}:\n{}",
            output.stderr
        );
    }
}

#[tokio::test]
async fn invalid_arguments_are_rejected() {
    check_usage(&["--listen", "localhost"], &["--listen", "expected an IP address and a port"]).await;
    check_usage(&["--cert-out", "cert.pem"], &["--tls"]).await;
    check_usage(&["--latency", "5"], &["--latency", "expected a number with a unit"]).await;
    check_usage(&["--vms", "many"], &["--vms", "expected a number from 0"]).await;
    check_usage(&["--vms", "99999999999999999999"], &["--vms", "expected a number from 0"]).await;
    check_usage(&["--vms", "5", "--inventory", "lab.yaml"], &["--vms", "--inventory"]).await;
    check_usage(&["--print-inventory", "--tls"], &["--print-inventory", "--tls"]).await;
    check_usage(&["--fault", "mount: explode"], &["--fault", "'explode' is not a fault; faults begin with"])
        .await;
    check_usage(&["--fault", "mnt: refuse"], &["--fault", "mnt"]).await;
    check_usage(&["--behavior", "ide"], &["there is no behavior 'ide'; there are mount-on-ide, "]).await;
    check_usage(&["--behavior", "mount-on-ide=1"], &["mount-on-ide: expected true or false, not '1'"]).await;
    check_usage(&["--user", USER], &["has no password: set VCENTER_PASSWORD"]).await;
    let nowhere = "/nonexistent/cert.pem";
    check_usage(
        &["--listen", "127.0.0.1:0", "--tls", "--cert-out", nowhere],
        &["--cert-out /nonexistent/cert.pem: cannot write the file"],
    )
    .await;
}

#[tokio::test]
async fn invalid_inventory_files_are_rejected() {
    check_usage(
        &["--inventory", "/nonexistent/lab.yaml"],
        &["/nonexistent/lab.yaml", "cannot read the file"],
    )
    .await;
    let file = File::with("member.yaml", "vms:\n  vm-42:\n    name: build-01\n    hots: host-21\n");
    check_usage(
        &["--inventory", file.path()],
        &["member.yaml", "line 4, column 5", "hots", "--print-inventory"],
    )
    .await;
    let file = File::with("bad.json", "{\"users\": [{\"name\": \"a\", \"password\": \"s3cr3t\", \"x\": 1}]}");
    check_usage(&["--inventory", file.path()], &["bad.json", "line 1, column"]).await;
    let file = File::with("large.yaml", "");
    std::fs::File::create(file.path()).expect("a file").set_len((64 << 20) + 1).expect("the length is set");
    check_usage(
        &["--inventory", file.path()],
        &["large.yaml: cannot read the file", "caused by: the file is larger than 64 MiB"],
    )
    .await;
    let file = File::with("reference.yaml", "vms:\n  vm-42: { name: build-01, host: host-9 }\n");
    check_usage(&["--inventory", file.path()], &["vms.vm-42.host: 'host-9' is not in hosts"]).await;
}

#[tokio::test]
async fn the_state_outlives_the_simulator() {
    let home = Home::new();
    let state = home.path().join("lab.yaml");
    let state = state.to_str().expect("a path in UTF-8");
    let simulator = Simulate::start(["--state", state]).await;
    run(mount(&simulator.url)).await.check(0, &mounted("16000"), "");
    check_usage(&["--state", state], &["lab.yaml: another simulator uses the file"]).await;
    simulator.stop(Signal::TERM).await;
    let mode = std::os::unix::fs::PermissionsExt::mode(
        &std::fs::metadata(state).expect("the state is saved").permissions(),
    );
    assert_eq!(mode & 0o777, 0o600, "the state can have passwords");

    // The state takes precedence over the other contents.
    let simulator = Simulate::start(["--state", state, "--vms", "3"]).await;
    let output = run(mount(&simulator.url)).await;
    assert!(output.stdout.contains("already_mounted"), "{output:?}");
    // A change is saved while the simulator runs, so that a kill loses little.
    std::fs::write(state, "").expect("the file is writable");
    let patch = r#"{"vms": {"vm-42": {"busy": true}}}"#;
    let response =
        simulator.send("PATCH /_simulator/inventory", "Content-Type: application/json\r\n", patch).await;
    assert!(response.starts_with("HTTP/1.1 204"), "{response}");
    let saved = tokio::time::timeout(Duration::from_secs(30), async {
        while !std::fs::read_to_string(state).expect("the state can be read").contains("busy: true") {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    saved.await.expect("the change should be saved within 30 s");
    simulator.stop(Signal::TERM).await;
    // An empty file, as `mktemp` creates it, has no state yet.
    std::fs::write(state, "").expect("the file is writable");
    let simulator = Simulate::start(["--state", state]).await;
    run(mount(&simulator.url)).await.check(0, &mounted("16000"), "");
    simulator.stop(Signal::TERM).await;
    let file = File::with("broken.yaml", "vms: 3\n");
    check_usage(&["--state", file.path()], &["--state", "remove the file to start anew", "line 1"]).await;
}

#[tokio::test]
async fn a_state_that_is_no_regular_file_is_left_alone() {
    use std::os::unix::fs::FileTypeExt as _;
    let home = Home::new();
    let socket = home.path().join("socket");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
    let link = home.path().join("link");
    std::os::unix::fs::symlink(&socket, &link).expect("a link");
    for path in [&socket, &link, &home.path().to_owned()] {
        let path = path.to_str().expect("a path in UTF-8");
        check_usage(&["--state", path], &["cannot use the file", "not a regular file"]).await;
    }
    let file_type = std::fs::metadata(&socket).expect("the socket is still there").file_type();
    assert!(file_type.is_socket(), "{file_type:?}");
    assert!(!home.path().join("socket.lock").exists(), "nothing is created");
}

#[tokio::test]
async fn a_state_that_cannot_be_saved_is_told_once_and_is_an_error_at_the_end() {
    let home = Home::new();
    let directory = home.path().join("state");
    std::fs::create_dir(&directory).expect("the directory is created");
    let state = directory.join("lab.yaml");
    let simulator = Simulate::start(["--state", state.to_str().expect("a path in UTF-8")]).await;
    std::fs::remove_dir_all(&directory).expect("the directory is removed");
    run(mount(&simulator.url)).await.check(0, &mounted("16000"), "");
    // Long enough for two attempts.
    tokio::time::sleep(Duration::from_millis(2500)).await;
    send(&simulator.child, Signal::TERM);
    let output = wait(simulator.child).await;
    let count = output.stderr.matches("lab.yaml: cannot write the file").count();
    assert_eq!((output.status, count), (Some(1), 2), "once while it runs, once at the end: {output:?}");
}

#[tokio::test]
async fn a_task_takes_its_time() {
    let simulator = Simulate::start(["--task-time", "1h"]).await;
    let mount = tokio::spawn(run(mount(&simulator.url)));
    let busy = tokio::time::timeout(Duration::from_secs(30), async {
        while !simulator.send("GET /_simulator/requests", "", "").await.contains("Image_mount") {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    busy.await.expect("the mount should arrive within 30 s");
    let advance = r#"{"advance": "1h"}"#;
    let response =
        simulator.send("POST /_simulator/clock", "Content-Type: application/json\r\n", advance).await;
    assert!(response.starts_with("HTTP/1.1 204"), "{response}");
    mount.await.expect("the command ends").check(0, &mounted("16000"), "");
    simulator.stop(Signal::TERM).await;
}

#[tokio::test]
async fn the_kind_of_the_certificate_and_the_version_of_tls_can_be_set() {
    check_usage(&["--certificate", "chain"], &["--tls"]).await;
    check_usage(
        &["--tls", "--certificate", "old"],
        &["there is no certificate 'old'; there are self-signed, "],
    )
    .await;
    check_usage(
        &["--tls", "--tls-version", "1.1"],
        &["there is no TLS version '1.1' here; there are 1.2, 1.3"],
    )
    .await;
    let root = File::with("root.pem", "");
    let arguments = ["--tls", "--tls-version", "1.2", "--certificate"];
    for (kind, status, text) in
        [("chain", 0, ""), ("expired", 1, "expired"), ("other-name", 1, "vcenter.example.com")]
    {
        let simulator = Simulate::start(arguments.into_iter().chain([kind, "--cert-out", root.path()])).await;
        let output = run(connected(&simulator.url, ["vms", "--ca-cert", root.path()])).await;
        assert!(output.status == Some(status) && output.stderr.contains(text), "{kind}: {output:?}");
        simulator.stop(Signal::TERM).await;
    }
}
