use std::io::{self, Write};

use semver::Version;
use serde_json::{Value, json};

use crate::diff::change::{Change, Effect, Section, plain};

/// The version of the crate in the old revision, and the one that it needs.
pub(super) struct Versions {
    pub(super) old: Version,
    pub(super) needed: Version,
    /// The worst effect of the changes; `None` without changes.
    pub(super) effect: Option<Effect>,
}

/// Prints one change per line.
pub(super) fn text(changes: &[Change], out: &mut dyn Write) -> io::Result<()> {
    changes.iter().try_for_each(|change| writeln!(out, "{change}"))
}

/// Prints the versions on one line.
pub(super) fn versions(versions: &Versions, out: &mut dyn Write) -> io::Result<()> {
    let Versions { old, needed, effect } = versions;
    let effect = effect.map_or("no change", Effect::name);
    if old == needed {
        writeln!(out, "{old} ({effect})")
    } else {
        writeln!(out, "{old} -> {needed} ({effect})")
    }
}

/// Prints one JSON object.
pub(super) fn json(
    revision: &str,
    changes: &[Change],
    versions: &Versions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let changes: Vec<_> = changes
        .iter()
        .map(|Change { effect, section, component, operations, message }| {
            json!({
                "effect": effect.name(),
                "section": section.heading().to_lowercase(),
                "component": component.as_deref().map(plain),
                "operations": operations,
                "message": plain(message),
            })
        })
        .collect();
    let Versions { old, needed, effect } = versions;
    let document = json!({
        "revision": revision,
        "effect": effect.map(Effect::name),
        "version": old.to_string(),
        "needed_version": needed.to_string(),
        "changes": Value::Array(changes),
    });
    writeln!(out, "{document:#}")
}

/// Prints the section of a changelog (<https://keepachangelog.com>).
pub(super) fn changelog(changes: &[Change], versions: &Versions, out: &mut dyn Write) -> io::Result<()> {
    if changes.is_empty() {
        return writeln!(out, "## [Unreleased]");
    }
    writeln!(out, "## [{}] - Unreleased", versions.needed)?;
    for section in [Section::Changed, Section::Added, Section::Removed] {
        let mut changes = changes.iter().filter(|change| change.section == section).peekable();
        if changes.peek().is_some() {
            writeln!(out, "\n### {}\n", section.heading())?;
        }
        for change in changes {
            let mark = if change.effect == Effect::Breaking { "**Breaking:** " } else { "" };
            writeln!(out, "- {mark}{}.", change.markdown())?;
        }
    }
    Ok(())
}
