//! Compares the time of a mount with that of an axum handler with a fixed response, over the same client. Also measures
//! the start of a simulator with 10,000 VMs.
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
/// The number of slots of the adapter.
const REQUESTS: usize = 30;
const MOUNT: &str = "/api/vcenter/iso/image?action=mount";

fn main() {
    // reqwest without its default features requires a provider, although no TLS is measured.
    rustls::crypto::ring::default_provider().install_default().expect("the first in this process");
    // `cargo test --benches` only checks that it runs.
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
    let session: String = login.send().await.expect("a response").json().await.expect("a session");
    let (mut of_simulator, mut of_handler) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        of_handler.push(round(&http, &fixed, &session).await);
        of_simulator.push(round(&http, simulator.url(), &session).await);
        // Otherwise, the bus would be full.
        simulator.update_inventory(|inventory| *inventory = Inventory::example());
    }
    let (of_simulator, of_handler) = (median(of_simulator), median(of_handler));
    println!("mount, simulator:     {of_simulator:>10.1?} each (median of {rounds} rounds of {REQUESTS})");
    println!("mount, fixed handler: {of_handler:>10.1?} each");
    println!("ratio:                {:>10.2}", of_simulator.as_secs_f64() / of_handler.as_secs_f64());
}

/// Returns the mean time of a request in a round of consecutive requests.
async fn round(http: &reqwest::Client, url: &str, session: &str) -> Duration {
    let begin = Instant::now();
    for _ in 0..REQUESTS {
        let request = http
            .post(format!("{url}{MOUNT}"))
            .header("vmware-api-session-id", session)
            .json(&json!({ "library_item": example::ITEM, "vm": example::VM }));
        let response = request.send().await.expect("a response");
        assert_eq!(response.status(), 200, "the mount succeeds");
        response.bytes().await.expect("a whole response");
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
