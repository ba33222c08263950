//! Colour, where it is wanted.

use std::env;
use std::sync::OnceLock;

use anstyle::{AnsiColor, Style};
use clap::ValueEnum;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless the environment wants none
    #[default]
    Auto,
    /// Everywhere
    Always,
    /// Nowhere
    Never,
}

pub(crate) const HEADING: Style = Style::new().bold();
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
pub(crate) const DOUBTFUL: Style = AnsiColor::Yellow.on_default();
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();

static CHOICE: OnceLock<Color> = OnceLock::new();

/// Says once, at the start, what the user wants.
pub(crate) fn choose(color: Color) {
    // A second choice would come too late for what is printed already.
    let _ = CHOICE.set(color);
}

/// Whether to colour what goes to a stream that is, or is no, terminal.
pub(crate) fn wanted(terminal: bool) -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    match CHOICE.get().copied().unwrap_or_default() {
        Color::Always => true,
        Color::Never => false,
        // https://no-color.org
        Color::Auto => {
            terminal
                && !set("NO_COLOR")
                && (cfg!(windows) || env::var_os("TERM").is_some_and(|term| term != "dumb"))
        }
    }
}

/// The text in a style, if colour is wanted.
pub(crate) fn paint(style: Style, text: &str, wanted: bool) -> String {
    if wanted { format!("{style}{text}{style:#}") } else { text.to_owned() }
}
