//! Which servers a password is sent to.

use test_support::checked;
use vcenter_iso::{ErrorKind, Vcenter};
use vcenter_iso_simulator::Simulator;

use crate::secrets::{self, PASSWORD, USER, builder};

#[tokio::test]
async fn every_way_to_write_the_address_of_one_server() {
    let simulator = checked::start(Simulator::builder()).await;
    let url = simulator.url();
    for address in [url.to_owned(), format!("{url}/"), format!("{url}/api"), format!(" {url}/api/ ")] {
        builder(&address).connect().await.unwrap_or_else(|error| panic!("{address:?}: {error:?}"));
    }
}

#[tokio::test]
async fn plain_http_goes_to_this_machine_alone() {
    let error = builder("http://vcenter.example.com").connect().await.expect_err("a password in clear text");
    assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error:?}");
    assert_eq!(
        error.to_string(),
        "http://vcenter.example.com would carry the password in clear text; use https"
    );
    secrets::check(&error);
    // The name leads to this machine for the sake of the test; to the crate it is any other host.
    let simulator = checked::start(Simulator::builder()).await;
    let address = simulator.url().trim_start_matches("http://").parse().expect("an address");
    let client = crate::headers::own_client(|client| client.resolve("vcenter.example.com", address));
    let port = address.port();
    builder(&format!("http://vcenter.example.com:{port}"))
        .danger_allow_plain_http(true)
        .http_client(client)
        .connect()
        .await
        .expect("plain http was allowed");
}

#[tokio::test]
async fn user_information_in_the_address_is_refused_and_not_repeated() {
    let error = Vcenter::builder(format!("https://{USER}:{PASSWORD}@vcenter.example.com"))
        .credentials(USER, PASSWORD)
        .connect()
        .await
        .expect_err("user information was accepted");
    assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error:?}");
    assert!(error.to_string().contains("user information"), "{error}");
    secrets::check(&error);
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused() {
    let server = "http://127.0.0.1:1";
    for (what, builder) in [
        ("no credentials", Vcenter::builder(server)),
        ("an empty user", Vcenter::builder(server).credentials("", PASSWORD)),
        ("a user with a colon", Vcenter::builder(server).credentials("a:b", PASSWORD)),
        ("a locale with a line break", builder(server).locale("de\r\nx: y")),
        ("a user agent with a line break", builder(server).user_agent("a\r\nb")),
    ] {
        let error = builder.connect().await.expect_err(what);
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{what}: {error:?}");
        assert_eq!(error.request_id(), None, "{what}: something was sent");
    }
}
