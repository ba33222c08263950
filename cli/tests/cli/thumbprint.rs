//! `--thumbprint` trusts exactly one certificate.

use test_support::checked;
use vcenter_iso_simulator::Simulator;

use crate::command::{connected, run};

#[tokio::test]
async fn only_the_certificate_with_the_thumbprint_is_trusted() {
    let simulator = checked::start(Simulator::builder().tls()).await;
    // The error has the thumbprint, so that the user can compare it.
    let ended = run(connected(simulator.url(), ["vms"])).await;
    ended.check(
        1,
        "",
        "hint: pass the certificate of the server's authority with --ca-cert FILE, or compare the thumbprint",
    );
    let refused = "caused by: the certificate of the server was refused: its issuer is not trusted (SHA-256 ";
    assert!(ended.stderr.contains(refused), "{ended:?}");
    let (_, rest) = ended.stderr.split_once("SHA-256 thumbprint ").expect("the thumbprint");
    let presented = &rest[..95];

    for text in [presented.to_owned(), presented.replace(':', "").to_lowercase()] {
        let ended =
            run(connected(simulator.url(), ["vms", "--name", "build-01", "--thumbprint", &text])).await;
        assert_eq!((ended.status, ended.stderr.as_str()), (Some(0), ""), "{ended:?}");
        let mut command = connected(simulator.url(), ["vms"]);
        command.env("VCENTER_THUMBPRINT", &text).env("GOVC_INSECURE", "1");
        let ended = run(command).await;
        assert_eq!((ended.status, ended.stderr.as_str()), (Some(0), ""), "{ended:?}");
    }

    let requests = simulator.requests().len();
    let other = ["AB"; 32].join(":");
    let mut command = connected(simulator.url(), ["vms", "--thumbprint", &other]);
    // `VCENTER_INSECURE` does not weaken the thumbprint.
    command.env("VCENTER_INSECURE", "1");
    let ended = run(command).await;
    ended.check(1, "", &format!("it has the SHA-256 thumbprint {presented}, expected {other}"));
    assert_eq!(simulator.requests().len(), requests, "the password was sent to another server");
}
