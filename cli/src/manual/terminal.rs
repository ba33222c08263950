//! Topics as text for a terminal.

use std::env;
use std::fmt::Write as _;

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use crate::manual::document::{Block, Span, Text, plain};
use crate::manual::topic::Topic;

/// The style of headings in the help of commands.
const HEADING: Style = Style::new().bold().underline();
/// The style of literals in the help of commands.
const CODE: Style = Style::new().bold();
const INDENT: usize = 2;
/// The space between two columns.
const GAP: usize = 2;
/// The maximum width of help, because longer lines are hard to read.
pub(crate) const MAX_WIDTH: usize = 100;

/// Returns the width of help on stdout, as clap determines it.
pub(crate) fn width() -> usize {
    let columns = || env::var("COLUMNS").ok()?.parse().ok();
    let terminal = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    terminal.or_else(columns).map_or(MAX_WIDTH, |width| width.min(MAX_WIDTH))
}

/// Returns the text of a topic, with styles. Only a long word or code can be wider than `width` columns.
pub(crate) fn render(topic: Topic, width: usize) -> String {
    let mut output = String::new();
    let mut indent = 0;
    for block in topic.blocks() {
        let width = width.saturating_sub(indent);
        let (lines, end) = match block {
            Block::Heading(_, text) => {
                indent = 0;
                (vec![format!("{HEADING}{}:{HEADING:#}", plain(&text))], "")
            }
            Block::Paragraph(text) => (filled(&text, width).map(|line| line.text).collect(), "\n"),
            Block::List(first, items) => (list(first, &items, width), "\n"),
            Block::Table(rows) => (table(&rows, width), "\n"),
            Block::Code(code) => (code.lines().map(|line| " ".repeat(INDENT) + line).collect(), "\n"),
        };
        for line in lines {
            let line = " ".repeat(indent) + &line;
            output = output + line.trim_end() + "\n";
        }
        output += end;
        if end.is_empty() {
            indent = INDENT;
        }
    }
    output.truncate(output.trim_end().len());
    output + "\n"
}

/// A word or a line, with styles.
#[derive(Debug, Clone, Default)]
struct Styled {
    text: String,
    /// The number of columns that it takes.
    width: usize,
}

/// Returns the words of a text.
fn words(text: &Text) -> impl Iterator<Item = Styled> {
    let mut words = vec![Styled::default()];
    for span in text {
        for (index, part) in span.text().split(' ').enumerate() {
            if index > 0 {
                words.push(Styled::default());
            }
            let Some(word) = words.last_mut() else { continue };
            word.width += part.width();
            // Writing to a String cannot fail.
            let _ = match span {
                Span::Code(_) if !part.is_empty() => write!(word.text, "{CODE}{part}{CODE:#}"),
                _ => word.text.write_str(part),
            };
        }
    }
    words.into_iter().filter(|word| word.width > 0)
}

/// Returns the lines of a text.
fn filled(text: &Text, width: usize) -> impl Iterator<Item = Styled> {
    let mut lines: Vec<Styled> = Vec::new();
    for word in words(text) {
        match lines.last_mut() {
            Some(line) if line.width + 1 + word.width <= width => {
                line.text = format!("{} {}", line.text, word.text);
                line.width += 1 + word.width;
            }
            _ => lines.push(word),
        }
    }
    lines.into_iter()
}

fn list(first: Option<u64>, items: &[Text], width: usize) -> Vec<String> {
    let marker = |index| first.map_or_else(|| "- ".to_owned(), |first| format!("{}. ", first + index));
    let markers = (0..).map(marker);
    let item = |(marker, item): (String, &Text)| {
        let space = INDENT + marker.len();
        let lines = filled(item, width.saturating_sub(space)).enumerate();
        let start = move |index| if index == 0 { marker.clone() } else { String::new() };
        lines.map(move |(index, line)| format!("{:>space$}{}", start(index), line.text)).collect::<Vec<_>>()
    };
    markers.zip(items).flat_map(item).collect()
}

/// Returns the lines of a table, with the last column in the space that the others leave.
fn table(rows: &[Vec<Text>], width: usize) -> Vec<String> {
    let columns = rows.first().map_or(0, Vec::len);
    let mut space = width.saturating_sub(INDENT);
    let mut widths = Vec::new();
    for column in 0..columns {
        let cells = || rows.iter().filter_map(|row| row.get(column));
        let longest = cells().map(|cell| plain(cell).width()).max().unwrap_or_default();
        let longest_word = cells().flat_map(words).map(|word| word.width).max().unwrap_or_default();
        let limit = if column + 1 == columns { space } else { longest_word.max(width / 3) };
        widths.push(longest.min(limit));
        space = space.saturating_sub(longest.min(limit) + GAP);
    }
    let head = |cell: &Text| {
        let upper = |span: &Span| match span {
            Span::Plain(text) => Span::Plain(text.to_uppercase()),
            code @ Span::Code(_) => code.clone(),
        };
        cell.iter().map(upper).collect()
    };
    let head = rows.first().map(|row| row.iter().map(head).collect::<Vec<Text>>());
    let mut lines = Vec::new();
    for row in head.iter().chain(rows.iter().skip(1)) {
        let cells: Vec<Vec<_>> =
            row.iter().zip(&widths).map(|(cell, width)| filled(cell, *width).collect()).collect();
        for index in 0..cells.iter().map(Vec::len).max().unwrap_or_default() {
            let mut line = " ".repeat(INDENT);
            for (cell, width) in cells.iter().zip(&widths) {
                let part = cell.get(index).cloned().unwrap_or_default();
                line += &part.text;
                line += &" ".repeat((width + GAP).saturating_sub(part.width));
            }
            lines.push(line);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manual::topic::TOPICS;

    #[test]
    fn every_topic_fits_and_has_no_markdown() {
        for topic in TOPICS {
            let code: Vec<_> = topic
                .blocks()
                .into_iter()
                .filter_map(|block| if let Block::Code(code) = block { Some(code) } else { None })
                .collect();
            let is_code =
                |line: &str| code.iter().flat_map(|code| code.lines()).any(|code| line.trim() == code.trim());
            for width in [60, 80, MAX_WIDTH] {
                let text = anstream::adapter::strip_str(&render(topic, width)).to_string();
                for line in text.lines().filter(|line| !is_code(line)) {
                    assert!(line.width() <= width, "{} is wider than {width} columns: {line:?}", topic.name);
                    let mark = ["`", "](", "**", "##", "---"].into_iter().find(|mark| line.contains(mark));
                    assert_eq!(mark, None, "{} contains Markdown: {line:?}", topic.name);
                }
            }
        }
    }

    #[test]
    fn cells_are_wrapped_within_their_columns() {
        let cell = |text: &str| vec![Span::Plain(text.to_owned())];
        let rows = [
            vec![cell("name"), cell("meaning")],
            vec![cell("a"), cell("one two three four")],
            vec![cell("a name that is long"), cell("five")],
        ];
        let expected = [
            "  NAME     MEANING",
            "  a        one two",
            "           three four",
            "  a name   five",
            "  that is",
            "  long",
        ];
        let lines: Vec<_> = table(&rows, 22).iter().map(|line| line.trim_end().to_owned()).collect();
        assert_eq!(lines, expected);
        assert_eq!(table(&[], 22), [""; 0]);
        let words = ["one", "two", "three", "four", "five", "long"];
        assert!(words.iter().all(|word| table(&rows, 0).iter().any(|line| line.contains(word))));
    }
}
