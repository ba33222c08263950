use std::io::{self, ErrorKind, IsTerminal as _, Write as _, stdout};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;

use tokio::sync::oneshot;

use crate::failure::Failure;
use crate::terminal::{Interrupts, screen};

/// Writes to stdout in a thread, so that an unread pipe does not block an interrupt.
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
        let failed = Arc::clone(&closed);
        std::thread::spawn(move || {
            let result = texts.iter().try_for_each(|text| {
                let write = || {
                    let mut stdout = stdout().lock();
                    stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush())
                };
                match stdout_kind() {
                    Kind::Terminal => screen::without_bar(write),
                    Kind::Pipe => {
                        screen::share();
                        write()
                    }
                    Kind::File => write(),
                }
            });
            failed.store(result.is_err(), Ordering::Relaxed);
            // There is no receiver after an interrupt.
            let _ = done.send(result);
        });
        Self { text, closed, written }
    }

    pub(crate) fn write(&self, text: String) {
        // `close` returns the error of a thread that has ended.
        let _ = self.text.send(text);
    }

    /// Returns whether a write has failed.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed)
    }

    /// Waits until everything is written.
    pub(crate) async fn close(self, interrupts: &mut Interrupts) -> Result<(), Failure> {
        drop(self.text);
        let interrupted =
            || io::Error::new(ErrorKind::Interrupted, "interrupted before everything was written");
        let result = tokio::select! {
            result = self.written => result.unwrap_or_else(|_| Err(interrupted())),
            _ = interrupts.next() => Err(interrupted()),
        };
        result.map_err(Failure::OutputFailed)
    }
}

enum Kind {
    Terminal,
    /// Its reader may write to the terminal.
    Pipe,
    File,
}

fn stdout_kind() -> Kind {
    if stdout().is_terminal() {
        return Kind::Terminal;
    }
    #[cfg(unix)]
    {
        use rustix::fs::{FileType, fstat};
        let file_type = fstat(stdout()).map(|stat| FileType::from_raw_mode(stat.st_mode));
        if matches!(file_type, Ok(FileType::RegularFile | FileType::CharacterDevice)) {
            return Kind::File;
        }
    }
    Kind::Pipe
}

/// Prints a text at once. A reader that stops early, such as `head`, is not an error.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::other("cannot write to stdout", error))
        }
        _ => Ok(()),
    }
}
