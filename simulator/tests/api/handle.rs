use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use vcenter_iso_simulator::example::{ITEM, PASSWORD, USER};
use vcenter_iso_simulator::{Fault, Inventory, Operation, Simulator, User, example};

use crate::client::{Client, MOUNT, SESSION, send};

/// Polls the condition until it is true.
pub(crate) async fn wait_until(mut condition: impl FnMut() -> bool) {
    let polling = async {
        while !condition() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    timeout(Duration::from_secs(10), polling).await.expect("the condition is true within ten seconds");
}

/// Sends a request whose response ends with a JSON object, and returns the response.
async fn exchange(connection: &mut TcpStream, request: &str) -> Vec<u8> {
    connection.write_all(request.as_bytes()).await.expect("the connection is open");
    let mut response = Vec::new();
    while !response.ends_with(b"}") {
        let read = timeout(Duration::from_secs(10), connection.read_buf(&mut response)).await;
        let read = read.expect("the simulator responds").expect("the connection is open");
        assert_ne!(read, 0, "the connection ended early");
    }
    response
}

#[tokio::test]
async fn requests_are_returned_in_order_with_their_statuses() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    send(client.request("GET", "/api/nowhere?a=b").header("X-Request-ID", "4711")).await;
    client.mount("vm-42", ITEM).await.string(200);

    let requests = simulator.requests();
    let recorded: Vec<_> = requests
        .iter()
        .map(|request| (request.method(), request.path_and_query(), request.status()))
        .collect();
    let expected =
        [("POST", SESSION, Some(201)), ("GET", "/api/nowhere?a=b", Some(404)), ("POST", MOUNT, Some(200))];
    assert_eq!(recorded, expected);
    assert_eq!(requests[1].header("x-request-id"), Some("4711"));
    assert_eq!(requests[2].header("X-Request-ID"), None);
    assert_eq!(requests[2].header("vmware-api-session-id"), Some(client.session()));
}

#[tokio::test]
async fn an_observer_receives_each_exchange_with_its_bodies() {
    let (sender, exchanges) = std::sync::mpsc::channel();
    let builder = Simulator::builder()
        .observe(move |exchange| sender.send(exchange.clone()).expect("the receiver exists"));
    let simulator = builder.max_recorded_requests(0).start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    client.mount("vm-42", ITEM).await.string(200);
    simulator.inject(Operation::VcenterIsoImageMount, [Fault::html(502), Fault::reset(), Fault::truncate()]);
    for _ in 0..3 {
        let _ =
            client.request("POST", MOUNT).json(&json!({ "vm": "vm-42", "library_item": ITEM })).send().await;
    }
    drop(simulator);

    let exchanges: Vec<_> = exchanges.try_iter().collect();
    let statuses: Vec<_> = exchanges.iter().map(|exchange| exchange.request().status()).collect();
    // An observer does not receive a request whose connection is reset before acting.
    assert_eq!(statuses, [Some(201), Some(200), Some(502), Some(200)]);
    let body: Value = serde_json::from_slice(exchanges[1].request().body()).expect("the body is JSON");
    assert_eq!(body, json!({ "vm": "vm-42", "library_item": ITEM }));
    assert_eq!(
        (exchanges[1].content_type(), exchanges[1].response_body()),
        (Some("application/json"), &b"\"16000\""[..])
    );
    assert_eq!(exchanges[2].content_type(), Some("text/html; charset=utf-8"));
    assert_eq!(exchanges[2].request().body(), exchanges[1].request().body());
    assert_eq!(exchanges[3].request().fault(), Some(&Fault::truncate()));
    assert_eq!(exchanges[3].response_body(), b"\"16001\"");
    let headers: Vec<_> = exchanges[1].request().headers().map(|(name, _)| name).collect();
    assert!(headers.contains(&"vmware-api-session-id"), "{headers:?}");
    let text = format!("{exchanges:?}");
    assert!(!text.contains(client.session()), "a secret is in the text: {text}");
}

#[tokio::test]
async fn only_the_last_64_mib_of_requests_are_kept() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let mut connection = TcpStream::connect(simulator.url().trim_start_matches("http://"))
        .await
        .expect("the simulator listens");
    let (count, value) = (1200, "a".repeat(60_000));
    for number in 1..=count {
        let request = format!("GET /api/{number} HTTP/1.1\r\nHost: localhost\r\nX-Long: {value}\r\n\r\n");
        exchange(&mut connection, &request).await;
    }
    let kept = simulator.requests();
    assert!((1000..(64 << 20) / value.len()).contains(&kept.len()), "{} requests are kept", kept.len());
    let numbers = count - kept.len() + 1..=count;
    for (number, request) in numbers.zip(&kept) {
        assert_eq!(request.path_and_query(), format!("/api/{number}"));
        assert_eq!((request.header("x-long"), request.status()), (Some(value.as_str()), Some(404)));
    }
}

#[tokio::test]
async fn debug_output_contains_no_secret() {
    let user = User::new(USER, PASSWORD);
    let builder = Simulator::builder().user(user.clone());
    let settings = format!("{builder:?} {user:?}");
    let simulator = builder.start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    send(client.request("GET", SESSION)).await;

    let requests = simulator.requests();
    let text = format!("{settings} {simulator:?} {requests:?}");
    assert!(text.contains("/api/session") && text.contains(USER), "{text}");
    let credentials = requests[0].header("authorization").and_then(|value| value.strip_prefix("Basic "));
    for secret in ["secret", client.session(), credentials.expect("the login has credentials")] {
        assert!(!text.contains(secret), "a secret is in the text: {text}");
    }
}

#[tokio::test]
async fn simulators_run_independently() {
    let first = Simulator::start().await.expect("the simulator starts");
    let second =
        Simulator::builder().inventory(Inventory::default()).start().await.expect("the simulator starts");
    assert_ne!(first.url(), second.url());
    let client = Client::logged_in(&first).await;
    client.mount("vm-42", ITEM).await.string(200);
    let foreign = Client::of(&second).with_session(Some(client.session()));
    assert_eq!(foreign.mount("vm-42", ITEM).await.status, 401);
    assert_eq!(Client::logged_in(&second).await.mount("vm-42", ITEM).await.status, 404);
}

#[tokio::test]
async fn an_inventory_snapshot_does_not_change() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let snapshot = simulator.inventory();
    let removed = simulator.update_inventory(|inventory| inventory.vms.remove("vm-42"));
    assert!(removed.is_some(), "the result of the closure is not returned");
    assert!(snapshot.vms.contains_key("vm-42") && !simulator.inventory().vms.contains_key("vm-42"));
}

#[tokio::test]
async fn the_latency_follows_acting() {
    let latency = Duration::from_millis(500);
    let simulator = Simulator::builder().latency(latency).start().await.expect("the simulator starts");
    let start = Instant::now();
    let client = Client::logged_in(&simulator).await;
    assert!(start.elapsed() >= latency);

    let mount = tokio::spawn(async move { client.mount("vm-42", ITEM).await });
    wait_until(|| simulator.requests().get(1).is_some_and(|request| request.status() == Some(200))).await;
    assert!(simulator.inventory().vms["vm-42"].cdroms.contains_key("16000"));
    assert!(!mount.is_finished(), "the response does not wait for the latency");
    mount.await.expect("the simulator responds").string(200);
}

#[tokio::test]
async fn a_shutdown_waits_for_requests_but_not_for_idle_connections() {
    let simulator =
        Simulator::builder().latency(Duration::from_millis(300)).start().await.expect("the simulator starts");
    let address = simulator.url().trim_start_matches("http://").to_owned();
    let client = Client::logged_in(&simulator).await;
    let mount = tokio::spawn(async move { client.mount("vm-42", ITEM).await });
    wait_until(|| simulator.requests().len() == 2).await;

    timeout(Duration::from_secs(3), simulator.shutdown())
        .await
        .expect("the shutdown ends with the last request");
    mount.await.expect("the simulator responds").string(200);
    assert!(TcpStream::connect(address).await.is_err(), "the port is still open");
}

#[tokio::test]
async fn dropping_the_handle_stops_the_simulator() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let address = simulator.url().trim_start_matches("http://").to_owned();
    let mut idle = TcpStream::connect(&address).await.expect("the simulator listens");
    drop(simulator);
    let closed =
        timeout(Duration::from_secs(10), idle.read(&mut [0; 1])).await.expect("the connection is closed");
    assert!(matches!(closed, Ok(0) | Err(_)));
    let refused = async {
        while TcpStream::connect(&address).await.is_ok() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    timeout(Duration::from_secs(10), refused).await.expect("the port is closed");
}

#[tokio::test]
async fn a_connection_serves_several_requests() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let address = simulator.url().trim_start_matches("http://");
    let mut connection = TcpStream::connect(address).await.expect("the simulator listens");
    for _ in 0..2 {
        let request = format!("GET /api/session HTTP/1.1\r\nHost: {address}\r\n\r\n");
        let response = exchange(&mut connection, &request).await;
        assert!(response.starts_with(b"HTTP/1.1 401 "), "{}", String::from_utf8_lossy(&response));
    }
}

#[tokio::test]
async fn start_listens_on_the_given_address_or_returns_an_error() {
    let first = Simulator::start().await.expect("the simulator starts");
    let address = first.url().trim_start_matches("http://").parse().expect("the URL has an address");
    let error = Simulator::builder().listen(address).start().await.expect_err("the port is taken");
    assert_eq!(error.to_string(), format!("cannot listen on {address}"));
    assert!(std::error::Error::source(&error).is_some(), "the error has no source");

    first.shutdown().await;
    let second = Simulator::builder().listen(address).start().await.expect("the port is free");
    assert_eq!(second.url(), format!("http://{address}"));
    let all_interfaces = Simulator::builder()
        .listen(([0, 0, 0, 0], 0).into())
        .tls()
        .start()
        .await
        .expect("the simulator starts");
    assert!(all_interfaces.url().starts_with("https://0.0.0.0:"));
}

#[tokio::test]
async fn the_body_of_a_request_is_recorded() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    simulator.inject(Operation::VcenterIsoImageMount, [Fault::no_healthy_upstream()]);
    let request = client.request("POST", MOUNT).json(&json!({ "vm": example::VM, "library_item": ITEM }));
    request.send().await.expect("the simulator responds");
    client.mount(example::VM, ITEM).await.string(200);
    let mounts = simulator.requests_of(Operation::VcenterIsoImageMount);
    let bodies: Vec<Value> =
        mounts.iter().map(|mount| mount.json().expect("the body should be JSON")).collect();
    assert_eq!(bodies, vec![json!({ "vm": example::VM, "library_item": ITEM }); 2]);
    assert!(mounts[0].json::<Vec<String>>().is_err());
    assert!(simulator.requests_of(Operation::CisSessionCreate)[0].body().is_empty());
    assert!(!format!("{mounts:?}").contains("library_item"), "`Debug` shows the body");
}

#[tokio::test]
async fn an_expectation_counts_from_its_start_and_fails_at_the_end() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    client.mount(example::VM, ITEM).await.string(200);
    simulator.expect(Operation::VcenterIsoImageMount, 1);
    simulator.expect(Operation::CisSessionCreate, 0);
    client.mount(example::VM, ITEM).await.string(200);
    simulator.shutdown().await;

    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    simulator.expect(Operation::VcenterIsoImageMount, 1);
    for _ in 0..2 {
        client.mount(example::VM, ITEM).await.string(200);
    }
    let panic =
        tokio::spawn(simulator.shutdown()).await.expect_err("the expectation is not met").into_panic();
    let message = panic.downcast_ref::<String>().expect("the panic has a message");
    assert_eq!(
        message,
        "requests of Vcenter.Iso.Image_mount: expected 1, received 2, of which these are recorded: 200, 200"
    );
}
