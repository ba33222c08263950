use std::net::TcpStream;
use std::sync::Arc;

use reqwest::Version;
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::version::{TLS12, TLS13};
use rustls::{ClientConfig, ClientConnection, ProtocolVersion, RootCertStore};
use vcenter_iso_simulator::example::ITEM;
use vcenter_iso_simulator::{Certificate, Simulator, TlsVersion};

use crate::client::{Client, SESSION, send};

#[tokio::test]
async fn http_1_1_and_http_2_are_served_over_tls() {
    let simulator = Simulator::builder().tls().start().await.expect("the simulator starts");
    assert!(simulator.url().starts_with("https://127.0.0.1:"));
    let client = Client::logged_in(&simulator).await;
    let response = client.mount("vm-42", ITEM).await;
    assert_eq!((response.string(200), response.version), ("16000", Version::HTTP_2));

    let certificate = simulator.certificate_pem().expect("the simulator has a certificate");
    let http_1_1 = Client::trusting(simulator.url(), certificate, &["http/1.1"], |http| http);
    let response = send(http_1_1.with_session(Some(client.session())).request("GET", SESSION)).await;
    assert_eq!((response.status, response.version), (200, Version::HTTP_11));
    // The recorded path excludes the authority, which HTTP/2 sends in the URI.
    assert_eq!(simulator.requests()[0].path_and_query(), SESSION);
}

#[tokio::test]
async fn the_certificate_is_valid_for_the_address_and_localhost() {
    let simulator = Simulator::builder().tls().start().await.expect("the simulator starts");
    let certificate = simulator.certificate_pem().expect("the simulator has a certificate");
    let url = simulator.url().replace("127.0.0.1", "localhost");
    let client = Client::trusting(&url, certificate, &["h2"], |http| {
        http.resolve("localhost", ([127, 0, 0, 1], 0).into())
    });
    client.log_in("any user", "secret").await.string(201);
}

#[tokio::test]
async fn the_certificate_of_another_simulator_is_not_trusted() {
    let simulator = Simulator::builder().tls().start().await.expect("the simulator starts");
    let other = Simulator::builder().tls().start().await.expect("the simulator starts");
    let client = Client::trusting(
        simulator.url(),
        other.certificate_pem().expect("the simulator has a certificate"),
        &["h2"],
        |http| http,
    );
    let mut error: &dyn std::error::Error =
        &client.request("GET", SESSION).send().await.expect_err("the certificate is not trusted");
    let mut text = error.to_string();
    while let Some(source) = error.source() {
        text = format!("{text}: {source}");
        error = source;
    }
    assert!(text.contains("certificate"), "{text}");
    assert!(simulator.requests().is_empty());
}

#[tokio::test]
async fn without_tls_there_is_no_certificate() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    assert!(simulator.url().starts_with("http://127.0.0.1:"));
    assert_eq!(simulator.certificate_pem(), None);
    // A client with prior knowledge uses HTTP/2 without TLS.
    let http_2 = Client::trusting(simulator.url(), "", &[], reqwest::ClientBuilder::http2_prior_knowledge);
    assert_eq!(http_2.log_in("any user", "secret").await.version, Version::HTTP_2);
}

/// The result of a client that trusts [`Simulator::certificate_pem`].
#[tokio::test]
async fn each_certificate_is_what_its_name_says() {
    for (name, refusal) in [
        ("self-signed", None),
        ("self-signed-ca", Some("CaUsedAsEndEntity")),
        ("expired", Some("Expired")),
        ("not-yet-valid", Some("NotValidYet")),
        ("other-name", Some("NotValidForName")),
        ("chain", None),
        ("chain-without-intermediate", Some("UnknownIssuer")),
    ] {
        let certificate = name.parse().expect("the name is known");
        let simulator =
            Simulator::builder().certificate(certificate).start().await.expect("the simulator starts");
        let client = Client::of(&simulator);
        match (client.request("GET", SESSION).send().await, refusal) {
            (Ok(response), None) => assert_eq!(response.status(), 401, "{name}"),
            (Err(error), Some(refusal)) => {
                let text = format!("{error:?}");
                assert!(text.contains(refusal), "{name}: {text}");
            }
            (result, _) => panic!("{name}: {result:?}"),
        }
    }
    let error = "expred".parse::<Certificate>().expect_err("no certificate").to_string();
    assert!(error.starts_with("there is no certificate 'expred'; there are self-signed, "), "{error}");
}

#[tokio::test]
async fn a_version_of_tls_is_the_only_one() {
    for (text, version) in [("1.2", ProtocolVersion::TLSv1_2), ("1.3", ProtocolVersion::TLSv1_3)] {
        let only = text.parse().expect("the version is known");
        let simulator =
            Simulator::builder().tls().tls_version(only).start().await.expect("the simulator starts");
        let negotiated = negotiate(&simulator, &[&TLS12, &TLS13]).await.expect("there is a common version");
        assert_eq!(negotiated, Some(version));
        let other = if text == "1.2" { &TLS13 } else { &TLS12 };
        assert!(negotiate(&simulator, &[other]).await.is_err(), "{text}: the other version is accepted");
    }
    "1.1".parse::<TlsVersion>().expect_err("the TLS library does not have this version");
}

/// Returns the version of TLS between the simulator and a client with these versions.
async fn negotiate(
    simulator: &Simulator,
    versions: &[&'static rustls::SupportedProtocolVersion],
) -> std::io::Result<Option<ProtocolVersion>> {
    let pem = simulator.certificate_pem().expect("the simulator has a certificate");
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_slice(pem.as_bytes()).expect("the certificate is PEM"))
        .expect("the certificate can be trusted");
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(versions)
        .expect("ring has the versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let address = simulator.url().trim_start_matches("https://").to_owned();
    let handshake = move || {
        let name = "127.0.0.1".try_into().expect("an address is a name");
        let mut client = ClientConnection::new(Arc::new(config), name).expect("the configuration is valid");
        let mut tcp = TcpStream::connect(address)?;
        while client.is_handshaking() {
            client.complete_io(&mut tcp)?;
        }
        Ok(client.protocol_version())
    };
    tokio::task::spawn_blocking(handshake).await.expect("the handshake does not panic")
}
