use std::io;
use std::sync::{Arc, Mutex};

use serde_json::json;
use vcenter_iso_simulator::example::ITEM;
use vcenter_iso_simulator::{Fault, Operation, Simulator};

use crate::client::{Client, MOUNT, send};

#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl io::Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no writer panics").extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The tasks of the simulator run on the thread of the test, whose subscriber receives the log.
#[tokio::test]
async fn each_request_is_logged_with_the_reason_and_without_secrets() {
    let buffer = Buffer::default();
    let writer = buffer.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    let simulator = Simulator::start().await.expect("the simulator starts");
    let client = Client::logged_in(&simulator).await;
    client.mount("vm-42", ITEM).await.string(200);
    send(client.request("POST", MOUNT).json(&json!({ "vm": "vm-42" }))).await;
    client.mount("vm-44", ITEM).await;
    simulator.inject(Operation::VcenterIsoImageMount, [Fault::html(502)]);
    client.request("POST", MOUNT).send().await.expect("the simulator responds");

    let text =
        String::from_utf8(buffer.0.lock().expect("no writer panics").clone()).expect("the log is text");
    let lines: Vec<&str> = text.lines().filter(|line| line.contains("vcenter_iso_simulator")).collect();
    assert_eq!(lines.len(), 5, "{text}");
    for (line, parts) in lines.iter().zip([
        ["INFO", "Cis.Session_create", "status=201"],
        ["INFO", "Vcenter.Iso.Image_mount", "status=200"],
        ["WARN", "status=400", "Structure 'operation-input' is missing a field: library_item"],
        ["WARN", "status=400", "not possible in the current power state (suspended)"],
        ["INFO", "status=502", "fault=\"html 502\""],
    ]) {
        assert!(parts.iter().all(|part| line.contains(part)), "{parts:?} is not in the line {line}");
    }
    for secret in [client.session(), "secret"] {
        assert!(!text.contains(secret), "a secret is in the text: {text}");
    }
}
