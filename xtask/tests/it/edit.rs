//! Single edits of a document, which fail loudly when the document no longer has what they change.

use std::ops::Range;

/// `text` with `from`, which stands there once, replaced by `to`.
#[track_caller]
pub(crate) fn replace(text: &str, from: &str, to: &str) -> String {
    let at = find(text, from);
    format!("{}{to}{}", &text[..at.start], &text[at.end..])
}

/// The number of the line in which `marker`, which stands in `text` once, begins.
#[track_caller]
pub(crate) fn line(text: &str, marker: &str) -> usize {
    1 + text[..find(text, marker).start].matches('\n').count()
}

/// Where the lines stand that belong to the nested keys `path`, the line of the last key included.
#[track_caller]
pub(crate) fn block(text: &str, path: &[&str]) -> Range<usize> {
    let mut block = 0..text.len();
    for (depth, key) in path.iter().enumerate() {
        let head = format!("\n{}{key}:", "  ".repeat(depth));
        // Only the first key of the document has no line before it, and no edit needs that.
        let inside = &text[block.clone()];
        let start = block.start + find(inside, &head).start + 1;
        let indent = "  ".repeat(depth + 1);
        let length = text[start..block.end]
            .split_inclusive('\n')
            .enumerate()
            .take_while(|(index, line)| *index == 0 || line.trim().is_empty() || line.starts_with(&indent))
            .map(|(_, line)| line.len())
            .sum::<usize>();
        block = start..start + length;
    }
    block
}

#[track_caller]
fn find(text: &str, part: &str) -> Range<usize> {
    let found: Vec<_> = text.match_indices(part).collect();
    assert_eq!(
        found.len(),
        1,
        "the edit needs {part:?} once, and it stands {} times here: mend the edit\n{text}",
        found.len()
    );
    found[0].0..found[0].0 + part.len()
}
