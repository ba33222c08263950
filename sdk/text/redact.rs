use std::borrow::Cow;

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

/// A shorter password is a word that may stand anywhere, and hiding it would only garble messages. In characters.
const SHORTEST: usize = 4;
/// Stands in the place of a secret.
pub(crate) const REDACTED: &str = "[redacted]";
/// How often an escape may have been escaped again, as `%2541` or `&amp;amp;` for one more time than once.
const NESTED: usize = 4;

/// Removes secrets from texts, however a server spells them.
///
/// A secret is found as it is, percent-encoded, form-encoded, escaped in JSON or with HTML entities, in upper or lower
/// case, and in any mixture of these: each character of a text is read in every way in which it can be meant.
pub(crate) struct Redactor {
    secrets: Vec<Secret>,
}

struct Secret {
    text: SecretString,
    /// How many characters of its beginning leave too little to guess.
    enough: usize,
}

impl Redactor {
    pub(crate) fn new(secrets: impl IntoIterator<Item = SecretString>) -> Self {
        let secrets = secrets.into_iter().filter_map(|text| {
            let length = text.expose_secret().chars().count();
            let enough = length.min((length * 3 / 4).max(8));
            (length >= SHORTEST).then_some(Secret { text, enough })
        });
        Self { secrets: secrets.collect() }
    }

    /// Returns the text without secrets, and without beginnings of secrets that are nearly as good.
    pub(crate) fn text(&self, text: &str) -> String {
        let clean = self.replaced(text);
        // Around a mark the rest of a text can spell a secret anew.
        if self.finds(&clean) { REDACTED.to_owned() } else { clean.into_owned() }
    }

    /// Returns the value without secrets in its texts, its numbers and the names of its members.
    pub(crate) fn json(&self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(&text)),
            Value::Number(number) if self.finds(&number.to_string()) => Value::from(REDACTED),
            Value::Array(items) => items.into_iter().map(|item| self.json(item)).collect(),
            Value::Object(members) => Value::Object(
                members.into_iter().map(|(name, member)| (self.text(&name), self.json(member))).collect(),
            ),
            other => other,
        }
    }

    /// Whether a secret, or enough of its beginning, is anywhere in the text.
    pub(crate) fn finds(&self, text: &str) -> bool {
        text.char_indices().any(|(at, _)| self.secret_at(&text[at..]).is_some())
    }

    fn replaced<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut clean = String::new();
        let (mut kept, mut at) = (0, 0);
        while let Some(character) = text[at..].chars().next() {
            if let Some(length) = self.secret_at(&text[at..]) {
                clean.push_str(&text[kept..at]);
                clean.push_str(REDACTED);
                at += length;
                kept = at;
            } else {
                at += character.len_utf8();
            }
        }
        if kept == 0 {
            return Cow::Borrowed(text);
        }
        clean.push_str(&text[kept..]);
        Cow::Owned(clean)
    }

    /// How many bytes at the start of the text spell a secret.
    fn secret_at(&self, text: &str) -> Option<usize> {
        self.secrets.iter().filter_map(|secret| secret.spelled(text)).max()
    }
}

impl Secret {
    /// How many bytes at the start of the text spell the secret, whole or cut off at its end.
    fn spelled(&self, text: &str) -> Option<usize> {
        let secret = self.text.expose_secret();
        let (start, first) = (text.chars().next()?, secret.chars().next()?);
        if !matches!(start, '+' | '%' | '&' | '\\') && !same(start, first) {
            return None;
        }
        let mut ends = vec![0];
        let mut longest = None;
        for (index, expected) in secret.chars().enumerate() {
            let mut next = Vec::new();
            for end in ends {
                readings(&text[end..], &mut |character, length| {
                    if same(character, expected) && !next.contains(&(end + length)) {
                        next.push(end + length);
                    }
                });
            }
            if next.is_empty() {
                break;
            }
            if index + 1 >= self.enough {
                longest = next.iter().copied().max();
            }
            ends = next;
        }
        longest
    }
}

/// Upper and lower case count as equal: host names and some encoders change it.
fn same(found: char, expected: char) -> bool {
    found == expected
        || (found == char::REPLACEMENT_CHARACTER && !expected.is_ascii())
        || found.to_lowercase().eq(expected.to_lowercase())
}

/// Takes a character that the start of a text can mean, and its length in the text, in bytes.
type Read<'a> = &'a mut dyn FnMut(char, usize);

/// Reads the start of a text in every way.
fn readings(text: &str, read: Read<'_>) {
    unescaped(text, read);
    escaped(text, read);
}

/// Reads the start of a text as it is, as a part of a URL, and as HTML.
fn unescaped(text: &str, read: Read<'_>) {
    let Some(first) = text.chars().next() else { return };
    read(first, first.len_utf8());
    match first {
        '+' => read(' ', 1),
        '%' => percent_encoded(text, read),
        '&' => entity(text, read),
        _ => {}
    }
}

/// Reads an escape of JSON, JavaScript or Rust: `\"`, `\/`, `\n`, `\u00e4`, `\u{e4}`, `\x41`.
fn escaped(text: &str, read: Read<'_>) {
    let Some(first) = backslash(text) else { return };
    let mut at = first;
    for length in backslashes(&text[first..]) {
        at += length;
        read('\\', at);
    }
    unescaped(&text[at..], &mut |kind, length| {
        let end = at + length;
        match kind {
            'u' | 'U' | 'x' => {
                code_point(&text[end..], &mut |character, length| read(character, end + length));
            }
            'n' => read('\n', end),
            'r' => read('\r', end),
            't' => read('\t', end),
            'b' => read('\u{8}', end),
            'f' => read('\u{c}', end),
            '0' => read('\0', end),
            '"' | '\'' | '/' => read(kind, end),
            _ => {}
        }
    });
}

/// The lengths of the backslashes at the start of the text.
fn backslashes(text: &str) -> impl Iterator<Item = usize> {
    let mut rest = text;
    // Each further level of escaping doubles the backslashes.
    (0..1 << NESTED).map_while(move |_| {
        let length = backslash(rest)?;
        rest = &rest[length..];
        Some(length)
    })
}

/// The length of a backslash at the start of the text.
fn backslash(text: &str) -> Option<usize> {
    let mut found = None;
    unescaped(text, &mut |character, length| {
        if character == '\\' {
            found = Some(length);
        }
    });
    found
}

/// Reads what follows `\u` or `\x`.
fn code_point(text: &str, read: Read<'_>) {
    if let Some(digits) = text.strip_prefix('{') {
        // No code point has more than six digits.
        let end = digits.bytes().take(7).position(|byte| byte == b'}');
        let code = end.and_then(|end| u32::from_str_radix(&digits[..end], 16).ok());
        if let (Some(end), Some(character)) = (end, code.and_then(char::from_u32)) {
            read(character, end + 2);
        }
        return;
    }
    if let Some(character) = hex(text, 2).and_then(char::from_u32) {
        read(character, 2);
    }
    let Some(unit) = hex(text, 4) else { return };
    if let Some(character) = char::from_u32(unit) {
        read(character, 4);
        return;
    }
    // The second half of a surrogate pair has an escape of its own.
    let skipped: usize = backslashes(&text[4..]).sum();
    let Some(rest) = text[4 + skipped..].strip_prefix(['u', 'U']) else { return };
    let units = [Some(unit), hex(rest, 4)].map(|unit| u16::try_from(unit?).ok());
    if let [Some(high), Some(low)] = units
        && let Some(Ok(character)) = char::decode_utf16([high, low]).next()
    {
        read(character, text.len() - rest.len() + 4);
    }
}

/// Reads a character of a URL: its bytes in UTF-8, or its one byte in Latin-1.
fn percent_encoded(text: &str, read: Read<'_>) {
    for nested in 0..=NESTED {
        let mut bytes = Vec::with_capacity(4);
        let mut at = 0;
        while bytes.len() < 4
            && let Some((byte, length)) = percent_encoded_byte(&text[at..], nested)
        {
            bytes.push(byte);
            at += length;
            if bytes.len() == 1 {
                read(char::from(byte), at);
            }
            if let Some(character) = str::from_utf8(&bytes).ok().and_then(|text| text.chars().next()) {
                read(character, at);
                break;
            }
        }
        if bytes.is_empty() {
            return;
        }
    }
}

/// Reads a byte whose percent sign was encoded itself so many times, each time as `%25`.
fn percent_encoded_byte(text: &str, nested: usize) -> Option<(u8, usize)> {
    let mut rest = text.strip_prefix('%')?;
    for _ in 0..nested {
        rest = rest.strip_prefix("25")?;
    }
    let byte = u8::try_from(hex(rest, 2)?).ok()?;
    Some((byte, text.len() - rest.len() + 2))
}

/// The entities that every encoder of HTML writes.
const ENTITIES: [(&str, char); 5] =
    [("amp;", '&'), ("lt;", '<'), ("gt;", '>'), ("quot;", '"'), ("apos;", '\'')];

/// Reads an HTML entity, by name or by number.
fn entity(text: &str, read: Read<'_>) {
    let mut at = 1;
    for _ in 0..=NESTED {
        let rest = &text[at..];
        if let Some(number) = rest.strip_prefix('#') {
            // No code point has more than seven digits, but zeros may stand before it.
            if let Some(end) = number.bytes().take(12).position(|byte| byte == b';') {
                let code = match number[..end].strip_prefix(['x', 'X']) {
                    Some(digits) => u32::from_str_radix(digits, 16),
                    None => number[..end].parse(),
                };
                if let Some(character) = code.ok().and_then(char::from_u32) {
                    read(character, at + end + 2);
                }
            }
            return;
        }
        let named = ENTITIES
            .iter()
            .find(|(name, _)| rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)));
        let Some((name, character)) = named else { return };
        at += name.len();
        read(*character, at);
        // `&amp;` is `&`: what follows may be an entity that was encoded itself.
        if *character != '&' {
            return;
        }
    }
}

/// The number that the first `digits` characters write in hexadecimal.
fn hex(text: &str, digits: usize) -> Option<u32> {
    let digits = text.get(..digits).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    u32::from_str_radix(digits, 16).ok()
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

    /// Every way to spell a text that servers, proxies and libraries use.
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
            secret in ".{4,40}",
            before in ".{0,20}",
            after in ".{0,20}",
            form in any::<prop::sample::Index>(),
        ) {
            // It would be found in the mark that stands in its place.
            let redactor = Redactor::new([secret.clone().into()]);
            prop_assume!(!redactor.finds(REDACTED));
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
