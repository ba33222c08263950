//! The bar or spinner on stderr. Everything else that is written to the same terminal clears it meanwhile.

use std::io::{IsTerminal as _, stderr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget};

static DRAWN: Mutex<Option<ProgressBar>> = Mutex::new(None);
static QUIET: AtomicBool = AtomicBool::new(false);
/// Whether another process may write to the terminal by now.
static SHARED: AtomicBool = AtomicBool::new(false);

fn drawn() -> MutexGuard<'static, Option<ProgressBar>> {
    DRAWN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Draws nothing, and shows no notes, in this process.
pub(crate) fn be_quiet() {
    QUIET.store(true, Ordering::Relaxed);
}

pub(crate) fn is_quiet() -> bool {
    QUIET.load(Ordering::Relaxed)
}

/// Draws nothing from now on: the reader of stdout has its first rows, and may write them to the same terminal.
pub(crate) fn share() {
    if !SHARED.swap(true, Ordering::Relaxed) {
        clear();
    }
}

/// Returns whether a bar or spinner may be drawn.
pub(crate) fn can_draw() -> bool {
    stderr().is_terminal() && !is_quiet() && !SHARED.load(Ordering::Relaxed)
}

/// Returns whether a bar or spinner is drawn.
pub(crate) fn is_drawn() -> bool {
    drawn().is_some()
}

/// Draws a bar or spinner, which must be hidden so far, in place of the one before.
pub(crate) fn draw(bar: &ProgressBar) {
    let mut drawn = drawn();
    if let Some(before) = drawn.take() {
        before.finish_and_clear();
    }
    // Decided while the lock is held, which `share` needs for its clearing.
    if can_draw() {
        bar.set_draw_target(ProgressDrawTarget::stderr());
        bar.enable_steady_tick(Duration::from_millis(100));
        *drawn = Some(bar.clone());
    }
}

/// Clears the bar or spinner for good.
pub(crate) fn clear() {
    if let Some(bar) = drawn().take() {
        bar.finish_and_clear();
        // A later tick must not draw it again.
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
}

/// Writes to the terminal, without the bar or spinner on it meanwhile.
pub(crate) fn without_bar<T>(write: impl FnOnce() -> T) -> T {
    match &*drawn() {
        Some(bar) => bar.suspend(write),
        None => write(),
    }
}
