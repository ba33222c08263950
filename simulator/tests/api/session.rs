use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use vcenter_iso_simulator::example::{ITEM, PASSWORD, USER};
use vcenter_iso_simulator::{Simulator, User};

use crate::client::{Client, SESSION, send};

const AUTHENTICATION_REQUIRED: &str = "com.vmware.vapi.endpoint.method.authentication.required";

#[tokio::test]
async fn a_session_lives_from_login_to_logout() {
    let simulator = Simulator::builder().start().await.expect("it starts");
    let client = Client::logged_in(&simulator).await;
    assert_eq!(simulator.open_sessions(), 1);

    let first = send(client.request("GET", SESSION)).await;
    assert_eq!((first.status, &first.body["user"]), (200, &USER.into()));
    // The times have milliseconds.
    tokio::time::sleep(Duration::from_millis(5)).await;
    let second = send(client.request("GET", SESSION)).await;
    assert_eq!(first.body["created_time"], second.body["created_time"]);
    assert!(
        first.body["last_accessed_time"].as_str() < second.body["last_accessed_time"].as_str(),
        "looking at the session has to count as use: {first:?} {second:?}"
    );

    assert_eq!(send(client.request("DELETE", SESSION)).await.status, 204);
    assert_eq!(simulator.open_sessions(), 0);
    send(client.request("DELETE", SESSION)).await.is_error(
        401,
        "UNAUTHENTICATED",
        &[AUTHENTICATION_REQUIRED],
    );
}

#[tokio::test]
async fn each_login_opens_a_session_of_its_own() {
    let simulator = Simulator::builder().start().await.expect("it starts");
    let one = Client::logged_in(&simulator).await;
    let other = Client::logged_in(&simulator).await;
    assert_ne!(one.session(), other.session());
    for client in [&one, &other] {
        assert!(
            client.session().len() == 32 && client.session().bytes().all(|byte| byte.is_ascii_hexdigit())
        );
    }
    send(one.request("DELETE", SESSION)).await;
    assert_eq!(send(other.request("GET", SESSION)).await.status, 200);
}

#[tokio::test]
async fn only_the_users_log_in() {
    let simulator = Simulator::builder()
        .user(User::new(USER, PASSWORD))
        .user(User::new("zoë@vsphere.local", "pass:wörd"))
        .start()
        .await
        .expect("it starts");
    let client = Client::of(&simulator);
    client.log_in(USER, PASSWORD).await.string(201);
    client.log_in("zoë@vsphere.local", "pass:wörd").await.string(201);
    for (name, password) in
        [(USER, "Secret"), (USER, ""), ("automation", "secret"), ("zoë@vsphere.local", "secret"), ("", "")]
    {
        let response = client.log_in(name, password).await;
        response.is_error(401, "UNAUTHENTICATED", &[AUTHENTICATION_REQUIRED]);
    }
    assert_eq!(simulator.open_sessions(), 2);
}

#[tokio::test]
async fn without_users_every_name_logs_in() {
    let simulator = Simulator::builder().start().await.expect("it starts");
    let client = Client::of(&simulator);
    client.log_in("anybody", "").await.string(201);
    client.log_in("", "secret").await.is_error(401, "UNAUTHENTICATED", &[AUTHENTICATION_REQUIRED]);
}

#[tokio::test]
async fn a_login_needs_basic_credentials() {
    let simulator = Simulator::builder().start().await.expect("it starts");
    let client = Client::of(&simulator);
    let encoded = |credentials: &[u8]| BASE64_STANDARD.encode(credentials);
    for authorization in [
        "Basic".to_owned(),
        "Basic !".to_owned(),
        format!("Basic {}", encoded(b"no-colon")),
        format!("Basic {}", encoded(b"not-utf-8-\xff:secret")),
        format!("Bearer {}", encoded(b"user:secret")),
        encoded(b"user:secret"),
    ] {
        let response = send(client.request("POST", SESSION).header("authorization", &authorization)).await;
        response.is_error(401, "UNAUTHENTICATED", &[AUTHENTICATION_REQUIRED]);
    }
    send(client.request("POST", SESSION)).await.is_error(401, "UNAUTHENTICATED", &[AUTHENTICATION_REQUIRED]);
    // RFC 9110: the name of the scheme is not case-sensitive.
    let lower = format!("basic {}", encoded(b"user:secret"));
    send(client.request("POST", SESSION).header("authorization", lower)).await.string(201);
}

#[tokio::test]
async fn a_dead_session_an_unknown_one_and_none_look_the_same() {
    let simulator = Simulator::builder().start().await.expect("it starts");
    let dead = Client::logged_in(&simulator).await;
    simulator.expire_sessions();
    assert_eq!(simulator.open_sessions(), 0);

    let expected = Client::of(&simulator).log_in("", "").await;
    assert!(
        expected.body["challenge"].as_str().is_some_and(|challenge| challenge.starts_with("Basic realm="))
    );
    for client in [
        dead.clone(),
        dead.with_session(Some("unknown")),
        dead.with_session(Some("")),
        dead.with_session(None),
    ] {
        for response in [
            send(client.request("GET", SESSION)).await,
            send(client.request("DELETE", SESSION)).await,
            client.mount("vm-42", ITEM).await,
        ] {
            assert_eq!((response.status, &response.body), (401, &expected.body));
        }
    }
    assert!(simulator.inventory().vms["vm-42"].cdroms.is_empty());
}

#[tokio::test]
async fn credentials_alone_do_not_replace_a_session() {
    let simulator = Simulator::builder().start().await.expect("it starts");
    let request = Client::of(&simulator).request("GET", SESSION).basic_auth("user", Some("secret"));
    send(request).await.is_error(401, "UNAUTHENTICATED", &[AUTHENTICATION_REQUIRED]);
}

#[tokio::test]
async fn a_session_ends_when_it_is_idle_or_old() {
    let short = Duration::from_millis(800);
    let simulator = Simulator::builder().session_idle_timeout(short).start().await.expect("it starts");
    let client = Client::logged_in(&simulator).await;
    for _ in 0..6 {
        tokio::time::sleep(short / 4).await;
        assert_eq!(send(client.request("GET", SESSION)).await.status, 200, "use keeps it alive");
    }
    tokio::time::sleep(short).await;
    assert_eq!(simulator.open_sessions(), 0);
    assert_eq!(send(client.request("GET", SESSION)).await.status, 401);

    let simulator = Simulator::builder().session_lifetime(short).start().await.expect("it starts");
    let client = Client::logged_in(&simulator).await;
    assert_eq!(send(client.request("GET", SESSION)).await.status, 200);
    tokio::time::sleep(short / 2).await;
    send(client.request("GET", SESSION)).await;
    tokio::time::sleep(short / 2).await;
    assert_eq!(send(client.request("GET", SESSION)).await.status, 401, "use does not make it younger");
}

#[tokio::test]
async fn sessions_have_limits_and_logins_are_counted() {
    let simulator =
        Simulator::builder().sessions_per_user(2).sessions_in_total(3).start().await.expect("it starts");
    let client = Client::of(&simulator);
    let first = client.log_in("one", "").await.string(201).to_owned();
    client.log_in("one", "").await.string(201);
    let refused = client.log_in("one", "").await;
    let of_user = "com.vmware.vapi.endpoint.failedToLoginMaxUserSessionCountReached";
    refused.is_error(503, "SERVICE_UNAVAILABLE", &[of_user]);
    assert_eq!(refused.body["messages"][0]["args"], serde_json::json!(["2", "one"]));
    client.log_in("two", "").await.string(201);
    let of_all = "com.vmware.vapi.endpoint.failedToLoginMaxSessionCountReached";
    client.log_in("three", "").await.is_error(503, "SERVICE_UNAVAILABLE", &[of_all]);

    send(client.with_session(Some(&first)).request("DELETE", SESSION)).await;
    client.log_in("one", "").await.string(201);
    assert_eq!((simulator.logins(), simulator.open_sessions()), (4, 3));
}

#[tokio::test]
async fn one_user_may_have_550_sessions() {
    let simulator = Simulator::builder().start().await.expect("it starts");
    let client = Client::of(&simulator);
    for _ in 0..550 {
        client.log_in(USER, PASSWORD).await.string(201);
    }
    assert_eq!(client.log_in(USER, PASSWORD).await.status, 503);
}
