use std::collections::BTreeMap;

use openapiv3::OpenAPI;
use serde_json::Value;

use crate::error::Error;
use crate::location::Location;
use crate::pointer::escape;
use crate::utf8;
use crate::yaml;

/// An OpenAPI document in YAML, with the location of every node.
#[derive(Debug, Clone)]
pub struct Document {
    file: String,
    value: Value,
    locations: BTreeMap<String, Location>,
    repeated_keys: Vec<Error>,
}

impl Document {
    /// Parses the content of a file; `file` is its name in messages.
    ///
    /// # Errors
    /// Fails if `bytes` are not UTF-8, or for a reason of [`parse`](Self::parse).
    pub fn from_bytes(file: &str, bytes: &[u8]) -> Result<Self, Error> {
        let error = |(location, message)| Error { file: file.to_owned(), location, pointer: None, message };
        Self::parse(file, utf8::decode(bytes).map_err(error)?)
    }

    /// Parses `text`; `file` is its name in messages.
    ///
    /// A repeated key is not an error here: [`repeated_keys`](Self::repeated_keys) returns all of them.
    ///
    /// # Errors
    /// Fails if the text is not exactly one YAML document, or is nested deeper than 100 levels. Fails if it
    /// has tags, anchors, aliases, merge keys, keys that are not strings, or values that JSON cannot
    /// represent.
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        let error = |location, pointer, message| Error { file: file.to_owned(), location, pointer, message };
        let parsed = yaml::parse(text).map_err(|(location, message)| error(location, None, message))?;
        let repeated_keys = parsed
            .repeated
            .into_iter()
            .map(|(location, pointer)| {
                let first = parsed.locations.get(&pointer).copied().unwrap_or(Location::START);
                let message = format!("this key repeats line {}: remove one of the two", first.line);
                error(location, Some(pointer), message)
            })
            .collect();
        Ok(Self { file: file.to_owned(), value: parsed.value, locations: parsed.locations, repeated_keys })
    }

    /// Returns an error for each repeated key, in the order of the file.
    ///
    /// [`value`](Self::value) has the first value of a repeated key.
    #[must_use]
    pub fn repeated_keys(&self) -> &[Error] {
        &self.repeated_keys
    }

    /// Returns the name of the file in messages.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Returns the document as JSON, in the order of the file.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// Returns the location of the node at a JSON pointer (RFC 6901).
    ///
    /// A member has the location of its key. A node that does not exist has the location of its nearest
    /// ancestor.
    #[must_use]
    pub fn location(&self, pointer: &str) -> Location {
        let mut pointer = pointer;
        loop {
            if let Some(location) = self.locations.get(pointer) {
                return *location;
            }
            match pointer.rfind('/') {
                Some(end) => pointer = &pointer[..end],
                None => return Location::START,
            }
        }
    }

    /// Returns an error at the node with this JSON pointer.
    #[must_use]
    pub fn error_at(&self, pointer: &str, message: impl Into<String>) -> Error {
        Error {
            file: self.file.clone(),
            location: self.location(pointer),
            pointer: Some(pointer.to_owned()),
            message: message.into(),
        }
    }

    /// Converts the document to the types of `openapiv3`.
    ///
    /// # Errors
    /// Fails if the document is not OpenAPI 3.0 or repeats a key.
    pub fn openapi(&self) -> Result<OpenAPI, Error> {
        if let Some(repeated) = self.repeated_keys.first() {
            return Err(repeated.clone());
        }
        match self.value.get("openapi").and_then(Value::as_str) {
            Some(version) if version.starts_with("3.0.") => {}
            Some(version) => {
                return Err(
                    self.error_at("/openapi", format!("OpenAPI {version} is not supported: write 3.0.3"))
                );
            }
            None => return Err(self.error_at("", "not an OpenAPI document: add `openapi: 3.0.3`")),
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
            self.error_at(&pointer, format!("not OpenAPI 3.0: {}", error.inner()))
        })
    }
}
