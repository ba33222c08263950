//! Shares one session between the calls of several tasks, and shows that it stays open.
//!
//! `cargo run --example session_reuse -- [TASKS]`

mod server;

use std::error::Error;

use server::{argument, server};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = server().await?;
    let vcenter = server.builder.connect().await?;

    // Clones share the session. If it expires, one clone logs in again for all.
    let count: usize = argument(1, "4").parse()?;
    let tasks: Vec<_> = (0..count)
        .map(|_| {
            let vcenter = vcenter.clone();
            tokio::spawn(async move { vcenter.session_info().await })
        })
        .collect();
    let mut created_times = Vec::new();
    for task in tasks {
        let session = task.await??;
        created_times.push(session.created_time);
        println!("{} since {}", session.user, session.created_time);
    }
    created_times.dedup();
    println!("sessions for all tasks: {}", created_times.len());

    // Dropping the last clone does not end the session.
    vcenter.logout().await?;
    Ok(())
}
