//! The log, on stderr or in a file.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tracing::Level;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, Targets, filter_fn};
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::arguments::LogFormat;
use crate::terminal::excerpt::cut;
use crate::terminal::log_line::LogLine;
use crate::terminal::observer::Observer;
use crate::terminal::style::enabled;
use crate::terminal::{report, stderr};

/// Starts the log. One `-v` logs requests, retries and waits, two also spans and further events. `requests` logs the
/// requests to the simulator even without `-v`. A file gets at least the log of one `-v`.
///
/// Only the crates of this project are logged, because other crates may log secrets of a request.
pub(crate) fn start(verbose: u8, requests: bool, format: LogFormat, file: Option<(&Path, File)>) {
    let level = match verbose {
        0 if file.is_none() => LevelFilter::OFF,
        0 | 1 => LevelFilter::INFO,
        _ => LevelFilter::DEBUG,
    };
    let simulator = if requests { level.max(LevelFilter::INFO) } else { level };
    let is_detailed = level == LevelFilter::DEBUG;
    let color = file.is_none() && enabled(&io::stderr());
    let output = match file {
        Some((path, file)) => {
            Output::File(Arc::new(LogFile { path: path.to_owned(), file, failed: AtomicBool::new(false) }))
        }
        None => Output::Stderr,
    };
    let lines = tracing_subscriber::fmt::layer()
        .with_ansi(color)
        .with_span_events(if is_detailed { FmtSpan::CLOSE } else { FmtSpan::NONE })
        // The report of a failed write to stderr would itself go to stderr, and panic.
        .log_internal_errors(false);
    let lines: Box<dyn Layer<_> + Send + Sync> = match format {
        LogFormat::Text => Box::new(
            lines.event_format(LogLine::new(is_detailed)).with_writer(move || CutLines(output.clone())),
        ),
        LogFormat::Json => Box::new(lines.with_writer(move || output.clone()).json().flatten_event(true)),
    };
    let logged =
        Targets::new().with_target("vcenter_iso", level).with_target("vcenter_iso_simulator", simulator);
    // Without lines, a span for each request would cost a fleet a fifth of its CPU time.
    let observed = filter_fn(move |metadata| {
        metadata.target() == "vcenter_iso"
            && *metadata.level() <= Level::INFO
            && (metadata.is_event() || level != LevelFilter::OFF)
    });
    // The lines have what the observer has read.
    tracing_subscriber::registry()
        .with(Observer.with_filter(observed))
        .with(lines.with_filter(logged))
        .init();
}

/// The place of the log.
#[derive(Clone)]
enum Output {
    Stderr,
    File(Arc<LogFile>),
}

struct LogFile {
    path: PathBuf,
    file: File,
    failed: AtomicBool,
}

impl Write for Output {
    /// The subscriber writes one line at a time.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stderr => stderr::write(&String::from_utf8_lossy(line)),
            Self::File(log) => {
                if let Err(error) = (&log.file).write_all(line)
                    && !log.failed.swap(true, Ordering::Relaxed)
                {
                    let path = log.path.display();
                    report::warning(&format!("--log-file {path}: the log is incomplete: {error}"));
                }
            }
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Cuts each line, because the server's messages in it may be long.
struct CutLines(Output);

impl Write for CutLines {
    /// The subscriber writes one line at a time.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_that_cannot_be_written_does_not_end_the_work() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("run.log");
        File::create(&path).expect("a file");
        let file = File::open(&path).expect("a file that can only be read");
        let log = Arc::new(LogFile { path, file, failed: AtomicBool::new(false) });
        let mut output = Output::File(Arc::clone(&log));
        for _ in 0..2 {
            assert_eq!(output.write(b"a line\n").expect("the work goes on"), 7);
            assert!(log.failed.load(Ordering::Relaxed), "the failure should be noted, for one warning");
        }
    }
}
