use std::collections::BTreeMap;

use saphyr::Scalar;
use saphyr_parser::{Event, Parser, ScalarStyle, Span, StrInput};
use serde_json::{Map, Number, Value};

use crate::location::Location;
use crate::pointer::escape;
use crate::yaml_error::explain;

/// A parsed YAML text.
pub(crate) struct Parsed {
    pub(crate) value: Value,
    /// The location of each node by JSON pointer. A member has the location of its key.
    pub(crate) locations: BTreeMap<String, Location>,
    /// The location of each repeated key, with the JSON pointer to the first.
    pub(crate) repeated: Vec<(Location, String)>,
}

/// Parses `text`, which holds one document.
///
/// This reads the events of the parser, because saphyr's own tree drops repeated keys.
pub(crate) fn parse(text: &str) -> Result<Parsed, (Location, String)> {
    let mut reader = Reader {
        text,
        events: Parser::new_from_str(text),
        pointer: String::new(),
        depth: 0,
        locations: BTreeMap::new(),
        repeated: Vec::new(),
    };
    let mut documents = Vec::new();
    loop {
        match reader.next()? {
            (Event::StreamEnd, _) => break,
            (event @ (Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..)), span) => {
                documents.push((reader.value(event, span)?, span));
            }
            _ => {}
        }
    }
    let Reader { locations, repeated, .. } = reader;
    match documents.len() {
        1 => {}
        0 => return Err((Location::START, "the file is empty: write one YAML document".to_owned())),
        _ => {
            return Err((
                documents[1].1.start.into(),
                "a second YAML document: keep one per file".to_owned(),
            ));
        }
    }
    let (value, _) = documents.swap_remove(0);
    Ok(Parsed { value, locations, repeated })
}

/// The maximum depth of nested lists and mappings. Code that reads a document recurses into each level.
///
/// An OpenAPI document needs far less, and the limit of `serde_json` for the JSON form is 127.
const MAX_DEPTH: usize = 100;

// An alias without its anchor is invalid YAML, so this message is for anchors alone.
const ANCHOR: &str = "anchors and aliases are not supported: repeat the value, or use `$ref`";
const TAG: &str = "tags are not supported: write the plain value";
const MERGE_KEY: &str =
    "merge keys (`<<`) are not supported: write the members here, or use `allOf` with a `$ref`";

struct Reader<'a> {
    text: &'a str,
    events: Parser<'a, StrInput<'a>>,
    pointer: String,
    depth: usize,
    locations: BTreeMap<String, Location>,
    repeated: Vec<(Location, String)>,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Span), (Location, String)> {
        match self.events.next_event() {
            Some(Ok(event)) => Ok(event),
            // The parser counts brackets alone, up to 255. Other nesting has reached the limit before.
            Some(Err(error)) if error.info() == "recursion limit exceeded" => {
                Err(too_deep((*error.marker()).into()))
            }
            Some(Err(error)) => Err(explain(self.text, (*error.marker()).into(), error.info())),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn value(&mut self, first: Event<'a>, span: Span) -> Result<Value, (Location, String)> {
        let location = Location::from(span.start);
        self.locations.entry(self.pointer.clone()).or_insert(location);
        reject_anchor_or_tag(&first).map_err(|message| (location, message.to_owned()))?;
        match first {
            Event::Scalar(text, style, ..) => match Scalar::parse_from_cow_and_metadata(text, style, None) {
                None | Some(Scalar::Null) => Ok(Value::Null),
                Some(Scalar::Boolean(value)) => Ok(Value::Bool(value)),
                Some(Scalar::Integer(value)) => Ok(Value::Number(value.into())),
                Some(Scalar::FloatingPoint(value)) => Number::from_f64(value.into_inner())
                    .map(Value::Number)
                    .ok_or_else(|| (location, "JSON cannot represent this number".to_owned())),
                Some(Scalar::String(value)) => Ok(Value::String(value.into_owned())),
            },
            Event::SequenceStart(..) | Event::MappingStart(..) if self.depth == MAX_DEPTH => {
                Err(too_deep(location))
            }
            Event::SequenceStart(..) => self.items(),
            Event::MappingStart(..) => self.members(),
            _ => Err((location, "expected a value".to_owned())),
        }
    }

    fn items(&mut self) -> Result<Value, (Location, String)> {
        let mut items = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if event == Event::SequenceEnd {
                return Ok(Value::Array(items));
            }
            let item = self.below(&items.len().to_string(), |reader| reader.value(event, span))?;
            items.push(item);
        }
    }

    fn members(&mut self) -> Result<Value, (Location, String)> {
        let mut members = Map::new();
        loop {
            let (event, span) = self.next()?;
            if event == Event::MappingEnd {
                return Ok(Value::Object(members));
            }
            let key_location = Location::from(span.start);
            reject_anchor_or_tag(&event).map_err(|message| (key_location, message.to_owned()))?;
            let key = match event {
                Event::Scalar(text, ScalarStyle::Plain, ..) if text == "<<" => {
                    return Err((key_location, MERGE_KEY.to_owned()));
                }
                Event::Scalar(text, style, ..) => Scalar::parse_from_cow_and_metadata(text, style, None),
                _ => None,
            };
            let Some(Scalar::String(key)) = key else {
                return Err((key_location, "a key must be a string: put it in quotes".to_owned()));
            };
            let first = !members.contains_key(key.as_ref());
            let (event, span) = self.next()?;
            let value = self.below(&escape(&key), |reader| {
                if first {
                    reader.locations.insert(reader.pointer.clone(), key_location);
                } else {
                    reader.repeated.push((key_location, reader.pointer.clone()));
                }
                reader.value(event, span)
            })?;
            if first {
                members.insert(key.into_owned(), value);
            }
        }
    }

    fn below<T>(&mut self, segment: &str, visit: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(segment);
        self.depth += 1;
        let result = visit(self);
        self.depth -= 1;
        self.pointer.truncate(length);
        result
    }
}

/// Rejects an anchor or a tag: JSON cannot represent them.
fn reject_anchor_or_tag(event: &Event<'_>) -> Result<(), &'static str> {
    match event {
        Event::Scalar(.., anchor, tag)
        | Event::SequenceStart(anchor, tag)
        | Event::MappingStart(anchor, tag) => {
            if tag.is_some() {
                return Err(TAG);
            }
            // The parser counts anchors from 1.
            if *anchor > 0 { Err(ANCHOR) } else { Ok(()) }
        }
        _ => Ok(()),
    }
}

fn too_deep(location: Location) -> (Location, String) {
    let message = format!(
        "nested deeper than {MAX_DEPTH} lists and mappings: make an inner one a component, and use `$ref`"
    );
    (location, message)
}
