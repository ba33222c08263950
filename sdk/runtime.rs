//! The Tokio runtime that the crate needs: with timers, for every limit of time.

use std::any::Any;
use std::panic::catch_unwind;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::task::JoinError;

use crate::error::{Error, ErrorKind, Parts};
use crate::operation::Operation;

/// Returns the runtime that the caller is in, or why it cannot be used.
pub(crate) fn current() -> Result<Handle, Error> {
    let runtime = Handle::try_current().map_err(|_| {
        Error::invalid_input("there is no Tokio runtime: call it within one, built with `enable_all`")
    })?;
    // Tokio has no question for it, and every limit of time would panic.
    catch_unwind(|| drop(tokio::time::sleep(Duration::ZERO))).map_err(|_| unusable("timers"))?;
    Ok(runtime)
}

/// Reads a task that did not come to its end: an error if the runtime is the reason, otherwise the panic goes on.
pub(crate) fn cut_off(error: JoinError, operation: Option<&'static str>, kind: ErrorKind) -> Error {
    let operation = operation.map(Operation::named);
    match error.try_into_panic() {
        Ok(panic) if is_without_io(panic.as_ref()) => unusable("I/O"),
        Ok(panic) => std::panic::resume_unwind(panic),
        Err(_) => Parts { operation, ..Parts::new(kind, "the runtime is shutting down") }.into(),
    }
}

fn unusable(what: &str) -> Error {
    Error::invalid_input(format!("the Tokio runtime has no {what}: build it with `enable_all`"))
}

/// Whether it is the panic of a runtime that was built without I/O. Tokio has no question for that either.
fn is_without_io(panic: &(dyn Any + Send)) -> bool {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.is_some_and(|text| text.contains("IO is disabled"))
}
