//! A call that is dropped, at any point, leaves no session open that its caller cannot end.

#![expect(clippy::future_not_send, reason = "each test stays on the thread that it began on")]

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use vcenter_iso::{Error, Vcenter};
use vcenter_iso_simulator::Simulator;

use crate::scene::{VM, connect, simulator, vm};
use crate::secrets::builder;

/// Where a future is dropped.
#[derive(Debug, Clone, Copy)]
enum Dropped {
    /// Right after so many polls.
    After(usize),
    /// When it is woken after so many polls: what it waited for is there, and it never sees it.
    Woken(usize),
}

type Call<T> = Pin<Box<dyn Future<Output = T>>>;

/// Runs a future up to the point and drops it; `None` if it did not end before.
async fn run<T>(mut future: Call<T>, until: Dropped) -> Option<T> {
    let mut polls = 0;
    poll_fn(|context| {
        if matches!(until, Dropped::Woken(last) if polls == last) {
            return Poll::Ready(None);
        }
        polls += 1;
        match future.as_mut().poll(context) {
            Poll::Ready(done) => Poll::Ready(Some(done)),
            Poll::Pending if matches!(until, Dropped::After(last) if polls == last) => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// Waits for what goes on in the background, and fails if a session stays open.
async fn check_sessions(simulator: &Simulator, logins: usize, what: &str) {
    let start = std::time::Instant::now();
    while simulator.logins() < logins || simulator.open_sessions() > 0 {
        let (open, all) = (simulator.open_sessions(), simulator.logins());
        assert!(start.elapsed() < Duration::from_secs(20), "{what}: {open} of {all} sessions are open");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Drops the call at every point, until it comes to its end before; then no session may be open. `call` gets a simulator
/// with no session and, with `connected`, a connection to it whose session is over.
async fn check<T>(
    logins: usize,
    connected: bool,
    call: impl Fn(&Simulator, Option<&Vcenter>) -> Call<T>,
    finish: impl AsyncFn(Option<T>),
) {
    for until in [Dropped::After, Dropped::Woken] {
        for polls in 1.. {
            let simulator = simulator().await;
            let vcenter = if connected { Some(connect(&simulator).await) } else { None };
            let what = format!("{:?}", until(polls));
            let done = run(call(&simulator, vcenter.as_ref()), until(polls)).await;
            let ended = done.is_some();
            finish(done).await;
            if let Some(vcenter) = vcenter {
                vcenter.logout().await.expect("a logout");
            }
            check_sessions(&simulator, logins, &what).await;
            if ended {
                assert!(polls > 1, "it never waits: this test would prove nothing");
                break;
            }
            assert!(polls < 1000, "it never ends");
        }
    }
}

#[tokio::test]
async fn a_login() {
    check(
        1,
        false,
        |simulator, _| Box::pin(builder(simulator.url()).connect()),
        async |connected: Option<Result<Vcenter, Error>>| {
            if let Some(vcenter) = connected {
                vcenter.expect("a login").logout().await.expect("a logout");
            }
        },
    )
    .await;
}

#[tokio::test]
async fn work_with_a_session() {
    let work = |simulator: &Simulator, _: Option<&Vcenter>| -> Call<Result<(), Error>> {
        Box::pin(builder(simulator.url()).with_session(async |vcenter| {
            vcenter.mounted(&vm(VM)).await?;
            vcenter.session_info().await.map(|_| ())
        }))
    };
    check(1, false, work, async |done| assert!(done.is_none_or(|done| done.is_ok()))).await;
}

#[tokio::test]
async fn a_call_that_renews_the_session() {
    let call = |simulator: &Simulator, vcenter: Option<&Vcenter>| -> Call<Result<(), Error>> {
        simulator.expire_sessions();
        let vcenter = vcenter.cloned().expect("a connection");
        Box::pin(async move { vcenter.mounted(&vm(VM)).await.map(|_| ()) })
    };
    check(1, true, call, async |done| assert!(done.is_none_or(|done| done.is_ok()))).await;
}

#[tokio::test]
async fn a_logout() {
    let call = |_: &Simulator, vcenter: Option<&Vcenter>| -> Call<Result<(), Error>> {
        let vcenter = vcenter.cloned().expect("a connection");
        Box::pin(async move { vcenter.logout().await })
    };
    check(1, true, call, async |done| assert!(done.is_none_or(|done| done.is_ok()))).await;

    // Nothing but the dropped call ends the session.
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let dropped = run(Box::pin(async move { vcenter.logout().await }), Dropped::After(1)).await;
    assert!(dropped.is_none(), "it was to be dropped");
    check_sessions(&simulator, 1, "a logout that is dropped at once").await;
}
