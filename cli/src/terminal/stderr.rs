//! Writes stderr. A pipe that is not read blocks neither the command nor an interrupt.

use std::io::{IsTerminal as _, Write as _, stderr};
use std::sync::OnceLock;

use tracing_appender::non_blocking::{NonBlocking, WorkerGuard};

static WRITER: OnceLock<NonBlocking> = OnceLock::new();

/// Starts the thread that writes. Dropping the guard waits up to one second for it to write the rest.
#[must_use = "dropping the guard ends the thread"]
pub(crate) fn start() -> WorkerGuard {
    let (writer, guard) = tracing_appender::non_blocking(stderr());
    // There is one call per process.
    let _ = WRITER.set(writer);
    guard
}

/// The writer that leaves the work to the thread.
pub(crate) fn writer() -> Option<NonBlocking> {
    WRITER.get().cloned()
}

/// Writes through the thread, or directly to a terminal, in the order of what is shown there.
pub(crate) fn write(text: &str) {
    let bytes = text.as_bytes();
    // The result goes to stdout, so a closed stderr is no reason to stop.
    let _ = match writer() {
        Some(mut writer) if !stderr().is_terminal() => writer.write_all(bytes),
        _ => stderr().write_all(bytes),
    };
}
