//! Parses Markdown into the blocks that the documents of the command use.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// A heading, with its level.
    Heading(HeadingLevel, Text),
    Paragraph(Text),
    /// The items of a numbered list. A list with bullets has no numbers.
    List(Option<u64>, Vec<Text>),
    /// The rows of a table. The first one is the head.
    Table(Vec<Vec<Text>>),
    Code(String),
}

/// One paragraph, item or cell.
pub(super) type Text = Vec<Span>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Span {
    Plain(String),
    Code(String),
}

impl Span {
    pub(super) fn text(&self) -> &str {
        let (Self::Plain(text) | Self::Code(text)) = self;
        text
    }
}

/// Returns a text without styles.
pub(super) fn plain(text: &Text) -> String {
    text.iter().map(Span::text).collect()
}

/// Returns the blocks of a document. Only the text of links and emphasis remains.
pub(super) fn parse(markdown: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut text = Text::new();
    let mut code: Option<String> = None;
    let mut items = Vec::new();
    let mut list = None;
    let (mut rows, mut row) = (Vec::new(), Vec::new());
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Text(part) => match &mut code {
                Some(code) => code.push_str(&part),
                None => text.push(Span::Plain(part.into_string())),
            },
            Event::Code(part) => text.push(Span::Code(part.into_string())),
            Event::SoftBreak | Event::HardBreak => text.push(Span::Plain(" ".to_owned())),
            Event::Start(Tag::CodeBlock(_)) => code = Some(String::new()),
            Event::End(TagEnd::CodeBlock) => blocks.extend(code.take().map(Block::Code)),
            Event::Start(Tag::List(first)) => list = first,
            Event::End(TagEnd::Item) => items.push(std::mem::take(&mut text)),
            Event::End(TagEnd::List(_)) => blocks.push(Block::List(list, std::mem::take(&mut items))),
            Event::End(TagEnd::TableCell) => row.push(std::mem::take(&mut text)),
            Event::End(TagEnd::TableHead | TagEnd::TableRow) => rows.push(std::mem::take(&mut row)),
            Event::End(TagEnd::Table) => blocks.push(Block::Table(std::mem::take(&mut rows))),
            Event::End(TagEnd::Paragraph) => blocks.push(Block::Paragraph(std::mem::take(&mut text))),
            Event::End(TagEnd::Heading(level)) => {
                blocks.push(Block::Heading(level, std::mem::take(&mut text)));
            }
            _ => {}
        }
    }
    blocks
}

/// Returns the blocks below the first heading of this level that `is_wanted`, up to the next one of its level or
/// above.
pub(super) fn section(
    blocks: Vec<Block>,
    level: HeadingLevel,
    is_wanted: impl Fn(&Text) -> bool,
) -> Vec<Block> {
    let is_start =
        |block: &Block| matches!(block, Block::Heading(of, text) if *of == level && is_wanted(text));
    let is_end = |block: &Block| matches!(block, Block::Heading(of, _) if *of <= level);
    let after = blocks.into_iter().skip_while(|block| !is_start(block)).skip(1);
    after.take_while(|block| !is_end(block)).collect()
}
