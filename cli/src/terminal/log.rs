use std::io::{self, Write, stderr};

use tracing_appender::non_blocking::NonBlocking;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::arguments::LogFormat;
use crate::terminal::excerpt::cut;
use crate::terminal::stderr::writer;
use crate::terminal::style::enabled;

/// Starts the log on stderr. One `-v` logs the end of each operation, two also log its events. `requests`
/// logs the requests to the simulator even without `-v`.
///
/// Only the crates of this project are logged, because other crates may log secrets of a request.
pub(crate) fn start(verbose: u8, requests: bool, format: LogFormat) {
    let level = match verbose {
        0 => LevelFilter::OFF,
        1 => LevelFilter::INFO,
        _ => LevelFilter::DEBUG,
    };
    let simulator = if requests { level.max(LevelFilter::INFO) } else { level };
    let Some(writer) = writer().filter(|_| simulator != LevelFilter::OFF) else { return };
    let lines = tracing_subscriber::fmt::layer()
        .with_ansi(enabled(&stderr()))
        .with_span_events(FmtSpan::CLOSE)
        // The report of a failed write to stderr would itself go to stderr, and panic.
        .log_internal_errors(false);
    let lines: Box<dyn Layer<_> + Send + Sync> = match format {
        LogFormat::Text => Box::new(lines.with_writer(move || CutLines(writer.clone()))),
        LogFormat::Json => Box::new(lines.with_writer(writer).json().flatten_event(true)),
    };
    let ours =
        Targets::new().with_target("vcenter_iso", level).with_target("vcenter_iso_simulator", simulator);
    tracing_subscriber::registry().with(lines.with_filter(ours)).init();
}

/// Cuts each line, because the server's messages in it may be long.
struct CutLines(NonBlocking);

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
