//! `--thumbprint` trusts only one certificate.

use test_support::checked;
use vcenter_iso_simulator::Simulator;

use crate::command::{connected, run};

#[tokio::test]
async fn only_the_certificate_with_the_thumbprint_is_trusted() {
    let simulator = checked::start(Simulator::builder().tls()).await;
    // The error has the thumbprint, so that the user can compare it.
    let output = run(connected(simulator.url(), ["vms"])).await;
    output.check(
        1,
        "",
        "hint: pass the server's CA certificate with --ca-cert FILE, or compare the output of `vcenter-iso certificate`",
    );
    let expected = "caused by: the server certificate was rejected: its issuer is not trusted (SHA-256 ";
    assert!(output.stderr.contains(expected), "{output:?}");
    let (_, rest) = output.stderr.split_once("SHA-256 thumbprint ").expect("the thumbprint");
    let presented = &rest[..95];

    for text in [presented.to_owned(), presented.replace(':', "").to_lowercase()] {
        let output =
            run(connected(simulator.url(), ["vms", "--name", "build-01", "--thumbprint", &text])).await;
        assert_eq!((output.status, output.stderr.as_str()), (Some(0), ""), "{output:?}");
        let mut command = connected(simulator.url(), ["vms"]);
        command.env("VCENTER_THUMBPRINT", &text).env("GOVC_INSECURE", "1");
        let output = run(command).await;
        assert_eq!((output.status, output.stderr.as_str()), (Some(0), ""), "{output:?}");
    }

    let requests = simulator.requests().len();
    let other = ["AB"; 32].join(":");
    let mut command = connected(simulator.url(), ["vms", "--thumbprint", &other]);
    // `VCENTER_INSECURE` does not weaken the thumbprint.
    command.env("VCENTER_INSECURE", "1");
    let output = run(command).await;
    output.check(1, "", &format!("it has the SHA-256 thumbprint {presented}, expected {other}"));
    assert_eq!(simulator.requests().len(), requests, "a request was sent to another server");
}
