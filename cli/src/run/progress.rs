//! The progress of a batch, on stderr.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::terminal::{Excerpt, report, screen};

/// The progress display, and the results that it does not show.
#[derive(Debug)]
pub(crate) struct Progress {
    display: Display,
    unshown: Vec<String>,
}

/// A bar on a terminal, and one line per VM elsewhere if stdout does not have the results as they come. A single VM has
/// neither.
#[derive(Debug)]
enum Display {
    Bar(ProgressBar),
    Lines { total: usize, reported: usize },
    Silent,
}

impl Progress {
    /// `streams` is whether stdout has each result at once.
    pub(crate) fn start(total: usize, verb: &str, streams: bool) -> Self {
        let display = if total < 2 {
            Display::Silent
        } else if screen::can_draw() {
            // Hidden until its text is complete.
            let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::hidden());
            bar.set_style(style());
            bar.set_prefix(verb.to_owned());
            bar.set_message("0 failed");
            screen::draw(&bar);
            Display::Bar(bar)
        } else if streams || screen::is_quiet() {
            Display::Silent
        } else {
            Display::Lines { total, reported: 0 }
        };
        Self { display, unshown: Vec::new() }
    }

    /// Reports the result of one more VM. `reason` is that of a problem that no VM before it had: lines have it, so that
    /// the log of a pipeline shows it at once.
    pub(crate) fn report(&mut self, line: &str, reason: Option<&str>, failed: usize) {
        match &mut self.display {
            Display::Bar(bar) => {
                self.unshown.push(line.to_owned());
                bar.set_message(format!("{failed} failed"));
                bar.inc(1);
            }
            Display::Lines { total, reported } => {
                *reported += 1;
                let reason = reason.map(|reason| format!(": {}", Excerpt(reason))).unwrap_or_default();
                report::note(&format!("[{reported}/{total}] {line}{reason}"));
            }
            Display::Silent => self.unshown.push(line.to_owned()),
        }
    }

    /// Ends the display and returns the results that it did not show.
    pub(crate) fn finish(mut self) -> Vec<String> {
        std::mem::take(&mut self.unshown)
    }
}

impl Drop for Progress {
    /// Also after a failure or an interrupt, which must not leave a bar.
    fn drop(&mut self) {
        if let Display::Bar(_) = self.display {
            screen::clear();
        }
    }
}

fn style() -> ProgressStyle {
    let per_second = |state: &ProgressState, text: &mut dyn std::fmt::Write| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{:.1}/s", state.per_sec());
    };
    let template = "{prefix} {pos}/{len} done, {msg}, {rate}, {eta} left [{wide_bar}]";
    ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .with_key("rate", per_second)
        .progress_chars("=> ")
}
