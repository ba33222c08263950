use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use vcenter_iso_simulator::example::{ITEM, PASSWORD, USER};
use vcenter_iso_simulator::{Simulator, User};

use crate::client::{Client, SESSION, send};

const AUTHENTICATION_REQUIRED: &str = "com.vmware.vapi.endpoint.method.authentication.required";

#[tokio::test]
async fn a_session_lasts_from_login_to_logout() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    assert_eq!(simulator.open_sessions(), 1);

    let first = send(client.request("GET", SESSION)).await;
    assert_eq!((first.status, &first.body["user"]), (200, &USER.into()));
    // The times have a resolution of one millisecond.
    tokio::time::sleep(Duration::from_millis(5)).await;
    let second = send(client.request("GET", SESSION)).await;
    assert_eq!(first.body["created_time"], second.body["created_time"]);
    assert!(
        first.body["last_accessed_time"].as_str() < second.body["last_accessed_time"].as_str(),
        "the GET does not count as use: {first:?} {second:?}"
    );

    assert_eq!(send(client.request("DELETE", SESSION)).await.status, 204);
    assert_eq!(simulator.open_sessions(), 0);
    send(client.request("DELETE", SESSION)).await.assert_error(
        401,
        "UNAUTHENTICATED",
        &[AUTHENTICATION_REQUIRED],
    );
}

#[tokio::test]
async fn each_login_opens_a_new_session() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let first = Client::logged_in(&simulator).await;
    let second = Client::logged_in(&simulator).await;
    assert_ne!(first.session(), second.session());
    for client in [&first, &second] {
        assert!(
            client.session().len() == 32 && client.session().bytes().all(|byte| byte.is_ascii_hexdigit())
        );
    }
    send(first.request("DELETE", SESSION)).await;
    assert_eq!(send(second.request("GET", SESSION)).await.status, 200);
}

#[tokio::test]
async fn only_the_given_users_can_log_in() {
    let simulator = Simulator::builder()
        .user(User::new(USER, PASSWORD))
        .user(User::new("zoë@vsphere.local", "pass:wörd"))
        .start()
        .await
        .expect("the simulator starts");
    let client = Client::of(&simulator);
    client.log_in(USER, PASSWORD).await.string(201);
    client.log_in("zoë@vsphere.local", "pass:wörd").await.string(201);
    client.log_in(&USER.to_uppercase(), PASSWORD).await.string(201);
    for (name, password) in
        [(USER, "Secret"), (USER, ""), ("automation", "secret"), ("zoë@vsphere.local", "secret"), ("", "")]
    {
        let response = client.log_in(name, password).await;
        response.assert_error(401, "UNAUTHENTICATED", &[AUTHENTICATION_REQUIRED]);
    }
    assert_eq!(simulator.open_sessions(), 3);
}

#[tokio::test]
async fn without_users_any_name_can_log_in() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::of(&simulator);
    client.log_in("any user", "").await.string(201);
    client.log_in("", "secret").await.assert_error(401, "UNAUTHENTICATED", &[AUTHENTICATION_REQUIRED]);
}

#[tokio::test]
async fn a_login_requires_basic_credentials() {
    let simulator = Simulator::start().await.expect("the simulator starts");
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
        response.assert_error(401, "UNAUTHENTICATED", &[AUTHENTICATION_REQUIRED]);
    }
    send(client.request("POST", SESSION)).await.assert_error(
        401,
        "UNAUTHENTICATED",
        &[AUTHENTICATION_REQUIRED],
    );
    // RFC 9110: the name of the scheme is not case-sensitive.
    let lower = format!("basic {}", encoded(b"user:secret"));
    send(client.request("POST", SESSION).header("authorization", lower)).await.string(201);
}

#[tokio::test]
async fn expired_unknown_and_missing_sessions_have_the_same_response() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let expired = Client::logged_in(&simulator).await;
    simulator.expire_sessions();
    assert_eq!(simulator.open_sessions(), 0);

    let expected = Client::of(&simulator).log_in("", "").await;
    assert!(
        expected.body["challenge"].as_str().is_some_and(|challenge| challenge.starts_with("Basic realm="))
    );
    for client in [
        expired.clone(),
        expired.with_session(Some("unknown")),
        expired.with_session(Some("")),
        expired.with_session(None),
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
    let simulator = Simulator::start().await.expect("the simulator starts");
    let request = Client::of(&simulator).request("GET", SESSION).basic_auth("user", Some("secret"));
    send(request).await.assert_error(401, "UNAUTHENTICATED", &[AUTHENTICATION_REQUIRED]);
}

#[tokio::test]
async fn a_session_ends_after_its_idle_timeout_or_its_lifetime() {
    let short = Duration::from_millis(800);
    let simulator =
        Simulator::builder().session_idle_timeout(short).start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    for _ in 0..6 {
        tokio::time::sleep(short / 4).await;
        assert_eq!(
            send(client.request("GET", SESSION)).await.status,
            200,
            "the session ended despite its use"
        );
    }
    tokio::time::sleep(short).await;
    assert_eq!(simulator.open_sessions(), 0);
    assert_eq!(send(client.request("GET", SESSION)).await.status, 401);

    let simulator = Simulator::builder().session_lifetime(short).start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    assert_eq!(send(client.request("GET", SESSION)).await.status, 200);
    tokio::time::sleep(short / 2).await;
    send(client.request("GET", SESSION)).await;
    tokio::time::sleep(short / 2).await;
    assert_eq!(send(client.request("GET", SESSION)).await.status, 401, "the session exceeds its lifetime");
}

#[tokio::test]
async fn sessions_have_limits_and_logins_are_counted() {
    let simulator = Simulator::builder()
        .max_sessions_per_user(2)
        .max_sessions(3)
        .start()
        .await
        .expect("the simulator starts");
    let client = Client::of(&simulator);
    let first = client.log_in("one", "").await.string(201).to_owned();
    client.log_in("one", "").await.string(201);
    let rejected = client.log_in("one", "").await;
    let user_limit = "com.vmware.vapi.endpoint.failedToLoginMaxUserSessionCountReached";
    rejected.assert_error(503, "SERVICE_UNAVAILABLE", &[user_limit]);
    assert_eq!(rejected.body["messages"][0]["args"], serde_json::json!(["2", "one"]));
    client.log_in("two", "").await.string(201);
    let total_limit = "com.vmware.vapi.endpoint.failedToLoginMaxSessionCountReached";
    client.log_in("three", "").await.assert_error(503, "SERVICE_UNAVAILABLE", &[total_limit]);

    send(client.with_session(Some(&first)).request("DELETE", SESSION)).await;
    client.log_in("one", "").await.string(201);
    assert_eq!((simulator.logins(), simulator.open_sessions()), (4, 3));
}

#[tokio::test]
async fn a_user_can_have_550_sessions() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::of(&simulator);
    for _ in 0..550 {
        client.log_in(USER, PASSWORD).await.string(201);
    }
    assert_eq!(client.log_in(USER, PASSWORD).await.status, 503);
}
