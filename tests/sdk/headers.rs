//! What goes over the wire.

use test_support::checked;
use test_support::faulty::{Act, Faulty};
use vcenter_iso_simulator::Simulator;

use crate::secrets::{PASSWORD, builder, connect};

#[tokio::test]
async fn a_request_carries_what_vcenter_knows_and_nothing_else() {
    let simulator = checked::start(Simulator::builder()).await;
    let vcenter =
        builder(simulator.url()).locale("de-DE").user_agent("pipeline/2.1").connect().await.expect("a login");
    let (item, vm) = ("item".parse().expect("an id"), "vm-42".parse().expect("an id"));
    vcenter.mount(&item, &vm).await.expect_err("there is no such item");
    vcenter.api().cis_session_get().send().await.expect("a session");
    vcenter.logout().await.expect("a logout");

    let requests = simulator.requests();
    let lines: Vec<_> = requests.iter().map(|r| format!("{} {}", r.method(), r.path_and_query())).collect();
    assert_eq!(
        lines,
        [
            "POST /api/session",
            "POST /api/vcenter/iso/image?action=mount",
            "GET /api/session",
            "DELETE /api/session"
        ]
    );
    let mut ids = Vec::new();
    for (index, request) in requests.iter().enumerate() {
        let what = &lines[index];
        assert_eq!(request.header("api-version"), None, "{what}");
        assert_eq!(request.header("cookie"), None, "{what}");
        assert_eq!(request.header("accept-language"), Some("de-DE"), "{what}");
        let agent = format!("pipeline/2.1 vcenter-iso/{}", env!("CARGO_PKG_VERSION"));
        assert_eq!(request.header("user-agent"), Some(agent.as_str()), "{what}");
        // The password goes to the login alone, the session to everything else.
        assert_eq!(request.header("authorization").is_some(), index == 0, "{what}");
        assert_eq!(request.header("vmware-api-session-id").is_some(), index != 0, "{what}");
        ids.push(request.header("x-request-id").expect("a request id").to_owned());
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), requests.len(), "two requests have the same X-Request-ID: {ids:?}");
}

#[tokio::test]
async fn the_request_line_and_the_body_of_a_mount() {
    let server = Faulty::start(Act::json("200 OK", "\"16000\"")).await;
    let vcenter = builder(&server.url).connect().await.expect("a login");
    let (item, vm) = ("9c2b7d1e".parse().expect("an id"), "vm-42".parse().expect("an id"));
    assert_eq!(vcenter.mount(&item, &vm).await.expect("a mount").as_str(), "16000");
    let received = server.received();
    let (login, mount) = (&received[0], &received[1]);
    assert!(login.starts_with("POST /api/session HTTP/1.1\r\n"), "{login}");
    assert!(mount.starts_with("POST /api/vcenter/iso/image?action=mount HTTP/1.1\r\n"), "{mount}");
    assert!(mount.ends_with("\r\n\r\n{\"library_item\":\"9c2b7d1e\",\"vm\":\"vm-42\"}"), "{mount}");
}

#[tokio::test]
async fn users_and_passwords_travel_in_utf_8() {
    let user = "jürgen@vsphere.local";
    let accepted = vcenter_iso_simulator::User::new(user, PASSWORD);
    let simulator = checked::start(Simulator::builder().user(accepted)).await;
    let vcenter = builder(simulator.url()).credentials(user, PASSWORD).connect().await.expect("a login");
    assert_eq!(vcenter.session_info().await.expect("a session").user, user);
}

/// A client as a user of the escape hatch makes it.
pub(crate) fn own_client(
    setting: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
) -> reqwest::Client {
    let tls = rustls::ClientConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .expect("protocol versions")
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    let client = reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none());
    setting(client).build().expect("a client")
}

#[tokio::test]
async fn a_client_of_ones_own_is_used() {
    let simulator = checked::start(Simulator::builder()).await;
    let own = own_client(|client| client.user_agent("my-own/1.0"));
    builder(simulator.url()).http_client(own.clone()).connect().await.expect("a login");
    assert_eq!(simulator.requests()[0].header("user-agent"), Some("my-own/1.0"));

    let error = builder(simulator.url())
        .http_client(own)
        .user_agent("ignored/1.0")
        .connect()
        .await
        .expect_err("a setting without effect was accepted");
    assert_eq!(error.kind(), vcenter_iso::ErrorKind::InvalidInput);
}

#[tokio::test]
async fn an_identifier_has_no_parameters_of_a_path() {
    let simulator = checked::start(Simulator::builder()).await;
    let vcenter = connect(&simulator).await;
    for id in ["..;", "vm-42;a=b"] {
        vcenter.mounted(&id.parse().expect("an identifier")).await.expect_err("there is no such VM");
        let requests = simulator.requests();
        let last = requests.last().expect("a request").path_and_query();
        assert_eq!(last, format!("/api/vcenter/vm/{}", id.replace(';', "%3B")));
    }
}
