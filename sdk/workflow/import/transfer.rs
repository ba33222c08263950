//! The transfer of an image into an update session, and the end of the session.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};

use crate::api::types::{
    ContentLibraryItemTransferEndpoint, ContentLibraryItemUpdatesessionFileAddSpec,
    ContentLibraryItemUpdatesessionFileInfo, StdLocalizableMessage,
};
use crate::error::{Error, ErrorKind, Parts};
use crate::model::content_library::{ChecksumAlgorithm, FileSourceType, TransferStatus, UpdateSessionState};
use crate::model::id::{LibraryItemId, UpdateSessionId};
use crate::operation::{Operation, Request};
use crate::transport::upload::UploadAddress;
use crate::workflow::import::checksum::{Checksum, digest_of};
use crate::workflow::import::progress::ImportPhase;
use crate::workflow::import::run::{Import, is_over, may_repeat};
use crate::workflow::import::source::{Source, unreadable};

/// The number of uploads of one import.
const MAX_UPLOADS: usize = 3;
/// The time between two looks at an upload.
const INTERVAL: Duration = Duration::from_millis(200);
/// The time between two keep-alives. A session ends after five minutes without activity.
const KEEP_ALIVE: Duration = Duration::from_secs(30);
/// The time for which vCenter may check a file.
const CHECK_TIMEOUT: Duration = Duration::from_secs(10 * 60);

/// The result of one transfer.
enum Transfer {
    Ready(Box<ContentLibraryItemUpdatesessionFileInfo>),
    /// It may be tried again, in a new session if this one has failed.
    Again(Error),
}

impl Import {
    /// Transfers the image into the item, and applies the change.
    pub(super) async fn transfer(&mut self, item: &LibraryItemId, size: Option<u64>) -> Result<(), Error> {
        let mut uploads = MAX_UPLOADS;
        let connection = Arc::clone(&self.vcenter.connection);
        let mut tries = connection.budget().tries();
        loop {
            uploads -= 1;
            self.cancel.check()?;
            let session = self.open_session(item).await?;
            let done = match size {
                Some(size) => self.upload(&session, size).await,
                None => return self.pull(item, &session).await,
            };
            let error = match done {
                Ok(Transfer::Ready(file)) => {
                    self.validate(&session).await?;
                    return self.complete(item, &session, &file).await;
                }
                Ok(Transfer::Again(error)) => error,
                // It has expired, or another caller has ended it.
                Err(error) if is_session_gone(&error) => error,
                Err(error) => return Err(error),
            };
            if uploads == 0 || !self.source.can_be_read() || !tries.wait(&error).await {
                return Err(error);
            }
            self.end_session(&session).await?;
            self.session = None;
        }
    }

    /// Adds the file and uploads it.
    async fn upload(&mut self, session: &UpdateSessionId, size: u64) -> Result<Transfer, Error> {
        let spec = self.spec(FileSourceType::Push, Some(size), None);
        let added = {
            let vcenter = self.vcenter.clone();
            self.persist(|| vcenter.add_file(session, &spec)).await?
        };
        let connection = Arc::clone(&self.vcenter.connection);
        let address = added.upload_endpoint.map(|endpoint| endpoint.uri).unwrap_or_default();
        let allowed = self.options.upload_host.as_deref();
        let address = UploadAddress::new(&connection.endpoint, &address, allowed)
            .map_err(|reason| self.vcenter.error(upload_error(ErrorKind::InvalidResponse, reason)))?;
        // A checksum that vCenter compares needs no comparison here.
        let digest = match &self.expected {
            Some(_) => None,
            None => digest_of(&ChecksumAlgorithm::Sha1),
        };
        let reading = Arc::clone(&self.reading);
        let (parts, checksum) = self.source.stream(size, digest, &reading).await?;
        let sent = self.watch(session, size, connection.upload(address, size, parts)).await;
        if let Some(error) = self.reading.failure() {
            return Err(unreadable(&self.source.name(), &error));
        }
        self.cancel.check()?;
        match self.settle_file(session, sent.is_ok(), size).await? {
            Some(file) if file.status == TransferStatus::Ready => {
                let digits = if digest.is_some() { checksum.await.unwrap_or_default() } else { None };
                self.compare(&file, size, digits)?;
                Ok(Transfer::Ready(Box::new(file)))
            }
            Some(file) => match sent {
                Ok(()) => Err(self.vcenter.error(failed(file.error_message.as_ref()))),
                Err(error) => Ok(Transfer::Again(error)),
            },
            None => match sent {
                Ok(()) => {
                    let context = format!("the server has not checked the file within {CHECK_TIMEOUT:?}");
                    Err(self.vcenter.error(upload_error(ErrorKind::Unavailable, context)))
                }
                Err(error) if error.is_transient() => Ok(Transfer::Again(error)),
                Err(error) => Err(error),
            },
        }
    }

    /// Awaits an upload, shows its progress, and keeps the session alive. Ends an upload without progress.
    async fn watch(
        &self,
        session: &UpdateSessionId,
        size: u64,
        upload: impl Future<Output = Result<(), Error>>,
    ) -> Result<(), Error> {
        let mut upload = Box::pin(upload);
        let stall = self.vcenter.connection.endpoint.timeout;
        let (mut last, mut progressed, mut kept_alive) = (0, Instant::now(), Instant::now());
        loop {
            let done = timeout(INTERVAL, &mut upload).await;
            let bytes = self.reading.bytes.load(Ordering::Relaxed).min(size);
            self.report(ImportPhase::Transfer, bytes, Some(size));
            if let Ok(done) = done {
                return done;
            }
            self.cancel.check()?;
            if bytes != last {
                (last, progressed) = (bytes, Instant::now());
            }
            if progressed.elapsed() >= stall {
                let context =
                    format!("the server accepted nothing for {stall:?}, after {bytes} of {size} bytes");
                return Err(self.vcenter.error(upload_error(ErrorKind::Unavailable, context)));
            }
            if kept_alive.elapsed() >= KEEP_ALIVE {
                kept_alive = Instant::now();
                self.keep_alive(session);
            }
        }
    }

    /// Sends a keep-alive, in a task because the upload must not wait for it.
    fn keep_alive(&self, session: &UpdateSessionId) {
        let (vcenter, session) = (self.vcenter.clone(), session.clone());
        tokio::spawn(async move {
            // The next one may succeed; and if none does, the end of the session shows it.
            let _ = vcenter.keep_update_session_alive(&session).await;
        });
    }

    /// Waits until the server has the whole file or has given up. Returns `None` if it has not by then.
    async fn settle_file(
        &self,
        session: &UpdateSessionId,
        is_sent: bool,
        size: u64,
    ) -> Result<Option<ContentLibraryItemUpdatesessionFileInfo>, Error> {
        let budget = self.vcenter.connection.budget();
        let patience = if is_sent { CHECK_TIMEOUT } else { budget.settle_timeout() };
        let (start, mut kept_alive) = (Instant::now(), Instant::now());
        let mut pause = Duration::from_millis(50);
        loop {
            self.cancel.check()?;
            let vcenter = &self.vcenter;
            let files = vcenter.connection.budget().repeat(|| vcenter.update_session_files(session)).await?;
            let file = files.into_iter().find(|file| file.name == self.file_name);
            if let Some(file) = file.filter(|file| is_over(&file.status)) {
                return Ok(Some(file));
            }
            if start.elapsed() >= patience {
                return Ok(None);
            }
            if is_sent {
                self.report(ImportPhase::Check, size, Some(size));
            }
            if kept_alive.elapsed() >= KEEP_ALIVE {
                kept_alive = Instant::now();
                self.keep_alive(session);
            }
            sleep(pause).await;
            pause = (pause * 2).min(Duration::from_secs(2));
        }
    }

    /// Compares what the server has received with what was sent.
    fn compare(
        &self,
        file: &ContentLibraryItemUpdatesessionFileInfo,
        size: u64,
        digits: Option<String>,
    ) -> Result<(), Error> {
        if i64::try_from(size) != Ok(file.bytes_transferred) {
            let context = format!("the server has received {} of {size} bytes", file.bytes_transferred);
            return Err(self.vcenter.error(upload_error(ErrorKind::InvalidResponse, context)));
        }
        let reported = file.checksum_info.as_ref().map(Checksum::reported);
        if let (Some(reported), Some(digits)) = (reported, digits)
            && reported.algorithm == ChecksumAlgorithm::Sha1
            && reported.digits != digits
        {
            let context =
                format!("the server has received a file with the checksum {reported} instead of {digits}");
            return Err(self.vcenter.error(upload_error(ErrorKind::InvalidResponse, context)));
        }
        Ok(())
    }

    /// Asks the server whether the files are valid for the item. An older server may not know the question.
    async fn validate(&self, session: &UpdateSessionId) -> Result<(), Error> {
        let vcenter = &self.vcenter;
        let result = match self.persist(|| vcenter.validate_files(session)).await {
            Ok(result) => result,
            Err(error) if error.kind() == ErrorKind::UnsupportedOperation => return Ok(()),
            Err(error) => return Err(error),
        };
        if !result.has_errors {
            return Ok(());
        }
        let reasons = result.invalid_files.iter().map(|file| text(&file.error_message));
        let missing = result.missing_files.iter().map(|file| format!("{file} is missing"));
        let reasons: Vec<_> = reasons.chain(missing).collect();
        let context = format!("the server rejects the file: {}", reasons.join("; "));
        Err(vcenter.error(upload_error(ErrorKind::InvalidArgument, context)))
    }

    /// Applies the session, and makes sure that the item has the file.
    async fn complete(
        &mut self,
        item: &LibraryItemId,
        session: &UpdateSessionId,
        file: &ContentLibraryItemUpdatesessionFileInfo,
    ) -> Result<(), Error> {
        self.cancel.check()?;
        let vcenter = self.vcenter.clone();
        let mut tries = vcenter.connection.budget().tries();
        let lost = loop {
            let error = match vcenter.complete_update_session(session).await {
                Ok(()) => break None,
                Err(error) => error,
            };
            let is_lost = error.may_have_acted();
            match vcenter.connection.budget().repeat(|| vcenter.update_session(session)).await {
                Ok(model) => match model.state {
                    Some(UpdateSessionState::Done) => break None,
                    Some(UpdateSessionState::Active) if may_repeat(&error) && tries.wait(&error).await => {}
                    Some(UpdateSessionState::Active) if is_lost => break Some(error),
                    Some(UpdateSessionState::Error) => {
                        return Err(vcenter.error(failed(model.error_message.as_ref())));
                    }
                    _ => return Err(error),
                },
                Err(gone) if gone.kind() == ErrorKind::NotFound && is_lost => break Some(error),
                Err(_) if is_lost => break Some(error),
                Err(_) => return Err(error),
            }
        };
        let mut polls = vcenter.connection.budget().polls();
        loop {
            match vcenter.connection.budget().repeat(|| vcenter.item_files(item)).await {
                Ok(files) if files.iter().any(|found| self.is_applied(found, file)) => break,
                Ok(_) => {}
                Err(unread) => {
                    (self.created, self.session) = (None, None);
                    let unread = format!("the item could not be read afterwards: {unread}");
                    return Err(lost.unwrap_or(unread_error(&unread)).into_unknown(unread));
                }
            }
            if !polls.wait("the item does not have the file yet").await {
                (self.created, self.session) = (None, None);
                let observation = format!("the item {item} did not show the file afterwards");
                let error = lost.unwrap_or_else(|| {
                    let request = Operation::ContentLibraryItemUpdateSessionComplete.into();
                    let context = "the server reported success";
                    Parts { request: Some(request), ..Parts::new(ErrorKind::InvalidResponse, context) }.into()
                });
                return Err(error.into_unknown(observation));
            }
        }
        // A session that stays is deleted by the server.
        let _ = self.persist(|| vcenter.delete_update_session(session)).await;
        Ok(())
    }

    /// Returns whether a file of the item is the one that was uploaded.
    fn is_applied(
        &self,
        found: &crate::api::types::ContentLibraryItemFileInfo,
        sent: &ContentLibraryItemUpdatesessionFileInfo,
    ) -> bool {
        let same_checksum = match (&found.checksum_info, &sent.checksum_info) {
            (Some(found), Some(sent)) => Checksum::reported(found) == Checksum::reported(sent),
            _ => true,
        };
        found.name == self.file_name && found.size == sent.bytes_transferred && same_checksum
    }

    /// Lets vCenter fetch the file, and waits for it.
    async fn pull(&mut self, item: &LibraryItemId, session: &UpdateSessionId) -> Result<(), Error> {
        let Source::Url { url, thumbprint } = &self.source else { return Ok(()) };
        let source = ContentLibraryItemTransferEndpoint {
            uri: url.clone(),
            ssl_certificate_thumbprint: thumbprint.clone(),
        };
        let spec = self.spec(FileSourceType::Pull, None, Some(source));
        let vcenter = self.vcenter.clone();
        self.persist(|| vcenter.add_file(session, &spec)).await?;
        // vCenter begins to fetch the file only when the session is to be completed.
        if let Err(error) = self.persist(|| vcenter.complete_update_session(session)).await
            && error.kind() != ErrorKind::NotAllowedInCurrentState
        {
            return Err(error);
        }
        let start = Instant::now();
        let mut pause = Duration::from_millis(100);
        loop {
            self.cancel.check()?;
            let model = vcenter.connection.budget().repeat(|| vcenter.update_session(session)).await?;
            match model.state {
                Some(UpdateSessionState::Done) => break,
                Some(UpdateSessionState::Active) if start.elapsed() < self.options.pull_timeout => {}
                Some(UpdateSessionState::Active) => {
                    let context =
                        format!("vCenter has not fetched the image within {:?}", self.options.pull_timeout);
                    return Err(vcenter.error(upload_error(ErrorKind::Unavailable, context)));
                }
                _ => return Err(vcenter.error(failed(model.error_message.as_ref()))),
            }
            if let Ok(files) = vcenter.update_session_files(session).await {
                let file = files.into_iter().find(|file| file.name == self.file_name);
                let (bytes, size) = file.map_or((0, None), |file| (file.bytes_transferred, file.size));
                let unsigned = |bytes: i64| u64::try_from(bytes).unwrap_or_default();
                self.report(ImportPhase::Transfer, unsigned(bytes), size.map(unsigned));
            }
            sleep(pause).await;
            pause = (pause * 2).min(Duration::from_secs(5));
        }
        let files = vcenter.connection.budget().repeat(|| vcenter.item_files(item)).await?;
        if !files.iter().any(|file| file.name == self.file_name) {
            let context = format!("the server reported success, but the item {item} does not have the file");
            return Err(vcenter.error(upload_error(ErrorKind::InvalidResponse, context)));
        }
        let _ = self.persist(|| vcenter.delete_update_session(session)).await;
        Ok(())
    }

    fn spec(
        &self,
        source_type: FileSourceType,
        size: Option<u64>,
        source_endpoint: Option<ContentLibraryItemTransferEndpoint>,
    ) -> ContentLibraryItemUpdatesessionFileAddSpec {
        ContentLibraryItemUpdatesessionFileAddSpec {
            name: self.file_name.clone(),
            source_type,
            source_endpoint,
            size: size.and_then(|size| i64::try_from(size).ok()),
            checksum_info: self.expected.as_ref().map(Checksum::to_wire),
        }
    }
}

fn is_session_gone(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotAllowedInCurrentState)
}

fn upload_error(kind: ErrorKind, context: impl Into<String>) -> Parts {
    Parts { request: Some(Request::Upload), ..Parts::new(kind, context) }
}

fn unread_error(reason: &str) -> Error {
    upload_error(ErrorKind::OutcomeUnknown, reason).into()
}

/// Describes a transfer that the server reports as failed.
fn failed(message: Option<&StdLocalizableMessage>) -> Parts {
    let reason = message.map_or_else(|| "without a reason".to_owned(), text);
    upload_error(ErrorKind::Server, format!("the server reports that the transfer has failed: {reason}"))
}

fn text(message: &StdLocalizableMessage) -> String {
    message.localized.clone().unwrap_or_else(|| message.default_message.clone())
}
