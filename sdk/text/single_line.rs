use std::fmt;

/// Displays a text of the server, such as the name of a virtual machine, on one line.
///
/// Runs of white space become one space. Control characters, and characters that reorder text, are escaped. So the text
/// can neither move the cursor of a terminal nor imitate another line of a log.
#[derive(Debug, Clone, Copy)]
pub struct SingleLine<'a>(pub &'a str);

impl fmt::Display for SingleLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, word) in self.0.split_whitespace().enumerate() {
            if index > 0 {
                f.write_str(" ")?;
            }
            for character in word.chars() {
                write_safely(f, character)?;
            }
        }
        Ok(())
    }
}

/// Writes a character, escaped if it controls a terminal or reorders text.
pub(crate) fn write_safely(f: &mut fmt::Formatter<'_>, character: char) -> fmt::Result {
    if character.is_control() || is_bidi_control(character) {
        write!(f, "{}", character.escape_unicode())
    } else {
        write!(f, "{character}")
    }
}

/// Matches characters that reorder the text around them.
fn is_bidi_control(character: char) -> bool {
    matches!(character, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
