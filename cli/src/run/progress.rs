//! How far the work on many virtual machines is, on stderr.

use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::terminal::report;
use crate::terminal::stderr;

/// A bar on a terminal, a line for each virtual machine elsewhere, and nothing for a single one.
#[derive(Debug)]
pub(crate) enum Progress {
    Bar(ProgressBar),
    Lines { total: usize, told: usize },
    Silent,
}

impl Progress {
    pub(crate) fn begin(total: usize, doing: &str) -> Self {
        if total < 2 {
            Self::Silent
        } else if std::io::stderr().is_terminal()
            && !tracing::enabled!(target: "vcenter_iso", tracing::Level::INFO)
        {
            // Shown once it has something to show.
            let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::hidden());
            bar.set_style(style());
            bar.set_prefix(doing.to_owned());
            bar.set_message("0 failed");
            bar.set_draw_target(ProgressDrawTarget::stderr());
            bar.enable_steady_tick(Duration::from_millis(100));
            Self::Bar(bar)
        } else {
            // A log would write into a bar.
            Self::Lines { total, told: 0 }
        }
    }

    /// One more virtual machine has come to its end, as `line` says; `report` is what there is to say of a failure.
    pub(crate) fn told(&mut self, line: &str, report: &str, failed: usize) {
        match self {
            Self::Bar(bar) => {
                if !report.is_empty() {
                    bar.suspend(|| stderr::write(report));
                }
                bar.set_message(format!("{failed} failed"));
                bar.inc(1);
            }
            Self::Lines { total, told } => {
                *told += 1;
                stderr::write(&format!("[{told}/{total}] {line}\n{report}"));
            }
            Self::Silent => stderr::write(report),
        }
    }

    pub(crate) fn note(&self, text: &str) {
        match self {
            Self::Bar(bar) => bar.suspend(|| report::note(text)),
            Self::Lines { .. } | Self::Silent => report::note(text),
        }
    }

    pub(crate) fn end(self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

fn style() -> ProgressStyle {
    let per_second = |state: &ProgressState, text: &mut dyn std::fmt::Write| {
        // A String takes everything.
        let _ = write!(text, "{:.1}/s", state.per_sec());
    };
    let template = "{prefix} {pos}/{len} done, {msg}, {rate}, {eta} left [{wide_bar}]";
    ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .with_key("rate", per_second)
        .progress_chars("=> ")
}
