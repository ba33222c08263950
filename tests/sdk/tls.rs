//! TLS: which server certificates the client accepts.

use rustls::pki_types::pem::PemObject as _;
use test_support::checked::{self, Checked};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use vcenter_iso::{ErrorKind, Hint, RootCertificates, Thumbprint};
use vcenter_iso_simulator::{Certificate, Simulator, TlsVersion};

use crate::secrets::{self, builder, connect};

/// Starts a server that responds to the start of TLS with an alert.
async fn server_with_alert(record: [u8; 7]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a loopback port should be free");
    let url = format!("https://{}", listener.local_addr().expect("the listener should have an address"));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut hello = [0; 16_384];
            let _ = stream.read(&mut hello).await;
            let _ = stream.write_all(&record).await;
        }
    });
    url
}

fn roots(simulator: &Simulator) -> RootCertificates {
    let pem = simulator.certificate_pem().expect("the simulator should have a certificate");
    RootCertificates::parse(pem).expect("the certificate should be valid")
}

async fn simulator() -> Checked {
    checked::start(Simulator::builder().tls()).await
}

#[tokio::test]
async fn a_certificate_with_a_trusted_issuer_is_accepted() {
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    vcenter.logout().await.expect("the logout should succeed");
    secrets::check_log(&secrets::sessions(&simulator));
}

#[tokio::test]
async fn a_certificate_with_an_untrusted_issuer_is_rejected() {
    let simulator = simulator().await;
    let error =
        builder(simulator.url()).connect().await.expect_err("a self-signed certificate should be rejected");
    assert_eq!((error.kind(), error.hint()), (ErrorKind::Tls, Some(Hint::UntrustedCertificate)), "{error:?}");
    assert_eq!(error.to_string(), format!("login failed: no TLS connection to {}", simulator.url()));
    assert!(
        secrets::all_texts(&error).contains("certificate"),
        "the error does not name the certificate as its cause: {error:?}"
    );
    assert_eq!(simulator.requests().len(), 0, "a request was sent to an untrusted server");
    secrets::check(&error);
}

#[tokio::test]
async fn an_invalid_certificate_is_accepted_if_allowed() {
    let simulator = simulator().await;
    let vcenter = builder(simulator.url())
        .danger_accept_invalid_certificates(true)
        .connect()
        .await
        .expect("the login should succeed: invalid certificates are allowed");
    vcenter.logout().await.expect("the logout should succeed");
}

#[tokio::test]
async fn a_certificate_in_der_is_accepted() {
    let simulator = simulator().await;
    let pem = simulator.certificate_pem().expect("the simulator should have a certificate");
    let certificate =
        rustls::pki_types::CertificateDer::from_pem_slice(pem.as_bytes()).expect("a certificate");
    let roots = RootCertificates::parse(&certificate).expect("the certificate should be valid");
    let vcenter = builder(simulator.url())
        .add_root_certificates(&roots)
        .connect()
        .await
        .expect("the login should succeed: the certificate is trusted");
    vcenter.logout().await.expect("the logout should succeed");
}

#[tokio::test]
async fn plain_http_to_a_tls_port_is_an_error() {
    let simulator = simulator().await;
    let url = simulator.url().replace("https:", "http:");
    let error = builder(&url).connect().await.expect_err("plain HTTP to a TLS port should fail");
    secrets::check(&error);
    assert_eq!((error.kind(), error.hint()), (ErrorKind::Tls, Some(Hint::OnlyTls)), "{error:?}");
    assert!(secrets::all_texts(&error).contains("the port speaks TLS"), "{error:?}");
}

/// The response of a server without TLS, whatever is accepted.
#[tokio::test]
async fn tls_to_a_port_without_it_is_named() {
    let simulator = checked::start(Simulator::builder()).await;
    let url = simulator.url().replace("http:", "https:");
    for accept_invalid in [false, true] {
        let error = builder(&url)
            .danger_accept_invalid_certificates(accept_invalid)
            .connect()
            .await
            .expect_err("TLS to a port without it should fail");
        assert_eq!((error.kind(), error.hint()), (ErrorKind::Tls, Some(Hint::NoTls)), "{error:?}");
        assert!(secrets::all_texts(&error).contains("the port does not speak TLS"), "{error:?}");
    }
}

/// A server that offers TLS 1.1 only responds with an alert.
#[tokio::test]
async fn an_old_version_of_tls_is_named() {
    // The record of a fatal alert `protocol_version` (RFC 5246, section 7.2).
    let url = server_with_alert([0x15, 0x03, 0x02, 0x00, 0x02, 0x02, 0x46]).await;
    let error = builder(&url)
        .danger_accept_invalid_certificates(true)
        .connect()
        .await
        .expect_err("the server offers no TLS that is accepted");
    assert_eq!((error.kind(), error.hint()), (ErrorKind::Tls, Some(Hint::OldTls)), "{error:?}");
    assert!(secrets::all_texts(&error).contains("no TLS 1.2 or later"), "{error:?}");
}

#[tokio::test]
async fn only_the_certificate_with_the_thumbprint_is_accepted() {
    let simulator = simulator().await;
    // Users take the thumbprint from the error for an untrusted certificate.
    let error =
        builder(simulator.url()).connect().await.expect_err("an untrusted certificate should be rejected");
    let texts = secrets::all_texts(&error);
    let (_, rest) = texts.split_once("SHA-256 thumbprint ").expect("the error should show the thumbprint");
    let presented: Thumbprint =
        rest[..95].parse().expect("the thumbprint should have 64 digits and 31 colons");

    let vcenter = builder(simulator.url())
        .certificate_thumbprint(presented)
        .connect()
        .await
        .expect("the login should succeed: the certificate has the thumbprint");
    vcenter.logout().await.expect("the logout should succeed");

    // With another thumbprint, neither a trusted issuer nor the setting that allows invalid certificates
    // helps.
    let requests = simulator.requests().len();
    let other: Thumbprint = "ab".repeat(32).parse().expect("the thumbprint should be valid");
    let error = builder(simulator.url())
        .add_root_certificates(&roots(&simulator))
        .danger_accept_invalid_certificates(true)
        .certificate_thumbprint(other)
        .connect()
        .await
        .expect_err("a certificate with another thumbprint should be rejected");
    assert_eq!((error.kind(), error.hint()), (ErrorKind::Tls, Some(Hint::ChangedCertificate)), "{error:?}");
    let texts = secrets::all_texts(&error);
    for thumbprint in [presented, other] {
        assert!(texts.contains(&thumbprint.to_string()), "the error should show both thumbprints: {texts}");
    }
    assert_eq!(
        simulator.requests().len(),
        requests,
        "a request was sent to a server with another certificate"
    );
}

// Only Linux has a second loopback address without configuration.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_password_among_the_names_of_a_certificate_is_not_shown() {
    let simulator = simulator().await;
    let port = simulator.url().rsplit(':').next().expect("the URL should have a port");
    let second = TcpListener::bind("127.0.0.2:0").await.expect("a loopback port should be free");
    let url = format!("https://{}", second.local_addr().expect("the listener should have an address"));
    let target = format!("127.0.0.1:{port}");
    tokio::spawn(async move {
        let (mut inbound, _) = second.accept().await.expect("the client should connect");
        let mut outbound = tokio::net::TcpStream::connect(target).await.expect("the simulator should listen");
        let _ = tokio::io::copy_bidirectional(&mut inbound, &mut outbound).await;
    });
    let builder = vcenter_iso::Vcenter::builder(url)
        .add_root_certificates(&roots(&simulator))
        .credentials(secrets::USER, "localhost");
    let error = builder.connect().await.expect_err("a certificate for another name should be rejected");
    let texts = secrets::all_texts(&error);
    assert!(texts.contains(", not for 127.0.0.2"), "{texts}");
    assert_eq!(error.hint(), Some(Hint::OtherCertificateName), "{error:?}");
    assert!(!texts.contains("localhost"), "{texts}");
}

#[tokio::test]
async fn each_reason_to_reject_a_certificate_has_its_hint() {
    for (certificate, hint, cause) in [
        (Certificate::SelfSignedCa, Hint::CertificatePurpose, "certificate of an authority"),
        (Certificate::Expired, Hint::CertificateDates, "expired"),
        (Certificate::NotYetValid, Hint::CertificateDates, "not valid"),
        (Certificate::OtherName, Hint::OtherCertificateName, "vcenter.example.com"),
        (Certificate::ChainWithoutIntermediate, Hint::UntrustedCertificate, "issuer"),
    ] {
        let simulator = checked::start(Simulator::builder().certificate(certificate)).await;
        let error = builder(simulator.url())
            .add_root_certificates(&roots(&simulator))
            .connect()
            .await
            .expect_err("the certificate should be rejected");
        assert_eq!((error.kind(), error.hint()), (ErrorKind::Tls, Some(hint)), "{certificate:?}: {error:?}");
        let texts = secrets::all_texts(&error);
        assert!(texts.contains(cause), "{certificate:?}: the cause should be named: {texts}");
        assert_eq!(simulator.requests().len(), 0, "{certificate:?}: a request was sent");
    }
}

#[tokio::test]
async fn a_chain_with_its_intermediate_and_each_version_of_tls_are_accepted() {
    for version in [TlsVersion::V1_2, TlsVersion::V1_3] {
        let settings = Simulator::builder().certificate(Certificate::Chain).tls_version(version);
        let simulator = checked::start(settings).await;
        let vcenter = connect(&simulator).await;
        vcenter.logout().await.expect("the logout should succeed");
    }
}
