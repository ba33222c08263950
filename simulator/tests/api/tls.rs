use reqwest::Version;
use vcenter_iso_simulator::Simulator;
use vcenter_iso_simulator::example::ITEM;

use crate::client::{Client, SESSION, send};

#[tokio::test]
async fn it_serves_both_versions_of_http_over_tls() {
    let simulator = Simulator::builder().tls().start().await.expect("it starts");
    assert!(simulator.url().starts_with("https://127.0.0.1:"));
    let client = Client::logged_in(&simulator).await;
    let response = client.mount("vm-42", ITEM).await;
    assert_eq!((response.string(200), response.version), ("16000", Version::HTTP_2));

    let certificate = simulator.certificate_pem().expect("there is TLS");
    let older = Client::trusting(simulator.url(), certificate, &["http/1.1"], |http| http);
    let response = send(older.with_session(Some(client.session())).request("GET", SESSION)).await;
    assert_eq!((response.status, response.version), (200, Version::HTTP_11));
    // The recorded path excludes the authority, which HTTP/2 sends in the URI.
    assert_eq!(simulator.requests()[0].path_and_query(), SESSION);
}

#[tokio::test]
async fn its_certificate_is_valid_for_its_address_and_for_localhost() {
    let simulator = Simulator::builder().tls().start().await.expect("it starts");
    let certificate = simulator.certificate_pem().expect("there is TLS");
    let by_name = simulator.url().replace("127.0.0.1", "localhost");
    let client = Client::trusting(&by_name, certificate, &["h2"], |http| {
        http.resolve("localhost", ([127, 0, 0, 1], 0).into())
    });
    client.log_in("any user", "secret").await.string(201);
}

#[tokio::test]
async fn only_its_own_certificate_is_trusted() {
    let simulator = Simulator::builder().tls().start().await.expect("it starts");
    let other = Simulator::builder().tls().start().await.expect("it starts");
    let wrong =
        Client::trusting(simulator.url(), other.certificate_pem().expect("there is TLS"), &["h2"], |http| {
            http
        });
    let mut error: &dyn std::error::Error =
        &wrong.request("GET", SESSION).send().await.expect_err("not trusted");
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
    let simulator = Simulator::builder().start().await.expect("it starts");
    assert!(simulator.url().starts_with("http://127.0.0.1:"));
    assert_eq!(simulator.certificate_pem(), None);
    // A client that knows the server speaks HTTP/2 needs no TLS for it.
    let newer = Client::trusting(simulator.url(), "", &[], reqwest::ClientBuilder::http2_prior_knowledge);
    assert_eq!(newer.log_in("any user", "secret").await.version, Version::HTTP_2);
}
