//! The limits of a connection.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};
use vcenter_iso_simulator::example::ITEM;
use vcenter_iso_simulator::{Fault, Inventory, Operation, Simulator};

use crate::client::{Client, MOUNT, SESSION};

/// Much longer than a client needs for a request.
const LIMIT: Duration = Duration::from_secs(1);
/// The time limit of each step of a test.
const BOUND: Duration = Duration::from_secs(20);

/// Opens a connection and sends the text.
async fn connect(url: &str, text: &str) -> TcpStream {
    let mut connection =
        TcpStream::connect(url.trim_start_matches("http://")).await.expect("the simulator listens");
    connection.write_all(text.as_bytes()).await.expect("the connection is open");
    connection
}

/// Sends the text repeatedly until the connection is closed.
async fn closed_while_sending(mut connection: TcpStream, text: &str, pause: Duration) {
    let sending = async {
        while connection.write_all(text.as_bytes()).await.is_ok() {
            sleep(pause).await;
        }
    };
    timeout(BOUND, sending).await.unwrap_or_else(|_| panic!("repeating {text:?} keeps the connection open"));
}

/// Returns the head of a mount, without its body.
fn mount_of(client: &Client) -> String {
    format!(
        "POST {MOUNT} HTTP/1.1\r\nHost: localhost\r\nvmware-api-session-id: {}\r\n\
         Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n",
        client.session()
    )
}

#[tokio::test]
async fn an_idle_connection_is_closed() {
    let simulator = Simulator::builder().client_timeout(LIMIT).start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    let request = format!("GET {SESSION} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    let closed = |sent: String, has_response: bool| {
        let url = simulator.url().to_owned();
        tokio::spawn(async move {
            let (mut connection, mut received) = (connect(&url, &sent).await, Vec::new());
            let end = timeout(BOUND, connection.read_to_end(&mut received)).await;
            assert!(end.is_ok(), "the connection stays open after {sent:?}");
            assert_eq!(received.starts_with(b"HTTP/1.1 401 "), has_response, "{sent:?}: {received:?}");
        })
    };
    let connections = [
        closed(String::new(), false),
        closed("GET".to_owned(), false),
        closed("GET /api/session HTTP/1.1\r\nHost: localhost\r\n".to_owned(), false),
        closed(request, true),
        closed(mount_of(&client) + "{", false),
        // HTTP/2, with empty settings and no request.
        closed("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u{4}\0\0\0\0\0".to_owned(), false),
    ];
    for connection in connections {
        connection.await.expect("the connection is closed");
    }
}

#[tokio::test]
async fn slow_sending_does_not_keep_a_connection_open() {
    let simulator = Simulator::builder().client_timeout(LIMIT).start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    let head = connect(simulator.url(), "GET /api/session HTTP/1.1\r\nX-Slow: ").await;
    let body = connect(simulator.url(), &mount_of(&client)).await;
    let pause = Duration::from_millis(10);
    tokio::join!(closed_while_sending(head, "a", pause), closed_while_sending(body, "a", pause));
}

#[tokio::test]
async fn unread_responses_do_not_keep_a_connection_open() {
    let builder = Simulator::builder().inventory(Inventory::with_vms(4000, 0));
    let simulator = builder.client_timeout(LIMIT).start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    let request = format!(
        "GET /api/vcenter/vm HTTP/1.1\r\nHost: localhost\r\nvmware-api-session-id: {}\r\n\r\n",
        client.session()
    );
    let connection = connect(simulator.url(), &request).await;
    closed_while_sending(connection, &request, Duration::ZERO).await;
}

#[tokio::test]
async fn a_running_request_can_exceed_the_limit() {
    let simulator = Simulator::builder().client_timeout(LIMIT).start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    let longer = LIMIT * 5 / 4;
    simulator.inject(Operation::VcenterIsoImageMount, [Fault::delay(longer), Fault::delay(longer).after()]);
    let (first, second) = tokio::join!(client.mount("vm-42", ITEM), client.mount("vm-48", ITEM));
    for response in [first, second] {
        response.string(200);
    }
}

#[tokio::test]
async fn a_request_head_above_the_limit_is_rejected() {
    let simulator = Simulator::start().await.expect("the simulator starts");
    let empty = format!("GET {SESSION} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Long: \r\n\r\n");
    for (length, status) in [(64 << 10, "401"), ((64 << 10) + 1, "431")] {
        let value = "a".repeat(length - empty.len());
        let request = empty.replace("X-Long: ", &format!("X-Long: {value}"));
        let (mut connection, mut response) = (connect(simulator.url(), &request).await, Vec::new());
        // The connection can be reset after the response, because of input that the simulator has not read.
        let _ = timeout(BOUND, connection.read_to_end(&mut response)).await.expect("the connection ends");
        let response = String::from_utf8_lossy(&response);
        assert!(response.starts_with(&format!("HTTP/1.1 {status} ")), "{length} bytes: {response}");
    }
    assert_eq!(simulator.requests().len(), 1);
}

#[tokio::test]
async fn the_maximum_duration_disables_the_limit() {
    let simulator =
        Simulator::builder().client_timeout(Duration::MAX).start().await.expect("the simulator starts");
    Client::logged_in(&simulator).await.mount("vm-42", ITEM).await.string(200);
}

#[tokio::test]
async fn a_truncated_request_body_changes_nothing() {
    for is_observed in [false, true] {
        let builder = Simulator::builder();
        let builder = if is_observed { builder.observe(|_| {}) } else { builder };
        let simulator = builder.start().await.expect("the simulator starts");
        let client = Client::logged_in(&simulator).await;
        let body = format!(r#"{{"vm":"vm-42","library_item":"{ITEM}"}}"#);
        let request = format!(
            "POST {MOUNT} HTTP/1.1\r\nHost: localhost\r\nvmware-api-session-id: {}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            client.session(),
            body.len() + 1
        );
        let mut connection = connect(simulator.url(), &request).await;
        connection.shutdown().await.expect("the connection is open");
        let mut response = String::new();
        timeout(BOUND, connection.read_to_string(&mut response))
            .await
            .expect("the connection ends")
            .expect("the response is text");
        assert!(
            response.contains("The request body ended early."),
            "with an observer: {is_observed}: {response}"
        );
        assert!(
            simulator.inventory().vms["vm-42"].cdroms.is_empty(),
            "with an observer: {is_observed}: the image was mounted"
        );
    }
}
