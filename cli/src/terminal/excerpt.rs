use std::fmt;

use vcenter_iso::SingleLine;

/// The maximum number of characters shown of a text.
const MAX_LENGTH: usize = 4096;

/// Displays a text of the server as one line of at most 4,096 characters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Excerpt<'a>(pub(crate) &'a str);

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&cut(SingleLine(self.0).to_string()))
    }
}

/// Cuts a long text, and appends the number of missing characters.
pub(crate) fn cut(text: String) -> String {
    let Some((end, _)) = text.char_indices().nth(MAX_LENGTH) else { return text };
    let more = text[end..].chars().count();
    let characters = if more == 1 { "character" } else { "characters" };
    format!("{}… ({} more {characters})", &text[..end], grouped(more))
}

/// Formats a number with a comma between its thousands.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_and_the_rest_is_counted() {
        for (text, end) in [
            ("é".repeat(4096), "éé"),
            ("é".repeat(4097), "éé… (1 more character)"),
            ("é".repeat(5096), "éé… (1,000 more characters)"),
            ("é".repeat(1_004_095), "éé… (999,999 more characters)"),
            ("é".repeat(1_004_096), "éé… (1,000,000 more characters)"),
            // Characters count as they are shown, not as they were sent.
            ("\n".repeat(5000), ""),
            ("\u{1b}".repeat(683), "\\u{1… (2 more characters)"),
        ] {
            let shown = Excerpt(&text).to_string();
            assert!(
                shown.ends_with(end),
                "{:?} should end with {end:?}",
                &shown[shown.len().saturating_sub(60)..]
            );
            assert!(shown.chars().count() < 4096 + 40);
        }
    }
}
