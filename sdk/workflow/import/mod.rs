//! Imports of ISO images into content libraries.

mod checksum;
mod options;
pub(crate) mod outcome;
pub(crate) mod progress;
mod run;
mod source;
mod transfer;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tracing::Instrument as _;

use crate::error::{Error, ErrorKind};
use crate::model::content_library::ChecksumAlgorithm;
use crate::model::id::LibraryId;
use crate::operation::Request;
use crate::runtime;
use crate::vcenter::Vcenter;
use crate::workflow::import::checksum::Checksum;
use crate::workflow::import::options::Options;
use crate::workflow::import::outcome::{ImportOutcome, ImportPreview};
use crate::workflow::import::progress::ImportProgress;
use crate::workflow::import::run::{Cancel, Import};

pub use self::source::IsoSource;

/// The time without progress after which an unfinished import of the same user counts as abandoned.
const ABANDONED_AFTER: Duration = Duration::from_secs(10);
/// The time for which vCenter may fetch an image.
const PULL_TIMEOUT: Duration = Duration::from_secs(60 * 60);

/// An import that is safe to repeat. [`Vcenter::import_iso`] creates it and `await` runs it.
#[must_use = "nothing is imported until it is awaited"]
pub struct ImportRequest {
    vcenter: Vcenter,
    library: LibraryId,
    name: String,
    source: IsoSource,
    options: Options,
    cancelled: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
}

impl fmt::Debug for ImportRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { library, name, source, .. } = self;
        let mut shown = f.debug_struct("ImportRequest");
        shown.field("library", library).field("name", name).field("source", source).finish_non_exhaustive()
    }
}

impl ImportRequest {
    /// Replaces the content of an item that has another one. CD-ROMs on which the image is mounted keep the old file.
    pub fn replace(mut self) -> Self {
        self.options.replace = true;
        self
    }

    /// Sets the name of the file in the item. By default it is the name of the item, with the extension `.iso`, which a
    /// mount needs. A replaced file keeps its name.
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.options.file_name = Some(name.into());
        self
    }

    /// Sets the checksum that the image must have, in hexadecimal digits. A file with another one is not uploaded.
    /// vCenter compares it as well.
    pub fn checksum(mut self, algorithm: ChecksumAlgorithm, digits: &str) -> Self {
        self.options.expected = Some(Checksum::new(algorithm, digits));
        self
    }

    /// Allows the upload to another host than the server, if the server names this one. It does not get the session.
    pub fn upload_host(mut self, host: impl Into<String>) -> Self {
        self.options.upload_host = Some(host.into());
        self
    }

    /// Sets the time without progress after which an unfinished import of the same user and item counts as abandoned,
    /// for example because its process was killed; 10 s by default. It is cancelled then.
    pub fn abandoned_after(mut self, time: Duration) -> Self {
        self.options.abandoned_after = time;
        self
    }

    /// Sets the time for which vCenter may fetch an image from a [URL](IsoSource::url); one hour by default.
    pub fn pull_timeout(mut self, time: Duration) -> Self {
        self.options.pull_timeout = time;
        self
    }

    /// Calls a function with the progress, several times a second. It must not block.
    pub fn progress(mut self, progress: impl Fn(ImportProgress) + Send + Sync + 'static) -> Self {
        self.options.progress = Arc::new(progress);
        self
    }

    /// Returns what the import would do, without a change. Reads the library and the source.
    ///
    /// # Errors
    /// Those of the import before its first change.
    pub async fn preview(self) -> Result<ImportPreview, Error> {
        runtime::current()?;
        let (_cancel, is_cancelled) = watch::channel(false);
        let Self { vcenter, library, name, source, options, .. } = self;
        Import::new(vcenter, library, name, source, options, Cancel(is_cancelled))?.preview().await
    }

    /// Cancels the import once this future ends. Unlike a drop, the call returns after the import has cleaned up, with
    /// [`Cancelled`](ErrorKind::Cancelled).
    pub fn cancel_when(mut self, cancelled: impl Future<Output = ()> + Send + 'static) -> Self {
        self.cancelled = Some(Box::pin(cancelled));
        self
    }
}

impl IntoFuture for ImportRequest {
    type Output = Result<ImportOutcome, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            runtime::current()?;
            let Self { vcenter, library, name, source, options, cancelled } = self;
            let (cancel, is_cancelled) = watch::channel(false);
            let import = Import::new(vcenter, library, name, source, options, Cancel(is_cancelled))?;
            // A dropped caller drops `cancel`, and the task cleans up.
            let mut task = tokio::spawn(import.run().in_current_span());
            let done = match cancelled {
                None => task.await,
                Some(cancelled) => match futures_util::future::select(cancelled, &mut task).await {
                    futures_util::future::Either::Right((done, _)) => done,
                    futures_util::future::Either::Left(_) => {
                        cancel.send_replace(true);
                        task.await
                    }
                },
            };
            drop(cancel);
            done.unwrap_or_else(|error| {
                let kind = ErrorKind::OutcomeUnknown;
                Err(runtime::task_failure(error).error(Some(Request::Upload), kind))
            })
        })
    }
}

impl Vcenter {
    /// Imports an ISO image into a local content library, under a name, unless the library has it already.
    ///
    /// An item of this name whose file has the same size and checksum is the result. An item without a file, which an
    /// import leaves that was killed, is used. An item with another content is an error, unless it is to be
    /// [replaced](ImportRequest::replace). Otherwise the import creates the item, opens an update session, adds the file,
    /// uploads it with `PUT` to the address that the server names, waits until the server has checked it, completes the
    /// session, and reads the item again. An image at a URL is fetched by vCenter.
    ///
    /// The image is streamed: the memory does not depend on its size. The address must be on the host of the server,
    /// unless [another one](ImportRequest::upload_host) is allowed; only the server gets the session. A keep-alive each 30
    /// seconds keeps the update session and the session alive.
    ///
    /// Of `/api/content/library/item`: `POST` for the item, `POST` and others below `/update-session` and
    /// `/update-session/{update_session_id}/file`; needs `System.Read` and `ContentLibrary.AddLibraryItem` on the library,
    /// `ContentLibrary.UpdateSession` on the item, and `ContentLibrary.DeleteLibraryItem` to remove it after a failure.
    /// (vSphere Automation API, `Library Item Update Session`.)
    ///
    /// ```no_run
    /// # async fn example(vcenter: vcenter_iso::Vcenter) -> Result<(), vcenter_iso::Error> {
    /// use vcenter_iso::IsoSource;
    ///
    /// let library = &vcenter.find_libraries("ISOs").await?[0];
    /// let source = IsoSource::file("ubuntu-24.04.iso");
    /// let imported = vcenter.import_iso(&library.id, "ubuntu-24.04", source).await?;
    /// println!("{}", imported.item());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Failures
    /// [Transient](Error::is_transient) errors are retried, and lost responses are settled by reading, by the
    /// [`RetryPolicy`](crate::RetryPolicy). An upload that breaks off begins again, at most three times in all, if the
    /// source can be read again. It breaks off if the server accepts nothing for the
    /// [timeout](crate::VcenterBuilder::timeout) of a request. After a failure, the update session is cancelled, and an
    /// item that has no file is deleted. If that fails as well, the error says so. The same holds if the caller drops the
    /// call: a task of the runtime then cleans up. It ends with the runtime: use [`cancel_when`](ImportRequest::cancel_when)
    /// to wait for it.
    ///
    /// # Errors
    /// - [`InvalidInput`](ErrorKind::InvalidInput): the source cannot be read or does not have the
    ///   [expected checksum](ImportRequest::checksum), or the name has not 1 to 80 characters.
    /// - [`AlreadyExists`](ErrorKind::AlreadyExists): an item of this name has another content, or one that cannot be
    ///   compared. [`replace`](ImportRequest::replace) replaces it.
    /// - [`Ambiguous`](ErrorKind::Ambiguous): several items have the name.
    /// - [`InvalidArgument`](ErrorKind::InvalidArgument): the library is subscribed.
    /// - [`NotFound`](ErrorKind::NotFound): the library does not exist.
    /// - [`Busy`](ErrorKind::Busy): another import works on the item.
    /// - [`InvalidResponse`](ErrorKind::InvalidResponse): the server names another host for the upload.
    /// - [`Server`](ErrorKind::Server): the transfer has failed, for example because the datastore is full.
    /// - [`Unavailable`](ErrorKind::Unavailable): the upload has broken off too often.
    /// - [`OutcomeUnknown`](ErrorKind::OutcomeUnknown): the response to the last step was lost, and the item did not show
    ///   whether it was carried out. The next call with the same arguments finds out.
    pub fn import_iso(
        &self,
        library: &LibraryId,
        name: impl Into<String>,
        source: impl Into<IsoSource>,
    ) -> ImportRequest {
        ImportRequest {
            vcenter: self.clone(),
            library: library.clone(),
            name: name.into(),
            source: source.into(),
            options: Options {
                replace: false,
                file_name: None,
                expected: None,
                upload_host: None,
                abandoned_after: ABANDONED_AFTER,
                pull_timeout: PULL_TIMEOUT,
                progress: Arc::new(|_| ()),
            },
            cancelled: None,
        }
    }
}
