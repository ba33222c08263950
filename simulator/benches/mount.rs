//! How long a mount takes the simulator, beside an axum handler with a fixed answer: the same client, the same
//! connection, the same bytes to send, in turns. And how long a simulator with 10,000 virtual machines takes to start.
//!
//! `cargo bench -p vcenter-iso-simulator`

use std::time::{Duration, Instant};

use axum::routing::post;
use axum::{Json, Router};
use serde_json::json;
use tokio::net::TcpListener;
use tokio::runtime::Builder;
use vcenter_iso_simulator::{Inventory, Simulator, example};

const ROUNDS: usize = 200;
/// As many as the adapter of the virtual machine has places.
const REQUESTS: usize = 30;
const MOUNT: &str = "/api/vcenter/iso/image?action=mount";

fn main() {
    // reqwest without its default features wants one, although no TLS is measured.
    rustls::crypto::ring::default_provider().install_default().expect("the first in this process");
    // `cargo test --benches` asks whether it runs, and does not want to wait.
    let rounds = if std::env::args().any(|argument| argument == "--bench") { ROUNDS } else { 1 };
    let runtime = Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(compare(rounds));
    runtime.block_on(start_fleet());
}

async fn compare(rounds: usize) {
    let simulator = Simulator::builder().start().await.expect("it starts");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let fixed = format!("http://{}", listener.local_addr().expect("an address"));
    let handler = Router::new().route("/api/vcenter/iso/image", post(async || Json(json!("16000"))));
    axum_server::from_tcp(listener.into_std().expect("a listener"))
        .map(|server| tokio::spawn(server.serve(handler.into_make_service())))
        .expect("a server");

    let http = reqwest::Client::builder().no_proxy().build().expect("a client");
    let login = http
        .post(format!("{}/api/session", simulator.url()))
        .basic_auth(example::USER, Some(example::PASSWORD));
    let session: String = login.send().await.expect("an answer").json().await.expect("a session");
    let (mut of_simulator, mut of_handler) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        of_handler.push(round(&http, &fixed, &session).await);
        of_simulator.push(round(&http, simulator.url(), &session).await);
        // Else the bus would be full.
        simulator.update_inventory(|inventory| *inventory = Inventory::example());
    }
    let (of_simulator, of_handler) = (median(of_simulator), median(of_handler));
    println!("mount, simulator:     {of_simulator:>10.1?} each (median of {rounds} rounds of {REQUESTS})");
    println!("mount, fixed handler: {of_handler:>10.1?} each");
    println!("ratio:                {:>10.2}", of_simulator.as_secs_f64() / of_handler.as_secs_f64());
}

/// How long one request takes, in a round of them one after the other.
async fn round(http: &reqwest::Client, url: &str, session: &str) -> Duration {
    let begin = Instant::now();
    for _ in 0..REQUESTS {
        let request = http
            .post(format!("{url}{MOUNT}"))
            .header("vmware-api-session-id", session)
            .json(&json!({ "library_item": example::ITEM, "vm": example::VM }));
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.status(), 200, "the mount succeeds");
        answer.bytes().await.expect("a whole answer");
    }
    begin.elapsed() / u32::try_from(REQUESTS).expect("a small number")
}

fn median(mut values: Vec<Duration>) -> Duration {
    values.sort();
    values[values.len() / 2]
}

async fn start_fleet() {
    let begin = Instant::now();
    let inventory = Inventory::with_vms(10_000, 0);
    let simulator = Simulator::builder().inventory(inventory).start().await.expect("it starts");
    println!("start with 10,000 virtual machines: {:.1?}", begin.elapsed());
    simulator.shutdown().await;
}
