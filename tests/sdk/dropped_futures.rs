//! A call whose future is dropped at any point leaves no session open that its caller cannot end.

#![expect(clippy::future_not_send, reason = "each test runs on one thread")]

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use vcenter_iso::{Error, Vcenter};
use vcenter_iso_simulator::Simulator;

use crate::fixture::{VM, connect, simulator, vm};
use crate::secrets::builder;

/// The point at which a future is dropped.
#[derive(Debug, Clone, Copy)]
enum DropPoint {
    /// Right after this number of polls.
    AfterPolls(usize),
    /// When the future is woken after this number of polls. The event has happened, but the future does not
    /// see it.
    OnWake(usize),
}

type Call<T> = Pin<Box<dyn Future<Output = T>>>;

/// Polls a future up to the drop point and drops it. Returns its result if it completes earlier.
async fn poll_until<T>(mut future: Call<T>, point: DropPoint) -> Option<T> {
    let mut polls = 0;
    poll_fn(|context| {
        if matches!(point, DropPoint::OnWake(last) if polls == last) {
            return Poll::Ready(None);
        }
        polls += 1;
        match future.as_mut().poll(context) {
            Poll::Ready(result) => Poll::Ready(Some(result)),
            Poll::Pending if matches!(point, DropPoint::AfterPolls(last) if polls == last) => {
                Poll::Ready(None)
            }
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// Waits until the client has logged in at least `logins` times and no session is open. Fails if that takes
/// too long.
async fn check_sessions(simulator: &Simulator, logins: usize, case: &str) {
    let start = std::time::Instant::now();
    while simulator.logins() < logins || simulator.open_sessions() > 0 {
        let (open, all) = (simulator.open_sessions(), simulator.logins());
        assert!(start.elapsed() < Duration::from_secs(20), "{case}: {open} of {all} sessions are still open");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Drops a call at one point after another until it completes before the point. Fails if a session stays
/// open.
///
/// `call` gets a simulator and, if `connected`, a client that is connected to it. `finish` gets the result of
/// the call, or `None` if it was dropped.
async fn check<T>(
    logins: usize,
    connected: bool,
    call: impl Fn(&Simulator, Option<&Vcenter>) -> Call<T>,
    finish: impl AsyncFn(Option<T>),
) {
    for point in [DropPoint::AfterPolls, DropPoint::OnWake] {
        for polls in 1.. {
            let simulator = simulator().await;
            let vcenter = if connected { Some(connect(&simulator).await) } else { None };
            let case = format!("{:?}", point(polls));
            let result = poll_until(call(&simulator, vcenter.as_ref()), point(polls)).await;
            let completed = result.is_some();
            finish(result).await;
            if let Some(vcenter) = vcenter {
                vcenter.logout().await.expect("the logout should succeed");
            }
            check_sessions(&simulator, logins, &case).await;
            if completed {
                assert!(polls > 1, "the call never waits, so the test proves nothing");
                break;
            }
            assert!(polls < 1000, "the call does not complete");
        }
    }
}

#[tokio::test]
async fn a_dropped_login_leaves_no_session() {
    check(
        1,
        false,
        |simulator, _| Box::pin(builder(simulator.url()).connect()),
        async |result: Option<Result<Vcenter, Error>>| {
            if let Some(vcenter) = result {
                vcenter.expect("the login should succeed").logout().await.expect("the logout should succeed");
            }
        },
    )
    .await;
}

#[tokio::test]
async fn a_dropped_with_session_leaves_no_session() {
    let work = |simulator: &Simulator, _: Option<&Vcenter>| -> Call<Result<(), Error>> {
        Box::pin(builder(simulator.url()).with_session(async |vcenter| {
            vcenter.mounted(&vm(VM)).await?;
            vcenter.session_info().await.map(|_| ())
        }))
    };
    check(1, false, work, async |result| assert!(result.is_none_or(|result| result.is_ok()))).await;
}

#[tokio::test]
async fn a_dropped_renewal_leaves_no_session() {
    let call = |simulator: &Simulator, vcenter: Option<&Vcenter>| -> Call<Result<(), Error>> {
        simulator.expire_sessions();
        let vcenter = vcenter.cloned().expect("the client should be connected");
        Box::pin(async move { vcenter.mounted(&vm(VM)).await.map(|_| ()) })
    };
    check(1, true, call, async |result| assert!(result.is_none_or(|result| result.is_ok()))).await;
}

#[tokio::test]
async fn a_dropped_logout_ends_the_session() {
    let call = |_: &Simulator, vcenter: Option<&Vcenter>| -> Call<Result<(), Error>> {
        let vcenter = vcenter.cloned().expect("the client should be connected");
        Box::pin(async move { vcenter.logout().await })
    };
    check(1, true, call, async |result| assert!(result.is_none_or(|result| result.is_ok()))).await;

    // Here, only the dropped call can end the session.
    let simulator = simulator().await;
    let vcenter = connect(&simulator).await;
    let result = poll_until(Box::pin(async move { vcenter.logout().await }), DropPoint::AfterPolls(1)).await;
    assert!(result.is_none(), "the logout completed before it was dropped");
    check_sessions(&simulator, 1, "a logout that is dropped after one poll").await;
}
