use std::borrow::Cow;
use std::fmt;

use crate::text::single_line::write_safely;

/// Displays the name of an object on one line, as people write it.
///
/// A space that is easy to overlook, because it is at the start, at the end or beside another space, becomes `␣`. Other
/// white space, control characters and characters that reorder text are escaped.
#[derive(Debug, Clone)]
pub struct DisplayName<'a>(Cow<'a, str>);

impl<'a> DisplayName<'a> {
    /// Takes the name of an object in the inventory, such as a VM or a folder. vSphere stores `%`, `/` and `\` in it
    /// as `%25`, `%2f` and `%5c`.
    #[must_use]
    pub fn inventory(name: &'a str) -> Self {
        if !name.contains('%') {
            return Self(Cow::Borrowed(name));
        }
        let plain = [("%2f", "/"), ("%2F", "/"), ("%5c", "\\"), ("%5C", "\\"), ("%25", "%")]
            .iter()
            .fold(name.to_owned(), |name, (stored, character)| name.replace(stored, character));
        Self(Cow::Owned(plain))
    }

    /// Takes the name of a content library or of an item, which vSphere stores as it is.
    #[must_use]
    pub fn library(name: &'a str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// Returns the name with all characters as they are, for comparison with an input.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DisplayName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut before = ' ';
        let mut characters = self.0.chars().peekable();
        while let Some(character) = characters.next() {
            let after = characters.peek().copied().unwrap_or(' ');
            if character == ' ' && (before == ' ' || after == ' ') {
                f.write_str("␣")?;
            } else if character != ' ' && character.is_whitespace() {
                write!(f, "{}", character.escape_unicode())?;
            } else {
                write_safely(f, character)?;
            }
            before = character;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_shown_as_people_write_it() {
        for (stored, shown) in [
            ("web 01", "web 01"),
            ("web  01", "web␣␣01"),
            (" web ", "␣web␣"),
            ("web\t01", "web\\u{9}01"),
            ("web\u{a0}01", "web\\u{a0}01"),
            ("a\u{202e}b\u{1b}[31m", "a\\u{202e}b\\u{1b}[31m"),
            ("centos%2f7", "centos/7"),
            ("50%25 a%5cb", "50% a\\b"),
            ("%252f", "%2f"),
            ("", ""),
        ] {
            assert_eq!(DisplayName::inventory(stored).to_string(), shown, "{stored:?}");
        }
        assert_eq!(DisplayName::library("50%25").to_string(), "50%25");
    }
}
