//! The synchronization of items of subscribed libraries.

use std::time::Duration;

use serde::Serialize;

use crate::error::{Error, ErrorKind, Parts};
use crate::model::id::LibraryItemId;
use crate::operation::Operation;
use crate::runtime;
use crate::vcenter::Vcenter;

/// The time between two looks at an item that is synchronized.
const INTERVAL: Duration = Duration::from_secs(2);

/// The result of [`Vcenter::sync_item`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SyncOutcome {
    /// The files were there; nothing was changed.
    Unchanged,
    /// The files are there now.
    Synchronized,
}

impl Vcenter {
    /// Copies the files of an item of a subscribed library from the library that it subscribes to, unless they are there,
    /// and waits until they are, at most for this time.
    ///
    /// `POST /api/content/library/subscribed-item/{library_item_id}?action=sync`, and then a `GET` of the item every two
    /// seconds; needs `System.Read` and `ContentLibrary.SyncLibraryItem` on the item. The server reports no failure of a
    /// synchronization: it only does not end.
    ///
    /// # Errors
    /// - [`NotFound`](ErrorKind::NotFound): the item does not exist, or the other library does not have it any more.
    /// - [`InvalidArgument`](ErrorKind::InvalidArgument): the library of the item is local.
    /// - [`OutcomeUnknown`](ErrorKind::OutcomeUnknown): the files were not there after this time. They may come later.
    pub async fn sync_item(&self, item: &LibraryItemId, wait: Duration) -> Result<SyncOutcome, Error> {
        runtime::current()?;
        if self.library_item(item).await?.cached == Some(true) {
            return Ok(SyncOutcome::Unchanged);
        }
        let mut tries = self.connection.budget().tries();
        let lost = loop {
            match self.begin_sync(item).await {
                // A second synchronization does no harm.
                Err(error)
                    if (error.is_transient() || error.kind() == ErrorKind::OutcomeUnknown)
                        && tries.wait(&error).await => {}
                Err(error) if error.kind() == ErrorKind::OutcomeUnknown => break Some(error),
                done => break done.map(|()| None)?,
            }
        };
        let start = tokio::time::Instant::now();
        loop {
            if self.library_item(item).await?.cached == Some(true) {
                return Ok(SyncOutcome::Synchronized);
            }
            if start.elapsed() >= wait {
                let seen = format!("the files of {item} were not there {wait:?} later");
                let request = Some(Operation::ContentLibrarySubscribedItemSync.into());
                let Some(error) = lost else {
                    let context = format!("the synchronization has begun, but {seen}");
                    return Err(
                        self.error(Parts { request, ..Parts::new(ErrorKind::OutcomeUnknown, context) })
                    );
                };
                return Err(error.into_unknown(seen));
            }
            let pause = INTERVAL.min(wait.saturating_sub(start.elapsed()));
            runtime::with_runtime(tokio::time::sleep(pause))
                .await
                .map_err(|unusable| unusable.error(None, ErrorKind::OutcomeUnknown))?;
        }
    }
}
