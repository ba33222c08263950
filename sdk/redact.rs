use std::fmt::Write as _;

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

/// A shorter password is a word that may stand anywhere, and hiding it would only garble messages.
const SHORTEST: usize = 4;
const REDACTED: &str = "[redacted]";

/// Takes secrets out of texts, in the forms in which servers echo them.
pub(crate) struct Redactor {
    forms: Vec<SecretString>,
}

impl Redactor {
    pub(crate) fn new(secrets: &[SecretString]) -> Self {
        let mut forms: Vec<SecretString> = Vec::new();
        for secret in secrets.iter().map(ExposeSecret::expose_secret) {
            for form in [secret.to_owned(), json(secret), ascii_json(secret), percent(secret)] {
                if form.len() >= SHORTEST && forms.iter().all(|known| known.expose_secret() != form) {
                    forms.push(form.into());
                }
            }
        }
        Self { forms }
    }

    /// The text without secrets, and without the beginnings of secrets that are nearly as good.
    pub(crate) fn text(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for form in &self.forms {
            text = without(&text, form.expose_secret());
        }
        text
    }

    /// Every text in a JSON value without secrets. Once the value is parsed no way to escape a character hides one.
    pub(crate) fn json(&self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(&text)),
            Value::Array(items) => items.into_iter().map(|item| self.json(item)).collect(),
            Value::Object(members) => Value::Object(
                members.into_iter().map(|(name, member)| (self.text(&name), self.json(member))).collect(),
            ),
            other => other,
        }
    }
}

/// `text` without `secret`, whole or cut off at its end.
fn without(text: &str, secret: &str) -> String {
    // The first three quarters of a long secret leave too little to guess.
    let enough = secret.len().min((secret.len() * 3 / 4).max(8));
    let enough = (0..=enough).rev().find(|end| secret.is_char_boundary(*end)).unwrap_or_default();
    let start = &secret[..enough];
    let mut rest = text;
    let mut clean = String::with_capacity(text.len());
    while let Some(at) = rest.find(start) {
        let matching =
            rest[at..].char_indices().zip(secret.chars()).take_while(|((_, one), other)| one == other);
        let end = matching.last().map_or(at, |((index, character), _)| at + index + character.len_utf8());
        clean.push_str(&rest[..at]);
        clean.push_str(REDACTED);
        rest = &rest[end.max(at + 1)..];
    }
    clean.push_str(rest);
    clean
}

/// As JSON writes it, with what lies outside of ASCII as it is.
fn json(secret: &str) -> String {
    let quoted = Value::from(secret).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

/// As JSON writes it for those who want ASCII alone.
fn ascii_json(secret: &str) -> String {
    let mut ascii = String::new();
    for character in json(secret).chars() {
        if character.is_ascii() {
            ascii.push(character);
        } else {
            // Writing to a string cannot fail.
            let _ = character
                .encode_utf16(&mut [0; 2])
                .iter()
                .try_for_each(|unit| write!(ascii, "\\u{unit:04x}"));
        }
    }
    ascii
}

/// As it stands in a URL.
fn percent(secret: &str) -> String {
    url::form_urlencoded::byte_serialize(secret.as_bytes()).collect::<String>().replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(secret: &str, text: &str, expected: &str) {
        assert_eq!(
            Redactor::new(&[secret.into()]).text(text),
            expected,
            "of {text:?} with the secret {secret:?}"
        );
    }

    #[test]
    fn secrets_are_found_in_each_form() {
        let secret = "pä\"ss/wörd+9=";
        for form in [
            "pä\"ss/wörd+9=",
            "pä\\\"ss/wörd+9=",
            "p\\u00e4\\\"ss/w\\u00f6rd+9=",
            "p%C3%A4%22ss%2Fw%C3%B6rd%2B9%3D",
        ] {
            check(secret, &format!("a {form} b {form}"), "a [redacted] b [redacted]");
        }
        check("0123456789abcdef", "x 0123456789abcde y", "x [redacted] y");
        check("0123456789abcdef", "x 01234567 y", "x 01234567 y");
        check("abc", "abc is a word", "abc is a word");
        check("password", "the password is wrong", "the [redacted] is wrong");
        check("password-of-mine", "the password is wrong", "the password is wrong");
    }

    proptest! {
        #[test]
        fn no_secret_survives(secret in ".{4,40}", before in ".*", after in ".*") {
            let redactor = Redactor::new(&[secret.clone().into()]);
            let clean = redactor.text(&format!("{before}{secret}{after}"));
            prop_assume!(!REDACTED.contains(&secret) && !before.contains(&secret) && !after.contains(&secret));
            // What is left on both sides may happen to spell the secret around the mark.
            prop_assert!(clean.contains(REDACTED));
        }
    }
}
