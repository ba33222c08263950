//! stderr, written so that a pipe that nobody reads holds nothing up.

use std::io::{IsTerminal as _, Write as _, stderr};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Condvar, LazyLock, Mutex, PoisonError};
use std::time::Duration;

/// How long the end of the command waits for a reader that takes nothing.
const PATIENCE: Duration = Duration::from_secs(5);

/// The thread that writes to a pipe or a file; a terminal is written to directly, in the order of what is shown.
struct Writer {
    texts: Sender<String>,
    /// How many texts wait, and word of each that no longer does.
    waiting: Arc<(Mutex<usize>, Condvar)>,
}

static WRITER: LazyLock<Writer> = LazyLock::new(|| {
    let (sender, texts) = mpsc::channel::<String>();
    let waiting = Arc::<(Mutex<usize>, Condvar)>::default();
    let written = Arc::clone(&waiting);
    std::thread::spawn(move || {
        for text in texts {
            // A closed stderr is no reason to end: the result goes to stdout.
            let _ = stderr().write_all(text.as_bytes());
            *written.0.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
            written.1.notify_all();
        }
    });
    Writer { texts: sender, waiting }
});

pub(crate) fn write(text: &str) {
    if text.is_empty() {
        return;
    }
    if stderr().is_terminal() {
        let _ = stderr().write_all(text.as_bytes());
        return;
    }
    let Writer { texts, waiting } = &*WRITER;
    *waiting.0.lock().unwrap_or_else(PoisonError::into_inner) += 1;
    // The thread ends only with the process.
    let _ = texts.send(text.to_owned());
}

/// Waits until all is written, or nobody has read for some time.
pub(crate) fn flush() {
    let (waiting, written) = &*WRITER.waiting;
    let mut left = waiting.lock().unwrap_or_else(PoisonError::into_inner);
    while *left > 0 {
        let before = *left;
        let (now, timeout) = written.wait_timeout(left, PATIENCE).unwrap_or_else(PoisonError::into_inner);
        left = now;
        if timeout.timed_out() && *left == before {
            return;
        }
    }
}
