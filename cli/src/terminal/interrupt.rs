use std::future::Future;
use std::io;
use std::pin::pin;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;

use crate::failure::{Failure, Interrupt};
use crate::terminal::report;

/// The time that work in progress may still take after an interrupt.
pub(crate) const GRACE: Duration = Duration::from_secs(30);

/// Receives SIGINT, SIGTERM, SIGHUP and the other signals that end a process by default. A process that they
/// end leaves its session open.
pub(crate) struct Interrupts {
    sender: mpsc::Sender<Interrupt>,
    received: mpsc::Receiver<Interrupt>,
    first: Option<Interrupt>,
}

impl Interrupts {
    /// Starts to catch the signals. They no longer end the process.
    pub(crate) fn listen() -> io::Result<Self> {
        let (sender, received) = mpsc::channel(8);
        let signals = sender.clone();
        #[cfg(unix)]
        {
            use rustix::process::Signal;
            use tokio::signal::unix::{SignalKind, signal};
            let mut interrupt = signal(SignalKind::interrupt())?;
            let mut terminate = signal(SignalKind::terminate())?;
            let others = [
                SignalKind::quit(),
                SignalKind::user_defined1(),
                SignalKind::user_defined2(),
                SignalKind::alarm(),
                // `ulimit -t` and the timers of the CPU send these.
                SignalKind::from_raw(Signal::XCPU.as_raw()),
                SignalKind::from_raw(Signal::XFSZ.as_raw()),
                SignalKind::from_raw(Signal::VTALARM.as_raw()),
                SignalKind::from_raw(Signal::PROF.as_raw()),
            ];
            for kind in others {
                let (sender, mut other) = (signals.clone(), signal(kind)?);
                tokio::spawn(async move {
                    while other.recv().await.is_some() && sender.send(Interrupt::Signal).await.is_ok() {}
                });
            }
            let mut hangup = if is_hangup_ignored() { None } else { Some(signal(SignalKind::hangup())?) };
            tokio::spawn(async move {
                loop {
                    let received = tokio::select! {
                        received = interrupt.recv() => received,
                        received = terminate.recv() => received,
                        received = async { hangup.as_mut()?.recv().await }, if hangup.is_some() => {
                            // A closed terminal sends SIGHUP more than once, itself and through its shell.
                            hangup = None;
                            received
                        }
                    };
                    if received.is_none() || signals.send(Interrupt::Signal).await.is_err() {
                        break;
                    }
                }
            });
        }
        #[cfg(not(unix))]
        tokio::spawn(async move {
            while tokio::signal::ctrl_c().await.is_ok() {
                if signals.send(Interrupt::Signal).await.is_err() {
                    break;
                }
            }
        });
        Ok(Self { sender, received, first: None })
    }

    /// Interrupts the command after this time.
    pub(crate) fn set_deadline(&self, deadline: Duration) {
        let sender = self.sender.clone();
        tokio::spawn(async move {
            sleep(deadline).await;
            // A command that has ended needs no interrupt.
            let _ = sender.send(Interrupt::Deadline).await;
        });
    }

    /// Returns the first interrupt, if there was one.
    pub(crate) fn interrupted(&mut self) -> Option<Interrupt> {
        while let Ok(interrupt) = self.received.try_recv() {
            self.first.get_or_insert(interrupt);
        }
        self.first
    }

    /// Waits for the next interrupt.
    pub(crate) async fn next(&mut self) -> Interrupt {
        match self.received.recv().await {
            Some(interrupt) => {
                self.first.get_or_insert(interrupt);
                interrupt
            }
            // Cannot happen, because `self` keeps a sender.
            None => std::future::pending().await,
        }
    }

    /// Awaits a read, or fails at the first interrupt.
    pub(crate) async fn or_interrupt<T, E: Into<Failure>>(
        &mut self,
        read: impl Future<Output = Result<T, E>>,
    ) -> Result<T, Failure> {
        tokio::select! {
            interrupt = self.next() => Err(Failure::Interrupted(interrupt)),
            result = read => result.map_err(Into::into),
        }
    }

    /// Awaits an operation. The first interrupt prints a note and starts a grace period of [`GRACE`]. A
    /// second interrupt, or the end of the grace period, abandons the operation and returns `None`.
    pub(crate) async fn with_grace_period<T>(
        &mut self,
        what: &str,
        operation: impl Future<Output = T>,
    ) -> Option<T> {
        let mut operation = pin!(operation);
        let interrupt = tokio::select! {
            biased;
            output = &mut operation => return Some(output),
            interrupt = self.next() => interrupt,
        };
        report::line(&format!("{interrupt}: waiting for the {what}; {}", interrupt.remedy()));
        tokio::select! {
            biased;
            output = operation => Some(output),
            _ = self.next() => None,
            () = sleep(GRACE) => None,
        }
    }

    /// Runs work that blocks on a file or on the user, or fails at the first interrupt.
    pub(crate) async fn blocking_or_interrupt<T: Send + 'static>(
        &mut self,
        work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let task = tokio::task::spawn_blocking(work);
        self.or_interrupt(async {
            task.await.map_err(|error| Failure::other("the task was aborted", error))?
        })
        .await
    }
}

/// Returns whether `nohup` started the process, which must then survive SIGHUP.
#[cfg(unix)]
fn is_hangup_ignored() -> bool {
    // Linux has a bit mask of ignored signals; SIGHUP is the first bit. Elsewhere SIGHUP is never ignored.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 1 == 1)
}
