//! Explains why a text is not YAML.
//!
//! The parser stops where it can read no further. That is often after the mistake, and its words are those of the
//! YAML grammar. This module looks for common mistakes around that location.

use crate::location::Location;

/// A place and what to do there.
type Explanation = (Location, String);

/// Explains that the parser stopped at `at` because of `reason`.
pub(crate) fn explain(text: &str, at: Location, reason: &str) -> Explanation {
    let lines: Vec<&str> = text.lines().collect();
    conflict(&lines)
        .or_else(|| tab(&lines, at, reason))
        .or_else(|| bracket(&lines, at, reason))
        .or_else(|| key(&lines, at, reason))
        .unwrap_or_else(|| (at, message(reason)))
}

/// The lines that git writes around the two sides of a conflict.
const CONFLICT_MARKERS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

fn conflict(lines: &[&str]) -> Option<Explanation> {
    let is_marker = |line: &&str| {
        CONFLICT_MARKERS.iter().any(|marker| {
            line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        })
    };
    let line = 1 + lines.iter().position(is_marker)?;
    let message = "a merge conflict: keep one of the two sides, and remove the conflict markers";
    Some((Location { line, column: 1 }, message.to_owned()))
}

/// Finds a tab that the parser rejects. The parser stops before a tab that follows a line break.
fn tab(lines: &[&str], at: Location, reason: &str) -> Option<Explanation> {
    let found = |line: usize, column: usize| {
        (Location { line, column }, "YAML does not allow a tab here: write spaces".to_owned())
    };
    let indentation = |line: usize| {
        let text = lines.get(line.checked_sub(1)?)?;
        let end = text.find(|c: char| !c.is_whitespace())?;
        text[..end].find('\t').map(|index| found(line, index + 1))
    };
    let next = || (at.line + 1..=lines.len()).find(|line| !is_blank(lines[line - 1]));
    let inside = || {
        let column = lines.get(at.line.checked_sub(1)?)?.chars().position(|c| c == '\t')?;
        Some(found(at.line, column + 1))
    };
    match reason {
        _ if reason.contains("tab") => {
            indentation(at.line).or_else(inside).or_else(|| next().and_then(indentation))
        }
        "':' must be followed by a valid YAML whitespace" => inside(),
        _ => indentation(at.line),
    }
}

/// Finds the bracket that is still open where the parser stopped in a list or mapping in brackets.
fn bracket(lines: &[&str], at: Location, reason: &str) -> Option<Explanation> {
    let is_open = [
        "illegal placement of ':' indicator",
        "\"-\" is only valid inside a block",
        "invalid indentation",
        "while parsing a node, did not find expected node content",
    ];
    if !reason.contains("flow") && !is_open.contains(&reason) {
        return None;
    }
    let mut closed = 0;
    for line in (1..=at.line.min(lines.len())).rev() {
        let end = if line == at.line { at.column - 1 } else { usize::MAX };
        let characters: Vec<char> = lines[line - 1].chars().take(end).collect();
        for (index, character) in characters.iter().enumerate().rev() {
            match character {
                ']' | '}' => closed += 1,
                '[' | '{' if closed > 0 => closed -= 1,
                '[' | '{' => {
                    let close = if *character == '[' { ']' } else { '}' };
                    return Some(if line == at.line {
                        (at, format!("expected `,` or `{close}` here: add it, or put the value in quotes"))
                    } else {
                        let message = format!("this `{character}` is not closed: add the `{close}`");
                        (Location { line, column: index + 1 }, message)
                    });
                }
                _ => {}
            }
        }
    }
    None
}

/// Finds the line that is not a key of the mapping around it.
fn key(lines: &[&str], at: Location, reason: &str) -> Option<Explanation> {
    let line = lines.get(at.line.saturating_sub(1)).copied().unwrap_or_default();
    let before: String = line.chars().take(at.column - 1).collect();
    let start = |line: usize| {
        let text = lines[line - 1];
        Location { line, column: 1 + text.chars().take_while(|c| c.is_whitespace()).count() }
    };
    let previous = (1..at.line.min(lines.len() + 1)).rev().find(|line| !is_blank(lines[line - 1]));
    match reason {
        "mapping values are not allowed in this context"
        | "simple key expect ':'"
        | "simple key expected" => {
            if has_colon(&before) {
                let message = "a second `: ` in one line: put the value in quotes";
                return Some((at, message.to_owned()));
            }
            let previous = previous?;
            if has_colon(lines[previous - 1]) {
                let message = format!(
                    "line {previous} has a value already, and this line is indented deeper: align the two lines"
                );
                return Some((start(at.line.min(lines.len())), message));
            }
            // The line may be part of a longer text, whose least indented line is the mistake.
            let texts = (1..=previous).rev().take_while(|line| !has_colon(lines[line - 1]));
            let texts = texts.filter(|line| !is_blank(lines[line - 1]));
            let mistake = texts.min_by_key(|line| (start(*line).column, *line)).unwrap_or(previous);
            let message = "expected `key: value`: write a colon and a space after the key, or indent this line as \
                           part of the text above";
            Some((start(mistake), message.to_owned()))
        }
        "while parsing a block mapping, did not find expected key" => Some(match before.trim() {
            "" => {
                let previous = previous.map_or_else(String::new, |line| format!(" or in line {line}"));
                let message = format!("the indentation fits no key above: correct it here{previous}");
                (at, message)
            }
            "-" => {
                let message =
                    "a list item among the keys of a mapping: remove the `- `, or correct the indentation";
                (start(at.line), message.to_owned())
            }
            _ => (at, "the value has ended before this text: put the whole value in quotes".to_owned()),
        }),
        _ => None,
    }
}

/// Returns whether a line is empty or a comment.
fn is_blank(line: &str) -> bool {
    let text = line.trim_start();
    text.is_empty() || text.starts_with('#')
}

fn has_colon(line: &str) -> bool {
    line.contains(": ") || line.trim_end().ends_with(':')
}

/// Returns what to do for a `reason` whose location is that of the mistake.
fn message(reason: &str) -> String {
    let message = match reason {
        "invalid indentation in quoted scalar"
        | "while scanning a quoted scalar, found unexpected end of stream"
        | "while scanning a quoted scalar, found unexpected document indicator" => {
            "this quote is not closed: add the closing quote, or write a quote inside the text twice (`''`)"
        }
        "invalid trailing content after double-quoted scalar" => {
            "text after a closing quote: put the whole value in quotes, and write a quote inside it twice (`''`)"
        }
        "while parsing a quoted scalar, found unknown escape character" => {
            "this text has a `\\` that starts no escape: write `\\\\`, or use single quotes"
        }
        "while parsing a block collection, did not find expected '-' indicator" => {
            "expected the next item of the list: start the line with `- `, or correct its indentation"
        }
        "block sequence entries are not allowed in this context" => {
            "a list item starts on a line of its own: move it there, or put the value in quotes"
        }
        "misplaced bracket" => "this bracket closes nothing: remove it, or put the value in quotes",
        "comments must be separated from other tokens by whitespace" => {
            "write a space before `#`, or put the value in quotes"
        }
        "a byte order mark must not appear inside a document" => "an invisible character (U+FEFF): remove it",
        "while scanning a block scalar, did not find expected comment or line break" => {
            "the text after `>` or `|` starts in the next line: move it there, or put the value in quotes"
        }
        "while parsing node, found unknown anchor"
        | "while scanning an anchor or alias, did not find expected alphabetic or numeric character" => {
            "aliases are not supported: repeat the value, use `$ref`, or put a text that starts with `*` in quotes"
        }
        _ => {
            return match reason
                .strip_prefix("unexpected character: `")
                .and_then(|rest| rest.strip_suffix('\''))
            {
                Some(character) => {
                    format!("a value cannot start with {character:?}: put the value in quotes")
                }
                None => format!("not YAML ({reason}): correct this line or the line above"),
            };
        }
    };
    message.to_owned()
}
