use test_support::checked::{self, Checked};
use test_support::faulty::{Act, Faulty};
use vcenter_iso_simulator::{Simulator, User};

use crate::command::{
    Ended, PASSWORD, USER, connected, free_of_sessions, mount, mounted, run, run_with_input,
};

async fn simulator() -> Checked {
    checked::start(Simulator::builder().user(User::new(USER, PASSWORD))).await
}

#[tokio::test]
async fn server_user_and_password_come_from_the_environment() {
    let simulator = simulator().await;
    assert_eq!(run(mount(simulator.url())).await, Ended::new(0, &mounted("16000"), ""));
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
        let ended = run_with_input(command, &input).await;
        assert_eq!((ended.status, ended.stderr.as_str()), (Some(0), ""), "{input:?}: {ended:?}");
    }
    for input in ["", "\n"] {
        let mut command = mount(simulator.url());
        command.arg("--password-stdin");
        let ended = run_with_input(command, input).await;
        assert_eq!(ended.status, Some(2), "{input:?}: {ended:?}");
        assert!(ended.stderr.contains("--password-stdin: the first line is empty"), "{ended:?}");
    }
}

#[tokio::test]
async fn a_wrong_password() {
    let simulator = simulator().await;
    let mut command = mount(simulator.url());
    command.env("VCENTER_PASSWORD", "wrong");
    assert_eq!(
        run(command).await,
        Ended::new(
            5,
            "",
            "error: login failed: Authentication required. (UNAUTHENTICATED)\n\
             \x20 error type: UNAUTHENTICATED\n\
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
    let ended = run(mount(simulator.url())).await;
    assert_eq!(ended.status, Some(4), "{ended:?}");
    assert_eq!(simulator.open_sessions(), 0, "it did not log out");
}

#[tokio::test]
async fn a_private_certificate_is_trusted_only_on_request() {
    let simulator = checked::start(Simulator::builder().tls()).await;
    let ended = run(mount(simulator.url())).await;
    assert_eq!(ended.status, Some(1), "{ended:?}");
    assert!(
        ended.stderr.contains("error: login failed: no TLS connection to https://127.0.0.1:"),
        "{ended:?}"
    );
    assert!(
        ended.stderr.contains("hint: pass the certificate of the server's authority with --ca-cert"),
        "{ended:?}"
    );

    let mut command = mount(simulator.url());
    command.arg("--insecure");
    let warning = "warning: --insecure: the server certificate is not checked\n";
    assert_eq!(run(command).await, Ended::new(0, &mounted("16000"), warning));

    let file = std::env::temp_dir().join(format!("vcenter-iso-{}.pem", std::process::id()));
    std::fs::write(&file, simulator.certificate_pem().expect("a certificate")).expect("a file");
    let mut command = mount(simulator.url());
    command.arg("--ca-cert").arg(&file);
    let ended = run(command).await;
    std::fs::remove_file(&file).expect("the file");
    ended.check(0, "-\tvm-42\talready_mounted\t16000\n", "");
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
        let ended = run(command).await;
        ended.check(2, "", &format!("error: the proxy variable {variable} is "));
        assert!(!ended.stderr.contains("s3cr3t"), "the value is shown: {ended:?}");
    }
    // A usable proxy is used, except for a server on this machine.
    let proxy = Faulty::start(Act::response("502 Bad Gateway", "text/plain", "")).await;
    let mut command = connected(server, ["vms"]);
    command.env("HTTPS_PROXY", proxy.url.replace("http://", "http://u:s3cr3t@")).env("ALL_PROXY", "[bad");
    let ended = run(command).await;
    ended.check(1, "", "error: login failed: ");
    assert!(!ended.stderr.contains("s3cr3t"), "the value is shown: {ended:?}");
    let requests = proxy.received();
    assert!(requests[0].starts_with("CONNECT vcenter.example.invalid:443 "), "{requests:?}");

    let simulator = simulator().await;
    let mut command = mount(simulator.url());
    command.env("HTTP_PROXY", "[bad").env("ALL_PROXY", "[bad");
    assert_eq!(run(command).await, Ended::new(0, &mounted("16000"), ""));
}

#[tokio::test]
async fn verbose_output_shows_each_operation_and_no_secrets() {
    let simulator = simulator().await;
    let mut command = mount(simulator.url());
    command.arg("-vv");
    let ended = run(command).await;
    assert_eq!((ended.status, ended.stdout.as_str()), (Some(0), mounted("16000").as_str()), "{ended:?}");
    for expected in ["Cis.Session_create", "Vcenter.Iso.Image_mount", "Cis.Session_delete", "status=200"] {
        assert!(ended.stderr.contains(expected), "should say {expected:?}:\n{}", ended.stderr);
    }
    free_of_sessions(&simulator, &ended.stderr);
}
