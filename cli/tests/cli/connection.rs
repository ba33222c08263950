use test_support::checked::{self, Checked};
use test_support::faulty::{Act, Faulty};
use vcenter_iso_simulator::{Simulator, User};

use crate::command::{
    CommandOutput, PASSWORD, USER, connected, free_of_sessions, mount, mounted, run, run_with_input,
};

async fn simulator() -> Checked {
    checked::start(Simulator::builder().user(User::new(USER, PASSWORD))).await
}

#[tokio::test]
async fn server_user_and_password_come_from_the_environment() {
    let simulator = simulator().await;
    assert_eq!(run(mount(simulator.url())).await, CommandOutput::new(0, &mounted("16000"), ""));
    assert_eq!(simulator.open_sessions(), 0, "it did not log out");
    let agent = simulator.requests()[0].header("user-agent").map(str::to_owned);
    assert!(agent.as_deref().is_some_and(|agent| agent.starts_with("vcenter-iso-cli/")), "{agent:?}");
}

#[tokio::test]
async fn the_password_can_come_from_stdin() {
    let simulator = simulator().await;
    for input in [format!("{PASSWORD}\n"), format!("{PASSWORD}\r\nmore\n"), PASSWORD.to_owned()] {
        let mut command = mount(simulator.url());
        command.env_remove("VCENTER_PASSWORD").arg("--password-stdin");
        let output = run_with_input(command, &input).await;
        assert_eq!((output.status, output.stderr.as_str()), (Some(0), ""), "{input:?}: {output:?}");
    }
    for input in ["", "\n"] {
        let mut command = mount(simulator.url());
        command.arg("--password-stdin");
        let output = run_with_input(command, input).await;
        assert_eq!(output.status, Some(2), "{input:?}: {output:?}");
        assert!(output.stderr.contains("--password-stdin: the first line is empty"), "{output:?}");
    }
}

#[tokio::test]
async fn a_wrong_password_is_reported_with_a_hint() {
    let simulator = simulator().await;
    let mut command = mount(simulator.url());
    command.env("VCENTER_PASSWORD", "wrong");
    assert_eq!(
        run(command).await,
        CommandOutput::new(
            5,
            "",
            "error: login failed: Authentication required. (UNAUTHENTICATED)\n\
             \x20 status: 401\n\
             \x20 request id: ID\n\
             hint: check the password, and that the user name has its domain, as in user@vsphere.local\n"
        )
    );
}

#[tokio::test]
async fn a_failed_mount_logs_out_too() {
    let simulator = simulator().await;
    simulator.update_inventory(|inventory| inventory.vms.remove("vm-42"));
    let output = run(mount(simulator.url())).await;
    assert_eq!(output.status, Some(4), "{output:?}");
    assert_eq!(simulator.open_sessions(), 0, "it did not log out");
}

#[tokio::test]
async fn a_private_certificate_is_trusted_only_on_request() {
    let simulator = checked::start(Simulator::builder().tls()).await;
    let output = run(mount(simulator.url())).await;
    assert_eq!(output.status, Some(1), "{output:?}");
    assert!(
        output.stderr.contains("error: login failed: no TLS connection to https://127.0.0.1:"),
        "{output:?}"
    );
    assert!(output.stderr.contains("hint: pass the server's CA certificate with --ca-cert"), "{output:?}");

    let mut command = mount(simulator.url());
    command.arg("--insecure");
    let warning = "warning: --insecure: the server certificate is not checked\n";
    assert_eq!(run(command).await, CommandOutput::new(0, &mounted("16000"), warning));

    let file = std::env::temp_dir().join(format!("vcenter-iso-{}.pem", std::process::id()));
    std::fs::write(&file, simulator.certificate_pem().expect("a certificate")).expect("the file is written");
    let mut command = mount(simulator.url());
    command.arg("--ca-cert").arg(&file);
    let output = run(command).await;
    std::fs::remove_file(&file).expect("the file");
    output.check(0, "-\tvm-42\talready_mounted\t16000\n", "");
}

#[tokio::test]
async fn an_unusable_proxy_variable_is_an_error_before_the_first_request() {
    let server = "https://vcenter.example.invalid";
    for (variable, value) in [
        ("HTTPS_PROXY", "http://u:s3cr3t@[bad"),
        ("https_proxy", "http://u:s3cr3t@proxy:port"),
        ("ALL_PROXY", "socks5://u:s3cr3t@127.0.0.1:1080"),
    ] {
        let mut command = connected(server, ["vms"]);
        command.env(variable, value);
        let output = run(command).await;
        output.check(2, "", &format!("error: the proxy variable {variable} is "));
        assert!(!output.stderr.contains("s3cr3t"), "the value is shown: {output:?}");
    }
    // A valid proxy is used, except for a server on this machine.
    let proxy = Faulty::start(Act::response("502 Bad Gateway", "text/plain", "")).await;
    let mut command = connected(server, ["vms"]);
    command.env("HTTPS_PROXY", proxy.url.replace("http://", "http://u:s3cr3t@")).env("ALL_PROXY", "[bad");
    let output = run(command).await;
    output.check(1, "", "error: login failed: ");
    assert!(!output.stderr.contains("s3cr3t"), "the value is shown: {output:?}");
    let requests = proxy.received();
    assert!(requests[0].starts_with("CONNECT vcenter.example.invalid:443 "), "{requests:?}");

    let simulator = simulator().await;
    let mut command = mount(simulator.url());
    command.env("HTTP_PROXY", "[bad").env("ALL_PROXY", "[bad");
    assert_eq!(run(command).await, CommandOutput::new(0, &mounted("16000"), ""));
}

/// Runs a command through a proxy that responds so, and returns its output and the requests.
async fn through_proxy(act: Act) -> (CommandOutput, Vec<String>) {
    let proxy = Faulty::start(act).await;
    let mut command = connected("https://vcenter.example.invalid", ["vms"]);
    let url = proxy.url.replace("http://", "http://user:s3cr3t@");
    command.env("HTTPS_PROXY", url);
    let mut output = run(command).await;
    output.stderr = output.stderr.replace(&proxy.url, "http://PROXY");
    assert!(!output.stderr.contains("s3cr3t"), "the password is shown: {output:?}");
    (output, proxy.received())
}

#[tokio::test]
async fn a_proxy_that_refuses_is_named_with_its_status() {
    let refused = "error: login failed: the proxy http://PROXY (HTTPS_PROXY) refused the connection to \
                   vcenter.example.invalid:443";
    for (status, hint) in [
        (
            "403 Blocked by rule 7",
            "hint: add the server to NO_PROXY if it needs no proxy, or have the proxy allow",
        ),
        ("407 Proxy Authentication Required", "hint: put user and password into the URL of the variable"),
        ("502 Bad Gateway", "or check that the proxy reaches it"),
        ("503 Service Unavailable", "or check that the proxy reaches it"),
    ] {
        let (output, requests) = through_proxy(Act::response(status, "text/html", "<h1>Sorry</h1>")).await;
        output.check(1, "", &format!("{refused}: {status}\n"));
        assert!(output.stderr.contains(hint), "{status}: {output:?}");
        for request in requests {
            assert!(request.starts_with("CONNECT vcenter.example.invalid:443 HTTP/1.1\r\n"), "{request}");
            // Header names have any case.
            let request = request.to_ascii_lowercase();
            assert!(request.contains("proxy-authorization: basic dxnlcjpzm2nym3q="), "{request}");
        }
    }
    let (output, _) = through_proxy(Act::Drop).await;
    output.check(1, "", refused);
    // A proxy may echo the header with its credentials.
    let echo = "403 no Proxy-Authorization: Basic dXNlcjpzM2NyM3Q= user:s3cr3t";
    let (output, _) = through_proxy(Act::response(echo, "text/html", "")).await;
    output.check(1, "", "403 no Proxy-Authorization: Basic ");
    assert!(!output.stderr.contains("dXNlcjpzM2NyM3Q"), "the credentials are shown: {output:?}");
}

#[tokio::test]
async fn a_proxy_that_cannot_be_reached_is_named() {
    let mut command = connected("https://vcenter.example.invalid", ["vms"]);
    command.env("https_proxy", "http://user:s3cr3t@127.0.0.1:1");
    let output = run(command).await;
    let expected =
        "no connection to vcenter.example.invalid:443 through the proxy http://127.0.0.1:1 (https_proxy)";
    output.check(1, "", expected);
    assert!(output.stderr.contains("hint: check the proxy in the variable"), "{output:?}");
    assert!(!output.stderr.contains("s3cr3t"), "{output:?}");
}

#[tokio::test]
async fn verbose_output_shows_each_operation_and_no_secrets() {
    let simulator = simulator().await;
    let mut command = mount(simulator.url());
    command.arg("-vv");
    let output = run(command).await;
    assert_eq!((output.status, output.stdout.as_str()), (Some(0), mounted("16000").as_str()), "{output:?}");
    for expected in ["Cis.Session_create", "Vcenter.Iso.Image_mount", "Cis.Session_delete", "status=200"] {
        assert!(output.stderr.contains(expected), "should contain {expected:?}:\n{}", output.stderr);
    }
    free_of_sessions(&simulator, &output.stderr);
}
