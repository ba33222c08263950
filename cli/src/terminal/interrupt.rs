use std::future::Future;
use std::io;
use std::pin::pin;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use crate::failure::Failure;
use crate::terminal::report;

/// How long what is on its way may still take after an interrupt.
pub(crate) const GRACE: Duration = Duration::from_secs(30);

/// Ctrl-C, SIGTERM, which a pipeline sends in its place, and SIGHUP, when the terminal is gone.
pub(crate) struct Interrupts {
    signals: mpsc::Receiver<()>,
    interrupted: bool,
}

impl Interrupts {
    /// From now on an interrupt does not end the process by itself.
    pub(crate) fn listen() -> io::Result<Self> {
        let (sender, signals) = mpsc::channel(8);
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            let mut interrupt = signal(SignalKind::interrupt())?;
            let mut terminate = signal(SignalKind::terminate())?;
            let mut hangup = if is_hangup_ignored() { None } else { Some(signal(SignalKind::hangup())?) };
            tokio::spawn(async move {
                loop {
                    let received = tokio::select! {
                        received = interrupt.recv() => received,
                        received = terminate.recv() => received,
                        received = async { hangup.as_mut()?.recv().await }, if hangup.is_some() => {
                            // A terminal that goes tells it more than once, itself and through its shell.
                            hangup = None;
                            received
                        }
                    };
                    if received.is_none() || sender.send(()).await.is_err() {
                        break;
                    }
                }
            });
        }
        #[cfg(not(unix))]
        tokio::spawn(async move {
            while tokio::signal::ctrl_c().await.is_ok() {
                if sender.send(()).await.is_err() {
                    break;
                }
            }
        });
        Ok(Self { signals, interrupted: false })
    }

    /// Whether there was an interrupt.
    pub(crate) fn interrupted(&mut self) -> bool {
        while self.signals.try_recv().is_ok() {
            self.interrupted = true;
        }
        self.interrupted
    }

    /// Waits for the next interrupt.
    pub(crate) async fn next(&mut self) {
        next(&mut self.signals).await;
        self.interrupted = true;
    }

    /// Waits for something that changes nothing, and leaves it at the first interrupt.
    pub(crate) async fn promptly<T, E: Into<Failure>>(
        &mut self,
        read: impl Future<Output = Result<T, E>>,
    ) -> Result<T, Failure> {
        tokio::select! {
            () = self.next() => Err(Failure::Interrupted),
            done = read => done.map_err(Into::into),
        }
    }

    /// Waits for an operation. After a first interrupt it gets some seconds more, so that its outcome can be
    /// told; after a second one, or when they are over, it is given up: `None`.
    pub(crate) async fn patiently<T>(&mut self, what: &str, operation: impl Future<Output = T>) -> Option<T> {
        let mut operation = pin!(operation);
        tokio::select! {
            biased;
            done = &mut operation => return Some(done),
            () = self.next() => {}
        }
        report::note(&format!(
            "interrupted: waiting up to {} s for the {what} on its way; interrupt again to give it up",
            GRACE.as_secs()
        ));
        let deadline = Instant::now() + GRACE;
        tokio::select! {
            done = &mut operation => Some(done),
            () = next(&mut self.signals) => None,
            () = sleep_until(deadline) => None,
        }
    }

    /// Waits for what must not be cut off lightly, at most as long as `limit`: a first interrupt is only told what
    /// it would cut off, a second one does: `None`.
    pub(crate) async fn stubbornly<T>(
        &mut self,
        what: &str,
        limit: Duration,
        operation: impl Future<Output = T>,
    ) -> Option<T> {
        let mut operation = pin!(operation);
        let deadline = Instant::now() + limit;
        for _ in 0..2 {
            tokio::select! {
                biased;
                done = &mut operation => return Some(done),
                () = sleep_until(deadline) => return None,
                () = next(&mut self.signals) => {}
            }
            report::note(&format!("interrupted: waiting for the {what}; interrupt again to give it up"));
        }
        None
    }

    /// Does something that waits for a file or a user, and leaves it at the first interrupt.
    pub(crate) async fn attentively<T: Send + 'static>(
        &mut self,
        work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        tokio::select! {
            done = tokio::task::spawn_blocking(work) => match done {
                Ok(done) => done,
                Err(error) => Err(Failure::other("it was cut off", error)),
            },
            () = self.next() => Err(Failure::Interrupted),
        }
    }
}

/// Whether this was started under `nohup`, which asks to go on when the terminal is gone: listening would undo it.
#[cfg(unix)]
fn is_hangup_ignored() -> bool {
    // Linux tells it as a bit mask of signals, SIGHUP being the first; elsewhere the terminal decides.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 1 == 1)
}

async fn next(signals: &mut mpsc::Receiver<()>) {
    // Without a sender no interrupt can come any more: what is waited for decides alone.
    if signals.recv().await.is_none() {
        std::future::pending::<()>().await;
    }
}
