//! The content of an image: a file, a reader, or a URL from which vCenter fetches it.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::stream;
use ring::digest;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::error::Error;
use crate::workflow::import::checksum::hex;

/// The size of a part that is read and sent at once, in bytes.
const PART: usize = 256 << 10;
/// The number of parts that wait to be sent. More would only take memory.
const QUEUED_PARTS: usize = 4;

/// The content of an ISO image that [`Vcenter::import_iso`](crate::Vcenter::import_iso) puts into a library.
pub struct IsoSource(pub(super) Source);

pub(super) enum Source {
    File(PathBuf),
    /// The reader is `None` once it was read. The lock only makes it `Sync`.
    Reader {
        reader: Mutex<Option<Box<dyn Read + Send>>>,
        size: u64,
    },
    Url {
        url: String,
        thumbprint: Option<String>,
    },
}

impl IsoSource {
    /// A file. It is read twice: for its checksum, and for the upload. An upload that breaks off can begin again.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self(Source::File(path.into()))
    }

    /// A reader of exactly this number of bytes. It is read once, on a thread for blocking work, so that an upload that
    /// breaks off cannot begin again.
    pub fn reader(reader: impl Read + Send + 'static, size: u64) -> Self {
        Self(Source::Reader { reader: Mutex::new(Some(Box::new(reader))), size })
    }

    /// A URL from which vCenter itself fetches the image over its own network: `http`, `https`, or
    /// `ds:///vmfs/volumes/…` for a file on a datastore, which needs `ContentLibrary.ReadStorage`. vCenter must trust the
    /// certificate of an `https` server.
    pub fn url(url: impl Into<String>) -> Self {
        Self(Source::Url { url: url.into(), thumbprint: None })
    }

    /// A URL as with [`url`](Self::url), for a server whose certificate vCenter does not trust. `thumbprint` is that of
    /// the certificate: SHA-1 up to vCenter 8.0, SHA-256 since 9.1.
    pub fn url_with_thumbprint(url: impl Into<String>, thumbprint: impl Into<String>) -> Self {
        Self(Source::Url { url: url.into(), thumbprint: Some(thumbprint.into()) })
    }
}

impl From<PathBuf> for IsoSource {
    fn from(path: PathBuf) -> Self {
        Self::file(path)
    }
}

impl From<&Path> for IsoSource {
    fn from(path: &Path) -> Self {
        Self::file(path)
    }
}

/// Omits a URL, which may have a password.
impl fmt::Debug for IsoSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Source::File(path) => f.debug_tuple("File").field(path).finish(),
            Source::Reader { size, .. } => {
                f.debug_struct("Reader").field("size", size).finish_non_exhaustive()
            }
            Source::Url { .. } => f.debug_struct("Url").finish_non_exhaustive(),
        }
    }
}

/// What the threads that read and the task of the import know of each other.
#[derive(Default)]
pub(super) struct Reading {
    /// The bytes that were read in this phase.
    pub(super) bytes: AtomicU64,
    /// Whether the import has ended, so that reading makes no sense.
    pub(super) is_over: AtomicBool,
    failure: Mutex<Option<io::Error>>,
}

impl Reading {
    fn fail(&self, error: io::Error) {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }

    /// Returns the reason why the source could not be read.
    pub(super) fn failure(&self) -> Option<io::Error> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Source {
    /// Returns the size of the image; `None` if only vCenter knows it.
    pub(super) async fn size(&self) -> Result<Option<u64>, Error> {
        let size = match self {
            Self::Url { .. } => return Ok(None),
            Self::Reader { size, .. } => *size,
            Self::File(path) => {
                let path = path.clone();
                let found = {
                    let path = path.clone();
                    blocking(move || {
                        let metadata = path.metadata()?;
                        if metadata.is_file() {
                            Ok(metadata.len())
                        } else {
                            Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"))
                        }
                    })
                    .await
                };
                found.map_err(|error| unreadable(&path.display().to_string(), &error))?
            }
        };
        if size == 0 {
            return Err(Error::invalid_input(format!("{} is empty", self.name())));
        }
        Ok(Some(size))
    }

    /// Returns the name of the source in messages.
    pub(super) fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Reader { .. } => "the image".to_owned(),
            Self::Url { .. } => "the image at the URL".to_owned(),
        }
    }

    /// Returns whether it can be read again.
    pub(super) fn can_be_read(&self) -> bool {
        match self {
            Self::File(_) => true,
            Self::Reader { reader, .. } => reader.lock().unwrap_or_else(PoisonError::into_inner).is_some(),
            Self::Url { .. } => false,
        }
    }

    /// Returns the checksum of the content. Uses up a reader.
    pub(super) async fn checksum(
        &mut self,
        size: u64,
        algorithm: &'static digest::Algorithm,
        reading: &Arc<Reading>,
    ) -> Result<String, Error> {
        let name = self.name();
        let reader = self.open().await.map_err(|error| unreadable(&name, &error))?;
        let reading = Arc::clone(reading);
        reading.bytes.store(0, Ordering::Relaxed);
        let hash = move || {
            let mut digest = digest::Context::new(algorithm);
            read_parts(reader, size, &reading, |part| {
                digest.update(&part);
                true
            })?;
            Ok(hex(digest.finish().as_ref()))
        };
        blocking(hash).await.map_err(|error| unreadable(&name, &error))
    }

    /// Returns the content as a stream of parts. Its checksum, if one is asked for, is known at the end of the stream.
    pub(super) async fn stream(
        &mut self,
        size: u64,
        algorithm: Option<&'static digest::Algorithm>,
        reading: &Arc<Reading>,
    ) -> Result<(impl Stream<Item = io::Result<Bytes>> + Send + 'static, JoinHandle<Option<String>>), Error>
    {
        let name = self.name();
        let reader = self.open().await.map_err(|error| unreadable(&name, &error))?;
        let (sender, mut receiver) = mpsc::channel(QUEUED_PARTS);
        let reading = Arc::clone(reading);
        reading.bytes.store(0, Ordering::Relaxed);
        let checksum = tokio::task::spawn_blocking(move || {
            let mut digest = algorithm.map(digest::Context::new);
            let read = read_parts(reader, size, &reading, |part| {
                if let Some(digest) = &mut digest {
                    digest.update(&part);
                }
                sender.blocking_send(Ok(part)).is_ok()
            });
            match read {
                Ok(true) => digest.map(|digest| hex(digest.finish().as_ref())),
                Ok(false) => None,
                Err(error) => {
                    // The connection ends with an error, so that the server does not take a part for the whole.
                    let _ =
                        sender.blocking_send(Err(io::Error::new(error.kind(), "the source cannot be read")));
                    reading.fail(error);
                    None
                }
            }
        });
        Ok((stream::poll_fn(move |context| receiver.poll_recv(context)), checksum))
    }

    async fn open(&mut self) -> io::Result<Box<dyn Read + Send>> {
        match self {
            Self::File(path) => {
                let path = path.clone();
                blocking(move || File::open(path).map(|file| Box::new(file) as Box<dyn Read + Send>)).await
            }
            Self::Reader { reader, .. } => reader
                .get_mut()
                .unwrap_or_else(PoisonError::into_inner)
                .take()
                .ok_or_else(|| io::Error::other("it can be read only once, and was read already")),
            Self::Url { .. } => Err(io::Error::other("only vCenter reads it")),
        }
    }
}

/// Reads exactly this number of bytes, and passes them on in parts. Returns whether all parts were taken.
fn read_parts(
    mut reader: impl Read,
    size: u64,
    reading: &Reading,
    mut take: impl FnMut(Bytes) -> bool,
) -> io::Result<bool> {
    let mut rest = size;
    while rest > 0 {
        if reading.is_over.load(Ordering::Relaxed) {
            return Ok(false);
        }
        let length = usize::try_from(rest).map_or(PART, |rest| rest.min(PART));
        let mut part = vec![0; length];
        reader.read_exact(&mut part).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => {
                io::Error::new(error.kind(), format!("it has fewer than {size} bytes"))
            }
            _ => error,
        })?;
        rest -= length as u64;
        if !take(part.into()) {
            return Ok(false);
        }
        reading.bytes.fetch_add(length as u64, Ordering::Relaxed);
    }
    Ok(true)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(io::Error::other(error)))
}

pub(super) fn unreadable(name: &str, error: &io::Error) -> Error {
    Error::invalid_input(format!("cannot read {name}: {error}"))
}
