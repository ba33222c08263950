use std::collections::BTreeMap;
use std::fmt;

use openapiv3::OpenAPI;
use saphyr::{LoadableYamlNode as _, MarkedYamlOwned, Marker, ScalarOwned, YamlDataOwned};
use serde_json::{Map, Number, Value};

use crate::Error;

/// A line and a column of a document, both counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

impl Place {
    const START: Self = Self { line: 1, column: 1 };
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
}

impl Document {
    /// Parses `text`; `file` is the name that messages give it.
    ///
    /// # Errors
    /// The text is no YAML, holds no document or several, a mapping has the same key twice or a key that is no
    /// text, or a value has no counterpart in JSON.
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        let error = |place, message: String| Error { file: file.to_owned(), place, pointer: None, message };
        let documents = MarkedYamlOwned::load_from_str(text).map_err(|scan| {
            error(Place::from(*scan.marker()), format!("this is no valid YAML: {}", scan.info()))
        })?;
        let [root] = documents.as_slice() else {
            return Err(error(
                Place::START,
                format!("expected one YAML document, found {}", documents.len()),
            ));
        };
        let mut places = BTreeMap::new();
        let value =
            json(root, &mut String::new(), &mut places).map_err(|(place, message)| error(place, message))?;
        Ok(Self { file: file.to_owned(), value, places })
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
    /// It is no OpenAPI 3.0 document.
    pub fn openapi(&self) -> Result<OpenAPI, Error> {
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

/// A key as a segment of a JSON pointer.
pub(crate) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn json(
    node: &MarkedYamlOwned,
    pointer: &mut String,
    places: &mut BTreeMap<String, Place>,
) -> Result<Value, (Place, String)> {
    let place = Place::from(node.span.start);
    places.entry(pointer.clone()).or_insert(place);
    match &node.data {
        YamlDataOwned::Value(scalar) => Ok(match scalar {
            ScalarOwned::Null => Value::Null,
            ScalarOwned::Boolean(value) => Value::Bool(*value),
            ScalarOwned::Integer(value) => Value::Number((*value).into()),
            ScalarOwned::FloatingPoint(value) => Number::from_f64(value.into_inner())
                .map(Value::Number)
                .ok_or_else(|| (place, "JSON has no such number".to_owned()))?,
            ScalarOwned::String(value) => Value::String(value.clone()),
        }),
        YamlDataOwned::Sequence(items) => {
            let mut array = Vec::with_capacity(items.len());
            for (index, item) in items.iter().enumerate() {
                array.push(below(pointer, &index.to_string(), |pointer| json(item, pointer, places))?);
            }
            Ok(Value::Array(array))
        }
        YamlDataOwned::Mapping(members) => {
            let mut object = Map::new();
            for (key, member) in members {
                let key_place = Place::from(key.span.start);
                let YamlDataOwned::Value(ScalarOwned::String(name)) = &key.data else {
                    return Err((key_place, "this key is no text; put it in quotes".to_owned()));
                };
                let value = below(pointer, &escape(name), |pointer| {
                    places.insert(pointer.clone(), key_place);
                    json(member, pointer, places)
                })?;
                object.insert(name.clone(), value);
            }
            Ok(Value::Object(object))
        }
        _ => Err((place, "only plain YAML is supported here: no tags and no aliases".to_owned())),
    }
}

fn below<T>(pointer: &mut String, segment: &str, visit: impl FnOnce(&mut String) -> T) -> T {
    let length = pointer.len();
    pointer.push('/');
    pointer.push_str(segment);
    let result = visit(pointer);
    pointer.truncate(length);
    result
}
