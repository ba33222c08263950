use std::io::{self, Write, stderr};

use tracing_appender::non_blocking::{NonBlocking, WorkerGuard};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::arguments::LogFormat;
use crate::terminal::excerpt::cut;
use crate::terminal::style::enabled;

/// Shows on stderr what happens: with one `-v` each operation when it ends, with two their events as well. What the
/// simulator is asked is shown on `requests` without any.
///
/// Only this project's own crates are heard: what others log of a request is not in our hands.
///
/// The lines are written by a thread of their own, until what this answers is dropped: whoever holds the other end of
/// a pipe and does not read it loses lines, and holds nothing up.
#[must_use = "the log ends when this is dropped"]
pub(crate) fn start(verbose: u8, requests: bool, format: LogFormat) -> Option<WorkerGuard> {
    let level = match verbose {
        0 => LevelFilter::OFF,
        1 => LevelFilter::INFO,
        _ => LevelFilter::DEBUG,
    };
    let simulator = if requests { level.max(LevelFilter::INFO) } else { level };
    if simulator == LevelFilter::OFF {
        return None;
    }
    let (writer, guard) = tracing_appender::non_blocking(stderr());
    let lines = tracing_subscriber::fmt::layer()
        .with_ansi(enabled(&stderr()))
        .with_span_events(FmtSpan::CLOSE)
        // It would tell stderr that stderr cannot be written, and panic.
        .log_internal_errors(false);
    let lines: Box<dyn Layer<_> + Send + Sync> = match format {
        LogFormat::Text => Box::new(lines.with_writer(move || CutLines(writer.clone()))),
        LogFormat::Json => Box::new(lines.with_writer(writer).json().flatten_event(true)),
    };
    let ours =
        Targets::new().with_target("vcenter_iso", level).with_target("vcenter_iso_simulator", simulator);
    tracing_subscriber::registry().with(lines.with_filter(ours)).init();
    Some(guard)
}

/// Writes each line for people: an error in it has the server's messages, which may be long.
struct CutLines(NonBlocking);

impl Write for CutLines {
    /// The subscriber writes a line at a time.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(line);
        let text = cut(text.trim_end().to_owned()) + "\n";
        self.0.write_all(text.as_bytes())?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
