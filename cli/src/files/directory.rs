//! The directories of this user's files (XDG Base Directory Specification 0.8).

use std::env;
use std::path::{Path, PathBuf};

const NAME: &str = "vcenter-iso";

/// Returns the directory of the configuration: `$XDG_CONFIG_HOME/vcenter-iso`, or `~/.config/vcenter-iso`.
pub(crate) fn configuration() -> Option<PathBuf> {
    directory("XDG_CONFIG_HOME", ".config")
}

/// Returns the directory of the stored sessions: `$XDG_STATE_HOME/vcenter-iso`, or
/// `~/.local/state/vcenter-iso`.
pub(crate) fn state() -> Option<PathBuf> {
    directory("XDG_STATE_HOME", ".local/state")
}

/// Expands a leading `~/`, as shells do.
pub(crate) fn expanded(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), env::home_dir()) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path.to_owned(),
    }
}

fn directory(variable: &str, default: &str) -> Option<PathBuf> {
    let set = env::var_os(variable).map(PathBuf::from);
    // By the specification, relative paths are ignored.
    let base = set.filter(|path| path.is_absolute()).or_else(|| Some(env::home_dir()?.join(default)))?;
    Some(base.join(NAME))
}
