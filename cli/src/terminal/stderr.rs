//! Writes to stderr. An unread pipe blocks neither the command nor an interrupt.

use std::io::{IsTerminal as _, Write as _, stderr};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::terminal::screen;
use tracing_appender::non_blocking::{NonBlocking, WorkerGuard};

static WRITER: OnceLock<NonBlocking> = OnceLock::new();
/// Whether the line on the terminal has a question without an end.
static OPEN_LINE: AtomicBool = AtomicBool::new(false);
static DISCARDED: AtomicBool = AtomicBool::new(false);

/// Notes whether a question has left the line on the terminal open. The next text starts a new one.
pub(crate) fn set_open_line(is_open: bool) {
    OPEN_LINE.store(is_open, Ordering::Relaxed);
}

/// Writes nothing from now on.
pub(crate) fn discard() {
    DISCARDED.store(true, Ordering::Relaxed);
}

/// Starts the writer thread. Dropping the guard waits up to one second for the thread to write the rest.
#[must_use = "dropping the guard ends the thread"]
pub(crate) fn start() -> WorkerGuard {
    let (writer, guard) = tracing_appender::non_blocking(stderr());
    // There is one call per process.
    let _ = WRITER.set(writer);
    guard
}

/// Returns the writer that passes its bytes to the thread.
pub(crate) fn writer() -> Option<NonBlocking> {
    WRITER.get().cloned()
}

/// Returns the width of the terminal that stderr is, if it is one.
pub(crate) fn width() -> Option<usize> {
    terminal_size::terminal_size_of(stderr())
        .map(|(width, _)| usize::from(width.0))
        .filter(|width| *width > 0)
}

/// Writes through the thread, or directly to a terminal, which keeps the text in order with a prompt, a bar
/// or a spinner.
pub(crate) fn write(text: &str) {
    if DISCARDED.load(Ordering::Relaxed) {
        return;
    }
    let ended = if OPEN_LINE.swap(false, Ordering::Relaxed) { format!("\n{text}") } else { text.to_owned() };
    let bytes = ended.as_bytes();
    // The result goes to stdout, so a closed stderr is no reason to stop.
    let _ = match writer() {
        Some(mut writer) if !stderr().is_terminal() => writer.write_all(bytes),
        _ => screen::without_bar(|| stderr().write_all(bytes)),
    };
}
