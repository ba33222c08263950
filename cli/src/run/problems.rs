//! Groups the errors and warnings of a batch by their cause.

use std::time::Duration;

use unicode_width::UnicodeWidthStr as _;
use vcenter_iso::{CdromId, Error};

use crate::select::Target;
use crate::terminal::report::{self, Hints};

/// The maximum number of VMs that are listed for one cause.
const MAX_LISTED: usize = 20;
/// The width of what stands around them on a line.
const AROUND: usize = "  virtual machines:  and 4,000 more".len();
/// The length of a name from which it is recognized in a message.
const MIN_NAME: usize = 3;

/// A reason why a VM is not as the user expects.
#[derive(Debug)]
pub(crate) enum Problem {
    Error(Error),
    /// An interrupt ended the wait for the response.
    Abandoned,
    /// Another run of the command has worked on the VM for this time.
    Locked(Duration),
    /// The command has succeeded nevertheless, or changes nothing.
    Warning(String),
}

impl Problem {
    /// Returns the message in one line.
    pub(crate) fn summary(&self) -> Option<String> {
        match self {
            Self::Error(error) => Some(error.to_string()),
            Self::Locked(longest) => Some(locked(*longest)),
            Self::Abandoned | Self::Warning(_) => None,
        }
    }

    /// Renders the problem with its details. `vms` lists the VMs that have it if there are several.
    fn render(&self, subject: &str, vms: Option<&str>, hints: &mut Hints) -> String {
        match self {
            Self::Error(error) => report::error(subject, error, vms, Some(hints)),
            Self::Abandoned => report::abandoned(subject, vms, hints),
            Self::Locked(longest) => report::plain_error(&format!("{subject}{}", locked(*longest)), vms),
            Self::Warning(text) => report::warning_lines(&format!("{subject}{text}"), vms),
        }
    }

    /// Returns a text that is the same for all VMs with the same cause.
    fn key(&self, target: &Target) -> String {
        let text = self.render("", None, &mut Hints::default());
        let cdrom = if let Self::Error(error) = self { error.cdrom() } else { None };
        let name = target.name.as_deref().filter(|name| name.len() >= MIN_NAME);
        let own = [Some(target.vm.as_str()), name, cdrom.map(CdromId::as_str)];
        let mut key = String::new();
        for line in text.lines().filter(|line| !line.starts_with("  request id: ")) {
            let line = own.into_iter().flatten().fold(line.to_owned(), |line, own| line.replace(own, "…"));
            key += &line;
            key.push('\n');
        }
        key
    }
}

/// Returns the message for a VM that another run has worked on for too long.
pub(crate) fn locked(longest: Duration) -> String {
    format!("another run of vcenter-iso has worked on it for more than {longest:?}")
}

/// The problems of a batch.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<Group>);

#[derive(Debug)]
struct Group {
    key: String,
    /// The image, if there are several, followed by a colon.
    media: String,
    /// That of the first VM.
    problem: Problem,
    targets: Vec<String>,
}

impl Problems {
    /// Adds the problem of a VM. Returns its message if it is the first one of its cause. `media` is the image, followed by
    /// a colon, if there are several.
    pub(crate) fn add(&mut self, media: &str, target: &Target, problem: Problem) -> Option<String> {
        let key = format!("{media}{}", problem.key(target));
        if let Some(group) = self.0.iter_mut().find(|group| group.key == key) {
            group.targets.push(target.to_string());
            return None;
        }
        let summary = problem.summary();
        let targets = vec![target.to_string()];
        self.0.push(Group { key, media: media.to_owned(), problem, targets });
        summary
    }

    /// Renders each cause once, with its VMs: as many as fit in a line of a terminal of this width.
    pub(crate) fn render(&self, width: Option<usize>) -> String {
        let mut hints = Hints::default();
        let render = |group: &Group| match group.targets.as_slice() {
            [target] => group.problem.render(&format!("{}{target}: ", group.media), None, &mut hints),
            targets => {
                let Group { media, .. } = group;
                let subject = format!("{media}{} virtual machines, such as {}: ", targets.len(), targets[0]);
                group.problem.render(&subject, Some(&listed(targets, width)), &mut hints)
            }
        };
        self.0.iter().map(render).collect()
    }
}

/// Returns the first of the VMs, and the number of the others.
fn listed(targets: &[String], width: Option<usize>) -> String {
    let mut left = width.map(|width| width.saturating_sub(AROUND));
    let fits = |target: &&String| match &mut left {
        Some(left) => left.checked_sub(target.width() + ", ".len()).is_some_and(|rest| {
            *left = rest;
            true
        }),
        None => true,
    };
    let count = targets.iter().take(MAX_LISTED).take_while(fits).count().max(1);
    let listed = targets[..count].join(", ");
    match targets.len() - count {
        0 => listed,
        more => format!("{listed} and {more} more"),
    }
}
