use std::collections::BTreeMap;

use saphyr::Scalar;
use saphyr_parser::{Event, Parser, ScanError, Span, StrInput};
use serde_json::{Map, Number, Value};

use crate::Place;
use crate::pointer::escape;

/// What a YAML text says, and where.
pub(crate) struct Parsed {
    pub(crate) value: Value,
    /// By JSON pointer; of a member, where its key stands.
    pub(crate) places: BTreeMap<String, Place>,
    /// The keys that their mapping has already: where each stands, and the JSON pointer of the first.
    pub(crate) repeated: Vec<(Place, String)>,
}

/// Reads the one document of `text`.
///
/// The parser is driven here, and not through saphyr's own tree, because that keeps one of two values with the
/// same key: every repeated key is to be reported, with its place.
pub(crate) fn parse(text: &str) -> Result<Parsed, (Place, String)> {
    let mut reader = Reader {
        events: Parser::new_from_str(text),
        pointer: String::new(),
        depth: 0,
        places: BTreeMap::new(),
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
    let Reader { places, repeated, .. } = reader;
    match documents.len() {
        1 => {}
        0 => return Err((Place::START, "expected a YAML document, the file has none".to_owned())),
        _ => {
            return Err((
                documents[1].1.start.into(),
                "expected one YAML document, here is another".to_owned(),
            ));
        }
    }
    let (value, _) = documents.swap_remove(0);
    Ok(Parsed { value, places, repeated })
}

/// How many lists and mappings may stand in each other: what reads a document calls itself for each.
///
/// Far more than an OpenAPI document needs, and less than the 127 at which `serde_json` stops reading the JSON form.
const MAX_DEPTH: usize = 100;

// An alias of an anchor that is not there is no YAML, so there is nothing to say about aliases themselves.
const ANCHOR: &str =
    "an anchor is not supported here, nor its aliases: write the value wherever it is needed, or use `$ref`";
const TAG: &str = "a tag is not supported here: write the plain value";

struct Reader<'a> {
    events: Parser<'a, StrInput<'a>>,
    pointer: String,
    depth: usize,
    places: BTreeMap<String, Place>,
    repeated: Vec<(Place, String)>,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Span), (Place, String)> {
        match self.events.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(no_yaml(&error)),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn value(&mut self, first: Event<'a>, span: Span) -> Result<Value, (Place, String)> {
        let place = Place::from(span.start);
        self.places.entry(self.pointer.clone()).or_insert(place);
        plain(&first).map_err(|message| (place, message.to_owned()))?;
        match first {
            Event::Scalar(text, style, ..) => match Scalar::parse_from_cow_and_metadata(text, style, None) {
                None | Some(Scalar::Null) => Ok(Value::Null),
                Some(Scalar::Boolean(value)) => Ok(Value::Bool(value)),
                Some(Scalar::Integer(value)) => Ok(Value::Number(value.into())),
                Some(Scalar::FloatingPoint(value)) => Number::from_f64(value.into_inner())
                    .map(Value::Number)
                    .ok_or_else(|| (place, "JSON has no such number".to_owned())),
                Some(Scalar::String(value)) => Ok(Value::String(value.into_owned())),
            },
            Event::SequenceStart(..) | Event::MappingStart(..) if self.depth == MAX_DEPTH => {
                let message = format!(
                    "more than {MAX_DEPTH} lists and mappings stand in each other here: make an inner one a \
                     component, and use `$ref`"
                );
                Err((place, message))
            }
            Event::SequenceStart(..) => self.items(),
            Event::MappingStart(..) => self.members(),
            _ => Err((place, "expected a value".to_owned())),
        }
    }

    fn items(&mut self) -> Result<Value, (Place, String)> {
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

    fn members(&mut self) -> Result<Value, (Place, String)> {
        let mut members = Map::new();
        loop {
            let (event, span) = self.next()?;
            if event == Event::MappingEnd {
                return Ok(Value::Object(members));
            }
            let key_place = Place::from(span.start);
            plain(&event).map_err(|message| (key_place, message.to_owned()))?;
            let key = match event {
                Event::Scalar(text, style, ..) => Scalar::parse_from_cow_and_metadata(text, style, None),
                _ => None,
            };
            let Some(Scalar::String(key)) = key else {
                return Err((key_place, "this key is no text; put it in quotes".to_owned()));
            };
            let first = !members.contains_key(key.as_ref());
            let (event, span) = self.next()?;
            let value = self.below(&escape(&key), |reader| {
                if first {
                    reader.places.insert(reader.pointer.clone(), key_place);
                } else {
                    reader.repeated.push((key_place, reader.pointer.clone()));
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

/// Refuses what JSON cannot say: anchors and tags.
fn plain(event: &Event<'_>) -> Result<(), &'static str> {
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

fn no_yaml(error: &ScanError) -> (Place, String) {
    ((*error.marker()).into(), format!("this is no valid YAML: {}", error.info()))
}
