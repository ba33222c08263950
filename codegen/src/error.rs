use std::fmt;

use crate::Place;

/// What is wrong with a document, and where.
///
/// Prints as `file:line:column: message (pointer)`, the form that editors jump to.
#[derive(Debug, Clone)]
pub struct Error {
    pub(crate) file: String,
    pub(crate) place: Place,
    pub(crate) pointer: Option<String>,
    pub(crate) message: String,
}

impl Error {
    /// The name of the file, as it was given to [`Document::parse`](crate::Document::parse).
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The place in the file.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place
    }

    /// The JSON pointer to the node, if the document could be parsed at all.
    #[must_use]
    pub fn pointer(&self) -> Option<&str> {
        self.pointer.as_deref()
    }

    /// What is wrong, without the place.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.place, self.message)?;
        match &self.pointer {
            Some(pointer) => write!(f, " (at #{pointer})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}
