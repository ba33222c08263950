//! Shows what the command waits for: a spinner on a terminal, lines elsewhere.

use std::future::{Future, pending};
use std::sync::LazyLock;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use tokio::sync::watch;
use tokio::time::sleep;

use crate::terminal::report::note;
use crate::terminal::screen;

/// The time after which a wait is shown.
const SHOWN_AFTER: Duration = Duration::from_secs(2);
/// The maximum number of lines of one wait. The server determines how often a call is repeated.
const MAX_LINES: usize = 10;

/// What has happened to the current wait, such as `attempt 2 of 5`.
static EVENT: LazyLock<watch::Sender<Option<String>>> = LazyLock::new(|| watch::Sender::new(None));

/// Notes what has happened to the current wait; `None` if it goes on as planned.
pub(crate) fn note_event(event: Option<String>) {
    EVENT.send_if_modified(|current| {
        let is_new = *current != event;
        *current = event;
        is_new
    });
}

/// Awaits the work. After two seconds, shows what it is, such as `logging in to vcenter.example.com`.
pub(crate) fn shown<T>(what: impl Into<String>, work: impl Future<Output = T>) -> impl Future<Output = T> {
    let what = what.into();
    // Most work is large, and each wrapper would multiply its size.
    let work = Box::pin(work);
    async move {
        EVENT.send_replace(None);
        tokio::select! {
            biased;
            done = work => done,
            () = show(what) => unreachable!("it is shown until the work is done"),
        }
    }
}

/// Awaits the work. After two seconds, says so once in a line: the work may write to the terminal itself.
pub(crate) async fn noted<T>(what: &str, work: impl Future<Output = T>) -> T {
    let noted = async {
        sleep(SHOWN_AFTER).await;
        note(&format!("waiting: {what}"));
        pending::<()>().await;
    };
    tokio::select! {
        biased;
        done = work => done,
        () = noted => unreachable!("the note never ends"),
    }
}

/// Shows the wait until it is dropped.
async fn show(what: String) {
    sleep(SHOWN_AFTER).await;
    let mut events = EVENT.subscribe();
    let (mut lines, mut spinner) = (0, None);
    loop {
        // The bar of a fleet shows the wait, until the reader of stdout writes to the same terminal.
        if spinner.is_none() && screen::is_drawn() {
            sleep(SHOWN_AFTER).await;
            continue;
        }
        let event = events.borrow_and_update().clone();
        // Lines have what was already said.
        let is_news = lines == 0 || event.is_some();
        let text = event.map_or_else(|| what.clone(), |event| format!("{what}: {event}"));
        if screen::can_draw() {
            spinner.get_or_insert_with(Spinner::new).0.set_message(text);
        } else if is_news && lines < MAX_LINES {
            lines += 1;
            note(&format!("waiting: {text}"));
        }
        if events.changed().await.is_err() {
            // Cannot happen, because the sender is static.
            pending::<()>().await;
        }
    }
}

struct Spinner(ProgressBar);

impl Spinner {
    fn new() -> Self {
        let seconds = |state: &ProgressState, text: &mut dyn std::fmt::Write| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{} s", state.elapsed().as_secs());
        };
        let style = ProgressStyle::with_template("{spinner} {wide_msg} {seconds}")
            .unwrap_or_else(|_| ProgressStyle::default_spinner())
            .with_key("seconds", seconds);
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden())
            .with_style(style)
            .with_elapsed(SHOWN_AFTER);
        screen::draw(&bar);
        Self(bar)
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        screen::clear();
    }
}
