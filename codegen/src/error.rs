use std::fmt;

use crate::location::Location;

/// A problem in a document, with its location.
///
/// Displays as `file:line:column: message (at #pointer)`, a form that editors can jump to.
#[derive(Debug, Clone)]
pub struct Error {
    pub(crate) file: String,
    pub(crate) location: Location,
    pub(crate) pointer: Option<String>,
    pub(crate) message: String,
}

impl Error {
    /// Returns the name of the file, as given to [`Document::parse`](crate::Document::parse).
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Returns the location in the file.
    #[must_use]
    pub fn location(&self) -> Location {
        self.location
    }

    /// Returns the JSON pointer to the node; `None` if the text is not YAML.
    #[must_use]
    pub fn pointer(&self) -> Option<&str> {
        self.pointer.as_deref()
    }

    /// Returns the problem and its fix, without the location.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.location, self.message)?;
        match &self.pointer {
            Some(pointer) => write!(f, " (at #{pointer})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}
