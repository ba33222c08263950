//! Opens files, and reads whole files with a size limit.

pub(crate) mod directory;
pub(crate) mod lock;
pub(crate) mod ownership;

use std::fs::{self, DirBuilder, File};
use std::io::{self, ErrorKind, Read, Write as _};
#[cfg(unix)]
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

#[cfg(unix)]
use rustix::fs::OFlags;
use tempfile::NamedTempFile;

/// Opens a regular file for reading. Any other file is an error, and a pipe without a writer does not block.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    #[cfg(unix)]
    options.custom_flags(OFlags::NONBLOCK.bits().cast_signed());
    options.read(true).open(path).and_then(regular)
}

/// Opens a regular file for locking, or creates it with mode 0600. A symbolic link is an error.
pub(crate) fn open_lock(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    #[cfg(unix)]
    options.mode(0o600).custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed());
    let opened = options.create(true).truncate(false).write(true).open(path).and_then(regular);
    opened.map_err(|error| match fs::symlink_metadata(path) {
        Ok(metadata) if !metadata.is_file() => not_regular(),
        _ => error,
    })
}

/// Opens a regular file for appending, or creates it with mode 0600.
pub(crate) fn open_log(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    #[cfg(unix)]
    options.mode(0o600).custom_flags((OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed());
    options.create(true).append(true).open(path).and_then(regular)
}

/// Fails if the path is that of a device, a pipe or a directory: it must not be replaced, and reading it may block.
pub(crate) fn check_replaceable(path: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => Err(not_regular()),
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// Replaces a regular file atomically, or creates it. Its mode is 0600.
pub(crate) fn replace_private(path: &Path, text: &[u8]) -> io::Result<()> {
    check_replaceable(path)?;
    new_file(path, text)?.persist(path)?;
    Ok(())
}

/// Replaces the content of a regular file atomically and keeps its mode, also where a symbolic link leads to it. Creates
/// a missing file with mode 0600, and its directory with mode 0700.
pub(crate) fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    check_replaceable(path)?;
    let path = match fs::canonicalize(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => path.to_owned(),
        resolved => resolved?,
    };
    if let Some(directory) = path.parent() {
        create_private(directory)?;
    }
    let file = new_file(&path, text)?;
    if let Ok(metadata) = fs::metadata(&path) {
        file.as_file().set_permissions(metadata.permissions())?;
    }
    file.persist(&path)?;
    Ok(())
}

/// Creates a directory and its parents with mode 0700, where they do not exist.
pub(crate) fn create_private(directory: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(directory)
}

/// Writes a text to a new file with mode 0600, beside the file that it will replace.
fn new_file(path: &Path, text: &[u8]) -> io::Result<NamedTempFile> {
    let directory = match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    let mut file = NamedTempFile::new_in(directory)?;
    file.write_all(text)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Reads a file. More than `max_size` bytes are an error.
pub(crate) fn read(path: &Path, max_size: u64) -> io::Result<Vec<u8>> {
    bytes_of(File::open(path)?, max_size)
}

/// Reads a text file. More than `max_size` bytes are an error.
pub(crate) fn read_text(path: &Path, max_size: u64) -> io::Result<String> {
    text_of(File::open(path)?, max_size)
}

/// Reads a text. More than `max_size` bytes are an error.
pub(crate) fn text_of(source: impl Read, max_size: u64) -> io::Result<String> {
    let bytes = bytes_of(source, max_size)?;
    String::from_utf8(bytes).map_err(|_| io::Error::new(ErrorKind::InvalidData, "not UTF-8 text"))
}

fn regular(file: File) -> io::Result<File> {
    if file.metadata()?.is_file() { Ok(file) } else { Err(not_regular()) }
}

fn not_regular() -> io::Error {
    io::Error::new(ErrorKind::InvalidInput, "not a regular file")
}

fn bytes_of(source: impl Read, max_size: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(max_size + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > max_size {
        return Err(io::Error::new(ErrorKind::FileTooLarge, format!("larger than {} MiB", max_size >> 20)));
    }
    Ok(bytes)
}
