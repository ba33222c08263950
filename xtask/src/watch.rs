//! Checks the spec again at each change.
//!
//! This looks at the modification times of the files. Events of the operating system would need seven more crates
//! (`notify`), and do not arrive from network file systems and folders that a container shares.

use std::io::{self, Write};
use std::iter;
use std::thread;
use std::time::{Duration, SystemTime};

use crate::check;
use crate::facts::Release;
use crate::generated;
use crate::report::Finding;
use crate::workspace::Workspace;

/// The time of a watch.
pub trait Clock {
    /// Returns the time of day.
    fn time_of_day(&self) -> String;

    /// Waits until it is time to look for changes. Returns `false` to end the watch.
    fn wait(&mut self) -> bool;
}

/// The clock of the system. It never ends a watch: Ctrl-C ends the process.
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    // The standard library does not know the time zone.
    fn time_of_day(&self) -> String {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
        format!("{:02}:{:02}:{:02} UTC", now / 3600 % 24, now / 60 % 60, now % 60)
    }

    fn wait(&mut self) -> bool {
        thread::sleep(Duration::from_millis(200));
        true
    }
}

/// Checks the spec, and again after each change of the spec, of a generated file or of a file of VMware's facts.
///
/// Prints the time of each check on `err` and passes its findings to `print`. Returns the findings of the last check;
/// a closed pipe ends the watch.
pub(crate) fn run(
    workspace: &Workspace,
    clock: &mut dyn Clock,
    err: &mut dyn Write,
    mut print: impl FnMut(&[Finding], &mut dyn Write) -> io::Result<()>,
) -> io::Result<Vec<Finding>> {
    let files: Vec<_> = iter::once(Workspace::SPEC).chain(generated::files()).collect();
    let versions = || {
        // The check reports a folder that cannot be read.
        let facts = workspace.files(Release::FOLDER).unwrap_or_default();
        let files = files.iter().map(|file| (*file).to_owned()).chain(facts);
        files.map(|file| (workspace.version(&file), file)).collect::<Vec<_>>()
    };
    writeln!(err, "watching {}, {}/; Ctrl-C ends it", files.join(", "), Release::FOLDER)?;
    loop {
        // A change during the check causes another check.
        let checked = versions();
        writeln!(err, "\n== {}", clock.time_of_day())?;
        let findings = check::workspace(workspace);
        match print(&findings, err) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(findings),
            printed => printed?,
        }
        while versions() == checked {
            if !clock.wait() {
                return Ok(findings);
            }
        }
    }
}
