use std::collections::BTreeMap;
use std::fmt;

use openapiv3::OpenAPI;
use saphyr_parser::Marker;
use serde_json::Value;

use crate::pointer::escape;
use crate::{Error, yaml};

/// A line and a column of a document, both counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

impl Place {
    /// The first character.
    pub const START: Self = Self { line: 1, column: 1 };
}

impl From<Marker> for Place {
    fn from(marker: Marker) -> Self {
        Self { line: marker.line(), column: marker.col() + 1 }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// An OpenAPI document in YAML, with the place of every node.
#[derive(Debug, Clone)]
pub struct Document {
    file: String,
    value: Value,
    places: BTreeMap<String, Place>,
    repeated_keys: Vec<Error>,
}

impl Document {
    /// Parses `text`; `file` is the name that messages give it.
    ///
    /// A key that stands twice does not end it, so that all of them can be reported: see
    /// [`repeated_keys`](Self::repeated_keys).
    ///
    /// # Errors
    /// The text is no YAML, holds no document or several, has tags, anchors, aliases or keys that are no text, is
    /// nested deeper than 100 lists and mappings, or a value has no counterpart in JSON.
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        let error = |place, pointer, message| Error { file: file.to_owned(), place, pointer, message };
        let parsed = yaml::parse(text).map_err(|(place, message)| error(place, None, message))?;
        let repeated_keys = parsed
            .repeated
            .into_iter()
            .map(|(place, pointer)| {
                let first = parsed.places.get(&pointer).copied().unwrap_or(Place::START);
                let message = format!("this key stands in line {} already: remove one", first.line);
                error(place, Some(pointer), message)
            })
            .collect();
        Ok(Self { file: file.to_owned(), value: parsed.value, places: parsed.places, repeated_keys })
    }

    /// The keys that their mapping has already, in the order of the file. [`value`](Self::value) has what stands
    /// first.
    #[must_use]
    pub fn repeated_keys(&self) -> &[Error] {
        &self.repeated_keys
    }

    /// The name of the file, as messages give it.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The document as JSON, in the order of the file.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// Where the node stands that `pointer` (RFC 6901) names; of a member, where its key stands.
    ///
    /// A node that does not exist has the place of the nearest one around it.
    #[must_use]
    pub fn place(&self, pointer: &str) -> Place {
        let mut pointer = pointer;
        loop {
            if let Some(place) = self.places.get(pointer) {
                return *place;
            }
            match pointer.rfind('/') {
                Some(end) => pointer = &pointer[..end],
                None => return Place::START,
            }
        }
    }

    /// An error at the node that `pointer` names.
    #[must_use]
    pub fn error_at(&self, pointer: &str, message: impl Into<String>) -> Error {
        Error {
            file: self.file.clone(),
            place: self.place(pointer),
            pointer: Some(pointer.to_owned()),
            message: message.into(),
        }
    }

    /// The document as the types of `openapiv3`.
    ///
    /// # Errors
    /// It is no OpenAPI 3.0 document, or a key stands twice.
    pub fn openapi(&self) -> Result<OpenAPI, Error> {
        if let Some(repeated) = self.repeated_keys.first() {
            return Err(repeated.clone());
        }
        match self.value.get("openapi").and_then(Value::as_str) {
            Some(version) if version.starts_with("3.0.") => {}
            Some(version) => {
                return Err(
                    self.error_at("/openapi", format!("OpenAPI {version} is not supported, write 3.0.3"))
                );
            }
            None => return Err(self.error_at("", "this is no OpenAPI document: it has no text `openapi`")),
        }
        serde_path_to_error::deserialize(&self.value).map_err(|error| {
            let pointer: String = error
                .path()
                .iter()
                .filter_map(|segment| match segment {
                    serde_path_to_error::Segment::Seq { index } => Some(format!("/{index}")),
                    serde_path_to_error::Segment::Map { key } => Some(format!("/{}", escape(key))),
                    _ => None,
                })
                .collect();
            self.error_at(&pointer, format!("this is no OpenAPI 3.0: {}", error.inner()))
        })
    }
}
