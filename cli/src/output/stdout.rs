use std::io::{self, ErrorKind, Write as _, stdout};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;

use tokio::sync::oneshot;

use crate::failure::Failure;
use crate::terminal::interrupt::Interrupts;

/// Writes to stdout in a thread of its own: a pipe that nobody reads must not keep an interrupt from its turn.
#[derive(Debug)]
pub(crate) struct Stdout {
    text: mpsc::Sender<String>,
    closed: Arc<AtomicBool>,
    written: oneshot::Receiver<io::Result<()>>,
}

impl Stdout {
    pub(crate) fn open() -> Self {
        let (text, texts) = mpsc::channel::<String>();
        let (done, written) = oneshot::channel();
        let closed = Arc::new(AtomicBool::new(false));
        let tell = Arc::clone(&closed);
        std::thread::spawn(move || {
            let result = texts.iter().try_for_each(|text| {
                let mut stdout = stdout().lock();
                stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush())
            });
            tell.store(result.is_err(), Ordering::Relaxed);
            // Whoever does not wait for the result has been interrupted.
            let _ = done.send(result);
        });
        Self { text, closed, written }
    }

    pub(crate) fn write(&self, text: String) {
        // If the thread has ended, `close` tells why.
        let _ = self.text.send(text);
    }

    /// Whether writing has failed.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed)
    }

    /// Waits until all is written.
    pub(crate) async fn close(self, interrupts: &mut Interrupts) -> Result<(), Failure> {
        drop(self.text);
        let gone = || io::Error::new(ErrorKind::Interrupted, "interrupted before all was written");
        let result = tokio::select! {
            result = self.written => result.unwrap_or_else(|_| Err(gone())),
            () = interrupts.next() => Err(gone()),
        };
        result.map_err(Failure::Untold)
    }
}

/// Prints what a command makes for others to read, all at once: a reader that has seen enough, such as `head`, is none
/// the worse for it.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::other("stdout cannot be written", error))
        }
        _ => Ok(()),
    }
}
