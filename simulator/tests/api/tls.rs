use reqwest::Version;
use vcenter_iso_simulator::Simulator;
use vcenter_iso_simulator::example::ITEM;

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
