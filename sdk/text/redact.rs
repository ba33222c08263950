use std::borrow::Cow;
use std::cell::Cell;

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Number, Value};

use crate::text::reading::{Reading, readings};

/// A shorter password may be a common word, and hiding it would only garble messages. In characters.
const MIN_LENGTH: usize = 4;
/// Replaces a secret.
pub(crate) const REDACTED: &str = "[redacted]";
/// This many characters identify a secret of any length. The limit bounds the search time when a server chooses both
/// texts.
const MAX_COMPARED: usize = 64;
/// A text that can be read in more ways at once takes too long to search.
const MAX_ENDS: usize = 32;
/// The number of characters that a search may read in any text.
const MIN_WORK: usize = 20_000;
/// The number of digits that every reader of JSON keeps.
const EXACT_DIGITS: usize = 15;
/// A longer run of line breaks and indentation is not part of a secret. In bytes.
const MAX_BREAK: usize = 256;

/// Removes secrets from texts, in any encoding of a server.
///
/// Finds a secret as plain text, percent-encoded, form-encoded, escaped in JSON or with HTML entities, in upper or
/// lower case, and in any mixture of these, because it reads each character of a text in every encoding.
pub(crate) struct Redactor {
    secrets: Vec<Secret>,
}

struct Secret {
    text: SecretString,
    /// The length of a prefix, in characters, that leaves too little to guess.
    enough: usize,
    /// Its value, if it is a number with more digits than JSON readers keep.
    number: Option<f64>,
}

impl Redactor {
    pub(crate) fn new(secrets: impl IntoIterator<Item = SecretString>) -> Self {
        let secrets = secrets.into_iter().filter_map(|text| {
            let length = collapsed(text.expose_secret()).count();
            let enough = length.min((length * 3 / 4).max(8)).min(MAX_COMPARED);
            // Only a long number loses digits when it is read.
            let number = if length > EXACT_DIGITS { text.expose_secret().parse().ok() } else { None };
            (length >= MIN_LENGTH).then_some(Secret { text, enough, number })
        });
        Self { secrets: secrets.collect() }
    }

    /// Returns the text without secrets, and without prefixes of secrets that reveal nearly as much.
    pub(crate) fn text(&self, text: &str) -> String {
        // The mark and the text around it can form a secret again.
        match self.replaced(text) {
            Some(clean) if !self.finds(&clean) => clean.into_owned(),
            _ => REDACTED.to_owned(),
        }
    }

    /// Returns the value without secrets in its strings, numbers and member names.
    pub(crate) fn json(&self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(&text)),
            Value::Number(number) if self.is_number(&number) => Value::from(REDACTED),
            Value::Array(items) => items.into_iter().map(|item| self.json(item)).collect(),
            Value::Object(members) => Value::Object(
                members.into_iter().map(|(name, member)| (self.text(&name), self.json(member))).collect(),
            ),
            other => other,
        }
    }

    /// Returns whether the number is a secret. Parsing has removed the last digits of a long number.
    fn is_number(&self, number: &Number) -> bool {
        let same = |secret: &Secret| secret.number.is_some() && secret.number == number.as_f64();
        self.finds(&number.to_string()) || self.secrets.iter().any(same)
    }

    /// Returns whether the text contains a secret or enough of its prefix, or takes too long to search.
    pub(crate) fn finds(&self, text: &str) -> bool {
        let work = self.work(text);
        let mut after_backslash = false;
        let found = text.char_indices().any(|(at, character)| {
            let found = self.secret_at(&text[at..], after_backslash, &work);
            after_backslash = character == '\\';
            found.is_some() || work.get() == 0
        });
        found || work.get() == 0
    }

    /// Returns the number of characters that a search may read: a server that chooses both texts must not choose the
    /// search time.
    fn work(&self, text: &str) -> Cell<usize> {
        Cell::new(text.len().saturating_mul(8 + self.secrets.len()).saturating_add(MIN_WORK))
    }

    /// Returns `None` if the search takes too long.
    fn replaced<'a>(&self, text: &'a str) -> Option<Cow<'a, str>> {
        let work = self.work(text);
        let mut clean = String::new();
        let (mut kept, mut at) = (0, 0);
        let mut after_backslash = false;
        while let Some(character) = text[at..].chars().next() {
            let found = self.secret_at(&text[at..], after_backslash, &work);
            after_backslash = character == '\\';
            if work.get() == 0 {
                return None;
            }
            if let Some(length) = found {
                clean.push_str(&text[kept..at]);
                clean.push_str(REDACTED);
                at += length;
                kept = at;
            } else {
                at += character.len_utf8();
            }
        }
        if kept == 0 {
            return Some(Cow::Borrowed(text));
        }
        clean.push_str(&text[kept..]);
        Some(Cow::Owned(clean))
    }

    /// Returns the length in bytes of a secret at the start of the text. An escape starts with the first backslash of
    /// its run.
    fn secret_at(&self, text: &str, after_backslash: bool, work: &Cell<usize>) -> Option<usize> {
        let is_rest_of_run = after_backslash && text.starts_with('\\');
        let secrets = self.secrets.iter();
        let secrets =
            secrets.filter(|secret| !is_rest_of_run || secret.text.expose_secret().starts_with('\\'));
        secrets.filter_map(|secret| secret.spelled(text, work)).max()
    }
}

impl Secret {
    /// Returns the length in bytes of the secret at the start of the text, whole or cut off at the end of the text.
    fn spelled(&self, text: &str, work: &Cell<usize>) -> Option<usize> {
        let mut secret = collapsed(self.text.expose_secret()).peekable();
        if !may_start(text, *secret.peek()?) {
            return None;
        }
        let mut ends = vec![0];
        let mut longest = None;
        for (index, expected) in secret.enumerate() {
            let mut next = Vec::new();
            for end in ends {
                work.set(work.get().saturating_sub(1));
                readings(&text[end..], &mut |reading, length| {
                    if reading.may_be(expected) && !next.contains(&(end + length)) {
                        next.push(end + length);
                    }
                });
            }
            if next.is_empty() || work.get() == 0 {
                break;
            }
            if index + 1 >= self.enough {
                longest = next.iter().copied().max();
            }
            for at in 0..next.len() {
                let start = next[at];
                skip(&text[start..], expected == ' ', work, |length| {
                    if !next.contains(&(start + length)) {
                        next.push(start + length);
                    }
                });
            }
            if next.len() > MAX_ENDS {
                work.set(0);
            }
            ends = next;
        }
        longest
    }
}

/// Returns the visible characters of a text, with each run of white space as one space, as a message is displayed.
fn collapsed(text: &str) -> impl Iterator<Item = char> {
    let mut after_space = false;
    text.chars().filter(|character| !is_invisible(*character)).filter_map(move |character| {
        let is_space = character.is_whitespace();
        let repeated = is_space && after_space;
        after_space = is_space;
        (!repeated).then_some(if is_space { ' ' } else { character })
    })
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Returns whether the start of a text may mean the character. Returns true where only the readings can decide.
fn may_start(text: &str, character: char) -> bool {
    match text.chars().next() {
        None => false,
        Some('+' | '%' | '&' | '=' | '?' | '\'') => true,
        Some(first) if !first.is_ascii() => true,
        // An accent may follow its letter as a separate character.
        Some(first) if first.is_ascii_alphabetic() && !character.is_ascii() => true,
        Some('\\') => true,
        Some(first) => Reading::Char(first).may_be(character),
    }
}

/// Skips invisible characters and line breaks within a secret, and after a space also further white space. Calls `end`
/// with each length in bytes that may be skipped.
fn skip(text: &str, mut after_space: bool, work: &Cell<usize>, mut end: impl FnMut(usize)) {
    let mut skipped = 0;
    while skipped < MAX_BREAK {
        work.set(work.get().saturating_sub(1));
        let rest = &text[skipped..];
        let mut next = None;
        let mut ambiguous = rest.starts_with(['=', '+', '%', '&', '\\']);
        readings(rest, &mut |reading, length| {
            let Reading::Char(character) = reading else { return };
            let breaks_line = matches!(character, '\n' | '\r');
            if breaks_line || is_invisible(character) || after_space && character.is_whitespace() {
                next = next.max(Some((length, breaks_line)));
                ambiguous |= character.is_whitespace();
            }
        });
        // The line break of quoted-printable.
        if rest.starts_with("=\n") || rest.starts_with("=\r\n") {
            next = Some((1, false));
        }
        let Some((length, breaks_line)) = next else { break };
        if ambiguous {
            // The white space may also be part of the secret.
            end(skipped);
        }
        // Indentation may follow a line break.
        after_space |= breaks_line;
        skipped += length;
    }
    end(skipped);
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;

    fn check(secret: &str, text: &str, expected: &str) {
        assert_eq!(
            Redactor::new([secret.into()]).text(text),
            expected,
            "of {text:?} with the secret {secret:?}"
        );
    }

    fn each(text: &str, write: impl Fn(&mut String, char)) -> String {
        text.chars().fold(String::new(), |mut written, character| {
            write(&mut written, character);
            written
        })
    }

    fn percent(text: &str) -> String {
        url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
    }

    fn json(text: &str) -> String {
        let quoted = Value::from(text).to_string();
        quoted[1..quoted.len() - 1].to_owned()
    }

    fn ascii_json(text: &str) -> String {
        each(&json(text), |written, character| {
            if character.is_ascii() {
                written.push(character);
            } else {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    let _ = write!(written, "\\u{unit:04x}");
                }
            }
        })
    }

    fn html(text: &str) -> String {
        each(text, |written, character| match character {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            '\'' => written.push_str("&#39;"),
            other => written.push(other),
        })
    }

    /// Returns the text in every encoding that servers, proxies and libraries use.
    fn forms(text: &str) -> Vec<String> {
        let upper_u = |text: &str| {
            let mut parts = text.split("\\u");
            let mut written = parts.next().unwrap_or_default().to_owned();
            for part in parts {
                let (digits, rest) = part.split_at(4.min(part.len()));
                let _ = write!(written, "\\u{}{rest}", digits.to_uppercase());
            }
            written
        };
        vec![
            text.to_owned(),
            text.to_ascii_uppercase(),
            text.to_ascii_lowercase(),
            percent(text),
            each(&percent(text), |written, character| written.push(character.to_ascii_lowercase())),
            percent(&percent(text)),
            url::form_urlencoded::byte_serialize(text.as_bytes()).collect(),
            text.bytes().fold(String::new(), |mut written, byte| {
                let _ = write!(written, "%{byte:02x}");
                written
            }),
            json(text),
            json(text).replace('/', "\\/"),
            json(&json(text)),
            ascii_json(text),
            upper_u(&ascii_json(text)),
            html(text),
            html(&html(text)),
            html(&json(text)),
            percent(&json(text)),
            percent(&ascii_json(text)).to_lowercase(),
            each(text, |written, character| {
                let _ = write!(written, "&#{};", u32::from(character));
            }),
            each(text, |written, character| {
                let _ = write!(written, "&#x{:X};", u32::from(character));
            }),
            text.escape_debug().to_string(),
            text.escape_unicode().to_string(),
            text.replace(' ', "\n"),
            text.replace(' ', " \u{a0} "),
            text.chars().map(String::from).collect::<Vec<_>>().join("\u{200b}"),
            text.chars().map(String::from).collect::<Vec<_>>().join("\r\n"),
            text.replace('\'', "''"),
            text.bytes().map(char::from).collect(),
            text.bytes().fold(String::new(), |mut written, byte| {
                let _ = write!(written, "={byte:02X}");
                written
            }),
            text.chars()
                .map(|character| match character {
                    character if character.is_ascii() || character.is_whitespace() => character,
                    _ => '?',
                })
                .collect(),
        ]
    }

    #[test]
    fn secrets_are_found_in_each_form() {
        let secret = "pä\"ss/wörd+&<9='\\ 🔑";
        for form in forms(secret) {
            check(secret, &format!("a {form} b {form}"), "a [redacted] b [redacted]");
        }
        check("Passwörd", "p%E4 passw\u{fffd}rd Passw%F6rd", "p%E4 [redacted] [redacted]");
        check("0123456789abcdef", "x 0123456789abcde y", "x [redacted] y");
        check("0123456789abcdef", "x 01234567 y", "x 01234567 y");
        check("abc", "abc is a word", "abc is a word");
        check("password", "the password is wrong", "the [redacted] is wrong");
        check("password-of-mine", "the password is wrong", "the password is wrong");
        check("a]b[redacted]c]d", "a]ba]b[redacted]c]dc]d", "[redacted]");
    }

    #[test]
    fn numbers_and_names_of_members_can_be_secrets() {
        let redactor = Redactor::new(["12345678".into(), "token-of-mine".into()]);
        let value = serde_json::json!({ "pin": 12_345_678, "TOKEN-OF-MINE": [1, "x token-of-mine"] });
        let expected = serde_json::json!({ "pin": REDACTED, REDACTED: [1, "x [redacted]"] });
        assert_eq!(redactor.json(value), expected);
    }

    proptest! {
        #[test]
        fn no_secret_survives_in_any_form(
            secret in "\\PC{4,40}",
            before in ".{0,20}",
            after in ".{0,20}",
            form in any::<prop::sample::Index>(),
        ) {
            // Such a secret would be found in its own mark.
            let redactor = Redactor::new([secret.clone().into()]);
            prop_assume!(!redactor.finds(REDACTED) && collapsed(&secret).count() >= MIN_LENGTH);
            let clean = redactor.text(&format!("{before}{}{after}", form.get(&forms(&secret))));
            for form in forms(&secret) {
                prop_assert!(!clean.contains(&form), "{clean:?} has {form:?}");
            }
            prop_assert!(!redactor.finds(&clean), "{clean:?} can be read as {secret:?}");
        }

        #[test]
        fn what_is_no_secret_stays(secret in "[g-z]{4,40}", text in "[0-9a-f().:,\\\\&+ -]*") {
            prop_assert_eq!(Redactor::new([secret.into()]).text(&text), text);
        }
    }
}
