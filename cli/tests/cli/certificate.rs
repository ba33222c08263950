//! `certificate` and the thumbprints that it shows.

use serde_json::Value;
use test_support::checked::{self, Checked};
use vcenter_iso_simulator::Simulator;

use crate::command::{Home, PASSWORD, USER, connected, run, vcenter_iso};

async fn simulator() -> Checked {
    checked::start(Simulator::builder().tls()).await
}

/// Returns the record of the server's certificate.
async fn certificate(simulator: &Simulator) -> Value {
    let output = run(vcenter_iso(["certificate", "--server", simulator.url(), "--output", "json"])).await;
    assert_eq!(output.status, Some(0), "{output:?}");
    assert!(output.stderr.starts_with("not verified: compare a thumbprint with that"), "{output:?}");
    let records: Value = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!(records.as_array().map(Vec::len), Some(1), "{records}");
    records[0].clone()
}

#[tokio::test]
async fn the_certificate_is_shown_without_a_login_and_can_be_trusted() {
    let simulator = simulator().await;
    let record = certificate(&simulator).await;
    assert_eq!(simulator.requests().len(), 0, "no request should be sent");
    assert_eq!(record["pem"].as_str(), simulator.certificate_pem(), "{record}");
    for (member, expected) in [("names", "localhost"), ("not_after", "T"), ("subject", "CN=")] {
        assert!(record[member].to_string().contains(expected), "{member} of {record}");
    }
    let thumbprint = record["sha256"].as_str().expect("a thumbprint");
    let trusting = ["vms", "--name", "build-01", "--thumbprint", thumbprint];
    run(connected(simulator.url(), trusting)).await.check(0, "build-01\tvm-42\tPOWERED_OFF\t2\t4096\n", "");

    let text = run(vcenter_iso(["certificate", "--server", simulator.url()])).await;
    assert!(text.stdout.contains(&format!("1\tsha-256\t{thumbprint}\n")), "{text:?}");
}

#[tokio::test]
async fn a_server_without_tls_has_no_certificate() {
    let simulator = checked::start(Simulator::builder()).await;
    for (server, status, expected) in [
        (simulator.url().to_owned(), 2, "has no certificate; use https"),
        (simulator.url().replace("http:", "https:"), 1, "caused by: the port does not speak TLS"),
        ("sim:".to_owned(), 2, "the embedded simulator has no certificate"),
        ("https://127.0.0.1:1".to_owned(), 1, "error: no connection to https://127.0.0.1:1"),
    ] {
        run(vcenter_iso(["certificate", "--server", &server])).await.check(status, "", expected);
    }
}

#[tokio::test]
async fn a_file_of_known_hosts_of_govc_is_used() {
    let simulator = simulator().await;
    let record = certificate(&simulator).await;
    let host = simulator.url().trim_start_matches("https://");
    let sha256 = record["sha256"].as_str().expect("a thumbprint");
    let home = Home::new();
    let other = ["AB"; 32].join(":");
    for (line, status, expected) in [
        (format!("{host} {sha256}\n"), 0, ""),
        (format!("{host} {other}\nvcenter.example.com:443 {other}\n{host} {sha256}\n"), 0, ""),
        (format!("{host} {other}\n"), 1, "hint: find out why the certificate has changed"),
        (format!("vcenter.example.com:443 {sha256}\n"), 1, "its issuer is not trusted"),
        (record["known_hosts"].as_str().expect("a line").to_owned(), 1, "is SHA-1 and not used"),
        (format!("{host} hello\n"), 2, "line 1\n  caused by: invalid thumbprint"),
    ] {
        let file = home.write("known_hosts", &line);
        let mut command = vcenter_iso(["vms", "--name", "build-01"]);
        command.envs([
            ("GOVC_URL", simulator.url()),
            ("GOVC_USERNAME", USER),
            ("GOVC_PASSWORD", PASSWORD),
            ("GOVC_TLS_KNOWN_HOSTS", &file),
        ]);
        let output = run(command).await;
        assert_eq!(output.status, Some(status), "{line:?}: {output:?}");
        assert!(output.stderr.contains(expected), "{line:?}: {output:?}");
    }
}

#[tokio::test]
async fn a_file_without_certificates_is_named() {
    let home = Home::new();
    let zip = home.write("download.zip", "PK\u{3}\u{4}");
    let output = run(connected("https://127.0.0.1:1", ["vms", "--ca-cert", &zip])).await;
    let expected =
        format!("error: certificates {zip}\n  caused by: invalid root certificates: this is a ZIP archive");
    output.check(2, "", &expected);
}
