//! The word to complete, and candidates for it in the syntax of a shell.

use std::ffi::OsStr;

use vcenter_iso::SingleLine;

/// A word of a command line that a user has begun to type.
pub(super) struct Word {
    quoting: Quoting,
    /// The text, without the quoting.
    text: String,
}

/// How a candidate is quoted that has characters with a meaning for the shell. A name of the server must not become
/// part of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quoting {
    /// The shell quotes candidates itself.
    ByShell,
    Backslashes,
    SingleQuotes,
    /// The user has opened a quote, which the shell closes after the candidate.
    Open,
}

impl Word {
    pub(super) fn new(shell: &str, word: &OsStr) -> Self {
        let quoting = match shell {
            "bash" => Quoting::Backslashes,
            "powershell" => Quoting::SingleQuotes,
            _ => Quoting::ByShell,
        };
        let typed = word.to_string_lossy();
        match quoting {
            // Bash leaves out an opening quote, but keeps backslashes.
            Quoting::Backslashes if has_unquoted(&typed) => {
                Self { quoting: Quoting::Open, text: typed.into_owned() }
            }
            Quoting::Backslashes | Quoting::ByShell => Self { quoting, text: unquoted(&typed) },
            Quoting::SingleQuotes | Quoting::Open => Self { quoting, text: typed.into_owned() },
        }
    }

    /// Returns the candidate for a name that begins with the word. A name that would be taken as an option, or that has
    /// an invisible character, is none.
    pub(super) fn candidate(&self, name: &str) -> Option<String> {
        let can_be_typed = !name.is_empty() && !name.starts_with('-') && is_printable(name);
        if !can_be_typed || !name.starts_with(&self.text) {
            return None;
        }
        Some(match self.quoting {
            Quoting::Backslashes => with_backslashes(name),
            Quoting::SingleQuotes if !name.chars().all(is_plain) => format!("'{}'", name.replace('\'', "''")),
            // It would end the quote, or have a meaning within it.
            Quoting::Open if name.contains(['\'', '"', '$', '`', '\\', '!']) => return None,
            Quoting::SingleQuotes | Quoting::ByShell | Quoting::Open => name.to_owned(),
        })
    }
}

/// Returns whether a terminal prints the text as it is.
pub(super) fn is_printable(text: &str) -> bool {
    SingleLine(text).to_string() == text
}

/// Returns whether no shell gives the character a meaning.
fn is_plain(character: char) -> bool {
    character.is_alphanumeric() || "-_./:@%+".contains(character)
}

fn with_backslashes(name: &str) -> String {
    let quoted = |character| (!is_plain(character)).then_some('\\').into_iter().chain([character]);
    name.chars().flat_map(quoted).collect()
}

/// Returns whether a character with a meaning for the shell stands without a backslash.
fn has_unquoted(typed: &str) -> bool {
    let mut characters = typed.chars();
    while let Some(character) = characters.next() {
        if character == '\\' {
            characters.next();
        } else if !is_plain(character) {
            return true;
        }
    }
    false
}

/// Returns the text without backslashes and quotes that are part of the syntax.
fn unquoted(typed: &str) -> String {
    let mut characters = typed.chars();
    let mut text = String::with_capacity(typed.len());
    while let Some(character) = characters.next() {
        match character {
            '\\' => text.extend(characters.next()),
            '\'' | '"' => {}
            _ => text.push(character),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_candidate_is_one_word_of_the_shell() {
        for (shell, typed, name, candidate) in [
            ("bash", "we", "web-01", Some("web-01")),
            ("bash", "we", "web 01", Some(r"web\ 01")),
            ("bash", r"web\ ", "web 01", Some(r"web\ 01")),
            ("bash", "", "$(reboot)`'\"", Some(r#"\$\(reboot\)\`\'\""#)),
            ("powershell", "web", "web 01's", Some("'web 01''s'")),
            ("powershell", "web", "web-01", Some("web-01")),
            ("bash", "web s", "web server", Some("web server")),
            ("bash", "web s", "web s$(reboot)", None),
            ("fish", "we", "web 01", Some("web 01")),
            ("zsh", r"web\ s", "web server", Some("web server")),
            ("zsh", "'web s", "web server", Some("web server")),
            ("zsh", "we", "$(reboot)", None),
            ("bash", "", "--yes", None),
            ("fish", "", "a\nb", None),
            ("fish", "", "a\u{202e}b", None),
            ("fish", "", "", None),
        ] {
            let word = Word::new(shell, OsStr::new(typed));
            assert_eq!(word.candidate(name).as_deref(), candidate, "{shell}: {name:?} for {typed:?}");
        }
    }
}
