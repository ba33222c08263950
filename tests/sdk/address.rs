//! Server addresses, and settings that are rejected before any request.

use test_support::checked;
use vcenter_iso::{ErrorKind, Vcenter};
use vcenter_iso_simulator::Simulator;

use crate::secrets::{self, PASSWORD, USER, builder};

#[tokio::test]
async fn every_form_of_an_address_reaches_the_server() {
    let simulator = checked::start(Simulator::builder()).await;
    let url = simulator.url();
    for address in [url.to_owned(), format!("{url}/"), format!("{url}/api"), format!(" {url}/api/ ")] {
        builder(&address)
            .connect()
            .await
            .unwrap_or_else(|error| panic!("the login at {address:?} failed: {error:?}"));
    }
}

#[tokio::test]
async fn plain_http_is_rejected_except_on_loopback() {
    let error = builder("http://vcenter.example.com")
        .connect()
        .await
        .expect_err("plain HTTP to another host should be rejected");
    assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error:?}");
    assert_eq!(
        error.to_string(),
        "http://vcenter.example.com would carry the password in clear text; use https"
    );
    secrets::check(&error);
    // The client resolves the name to loopback. The crate sees only the name, which is that of another host.
    let simulator = checked::start(Simulator::builder()).await;
    let address = simulator.url().trim_start_matches("http://").parse().expect("the address should be valid");
    let client = crate::requests::custom_client(|client| client.resolve("vcenter.example.com", address));
    let port = address.port();
    builder(&format!("http://vcenter.example.com:{port}"))
        .danger_allow_plain_http(true)
        .http_client(client)
        .connect()
        .await
        .expect("the login should succeed: plain HTTP is allowed");
}

#[tokio::test]
async fn user_information_in_the_address_is_rejected_and_not_shown() {
    let error = Vcenter::builder(format!("https://{USER}:{PASSWORD}@vcenter.example.com"))
        .credentials(USER, PASSWORD)
        .connect()
        .await
        .expect_err("user information should be rejected");
    assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error:?}");
    assert!(error.to_string().contains("user information"), "{error}");
    secrets::check(&error);
}

#[tokio::test]
async fn invalid_settings_are_rejected_before_any_request() {
    let server = "http://127.0.0.1:1";
    for (case, builder) in [
        ("no credentials", Vcenter::builder(server)),
        ("an empty user", Vcenter::builder(server).credentials("", PASSWORD)),
        ("a user with a colon", Vcenter::builder(server).credentials("a:b", PASSWORD)),
        ("a locale with a line break", builder(server).locale("de\r\nx: y")),
        ("a user agent with a line break", builder(server).user_agent("a\r\nb")),
    ] {
        let error = builder.connect().await.expect_err(case);
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{case}: {error:?}");
        assert_eq!(error.request_id(), None, "{case}: a request was sent");
    }
}
