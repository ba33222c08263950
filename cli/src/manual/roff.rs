//! Topics and sections of the reference as parts of manual pages.

use clap_mangen::roff::{Inline, Roff, bold, italic, roman};

use crate::manual::document::{Block, Span, Text, plain};
use crate::manual::topic::{Topic, blocks_of_command};

/// Returns the text of a topic.
pub(crate) fn topic(topic: Topic) -> Roff {
    rendered(topic.blocks())
}

/// Returns what the reference has about a command, if anything.
pub(crate) fn of_command(name: &str) -> Option<Roff> {
    Some(blocks_of_command(name)).filter(|blocks| !blocks.is_empty()).map(rendered)
}

/// Appends lines as they are.
pub(crate) fn literal(roff: &mut Roff, text: &str) {
    roff.control("nf", []);
    for line in text.lines() {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
}

fn rendered(blocks: Vec<Block>) -> Roff {
    let mut roff = Roff::new();
    // A hyphen inside of a name would look like a part of it.
    roff.control("nh", []);
    for block in blocks {
        match block {
            Block::Heading(_, text) => {
                roff.control("SS", [plain(&text).as_str()]);
            }
            Block::Paragraph(text) => {
                roff.control("PP", []);
                roff.text(inlines(&text));
            }
            Block::List(first, items) => {
                for (index, item) in (0..).zip(&items) {
                    let marker = first.map_or_else(|| "-".to_owned(), |first| format!("{}.", first + index));
                    roff.control("IP", [marker.as_str(), "4"]);
                    roff.text(inlines(item));
                }
            }
            Block::Table(rows) => {
                let head =
                    rows.iter().take(1).map(|row| row.iter().map(|cell| vec![italic(plain(cell))]).collect());
                let rows = rows.iter().skip(1).map(|row| row.iter().map(inlines).collect());
                for row in head.chain(rows) {
                    let row: Vec<Vec<Inline>> = row;
                    roff.control("TP", []);
                    for cell in row {
                        roff.text(cell);
                    }
                }
            }
            Block::Code(code) => {
                roff.control("PP", []);
                roff.control("RS", ["4"]);
                literal(&mut roff, &code);
                roff.control("RE", []);
            }
        }
    }
    roff
}

fn inlines(text: &Text) -> Vec<Inline> {
    let inline = |span: &Span| match span {
        Span::Plain(text) => roman(text),
        Span::Code(text) => bold(text),
    };
    text.iter().map(inline).collect()
}
