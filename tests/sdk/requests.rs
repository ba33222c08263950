//! Requests on the wire: headers, bodies and paths.

use test_support::checked;
use test_support::faulty::{Act, Faulty};
use vcenter_iso_simulator::Simulator;

use crate::secrets::{PASSWORD, builder, connect};

#[tokio::test]
async fn requests_carry_the_expected_headers() {
    let simulator = checked::start(Simulator::builder()).await;
    let vcenter = builder(simulator.url())
        .locale("de-DE")
        .user_agent("pipeline/2.1")
        .connect()
        .await
        .expect("the login should succeed");
    let (item, vm) = (
        "item".parse().expect("the identifier should be valid"),
        "vm-42".parse().expect("the identifier should be valid"),
    );
    vcenter.mount(&item, &vm).await.expect_err("a mount of an unknown item should fail");
    vcenter.api().cis_session_get().send().await.expect("the session should be open");
    vcenter.logout().await.expect("the logout should succeed");

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
        let line = &lines[index];
        assert_eq!(request.header("api-version"), None, "{line}");
        assert_eq!(request.header("cookie"), None, "{line}");
        assert_eq!(request.header("accept-language"), Some("de-DE"), "{line}");
        let agent = format!("pipeline/2.1 vcenter-iso/{}", env!("CARGO_PKG_VERSION"));
        assert_eq!(request.header("user-agent"), Some(agent.as_str()), "{line}");
        // Only the login carries the password. Every other request carries the session id.
        assert_eq!(request.header("authorization").is_some(), index == 0, "{line}");
        assert_eq!(request.header("vmware-api-session-id").is_some(), index != 0, "{line}");
        ids.push(request.header("x-request-id").expect("the request should have an id").to_owned());
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), requests.len(), "two requests have the same X-Request-ID: {ids:?}");
}

#[tokio::test]
async fn a_mount_has_the_documented_request_line_and_body() {
    let server = Faulty::start(Act::json("200 OK", "\"16000\"")).await;
    let vcenter = builder(&server.url).connect().await.expect("the login should succeed");
    let (item, vm) = (
        "9c2b7d1e".parse().expect("the identifier should be valid"),
        "vm-42".parse().expect("the identifier should be valid"),
    );
    assert_eq!(vcenter.mount(&item, &vm).await.expect("the mount should succeed").as_str(), "16000");
    let received = server.received();
    let (login, mount) = (&received[0], &received[1]);
    assert!(login.starts_with("POST /api/session HTTP/1.1\r\n"), "{login}");
    assert!(mount.starts_with("POST /api/vcenter/iso/image?action=mount HTTP/1.1\r\n"), "{mount}");
    assert!(mount.ends_with("\r\n\r\n{\"library_item\":\"9c2b7d1e\",\"vm\":\"vm-42\"}"), "{mount}");
}

#[tokio::test]
async fn user_and_password_are_encoded_in_utf_8() {
    let user = "jürgen@vsphere.local";
    let accepted = vcenter_iso_simulator::User::new(user, PASSWORD);
    let simulator = checked::start(Simulator::builder().user(accepted)).await;
    let vcenter = builder(simulator.url())
        .credentials(user, PASSWORD)
        .connect()
        .await
        .expect("the login should succeed");
    assert_eq!(vcenter.session_info().await.expect("the session should be open").user, user);
}

/// Returns a client for [`vcenter_iso::VcenterBuilder::http_client`] that trusts no certificate and follows
/// no redirect.
pub(crate) fn custom_client(
    setting: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
) -> reqwest::Client {
    let tls = rustls::ClientConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .expect("the provider should support the protocol versions")
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    let client = reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none());
    setting(client).build().expect("the client should be built")
}

#[tokio::test]
async fn a_custom_client_is_used() {
    let simulator = checked::start(Simulator::builder()).await;
    let custom = custom_client(|client| client.user_agent("custom/1.0"));
    builder(simulator.url()).http_client(custom.clone()).connect().await.expect("the login should succeed");
    assert_eq!(simulator.requests()[0].header("user-agent"), Some("custom/1.0"));

    let error = builder(simulator.url())
        .http_client(custom)
        .user_agent("ignored/1.0")
        .connect()
        .await
        .expect_err("a setting without effect should be rejected");
    assert_eq!(error.kind(), vcenter_iso::ErrorKind::InvalidInput);
}

#[tokio::test]
async fn a_semicolon_in_an_identifier_is_percent_encoded() {
    let simulator = checked::start(Simulator::builder()).await;
    let vcenter = connect(&simulator).await;
    for id in ["..;", "vm-42;a=b"] {
        vcenter
            .mounted(&id.parse().expect("the identifier should be valid"))
            .await
            .expect_err("the read of an unknown VM should fail");
        let requests = simulator.requests();
        let last = requests.last().expect("the simulator should have received a request").path_and_query();
        assert_eq!(last, format!("/api/vcenter/vm/{}", id.replace(';', "%3B")));
    }
}
