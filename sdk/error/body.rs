use std::borrow::Cow;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::error::message::Message;
use crate::model::error_type::ErrorType;
use crate::text::redact::Redactor;

/// The start of the message identifiers of vCenter's router, such as `com.vmware.vapi.rest.httpNotFound` and
/// `com.vmware.vapi.rest.operationsForUrlNotFound`. A 404 with one of them is for a path that vCenter does not serve.
const ROUTER: &str = "com.vmware.vapi.rest.";

/// The number of characters to keep of a body that is not an error of the API. Pages of proxies have up to 30,000.
pub(crate) const MAX_TEXT: usize = 32_768;

/// The body of a response that is not a success.
#[derive(Debug)]
pub(crate) enum Body {
    /// An error of the API, in one of its forms.
    ApiError(ApiError),
    /// The start of any other body.
    Text(String),
    Empty,
}

/// An error as the server reported it.
#[derive(Debug, Default)]
pub(crate) struct ApiError {
    pub(crate) error_type: Option<ErrorType>,
    /// The top message, whose sources are the others.
    pub(crate) message: Option<Message>,
    pub(crate) data: Option<Value>,
    /// Whether the error is one of vCenter's router: a 404 is for the path, not for a resource.
    pub(crate) no_route: bool,
    /// Whether the server marks the error as one that a later try may not meet.
    pub(crate) transient: bool,
}

impl Body {
    /// Reads a body of any content.
    ///
    /// An error has one of these forms: the structure of `/api`; that structure in an envelope with `type` and `value`
    /// (the older `/rest`); or the response of the old router to an unknown path, with `localizableMessages`. Missing
    /// members, `null` and members of another type are skipped, because a partial error is better than none.
    ///
    /// The body is as the server sent it, because a password may also be a word of the API. Show it only
    /// [redacted](Self::redacted).
    pub(crate) fn read(bytes: &[u8]) -> Self {
        if let Some(Value::Object(members)) = value(bytes)
            && let Some(api_error) = ApiError::from_members(members)
        {
            return Self::ApiError(api_error);
        }
        Self::excerpt(bytes)
    }

    /// Reads a body that is not an error.
    pub(crate) fn excerpt(bytes: &[u8]) -> Self {
        let start = &bytes[..bytes.len().min(MAX_TEXT * 8)];
        match String::from_utf8_lossy(start).trim() {
            "" => Self::Empty,
            text => Self::Text(text.to_owned()),
        }
    }

    /// Returns the body without secrets, and at most the start of a text.
    pub(crate) fn redacted(self, redactor: &Redactor) -> Self {
        match self {
            // Redact before truncating, so that a secret that the limit cuts in two is hidden.
            Self::Text(text) => Self::Text(redactor.text(&text).chars().take(MAX_TEXT).collect()),
            Self::ApiError(api_error) => Self::ApiError(ApiError {
                error_type: api_error.error_type.map(|error_type| match error_type {
                    ErrorType::Unknown(text) => ErrorType::Unknown(redactor.text(&text)),
                    known => known,
                }),
                message: api_error.message.map(|message| message.redacted(redactor)),
                data: api_error.data.map(|data| redactor.json(data)),
                ..api_error
            }),
            Self::Empty => Self::Empty,
        }
    }
}

/// Reads JSON as leniently as an error needs. The text may have another encoding than UTF-8, a byte order mark, half of
/// a surrogate pair or trailing data, and `data` may hold values that `serde_json` cannot.
fn value(bytes: &[u8]) -> Option<Value> {
    let bytes = bytes.trim_ascii();
    if let Ok(value) = serde_json::from_slice(bytes) {
        return Some(value);
    }
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    let text = with_whole_surrogates(text);
    let first = |text: &str| serde_json::Deserializer::from_str(text).into_iter().next()?.ok();
    first(&text).or_else(|| {
        let Members { error_type, messages, localizable_messages, name, value, kind } =
            serde_json::Deserializer::from_str(&text).into_iter().next()?.ok()?;
        let mut members = Map::new();
        let named = [
            ("error_type", error_type),
            ("messages", messages),
            ("localizableMessages", localizable_messages),
            ("name", name),
            ("value", value),
            ("type", kind),
        ];
        members.extend(named.into_iter().filter_map(|(name, member)| Some((name.to_owned(), member?))));
        Some(Value::Object(members))
    })
}

/// The members of an error without `data`, which is skipped unread because it may hold values that `serde_json` cannot.
#[derive(Deserialize)]
struct Members {
    error_type: Option<Value>,
    messages: Option<Value>,
    #[serde(rename = "localizableMessages")]
    localizable_messages: Option<Value>,
    name: Option<Value>,
    value: Option<Value>,
    #[serde(rename = "type")]
    kind: Option<Value>,
}

/// Replaces escapes of unpaired surrogates, which JSON allows but a `String` cannot hold.
fn with_whole_surrogates(text: &str) -> Cow<'_, str> {
    let unit = |text: &str| u16::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok();
    let mut whole = Cow::Borrowed(text);
    let mut at = 0;
    while let Some(found) = whole[at..].find('\\') {
        at += found;
        let Some(first) = unit(&whole[at..]) else {
            // The character after a backslash does not start an escape.
            at += 1 + whole[at + 1..].chars().next().map_or(0, char::len_utf8);
            continue;
        };
        let is_pair = (0xd800..0xdc00).contains(&first)
            && unit(&whole[at + 6..]).is_some_and(|second| (0xdc00..0xe000).contains(&second));
        if is_pair {
            at += 12;
        } else {
            if (0xd800..0xe000).contains(&first) {
                whole.to_mut().replace_range(at..at + 6, "\\ufffd");
            }
            at += 6;
        }
    }
    whole
}

impl ApiError {
    /// Returns `None` if the object has no member of an error.
    fn from_members(mut members: Map<String, Value>) -> Option<Self> {
        let legacy_type = members.get("type").and_then(Value::as_str).and_then(legacy_type);
        if let Some(Value::Object(value)) = members.get_mut("value") {
            members = std::mem::take(value);
        }
        let messages = members.remove("messages").or_else(|| members.remove("localizableMessages"));
        let old_router =
            members.get("name").and_then(Value::as_str).is_some_and(|name| name.starts_with(ROUTER));
        let error_type =
            members.get("error_type").and_then(Value::as_str).map(ErrorType::from).or(legacy_type);
        let messages: Vec<_> = match messages {
            Some(Value::Array(messages)) => messages.into_iter().filter_map(message).collect(),
            _ => Vec::new(),
        };
        // An object without any content of an error may come from any server.
        if messages.is_empty() && error_type.is_none() && !old_router {
            return None;
        }
        let data = members.remove("data").filter(|data| !data.is_null());
        Some(Self {
            no_route: old_router || messages.iter().any(|message| message.id.starts_with(ROUTER)),
            error_type,
            message: Message::chain(messages.into_iter()),
            transient: data.as_ref().and_then(|data| data.get("is_transient")).and_then(Value::as_bool)
                == Some(true),
            data,
        })
    }
}

/// Returns the error type of the older envelope, such as `com.vmware.vapi.std.errors.not_found`.
fn legacy_type(name: &str) -> Option<ErrorType> {
    let name = name.strip_prefix("com.vmware.vapi.std.errors.")?;
    Some(ErrorType::from(name.to_ascii_uppercase().as_str()))
}

fn message(value: Value) -> Option<Message> {
    let mut members = match value {
        Value::Object(members) => members,
        Value::String(text) => {
            let mut message = Message::default();
            message.english = text;
            return Some(message);
        }
        _ => return None,
    };
    let mut text = |name: &str| match members.remove(name) {
        Some(Value::String(text)) => Some(text),
        _ => None,
    };
    let id = text("id");
    let english = text("default_message").or_else(|| text("defaultMessage"));
    let localized = text("localized");
    let args = match members.remove("args") {
        Some(Value::Array(args)) => args
            .into_iter()
            .map(|arg| match arg {
                Value::String(text) => text,
                other => other.to_string(),
            })
            .collect(),
        _ => Vec::new(),
    };
    if id.is_none() && english.is_none() && localized.is_none() {
        return None;
    }
    Some(Message {
        id: id.unwrap_or_default(),
        english: english.unwrap_or_default(),
        localized,
        args,
        cause: None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::error::Messages;

    /// Any JSON whose keys include the names that the decoder looks for.
    fn json() -> impl Strategy<Value = Value> {
        let key = prop_oneof![
            Just("messages"),
            Just("error_type"),
            Just("data"),
            Just("type"),
            Just("value"),
            Just("localizableMessages"),
            Just("id"),
            Just("default_message"),
            Just("args"),
            Just("other"),
        ];
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            ".*".prop_map(Value::from),
            Just(Value::from("com.vmware.vapi.std.errors.not_found")),
        ];
        leaf.prop_recursive(6, 48, 6, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::vec((key.clone(), inner), 0..6).prop_map(|members| {
                    Value::Object(members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
                }),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_bytes_can_be_read(bytes in prop::collection::vec(any::<u8>(), 0..2048)) {
            Body::read(&bytes);
        }

        #[test]
        fn any_json_can_be_read_and_cut_anywhere(value in json(), cut in any::<prop::sample::Index>()) {
            let text = value.to_string();
            Body::read(text.as_bytes());
            Body::read(&text.as_bytes()[..cut.index(text.len() + 1)]);
        }

        #[test]
        fn every_message_survives_in_each_form(
            texts in prop::collection::vec(("[a-z.]+", ".*", prop::collection::vec(".*", 0..3)), 0..8),
            error_type in "[A-Z_]+",
        ) {
            let messages: Vec<_> = texts
                .iter()
                .map(|(id, text, args)| serde_json::json!({ "id": id, "default_message": text, "args": args }))
                .collect();
            let bare = serde_json::json!({ "error_type": error_type, "messages": messages });
            let enveloped = serde_json::json!({ "type": "com.vmware.vapi.std.errors.error", "value": bare });
            for form in [bare, enveloped] {
                let Body::ApiError(api_error) = Body::read(form.to_string().as_bytes()) else {
                    return Err(TestCaseError::fail(format!("{form} was not read as an error")));
                };
                prop_assert_eq!(api_error.error_type.as_ref().map(ErrorType::as_str), Some(error_type.as_str()));
                let read: Vec<_> = Messages::from(api_error.message.as_ref())
                    .map(|message| (message.id().to_owned(), message.default_message().to_owned(), message.args().to_vec()))
                    .collect();
                prop_assert_eq!(&read, &texts);
            }
        }
    }
}
