//! Injected faults. Their responses are not checked against the document, because they violate it by design.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use reqwest::{RequestBuilder, StatusCode};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use vcenter_iso_simulator::example::ITEM;
use vcenter_iso_simulator::{Fault, FaultRule, Gate, Operation, Response, Simulator, Target, example};

use crate::client::{Client, MOUNT, SESSION, send};
use crate::handle::wait_until;

/// The time limit of each step of a test.
const BOUND: Duration = Duration::from_secs(10);

fn mount_request(client: &Client) -> RequestBuilder {
    client.request("POST", MOUNT).json(&json!({ "vm": "vm-42", "library_item": ITEM }))
}

/// Returns the status, content type and body of a response that need not conform to the document.
async fn status_type_and_body(request: RequestBuilder) -> (StatusCode, String, String) {
    let response = timeout(BOUND, request.send())
        .await
        .expect("the response arrives in time")
        .expect("the simulator responds");
    let content_type =
        response.headers().get("content-type").map(|value| value.to_str().expect("the header is text"));
    let content_type = content_type.unwrap_or_default().to_owned();
    (response.status(), content_type, response.text().await.expect("the body is complete"))
}

async fn start() -> (Simulator, Client) {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    (simulator, client)
}

fn cdrom_count(simulator: &Simulator) -> usize {
    simulator.inventory().vms["vm-42"].cdroms.len()
}

#[tokio::test]
async fn a_script_applies_only_to_the_next_requests_of_its_operation() {
    let (simulator, client) = start().await;
    let busy = Fault::error(500, "RESOURCE_BUSY");
    simulator
        .inject(Operation::VcenterIsoImageMount, [busy.clone(), Fault::pass(), Fault::no_healthy_upstream()]);
    simulator.inject(Operation::VcenterIsoImageMount, [Fault::html(502)]);
    assert_eq!(send(client.request("GET", SESSION)).await.status, 200, "another operation fails");

    let (status, _, body) = status_type_and_body(mount_request(&client)).await;
    let body: Value = serde_json::from_str(&body).expect("the body is JSON");
    assert_eq!((status.as_u16(), &body["error_type"]), (500, &json!("RESOURCE_BUSY")));
    client.mount("vm-42", ITEM).await.string(200);
    let proxy = status_type_and_body(mount_request(&client)).await;
    assert_eq!((proxy.0.as_u16(), proxy.2.as_str()), (503, "no healthy upstream"));
    assert!(proxy.1.starts_with("text/plain"), "{proxy:?}");
    let page = status_type_and_body(mount_request(&client)).await;
    assert!(page.0 == 502 && page.1.starts_with("text/html") && page.2.starts_with("<html>"), "{page:?}");
    client.mount("vm-42", ITEM).await.string(200);
    assert_eq!(cdrom_count(&simulator), 2);

    let requests = simulator.requests();
    assert_eq!(
        (requests[2].operation(), requests[2].fault()),
        (Some(Operation::VcenterIsoImageMount), Some(&busy))
    );
    assert_eq!((requests[6].operation(), requests[6].fault()), (Some(Operation::VcenterIsoImageMount), None));
}

#[tokio::test]
async fn a_repeated_entry_is_stored_once() {
    let rule: FaultRule = "*: pass 10000 times, fail 503 10000 times".parse().expect("the rule is valid");
    let text = format!("{rule:?}");
    assert!(text.len() < 1000, "the rule has {} bytes", text.len());

    let rule = "*: fail 503 twice, fail 503, pass twice".parse().expect("the rule is valid");
    let simulator = Simulator::builder().fault(rule).start().await.expect("the simulator starts");
    simulator.inject_rule("Cis.Session_get: fail 500".parse().expect("the rule is valid"));
    let client = Client::of(&simulator);
    let mut statuses = Vec::new();
    for _ in 0..7 {
        statuses.push(status_type_and_body(client.request("GET", SESSION)).await.0.as_u16());
    }
    assert_eq!(statuses, [503, 503, 503, 401, 401, 500, 401]);
}

#[tokio::test]
async fn a_script_takes_precedence_over_a_permanent_fault_until_it_is_cleared() {
    let (simulator, client) = start().await;
    simulator.inject_always(Target::Any, Fault::html(503));
    simulator.inject(Operation::CisSessionGet, [Fault::pass()]);
    assert_eq!(send(client.request("GET", SESSION)).await.status, 200);
    for _ in 0..3 {
        assert_eq!(status_type_and_body(mount_request(&client)).await.0, 503);
    }
    assert_eq!(status_type_and_body(client.request("GET", "/api/nowhere")).await.0, 503);
    simulator.clear_faults();
    client.mount("vm-42", ITEM).await.string(200);
}

#[tokio::test]
async fn the_simulator_acts_only_for_faults_after_acting() {
    let timed_out = Fault::error(504, "TIMED_OUT");
    let redirect = Fault::redirect("https://elsewhere.example.com/");
    let delayed_reset = Fault::delay(Duration::from_millis(1)).and(Fault::reset().after());
    for (fault, acts) in [
        (Fault::refuse(), false),
        (Fault::reset(), false),
        (Fault::reset().after(), true),
        (Fault::hang(), false),
        (Fault::hang().after(), true),
        (Fault::truncate(), true),
        (timed_out.clone(), false),
        (timed_out.clone().after(), true),
        (redirect.clone(), false),
        (delayed_reset, true),
    ] {
        let (simulator, client) = start().await;
        simulator.inject(Operation::VcenterIsoImageMount, [fault.clone()]);
        let request = mount_request(&client).timeout(Duration::from_millis(500));
        let outcome = match request.send().await {
            Ok(response) => {
                response.bytes().await.map(|body| body.len()).map_err(|_| "the body is incomplete")
            }
            Err(_) => Err("no response"),
        };
        assert_eq!(cdrom_count(&simulator), usize::from(acts), "{fault:?}: {outcome:?}");
        let has_response = [timed_out.clone(), timed_out.clone().after(), redirect.clone()].contains(&fault);
        let recorded = simulator.requests()[1].status();
        let has_no_status = [Fault::refuse(), Fault::reset(), Fault::hang()].contains(&fault);
        assert_eq!(
            (recorded == Some(200), recorded.is_none()),
            (acts, has_no_status),
            "{fault:?}: {recorded:?}"
        );
        assert_eq!(outcome.is_ok(), has_response, "{fault:?}: {outcome:?}");
        let is_truncated = outcome == Err("the body is incomplete");
        assert_eq!(is_truncated, fault == Fault::truncate(), "{fault:?}: {outcome:?}");
        client.mount("vm-42", ITEM).await.string(200);
    }
}

#[tokio::test]
async fn faults_work_over_tls_and_http_2() {
    let simulator = Simulator::builder().tls().start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    for fault in [Fault::reset().after(), Fault::truncate()] {
        simulator.inject(Operation::VcenterIsoImageMount, [fault.clone()]);
        let outcome = match mount_request(&client).send().await {
            Ok(response) => response.bytes().await,
            Err(error) => Err(error),
        };
        assert!(outcome.is_err(), "{fault:?}: {outcome:?}");
    }
    assert_eq!(cdrom_count(&simulator), 2);
    client.mount("vm-42", ITEM).await.string(200);
}

#[tokio::test]
async fn a_reset_fault_sends_a_tcp_reset() {
    let (simulator, _client) = start().await;
    let address = simulator.url().trim_start_matches("http://");
    simulator.inject(Operation::CisSessionGet, [Fault::reset()]);
    let mut connection = TcpStream::connect(address).await.expect("the simulator listens");
    let request = format!("GET /api/session HTTP/1.1\r\nHost: {address}\r\n\r\n");
    connection.write_all(request.as_bytes()).await.expect("the connection is open");
    let mut byte = [0];
    let read = timeout(BOUND, connection.read(&mut byte)).await.expect("the connection ends");
    assert_eq!(read.expect_err("the connection has no byte").kind(), std::io::ErrorKind::ConnectionReset);
}

#[tokio::test]
async fn a_refused_connection_is_closed_without_a_read() {
    let (simulator, client) = start().await;
    let address = simulator.url().trim_start_matches("http://").to_owned();
    simulator.inject(Target::Any, [Fault::refuse()]);
    let mut connection = TcpStream::connect(&address).await.expect("the simulator listens");
    let read = timeout(BOUND, connection.read(&mut [0])).await.expect("the connection ends");
    assert!(matches!(read, Ok(0) | Err(_)), "{read:?}");
    assert_eq!(simulator.requests().len(), 1, "the simulator read a request");
    assert_eq!(send(client.request("GET", SESSION)).await.status, 200, "the fault applies a second time");
}

#[tokio::test]
async fn a_delay_is_before_or_after_acting() {
    let (simulator, client) = start().await;
    let delay = Duration::from_millis(500);
    for (fault, expected) in [(Fault::delay(delay), 0), (Fault::delay(delay).after(), 2)] {
        simulator.inject(Operation::VcenterIsoImageMount, [fault]);
        let (start, count) = (Instant::now(), simulator.requests().len());
        let mount = {
            let client = client.clone();
            tokio::spawn(async move { client.mount("vm-42", ITEM).await })
        };
        wait_until(|| simulator.requests().len() > count && cdrom_count(&simulator) == expected).await;
        assert!(!mount.is_finished(), "the response arrived before the end of the delay");
        mount.await.expect("the simulator responds").string(200);
        assert!(start.elapsed() >= delay);
    }
}

#[tokio::test]
async fn a_shutdown_ends_requests_that_wait_before_acting() {
    for fault in [Fault::hang(), Fault::hold(&Gate::new())] {
        let mounts = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&mounts);
        let simulator = Simulator::builder().observe(move |exchange| {
            counter.fetch_add(usize::from(exchange.request().path_and_query() == MOUNT), Ordering::SeqCst);
        });
        let simulator = simulator.start().await.expect("the simulator starts");
        let client = Client::logged_in(&simulator).await;
        simulator.inject_always(Operation::VcenterIsoImageMount, fault.clone());
        let mount = tokio::spawn(async move { mount_request(&client).send().await });
        wait_until(|| simulator.requests().len() == 2).await;
        timeout(Duration::from_secs(3), simulator.shutdown())
            .await
            .expect("the shutdown does not wait for the request");
        let outcome = timeout(BOUND, mount).await.expect("the request ends").expect("the task ends");
        assert!(outcome.is_err(), "{fault:?}: {outcome:?}");
        assert_eq!(mounts.load(Ordering::SeqCst), 0, "{fault:?}: the simulator acted");
    }
}

#[tokio::test]
async fn expire_session_ends_the_session_before_acting() {
    let (simulator, client) = start().await;
    simulator.inject(Operation::VcenterIsoImageMount, [Fault::expire_session()]);
    assert_eq!(client.mount("vm-42", ITEM).await.status, 401);
    assert_eq!((simulator.open_sessions(), cdrom_count(&simulator)), (0, 0));
}

#[tokio::test]
async fn faults_set_the_given_headers() {
    let (simulator, client) = start().await;
    let retry_after = Duration::from_millis(1500);
    simulator.inject(
        Operation::VcenterIsoImageMount,
        [
            Fault::respond(Response::untyped_error(429).retry_after(retry_after)),
            Fault::redirect("https://elsewhere.example.com/api"),
            Fault::content_type("application/xml"),
        ],
    );
    let response = mount_request(&client).send().await.expect("the simulator responds");
    assert_eq!(
        (response.status(), &response.headers()["retry-after"]),
        (StatusCode::TOO_MANY_REQUESTS, &"2".parse().expect("the value is valid"))
    );
    let body: Value = response.json().await.expect("the body is JSON");
    assert!(body.get("error_type").is_none() && body["messages"].is_array(), "{body}");
    let response = mount_request(&client).send().await.expect("the simulator responds");
    assert_eq!(
        (response.status(), response.headers()["location"].as_bytes()),
        (StatusCode::TEMPORARY_REDIRECT, b"https://elsewhere.example.com/api".as_slice())
    );
    let (status, content_type, body) = status_type_and_body(mount_request(&client)).await;
    assert_eq!(
        (status, content_type.as_str(), body.as_str()),
        (StatusCode::OK, "application/xml", "\"16000\"")
    );
}

/// A body that was seen elsewhere arrives as it is, also if it is neither JSON nor text.
#[tokio::test]
async fn a_response_of_the_test_arrives_as_it_is() {
    let (simulator, client) = start().await;
    let seen = Response::new(500)
        .header("x-request-id", "op-17")
        .header("content-type", "application/x")
        .body(vec![0, 255]);
    simulator.inject(
        Operation::VcenterIsoImageMount,
        [Fault::respond(seen.clone()), Fault::respond(seen).after()],
    );
    for cdroms in [0, 1] {
        let response = mount_request(&client).send().await.expect("the simulator responds");
        assert_eq!(response.status(), 500);
        let header = |name: &str| response.headers().get(name).cloned();
        assert_eq!(header("x-request-id"), Some("op-17".parse().expect("the value is valid")));
        assert_eq!(header("content-type"), Some("application/x".parse().expect("the value is valid")));
        assert_eq!(response.bytes().await.expect("the body is complete").as_ref(), [0, 255]);
        assert_eq!(cdrom_count(&simulator), cdroms);
    }

    let rule = r#"mount: respond 404 body {"error_type": "NOT_FOUND", "messages": []}, respond 418 body tea"#;
    simulator.inject_rule(rule.parse().expect("the rule is valid"));
    let (status, content_type, body) = status_type_and_body(mount_request(&client)).await;
    assert_eq!((status.as_u16(), content_type.as_str()), (404, "application/json"));
    assert_eq!(body, r#"{"error_type": "NOT_FOUND", "messages": []}"#);
    let (status, content_type, body) = status_type_and_body(mount_request(&client)).await;
    assert_eq!(
        (status.as_u16(), content_type.as_str(), body.as_str()),
        (418, "text/plain; charset=utf-8", "tea")
    );
}

#[tokio::test]
async fn the_longest_durations_are_valid() {
    let (simulator, client) = start().await;
    let rule = "mount: fail 503 retry after 18446744073709551615s1ns, delay 18446744073709551615s1ns";
    simulator.inject_rule(rule.parse().expect("the rule is valid"));
    simulator.inject(Operation::VcenterIsoImageMount, [Fault::delay(Duration::MAX).after()]);
    let response = mount_request(&client).send().await.expect("the simulator responds");
    assert_eq!(response.headers()["retry-after"], u64::MAX.to_string());
    for number in [3, 4] {
        let mount = tokio::spawn(mount_request(&client).send());
        wait_until(|| simulator.requests().len() == number).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(!mount.is_finished(), "request {number} does not wait");
        mount.abort();
    }
    client.mount("vm-42", ITEM).await.string(200);
}

#[tokio::test]
async fn random_faults_repeat_with_the_same_seed() {
    let run = |seed, from_text| async move {
        let simulator = Simulator::builder().seed(seed).start().await.expect("the simulator starts");
        if from_text {
            simulator.inject_rule("*: 50% fail 503 or fail 500".parse().expect("the rule is valid"));
        } else {
            let faults = [503, 500].map(Fault::untyped_error);
            simulator.inject_random(Target::Any, 0.5, faults);
        }
        let client = Client::of(&simulator);
        let mut statuses = Vec::new();
        for _ in 0..40 {
            statuses.push(status_type_and_body(client.request("GET", SESSION)).await.0.as_u16());
        }
        statuses
    };
    let (first, same_seed, other_seed) = (run(7, true).await, run(7, false).await, run(8, true).await);
    assert_eq!(first, same_seed);
    assert_ne!(first, other_seed);
    for status in [401, 500, 503] {
        assert!(first.contains(&status), "{first:?}");
    }
}

#[test]
fn rules_are_parsed_from_text() {
    let parse = |text: &str| text.parse::<FaultRule>().unwrap_or_else(|error| panic!("{text}: {error}"));
    for (text, equal) in [
        ("mount: fail 503 twice, then pass", "Vcenter.Iso.Image_mount: fail 503, fail 503 then pass once"),
        ("mount: delay 2s", "IMAGE_MOUNT :  delay 2000ms before acting"),
        ("*: always reset after acting", "*: 100% reset after acting"),
        (
            "VM_get: fail 500 RESOURCE_BUSY 3 times",
            "vm_get: fail 500 RESOURCE_BUSY twice, fail 500 RESOURCE_BUSY",
        ),
        ("mount: refuse, pass 0 times, refuse, then pass", "mount: refuse twice, then pass"),
        ("mount: delay 1m and reset after acting", "mount: delay 60s and reset after acting"),
        ("mount: reset", "mount: reset before acting"),
        ("mount: respond 503 body 'no healthy upstream'", "mount: no healthy upstream"),
        (r#"mount: respond 500 body "a, then \u0062""#, "mount: respond 500 body 'a, then b'"),
        ("mount: redirect to 'https://a.example.com/'", "mount: redirect to https://a.example.com/"),
    ] {
        assert_eq!(parse(text), parse(equal));
    }
    for text in [
        "mount: fail 503 twice, then delay 2s, then reset after acting",
        "unmount: refuse, reset before acting, hang before acting, hang after acting, truncate",
        "Library.Item_find: content type text/plain, html 502, no healthy upstream, expire session",
        "Cdrom_get: redirect to https://other.example.com/, delay 1s after acting",
        "mount: fail 429 retry after 2s, fail 500 TIMED_OUT retry after 1s after acting",
        "*: 0.5% fail 503 or delay 10ms and reset before acting",
        "*: 7% refuse",
        "mount: respond 500 header 'a: b' header \"c: d\" body {\"error_type\": \"ERROR, or\", \"x\": [1]} 3 times",
        "mount: always respond 204 after acting and truncate",
        "mount: respond 200 body ''",
        "mount: fail 500 retry after 3s and hang after acting",
    ] {
        let rule = parse(text);
        assert_eq!(parse(&rule.to_string()), rule, "{text} became {rule}");
    }
}

#[test]
fn an_invalid_rule_is_rejected_with_the_reason() {
    for (text, reason) in [
        ("fail 503", "no ':'"),
        ("mount: ", "the rule for 'Vcenter.Iso.Image_mount' has no fault"),
        (
            "mountain: refuse",
            "there is no operation 'mountain'; the operations are *, Vcenter.Iso.Image_mount",
        ),
        ("list: refuse", "can be Vcenter.VM_list or Vcenter.Vm.Hardware.Cdrom_list"),
        (": refuse", "there is no operation ''"),
        ("mount: explode", "'explode' is not a fault; faults begin with pass"),
        ("mount: truncate before acting", "remove 'before acting'"),
        ("mount: respond", "needs an HTTP status"),
        ("mount: respond 500 body", "needs a body: JSON, or a text in quotes"),
        ("mount: respond 500 body {\"a\":", "does not start with a JSON value: EOF"),
        ("mount: respond 500 body 'a", "\"'a\" begins a quote that does not end"),
        ("mount: respond 500 body \"a", "does not start with a text in quotes"),
        ("mount: respond 500 header 'a'", "the header 'a' has no ':'"),
        ("mount: respond 500 header 'a b: c'", "\"a b\" is not a valid header name"),
        ("mount: respond 500 'a'", "''a'' in 'respond 500 'a'' is unknown"),
        ("mount: fail", "needs an HTTP status"),
        ("mount: fail 42", "the status 42 is not between 200 and 599"),
        ("mount: delay 2", "such as 2s"),
        ("mount: pass 0.5 times", "has no valid count"),
        ("mount: pass 99999999 times", "has no valid count"),
        ("mount: pass 0 times", "the rule for 'Vcenter.Iso.Image_mount' has no fault"),
        ("mount: pass quickly", "'quickly' in 'pass quickly' is unknown"),
        ("mount: x% pass", "'x%' is not a percentage"),
        ("mount: 101% pass", "is not between 0 and 1"),
        ("mount: always pass twice", "only in a script"),
        ("mount: redirect to", "needs a URL"),
        ("mount: redirect to ''", "\"\" is not a valid header value"),
    ] {
        let error = text.parse::<FaultRule>().map(|rule| format!("{rule:?}")).expect_err(text).to_string();
        assert!(error.contains(reason), "{text}: {error}");
    }
}

#[tokio::test]
#[should_panic(expected = "cannot inject a fault: the status 42 is not between 200 and 599")]
async fn injecting_what_http_cannot_express_panics() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    simulator.inject(Operation::VcenterIsoImageMount, [Fault::untyped_error(42)]);
}

#[tokio::test]
async fn only_the_last_requests_are_kept() {
    let simulator =
        Simulator::builder().max_recorded_requests(2).start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    send(client.request("GET", SESSION)).await;
    client.mount("vm-42", ITEM).await.string(200);
    let kept: Vec<_> =
        simulator.requests().iter().map(|request| (request.operation(), request.status())).collect();
    assert_eq!(
        kept,
        [(Some(Operation::CisSessionGet), Some(200)), (Some(Operation::VcenterIsoImageMount), Some(200))]
    );
}

#[tokio::test]
async fn a_gate_holds_requests_before_or_after_acting_and_releases_them_one_by_one() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    let mount = || {
        let client = client.clone();
        tokio::spawn(async move { client.mount(example::VM, ITEM).await })
    };
    let cdroms = || simulator.inventory().vms[example::VM].cdroms.len();

    let before = Gate::new();
    simulator.inject_always(Operation::VcenterIsoImageMount, Fault::hold(&before));
    let mounts = [mount(), mount()];
    before.wait_for(2).await;
    assert_eq!((before.held(), cdroms()), (2, 0));
    before.release(1);
    wait_until(|| cdroms() == 1).await;
    assert_eq!(before.held(), 1);
    before.open();
    for mount in mounts {
        mount.await.expect("the mount ends").string(200);
    }
    mount().await.expect("an open gate holds no request").string(200);

    let after = Gate::new();
    simulator.inject_always(Operation::VcenterIsoImageMount, Fault::hold(&after).after());
    let held = mount();
    after.wait_for(1).await;
    assert_eq!(cdroms(), 4);
    held.abort();
    wait_until(|| after.held() == 0).await;

    // The end of the simulator closes the connections that a gate holds.
    let held = mount();
    after.wait_for(1).await;
    timeout(Duration::from_secs(4), simulator.shutdown())
        .await
        .expect("the shutdown does not wait for the gate");
    assert!(held.await.is_err(), "the held request has a response");
}
