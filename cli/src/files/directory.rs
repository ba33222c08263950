//! Where this user's files are (XDG Base Directory Specification 0.8).

use std::env;
use std::path::{Path, PathBuf};

const NAME: &str = "vcenter-iso";

/// What the user sets: `$XDG_CONFIG_HOME/vcenter-iso`, or `~/.config/vcenter-iso`.
pub(crate) fn configuration() -> Option<PathBuf> {
    directory("XDG_CONFIG_HOME", ".config")
}

/// What is kept from call to call: `$XDG_STATE_HOME/vcenter-iso`, or `~/.local/state/vcenter-iso`.
pub(crate) fn state() -> Option<PathBuf> {
    directory("XDG_STATE_HOME", ".local/state")
}

/// The path, with a leading `~/` read as shells do.
pub(crate) fn expanded(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), env::home_dir()) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path.to_owned(),
    }
}

fn directory(variable: &str, otherwise: &str) -> Option<PathBuf> {
    let set = env::var_os(variable).map(PathBuf::from);
    // A relative path is to be ignored, says the specification.
    let base = set.filter(|path| path.is_absolute()).or_else(|| Some(env::home_dir()?.join(otherwise)))?;
    Some(base.join(NAME))
}
