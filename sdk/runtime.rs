//! Checks for a Tokio runtime with timers and I/O that does not end during a call.
//!
//! Tokio has no function to ask for most of that, and panics instead.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::Duration;

use futures_util::FutureExt as _;
use tokio::runtime::Handle;
use tokio::task::{AbortHandle, JoinError};
use tracing::Instrument;

use crate::cancellation;
use crate::error::{Error, ErrorKind, Parts};
use crate::operation::Request;

/// The reason why a runtime cannot be used.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Unusable {
    /// The runtime was built without this feature.
    Without(&'static str),
    ShuttingDown,
}

impl Unusable {
    /// Converts a panic about the runtime; resumes any other panic.
    fn of(panic: Box<dyn Any + Send>) -> Self {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or_default();
        if text.contains("IO is disabled") {
            Self::Without("I/O")
        } else if text.contains("is being shutdown") {
            Self::ShuttingDown
        } else {
            resume_unwind(panic)
        }
    }

    /// Returns the error of a request. `lost` is its kind if the runtime ended during the request.
    pub(crate) fn error(self, request: Option<Request>, lost: ErrorKind) -> Error {
        match self {
            Self::Without(what) => {
                Error::invalid_input(format!("the Tokio runtime has no {what}: build it with `enable_all`"))
            }
            Self::ShuttingDown => {
                Parts { request, ..Parts::new(lost, "the runtime is shutting down") }.into()
            }
        }
    }
}

/// Returns the caller's runtime, or an error if it cannot be used.
pub(crate) fn current() -> Result<Handle, Error> {
    let runtime = Handle::try_current().map_err(|_| {
        Error::invalid_input("there is no Tokio runtime: call it within one, built with `enable_all`")
    })?;
    catch_unwind(|| drop(tokio::time::sleep(Duration::ZERO)))
        .map_err(|_| Unusable::Without("timers").error(None, ErrorKind::InvalidInput))?;
    Ok(runtime)
}

/// Awaits a future that uses timers or I/O.
pub(crate) async fn with_runtime<T>(future: impl Future<Output = T>) -> Result<T, Unusable> {
    // Unwind-safe because the future is not polled again after a panic.
    AssertUnwindSafe(future).catch_unwind().await.map_err(Unusable::of)
}

/// Runs the work in a task, so that it proceeds while the caller does not poll it. Aborts it when the caller is
/// dropped.
pub(crate) async fn in_task<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> Result<T, JoinError> {
    struct EndOnDrop(AbortHandle);

    impl Drop for EndOnDrop {
        fn drop(&mut self) {
            self.0.abort();
        }
    }

    let task = tokio::spawn(cancellation::inherited(work).in_current_span());
    let _end = EndOnDrop(task.abort_handle());
    task.await
}

/// Returns the reason why a task did not complete. Resumes a panic that is not about the runtime.
pub(crate) fn task_failure(error: JoinError) -> Unusable {
    error.try_into_panic().map_or(Unusable::ShuttingDown, Unusable::of)
}
