//! The steps of an import, and what is done after a failure.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use crate::error::{Candidate, Error, ErrorKind, ObjectKind, Parts};
use crate::model::content_library::{
    ChecksumAlgorithm, FileSourceType, LibraryType, TransferStatus, UpdateSessionState,
};
use crate::model::id::{LibraryId, LibraryItemId, UpdateSessionId};
use crate::vcenter::Vcenter;
use crate::workflow::import::checksum::{Checksum, digest_of};
use crate::workflow::import::options::Options;
use crate::workflow::import::outcome::{ImportOutcome, ImportPreview};
use crate::workflow::import::progress::{ImportPhase, ImportProgress};
use crate::workflow::import::source::{IsoSource, Reading, Source};
use crate::workflow::library::is_iso;
use crate::workflow::lookup::Lookup;

/// The largest number of characters of an item's name (vSphere Automation API, `Library Item: create`).
const MAX_NAME: usize = 80;
/// The number of times that the item is looked for, because another caller may create or delete it meanwhile.
const MAX_LOOKS: usize = 3;
/// The time between two calls of the caller's function for the progress.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(200);

/// Whether the caller has cancelled the import, or has dropped it.
#[derive(Clone)]
pub(super) struct Cancel(pub(super) watch::Receiver<bool>);

impl Cancel {
    pub(super) fn check(&self) -> Result<(), Error> {
        if *self.0.borrow() || self.0.has_changed().is_err() {
            return Err(Parts::new(ErrorKind::Cancelled, "the import was cancelled").into());
        }
        Ok(())
    }
}

pub(super) struct Import {
    pub(super) vcenter: Vcenter,
    pub(super) library: LibraryId,
    name: String,
    pub(super) file_name: String,
    pub(super) source: Source,
    pub(super) options: Options,
    pub(super) expected: Option<Checksum>,
    /// Whether the source has the expected checksum.
    is_checked: bool,
    pub(super) cancel: Cancel,
    pub(super) reading: Arc<Reading>,
    /// What a failure must remove again.
    pub(super) created: Option<LibraryItemId>,
    pub(super) session: Option<UpdateSessionId>,
}

/// What the library has under the name.
enum Found {
    Nothing,
    /// An item without a file.
    Empty(LibraryItemId),
    Same(LibraryItemId),
    /// An item with another content, the name of its file, and the difference.
    Other(LibraryItemId, Option<String>, String),
}

impl Import {
    pub(super) fn new(
        vcenter: Vcenter,
        library: LibraryId,
        name: String,
        IsoSource(source): IsoSource,
        options: Options,
        cancel: Cancel,
    ) -> Result<Self, Error> {
        let length = name.chars().count();
        if !(1..=MAX_NAME).contains(&length) {
            let reason =
                format!("the name of a library item has 1 to {MAX_NAME} characters, and not {length}");
            return Err(Error::invalid_input(reason));
        }
        let expected = options.expected.clone().transpose().map_err(Error::invalid_input)?;
        let file_name = match &options.file_name {
            Some(file_name) if !is_iso(file_name) => {
                return Err(Error::invalid_input(
                    "the name of the file needs the extension .iso: a mount needs it",
                ));
            }
            Some(file_name) => file_name.clone(),
            None if is_iso(&name) => name.clone(),
            None => format!("{name}.iso"),
        };
        // A name may have a slash, but that of a file is a part of a path.
        let file_name = file_name.replace(['/', '\\'], "-");
        let reading = Arc::default();
        Ok(Self {
            vcenter,
            library,
            name,
            file_name,
            source,
            options,
            expected,
            is_checked: false,
            cancel,
            reading,
            created: None,
            session: None,
        })
    }

    /// Imports the image. After a failure, removes what the import has begun.
    pub(super) async fn run(mut self) -> Result<ImportOutcome, Error> {
        let done = self.import().await;
        self.reading.is_over.store(true, std::sync::atomic::Ordering::Relaxed);
        match done {
            Err(error) => Err(self.abandon(error).await),
            done => done,
        }
    }

    async fn import(&mut self) -> Result<ImportOutcome, Error> {
        let size = self.source.size().await?;
        let mut looks = MAX_LOOKS;
        let (item, is_new) = loop {
            self.cancel.check()?;
            looks -= 1;
            match self.find(size).await? {
                Found::Same(item) => return Ok(ImportOutcome::Unchanged(item)),
                Found::Empty(item) => {
                    self.created = Some(item.clone());
                    break (item, true);
                }
                Found::Other(item, Some(file), _) if self.options.replace => {
                    self.file_name = file;
                    break (item, false);
                }
                Found::Other(item, _, difference) => return Err(self.exists(&item, &difference)),
                Found::Nothing => {
                    self.check_source(size).await?;
                    match self.create().await {
                        Ok(item) => break (item, true),
                        // Another caller was faster, or an earlier attempt of this one was carried out.
                        Err(error) if error.kind() == ErrorKind::AlreadyExists && looks > 0 => {}
                        Err(error) => return Err(error),
                    }
                }
            }
        };
        self.check_source(size).await?;
        if !self.source.can_be_read() && size.is_some() {
            return Err(Error::invalid_input(
                "the reader was needed to compare the content, and cannot be read again: use a file, or give its checksum",
            ));
        }
        self.transfer(&item, size).await?;
        (self.created, self.session) = (None, None);
        Ok(if is_new { ImportOutcome::Created(item) } else { ImportOutcome::Replaced(item) })
    }

    /// Returns what the import would do.
    pub(super) async fn preview(mut self) -> Result<ImportPreview, Error> {
        let size = self.source.size().await?;
        let found = self.find(size).await?;
        let preview = match found {
            Found::Same(item) => return Ok(ImportPreview::Unchanged(item)),
            Found::Nothing | Found::Empty(_) => ImportPreview::Create,
            Found::Other(item, Some(_), _) if self.options.replace => ImportPreview::Replace(item),
            Found::Other(item, _, difference) => return Err(self.exists(&item, &difference)),
        };
        let library = self.vcenter.connection.budget().repeat(|| self.vcenter.library(&self.library)).await?;
        if library.type_ == Some(LibraryType::Subscribed) {
            return Err(Error::invalid_input("the library is subscribed: its items cannot be changed"));
        }
        self.check_source(size).await?;
        Ok(preview)
    }

    fn exists(&self, item: &LibraryItemId, difference: &str) -> Error {
        let context = format!("the library has an item of this name already, {item}: {difference}");
        self.vcenter.error(Parts::new(ErrorKind::AlreadyExists, context))
    }

    /// Finds the item of this name, and compares its content.
    async fn find(&mut self, size: Option<u64>) -> Result<Found, Error> {
        let vcenter = self.vcenter.clone();
        let budget = vcenter.connection.series_budget();
        let ids = budget.repeat(|| vcenter.items_named(&self.name, Some(&self.library))).await?;
        vcenter.check_count("items of one name", ids.len())?;
        let mut items = Vec::new();
        for id in ids {
            budget.check()?;
            match budget.repeat(|| vcenter.item(&id)).await {
                // The server ignores case.
                Ok(model) if model.name.as_ref() == Some(&self.name) => items.push(id),
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        if items.is_empty() {
            return Ok(Found::Nothing);
        }
        let candidates = items.iter().map(|id| Candidate {
            object: ObjectKind::LibraryItem,
            id: id.to_string(),
            name: self.name.clone(),
            details: Vec::new(),
            exact: true,
        });
        let lookup = Lookup { object: ObjectKind::LibraryItem, name: &self.name, scope: " in the library" };
        let candidates = candidates.collect();
        let item = lookup.one(&vcenter, items, candidates)?;
        let files = budget.repeat(|| vcenter.item_files(&item)).await?;
        if files.is_empty() {
            return Ok(Found::Empty(item));
        }
        let Some(file) = files.iter().find(|file| is_iso(&file.name)) else {
            return Ok(Found::Other(item, None, "it has no .iso file".to_owned()));
        };
        let name = Some(file.name.clone());
        if let Some(size) = size
            && i64::try_from(size) != Ok(file.size)
        {
            let difference =
                format!("its file has {} bytes, and {} has {size}", file.size, self.source.name());
            return Ok(Found::Other(item, name, difference));
        }
        let Some(reported) = file.checksum_info.as_ref().map(Checksum::reported) else {
            let difference = "the server reports no checksum of its file".to_owned();
            return Ok(Found::Other(item, name, difference));
        };
        let digits = match &self.expected {
            Some(expected) if expected.algorithm == reported.algorithm => expected.digits.clone(),
            _ => match (digest_of(&reported.algorithm), size) {
                (Some(algorithm), Some(size)) if self.source.can_be_read() => {
                    self.checksum(size, algorithm).await?
                }
                _ => {
                    let difference =
                        format!("its file has the checksum {reported}, which cannot be compared");
                    return Ok(Found::Other(item, name, difference));
                }
            },
        };
        if digits == reported.digits {
            return Ok(Found::Same(item));
        }
        let difference =
            format!("its file has the checksum {reported}, and {} has {digits}", self.source.name());
        Ok(Found::Other(item, name, difference))
    }

    /// Reads the source for its checksum, and shows the progress.
    async fn checksum(
        &mut self,
        size: u64,
        algorithm: &'static ring::digest::Algorithm,
    ) -> Result<String, Error> {
        let (progress, cancel, reading) =
            (Arc::clone(&self.options.progress), self.cancel.clone(), Arc::clone(&self.reading));
        let report = move || {
            let bytes = reading.bytes.load(std::sync::atomic::Ordering::Relaxed);
            progress(ImportProgress { phase: ImportPhase::Checksum, bytes, size: Some(size) });
        };
        let reading = Arc::clone(&self.reading);
        let mut checksum = Box::pin(self.source.checksum(size, algorithm, &reading));
        loop {
            let done = tokio::time::timeout(PROGRESS_INTERVAL, &mut checksum).await;
            report();
            if let Ok(done) = done {
                return done;
            }
            cancel.check()?;
        }
    }

    /// Makes sure that a file has the checksum that the caller expects, and that vCenter will have one to compare.
    async fn check_source(&mut self, size: Option<u64>) -> Result<(), Error> {
        let (Some(size), Source::File(_)) = (size, &self.source) else { return Ok(()) };
        let algorithm = match &self.expected {
            Some(expected) => expected.algorithm.clone(),
            None => ChecksumAlgorithm::Sha256,
        };
        let Some(digest) = digest_of(&algorithm) else { return Ok(()) };
        if self.is_checked {
            return Ok(());
        }
        let found = Checksum { algorithm, digits: self.checksum(size, digest).await? };
        match &self.expected {
            Some(expected) if *expected != found => {
                let reason = format!("{} has the checksum {found} instead of {expected}", self.source.name());
                return Err(Error::invalid_input(reason));
            }
            _ => self.expected = Some(found),
        }
        self.is_checked = true;
        Ok(())
    }

    /// Creates the item. A repeated creation does no harm: the name is unique in the library.
    async fn create(&mut self) -> Result<LibraryItemId, Error> {
        let vcenter = self.vcenter.clone();
        let mut tries = vcenter.connection.budget().tries();
        let mut is_lost = false;
        loop {
            match vcenter.create_item(&self.library, &self.name).await {
                Ok(item) => {
                    self.created = Some(item.clone());
                    return Ok(item);
                }
                Err(error) if may_repeat(&error) && tries.wait(&error).await => {
                    is_lost |= error.may_have_acted();
                    self.cancel.check()?;
                }
                Err(error) if is_lost || error.may_have_acted() => return self.settle_create(error).await,
                Err(error) => return Err(error),
            }
        }
    }

    /// Looks for an item whose creation may have been carried out.
    async fn settle_create(&mut self, error: Error) -> Result<LibraryItemId, Error> {
        let vcenter = self.vcenter.clone();
        let mut polls = vcenter.connection.budget().polls();
        loop {
            match self.find(None).await {
                Ok(Found::Empty(item)) => {
                    self.created = Some(item.clone());
                    return Ok(item);
                }
                Ok(_) if error.kind() == ErrorKind::AlreadyExists => return Err(error),
                Ok(_) => {}
                Err(unread) => {
                    return Err(
                        error.into_unknown(format!("the library could not be read afterwards: {unread}"))
                    );
                }
            }
            if !polls.wait("the item is not there yet").await {
                return Err(error.into_unknown("the library did not show the item afterwards"));
            }
        }
    }

    /// Opens an update session for the item. One of the same user that nobody uses any more is cancelled.
    pub(super) async fn open_session(&mut self, item: &LibraryItemId) -> Result<UpdateSessionId, Error> {
        let vcenter = self.vcenter.clone();
        let mut tries = vcenter.connection.budget().tries();
        let mut is_lost = false;
        loop {
            self.cancel.check()?;
            let error = match vcenter.create_update_session(item).await {
                Ok(session) => {
                    self.session = Some(session.clone());
                    return Ok(session);
                }
                Err(error) => error,
            };
            is_lost |= error.kind() == ErrorKind::OutcomeUnknown;
            if is_lost || error.kind() == ErrorKind::Busy {
                for session in vcenter.connection.budget().repeat(|| vcenter.update_sessions(item)).await? {
                    if !self.is_active(&session).await? {
                        continue;
                    }
                    if is_lost && self.has_no_upload(&session).await? {
                        self.session = Some(session.clone());
                        return Ok(session);
                    }
                    self.wait_for_progress(&session).await?;
                    tracing::warn!(target: "vcenter_iso", "cancelling an abandoned import of the same item");
                    self.end_session(&session).await?;
                }
            }
            if !(may_repeat(&error) && tries.wait(&error).await) {
                return Err(error);
            }
        }
    }

    async fn is_active(&self, session: &UpdateSessionId) -> Result<bool, Error> {
        let read = self.vcenter.connection.budget().repeat(|| self.vcenter.update_session(session)).await;
        match read {
            Ok(model) => Ok(model.state == Some(UpdateSessionState::Active)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn has_no_upload(&self, session: &UpdateSessionId) -> Result<bool, Error> {
        let files =
            self.vcenter.connection.budget().repeat(|| self.vcenter.update_session_files(session)).await?;
        Ok(files.iter().all(|file| file.source_type == FileSourceType::None))
    }

    /// Waits until it is certain that nobody uses a session. Fails if somebody does.
    async fn wait_for_progress(&self, session: &UpdateSessionId) -> Result<(), Error> {
        let (vcenter, end) = (&self.vcenter, Instant::now() + self.options.abandoned_after);
        let transferred = async || -> Result<Option<i64>, Error> {
            match vcenter.connection.budget().repeat(|| vcenter.update_session_files(session)).await {
                Ok(files) => Ok(Some(files.iter().map(|file| file.bytes_transferred).sum())),
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error),
            }
        };
        let before = transferred().await?;
        loop {
            self.cancel.check()?;
            let now = transferred().await?;
            if now.is_none() {
                return Ok(());
            }
            if now != before {
                let context = "another import of this user uploads to the item";
                return Err(vcenter.error(Parts::new(ErrorKind::Busy, context)));
            }
            if Instant::now() >= end {
                return Ok(());
            }
            sleep(Duration::from_secs(1).min(self.options.abandoned_after)).await;
        }
    }

    /// Cancels a session and deletes it. One that does not exist is a success.
    pub(super) async fn end_session(&self, session: &UpdateSessionId) -> Result<(), Error> {
        let vcenter = &self.vcenter;
        let gone = |ended: Result<(), Error>| match ended {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            ended => ended,
        };
        match self.persist(|| vcenter.cancel_update_session(session)).await {
            // It is not active.
            Err(error) if error.kind() == ErrorKind::NotAllowedInCurrentState => {}
            cancelled => gone(cancelled)?,
        }
        gone(self.persist(|| vcenter.delete_update_session(session)).await)
    }

    /// Repeats a call that does no harm if it is carried out twice.
    pub(super) async fn persist<T, F>(&self, mut call: impl FnMut() -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let mut tries = self.vcenter.connection.budget().tries();
        loop {
            match call().await {
                Err(error) if may_repeat(&error) && tries.wait(&error).await => {}
                done => return done,
            }
        }
    }

    /// Removes what the import has begun. Returns the error of the import, with what is left if that fails.
    async fn abandon(&mut self, error: Error) -> Error {
        let mut left = Vec::new();
        if let Some(session) = self.session.take()
            && let Err(failure) = self.end_session(&session).await
        {
            left.push(format!("its update session is still open until it expires ({failure})"));
        }
        if let Some(item) = self.created.take()
            && let Err(failure) = self.remove_empty(&item).await
        {
            left.push(format!(
                "the item {item} without a file is left, which the next import uses ({failure})"
            ));
        }
        if left.is_empty() { error } else { error.observed(left.join("; ")) }
    }

    /// Removes an item, unless it has a file, or somebody is about to add one.
    async fn remove_empty(&self, item: &LibraryItemId) -> Result<(), Error> {
        let vcenter = &self.vcenter;
        let gone = |error: Error| if error.kind() == ErrorKind::NotFound { Ok(()) } else { Err(error) };
        let files = match vcenter.connection.budget().repeat(|| vcenter.item_files(item)).await {
            Ok(files) => files,
            Err(error) => return gone(error),
        };
        let sessions = vcenter.connection.budget().repeat(|| vcenter.update_sessions(item)).await;
        if !files.is_empty() {
            return Ok(());
        }
        for session in sessions.or_else(|error| gone(error).map(|()| Vec::new()))? {
            if self.is_active(&session).await? {
                return Ok(());
            }
        }
        self.persist(|| vcenter.remove_item(item)).await.or_else(gone)
    }

    pub(super) fn report(&self, phase: ImportPhase, bytes: u64, size: Option<u64>) {
        (self.options.progress)(ImportProgress { phase, bytes, size });
    }
}

/// Returns whether a call may be repeated that does no harm if it is carried out twice.
pub(super) fn may_repeat(error: &Error) -> bool {
    error.is_transient() || error.kind() == ErrorKind::OutcomeUnknown
}

/// Returns whether the transfer of a file has ended, in one way or the other.
pub(super) fn is_over(status: &TransferStatus) -> bool {
    matches!(status, TransferStatus::Ready | TransferStatus::Error)
}
