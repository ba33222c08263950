//! JSON and YAML in which the characters that control a terminal or reorder text are escaped.

use std::fmt::Write as _;

use serde::Serialize;
use vcenter_iso::SingleLine;

use crate::failure::{Cause, Failure};

pub(super) fn json(records: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string_pretty(records).map(|json| escaped(&json) + "\n").map_err(not_serializable)
}

pub(super) fn json_line(record: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(record).map(|json| escaped(&json) + "\n").map_err(not_serializable)
}

/// Returns YAML, or JSON if the serializer leaves characters to escape. JSON is YAML (YAML 1.2, section 1.3).
pub(super) fn yaml(records: &impl Serialize) -> Result<String, Failure> {
    let yaml = serde_saphyr::to_string(records).map_err(not_serializable)?;
    if escaped(&yaml) == yaml { Ok(yaml) } else { json(records) }
}

fn not_serializable(error: impl Into<Cause>) -> Failure {
    Failure::other("cannot serialize the result", error)
}

/// Escapes these characters as `\u`. They occur only in strings.
fn escaped(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for character in json.chars() {
        if character.is_ascii() && character != '\u{7f}' || is_shown(character) {
            escaped.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing to a String cannot fail.
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        }
    }
    escaped
}

/// Returns whether a character is printed as it is.
pub(super) fn is_shown(character: char) -> bool {
    let mut bytes = [0; 4];
    let text: &str = character.encode_utf8(&mut bytes);
    SingleLine(text).to_string() == text
}

#[cfg(test)]
mod tests {
    use super::*;

    // A color, its C1 form, a bidirectional override, a line separator, ASCII controls, and harmless text.
    const NAMES: [&str; 6] =
        ["\u{1b}[31mred", "\u{9b}31m", "a\u{202e}b", "a\u{2028}b", "a\u{7f}\n\tb", "übung ✓ 𝄞"];

    #[test]
    fn no_format_controls_a_terminal_and_every_format_keeps_the_value() {
        for name in NAMES {
            let records = [serde_json::json!({ "name": name })];
            let line = json_line(&records[0]).expect("JSON");
            for text in
                [json(&records), yaml(&records)].map(|text| text.expect("a text")).iter().chain([&line])
            {
                let unsafe_character = text
                    .chars()
                    .find(|c| (c.is_control() && *c != '\n') || ('\u{2028}'..='\u{202e}').contains(c));
                assert_eq!(unsafe_character, None, "{name:?} in {text}");
            }
            let read: serde_json::Value = serde_json::from_str(&line).expect("JSON");
            assert_eq!(read["name"], name);
            assert_eq!(line.lines().count(), 1, "{line}");
        }
    }
}
