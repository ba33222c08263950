//! The log, on stderr or in a file.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::arguments::LogFormat;
use crate::failure::Failure;
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
    let observed = Targets::new().with_target("vcenter_iso", LevelFilter::INFO);
    // The lines have what the observer has read.
    tracing_subscriber::registry()
        .with(Observer.with_filter(observed))
        .with(lines.with_filter(logged))
        .init();
}

/// Opens the file of `--log-file`.
pub(crate) fn open(path: &Path) -> Result<File, Failure> {
    let mut options = File::options();
    // Others must not read names of the inventory, and a pipe without a reader must not block.
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600).custom_flags((OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed());
    }
    let regular = |file: File| {
        let is_file = file.metadata()?.is_file();
        let not_regular = || io::Error::new(io::ErrorKind::InvalidInput, "not a regular file");
        if is_file { Ok(file) } else { Err(not_regular()) }
    };
    options.create(true).append(true).open(path).and_then(regular).map_err(|error| {
        Failure::usage_caused_by(format!("--log-file {}: cannot open the file", path.display()), error)
    })
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
