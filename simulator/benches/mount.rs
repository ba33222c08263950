//! Compares the time of a mount with the time of an axum handler with a fixed response, over the same client.
//! Also measures the start of a simulator with 10,000 VMs.
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
/// The number of slots on a SATA adapter.
const REQUESTS: usize = 30;
const MOUNT: &str = "/api/vcenter/iso/image?action=mount";

fn main() {
    // reqwest without its default features requires a provider, although no TLS is measured.
    rustls::crypto::ring::default_provider().install_default().expect("no other provider is installed");
    // `cargo test --benches` only checks that it runs.
    let rounds = if std::env::args().any(|argument| argument == "--bench") { ROUNDS } else { 1 };
    let runtime = Builder::new_multi_thread().enable_all().build().expect("the runtime starts");
    runtime.block_on(compare(rounds));
    runtime.block_on(start_fleet());
}

async fn compare(rounds: usize) {
    let simulator = Simulator::builder().start().await.expect("the simulator starts");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let fixed = format!("http://{}", listener.local_addr().expect("the listener has an address"));
    let handler = Router::new().route("/api/vcenter/iso/image", post(async || Json(json!("16000"))));
    axum_server::from_tcp(listener.into_std().expect("the listener can be converted"))
        .map(|server| tokio::spawn(server.serve(handler.into_make_service())))
        .expect("the server starts");

    let http = reqwest::Client::builder().no_proxy().build().expect("the client can be built");
    let login = http
        .post(format!("{}/api/session", simulator.url()))
        .basic_auth(example::USER, Some(example::PASSWORD));
    let session: String =
        login.send().await.expect("the server responds").json().await.expect("the response is a session id");
    let (mut simulator_times, mut handler_times) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        handler_times.push(round(&http, &fixed, &session).await);
        simulator_times.push(round(&http, simulator.url(), &session).await);
        // Otherwise, the adapter would have no free slot.
        simulator.update_inventory(|inventory| *inventory = Inventory::example());
    }
    let (simulator_time, handler_time) = (median(simulator_times), median(handler_times));
    println!("mount, simulator:     {simulator_time:>10.1?} each (median of {rounds} rounds of {REQUESTS})");
    println!("mount, fixed handler: {handler_time:>10.1?} each");
    println!("ratio:                {:>10.2}", simulator_time.as_secs_f64() / handler_time.as_secs_f64());
}

/// Returns the mean time of a request in a round of consecutive requests.
async fn round(http: &reqwest::Client, url: &str, session: &str) -> Duration {
    let start = Instant::now();
    for _ in 0..REQUESTS {
        let request = http
            .post(format!("{url}{MOUNT}"))
            .header("vmware-api-session-id", session)
            .json(&json!({ "library_item": example::ITEM, "vm": example::VM }));
        let response = request.send().await.expect("the server responds");
        assert_eq!(response.status(), 200, "the mount failed");
        response.bytes().await.expect("the response is complete");
    }
    start.elapsed() / u32::try_from(REQUESTS).expect("the number is small")
}

fn median(mut values: Vec<Duration>) -> Duration {
    values.sort();
    values[values.len() / 2]
}

async fn start_fleet() {
    let start = Instant::now();
    let inventory = Inventory::with_vms(10_000, 0);
    let simulator = Simulator::builder().inventory(inventory).start().await.expect("the simulator starts");
    println!("start with 10,000 VMs: {:.1?}", start.elapsed());
    simulator.shutdown().await;
}
