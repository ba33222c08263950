//! Rejects files that another user may have written.
//!
//! The rules are OpenSSH's (`safe_path` in `misc.c`), with one exception: a sticky directory, such as `/tmp`, is
//! allowed. On systems without Unix modes, no file is rejected.

use std::env;
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf, absolute};

use crate::failure::Failure;

/// The number of symbolic links that Linux follows (`path_resolution(7)`).
const MAX_LINKS: usize = 40;
const STICKY: u32 = 0o1000;
const WRITE: u32 = 0o022;
const READ_OR_WRITE: u32 = 0o077;

/// The access that group and others may have to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    None,
}

/// Checks that an open file belongs to this user or root, and that other users have at most this access.
pub(crate) fn check_file(path: &Path, file: &File, access: Access) -> Result<(), Failure> {
    check_owner(path, file)?;
    let (forbidden, verb, remedy) = match access {
        Access::Read => (WRITE, "write", "check its content and run `chmod go-w` on it"),
        Access::None => (READ_OR_WRITE, "read or write", "run `chmod 600` on it, and log out and in again"),
    };
    let mode = mode(&metadata(path, file)?);
    if mode & forbidden == 0 {
        return Ok(());
    }
    Err(Failure::usage(format!(
        "{}: other users can {verb} the file (mode {:03o}); {remedy}",
        path.display(),
        mode & 0o777
    )))
}

/// Checks that an open file belongs to this user or root.
pub(crate) fn check_owner(path: &Path, file: &File) -> Result<(), Failure> {
    match foreign_owner(&metadata(path, file)?) {
        None => Ok(()),
        Some(owner) => Err(Failure::usage(format!(
            "{}: the file belongs to another user (uid {owner}); remove it, or run `chown` on it if you trust its \
             content",
            path.display()
        ))),
    }
}

/// Checks every directory and symbolic link on the path to a file.
///
/// Each must belong to this user or root. No other user may be able to write a directory, unless it is
/// sticky. `/` and the directories above the home directory are not checked, because a user who can write
/// them controls the whole account.
pub(crate) fn check_directories(path: &Path) -> Result<(), Failure> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    let home = env::home_dir().and_then(|home| home.canonicalize().ok());
    let above_home = home.as_deref().and_then(Path::parent);
    let mut links = 0;
    let mut here = PathBuf::from("/");
    let mut ahead = names(&absolute(path).map_err(|error| unreadable(path, error))?);
    while let Some(name) = ahead.pop() {
        if name.as_os_str() == ".." {
            here.pop();
            continue;
        }
        let next = here.join(&name);
        let metadata = fs::symlink_metadata(&next).map_err(|error| unreadable(&next, error))?;
        if !metadata.is_file() && !above_home.is_some_and(|above_home| above_home.starts_with(&next)) {
            check(&next, &metadata, path)?;
        }
        if !metadata.is_symlink() {
            here = next;
            continue;
        }
        links += 1;
        if links > MAX_LINKS {
            return Err(unreadable(path, ErrorKind::InvalidInput.into()));
        }
        let target = fs::read_link(&next).map_err(|error| unreadable(&next, error))?;
        if target.is_absolute() {
            here = PathBuf::from("/");
        }
        ahead.extend(names(&target));
    }
    Ok(())
}

/// Checks that the directory of a file belongs to this user or root, and that no other user can write it,
/// unless it is sticky.
pub(crate) fn check_directory(directory: &Path, file: &Path) -> Result<(), Failure> {
    let metadata = fs::metadata(directory).map_err(|error| unreadable(directory, error))?;
    check(directory, &metadata, file)
}

/// Removes the access of group and others to an open file or directory of this user.
#[cfg(unix)]
pub(crate) fn make_private(file: &File) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    let metadata = file.metadata()?;
    if metadata.uid() == rustix::process::geteuid().as_raw() && mode(&metadata) & READ_OR_WRITE != 0 {
        file.set_permissions(fs::Permissions::from_mode(mode(&metadata) & !READ_OR_WRITE))?;
    }
    Ok(())
}

/// Checks a directory or a symbolic link on the path to a file.
fn check(entry: &Path, metadata: &Metadata, file: &Path) -> Result<(), Failure> {
    let kind = if metadata.is_symlink() { "symbolic link" } else { "directory" };
    let (entry, file, mode) = (entry.display(), file.display(), mode(metadata));
    if let Some(owner) = foreign_owner(metadata) {
        return Err(Failure::usage(format!(
            "{entry}: the {kind} belongs to another user (uid {owner}), who can replace {file}; run `chown -h` on it"
        )));
    }
    if metadata.is_dir() && mode & WRITE != 0 && mode & STICKY == 0 {
        return Err(Failure::usage(format!(
            "{entry}: other users can write the directory (mode {:03o}) and replace {file}; run `chmod go-w` on it",
            mode & 0o777
        )));
    }
    Ok(())
}

/// Returns the components of a path without the root, in reverse order.
fn names(path: &Path) -> Vec<PathBuf> {
    let names = path.components().filter(|part| matches!(part, Component::Normal(_) | Component::ParentDir));
    names.rev().map(|part| PathBuf::from(part.as_os_str())).collect()
}

/// Returns the owner, if it is neither this user nor root.
#[cfg(unix)]
fn foreign_owner(metadata: &Metadata) -> Option<u32> {
    let own = rustix::process::geteuid().as_raw();
    Some(std::os::unix::fs::MetadataExt::uid(metadata)).filter(|owner| ![own, 0].contains(owner))
}

#[cfg(not(unix))]
fn foreign_owner(_: &Metadata) -> Option<u32> {
    None
}

/// Returns the mode without the file type.
#[cfg(unix)]
fn mode(metadata: &Metadata) -> u32 {
    std::os::unix::fs::MetadataExt::mode(metadata) & 0o7777
}

#[cfg(not(unix))]
fn mode(_: &Metadata) -> u32 {
    0o700
}

fn metadata(path: &Path, file: &File) -> Result<Metadata, Failure> {
    file.metadata().map_err(|error| unreadable(path, error))
}

fn unreadable(path: &Path, error: io::Error) -> Failure {
    Failure::usage_caused_by(format!("{}: cannot read the owner and the mode", path.display()), error)
}
