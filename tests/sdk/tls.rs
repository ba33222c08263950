//! Whom the client trusts.

use test_support::checked::{self, Checked};
use vcenter_iso::{ErrorKind, Thumbprint};
use vcenter_iso_simulator::Simulator;

use crate::secrets::{self, builder, connect};

async fn simulator() -> Checked {
    checked::start(Simulator::builder().tls()).await
}

#[tokio::test]
async fn a_certificate_that_is_trusted() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    vcenter.logout().await.expect("a logout");
    secrets::check_log(&secrets::sessions(&simulator));
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted() {
    let simulator = simulator().await;
    let error = builder(simulator.url()).connect().await.expect_err("the certificate vouches for itself");
    assert_eq!(error.kind(), ErrorKind::Tls, "{error:?}");
    assert_eq!(error.to_string(), format!("login failed: no TLS connection to {}", simulator.url()));
    assert!(secrets::shown(&error).contains("certificate"), "the reason is lost: {error:?}");
    assert_eq!(simulator.requests().len(), 0, "the password was sent to a server that is not trusted");
    secrets::check(&error);
}

#[tokio::test]
async fn every_certificate_on_demand() {
    let simulator = simulator().await;
    let vcenter = builder(simulator.url())
        .danger_accept_invalid_certificates(true)
        .connect()
        .await
        .expect("every certificate is accepted");
    vcenter.logout().await.expect("a logout");
}

#[tokio::test]
async fn what_is_no_certificate() {
    let simulator = simulator().await;
    for pem in ["", "hello", "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n"] {
        let error = builder(simulator.url())
            .add_root_certificates(pem)
            .connect()
            .await
            .expect_err("this is no certificate");
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{pem:?}: {error:?}");
    }
}

#[tokio::test]
async fn plain_http_to_a_tls_port_is_an_error_and_no_hang() {
    let simulator = simulator().await;
    let url = simulator.url().replace("https:", "http:");
    let error = builder(&url).connect().await.expect_err("this port speaks TLS");
    secrets::check(&error);
}

#[tokio::test]
async fn the_one_certificate_with_the_thumbprint() {
    let simulator = simulator().await;
    // The error for a certificate that is not trusted names its thumbprint, which is where a user finds it.
    let error =
        builder(simulator.url()).connect().await.expect_err("the issuer of the certificate is not trusted");
    let shown = secrets::shown(&error);
    let (_, rest) = shown.split_once("SHA-256 thumbprint ").expect("the thumbprint");
    let presented: Thumbprint = rest[..95].parse().expect("64 digits and 31 colons");

    let vcenter = builder(simulator.url())
        .certificate_thumbprint(presented)
        .connect()
        .await
        .expect("the certificate has the thumbprint");
    vcenter.logout().await.expect("a logout");

    // A root that vouches for it does not help against another thumbprint.
    let requests = simulator.requests().len();
    let other: Thumbprint = "ab".repeat(32).parse().expect("a thumbprint");
    let error = builder(simulator.url())
        .add_root_certificates(simulator.certificate_pem().expect("a certificate"))
        .danger_accept_invalid_certificates(true)
        .certificate_thumbprint(other)
        .connect()
        .await
        .expect_err("the certificate has another thumbprint");
    assert_eq!(error.kind(), ErrorKind::Tls, "{error:?}");
    let shown = secrets::shown(&error);
    for thumbprint in [presented, other] {
        assert!(shown.contains(&thumbprint.to_string()), "both have to be told: {shown}");
    }
    assert_eq!(simulator.requests().len(), requests, "the password was sent to another server");
}

// Elsewhere a machine has one loopback address.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_names_of_a_certificate_are_not_shown_if_they_are_the_password() {
    let simulator = simulator().await;
    let port = simulator.url().rsplit(':').next().expect("a port");
    let elsewhere = tokio::net::TcpListener::bind("127.0.0.2:0").await.expect("a loopback port");
    let url = format!("https://{}", elsewhere.local_addr().expect("an address"));
    let target = format!("127.0.0.1:{port}");
    tokio::spawn(async move {
        let (mut inbound, _) = elsewhere.accept().await.expect("a connection");
        let mut outbound = tokio::net::TcpStream::connect(target).await.expect("the simulator");
        let _ = tokio::io::copy_bidirectional(&mut inbound, &mut outbound).await;
    });
    let builder = vcenter_iso::Vcenter::builder(url)
        .add_root_certificates(simulator.certificate_pem().expect("a certificate"))
        .credentials(secrets::USER, "localhost");
    let error = builder.connect().await.expect_err("the certificate is for another name");
    let shown = secrets::shown(&error);
    assert!(shown.contains("it is for another name"), "{shown}");
    assert!(!shown.contains("localhost"), "{shown}");
}
