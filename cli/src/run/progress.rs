//! The progress of a batch, on stderr.

use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::terminal::{Excerpt, report};

/// The progress display, and the results that it does not show.
#[derive(Debug)]
pub(crate) struct Progress {
    display: Display,
    unshown: Vec<String>,
}

/// A bar on a terminal, and one line per VM elsewhere. A single VM has neither.
#[derive(Debug)]
enum Display {
    Bar(ProgressBar),
    Lines { total: usize, reported: usize },
    Silent,
}

impl Progress {
    pub(crate) fn start(total: usize, verb: &str) -> Self {
        let display = if total < 2 {
            Display::Silent
        } else if std::io::stderr().is_terminal()
            && !tracing::enabled!(target: "vcenter_iso", tracing::Level::INFO)
        {
            // Hidden until its text is complete.
            let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::hidden());
            bar.set_style(style());
            bar.set_prefix(verb.to_owned());
            bar.set_message("0 failed");
            bar.set_draw_target(ProgressDrawTarget::stderr());
            bar.enable_steady_tick(Duration::from_millis(100));
            Display::Bar(bar)
        } else {
            // The lines of a log would break a bar.
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

    pub(crate) fn note(&self, text: &str) {
        match &self.display {
            Display::Bar(bar) => bar.suspend(|| report::note(text)),
            Display::Lines { .. } | Display::Silent => report::note(text),
        }
    }

    /// Ends the display and returns the results that it did not show.
    pub(crate) fn finish(self) -> Vec<String> {
        if let Display::Bar(bar) = self.display {
            bar.finish_and_clear();
        }
        self.unshown
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
